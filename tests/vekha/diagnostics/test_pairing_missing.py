"""Two sides of a pairing without a word on who serves whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

PAIRS = """\
    pairs:
      - district: north
        mentor: city
        mentees: [village]
"""
SIDES = "    mentors: [city]\n    mentees: [village]\n"


def test_pairing_missing_when_only_the_sides_are_known(small: Small, find: Find) -> None:
    (issue,) = find(small((PAIRS, SIDES)), "pairing-missing")
    assert told(issue) == (
        "roadmap.yaml:18:5: E «Закрепление»: не сказано, кто за кем закреплён. Одни: "
        "Городская гимназия № 1; другие: Сельская школа Берёзовка. → Впишите pairs или "
        "подтвердите замечание в acknowledged: тогда школу называет сам куратор в дневнике."
    )
    said = message_of(issue, language="ru")
    assert "Одни: Городская гимназия № 1; другие: Сельская школа Берёзовка" in said
    assert issue.path == "pairings.mentors"


def test_pairs_say_who_serves_whom(small: Small, find: Find) -> None:
    assert find(small(), "pairing-missing") == []


def test_acknowledged_pairing_does_not_stop_the_programme(small: Small, find: Find) -> None:
    accepted = "acknowledged:\n  - {code: pairing-missing, reason: Так в документе}\n"
    assert find(small((PAIRS, SIDES), append=accepted), "pairing-missing") == []
