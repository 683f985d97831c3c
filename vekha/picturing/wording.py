"""What the calendar and the page say, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

_WORDS: Mapping[str, Mapping[str, str]] = {
    "stages": {"ru": "Этапы", "kk": "Кезеңдер", "en": "Stages"},
    "activities": {"ru": "Мероприятия", "kk": "Іс-шаралар", "en": "Activities"},
    "surveys": {"ru": "Опросы", "kk": "Сауалнамалар", "en": "Surveys"},
    "meetings": {"ru": "Встречи", "kk": "Кездесулер", "en": "Meetings"},
    "announcements": {"ru": "Рассылки", "kk": "Жаппай хаттар", "en": "Mass letters"},
    "reports": {"ru": "Документы", "kk": "Құжаттар", "en": "Documents"},
    "stage": {"ru": "Этап", "kk": "Кезең", "en": "Stage"},
    "activity": {"ru": "Мероприятие", "kk": "Іс-шара", "en": "Activity"},
    "survey": {"ru": "Опрос", "kk": "Сауалнама", "en": "Survey"},
    "meeting": {"ru": "Встреча", "kk": "Кездесу", "en": "Meeting"},
    "letters": {"ru": "Письма", "kk": "Хаттар", "en": "Letters"},
    "closing": {"ru": "Закрытие", "kk": "Жабылу", "en": "Closing"},
    "document": {"ru": "Документ", "kk": "Құжат", "en": "Document"},
    "coordinating": {"ru": "Координатору", "kk": "Үйлестірушіге", "en": "For the coordinator"},
    "term": {"ru": "Срок", "kk": "Мерзімі", "en": "Term"},
    "performers": {"ru": "Исполнители", "kk": "Орындаушылар", "en": "Performers"},
    "result": {"ru": "Ожидаемый результат", "kk": "Күтілетін нәтиже", "en": "Expected result"},
    "agenda": {"ru": "Повестка", "kk": "Күн тәртібі", "en": "Agenda"},
    "until": {"ru": "до {day}", "kk": "{day} дейін", "en": "by {day}"},
    "open-between": {
        "ru": "Открыт с {opens} до {closes}.",
        "kk": "{opens} бастап {closes} дейін ашық.",
        "en": "Open from {opens} until {closes}.",
    },
    "letters-at-most": {
        "ru": "Писем не более {letters}.",
        "kk": "Хат саны {letters} артық емес.",
        "en": "Letters at most {letters}.",
    },
    "useful-until": {
        "ru": "Имеет смысл до {at}.",
        "kk": "{at} дейін пайдалы.",
        "en": "Useful until {at}.",
    },
    "moved-because": {
        "ru": "Перенесено: {why}.",
        "kk": "Ауыстырылды: {why}.",
        "en": "Moved: {why}.",
    },
    "approved-first": {
        "ru": "Уйдёт после одобрения вторым человеком.",
        "kk": "Екінші адам мақұлдағаннан кейін жіберіледі.",
        "en": "Leaves after a second person approves it.",
    },
    "year": {
        "ru": "План на {period}",
        "kk": "{period} жоспары",
        "en": "The plan of {period}",
    },
    "picture": {
        "ru": "Диаграмма года: этапы, мероприятия, опросы с письмами, встречи и документы по месяцам с {start} по {until}. Всё, что на ней показано, перечислено в таблице ниже.",
        "kk": "Жыл диаграммасы: {start} – {until} айлары бойынша кезеңдер, іс-шаралар, хаттары бар сауалнамалар, кездесулер мен құжаттар. Көрсетілгеннің бәрі төмендегі кестеде бар.",
        "en": "A chart of the year: stages, activities, surveys with their letters, meetings and documents by month from {start} to {until}. All that it shows is in the table below.",
    },
    "summary": {
        "ru": "Действий {actions}, писем не более {letters}. Время: {zone}.",
        "kk": "Әрекет {actions}, хат саны {letters} артық емес. Уақыт: {zone}.",
        "en": "{actions} actions, {letters} letters at most. Time zone: {zone}.",
    },
    "all-actions": {"ru": "Все действия", "kk": "Барлық әрекеттер", "en": "All actions"},
    "when": {"ru": "Когда", "kk": "Қашан", "en": "When"},
    "what": {"ru": "Что", "kk": "Не", "en": "What"},
    "letters-short": {"ru": "Писем", "kk": "Хат", "en": "Letters"},
    "moved": {"ru": "Перенос", "kk": "Ауыстыру", "en": "Moved"},
    "undated": {"ru": "без дней", "kk": "күнсіз", "en": "no days"},
    "all-year": {"ru": "весь год", "kk": "жыл бойы", "en": "all year"},
    "legend": {"ru": "Условные знаки", "kk": "Шартты белгілер", "en": "Legend"},
    "legend-invite": {"ru": "приглашение", "kk": "шақыру", "en": "invitation"},
    "legend-remind": {"ru": "напоминание", "kk": "еске салу", "en": "reminder"},
    "legend-escalate": {
        "ru": "сообщение в районы",
        "kk": "аудандарға хабарлама",
        "en": "notice to the districts",
    },
    "legend-close": {"ru": "закрытие", "kk": "жабылу", "en": "closing"},
    "legend-meet": {"ru": "встреча", "kk": "кездесу", "en": "meeting"},
    "legend-report": {"ru": "документ", "kk": "құжат", "en": "document"},
    "legend-announce": {"ru": "рассылка", "kk": "жаппай хат", "en": "mass letter"},
    "legend-rest": {"ru": "нерабочие дни", "kk": "жұмыс емес күндер", "en": "days off"},
}

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ),
    "kk": (
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "kk": ("дс", "сс", "ср", "бс", "жм", "сб", "жс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}  # fmt: skip


def say(key: str, language: str, **facts: object) -> str:
    """One wording, its placeholders filled; Russian where the language has none."""
    texts = _WORDS[key]
    return (texts.get(language) or texts["ru"]).format(**facts)


def month_name(day: date, language: str, *, year: bool = False) -> str:
    """The month of a day, «октябрь» or «октябрь 2023»."""
    name = _MONTHS.get(language, _MONTHS["ru"])[day.month - 1]
    return f"{name} {day.year}" if year else name


def weekday_name(day: date, language: str) -> str:
    """«пн» … «вс»."""
    return _WEEKDAYS.get(language, _WEEKDAYS["ru"])[day.weekday()]
