"""Names of the official holidays in three languages; which days they are is in `official`."""

from __future__ import annotations

import re

# Keys are the names that the `holidays` library gives in its default language of the country.
_NAMES: dict[str, tuple[str, str, str]] = {  # ru, kk, en
    "Жаңа жыл": ("Новый год", "Жаңа жыл", "New Year's Day"),
    "Православиелік Рождество": (
        "Православное Рождество",
        "Православиелік Рождество",
        "Orthodox Christmas",
    ),
    "Халықаралық әйелдер күні": (
        "Международный женский день",
        "Халықаралық әйелдер күні",
        "International Women's Day",
    ),
    "Наурыз мейрамы": ("Наурыз мейрамы", "Наурыз мейрамы", "Nauryz"),
    "Қазақстан халқының бірлігі мерекесі": (
        "Праздник единства народа Казахстана",
        "Қазақстан халқының бірлігі мерекесі",
        "Kazakhstan People's Unity Day",
    ),
    "Отан Қорғаушы күні": (
        "День защитника Отечества",
        "Отан қорғаушы күні",
        "Defender of the Fatherland Day",
    ),
    "Жеңіс күні": ("День Победы", "Жеңіс күні", "Victory Day"),
    "Астана күні": ("День столицы", "Астана күні", "Capital Day"),
    "Қазақстан Республикасының Конституциясы күні": (
        "День Конституции Республики Казахстан",
        "Қазақстан Республикасының Конституциясы күні",
        "Constitution Day",
    ),
    "Республика күні": ("День Республики", "Республика күні", "Republic Day"),
    "Қазақстан Республикасы күні": (
        "День Республики",
        "Қазақстан Республикасы күні",
        "Republic Day",
    ),
    "Қазақстан Республикасының Тұңғыш Президенті күні": (
        "День Первого Президента",
        "Тұңғыш Президент күні",
        "First President Day",
    ),
    "Тәуелсіздік күні": ("День Независимости", "Тәуелсіздік күні", "Independence Day"),
    "Құрбан айт": ("Курбан-айт", "Құрбан айт", "Eid al-Adha"),
    "Новый год": ("Новый год", "Жаңа жыл", "New Year's Day"),
    "Новогодние каникулы": (
        "Новогодние каникулы",
        "Жаңажылдық демалыс",
        "New Year holidays",
    ),
    "Рождество Христово": ("Рождество Христово", "Рождество", "Christmas Day"),
    "День защитника Отечества": (
        "День защитника Отечества",
        "Отан қорғаушы күні",
        "Defender of the Fatherland Day",
    ),
    "Международный женский день": (
        "Международный женский день",
        "Халықаралық әйелдер күні",
        "International Women's Day",
    ),
    "Праздник Весны и Труда": (
        "Праздник Весны и Труда",
        "Көктем және еңбек мерекесі",
        "Spring and Labour Day",
    ),
    "День Победы": ("День Победы", "Жеңіс күні", "Victory Day"),
    "День России": ("День России", "Ресей күні", "Russia Day"),
    "День народного единства": (
        "День народного единства",
        "Халық бірлігі күні",
        "National Unity Day",
    ),
}
_MOVED = r"(?:перенесено с|Демалыс күні \()\s*(\d\d\.\d\d\.\d{4})"
_OBSERVED = {"ru": "выходной в связи с праздником", "kk": "ауыстырылған демалыс", "en": "observed"}
_ESTIMATED = {"ru": "дата по расчёту", "kk": "есептелген күн", "en": "estimated"}
_DAY_OFF = {
    "ru": "выходной, перенесённый с {day}",
    "kk": "{day} күнінен ауыстырылған демалыс",
    "en": "day off moved from {day}",
}
_WEEKEND = {
    "ru": ("суббота", "воскресенье"),
    "kk": ("сенбі", "жексенбі"),
    "en": ("Saturday", "Sunday"),
}
_COLUMN = {"ru": 0, "kk": 1, "en": 2}
_SATURDAY = 5


def translate_holiday(name: str, *, language: str) -> str:
    """The library's `name` in ru, kk or en; an unlisted name is returned as it is."""
    language = language if language in _COLUMN else "ru"
    moved = re.search(_MOVED, name)
    if moved:
        return _DAY_OFF[language].format(day=moved.group(1))
    plain, _, remark = name.partition(" (")
    if plain not in _NAMES:
        return name
    told = _NAMES[plain][_COLUMN[language]]
    if "белгіленген" in remark or remark.startswith("выходной"):
        told = f"{told} ({_OBSERVED[language]})"
    if "бағаланған" in remark:
        told = f"{told} ({_ESTIMATED[language]})"
    return told


def weekend_name(weekday: int, *, language: str) -> str:
    """The name of Saturday (5) or Sunday (6)."""
    return _WEEKEND.get(language, _WEEKEND["ru"])[weekday - _SATURDAY]
