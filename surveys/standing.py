"""How the surveys of an edition stand, for the board: waves, rates, sheets, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.answers import latest_submissions
from models.answers import sheets as all_sheets
from models.mail_log import letters
from surveys.visits import Dates, delegates, wave_dates
from vekha.answers import Sheet, Submission, Wave
from vekha.states import LetterState, SheetState
from vekha.tally.districts import assign_districts
from vekha.tally.response import Response, count_response, tally_response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models.letter import LetterRow
    from models.sheet import Sheet as SheetRow
    from models.sheet import Submission as SubmissionRow
    from vekha.planning import Plan
    from vekha.roadmap.people import Person
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Survey
    from vekha.tally.districts import ByDistrict


@dataclass(frozen=True, slots=True)
class Standing:
    """One survey as the overview shows it. `state` is "coming", "open" or "closed"."""

    key: str
    survey: Survey
    dates: Dates
    state: str
    response: Response
    by_district: ByDistrict[Response]


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation in the list of a survey; `letter` is the newest that went or is to go."""

    sheet: Sheet
    asked: bool
    draft_at: datetime | None
    unlocked_until: datetime | None
    letter: LetterRow | None

    @property
    def person(self) -> Person:
        """Who answers."""
        return self.sheet.respondent.person


@dataclass(frozen=True, slots=True)
class District:
    """The lines of one district; the name is empty for organisations of none."""

    name: str
    response: Response
    lines: tuple[Line, ...]


def read_standings(session: Session, plan: Plan, *, now: datetime) -> list[Standing]:
    """Every survey of the roadmap, in the file's order."""
    found = []
    for key, survey in plan.roadmap.file.surveys.items():
        wave, dates = read_wave(session, plan, key, now=now)
        tallied = tally_response(plan.roadmap, wave)
        found.append(Standing(key, survey, dates, state_of(dates, now=now), tallied.total, tallied))
    return found


def state_of(dates: Dates, *, now: datetime) -> str:
    """Whether a survey is coming, open or closed."""
    if dates.closes is not None and dates.closes <= now:
        return "closed"
    return "open" if dates.opens is None or dates.opens <= now else "coming"


def read_wave(session: Session, plan: Plan, survey: str, *, now: datetime) -> tuple[Wave, Dates]:
    """Everybody whom the roadmap asks, with what the tables knew of them at `now`."""
    rows = _rows(session, plan, survey)
    given = latest_submissions(session, edition=plan.edition, survey=survey, as_of=now)
    colleagues = delegates(session, edition=plan.edition, survey=survey)
    found = []
    for asked in plan.roadmap.respondents(survey):
        key = asked.organisation.key
        row, submitted = rows.get(key), given.get(key)
        found.append(
            Sheet(
                asked._replace(person=colleagues[key]) if key in colleagues else asked,
                _state(row, submitted),
                Submission(
                    submitted.version,
                    submitted.at,
                    submitted.answers,
                    submitted.channel,
                    submitted.late,
                )
                if submitted
                else None,
                row.excused_why if row else "",
                row.returned_remark if row else "",
                asked=row is not None and row.asked_at is not None,
            )
        )
    dates = wave_dates(session, plan, survey)
    closed = state_of(dates, now=now) == "closed"
    return (
        Wave(survey, dates.opens or now, dates.closes or now, tuple(found), closed=closed),
        dates,
    )


def _state(row: SheetRow | None, submitted: SubmissionRow | None) -> SheetState:
    """The sheet's state; as of an earlier day, a submission that came later does not count."""
    state = row.state if row else SheetState.ASKED
    if state is SheetState.SUBMITTED and submitted is None:
        return SheetState.ASKED
    return state


def read_districts(session: Session, plan: Plan, wave: Wave) -> list[District]:
    """The organisations of a survey by district, those of none at the end."""
    rows = _rows(session, plan, wave.survey)
    newest = newest_letters(session, plan.edition, wave.survey)
    groups: dict[str, list[Line]] = {}
    assigned = assign_districts(plan.roadmap)
    for sheet in wave.sheets:
        key = sheet.respondent.organisation.key
        row = rows.get(key)
        line = Line(
            sheet,
            row is not None and row.asked_at is not None,
            row.draft_at if row else None,
            row.unlocked_until if row else None,
            newest.get(key),
        )
        groups.setdefault(assigned.get(key, ""), []).append(line)
    return [
        District(name, count_response([line.sheet for line in groups[key]]), tuple(groups[key]))
        for key, name in _names(plan.roadmap).items()
        if key in groups
    ]


def newest_letters(session: Session, edition: str, survey: str) -> Mapping[str, LetterRow]:
    """Organisation → the last letter about the survey, cancelled ones left out."""
    states = [state for state in LetterState if state is not LetterState.CANCELLED]
    newest: dict[str, LetterRow] = {}
    for letter in letters(session, edition=edition, subject_key=survey, states=states):
        known = newest.get(letter.organisation)
        if known is None or letter_time(known) <= letter_time(letter):
            newest[letter.organisation] = letter
    return newest


def letter_time(letter: LetterRow) -> datetime:
    """When the letter went out, else when it was queued."""
    return letter.sent_at or letter.queued_at


def _rows(session: Session, plan: Plan, survey: str) -> dict[str, SheetRow]:
    found = all_sheets(session, edition=plan.edition, survey=survey)
    return {row.organisation: row for row in found}


def _names(roadmap: Roadmap) -> dict[str, str]:
    return {district.key: district.name for district in roadmap.districts()} | {"": ""}
