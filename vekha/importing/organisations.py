"""Organisations in a text: a legal form and a name, in quotes of every kind or in none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vekha.importing.letters import LOWER, UPPER, flat, folded

_FORMS = (
    "КГУ|КГКП|ГККП|КГКОУ|ФГБОУ|ФГАОУ|ФГКОУ|ФГБУ|ФГБНУ|ОГБОУ|ОГКОУ|ОГАОУ|МБОУ|МКОУ|МАОУ|"
    "МОУ|МБДОУ|МКДОУ|МАДОУ|МДОУ|МБУДО|МБУ|МКУ|МАУ|ГБОУ|ГКОУ|ГАОУ|ГОУ|ГБУ|ГКУ|ГАУ|ГБПОУ|ГАПОУ|ЧОУ|"
    "НОУ|АНОО|АНО|НАО|РГП|РГУ|РГКП"
)
LEGAL_FORM = re.compile(rf"(?<![\w-])(?:{_FORMS})(?![\w-])")
_SECOND = r"(?:\s*(?:ВО|ДПО|СПО|ДО|МО\s+ГК|МО|РО|РК))*"
_UNQUOTED = re.compile(
    rf"\s*[{UPPER}№][\w.-]*(?:\s*(?:№\s?\d+|[{UPPER}][\w.-]*|(?:им\.|имени)\s*\S+|"
    r"(?:средняя|основная|начальная|общеобразовательная|казахская|русская|сельская|вечерняя|"
    r"школа|школа-интернат|школа-лицей|школа-гимназия|гимназия|лицей|орта|жалпы|мектебі|"
    r"края|области|республики|г\.|город|с\.)(?![\w-])))*"
)
_DISTRICT = (
    rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?(?:ого|его|ой)\s+(?:муниципального\s+)?"
    r"(?:района|округа)"
)
_DISTRICT_BEHIND = re.compile(rf"\s+({_DISTRICT})")
_TOWN_BEHIND = re.compile(rf"\s+(?:г\.|города?)\s?[{UPPER}][{LOWER}]+")
_KAZAKH = re.compile(r"«[^»\n]{2,120}»\s+(?:КММ|КМҚК|КМКК|ММ|МКҚК)(?!\w)")
_OPENING = '«"“„'
_LONGEST = 220
_ITEM = re.compile(r"^\s*(?:[-–—·•*▪]|\(?\d+(?:\.\d+)*[.)])\s*")
_SCHOOL = re.compile(
    r"(?i)школ|гимназ|лицей|мектеп|\b(?:СОШ|ООШ|СШ|ОШ|НОШ|МКШ|НШ|ОО|ОУ)\b|интернат|\bсад\b"
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An organisation as a text names it; `district` is the district named right behind it."""

    name: str
    district: str
    start: int
    end: int


def find_organisations(text: str) -> list[Mentioned]:
    """Organisations with a legal form, from left to right."""
    forms = list(LEGAL_FORM.finditer(text))
    found: list[Mentioned] = []
    for index, form in enumerate(forms):
        if found and form.start() < found[-1].end:
            continue
        until = forms[index + 1].start() if index + 1 < len(forms) else len(text)
        mentioned = _mentioned(text, form, until=min(until, form.start() + _LONGEST))
        if mentioned is not None:
            found.append(mentioned)
    for match in _KAZAKH.finditer(text):
        if not any(m.start < match.end() and match.start() < m.end for m in found):
            found.append(Mentioned(flat(match.group()), "", *match.span()))
    return sorted(found, key=lambda m: m.start)


def _mentioned(text: str, form: re.Match[str], *, until: int) -> Mentioned | None:
    second = re.compile(_SECOND).match(text, form.end(), until)
    at = second.end() if second else form.end()
    rest = text[at:until]
    stripped = rest.lstrip()
    if not stripped:
        return None
    begins = at + len(rest) - len(stripped)
    if stripped[0] in _OPENING:
        end = begins + _quoted_end(stripped)
    else:
        unquoted = _UNQUOTED.match(rest)
        if unquoted is None:
            return None
        words = _cut_district(unquoted.group(), rest)
        quote = re.match(r"\s*«[^»\n]*»", rest[len(words) :])
        end = at + len(words) + (quote.end() if quote else 0)
    town = _TOWN_BEHIND.match(text, end, until)
    if town:
        end = town.end()
    district = _DISTRICT_BEHIND.match(text, end, until)
    name = flat(text[form.start() : end]).rstrip(" ,-–")
    if not re.search(rf"[{UPPER}]\.$", name):
        name = name.rstrip(".")
    if name == form.group():
        return None
    return Mentioned(
        name,
        flat(district[1]) if district else "",
        form.start(),
        district.end() if district else end,
    )


def _cut_district(words: str, rest: str) -> str:
    """«Плотниковская средняя школа Даниловского муниципального района»: the name without its district."""
    found = re.search(rf"\s+{_DISTRICT}", rest)
    return words[: found.start()] if found and found.start() < len(words) else words


def _quoted_end(text: str) -> int:
    """The length of a quoted name at the start of a text, nested and unclosed quotes included."""
    line = text.split("\n\n")[0]
    if line[0] in '"“„':
        closing = re.compile('["”“]').search(line, 1)
        return closing.end() if closing else min(len(line), 80)
    depth = 0
    last = 0
    for position, sign in enumerate(line):
        if sign == "«":
            depth += 1
        elif sign == "»":
            depth -= 1
            last = position + 1
            if depth <= 0 or re.match(r"\s*(?:$|[(,;.\n]|[-–—]\s)", line[last:]):
                return last
    if last:
        return last
    stop = re.search(r"[(;,\n]", line)
    return stop.start() if stop else min(len(line), 80)


def split_organisations(text: str) -> list[str]:
    """The organisations of one cell: each begins with a legal form, or stands in a line of its own."""
    kazakh = [match.group() for match in _KAZAKH.finditer(text)]
    if kazakh and not LEGAL_FORM.search(text):
        return [flat(name) for name in kazakh]
    starts = [m.start() for m in LEGAL_FORM.finditer(text)]
    if starts:
        parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    else:
        parts = re.split(r"\n|;|,(?![^«(]*[»)])|(?<=\s)(?=\d{1,2}[.)]\s)", text)
    items = (_ITEM.sub("", flat(part)).strip(" ,;.") for part in parts)
    return [item for item in items if len(item) > 1 and not item.isdigit()]


def short_name(name: str) -> str:
    """The name without its legal form and outer quotes."""
    bare = re.sub(r"(?<=»)\s+(?:КММ|КМҚК|КМКК|ММ|МКҚК)$", "", name)
    bare = LEGAL_FORM.sub("", bare, count=1).strip()
    bare = re.sub(rf"^{_SECOND}\s*", "", bare).strip()
    if (
        bare[:1] in _OPENING
        and bare[-1:] in '»"”'
        and bare[1:-1].count("«") == bare[1:-1].count("»")
    ):
        bare = bare[1:-1]
    elif bare.startswith("«") and bare.count("«") > bare.count("»"):
        bare = bare[1:]
    return flat(bare) or name


def is_school(name: str) -> bool:
    """Whether a name is that of a school or kindergarten."""
    return bool(_SCHOOL.search(name))


def identity(name: str) -> str:
    """What makes two spellings one organisation: letters and digits without the legal form."""
    bare = re.sub(r"(?i)\b(?:город|города|г\.)(?!\w)", "", short_name(name))
    return folded(bare) or folded(name)


def same_organisation(one: str, other: str) -> bool:
    """Whether two identities are one: «СОШ №2» and «СОШ №2 им. В.В.Горбатко» are."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return bool(re.search(r"\d$", short)) and long.startswith(short + "им")


def nominative_district(text: str) -> str:
    """«Жирновского муниципального района» → «Жирновский муниципальный район»."""
    words = flat(text)
    words = re.sub(r"(?<=[сц]к)ого\b", "ий", words)
    words = re.sub(r"(?<=[сц]к)ой\b", "ий", words)
    words = re.sub(r"(?<=[нв])ого\b", "ый", words)
    return re.sub(r"\b(район|округ)а\b", r"\1", words)
