"""Visits: a line under the activity, a letter to both sides before, the questions afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from vekha.reading.source import Path
from vekha.roadmap.plan import Activity, Announcement
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.survey import Rules, Survey
from vekha.roadmap.visiting import AfterVisit, Visit, Visits
from vekha.roadmap.words import LANGUAGES, Words
from vekha.terms import Term, read_term
from vekha.unfolding.unfolding import Unfolding, each_language


def after_key(visit: str, after: str) -> str:
    """The key of the survey that follows a visit."""
    return f"{visit}-{after}"


def unfold_visits(unfolding: Unfolding) -> None:
    """Every visit of every table."""
    activities = {a.key: a for a in unfolding.roadmap.file.activities}
    for name, table in unfolding.roadmap.file.visits.items():
        parent = activities.get(table.activity)
        for index, visit in enumerate(table.visits):
            path: Path = ("visits", name, "visits", index)
            if parent is not None and visit.key != parent.key:
                _part(unfolding, parent, visit, visit_title(unfolding, table, visit), path)
            term = unfolding.read(visit.term)
            if term.until is not None:
                _letters(unfolding, name, index, term)


def visit_title(unfolding: Unfolding, table: Visits, visit: Visit) -> Words:
    """The visit's own title, or «what: who – to whom»."""
    if visit.title is not None:
        return visit.title
    return _with_sides(unfolding, table.title, visit)


def _with_sides(unfolding: Unfolding, what: Words, visit: Visit) -> Words:
    guests = ", ".join(unfolding.label(key) for key in visit.guests)
    hosts = ", ".join(unfolding.label(key) for key in visit.hosts)
    texts = {
        language: f"{what.to(language)}: {guests} – {hosts}"
        for language in LANGUAGES
        if getattr(what, language)
    }
    return Words.model_validate(texts)


def _part(unfolding: Unfolding, parent: Activity, visit: Visit, title: Words, path: Path) -> None:
    listed = unfolding.parts.setdefault(parent.key, [])
    number = f"{parent.number.rstrip('. ')}.{len(listed) + 1}"
    part = Activity(
        key=visit.key,
        number=number,
        title=Words(ru=visit.printed.lstrip("-– ")) if visit.printed else title,
        term=visit.term,
        stage=parent.stage,
        part_of=parent.key,
        marked=parent.marked,
    )
    listed.append(part)
    unfolding.stems_from(("activity", visit.key), source=path)
    unfolding.stems_from(("activity", visit.key, "term"), source=(*path, "term"))


def _letters(unfolding: Unfolding, name: str, index: int, term: Term) -> None:
    table = unfolding.roadmap.file.visits[name]
    visit, path = table.visits[index], ("visits", name, "visits", index)
    assert term.until is not None
    first, last = _days(unfolding, term.start or term.until, term.until)
    title = visit_title(unfolding, table, visit)
    people = unfolding.people(table.people, (*visit.guests, *visit.hosts))
    for side in (*visit.guests, *visit.hosts):
        known = side in unfolding.roadmap.organisations  # if not, the reference is at fault
        if known and not any(person.organisation == side for person in people):
            unfolding.add("visit-nobody", path, name=unfolding.label(side), title=str(title))
    unfolding.announcements[visit.key] = Announcement(
        title=title,
        activity=visit.key,
        day=unfolding.day(table.notice, base=first),
        text=(title,),
        audience=(),
        approval=False,
    ).model_copy(update={"audience": tuple(person.key for person in people)})
    unfolding.stems_from(("announcements", visit.key), source=path)
    unfolding.stems_from(("announcements", visit.key, "day"), source=("visits", name, "notice"))
    for position, after in enumerate(table.after):
        _survey(unfolding, table, visit, after, last)
        at = ("visits", name, "after", position)
        survey = after_key(visit.key, after.key)
        unfolding.stems_from(("surveys", survey), source=at)
        for field in ("opens", "closes", "questionnaire"):
            unfolding.stems_from(("surveys", survey, field), source=(*at, field))


def _days(unfolding: Unfolding, first: date, last: date) -> tuple[date, date]:
    """The days from which letters are counted: of a month, its first and last working day."""
    if first == last:
        return first, last
    return unfolding.working(first), unfolding.working(last, later=False)


def _survey(
    unfolding: Unfolding, table: Visits, visit: Visit, after: AfterVisit, last: date
) -> None:
    sides = {
        "guests": visit.guests,
        "hosts": visit.hosts,
        "both": (*visit.guests, *visit.hosts),
    }[after.asked]
    asked = unfolding.people(table.people, sides)
    title = (
        each_language("{0}. {1}", after.title, visit.title)
        if visit.title
        else _with_sides(unfolding, after.title, visit)
    )
    unfolding.surveys[after_key(visit.key, after.key)] = Survey(
        title=title,
        questionnaire=after.questionnaire,
        activity=visit.key,
        purpose=after.purpose,
        audience=(),
        opens=unfolding.day(after.opens, base=last),
        closes=unfolding.day(after.closes, base=last),
        rules=Rules(reminders=after.reminders, escalation=None),
    ).model_copy(update={"audience": tuple(person.key for person in asked)})


def free_months(roadmap: Roadmap, months: Sequence[tuple[int, int]]) -> Iterator[date]:
    """The months without a visit, from the programme's start (else the first visit) to the last."""
    if not months:
        return
    day, last = date(*months[0], 1), date(*months[-1], 1)
    if roadmap.file.start:
        started = read_term(roadmap.file.start, period=roadmap.period).until
        day = started.replace(day=1) if started and started < day else day
    while day < last:
        day = (day + timedelta(days=31)).replace(day=1)
        if (day.year, day.month) not in months:
            yield day
