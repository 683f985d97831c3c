"""The chain of spans in one cell: «18-19 марта и 13-14 апреля», one under another, in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.clock import read_clock
from vekha.terms.dates import skip_small
from vekha.terms.notes import Note
from vekha.terms.point import Kind
from vekha.terms.sense import Role, Word
from vekha.terms.span import Link, Mode, Span
from vekha.terms.spans import read_span

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_chain(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[list[Span], int]:
    """All the spans that follow one another from `place`, and the place after the last."""
    found = read_span(words, place, notes)
    if found is None:
        return [], place
    spans = [found[0]]
    place = found[1]
    while words[place].text:  # empty where nothing follows
        link, after = _read_link(words, place, notes)
        if read_clock(words, after) is not None:
            break  # «22 июня 10.00 ч.»: the figures are no second day
        found = read_span(words, skip_small(words, after), notes)
        if found is None:
            break
        span = _carry(spans[-1], found[0]) if link is Link.LIST else found[0]
        spans.append(span._replace(link=link))
        place = found[1]
    return _carry_back(spans), place


def _read_link(words: Sequence[Word], place: int, notes: list[Note]) -> tuple[Link, int]:
    link = Link.LINE if words[place].lines else Link.LIST
    while True:
        word = words[place]
        if word.text == ";":
            link = Link.LINE
        elif word.role is Role.OR:
            notes.append(Note("alternative"))
            link = Link.LIST
        elif word.role is Role.AND or word.text in (",", "/"):
            link = Link.LIST
        else:
            return link, place
        place += 1


def _carry_back(spans: list[Span]) -> list[Span]:
    """«10 қазан мен 10 наурызға дейін»: the last one's ending holds for the whole Kazakh list."""
    last = spans[-1]
    if last.first.language != "kk" or last.mode is not Mode.UNTIL:
        return spans
    plain = [
        span.mode is Mode.PLAIN and span.first.kind is Kind.DAY and not span.first.case
        for span in spans[:-1]
    ]
    if not all(plain) or any(span.link is Link.LINE for span in spans):
        return spans
    return [*(span._replace(mode=Mode.UNTIL) for span in spans[:-1]), last]


def _carry(before: Span, span: Span) -> Span:
    """«к 5 января и 5 июля»: the preposition holds for the whole list."""
    deadline = before.mode in (Mode.UNTIL, Mode.BEFORE) and before.first is before.last
    return span._replace(mode=before.mode) if deadline and span.mode is Mode.PLAIN else span
