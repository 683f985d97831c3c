"""Sending: each reply and each way of losing the line, at each phase, against a server that does as told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from notifications.transport import (
    Delivery,
    MailDelayed,
    MailFailure,
    MailInDoubt,
    MailPool,
    MailRefused,
    MailServer,
    MailServerUnusable,
    Phase,
)

DROP, HANG = "DROP", "HANG"
LETTER = b"Subject: x\r\n\r\n.one dot\r\n..two\r\nend\r\n"
PIPELINING = "250-test\r\n250-PIPELINING\r\n250 SIZE 100000000"
USUAL = {
    "greeting": "220 ready",
    "EHLO": "250-test\r\n250 SIZE 100000000",
    "HELO": "250 test",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "message": "250 2.0.0 taken as 1",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


@dataclass
class ScriptedServer:
    """A raw SMTP server: replies by phase from a queue, then as usual; keeps what it took."""

    script: dict[str, list[str]] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    writers: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Not a coroutine: one that is cancelled before its first step would close no writer."""
        self.writers[asyncio.create_task(self.talk(reader, writer))] = writer

    async def hang_up(self) -> None:
        """End every conversation and close its socket."""
        talks = dict(self.writers)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        for writer in talks.values():
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _next(self, phase: str) -> str:
        queue = self.script.get(phase)
        return queue.pop(0) if queue else USUAL.get(phase, "502 what?")

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._conversation(reader, writer)
                await writer.drain()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _conversation(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if not await self._reply(writer, self._next("greeting")):
            return
        while line := await reader.readline():
            word = line.decode().split()[0].upper()
            self.commands.append(line.decode().strip())
            reply = self._next(word)
            if not await self._reply(writer, reply) or word == "QUIT":
                return
            if reply.startswith("354"):
                then = self._next("message")
                if then == "DROP BEFORE DOT":
                    await reader.read(10)
                    return
                if then == "DEAF":  # reads nothing until told to, then all that still comes
                    await self.listening.wait()
                    await self._rest(reader)
                    return
                content = await reader.readline()
                while content != b".\r\n" and not content.endswith(b"\r\n.\r\n"):
                    if not (line := await reader.readline()):
                        return
                    content += line
                if content != b".\r\n" and (then in (DROP, HANG) or then.startswith("250")):
                    self.taken.append(content[:-3])
                if not await self._reply(writer, then):
                    return

    async def _rest(self, reader: asyncio.StreamReader) -> None:
        rest = b""
        with suppress(ConnectionError):
            while chunk := await reader.read(2**20):
                rest = rest[-10:] + chunk
        if rest.endswith(b"\r\n.\r\n"):
            self.taken.append(rest)

    async def _reply(self, writer: asyncio.StreamWriter, reply: str) -> bool:
        if reply == HANG:
            await asyncio.sleep(30)
        if reply == DROP:
            return False
        last = reply.endswith(" DROP")
        writer.write(reply.removesuffix(" DROP").encode() + b"\r\n")
        await writer.drain()
        return not last


@asynccontextmanager
async def _serving(script: dict[str, list[str]]) -> AsyncIterator[ScriptedServer]:
    scripted = ScriptedServer(script=script)
    server = await asyncio.start_server(scripted.connected, "127.0.0.1", 0, limit=2**16)
    scripted.port = server.sockets[0].getsockname()[1]
    before = asyncio.all_tasks()
    try:
        yield scripted
    finally:
        server.close()
        if accepting := asyncio.all_tasks() - before - set(scripted.writers):
            await asyncio.wait(accepting, timeout=5)
        await scripted.hang_up()
        await server.wait_closed()


def _server(scripted: ScriptedServer, **settings: Any) -> MailServer:
    given: dict[str, Any] = {"connections": 1, "timeout": 2, "final_timeout": 2, **settings}
    return MailServer(host="127.0.0.1", port=scripted.port, **given)


async def _send(pool: MailPool, mime: bytes = LETTER, recipient: str = "b@x.example") -> Delivery:
    return await pool.send(mime, sender="a@x.example", recipient=recipient)


def _one(
    script: dict[str, list[str]], *, mime: bytes = LETTER, **settings: Any
) -> tuple[Delivery | MailFailure, ScriptedServer]:
    """What comes of one letter to a server with that script."""

    async def run() -> tuple[Delivery | MailFailure, ScriptedServer]:
        async with _serving(script) as scripted, MailPool(_server(scripted, **settings)) as pool:
            try:
                return await _send(pool, mime), scripted
            except MailFailure as failure:
                return failure, scripted

    return asyncio.run(run())


def _run(
    script: dict[str, list[str]],
    body: Callable[[MailPool, ScriptedServer], Coroutine[Any, Any, None]],
    **settings: Any,
) -> ScriptedServer:
    async def run() -> ScriptedServer:
        async with _serving(script) as scripted:
            async with MailPool(_server(scripted, **settings)) as pool:
                await body(pool, scripted)
            return scripted

    return asyncio.run(run())


def test_letter_arrives_word_for_word() -> None:
    delivery, scripted = _one({})

    assert delivery == Delivery(code=250, text="2.0.0 taken as 1")
    assert scripted.taken == [LETTER.replace(b"\r\n.", b"\r\n..")]
    assert scripted.commands[1:] == [
        f"MAIL FROM:<a@x.example> SIZE={len(LETTER)}",
        "RCPT TO:<b@x.example>",
        "DATA",
        "QUIT",
    ]


def test_lone_line_ends_cannot_smuggle_a_second_letter() -> None:
    _, scripted = _one({}, mime=b"Subject: x\n\nend\n.\nMAIL FROM:<evil@x.example>\r.\r")

    assert len(scripted.taken) == 1
    assert b"\r\n..\r\nMAIL FROM:<evil@x.example>\r\n..\r\n" in scripted.taken[0]


@pytest.mark.parametrize(
    ("phase", "reply", "kind", "told"),
    [
        ("greeting", "421 4.3.2 closing DROP", MailDelayed, Phase.GREETING),
        ("greeting", "554 5.7.1 your address is blocked", MailServerUnusable, Phase.GREETING),
        ("greeting", DROP, MailDelayed, Phase.CONNECT),
        ("greeting", HANG, MailDelayed, Phase.CONNECT),
        ("greeting", "good morning", MailDelayed, Phase.CONNECT),
        ("EHLO", "421 4.3.2 closing DROP", MailDelayed, Phase.GREETING),
        ("EHLO", "550 5.7.1 go away", None, None),  # HELO is tried
        ("EHLO", DROP, MailDelayed, Phase.GREETING),
        ("EHLO", HANG, MailDelayed, Phase.GREETING),
        ("MAIL", "450 4.7.1 later", MailDelayed, Phase.SENDER),
        ("MAIL", "550 5.7.1 not your domain", MailServerUnusable, Phase.SENDER),
        ("MAIL", "530 5.7.0 log in first", MailServerUnusable, Phase.SENDER),
        ("MAIL", "552 5.3.4 too big", MailRefused, Phase.SENDER),
        ("MAIL", DROP, MailDelayed, Phase.SENDER),
        ("MAIL", HANG, MailDelayed, Phase.SENDER),
        ("MAIL", "hello", MailDelayed, Phase.SENDER),
        ("RCPT", "450 4.2.0 greylisted", MailDelayed, Phase.RECIPIENT),
        ("RCPT", "452 4.2.2 mailbox full", MailDelayed, Phase.RECIPIENT),
        ("RCPT", "550 5.1.1 no such user", MailRefused, Phase.RECIPIENT),
        (
            "RCPT",
            "554 5.7.1 <b@x.example>: Relay access denied",
            MailServerUnusable,
            Phase.RECIPIENT,
        ),
        ("RCPT", "421 4.3.2 closing DROP", MailDelayed, Phase.RECIPIENT),
        ("RCPT", DROP, MailDelayed, Phase.RECIPIENT),
        ("RCPT", HANG, MailDelayed, Phase.RECIPIENT),
        ("DATA", "451 4.3.0 later", MailDelayed, Phase.DATA),
        ("DATA", "554 5.5.1 no", MailRefused, Phase.DATA),
        ("DATA", "250 what?", MailDelayed, Phase.DATA),
        ("DATA", DROP, MailDelayed, Phase.DATA),
        ("DATA", HANG, MailDelayed, Phase.DATA),
        ("message", "451 4.3.0 disk full", MailDelayed, Phase.MESSAGE),
        ("message", "421 4.3.2 closing DROP", MailDelayed, Phase.MESSAGE),
        ("message", "554 5.6.0 looks like spam", MailRefused, Phase.MESSAGE),
        ("message", "DROP BEFORE DOT", MailInDoubt, Phase.MESSAGE),
        ("message", DROP, MailInDoubt, Phase.MESSAGE),
        ("message", HANG, MailInDoubt, Phase.MESSAGE),
        ("message", "gibberish", MailInDoubt, Phase.MESSAGE),
    ],
)
@pytest.mark.parametrize("greeting", [USUAL["EHLO"], PIPELINING], ids=["one by one", "pipelined"])
def test_failure_is_told_by_its_phase_and_by_what_to_do(
    phase: str, reply: str, kind: type[MailFailure] | None, told: Phase | None, greeting: str
) -> None:
    script = {"EHLO": [greeting]} | {phase: [reply]}
    outcome, scripted = _one(script, timeout=0.8, final_timeout=0.8)

    if kind is None:
        assert isinstance(outcome, Delivery)
        return
    assert type(outcome) is kind
    assert outcome.phase is told
    if reply[:3].isdigit():
        assert outcome.code == int(reply[:3])
        assert outcome.text == reply.removesuffix(" DROP")[4:]
    if kind is not MailInDoubt:
        assert scripted.taken == []


@pytest.mark.parametrize("greeting", [USUAL["EHLO"], PIPELINING], ids=["one by one", "pipelined"])
@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "message"])
def test_one_reply_too_many_never_puts_two_letters_into_one(phase: str, greeting: str) -> None:
    """Taken for the answer to what we say next, it would let commands be read as words of a letter."""

    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        for number in range(3):
            with suppress(MailDelayed):
                await _send(pool, b"Subject: %d\r\n\r\nend\r\n" % number)

    usual = USUAL[phase]
    script = {"EHLO": [greeting] * 9, phase: [usual, f"{usual}\r\n250 2.0.0 once more"]}
    scripted = _run(script, body, timeout=1, final_timeout=1)

    assert all(taken.count(b"Subject") == 1 for taken in scripted.taken)
    assert not any(b"MAIL FROM" in taken or b"RSET" in taken for taken in scripted.taken)
    assert len(scripted.taken) == len(set(scripted.taken)) >= 2


def test_one_reply_too_many_is_not_taken_for_the_answer_to_a_letter() -> None:
    """The letter would count as sent, and nobody would have it."""
    script = {"DATA": ["354 go on\r\n250 2.0.0 once more"], "message": ["554 5.7.1 spam"]}
    outcome, scripted = _one(script)

    assert isinstance(outcome, MailDelayed)
    assert scripted.taken == []


def test_letter_stuck_in_our_own_buffer_is_delayed_and_never_leaves_later() -> None:
    """The server stopped reading: the final dot is still here, so there is no doubt."""

    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        with pytest.raises(MailDelayed) as delayed:
            await _send(pool, b"x" * 20_000_000)
        assert delayed.value.phase is Phase.MESSAGE
        scripted.listening.set()
        await asyncio.sleep(1)
        assert scripted.taken == []

    _run({"message": ["DEAF"]}, body, final_timeout=0.3)


def test_patience_is_for_each_reply_and_not_for_the_line() -> None:
    """A line is used for longer than a reply may take; then the server falls silent."""
    patience = 1.0

    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(4):
            await _send(pool)
            await asyncio.sleep(patience * 0.4)
        assert scripted.connections == 1
        scripted.script["RCPT"] = [HANG]
        began = loop.time()
        with pytest.raises(MailDelayed) as delayed:
            await _send(pool)
        assert delayed.value.phase is Phase.RECIPIENT
        assert loop.time() - began > patience * 0.95

    _run({}, body, timeout=patience, final_timeout=patience * 10)


def test_reply_for_later_on_a_used_line_is_not_tried_again_at_once() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        for phase in (Phase.SENDER, Phase.RECIPIENT):
            with pytest.raises(MailDelayed) as delayed:
                await _send(pool)
            assert delayed.value.phase is phase

    scripted = _run(
        {"MAIL": ["250 ok", "450 later"], "RCPT": ["250 ok", "450 greylisted DROP"]}, body
    )

    assert scripted.connections == 1


def test_nobody_listening_is_delayed() -> None:
    async def run() -> None:
        async with _serving({}) as scripted:
            server = _server(scripted)
        async with MailPool(server) as pool:
            with pytest.raises(MailDelayed) as delayed:
                await _send(pool)
            assert delayed.value.phase is Phase.CONNECT

    asyncio.run(run())


def test_line_is_reused_and_reset_after_a_refusal() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        with pytest.raises(MailRefused):
            await _send(pool)
        await _send(pool)
        await _send(pool)

    scripted = _run({"RCPT": ["250 ok", "550 5.1.1 no"]}, body)

    assert scripted.connections == 1
    assert [command.split()[0] for command in scripted.commands] == [
        *("EHLO", "MAIL", "RCPT", "DATA"),
        *("MAIL", "RCPT"),
        *("RSET", "MAIL", "RCPT", "DATA"),
        *("MAIL", "RCPT", "DATA"),
        "QUIT",
    ]


def test_line_is_replaced_after_its_number_of_letters() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        for _ in range(5):
            await _send(pool)

    scripted = _run({}, body, max_per_connection=2)

    assert scripted.connections == 3
    assert scripted.commands.count("QUIT") == 3
    assert len(scripted.taken) == 5


@pytest.mark.parametrize("reply", [DROP, "421 4.4.2 idle too long DROP"])
def test_line_that_the_server_dropped_while_idle_is_opened_again(reply: str) -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        await _send(pool)

    scripted = _run({"MAIL": ["250 ok", reply]}, body)

    assert scripted.connections == 2
    assert len(scripted.taken) == 2


def test_line_lost_after_a_letter_is_seen_before_the_next() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        await asyncio.sleep(0.05)
        await _send(pool)

    scripted = _run({"message": ["250 taken DROP"]}, body)

    assert scripted.connections == 2
    assert len(scripted.taken) == 2


def test_letter_in_doubt_is_not_sent_again_by_the_pool() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        with pytest.raises(MailInDoubt):
            await _send(pool)
        assert len(scripted.taken) == 2
        await _send(pool)

    scripted = _run({"message": ["250 ok", DROP]}, body)

    assert len(scripted.taken) == 3


def test_pool_opens_no_more_lines_than_it_may() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await asyncio.gather(*(_send(pool) for _ in range(40)))
        assert scripted.connections <= 3

    scripted = _run({}, body, connections=3)

    assert len(scripted.taken) == 40


def test_cancelled_sending_leaves_no_half_said_line_behind() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        sending = asyncio.create_task(_send(pool))
        await asyncio.sleep(0.1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await asyncio.wait_for(_send(pool), 5)

    scripted = _run({"RCPT": [HANG]}, body, timeout=20)

    assert scripted.connections == 2
    assert len(scripted.taken) == 1


def test_address_beyond_ascii_is_refused_where_the_server_cannot_take_it() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        with pytest.raises(MailRefused, match="SMTPUTF8"):
            await _send(pool, recipient="директор@x.example")
        await _send(pool, recipient="b@школа.қаз")

    scripted = _run({}, body)

    assert "RCPT TO:<b@xn--80atdl2c.xn--80ao21a>" in scripted.commands


def test_address_beyond_ascii_goes_out_where_the_server_offers_it() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool, recipient="директор@x.example")

    scripted = _run({"EHLO": ["250-test\r\n250 SMTPUTF8"]}, body)

    assert "MAIL FROM:<a@x.example> SMTPUTF8 BODY=8BITMIME" in scripted.commands
    assert "RCPT TO:<директор@x.example>" in scripted.commands


def test_plain_address_is_said_plainly_although_the_server_offers_more() -> None:
    """SMTPUTF8 only where it is needed: the next server on the way may not know it."""
    letter = "Subject: =?utf-8?b?0YI=?=\r\n\r\nтекст\r\n".encode()
    _, scripted = _one({"EHLO": ["250-test\r\n250-8BITMIME\r\n250 SMTPUTF8"]}, mime=letter)

    assert scripted.commands[1] == "MAIL FROM:<a@x.example>"


def test_reply_of_several_lines_is_told_whole() -> None:
    outcome, _ = _one({"RCPT": ["550-5.7.26 Unauthenticated\r\n550 5.7.26 see DMARC"]})

    assert isinstance(outcome, MailRefused)
    assert "DMARC" in outcome.text


def test_server_that_is_going_down_gets_no_second_letter_on_that_line() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        with pytest.raises(MailDelayed):
            await _send(pool)
        await _send(pool)

    scripted = _run({"MAIL": ["421 4.3.2 going down DROP"]}, body)

    assert scripted.connections == 2
    assert len(scripted.taken) == 1


def test_settings_do_not_show_the_password() -> None:
    assert "hunter2" not in repr(MailServer(host="x", user="me", password="hunter2"))


def test_commands_before_the_message_go_at_once_where_the_server_allows() -> None:
    """One way there and back instead of three; the message itself still waits for the 354."""
    arrived: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        arrived.append(await reader.readline())
        writer.write(PIPELINING.encode() + b"\r\n")
        await asyncio.sleep(0.2)
        arrived.append(await reader.read(2**16))
        writer.write(b"250 ok\r\n250-ok\r\n250 really\r\n354 go")  # replies cut anywhere
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.write(b" on\r\n")
        arrived.append(await reader.readuntil(b"\r\n.\r\n"))
        writer.write(b"250 taken\r\n")
        arrived.append(await reader.readline())
        writer.write(b"221 bye\r\n")
        writer.close()

    async def run() -> Delivery:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with MailPool(MailServer(host="127.0.0.1", port=port, timeout=5)) as pool:
            delivery = await _send(pool)
        server.close()
        await server.wait_closed()
        return delivery

    assert asyncio.run(run()) == Delivery(code=250, text="taken")
    before = b"MAIL FROM:<a@x.example> SIZE=%d\r\nRCPT TO:<b@x.example>\r\nDATA\r\n" % len(LETTER)
    assert arrived[1] == before
    assert arrived[2] == LETTER.replace(b"\r\n.", b"\r\n..") + b".\r\n"
    assert arrived[3] == b"QUIT\r\n"


def test_server_that_goes_on_after_refusing_the_recipient_gets_an_empty_message() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        with pytest.raises(MailRefused):
            await _send(pool)
        await _send(pool)

    script = {"EHLO": [PIPELINING], "RCPT": ["550 5.1.1 no such user"], "message": ["554 nobody"]}
    scripted = _run(script, body)

    assert len(scripted.taken) == 1  # of the second letter, on the same line
    assert scripted.connections == 1
    assert "RSET" in scripted.commands


def test_word_between_letters_is_not_taken_for_a_reply() -> None:
    async def body(pool: MailPool, scripted: ScriptedServer) -> None:
        await _send(pool)
        for writer in scripted.writers.values():
            writer.write(b"250 taken\r\n")
        await asyncio.sleep(0.1)
        await _send(pool)

    scripted = _run({"EHLO": [PIPELINING, PIPELINING]}, body)

    assert len(scripted.taken) == 2
    assert scripted.connections == 2
