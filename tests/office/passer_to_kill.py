"""Processes that pass refused letters on, each killed one step of its database later than the last.

Arguments: database URL, edition, the time as ISO. Prints how many were killed before one came through.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import event

from models.engine import open_engine, reading
from office.office import Office, PlanShelf
from office.refusals import pass_on_refused

URL, EDITION, NOW = sys.argv[1:]
SHELF = PlanShelf()


@asynccontextmanager
async def nothing() -> AsyncIterator[Any]:
    raise AssertionError("nothing is sent here")
    yield


def pass_on_and_die(last: int) -> None:
    """In a process of its own: killed before the statement or commit of this number."""
    engine = open_engine(URL, durable=False)
    left = last

    def step(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
    office = Office(engine, b"s" * 32, "http://site.test", nothing, plans=SHELF)
    pass_on_refused(office, now=datetime.fromisoformat(NOW))


def main() -> None:
    engine = open_engine(URL)
    with reading(engine) as session:
        SHELF.of(session, EDITION)  # read once, for every child
    engine.dispose()
    for last in count(1):
        if (child := os.fork()) == 0:
            try:
                pass_on_and_die(last)
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != -signal.SIGKILL:
            print(last - 1)
            sys.exit(code)


main()
