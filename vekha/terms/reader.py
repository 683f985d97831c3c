"""Reading a phrase."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from vekha.terms.term import Certainty, Period, Term, TermKind, Window

if TYPE_CHECKING:
    from vekha.calendar import WorkCalendar

_STEMS = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
]


def _month(word: str) -> int | None:
    for n, stem in enumerate(_STEMS, 1):
        if word.lower().startswith(stem) and len(word) - len(stem) <= 2:
            return n
    return None


def _place(period: Period, month: int) -> int:
    if period.kind == "school-year":
        return period.start.year if month >= 9 else period.until.year
    return period.start.year


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def read_term(
    phrase: str,
    *,
    period: Period,
    stage: Window | None = None,
    language: str = "ru",
    calendar: WorkCalendar | None = None,
) -> Term:
    """First version: months, ranges, days, ISO, continuous."""
    text = " ".join(phrase.split())
    if text.lower() in ("постоянно", "в течение года", "в течение учебного года"):
        return Term(
            phrase,
            TermKind.CONTINUOUS,
            (Window(period.start, period.until),),
            Certainty.INFERRED,
            year_from="period",
        )
    iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:\s*(?:/|\.\.)\s*(\d{4}-\d\d-\d\d))?", text)
    if iso:
        a = date.fromisoformat(iso[1])
        b = date.fromisoformat(iso[2]) if iso[2] else a
        return Term(
            phrase,
            TermKind.RANGE if iso[2] else TermKind.DAY,
            (Window(a, b),),
            Certainty.STATED,
            year_from="phrase",
        )
    day = re.fullmatch(r"(\d{1,2}) (\w+)(?: (\d{4}).*)?", text)
    if day and (m := _month(day[2])):
        d = date(int(day[3]) if day[3] else _place(period, m), m, int(day[1]))
        return Term(
            phrase,
            TermKind.DAY,
            (Window(d, d),),
            Certainty.STATED if day[3] else Certainty.INFERRED,
            year_from="phrase" if day[3] else "period",
        )
    parts = [_month(w) for w in re.split(r"\s*[-–—]\s*", text)]
    if len(parts) <= 2 and all(parts):
        first, last = parts[0], parts[-1]
        assert first
        assert last
        y = _place(period, first)
        y2 = y + (last < first)
        kind = TermKind.MONTH if len(parts) == 1 else TermKind.MONTHS
        return Term(
            phrase,
            kind,
            (Window(date(y, first, 1), _end(y2, last)),),
            Certainty.INFERRED,
            year_from="period",
        )
    return Term(phrase, TermKind.UNRESOLVABLE, (), Certainty.NONE, notes=("пока не прочитано",))
