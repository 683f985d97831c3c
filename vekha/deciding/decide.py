"""One decision per kind of action."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vekha.actions.action import ActionKind
from vekha.deciding import changing, coordinating, escalating, surveying
from vekha.deciding.decision import Decision, Situation

DECISIONS: Mapping[ActionKind, Callable[[Situation], Decision]] = {
    ActionKind.INVITE: surveying.invite,
    ActionKind.COLLECT: surveying.invite,
    ActionKind.REMIND: surveying.remind,
    ActionKind.ESCALATE: escalating.escalate,
    ActionKind.CLOSE: surveying.close,
    ActionKind.DIGEST: coordinating.digest,
    ActionKind.MARK: coordinating.mark,
    ActionKind.MEET: coordinating.meet,
    ActionKind.ANNOUNCE: coordinating.announce,
    ActionKind.REPORT: coordinating.report,
    ActionKind.VOLUME: coordinating.report,
    ActionKind.CHANGE: changing.tell_change,
}


def decide(situation: Situation) -> Decision:
    """What the action does now: pure, from the plan, the facts and the moment."""
    return DECISIONS[situation.action.kind](situation)
