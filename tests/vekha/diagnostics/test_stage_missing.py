"""An activity under a stage row to which it does not belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

PRINTED = ("    term: сентябрь-ноябрь\n", "    term: сентябрь-ноябрь\n    printed: true\n")
LAST = """\
  - key: last
    number: "2"
    title: Итоги
    term: май
    performers: [directors]
"""
PLACE = "questionnaires:\n"


def test_stage_missing_when_a_row_has_no_heading(small: Small, find: Find) -> None:
    (issue,) = find(small(PRINTED, (PLACE, LAST + PLACE)), "stage-missing")
    assert told(issue) == (
        "roadmap.yaml:38:5: W Мероприятие № 2 («Итоги») не отнесено ни к одному этапу, а "
        "стоит под «Осень»."
    )
    assert "№ 2 («Итоги»)" in message_of(issue, language="ru")
    assert "под «Осень»" in message_of(issue, language="ru")


def test_row_of_a_stage_has_its_heading(small: Small, find: Find) -> None:
    staged = LAST + "    stage: spring\n"
    assert find(small(PRINTED, (PLACE, staged + PLACE)), "stage-missing") == []
