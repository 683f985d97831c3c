"""Activities whose day is no working day, and years whose days off are not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from vekha.checking.findings import day_words, issue_at
from vekha.dating.schedule import Schedule
from vekha.issues import Issue, Told
from vekha.reading.source import Path
from vekha.roadmap.programme import Roadmap
from vekha.terms import TermKind


def check_days(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """Days that a term names and that are weekends or holidays; months and deadlines are not."""
    yield from _check_years(roadmap, schedule)
    for index, activity in enumerate(roadmap.file.activities):
        term = schedule.activities[activity.key]
        if term.kind not in (TermKind.DAY, TermKind.DAYS, TermKind.SEVERAL):
            continue
        path: Path = ("activities", index, "term")
        for window in term.windows:
            if window.start != window.until or schedule.calendar.is_working(window.until):
                continue
            yield issue_at(
                roadmap,
                "weekend",
                path,
                text=activity.term,
                day=day_words(window.until),
                why=Told.by(partial(_why, schedule, window.until)),
                next=day_words(schedule.calendar.next_working(window.until)),
            )


def _check_years(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """Outside the years of the decrees holidays are by law and transfers are missing."""
    years = range(roadmap.period.start.year, roadmap.period.until.year + 1)
    unknown = [str(year) for year in years if not schedule.calendar.covered(year)]
    if unknown:
        yield issue_at(roadmap, "holidays-unknown", ("period",), years=", ".join(unknown))


def _why(schedule: Schedule, day: date, language: str) -> str:
    return schedule.calendar.reason(day, language=language) or "—"
