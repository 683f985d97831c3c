"""People in a text: names with initials or in full, the position beside the name, и.о. and м.а.

A name after «имени» or «им.» is a school's, a river's or a street's, and no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vekha.importing.letters import LOWER, UPPER, flat, squeezed

_WORD = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?"
_INITIAL = rf"[{UPPER}][{LOWER}]?\."
_SURNAME_FIRST = rf"(?P<s1>{_WORD})\s+(?P<i1>{_INITIAL}(?:\s?{_INITIAL}|(?!\s?{_WORD})))"
_INITIALS_FIRST = rf"(?P<i2>{_INITIAL}\s?(?:{_INITIAL}\s?)?)(?P<s2>{_WORD})"
_FULL = (
    rf"(?P<s3>{_WORD})\s+(?P<n3>[{UPPER}][{LOWER}]+)\s+"
    rf"(?P<p3>[{UPPER}][{LOWER}]+(?:вич|вна|ична|ьич|кич|мич|ұлы|қызы|улы|кызы|оглы))\b"
)
_OFFICE = (
    r"(?!(?:Министр|Начальник|Директор|Заместитель|Методист|Руководитель|Председатель|Координатор|"
    r"Глава|Аким|Заведующ\w+|Секретарь|Ответственн\w+|Исполнитель|Куратор|Губернатор|Ректор|Специалист|"
    r"Басшы\w*|Директоры|Әкім\w*|Жауапты\w*)\b)"
)
_NAME = re.compile(
    rf"(?<![^\W_])(?<![№«-]){_OFFICE}(?:{_FULL}|{_SURNAME_FIRST}|{_INITIALS_FIRST})(?![{LOWER}])"
)
_HONOURED = re.compile(
    r"(?i)(?:\b(?:им\.?|имени|атын\w*|ул\.|улица|пр\.|проспект|район\w*|г\.|с\.|село|премии|памяти)"
    r"\s*\.?\s*)$"
)
_PLACE = re.compile(r"(?:Район|Город|Село|Улица|Школа|Приказ|Рис|Стр|Табл|Пункт|Проект)\b")
_POSITION = (
    r"(?:и\s?\.\s?о\.?|м\.\s?а\.|врио|зам\.|зам\b|зав\.?|гл\.|директор|заместител|заведующ|методист|"
    r"руководител|начальник|куратор|координатор|учител|педагог|психолог|специалист|председател|"
    r"секретар|доцент|профессор|ректор|проректор|первый|главный|ведущий|старший|воспитател|"
    r"библиотекар|социальн|завуч|инспектор|консультант|эксперт|депутат|аким|глава|ответственн|министр|губернатор|"
    r"меңгеруші|әдіскер|директоры|басшы|орынбасар|мұғалім|маман|төраға|хатшы|үйлестіруші)"
)
_AFTER = re.compile(rf"^\s*[,–—-]?\s*(?P<position>{_POSITION}[^;\n]*)", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:^|[;,.\n(]|\s[–—-]\s)\s*(?P<position>(?<!\w){_POSITION}[^;,\n.]*(?:\.[^;,\n.]+)?)\s*[–—:-]?\s*$",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"(?i)(?:педагог\w*|коллектив\w*|руководители|директора\s+(?!по\b)\w*|учителя|методисты|специалисты|"
    r"кураторы|заместители|воспитатели|психологи|социальные|ответственные|завучи|координаторы|начальники)\b"
)
_NO_OFFICE = re.compile(r"(?i)ответственн\w+|исполнител\w*")  # «Ответственный: Фролова Е.Д.»
_ACTING = re.compile(r"(?i)(?<!\w)(?:и\s?\.\s?о\b\.?|врио|м\.\s?а\.|исполняющ|міндетін атқаруш)")
_ENDS = re.compile(r"(?i)\s+(?:и|,)?\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as the text names them. `name` is «Фамилия И.О.» however it was written."""

    surname: str
    initials: str
    written: str
    position: str
    start: int
    end: int  # behind the position, where one follows

    @property
    def name(self) -> str:
        """«Ельцова Л.Ф.»; a name written in full stays full."""
        return f"{self.surname} {self.initials}"

    @property
    def acting(self) -> bool:
        """И.о."""
        return bool(_ACTING.search(self.position))


def find_persons(text: str) -> list[Named]:
    """The people of a text, from left to right; a position belongs to the nearest name."""
    matches = [m for m in _NAME.finditer(text) if not _is_no_person(m, text)]
    found: list[Named] = []
    for index, match in enumerate(matches):
        behind = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        position, end = _position_after(text, match.end(), behind)
        if not position:
            before = found[-1].end if found else 0
            position = _position_before(text[before : match.start()])
        found.append(_named(match, position, end))
    return found


def _is_no_person(match: re.Match[str], text: str) -> bool:
    before = text[max(0, match.start() - 20) : match.start()]
    return bool(_HONOURED.search(before) or _PLACE.match(match.group()))


def _named(match: re.Match[str], position: str, end: int) -> Named:
    surname = match["s1"] or match["s2"] or match["s3"]
    if match["n3"]:
        initials = f"{match['n3']} {match['p3']}"
    else:
        initials = re.sub(r"\s+", "", match["i1"] or match["i2"] or "")
    return Named(surname, initials, flat(match.group()), position, match.start(), end)


def _position_after(text: str, start: int, until: int) -> tuple[str, int]:
    found = _AFTER.match(text[start:until])
    if found is None:
        return "", start
    position = found["position"]
    if _MANY.match(position.strip()):
        return "", start
    cut = re.search(
        rf"(?<![{UPPER}])[.](?=\s+[{UPPER}][{LOWER}]{{3,}})|:\s|(?<![{UPPER}]{{2}})\s[«]|,\s*[«]",
        position,
    )
    if cut and cut.start() > 4:
        position = position[: cut.start()]
    said = re.search(r",\s+(?:\w+ ){0,1}\w+(?:ла|ли|л|лась|лся|лись)\b", position)
    if said and said.start() > 4:
        position = position[: said.start()]
    position = _ENDS.sub("", position.rstrip(" ,;.–—("))
    if len(position) > 160:
        position = re.split(r",\s", position)[0]
    return flat(position), start + found.start("position") + len(position)


def _position_before(text: str) -> str:
    found = _BEFORE.search(text[-160:])
    if found is None or _MANY.match(found["position"].strip()):
        return ""
    position = flat(found["position"].strip(" –—-:_"))
    return "" if _NO_OFFICE.fullmatch(position) else position


def same_person(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (surname, initials) are one person in other cases or with a slip of a letter.

    «Дунской Ю.А.» and «Дунская Ю.А.» are; «Ельцова Л.Ф.» and «Ельцова И.Б.» are two people.
    """
    if _first_letters(one[1]) != _first_letters(other[1]):
        return False
    first, second = (re.sub("[ьъ]", "", squeezed(name[0])) for name in (one, other))
    if first == second:
        return True
    common = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    return common >= 4 and max(len(first), len(second)) - common <= 3


def _first_letters(initials: str) -> str:
    parts = re.findall(rf"[{UPPER}]", initials)
    return "".join(parts[:2])


def is_position(text: str) -> bool:
    """Whether a text begins as a position does."""
    return bool(re.match(_POSITION, text.strip(), re.IGNORECASE))


def without_persons(text: str, persons: list[Named]) -> Iterator[str]:
    """What is left of a text between its people: positions and roles without names."""
    at = 0
    for person in persons:
        before = text[at : person.start]
        if person.position and flat(before).endswith(person.position):
            before = flat(before)[: -len(person.position)]
        yield before
        at = max(at, person.end)
    yield text[at:]
