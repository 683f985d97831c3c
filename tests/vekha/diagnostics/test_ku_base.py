"""ku-base: a coefficient out of a number that nothing explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "ku-base"
WRONG = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      questionnaire: form
      lines:
        - {printed: КУ 1 (1 из 10), value: 1, of: 10, organisations: [city, village]}
"""
RIGHT = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      questionnaire: form
      lines:
        - {printed: КУ 1 (1 из 1), value: 1, of: 1, organisations: [city, village]}
"""


def test_base_that_nothing_explains_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:7: E «Коэффициент участия»: коэффициент «из 10», а пунктов в анкете "
        "1, разделов 1; откуда 10, не сказано."
    )
    assert issue.path == "declared.coefficients.ku"


def test_base_that_is_the_number_of_items_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
