"""letter-syntax: a template with a block that is not closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-syntax"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа.\n"
    "\n"
    '{{ button(link, "Открыть") }}'
)
RIGHT = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_block_that_is_not_closed_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:5:1: E Шаблон письма не читается: файл кончился, а «{% "
        "block %}» не закрыт: не хватает endblock. → Значения пишут в {{ … }}, команды – "
        "в {% … %}; каждый block, if и for закрывают."
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_closed_block_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
