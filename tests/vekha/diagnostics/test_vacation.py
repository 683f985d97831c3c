"""A term in the summer holidays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

STAGED = "    term: октябрь\n    stage: autumn\n"


def test_vacation_when_the_term_is_in_july(small: Small, find: Find) -> None:
    (issue,) = find(small((STAGED, "    term: июль\n"), *NO_SURVEY), "vacation")
    assert told(issue) == (
        "roadmap.yaml:34:11: W Мероприятие № 1 («июль») вне учебного года: занятия кончаются "
        "31.05.2024."
    )
    assert "занятия кончаются 31.05.2024" in message_of(issue, language="ru")


def test_may_is_in_the_school_year(small: Small, find: Find) -> None:
    assert find(small((STAGED, "    term: май\n"), *NO_SURVEY), "vacation") == []


NO_SURVEY = (
    (
        "surveys:\n  study:\n    title: Опрос\n    questionnaire: form\n    activity: study\n"
        "    audience: [directors]\n",
        "",
    ),
)
