"""name-space: a name with a blank too many."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "name-space"
WRONG = """\
declared:
  tables:
    schools:
      title: Школы по районам
      columns:
        - {key: all, title: Всего школ}
        - {key: small, title: Из них МКШ, not_above: all}
        - {key: share, title: Доля МКШ, share: small, of: all}
      rows:
        - ["Северный район ", north, 30, 11, 37 %]
      total: [Итого, "", 30, 11, 37 %]
"""
RIGHT = """\
declared:
  tables:
    schools:
      title: Школы по районам
      columns:
        - {key: all, title: Всего школ}
        - {key: small, title: Из них МКШ, not_above: all}
        - {key: share, title: Доля МКШ, share: small, of: all}
      rows:
        - [Северный район, north, 30, 11, 37 %]
      total: [Итого, "", 30, 11, 37 %]
"""


def test_name_with_a_blank_behind_it_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:61:11: W В названии «Северный район » лишний пробел; согласуется "
        "«Северный район»."
    )
    assert issue.path == "declared.tables.schools.rows[0]"


def test_name_without_blanks_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
