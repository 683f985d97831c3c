"""Those who are visited and those who visit, in words of one letter's difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CLAUSES = "document:\n  clauses:\n    - text: [Кураторы посетили курируемые школы.]\n"
SECOND = "    - text: [Выступили педагоги курирующих школ.]\n"


def test_roles_alike_when_both_words_stand(small: Small, find: Find) -> None:
    (issue,) = find(small(append=CLAUSES + SECOND), "roles-alike")
    assert told(issue) == (
        "roadmap.yaml:55:14: I «курирующих» и «курируемые» (строка 54) – разные стороны: "
        "курируемых посещают, курирующие посещают."
    )
    said = message_of(issue, language="ru")
    assert "«курирующих» и «курируемые»" in said


def test_one_of_the_words_confuses_nobody(small: Small, find: Find) -> None:
    assert find(small(append=CLAUSES), "roles-alike") == []
