"""Indicators by formula: their two sides counted from answers, by district and by organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from vekha.tally.districts import count_by_district, in_roster_order, organisation_of
from vekha.tally.numbers import NO_BREAK, NONE, exact, print_number
from vekha.tally.questions import answer_to, asked_of

if TYPE_CHECKING:
    from vekha.answers import Sheet, Wave
    from vekha.roadmap.figures import Counted, Indicator
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.districts import ByDistrict

_NOT_OFFERED = ("unplanned", "not-held")
_NOT_PART = (*_NOT_OFFERED, "absent")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's two sides; `out_of` is 100 for a share, 10 for a coefficient «из 10»."""

    numerator: Fraction
    denominator: Fraction
    out_of: int = 100

    @property
    def value(self) -> Fraction | None:
        """The figure, 0 to `out_of` where the numerator is a part; None without a base."""
        return self.out_of * self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> float | None:
        """The figure as a percentage, for levels and targets."""
        value = self.value
        return None if value is None else float(100 * value / self.out_of)

    def text(self, *, language: str, decimals: int) -> str:
        """«69,6 %», «6», or «—» where there is no base."""
        number = print_number(self.value, language=language, decimals=decimals)
        if self.value is None:
            return NONE
        if self.out_of != 100:
            return number
        return f"{number}%" if language == "en" else f"{number}{NO_BREAK}%"


def tally_indicator(roadmap: Roadmap, indicator: Indicator, wave: Wave) -> ByDistrict[Figure]:
    """An indicator by district, with the total counted from all answers."""
    count = _counter(roadmap, indicator, wave)
    return count_by_district(roadmap, _sheets(roadmap, indicator, wave), count)


def tally_each(
    roadmap: Roadmap, indicator: Indicator, wave: Wave
) -> tuple[tuple[Sheet, Figure], ...]:
    """An indicator of each organisation that answered, in the roster's order (КУ)."""
    count = _counter(roadmap, indicator, wave)
    sheets = in_roster_order(roadmap, _sheets(roadmap, indicator, wave))
    return tuple((sheet, count([sheet])) for sheet in sheets)


def took_part(answer: Any) -> bool:
    """Whether an answer says that the organisation took part: «+», «–», a number above 0, a «yes»."""
    if answer is None or answer in _NOT_PART:
        return False
    number = exact(answer)
    return number > 0 if number is not None else True


def _sheets(roadmap: Roadmap, indicator: Indicator, wave: Wave) -> tuple[Sheet, ...]:
    if not indicator.audience:
        return wave.answered
    wanted = {organisation.key for organisation in roadmap.organisations_of(indicator.audience)}
    return tuple(sheet for sheet in wave.answered if organisation_of(sheet) in wanted)


def _counter(
    roadmap: Roadmap, indicator: Indicator, wave: Wave
) -> Callable[[Sequence[Sheet]], Figure]:
    questionnaire = roadmap.file.questionnaires[indicator.questionnaire]
    questions = {question.key: question for question in questionnaire.questions}
    named = {key for side in _sides(indicator) for key in side.of[1] if key in questions}
    asked = {
        key: frozenset(map(organisation_of, asked_of(roadmap, questions[key], wave.sheets)))
        for key in named
    }
    sums = all(side.of[0] == "sum" for side in _sides(indicator))

    def count(sheets: Sequence[Sheet]) -> Figure:
        # A share of two sums is taken over those who gave both numbers.
        both = [s for s in sheets if _gave(named, questions, s)] if sums else sheets
        numerator, denominator = (
            sum((_one(side, questions, asked, sheet) for sheet in both), start=Fraction(0))
            for side in _sides(indicator)
        )
        return Figure(numerator, denominator, indicator.out_of)

    return count


def _sides(indicator: Indicator) -> tuple[Counted, Counted]:
    return indicator.numerator, indicator.denominator


def _gave(keys: Iterable[str], questions: Mapping[str, Question], sheet: Sheet) -> bool:
    return all(exact(answer_to(questions[key], sheet)) is not None for key in keys)


def _one(
    counted: Counted,
    questions: Mapping[str, Question],
    asked: Mapping[str, frozenset[str]],
    sheet: Sheet,
) -> Fraction:
    """What one organisation adds to one side."""
    name, keys = counted.of
    mine = [key for key in keys if organisation_of(sheet) in asked.get(key, ())]
    answers = [answer_to(questions[key], sheet) for key in mine]
    match name:
        case "sum":
            return sum((exact(answer) or Fraction(0) for answer in answers), start=Fraction(0))
        case "organisations":
            return Fraction(any(took_part(answer) for answer in answers))
        case "places":
            return Fraction(sum(took_part(answer) for answer in answers))
        case "satisfied":
            return Fraction(sum(answer == "plus" for answer in answers))
        case "judged":
            return Fraction(sum(answer in ("plus", "minus") for answer in answers))
        case "asked":
            return Fraction(bool(mine))
        case _:
            held = [a for a in answers if a is not None and a not in _NOT_OFFERED]
            return Fraction(len(held))
