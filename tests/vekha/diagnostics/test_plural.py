"""A series of events of which none is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

TITLE = "    title: Исследование\n    term"
SERIES = "    title: Серия методических мероприятий\n    {}term"


def test_plural_when_a_series_has_no_list(small: Small, find: Find) -> None:
    (issue,) = find(small((TITLE, SERIES.format(""))), "plural")
    assert told(issue) == (
        "roadmap.yaml:33:12: I «Серия методических мероприятий» без перечня: сколько и каких "
        "мероприятий, не сказано."
    )
    assert "«Серия методических мероприятий»" in message_of(issue, language="ru")
    assert issue.path == "activities[0].title"


def test_series_with_its_list_is_complete(small: Small, find: Find) -> None:
    listed = SERIES.format("details: [семинар 3 октября, семинар 5 октября]\n    ")
    assert find(small((TITLE, listed)), "plural") == []
