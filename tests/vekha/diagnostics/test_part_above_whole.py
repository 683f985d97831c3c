"""part-above-whole: a part larger than its whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "part-above-whole"
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
        - [Северный район, north, 11, 12, 109 %]
      total: [Итого, "", 11, 11, 100 %]
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
        - [Северный район, north, 11, 11, 100 %]
      total: [Итого, "", 11, 11, 100 %]
"""


def test_part_above_its_whole_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:61:11: E Северный район: «Из них МКШ» – 12, больше, чем «Всего школ» – "
        "11. → Согласуется не больше 11."
    )
    assert issue.path == "declared.tables.schools.rows[0]"


def test_part_equal_to_its_whole_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
