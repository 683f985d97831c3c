"""How a run ends: in a state whose name and sentence tell the operator what became of the action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import AwaitingRetry, Completed, Failed

from models.engine import reading
from models.ledger import action_row
from models.mail_log import count_letters
from office.performing import Performed
from office.sending import Sent
from vekha.states import ActionState, LetterState
from wiring.clock import real_now
from wiring.tools import tools

AGAIN = timedelta(minutes=1)
"""When to look again at an action that another process is performing, or whose kind is paused."""

SOON = timedelta(hours=1)
"""A run that woke before its time by no more than this sleeps until it is due."""

HELD = "held"
"""The code of an action whose kind the operator paused."""

_NAMES = {
    "missed": "Пропущено",
    "skipped": "Отменено решением",
    "cancelled": "Снято правкой",
    "done": "Уже сделано",
    "refused": "Не утверждено",
    "not-due": "Ещё не время",
}


def end_run(performed: Performed, sent: Sent | None = None) -> State[Any]:
    """Completed, with a name of its own where nothing was done; Failed; or a later try.

    The sentence counts the letters of this action, whichever run sent them.
    """
    made = tools()
    with reading(made.office.engine) as session:
        letters = count_letters(session, action=performed.key)
        row = action_row(session, performed.key)
    message = _message(performed, sent, letters)
    if performed.code == "not-due" and row is not None:
        due = made.clock.real_time_of(row.due)  # the clock of the server, or ours, is a little off
        if due - real_now() < SOON:
            return AwaitingRetry(scheduled_time=due, message=message)
    if performed.code in {"claimed", HELD}:
        return AwaitingRetry(scheduled_time=real_now() + AGAIN, message=message)
    if performed.state is ActionState.FAILED:
        return Failed(message=message)
    if not performed.code:
        return Completed(message=message)
    return Completed(name=_NAMES.get(performed.code, "Нечего делать"), message=message)


def fail_run(problem: Exception) -> State[Any]:
    """Failed, with the office's own sentence: what happened and what to do."""
    return Failed(message=str(problem))


def _message(performed: Performed, sent: Sent | None, letters: Mapping[LetterState, int]) -> str:
    parts = [performed.sentence]
    if letters:
        parts.append(say_letters(letters))
    if sent is not None and sent.paused:
        parts.append(f"Отправка остановлена: {sent.paused}. Проверьте почтовый сервер.")
    return " ".join(part for part in parts if part)


def say_letters(letters: Mapping[LetterState, int]) -> str:
    """«Отправлено 54, отказано 1, в очереди 3.»"""
    named = [
        f"{name} {letters.get(state, 0)}"
        for state, name in _LETTERS.items()
        if letters.get(state) or state is LetterState.SENT
    ]
    return ", ".join(named) + "."


_LETTERS = {
    LetterState.SENT: "Отправлено",
    LetterState.REFUSED: "отказано",
    LetterState.DELAYED: "отложено",
    LetterState.IN_DOUBT: "под вопросом",
    LetterState.SENDING: "отправляется",
    LetterState.QUEUED: "в очереди",
    LetterState.CARRIED: "в общем письме",
    LetterState.CANCELLED: "отменено",
}


def say_sent(sent: Sent) -> str:
    """«Отправлено 54, отказано 1.»"""
    counts = {
        "Отправлено": sent.sent,
        "отказано": sent.refused,
        "отложено": sent.delayed,
        "под вопросом": sent.in_doubt,
    }
    named = [
        f"{name} {number}" for name, number in counts.items() if number or name == "Отправлено"
    ]
    return ", ".join(named) + "."
