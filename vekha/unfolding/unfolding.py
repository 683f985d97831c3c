"""What is written out so far, with the place in the file that each thing comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from vekha.calendar import WorkCalendar
from vekha.issues import Issue, Place
from vekha.reading.source import Path, path_text
from vekha.roadmap.people import Person
from vekha.roadmap.plan import Activity, Announcement, Meeting, Report
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.survey import Questionnaire, Survey
from vekha.roadmap.words import LANGUAGES, Words
from vekha.terms import Term, TermKind, read_term


@dataclass(slots=True)
class Unfolding:
    """The roadmap as it was written, and what grows out of it."""

    roadmap: Roadmap
    calendar: WorkCalendar
    meetings: dict[str, Meeting] = field(default_factory=dict)
    surveys: dict[str, Survey] = field(default_factory=dict)
    questionnaires: dict[str, Questionnaire] = field(default_factory=dict)
    announcements: dict[str, Announcement] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    parts: dict[str, list[Activity]] = field(default_factory=dict)  # by the activity they are of
    places: dict[Path, Place] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    _audiences: dict[tuple[str, ...], tuple[Person, ...]] = field(default_factory=dict)

    def read(self, text: str) -> Term:
        """The reading of a term."""
        file = self.roadmap.file
        return read_term(
            text, period=self.roadmap.period, language=file.language, calendar=self.calendar
        )

    def day(self, text: str, *, base: date) -> str:
        """The ISO day that a term means, seen from `base`; what cannot be read is left as written.

        Dating then says what is wrong with it, at the place it comes from.
        """
        term = self.read(text)
        if term.kind is not TermKind.OFFSET or not term.offset:
            return text
        days = term.offset.days
        try:
            moved = self.calendar.shift(base, days) if term.offset.working else None
            return (moved or base + timedelta(days=days)).isoformat()
        except (ValueError, OverflowError):  # no such day: dating says so
            return text

    def working(self, day: date, *, later: bool = True) -> date:
        """The working day that is not before (or not after) `day`; itself where there is none."""
        try:
            return self.calendar.next_working(day) if later else self.calendar.previous_working(day)
        except ValueError:
            return day

    def place(self, path: Path) -> Place:
        """The place of a path, or of what contains it."""
        for end in range(len(path), -1, -1):
            found = self.roadmap.places.get(path[:end])
            if found is not None:
                return found
        return Place("roadmap.yaml", 1, 1)

    def stems_from(self, path: Path, *, source: Path) -> None:
        """What stands at `path` was written at `source`: issues about it point there."""
        self.places[path] = self.place(source)

    def add(self, code: str, path: Path, **facts: object) -> None:
        """Note an issue."""
        self.issues.append(Issue(code, self.place(path), path_text(path), facts))

    def twice(self, path: Path, *, source: Path) -> None:
        """What would be written out stands in the file already, under the same key."""
        first = self.place(source).line
        self.add("duplicate-key", path, key=str(path[-1]), first=first)

    def people(self, roles: Iterable[str], organisations: Iterable[str]) -> tuple[Person, ...]:
        """Those of the roles who belong to the organisations, in the order of the roles."""
        wanted, named = set(organisations), tuple(roles)
        if named not in self._audiences:
            self._audiences[named] = self.roadmap.audience(named)
        return tuple(p for p in self._audiences[named] if p.organisation in wanted)

    def label(self, organisation: str) -> str:
        """An organisation's short name."""
        found = self.roadmap.organisations.get(organisation)
        return found.label if found else organisation


def each_language(pattern: str, *words: Words) -> Words:
    """A text put together of others, in every language that the first of them has."""
    texts = {
        language: pattern.format(*(one.to(language) for one in words))
        for language in LANGUAGES
        if getattr(words[0], language)
    }
    return Words.model_validate(texts)
