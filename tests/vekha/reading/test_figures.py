"""References of indicators, targets, report sections and declared figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

SHARE = """\
indicators:
  share:
    title: Доля
    questionnaire: form
    numerator: {sum: [teachers]}
    denominator: {sum: [teachers]}
    unit: педагогов
reports:
  progress:
    title: Ход работы
    kind: progress
    survey: study
    sections:
      - text: ["Педагогов {teachers} ({share}) в {districts} районах."]
        activities: [study]
        indicators: [share]
        tables:
          - {title: По районам, columns: [{title: Педагогов, sum: teachers}]}
"""


def test_known_references_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=SHARE), "unknown-reference") == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("numerator: {sum: [teachers]}", "numerator: {sum: [teacher]}", "numerator.sum[0]"),
        ("questionnaire: form", "questionnaire: forms", "indicators.share.questionnaire"),
        ("{teachers} ({share})", "{techers} ({share})", "sections[0].text[0]"),
        ("indicators: [share]", "indicators: [shore]", "sections[0].indicators[0]"),
        ("activities: [study]", "activities: [study-2]", "sections[0].activities[0]"),
        ("sum: teachers}", "sum: pupils}", "columns[0].sum"),
    ],
)
def test_unknown_reference_is_told_at_its_place(
    small: Small, find: Find, old: str, new: str, path: str
) -> None:
    assert SHARE.count(old) == 1
    found = find(small(append=SHARE.replace(old, new)), "unknown-reference")
    assert [issue.path for issue in found if issue.path.endswith(path)]


@pytest.mark.parametrize(
    "declared",
    [
        "partitions: {one: {title: Все, of: 2, parts: [a, b]}}",
        "figures: {one: {printed: 5 %, share: 5, items: [nothing]}}",
        "figures: {one: {printed: 5 %, share: 5, level: ВВ}}",
        "coefficients: {ku: {title: КУ, questionnaire: no, lines: []}}",
    ],
)
def test_declared_figures_refer_to_what_is_there(small: Small, find: Find, declared: str) -> None:
    assert find(small(append=f"declared:\n  {declared}\n"), "unknown-reference")
