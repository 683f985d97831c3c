"""level-gap: a scale that does not cover 0 to 100."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "level-gap"
WRONG = """\
levels:
  two:
    title: Два уровня
    levels:
      - {short: Н, title: низкий, least: 0, below: 40}
      - {short: В, title: высокий, least: 50, below: 100}
"""
RIGHT = """\
levels:
  two:
    title: Два уровня
    levels:
      - {short: Н, title: низкий, least: 0, below: 50}
      - {short: В, title: высокий, least: 50, below: 100}
"""


def test_scale_with_a_gap_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:54:5: E Шкала «Два уровня» не делит 0–100 на уровни без пропусков и "
        "наложений: ни одного для 40–50. → Каждый уровень начинается там, где кончается "
        "предыдущий: least следующего равно below предыдущего."
    )
    assert issue.path == "levels.two"


def test_scale_without_gaps_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []


def test_scale_that_overlaps_itself_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG.replace("below: 40", "below: 60")), CODE)
    assert "50–60" in message_of(issue, language="ru")


def test_gap_of_a_scale_in_use_cannot_be_acknowledged(small: Small, find: Find) -> None:
    """The engine computes with this scale: only a document's own errors may be accepted."""
    accepted = f"acknowledged:\n  - {{code: {CODE}, reason: так надо}}\n"
    assert find(small(append=WRONG + accepted), CODE)
