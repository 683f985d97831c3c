"""truncated-text: a paragraph that breaks off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "truncated-text"
WRONG = """\
declared:
  text:
    - kind: prose
      text:
        - 'Куратор поделилась мнением о работе школ района и высказала пожелание'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'Куратор поделилась мнением о работе школ района и высказала пожелание.'
"""


def test_paragraph_without_an_end_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:56:11: W Текст оборван: «…оделилась мнением о работе школ района и "
        "высказала пожелание»."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_paragraph_with_an_end_is_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []


def test_paragraph_that_begins_in_mid_sentence_is_told(small: Small, find: Find) -> None:
    given = (
        "declared:\n  text:\n    - text: ['образования, существуют кадровые проблемы в школах.']\n"
    )
    [issue] = find(small(append=given), CODE)
    assert "образования, существуют" in message_of(issue, language="ru")


def test_items_and_captions_end_as_they_like(small: Small, find: Find) -> None:
    lines = "['- разработка нормативной базы и модели проекта', 'Рис. 2. Доля учителей с первой категорией']"
    assert find(small(append=f"declared:\n  text:\n    - text: {lines}\n"), CODE) == []
