"""Days, hours and counts as words in the letter's language; the dates come in as ISO strings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

ASTANA = frozenset({"Asia/Almaty", "Asia/Qostanay", "Asia/Kostanay"})
ZONE_WORDS = {
    "ru": {"Astana": "время Астаны", "Europe/Moscow": "время московское"},
    "kk": {"Astana": "Астана уақыты", "Europe/Moscow": "Мәскеу уақыты"},
    "en": {"Astana": "Astana time", "Europe/Moscow": "Moscow time"},
}

# The dative of the words that a number ends in («он сегізге», «отызға») decides its ending.
KAZAKH_UNITS = ("ге", "ге", "ге", "ке", "ке", "ке", "ға", "ге", "ге", "ға")
KAZAKH_TENS = {10: "ға", 20: "ға", 30: "ға", 40: "қа", 50: "ге"}
KAZAKH_MONTHS_TO = (
    *("қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға"),
    *("шілдеге", "тамызға", "қыркүйекке", "қазанға", "қарашаға", "желтоқсанға"),
)

ORDERS_BY = {
    "приказ": "приказом",
    "распоряжение": "распоряжением",
    "постановление": "постановлением",
    "положение": "положением",
    "письмо": "письмом",
}


@lru_cache(maxsize=4096)
def parse_moment(value: str) -> datetime:
    """An ISO moment with offset; raises ValueError for one without."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without offset: {value}")
    return moment


@lru_cache(maxsize=4096)
def parse_day(value: str) -> date:
    """The day of an ISO day or moment, as the reader's calendar has it."""
    return date.fromisoformat(value[:10])


@lru_cache(maxsize=4096)
def say_day(value: str, *, language: str) -> str:
    """«29 февраля 2024 г.», «2024 жылғы 29 ақпан», «29 February 2024»."""
    day = parse_day(value)
    if language == "kk":
        return f"{day.year} жылғы {day.day} {format_date(day, 'MMMM', 'kk')}"
    year = "y 'г.'" if language == "ru" else "y"
    return format_date(day, f"d MMMM {year}", language)


@lru_cache(maxsize=4096)
def say_weekday(value: str, *, language: str) -> str:
    """«четверг», «бейсенбі», «Thursday»."""
    return format_date(parse_day(value), "EEEE", language)


@lru_cache(maxsize=4096)
def say_zone(value: str, *, zone: str, language: str) -> str:
    """The name by which an hour of that zone goes: «время Астаны», else «UTC+5»."""
    moment = parse_moment(value)
    words = ZONE_WORDS[language].get("Astana" if zone in ASTANA else zone)
    if words:
        return words
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


@lru_cache(maxsize=4096)
def say_moment(value: str, *, zone: str, language: str) -> str:
    """«29 февраля 2024 г., четверг, 18:00 (время Астаны)»."""
    day, weekday = say_day(value, language=language), say_weekday(value, language=language)
    hour, where = f"{parse_moment(value):%H:%M}", say_zone(value, zone=zone, language=language)
    if language == "kk":
        return f"{day}, {weekday}, сағат {hour} ({where})"
    if language == "ru":
        return f"{day}, {weekday}, {hour} ({where})"
    return f"{weekday}, {day}, {hour} ({where})"


@lru_cache(maxsize=4096)
def say_until(value: str, *, zone: str, language: str) -> str:
    """«до 29 февраля 2024 г., четверг, 18:00 (время Астаны)»; Kazakh with the hour's own ending."""
    if language == "kk":
        moment = parse_moment(value)
        day, weekday = say_day(value, language="kk"), say_weekday(value, language="kk")
        ending = kazakh_dative(moment.minute or moment.hour)
        where = say_zone(value, zone=zone, language="kk")
        return f"{day}, {weekday}, сағат {moment:%H:%M}-{ending} дейін ({where})"
    before = "до" if language == "ru" else "by"
    return f"{before} {say_moment(value, zone=zone, language=language)}"


@lru_cache(maxsize=4096)
def say_until_day(value: str, *, language: str) -> str:
    """Short, for a subject line: «до 29 февраля», «29 ақпанға дейін», «by 29 February»."""
    day = parse_day(value)
    if language == "kk":
        return f"{day.day} {KAZAKH_MONTHS_TO[day.month - 1]} дейін"
    return ("до " if language == "ru" else "by ") + format_date(day, "d MMMM", language)


def kazakh_dative(number: int) -> str:
    """The ending that makes a number from 0 to 59 answer «нешеге?»: 18 → «ге», 9 → «ға»."""
    if number in KAZAKH_TENS:
        return KAZAKH_TENS[number]
    return KAZAKH_UNITS[number % 10]


@lru_cache(maxsize=16)
def _rules_of(language: str) -> Locale:
    return Locale.parse(language)


def plural(number: int, *forms: str, language: str) -> str:
    """The form of a noun that goes with the number: ru has three, en two, kk one."""
    if language == "kk" or len(forms) == 1:
        return forms[0]
    kind = _rules_of(language).plural_form(number)
    if language == "ru":
        return forms[{"one": 0, "few": 1}.get(kind, 2)]
    return forms[0 if kind == "one" else 1]


def say_count(number: int, *forms: str, language: str) -> str:
    """The number with its noun: «41 школа» of («школа», «школы», «школ»)."""
    return f"{number} {plural(number, *forms, language=language)}"


def by_order(order: str) -> str:
    """«Приказ УО СКО №1095» → «приказом УО СКО №1095»; what is not known stays, in quotes."""
    first, _, rest = order.strip().partition(" ")
    if first.lower() in ORDERS_BY:
        return f"{ORDERS_BY[first.lower()]} {rest}".rstrip().rstrip(".")
    return f"документом «{order.strip().rstrip('.')}»"


def quoted(name: str, *, language: str) -> str:
    """The name in quotation marks, unless it has some of its own."""
    if any(mark in name for mark in '«»“”"'):
        return name
    return f"“{name}”" if language == "en" else f"«{name}»"


def say_duration(minutes: int | None, *, language: str) -> str:
    """«около 15 минут», «шамамен 15 минут»; empty for None."""
    if not minutes:
        return ""
    if language == "ru":
        return "около " + say_count(minutes, "минуты", "минут", "минут", language="ru")
    if language == "kk":
        return f"шамамен {minutes} минут"
    return "about " + say_count(minutes, "minute", "minutes", language="en")
