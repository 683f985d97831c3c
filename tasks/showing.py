"""What the operator sees beside a run: who has answered by district, the documents, the missed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from prefect import task
from prefect.artifacts import Artifact, acreate_markdown_artifact, acreate_table_artifact

from models.engine import reading
from models.ledger import action_row, action_rows
from models.mail_log import letters
from office.assembling import Made
from office.facts import read_wave
from office.performing import Performed
from surveys.tokens import document_path
from vekha.calendar import to_local
from vekha.states import ActionState, LetterState
from vekha.tally.response import Response, tally_response
from wiring.tools import tools

_LATIN = re.compile(r"[^a-z0-9]+")
_COLUMNS = ("Район", "Спрошено", "Освобождено", "Ответили", "Не ответили", "Доля ответивших")


def artifact_key(*parts: str) -> str:
    """A key that Prefect takes: «answers-gorod-selu-2023-2024-interim»."""
    return _LATIN.sub("-", "-".join(parts).lower()).strip("-")


@task(name="Показать, кто ответил", task_run_name="Показать, кто ответил")
async def show_answers(action: str) -> None:
    """A table by district of the action's survey as it stands now; nothing for other actions."""
    made = tools()
    now = made.clock.now()
    with reading(made.office.engine) as session:
        row = action_row(session, action)
        if row is None:
            return
        plan = made.office.plans.of(session, row.edition)
        if row.subject not in plan.schedule.surveys:
            return
        wave = read_wave(session, plan, row.subject, as_of=now)
    language = plan.roadmap.file.language
    response = tally_response(plan.roadmap, wave)
    named = [(district.name or "Без района", figure) for district, figure in response.rows]
    table = [_line(name, figure, language) for name, figure in named if figure.asked]
    table.append(_line("Всего", response.total, language))
    title = plan.roadmap.file.surveys[row.subject].title.to(language)
    local = to_local(now, plan.roadmap.file.timezone)
    await acreate_table_artifact(
        table=table,
        key=artifact_key("answers", row.edition, row.subject),
        description=f"### {title}\nКто ответил, по районам, на {local:%d.%m.%Y %H:%M}",
    )


def _line(name: str, figure: Response, language: str) -> dict[str, str | int]:
    share = figure.share.text(language=language)
    values = (name, figure.asked, figure.excused, figure.answered, figure.silent, share)
    return dict(zip(_COLUMNS, values, strict=True))


@task(name="Показать документы", task_run_name="Показать документы")
async def show_documents(action: str, performed: Performed) -> None:
    """Links to what the action assembled; they open without the board's key."""
    if not performed.documents:
        return
    made = tools()
    lines = [
        f"- [{one.file_name}]({_address(one)})" + "".join(f"\n  - ⚠ {p}" for p in one.problems)
        for one in performed.documents
    ]
    key = artifact_key("documents", action)
    text = f"### {performed.title}\n{performed.sentence}\n\n" + "\n".join(lines)
    board = f"\n\n[Доска координатора]({made.office.board_url})" if made.office.board_url else ""
    await acreate_markdown_artifact(text + board, key=key, description=performed.title)


def _address(one: Made) -> str:
    office = tools().office
    return office.site_url + document_path(office.secret, one.document)


@task(name="Показать, что требует решения", task_run_name="Показать, что требует решения")
async def show_undecided(stuck: Sequence[str] = ()) -> int:
    """Tables of missed, failed and stuck actions and of letters in doubt; how many in all."""
    made = tools()
    with reading(made.office.engine) as session:
        rows = action_rows(session, states=[ActionState.MISSED, ActionState.FAILED])
        doubted = letters(session, states=[LetterState.IN_DOUBT], limit=500)
    table = [
        {
            "Когда": row.wall.replace("T", " "),
            "Дело": row.title,
            "Почему": row.sentence,
            "Сделать сейчас": f"vekha run {row.key} --now",
            "Не делать": f"vekha skip {row.key} --why «…»",
        }
        for row in rows
    ]
    table += [
        {
            "Когда": "",
            "Дело": key,
            "Почему": "Запуски кончались ничем; посмотрите их журналы.",
            "Сделать сейчас": f"vekha run {key} --now",
            "Не делать": f"vekha skip {key} --why «…»",
        }
        for key in stuck
    ]
    await _show_if_new(
        "undecided",
        table or [{"": "Пропущенного нет"}],
        "### Пропущено и не удалось: ждёт решения",
    )
    await _show_if_new(
        "letters-in-doubt",
        [{"Письмо": one.key, "Кому": one.address, "Почему": one.code} for one in doubted]
        or [{"": "Таких писем нет"}],
        "### Письма под вопросом\nСервер мог их принять; сами они не повторяются.",
    )
    return len(table) + len(doubted)


async def _show_if_new(key: str, table: list[dict[str, str]], description: str) -> None:
    """A new artifact only when something changed: the reconcile flow comes every minute."""
    shown = await Artifact.aget(key)
    if shown is None or json.loads(str(shown.data)) != table:
        await acreate_table_artifact(table=table, key=key, description=description)
