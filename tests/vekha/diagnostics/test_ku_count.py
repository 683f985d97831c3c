"""ku-count: more organisations said than named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "ku-count"
WRONG = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ 4 показали 3 школы, value: 4, count: 3, organisations: [city, village]}
"""
RIGHT = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ 4 показали 2 школы, value: 4, count: 2, organisations: [city, village]}
"""


def test_more_organisations_said_than_named_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:57:11: E «КУ 4 показали 3 школы»: организаций сказано 3, названо 2."
    )
    assert issue.path == "declared.coefficients.ku.lines[0]"


def test_as_many_organisations_said_as_named_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
