"""Who will be told that a date changed, as `vekha diff` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import click

from vekha.calendar import to_local
from vekha.planning import Plan
from vekha.told import News

_WORDS = {
    "ru": {
        "head": "Будет сообщено тем, кто знает прежний срок:",
        "moved": "{was} → {becomes}",
        "restored": "снова в силе: {becomes}",
        "dropped": "отменяется (было {was})",
        "closed": "закрыто раньше срока (было {was})",
        "uninvited": "участие больше не требуется",
        "excused": "освобождены от ответа",
        "people": "Писем {count}: {names}",
        "more": " и ещё {count}",
    },
    "kk": {
        "head": "Бұрынғы мерзімді білетіндерге хабарланады:",
        "moved": "{was} → {becomes}",
        "restored": "қайтадан күшінде: {becomes}",
        "dropped": "өткізілмейді (бұрын {was})",
        "closed": "мерзімінен бұрын жабылды (бұрын {was})",
        "uninvited": "қатысу енді қажет емес",
        "excused": "жауап беруден босатылды",
        "people": "Хат саны {count}: {names}",
        "more": " және тағы {count}",
    },
    "en": {
        "head": "Told to those who know the former date:",
        "moved": "{was} → {becomes}",
        "restored": "holds again: {becomes}",
        "dropped": "called off (was {was})",
        "closed": "closed before its day (was {was})",
        "uninvited": "need not take part any more",
        "excused": "excused",
        "people": "{count} letters: {names}",
        "more": " and {count} more",
    },
}
SHOWN = 5


def print_changes(plan: Plan, news: Sequence[News], *, language: str) -> None:
    """Each changed date with its number of letters and the first few who get them."""
    if not news:
        return
    words = _WORDS[language]
    click.echo(words["head"])
    for (title, what), group in groupby(news, key=lambda one: _what(plan, one, words)):
        told = list(group)
        names = ", ".join(one.told.name or one.told.address for one in told[:SHOWN])
        if len(told) > SHOWN:
            names += words["more"].format(count=len(told) - SHOWN)
        people = words["people"].format(count=len(told), names=names)
        click.secho(f"✉ {title}: {what}. {people}", fg="cyan")


def _what(plan: Plan, news: News, words: dict[str, str]) -> tuple[str, str]:
    was, becomes = _day(plan, news, now=False), _day(plan, news, now=True)
    said = words[news.change.value].format(was=was, becomes=becomes)
    places = news.becomes.places if news.becomes else frozenset()
    if was == becomes and places:
        language = plan.roadmap.file.language
        place = plan.roadmap.file.meetings[news.told.subject].place.to(language)
        said = f"{news.told.place} → {place}"
    return news.told.title, said


def _day(plan: Plan, news: News, *, now: bool) -> str:
    date = news.becomes if now else news.told
    if date is None:
        return ""
    moment = date.ends if news.told.kind == "closing" else date.starts
    return f"{to_local(moment, plan.schedule.zone):%d.%m.%Y %H:%M}"


def changes_json(plan: Plan, news: Sequence[News]) -> list[dict[str, object]]:
    """The same for programs: one entry a person, moments with the roadmap's offset."""
    zone = plan.schedule.zone
    return [
        {
            "subject": one.told.subject,
            "change": one.change.value,
            "person": one.told.person,
            "organisation": one.told.organisation,
            "address": one.told.address,
            "was": to_local(one.told.ends, zone).isoformat(),
            "becomes": to_local(one.becomes.ends, zone).isoformat() if one.becomes else None,
        }
        for one in news
    ]
