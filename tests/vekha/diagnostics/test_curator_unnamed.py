"""A curator of whom only the position is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

KIND = ("    title: Закрепление\n", "    title: Закрепление\n    kind: curator\n")
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;{name};заместитель директора;curator;city;boris@city.example
vera;Вера Ким;директор;director;village;vera@village.example
"""


def test_curator_unnamed_when_the_name_is_empty(small: Small, find: Find) -> None:
    (issue,) = find(small(KIND, people=PEOPLE.format(name="")), "curator-unnamed")
    assert told(issue) == (
        "people.csv:3:1: W Куратор назван только должностью: «заместитель директора». → "
        "Впишите фамилию в столбец name, когда она станет известна."
    )
    assert "«заместитель директора»" in message_of(issue, language="ru")
    assert (issue.place.file, issue.place.line) == ("people.csv", 3)


def test_named_curator_is_known(small: Small, find: Find) -> None:
    assert find(small(KIND, people=PEOPLE.format(name="Борис Петров")), "curator-unnamed") == []
