"""Limits: per day, per hour, per domain; what is over them waits until there is room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from office.pacing import DAY, HOUR, MINUTE, Handed, Limits, allow

NOW = datetime(2024, 2, 29, 9, tzinfo=UTC)
TEN = [(f"k{n}", f"p{n}@schools.example") for n in range(10)]


def test_without_limits_everything_goes() -> None:
    assert allow(TEN, handed=[], limits=Limits(), now=NOW).now == tuple(key for key, _ in TEN)


def test_quota_of_the_day_leaves_the_rest_for_the_moment_at_which_the_oldest_is_a_day_old() -> None:
    past = [Handed(NOW - timedelta(hours=23), "a@x.example")] + [Handed(NOW, "a@x.example")] * 3
    found = allow(TEN, handed=past, limits=Limits(per_day=6), now=NOW)
    assert found.now == ("k0", "k1")
    assert set(found.later.values()) == {NOW + HOUR}
    assert found.full == "предел писем за сутки (6)"


def test_tightest_window_decides() -> None:
    past = [Handed(NOW - 2 * HOUR, "a@x.example")] * 5 + [Handed(NOW - MINUTE, "a@x.example")] * 2
    found = allow(TEN, handed=past, limits=Limits(per_day=100, per_hour=3), now=NOW)
    assert found.now == ("k0",)
    assert set(found.later.values()) == {NOW - MINUTE + HOUR}


def test_domain_is_limited_by_the_minute_with_its_subdomains_and_others_go_on() -> None:
    waiting = [
        ("a", "a@mail.ru"),
        ("b", "b@sko.MAIL.ru"),
        ("c", "c@mail.ru"),
        ("d", "d@notmail.ru"),
    ]
    found = allow(waiting, handed=[], limits=Limits(per_domain={"mail.ru": 2}), now=NOW)
    assert found.now == ("a", "b", "d")
    assert found.later == {"c": NOW + MINUTE}
    assert found.full == ""


def test_domain_has_room_again_after_a_minute() -> None:
    past = [Handed(NOW - MINUTE, "x@mail.ru"), Handed(NOW - MINUTE / 2, "y@mail.ru")]
    limits = Limits(per_domain={"mail.ru": 2})
    assert allow([("a", "a@mail.ru")], handed=past, limits=limits, now=NOW).now == ("a",)


@given(
    ages=st.lists(st.integers(0, 100_000)),
    per_day=st.integers(0, 12),
    per_hour=st.integers(0, 12),
    domain=st.integers(1, 5),
)
def test_no_window_ever_holds_more_than_its_limit(
    ages: list[int], per_day: int, per_hour: int, domain: int
) -> None:
    limits = Limits(per_day=per_day, per_hour=per_hour, per_domain={"schools.example": domain})
    past = [Handed(NOW - timedelta(seconds=age), "a@schools.example") for age in ages]
    found = allow(TEN, handed=past, limits=limits, now=NOW)
    for number, span in ((per_day, DAY), (per_hour, HOUR), (domain, MINUTE)):
        within = sum(one.at > NOW - span for one in past)
        assert not number or not found.now or within + len(found.now) <= number
    assert set(found.now) | set(found.later) == {key for key, _ in TEN}
    assert all(at > NOW for at in found.later.values())
