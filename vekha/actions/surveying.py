"""Actions of a survey: invitation (or request for materials), reminders, escalation, closing."""

from __future__ import annotations

from collections.abc import Iterator

from vekha.actions.action import Action, ActionKind
from vekha.actions.making import Making
from vekha.dating.schedule import DatedSurvey
from vekha.wording import word

LATEST_STEP_DAYS = 5  # working days during which a step after the closing is still useful
LATEST_CLOSING_DAYS = 10  # working days after which a closing that did not run asks for a decision


def survey_actions(making: Making) -> Iterator[Action]:
    """All actions of all surveys that have dates."""
    for key, survey in making.roadmap.file.surveys.items():
        dated = making.schedule.surveys.get(key)
        if dated is not None:
            stage = making.stage_of(activity=survey.activity, stage=survey.stage)
            yield from _of_survey(making, dated, stage)


def _of_survey(making: Making, dated: DatedSurvey, stage: str) -> Iterator[Action]:
    survey = making.roadmap.file.surveys[dated.key]
    asked = len(making.roadmap.respondents(dated.key))
    name, language = survey.title.to(making.language), making.language
    kind = ActionKind.COLLECT if survey.kind == "materials" else ActionKind.INVITE
    reminders = dated.reminders
    yield making.action(
        kind,
        subject=dated.key,
        verb="invite",
        moment=dated.opens,
        not_after=reminders[0].at if reminders else dated.closes.at,
        title=f"{name} · {word(str(kind), language)}",
        stage=stage,
        letters=asked,
    )
    for number, moment in enumerate(reminders, start=1):
        following = reminders[number].at if number < len(reminders) else dated.closes.at
        yield making.action(
            ActionKind.REMIND,
            subject=dated.key,
            verb=f"remind-{number}",
            moment=moment,
            not_after=following,
            title=f"{name} · {word('remind', language, number=number)}",
            stage=stage,
            number=number,
            letters=asked,
        )
    if dated.escalation is not None:
        yield making.action(
            ActionKind.ESCALATE,
            subject=dated.key,
            verb="escalate",
            moment=dated.escalation,
            not_after=dated.closes.at,
            title=f"{name} · {word('escalate', language)}",
            stage=stage,
            letters=len(making.roadmap.districts()),
        )
    yield from _steps(making, dated, name=name, stage=stage)
    yield making.action(
        ActionKind.CLOSE,
        subject=dated.key,
        verb="close",
        moment=dated.closes,
        not_after=making.working_days_after(dated.closes, LATEST_CLOSING_DAYS),
        title=f"{name} · {word('close', language)}",
        stage=stage,
        letters=len(making.roadmap.file.coordinators),
    )


def _steps(making: Making, dated: DatedSurvey, *, name: str, stage: str) -> Iterator[Action]:
    """The roadmap's ladder of escalation: each step until the next one, the last for some days."""
    for place, (number, moment) in enumerate(dated.ladder):
        later = [one.at for _, one in dated.ladder[place + 1 :]]
        limits = [at for at in (*later, dated.closes.at) if at > moment.at]
        last = making.working_days_after(moment, LATEST_STEP_DAYS)
        step = making.roadmap.file.sending.escalation[number - 1]
        yield making.action(
            ActionKind.ESCALATE,
            subject=dated.key,
            verb=f"escalate-{number}",
            moment=moment,
            not_after=min(limits, default=last),
            title=f"{name} · {word('escalate', making.language)} {number}",
            stage=stage,
            number=number,
            letters=len(making.roadmap.members(step.to)),
        )
