"""A table of activities into its rows: activities, section rows, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vekha.importing.blocks import Table
from vekha.importing.columns import LONGEST_NAME, Column, kind_of, plan_columns
from vekha.importing.grid import Line, rectangle
from vekha.importing.letters import squeezed
from vekha.importing.periods import WIDE
from vekha.terms import read_term

DEEPEST_HEADER = 5  # rows from the top among which the names of the columns are sought
_PARTS_OF_YEAR = re.compile(r"(?i)квартал|полугоди|тоқсан")
_BLANKS = {"-", "–", "—", "--"}
_MAY_BE_BLANK = {Column.TERM, Column.RESPONSIBLE, Column.RESULT}
_SIGNS = {"+", "х", "x", "v", "✓", "✔", "*", "•", "да"}


@dataclass(frozen=True, slots=True)
class Header:
    """Which column holds what; `names` as printed, a name in two rows joined."""

    kinds: tuple[Column, ...]
    names: tuple[str, ...]
    first_row: int  # the first row below the names

    @property
    def numbered(self) -> bool:
        """Whether there is a column of numbers."""
        return Column.NUMBER in self.kinds


@dataclass(frozen=True, slots=True)
class Cells:
    """One row by kinds of columns. `held` are the kinds whose cell began in a row above."""

    number: str
    measure: str
    term: str
    responsible: str
    result: str
    stage: str
    others: tuple[tuple[str, str], ...]  # name of the column, text
    held: frozenset[Column]
    texts: tuple[str, ...]  # all different texts of the row, from left to right
    line: int
    after_break: bool


def find_header(table: Table) -> Header | None:
    """The names of a plan's columns, in the first rows of a table; None for any other table."""
    lines = rectangle(table)
    depth = DEEPEST_HEADER if lines and len(lines[0].places) > 2 else 1
    for index, line in enumerate(lines[:depth]):
        names = _spread(line.own(index), lines, index)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is not None and _is_second_row(line, below, index):
            joined = [
                name if squeezed(under) in squeezed(name) else f"{name} {under}".strip()
                for name, under in zip(names, _under(below), strict=True)
            ]
            kinds = plan_columns(joined)
            if kinds is not None:
                return Header(_of_first(kinds, names), tuple(joined), index + 2)
        kinds = plan_columns(line.texts() if _has_wide(line) else names)
        if kinds is not None:
            return Header(kinds, tuple(names), index + 1)
    return None


def _spread(own: Sequence[str], lines: Sequence[Line], index: int) -> list[str]:
    """The names of a row; a name that spans several columns stands over each."""
    places = lines[index].places
    return [
        text or (place.text if place.row == index else "")
        for text, place in zip(own, places, strict=True)
    ]


def _has_wide(line: Line) -> bool:
    return any(place.row != line.places[0].row for place in line.places)


def _under(line: Line) -> list[str]:
    return [" ".join(text.split()) for text in line.texts()]


def _is_second_row(line: Line, below: Line, index: int) -> bool:
    """Whether the names go on in the row below: quarters under «Сроки», say."""
    fresh = [p.text for p in below.places if p.row == index + 1 and p.text]
    if not fresh or any(len(squeezed(text)) > LONGEST_NAME // 2 for text in fresh):
        return False
    spans = any(not p.first and p.row == index for p in line.places)
    if all(text.isdigit() for text in fresh):
        over = {
            place.text
            for place, under in zip(line.places, below.places, strict=True)
            if under.row == index + 1 and under.text
        }
        return spans and len(over) == 1 and bool(_PARTS_OF_YEAR.search(over.pop()))
    held = any(p.row == index for p in below.places)
    own_kinds = {kind_of(text) for text in fresh}
    if held:
        return spans or own_kinds <= {Column.TERM, Column.RESPONSIBLE, Column.OTHER}
    blanks = [not p.text for p in line.places]
    filled = [bool(p.text) for p in below.places]
    return any(b and f for b, f in zip(blanks, filled, strict=True)) and not filled[0]


def _of_first(kinds: tuple[Column, ...], names: Sequence[str]) -> tuple[Column, ...]:
    """Columns under one name are of its kind: «I квартал» under «Сроки» is a term."""
    found = list(kinds)
    for index, name in enumerate(names):
        if kind_of(name) is Column.TERM:
            found[index] = Column.TERM
    for index in range(1, len(found)):
        bare = not names[index].strip() and found[index] in (Column.NONE, Column.OTHER)
        if bare and found[index - 1] is Column.TERM:
            found[index] = Column.TERM
    return tuple(found)


def read_rows(table: Table, header: Header) -> Iterator[Cells]:
    """The rows below the names, without rows that only number or repeat the columns."""
    lines = rectangle(table)
    for index in range(header.first_row, len(lines)):
        line = lines[index]
        own = [text.strip() for text in line.own(index)]
        if not any(own) or _numbers_columns(own) or _repeats(line.texts(), header):
            continue
        yield _cells(line, index, header)


def _numbers_columns(own: Sequence[str]) -> bool:
    found = [text.strip(" .()") for text in own if text]
    return len(found) > 2 and found == [str(n) for n in range(1, len(found) + 1)]


def _repeats(texts: Sequence[str], header: Header) -> bool:
    shown = [squeezed(text) for text in texts]
    named = [squeezed(name) for name in header.names]
    return any(shown) and all(
        text == name or (text and name.startswith(text))
        for text, name in zip(shown, named, strict=False)
    )


def _cells(line: Line, index: int, header: Header) -> Cells:
    by_kind: dict[Column, list[str]] = {}
    names: dict[Column, list[str]] = {}
    others: list[tuple[str, str]] = []
    held: set[Column] = set()
    for column, place in enumerate(line.places):
        kind = header.kinds[column] if column < len(header.kinds) else Column.OTHER
        name = header.names[column] if column < len(header.names) else ""
        text = place.text.strip()
        if not text or place.column != column or (text in _BLANKS and kind in _MAY_BE_BLANK):
            continue
        if place.row != index:
            held.add(kind)
        if kind in (Column.OTHER, Column.NONE, Column.MARK):
            if place.row == index:
                others.append((" ".join(name.split()), text))
            continue
        if kind is Column.RESPONSIBLE and "срок" in squeezed(name):
            term, text = _term_and_doers(text)
            by_kind.setdefault(Column.TERM, []).append(term)
            names.setdefault(Column.TERM, []).append("")
        by_kind.setdefault(kind, []).append(text)
        names.setdefault(kind, []).append(name)

    def text_of(kind: Column) -> str:
        return "; ".join(dict.fromkeys(by_kind.get(kind, [])))

    texts = dict.fromkeys(p.text.strip() for p in line.places if p.row == index and p.text.strip())
    return Cells(
        number=text_of(Column.NUMBER),
        measure=text_of(Column.MEASURE),
        term=_term(by_kind.get(Column.TERM, []), names.get(Column.TERM, [])),
        responsible=text_of(Column.RESPONSIBLE),
        result=text_of(Column.RESULT),
        stage=text_of(Column.STAGE),
        others=tuple(others),
        held=frozenset(held),
        texts=tuple(texts),
        line=line.line,
        after_break=line.after_break,
    )


def _named_part(name: str) -> str:
    """«Сроки исполнения II квартал» → «II квартал», «Сроки (квартал) 2» → «2 квартал»."""
    part = re.sub(r"(?i)^сроки?\S*(?: (?:исполнения|реализации|проведения))?\s+", "", name)
    counted = re.fullmatch(r"(?i)\(?(?:по\s+)?(квартал|полугоди|тоқсан)\w*\)?\s*(\d)", part.strip())
    if counted:
        whole = {"квартал": "квартал", "полугоди": "полугодие", "тоқсан": "тоқсан"}
        return f"{counted[2]} {whole[counted[1].lower()]}"
    return part


def _term_and_doers(text: str) -> tuple[str, str]:
    """«октябрь – ноябрь, учителя» in the column «Сроки, ответственные»: the longest beginning that is a term."""
    ends = [m.span() for m in re.finditer(r"\s*[,;\n(]\s*|\s[–—-]\s", text[:200])]
    for start, end in reversed(ends):
        if read_term(text[:start], period=WIDE).windows and len(text[:start]) < 60:
            return text[:start], text[end:].rstrip(")") if "(" in text[start:end] else text[end:]
    return "", text


def _term(texts: Sequence[str], names: Sequence[str]) -> str:
    """One term from several columns: «Месяц» + «Дата», or signs under quarters and months."""
    found: list[tuple[str, str]] = []
    for text, name in zip(texts, names, strict=True):
        sign = text.lower() in _SIGNS
        found.append((_named_part(name) if sign else text, name))
    begin = [t for t, n in found if re.search(r"(?i)\bнача|\bбаст|\bstart", n)]
    end = [t for t, n in found if re.search(r"(?i)оконч|заверш|конец|аяқт|\bend\b", n)]
    if len(begin) == len(end) == 1 and len(found) == 2:
        return begin[0] if begin == end else f"{begin[0]} – {end[0]}"
    months = [t for t, n in found if squeezed(n) in ("месяц", "айы", "ай", "month")]
    days = [t for t, n in found if t not in months]
    if len(months) == 1 and len(days) == 1 and days[0].strip(" .").replace("-", "").isdigit():
        return f"{days[0].strip()} {months[0]}"
    return "; ".join(dict.fromkeys(text for text, _ in found))
