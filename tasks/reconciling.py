"""The two halves of the reconcile flow: looking after the ledger, and aligning Prefect with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from prefect import get_client, get_run_logger, task
from prefect.client.orchestration import PrefectClient
from sqlalchemy.orm import Session

from models.action_row import ActionRow
from models.engine import reading, writing
from models.ledger import NotDecidable, action_row, action_rows, decide_action
from office.office import NoRoadmap
from office.upkeep import KeptUp, keep_up
from tasks.kinds import KINDS, OURS
from tasks.prefect_runs import (
    create_run,
    deployments_by_kind,
    end_paused_run,
    ended_runs,
    forget_reconciliations,
    live_runs,
    remove_run,
)
from tasks.turns import turns
from vekha.actions.action import ActionKind
from vekha.reconciling import (
    CreateRun,
    EndRun,
    Planned,
    RecordSkip,
    RemoveRun,
    Step,
    Stuck,
    reconcile,
)
from vekha.states import ActionState
from wiring.clock import real_now
from wiring.tools import Tools, tools

KEPT = timedelta(days=1)
"""How long reconcile runs are kept that ended well."""

_UNSETTLED = (
    ActionState.PLANNED,
    ActionState.WAITING,
    ActionState.CLAIMED,
    ActionState.MISSED,
)


@dataclass(slots=True)
class Aligned:
    """How many runs were made, removed, ended; which actions were skipped, and which are stuck."""

    created: int = 0
    removed: int = 0
    ended: int = 0
    skipped: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {
            "создано запусков": self.created,
            "убрано": self.removed + self.ended,
            "отменено оператором": len(self.skipped),
            "требуют внимания": len(self.stuck),
        }
        return ", ".join(f"{name} {number}" for name, number in counts.items() if number)


@task(name="Просмотреть журнал", task_run_name="Просмотреть журнал")
async def look_after_ledger() -> KeptUp | None:
    """Note what was missed, free what dead workers held. None while others of us are at work."""
    made = tools()
    with turns.alone() as free:
        if not free:
            return None
        kept = keep_up(made.office, now=made.clock.now())
    logger = get_run_logger()
    for key in kept.missed:
        logger.warning("Пропущено: %s. Решите: vekha run или vekha skip.", key)
    for key in kept.doubted:
        logger.warning("Под вопросом, ушло ли: %s.", key)
    return kept


@task(name="Сверить запуски с журналом", task_run_name="Сверить запуски с журналом")
async def align_runs() -> Aligned:
    """Compare the ledger with Prefect and take the steps, one after another."""
    made = tools()
    with reading(made.office.engine) as session:
        rows = {row.key: row for row in action_rows(session, states=_UNSETTLED)}
        texts = _Texts(session, made, rows)
    planned = [
        Planned(row.key, row.revision, row.state, made.clock.real_time_of(row.due))
        for row in rows.values()
    ]
    async with get_client() as client:
        runs = await live_runs(client)
        awaited = {(run.key, run.revision) for run in runs}
        without = [
            (row.key, row.revision)
            for row in rows.values()
            if (row.key, row.revision) not in awaited and row.state is not ActionState.MISSED
        ]
        runs += await ended_runs(client, without)
        horizon = timedelta(days=made.settings.horizon_days)
        steps = reconcile(planned, runs, now=real_now(), horizon=horizon)
        aligned = await _take(client, made, steps, rows, texts)
        await forget_reconciliations(client, before=real_now() - KEPT)
    return aligned


class _Texts:
    """Names and tags of runs, for people."""

    def __init__(self, session: Session, made: Tools, rows: Mapping[str, ActionRow]) -> None:
        self._titles: dict[str, str] = {}
        self._stages: dict[tuple[str, str], str] = {}
        for edition in {row.edition for row in rows.values()}:
            try:
                roadmap = made.office.plans.of(session, edition).roadmap
            except NoRoadmap:
                continue
            language = roadmap.file.language
            self._titles[edition] = roadmap.file.title.to(language).strip("«»„“\"' ")
            for key, stage in roadmap.file.stages.items():
                self._stages[edition, key] = stage.title.to(language)

    def name(self, row: ActionRow) -> str:
        """«Город-селу · Промежуточный мониторинг · напоминание 2»."""
        return f"{self._titles.get(row.edition, row.edition)} · {row.title}"

    def tags(self, row: ActionRow) -> list[str]:
        """Ours, the roadmap, its edition, the stage, the kind."""
        stage = self._stages.get((row.edition, row.stage), row.stage)
        kind = KINDS[ActionKind(row.kind)].tag
        named = [OURS, row.edition.partition("/")[0], row.edition, stage, kind]
        return [tag for tag in named if tag]


async def _take(
    client: PrefectClient,
    made: Tools,
    steps: tuple[Step, ...],
    rows: Mapping[str, ActionRow],
    texts: _Texts,
) -> Aligned:
    aligned = Aligned()
    deployments = await deployments_by_kind(client)
    for step in steps:
        match step:
            case RemoveRun(run_id):
                await remove_run(client, run_id)
                aligned.removed += 1
            case EndRun(run_id):
                await end_paused_run(client, run_id, why="Дело решено иначе: см. журнал.")
                aligned.ended += 1
            case RecordSkip(_, key):
                _skip(made, key)
                aligned.skipped.append(key)
            case CreateRun(key):
                row = rows[key]
                await create_run(
                    client,
                    step,
                    deployment=deployments[ActionKind(row.kind)],
                    name=texts.name(row),
                    tags=texts.tags(row),
                )
                aligned.created += 1
            case Stuck(key):
                aligned.stuck.append(key)
    return aligned


def _skip(made: Tools, key: str) -> None:
    """The operator cancelled the run in the UI."""
    with writing(made.office.engine) as session:
        if action_row(session, key) is None:
            return
        try:
            decide_action(
                session,
                key,
                "skip",
                why="Запуск отменён в Prefect.",
                by=made.settings.operator,
                now=made.clock.now(),
            )
        except NotDecidable:
            get_run_logger().info("%s уже решено: отмена запуска ничего не меняет.", key)
