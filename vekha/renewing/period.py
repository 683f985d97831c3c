"""The text of a roadmap with another period; all but the period and the plan's years stays as it is.

Orders, the passport and comments name years that were printed: they are left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import yaml

from vekha.reading.source import Path, Source, read_source
from vekha.terms import Period, read_period

JULY = 7
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Where the plan says when: sections, and the keys of their entries.
_TERMS = {
    "stages": ("term",),
    "activities": ("term",),
    "days_off": ("term",),
    "surveys": ("opens", "closes"),
    "meetings": ("day", "invite", "remind"),
    "announcements": ("day",),
    "reports": ("day",),
}


class NotRenewable(ValueError):
    """The roadmap cannot be taken over: mend what is said first; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """A term whose year was changed; the line counts from 1."""

    line: int
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """The new text, the terms in it that were shifted, and the lines that still name old years."""

    content: bytes
    shifted: tuple[Shifted, ...]
    lines_left: tuple[int, ...]


def school_year_of(day: date) -> str:
    """The school year to which a day belongs, «2026/2027»; from July on it is the coming one."""
    first = day.year if day.month >= JULY else day.year - 1
    return f"{first}/{first + 1}"


def renew(content: bytes, *, period: str, file: str = "roadmap.yaml") -> Renewed:
    """The file for another period: years inside the plan's terms move by the same difference.

    Raises NotRenewable when the file or one of the two periods cannot be read.
    """
    source = read_source(content, file=file)
    if not isinstance(source.value, dict):
        issue = source.issues[0] if source.issues else None
        raise NotRenewable(f"{issue.place}: {issue.code}" if issue else f"{file}: empty")
    old, new = _period(str(source.value.get("period", ""))), _period(period)
    text = content.decode("utf-8-sig")
    years = new.start.year - old.start.year
    changes: list[tuple[int, int, str]] = []
    shifted: list[Shifted] = []
    spans = _spans(text)
    for path in (("period",), *_term_paths(source)):
        place = source.places.get(path)
        span = spans.get((place.line, place.column)) if place else None
        if place is None or span is None:
            continue  # taken over by an alias or a merge key: it changes where it is written
        start, end = span
        was = text[start:end]
        becomes = _with_period(was, period) if path == ("period",) else _shift(was, years)
        if becomes != was:
            changes.append((start, end, becomes))
            if path != ("period",):
                shifted.append(Shifted(place.line, was.strip(), becomes.strip()))
    made = text
    for start, end, becomes in sorted(changes, reverse=True):
        made = made[:start] + becomes + made[end:]
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    touched = {source.place(("period",)).line, *(s.line for s in shifted)}
    left = tuple(n for n in _lines_naming(text, old) if n not in touched)
    return Renewed(mark + made.encode(), tuple(shifted), left)


def _period(text: str) -> Period:
    found = read_period(text)
    if found is None:
        raise NotRenewable(f"period {text!r}: 2026/2027, 2026, 2025-08-01/2026-07-31")
    return found


def _spans(text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Where each scalar stands: (line, column), from 1 → its first character and the one after it."""
    spans = {}
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent):
            start, end = event.start_mark, event.end_mark
            assert start is not None
            assert end is not None
            spans[start.line + 1, start.column + 1] = (start.index, end.index)
    return spans


def _term_paths(source: Source) -> Iterator[Path]:
    """The paths of all terms of the plan that are written as text."""
    yield from _visit_paths(source)
    for section, keys in _TERMS.items():
        value = source.value.get(section)
        entries = value.items() if isinstance(value, dict) else enumerate(value or ())
        for key, entry in entries:
            if isinstance(entry, dict):
                yield from _texts(entry, (section, key), keys)
                rules = entry.get("rules")
                if isinstance(rules, dict):
                    at = (section, key, "rules")
                    yield from _texts(rules, at, ("escalation",))
                    reminders = rules.get("reminders")
                    for index in range(len(reminders) if isinstance(reminders, list) else 0):
                        yield (*at, "reminders", index)


def _visit_paths(source: Source) -> Iterator[Path]:
    """The terms that stand a level deeper: of single visits; and the programme's start."""
    yield from _texts(source.value, (), ("start",))
    tables = source.value.get("visits")
    for key, table in tables.items() if isinstance(tables, dict) else ():
        visits = table.get("visits") if isinstance(table, dict) else None
        for index, visit in enumerate(visits if isinstance(visits, list) else ()):
            if isinstance(visit, dict):
                yield from _texts(visit, ("visits", key, "visits", index), ("term",))


def _texts(entry: dict[str, object], path: Path, keys: tuple[str, ...]) -> Iterator[Path]:
    for key in keys:
        if isinstance(entry.get(key), str):
            yield (*path, key)


def _shift(text: str, years: int) -> str:
    return _YEAR.sub(lambda found: str(int(found.group()) + years), text)


def _with_period(was: str, period: str) -> str:
    """The new period in the quotes of the old one."""
    quote = was[0] if was[:1] in "\"'" else ""
    return f"{quote}{period}{quote}"


def _lines_naming(text: str, period: Period) -> Iterator[int]:
    """The lines in which a year of the old period stands, comments included."""
    old = {str(year) for year in range(period.start.year, period.until.year + 1)}
    for number, line in enumerate(text.splitlines(), start=1):
        if old & set(_YEAR.findall(line)):
            yield number
