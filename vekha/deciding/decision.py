"""Decisions as values: letters to queue, documents to assemble, or why nothing is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vekha.actions.action import Action
from vekha.answers import Wave
from vekha.marks import MarkFact
from vekha.planning import Plan
from vekha.told import Standing, Told


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """One letter of an action: to whom, by which template, and the facts of the moment (JSON).

    What can be looked up when the letter is written (names, dates, links) is not in `facts`.
    """

    key: str
    template: str
    person: str
    organisation: str
    subject: str  # key of the survey, meeting or announcement
    facts: Mapping[str, Any] = field(default_factory=dict)
    thread: str = ""  # key of the letter it answers
    until_answered: bool = False  # pointless once the organisation has answered


@dataclass(frozen=True, slots=True)
class Do:
    """Carry the action out. `sentence` says in a line what that is, with its numbers."""

    sentence: str
    letters: tuple[LetterDraft, ...] = ()
    opens: str = ""  # survey to open: sheets and links are made
    closes: str = ""  # survey to close
    report: str = ""  # report to assemble


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing to carry out, as data: a code and a sentence; the action counts as done."""

    code: str
    sentence: str


Decision = Do | NotDone


@dataclass(frozen=True, slots=True)
class Facts:
    """How the world stands: waves by survey, marks by activity, what is known of addresses."""

    waves: Mapping[str, Wave] = field(default_factory=dict)
    marks: Mapping[str, MarkFact] = field(default_factory=dict)
    assembled: frozenset[str] = frozenset()  # reports that exist
    dead: Mapping[str, str] = field(default_factory=dict)  # address → why no letter arrives there
    calls: Mapping[str, str] = field(default_factory=dict)  # address → since when it wants calls
    told: tuple[Told, ...] = ()  # who knows which date of the action's subject
    standing: Standing | None = None  # how that date stands; there whenever `told` is


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a decision is made from."""

    action: Action
    plan: Plan
    facts: Facts
    now: datetime

    @property
    def language(self) -> str:
        """The roadmap's language, for sentences."""
        return self.plan.roadmap.file.language

    @property
    def wave(self) -> Wave:
        """The wave of the action's survey."""
        return self.facts.waves[self.action.subject]

    def key(self, person: str) -> str:
        """The key of the action's letter to a person."""
        return f"{self.action.key}/{person}"
