"""The words of the documents by language; the texts themselves are in wording_ru, _kk and _en."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.documents.dates import print_days
from vekha.documents.wording_en import ENGLISH
from vekha.documents.wording_kk import KAZAKH
from vekha.documents.wording_ru import RUSSIAN
from vekha.documents.wording_visits import VISITS_EN, VISITS_KK, VISITS_RU

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vekha.outline import Language
    from vekha.roadmap.programme import Roadmap

WORDINGS: Mapping[str, Mapping[str, str]] = {
    "ru": RUSSIAN | VISITS_RU,
    "kk": KAZAKH | VISITS_KK,
    "en": ENGLISH | VISITS_EN,
}


def say(language: Language, key: str, **facts: object) -> str:
    """One text with its facts put in; raises KeyError for a text that no language has."""
    return WORDINGS[language][key].format(**facts)


def genitive(language: Language, noun: str, count: int) -> str:
    """The noun after «от» and a number: «от 21 организации», «от 47 организаций»."""
    one = count % 10 == 1 and count % 100 != 11 if language == "ru" else count == 1
    return say(language, f"{noun}-one" if one else f"{noun}-many")


def period_words(roadmap: Roadmap, *, language: Language) -> str:
    """«2023/2024 учебный год», «2021 год», «с 1 августа 2019 года по …»."""
    period = roadmap.period
    days = "/" in period.label and period.kind == "range"
    label = print_days(period.start, period.until, language=language) if days else period.label
    return say(language, period.kind, label=label)


def programme_name(roadmap: Roadmap, *, language: Language) -> str:
    """The programme's title in quotation marks, once: «Город-селу»."""
    title = roadmap.file.title.to(language).strip()
    if any(mark in title for mark in '«"“'):
        return title
    return f"“{title}”" if language == "en" else f"«{title}»"
