"""letter-misplaced: a folder of templates in a language that is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-misplaced"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём ответа.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
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


def test_folder_of_another_language_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/kz/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/kz: E В папке letters нечто лишнее: «kz»; шаблоны писем ищут только в "
        "папках ru, kk и en. → Возможно, имелось в виду «kk»."
    )
    assert issue.path == "letters/kz"


def test_template_in_its_language_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
