"""The dated parts of a roadmap: orders, stages, activities, meetings, announcements, reports."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import ClockTime, Key, TermText, Words, Written


class Order(Written):
    """An order (приказ) that activities, pairings and appointments refer to."""

    printed: str = Field(description="Как напечатано: «Приказ УО СКО №1095 от 6.10.2023 г.»")
    also_printed: tuple[str, ...] = Field(default=(), description="Другие написания в документе")
    issuer: str = ""
    number: str = ""
    date: TermText | None = None


class Stage(Written):
    """A stage (этап) of the roadmap."""

    title: Words
    term: TermText
    overlaps: tuple[Key, ...] = Field(default=(), description="Этапы, с которыми он совмещён")


class Activity(Written):
    """A row of the plan (мероприятие), worded as in the document."""

    key: Key
    number: str = Field(description="№ в таблице, как напечатан")
    title: Words
    term: TermText
    stage: Key | None = None
    performers: tuple[Key, ...] = Field(default=(), description="Исполнители: роли или люди")
    performers_printed: str = Field(default="", description="Исполнители, как напечатано")
    result: Words | None = Field(default=None, description="Ожидаемый результат")
    order: Key | None = Field(default=None, description="Приказ, на котором основано")
    marked: bool = Field(
        default=True, description="Просить отметку об исполнении, когда срок истёк"
    )


class Meeting(Written):
    """A dated meeting to which people are invited."""

    title: Words
    activity: Key | None = None
    day: TermText
    at: ClockTime = "10:00"
    minutes: int = Field(default=120, ge=5, le=60 * 24, description="Длительность, минут")
    place: Words
    agenda: tuple[Words, ...] = ()
    audience: tuple[Key, ...]
    invite: TermText = Field(
        default="за 10 рабочих дней до встречи", description="Когда уходит приглашение"
    )
    remind: TermText | None = Field(
        default="за 2 рабочих дня до встречи", description="Когда уходит напоминание всем"
    )
    approval: bool = False


class Announcement(Written):
    """One letter to many, on one day."""

    title: Words
    activity: Key | None = None
    day: TermText
    text: tuple[Words, ...] = Field(description="Абзацы письма")
    audience: tuple[Key, ...]
    documents: tuple[Key, ...] = Field(default=(), description="Отчёты, на которые дать ссылку")
    approval: bool = Field(default=True, description="Ждать одобрения второго человека")


class Report(Written):
    """A document assembled on a day from the answers given until then."""

    title: Words
    kind: Literal["monitoring", "matching", "volume", "roadmap", "passport"]
    day: TermText = Field(
        default="через 1 рабочий день после закрытия", description="Когда собрать"
    )
    survey: Key | None = Field(default=None, description="Опрос, по которому отчёт")
    compared_with: Key | None = Field(default=None, description="Предыдущая волна для сравнения")
    matched_with: Key | None = Field(default=None, description="Второй опрос сопоставления")
    pairing: Key | None = None
    activity: Key | None = None
    to: tuple[Key, ...] = Field(default=(), description="Кому сообщить, что отчёт готов")
    signed_by: tuple[Key, ...] = Field(default=(), description="Чьи подписи внизу (люди)")
