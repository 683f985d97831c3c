"""The embedded Prefect server: python -m deployments.server_process, started by the supervisor."""

from __future__ import annotations

import os

from deployments.child import follow_parent
from deployments.closed_ui import ClosedUi, policy
from deployments.prefect_environment import server_environment
from wiring.settings import Settings


def main() -> None:
    """Serve Prefect's API and UI until SIGTERM; says nothing on the terminal."""
    follow_parent()
    settings = Settings()
    os.environ.update(server_environment(settings))
    (settings.folder / "prefect").mkdir(parents=True, exist_ok=True)
    # Prefect reads its variables when it is imported.
    import uvicorn
    from prefect.server.api import collections
    from prefect.server.api.server import create_app

    from deployments.patient_sqlite import use_patient_sqlite

    use_patient_sqlite(os.environ["PREFECT_SERVER_DATABASE_CONNECTION_URL"])

    # The UI's lists of integrations would be fetched from the network; a copy comes with Prefect.
    collections.KNOWN_VIEWS = dict.fromkeys(collections.KNOWN_VIEWS, "http://127.0.0.1:9/none")
    uvicorn.run(
        ClosedUi(
            create_app(final=True), policy=policy(settings.prefect_api, port=settings.prefect_port)
        ),
        host=settings.host,
        port=settings.prefect_port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
