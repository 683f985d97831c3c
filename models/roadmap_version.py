"""The applied versions of a roadmap with their files; the greatest number is in force."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.statement import fresh


class RoadmapVersion(Row, table=True):
    """One applied version: `edition` is roadmap and period, `gorod-selu/2023-2024`."""

    __tablename__ = "roadmap_version"
    __table_args__ = (UniqueConstraint("edition", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str
    number: int  # 1..n in its edition
    digest: str  # sha256 of the files, in hex
    files: dict[str, str] = Field(sa_type=JSON)  # name → base64
    applied_at: datetime = Field(sa_type=UtcDateTime)
    applied_by: str = ""

    def contents(self) -> dict[str, bytes]:
        """The files as they were: name → bytes."""
        return {name: b64decode(text) for name, text in self.files.items()}


def encode_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """The files as they are stored: name → base64."""
    return {name: b64encode(content).decode("ascii") for name, content in files.items()}


def current_version(session: Session, edition: str) -> RoadmapVersion | None:
    """The version in force, or None if the edition was never applied."""
    table = table_of(RoadmapVersion)
    newest = select(func.max(table.c.number)).where(table.c.edition == edition).scalar_subquery()
    found = fresh(
        session,
        select(RoadmapVersion).where(table.c.edition == edition, table.c.number == newest),
    )
    return found[0] if found else None


def current_digest(session: Session, edition: str) -> str | None:
    """The digest of the version in force, without its files; None if it was never applied."""
    digest: str | None = session.scalar(_NEWEST_DIGEST, {"b_edition": edition})
    return digest


_VERSION = table_of(RoadmapVersion)
_NEWEST_DIGEST = (
    select(_VERSION.c.digest)
    .where(_VERSION.c.edition == bindparam("b_edition"))
    .order_by(_VERSION.c.number.desc())
    .limit(1)
)
"""Built once: it is asked for every batch of letters and every page."""


def versions(session: Session, edition: str) -> list[RoadmapVersion]:
    """Every version of an edition, the oldest first."""
    table = table_of(RoadmapVersion)
    return fresh(
        session,
        select(RoadmapVersion).where(table.c.edition == edition).order_by(table.c.number),
    )


def editions(session: Session) -> list[str]:
    """Every edition that was ever applied, in alphabetical order."""
    table = table_of(RoadmapVersion)
    return list(session.scalars(select(table.c.edition).distinct().order_by(table.c.edition)))
