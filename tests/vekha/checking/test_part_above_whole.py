"""part-above-whole: a part larger than its whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.catalogue import message_of
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
    assert issue.path == "declared.tables.schools.rows[0]"
    assert issue.place.line > 0
    text = message_of(issue, language="ru")
    assert [fact for fact in ("12", "11", "Всего школ") if fact not in text] == []
    assert message_of(issue, language="kk") != message_of(issue, language="en") != text


def test_part_equal_to_its_whole_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
