"""What the office tells the operator, with nouns that agree with their numbers."""

from __future__ import annotations

import pytest

from office.sentences import say
from vekha.deciding.sentences import count


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        (1, "ru", "1 получатель"),
        (3, "ru", "3 получателя"),
        (11, "ru", "11 получателей"),
        (61, "ru", "61 получатель"),
        (67, "ru", "67 получателей"),
        (61, "kk", "61 алушы"),
        (1, "en", "1 recipient"),
        (61, "en", "61 recipients"),
    ],
)
def test_waiting_letter_names_its_recipients_in_the_right_form(
    number: int, language: str, expected: str
) -> None:
    said = say("waiting", language, recipients=count("recipients", number, language))
    assert f": {expected}. " in said
    assert said.endswith(("Resume.", "басыңыз."))
