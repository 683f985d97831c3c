"""Numbers that the document gives to its figures, headings and items, and marks of its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vekha.checking.findings import issue_at, list_words
from vekha.checking.texts import passages_of
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.programme import Roadmap

_PICTURE = r"\b[Рр]ис\.?\s*(\d{1,3})(?!\d)"  # compiled where a text is declared, as the next two
_ITEM = r"\s*(\d{1,3}(?:\.\d{1,3}){0,5})\.?\s"
_STARS = r"(?<!\*)(\*{3,})(?!\*)"
_LONG = 25  # a title has at least so many letters; «Круглые столы» is part of one


def check_numbering(roadmap: Roadmap) -> Iterator[Issue]:
    """Pictures that are missing, items without their heading, notes with two marks."""
    yield from _pictures(roadmap)
    for index, part in enumerate(roadmap.file.declared.text):
        path: Path = ("declared", "text", index)
        if part.kind != "list":
            continue
        yield from _items(roadmap, path, part.text)
        marks = sorted({mark for text in part.text for mark in re.findall(_STARS, text)})
        if len(marks) > 1:
            yield issue_at(roadmap, "footnote-marks", path, marks=list_words(marks))
    yield from _titles(roadmap)


def _pictures(roadmap: Roadmap) -> Iterator[Issue]:
    found: dict[int, Path] = {}
    for passage in passages_of(roadmap):
        for number in re.findall(_PICTURE, passage.text):
            found.setdefault(int(number), passage.path)
    for missing in sorted(set(range(1, max(found, default=0))) - set(found)):
        after = min(number for number in found if number > missing)
        numbers = list_words(sorted(found))
        yield issue_at(roadmap, "numbering-figures", found[after], missing=missing, found=numbers)


def _items(roadmap: Roadmap, path: Path, lines: tuple[str, ...]) -> Iterator[Issue]:
    numbers = {found[1]: n for n, line in enumerate(lines) if (found := re.match(_ITEM, line))}
    missing: list[str] = []
    for number in numbers:
        parents = number.split(".")[:-1]
        missing += [
            parent
            for length in range(1, len(parents) + 1)
            if (parent := ".".join(parents[:length])) not in numbers and parent not in missing
        ]
    tops = sorted({int(number.split(".")[0]) for number in numbers})
    missing += [
        str(n) for n in range(1, max(tops, default=0)) if n not in tops and str(n) not in missing
    ]
    childless = [
        number
        for number in numbers
        if "." in number
        and number.count(".") == 1
        and number.split(".")[0] in missing
        and not any(other.startswith(f"{number}.") for other in numbers)
        and any(m.count(".") == 1 for m in missing)
    ]
    if missing:
        at = (*path, "text", numbers[childless[0]]) if childless else path
        facts = {"missing": list_words(_sorted(missing)), "odd": list_words(childless) or "—"}
        yield issue_at(roadmap, "numbering", at, **facts)


def _sorted(numbers: list[str]) -> list[str]:
    return sorted(numbers, key=lambda number: [int(part) for part in number.split(".")])


def _titles(roadmap: Roadmap) -> Iterator[Issue]:
    """An item of a questionnaire that holds several titles is counted as one."""
    asked = {
        question.activity
        for questionnaire in roadmap.file.questionnaires.values()
        for question in questionnaire.questions
        if question.activity
    }
    for index, activity in enumerate(roadmap.file.activities):
        if activity.key not in asked:
            continue
        titles = re.split(r"(?<=[а-яё]{4})\.\s+(?=[А-ЯЁ])", activity.title.to("ru").strip())
        if sum(len(title) >= _LONG for title in titles) > 1:
            path: Path = ("activities", index, "title")
            facts = {"number": activity.number, "count": len(titles)}
            yield issue_at(roadmap, "item-count", path, **facts, titles="» / «".join(titles))
