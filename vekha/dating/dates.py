"""Dating a whole roadmap. The rules of shifting are those of design, section 4."""

from __future__ import annotations

from datetime import date, timedelta

from vekha.calendar import SendingHours, WorkCalendar
from vekha.dating.schedule import DatedMeeting, DatedSurvey, Moment, Schedule
from vekha.dating.terms import Dater, Direction, clock_time
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.plan import Meeting
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.survey import Survey
from vekha.terms import Certainty, Term, TermKind, Window, read_term


def date_roadmap(roadmap: Roadmap) -> tuple[Schedule, tuple[Issue, ...]]:
    """All dates of a roadmap and what is wrong with them."""
    file = roadmap.file
    hours = SendingHours(clock_time(file.sending.hours_from), clock_time(file.sending.hours_until))
    dater = Dater(roadmap, WorkCalendar(file.country), hours)
    dater.calendar = WorkCalendar(file.country, days_off=_days_off(dater))
    stages = {
        key: dater.read(stage.term, ("stages", key, "term"))
        for key, stage in file.stages.items()
        if stage.term
    }
    activities = _activities(dater, stages)
    stages = {key: stages.get(key) or _span(dater, key, activities) for key in file.stages}
    surveys: dict[str, DatedSurvey] = {}
    for key, survey in file.surveys.items():
        dated = _survey(dater, key, survey, activities)
        if dated is not None:
            surveys[key] = dated
    meetings: dict[str, DatedMeeting] = {}
    for key, meeting in file.meetings.items():
        held = _meeting(dater, key, meeting)
        if held is not None:
            meetings[key] = held
    schedule = Schedule(
        calendar=dater.calendar,
        hours=hours,
        zone=file.timezone,
        stages=stages,
        activities=activities,
        surveys=surveys,
        meetings=meetings,
        announcements=_announcements(dater),
        reports=_reports(dater, surveys),
    )
    return schedule, tuple(dater.issues)


def _days_off(dater: Dater) -> tuple[tuple[date, date, str], ...]:
    found = []
    for index, days in enumerate(dater.roadmap.file.days_off):
        term = dater.read(days.term, ("days_off", index, "term"))
        for window in term.windows:
            found.append((window.start or window.until, window.until, days.title))
        if not term.windows:
            path: Path = ("days_off", index, "term")
            dater.add("term-unreadable", path, text=days.term, problem=dater.problem(days.term))
    return tuple(found)


def _span(dater: Dater, stage: str, activities: dict[str, Term]) -> Term:
    """A stage without a term of its own: from the first to the last day of its activities."""
    terms = [activities[a.key] for a in dater.roadmap.file.activities if a.stage == stage]
    days = [day for term in terms for w in term.windows for day in (w.start or w.until, w.until)]
    windows = (Window(min(days), max(days)),) if days else ()
    certainty = Certainty.INFERRED if windows else Certainty.NONE
    return Term("", TermKind.RANGE, windows, certainty)


def _activities(dater: Dater, stages: dict[str, Term]) -> dict[str, Term]:
    found = {}
    for index, activity in enumerate(dater.roadmap.file.activities):
        path: Path = ("activities", index, "term")
        stage = stages.get(activity.stage or "")
        window = Window(stage.start, stage.until) if stage and stage.until else None
        term = dater.read(activity.term, path, stage=window)
        if not term.windows:
            problem = dater.problem(activity.term, stage=window)
            dater.add("term-not-dated", path, text=activity.term or "—", problem=problem)
        found[activity.key] = term
    return found


def _survey(
    dater: Dater, key: str, survey: Survey, activities: dict[str, Term]
) -> DatedSurvey | None:
    path: Path = ("surveys", key)
    term = activities.get(survey.activity or "")
    opens = _opening(dater, survey, path, term)
    closes = _closing(dater, survey, path, term)
    if opens is None or closes is None:
        return None
    if closes.at <= opens.at:
        at = (*path, "closes") if survey.closes else path
        dater.add("closes-before-opens", at, opens=_day(opens), closes=_day(closes))
        return None
    between = _letters_between(dater, survey, path, opens=opens, closes=closes)
    ladder = _ladder(dater, survey, opens=opens, closes=closes)
    return DatedSurvey(key, opens, closes, *between, ladder)


def _day(moment: Moment) -> str:
    return f"{moment.day:%d.%m.%Y}"


def _opening(dater: Dater, survey: Survey, path: Path, term: Term | None) -> Moment | None:
    at = dater.hours.start
    if survey.opens is not None:
        found = dater.day(survey.opens, (*path, "opens"))
        if found is None:
            return None
        day, said = found
        return dater.moment(day, said.at or at, (*path, "opens"), move="next")
    if term is None or term.start is None or term.doubted:
        dater.add("needs-dates", path, key="opens")
        return None
    return dater.moment(dater.calendar.next_working(term.start), at, path, move="next")


def _closing(dater: Dater, survey: Survey, path: Path, term: Term | None) -> Moment | None:
    """A day that was said stays that day; the end of a month moves back to its last working day."""
    at = dater.hours.end
    if survey.closes is not None:
        found = dater.day(survey.closes, (*path, "closes"), end=True)
        if found is None:
            return None
        day, said = found
        if said.kind not in (TermKind.DAY, TermKind.DEADLINE):
            day = dater.calendar.previous_working(day)
        return dater.moment(day, said.at or at, (*path, "closes"), move="stay")
    if term is None or term.until is None or term.doubted:
        dater.add("needs-dates", path, key="closes")
        return None
    day = dater.calendar.previous_working(term.until)
    return dater.moment(day, at, path, move="stay")


def _letters_between(
    dater: Dater, survey: Survey, path: Path, *, opens: Moment, closes: Moment
) -> tuple[tuple[Moment, ...], Moment | None]:
    """Reminders in order of time and the escalation; only those between opening and closing."""
    reminders: list[Moment] = []
    last = len(survey.rules.reminders) - 1
    for index, text in enumerate(survey.rules.reminders):
        at = (*path, "rules", "reminders", index)
        moment = _between(dater, text, at, opens=opens, closes=closes, back=index == last)
        if moment is not None and moment.at not in {m.at for m in reminders}:
            reminders.append(moment)
    escalation = None
    ladder = dater.roadmap.file.sending.escalation
    if survey.rules.escalation is not None and not ladder:
        at = (*path, "rules", "escalation")
        escalation = _between(
            dater, survey.rules.escalation, at, opens=opens, closes=closes, back=False
        )
    return tuple(sorted(reminders, key=lambda m: m.at)), escalation


def _ladder(
    dater: Dater, survey: Survey, *, opens: Moment, closes: Moment
) -> tuple[tuple[int, Moment], ...]:
    """The steps of the roadmap's ladder, in order of time; a survey without escalation has none."""
    steps = dater.roadmap.file.sending.escalation if survey.rules.escalation else ()
    found: list[tuple[int, Moment]] = []
    for number, step in enumerate(steps, start=1):
        path: Path = ("sending", "escalation", number - 1, "term")
        day = dater.day(step.term, path, base=closes.day)
        if day is None:
            continue
        at = day[1].at or dater.hours.start
        moment = dater.moment(day[0], at, path, move="next")
        if moment.at > opens.at:
            found.append((number, moment))
        else:
            days = {"opens": _day(opens), "closes": _day(closes)}
            dater.add("outside-survey", path, text=step.term, day=_day(moment), **days)
    return tuple(sorted(found, key=lambda one: one[1].at))


def _between(
    dater: Dater, text: str, path: Path, *, opens: Moment, closes: Moment, back: bool
) -> Moment | None:
    found = dater.day(text, path, base=closes.day)
    if found is None:
        return None
    day, said = found
    direction: Direction = "previous" if back else "next"
    moment = dater.moment(day, said.at or dater.hours.start, path, move=direction)
    if opens.at < moment.at < closes.at:
        return moment
    dater.add(
        "outside-survey", path, text=text, day=_day(moment), opens=_day(opens), closes=_day(closes)
    )
    return None


def _meeting(dater: Dater, key: str, meeting: Meeting) -> DatedMeeting | None:
    path: Path = ("meetings", key)
    found = dater.day(meeting.day, (*path, "day"))
    if found is None:
        return None
    day, said = found
    starts = dater.moment(day, said.at or clock_time(meeting.at), (*path, "day"), move="stay")
    reason = dater.why_off(day)
    if reason:
        moved = dater.calendar.next_working(day)
        dater.add(
            "moved-to-working-day",
            (*path, "day"),
            day=_day(starts),
            why=reason,
            moved=f"{moved:%d.%m.%Y}",
        )
        starts = dater.moment(moved, said.at or clock_time(meeting.at), path, move="stay")
    length = timedelta(minutes=meeting.minutes)
    ends = Moment(starts.at + length, "", starts.zone)
    invite = _before(dater, meeting.invite, (*path, "invite"), starts=starts)
    if invite is None:
        return None
    remind = None
    if meeting.remind is not None:
        remind = _before(dater, meeting.remind, (*path, "remind"), starts=starts)
    return DatedMeeting(key, starts, ends, invite, remind)


def _before(dater: Dater, text: str, path: Path, *, starts: Moment) -> Moment | None:
    found = dater.day(text, path, base=starts.day)
    if found is None:
        return None
    moment = dater.moment(found[0], found[1].at or dater.hours.start, path, move="next")
    if moment.at >= starts.at:
        dater.add("closes-before-opens", path, opens=_day(moment), closes=_day(starts))
        return None
    return moment


def _announcements(dater: Dater) -> dict[str, Moment]:
    found = {}
    for key, letter in dater.roadmap.file.announcements.items():
        path: Path = ("announcements", key, "day")
        day = dater.day(letter.day, path)
        if day is not None:
            at = day[1].at or dater.hours.start
            found[key] = dater.moment(day[0], at, path, move="next")
    return found


def _reports(dater: Dater, surveys: dict[str, DatedSurvey]) -> dict[str, Moment]:
    """When each report is assembled: on its day, when the sending hours begin."""
    found = {}
    for key, report in dater.roadmap.file.reports.items():
        path: Path = ("reports", key, "day")
        named = [name for name in (report.survey, report.matched_with) if name]
        if not all(name in surveys for name in named) and dater.counts(report.day):
            continue  # the survey itself has the issue that says why it has no days
        base = max((surveys[name].closes.day for name in named if name in surveys), default=None)
        day = dater.day(report.day, path, base=base)
        if day is not None:
            at = day[1].at or dater.hours.start
            found[key] = dater.moment(day[0], at, path, move="next")
    return found


def order_day(roadmap: Roadmap, order: str) -> date | None:
    """The day of an order, where it has one."""
    text = roadmap.file.orders[order].date
    if not text:
        return None
    term = read_term(text, period=roadmap.period, language=roadmap.file.language)
    return term.until
