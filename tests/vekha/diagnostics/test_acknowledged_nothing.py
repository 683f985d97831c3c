"""acknowledged-nothing: a finding is acknowledged that does not exist any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "acknowledged-nothing"
ACKNOWLEDGED = "acknowledged:\n  - {code: stage-overlap, reason: так задумано}\n"
TERM, LONGER = "    term: декабрь-май\n", "    term: ноябрь-май\n"


def test_acknowledgement_of_nothing_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=ACKNOWLEDGED), CODE)
    assert told(issue) == (
        "roadmap.yaml:53:5: W В acknowledged принято замечание «stage-overlap», но такого "
        "замечания больше нет. → Уберите эту строку из acknowledged."
    )
    assert issue.path == "acknowledged[0]"


def test_acknowledgement_of_what_is_there_is_silent(
    small: Small, find: Find, plan_of: PlanOf
) -> None:
    files = small((TERM, LONGER), append=ACKNOWLEDGED)
    assert find(files, CODE) == []
    assert plan_of(files)


def test_acknowledgement_of_another_place_is_told(small: Small, find: Find) -> None:
    elsewhere = ACKNOWLEDGED.replace("reason", "path: stages.autumn, reason")
    files = small((TERM, LONGER), append=elsewhere)
    [issue] = find(files, CODE)
    assert told(issue) == (
        "roadmap.yaml:53:5: W В acknowledged принято замечание «stage-overlap "
        "stages.autumn», но такого замечания больше нет. → Уберите эту строку из "
        "acknowledged."
    )
    assert len(find(files, "stage-overlap")) == 1
