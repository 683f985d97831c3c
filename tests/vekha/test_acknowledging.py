"""Acknowledging: a reason settles a warning and a document's own contradiction, nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vekha.catalogue import catalogue
from vekha.issues import Severity
from vekha.planning import inspect

Small = Callable[..., dict[str, bytes]]

FALSE_SHARE = """\
declared:
  figures:
    one: {printed: 84 % (12 из 15), share: 84, count: 12, of: 15}
    two: {printed: 77 % (11 из 15), share: 77, count: 11, of: 15}
"""


def accept(code: str, path: str = "") -> str:
    return f"acknowledged:\n  - {{code: {code}, path: '{path}', reason: так напечатано}}\n"


def test_contradiction_of_a_document_stops_the_plan_until_acknowledged(small: Small) -> None:
    stopped = inspect(small(append=FALSE_SHARE))
    assert stopped.plan is None
    assert [issue.code for issue in stopped.issues if issue.code == "share-count"]
    found = inspect(small(append=FALSE_SHARE + accept("share-count")))
    assert found.plan is not None
    assert [reason for _, reason in found.acknowledged] == ["так напечатано", "так напечатано"]
    assert "share-count" not in {issue.code for issue in found.issues}


def test_acknowledging_one_place_leaves_the_others(small: Small) -> None:
    found = inspect(small(append=FALSE_SHARE + accept("share-count", "declared.figures.one")))
    assert found.plan is None
    paths = [issue.path for issue in found.issues if issue.code == "share-count"]
    assert paths == ["declared.figures.two"]


def test_error_of_the_roadmap_cannot_be_acknowledged(small: Small) -> None:
    twice = ("        mentees: [village]\n", "        mentees: [village, village]\n")
    found = inspect(small(twice, append=accept("mentee-twice")))
    assert found.plan is None
    assert {"mentee-twice", "acknowledged-nothing"} <= {issue.code for issue in found.issues}


def test_only_errors_are_marked_as_the_document_s() -> None:
    """W and I may be acknowledged anyhow: the mark on them would say nothing."""
    marked = [entry for entry in catalogue().values() if entry.of_document]
    assert marked
    assert [entry.code for entry in marked if entry.severity is not Severity.ERROR] == []


@pytest.mark.parametrize("code", ["missing-key", "unknown-reference", "level-gap", "no-address"])
def test_errors_that_hinder_the_engine_are_not_marked(code: str) -> None:
    assert not catalogue()[code].of_document


def test_warning_that_is_acknowledged_is_kept_aside_with_its_reason(small: Small) -> None:
    files = small(
        ("    term: декабрь-май\n", "    term: ноябрь-май\n"),
        append="acknowledged:\n  - {code: stage-overlap, path: stages.spring, reason: так задумано}\n",
    )
    found = inspect(files)
    assert found.plan is not None
    assert [(issue.code, reason) for issue, reason in found.acknowledged] == [
        ("stage-overlap", "так задумано")
    ]
    assert not [i for i in found.issues if i.code == "stage-overlap"]
