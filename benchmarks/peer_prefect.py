"""The peer prefect-email: one Prefect task per recipient, as its documentation has it; run by peers.py.

Arguments: the sink's port, how many letters, how many at once, a JSON file of letters. The server is
Prefect's own ephemeral one, in a folder of PREFECT_HOME. Prints seconds from the first task to the last.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner
from prefect_email import EmailServerCredentials, email_send_message  # type: ignore[import-not-found]


def main() -> None:
    """Send."""
    port, number, sessions, file = sys.argv[1:]
    letters = json.loads(Path(file).read_text(encoding="utf-8"))
    server = EmailServerCredentials(
        smtp_server="127.0.0.1", smtp_port=int(port), smtp_type="INSECURE"
    )

    @flow(name="campaign", task_runner=ThreadPoolTaskRunner(max_workers=int(sessions)))
    def campaign() -> float:
        began = time.perf_counter()
        futures = [
            email_send_message.submit(
                subject=letters[n % len(letters)]["subject"],
                msg=letters[n % len(letters)]["html"],
                msg_plain=letters[n % len(letters)]["text"],
                email_server_credentials=server,
                email_from=letters[n % len(letters)]["sender"],
                email_to=f"p{n}@made-up.example",
            )
            for n in range(int(number))
        ]
        for future in futures:
            future.result()
        return time.perf_counter() - began

    print(f"seconds {campaign()}", flush=True)


if __name__ == "__main__":
    main()
