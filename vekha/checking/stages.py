"""Stages: their order, gaps between them, and whether they lie within the term of the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from vekha.checking.findings import day_words, issue_at
from vekha.dating.dates import order_day
from vekha.dating.schedule import Schedule
from vekha.issues import Issue
from vekha.roadmap.programme import Roadmap
from vekha.terms import TermKind, read_term


class _Stage(NamedTuple):
    """A stage as dated; one that precedes its predecessor is put into the year that agrees."""

    key: str
    start: date
    until: date


def check_stages(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """Order, gaps, and stages outside the declared term."""
    stages: list[_Stage] = []
    for key, stage in roadmap.file.stages.items():
        term = schedule.stages[key]
        if term.until is None or stage.term is None:  # a stage without a term has no gaps
            continue
        found = _Stage(key, term.start or term.until, term.until)
        if stages and found.until < stages[-1].start:
            before = roadmap.file.stages[stages[-1].key]
            mended = _after(found, stages[-1])
            yield issue_at(
                roadmap,
                "stage-order",
                ("stages", key, "term"),
                stage=stage.title,
                term=stage.term,
                before=before.title,
                before_term=before.term,
                starts=day_words(mended.start),
                ends=day_words(mended.until),
            )
            found = mended
        stages.append(found)
    yield from _gaps(roadmap, stages)
    yield from _outside(roadmap, stages)


def _after(stage: _Stage, before: _Stage) -> _Stage:
    """The stage in the first year in which it does not begin before its predecessor."""
    years = 0
    latest = before.start.year - stage.start.year + 1
    while years < latest and _year(stage.start, years) < before.start:
        years += 1
    return _Stage(stage.key, _year(stage.start, years), _year(stage.until, years))


def _year(day: date, later: int) -> date:
    last_of_month = (day + timedelta(days=1)).day == 1
    moved = date(day.year + later, day.month, min(day.day, 28))
    if not last_of_month:
        return moved + timedelta(days=day.day - moved.day) if day.day > 28 else moved
    following = (moved.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)


def _gaps(roadmap: Roadmap, stages: list[_Stage]) -> Iterator[Issue]:
    """Days between stages that belong to none, with the orders that were issued in them."""
    reached: _Stage | None = None
    for stage in sorted(stages, key=lambda s: s.start):
        if reached is not None and stage.start > reached.until + timedelta(days=1):
            first, last = reached.until + timedelta(days=1), stage.start - timedelta(days=1)
            orders = [
                order.printed
                for key, order in roadmap.file.orders.items()
                if (issued := order_day(roadmap, key)) and first <= issued <= last
            ]
            yield issue_at(
                roadmap,
                "stage-gap",
                ("stages", stage.key),
                first=day_words(first),
                last=day_words(last),
                before=roadmap.file.stages[reached.key].title,
                after=roadmap.file.stages[stage.key].title,
                orders="; ".join(orders) or "—",
            )
        if reached is None or stage.until > reached.until:
            reached = stage


def _outside(roadmap: Roadmap, stages: list[_Stage]) -> Iterator[Issue]:
    for row in roadmap.file.passport:
        if "срок" not in row.label.lower() and "мерзім" not in row.label.lower():
            continue
        text = " ".join(row.text)
        term = read_term(text, period=roadmap.period, language=roadmap.file.language)
        if term.kind is TermKind.CONTINUOUS or term.start is None or term.until is None:
            continue
        for stage in stages:
            if term.start <= stage.start and stage.until <= term.until:
                continue
            yield issue_at(
                roadmap,
                "stage-outside-term",
                ("stages", stage.key, "term"),
                stage=roadmap.file.stages[stage.key].title,
                starts=day_words(stage.start),
                ends=day_words(stage.until),
                text=text,
                first=day_words(term.start),
                last=day_words(term.until),
            )
