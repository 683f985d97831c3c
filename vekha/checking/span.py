"""Terms against the programme's start, its end and the school year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vekha.checking.findings import day_words, issue_at, list_words
from vekha.dating.schedule import Schedule
from vekha.issues import Issue
from vekha.roadmap.programme import Roadmap
from vekha.terms import read_term

_JUNE, _AUGUST = 6, 8


def check_span(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """Before the start, in the summer holidays, and promises beyond the end."""
    start = _start(roadmap)
    yield from _promises(roadmap, schedule)
    if start is not None:
        yield from _before(roadmap, schedule, start)
    if start is not None or roadmap.period.kind == "school-year":
        yield from _vacation(roadmap, schedule, start or roadmap.period.start)


def _start(roadmap: Roadmap) -> date | None:
    text = roadmap.file.start
    return read_term(text, period=roadmap.period).until if text else None


def _promises(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    ends = [term.until for term in schedule.activities.values() if term.until]
    for index, clause in enumerate(roadmap.file.document.clauses):
        if not clause.promises or not ends:
            continue
        term = read_term(clause.promises, period=roadmap.period)
        if term.until and term.until > max(ends):
            yield issue_at(
                roadmap,
                "long-term",
                ("document", "clauses", index),
                number=clause.number.rstrip(". ") or str(index + 1),
                promises=clause.promises,
                until=day_words(term.until),
                ends=day_words(max(ends)),
            )


def _before(roadmap: Roadmap, schedule: Schedule, start: date) -> Iterator[Issue]:
    """One finding for all: that preparation comes before the start is usual."""
    early = [
        (index, activity)
        for index, activity in enumerate(roadmap.file.activities)
        if (until := schedule.activities[activity.key].until) and until < start
    ]
    if early:
        yield issue_at(
            roadmap,
            "before-start",
            ("activities", early[0][0], "term"),
            numbers=list_words(a.number.rstrip(". ") for _, a in early),
            terms=list_words(dict.fromkeys(f"«{a.term.strip()}»" for _, a in early)),
            start=day_words(start),
        )


def _vacation(roadmap: Roadmap, schedule: Schedule, since: date) -> Iterator[Issue]:
    for index, activity in enumerate(roadmap.file.activities):
        term = schedule.activities[activity.key]
        days = [d for w in term.windows for d in (w.start or w.until, w.until)]
        if days and min(days) >= since and all(_JUNE <= d.month <= _AUGUST for d in days):
            school_year_ends = date(min(days).year, 5, 31)
            yield issue_at(
                roadmap,
                "vacation",
                ("activities", index, "term"),
                number=activity.number.rstrip(". "),
                term=activity.term.strip(),
                ends=day_words(school_year_ends),
            )
