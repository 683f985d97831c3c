"""The share of one number in another («доля МКШ»), from sums over the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.tally.districts import count_by_district
from vekha.tally.numbers import exact
from vekha.tally.questions import answer_to, asked_of
from vekha.tally.share import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vekha.answers import Sheet, Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.tally.districts import ByDistrict


def tally_ratio(
    roadmap: Roadmap, wave: Wave, *, part: Question, whole: Question
) -> ByDistrict[Share]:
    """Σ part / Σ whole by district, over those who gave both; both are whole numbers.

    A part above its whole is no part (`not_above` keeps such answers out when they are given, but
    not those given before the rule was written): that organisation is left out of both sums.
    """

    def count(sheets: Sequence[Sheet]) -> Share:
        both = ((exact(answer_to(part, s)), exact(answer_to(whole, s))) for s in sheets)
        pairs = [(p, w) for p, w in both if p is not None and w is not None and 0 <= p <= w]
        return Share(int(sum(p for p, _ in pairs)), int(sum(w for _, w in pairs)))

    sheets = asked_of(roadmap, part, asked_of(roadmap, whole, wave.sheets))
    return count_by_district(roadmap, sheets, count)
