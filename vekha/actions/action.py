"""An action of the year: its key, its kind, its due time and the last moment at which it is useful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActionKind(StrEnum):
    """What the engine can do; one flow and one deployment per kind."""

    INVITE = "invite"  # open a survey and invite those who are asked
    COLLECT = "collect"  # open a collection of materials and ask for them
    REMIND = "remind"  # remind only those who have not answered
    ESCALATE = "escalate"  # tell the district about those who have not answered
    DIGEST = "digest"  # tell the coordinator where all open surveys stand
    CLOSE = "close"  # close a survey, tell the coordinator how it ended
    MEET = "meet"  # invite to a meeting
    ANNOUNCE = "announce"  # one letter to many
    MARK = "mark"  # ask the coordinator for completion marks of what ended
    REPORT = "report"  # assemble a report
    VOLUME = "volume"  # assemble the volume of collected materials
    CHANGE = "change"  # tell those who know a date what became of it; in no plan, see changing.py


@dataclass(frozen=True, slots=True)
class Action:
    """One dated action. `due` and `not_after` are aware, in UTC; wall time and zone are kept beside.

    The same roadmap always gives the same keys. The number of an ordinal kind counts from 1.
    """

    key: str  # "gorod-selu/2023-2024/interim/remind-2"
    kind: ActionKind
    subject: str  # key of the survey, meeting, announcement or report; "" for the roadmap's own
    due: datetime
    not_after: datetime
    wall: str  # "2024-02-01T09:00", the local time that `due` was computed from
    zone: str  # "Asia/Almaty"
    title: str  # «Промежуточный мониторинг · напоминание 2», in the roadmap's language
    stage: str = ""  # the stage's key
    number: int = 0
    needs_approval: bool = False
    letters: int = 0  # a forecast: the most letters it may send
    shifted: str = ""  # why the day is not the one first computed: «выходной: 9 марта»
