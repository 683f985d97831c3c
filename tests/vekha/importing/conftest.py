"""Documents for the tests of importing: the five real ones, and drafts made of texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vekha.importing.draft import Draft
from vekha.importing.drafting import draft_roadmap
from vekha.importing.plain import read_text

DOCUMENTS = Path(__file__).parent / "documents"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def draft_of() -> Callable[[str], Draft]:
    """The draft of a text."""

    def made(text: str, source: str = "plan.txt") -> Draft:
        return draft_roadmap(read_text(text), source=source, today=TODAY)

    return made


@pytest.fixture(scope="session")
def document() -> Callable[[str], Draft]:
    """The draft of one of the five documents, by its name without an ending."""

    def made(name: str) -> Draft:
        text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
        return draft_roadmap(read_text(text), source=f"{name}.txt", today=TODAY)

    return made
