"""alias: another spelling of a name of the roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "alias"
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
        - [Севёрный район, north, 30, 11, 37 %]
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


def test_other_spelling_of_a_district_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:61:11: W «Севёрный район» – другое написание названия «Северный район»."
    )
    assert issue.path == "declared.tables.schools.rows[0]"


def test_spelling_of_the_roster_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
