"""Actions of meetings and announcements: invitations, a reminder to all, one letter to many."""

from __future__ import annotations

from collections.abc import Iterator

from vekha.actions.action import Action, ActionKind
from vekha.actions.making import Making
from vekha.wording import word

LATEST_ANNOUNCEMENT_DAYS = 10  # working days during which an announcement is still news


def meeting_actions(making: Making) -> Iterator[Action]:
    """The invitation to each meeting and the reminder before it."""
    for key, dated in making.schedule.meetings.items():
        meeting = making.roadmap.file.meetings[key]
        people = len(making.roadmap.audience(meeting.audience))
        stage = making.stage_of(activity=meeting.activity)
        name = meeting.title.to(making.language)
        yield making.action(
            ActionKind.MEET,
            subject=key,
            verb="invite",
            moment=dated.invite,
            not_after=dated.remind.at if dated.remind else dated.starts.at,
            title=f"{name} · {word('meet', making.language)}",
            stage=stage,
            number=1,
            letters=people,
            needs_approval=meeting.approval,
        )
        if dated.remind is not None:
            yield making.action(
                ActionKind.MEET,
                subject=key,
                verb="remind",
                moment=dated.remind,
                not_after=dated.starts.at,
                title=f"{name} · {word('meet-again', making.language)}",
                stage=stage,
                number=2,
                letters=people,
            )


def announcement_actions(making: Making) -> Iterator[Action]:
    """One action per announcement."""
    for key, moment in making.schedule.announcements.items():
        letter = making.roadmap.file.announcements[key]
        yield making.action(
            ActionKind.ANNOUNCE,
            subject=key,
            verb="announce",
            moment=moment,
            not_after=making.working_days_after(moment, LATEST_ANNOUNCEMENT_DAYS),
            title=f"{letter.title.to(making.language)} · {word('announce', making.language)}",
            stage=making.stage_of(activity=letter.activity),
            letters=len(making.roadmap.audience(letter.audience)),
            needs_approval=letter.approval,
        )
