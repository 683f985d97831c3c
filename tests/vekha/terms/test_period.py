"""A plan's period from its label."""

from __future__ import annotations

import pytest

from vekha.terms import read_period


@pytest.mark.parametrize(
    ("text", "start", "until", "label", "kind"),
    [
        ("2023/2024", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("2023/24", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("2023-2024 учебный год", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("на 2023 – 2024 уч. г.", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("2023-2024 оқу жылы", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("2023-2024 school year", "2023-09-01", "2024-05-31", "2023/2024", "school-year"),
        ("2020-2021", "2020-01-01", "2021-12-31", "2020-2021", "range"),
        ("2003-2005", "2003-01-01", "2005-12-31", "2003-2005", "range"),
        ("2021-2024 г.г.", "2021-01-01", "2024-12-31", "2021-2024", "range"),
        ("2021", "2021-01-01", "2021-12-31", "2021", "calendar-year"),
        ("2021 год", "2021-01-01", "2021-12-31", "2021", "calendar-year"),
        (
            "2019-08-01/2020-07-31",
            "2019-08-01",
            "2020-07-31",
            "2019-08-01/2020-07-31",
            "range",
        ),
    ],
)
def test_label_gives_its_days(text: str, start: str, until: str, label: str, kind: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (str(period.start), str(period.until)) == (start, until)
    assert (period.label, period.kind) == (label, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "год",
        "23",
        "2024/2023",
        "2020-2019",
        "2021/2021",
        "2020-13-01/2021-01-01",
        "2021-05-01/2021-04-01",
    ],
)
def test_anything_else_is_no_period(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize("text", ["2023/2024", "2021", "2003-2005", "2019-08-01/2020-07-31"])
def test_label_reads_back_as_itself(text: str) -> None:
    period = read_period(text)
    assert period is not None
    assert read_period(period.label) == period
