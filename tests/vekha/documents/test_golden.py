"""Whole documents of «Город-селу» as text; VEKHA_GOLDEN=1 rewrites them, and the diff is read."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vekha.documents.registry import outline_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.documents.data import DocumentData
    from vekha.outline import Language, Outline
    from vekha.roadmap.programme import Roadmap

GOLDEN = Path(__file__).parent / "golden"
CASES: tuple[tuple[str, Language], ...] = (
    ("february", "ru"),
    ("april", "ru"),
    ("april", "kk"),
    ("matching", "ru"),
    ("matching", "kk"),
    ("volume", "ru"),
)


@pytest.mark.parametrize(("report", "language"), CASES)
def test_document_is_the_golden_one(
    report: str,
    language: Language,
    roadmap: Roadmap,
    data: DocumentData,
    as_text: Callable[[Outline], str],
) -> None:
    text = as_text(outline_of(report, roadmap, replace(data, language=language)))
    golden = GOLDEN / f"{report}-{language}.txt"
    if os.environ.get("VEKHA_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", ["april", "matching"])
def test_order_of_answers_changes_nothing(
    report: str, roadmap: Roadmap, data: DocumentData
) -> None:
    shuffled = {}
    for key, wave in data.waves.items():
        sheets = list(wave.sheets)
        random.Random(key).shuffle(sheets)
        shuffled[key] = replace(wave, sheets=tuple(sheets))
    assert outline_of(report, roadmap, replace(data, waves=shuffled)) == outline_of(
        report, roadmap, data
    )
