"""Visits: who goes to whom and when, and what is asked afterwards. Meetings are in plan.py."""

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import Key, TermText, Words, Written


class AfterVisit(Written):
    """What is asked after each visit: a visit log (дневник куратора), a feedback survey."""

    key: Key = Field(description="Короткое имя: log, feedback")
    title: Words = Field(description="Название: «Дневник куратора», «Отзыв о выездном семинаре»")
    questionnaire: Key = Field(description="Анкета")
    asked: Literal["guests", "hosts", "both"] = Field(
        default="both",
        description="Кто отвечает: кто ездил (guests), кто принимал (hosts), обе стороны",
    )
    purpose: Words | None = Field(default=None, description="Зачем: строка для письма")
    opens: TermText = Field(
        default="через 1 рабочий день после визита", description="Когда открыть анкету"
    )
    closes: TermText = Field(
        default="через 6 рабочих дней после визита", description="Когда закрыть"
    )
    reminders: tuple[TermText, ...] = Field(
        default=("за 2 рабочих дня до закрытия",), description="Когда напомнить не ответившим"
    )


class Visit(Written):
    """One visit, in one direction; it becomes a line under the activity of its table."""

    key: Key = Field(description="Короткое имя визита: с него начинаются имена его действий")
    guests: tuple[Key, ...] = Field(min_length=1, description="Кто едет: ключи организаций")
    hosts: tuple[Key, ...] = Field(min_length=1, description="К кому едут: ключи организаций")
    to: Key | None = Field(
        default=None,
        description="Куда едут, как в документе: ключ района («в Чернышковский район»)",
    )
    term: TermText = Field(description="Срок, слово в слово: «Ноябрь», «9 марта 2021 года»")
    printed: str = Field(default="", description="Строка документа об этом визите, слово в слово")
    title: Words | None = Field(default=None, description="Название, если своё")


class Visits(Written):
    """A table of visits of one activity: reciprocal ones of pairs, or those of curators."""

    title: Words = Field(description="Как называются визиты: «Выездной очный семинар»")
    activity: Key = Field(description="Мероприятие, которое они исполняют")
    pairing: Key | None = Field(
        default=None,
        description="Закрепление, чьи пары ездят друг к другу или за чьими школами ездят",
    )
    reciprocal: bool = Field(
        default=False, description="Каждая пара ездит по одному разу в каждую сторону"
    )
    people: tuple[Key, ...] = Field(
        description="Кому писать: роли; из них выбираются люди организаций визита"
    )
    notice: TermText = Field(
        default="за 10 рабочих дней до визита", description="Когда обеим сторонам уходит письмо"
    )
    note: Words | None = Field(default=None, description="Что ещё сказать в письме")
    after: tuple[AfterVisit, ...] = Field(
        default=(), description="Что спросить после каждого визита"
    )
    visits: tuple[Visit, ...] = Field(min_length=1, description="Визиты по порядку")
