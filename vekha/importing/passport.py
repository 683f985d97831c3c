"""The passport of a programme: a table of labels and texts, or paragraphs that begin with a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vekha.importing.blocks import Table
from vekha.importing.grid import is_number_row, rectangle
from vekha.importing.letters import begins_lower, flat, hangs, joined

_LABEL = (
    r"(?:полное |краткое )?наименование|название|цель\b|цели\b|(?:основн\w+ )?задач[иа]\b|мисси|гипотез|"
    r"основани\w+ (?:для|разработ)|нормативн\w+ (?:баз|осн)|разработчик|заказчик|исполнител|соисполнител|"
    r"организатор|участник|целев\w+ (?:групп|аудитор|показател|индикатор)|адресат|координатор|куратор|"
    r"срок\w* (?:и этапы )?(?:реализац|исполнен|действ|провед)|сроки\b|этапы\b|период реализации|"
    r"ожидаем\w+ (?:конечн\w+ )?результат|(?:предполагаем|планируем)\w+ результат|"
    r"(?:основн\w+ )?направлени\w+|финансирован|источник\w* финансир|объ[её]м\w* финансир|"
    r"(?:механизм|формы|методы|принципы|система)\b|актуальност|проблем|концепци|руководител|контрол|"
    r"идея\b|предмет\b|объект\b|база\b|место\b|география|ресурс|показател|критери|риски\b|паспорт|"
    r"(?:жоба|бағдарлама)\w* (?:атау|мақсат|міндет)|мақсат|міндет|негіз|әзірлеуші|қатысушы|мерзім|"
    r"іске асыру|күтілетін|бағыт|кезеңдер|қаржыландыру|үйлестіруші|"
    r"title|name|goals?\b|aims?\b|objectives|basis|authors|participants|period|expected results"
)
_TABLE_LABEL = re.compile(rf"(?i)^(?:\d+(?:\.\d+)*[.)]?\s*)?(?:{_LABEL})")
_LINE_LABEL = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]?\s+)?(?P<label>(?:Цель|Цели|Задачи|Основные задачи|Миссия|Гипотеза|"
    r"Сроки реализации|Срок реализации|Сроки исполнения|Период реализации|Участники|"
    r"(?:Полное |Краткое )?(?:[Нн]аименование|[Нн]азвание)(?:\s+(?:проекта|программы|плана))?(?=\s*:)|"
    r"Координатор\w*(?:\s+(?:проекта|программы|плана))?(?=\s*:)|"
    r"(?:Руководител[ьи]|Разработчик|Автор\w*|Куратор\w*|База|Место)(?:\s+\w+)?(?=\s*:)|"
    r"Целевая группа|Организаторы|Организаторами|Партн[её]ры|Разработчики|Заказчик|"
    r"Исполнители|Основание для разработки|"
    r"Ожидаемые результаты|Ожидаемый результат|Основные направления|Основными направлениями|"
    r"Направления|Формы (?:работы|деятельности|реализации)|Источники финансирования|Финансирование|"
    r"Механизм\w* реализации|Актуальность|(?:Жобаның|Бағдарламаның)\s+\w+(?=\s*:)|"
    r"Мақсаты?|Міндеттері|Іске асыру мерзімі|Күтілетін нәтиже\w*|"
    r"Қатысушылар|Негіздеме|Бағыттары|Кезеңдері)(?![а-яё]).*)$",
    re.DOTALL,
)
_SUPPORT = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]?\s+)?(?P<label>[А-ЯЁ][^:.]{0,80}(?:поддержк|сопровожден)[^:.]{0,80}оказыва\w+)\s*:$"
)
_PASSPORT = re.compile(r"(?i)паспорт")
_HEADS = re.compile(
    r"(?i)(?:[IVX\d]+[.)]?\s*)?(?:(?:краткий\s+)?паспорт(?:\s+\w+){0,3}|(?:\w+\s+){0,3}паспорты)[.:]?$"
)
_ITEMS = re.compile(r"(?:^|(?<=[;:.\n])\s*|\n)[-–—•·▪]\s*")
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of the passport, as printed."""

    label: str
    texts: tuple[str, ...]
    line: int


def is_passport(table: Table, *, caption: str) -> bool:
    """Whether a table is a passport: two columns (or three with numbers), labels on the left."""
    lines = rectangle(table)
    if len(lines) < 2 or not 2 <= len(lines[0].places) <= 4:
        return False
    rows = [_two(line.own(i)) for i, line in enumerate(lines)]
    labels = [label for label, text in rows if label and text]
    known = sum(bool(_TABLE_LABEL.match(label)) for label in labels)
    if any(len(label) > LONGEST_LABEL * 2 for label in labels) or not labels:
        return False
    if _PASSPORT.search(caption):
        return known >= 2 or len(labels) * 2 >= len(lines)
    return known >= 3 and known * 2 >= len(labels)


def _two(texts: Sequence[str]) -> tuple[str, str]:
    """Label and text of a row, without its number."""
    filled = [t.strip() for t in texts]
    if len(filled) > 2 and re.fullmatch(r"\d{0,3}[.)]?", filled[0]):
        filled = filled[1:]
    rest = dict.fromkeys(t for t in filled[1:] if t)
    return filled[0], "\n".join(rest)


def read_passport(table: Table) -> list[FoundRow]:
    """The rows in order; a row without a label goes on with the one above it."""
    found: list[FoundRow] = []
    for index, line in enumerate(rectangle(table)):
        label, text = _two(line.own(index))
        label = flat(label)
        if (not label and not text) or is_number_row((label, text)):
            continue
        before = found[-1] if found else None
        broken = line.after_break and (begins_lower(label) or not label or not text)
        if before is not None and (not label or broken or (begins_lower(label) and not text)):
            texts = _longer(before.texts, text)
            found[-1] = FoundRow(joined(before.label, label), texts, before.line)
        else:
            found.append(FoundRow(label, tuple(split_items(text)), line.line))
    return found


def _longer(texts: tuple[str, ...], more: str) -> tuple[str, ...]:
    items = split_items(more)
    if not items:
        return texts
    if texts and (begins_lower(items[0]) or hangs(texts[-1])):
        return (*texts[:-1], joined(texts[-1], items[0]), *items[1:])
    return (*texts, *items)


def split_items(text: str) -> list[str]:
    """The items of a list within a cell, without their dashes; a plain text is one item."""
    parts = [flat(part) for part in _ITEMS.split(text)]
    if len(parts) <= 2:
        parts = [flat(part) for part in text.split("\n")]
        whole: list[str] = []
        for part in parts:
            if whole and part and (begins_lower(part) or hangs(whole[-1])):
                whole[-1] = joined(whole[-1], part)
            else:
                whole.append(part)
        parts = [re.sub(r"^[-–—•·▪]\s*", "", part) for part in whole]
    return [part for part in parts if part]


def labelled(text: str) -> tuple[str, str] | None:
    """Label and text of a paragraph that states a row of the passport: «Цель проекта: …»."""
    support = _SUPPORT.match(text.strip())
    if support:
        return flat(support["label"]), ""
    found = _LINE_LABEL.match(text.strip())
    if found is None:
        return None
    label, rest = _at_separator(flat(found["label"]))
    if len(label) > LONGEST_LABEL or (not rest and not text.rstrip().endswith((":", "."))):
        return None
    return label.rstrip(" ."), rest


def heads_passport(text: str) -> bool:
    """«I. ПАСПОРТ ПРОЕКТА», «Паспорт программы», «Жоба паспорты»: a line alone."""
    return bool(_HEADS.match(flat(text)))


def labelled_freely(text: str) -> tuple[str, str] | None:
    """«Любое название: текст», where the passport's own heading stands above."""
    label, colon, rest = flat(text).partition(":")
    if not colon or not 2 < len(label) <= 60 or not label[:1].isupper() or "." in label[:-1]:
        return None
    return label.strip(), rest.strip()


def _at_separator(text: str) -> tuple[str, str]:
    """Where the label ends: at the first colon, else at a dash outside brackets."""
    label, colon, rest = text.partition(":")
    if colon and len(label) <= LONGEST_LABEL:
        return label.strip(), rest.strip()
    for match in re.finditer(r"\s[–—-]\s", text[: LONGEST_LABEL + 3]):
        if text.count("(", 0, match.start()) == text.count(")", 0, match.start()):
            return text[: match.start()].strip(), text[match.end() :].strip()
    return text, ""


def is_item(text: str) -> bool:
    """Whether a paragraph is an item of a list."""
    return bool(re.match(r"^\s*(?:[-–—•·*▪►]|\(?\d{1,2}\)|[а-яa-z]\))\s*\S", text))


def bare_item(text: str) -> str:
    """The item without its dash or number."""
    return flat(re.sub(r"^\s*(?:[-–—•·*▪►]|\(?\d{1,2}\)|[а-яa-z]\))\s*", "", text))
