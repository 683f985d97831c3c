"""The states of actions and letters, and the codes for whatever was not done; drawn in docs/states.md."""

from __future__ import annotations

from enum import StrEnum


class ActionState(StrEnum):
    """An action is planned, claimed by one worker, and ends done, missed, skipped, cancelled or failed."""

    PLANNED = "planned"
    WAITING = "waiting"  # for the approval of a second person
    CLAIMED = "claimed"
    DONE = "done"
    MISSED = "missed"  # not done before its not_after: shown for a decision
    SKIPPED = "skipped"  # somebody decided so, with a reason
    CANCELLED = "cancelled"  # an edit of the roadmap took it out
    FAILED = "failed"


class LetterState(StrEnum):
    """A letter is queued (or carried), being sent, and ends sent, refused, cancelled, or in doubt."""

    QUEUED = "queued"
    SENDING = "sending"  # recorded before the first byte goes to the server
    SENT = "sent"
    REFUSED = "refused"  # 5xx: never tried again by itself
    DELAYED = "delayed"  # 4xx or no connection: tried again until not_after
    IN_DOUBT = "in doubt"  # the server may have it: never sent again silently
    CANCELLED = "cancelled"  # answered, excused or moved before it went out
    CARRIED = "carried"  # goes within another letter to the same mailbox, and ends as that one does


class Mark(StrEnum):
    """The completion mark (отметка об исполнении) of an activity."""

    NONE = "none"
    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not-done"
    OVERDUE = "overdue"
    CONTINUOUS = "continuous"
    WITHDRAWN = "withdrawn"


class SheetState(StrEnum):
    """How far one organisation is with one survey."""

    ASKED = "asked"
    STARTED = "started"  # a draft is kept
    SUBMITTED = "submitted"
    RETURNED = "returned"  # sent back for revision with a remark
    EXCUSED = "excused"  # with a reason; shown, and out of the denominator
