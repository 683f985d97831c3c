"""Visits of pairs: each pair once in each direction, to the partner's district, without idle months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vekha.checking.findings import issue_at, list_words
from vekha.dating.schedule import Schedule
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.visiting import Visit, Visits
from vekha.unfolding.visits import free_months


def check_visits(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """All findings of every table of visits."""
    for key, table in roadmap.file.visits.items():
        if table.reciprocal and table.pairing in roadmap.file.pairings:
            yield from _directions(roadmap, key, table)
        for index, visit in enumerate(table.visits):
            yield from _destination(roadmap, key, index, visit)
        yield from _gaps(roadmap, schedule, key, table)


def _directions(roadmap: Roadmap, key: str, table: Visits) -> Iterator[Issue]:
    """Every pair has exactly one visit in each direction, and nobody else travels."""
    wanted = {
        way: 0
        for pair in roadmap.file.pairings[table.pairing or ""].pairs
        for mentee in pair.mentees
        for way in ((mentee, pair.mentor), (pair.mentor, mentee))
    }
    for index, visit in enumerate(table.visits):
        path: Path = ("visits", key, "visits", index)
        for guest in visit.guests:
            for host in visit.hosts:
                facts = {"guest": _label(roadmap, guest), "host": _label(roadmap, host)}
                if (guest, host) not in wanted:
                    partners = [b for a, b in wanted if a == guest]
                    right = list_words(_label(roadmap, one) for one in partners) or "—"
                    yield issue_at(roadmap, "visit-not-of-pair", path, **facts, right=right)
                    continue
                wanted[guest, host] += 1
                if wanted[guest, host] > 1:
                    yield issue_at(roadmap, "visit-twice", path, **facts)
    for (guest, host), times in wanted.items():
        if not times:
            yield issue_at(
                roadmap,
                "visit-missing",
                ("visits", key),
                guest=_label(roadmap, guest),
                host=_label(roadmap, host),
            )


def _destination(roadmap: Roadmap, key: str, index: int, visit: Visit) -> Iterator[Issue]:
    """The place named is the district of those who are visited."""
    known = roadmap.organisations
    districts = [known[host].district for host in visit.hosts if host in known]
    if visit.to is None or not any(districts) or visit.to in districts:
        return
    yield issue_at(
        roadmap,
        "visit-destination",
        ("visits", key, "visits", index, "to"),
        to=_label(roadmap, visit.to),
        host=list_words(_label(roadmap, host) for host in visit.hosts),
        right=list_words(_label(roadmap, district) for district in districts),
    )


def _gaps(roadmap: Roadmap, schedule: Schedule, key: str, table: Visits) -> Iterator[Issue]:
    days: list[date] = []
    for visit in table.visits:
        term = schedule.activities.get(visit.key)
        day = (term.start or term.until) if term else None
        if day is not None:
            days.append(day)
    months = [(day.year, day.month) for day in sorted(days)]
    free = list(free_months(roadmap, months))
    if len(set(months)) > 1 and free:
        facts = {"title": table.title, "months": list_words(f"{day:%m.%Y}" for day in free)}
        yield issue_at(roadmap, "visit-gap", ("visits", key), **facts)


def _label(roadmap: Roadmap, key: str) -> str:
    found = roadmap.organisations.get(key)
    return found.label if found else key
