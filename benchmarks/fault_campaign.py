"""One campaign of 300 letters under faults: senders are struck until all is settled, then sets compared."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy.exc import OperationalError

from benchmarks.fault_database import Database, office_on, put_back, take_backup
from benchmarks.fault_sender import CUT, DATABASE_LOST, FULL, LETTERS, STOP, Fuse, send, the_plan
from benchmarks.fault_server import STEPS, TROUBLES, RecordingServer, Trouble, free_port
from benchmarks.fault_verdict import Verdict
from models.engine import reading, writing
from models.letter import LetterRow
from models.mail_log import letters, next_try_at
from models.outbox import resolve_doubt
from models.setting import setting
from office.pausing import PAUSED
from office.upkeep import keep_up
from vekha.states import LetterState

LEASE_OVER = timedelta(minutes=6)
PATIENCE = 120.0
MOST_ROUNDS = 400
SETTLED = {
    LetterState.SENT,
    LetterState.REFUSED,
    LetterState.IN_DOUBT,
    LetterState.CANCELLED,
}

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["benchmarks.fault_sender"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a campaign is run.

    trouble: the share of the server's steps at which something goes wrong, or what does. skews: how
    far the clocks of the senders are off, in turn. jumps: rounds after which the clock of the whole
    installation jumps. backup_in, restore_after: rounds. decide: after a restore a person looks
    into the server's log, and says of each letter in doubt that it was sent, or to send it again.
    down: rounds in which no mail server listens.
    """

    workers: int = 1
    batch: int = 20
    trouble: float | Trouble = 0.0
    skews: tuple[timedelta, ...] = ()
    jumps: dict[int, timedelta] = field(default_factory=dict)
    backup_in: int | None = None
    restore_after: int | None = None
    decide: bool = False
    down: tuple[int, ...] = ()


class Campaign:
    """Runs one campaign on one copy of the database until every letter is settled."""

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        fuses: list[Fuse],
        seed: int,
        given: Setting,
        merged: bool = False,
    ) -> None:
        self._url = url
        self._merged = merged
        self._fuses = fuses
        self._setting = given
        self._chance = random.Random(seed)
        self._office = office_on(url, folder)
        plan = the_plan()
        invite = plan.action(f"{plan.edition}/survey-0/invite")
        assert invite is not None
        self.now: datetime = invite.due
        self.verdict = Verdict(campaigns=1, letters=LETTERS * (1 + merged))
        self._server = RecordingServer()
        self._own = folder / f"campaign-{os.getpid()}-{random.randrange(10**9)}"
        self._victims: dict[int, Fuse] = {}  # struck at a step of the server's
        self._carried: dict[Path, Fuse] = {}  # struck at a step of their own: notes → fuse
        self._stopped: list[ForkServerProcess] = []
        self._deaths = 0  # senders that died or sleep, and whose lease may still hold
        self._known_doubts: set[str] = set()

    def run(self) -> Verdict:
        """Until settled, at most MOST_ROUNDS rounds of senders."""
        self._own.mkdir()
        try:
            with self._server:
                recorder = self._server.recorder
                given = self._setting.trouble
                recorder.trouble = given if callable(given) else self._trouble_at
                recorder.on_step = self._server_step
                recorder.reads_links = self._merged
                for number in range(MOST_ROUNDS):
                    self._round(number)
                    if self._settled():
                        break
                self._wake()
            self._compare()
            return self.verdict
        finally:
            self._office.engine.dispose()
            for file in self._own.iterdir():
                file.unlink()
            self._own.rmdir()

    def _round(self, number: int) -> None:
        """Some senders at once; those that were stopped go on in the next round, too late."""
        senders = [self._start(number, n) for n in range(self._setting.workers)]
        woken, self._stopped = self._stopped, []
        for late in woken:
            os.kill(_pid(late), signal.SIGCONT)
        if number == self._setting.backup_in:
            take_backup(self._url, self._own / "backup", now=self.now)
        if self._setting.skews:  # a neighbour whose clock is fast looks after the leases meanwhile
            self._keep_up(self.now + max(self._setting.skews))
        for sender in [*senders, *woken]:
            self._deaths += self._wait(sender)
        self._note_places()
        self._victims.clear()
        self.now += LEASE_OVER
        if number == self._setting.restore_after:
            self._restore()
        if (jump := self._setting.jumps.get(number)) is not None:
            self.now += jump
            self.verdict.jumps += 1
        self._keep_up(self.now)
        self._count_doubts()
        self._skip_waiting()

    def _start(self, number: int, place: int) -> ForkServerProcess:
        # The last of a descending list fits into what is left of a campaign that has begun.
        fuse = self._fuses.pop(0 if not number + place else -1) if self._fuses else None
        of_server = fuse is not None and fuse.name in STEPS
        skews = self._setting.skews or (timedelta(),)
        port = free_port() if number in self._setting.down else self._server.port
        notes = self._own / f"{number}-{place}"
        arguments = (
            *(self._url, port, self.now + skews[place % len(skews)], f"w{number}-{place}"),
            *(self._setting.batch, None if of_server else fuse, notes),
        )
        sender = _forks.Process(target=send, args=arguments)
        sender.start()
        self.verdict.senders += 1
        if fuse is not None and of_server:
            self._victims[_pid(sender)] = fuse
        elif fuse is not None:
            self._carried[notes] = fuse
        return sender

    def _wait(self, sender: ForkServerProcess) -> bool:
        """Until the sender has ended or was stopped; whether its letters are left in its hands."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            sender.join(0.02)
            if sender.exitcode is not None:
                self._spare(sender)
                break
            if _is_stopped(_pid(sender)):
                self._stopped.append(sender)
                self.verdict.stops += 1
                return True
        code = sender.exitcode
        assert code in (0, DATABASE_LOST, -signal.SIGKILL), f"a sender ended with {code}"
        self.verdict.kills += code == -signal.SIGKILL
        self.verdict.gave_up += code == DATABASE_LOST
        return code != 0

    def _spare(self, sender: ForkServerProcess) -> None:
        """It has ended: nothing strikes it any more."""
        fuse = self._victims.pop(_pid(sender), None)
        if fuse is not None and not fuse.blown:
            self._give_back(fuse)

    def _note_places(self) -> None:
        """Where senders were struck; a fuse that its sender did not come to is for another campaign."""
        for file, fuse in self._carried.items():
            if file.exists():
                self.verdict.places.update(file.read_text(encoding="utf-8").splitlines())
                self.verdict.cuts += fuse.stroke == CUT
                self.verdict.full_disks += fuse.stroke == FULL
                file.unlink()
            else:
                self._give_back(fuse)
        self._carried.clear()

    def _give_back(self, fuse: Fuse) -> None:
        fuse.seen, fuse.tries = 0, fuse.tries + 1
        if fuse.tries < 3:
            self._fuses.insert(0, fuse)

    def _keep_up(self, now: datetime) -> None:
        """On SQLite a sender that sleeps within a transaction lets nobody write: it has to wake."""
        try:
            keep_up(self._office, now=now)
        except OperationalError:
            self._wake()
            keep_up(self._office, now=now)

    def _rows(self) -> list[LetterRow]:
        with reading(self._office.engine) as session:
            return letters(session)

    def _count_doubts(self) -> None:
        """No more than a batch for each that died; a sleeper holds a batch exactly as a dead one."""
        died = [row for row in self._rows() if row.code == "worker-died"]
        doubts = {row.key for row in died if not row.carrier}  # a common letter is one
        new, self._known_doubts = doubts - self._known_doubts, doubts
        if len(new) > self._setting.batch * self._deaths:
            self.verdict.beyond_bound += sorted(new)
        if self._deaths:
            worst = max(self.verdict.most_doubted_by_a_death, len(new) / self._deaths)
            self.verdict.most_doubted_by_a_death = worst
        if not (self._setting.jumps or self._setting.skews):  # else a lease may hold for longer
            self._deaths = 0

    def _restore(self) -> None:
        """Put the backup in the place of the database; a person decides about what is held."""
        self._wake()
        self._office.engine.dispose()
        held = put_back(self._url, self._own / "backup", now=self.now)
        self.verdict.restores += 1
        assert held, "the backup had nothing open: it was taken too late"
        self._deaths = 0
        if self._setting.decide:
            self._decide()

    def _decide(self) -> None:
        accepted = self._server.recorder.accepted
        found = [row for row in self._rows() if row.state is LetterState.IN_DOUBT]
        doubted = [row.key for row in found if not row.carrier]  # the others share its decision
        with writing(self._office.engine) as session:
            for key in doubted:
                what = "sent" if key in accepted else "again"
                assert resolve_doubt(session, key, what, by="t", why="", now=self.now)  # type: ignore[arg-type]
        self.verdict.decided += len(doubted)

    def _skip_waiting(self) -> None:
        """Nothing to send before the next try, or the end of a lease or a pause: let time pass."""
        with reading(self._office.engine) as session:
            moments = [next_try_at(session)]
            pause = setting(session, PAUSED)
        if pause and (until := datetime.fromisoformat(pause["until"])) > self.now:
            self.now = until
        moments += [row.lease_until for row in self._rows() if row.state is LetterState.SENDING]
        following = min((moment for moment in moments if moment is not None), default=None)
        if following is not None and following > self.now:
            self.now = following

    def _wake(self) -> None:
        for late in self._stopped:
            os.kill(_pid(late), signal.SIGCONT)
            late.join(PATIENCE)
        self._stopped.clear()

    def _server_step(self, step: str) -> None:
        for pid, fuse in list(self._victims.items()):
            number = {STOP: signal.SIGSTOP}.get(fuse.stroke, signal.SIGKILL)

            def strike(_: str, pid: int = pid, number: int = number) -> None:
                with suppress(ProcessLookupError):  # it has ended by itself
                    os.kill(pid, number)
                    self.verdict.places[f"server: {step}"] += 1

            fuse.step(step, strike)

    def _trouble_at(self, step: str) -> str:
        if step not in TROUBLES or self._chance.random() >= self._setting.trouble:  # type: ignore[operator]
            return ""
        return self._chance.choice(TROUBLES[step])

    def _settled(self) -> bool:
        return not self._stopped and all(row.state in SETTLED for row in self._rows())

    def _compare(self) -> None:
        """The server's set beside the outbox's."""
        recorder = self._server.recorder
        accepted = recorder.accepted
        rows = {row.key: row for row in self._rows()}
        carried = {key: row.carrier for key, row in rows.items() if row.carrier}
        accepted.update({k: accepted[c] for k, c in carried.items() if accepted[c]})
        states = {key: row.state for key, row in rows.items()}
        late = {key for key, row in rows.items() if row.code == "too-late"}
        known = {LetterState.SENT, LetterState.IN_DOUBT}
        found = self.verdict
        found.accepted = len(accepted)
        found.lines_lost = recorder.lines_lost
        found.troubles = recorder.troubles
        found.late = len(late)
        found.sent = sum(state is LetterState.SENT for state in states.values())
        found.refused = sum(state is LetterState.REFUSED for state in states.values())
        found.duplicates = sorted(key for key, times in accepted.items() if times > 1)
        found.in_doubt = sorted(k for k, state in states.items() if state is LetterState.IN_DOUBT)
        found.lost = sorted(
            {key for key, state in states.items() if state not in SETTLED}
            | {key for key, state in states.items() if state is LetterState.CANCELLED} - late
            | {k for k, state in states.items() if state is LetterState.SENT and k not in accepted}
            | {key for key in accepted if states.get(key) not in known}
        )
        assert len(rows) >= found.letters
        found.letters = len(rows)  # with those that tell the coordinators what was missed
        if self._merged:
            found.duplicates += sorted(link for link, times in recorder.links.items() if times > 1)
            missing = len(accepted) - len(recorder.links)
            found.lost += [f"{missing} duties were not in the letters that carried them"] * bool(
                missing
            )
            assert carried


def run_campaign(
    database: Database, *, fuses: list[Fuse], seed: int, setting: Setting | None = None
) -> Verdict:
    """One campaign; takes the fuses that it uses out of the list."""
    with database.copy() as url:
        given = setting or Setting()
        merged = database.merged
        return Campaign(
            url, database.folder, fuses=fuses, seed=seed, given=given, merged=merged
        ).run()


def _pid(process: ForkServerProcess) -> int:
    assert process.pid is not None
    return process.pid


def _is_stopped(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "T"
