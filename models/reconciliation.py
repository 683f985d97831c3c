"""Applying a version of a roadmap: what its actions add, move and drop in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from models.action_row import ActionRow, content_digest, planned_values
from models.approval import asking_of
from models.column import table_of
from models.event import NewEvent, record_events
from models.roadmap_version import RoadmapVersion, current_version, encode_files
from models.statement import chunks, fresh, insert_all, lock_edition
from models.withdrawal import cancel_letters_of
from vekha.actions.action import ActionKind
from vekha.states import ActionState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from vekha.actions.action import Action

ACTION = table_of(ActionRow)
CHANGE = ActionKind.CHANGE.value
SETTLED = (ActionState.DONE, ActionState.CLAIMED, ActionState.SKIPPED, ActionState.FAILED)
"""States that an edit never changes."""

PAST_WHEN_ADDED = "past-when-added"
PAST_WHEN_MOVED = "past-when-moved"
SENTENCES = {
    PAST_WHEN_ADDED: "Срок прошёл до того, как действие появилось в дорожной карте.",
    PAST_WHEN_MOVED: "Правка перенесла действие в прошлое.",
    "dropped": "Правка дорожной карты убрала это действие.",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """An action that an edit changes: as it stands in the ledger, and as it becomes."""

    was: Action
    becomes: Action


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edit would change; `done` are keys that it leaves as they are, never repeated."""

    added: list[Action]
    moved: list[Moved]
    dropped: list[Action]
    done: list[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """What was changed, as keys of actions, in order; `missed` are among added or moved."""

    version: int
    added: list[str]
    moved: list[str]
    dropped: list[str]
    kept_done: list[str]
    missed: list[str]


@dataclass(slots=True)
class _Comparison:
    added: list[Action] = field(default_factory=list)  # without a row
    returning: list[tuple[ActionRow, Action]] = field(default_factory=list)  # cancelled before
    moved: list[tuple[ActionRow, Action]] = field(default_factory=list)
    dropped: list[ActionRow] = field(default_factory=list)
    settled: list[ActionRow] = field(default_factory=list)


def compare(session: Session, edition: str, actions: Sequence[Action]) -> Difference:
    """What applying these actions would change, without changing anything."""
    found = _compare(_rows(session, edition), actions)
    return Difference(
        added=[*found.added, *(action for _, action in found.returning)],
        moved=[Moved(was=row.action(), becomes=action) for row, action in found.moved],
        dropped=[row.action() for row in found.dropped],
        done=[row.key for row in found.settled],
    )


def apply_version(
    session: Session,
    *,
    edition: str,
    files: Mapping[str, bytes],
    digest: str,
    actions: Sequence[Action],
    by: str,
    now: datetime,
) -> Applied:
    """Record the version (once per digest in force) and bring the ledger in line with its actions.

    What is done, claimed, skipped or failed stays. An action that comes into an edition already
    in force with its time past comes up as missed, and so does one that is moved into the past;
    on the first deployment what is due but still useful is done. Raises ValueError when a key
    occurs twice.
    """
    lock_edition(session, edition)
    current = current_version(session, edition)
    rows = _rows(session, edition)
    found = _compare(rows, actions)
    number = _record(session, current, edition=edition, files=files, digest=digest, by=by, now=now)
    first = current is None
    added = [
        _added(action, number, now, first=first) | {"edition": edition} for action in found.added
    ]
    insert_all(session, ACTION, added)
    back = [_returning(row, action, number, now) for row, action in found.returning]
    moved = [_moved(row, action, number, now) for row, action in found.moved]
    _update(session, [*back, *moved])
    dropped = [row.key for row in found.dropped]
    _drop(session, dropped, now)
    before = {row.key for row in rows if row.state is ActionState.MISSED}
    applied = Applied(
        version=number,
        added=[values["key"] for values in (*added, *back)],
        moved=[values["key"] for values in moved],
        dropped=dropped,
        kept_done=[row.key for row in found.settled],
        missed=[
            values["key"]
            for values in (*added, *back, *moved)
            if values["state"] is ActionState.MISSED and values["key"] not in before
        ],
    )
    _tell(session, applied, edition=edition, by=by, now=now, renewed=number != _number(current))
    return applied


def _number(version: RoadmapVersion | None) -> int:
    return 0 if version is None else version.number


def _rows(session: Session, edition: str) -> list[ActionRow]:
    # What tells of changes is in no plan: announcing.py looks after it.
    query = select(ActionRow).where(ACTION.c.edition == edition, ACTION.c.kind != CHANGE)
    return fresh(session, query.order_by(ACTION.c.due, ACTION.c.key))


def _compare(rows: Sequence[ActionRow], actions: Sequence[Action]) -> _Comparison:
    wanted = {action.key: action for action in actions}
    if len(wanted) != len(actions):
        seen: set[str] = set()
        twice = [a.key for a in actions if a.key in seen or seen.add(a.key)]  # type: ignore[func-returns-value]
        raise ValueError(f"two actions with one key: {', '.join(sorted(set(twice)))}")
    found = _Comparison()
    for row in rows:
        action = wanted.pop(row.key, None)
        if row.state in SETTLED:
            found.settled.append(row)
        elif row.state is ActionState.CANCELLED:
            if action is not None:
                found.returning.append((row, action))
        elif action is None:
            found.dropped.append(row)
        elif row.content != content_digest(action):
            found.moved.append((row, action))
    found.added = sorted(wanted.values(), key=lambda action: (action.due, action.key))
    return found


def _record(
    session: Session,
    current: RoadmapVersion | None,
    *,
    edition: str,
    files: Mapping[str, bytes],
    digest: str,
    by: str,
    now: datetime,
) -> int:
    if current is not None and current.digest == digest:
        return current.number
    number = _number(current) + 1
    values = {
        "edition": edition,
        "number": number,
        "digest": digest,
        "files": encode_files(files),
        "applied_at": now,
        "applied_by": by,
    }
    session.execute(table_of(RoadmapVersion).insert(), values)
    return number


def _added(action: Action, version: int, now: datetime, *, first: bool) -> dict[str, Any]:
    past = action.not_after <= now or (action.due <= now and not first)
    return {
        **planned_values(action),
        "version": version,
        **_state(PAST_WHEN_ADDED if past else ""),
    }


def _returning(row: ActionRow, action: Action, version: int, now: datetime) -> dict[str, Any]:
    past = min(action.due, action.not_after) <= now
    return _changed(row, action, version, _state(PAST_WHEN_ADDED if past else ""))


def _moved(row: ActionRow, action: Action, version: int, now: datetime) -> dict[str, Any]:
    if row.state is ActionState.MISSED and action.due <= now:
        kept = {"state": row.state, "code": row.code, "sentence": row.sentence}
        return _changed(row, action, version, kept)
    # What was due already and waits only for its worker is not sent into the past by an edit.
    backwards = row.due > now >= action.due
    past = backwards or action.not_after <= now
    return _changed(row, action, version, _state(PAST_WHEN_MOVED if past else ""))


def _changed(row: ActionRow, action: Action, version: int, state: dict[str, Any]) -> dict[str, Any]:
    values = planned_values(action)
    return {**values, "version": version, "revision": row.revision + 1, **state}


def _state(code: str) -> dict[str, Any]:
    state = ActionState.MISSED if code else ActionState.PLANNED
    return {"state": state, "code": code, "sentence": SENTENCES.get(code, "")}


def _update(session: Session, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    names = [name for name in rows[0] if name != "key"]
    statement = (
        ACTION.update()
        .where(ACTION.c.key == bindparam("b_key"))
        .values({name: bindparam(f"b_{name}", type_=ACTION.c[name].type) for name in names})
    )
    for chunk in chunks(rows):
        session.execute(
            statement, [{f"b_{name}": value for name, value in row.items()} for row in chunk]
        )


def _drop(session: Session, keys: list[str], now: datetime) -> None:
    sentence = SENTENCES["dropped"]
    for chunk in chunks(keys):
        session.execute(
            ACTION.update()
            .where(ACTION.c.key.in_(chunk))
            .values(
                state=ActionState.CANCELLED,
                code="dropped",
                sentence=sentence,
                revision=ACTION.c.revision + 1,
            )
        )
    those = [*keys, *map(asking_of, keys)]
    cancel_letters_of(session, those, code="dropped", why=sentence, now=now)


def _tell(
    session: Session, applied: Applied, *, edition: str, by: str, now: datetime, renewed: bool
) -> None:
    detail = {
        "version": applied.version,
        "by": by,
        "added": applied.added,
        "moved": applied.moved,
        "dropped": applied.dropped,
        "missed": applied.missed,
    }
    if renewed or applied.added or applied.moved or applied.dropped:
        happened = [NewEvent(edition, "version applied", now, "", detail)]
        happened += [NewEvent(edition, "action missed", now, key) for key in applied.missed]
        record_events(session, happened)
