"""When a delayed letter is tried again: later each time, not all at once, and in time to be useful."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.letter import LetterRow
from office.handing import FIRST_RETRY, LAST_CALL, LONGEST_RETRY, next_try

NOW = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)


def row(*, attempts: int, useful: timedelta) -> LetterRow:
    return LetterRow(
        key="k", edition="e", action="a", template="t", person="p", address="p@x.example",
        next_try=NOW, queued_at=NOW, not_after=NOW + useful, attempts=attempts,
    )  # fmt: skip


@given(attempts=st.integers(0, 60), minutes=st.integers(1, 60 * 24 * 30))
def test_wait_doubles_within_its_jitter_and_never_skips_the_last_moment_of_use(
    attempts: int, minutes: int
) -> None:
    following = next_try(row(attempts=attempts, useful=timedelta(minutes=minutes)), NOW)
    wait = min(FIRST_RETRY * 2 ** min(attempts, 20), LONGEST_RETRY)
    last = NOW + timedelta(minutes=minutes) - LAST_CALL
    assert NOW < following <= NOW + wait * 1.25
    assert following >= NOW + wait * 0.75 or following == last
    assert following <= last or last <= NOW


def test_letters_that_were_delayed_together_do_not_come_back_together() -> None:
    useful = timedelta(days=3)
    moments = {next_try(row(attempts=4, useful=useful), NOW) for _ in range(200)}
    assert max(moments) - min(moments) > FIRST_RETRY * 2**4 * 0.4
