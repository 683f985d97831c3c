"""Stages (этапы) written as lines of text: «II этап основной (сентябрь 2020 г. – декабрь 2020 г.):»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vekha.importing.letters import flat
from vekha.terms import Period, read_term

_ORDINAL = r"(?:[IVXІ]{1,4}|\d{1,2}(?:-?(?:й|ый|ой|ші|шы))?|[Пп]ервый|[Вв]торой|[Тт]ретий|[Чч]етв[её]ртый|[Пп]ятый)"
_KIND = (
    r"(?:[Пп]одготовительн|[Оо]рганизационн|[Дд]иагностическ|[Аа]налитическ|[Оо]сновн|[Пп]рактическ|"
    r"[Рр]еализаци|[Зз]аключительн|[Ии]тогов|[Оо]бобщающ|[Дд]айындық|[Нн]егізгі|[Ққ]орытынды|"
    r"[Вв]недренческ|[Пп]роектн|[Рр]ефлексивн|[Дд]еятельностн|[Мм]отивационн|[Ии]нформационн)\w*"
)
_STAGE = re.compile(
    r"^Заседание\s*№?\s*\d{1,2}[.:]?\s|"
    rf"^(?:[-–—•·]\s*)?(?:{_ORDINAL}[\s.)-]*(?:[Ээ]тап|ЭТАП|[Кк]езең)\b|(?:[Ээ]тап|ЭТАП|[Кк]езең)\s*№?\s*{_ORDINAL}\b|"
    rf"{_ORDINAL}[.)]\s*\w+(?:-\w+)?\s+(?:[Ээ]тап|[Кк]езең)\b|"
    rf"(?:{_ORDINAL}[.)]\s*)?(?:\w+-)?{_KIND}(?:\s*\([\w\s-]+\))?(?:\s+\w+)?\s+(?:[Ээ]тап|[Кк]езең)\b)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_START = re.compile(
    r"(?i)^(?:\d+(?:\.\d+)*\.?\s+)?(?:старт|начало)\s+(?:реализации\s+)?(?:проекта|программы)\s*[:–—-]\s*(.+)$"
)
LONGEST = 200  # letters of the line that announces a stage
LONGEST_PARAGRAPH = 2_000


@dataclass(frozen=True, slots=True)
class FoundStage:
    """A stage: its title without the term, the term as written (empty where there is none)."""

    title: str
    term: str
    rest: str  # what follows in the same line: what is done in the stage
    line: int


def announces_stage(text: str) -> bool:
    """Whether a short line begins as a stage's does."""
    return len(text) <= LONGEST and bool(_STAGE.match(flat(text)))


def find_stage(text: str, *, line: int, period: Period) -> FoundStage | None:
    """The stage that a line announces; None for a line that only mentions one."""
    if len(text) > LONGEST_PARAGRAPH:
        return None
    plain = flat(text)
    if not _STAGE.match(plain):
        return None
    head, colon, rest = plain.partition(":")
    if len(head) > LONGEST or (not colon and len(plain) > LONGEST):
        return None
    for match in _BRACKETS.finditer(head):
        if is_term(match[1], period):
            title = f"{head[: match.start()]} {head[match.end() :]}"
            return FoundStage(_clean(title), match[1].strip(), rest.strip(), line)
    for separator in (" – ", " — ", " - ", ", ", ". "):
        title, found, term = head.partition(separator)
        if found and is_term(term, period):
            return FoundStage(_clean(title), term.strip(" ."), rest.strip(), line)
    if colon and is_term(rest, period) and len(rest) < 60:
        return FoundStage(_clean(head), rest.strip(), "", line)
    return FoundStage(_clean(head), "", rest.strip(), line)


def find_start(text: str, period: Period) -> str:
    """The term of a line that says when it all begins: «4.2. Старт Проекта – 17 сентября 2019 года.»."""
    found = _START.match(flat(text[:LONGEST]))
    if found is None or not is_term(found[1].strip(" ."), period):
        return ""
    return re.sub(r"(?<![гж])\.$", "", found[1].strip())


def split_term(title: str, *, period: Period) -> tuple[str, str]:
    """A section's title and the term in brackets behind it: «I. Организация (август-сентябрь)»."""
    for match in _BRACKETS.finditer(title):
        if is_term(match[1], period):
            return _clean(f"{title[: match.start()]} {title[match.end() :]}"), match[1].strip()
    if is_term(title, period):
        return title, title
    return title, ""


def is_term(text: str, period: Period) -> bool:
    """Whether a short text is nothing but a term that can be dated."""
    if len(text) > 80:
        return False
    term = read_term(text, period=period)
    return bool(term.windows) and not any("«" in note and "прочит" in note for note in term.notes)


def _clean(title: str) -> str:
    return flat(title).strip(" :.–—-")
