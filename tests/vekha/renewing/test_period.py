"""A roadmap's text for another period: what moves, and that nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from vekha.planning import make_plan
from vekha.renewing.period import NotRenewable, renew, school_year_of
from vekha.renewing.remarks import remarks_on

Small = Callable[..., dict[str, bytes]]


def lines_changed(old: bytes, new: bytes) -> list[tuple[str, str]]:
    pairs = zip(old.decode().splitlines(), new.decode().splitlines(), strict=True)
    return [(was, becomes) for was, becomes in pairs if was != becomes]


def test_only_the_period_changes_where_terms_name_no_year(
    gorod_selu_files: Mapping[str, bytes],
) -> None:
    """Comments, layout, quotes and the orders' dates stay byte for byte."""
    old = gorod_selu_files["roadmap.yaml"]
    renewed = renew(old, period="2026/2027")
    ((was, becomes),) = lines_changed(old, renewed.content)
    assert becomes == was.replace("2023/2024", "2026/2027")
    assert renewed.shifted == ()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("октябрь 2023 г.", "октябрь 2026 г."),
        ("2023-10-02/2023-10-27", "2026-10-02/2026-10-27"),
        ('"до 25 октября 2023 года"', '"до 25 октября 2026 года"'),
        ("октябрь", "октябрь"),
        ("октябрь  # в 2023 году был ноябрь", "октябрь  # в 2023 году был ноябрь"),
    ],
)
def test_years_inside_terms_move_with_the_period(small: Small, term: str, expected: str) -> None:
    old = small(("    term: октябрь\n", f"    term: {term}\n"))["roadmap.yaml"]
    new = renew(old, period="2026/2027").content.decode()
    assert f"    term: {expected}\n" in new


def test_every_term_of_the_plan_is_shifted_and_nothing_printed_is(small: Small) -> None:
    files = small(
        ("    audience: [directors]\n", """\
    audience: [directors]
    opens: 2 октября 2023
    closes: 2023-10-27
    rules:
      reminders: [16 октября 2023, 20 октября 2023]
      escalation: 25.10.2023
"""),
        append="""\
orders:
  main: {printed: Приказ от 6.10.2023, date: 6.10.2023}
passport:
  - Срок: 2023/2024
days_off:
  - {title: Каникулы 2023, term: 2023-12-29/2024-01-07}
reports:
  all: {title: Отчёт 2023, kind: monitoring, survey: study, day: 1 ноября 2023}
""",
    )  # fmt: skip
    renewed = renew(files["roadmap.yaml"], period="2024/2025")
    new = renewed.content.decode()
    for kept in (
        "Приказ от 6.10.2023, date: 6.10.2023",
        "- Срок: 2023/2024",
        "Каникулы 2023",
        "Отчёт 2023",
    ):
        assert kept in new
    becomes = [one.becomes for one in renewed.shifted]
    assert sorted(becomes) == sorted([
        "2 октября 2024", "2024-10-27", "16 октября 2024", "20 октября 2024", "25.10.2024",
        "2024-12-29/2025-01-07", "1 ноября 2024",
    ])  # fmt: skip
    assert new.count("\n") == files["roadmap.yaml"].decode().count("\n")


def test_windows_line_ends_and_the_byte_order_mark_stay(small: Small) -> None:
    text = small(("    term: октябрь\n", "    term: октябрь 2023\n"))["roadmap.yaml"]
    old = b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
    expected = old.replace(b"2023/2024", b"2025/2026").replace(
        "октябрь 2023".encode(), "октябрь 2025".encode()
    )
    assert renew(old, period="2025/2026").content == expected


def test_term_taken_over_by_an_alias_is_shifted_where_it_is_written(small: Small) -> None:
    files = small(
        ("    term: октябрь\n", "    term: &when октябрь 2023\n"),
        ("    term: декабрь-май\n", "    term: декабрь 2023 - май 2024\n"),
        ("    audience: [directors]\n", "    audience: [directors]\n    opens: *when\n"),
    )
    new = renew(files["roadmap.yaml"], period="2024/2025").content.decode()
    assert "&when октябрь 2024" in new
    assert "opens: *when" in new
    assert make_plan({**files, "roadmap.yaml": new.encode()})[0] is not None


def test_quotes_of_the_period_are_kept(small: Small) -> None:
    old = small(("period: 2023/2024", 'period: "2023/2024"'))["roadmap.yaml"]
    assert b'period: "2026/2027"' in renew(old, period="2026/2027").content


@pytest.mark.parametrize("content", [b"", b"\tx", b"period: someday\n", b"- 1\n", b"\xff\xfe\x00"])
def test_unreadable_roadmap_is_refused(content: bytes) -> None:
    with pytest.raises(NotRenewable):
        renew(content, period="2026/2027")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 30), "2025/2026"),
        (date(2026, 7, 1), "2026/2027"),
        (date(2026, 12, 31), "2026/2027"),
        (date(2027, 1, 1), "2026/2027"),
    ],
)
def test_school_year_of_a_day(day: date, expected: str) -> None:
    assert school_year_of(day) == expected


def remark_codes(files: Mapping[str, bytes], period: str) -> dict[str, str]:
    renewed = renew(files["roadmap.yaml"], period=period)
    plan, issues = make_plan({**files, "roadmap.yaml": renewed.content})
    assert plan is not None
    return {r.code: r.sentence for r in remarks_on(plan, renewed, issues, language="ru")}


def test_coordinator_is_told_what_to_look_at(gorod_selu_files: Mapping[str, bytes]) -> None:
    told = remark_codes(gorod_selu_files, "2026/2027")
    assert "14.11.2026 (суббота)" in "".join(told.values()) or "moved" in told
    assert "06.10.2023" in told["order-older"]
    assert "69" in told["people"]
    assert "Черепанова" in told["acting"]
    assert "2026, 2027" in told["holidays-unknown"]
    assert "строк" in told["year-left"]


def test_survey_that_now_closes_on_a_day_off_is_told(small: Small) -> None:
    """27 October is a Friday in 2023 and a Sunday in 2024."""
    files = small(
        ("    audience: [directors]\n", "    audience: [directors]\n    closes: 27 октября\n")
    )
    assert "27.10.2024 (воскресенье)" in remark_codes(files, "2024/2025")["closes-on-day-off"]
    assert "closes-on-day-off" not in remark_codes(files, "2023/2024")
