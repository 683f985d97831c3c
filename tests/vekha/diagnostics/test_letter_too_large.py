"""letter-too-large: a template longer than any letter may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from notifications.judging import judge_letters
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]

CODE = "letter-too-large"
WRONG = "А" * 60000
RIGHT = "А" * 40000


def found(files: Mapping[str, bytes]) -> list[Issue]:
    plan, issues = make_plan(files, beside=judge_letters(files))
    assert (plan is None) == any(told(one).find(": E ") > 0 for one in issues)
    return [issue for issue in issues if issue.code == CODE]


def test_picture_within_a_template_is_told(small: Small) -> None:
    [issue] = found({**small(), "letters/ru/_podpis.j2": WRONG.encode()})
    assert told(issue) == (
        "letters/ru/_podpis.j2:1:1: E Шаблон письма занимает 118 КБ, допустимо до 100 КБ."
        " → Более длинные письма почтовые программы обрезают. Картинкам и вложениям в "
        "шаблоне не место."
    )
    assert issue.path == "letters/ru/_podpis.j2"


def test_template_as_long_as_a_letter_is_silent(small: Small) -> None:
    assert found({**small(), "letters/ru/_podpis.j2": RIGHT.encode()}) == []
