"""The office: everything that performing needs, made once by wiring and handed to every function."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.roadmap_version import RoadmapVersion, current_digest, current_version
from notifications.composing import Composer
from notifications.delivery import Transport
from office.pacing import Limits
from vekha.planning import Plan, make_plan

FinishVolume = Callable[[bytes], tuple[bytes, bytes]]
"""A volume's Word file → the same with exact page numbers, and its PDF."""

OpenTransport = Callable[[], AbstractAsyncContextManager[Transport]]


class NoRoadmap(LookupError):
    """No version of this edition was deployed: run `vekha deploy` first."""


class PlanShelf:
    """Plans of deployed versions, each made once per digest; safe between threads."""

    def __init__(self) -> None:
        self._plans: dict[str, Plan] = {}
        self._lock = threading.Lock()

    def of(self, session: Session, edition: str) -> Plan:
        """The plan in force. Raises NoRoadmap."""
        digest = current_digest(session, edition)
        if digest is None:
            raise NoRoadmap(edition)
        with self._lock:
            found = self._plans.get(digest)
            if found is None:
                version = current_version(session, edition)
                assert version is not None
                found = _make(version)
                self._plans[version.digest] = found  # not `digest`: it may be newer by now
        return found

    def put(self, plan: Plan) -> None:
        """Keep a plan that was made already; it counts once its version is deployed."""
        with self._lock:
            self._plans[plan.roadmap.digest] = plan


def _make(version: RoadmapVersion) -> Plan:
    plan, issues = make_plan(version.contents())
    if plan is None:  # a newer Vekha may be stricter than the one that deployed
        codes = ", ".join(sorted({issue.code for issue in issues}))
        raise NoRoadmap(f"{version.edition}: version {version.number}: {codes}")
    return plan


LEASE = timedelta(minutes=5)
LONG_LEASE = timedelta(days=1000)


def _real_days() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Office:
    """Tools. `secret` makes personal links; `open_transport` gives whatever takes letters over.

    `finish_volume` is there where LibreOffice is; without it page numbers are estimates.
    `batch` bounds how many letters can be in doubt after a crash; `lines` are on the wire at once.
    Where `days_fly`, in a demonstration, an hour of the roadmap is less than a blink: there leases
    outlast the year, and no letter waits for the hours of sending.
    """

    engine: Engine
    secret: bytes
    site_url: str
    open_transport: OpenTransport
    composer: Composer = field(default_factory=Composer)
    plans: PlanShelf = field(default_factory=PlanShelf)
    board_url: str = ""
    prefect_url: str = ""  # of the operator's UI
    finish_volume: FinishVolume | None = None
    batch: int = 50
    lines: int = 4
    limits: Limits = field(default_factory=Limits)
    days_fly: Callable[[], bool] = _real_days

    @property
    def lease(self) -> timedelta:
        """How long letters are a sender's before it counts as dead, in the roadmap's time."""
        return LONG_LEASE if self.days_fly() else LEASE
