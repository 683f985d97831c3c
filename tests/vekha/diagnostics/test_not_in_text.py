"""not-in-text: words that the document does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "not-in-text"
WRONG = """\
declared:
  figures:
    one: {printed: 12 школ, count: 12}
  text:
    - kind: prose
      text:
        - 'Помощь получили 11 школ.'
"""
RIGHT = """\
declared:
  figures:
    one: {printed: 12 школ, count: 12}
  text:
    - kind: prose
      text:
        - 'Помощь получили 12   школ.'
"""


def test_words_that_the_document_does_not_have_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:20: W Слов «12 школ» в тексте документа (declared.text) нет."
    )
    assert issue.path == "declared.figures.one.printed"


def test_words_broken_over_a_line_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
