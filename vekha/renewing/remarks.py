"""What a person must look at in a roadmap that was taken over into another year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vekha.dating.dates import order_day
from vekha.issues import Issue, Place
from vekha.planning import Plan
from vekha.reading.source import Path
from vekha.renewing.period import Renewed
from vekha.renewing.wording import say

MOST_LINES = 12  # so many line numbers are named


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at: its place, a code, and a sentence in the reader's language."""

    place: Place
    code: str
    sentence: str


def remarks_on(
    plan: Plan, renewed: Renewed, issues: Iterable[Issue], *, language: str
) -> tuple[Remark, ...]:
    """Everything to look at: shifted terms, days off, orders, people, years that stayed."""
    return (
        *_shifted(plan, renewed, language),
        *_moved(issues, language),
        *_closings(plan, language),
        *_orders(plan, language),
        *_people(plan, language),
        *_years(plan, renewed, language),
    )


def _place(plan: Plan, path: Path) -> Place:
    for end in range(len(path), -1, -1):
        found = plan.roadmap.places.get(path[:end])
        if found is not None:
            return found
    return Place("roadmap.yaml", 1, 1)


def _shifted(plan: Plan, renewed: Renewed, language: str) -> Iterator[Remark]:
    file = _place(plan, ()).file
    for one in renewed.shifted:
        sentence = say("shifted", language, was=one.was, becomes=one.becomes)
        yield Remark(Place(file, one.line, 1), "shifted", sentence)


def _moved(issues: Iterable[Issue], language: str) -> Iterator[Remark]:
    for issue in issues:
        if issue.code == "moved-to-working-day":
            yield Remark(issue.place, "moved", say("moved", language, **issue.facts_in(language)))


def _closings(plan: Plan, language: str) -> Iterator[Remark]:
    """A closing stays on the day that was written, even on a day off: so it must be told."""
    for key, dated in plan.schedule.surveys.items():
        why = plan.schedule.calendar.reason(dated.closes.day, language=language)
        if why is None:
            continue
        title = plan.roadmap.file.surveys[key].title.to(language)
        day = f"{dated.closes.day:%d.%m.%Y}"
        sentence = say("closes-on-day-off", language, title=title, day=day, why=why)
        yield Remark(_place(plan, ("surveys", key, "closes")), "closes-on-day-off", sentence)


def _orders(plan: Plan, language: str) -> Iterator[Remark]:
    period = plan.roadmap.period
    for key, order in plan.roadmap.file.orders.items():
        place, issued = _place(plan, ("orders", key)), order_day(plan.roadmap, key)
        told = {"order": order.printed, "period": period.label}
        if issued is None:
            yield Remark(place, "order-undated", say("order-undated", language, **told))
        elif issued < period.start:
            sentence = say("order-older", language, issued=f"{issued:%d.%m.%Y}", **told)
            yield Remark(place, "order-older", sentence)


def _people(plan: Plan, language: str) -> Iterator[Remark]:
    people = plan.roadmap.people
    first = next((person.place for person in people.values()), None)
    if first is None:
        return
    told = {"file": plan.roadmap.file.people, "number": len(people)}
    yield Remark(Place(first.file), "people", say("people", language, **told))
    for person in people.values():
        if person.acting:
            facts = {"person": person.label, "position": person.position}
            yield Remark(person.place, "acting", say("acting", language, **facts))


def _years(plan: Plan, renewed: Renewed, language: str) -> Iterator[Remark]:
    period, calendar = plan.roadmap.period, plan.schedule.calendar
    years = range(period.start.year, period.until.year + 1)
    unknown = [str(year) for year in years if not calendar.covered(year)]
    if unknown:
        sentence = say("holidays-unknown", language, years=", ".join(unknown))
        yield Remark(_place(plan, ("period",)), "holidays-unknown", sentence)
    left = renewed.lines_left
    if left:
        named = ", ".join(str(line) for line in left[:MOST_LINES])
        lines = f"{named}, …" if len(left) > MOST_LINES else named
        sentence = say("year-left", language, number=len(left), lines=lines)
        yield Remark(Place(_place(plan, ()).file, left[0], 1), "year-left", sentence)
