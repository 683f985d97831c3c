"""Who is entrusted to whom: tables of mentors and their schools, pairs in lines, curators' lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vekha.importing.blocks import Table
from vekha.importing.columns import Column, kind_of
from vekha.importing.grid import Line, rectangle
from vekha.importing.letters import begins_lower, flat, joined, open_quotes, squeezed
from vekha.importing.organisations import (
    find_organisations,
    is_school,
    nominative_district,
    split_organisations,
)
from vekha.importing.persons import Named, find_persons

_MENTOR = re.compile(
    r"наставник|куратор|опорн|базов|ведущ|ресурсн|головн|школы?г|город|шефы|тірек|тәлімгер|қала"
)
_MENTEE = re.compile(
    r"сельск|село|сёл|районов|районы$|мкш|малокомплект|закрепл|прикрепл|подшеф|ведом|курируем|шнор|"
    r"наставляем|магнит|шағын|ауыл|сопровождаем|бекітілген"
)
_DISTRICT = re.compile(r"^(?:наименование)?(?:район|муниципал|округ|аудан|территор)\w*$")
_HEAD = re.compile(r"^(?:директор|руководител|фио)\w*$")
_DISTRICT_IN = re.compile(r"(?i)район|округ|аудан")
_ANY_SCHOOL = re.compile(r"^(?:наименование)?(?:школ|организац|оо$|оу$|учрежден|мектеп)")
_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.)]?\s*(?=\D|$)")
LONGEST = 20_000  # letters of a text in which pairs are sought
_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class FoundPair:
    """One mentor with those entrusted to it, as printed."""

    district: str
    mentor: str
    mentor_district: str
    head: Named | None  # who stands in brackets behind the mentor: its director
    mentees: tuple[tuple[str, str], ...]  # name, district
    line: int
    others: tuple[tuple[str, str], ...] = ()  # further columns: their names and texts
    printed: str = ""


@dataclass(frozen=True, slots=True)
class PairColumns:
    """The columns of such a table."""

    mentor: int
    mentees: int
    district: int | None
    head: int | None
    names: tuple[str, ...]


def pair_columns(table: Table) -> PairColumns | None:
    """The columns of a table of закрепление, or None for any other table."""
    lines = rectangle(table)
    if len(lines) < 2:
        return None
    names = [flat(text) for text in lines[0].texts()]
    if not 2 <= len(names) <= 8 or any(len(name) > 90 for name in names):
        return None
    mentor, mentees = pair_names(names)
    bare = [squeezed(name) for name in names]
    if mentor is None or mentees is None or not _hold_schools(lines, mentor, mentees):
        return None
    district = next((i for i, n in enumerate(bare) if _DISTRICT.match(n) and i != mentees), None)
    head = next((i for i, n in enumerate(bare) if _HEAD.match(n) and i != mentor), None)
    return PairColumns(mentor, mentees, district, head, tuple(names))


def pair_names(names: Sequence[str]) -> tuple[int | None, int | None]:
    """The columns of the mentor and of those entrusted to it, by the names of columns alone."""
    bare = [squeezed(name) for name in names]
    mentees = next(
        (i for i, n in enumerate(bare) if _MENTEE.search(n) and not _DISTRICT.match(n)), None
    )
    mentor = next((i for i, n in enumerate(bare) if _MENTOR.search(n) and i != mentees), None)
    if mentees is None and mentor is not None and "куратор" in bare[mentor]:
        mentees = next((i for i, n in enumerate(bare) if _ANY_SCHOOL.match(n)), None)
    return mentor, mentees


def _hold_schools(lines: Sequence[Line], *columns: int) -> bool:
    rows = lines[1:]
    enough = len(rows) / 2
    return all(
        sum(
            bool(
                is_school(line.places[c].text)
                or find_organisations(line.places[c].text)
                or (
                    "куратор" in lines[0].places[c].text.lower()
                    and find_persons(line.places[c].text)
                )
            )
            for line in rows
        )
        >= enough
        for c in columns
    )


def read_pairs(table: Table, columns: PairColumns) -> Iterator[FoundPair]:
    """The pairs of a table, rows that a page broke put together, one mentor in several rows too."""
    for cells, line in _whole(table, columns):
        yield _pair(cells, columns, line)


def _whole(table: Table, columns: PairColumns) -> list[tuple[list[str], int]]:
    found: list[tuple[list[str], int]] = []
    for index, line in enumerate(rectangle(table)[1:], start=1):
        own = [
            text if place.row == index or column == columns.district else ""
            for column, (text, place) in enumerate(zip(line.texts(), line.places, strict=True))
        ]
        if not any(own) or all(text.strip(" .").isdigit() for text in own if text):
            continue
        before = found[-1][0] if found else None
        if before is not None and _goes_on(own, before, columns, after_break=line.after_break):
            for column, text in enumerate(own):
                if line.places[column].row != index:
                    continue  # a merged district
                separator = "\n" if column == columns.mentees else ""
                if column == columns.mentees and text:
                    before[column] = f"{before[column]}{separator}{text}"
                else:
                    before[column] = joined(before[column], text)
            continue
        found.append((own, line.line))
    return found


def _goes_on(own: list[str], before: list[str], columns: PairColumns, *, after_break: bool) -> bool:
    mentor = own[columns.mentor]
    if not mentor:
        return True
    if begins_lower(mentor) or open_quotes(before[columns.mentor]) > 1:
        return True
    numbered = bool(_NUMBER.match(before[columns.mentor])) and not _NUMBER.match(mentor)
    unclosed = open_quotes(before[columns.mentor]) > 0 and not find_organisations(mentor)
    return numbered and (after_break or unclosed)


def _pair(cells: list[str], columns: PairColumns, line: int) -> FoundPair:
    text = _NUMBER.sub("", flat(cells[columns.mentor]))
    named = find_organisations(text)
    district = cells[columns.district] if columns.district is not None else ""
    if named:
        before = text[: named[0].start].strip(" ,.:;-–—")
        behind = text[named[0].end :]
        mentor, mentor_district = named[0].name, named[0].district
        if not district and _DISTRICT_IN.search(before):
            district = before
    else:
        head_at = _BRACKETS.search(text)
        behind = head_at.group() if head_at else ""
        mentor, mentor_district = text[: head_at.start()].strip() if head_at else text, ""
    if columns.head is not None:
        behind = f"{behind} {cells[columns.head]}"
    heads = find_persons(behind)
    if not named and find_persons(text) and "куратор" in columns.names[columns.mentor].lower():
        heads, mentor = find_persons(text), ""
    mentees = tuple(_mentees(cells[columns.mentees]))
    used = {columns.mentor, columns.mentees, columns.district, columns.head}
    others = [
        (columns.names[i], flat(cell))
        for i, cell in enumerate(cells)
        if i not in used
        and kind_of(columns.names[i]) is not Column.NUMBER
        and any(c.isalnum() for c in cell)
    ]
    rest = (
        text[: named[0].start]
        if named and _DISTRICT_IN.search(text[: named[0].start]) is None
        else ""
    )
    others += [("", flat(t)) for t in (rest, behind) if any(c.isalpha() for c in t)]
    head = heads[0] if heads else None
    return FoundPair(flat(district), mentor, mentor_district, head, mentees, line, tuple(others))


def _mentees(text: str) -> Iterator[tuple[str, str]]:
    for item in split_organisations(text):
        named = find_organisations(item)
        yield (
            (named[0].name, nominative_district(named[0].district))
            if named and (named[0].end >= len(item) - 2 or named[0].district)
            else (item, "")
        )


def line_pairs(text: str, *, line: int) -> list[FoundPair]:
    """Pairs 1:1 written in lines, «A – B»; none where fewer than two lines are so."""
    found: list[FoundPair] = []
    if len(text) > LONGEST:
        return found
    for offset, part in enumerate(text.split("\n")):
        named = find_organisations(part)
        if len(named) != 2:
            continue
        first, second = named
        between = part[first.end : second.start]
        if not re.fullmatch(r"\s*[-–—↔]+\s*", between):
            continue
        one, other = (nominative_district(n.district) for n in (first, second))
        found.append(
            FoundPair(
                one,
                first.name,
                one,
                None,
                ((second.name, other),),
                line + offset,
                printed=flat(part),
            )
        )
    return found if len(found) > 1 else []


_CURATED = re.compile(
    r"(?P<schools>\b(?:ОО|ОУ|СОШ|ООШ|СШ|ОШ|школ\w*)\s*(?:№\s*){1,2}\d+(?:\s*(?:,|и)\s*\d+)*)\s*[–—-]\s*"
    r"(?:куратор\w*\s+)?(?P<behind>[^;\n]{4,80})"
)


@dataclass(frozen=True, slots=True)
class Curated:
    """Schools named by number, and the person who looks after them."""

    schools: tuple[str, ...]
    person: Named


def find_curated(text: str) -> list[Curated]:
    """«ОО №№ 4 и 5 – Семке А.И.»: the schools one by one, and their curator."""
    found: list[Curated] = []
    if len(text) > LONGEST:
        return found
    for match in _CURATED.finditer(flat(text)):
        persons = find_persons(match["behind"])
        if not persons:
            continue
        word = match["schools"].split("№")[0].strip()
        numbers = re.findall(r"\d+", match["schools"])
        found.append(Curated(tuple(f"{word} № {n}" for n in numbers), persons[0]))
    return found
