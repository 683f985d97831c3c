"""The peer django-post-office: letters queued in SQLite, sent by its own command; run by peers.py.

Arguments: the sink's port, how many letters, how many threads, a JSON file of letters, a folder for the
database. Prints the seconds of sending, without queueing.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django  # type: ignore[import-not-found]
from django.conf import settings  # type: ignore[import-not-found]


def configure(port: int, sessions: int, folder: Path) -> None:
    """Settings as its documentation has them; one process, as ours is one."""
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "django.db")}
        },
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        POST_OFFICE={"THREADS_PER_PROCESS": sessions, "BATCH_SIZE": 500, "LOG_LEVEL": 1},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()


def main() -> None:
    """Queue, then send."""
    port, number, sessions, file, folder = sys.argv[1:]
    configure(int(port), int(sessions), Path(folder))
    from django.core.management import call_command  # type: ignore[import-not-found]
    from post_office import mail  # type: ignore[import-not-found]
    from post_office.models import STATUS, Email  # type: ignore[import-not-found]

    call_command("migrate", verbosity=0)
    letters = json.loads(Path(file).read_text(encoding="utf-8"))
    mail.send_many(
        [
            {
                "recipients": [f"p{n}@made-up.example"],
                "sender": letters[n % len(letters)]["sender"],
                "subject": letters[n % len(letters)]["subject"],
                "message": letters[n % len(letters)]["text"],
                "html_message": letters[n % len(letters)]["html"],
            }
            for n in range(int(number))
        ]
    )
    began = time.perf_counter()
    mail.send_queued_mail_until_done(lockfile=str(Path(folder) / "lock"))
    seconds = time.perf_counter() - began
    assert Email.objects.filter(status=STATUS.sent).count() == int(number)
    print(f"seconds {seconds}", flush=True)


if __name__ == "__main__":
    main()
