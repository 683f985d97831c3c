"""unlabelled-total: a total row without a label."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "unlabelled-total"
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
        - [Северный район, north, 30, 11, 37 %]
      total: ["", "", 30, 11, 37 %]
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


def test_total_without_a_label_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:62:14: W В таблице «Школы по районам» итоговая строка без подписи; "
        "согласуется «Итого»."
    )
    assert issue.path == "declared.tables.schools.total"


def test_total_with_a_label_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
