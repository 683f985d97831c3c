"""What is drawn of a plan, line by line: bars over days, signs at moments, with what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vekha.actions.action import Action, ActionKind
from vekha.picturing.wording import say
from vekha.planning import Plan
from vekha.roadmap.plan import Activity, plan_order
from vekha.terms import Term, TermKind

Shape = Literal["invite", "remind", "escalate", "close", "meet", "report", "announce"]

SHAPES: dict[ActionKind, Shape] = {
    ActionKind.INVITE: "invite",
    ActionKind.COLLECT: "invite",
    ActionKind.REMIND: "remind",
    ActionKind.ESCALATE: "escalate",
    ActionKind.CLOSE: "close",
    ActionKind.MEET: "invite",
    ActionKind.ANNOUNCE: "announce",
    ActionKind.REPORT: "report",
    ActionKind.VOLUME: "report",
    ActionKind.CHANGE: "announce",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """Days, both inclusive. `open`: the term has no start of its own (a deadline)."""

    start: date
    until: date
    title: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """Something at a moment; `day` in the roadmap's zone."""

    day: date
    shape: Shape
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart. `stage` is the stage's key, which gives the colour."""

    label: str
    title: str  # the whole label, for those who point at it or have it read out
    stage: str = ""
    bars: tuple[Bar, ...] = ()
    signs: tuple[Sign, ...] = ()
    note: str = ""  # instead of bars: «без дней»


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of a kind under a heading."""

    kind: str
    title: str
    lines: tuple[Line, ...]


def groups_of(plan: Plan, *, language: str) -> tuple[Group, ...]:
    """Everything that is drawn, in the order of the file; empty groups are left out."""
    made = {
        "stages": tuple(_stages(plan, language)),
        "activities": tuple(_activities(plan, language)),
        "surveys": tuple(_surveys(plan, language)),
        "meetings": tuple(_meetings(plan, language)),
        "reports": tuple(_single(plan, language, "reports")),
        "announcements": tuple(_single(plan, language, "announcements")),
    }
    return tuple(Group(kind, say(kind, language), lines) for kind, lines in made.items() if lines)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _when(wall: str) -> str:
    return f"{datetime.fromisoformat(wall):%d.%m.%Y %H:%M}"


def _bars(plan: Plan, term: Term) -> tuple[Bar, ...]:
    if term.kind is TermKind.CONTINUOUS:
        period = plan.roadmap.period
        return (Bar(period.start, period.until, term.phrase, open=True),)
    return tuple(
        Bar(
            window.start or window.until,
            window.until,
            f"{_day(window.start)} – {_day(window.until)}" if window.start else _day(window.until),
            open=window.start is None,
        )
        for window in term.windows
    )


def _stages(plan: Plan, language: str) -> Iterator[Line]:
    for key, stage in plan.roadmap.file.stages.items():
        title = stage.title.to(language)
        bars = _bars(plan, plan.schedule.stages[key])
        note = "" if bars else say("undated", language)
        yield Line(title, f"{title} ({stage.term})" if stage.term else title, key, bars, note=note)


def _activities(plan: Plan, language: str) -> Iterator[Line]:
    for activity in plan_order(plan.roadmap.file.activities):
        term = plan.schedule.activities[activity.key]
        title = numbered(activity, language)
        bars = _bars(plan, term)
        note = "" if bars else f"{activity.term} ({say('undated', language)})".strip()
        yield Line(title, f"{title} ({activity.term})", activity.stage or "", bars, note=note)


def numbered(activity: Activity, language: str) -> str:
    """An activity with its number as printed: «3. …», and no second dot after «3.»."""
    number = activity.number.strip().rstrip(".")
    title = activity.title.to(language)
    return f"{number}. {title}" if number else title


def _surveys(plan: Plan, language: str) -> Iterator[Line]:
    for key, dated in plan.schedule.surveys.items():
        title = plan.roadmap.file.surveys[key].title.to(language)
        actions = _actions(plan, key)
        between = f"{_when(dated.opens.wall)} – {_when(dated.closes.wall)}"
        yield Line(
            title,
            f"{title} ({between})",
            actions[0].stage if actions else "",
            (Bar(dated.opens.day, dated.closes.day, between),),
            _signs(actions),
        )


def _meetings(plan: Plan, language: str) -> Iterator[Line]:
    for key, dated in plan.schedule.meetings.items():
        title = plan.roadmap.file.meetings[key].title.to(language)
        actions = _actions(plan, key)
        when = _when(dated.starts.wall)
        held = Sign(dated.starts.day, "meet", f"{when} · {say('legend-meet', language)}")
        stage = actions[0].stage if actions else ""
        yield Line(title, f"{title} ({when})", stage, (), (*_signs(actions), held))


def _single(plan: Plan, language: str, section: Literal["reports", "announcements"]) -> list[Line]:
    """Reports and mass letters: one sign each."""
    file, lines = plan.roadmap.file, []
    for action in plan.actions:
        if section == "reports" and action.kind in (ActionKind.REPORT, ActionKind.VOLUME):
            title = file.reports[action.subject].title.to(language)
        elif section == "announcements" and action.kind is ActionKind.ANNOUNCE:
            title = file.announcements[action.subject].title.to(language)
        else:
            continue
        whole = f"{title} ({_when(action.wall)})"
        lines.append(Line(title, whole, action.stage, (), _signs([action])))
    return lines


def _actions(plan: Plan, subject: str) -> list[Action]:
    wanted = {kind for kind in SHAPES if kind not in (ActionKind.REPORT, ActionKind.VOLUME)}
    return [a for a in plan.actions if a.subject == subject and a.kind in wanted]


def _signs(actions: list[Action]) -> tuple[Sign, ...]:
    return tuple(
        Sign(
            date.fromisoformat(action.wall[:10]),
            _shape(action),
            f"{_when(action.wall)} · {action.title}",
        )
        for action in actions
    )


def _shape(action: Action) -> Shape:
    again = action.kind is ActionKind.MEET and action.number > 1
    return "remind" if again else SHAPES[action.kind]
