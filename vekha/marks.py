"""The completion mark (отметка об исполнении) that an activity shows on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vekha.states import Mark
from vekha.terms.term import TermKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from vekha.roadmap.plan import Activity
    from vekha.terms.term import Term


@dataclass(frozen=True, slots=True)
class MarkFact:
    """A mark that somebody set: what, with which remark, when (aware) and who (a person's key)."""

    mark: Mark
    note: str = ""
    at: datetime | None = None
    by: str = ""


def mark_of(activity: Activity, *, fact: MarkFact | None, term: Term | None, today: date) -> Mark:
    """The mark of an activity on `today` (a day in the roadmap's zone).

    A mark that was set wins over everything. Without one: a continuous term has no end to miss; a
    term whose last day has passed is overdue where a mark was to be given; anything else has none.
    """
    if fact is not None and fact.mark is not Mark.NONE:
        return fact.mark
    if term is None:
        return Mark.NONE
    if term.kind is TermKind.CONTINUOUS:
        return Mark.CONTINUOUS
    if activity.marked and term.until is not None and term.until < today:
        return Mark.OVERDUE
    return Mark.NONE
