"""Letters per second of a durable campaign beside its peers and a bare aiosmtplib pool; composing; memory.

    python -m benchmarks.letters [--runs 5] [--sessions 20] [--quick] [--only-own]

The peers (peers.py) are fetched into a cache folder; --only-own leaves out the two slow ones. A
latency is the time from a command to its reply, as on a network: the sink answers everything that
much later. It offers PIPELINING, as real servers do; «no PIPELINING» is our campaign to a sink that
does not; «two workers» are two processes that share it. Medians of interleaved runs, with their
spread.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from multiprocessing import get_context
from pathlib import Path

import aiosmtplib

from benchmarks.made_up_roadmap import files_of
from benchmarks.peers import PeerLetter, Peers
from benchmarks.workers import Worker
from models.engine import open_engine, reading, writing
from models.letter import NewLetter
from models.mail_log import letters
from models.migrating import upgrade
from models.outbox import queue_letters
from notifications.composing import Composer
from notifications.letter import Letter
from notifications.mime import write_mime
from notifications.transport import MailPool, MailServer
from office.deploying import deploy
from office.office import Office
from office.performing import perform
from office.sending import send_due
from office.writing import Desk, write_letter
from vekha.planning import Plan, make_plan

ORGANISATIONS = 1000
NUMBERS = {0: 4000, 20: 1000, 50: 500}
POST_OFFICE, PREFECT_EMAIL = 300, 100  # letters: these take their time
MEMORY = (1_000, 100_000)
SENDER = "programme@made-up.example"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan and a database with many letters queued."""

    plan: Plan
    file: Path
    now: datetime
    letters: int


@contextmanager
def sink(latency: int, *, pipelining: bool = True) -> Iterator[int]:
    """The sink in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.sink", str(latency)]
    process = subprocess.Popen(
        command if pipelining else [*command, "plain"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def office_of(file: Path, *, port: int = 1, sessions: int = 1) -> Office:
    """A durable office whose letters go to the sink."""

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[MailPool]:
        server = MailServer(
            host="127.0.0.1", port=port, connections=sessions, max_per_connection=10**6
        )
        async with MailPool(server) as pool:
            yield pool

    engine = open_engine(f"sqlite:///{file}")
    return Office(engine, b"s" * 32, "http://site.test", open_transport, lines=sessions)


def prepare(folder: Path, number: int) -> Prepared:
    """An invitation for each organisation, and as many copies under other keys as it takes."""
    files = files_of(activities=1, organisations=ORGANISATIONS)
    plan, issues = make_plan(files)
    assert plan is not None, issues
    office = office_of(folder / f"base-{number}.db")
    upgrade(office.engine)
    invite = plan.action(f"{plan.edition}/survey-0/invite")
    assert invite is not None
    deploy(office, files, by="benchmark", now=invite.due - timedelta(days=1))
    perform(office, invite.key, now=invite.due, worker="benchmark")
    with writing(office.engine) as session:
        rows = letters(session)
        for copy in range(1, number // ORGANISATIONS):
            fields = {name: getattr(rows[0], name) for name in NewLetter.__dataclass_fields__}
            queue_letters(
                session,
                (
                    NewLetter(
                        **fields
                        | {
                            "key": f"{row.key}/{copy}",
                            "person": row.person,
                            "organisation": row.organisation,
                            "address": row.address,
                            "name": row.name,
                            "context": row.context,
                        }
                    )
                    for row in rows
                ),
                now=invite.due,
            )
    office.engine.dispose()
    return Prepared(plan, folder / f"base-{number}.db", invite.due, number)


def some_letters(prepared: Prepared) -> list[Letter]:
    """A hundred letters as they would be written now."""
    office = office_of(prepared.file)
    with reading(office.engine) as session:
        desk = Desk.of(office, session, prepared.plan.edition)
        found = [write_letter(desk, row, now=prepared.now) for row in letters(session, limit=100)]
    office.engine.dispose()
    return found


def as_email_message(letter: Letter, subject: str, text: str, html: str) -> bytes:
    """The same letter by the standard library."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{letter.sender.name} <{letter.sender.email}>"
    message["To"] = f"{letter.to.name} <{letter.to.email}>"
    message["Subject"] = subject
    message["Date"] = letter.message_date
    message["Message-ID"] = f"<{letter.key}@made-up.example>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Vekha-Key"] = letter.key
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    if letter.calendar:
        content = letter.calendar.content
        message.add_attachment(content, "application", "ics", filename="invite.ics")
    return message.as_bytes()


def composing(prepared: Prepared, runs: int) -> list[bytes]:
    """Print what composing costs; the letters as bytes."""
    found, composer = some_letters(prepared), Composer()
    rendered = [(one, *composer.render(one)) for one in found]

    def timed(work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        return (time.perf_counter() - began) / len(found) * 1000

    def ours() -> object:
        return [write_mime(one, subject=s, text=t, html=h) for one, s, t, h in rendered]

    def theirs() -> object:
        return [as_email_message(one, s, t, h) for one, s, t, h in rendered]

    def whole() -> object:
        return [composer.compose(one) for one in found]

    kinds = {"MIME by Vekha": ours, "EmailMessage + as_bytes": theirs, "templates and MIME": whole}
    whole()
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(runs):
        for name, work in kinds.items():
            times[name].append(timed(work))
    for name, values in times.items():
        print(f"  {name:<28} {told(values, 'ms a letter', digits=3)}")
    medians = {name: statistics.median(values) for name, values in times.items()}
    theirs_ms = medians["EmailMessage + as_bytes"]
    rendering = medians["templates and MIME"] - medians["MIME by Vekha"]
    print(
        f"  EmailMessage / MIME by Vekha: {theirs_ms / medians['MIME by Vekha']:.1f} (wanted: 10)"
    )
    both = (theirs_ms + rendering) / medians["templates and MIME"]
    print(f"  the same with templates rendered on both sides: {both:.1f}")
    return [composer.compose(one).mime for one in found]


def told(values: list[float], unit: str, *, digits: int = 0) -> str:
    """«412 letters/s (390–430)»."""
    low, high = min(values), max(values)
    middle = statistics.median(values)
    return f"{middle:8.{digits}f} {unit}  ({low:.{digits}f}–{high:.{digits}f})"


async def bare_pool(port: int, number: int, sessions: int, mimes: list[bytes]) -> float:
    """Seconds of aiosmtplib alone: lines kept open, letters composed beforehand, nothing recorded."""
    left = iter(range(number))

    async def line() -> None:
        smtp = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="localhost")
        async with smtp:
            for n in left:
                await smtp.sendmail(SENDER, [f"p{n}@made-up.example"], mimes[n % len(mimes)])

    began = time.perf_counter()
    await asyncio.gather(*(line() for _ in range(sessions)))
    return time.perf_counter() - began


def campaign(prepared: Prepared, port: int, number: int, sessions: int) -> float:
    """Seconds of our durable campaign: claim, write, note, send, record."""
    copy = prepared.file.with_name(f"run-{time.monotonic_ns()}.db")
    shutil.copyfile(prepared.file, copy)
    office = office_of(copy, port=port, sessions=sessions)
    with reading(office.engine) as session:
        office.plans.of(session, prepared.plan.edition)
    office = replace(office, composer=Composer())
    began = time.perf_counter()
    done = asyncio.run(
        send_due(office, clock=lambda: prepared.now, worker="benchmark", limit=number)
    )
    seconds = time.perf_counter() - began
    assert done.sent == number, done
    office.engine.dispose()
    for file in copy.parent.glob(copy.name + "*"):
        file.unlink()
    return seconds


def two_workers(prepared: Prepared, port: int, sessions: int) -> float:
    """Seconds of two workers, processes of their own, that share the whole campaign."""
    copy = prepared.file.with_name(f"run-{time.monotonic_ns()}.db")
    shutil.copyfile(prepared.file, copy)
    staff = [
        Worker(f"sqlite:///{copy}", port, f"w{n}", prepared.now, lines=sessions // 2)
        for n in range(2)
    ]
    began = time.perf_counter()
    for worker in staff:
        worker.begin()
    sent = [worker.finish() for worker in staff]
    seconds = time.perf_counter() - began
    assert sum(sent) == prepared.letters, sent
    for file in copy.parent.glob(copy.name + "*"):
        file.unlink()
    return seconds


def throughput(prepared: Prepared, mimes: list[bytes], given: argparse.Namespace) -> None:
    """Print the table of one latency after the other."""
    size = round(statistics.mean(len(mime) for mime in mimes))
    peers = Peers(peer_letters(prepared))
    sessions = given.sessions
    print(f"Sending, {sessions} sessions, {size} bytes a letter")
    for latency, most in NUMBERS.items():
        number = most // 4 if given.quick and latency else most
        with sink(latency) as port, sink(latency, pipelining=False) as plain:
            kinds: dict[str, tuple[int, Callable[[int], float]]] = {
                "smtp-source": (number, lambda n: peers.smtp_source(port, n, sessions, size)),
                "bare pool": (number, lambda n: asyncio.run(bare_pool(port, n, sessions, mimes))),
                "campaign": (number, lambda n: campaign(prepared, port, n, sessions)),
                "no PIPELINING": (number, lambda n: campaign(prepared, plain, n, sessions)),
            }
            if number == prepared.letters:
                kinds["two workers"] = (number, lambda n: two_workers(prepared, port, sessions))
            if not given.only_own:
                kinds |= {
                    "post-office": (POST_OFFICE, lambda n: peers.post_office(port, n, sessions)),
                    "prefect-email": (
                        PREFECT_EMAIL,
                        lambda n: peers.prefect_email(port, n, sessions),
                    ),
                }
            rates: dict[str, list[float]] = {name: [] for name in kinds}
            for _ in range(given.runs):
                for name, (letters_of_it, send) in kinds.items():
                    rates[name].append(letters_of_it / send(letters_of_it))
        print(f" {latency} ms to each reply, {number} letters")
        for name, values in rates.items():
            ratios = [mine / its for mine, its in zip(rates["campaign"], values, strict=True)]
            told_ratio = f"campaign / it {told(ratios, '', digits=2)}" if name != "campaign" else ""
            print(f"  {name:<16} {told(values, 'letters/s')}   {told_ratio}", flush=True)


def peer_letters(prepared: Prepared) -> list[PeerLetter]:
    """What the peers compose their letters from: our subjects and bodies."""
    composer = Composer()
    return [
        PeerLetter(
            one.sender.email,
            *composer.render(one),
        )
        for one in some_letters(prepared)
    ]


def memory(number: int) -> None:
    """Print the peak of a process that sends so many letters (run in a process of its own)."""
    with tempfile.TemporaryDirectory() as place, sink(0) as port:
        # In a process of its own, for queueing so many at once takes more memory than sending them.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
            prepared = other.submit(prepare, Path(place), number).result()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        campaign(prepared, port, number, 20)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {number:>6} letters: peak {peak:.0f} MB, {before:.0f} MB before sending")


def main() -> None:
    """All of it; `--memory N` is for the processes that it starts itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="a quarter of the letters")
    parser.add_argument("--only-own", action="store_true", help="without the two slow peers")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.memory:
        memory(given.memory)
        return
    with tempfile.TemporaryDirectory() as place:
        prepared = prepare(Path(place), NUMBERS[0])
        print("Composing (two parts, Cyrillic, .ics)")
        mimes = composing(prepared, given.runs)
        throughput(prepared, mimes, given)
    print("Memory of a whole campaign", flush=True)
    for number in MEMORY:
        command = [sys.executable, "-m", "benchmarks.letters", "--memory", str(number)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
