"""mixed-precision: rows and total with different numbers of decimals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "mixed-precision"
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
      total: [Итого, "", 30, 11, "36,7 %"]
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


def test_total_more_precise_than_its_rows_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:62:14: W Столбец «Доля МКШ»: знаков после запятой в строках 0, в итоге 1."
    )
    assert issue.path == "declared.tables.schools.total"


def test_total_as_precise_as_its_rows_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
