"""weekend: a day that is no working day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "weekend"


def wrong(small: Small) -> dict[str, bytes]:
    return small(("    term: октябрь\n", "    term: 21.10.2023\n"))


def right(small: Small) -> dict[str, bytes]:
    return small(("    term: октябрь\n", "    term: 20.10.2023\n"))


def test_day_on_a_saturday_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:34:11: W «21.10.2023»: 21.10.2023 – суббота; ближайший рабочий день "
        "23.10.2023."
    )
    assert issue.path == "activities[0].term"


def test_day_on_a_friday_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
