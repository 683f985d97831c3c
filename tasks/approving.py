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
from models.roadmap_version import current_version
from office.approving import NotSecond, answer, fingerprint, times_asked
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
    who: str = Field(
        "", title="Кто решает", description="Фамилия и должность; не тот, кто развернул."
    )
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
        again = times_asked(session, action, seen)
        version = current_version(session, row.edition)
        first = version.applied_by if version else ""
        shown = describe(plan, row, first=first, again=again)
    form = Approval.with_initial_data(description=shown)
    key = f"{seen[:32]}-{again}" if again else seen[:32]
    given = await _suspend(form, key=key, message=_reason(plan, row, first=first, again=again))
    try:
        recorded = answer(
            made.office,
            action,
            fingerprint_seen=seen,
            agreed=given.approve,
            by=given.who,
            note=given.note or ("Утверждено." if given.approve else "Не утверждено."),
            now=made.clock.now(),
        )
    except NotSecond:
        get_run_logger().warning(
            "Утвердить должен другой человек, не тот, кто развернул (%s), и он должен назваться: "
            "показываем снова.",
            first,
        )
        return
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


def describe(plan: Plan, row: ActionRow, *, first: str = "", again: int = 0) -> str:
    """What is shown beside the form, in Markdown: the letter, who gets it, and who may not approve.

    first: who deployed; again: how often an answer did not count because it was theirs, or nameless.
    """
    letter, language = _letter(plan, row), plan.roadmap.file.language
    rule = f"Утверждает второй человек: не тот, кто развернул ({first})." if first else ""
    if again:
        rule = f"**Прежний ответ не засчитан. {rule} Впишите фамилию и должность.**"
    if letter is None:
        return f"{rule}\n\n**{row.title}**".lstrip()
    texts = letter.text if isinstance(letter, Announcement) else letter.agenda
    people = plan.roadmap.audience(letter.audience)
    named = "; ".join(f"{person.label} <{person.email}>" for person in people[:SHOWN])
    rest = f" и ещё {len(people) - SHOWN}" if len(people) > SHOWN else ""
    paragraphs = "\n\n".join(text.to(language) for text in texts)
    # The rule first: the form shows a few lines of this and scrolls the rest.
    return (
        f"{rule}\n\n**{letter.title.to(language)}**\n\n{paragraphs}\n\n"
        f"**Получателей: {len(people)}.** {named}{rest}"
    ).lstrip()


def _reason(plan: Plan, row: ActionRow, *, first: str, again: int) -> str:
    letter = _letter(plan, row)
    number = len(plan.roadmap.audience(letter.audience)) if letter else row.letters
    before = f"Ответ не засчитан: утвердить должен не {first}, а другой. " if again else ""
    return (
        f"{before}Ждёт утверждения: «{row.title}», получателей — {number}. "
        "Нажмите Resume справа вверху (в новом виде — в меню ⋮), прочтите письмо и решите."
    )


def _letter(plan: Plan, row: ActionRow) -> Announcement | Meeting | None:
    file = plan.roadmap.file
    return file.announcements.get(row.subject) or file.meetings.get(row.subject)
