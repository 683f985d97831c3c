"""order-after-activity: an order younger than the activity it commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

CODE = "order-after-activity"
PERFORMERS = "    performers: [directors]\n"
ORDER = "orders:\n  main: {{printed: Приказ № 5, date: {}.2023}}\n"


def test_order_younger_than_the_activity_is_told(small: Small, find: Find) -> None:
    [issue] = find(
        small((PERFORMERS, f"{PERFORMERS}    order: main\n"), append=ORDER.format("6.11")), CODE
    )
    assert told(issue) == (
        "roadmap.yaml:34:11: W Срок мероприятия № 1 («октябрь») начинается 01.10.2023, а "
        "приказ «Приказ № 5» издан позже: 06.11.2023. → Согласуется срок не раньше "
        "06.11.2023; или сошлитесь на приказ, действовавший раньше, или примите замечание в "
        "acknowledged."
    )
    assert issue.path == "activities[0].term"


def test_order_issued_within_the_term_is_silent(small: Small, find: Find, plan_of: PlanOf) -> None:
    files = small((PERFORMERS, f"{PERFORMERS}    order: main\n"), append=ORDER.format("6.10"))
    assert find(files, CODE) == []
    assert plan_of(files)


def test_basis_younger_than_the_activity_is_told(small: Small, find: Find) -> None:
    """The passport's basis commands every activity that names no order of its own."""
    basis = "passport:\n  - Основание: Приказ № 5\n"
    [issue] = find(small(append=ORDER.format("6.11") + basis), CODE)
    assert told(issue) == (
        "roadmap.yaml:34:11: W Срок мероприятия № 1 («октябрь») начинается 01.10.2023, а "
        "приказ «Приказ № 5» издан позже: 06.11.2023. → Согласуется срок не раньше "
        "06.11.2023; или сошлитесь на приказ, действовавший раньше, или примите замечание в "
        "acknowledged."
    )
