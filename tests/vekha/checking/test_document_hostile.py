"""Declared figures and texts of any kind end in findings, never in a traceback or a hang."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vekha.planning import inspect

Small = Callable[..., dict[str, bytes]]

NUMBERS = st.one_of(
    st.none(),
    st.integers(-5, 2_000_000_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)
FIGURES = st.fixed_dictionaries(
    {"printed": st.text(min_size=1, max_size=20)},
    optional={
        "share": NUMBERS,
        "count": NUMBERS,
        "of": NUMBERS,
        "base_from": NUMBERS,
        "bound": st.sampled_from(["exactly", "more", "least", "about", "less"]),
        "subject": st.sampled_from(["a", "b"]),
        "level": st.sampled_from(["Н", "В"]),
        "band": st.tuples(st.integers(0, 100), st.integers(0, 100)),
    },
)
PARAGRAPHS = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"Рис\. \d{1,12}", fullmatch=True),
    st.from_regex(r"\d{1,12}(\.\d{1,9}){0,8}\. [а-я]{0,9}", fullmatch=True),
    st.from_regex(r"КУ ?[<>]? ?\d{1,20} \*{2,9}", fullmatch=True),
)
LEVELS = """\
levels:
  two:
    title: Два уровня
    levels:
      - {short: Н, title: низкий, least: 0, below: 50}
      - {short: В, title: высокий, least: 50, below: 100}
"""


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    figures=st.lists(FIGURES, min_size=2, max_size=4),
    lines=st.lists(PARAGRAPHS, max_size=5),
    whole=st.integers(0, 99),
)
def test_any_declared_figures_end_in_findings(
    small: Small, figures: list[dict[str, object]], lines: list[str], whole: int
) -> None:
    written = {
        f"f{n}": {k: v for k, v in f.items() if v is not None} for n, f in enumerate(figures)
    }
    declared = {
        "figures": written,
        "partitions": {"p": {"title": "Все", "of": whole, "parts": ["f0", "f1"]}},
        "text": [{"kind": kind, "text": lines} for kind in ("prose", "list")],
    }
    text = LEVELS + "declared: " + json.dumps(declared, ensure_ascii=True) + "\n"
    found = inspect(small(append=text))
    assert all(issue.code for issue in found.issues)


@pytest.mark.parametrize("number", [".nan", ".inf", "-1", "1e400", "много"])
def test_numbers_that_are_none_are_refused(small: Small, number: str) -> None:
    given = f"declared:\n  figures:\n    one: {{printed: доля, share: {number}, of: 15}}\n"
    found = inspect(small(append=given))
    assert found.plan is None
    assert all(issue.place.line for issue in found.issues)
