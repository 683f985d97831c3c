"""Letters that come back: refused with their code, the next contact written to, each counted once."""

from __future__ import annotations

import asyncio
import imaplib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from loopback_imap import LoopbackImap
from staging import Stage, with_deputy

from models.calling import write_again
from models.engine import reading, writing
from models.event import events
from models.letter import LetterRow
from models.mail_log import letter, letters
from models.outbox import Outcome, claim_letters, mark_handed, record_outcomes
from models.returned import dead_addresses, mail_counts
from notifications.dsn import Back, read_returned
from office.bounces import BouncesRead, OpenMailbox, read_bounces, take_back
from office.deploying import deploy
from office.facts import read_wave
from office.performing import perform
from office.sending import send_due
from vekha.actions.action import ActionKind
from vekha.states import LetterState

HOUR = timedelta(hours=1)
DOVECOT = os.environ.get("DOVECOT_IMAP", "/usr/lib/dovecot/imap")


def report(
    row: LetterRow, *, status: str = "5.1.1", words: str = "no such user", original: str = ""
) -> bytes:
    """A bounce of that letter as Postfix writes it; `original`: what it returns of its headers."""
    headers = original or f"Message-ID: {row.message_id}"
    return (
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {row.address}\r\nAction: failed\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} {words}\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"{headers}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def sent(stage: Stage, files: dict[str, bytes]) -> datetime:
    """Invitations have gone out; one school has a second contact."""
    now = stage.moment("interim/invite")
    edited = with_deputy(files, SCHOOL)
    assert deploy(stage.office, edited, by="test", now=now - HOUR).applied is not None
    perform(stage.office, stage.key("interim/invite"), now=now, worker="a")
    asyncio.run(send_due(stage.office, clock=lambda: now, worker="w"))
    return now


SCHOOL = "aksenovka"


def row_of(stage: Stage, organisation: str) -> LetterRow:
    with reading(stage.office.engine) as session:
        action = stage.key("interim/invite")
        return letters(session, action=action, organisation=organisation)[0]


def take(stage: Stage, raw: bytes, now: datetime) -> BouncesRead:
    found = BouncesRead()
    with writing(stage.office.engine) as session:
        take_back(session, stage.office, read_returned(raw), found, now=now)
    return found


def test_letter_that_came_back_goes_to_the_next_contact_with_a_link_of_his_own(
    stage: Stage, sent: datetime
) -> None:
    row = row_of(stage, SCHOOL)
    found = take(stage, report(row), sent + HOUR)
    assert found.bounced == [row.key]
    assert found.passed_on == [stage.key("interim/invite/deputy")]
    with reading(stage.office.engine) as session:
        back = letter(session, row.key)
        assert back is not None
        assert (back.state, back.code) == (LetterState.REFUSED, "5.1.1")
        assert list(dead_addresses(session)) == [row.address.lower()]
        assert len(events(session, kind="letter returned")) == 1
    before = set(stage.letters.glob("*.eml"))
    asyncio.run(send_due(stage.office, clock=lambda: sent + HOUR, worker="v"))
    [new] = set(stage.letters.glob("*.eml")) - before
    assert "deputy@schools.example" in message_from_bytes(new.read_bytes())["To"]


@pytest.mark.parametrize(
    "original", ["X-Vekha-Key: {key}", f"Message-ID: <{'0' * 32}.vekha@made-up.example>"]
)
def test_report_that_is_faster_than_our_record_of_the_letter_is_not_lost(
    stage: Stage, sent: datetime, original: str
) -> None:
    """The server has the letter, its batch is not over yet: the report is read once, and now."""
    reminder = stage.moment("interim/remind-1")
    perform(stage.office, stage.key("interim/remind-1"), now=reminder, worker="a")
    key = stage.key(f"interim/remind-1/{row_of(stage, SCHOOL).person}")
    with writing(stage.office.engine) as session:
        claim_letters(session, worker="w", now=reminder, lease=HOUR, limit=100)
        assert mark_handed(session, [key], worker="w", now=reminder, lease=HOUR) == [key]
        row = letter(session, key)
    assert row is not None
    assert row.state is LetterState.SENDING
    raw = report(row, original=original.format(key=key))
    assert take(stage, raw, reminder).bounced == [key]
    assert take(stage, raw, reminder).bounced == [], "read twice"
    with writing(stage.office.engine) as session:
        record_outcomes(session, [Outcome(key, LetterState.SENT, at=reminder)], worker="w")
        after = letter(session, key)
    assert after is not None
    assert (after.state, after.code) == (LetterState.REFUSED, "5.1.1")
    assert row_of(stage, SCHOOL).state is LetterState.SENT, "the invitation is not meant"


def test_bounce_that_is_read_twice_counts_once(stage: Stage, sent: datetime) -> None:
    row = row_of(stage, SCHOOL)
    take(stage, report(row), sent + HOUR)
    again = take(stage, report(row), sent + 2 * HOUR)
    assert (again.bounced, again.passed_on) == ([], [])


def test_school_without_another_contact_is_told_of(stage: Stage, sent: datetime) -> None:
    row = row_of(stage, "karatal")
    found = take(stage, report(row), sent + HOUR)
    assert found.helpless == [row.key]
    with reading(stage.office.engine) as session:
        [told] = events(session, kind="no other contact")
    assert told.detail["organisation"] == "karatal"


def test_full_mailbox_does_not_make_the_address_dead(stage: Stage, sent: datetime) -> None:
    full = report(row_of(stage, SCHOOL), status="5.2.2", words="mailbox full")
    found = take(stage, full, sent + HOUR)
    assert found.passed_on
    with reading(stage.office.engine) as session:
        assert dead_addresses(session) == {}


def test_reminder_goes_around_a_dead_address(stage: Stage, sent: datetime) -> None:
    row = row_of(stage, SCHOOL)
    take(stage, report(row), sent + HOUR)
    due = stage.moment("interim/remind-1")
    perform(stage.office, stage.key("interim/remind-1"), now=due, worker="a")
    with reading(stage.office.engine) as session:
        action = stage.key("interim/remind-1")
        [reminder] = letters(session, action=action, organisation=SCHOOL)
        assert len(letters(session, action=action)) == 54
    assert (reminder.person, reminder.address) == ("deputy", "deputy@schools.example")


def answer_to(row: LetterRow, text: str) -> bytes:
    """What a person writes back, with our letter quoted below."""
    quoted = "> Если вам удобнее телефон, ответьте «прошу звонить»: мы перестанем писать"
    return (
        f"From: <elsewhere@mail.example>\r\nSubject: Re: анкета\r\nIn-Reply-To: {row.message_id}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\r\nчт, 1 февр. пишет:\r\n{quoted}\r\n"
    ).encode()


def test_who_asks_for_calls_is_not_reminded_and_stays_obliged(stage: Stage, sent: datetime) -> None:
    row = row_of(stage, SCHOOL)
    assert take(stage, answer_to(row, "Спасибо, всё получили."), sent + HOUR).to_call == []
    found = take(stage, answer_to(row, "Добрый день! Прошу звонить."), sent + HOUR)
    assert found.to_call == [row.address], "known by the letter that was answered"
    due, key = stage.moment("interim/remind-1"), stage.key("interim/remind-1")
    perform(stage.office, key, now=due, worker="a")
    with reading(stage.office.engine) as session:
        assert len(letters(session, action=key)) == 53
        assert letters(session, action=key, organisation=SCHOOL) == []
        [told] = events(session, kind="not written to")
        assert (told.detail["organisation"], told.detail["why"]) == (SCHOOL, "calls")
        wave = read_wave(session, stage.plan, "interim", as_of=due)
        assert wave.base == 54
    digest = next(
        one for one in stage.plan.actions if one.kind is ActionKind.DIGEST and one.due > due
    )
    perform(stage.office, digest.key, now=digest.due, worker="a")
    with reading(stage.office.engine) as session:
        one = letters(session, action=digest.key)[0]
    assert [line["organisation"] for line in one.context["to_call"]] == [
        stage.plan.roadmap.organisations[SCHOOL].label
    ]
    with writing(stage.office.engine) as session:
        assert write_again(session, row.address, edition=row.edition, by="методист", now=due)
    later = stage.moment("interim/remind-2")
    perform(stage.office, stage.key("interim/remind-2"), now=later, worker="a")
    with reading(stage.office.engine) as session:
        assert len(letters(session, action=stage.key("interim/remind-2"))) == 54


def test_school_whose_only_address_is_dead_gets_no_reminder_but_a_place_on_the_list(
    stage: Stage, sent: datetime
) -> None:
    take(stage, report(row_of(stage, "karatal")), sent + HOUR)
    due, key = stage.moment("interim/remind-1"), stage.key("interim/remind-1")
    perform(stage.office, key, now=due, worker="a")
    with reading(stage.office.engine) as session:
        assert letters(session, action=key, organisation="karatal") == []
    at = stage.moment("interim/escalate")
    perform(stage.office, stage.key("interim/escalate"), now=at, worker="a")
    with reading(stage.office.engine) as session:
        told = letters(session, action=stage.key("interim/escalate"))
    label = stage.plan.roadmap.organisations["karatal"].label
    blamed = [line["organisation"] for one in told for line in one.context["missing"]]
    apart = [line for one in told for line in one.context["unreachable"]]
    assert label not in blamed
    assert [(line["organisation"], line["why"]) for line in apart] == [(label, "dead")]
    assert "5.1.1" in apart[0]["words"]


@pytest.fixture(params=["dovecot", "loopback"])
def mailbox(request: pytest.FixtureRequest) -> Iterator[tuple[Path, OpenMailbox]]:
    """A folder of messages, and an IMAP server before it: a real one, and one that is always there."""
    place = Path(tempfile.mkdtemp(prefix="vekha-imap-"))
    new = place / "Maildir" / "new"
    for name in ("new", "cur", "tmp"):
        (place / "Maildir" / name).mkdir(parents=True)
    if request.param == "loopback":
        with LoopbackImap(new) as server:
            yield new, server.open
    else:
        if not Path(DOVECOT).exists():
            pytest.skip(f"no {DOVECOT} (Debian: dovecot-imapd; or set DOVECOT_IMAP)")
        yield new, dovecot(place)
    shutil.rmtree(place)


def dovecot(place: Path) -> OpenMailbox:
    """Dovecot's own IMAP process, spoken to through a pipe; as nobody, for it refuses to be root."""
    as_nobody = ""
    if os.geteuid() == 0:
        as_nobody = "setpriv --reuid nobody --regid nogroup --clear-groups "
    command = (
        f"HOME={place} USER=nobody {as_nobody}{DOVECOT} -O -o mail_location=maildir:{place}/Maildir"
        f" -o first_valid_uid=0 -o first_valid_gid=0 -o stats_writer_socket_path="
        f" -o log_path={place}/log"
    )

    @contextmanager
    def open_mailbox() -> Iterator[imaplib.IMAP4]:
        if os.geteuid() == 0:
            for path in [place, *place.rglob("*")]:
                shutil.chown(path, "nobody", "nogroup")
        found = imaplib.IMAP4_stream(command)
        try:
            yield found
        finally:
            found.logout()

    return open_mailbox


def test_mailbox_is_read_once_and_left_as_it_is(
    stage: Stage, sent: datetime, mailbox: tuple[Path, OpenMailbox]
) -> None:
    new, open_mailbox = mailbox
    row, other = row_of(stage, SCHOOL), row_of(stage, "karatal")
    (new / "1.a").write_bytes(report(row))
    (new / "2.a").write_bytes(b"From: a@x.example\r\nSubject: Re: x\r\n\r\nhello\r\n")
    (new / "3.a").write_bytes(
        b"From: a@x.example\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\naway\r\n"
    )
    wish = f"From: Ким <{other.address.upper()}>\r\nSubject: прошу звонить\r\n\r\n\r\n"
    (new / "3.b").write_bytes(wish.encode())

    def read(at: datetime) -> BouncesRead:
        return read_bounces(stage.office, open_mailbox, now=at)

    first = read(sent + HOUR)
    assert first.bounced == [row.key]
    assert first.others == {Back.ANSWER: 1, Back.AUTO_REPLY: 1, Back.CALL: 1}
    assert first.to_call == [other.address]
    assert read(sent + HOUR) == BouncesRead()
    (new / "4.a").write_bytes(report(other))
    assert read(sent + 2 * HOUR).bounced == [other.key]
    with reading(stage.office.engine) as session:
        counts = mail_counts(session)
    assert counts == {"bounced": 2, "answer": 1, "auto-reply": 1, "call": 1}
    assert_unseen(open_mailbox, 5)


def assert_unseen(open_mailbox: OpenMailbox, number: int) -> None:
    opened: AbstractContextManager[imaplib.IMAP4] = open_mailbox()
    with opened as mailbox:
        mailbox.select("INBOX", readonly=True)
        assert len(mailbox.search(None, "UNSEEN")[1][0].split()) == number
