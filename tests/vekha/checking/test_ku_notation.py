"""ku-notation: a coefficient written otherwise than explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
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
    assert issue.path == "declared.coefficients.ku.lines[0]"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("КУ >10", "КУ < 1") if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_sign_that_its_explanation_confirms_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
