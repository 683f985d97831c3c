"""Letters together with what was sent, word for word: what a person knows is what it said there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from models.column import table_of
from models.letter import LetterCopy, LetterRow
from models.statement import chunks
from vekha.states import LetterState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import BindParameter, Select
    from sqlalchemy.orm import Session

LETTER = table_of(LetterRow)
GONE = (LetterState.CANCELLED, LetterState.REFUSED)


def letters_with_copies(
    session: Session,
    *,
    edition: str,
    templates: Collection[str],
    subjects: Collection[str],
    organisation: str | None = None,
    person: str | None = None,
) -> Iterator[tuple[LetterRow, bytes | None]]:
    """The letters of some templates that reached somebody or still may, with their copies.

    In the order in which they went out; those that did not, at the end and without a copy. What
    went within another letter has that one's copy.
    """
    query = select(LetterRow).where(
        LETTER.c.edition == edition,
        LETTER.c.subject_key.in_(list(subjects)),
        LETTER.c.template.in_(list(templates)),
        LETTER.c.state.not_in(GONE),
    )
    if organisation is not None:
        query = query.where(LETTER.c.organisation == organisation)
    if person is not None:
        query = query.where(LETTER.c.person == person)
    query = query.order_by(LETTER.c.sent_at.is_(None), LETTER.c.sent_at, LETTER.c.key)
    copy = table_of(LetterCopy)
    rows = list(session.scalars(query))
    for chunk in chunks(rows, size=200):  # copies are large, and sorting them is larger
        keys = {row.carrier or row.key for row in chunk}
        mimes: dict[str, Any] = dict(
            session.execute(select(copy.c.letter, copy.c.mime).where(copy.c.letter.in_(keys)))
            .tuples()
            .all()
        )
        for row in chunk:
            yield row, mimes.get(row.carrier or row.key)


def subjects_written_about(
    session: Session, *, edition: str, templates: Collection[str]
) -> set[str]:
    """What the letters of some templates that went out are about."""
    query = select(LETTER.c.subject_key).where(
        LETTER.c.edition == edition,
        LETTER.c.template.in_(list(templates)),
        LETTER.c.state == LetterState.SENT,
    )
    return set(session.scalars(query.distinct()))


def first_letters(
    session: Session,
    *,
    edition: str,
    subject: str,
    templates: Collection[str],
    organisations: Collection[str] | None = None,
) -> dict[tuple[str, str], str]:
    """(Organisation, person) → key of the first letter about a subject that reached them."""
    values = {"b_edition": edition, "b_subject": subject, "b_templates": list(templates)}
    if organisations is not None:
        values["b_organisations"] = list(organisations)
    first: dict[tuple[str, str], str] = {}
    for row in session.execute(_first_letters(some=organisations is not None), values):
        first.setdefault((row.organisation, row.person), row.key)
    return first


@cache
def _first_letters(*, some: bool) -> Select[tuple[str, str, str]]:
    """Built once: every batch of letters needs it."""
    query = select(LETTER.c.organisation, LETTER.c.person, LETTER.c.key).where(
        LETTER.c.edition == bindparam("b_edition"),
        LETTER.c.subject_key == bindparam("b_subject"),
        LETTER.c.template.in_(bindparam("b_templates", expanding=True)),
        LETTER.c.state == LetterState.SENT,
    )
    if some:
        those: BindParameter[Any] = bindparam("b_organisations", expanding=True)
        query = query.where(LETTER.c.organisation.in_(those))
    return query.order_by(LETTER.c.sent_at, LETTER.c.key)
