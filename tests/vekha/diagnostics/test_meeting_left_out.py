"""A meeting by rule that is not held on a public holiday."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

MEETINGS = """\
meetings:
  group:
    title: Заседание рабочей группы
    day: первый четверг месяца, 15.00
    place: 132 ауд.
    audience: [directors]
"""
RUSSIA_2021 = (("country: KZ", "country: RU"), ("period: 2023/2024", "period: 2021"))

SKIP = MEETINGS + "    shift: skip\n"


def test_meeting_left_out_when_shift_is_skip(small: Small, find: Find) -> None:
    issues = find(small(*RUSSIA_2021, append=SKIP), "meeting-left-out")
    assert len(issues) == 2
    assert told(issues[0]) == (
        "roadmap.yaml:55:10: W «Заседание рабочей группы» по правилу «первый четверг месяца, "
        "15.00» приходится на 07.01.2021: Рождество Христово; в этот раз не проводится "
        "(shift: skip)."
    )


def test_meeting_is_moved_and_not_left_out_otherwise(small: Small, find: Find) -> None:
    assert find(small(*RUSSIA_2021, append=MEETINGS), "meeting-left-out") == []
