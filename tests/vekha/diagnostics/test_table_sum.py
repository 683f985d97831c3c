"""table-sum: a total that its rows do not add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "table-sum"
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
      total: [Итого, "", 31, 11, 37 %]
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


def test_total_other_than_the_sum_of_its_rows_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:62:14: E В столбце «Всего школ» итог 31, а сумма строк 30. → "
        "Согласуется 30; проверьте строки или итог."
    )
    assert issue.path == "declared.tables.schools.total"


def test_total_that_is_the_sum_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
