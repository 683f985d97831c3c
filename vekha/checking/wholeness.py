"""What a document leaves out: who serves whom, names, years, indicators, signature, lists, stages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vekha.checking.findings import day_words, issue_at, list_words
from vekha.dating.schedule import Schedule
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.people import Organisation, Pairing, Person
from vekha.roadmap.plan import Activity
from vekha.roadmap.programme import Roadmap

_SERIES = re.compile(
    r"\b(сери[яиюей]+|цикл\w*|ряд\w*|топтама\w*|series)\s+\w+(?:\s+\w+)?", re.IGNORECASE
)
_RELATIVE = ("текущ", "учебн", "месяце", "месяцы")  # these count from another date on purpose
_FEW = 0.5  # a smaller part of the terms without a year is a slip, a larger one a habit
_LISTED = 6  # terms that a message names
_SIGNED = ("information", "report", "minutes")


def check_wholeness(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """All findings, in the order of the file."""
    yield from _document(roadmap)
    for key, pairing in roadmap.file.pairings.items():
        yield from _curators(roadmap, key, pairing)
    yield from _years(roadmap, schedule)
    yield from _responsible(roadmap)
    yield from _stages(roadmap)
    for index, activity in enumerate(roadmap.file.activities):
        yield from _series(roadmap, index, activity)


def _document(roadmap: Roadmap) -> Iterator[Issue]:
    file = roadmap.file
    kind, path = file.document.kind, ("document", "kind")
    if kind in _SIGNED:
        if not file.document.signed_by:
            yield issue_at(roadmap, "no-signature", path)
        if not (file.document.date or file.declared.date):
            yield issue_at(roadmap, "no-date", path)
        asked = (q for each in file.questionnaires.values() for q in each.questions)
        stated = file.indicators or file.declared.figures or file.declared.tables
        resulting = any(activity.result for activity in file.activities)
        if not (stated or resulting or any(q.key_indicator for q in asked)):
            yield issue_at(roadmap, "no-indicators", path)
    if kind == "regulations" and not any(order.number for order in file.orders.values()):
        yield issue_at(roadmap, "no-order-number", path)


def _curators(roadmap: Roadmap, key: str, pairing: Pairing) -> Iterator[Issue]:
    known: dict[str, Organisation | Person] = {**roadmap.organisations, **roadmap.people}
    if not pairing.pairs and (pairing.mentors or pairing.mentees):
        yield issue_at(
            roadmap,
            "pairing-missing",
            ("pairings", key),
            title=pairing.title,
            mentors=list_words(known[m].label for m in pairing.mentors if m in known),
            mentees=list_words(known[m].label for m in pairing.mentees if m in known),
        )
    if pairing.kind != "curator":
        return
    curators = {*pairing.mentors, *(pair.mentor for pair in pairing.pairs)}
    for person in roadmap.people.values():
        mine = person.key in curators or (
            person.organisation in curators and "curator" in person.role
        )
        if mine and not person.name:
            facts: dict[str, object] = {"position": person.position}
            yield Issue("curator-unnamed", person.place, person.key, facts)


def _years(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    """No year at all; years only here and there; or a year missing in a few places."""
    dated = [
        (index, activity, schedule.activities[activity.key].year_from)
        for index, activity in enumerate(roadmap.file.activities)
        if activity.key in schedule.activities and not activity.part_of
    ]
    missing = [
        (i, a)
        for i, a, year in dated
        if year in ("period", "stage") and not any(word in a.term for word in _RELATIVE)
    ]
    stated = [a for _, a, year in dated if year == "phrase"]
    label = roadmap.period.label
    if not missing:
        return
    if not stated:
        yield _no_year(roadmap, schedule, ("activities",), [a for _, a in missing])
    elif len(missing) / (len(missing) + len(stated)) < _FEW:
        for index, activity in missing:
            yield _no_year(roadmap, schedule, ("activities", index, "term"), [activity])
    else:
        yield issue_at(
            roadmap,
            "mixed-years",
            ("activities", missing[0][0], "term"),
            stated=list_words(dict.fromkeys(f"«{_line(a.term)}»" for a in stated)),
            missing=list_words(dict.fromkeys(f"«{_line(a.term)}»" for _, a in missing)),
            period=label,
        )


def _no_year(roadmap: Roadmap, schedule: Schedule, path: Path, activities: list[Activity]) -> Issue:
    """The terms without a year, and how the first is read with that of the period."""
    terms = list(dict.fromkeys(f"«{_line(a.term)}»" for a in activities))
    more = ["…"] if len(terms) > _LISTED else []
    first = schedule.activities[activities[0].key]
    return issue_at(
        roadmap,
        "no-year",
        path,
        terms=list_words([*terms[:_LISTED], *more]),
        period=roadmap.period.label,
        first=terms[0],
        reading=" – ".join(
            dict.fromkeys(map(day_words, (first.start or first.until, first.until)))
        ),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _responsible(roadmap: Roadmap) -> Iterator[Issue]:
    """One finding for the whole table: nobody anywhere, or nobody for some."""
    whole = [
        (i, a) for i, a in enumerate(roadmap.file.activities) if not a.part_of and not a.curated
    ]
    without = [(i, a) for i, a in whole if not a.performers and not a.performers_printed]
    if not without:
        return
    everywhere = len(without) == len(whole)
    yield issue_at(
        roadmap,
        "no-responsible",
        ("activities",) if everywhere else ("activities", without[0][0]),
        count=len(without),
        total=len(whole),
        numbers=list_words(a.number.rstrip(". ") for _, a in without),
    )


def _stages(roadmap: Roadmap) -> Iterator[Issue]:
    """An activity under no stage row, in a table that has such rows."""
    if not any(stage.printed for stage in roadmap.file.stages.values()):
        return
    before = ""
    for index, activity in enumerate(roadmap.file.activities):
        if activity.stage:
            before = str(roadmap.file.stages[activity.stage].title)
        elif not activity.part_of:
            yield issue_at(
                roadmap,
                "stage-missing",
                ("activities", index),
                number=activity.number.rstrip(". "),
                title=_line(str(activity.title)),
                before=before,
            )


def _series(roadmap: Roadmap, index: int, activity: Activity) -> Iterator[Issue]:
    """«Серия мероприятий» of which none is named."""
    found = _SERIES.search(str(activity.title))
    if found is None or activity.details:
        return
    if not any(a.part_of == activity.key for a in roadmap.file.activities):
        path = ("activities", index, "title")
        yield issue_at(roadmap, "plural", path, printed=found[0], title=_line(str(activity.title)))
