"""protocol-incomplete: minutes without what minutes must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "protocol-incomplete"
WRONG = """\
declared:
  minutes:
    one:
      title: Заседание
      day: 17 февраля 2024
      secretary: anna
      agenda: [Итоги]
      present: [{printed: Иванова А.}]
      heard: [{text: Принято решение о сборнике.}]
"""
RIGHT = """\
declared:
  minutes:
    one:
      title: Заседание
      day: 17 февраля 2024
      secretary: anna
      agenda: [Итоги]
      present: [{printed: Иванова А.}]
      heard: [{text: Принято решение о сборнике.}]
      number: "1"
      chairman: anna
      decided: [Издать сборник]
"""


def test_minutes_without_number_chairman_and_decisions_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:7: W В протоколе «Заседание» нет: номер, председатель, РЕШИЛИ. "
        "Решения стоят среди выступлений: Принято решение о сборнике."
    )
    assert issue.path == "declared.minutes.one"
    text = message_of(issue, language="ru")
    assert [
        fact
        for fact in ("номер, председатель, РЕШИЛИ", "Принято решение о сборнике")
        if fact not in text
    ] == []


def test_complete_minutes_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
