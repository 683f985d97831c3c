"""ku-notation: a coefficient written otherwise than explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "ku-notation"
WRONG = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ >10 (менее 1 из 10), value: 1, bound: less, organisations: [city, village]}
"""
RIGHT = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ <1 (менее 1 из 10), value: 1, bound: less, organisations: [city, village]}
"""


def test_sign_that_its_explanation_denies_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:57:11: E «КУ >10 (менее 1 из 10)»: написано «КУ >10», а по пояснению "
        "согласуется «КУ < 1»."
    )
    assert issue.path == "declared.coefficients.ku.lines[0]"


def test_sign_that_its_explanation_confirms_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
