"""The tables of uploaded materials and of the bytes of files, with their queries."""

from datetime import datetime
from functools import cache
from hashlib import sha256

from sqlalchemy import Index, LargeBinary, Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.event import record_event
from models.statement import changed, fresh, insert_new


class Blob(Row, table=True):
    """The bytes of a file, once per content, be it uploaded or made."""

    __tablename__ = "blob"

    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class Material(Row, table=True):
    """A file that an organisation uploaded to a question."""

    __tablename__ = "material"
    __table_args__ = (Index("ix_material_sheet", "edition", "survey", "organisation"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str
    survey: str
    organisation: str
    question: str
    file_name: str
    media_type: str
    size: int  # bytes
    sha256: str = Field(foreign_key="blob.sha256")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    submitted: int | None = None  # the first submission version that it went with; None: draft
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def keep_blob(session: Session, content: bytes) -> str:
    """Keep the bytes, if they are not kept yet; their sha256 in hex."""
    digest = sha256(content).hexdigest()
    insert_new(session, table_of(Blob), [{"sha256": digest, "content": content}])
    return digest


def blob(session: Session, digest: str) -> bytes | None:
    """The bytes of a sha256, or None."""
    table = table_of(Blob)
    return session.scalar(select(table.c.content).where(table.c.sha256 == digest))


def attach_material(
    session: Session,
    *,
    edition: str,
    survey: str,
    organisation: str,
    question: str,
    file_name: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> Material:
    """Keep an uploaded file; it belongs to the draft until the sheet is submitted."""
    material = Material(
        edition=edition,
        survey=survey,
        organisation=organisation,
        question=question,
        file_name=file_name,
        media_type=media_type,
        size=len(content),
        sha256=keep_blob(session, content),
        uploaded_at=now,
    )
    session.add(material)
    session.flush()
    detail = {
        "survey": survey,
        "organisation": organisation,
        "question": question,
        "file_name": file_name,
        "sha256": material.sha256,
    }
    record_event(session, edition=edition, kind="material attached", detail=detail, now=now)
    return material


def remove_material(
    session: Session,
    material_id: int,
    *,
    edition: str,
    survey: str,
    organisation: str,
    now: datetime,
) -> bool:
    """Take a material of that sheet away (its bytes stay); False if it is not there."""
    table = table_of(Material)
    done = changed(
        session,
        table.update()
        .where(
            table.c.id == material_id,
            table.c.edition == edition,
            table.c.survey == survey,
            table.c.organisation == organisation,
            table.c.removed_at.is_(None),
        )
        .values(removed_at=now),
    )
    if done:
        detail = {"survey": survey, "organisation": organisation, "material": material_id}
        record_event(session, edition=edition, kind="material removed", detail=detail, now=now)
    return bool(done)


def materials(
    session: Session,
    *,
    edition: str,
    survey: str | None = None,
    organisation: str | None = None,
    question: str | None = None,
    submitted_only: bool = False,
) -> list[Material]:
    """The materials that were not removed, in the order in which they came."""
    wanted = {
        "edition": edition,
        "survey": survey,
        "organisation": organisation,
        "question": question,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    return fresh(session, _materials(*values, submitted_only=submitted_only), values)


@cache
def _materials(*names: str, submitted_only: bool) -> Select[tuple[Material]]:
    """The statement that asks for these columns, built once: every visit of a page needs it."""
    table = table_of(Material)
    query = select(Material).where(table.c.removed_at.is_(None)).order_by(table.c.id)
    query = query.where(*(table.c[name] == bindparam(name) for name in names))
    return query.where(table.c.submitted.is_not(None)) if submitted_only else query


def material(session: Session, material_id: int) -> Material | None:
    """One material, removed or not, or None."""
    found = fresh(session, select(Material).where(table_of(Material).c.id == material_id))
    return found[0] if found else None
