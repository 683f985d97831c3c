"""near-name: a surname that differs by a letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "near-name"
PART_1 = """\
declared:
  text:
    - text: ['Куратор Игнатъева Е.Ю.']
"""
PART_2 = """\
key;name;position;role;organisation;email
anna;Игнатьева Е.Ю.;методист;coordinator;north;anna@office.example
vera;Вера Ким;директор;director;village;vera@village.example
"""
PART_3 = """\
declared:
  text:
    - text: ['Для Игнатьевой Е.Ю.']
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(append=PART_1, people=PART_2)


def right(small: Small) -> dict[str, bytes]:
    return small(append=PART_3, people=PART_2)


def test_surname_that_differs_by_a_letter_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:14: W «Игнатъева Е.Ю.» отличается одной буквой от «Игнатьева Е.Ю.» "
        "из списка людей."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_surname_in_another_case_is_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
