"""Where a document comes from: the country, its time zone and the language, told by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vekha.importing.letters import KAZAKH

_KAZAKHSTAN = re.compile(
    r"тенге|теңге|\bКГУ\b|\bКММ\b|\bРК\b|Казахстан|Қазақстан|акимат|әкімдік|\bСКО\b|\bЗКО\b|\bВКО\b|Карагандин|Қарағанды|"
    r"Акмолин|Костанайск|Павлодарск|Актюбинск|Атырауск|Жамбылск|Кызылординск|Мангистауск|Туркестанск|"
    r"Алматинск|Астан[аыуе]|Өрлеу|Шымкент|\bНИШ\b|\bЕНТ\b|\bСОР\b|\bСОЧ\b"
)
_RUSSIA = re.compile(
    r"Росси|\bГИА\b|\bДПО\b|\bРЦОИ\b|руб(?:лей|\.)|\bМОУО\b|"
    r"Росси|\bРФ\b|ФГОС|\bМБОУ\b|\bМКОУ\b|\bМОУ\b|\bМАОУ\b|\bМБУ\b|\bМКУ\b|\bОГЭ\b|\bЕГЭ\b|\bВПР\b|"
    r"Федерац|федеральн|муниципальн"
)
_ZONES = (
    ("Europe/Kaliningrad", "Калининград"),
    ("Europe/Volgograd", "Волгоград"),
    ("Europe/Samara", "Самарск|Удмурт"),
    ("Europe/Saratov", "Саратов"),
    ("Europe/Astrakhan", "Астрахан"),
    ("Europe/Ulyanovsk", "Ульяновск"),
    ("Asia/Yekaterinburg", "Свердловск|Екатеринбург|Челябинск|Тюмен|Курганск|Башкорт|Оренбург|"
                           "Пермск|Ханты|Ямало"),
    ("Asia/Omsk", "Омск"),
    ("Asia/Novosibirsk", "Новосибирск"),
    ("Asia/Tomsk", "Томск"),
    ("Asia/Barnaul", "Алтайск"),
    ("Asia/Novokuznetsk", "Кузбасс|Кемеров|Новокузнецк"),
    ("Asia/Krasnoyarsk", "Красноярск|Хакас|Тыва|Тува"),
    ("Asia/Irkutsk", "Иркутск|Бурят"),
    ("Asia/Chita", "Забайкальск|Чита"),
    ("Asia/Yakutsk", "Якут|Саха|Амурск"),
    ("Asia/Vladivostok", "Приморск|Владивосток|Хабаровск"),
    ("Asia/Sakhalin", "Сахалин"),
    ("Asia/Magadan", "Магадан"),
    ("Asia/Kamchatka", "Камчат|Чукот"),
)  # fmt: skip


MOST = 100_000  # letters: the beginning tells


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Country and zone, and the word that told; the language by its letters."""

    country: str
    timezone: str
    why: str
    language: str


def find_place(text: str) -> FoundPlace:
    """The place of a document; Kazakhstan where nothing tells, for there the project began."""
    text = text[:MOST]
    letters = [c for c in text if "а" <= c.lower() <= "я" or c in KAZAKH]
    share = sum(c in KAZAKH for c in letters) / max(1, len(letters))
    language = "kk" if share > 0.06 else "ru"
    if len(letters) * 5 < sum(c.isalpha() for c in text):
        language = "en"
    kazakh, russian = (len(p.findall(text)) for p in (_KAZAKHSTAN, _RUSSIA))
    if russian > kazakh:
        for zone, words in _ZONES:
            found = re.search(rf"\b(?:{words})\w*", text)
            if found:
                return FoundPlace("RU", zone, f"по слову «{found.group()}»", language)
        told = _RUSSIA.search(text)
        return FoundPlace(
            "RU", "Europe/Moscow", f"по слову «{told.group() if told else ''}»", language
        )
    told = _KAZAKHSTAN.search(text)
    if told:
        return FoundPlace("KZ", "Asia/Almaty", f"по слову «{told.group()}»", language)
    why = "по буквам казахского языка" if language == "kk" else "в документе не сказано"
    return FoundPlace("KZ", "Asia/Almaty", why, language)
