"""letter-has-tags: HTML in the words of a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-has-tags"
WRONG = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    "Ждём <b>ответа</b>.\n"
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)
RIGHT = (
    '{% extends "shipped/ru/reminder.j2" %}\n'
    "{% block content %}\n"
    'Ждём {{ strong("ответа") }}; больше < меньше.\n'
    "\n"
    '{{ button(link, "Открыть") }}\n'
    "{% endblock %}\n"
)


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_markup_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/reminder.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/reminder.j2:3:6: W Разметка «<b>» в письме без оформления будет видна"
        ' как есть. → Пишите слова; выделить – {{ strong("…") }}, список – {{ '
        "bullets([…]) }}, абзацы – пустой строкой."
    )
    assert issue.path == "letters/ru/reminder.j2"


def test_shape_of_the_letter_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/reminder.j2": RIGHT.encode()}) == []
