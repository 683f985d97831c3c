"""case: a month in the wrong case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "case"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'В февраля месяце 2021 года прошёл семинар.'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'В феврале месяце 2021 года прошёл семинар.'
"""


def test_month_in_the_wrong_case_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert issue.path == "declared.text[0].text[0]"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("В февраля месяце", "В феврале месяце") if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_month_in_the_right_case_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
