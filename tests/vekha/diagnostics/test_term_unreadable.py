"""term-unreadable: a term that cannot be read, where a day is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "term-unreadable"
AUDIENCE = "    audience: [directors]\n"


def test_opening_some_day_is_told(small: Small, find: Find) -> None:
    [issue] = find(small((AUDIENCE, AUDIENCE + "    opens: когда-нибудь потом\n")), CODE)
    assert told(issue) == (
        "roadmap.yaml:52:12: E Срок «когда-нибудь потом» не прочитан. В нём не нашлось ни дня, "
        "ни месяца, ни того, как часто. → Пишут, например: октябрь-ноябрь; до 25 декабря; 2024-02-01; "
        "за 5 рабочих дней до закрытия."
    )
    assert issue.path == "surveys.study.opens"


def test_opening_on_a_day_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((AUDIENCE, AUDIENCE + "    opens: 9 октября\n"))
    assert find(files, CODE) == []
    assert plan_of(files)
