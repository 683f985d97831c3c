"""What the commands say exists in all three languages, with the same facts in each."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

import pytest

from cli import wording_running
from deployments import wording
from vekha.states import ActionState, LetterState

TABLES = {"running": wording_running._WORDS, "starting": wording._WORDS}


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_text_has_all_languages_and_the_same_facts(
    table: Mapping[str, Mapping[str, str]],
) -> None:
    for code, texts in table.items():
        assert set(texts) == {"ru", "kk", "en"}, code
        assert len({frozenset(facts(text)) for text in texts.values()}) == 1, code


def test_every_state_has_its_words() -> None:
    states = [f"action {state}" for state in ActionState]
    states += [f"letter {state}" for state in LetterState]
    assert set(states) <= set(wording_running._WORDS)
