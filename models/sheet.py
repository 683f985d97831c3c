"""The tables of answer sheets and submissions; the queries are in `answers`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint
from sqlmodel import Field

from models.column import Row, SheetStateText, UtcDateTime
from vekha.states import SheetState


class Sheet(Row, table=True):
    """How far one organisation is with one survey, with its draft."""

    __tablename__ = "sheet"

    edition: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    state: SheetState = Field(default=SheetState.ASKED, sa_type=SheetStateText)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    draft_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_version: int = 0  # 0: nothing submitted yet
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    excused_why: str = ""
    returned_remark: str = ""
    unlocked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Submission(Row, table=True):
    """One submitted version of a sheet; never changed afterwards."""

    __tablename__ = "submission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition", "survey", "organisation"],
            ["sheet.edition", "sheet.survey", "sheet.organisation"],
        ),
    )

    edition: str = Field(primary_key=True)
    survey: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    answers: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=UtcDateTime)
    person: str = ""
    channel: str = "link"  # "link", or "behalf" when entered for the organisation
    by: str = ""  # who entered it, when not the person
    late: bool = False
