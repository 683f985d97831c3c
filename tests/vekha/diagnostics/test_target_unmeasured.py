"""target-unmeasured: a target that nothing measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "target-unmeasured"
WRONG = """\
targets:
  one: {printed: не менее 70 %, least: 70}
"""
RIGHT = """\
indicators:
  share: {title: Доля, questionnaire: form, numerator: &sum {sum: [teachers]}, denominator: *sum, unit: педагогов}
targets:
  one: {printed: не менее 70 %, least: 70, indicator: share}
"""


def test_target_that_nothing_measures_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:53:8: W Цель «не менее 70 %» не измеряет ни один показатель. → Укажите "
        "indicator или подтвердите замечание в acknowledged."
    )
    assert issue.path == "targets.one"


def test_target_with_an_indicator_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
