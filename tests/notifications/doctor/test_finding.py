"""The catalogue of findings: complete in three languages, and used."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from notifications.doctor.finding import Level, codes, finding, title_of, why_of, worst

ROOT = Path(__file__).parents[3]
LANGUAGES = ("ru", "kk", "en")


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(codes()))
def test_finding_is_told_in_three_languages_with_the_same_facts(code: str) -> None:
    entry = codes()[code]
    assert set(entry["seen"]) == set(LANGUAGES)
    seen = [fields_of(entry["seen"][language]) for language in LANGUAGES]
    assert seen[0] == seen[1] == seen[2]
    if Level(entry["level"]) is not Level.OK:
        assert set(entry["do"]) == set(LANGUAGES), "what is wrong has a remedy"
        do = [fields_of(entry["do"][language]) for language in LANGUAGES]
        assert do[0] == do[1] == do[2]
    for language in LANGUAGES:
        check = code.partition("-")[0]
        assert title_of(check, language=language)
        assert why_of(check, language=language)


def test_every_finding_is_made_somewhere() -> None:
    places = [*(ROOT / "notifications" / "doctor").glob("*.py"), ROOT / "wiring" / "examining.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    made = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', text))
    begun = tuple(re.findall(r'f"([a-z]+-)\{', text))
    unmade = {code for code in codes() if code not in made and not code.startswith(begun)}
    assert unmade == set()
    known = {check.partition("-")[0] for check in codes()}
    assert {c for c in made if c.partition("-")[0] in known and c not in codes()} == set()


def test_worst_of_findings() -> None:
    assert worst([]) is Level.OK
    assert worst([finding("mode-live"), finding("mode-capture")]) is Level.WARN
    assert worst([finding("spf-open"), finding("mode-capture")]) is Level.ERROR
