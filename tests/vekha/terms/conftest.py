"""How these tests read a phrase and write the reading down."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import pytest

from vekha.calendar import WorkCalendar
from vekha.terms import Term, Window, read_period, read_term


class Reader(Protocol):
    """A phrase in a period (its label), perhaps under a stage («2023-10-01/2023-10-31»)."""

    def __call__(
        self,
        phrase: str,
        label: str = ...,
        *,
        stage: str = ...,
        country: str = ...,
        language: str = ...,
    ) -> Term: ...


class Shower(Protocol):
    """The same, written as `until`, `/until`, `start/until`, several by `;`, and the rule."""

    def __call__(
        self, phrase: str, label: str = ..., *, stage: str = ..., country: str = ...
    ) -> str: ...


def _read(
    phrase: str,
    label: str = "2023/2024",
    *,
    stage: str = "",
    country: str = "",
    language: str = "ru",
) -> Term:
    period = read_period(label)
    assert period is not None, label
    window = None
    if stage:
        start, _, until = stage.partition("/")
        window = Window(date.fromisoformat(start), date.fromisoformat(until))
    calendar = WorkCalendar(country) if country else None
    return read_term(phrase, period=period, stage=window, calendar=calendar, language=language)


def _show(phrase: str, label: str = "2023/2024", *, stage: str = "", country: str = "") -> str:
    term = _read(phrase, label, stage=stage, country=country)
    windows = ";".join(_window(window) for window in term.windows) or "—"
    return f"{windows} {term.rrule}" if term.rrule else windows


def _window(window: Window) -> str:
    if window.start == window.until:
        return window.until.isoformat()
    return f"{window.start or ''}/{window.until}"


@pytest.fixture(scope="session")
def read() -> Reader:
    """Read a phrase."""
    return _read


@pytest.fixture(scope="session")
def shown() -> Shower:
    """Read a phrase and write its days."""
    return _show
