"""No letter leaves on a day of which the file itself is not sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vekha.catalogue import message_of
from vekha.issues import Issue
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
AUDIENCE = "    audience: [directors]\n"


@pytest.mark.parametrize("opens", ["где-то осенью", "ориентировочно 2 октября", "шамамен қазан"])
def test_survey_does_not_open_on_a_doubted_day(small: Small, find: Find, opens: str) -> None:
    files = small((AUDIENCE, f"{AUDIENCE}    opens: {opens}\n    closes: 31 октября\n"))
    (issue,) = find(files, "term-unreadable")
    assert issue.path == "surveys.study.opens"
    assert "Срок назван ориентировочно." in message_of(issue, language="ru")
    assert find(files, "term-mended") == []


def test_survey_does_not_open_with_a_doubted_activity(small: Small, find: Find) -> None:
    files = small(("    term: октябрь\n", "    term: ориентировочно октябрь\n"))
    assert {i.facts["key"] for i in find(files, "needs-dates")} == {"opens", "closes"}


def test_activity_may_be_doubted(small: Small) -> None:
    days = f"{AUDIENCE}    opens: 2 октября\n    closes: 31 октября\n"
    files = small(("    term: октябрь\n", "    term: где-то осенью\n"), (AUDIENCE, days))
    plan, issues = make_plan(files)
    assert plan is not None
    assert "term-mended" in {i.code for i in issues}
    files = small(("    term: октябрь\n", "    term: поздней осенью\n"), (AUDIENCE, days))
    plan, issues = make_plan(files)
    assert plan is not None
    assert "term-not-dated" in {i.code for i in issues}
