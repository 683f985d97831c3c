"""The few words that the renderers add themselves, in each language of an outline."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vekha.outline import Language

_TABLE = {"ru": "Таблица", "kk": "кесте", "en": "Table"}
_FIGURE = {"ru": "Рисунок", "kk": "сурет", "en": "Figure"}
NOTE = {"ru": "Примечание", "kk": "Ескерту", "en": "Note"}
CONTENTS = {"ru": "Содержание", "kk": "Мазмұны", "en": "Contents"}
SHEET = {"ru": "Таблица", "kk": "Кесте", "en": "Table"}
NO_DATA = {"ru": "нет данных", "kk": "дерек жоқ", "en": "no data"}
NOT_INCLUDED = {
    "ru": "Материал не удалось включить в сборник.",
    "kk": "Материалды жинаққа енгізу мүмкін болмады.",
    "en": "The material could not be included in the volume.",
}
FILE = {"ru": "Файл", "kk": "Файл", "en": "File"}
LOCALES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}


def table_label(language: Language) -> str:
    """Return the word for a table as Word's SEQ field counts it."""
    return _TABLE[language]


def figure_label(language: Language) -> str:
    """Return the word for a figure as Word's SEQ field counts it."""
    return _FIGURE[language]


def caption_parts(word: str, language: Language) -> tuple[str, str]:
    """Return what stands before and after the number: («Таблица », «. ») or («», «-кесте. »)."""
    return ("", f"-{word}. ") if language == "kk" else (f"{word} ", ". ")


def caption(word: str, number: int, text: str, language: Language) -> str:
    """Return a whole caption: «Таблица 1. Охват» or «1-кесте. Қамту»."""
    before, after = caption_parts(word, language)
    return f"{before}{number}{after}{text}".rstrip()


def decimal(value: float, language: Language, *, places: int = 1) -> str:
    """Return a number rounded half up to `places`, with the language's decimal sign."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text if language == "en" else text.replace(".", ",")
