"""letter-unknown-name: a template that no letter reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-unknown-name"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)
RIGHT = "С уважением, отдел образования\n"


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_name_with_a_slip_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/remainder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/remainder.j2: E Письма «remainder.j2» нет, этот шаблон никто не "
        "прочтёт. → Возможно, имелось в виду «reminder.j2»."
    )
    assert issue.path == "letters/ru/remainder.j2"


def test_part_that_others_take_in_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/_podpis.j2": RIGHT.encode()}) == []
