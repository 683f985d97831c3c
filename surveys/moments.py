"""Days and hours as the pages say them, in the wall time of the reader's zone."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date

from vekha.calendar.zones import to_local

if TYPE_CHECKING:
    from datetime import datetime

_ASTANA = frozenset({"Asia/Almaty", "Asia/Qostanay", "Asia/Qyzylorda"})
_ZONE_NAMES = {
    "ru": {"Astana": "время Астаны", "Europe/Moscow": "время московское"},
    "kk": {"Astana": "Астана уақыты", "Europe/Moscow": "Мәскеу уақыты"},
    "en": {"Astana": "Astana time", "Europe/Moscow": "Moscow time"},
}


@lru_cache(maxsize=4096)
def say_moment(moment: datetime, *, zone: str, language: str) -> str:
    """«29 февраля 2024 г., четверг, 18:00 (время Астаны)»."""
    local = to_local(moment, zone)
    weekday = format_date(local, "EEEE", language)
    hour = f"{local:%H:%M} ({_say_zone(local, zone=zone, language=language)})"
    if language == "kk":
        month = format_date(local, "MMMM", "kk")
        return f"{local.year} жылғы {local.day} {month}, {weekday}, сағат {hour}"
    if language == "ru":
        return f"{format_date(local, 'd MMMM y', 'ru')} г., {weekday}, {hour}"
    return f"{weekday}, {format_date(local, 'd MMMM y', 'en')}, {hour}"


def say_short(moment: datetime, *, zone: str) -> str:
    """«29.02.2024 18:00», for tables."""
    return f"{to_local(moment, zone):%d.%m.%Y %H:%M}"


def say_time(moment: datetime, *, zone: str) -> str:
    """«18:00»."""
    return f"{to_local(moment, zone):%H:%M}"


def iso(moment: datetime, *, zone: str) -> str:
    """The moment with the offset of the zone, for `<time datetime>` and for letters."""
    return to_local(moment, zone).isoformat(timespec="seconds")


def days_left(now: datetime, closes: datetime, *, zone: str) -> int:
    """Calendar days to the closing in the zone: 0 on its day, negative after it."""
    return (to_local(closes, zone).date() - to_local(now, zone).date()).days


def _say_zone(local: datetime, *, zone: str, language: str) -> str:
    words = _ZONE_NAMES[language].get("Astana" if zone in _ASTANA else zone)
    if words:
        return words
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
