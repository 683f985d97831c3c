"""Days and moments as official documents print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.calendar.zones import to_local

if TYPE_CHECKING:
    from datetime import date, datetime

_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
_NOMINATIVE = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
_ASTANA = {"ru": "по времени Астаны", "kk": "Астана уақыты бойынша", "en": "Astana time"}
_MOSCOW = {"ru": "по московскому времени", "kk": "Мәскеу уақыты бойынша", "en": "Moscow time"}
_ZONES = {"Asia/Almaty": _ASTANA, "Asia/Qostanay": _ASTANA, "Europe/Moscow": _MOSCOW}


def print_day(day: date, *, language: str) -> str:
    """«29 февраля 2024 года», «2024 жылғы 29 ақпан», “29 February 2024”."""
    month = _MONTHS[language].split()[day.month - 1]
    match language:
        case "kk":
            return f"{day.year} жылғы {day.day} {month}"
        case "en":
            return f"{day.day} {month} {day.year}"
        case _:
            return f"{day.day} {month} {day.year} года"


def print_days(first: date, last: date, *, language: str) -> str:
    """«с 1 по 29 февраля 2024 года», «2024 жылғы 1–29 ақпан»; what both days share is said once."""
    months = _MONTHS[language].split()
    start, end = months[first.month - 1], months[last.month - 1]
    if first == last:
        return print_day(first, language=language)
    year, month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    whole = print_day(last, language=language)
    match language:
        case "kk" if year:
            days = f"{first.day}–{last.day}" if month else f"{first.day} {start} – {last.day}"
            return f"{last.year} жылғы {days} {end}"
        case "en" if year:
            return f"{first.day}–{whole}" if month else f"{first.day} {start} – {whole}"
        case "ru" if year:
            return f"с {first.day} по {whole}" if month else f"с {first.day} {start} по {whole}"
        case "ru":
            return f"с {print_day(first, language=language)} по {whole}"
        case _:
            return f"{print_day(first, language=language)} – {whole}"


def print_short(day: date) -> str:
    """«29.02.2024», for tables."""
    return f"{day:%d.%m.%Y}"


def print_moment(moment: datetime, *, zone: str, language: str) -> str:
    """«1 марта 2024 года, 09:00 (по времени Астаны, UTC+5)»; raises ValueError for a naive one."""
    local = to_local(moment, zone)
    offset = local.utcoffset()
    assert offset is not None
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    utc = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    words = _ZONES.get(zone, {}).get(language)
    inside = f"{words}, {utc}" if words else utc
    return f"{print_day(local.date(), language=language)}, {local:%H:%M} ({inside})"


def print_month(moment: datetime, *, zone: str, language: str) -> str:
    """«февраль 2024 г.», «2024 ж. ақпан», “February 2024”: the month of a moment in `zone`."""
    return print_month_of(to_local(moment, zone).date(), language=language)


def print_month_of(day: date, *, language: str) -> str:
    """The month of a day, in the same words."""
    if language == "kk":
        return f"{day.year} ж. {_MONTHS['kk'].split()[day.month - 1]}"
    if language == "en":
        return f"{_MONTHS['en'].split()[day.month - 1]} {day.year}"
    return f"{_NOMINATIVE.split()[day.month - 1]} {day.year}\u00a0г."
