"""The rows of a plan's table into activities and sections; rows that a page broke are whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from vekha.importing.columns import Column
from vekha.importing.letters import begins_lower, flat, hangs, joined, open_quotes
from vekha.importing.plan_table import Cells, Header
from vekha.terms import Period, read_term

LONGEST = 4_000  # letters of one activity: what goes on beyond is no row
_NUMBER = re.compile(r"^[(№\s]*\d+(?:[.\-]\d+)*[.)\s]*$")
_ROMAN = re.compile(r"^[IVXІХ]+[.)]?$")
_NOTE = re.compile(r"(?i)^\(?(?:позиция|строка|пункт|раздел)\s.{0,40}редакци|^\(в ред")
_TOTAL = re.compile(r"(?i)^(?:итого|всего|барлығы|жиыны)\b")
_STAGE_WORD = re.compile(r"(?i)\bэтап|\bкезең|\bраздел\b|\bмодуль\b|\bбөлім")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An activity as its row has it; texts in one line each, except that lists keep their lines."""

    number: str
    title: str
    term: str
    responsible: str
    result: str
    section: int | None  # index among the sections of the document
    others: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A row over the whole width, or a stage from a column of its own."""

    title: str
    line: int


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A row that is neither."""

    text: str
    line: int


Found = PlanRow | SectionRow | LooseRow


def gather_rows(
    rows: Iterable[Cells], header: Header, *, period: Period, after: PlanRow | None = None
) -> list[Found]:
    """Activities and sections in order. `after` is the last row of the part of the table before.

    Where `after` goes on, the first of the answers replaces it.
    """
    cells = list(rows)
    found: list[Found] = [after] if after else []
    parents = {
        c.number.strip(" .)").rpartition(".")[0] for c in cells if "." in c.number.strip(" .")
    }
    stage = ""
    for row in cells:
        if row.stage and row.stage != stage and Column.STAGE in header.kinds and row.measure:
            stage = row.stage
            found.append(SectionRow(flat(stage), row.line))
        _take(row, header, found, parents=parents, period=period)
    return found


def _take(
    row: Cells, header: Header, found: list[Found], *, parents: set[str], period: Period
) -> None:
    last = found[-1] if found and isinstance(found[-1], PlanRow) else None
    if len(row.texts) == 1 and not row.held - {Column.STAGE, Column.NUMBER}:
        _take_single(row, header, found, last)
    elif _is_section(row, parents):
        title = f"{row.number} {row.measure}".strip() if row.number else row.measure
        found.append(SectionRow(flat(title), row.line))
    elif not row.measure and any(_TOTAL.match(text) for text in row.texts):
        found.append(LooseRow(" | ".join(flat(t) for t in row.texts), row.line))
    elif last is not None and _continues(row, header, last, period):
        found[-1] = _longer(last, row)
    elif not row.measure or _TOTAL.match(row.measure) or _is_signature(row):
        found.append(LooseRow(" | ".join(flat(t) for t in row.texts), row.line))
    else:
        found.append(_row(row))


def _row(row: Cells) -> PlanRow:
    number = flat(row.number)
    title = row.measure.strip()
    inline = re.match(r"^(\d+(?:\.\d+)*)[.)]\s+(?=\D)", title)
    if not number and inline and not re.search(r"\n\s*2[.)]\s", title):
        number, title = inline.group(1), title[inline.end() :]
    return PlanRow(
        number=number,
        title=title,
        term=row.term.strip(),
        responsible=row.responsible.strip(),
        result=row.result.strip(),
        section=None,
        others=row.others,
        line=row.line,
    )


def _take_single(row: Cells, header: Header, found: list[Found], last: PlanRow | None) -> None:
    text = row.texts[0]
    if _NOTE.match(text) or _NUMBER.match(text) or (last is not None and len(last.title) > LONGEST):
        found.append(LooseRow(flat(text), row.line))
    elif last is not None and row.measure == text and _goes_on(last.title, text, row):
        found[-1] = replace(last, title=joined(last.title, text))
    elif last is not None and row.responsible == text and row.measure != text:
        found[-1] = replace(last, responsible=_added(last.responsible, text))
    elif last is not None and row.term == text and row.measure != text:
        found[-1] = replace(last, term=f"{last.term}\n{text}")
    elif last is not None and row.result == text and row.measure != text:
        found[-1] = replace(last, result=joined(last.result, text))
    elif row.measure == text and not header.numbered and not _is_title(text):
        found.append(_row(row))
    else:
        found.append(SectionRow(flat(text), row.line))


def _is_title(text: str) -> bool:
    """Whether a text alone in its row is rather a heading: short, no sentence."""
    return bool(_STAGE_WORD.search(text)) or (len(text) < 90 and not text.rstrip().endswith("."))


def _goes_on(before: str, text: str, row: Cells) -> bool:
    if _STAGE_WORD.search(text) and not row.after_break:
        return False
    if begins_lower(text) or open_quotes(before) > 0 or hangs(before):
        return True
    return row.after_break and not _is_title(text)


def _is_section(row: Cells, parents: set[str]) -> bool:
    if row.term or row.responsible or row.result or not row.measure or not row.number:
        return False
    number = row.number.strip(" .)")
    return bool(_ROMAN.match(number)) or number in parents or bool(_STAGE_WORD.search(row.measure))


def _is_signature(row: Cells) -> bool:
    return bool(row.number) and not _looks_numbered(row.number) and not row.term


def _looks_numbered(text: str) -> bool:
    return bool(_NUMBER.match(text) or _ROMAN.match(text.strip()))


def _continues(row: Cells, header: Header, last: PlanRow, period: Period) -> bool:
    """Whether a row only goes on with the one above it, as a page or a converter broke it."""
    if len(last.title) > LONGEST or (row.number and Column.NUMBER not in row.held):
        return False
    if Column.MEASURE in row.held:  # a merged cell: each term below it is an occasion of its own
        return not row.term
    if header.numbered and row.after_break:
        return True
    if not row.measure:
        return not (
            row.term and last.term and _whole(row.term, period) and _whole(last.term, period)
        )
    if row.term and last.term and not begins_lower(row.measure):
        return False
    return begins_lower(row.measure) or open_quotes(last.title) > 0 or hangs(last.title)


def _whole(term: str, period: Period) -> bool:
    return bool(read_term(term, period=period).windows)


def _longer(last: PlanRow, row: Cells) -> PlanRow:
    return replace(
        last,
        title=last.title if Column.MEASURE in row.held else joined(last.title, row.measure),
        term=last.term if Column.TERM in row.held else f"{last.term}\n{row.term}".strip(),
        responsible=last.responsible
        if Column.RESPONSIBLE in row.held
        else _added(last.responsible, row.responsible),
        result=last.result if Column.RESULT in row.held else joined(last.result, row.result),
        others=last.others + row.others,
    )


def _added(before: str, more: str) -> str:
    if not before or not more or begins_lower(more) or hangs(before):
        return joined(before, more)
    return f"{before.rstrip()}\n{more.strip()}"
