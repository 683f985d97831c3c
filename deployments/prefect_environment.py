"""The variables under which Vekha's processes use Prefect: own home, loopback only, quiet, patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiring.settings import Settings


def client_environment(settings: Settings) -> dict[str, str]:
    """For every process that talks to Prefect; must be set before Prefect is imported."""
    return {
        "PREFECT_HOME": str(settings.folder / "prefect"),
        "PREFECT_API_URL": settings.prefect_api,
        "PREFECT_UI_URL": settings.prefect_api.removesuffix("/api"),
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",  # the libraries' own statistics
        "PREFECT_LOGGING_LEVEL": settings.log_level,
        # Beats of runs in the same process tell nothing that the ledger's leases do not.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "3600",
        "PREFECT_CLIENT_MAX_RETRIES": "8",
    }


def server_environment(settings: Settings) -> dict[str, str]:
    """For the embedded Prefect server."""
    database = settings.folder / "prefect" / "prefect.db"
    return {
        **client_environment(settings),
        "PREFECT_SERVER_API_HOST": settings.host,
        "PREFECT_SERVER_API_PORT": str(settings.prefect_port),
        "PREFECT_SERVER_UI_API_URL": settings.prefect_api,
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
        # SQLite has one writer: waiting beats "database is locked".
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        # The reconcile flow is the only schedule; a few runs of it ahead are enough.
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "30",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "4",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "PT60S",
        # Late is for runs that nobody takes, not for a busy minute.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "60",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
    }
