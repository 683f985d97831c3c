"""A stretch of a phrase between two points; how one is read from words is in `spans`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import time

    from vekha.terms.point import Point


class Mode(StrEnum):
    """How a span is bounded."""

    PLAIN = "plain"
    RANGE = "range"
    FROM = "from"  # open end
    UNTIL = "until"  # a deadline, the point itself included
    BEFORE = "before"  # a deadline before the point begins
    AFTER = "after"  # open end, the day after the point


class Link(StrEnum):
    """What joins a span to the one before it."""

    FIRST = ""
    LIST = "list"  # comma, «и»
    LINE = "line"  # a line break or semicolon


class Span(NamedTuple):
    """One stretch of the phrase, from its first point to its last; one point alone is both."""

    mode: Mode
    first: Point
    last: Point
    link: Link = Link.FIRST
    dashed: bool = False  # «18-19», not «с 18 по 19»
    start_at: time | None = None
    end_at: time | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that were said, in order."""
        first, last = self.first, self.last
        return (first,) if first is last else (first, last)
