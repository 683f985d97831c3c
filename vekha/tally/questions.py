"""One question counted: numbers, choices, the participation scale, files, texts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from vekha.tally.districts import count_by_district, in_roster_order
from vekha.tally.numbers import exact
from vekha.tally.share import Share
from vekha.tally.trace import list_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vekha.answers import Sheet, Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.districts import ByDistrict
    from vekha.tally.trace import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Base:
    """Who stands behind a figure. `asked` were asked this question and their answers count;
    `given` of them answered it, the rest left it blank."""

    asked: int
    given: int
    sources: tuple[Source, ...] = ()

    @property
    def blank(self) -> int:
        """Asked, answered the survey, and left this question empty."""
        return self.asked - self.given


@dataclass(frozen=True, slots=True)
class NumberTally:
    """Numbers given: their sum and mean; a mean of no numbers is None. A question of kind share is
    answered in percent, so its mean is the plain mean of the organisations' percentages."""

    base: Base
    total: Fraction

    @property
    def mean(self) -> Fraction | None:
        """The mean over those who gave a number."""
        return self.total / self.base.given if self.base.given else None


@dataclass(frozen=True, slots=True)
class ChoiceTally:
    """How often each choice was taken, in the questionnaire's order; one may take several."""

    base: Base
    counts: Mapping[str, int]

    def share(self, choice: str) -> Share:
        """Of those who answered the question."""
        return Share(self.counts[choice], self.base.given)


@dataclass(frozen=True, slots=True)
class ScaleTally:
    """The scale 0 / + / −. The three zeros are different answers and no part of any mean."""

    base: Base
    plus: int
    minus: int
    absent: int
    unplanned: int
    not_held: int

    @property
    def satisfaction(self) -> Share:
        """«+» of those who took part and judged."""
        return Share(self.plus, self.plus + self.minus)

    @property
    def participation(self) -> Share:
        """Those who took part, of those for whom it was planned and held."""
        took_part = self.plus + self.minus
        return Share(took_part, took_part + self.absent)


@dataclass(frozen=True, slots=True)
class FileTally:
    """Uploads: how many files in all; base.given handed in at least one."""

    base: Base
    files: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A text answer with the sheet it stands in."""

    sheet: Sheet
    text: str


def answer_to(question: Question, sheet: Sheet) -> Any:
    """The answer, or None where it was left blank."""
    answer = sheet.submission.answers.get(question.key) if sheet.submission else None
    if isinstance(answer, str):
        answer = answer.strip()
    return None if answer in ("", [], ()) else answer


def asked_of(roadmap: Roadmap, question: Question, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The sheets whose answers count and whose organisation is in the question's audience.

    The audience is read as the form reads it (questionnaire.questions_for), once for all sheets.
    """
    counting = tuple(sheet for sheet in sheets if sheet.answered)
    if not question.audience:
        return counting
    words = set(question.audience)
    members = {person.organisation for person in roadmap.audience(question.audience)}
    return tuple(
        sheet
        for sheet in counting
        if (organisation := sheet.respondent.organisation).key in members
        or words & {organisation.key, organisation.kind, organisation.district}
    )


def tally(
    roadmap: Roadmap, question: Question, wave: Wave, count: Callable[[Sequence[Sheet]], T]
) -> ByDistrict[T]:
    """Count a question district by district; `count` sees only those whom the question asked."""
    return count_by_district(roadmap, asked_of(roadmap, question, wave.sheets), count)


def tally_numbers(roadmap: Roadmap, question: Question, wave: Wave) -> ByDistrict[NumberTally]:
    """A question of kind number or share."""

    def count(sheets: Sequence[Sheet]) -> NumberTally:
        given = [(s, n) for s in sheets if (n := exact(answer_to(question, s))) is not None]
        return NumberTally(_base(sheets, given), sum((n for _, n in given), start=Fraction(0)))

    return tally(roadmap, question, wave, count)


def tally_choices(roadmap: Roadmap, question: Question, wave: Wave) -> ByDistrict[ChoiceTally]:
    """A question of kind choice or several."""

    def count(sheets: Sequence[Sheet]) -> ChoiceTally:
        taken = [(sheet, chosen) for sheet in sheets if (chosen := chosen_in(question, sheet))]
        counts = {
            choice.key: sum(choice.key in chosen for _, chosen in taken)
            for choice in question.choices
        }
        return ChoiceTally(_base(sheets, taken), counts)

    return tally(roadmap, question, wave, count)


def tally_scale(roadmap: Roadmap, question: Question, wave: Wave) -> ByDistrict[ScaleTally]:
    """A question of kind scale."""

    def count(sheets: Sequence[Sheet]) -> ScaleTally:
        marks = [(s, m) for s in sheets if (m := answer_to(question, s)) in _MARKS]
        given = [mark for _, mark in marks]
        return ScaleTally(_base(sheets, marks), *(given.count(mark) for mark in _MARKS))

    return tally(roadmap, question, wave, count)


def tally_files(roadmap: Roadmap, question: Question, wave: Wave) -> ByDistrict[FileTally]:
    """A question of kind file."""

    def count(sheets: Sequence[Sheet]) -> FileTally:
        given = [(s, f) for s in sheets if isinstance(f := answer_to(question, s), list)]
        return FileTally(_base(sheets, given), sum(len(files) for _, files in given))

    return tally(roadmap, question, wave, count)


def list_quotes(roadmap: Roadmap, question: Question, wave: Wave) -> tuple[Quote, ...]:
    """The texts given, in the order of the roster, word for word."""
    sheets = in_roster_order(roadmap, asked_of(roadmap, question, wave.sheets))
    answers = ((sheet, answer_to(question, sheet)) for sheet in sheets)
    return tuple(Quote(sheet, text) for sheet, text in answers if isinstance(text, str))


def chosen_in(question: Question, sheet: Sheet) -> frozenset[str]:
    """The choices taken by one organisation; empty where the question was left blank."""
    answer = answer_to(question, sheet)
    taken = [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []
    return frozenset(choice.key for choice in question.choices if choice.key in taken)


_MARKS = ("plus", "minus", "absent", "unplanned", "not-held")  # the order of ScaleTally's counts


def _base(asked: Sequence[Sheet], given: Sequence[tuple[Sheet, object]]) -> Base:
    return Base(len(asked), len(given), list_sources(sheet for sheet, _ in given))
