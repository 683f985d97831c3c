"""letter-unfillable: a template built upon itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-unfillable"
WRONG = '{% extends "ru/reminder.j2" %}\n'
RIGHT = '{% extends "shipped/ru/reminder.j2" %}\n'


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_template_built_upon_itself_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:1:13: E Письмо по этому шаблону не составить: шаблон "
        "построен на самом себе. → Чтобы дополнить готовое письмо, начните с {% extends "
        '"shipped/ru/reminder.j2" %}.'
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_template_built_upon_the_shipped_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
