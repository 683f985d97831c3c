"""The outbox: queued once, claimed by one, recorded, and never sent again by itself."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.engine import reading, writing
from models.event import events
from models.letter import NewLetter
from models.mail_log import (
    count_by_action,
    count_letters,
    count_sent,
    letter,
    letter_copy,
    letters,
    next_try_at,
)
from models.outbox import (
    Outcome,
    cancel_letters,
    claim_letters,
    doubt_expired,
    expire_letters,
    mark_handed,
    queue_letters,
    record_outcomes,
    release_letters,
    resolve_doubt,
)
from vekha.states import LetterState

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.letter import Claimed, LetterRow

EDITION = "gorod-selu/2023-2024"
ACTION = f"{EDITION}/interim/remind-1"
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def a_letter(name: str = "school-1", **changes: object) -> NewLetter:
    values: dict[str, object] = {
        "key": f"{ACTION}/{name}",
        "edition": EDITION,
        "action": ACTION,
        "template": "remind",
        "person": name,
        "organisation": name,
        "address": f"{name}@example.kz",
        "not_after": NOW + DAY,
        "subject_key": "interim",
        "context": {"имя": "Әлия"},
    }
    return NewLetter(**(values | changes))  # type: ignore[arg-type]


def queue(engine: Engine, *new: NewLetter) -> int:
    with writing(engine) as session:
        return queue_letters(session, new, now=NOW)


def claim(
    engine: Engine, worker: str = "w", *, now: datetime = NOW, limit: int = 50
) -> list[Claimed]:
    with writing(engine) as session:
        return claim_letters(session, worker=worker, now=now, lease=MINUTE, limit=limit)


def hand(engine: Engine, key: str, worker: str = "w", *, now: datetime = NOW) -> list[str]:
    with writing(engine) as session:
        return mark_handed(session, [key], worker=worker, now=now, lease=MINUTE)


def record(engine: Engine, *outcomes: Outcome, worker: str = "w") -> int:
    with writing(engine) as session:
        return record_outcomes(session, outcomes, worker=worker)


def the_letter(engine: Engine, name: str = "school-1") -> LetterRow:
    with reading(engine) as session:
        row = letter(session, f"{ACTION}/{name}")
    assert row is not None
    return row


KEY = a_letter().key
SENT = Outcome(
    KEY,
    LetterState.SENT,
    at=NOW,
    code="250",
    reply="2.0.0 Ok",
    message_id="<1@vekha>",
    mime=b"Subject: \xd0\x97\r\n",
)


def test_letter_is_queued_once(engine: Engine) -> None:
    assert queue(engine, a_letter(), a_letter("school-2")) == 2
    assert queue(engine, a_letter(), a_letter("school-3")) == 1
    row = the_letter(engine)
    assert row.context == {"имя": "Әлия"}
    assert (row.state, row.queued_at, row.next_try) == (LetterState.QUEUED, NOW, NOW)


def test_queueing_again_does_not_reset_what_was_sent(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    record(engine, SENT)
    assert queue(engine, a_letter(address="other@example.kz")) == 0
    row = the_letter(engine)
    assert (row.state, row.address) == (LetterState.SENT, "school-1@example.kz")


def test_thousands_are_queued_in_chunks(engine: Engine) -> None:
    assert queue(engine, *(a_letter(f"school-{n}") for n in range(1100))) == 1100
    assert queue(engine, *(a_letter(f"school-{n}") for n in range(1200))) == 100


def test_letters_are_claimed_in_order_up_to_the_limit(engine: Engine) -> None:
    queue(engine, a_letter("c"), a_letter("a"), a_letter("b", position=-1))
    assert [row.person for row in claim(engine, limit=2)] == ["b", "a"]
    assert [row.person for row in claim(engine)] == ["c"]
    assert claim(engine) == []


def test_claim_is_narrowed_to_an_edition_or_an_action(engine: Engine) -> None:
    queue(engine, a_letter("a"), a_letter("b", edition="other", action="other/x/invite"))
    with writing(engine) as session:
        common = {"worker": "w", "now": NOW, "lease": MINUTE, "limit": 9}
        assert claim_letters(session, action="nothing", **common) == []  # type: ignore[arg-type]
        [one] = claim_letters(session, edition="other", **common)  # type: ignore[arg-type]
        [two] = claim_letters(session, action=ACTION, **common)  # type: ignore[arg-type]
    assert (one.person, two.person) == ("b", "a")


def test_letter_goes_neither_before_its_time_nor_when_useless(engine: Engine) -> None:
    queue(engine, a_letter(next_try=NOW + MINUTE))
    assert claim(engine) == []
    assert claim(engine, now=NOW + DAY) == []
    assert len(claim(engine, now=NOW + MINUTE)) == 1


def test_claims_of_many_threads_are_disjoint_and_leave_nothing(engine: Engine) -> None:
    queue(engine, *(a_letter(f"school-{n:03}") for n in range(200)))

    def work(number: int) -> list[str]:
        mine: list[str] = []
        while batch := claim(engine, f"w{number}", limit=7):
            mine += [row.key for row in batch]
        return mine

    with ThreadPoolExecutor(6) as pool:
        taken = [key for keys in pool.map(work, range(6)) for key in keys]
    assert len(taken) == len(set(taken)) == 200


def test_sent_letter_is_recorded_with_its_copy_word_for_word(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    assert hand(engine, KEY) == [KEY]
    assert record(engine, SENT) == 1
    row = the_letter(engine)
    assert (row.state, row.code, row.reply) == (LetterState.SENT, "250", "2.0.0 Ok")
    assert (row.sent_at, row.message_id, row.attempts) == (NOW, "<1@vekha>", 1)
    with reading(engine) as session:
        assert letter_copy(session, KEY) == SENT.mime
        assert letter_copy(session, "nothing") is None
        assert count_sent(session, since=NOW) == 1
        assert count_sent(session, since=NOW + MINUTE, edition=EDITION) == 0


def test_refused_letter_stays_refused_with_the_server_s_words(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    record(engine, Outcome(KEY, LetterState.REFUSED, at=NOW, code="550", reply="нет такого"))
    assert claim(engine, now=NOW + MINUTE) == []
    with reading(engine) as session:
        [event] = events(session, kind="letter refused")
    assert event.detail == {"letter": KEY, "code": "550", "reply": "нет такого"}


def test_delayed_letter_is_tried_again_in_its_time(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    hand(engine, KEY)
    later = NOW + 10 * MINUTE
    record(engine, Outcome(KEY, LetterState.DELAYED, at=NOW, code="451", next_try=later))
    assert claim(engine, now=later - MINUTE) == []
    with reading(engine) as session:
        assert next_try_at(session, edition=EDITION) == later
    assert [one.key for one in claim(engine, now=later)] == [KEY]
    row = the_letter(engine)
    assert (row.attempts, row.code, row.handed_at) == (1, "451", None)


def test_outcomes_of_a_batch_are_recorded_together(engine: Engine) -> None:
    names = ["a", "b", "c", "d"]
    queue(engine, *(a_letter(name) for name in names))
    claim(engine)
    states = [
        LetterState.SENT,
        LetterState.REFUSED,
        LetterState.DELAYED,
        LetterState.IN_DOUBT,
    ]
    outcomes = [
        Outcome(a_letter(name).key, state, at=NOW, next_try=NOW + MINUTE)
        for name, state in zip(names, states, strict=True)
    ]
    assert record(engine, *outcomes) == 4
    with reading(engine) as session:
        assert count_letters(session) == dict.fromkeys(states, 1)
        assert count_letters(session, action="nothing") == {}
        assert count_by_action(session, EDITION) == {ACTION: dict.fromkeys(states, 1)}


def test_outcome_that_is_none_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="not an outcome"):
        record(engine, Outcome(KEY, LetterState.QUEUED, at=NOW))
    with pytest.raises(ValueError, match="next try"):
        record(engine, Outcome(KEY, LetterState.DELAYED, at=NOW))


def test_outcome_of_another_worker_is_not_recorded(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    assert record(engine, SENT, worker="other") == 0
    assert the_letter(engine).state is LetterState.SENDING


def test_dead_worker_s_letters_go_back_unless_they_were_handed(engine: Engine) -> None:
    queue(engine, a_letter("a"), a_letter("b"))
    claim(engine)
    hand(engine, a_letter("b").key)
    with writing(engine) as session:
        assert doubt_expired(session, NOW + MINUTE / 2).queued == []
        abandoned = doubt_expired(session, NOW + MINUTE)
        assert abandoned.queued == [a_letter("a").key]
        assert abandoned.doubted == [a_letter("b").key]
        assert [event.detail["letter"] for event in events(session, kind="letter in doubt")] == [
            a_letter("b").key
        ]
    assert [row.person for row in claim(engine, "v", now=NOW + MINUTE)] == ["a"]


def test_worker_that_lost_its_letter_may_not_hand_it_over(engine: Engine) -> None:
    """A slow worker wakes up after its lease: the letter is another one's by now."""
    queue(engine, a_letter())
    claim(engine, "slow")
    with writing(engine) as session:
        doubt_expired(session, NOW + MINUTE)
    claim(engine, "quick", now=NOW + MINUTE)
    assert hand(engine, KEY, "slow") == []
    assert hand(engine, KEY, "quick") == [KEY]
    assert hand(engine, KEY, "quick") == [], "a letter is handed over once"


def test_late_worker_still_records_what_it_knows(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    hand(engine, KEY)
    with writing(engine) as session:
        doubt_expired(session, NOW + MINUTE)
    assert record(engine, SENT) == 1
    assert the_letter(engine).state is LetterState.SENT


def test_doubt_that_is_resolved_as_sent_is_sent(engine: Engine) -> None:
    _bring_into_doubt(engine)
    with writing(engine) as session:
        assert resolve_doubt(session, KEY, "sent", by="методист", why="ответили", now=NOW)
        assert not resolve_doubt(session, KEY, "again", by="методист", why="", now=NOW)
    row = the_letter(engine)
    assert (row.state, row.sent_at) == (LetterState.SENT, NOW)


def test_doubt_that_is_resolved_as_again_is_queued_with_its_message_id(engine: Engine) -> None:
    queue(engine, a_letter(message_id="<1@vekha>"))
    claim(engine)
    hand(engine, KEY)
    record(engine, Outcome(KEY, LetterState.IN_DOUBT, at=NOW))
    with writing(engine) as session:
        assert resolve_doubt(session, KEY, "again", by="методист", why="не дошло", now=NOW)
    assert record(engine, SENT) == 0, "the first worker has no say any more"
    assert [one.key for one in claim(engine, "v")] == [KEY]
    row = the_letter(engine)
    assert (row.message_id, row.handed_at) == ("<1@vekha>", None)


def _bring_into_doubt(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    hand(engine, KEY)
    with writing(engine) as session:
        doubt_expired(session, NOW + MINUTE)


def test_released_letter_is_claimed_again(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    hand(engine, KEY)
    with writing(engine) as session:
        assert release_letters(session, [KEY], worker="other", now=NOW) == 0
        assert release_letters(session, [KEY], worker="w", now=NOW) == 1
    assert len(claim(engine, "v")) == 1


def test_letter_that_is_too_late_is_cancelled_with_an_event(engine: Engine) -> None:
    queue(engine, a_letter("a"), a_letter("b", not_after=NOW + 2 * DAY))
    with writing(engine) as session:
        assert expire_letters(session, NOW + DAY) == [a_letter("a").key]
        assert expire_letters(session, NOW + DAY) == []
        [event] = events(session, kind="letter cancelled")
    assert event.detail == {"letter": a_letter("a").key, "code": "too-late"}
    assert the_letter(engine, "a").code == "too-late"


def test_reminder_is_cancelled_when_its_organisation_has_answered(engine: Engine) -> None:
    queue(
        engine,
        a_letter("school-1"),
        a_letter("school-2"),
        a_letter("other", organisation="school-1", subject_key="final"),
        a_letter("receipt", organisation="school-1", until_answered=False),
    )
    with writing(engine) as session:
        cancelled = cancel_letters(
            session,
            edition=EDITION,
            survey="interim",
            organisation="school-1",
            why="ответили",
            now=NOW,
        )
    assert cancelled == 1
    row = the_letter(engine)
    assert (row.state, row.code, row.reply) == (LetterState.CANCELLED, "answered", "ответили")
    assert [row.person for row in claim(engine)] == ["other", "receipt", "school-2"]


def test_claimed_letter_of_who_answered_meanwhile_is_not_handed_over(engine: Engine) -> None:
    queue(engine, a_letter(), a_letter("school-2"))
    claimed = claim(engine)
    with writing(engine) as session:
        args = {"edition": EDITION, "survey": "interim", "organisation": "school-1"}
        assert cancel_letters(session, **args, why="", now=NOW) == 1
    with writing(engine) as session:
        keys = [row.key for row in claimed]
        handed = mark_handed(session, keys, worker="w", now=NOW, lease=MINUTE)
        outcomes = [Outcome(key, LetterState.REFUSED, at=NOW) for key in keys]
        assert record_outcomes(session, outcomes, worker="w") == 1
    assert handed == [a_letter("school-2").key]
    assert the_letter(engine).state is LetterState.CANCELLED


def test_letter_on_its_way_is_not_cancelled(engine: Engine) -> None:
    queue(engine, a_letter())
    claim(engine)
    hand(engine, a_letter().key)
    with writing(engine) as session:
        args = {"edition": EDITION, "survey": "interim", "organisation": "school-1"}
        assert cancel_letters(session, **args, why="", now=NOW) == 0
        assert expire_letters(session, NOW + 9 * DAY) == []


def test_log_is_narrowed_and_paged(engine: Engine) -> None:
    queue(engine, *(a_letter(name) for name in "abcd"))
    with reading(engine) as session:
        assert [row.person for row in letters(session, limit=2)] == ["a", "b"]
        after = a_letter("b").key
        assert [row.person for row in letters(session, after=after)] == ["c", "d"]
        assert [row.person for row in letters(session, organisation="c")] == ["c"]
        assert letters(session, states=[LetterState.SENT]) == []
        assert letters(session, edition="other", action=ACTION) == []
        assert next_try_at(session, edition="other") is None


WORK_UNTIL_KILLED = """
import sys, os
from datetime import datetime, timedelta
from models.engine import open_engine, writing
from models.outbox import claim_letters, mark_handed
engine, now = open_engine(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
lease = timedelta(minutes=1)
with writing(engine) as session:
    batch = claim_letters(session, worker="dead", now=now, lease=lease, limit=3)
with writing(engine) as session:
    mark_handed(session, [batch[0].key], worker="dead", now=now, lease=lease)
with writing(engine) as session:
    mark_handed(session, [batch[1].key], worker="dead", now=now, lease=lease)
    os._exit(9)  # before the commit: not a byte went to the server
"""


def test_killed_process_leaves_only_what_it_handed_in_doubt(engine: Engine) -> None:
    queue(engine, *(a_letter(name) for name in "abcd"))
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WORK_UNTIL_KILLED, url, NOW.isoformat()]
    assert subprocess.run(command, timeout=60, check=False).returncode == 9
    with writing(engine) as session:
        abandoned = doubt_expired(session, NOW + MINUTE)
    assert abandoned.doubted == [a_letter("a").key]
    assert abandoned.queued == [a_letter("b").key, a_letter("c").key]
