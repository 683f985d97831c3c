"""Surveys that a plan implies («мониторинг», «анкетирование»), as lines to be uncommented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

from vekha.importing.draft import REPLACE, Draft, DraftActivity
from vekha.importing.yaml_lines import comment, title_line
from vekha.terms import read_term

_ASKS = re.compile(
    r"(?i)анкетир|\bопрос\b|опроса?\s|мониторинг|обратн\w+ связ|диагностик|изучени\w+ (?:потребност|запрос)|"
    r"сауалнама|кері байланыс|қажеттіліктер\w* (?:зерд|анықт)|\bsurvey|questionnaire|monitoring"
)
OPEN_DAYS = 14
MOST = 12  # surveys: a draft is no place for more
_INTRODUCTION = (
    "Эти мероприятия похожи на опросы. Чтобы их провести, уберите «# » в начале строк ниже, впишите "
    "свои вопросы и кого спросить (audience). Лишние опросы удалите."
)


def implied_surveys(draft: Draft) -> list[str]:
    """The section of such surveys, all in comments; empty where the plan implies none."""
    asking = [a for a in draft.activities if _ASKS.search(a.title) and _is_dated(draft, a)][:MOST]
    if not asking:
        return []
    lines = [*title_line("Опросы, которые план подразумевает"), *comment(_INTRODUCTION, indent=0)]
    return [*lines, *(f"# {line}" for line in _section(draft, asking))]


def _is_dated(draft: Draft, activity: DraftActivity) -> bool:
    return bool(read_term(activity.term, period=draft.period.period).windows)


def _section(draft: Draft, asking: list[DraftActivity]) -> Iterator[str]:
    yield "questionnaires:"
    yield "  questions:"
    yield f"    title: {REPLACE} название анкеты"
    yield "    sections:"
    yield "      - title: Вопросы"
    yield "        questions:"
    yield f"          - {{key: first, kind: text, text: {REPLACE} первый вопрос}}"
    yield "surveys:"
    for activity in asking:
        yield f"  {activity.key}:"
        yield f"    title: {json.dumps(_short(activity.title), ensure_ascii=False)}"
        yield "    questionnaire: questions"
        yield f"    activity: {activity.key}"
        yield f"    audience: [{_audience(draft)}]    # {REPLACE}: кого спросить"
        yield from _days(draft, activity)


def _days(draft: Draft, activity: DraftActivity) -> Iterator[str]:
    """Two weeks for a survey whose term says only by when; others are open as long as the term lasts."""
    windows = read_term(activity.term, period=draft.period.period).windows
    if windows and windows[0].start is None:
        yield f"    opens: {windows[0].until - timedelta(days=OPEN_DAYS)}    # {REPLACE}: когда открыть"
        yield f"    closes: {windows[0].until}"


def _short(title: str) -> str:
    return title if len(title) <= 100 else f"{title[:97].rsplit(' ', 1)[0]} …"


def _audience(draft: Draft) -> str:
    """The heads of schools where there are any, else whoever coordinates: somebody who has a name."""
    heads = next((role.key for role in draft.roles if role.position == "director"), "")
    return heads or draft.coordinators[0]
