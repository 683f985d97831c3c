"""Asking a running Prefect for a reconciliation at once, over plain HTTP: importing Prefect is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from tasks.kinds import RECONCILE

if TYPE_CHECKING:
    from wiring.settings import Settings


def wake(settings: Settings, *, why: str) -> bool:
    """Whether Prefect took the wish; False when it does not run, or knows no reconcile flow yet."""
    wanted = {"deployments": {"name": {"any_": [RECONCILE.name]}}}
    try:
        with httpx.Client(base_url=settings.prefect_api, timeout=10, trust_env=False) as client:
            found = client.post("/deployments/filter", json=wanted).raise_for_status().json()
            if not found:
                return False
            client.post(
                f"/deployments/{found[0]['id']}/create_flow_run",
                json={"name": f"Сверка {why}", "state": {"type": "SCHEDULED"}},
            ).raise_for_status()
    except httpx.HTTPError:
        return False
    return True
