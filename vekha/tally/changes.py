"""What changed between two waves, on those organisations only that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from vekha.tally.districts import group_by_district, organisation_of
from vekha.tally.numbers import exact
from vekha.tally.questions import answer_to, asked_of, chosen_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vekha.answers import Sheet, Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.districts import ByDistrict


@dataclass(frozen=True, slots=True)
class Change:
    """A figure then and now over the same organisations; `then`, `now` None without any.

    Sums for numbers; 0 to 1 where `share` (answers in percent, choices, the scale). `comparable`
    organisations have a value in both waves; the bases count those with a value in each.
    """

    then: Fraction | None
    now: Fraction | None
    comparable: int
    base_then: int
    base_now: int
    share: bool

    @property
    def difference(self) -> Fraction | None:
        """Now less then, exact: it is rounded once, not taken from two rounded figures."""
        return None if self.then is None or self.now is None else self.now - self.then


def read_values(
    roadmap: Roadmap, question: Question, wave: Wave, *, choice: str = ""
) -> Mapping[str, Fraction]:
    """Organisation → its value: the number; a percentage as 0 to 1; 1 or 0 for a choice taken or
    not and for «+» or «−». The zeros of the scale and blanks have no value."""
    found = (
        (organisation_of(sheet), _value(question, sheet, choice))
        for sheet in asked_of(roadmap, question, wave.sheets)
    )
    return {organisation: value for organisation, value in found if value is not None}


def compare_waves(
    roadmap: Roadmap, question: Question, *, then: Wave, now: Wave, choice: str = ""
) -> ByDistrict[Change]:
    """The change of one question (of one `choice` of it where it is a choice), by district."""
    before = read_values(roadmap, question, then, choice=choice)
    after = read_values(roadmap, question, now, choice=choice)
    share = question.kind != "number"

    def count(organisations: Sequence[str]) -> Change:
        both = [key for key in organisations if key in before and key in after]
        return Change(
            then=_together([before[key] for key in both], mean=share),
            now=_together([after[key] for key in both], mean=share),
            comparable=len(both),
            base_then=sum(key in before for key in organisations),
            base_now=sum(key in after for key in organisations),
            share=share,
        )

    everyone = dict.fromkeys([*before, *after])
    return group_by_district(roadmap, everyone, organisation=str, count=count)


def _value(question: Question, sheet: Sheet, choice: str) -> Fraction | None:
    match question.kind:
        case "number":
            return exact(answer_to(question, sheet))
        case "share":
            percent = exact(answer_to(question, sheet))
            return None if percent is None else percent / 100
        case "scale":
            mark = answer_to(question, sheet)
            return Fraction(mark == "plus") if mark in ("plus", "minus") else None
        case "choice" | "several":
            taken = chosen_in(question, sheet)
            return Fraction(choice in taken) if taken else None
        case _:
            return None


def _together(values: Sequence[Fraction], *, mean: bool) -> Fraction | None:
    if not values:
        return None
    total = sum(values, start=Fraction(0))
    return total / len(values) if mean else total
