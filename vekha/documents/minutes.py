"""The minutes (протокол) of a meeting, from what the secretary entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vekha.calendar.zones import to_local
from vekha.documents.dates import print_day
from vekha.documents.wording import programme_name, say
from vekha.outline import Heading, Listing, Outline, Paragraph, Signature
from vekha.unfolding.minutes import (
    ABSENT,
    DECIDED,
    FURTHER,
    HEARD,
    IN_PERSON,
    OTHERS,
    REMOTE,
    agenda_of,
    attendance_of,
    whole_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vekha.documents.data import DocumentData
    from vekha.outline import Block, Language
    from vekha.roadmap.plan import Meeting, Report
    from vekha.roadmap.programme import Roadmap


def minutes(roadmap: Roadmap, data: DocumentData, report: Report, *, title: str) -> Outline:
    """ПОВЕСТКА, ПРИСУТСТВОВАЛИ, СЛУШАЛИ, РЕШИЛИ; raises KeyError for an unknown meeting."""
    language = data.language or roadmap.file.language
    key = report.meeting or ""
    meeting = roadmap.file.meetings[key]
    wave = data.waves.get(report.survey or "")
    sheet = next((s for s in wave.sheets if s.answered), None) if wave else None
    given: Mapping[str, Any] = sheet.submission.answers if sheet and sheet.submission else {}
    agenda = [item.to(language) for item in agenda_of(meeting)]
    blocks: list[Block] = [
        Paragraph(meeting.title.to(language), "centred"),
        Paragraph(programme_name(roadmap, language=language), "centred"),
        *_held(roadmap, data, key, meeting, language=language),
        _heading(say(language, "minutes-agenda")),
        Listing(tuple(agenda), ordered=True),
    ]
    if given:
        blocks += _present(roadmap, meeting, given, language=language)
        blocks += _items(agenda, given, language=language)
    else:
        blocks.append(Paragraph(say(language, "minutes-missing")))
    blocks += _next(data, key, language=language)
    blocks += _signed(roadmap, meeting, language=language)
    return Outline(
        title=say(language, "minutes-title"),
        language=language,
        as_of=to_local(data.as_of, roadmap.file.timezone).date(),
        blocks=tuple(blocks),
        heading_lines=report.heading or (roadmap.file.body.to(language),),
        author=roadmap.file.body.to(language),
        subject=title,
    )


def _heading(text: str) -> Heading:
    return Heading(text, level=2)


def _held(
    roadmap: Roadmap, data: DocumentData, key: str, meeting: Meeting, *, language: Language
) -> Iterator[Block]:
    dated = data.meetings.get(key)
    if dated is not None:
        day = print_day(dated.starts.day, language=language)
        yield Paragraph(say(language, "minutes-day", day=day, at=dated.starts.wall[11:]), "right")
    yield Paragraph(meeting.place.to(language), "right")


def _present(
    roadmap: Roadmap, meeting: Meeting, given: Mapping[str, Any], *, language: Language
) -> list[Block]:
    present: list[str] = []
    absent: list[str] = []
    named = meeting.protocol.attendance if meeting.protocol else ()
    for question, person in attendance_of(roadmap.audience(named or meeting.audience)).items():
        how = given.get(question)
        who = whole_name(person, roadmap)
        if how == REMOTE:
            present.append(say(language, "minutes-remote", who=who))
        elif how == IN_PERSON:
            present.append(who)
        elif how == ABSENT:
            absent.append(who)
    present += _lines(given.get(OTHERS))
    blocks: list[Block] = []
    for key, people in (("minutes-present", present), ("minutes-absent", absent)):
        if people:
            blocks.append(_heading(say(language, key, count=len(people))))
            blocks.append(Listing(tuple(people), ordered=True))
    return blocks or [Paragraph(say(language, "minutes-unknown"))]


def _items(agenda: list[str], given: Mapping[str, Any], *, language: Language) -> list[Block]:
    """What was heard on each item, then all decisions numbered through."""
    blocks: list[Block] = [_heading(say(language, "minutes-heard"))]
    decided: list[str] = []
    for number, item in enumerate(agenda, 1):
        blocks.append(Paragraph(f"{number}. {item}", "lead"))
        blocks += [Paragraph(line) for line in _lines(given.get(f"{HEARD}{number}")) or ["—"]]
        decided += _lines(given.get(f"{DECIDED}{number}"))
    decided += _lines(given.get(FURTHER))
    blocks.append(_heading(say(language, "minutes-decided")))
    if decided:
        blocks.append(Listing(tuple(decided), ordered=True))
    else:
        blocks.append(Paragraph(say(language, "minutes-nothing")))
    return blocks


def _lines(text: object) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _next(data: DocumentData, key: str, *, language: Language) -> Iterator[Block]:
    """The following meeting by the same rule, where there is one."""
    series = key[:-11] if _by_rule(key) else ""
    here = data.meetings.get(key)
    later = [
        held
        for name, held in data.meetings.items()
        if series and _by_rule(name) and name[:-11] == series and here is not None
        and held.starts.at > here.starts.at
    ]  # fmt: skip
    if later:
        first = min(later, key=lambda held: held.starts.at)
        day = print_day(first.starts.day, language=language)
        yield Paragraph(say(language, "minutes-next", day=day, at=first.starts.wall[11:]))


def _by_rule(key: str) -> bool:
    """Whether a meeting's key ends in the day by its rule: «group-2021-03-04»."""
    tail = key[-11:].split("-")
    return len(tail) == 4 and all(part.isdigit() for part in tail[1:])


def _signed(roadmap: Roadmap, meeting: Meeting, *, language: Language) -> Iterator[Signature]:
    protocol = meeting.protocol
    if protocol is None:
        return
    for key, role in (
        (protocol.chair, "minutes-chair"),
        (protocol.secretary, "minutes-secretary"),
    ):
        if key and key in roadmap.people:
            yield Signature(say(language, role), roadmap.people[key].name)
