"""Approval of a mass letter by a second person: the run is suspended with a form in the UI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import get_client, get_run_logger
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.input import RunInput, keyset_from_paused_state
from prefect.states import Suspended
from prefect.utilities.engine import propose_state
from pydantic import Field

from models.engine import reading
from models.ledger import action_row
from office.approving import answer, fingerprint
from vekha.roadmap.plan import Announcement, Meeting
from wiring.tools import tools

if TYPE_CHECKING:
    from models.action_row import ActionRow
    from vekha.planning import Plan

SHOWN = 5
"""So many recipients are named in the form; the rest are counted."""


class Approval(RunInput):
    """The form of the UI."""

    approve: bool = Field(
        default=False,
        title="Утвердить",
        description="Отмечено — письмо уйдёт. Не отмечено — отказ.",
    )
    who: str = Field("", title="Кто решает", description="Фамилия и должность.")
    note: str = Field("", title="Примечание", description="Для журнала; при отказе — причина.")


async def wait_for_approval(action: str) -> None:
    """Suspend the run until somebody filled the form, then record the answer.

    Called again by the resumed run, which starts from its beginning: the answer is there then. The
    form is bound to the fingerprint of what was shown; if that changed, the next call asks again.
    Raises Pause, which ends the run's stay in this process.
    """
    made = tools()
    with reading(made.office.engine) as session:
        row = action_row(session, action)
        if row is None:
            raise LookupError(action)
        plan = made.office.plans.of(session, row.edition)
        seen = fingerprint(plan, row)
        shown = describe(plan, row)
    who = Field(made.settings.operator, title="Кто решает", description="Фамилия и должность.")
    form = Approval.with_initial_data(description=shown, who=who)
    given = await _suspend(form, key=seen[:32], message=_reason(plan, row))
    recorded = answer(
        made.office,
        action,
        fingerprint_seen=seen,
        agreed=given.approve,
        by=given.who or made.settings.operator,
        note=given.note or ("Утверждено." if given.approve else "Не утверждено."),
        now=made.clock.now(),
    )
    if not recorded:
        get_run_logger().warning("Пока письмо читали, оно изменилось: показываем снова.")


async def _suspend(form: type[Approval], *, key: str, message: str) -> Approval:
    """What prefect.suspend_flow_run does, with a message that the operator sees while it waits."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("approval can only be asked for by a run")
    state: State[Any] = Suspended(pause_key=key, message=message)
    keyset = keyset_from_paused_state(state)
    state.state_details.run_input_keyset = {str(name): key for name, key in keyset.items()}
    async with get_client() as client:
        accepted = await propose_state(client, state, flow_run_id=context.flow_run.id)
        if accepted.is_running():  # asked before, and answered
            return await form.aload(keyset)
        if not accepted.is_paused():
            raise RuntimeError(f"the run could not be suspended: {accepted!r}")
        await form.asave(keyset)
    raise Pause(state=accepted)


def describe(plan: Plan, row: ActionRow) -> str:
    """What is shown beside the form, in Markdown: the letter and who gets it."""
    letter, language = _letter(plan, row), plan.roadmap.file.language
    if letter is None:
        return f"**{row.title}**"
    texts = letter.text if isinstance(letter, Announcement) else letter.agenda
    people = plan.roadmap.audience(letter.audience)
    named = "; ".join(f"{person.label} <{person.email}>" for person in people[:SHOWN])
    rest = f" и ещё {len(people) - SHOWN}" if len(people) > SHOWN else ""
    paragraphs = "\n\n".join(text.to(language) for text in texts)
    return (
        f"**{letter.title.to(language)}**\n\n{paragraphs}\n\n"
        f"**Получателей: {len(people)}.** {named}{rest}"
    )


def _reason(plan: Plan, row: ActionRow) -> str:
    letter = _letter(plan, row)
    number = len(plan.roadmap.audience(letter.audience)) if letter else row.letters
    return (
        f"Ждёт утверждения: «{row.title}», получателей — {number}. "
        "Нажмите Resume справа вверху (в новом виде — в меню ⋮), прочтите письмо и решите."
    )


def _letter(plan: Plan, row: ActionRow) -> Announcement | Meeting | None:
    file = plan.roadmap.file
    return file.announcements.get(row.subject) or file.meetings.get(row.subject)
