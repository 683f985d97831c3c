"""The table of made documents with its queries; every make is kept, the newest is shown."""

from datetime import datetime

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Session
from sqlmodel import Field

from models.column import Row, UtcDateTime, table_of
from models.event import record_event
from models.material import blob, keep_blob
from models.statement import fresh


class Document(Row, table=True):
    """One made file; its bytes are a `Blob`."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_name", "edition", "name", "format", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str
    name: str  # key of the report
    format: str  # "docx", "pdf", "xlsx", "html", "zip"
    file_name: str
    as_of: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    action: str = ""
    sha256: str = Field(foreign_key="blob.sha256")
    size: int = 0  # bytes


def keep_document(
    session: Session,
    *,
    edition: str,
    name: str,
    file_format: str,
    file_name: str,
    as_of: datetime,
    content: bytes,
    now: datetime,
    action: str = "",
) -> Document:
    """Keep a made file beside its earlier makes."""
    row = Document(
        edition=edition,
        name=name,
        format=file_format,
        file_name=file_name,
        as_of=as_of,
        made_at=now,
        action=action,
        sha256=keep_blob(session, content),
        size=len(content),
    )
    session.add(row)
    session.flush()
    detail = {"document": row.id, "name": name, "format": file_format, "sha256": row.sha256}
    record_event(
        session, edition=edition, action=action, kind="document made", detail=detail, now=now
    )
    return row


def document(session: Session, document_id: int) -> Document | None:
    """One document by its id, or None."""
    found = fresh(session, select(Document).where(table_of(Document).c.id == document_id))
    return found[0] if found else None


def documents(
    session: Session, edition: str, *, name: str | None = None, newest: bool = True
) -> list[Document]:
    """The newest make of every name and format, or with `newest=False` every make, newest first."""
    table = table_of(Document)
    query = select(Document).where(table.c.edition == edition)
    if name is not None:
        query = query.where(table.c.name == name)
    if newest:
        latest = select(func.max(table.c.id)).where(table.c.edition == edition)
        query = query.where(table.c.id.in_(latest.group_by(table.c.name, table.c.format)))
    return fresh(session, query.order_by(table.c.id.desc()))


def newest_document(
    session: Session, *, edition: str, name: str, file_format: str
) -> Document | None:
    """The last make of a report in a format, or None."""
    table = table_of(Document)
    found = fresh(
        session,
        select(Document)
        .where(table.c.edition == edition, table.c.name == name, table.c.format == file_format)
        .order_by(table.c.id.desc())
        .limit(1),
    )
    return found[0] if found else None


def document_content(session: Session, row: Document) -> bytes:
    """The bytes of a document."""
    content = blob(session, row.sha256)
    assert content is not None, "a foreign key holds the blob"
    return content
