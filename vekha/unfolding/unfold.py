"""A roadmap as written into one in which every meeting, survey and letter stands by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from vekha.calendar import WorkCalendar
from vekha.issues import Issue, Place
from vekha.reading.source import Path
from vekha.roadmap.plan import Activity
from vekha.roadmap.programme import Roadmap
from vekha.terms import read_term
from vekha.unfolding.meetings import unfold_meetings
from vekha.unfolding.risks import unfold_risks
from vekha.unfolding.unfolding import Unfolding
from vekha.unfolding.visits import unfold_visits


def unfold(roadmap: Roadmap) -> tuple[Roadmap, tuple[Issue, ...]]:
    """The roadmap written out, its places extended, and what was found on the way.

    A roadmap without meetings, visits and risk profiles is returned as it is.
    """
    file = roadmap.file
    if not (file.meetings or file.visits or file.risks):
        return roadmap, ()
    unfolding = Unfolding(roadmap, _calendar(roadmap))
    unfold_meetings(unfolding)
    unfold_visits(unfolding)
    unfold_risks(unfolding)
    _refuse_twice(unfolding)
    activities, moved = _activities(unfolding)
    change: dict[str, object] = {
        "meetings": unfolding.meetings,
        "surveys": {**file.surveys, **unfolding.surveys},
        "questionnaires": {**file.questionnaires, **unfolding.questionnaires},
        "announcements": {**unfolding.announcements, **file.announcements},
        "reports": {**file.reports, **unfolding.reports},
        "activities": activities,
    }
    places = {**roadmap.places, **unfolding.places, **moved}
    written = replace(roadmap, file=file.model_copy(update=change), places=places)
    return written, tuple(unfolding.issues)


def _refuse_twice(unfolding: Unfolding) -> None:
    """What is written out must not take the key of something in the file."""
    file = unfolding.roadmap.file
    sections: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("questionnaires", file.questionnaires, unfolding.questionnaires),
        ("surveys", file.surveys, unfolding.surveys),
        ("announcements", file.announcements, unfolding.announcements),
        ("reports", file.reports, unfolding.reports),
    )
    for section, written, made in sections:
        for key in written:
            if key in made:
                place = unfolding.places.get((section, key))
                facts = {"key": key, "first": place.line if place else 0}
                unfolding.add("duplicate-key", (section, key), **facts)


def _activities(unfolding: Unfolding) -> tuple[tuple[Activity, ...], dict[Path, Place]]:
    """The plan and, behind it, what was written out: the rows of the file keep their numbers."""
    found = list(unfolding.roadmap.file.activities)
    places: dict[Path, Place] = {}
    for activity in unfolding.roadmap.file.activities:
        for part in unfolding.parts.get(activity.key, ()):
            places["activities", len(found)] = unfolding.places["activity", part.key]
            places["activities", len(found), "term"] = unfolding.places[
                "activity", part.key, "term"
            ]
            found.append(part)
    return tuple(found), places


def _calendar(roadmap: Roadmap) -> WorkCalendar:
    """The official days off and the roadmap's own, as far as they can be read."""
    off: list[tuple[date, date, str]] = []
    for days in roadmap.file.days_off:
        term = read_term(days.term, period=roadmap.period, language=roadmap.file.language)
        off += [(w.start or w.until, w.until, days.title) for w in term.windows]
    return WorkCalendar(roadmap.file.country, days_off=tuple(off))
