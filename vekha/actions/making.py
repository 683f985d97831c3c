"""Making one action: its key, its title, and the last moment at which it is useful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vekha.actions.action import Action, ActionKind
from vekha.calendar import to_local, to_utc
from vekha.dating.schedule import Moment, Schedule
from vekha.roadmap.programme import Roadmap


@dataclass(frozen=True, slots=True)
class Making:
    """What every kind needs to make its actions."""

    roadmap: Roadmap
    schedule: Schedule

    @property
    def language(self) -> str:
        """The language of titles."""
        return self.roadmap.file.language

    def working_days_after(self, moment: Moment, days: int) -> datetime:
        """The same wall time so many working days later; for «still useful» limits."""
        later = self.schedule.calendar.shift(moment.day, days)
        return to_utc(later, to_local(moment.at, moment.zone).time(), moment.zone)

    def action(
        self,
        kind: ActionKind,
        *,
        subject: str,
        verb: str,
        moment: Moment,
        not_after: datetime,
        title: str,
        stage: str = "",
        number: int = 0,
        letters: int = 0,
        needs_approval: bool = False,
    ) -> Action:
        """An action whose key is «edition/subject/verb»."""
        parts = [self.roadmap.edition, subject, verb] if verb else [self.roadmap.edition, subject]
        return Action(
            key="/".join(parts),
            kind=kind,
            subject=subject,
            due=moment.at,
            not_after=not_after,
            wall=moment.wall,
            zone=moment.zone,
            title=title,
            stage=stage,
            number=number,
            needs_approval=needs_approval,
            letters=letters,
            shifted=moment.shifted,
        )

    def stage_of(self, *, activity: str | None, stage: str | None = None) -> str:
        """The stage that a thing names, or that of its activity."""
        if stage:
            return stage
        found = {a.key: a.stage for a in self.roadmap.file.activities}
        return found.get(activity or "") or ""
