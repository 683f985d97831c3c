"""The automatic numbers of Word's lists: they are not in the text, but a plan's № often is one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(slots=True)
class _Level:
    form: str  # decimal, upperRoman, russianLower, bullet …
    text: str  # «%1.%2.»
    start: int


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document; ask for each paragraph once, in order."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._styles = _numbered_styles(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {
            found.get(qn("w:abstractNumId")): _levels(found)
            for found in root.findall(qn("w:abstractNum"))
        }
        shared: dict[str, _List] = {}
        for number in root.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            name = reference.get(qn("w:val")) if reference is not None else None
            if name is None or name not in abstract:
                continue
            own = number.find(qn("w:lvlOverride")) is not None
            listed = (
                _List(abstract[name]) if own else shared.setdefault(name, _List(abstract[name]))
            )
            self._lists[number.get(qn("w:numId"))] = listed

    def number_of(self, paragraph: Any) -> str:
        """«1.», «2.3», «-», or nothing."""
        where = self._where(paragraph)
        found = self._lists.get(where[0]) if where else None
        if where is None or found is None or where[1] not in found.levels:
            return ""
        at = where[1]
        level = found.levels[at]
        if level.form == "bullet":
            return "-"
        if level.form == "none":
            return ""
        found.counts[at] = found.counts.get(at, level.start - 1) + 1
        for deeper in [n for n in found.counts if n > at]:
            del found.counts[deeper]

        def shown(match: re.Match[str]) -> str:
            n = int(match[1]) - 1
            other = found.levels.get(n, level)
            return _written(found.counts.get(n, other.start), other.form if n == at else "decimal")

        return re.sub(r"%(\d)", shown, level.text).strip()

    def _where(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        own = _reference(properties)
        if own is not None:
            return own if own[0] != "0" else None
        style = properties.find(qn("w:pStyle"))
        return self._styles.get(style.get(qn("w:val"))) if style is not None else None


def _reference(properties: Any) -> tuple[str, int] | None:
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return None
    number, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
    if number is None:
        return None
    return number.get(qn("w:val")) or "0", _integer(level, 0)


def _numbered_styles(document: Any) -> dict[str, tuple[str, int]]:
    found = {}
    for style in document.styles.element.findall(qn("w:style")):
        properties = style.find(qn("w:pPr"))
        reference = _reference(properties) if properties is not None else None
        if reference is not None:
            found[style.get(qn("w:styleId"))] = reference
    return found


def _levels(abstract: Any) -> dict[int, _Level]:
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        form, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
        try:
            at = int(level.get(qn("w:ilvl")))
        except (TypeError, ValueError):
            continue
        found[at] = _Level(
            form.get(qn("w:val")) if form is not None else "decimal",
            (text.get(qn("w:val")) or "") if text is not None else "",
            _integer(level.find(qn("w:start")), 1),
        )
    return found


def _integer(element: Any, default: int) -> int:
    try:
        return int(element.get(qn("w:val"))) if element is not None else default
    except (TypeError, ValueError):
        return default


def _written(number: int, form: str) -> str:
    if form == "upperRoman" and 0 < number < 40:
        text, left = "", number
        for value, sign in _ROMAN:
            while left >= value:
                text, left = text + sign, left - value
        return text
    if form.startswith("russian") and 0 < number <= len(_LETTERS):
        return _LETTERS[number - 1]
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return letter if form == "lowerLetter" else letter.upper()
    return str(number)
