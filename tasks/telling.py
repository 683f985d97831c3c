"""Events that automations can listen to: vekha.survey.completed, vekha.report.assembled and others."""

from __future__ import annotations

from prefect.events import emit_event

from office.performing import Performed
from vekha.actions.action import ActionKind
from vekha.states import ActionState

_EVENTS = {
    ActionKind.INVITE: "vekha.survey.opened",
    ActionKind.COLLECT: "vekha.survey.opened",
    ActionKind.REMIND: "vekha.survey.reminded",
    ActionKind.ESCALATE: "vekha.survey.escalated",
    ActionKind.CLOSE: "vekha.survey.completed",
    ActionKind.MEET: "vekha.meeting.announced",
    ActionKind.ANNOUNCE: "vekha.announcement.sent",
    ActionKind.DIGEST: "vekha.digest.sent",
    ActionKind.MARK: "vekha.marks.asked",
    ActionKind.REPORT: "vekha.report.assembled",
    ActionKind.VOLUME: "vekha.volume.assembled",
    ActionKind.CHANGE: "vekha.change.told",
}


def tell_performed(performed: Performed, *, kind: ActionKind) -> None:
    """Emit the kind's event when the action was carried out just now."""
    if performed.state is ActionState.DONE and not performed.code:
        _tell(_EVENTS[kind], performed)


def tell_missed(key: str) -> None:
    """Emit vekha.action.missed."""
    emit_event("vekha.action.missed", resource=_resource(key, key))


def _tell(event: str, performed: Performed) -> None:
    emit_event(
        event,
        resource=_resource(performed.key, performed.title),
        payload={
            "sentence": performed.sentence,
            "letters": performed.queued,
            "documents": [one.file_name for one in performed.documents],
        },
    )


def _resource(key: str, name: str) -> dict[str, str]:
    return {"prefect.resource.id": f"vekha.action.{key}", "prefect.resource.name": name}
