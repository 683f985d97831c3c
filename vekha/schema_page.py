"""docs/roadmap-file.md: every key of roadmap.yaml for a coordinator, made from the JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vekha.schema import roadmap_schema

_HEAD = """# Файл дорожной карты

Этот справочник собран из самой модели: здесь есть каждый ключ `roadmap.yaml`. Живой пример с
пояснениями — [roadmaps/gorod-selu](../roadmaps/gorod-selu/roadmap.yaml), заготовка — `vekha new ПАПКА`.
Редактор, который понимает JSON Schema (VS Code с расширением YAML), подсказывает то же самое на месте.

Рядом лежат две таблицы (CSV в UTF-8 или в кодировке Excel, разделитель `;` или `,`, либо .xlsx):

- `organisations.csv`: `key`, `name` (название, как в документе), `kind` (вид: `district`,
  `city-school`, …), `district` (кому подчинена), `short` (краткое имя для таблиц), `language`, `zone`,
  `aliases` (через `|`); другие столбцы становятся признаками организации;
- `people.csv`: `key`, `name`, `position` (должность, как в документе), `role`, `organisation`, `email`,
  `phone`, `language`, `acting` (и.о.), `since` и `until` (с какого
  и по какой день человек в должности или замещает; пока замещает, письма идут ему). Порядок строк — порядок,
  в котором пробуют адресатов.

Там же может лежать папка `letters` со своими словами писем: `letters/ru/reminder.j2`,
`letters/kk/reminder.j2`. Шаблон обычно начинается с готового и меняет в нём один блок:

    {% extends "shipped/ru/reminder.j2" %}
    {% block subject %}Ждём вашего ответа: {{ survey_title }}{% endblock %}

Всё о них — в [letters.md](letters.md); ошибки в них находит `vekha check`.

Тексты, которые читают люди, пишутся одной строкой или на двух языках: `{ru: …, kk: …}`. Сроки
пишутся так, как в приказе; как прочитан срок, показывает `vekha terms "ноябрь-март" --period 2023/2024`.

Столбец «Надо»: `да` — без этого ключа файл не читается; иначе стоит значение по умолчанию.
"""


def schema_page() -> str:
    """The whole page."""
    schema = roadmap_schema()
    sections = [_HEAD, *_section("Верхний уровень", schema)]
    for name in sorted(schema["$defs"]):
        definition = schema["$defs"][name]
        if name not in ("Words", "PassportRow") and definition.get("properties"):
            sections += _section(name, definition)
    return "\n".join(sections).rstrip() + "\n"


def _section(name: str, definition: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    if definition.get("description") and name != "Верхний уровень":
        yield f"{definition['description']}.\n"
    yield "| ключ | что это | вид | надо |"
    yield "|---|---|---|---|"
    required = set(definition.get("required", ()))
    for key, value in definition["properties"].items():
        need = "да" if key in required else _default(value)
        yield f"| `{key}` | {_plain(value.get('description', ''))} | {_kind(value)} | {need} |"
    yield ""


def _default(value: Mapping[str, Any]) -> str:
    found = value.get("default")
    if found in (None, "", [], {}) or isinstance(found, dict):
        return ""
    if isinstance(found, list):
        return "; ".join(str(one) for one in found)
    return str(found).lower() if isinstance(found, bool) else str(found)


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _kind(value: Mapping[str, Any]) -> str:
    """The shape of a value, with a link to its own section."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return {"Words": "текст", "PassportRow": "«название: текст»"}.get(
            name, f"[{name}](#{name.lower()})"
        )
    for several in ("anyOf", "oneOf"):
        if several in value:
            kinds = [_kind(one) for one in value[several] if one.get("type") != "null"]
            return " или ".join(dict.fromkeys(kinds))
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    kind = value.get("type")
    if kind == "array":
        return f"список: {_kind(value.get('items', {}))}"
    inside = [*value.get("patternProperties", {}).values(), value.get("additionalProperties")]
    if kind == "object" and isinstance(inside[0], dict):
        return f"ключ → {_kind(inside[0])}"
    first = kind[0] if isinstance(kind, list) else kind
    return _KINDS.get(str(first), "текст")


_KINDS = {
    "string": "текст",
    "integer": "целое число",
    "number": "число",
    "boolean": "true или false",
    "object": "ключи",
}
