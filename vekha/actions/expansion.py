"""A dated roadmap into all its actions, in order of time; the same roadmap gives the same actions."""

from __future__ import annotations

from vekha.actions.action import Action
from vekha.actions.coordinating import digest_actions, mark_actions
from vekha.actions.gathering import announcement_actions, meeting_actions
from vekha.actions.making import Making
from vekha.actions.reporting import report_actions
from vekha.actions.surveying import survey_actions
from vekha.dating.schedule import Schedule
from vekha.roadmap.programme import Roadmap

SOURCES = (
    survey_actions,
    digest_actions,
    mark_actions,
    meeting_actions,
    announcement_actions,
    report_actions,
)


def expand(roadmap: Roadmap, schedule: Schedule) -> tuple[Action, ...]:
    """Every dated action of the year, ordered by due time and then by key."""
    making = Making(roadmap, schedule)
    actions = [action for source in SOURCES for action in source(making)]
    return tuple(sorted(actions, key=lambda a: (a.due, a.key)))
