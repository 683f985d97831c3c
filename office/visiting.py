"""What the letter before a visit says: when, who comes, whom of the other side to ring up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from vekha.documents.dates import print_day, print_days
from vekha.roadmap.people import Person
from vekha.roadmap.visiting import AfterVisit, Visit
from vekha.terms import Term, Window

if TYPE_CHECKING:
    from models.letter import AnyLetter
    from notifications.letter import Language
    from office.writing import Desk


def write_visit(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    """The context of the letter. Raises KeyError where the roadmap has no such visit any more."""
    del now
    found = desk.roadmap.visit(row.subject_key)
    if found is None:
        raise KeyError(row.subject_key)
    table, visit = found
    letter = desk.roadmap.file.announcements[row.subject_key]
    known = desk.roadmap.organisations
    term = desk.plan.schedule.activities[row.subject_key]
    side = str(row.context["side"])
    return {
        "title": table.title.to(language),
        "side": side,
        "days": _days(term, language),
        "settled": len(term.windows) == 1 and _short(term.windows[0]),
        "guests": [known[key].name for key in visit.guests if key in known],
        "hosts": [known[key].name for key in visit.hosts if key in known],
        "destination": known[visit.to].name if visit.to and visit.to in known else "",
        "others": _others(desk.roadmap.audience(letter.audience), visit, side=side),
        "note": table.note.to(language) if table.note else "",
        "asked_after": [after.title.to(language) for after in table.after if _asks(after, side)],
    }


def _short(window: Window) -> bool:
    """A few days are said; in a month the two sides still choose one."""
    return window.start is not None and (window.until - window.start).days < _FEW_DAYS


_FEW_DAYS = 5


def _days(term: Term, language: Language) -> str:
    return "; ".join(
        print_days(window.start, window.until, language=language)
        if window.start
        else print_day(window.until, language=language)
        for window in term.windows
    )


def _asks(after: AfterVisit, side: str) -> bool:
    return after.asked in ("both", f"{side}s")


def _others(people: tuple[Person, ...], visit: Visit, *, side: str) -> list[str]:
    other = visit.hosts if side == "guest" else visit.guests
    return [
        ", ".join(part for part in (p.name, p.position, p.phone, p.email) if part)
        for p in people
        if p.organisation in other
    ]
