"""The table of actions, and how an action of the plan becomes its row and back."""

from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from models.column import ActionStateText, Row, UtcDateTime, to_json
from vekha.actions.action import Action, ActionKind
from vekha.states import ActionState


class ActionRow(Row, table=True):
    """One action of an edition and how far it is; times in UTC, `wall` as the plan has it.

    `revision` grows whenever the plan changes the row or somebody decides to run it: the Prefect
    run of an older revision is not this action's run any more.
    """

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_state_due", "state", "due"),)

    key: str = Field(primary_key=True)
    edition: str = Field(index=True)
    kind: str
    subject: str
    number: int = 0
    title: str
    stage: str = ""
    due: datetime = Field(sa_type=UtcDateTime)
    not_after: datetime = Field(sa_type=UtcDateTime)
    wall: str
    zone: str
    needs_approval: bool = False
    letters: int = 0
    shifted: str = ""
    content: str  # digest of the plan's action: tells an edit from a decision that moved `due`
    revision: int = 1
    version: int = 1  # the RoadmapVersion number that brought or last changed it
    state: ActionState = Field(default=ActionState.PLANNED, sa_type=ActionStateText)
    code: str = ""  # why not done, as a code: "past-when-added"
    sentence: str = ""  # and for a person
    claimed_by: str = ""
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    def action(self) -> Action:
        """The action as the row has it now; `due` and `not_after` in UTC."""
        return Action(
            key=self.key,
            kind=ActionKind(self.kind),
            subject=self.subject,
            due=self.due,
            not_after=self.not_after,
            wall=self.wall,
            zone=self.zone,
            title=self.title,
            stage=self.stage,
            number=self.number,
            needs_approval=self.needs_approval,
            letters=self.letters,
            shifted=self.shifted,
        )


def planned_values(action: Action) -> dict[str, Any]:
    """The columns that the plan decides; the state is not among them."""
    values = asdict(action)
    values["kind"] = action.kind.value
    values["content"] = content_digest(action)
    return values


def content_digest(action: Action) -> str:
    """A short digest of everything in the action but the forecast of letters.

    The forecast follows the list of organisations; a new school must not move every action.
    """
    values = asdict(action)
    del values["letters"]
    values["due"] = action.due.astimezone(UTC).isoformat()
    values["not_after"] = action.not_after.astimezone(UTC).isoformat()
    return sha256(to_json(values).encode()).hexdigest()[:32]
