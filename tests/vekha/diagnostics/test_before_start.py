"""Activities that come before the programme starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]


def test_before_start_when_an_activity_ends_earlier(small: Small, find: Find) -> None:
    (issue,) = find(small(append="start: 17 ноября 2023 года\n"), "before-start")
    assert told(issue) == (
        "roadmap.yaml:34:11: I Мероприятия № 1 («октябрь») идут раньше старта 17.11.2023; "
        "для подготовки это обычно."
    )
    said = message_of(issue, language="ru")
    assert "№ 1 («октябрь»)" in said
    assert "старта 17.11.2023" in said


def test_activity_after_the_start_is_not_early(small: Small, find: Find) -> None:
    assert find(small(append="start: 17 сентября 2023 года\n"), "before-start") == []
