"""The head of a document: its lines, the title among them, the body that issues it, coordinators."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.importing.blocks import Block, Paragraph
from vekha.importing.letters import flat, open_quotes
from vekha.importing.orders import find_orders
from vekha.importing.organisations import find_organisations
from vekha.importing.passport import is_item, labelled
from vekha.importing.periods import named_months
from vekha.importing.persons import find_persons
from vekha.importing.stages import announces_stage

MOST = 25  # lines
_COORDINATORS = re.compile(
    r"(?i)^(?:координатор|куратор|руководител|ответственн|авторы?|разработчик|составител|үйлестіруші)\w*"
    r"(?:\s+(?:проекта|программы|плана))?\s*:"
)
_SECTION = re.compile(r"^(?:[IVXІ]+[.)]|\d+[.)]\s?(?!\d)|\d+\.\d+|Раздел|Глава|ПАСПОРТ|Паспорт)")
_TITLE = re.compile(
    r"(?i)\bпроект|программ|дорожн\w+ карт|\bплан\b|положени|отч[её]т|протокол|информаци|паспорт|ходе|"
    r"мониторинг|жоспар|жол карта|жоба|бағдарлама|ереже|есеп|хаттама|roadmap|plan\b|programme"
)
_PART = re.compile(
    r"(?:Риск|РИСК|Направление|НАПРАВЛЕНИЕ|Раздел|РАЗДЕЛ|Модуль|Блок|Бағыт)\s*"
    r"(?:№?\s*(?:\d+|[IVX]+))?\s*[.:]\s*\S"
)
_NUMBER_SIGN = re.compile(r"(?i)(?:№|n)(?:\s*п\s?/\s?п)?|[рp]/[сc]\s*№?")
_STAMP = re.compile(
    r"(?i)^(?:утвержд|согласован|приложение|бекіт|келіс|қосымша|приказ|рассмотрен|принят|«?_+|\d{1,2}[. ])"
)
_PLANNED = re.compile(
    r"(?i)\b(?:на|за|в)\s+(?:период\b.*)?(?:\S+\s+){0,2}(?:19|20)\d\d.*(?:год|г\.)|(?:19|20)\d\d.*(?:оқу жыл|жыл)"
)
_KAZAKH_KIND = re.compile(r"(?i)(?:\S+\s+){0,2}(?:жоспары?|жол картасы|бағдарламасы?|ережесі)")
_LEADS_ON = re.compile(r"(?i)(?:арналған|бойынша|жөніндегі|туралы|[нтд][іы]ң)$")
_OFFICE = re.compile(
    r"\b(?P<head>(?:[Уу]правлени|[Оо]тдел|[Дд]епартамент|[Кк]омитет)\w{0,3})\s"
    r"(?P<rest>образовани[ея](?:\sи\s\w+)?\s(?:администрации\s)?(?:[А-ЯЁ]\w+(?:ого|его)\s(?:муниципального\s)?"
    r"(?:района|округа)|[А-ЯЁ]\w+ой\sобласти|г(?:орода|\.)\s?[А-ЯЁ]\w+))"
)
_NOMINATIVE = {
    "отдела": "Отдел", "управления": "Управление", "департамента": "Департамент",
    "министерства": "Министерство", "комитета": "Комитет", "института": "Институт",
    "центра": "Центр", "администрации": "Администрация", "акимата": "Акимат",
}  # fmt: skip
_GENERIC = re.compile(r"(?i)дорожн|карт|план|жоспар")


def heading_length(blocks: Sequence[Block]) -> int:
    """How many blocks at the beginning are the document's head."""
    for index, block in enumerate(blocks[:MOST]):
        if not isinstance(block, Paragraph):
            return index
        text = block.text
        coordinators = _COORDINATORS.match(text)
        among = index > 0 and _names_people(blocks[index - 1], text)
        if coordinators or among:
            continue
        if (
            (index > 0 and _SECTION.match(text))
            or re.match(r"1\.", text)
            or len(text) > 300
            or is_item(text)
            or text.rstrip().endswith(":")
            or (index > 0 and is_caption(text))
        ):
            return index
        if labelled(text) is not None:
            return index
        if index > 0 and len(text) > 120 and text.rstrip().endswith("."):
            return index
    return min(len(blocks), MOST)


def names_part(text: str) -> bool:
    """«Риск: …», «Направление 2. …», «Раздел I. …»: a part of the plan with a table of its own."""
    return len(text) < 150 and bool(_PART.match(flat(text)))


def is_caption(text: str) -> bool:
    """Whether a line already stands over a part: a stage, a month, a column's «№»."""
    if announces_stage(text) or names_part(text) or _NUMBER_SIGN.fullmatch(flat(text)):
        return True
    return len(text) < 20 and len(named_months(text)) == 1 and not re.search(r"\d|[:«]", text)


def _names_people(before: Block, text: str) -> bool:
    """A line of people under «Координаторы:» or under another such line."""
    if not isinstance(before, Paragraph) or not find_persons(text):
        return False
    return bool(_COORDINATORS.match(before.text) or find_persons(before.text))


def coordinator_lines(heading: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines that name coordinators: after the word, or in the line of the word itself."""
    found: list[Paragraph] = []
    inside = False
    for paragraph in heading:
        if _COORDINATORS.match(paragraph.text):
            inside = True
            if find_persons(paragraph.text):
                found.append(paragraph)
        elif inside and find_persons(paragraph.text):
            found.append(paragraph)
        else:
            inside = False
    return found


def find_title(heading: Sequence[Paragraph]) -> str:
    """The title: from the line that says what it is, with the lines that go on with it."""
    lines = [
        p.text for p in heading if not _STAMP.match(p.text) and not _COORDINATORS.match(p.text)
    ]
    start = next((i for i, text in enumerate(lines) if _TITLE.search(text)), None)
    if start is None:
        return flat(lines[0]) if lines else ""
    title = flat(lines[start])
    for text in reversed(lines[:start] if _KAZAKH_KIND.fullmatch(title) else []):
        if not _LEADS_ON.search(flat(text)):
            break
        title = f"{flat(text)} {title}"
    until = 0 if _PLANNED.search(title) else _line_of_period(lines[start + 1 : start + 5])
    for number, text in enumerate(lines[start + 1 : start + 5], start=1):
        bare = flat(text)
        if number <= until:
            title = f"{title} {bare}"
            continue
        goes_on = (
            bare[:1].islower()
            or bare[:1] in '«"('
            or open_quotes(title) > 0
            or (title.isupper() and len(title) < 60 and "«" not in title)
        )
        if not goes_on or find_organisations(bare) or find_persons(bare):
            break
        title = f"{title} {bare}"
    return title.rstrip(". ") if title.count(".") == 1 else title


def _line_of_period(lines: Sequence[str]) -> int:
    """How many lines below the title lead to «на 2022-2023 учебный год»; 0 where none does."""
    for number, text in enumerate(lines, start=1):
        if find_persons(text) or find_orders(text, line=0):
            return 0
        if _PLANNED.search(flat(text)):
            return number
        if find_organisations(text):
            return 0
    return 0


def quoted_name(text: str) -> str:
    """The name in quotes: «#СЕЛО РЯДОМ» of a title; empty where quotes hold only «дорожная карта»."""
    for found in re.findall(r"[«\"“]([^«»\"“”]{2,80})[»\"”]", text):
        if not re.search(r"[^\W\d]", found):
            continue
        if not _GENERIC.search(found):
            return flat(found)
    return ""


def find_body(
    heading: Sequence[Paragraph], passport: Sequence[tuple[str, str]], texts: Sequence[str] = ()
) -> str:
    """The organisation that runs the programme, as printed; empty where none is named."""
    for paragraph in heading:
        named = find_organisations(paragraph.text)
        if named:
            return named[0].name
    for paragraph in heading:
        if re.match(
            r"(?i)(?:министерств|управлени|отдел|департамент|комитет|институт|центр)|.*(?:басқармасы|бөлімі|министрлігі)$",
            paragraph.text,
        ):
            return flat(paragraph.text)
    for label, text in passport:
        if text and re.match(r"(?i)(?:организатор|разработчик|заказчик|әзірлеуші)", label):
            return re.split(r"[;\n]|,\s(?=[А-ЯЁ])", text)[0].strip(" .,")
    return _approver(heading) or _office_in(texts)


def _office_in(texts: Sequence[str]) -> str:
    """The district's or region's office of education that a text names, in whatever case."""
    for text in texts:
        found = _OFFICE.search(flat(text[:5_000]))
        if found:
            stem = found["head"].lower()
            head = next(name for word, name in _NOMINATIVE.items() if word[:5] == stem[:5])
            return f"{head} {found['rest']}"
    return ""


def _approver(heading: Sequence[Paragraph]) -> str:
    """Who approved it: «приказом отдела образования … от …», «… білім бөлімінің басшысы»."""
    for paragraph in heading:
        for order in find_orders(paragraph.text, line=0):
            first, _, rest = order.issuer.partition(" ")
            if first in _NOMINATIVE:
                return f"{_NOMINATIVE[first]} {rest}".strip()
        kazakh = re.match(
            r"(?i)(.{5,90}(?:бөлімі|басқармасы|орталығы))(?:нің|ның)(?:$|\s+(?:басшы|м\.\s?а))",
            flat(paragraph.text),
        )
        if kazakh:
            return kazakh[1]
    return ""
