"""What a letter puts into the recipient's calendar, and what a letter about a changed date says.

UID and SEQUENCE: a date keeps its UID for ever; what tells of a change has a higher SEQUENCE than
whatever this person had before (docs/decisions/0010-deadlines-are-requests.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from notifications.calendar_file import deadline, meeting, uid_of, whole_days
from notifications.letter import Address
from office.changes import deadline_uid, read_told
from vekha.calendar import to_local
from vekha.documents.dates import print_days
from vekha.told import CALLED_OFF, Change, Told, visit_days

if TYPE_CHECKING:
    from models.letter import AnyLetter
    from notifications.letter import CalendarPart, Language
    from office.writing import Desk


def write_change(desk: Desk, row: AnyLetter, language: Language, now: datetime) -> dict[str, Any]:
    """The context of a letter about a changed date: as it was told, and as it holds now."""
    del now
    facts, zone = row.context, desk.roadmap.file.timezone
    context = {
        "change": facts["change"],
        "kind": facts["kind"],
        "title": _title(desk, row, language) or facts["title"],
        "was": _at_home(facts["was"], zone) | {"days": _days(facts, "was", zone, language)},
        "becomes": None,
        "link": None,
    }
    if facts["becomes"] is None:
        return context
    meeting_of = desk.roadmap.file.meetings.get(row.subject_key)
    place = meeting_of.place.to(language) if meeting_of else facts["was"]["place"]
    link = desk.link(row) if facts["kind"] == "closing" else None
    now_said = {"place": place, "days": _days(facts, "becomes", zone, language)}
    return context | {"becomes": _at_home(facts["becomes"], zone) | now_said, "link": link}


def _days(facts: Mapping[str, Any], which: str, zone: str, language: str) -> str:
    """The days of a visit as they are said."""
    if facts["kind"] != "visit":
        return ""
    first, after = (
        to_local(datetime.fromisoformat(facts[which][name]), zone).date()
        for name in ("starts", "ends")
    )
    return print_days(first, after - timedelta(days=1), language=language)


def _at_home(when: Mapping[str, str], zone: str) -> dict[str, str]:
    """The moments in the roadmap's zone; a visit's are the first midnight and the last."""
    moments = {
        name: to_local(datetime.fromisoformat(when[name]), zone).isoformat()
        for name in ("starts", "ends")
    }
    return moments | {"place": when.get("place", "")}


def calendar_of(
    desk: Desk, row: AnyLetter, language: Language, context: Mapping[str, Any]
) -> CalendarPart | None:
    """The date for those who are to keep it: a deadline, a meeting, a visit, or their end."""
    match row.template:
        case "invitation" | "collection" | "returned":
            return _deadline(desk, row, context)
        case "meeting":
            return _meeting(desk, row, language)
        case "visit":
            return _visit(desk, row, context)
        case "change":
            return _change(desk, row, context)
        case _:
            return None


def _deadline(desk: Desk, row: AnyLetter, context: Mapping[str, Any]) -> CalendarPart:
    closes = datetime.fromisoformat(context["closes"])
    # Only the site writes to one person again: with a new link, or to return the answers.
    known = _known(desk, row) if "link_id" in row.context else None
    return deadline(
        known.uid if known else deadline_uid(desk.plan.edition, row),
        title=context["survey_title"],
        closes=closes,
        stamp=row.queued_at,
        organizer=_organizer(desk),
        attendee=_attendee(row),
        link=context["link"],
        sequence=_sequence(known, changed=known is not None and known.ends != closes),
    )


def _meeting(desk: Desk, row: AnyLetter, language: Language) -> CalendarPart:
    held = desk.roadmap.file.meetings[row.subject_key]
    dated = desk.plan.schedule.meetings[row.subject_key]
    place = held.place.to(language)
    known = _known(desk, row) if row.context.get("again") else None
    same = known is not None and (known.starts, known.ends) == (dated.starts.at, dated.ends.at)
    return meeting(
        known.uid if known else uid_of(f"{desk.plan.edition}/{row.subject_key}"),
        title=held.title.to(language),
        starts=dated.starts.at,
        lasts=timedelta(minutes=held.minutes),
        stamp=row.queued_at,
        organizer=_organizer(desk),
        attendee=_attendee(row),
        place=place,
        sequence=_sequence(known, changed=not same or (known is not None and known.place != place)),
    )


def _visit(desk: Desk, row: AnyLetter, context: Mapping[str, Any]) -> CalendarPart | None:
    days = visit_days(desk.plan.schedule.activities[row.subject_key])
    if days is None:
        return None  # several terms: the letter lists them, the sides choose one
    return whole_days(
        uid_of(f"{desk.plan.edition}/{row.subject_key}"),
        title=context["title"],
        first=days[0],
        after=days[1],
        stamp=row.queued_at,
        organizer=_organizer(desk),
        attendee=_attendee(row),
        place="; ".join(context["hosts"]),
    )


def _change(desk: Desk, row: AnyLetter, context: Mapping[str, Any]) -> CalendarPart:
    cancelled = Change(row.context["change"]) in CALLED_OFF
    when = context["was"] if cancelled else context["becomes"]
    starts, ends = when["starts"], when["ends"]
    common: dict[str, Any] = {
        "title": context["title"],
        "stamp": row.queued_at,
        "organizer": _organizer(desk),
        "attendee": _attendee(row),
        "sequence": row.context["sequence"],
        "cancelled": cancelled,
    }
    uid = row.context["uid"]
    if row.context["kind"] == "closing":
        link = context["link"] or ""
        return deadline(uid, closes=datetime.fromisoformat(ends), link=link, **common)
    if row.context["kind"] == "meeting":
        first = datetime.fromisoformat(starts)
        lasts = datetime.fromisoformat(ends) - first
        return meeting(uid, starts=first, lasts=lasts, place=when["place"], **common)
    day, after = (datetime.fromisoformat(moment).date() for moment in (starts, ends))
    return whole_days(uid, first=day, after=after, place=when["place"], **common)


def _sequence(known: Told | None, *, changed: bool) -> int:
    """Not below what the person has; above it where the date is another or was called off."""
    if known is None:
        return 0
    return known.sequence + int(changed or known.cancelled)


def _known(desk: Desk, row: AnyLetter) -> Told | None:
    """What this person was told of this date before."""
    found = read_told(
        desk.session,
        desk.plan,
        [row.subject_key],
        organisation=row.organisation,
        person=row.person,
    )
    return found[0] if found else None


def _title(desk: Desk, row: AnyLetter, language: Language) -> str:
    """The title in the reader's language; empty where the roadmap has no such thing any more."""
    file = desk.roadmap.file
    written = (
        file.surveys.get(row.subject_key)
        or file.meetings.get(row.subject_key)
        or file.announcements.get(row.subject_key)
    )
    return written.title.to(language) if written else ""


def _organizer(desk: Desk) -> Address:
    """The sender of the letter: programs take a change only from whom they have the date."""
    return Address(desk.roadmap.file.sending.sender, desk.roadmap.file.sending.address)


def _attendee(row: AnyLetter) -> Address:
    return Address(row.name, row.address)
