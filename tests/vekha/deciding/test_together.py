"""Which letters go as one, and which wait for the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vekha.deciding.together import Mailbox, Together, Waiting, bring_together

NOW = datetime(2024, 2, 1, 4, tzinfo=UTC)
MORNING = NOW + timedelta(days=1)
WEEK = NOW + timedelta(days=7)
EVENING = NOW + timedelta(hours=9)
SCHOOL, OTHER = Mailbox("school@example.kz", "ru"), Mailbox("other@example.kz", "ru")


def waiting(
    key: str, mailbox: Mailbox = SCHOOL, *, until: datetime = WEEK, carries: bool = False
) -> Waiting:
    return Waiting(key, mailbox, until, carries=carries)


def brought(*letters: Waiting, had: set[Mailbox] | None = None) -> tuple[Together, ...]:
    return bring_together(letters, had=had or set(), now=NOW, morning=MORNING)


def test_two_letters_to_one_mailbox_go_as_one_and_others_by_themselves() -> None:
    assert brought(waiting("a"), waiting("x", OTHER), waiting("b")) == (
        Together("a", ("b",), NOW),
        Together("x", (), NOW),
    )


def test_what_has_to_be_answered_first_comes_first() -> None:
    found = brought(waiting("a"), waiting("b", until=MORNING), waiting("c"))
    assert found == (Together("b", ("a", "c"), NOW),)


def test_letter_that_carries_others_already_stays_the_carrier() -> None:
    found = brought(waiting("new", until=MORNING), waiting("old", carries=True))
    assert found == (Together("old", ("new",), NOW),)


def test_another_language_is_another_letter() -> None:
    kazakh = Mailbox(SCHOOL.address, "kk")
    assert len(brought(waiting("a"), waiting("b", kazakh))) == 2


def test_second_letter_of_the_day_waits_for_the_morning() -> None:
    assert brought(waiting("a"), had={SCHOOL}) == (Together("a", (), MORNING),)


def test_last_reminder_of_the_last_day_goes_whatever_went_today() -> None:
    assert brought(waiting("a", until=EVENING), had={SCHOOL}) == (Together("a", (), NOW),)


def test_what_waits_for_the_morning_goes_along_with_what_cannot_wait() -> None:
    found = brought(waiting("postponed"), waiting("urgent", until=EVENING), had={SCHOOL})
    assert found == (Together("urgent", ("postponed",), NOW),)


def test_letter_that_the_morning_would_leave_a_few_minutes_goes_today() -> None:
    barely = MORNING + timedelta(minutes=59)
    assert brought(waiting("a", until=barely), had={SCHOOL})[0].at == NOW
    enough = MORNING + timedelta(hours=1)
    assert brought(waiting("a", until=enough), had={SCHOOL})[0].at == MORNING
