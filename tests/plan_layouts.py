"""One plan as texts in the layouts that converters, word processors and typists make of its table."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

HEAD = ("№ п/п", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат")


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the plan."""

    title: str
    term: str
    who: str
    result: str


def _rows(measures: list[Measure]) -> list[tuple[str, ...]]:
    return [(str(n), m.title, m.term, m.who, m.result) for n, m in enumerate(measures, start=1)]


def tabs(measures: list[Measure]) -> str:
    """A row a line, tabs between the cells, the row that numbers the columns."""
    return "\n".join("\t".join(row) for row in (HEAD, tuple("12345"), *_rows(measures)))


def tabs_in_other_order(measures: list[Measure]) -> str:
    """Term first, result before the responsible, no numbers."""
    rows = [(HEAD[2], HEAD[1], HEAD[4], HEAD[3])]
    rows += [(m.term, m.title, m.result, m.who) for m in measures]
    return "\n".join("\t".join(row) for row in rows)


def bars(measures: list[Measure]) -> str:
    """Markdown."""
    rows = [HEAD, ("---",) * 5, *_rows(measures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def open_bars(measures: list[Measure]) -> str:
    """Bars between the cells and none around."""
    return "\n".join(" | ".join(row) for row in (HEAD, *_rows(measures)))


def semicolons(measures: list[Measure]) -> str:
    """As a spreadsheet writes it."""
    return "\n".join(";".join(row) for row in (HEAD, *_rows(measures)))


def _wrapped(row: tuple[str, ...], widths: tuple[int, ...]) -> list[list[str]]:
    cells = [textwrap.wrap(t, w) or [""] for t, w in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    return [[c[i] if i < len(c) else "" for c in cells] for i in range(height)]


WIDTHS = (5, 24, 16, 18, 16)


def boxes(measures: list[Measure]) -> str:
    """Drawn with lines, texts wrapped within the cells."""
    rule = "├" + "┼".join("─" * w for w in WIDTHS) + "┤"
    lines = [rule]
    for row in (HEAD, *_rows(measures)):
        for part in _wrapped(row, WIDTHS):
            cells = (t.ljust(w) for t, w in zip(part, WIDTHS, strict=True))
            lines.append("│" + "│".join(cells) + "│")
        lines.append(rule)
    return "\n".join(lines)


def cells_below_each_other(measures: list[Measure]) -> str:
    """Each cell a line of its own."""
    return "\n".join("\n".join(row) for row in (HEAD, *_rows(measures)))


def cells_with_blank_lines(measures: list[Measure]) -> str:
    """The same with blank lines between all cells."""
    return "\n\n".join("\n\n".join(row) for row in (HEAD, *_rows(measures)))


LAYOUTS = (
    tabs,
    tabs_in_other_order,
    bars,
    open_bars,
    semicolons,
    boxes,
    cells_below_each_other,
    cells_with_blank_lines,
)
