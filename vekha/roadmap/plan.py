"""The dated parts of a roadmap: orders, stages, activities, meetings, announcements, reports."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from vekha.roadmap.figures import ReportSection
from vekha.roadmap.minuting import Minuting
from vekha.roadmap.words import ClockTime, Key, TermText, Words, Written


class Order(Written):
    """An order (приказ) that activities, pairings and appointments refer to."""

    printed: str = Field(description="Как напечатано: «Приказ УО СКО №1095 от 6.10.2023 г.»")
    also_printed: tuple[str, ...] = Field(default=(), description="Другие написания в документе")
    issuer: str = Field(default="", description="Кто издал")
    number: str = Field(default="", description="Номер без знака №")
    date: TermText | None = Field(default=None, description="День, когда издан")


class Stage(Written):
    """A stage (этап) of the roadmap."""

    title: Words = Field(description="Название этапа")
    term: TermText | None = Field(
        default=None, description="Срок этапа; не указан: от первого до последнего его мероприятия"
    )
    printed: bool = Field(
        default=False, description="Напечатан в плане отдельной строкой над мероприятиями"
    )
    overlaps: tuple[Key, ...] = Field(default=(), description="Этапы, с которыми он совмещён")


class Activity(Written):
    """A row of the plan (мероприятие), worded as in the document."""

    key: Key = Field(
        description="Короткое имя мероприятия; на него ссылаются опросы, встречи, отчёты"
    )
    number: str = Field(description="№ в таблице, как напечатан")
    title: Words = Field(description="Мероприятие, слово в слово")
    term: TermText = Field(description="Срок, слово в слово")
    stage: Key | None = Field(default=None, description="Этап, к которому относится")
    performers: tuple[Key, ...] = Field(default=(), description="Исполнители: роли или люди")
    performers_printed: str = Field(default="", description="Исполнители, как напечатано")
    result: Words | None = Field(default=None, description="Ожидаемый результат")
    order: Key | None = Field(default=None, description="Приказ, на котором основано")
    audience: tuple[Key, ...] = Field(
        default=(), description="Для кого оно (роли, организации, их виды); пусто: для всех"
    )
    part_of: Key | None = Field(
        default=None, description="Мероприятие, частью которого оно является"
    )
    details: tuple[str, ...] = Field(
        default=(), description="Строки под мероприятием, как напечатаны"
    )
    forms: tuple[Words, ...] = Field(
        default=(), description="Формы работы: семинар, консультация, круглый стол"
    )
    curated: bool = Field(
        default=False,
        description="Строка дневника кураторов: её исполнитель — куратор школы из audience",
    )
    marked: bool = Field(
        default=True, description="Просить отметку об исполнении, когда срок истёк"
    )


def plan_order(activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """The activities with their parts behind them; each stands once, whatever it is part of."""
    parts: dict[str, list[Activity]] = {}
    for activity in activities:
        if activity.part_of:
            parts.setdefault(activity.part_of, []).append(activity)
    ordered = {
        one.key: one
        for activity in activities
        if not activity.part_of
        for one in (activity, *parts.get(activity.key, ()))
    }
    return (*ordered.values(), *(a for a in activities if a.key not in ordered))


class Meeting(Written):
    """A dated meeting to which people are invited."""

    title: Words = Field(description="Название встречи")
    activity: Key | None = Field(default=None, description="Мероприятие, которое она исполняет")
    day: TermText = Field(
        description="День встречи или правило: «26 апреля», «первый четверг месяца, 15.00»"
    )
    shift: Literal["next", "previous", "skip"] = Field(
        default="next",
        description="Если день по правилу нерабочий: следующий рабочий (next), предыдущий "
        "(previous) или встречи в тот раз нет (skip)",
    )
    at: ClockTime = Field(default="10:00", description="Час начала")
    minutes: int = Field(default=120, ge=5, le=60 * 24, description="Длительность, минут")
    place: Words = Field(description="Место или ссылка")
    agenda: tuple[Words, ...] = Field(default=(), description="Вопросы повестки по порядку")
    agendas: dict[str, tuple[Words, ...]] = Field(
        default_factory=dict,
        description="Повестки встреч по правилу: день по правилу (2021-03-04) → вопросы",
    )
    protocol: Minuting | None = Field(default=None, description="Протокол: кто и когда его ведёт")
    audience: tuple[Key, ...] = Field(description="Кого пригласить: роли или люди")
    invite: TermText = Field(
        default="за 10 рабочих дней до встречи", description="Когда уходит приглашение"
    )
    remind: TermText | None = Field(
        default="за 2 рабочих дня до встречи", description="Когда уходит напоминание всем"
    )
    approval: bool = Field(default=False, description="Ждать одобрения второго человека")


class Announcement(Written):
    """One letter to many, on one day."""

    title: Words = Field(description="Тема письма")
    activity: Key | None = Field(default=None, description="Мероприятие, к которому относится")
    day: TermText = Field(description="День рассылки")
    text: tuple[Words, ...] = Field(description="Абзацы письма")
    audience: tuple[Key, ...] = Field(description="Кому: роли или люди")
    documents: tuple[Key, ...] = Field(default=(), description="Отчёты, на которые дать ссылку")
    approval: bool = Field(default=True, description="Ждать одобрения второго человека")


class Report(Written):
    """A document assembled on a day from the answers given until then."""

    title: Words = Field(description="Название документа")
    kind: Literal[
        "monitoring",
        "matching",
        "volume",
        "roadmap",
        "passport",
        "progress",
        "indicators",
        "appendix",
        "visit-log",
        "visit-calendar",
        "information",
        "minutes",
    ] = Field(
        description="Вид: мониторинг (monitoring), сопоставление двух опросов (matching), "
        "сборник материалов (volume), план с отметками (roadmap), паспорт (passport), "
        "отчёт о ходе реализации (progress), показатели с уровнями и КУ (indicators), "
        "приложение как напечатано (appendix), журнал визитов (visit-log), календарь визитов "
        "(visit-calendar), информация по этапам (information), протокол (minutes)"
    )
    day: TermText = Field(
        default="через 1 рабочий день после закрытия", description="Когда собрать"
    )
    survey: Key | None = Field(default=None, description="Опрос, по которому отчёт")
    compared_with: Key | None = Field(default=None, description="Предыдущая волна для сравнения")
    matched_with: Key | None = Field(default=None, description="Второй опрос сопоставления")
    pairing: Key | None = Field(
        default=None, description="Закрепление, по которому разделены главы или строки"
    )
    activity: Key | None = Field(default=None, description="Мероприятие, к которому относится")
    to: tuple[Key, ...] = Field(default=(), description="Кому сообщить, что отчёт готов")
    signed_by: tuple[Key, ...] = Field(default=(), description="Чьи подписи внизу (люди)")
    visits: Key | None = Field(default=None, description="Визиты, о которых документ")
    after: Key | None = Field(
        default=None, description="Какой опрос после визита показать: дневник, отзыв"
    )
    meeting: Key | None = Field(default=None, description="Встреча, чей протокол")
    heading: tuple[str, ...] = Field(
        default=(), description="Строки над заголовком, как напечатаны"
    )
    sections: tuple[ReportSection, ...] = Field(
        default=(), description="Разделы отчёта о ходе реализации и отчёта по показателям"
    )
    coefficient: Key | None = Field(
        default=None, description="Показатель, который печатают по организациям (КУ)"
    )
