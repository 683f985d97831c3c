"""A promise beyond the end of the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CLAUSE = """\
document:
  kind: regulations
  clauses:
    - number: "4.1."
      text: [Подключить другие муниципалитеты.]
      promises: в {} учебном году
"""


def test_long_term_when_the_promise_outlives_the_plan(small: Small, find: Find) -> None:
    (issue,) = find(small(append=CLAUSE.format("2024-2025")), "long-term")
    assert told(issue) == (
        "roadmap.yaml:55:7: W Пункт 4.1 обещает «в 2024-2025 учебном году» (до 31.05.2025), "
        "а план кончается 31.10.2023. → Продолжение впишите в дорожную карту следующего "
        "периода."
    )
    said = message_of(issue, language="ru")
    assert "Пункт 4.1 обещает «в 2024-2025 учебном году» (до 31.05.2025)" in said
    assert "план кончается 31.10.2023" in said


def test_promise_within_the_plan_is_kept(small: Small, find: Find) -> None:
    assert find(small(append=CLAUSE.format("2022-2023")), "long-term") == []
