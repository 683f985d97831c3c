"""performer-not-a-person: an order where a performer should stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "performer-not-a-person"
PERFORMERS = "    performers: [directors]\n"


def test_order_as_a_performer_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((PERFORMERS, "    performers_printed: УО Приказ №5\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:36:25: W У мероприятия № 1 исполнителем назван документ, а не человек: "
        "«УО Приказ №5»."
    )
    assert issue.path == "activities[0].performers_printed"


def test_director_of_a_school_with_a_number_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small((PERFORMERS, "    performers_printed: Директор школы №5\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
