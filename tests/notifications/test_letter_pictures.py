"""The letters that are drawn for docs/letters.md: every template, and nothing Russian in Kazakh."""

import re

import letter_pictures
import pytest

from notifications.letter import TEMPLATES

RUSSIAN_ONLY = re.compile(r"\b(и|в|на|по|из|для|что|как|ваш|вас|просим)\b")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_template_is_drawn(language: str) -> None:
    drawn = letter_pictures.rendered(language)
    assert {name.removesuffix("-first") for name in drawn} >= set(TEMPLATES)
    assert all(subject and text and html for subject, text, html in drawn.values())


def test_kazakh_letters_have_no_russian_words() -> None:
    for name, (subject, text, _) in letter_pictures.rendered("kk").items():
        found = RUSSIAN_ONLY.search(f"{subject}\n{text}")
        assert not found, (name, found)
