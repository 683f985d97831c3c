"""Activities for which nobody is responsible."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

PERFORMERS = "    performers: [directors]\n"


def test_no_responsible_when_no_activity_has_one(small: Small, find: Find) -> None:
    (issue,) = find(small((PERFORMERS, "")), "no-responsible")
    assert told(issue) == (
        "roadmap.yaml:31:3: W Ответственные не названы: мероприятий без них 1 из 1 (№ 1). → "
        "Отметки спросят у координаторов; ответственных впишите в performers."
    )
    assert "1 из 1 (№ 1)" in message_of(issue, language="ru")
    assert issue.path == "activities"


def test_activity_with_performers_has_somebody(small: Small, find: Find) -> None:
    assert find(small(), "no-responsible") == []
