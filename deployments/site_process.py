"""The site and the local mail server: python -m deployments.site_process; knows no Prefect."""

from __future__ import annotations

import contextlib

import uvicorn

from deployments.child import follow_parent
from surveys.app import create_app
from wiring.tools import captures, open_capture, open_site, tools


def main() -> None:
    """Serve the site, and take letters where they are captured, until SIGTERM."""
    follow_parent()
    made = tools()
    settings = made.settings
    capture = open_capture(settings, made.clock) if captures(settings) else contextlib.nullcontext()
    with capture:
        uvicorn.run(
            create_app(open_site(settings, made.clock, made.office)),
            host=settings.host,
            port=settings.site_port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )


if __name__ == "__main__":
    main()
