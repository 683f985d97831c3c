"""stage-overlap: two stages at one time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan, inspect

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "stage-overlap"
TERM, LONGER = "    term: декабрь-май\n", "    term: ноябрь-май\n"


def test_stages_that_share_a_month_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((TERM, LONGER)), CODE)
    assert told(issue) == (
        "roadmap.yaml:28:5: W Этап «Работа» (ноябрь-май) идёт одновременно с этапом «Осень» "
        "(сентябрь-ноябрь). → Если так задумано, объявите это у этапа: overlaps: [autumn]."
    )
    assert issue.path == "stages.spring"


def test_stages_one_after_the_other_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small()
    assert find(files, CODE) == []
    assert plan_of(files)


def test_overlap_that_the_file_declares_is_listed_as_settled(small: Small) -> None:
    found = inspect(small((TERM, f"{LONGER}    overlaps: [autumn]\n")))
    assert [(i.code, i.path, why) for i, why in found.acknowledged] == [
        (CODE, "stages.spring", "overlaps: [autumn]")
    ]
    assert CODE not in {i.code for i in found.issues}
