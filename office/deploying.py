"""Deploying a roadmap: its plan into the ledger in one transaction, or every reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.engine import reading, writing
from models.ledger import Applied, Difference, apply_version, compare
from models.roadmap_version import current_version
from notifications.judging import judge_letters
from office.changes import announce_changes
from office.office import Office
from vekha.issues import Issue
from vekha.planning import Plan, make_plan


@dataclass(frozen=True, slots=True)
class Deployed:
    """What was found, and what was changed; `applied` is None where an issue E stood in the way."""

    issues: tuple[Issue, ...]
    plan: Plan | None = None
    applied: Applied | None = None
    changes: tuple[str, ...] = ()  # keys of the actions that will tell of changed dates


def deploy(
    office: Office, files: Mapping[str, bytes], *, by: str, now: datetime, folder: str = ""
) -> Deployed:
    """Bring the ledger in line with a roadmap's files. With an issue E nothing changes."""
    plan, issues = make_plan(files, folder=folder, beside=judge_letters(files, folder=folder))
    if plan is None:
        return Deployed(issues)
    with writing(office.engine) as session:
        before = current_version(session, plan.edition)
        applied = apply_version(
            session,
            edition=plan.edition,
            files=files,
            digest=plan.roadmap.digest,
            actions=plan.actions,
            by=by,
            now=now,
        )
        changes: list[str] = []
        if before is not None and applied.version != before.number:
            changes = announce_changes(session, plan, version=applied.version, now=now)
    office.plans.put(plan)
    return Deployed(issues, plan, applied, tuple(changes))


def difference(office: Office, plan: Plan) -> Difference:
    """What deploying the plan would change."""
    with reading(office.engine) as session:
        return compare(session, plan.edition, plan.actions)
