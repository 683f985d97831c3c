"""An information without one number of participants or result."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

INFORMATION = "document:\n  kind: information\n"
QUESTION = "            kind: number\n"


def test_no_indicators_when_nothing_is_counted(small: Small, find: Find) -> None:
    (issue,) = find(small(append=INFORMATION), "no-indicators")
    assert told(issue) == (
        "roadmap.yaml:53:9: W В документе нет ни одного показателя: ни числа участников, ни "
        "ожидаемого результата. → Впишите result у мероприятий или отметьте вопросы "
        "key_indicator: true."
    )
    assert "ни одного показателя" in message_of(issue, language="ru")


def test_key_indicator_is_one(small: Small, find: Find) -> None:
    files = small((QUESTION, QUESTION + "            key_indicator: true\n"), append=INFORMATION)
    assert find(files, "no-indicators") == []


def test_expected_result_is_one(small: Small, find: Find) -> None:
    term = "    term: октябрь\n"
    files = small((term, term + "    result: Отчёт\n"), append=INFORMATION)
    assert find(files, "no-indicators") == []
