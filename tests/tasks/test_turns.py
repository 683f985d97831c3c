"""Working side by side, and looking after leases alone."""

from __future__ import annotations

import threading

from tasks.turns import Turns


def test_several_work_side_by_side() -> None:
    turns = Turns(patience=0.2)
    with turns.at_work(), turns.at_work(), turns.alone() as free:
        assert not free


def test_one_is_alone_when_nobody_works_and_nobody_begins_meanwhile() -> None:
    turns = Turns(patience=5)
    began = threading.Event()

    def work() -> None:
        with turns.at_work():
            began.set()

    with turns.alone() as free:
        worker = threading.Thread(target=work)
        worker.start()
        assert free
        assert not began.wait(0.2)
    assert began.wait(5)
    worker.join()


def test_one_waits_for_those_at_work_within_its_patience() -> None:
    turns = Turns(patience=5)
    leave = threading.Event()
    entered = threading.Event()

    def work() -> None:
        with turns.at_work():
            entered.set()
            leave.wait(5)

    worker = threading.Thread(target=work)
    worker.start()
    entered.wait(5)
    threading.Timer(0.1, leave.set).start()
    with turns.alone() as free:
        assert free
    worker.join()


def test_only_one_is_alone() -> None:
    turns = Turns(patience=0.1)
    with turns.alone() as first, turns.alone() as second:
        assert (first, second) == (True, False)
