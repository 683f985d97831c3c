"""letter-outside-block: words that no block takes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-outside-block"
WRONG = '{% extends "shipped/ru/reminder.j2" %}\n\nЖдём вашего ответа!\n'
RIGHT = '{% extends "shipped/ru/reminder.j2" %}\n{# Ждём вашего ответа! #}\n'


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_words_below_the_blocks_are_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:3:1: E Слова «Ждём вашего ответа!» стоят вне блоков и в "
        "письмо не попадут. → Перенесите их внутрь: {% block content %} … {% endblock %}."
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_remark_outside_the_blocks_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
