"""A draft that `check` can read: what contradicts itself in the document is set aside, and said so."""

from __future__ import annotations

import re

from vekha.catalogue import may_be_acknowledged, message_of, severity_of
from vekha.importing.draft import REPLACE, Draft
from vekha.importing.keeping import keep_lost
from vekha.importing.plan_part import NO_TERM
from vekha.importing.writing import draft_files
from vekha.issues import Issue, Severity
from vekha.planning import make_plan

MOST_ROUNDS = 5  # one thing set aside may bring another contradiction to light
MOST_CHECKED = 5_000  # activities and organisations: no plan for a year is larger
MOST_STAGES = 200  # each is compared with each
_PATH = re.compile(r"^(\w+)(?:\[(\d+)\]|\.([a-z0-9-]+))")


def settle(draft: Draft) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """The files of a draft and the issues that its check gives; the draft is changed.

    A contradiction that is the document's own is acknowledged, with a reason to be replaced. Where
    that may not be, the term, passport row or pairing that an issue E stands on becomes a comment
    with the document's words. What cannot be set aside stays among the issues.
    """
    files = draft_files(draft)
    if keep_lost(draft, files):
        files = draft_files(draft)
    large = len(draft.activities) + len(draft.organisations) > MOST_CHECKED
    if large or len(draft.stages) > MOST_STAGES:
        return files, ()
    issues = _check(files)
    for _ in range(MOST_ROUNDS):
        errors = [i for i in issues if severity_of(i) is Severity.ERROR]
        if not errors or not any(_set_aside(draft, error) for error in errors):
            break
        files = draft_files(draft)
        issues = _check(files)
    return files, issues


def _check(files: dict[str, str]) -> tuple[Issue, ...]:
    return make_plan({name: text.encode() for name, text in files.items()})[1]


def _set_aside(draft: Draft, issue: Issue) -> bool:
    """Set aside what an issue stands on; False where there is nothing to set aside."""
    why = message_of(issue, language="ru")
    if may_be_acknowledged(issue):
        known = (issue.code, issue.path) in {(code, path) for code, path, _ in draft.acknowledged}
        if not known:
            draft.acknowledged.append((issue.code, issue.path, why))
        return not known
    found = _PATH.match(issue.path)
    if found is None:
        return False
    section, index, key = found[1], int(found[2] or 0), found[3] or ""
    match section:
        case "stages":
            return any(
                _contest_stage(draft, i, why) for i, s in enumerate(draft.stages) if s.key == key
            )
        case "activities" if index < len(draft.activities):
            activity = draft.activities[index]
            if activity.term == NO_TERM:
                return False
            activity.term_note = f"{REPLACE}: в документе «{activity.term}». {why}"
            activity.term = NO_TERM
            return True
        case "passport" if index < len(draft.passport):
            rows = [row for row in draft.passport if not row.contested]
            rows[index].contested = why
            return True
        case "pairings":
            pairings = [p for p in draft.pairings if p.key == key and not p.contested]
            for pairing in pairings:
                pairing.contested = why
            return bool(pairings)
        case "orders":
            orders = [order for name, order in draft.orders if name == key and order.date]
            for order in orders:
                order.date = ""  # the printed form keeps it
            return bool(orders)
        case _:
            return False


def _contest_stage(draft: Draft, index: int, why: str) -> bool:
    stage = draft.stages[index]
    if stage.contested:
        if why not in stage.note:
            stage.note += f"\n{why}"
        return False
    stage.contested = why
    stage.note = f"{REPLACE}: в документе «{stage.term}».\n{why}"
    stage.term = NO_TERM
    return True
