"""letter-without-link: a reminder by which nobody can answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-without-link"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n{% block content %}\nЖдём ответа.\n{% endblock %}\n'
)
RIGHT = (
    '{% extends "shipped/ru/escalation.j2" %}\n{% block content %}\nЖдём ответа.\n{% endblock %}\n'
)


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_reminder_without_its_link_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:1:1: W В письме нет личной ссылки: ответить по нему "
        'нельзя. → Поставьте {{ button(link, "Открыть и ответить") }} в блок content.'
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_escalation_has_none_anyway_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/escalation.j2": RIGHT.encode()}) == []
