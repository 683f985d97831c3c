"""letter-forbidden: a template that reaches for the inside of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-forbidden"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "{{ link.__class__ }}\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)
RIGHT = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "{{ link }}\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_inside_of_a_value_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:3:9: E Шаблон обращается к тому, что запрещено: "
        "«__class__». → Шаблон только печатает то, что дано письму."
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_value_itself_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
