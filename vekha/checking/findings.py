"""Making findings: an issue at a path of the file, and figures as its message prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from vekha.issues import Issue, Place
from vekha.reading.source import Path, path_text
from vekha.roadmap.programme import Roadmap
from vekha.tally.numbers import print_number

_FIGURE = re.compile(r"(\d+(?:[ \u00a0]\d{3})*)(?:[.,](\d+))?\s*(%?)")


def issue_at(roadmap: Roadmap, code: str, path: Path, **facts: object) -> Issue:
    """An issue at a path, or at what contains it."""
    for end in range(len(path), -1, -1):
        place = roadmap.places.get(path[:end])
        if place is not None:
            return Issue(code, place, path_text(path), facts)
    return Issue(code, Place("roadmap.yaml", 1, 1), path_text(path), facts)


def day_words(day: date | None) -> str:
    """«01.02.2021», or a dash."""
    return f"{day:%d.%m.%Y}" if day else "—"


def figure_words(value: Fraction | float, *, decimals: int = 1) -> str:
    """«73,3», «12»: with a comma, and without decimals where it is whole."""
    exact = Fraction(value).limit_denominator(10_000)
    return print_number(exact, language="ru", decimals=0 if exact.denominator == 1 else decimals)


def percent_words(value: Fraction | float) -> str:
    """«80,0», always with one decimal: the value that a share should have."""
    return print_number(Fraction(value).limit_denominator(10_000), language="ru", decimals=1)


def list_words(values: Iterable[object]) -> str:
    """«4, 5, 6»."""
    return ", ".join(str(value) for value in values)


def read_figure(printed: str) -> tuple[Fraction, int] | None:
    """A printed figure and its number of decimals: «69,6 %» → (348/5, 1); None where it is none."""
    found = _FIGURE.fullmatch(printed.strip())
    if found is None:
        return None
    whole, rest = re.sub(r"\s", "", found[1]), found[2] or ""
    return Fraction(f"{whole}.{rest or 0}"), len(rest)
