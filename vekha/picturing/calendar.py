"""A plan as a calendar file (.ics): stages and activities as days, meetings and actions as hours.

Hours are wall times with the zone's own table (VTIMEZONE) for exactly the years of the plan, so
that a change of the zone's rules shows the hour that people keep. The file depends on the plan
alone; letters bring their own events (notifications/calendar_file.py) under other UIDs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur

from vekha.actions.action import Action, ActionKind
from vekha.calendar import find_zone, occurrences, to_local, to_utc
from vekha.picturing.rows import numbered
from vekha.picturing.wording import say
from vekha.planning import Plan
from vekha.terms import Term

PRODUCT = "-//Vekha//Vekha plan//RU"
ACTION_LASTS = timedelta(minutes=15)
MEETING_LASTS = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
_NAMES_DAYS = frozenset({"BYDAY", "BYMONTHDAY"})
_CLOCK = frozenset({"BYHOUR", "BYMINUTE"})

_CATEGORY = {
    ActionKind.INVITE: "letters",
    ActionKind.COLLECT: "letters",
    ActionKind.REMIND: "letters",
    ActionKind.ESCALATE: "letters",
    ActionKind.MEET: "letters",
    ActionKind.ANNOUNCE: "letters",
    ActionKind.DIGEST: "coordinating",
    ActionKind.MARK: "coordinating",
    ActionKind.CLOSE: "closing",
    ActionKind.REPORT: "document",
    ActionKind.VOLUME: "document",
    ActionKind.CHANGE: "letters",
}


def plan_calendar(plan: Plan) -> bytes:
    """The calendar of the year in the roadmap's language; the same plan gives the same bytes."""
    file = plan.roadmap.file
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"{file.title.to(file.language)} · {plan.roadmap.period.label}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", file.timezone)
    calendar.add_component(_zone(plan))
    events = [*_stages(plan), *_activities(plan), *_surveys(plan), *_meetings(plan)]
    events += [_action(plan, action) for action in plan.actions]
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _zone(plan: Plan) -> Timezone:
    """The zone's table from a year before the plan's first day to a year after its last."""
    days = [plan.roadmap.period.start, plan.roadmap.period.until]
    for action in plan.actions:
        days += [action.due.date(), action.not_after.date()]
    zone = find_zone(plan.roadmap.file.timezone)
    return Timezone.from_tzinfo(
        zone,
        plan.roadmap.file.timezone,
        first_date=date(min(days).year - 1, 1, 1),
        last_date=date(max(days).year + 2, 1, 1),
    )


def _event(plan: Plan, key: str, *, title: str, category: str, text: str = "") -> Event:
    """An event without its time. Its UID hangs on the key alone, its stamp on the period."""
    event = Event()
    digest = hashlib.sha256(f"plan:{plan.edition}/{key}".encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@plan.vekha")
    event.add("dtstamp", datetime.combine(plan.roadmap.period.start, time(), tzinfo=UTC))
    event.add("summary", title)
    event.add("categories", [category])
    event.add("transp", "TRANSPARENT")
    if text:
        event.add("description", text)
    return event


def _all_day(event: Event, start: date, until: date) -> Event:
    event.add("dtstart", start)
    event.add("dtend", until + ONE_DAY)  # RFC 5545: the end is not part of the event
    return event


def _at(plan: Plan, event: Event, moment: datetime, *, lasts: timedelta) -> Event:
    zone = plan.roadmap.file.timezone
    event.add("dtstart", to_local(moment, zone))
    event.add("dtend", to_local(moment + lasts, zone))
    return event


def _language(plan: Plan) -> str:
    return plan.roadmap.file.language


def _windows(
    plan: Plan, key: str, term: Term, *, title: str, category: str, text: str
) -> Iterator[Event]:
    """One event per window; a deadline stands on its day and says so, a rhythm repeats."""
    event = _event(plan, key, title=title, category=category, text=text)
    if _repeat(plan, event, term):
        yield event
        return
    for index, window in enumerate(term.windows):
        name = title
        if window.start is None:
            name += f" ({say('until', _language(plan), day=f'{window.until:%d.%m.%Y}')})"
        own = key if index == 0 else f"{key}/{index + 1}"
        event = _event(plan, own, title=name, category=category, text=text)
        yield _all_day(event, window.start or window.until, window.until)


def _repeat(plan: Plan, event: Event, term: Term) -> bool:
    """Give the event the days of a rule that names them; False for one that says only how often.

    A «ежеквартально» without days stays one event over its window. RFC 5545: DTSTART is the first
    occurrence, and UNTIL is of its kind (a day, or a UTC moment beside a zone).
    """
    if term.rrule is None or not _NAMES_DAYS & set(_parts(term.rrule)):
        return False
    days = occurrences(term.rrule, term.windows[0])
    if not days:
        return False
    parts = {n: v for n, v in _parts(term.rrule).items() if n not in _CLOCK}
    rule = vRecur.from_ical(";".join(f"{name}={value}" for name, value in parts.items()))
    if term.at is None:
        _all_day(event, days[0], days[0])
        rule["until"] = [days[-1]]
    else:
        moments = [to_utc(day, term.at, plan.roadmap.file.timezone) for day in days]
        _at(plan, event, moments[0], lasts=MEETING_LASTS)
        rule["until"] = [moments[-1]]
    event.add("rrule", rule)
    return True


def _parts(rrule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rrule.split(";"))


def _stages(plan: Plan) -> Iterator[Event]:
    language = _language(plan)
    for key, stage in plan.roadmap.file.stages.items():
        yield from _windows(
            plan,
            f"stages/{key}",
            plan.schedule.stages[key],
            title=f"{say('stage', language)}: {stage.title.to(language)}",
            category=say("stage", language),
            text=f"{say('term', language)}: {stage.term}" if stage.term else "",
        )


def _activities(plan: Plan) -> Iterator[Event]:
    language = _language(plan)
    for activity in plan.roadmap.file.activities:
        lines = [f"{say('term', language)}: {activity.term}"]
        if activity.performers_printed:
            lines.append(f"{say('performers', language)}: {activity.performers_printed}")
        if activity.result:
            lines.append(f"{say('result', language)}: {activity.result.to(language)}")
        yield from _windows(
            plan,
            f"activities/{activity.key}",
            plan.schedule.activities[activity.key],
            title=numbered(activity, language),
            category=say("activity", language),
            text="\n".join(lines),
        )


def _surveys(plan: Plan) -> Iterator[Event]:
    language = _language(plan)
    for key, dated in plan.schedule.surveys.items():
        title = plan.roadmap.file.surveys[key].title.to(language)
        between = {"opens": _moment(dated.opens.wall), "closes": _moment(dated.closes.wall)}
        event = _event(
            plan,
            f"surveys/{key}",
            title=f"{say('survey', language)}: {title}",
            category=say("survey", language),
            text=say("open-between", language, **between),
        )
        yield _all_day(event, dated.opens.day, dated.closes.day)


def _meetings(plan: Plan) -> Iterator[Event]:
    language = _language(plan)
    for key, dated in plan.schedule.meetings.items():
        meeting = plan.roadmap.file.meetings[key]
        items = [f"{n}. {item.to(language)}" for n, item in enumerate(meeting.agenda, start=1)]
        event = _event(
            plan,
            f"meetings/{key}",
            title=meeting.title.to(language),
            category=say("meeting", language),
            text="\n".join([f"{say('agenda', language)}:", *items]) if items else "",
        )
        event["transp"] = "OPAQUE"
        event.add("location", meeting.place.to(language))
        lasts = dated.ends.at - dated.starts.at
        yield _at(plan, event, dated.starts.at, lasts=lasts)


def _action(plan: Plan, action: Action) -> Event:
    language = _language(plan)
    limit = to_local(action.not_after, action.zone)
    lines = [say("useful-until", language, at=f"{limit:%d.%m.%Y %H:%M}")]
    if action.letters:
        lines.insert(0, say("letters-at-most", language, letters=action.letters))
    if action.needs_approval:
        lines.append(say("approved-first", language))
    if action.shifted:
        lines.append(say("moved-because", language, why=action.shifted))
    lines.append(action.key)
    category = say(_CATEGORY[action.kind], language)
    event = _event(plan, action.key, title=action.title, category=category, text="\n".join(lines))
    return _at(plan, event, action.due, lasts=ACTION_LASTS)


def _moment(wall: str) -> str:
    at = datetime.fromisoformat(wall)
    return f"{at:%d.%m.%Y %H:%M}"
