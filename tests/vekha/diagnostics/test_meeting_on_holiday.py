"""A meeting by rule whose day is a public holiday."""

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


def test_first_thursdays_of_2021_collide_with_two_holidays(small: Small, find: Find) -> None:
    """7 January and 4 November 2021 were public holidays in Russia."""
    issues = find(small(*RUSSIA_2021, append=MEETINGS), "meeting-on-holiday")

    assert len(issues) == 2
    assert told(issues[0]) == (
        "roadmap.yaml:55:10: W «Заседание рабочей группы» по правилу «первый четверг месяца, "
        "15.00» приходится на 07.01.2021: Рождество Христово; перенесено на 11.01.2021. → "
        "Так задано в shift; другие значения: previous (раньше), skip (не проводить)."
    )
    assert told(issues[1]) == (
        "roadmap.yaml:55:10: W «Заседание рабочей группы» по правилу «первый четверг месяца, "
        "15.00» приходится на 04.11.2021: День народного единства; перенесено на 08.11.2021. "
        "→ Так задано в shift; другие значения: previous (раньше), skip (не проводить)."
    )


def test_second_tuesdays_of_2021_collide_with_none(small: Small, find: Find) -> None:
    rule = MEETINGS.replace("первый четверг", "второй вторник")
    assert find(small(*RUSSIA_2021, append=rule), "meeting-on-holiday") == []
