"""Reading the terms of one roadmap, with issues at their places, and moments from days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Literal

from vekha.calendar import SendingHours, WorkCalendar, shift_to_working, to_utc
from vekha.dating.schedule import Moment
from vekha.issues import Issue, Place, Told
from vekha.reading.source import Path, path_text
from vekha.roadmap.programme import Roadmap
from vekha.terms import Certainty, Term, TermKind, Window, read_term
from vekha.terms.notes import Note
from vekha.wording import word

Direction = Literal["next", "previous", "stay"]


def clock_time(text: str) -> time:
    """«09:00» or «9.00» as a wall time."""
    hours, minutes = text.replace(".", ":").split(":")
    return time(int(hours), int(minutes))


@dataclass(slots=True)
class Dater:
    """Reads terms and makes moments for one roadmap; collects the issues on the way."""

    roadmap: Roadmap
    calendar: WorkCalendar
    hours: SendingHours
    issues: list[Issue] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of a path, or of what contains it."""
        for end in range(len(path), -1, -1):
            found = self.roadmap.places.get(path[:end])
            if found is not None:
                return found
        return Place("roadmap.yaml", 1, 1)

    def add(self, code: str, path: Path, **facts: object) -> None:
        """Note an issue at a path."""
        self.issues.append(Issue(code, self.place(path), path_text(path), facts))

    def read(self, text: str, path: Path, *, stage: Window | None = None) -> Term:
        """The reading of a term; a mended slip is noted."""
        term = self._read(text, stage, self.roadmap.file.language)
        if term.certainty is Certainty.ASSUMED and term.windows:
            reading = "; ".join(
                f"{w.start:%d.%m.%Y}–{w.until:%d.%m.%Y}"
                if w.start and w.start != w.until
                else f"{w.until:%d.%m.%Y}"
                for w in term.windows
            )
            problem = self.problem(text, stage=stage)
            self.add("term-mended", path, text=text, reading=reading, problem=problem)
        return term

    def problem(self, text: str, *, stage: Window | None = None) -> Told:
        """What the reading of a term remarks, for whoever reads it in whichever language."""
        return Told.by(lambda language: " ".join(self._remarks(text, stage, language)))

    def _remarks(self, text: str, stage: Window | None, language: str) -> list[str]:
        """The notes; findings quote the whole term, so that no note needs to say it once more."""
        whole = Note("unread", text).tell(language)
        instead = Note("nothing-found").tell(language)
        notes = self._read(text, stage, language).notes
        return [instead if note == whole else note for note in notes]

    def _read(self, text: str, stage: Window | None, language: str) -> Term:
        return read_term(
            text,
            period=self.roadmap.period,
            stage=stage,
            language=language,
            calendar=self.calendar,
        )

    def counts(self, text: str) -> bool:
        """Whether a term counts its days from an event."""
        return self._read(text, None, self.roadmap.file.language).kind is TermKind.OFFSET

    def why_off(self, day: date) -> Told | None:
        """Why a day is no working day; None where it is one."""
        if self.calendar.is_working(day):
            return None
        return Told.by(lambda language: self.calendar.reason(day, language=language) or "—")

    def day(
        self,
        text: str,
        path: Path,
        *,
        base: date | None = None,
        end: bool = False,
    ) -> tuple[date, Term] | None:
        """The day of a term: its first (or last) day, or so many days from `base`.

        A term that is not sure of itself gives none: no letter leaves on a guessed day.
        """
        if self._read(text, None, self.roadmap.file.language).doubted:
            self.add("term-unreadable", path, text=text, problem=self.problem(text))
            return None
        term = self.read(text, path)
        if term.kind is TermKind.OFFSET and term.offset and base is not None:
            if term.offset.working:
                return self.calendar.shift(base, term.offset.days), term
            return base + timedelta(days=term.offset.days), term
        if not term.windows:
            self.add("term-unreadable", path, text=text, problem=self.problem(text))
            return None
        last = term.until if end or term.start is None else term.start
        assert last is not None
        return last, term

    def moment(self, day: date, at: time, path: Path, *, move: Direction) -> Moment:
        """The moment of a wall time, moved into working time unless `move` is stay."""
        wall, shifted = datetime.combine(day, at), ""
        if move != "stay":
            moved = shift_to_working(wall, calendar=self.calendar, hours=self.hours, direction=move)
            if moved.date() != day:
                language = self.roadmap.file.language
                why = self.why_off(day) or Told.by(partial(word, "after-hours"))
                shifted = f"{day:%d.%m}: {why.to(language)}"
                self.add(
                    "moved-to-working-day",
                    path,
                    day=f"{day:%d.%m.%Y}",
                    why=why,
                    moved=f"{moved:%d.%m.%Y}",
                )
            wall = moved
        zone = self.roadmap.file.timezone
        utc = to_utc(wall.date(), wall.time(), zone)
        return Moment(utc, f"{wall:%Y-%m-%dT%H:%M}", zone, shifted)
