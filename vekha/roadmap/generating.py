"""Questions made from activities, before the file is shaped: the questionnaire is the plan's list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TAKEN = ("kind", "zeros", "unit", "required")


def with_items(file: object) -> object:
    """The file's values with a question for each activity that a section's `items` names.

    What does not have the expected shape is left as it is, for the model to refuse.
    """
    if not isinstance(file, dict) or not isinstance(file.get("questionnaires"), dict):
        return file
    listed = file.get("activities")
    activities = {
        row["key"]: row
        for row in (listed if isinstance(listed, list | tuple) else ())
        if isinstance(row, dict) and isinstance(row.get("key"), str)
    }
    made = {key: _questionnaire(value, activities) for key, value in file["questionnaires"].items()}
    return {**file, "questionnaires": made}


def _questionnaire(value: object, activities: Mapping[str, Mapping[str, Any]]) -> object:
    sections = value.get("sections") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(sections, list | tuple):
        return value
    return {**value, "sections": [_section(section, activities) for section in sections]}


def _section(section: object, activities: Mapping[str, Mapping[str, Any]]) -> object:
    items = section.get("items") if isinstance(section, dict) else None
    if not isinstance(section, dict) or not isinstance(items, dict):
        return section
    named, own = items.get("activities"), section.get("questions") or []
    if not isinstance(named, list | tuple) or not isinstance(own, list | tuple):
        return section
    shared = {"kind": "scale", **{key: items[key] for key in _TAKEN if key in items}}
    made = [
        {
            **shared,
            "key": key,
            "activity": key,
            "text": _numbered(activities[key]),
            "audience": activities[key].get("audience") or [],
        }
        for key in named
        if isinstance(key, str) and key in activities
    ]
    return {**section, "questions": [*made, *own]}


def _numbered(activity: Mapping[str, Any]) -> object:
    """«2.1.1. Тьюторское сопровождение …», in every language that the title has."""
    title, number = activity.get("title"), activity.get("number")
    if isinstance(title, str):
        title = {"ru": title}
    if not isinstance(title, dict) or not number:
        return title
    return {
        language: f"{number}. {text}" if isinstance(text, str) else text
        for language, text in title.items()
    }
