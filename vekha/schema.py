"""The JSON Schema of roadmap.yaml, for editors: made from the model, with Russian descriptions.

It accepts what the reader accepts: numbers where a text is expected, a text in one language or in
several, a row of the passport as «label: text». What only a check can say (unknown keys, dates that
clash) is left to `vekha check`.
"""

from __future__ import annotations

import json
from typing import Any

from vekha.roadmap.programme import RoadmapFile

FILE_NAME = "roadmap.schema.json"
LINE = f"# yaml-language-server: $schema={FILE_NAME}"
"""The first line of a roadmap.yaml; editors with the YAML language server then help with it."""

_SCALAR = ["string", "number"]  # the reader takes «number: 1» for the text «1»
_DEFINITIONS = {
    "Acknowledged": "Замечание, которое прочитано и принято, с причиной",
    "Activity": "Мероприятие: строка плана",
    "Announcement": "Рассылка: одно письмо многим в один день",
    "Choice": "Один из ответов на выбор",
    "DaysOff": "Дни без писем: каникулы, экзамены",
    "Meeting": "Встреча, на которую приглашают",
    "Order": "Приказ, на который ссылаются мероприятия и закрепления",
    "Pair": "Строка закрепления: наставник и те, кто за ним закреплён",
    "Pairing": "Таблица закрепления",
    "PassportRow": "Строка паспорта: «название: текст»; несколько абзацев пишут списком",
    "Question": "Вопрос анкеты",
    "Questionnaire": "Анкета; её можно проводить несколькими волнами",
    "Report": "Документ, который собирается в свой день из ответов",
    "Role": "Роль: кого документ называет «директора школ»",
    "Rules": "Когда уходят напоминания",
    "Section": "Группа вопросов под одним заголовком",
    "Sending": "Как уходят письма: от чьего имени, в какие часы",
    "Stage": "Этап программы",
    "Survey": "Опрос: анкета, кого спросить, когда открыть и закрыть",
    "Words": "Текст: одной строкой для всех языков или по языкам: {ru: …, kk: …, en: …}",
    "Zero": "Один из смыслов ответа 0",
}
_LANGUAGES = {"ru": "По-русски", "kk": "По-казахски", "en": "По-английски"}


def roadmap_schema() -> dict[str, Any]:
    """The schema (draft 07, which editors read best), as JSON values."""
    made = RoadmapFile.model_json_schema()
    definitions = made["$defs"]
    for name, description in _DEFINITIONS.items():
        definitions[name]["description"] = description
    definitions["PassportRow"] = _passport_row(definitions["PassportRow"])
    for language, text in _LANGUAGES.items():
        definitions["Words"]["anyOf"][1]["properties"][language]["description"] = text
    definitions["Words"]["anyOf"][1].pop("description", None)
    schema: dict[str, Any] = _tidy(made)
    properties = schema["properties"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Дорожная карта Vekha",
        "description": "roadmap.yaml: программа одного года. Проверить: vekha check",
        **{key: value for key, value in schema.items() if key not in ("title", "description")},
        "properties": properties,
    }


def schema_text() -> str:
    """The schema as the file's text."""
    return json.dumps(roadmap_schema(), ensure_ascii=False, indent=1) + "\n"


def _passport_row(written: dict[str, Any]) -> dict[str, Any]:
    text = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    short = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": text,
    }
    description = written.pop("description")
    return {"anyOf": [short, written], "description": description}


def _tidy(value: Any, *, name: str = "") -> Any:
    """Without the English titles that pydantic makes of names; texts may be written as numbers.

    `name` is the key under which the value stands; a field called «title» is not such a title.
    """
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    named = name in ("properties", "patternProperties", "$defs")
    tidied = {
        key: _tidy(item, name="" if named else key)
        for key, item in value.items()
        if named or key != "title"
    }
    if not named and tidied.get("type") == "string" and "enum" not in tidied:
        tidied["type"] = _SCALAR
    return tidied
