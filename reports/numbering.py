"""Numbers and anchors of an outline's headings, tables and charts, the same in every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.wording import caption, figure_label, table_label
from vekha.outline import Chart, Heading, Outline, Table

if TYPE_CHECKING:
    from vekha.outline import Block


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with what the renderer adds: its number, its depth in the numbering, its anchor."""

    block: Block
    number: str = ""  # «1.2.» before a numbered heading; «3» in the caption of the third table
    depth: int = 0  # how many numbered headings stand above this one
    anchor: str = ""
    caption: str = ""  # the whole caption of a table or chart, '' where there is none


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    text: str
    level: int
    anchor: str


@dataclass(slots=True)
class _Counters:
    """Counts headings as Word's multi-level list does: a deeper level restarts below a higher."""

    open: list[int]  # levels of the numbered headings above
    counts: list[int]

    def next(self, heading: Heading) -> tuple[str, int]:
        while self.open and self.open[-1] >= heading.level:
            self.open.pop()
        if not heading.numbered:
            return "", 0
        depth = len(self.open)
        self.open.append(heading.level)
        del self.counts[depth + 1 :]
        if depth == len(self.counts):
            self.counts.append(0)
        self.counts[depth] += 1
        return "".join(f"{count}." for count in self.counts), depth


def place(outline: Outline) -> tuple[Placed, ...]:
    """Return the outline's blocks in order, each with its number and anchor."""
    counters = _Counters(open=[], counts=[])
    headings = tables = charts = 0
    placed: list[Placed] = []
    for block in outline.blocks:
        match block:
            case Heading():
                headings += 1
                number, depth = counters.next(block)
                placed.append(Placed(block, number, depth, f"part-{headings}"))
            case Table() if block.caption:
                tables += 1
                text = caption(
                    table_label(outline.language), tables, block.caption, outline.language
                )
                placed.append(Placed(block, str(tables), 0, f"table-{tables}", text))
            case Chart():
                charts += 1
                text = caption(
                    figure_label(outline.language), charts, block.caption, outline.language
                )
                placed.append(Placed(block, str(charts), 0, f"figure-{charts}", text))
            case _:
                placed.append(Placed(block))
    return tuple(placed)


def entries(placed: tuple[Placed, ...], *, after: int, depth: int) -> tuple[Entry, ...]:
    """Return the contents' lines: headings to `depth` levels that follow the block at `after`."""
    return tuple(
        Entry(f"{item.number} {item.block.text}".strip(), item.block.level, item.anchor)
        for item in placed[after + 1 :]
        if isinstance(item.block, Heading) and item.block.level <= depth
    )
