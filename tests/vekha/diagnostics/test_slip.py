"""slip: a slip that the file names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "slip"
WRONG = """\
declared:
  slips:
    - {printed: по обощению, agrees: по обобщению, why: пропущена буква}
  text:
    - kind: prose
      text:
        - 'Работа по обощению опыта.'
"""
RIGHT = """\
declared:
  text:
    - kind: prose
      text:
        - 'Работа по обобщению опыта.'
"""


def test_named_slip_is_told(small: Small, find: Find) -> None:
    [issue] = find(small(append=WRONG), CODE)
    assert told(issue) == (
        "roadmap.yaml:58:11: W «по обощению»: согласуется «по обобщению» (пропущена буква). "
        "Оставлено, как напечатано."
    )
    assert issue.path == "declared.text[0].text[0]"


def test_text_without_named_slips_are_silent(small: Small, find: Find) -> None:
    assert find(small(append=RIGHT), CODE) == []
