"""The JSON Schema of roadmap.yaml, for editors: made from the model, with Russian descriptions.

It accepts what the reader accepts: numbers where a text is expected, a text in one language or in
several, a row of the passport as «label: text». What only a check can say (unknown keys, dates that
clash) is left to `vekha check`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from vekha.roadmap.programme import RoadmapFile
from vekha.schema_examples import EXAMPLES, PATTERN_MESSAGES, PERIOD, ZONE

FILE_NAME = "roadmap.schema.json"
LINE = f"# yaml-language-server: $schema={FILE_NAME}"
"""The first line of a roadmap.yaml; editors with the YAML language server then help with it."""

_SCALAR = ["string", "number"]  # the reader takes «number: 1» for the text «1»
_NOTHING: tuple[Any, ...] = (None, "", [], {})  # no default: an editor would write «null» for it
_KEY = "[a-z0-9-]*$"
_DEFINITIONS = {
    "Acknowledged": "Замечание, которое прочитано и принято, с причиной",
    "Activity": "Мероприятие: строка плана",
    "AfterVisit": "Что спросить после каждого визита: дневник куратора, обратная связь",
    "Announcement": "Рассылка: одно письмо многим в один день",
    "Attendance": "Кто присутствовал и как",
    "Choice": "Один из ответов на выбор",
    "Clause": "Пункт или абзац документа, слово в слово",
    "Coefficient": "Строка коэффициента участия: «КУ 4 (4 из 10): ОО №№ 6, 7, 8, 17»",
    "Coefficients": "Коэффициенты участия по организациям, как в документе",
    "Counted": "Что считается: ровно одно из перечисленного",
    "DaysOff": "Дни без писем: каникулы, экзамены",
    "EscalationStep": "Ступень сообщений о молчащих: кому и когда",
    "Declared": "Числа документа рядом с вычисленными, и его описки",
    "DeclaredColumn": "Столбец чисел; у столбца долей указано, чего это доля",
    "DeclaredFigure": "Число в тексте: доля, количество, основание — что документ называет",
    "DeclaredMinutes": "Протокол встречи, который есть в документе",
    "DeclaredRow": "Строка таблицы: подпись, чья она, её числа, как напечатаны",
    "DeclaredTable": "Таблица документа, как напечатана, с итоговой строкой",
    "Factor": "Фактор риска, который взвешивает профиль",
    "FigureTable": "Таблица по районам с итогом; округление указано для всей таблицы",
    "Heard": "Выступление в протоколе (слушали)",
    "Indicator": "Показатель по формуле: числитель, знаменатель, единица, округление, кого касается",
    "Items": "Вопросы из мероприятий: по одному на каждое, со словами и номерами плана",
    "Level": "Уровень шкалы, в процентах; нижняя граница входит в него, верхняя в следующий",
    "Meeting": "Встреча, на которую приглашают",
    "Minuting": "После встречи секретарь вносит текст по ссылке; протокол собирается",
    "Order": "Приказ, на который ссылаются мероприятия и закрепления",
    "Pair": "Строка закрепления: наставник и те, кто за ним закреплён",
    "Pairing": "Таблица закрепления",
    "Part": "Часть документа, слово в слово",
    "Partition": "Числа, на которые делится одно целое: в сумме не больше 100 % и не больше основания",
    "PassportRow": "Строка паспорта: «название: текст»; несколько абзацев пишут списком",
    "Question": "Вопрос анкеты",
    "Questionnaire": "Анкета; её можно проводить несколькими волнами",
    "Report": "Документ, который собирается в свой день из ответов",
    "ReportSection": "Раздел отчёта; {ключ} в тексте — итог вопроса или показателя",
    "Risk": "Один фактор в профиле одной школы, насколько документ его называет",
    "RiskProfile": "Рисковый профиль школы; чего нет в документе, школа скажет в опросе",
    "Risks": "Рисковые профили программы; из факторов делаются две анкеты",
    "Role": "Роль: кого документ называет «директора школ»",
    "Rules": "Когда уходят напоминания",
    "Scale": "Шкала уровней; она покрывает от 0 до 100 без пропусков и наложений",
    "Section": "Группа вопросов под одним заголовком",
    "Sending": "Как уходят письма: от чьего имени, в какие часы",
    "Slip": "Описка документа, оставленная как есть: что напечатано и что согласуется",
    "SourceDocument": "Что это за документ и что на нём стоит",
    "Stage": "Этап программы",
    "Survey": "Опрос: анкета, кого спросить, когда открыть и закрыть",
    "TableColumn": "Столбец таблицы по районам: сумма или доля двух сумм",
    "Target": "Цель: «не менее 70 %»",
    "Visit": "Один визит в одну сторону; он становится строкой под своим мероприятием",
    "Visits": "Таблица визитов одного мероприятия: взаимных или кураторских",
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
    for place, examples in EXAMPLES.items():
        name, _, field = place.partition(".")
        holder = made if name == "RoadmapFile" else definitions[name]
        forms = (holder, *holder.get("anyOf", ()))
        written = next(f for f in forms if field in f.get("properties", {}))
        written["properties"][field]["examples"] = list(examples)
    made["properties"]["timezone"]["pattern"] = ZONE
    made["properties"]["period"]["pattern"] = PERIOD
    definitions["PassportRow"] = _passport_row(definitions["PassportRow"])
    for language, text in _LANGUAGES.items():
        definitions["Words"]["anyOf"][1]["properties"][language]["description"] = text
    definitions["Words"]["anyOf"][1].pop("description", None)
    schema: dict[str, Any] = _tidy(made)
    for name, description in _DEFINITIONS.items():
        # the heading of an editor's hint, and what it offers to fill in as a whole
        schema["$defs"][name]["title"] = re.split(r"[:;(,]", description)[0].strip()
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
        if named or not (key == "title" or (key == "default" and item in _NOTHING))
    }
    if tidied.get("pattern") in PATTERN_MESSAGES:
        tidied["patternErrorMessage"] = PATTERN_MESSAGES[tidied["pattern"]]
    if value.get("type") == "array" and _KEY in str(tidied.get("items", {}).get("pattern", "")):
        tidied["items"].pop("examples", None)  # offered as the whole list, they only mislead
    if not named and tidied.get("type") == "string" and "enum" not in tidied:
        tidied["type"] = _SCALAR
    return tidied
