"""A process that empties the outbox of a database over SMTP until it is done, or is killed.

Arguments: database URL, SMTP port, the time as ISO, the worker's name, the batch.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from models.engine import open_engine
from notifications.transport import MailPool, MailServer
from office.office import Office
from office.sending import send_due


def main() -> None:
    url, port, now, worker, batch = sys.argv[1:]

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[MailPool]:
        async with MailPool(MailServer(host="127.0.0.1", port=int(port))) as pool:
            yield pool

    office = Office(
        open_engine(url, durable=False),
        b"s" * 32,
        "http://site.test",
        open_transport,
        batch=int(batch),
    )
    moment = datetime.fromisoformat(now)
    print("ready", flush=True)
    asyncio.run(send_due(office, clock=lambda: moment, worker=worker))


main()
