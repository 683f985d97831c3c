"""Questions made from activities: the plan's list is the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vekha.issues import Issue
from vekha.planning import Plan, make_plan
from vekha.questionnaire import questions_for

Small = Callable[..., dict[str, bytes]]

OWN = """\
        questions:
          - key: teachers
            kind: number
            text: Сколько педагогов?
"""
ITEMS = """\
        items:
          activities: [study]
          zeros: [{key: not-held, text: не проводилось}]
"""


def test_item_has_the_activity_s_number_words_and_audience(
    small: Small, plan_of: Callable[[Mapping[str, bytes]], Plan]
) -> None:
    audience = (
        "    performers: [directors]\n",
        "    performers: [directors]\n    audience: [city]\n",
    )
    roadmap = plan_of(small((OWN, ITEMS + OWN), audience)).roadmap
    form = roadmap.file.questionnaires["form"]
    item, own = form.questions
    assert (item.key, item.text.ru, item.kind) == ("study", "1. Исследование", "scale")
    assert [zero.key for zero in item.zeros] == ["not-held"]
    assert (item.activity, own.key) == ("study", "teachers")
    asked = {
        key: [q.key for q in questions_for(form, roadmap, roadmap.organisations[key])]
        for key in ("city", "village")
    }
    assert asked == {"city": ["study", "teachers"], "village": ["teachers"]}


def test_item_of_an_unknown_activity_is_told(
    small: Small, find: Callable[[Mapping[str, bytes], str], list[Issue]]
) -> None:
    [issue] = find(small((OWN, ITEMS.replace("[study]", "[studdy]") + OWN)), "unknown-reference")
    assert issue.facts["nearest"] == "study"


@pytest.mark.parametrize(
    "items", ["items: 3", "items: {activities: 3}", "items: {activities: [[]]}", "items: [study]"]
)
def test_items_of_a_wrong_shape_are_refused(small: Small, items: str) -> None:
    plan, issues = make_plan(small((OWN, f"        {items}\n")))
    assert plan is None
    assert all(issue.place.line > 0 for issue in issues)
