"""letter-unknown-variable: a value that the letter has not got."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-unknown-variable"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа: {{ survey_titel }}.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)
RIGHT = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа: {{ survey_title }}.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_name_with_a_slip_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:3:17: E В этом письме нет значения «survey_titel». → "
        "Возможно, имелось в виду «survey_title»."
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_value_of_the_letter_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
