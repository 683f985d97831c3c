"""The head of a document: its lines, the title among them, the body that issues it, coordinators."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.importing.blocks import Block, Paragraph
from vekha.importing.letters import flat, open_quotes
from vekha.importing.organisations import find_organisations
from vekha.importing.passport import is_item, labelled
from vekha.importing.persons import find_persons

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
_STAMP = re.compile(
    r"(?i)^(?:утвержд|согласован|приложение|бекіт|келіс|қосымша|приказ|рассмотрен|принят|«?_+|\d{1,2}[. ])"
)
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
        ):
            return index
        if labelled(text) is not None:
            return index
        if index > 0 and len(text) > 120 and text.rstrip().endswith("."):
            return index
    return min(len(blocks), MOST)


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
    for text in lines[start + 1 : start + 5]:
        bare = flat(text)
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


def quoted_name(text: str) -> str:
    """The name in quotes: «#СЕЛО РЯДОМ» of a title; empty where quotes hold only «дорожная карта»."""
    for found in re.findall(r"[«\"“]([^«»\"“”]{2,80})[»\"”]", text):
        if not re.search(r"[^\W\d]", found):
            continue
        if not _GENERIC.search(found):
            return flat(found)
    return ""


def find_body(heading: Sequence[Paragraph], passport: Sequence[tuple[str, str]]) -> str:
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
    return ""
