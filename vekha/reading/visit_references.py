"""The keys that visits, risk profiles, minutes and the source document refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vekha.reading.source import Path
from vekha.roadmap.programme import RoadmapFile

Reference = tuple[Path, str | None, str]  # where it stands, the key, the section it must be in


def visit_references(file: RoadmapFile) -> Iterator[Reference]:
    """All of them, in the order of the file."""
    yield ("document", "order"), file.document.order, "orders"
    yield from _each(("document", "signed_by"), file.document.signed_by, "people")
    for key, pairing in file.pairings.items():
        mentors = "curators" if pairing.kind == "curator" else "organisations"
        yield from _each(("pairings", key, "mentors"), pairing.mentors, mentors)
        yield from _each(("pairings", key, "mentees"), pairing.mentees, "organisations")
    for index, activity in enumerate(file.activities):
        yield ("activities", index, "part_of"), activity.part_of, "activities"
    yield from _of_visits(file)
    yield from _of_risks(file)
    for key, meeting in file.meetings.items():
        if meeting.protocol is not None:
            path: Path = ("meetings", key, "protocol")
            yield (*path, "secretary"), meeting.protocol.secretary, "people"
            yield (*path, "chair"), meeting.protocol.chair, "people"
            yield from _each((*path, "attendance"), meeting.protocol.attendance, "roles")
            yield from _each((*path, "to"), meeting.protocol.to, "roles")
    for key, report in file.reports.items():
        yield ("reports", key, "visits"), report.visits, "visits"
        yield ("reports", key, "meeting"), report.meeting, "meetings"


def _of_visits(file: RoadmapFile) -> Iterator[Reference]:
    for key, table in file.visits.items():
        path: Path = ("visits", key)
        yield (*path, "activity"), table.activity, "activities"
        yield (*path, "pairing"), table.pairing, "pairings"
        yield from _each((*path, "people"), table.people, "roles")
        for index, after in enumerate(table.after):
            yield (*path, "after", index, "questionnaire"), after.questionnaire, "questionnaires"
        for index, visit in enumerate(table.visits):
            at = (*path, "visits", index)
            yield from _each((*at, "guests"), visit.guests, "organisations")
            yield from _each((*at, "hosts"), visit.hosts, "organisations")
            yield (*at, "to"), visit.to, "organisations"


def _of_risks(file: RoadmapFile) -> Iterator[Reference]:
    if file.risks is None:
        return
    yield ("risks", "profile_survey"), file.risks.profile_survey, "surveys"
    yield ("risks", "verdict_survey"), file.risks.verdict_survey, "surveys"
    yield from _each(("risks", "progress_surveys"), file.risks.progress_surveys, "surveys")
    for index, profile in enumerate(file.risks.profiles):
        path: Path = ("risks", "profiles", index)
        yield (*path, "school"), profile.school, "organisations"
        for place, risk in enumerate(profile.risks):
            yield (*path, "risks", place, "factor"), risk.factor, "risks"
            at = (*path, "risks", place, "measures")
            yield from _each(at, risk.measures, "activities")


def _each(path: Path, keys: Iterable[str], section: str) -> Iterator[Reference]:
    for index, key in enumerate(keys):
        yield (*path, index), key, section
