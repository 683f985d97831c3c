"""organisations.csv and people.csv (or .xlsx) into rows with places; encodings and separators vary."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from vekha.issues import Issue, Place, Told
from vekha.reading.lost_letters import lost_letters
from vekha.reading.shape import nearest
from vekha.reading.source import megabytes
from vekha.roadmap.people import Organisation, Person

LARGEST_TABLE = 32 * 1024 * 1024
_HINTED = 20  # findings with a hint: a table with thousands of wrong keys is of another roster
_ADDRESS = re.compile(r"^[^@\s\"'<>,;()]+@(?:[^@\s\"'<>,;().]+\.)+[^@\s\"'<>,;().\d]{2,}$")
_YES = {"да", "yes", "true", "1", "иә", "ия", "+"}

_HEADERS = {
    "ключ": "key", "кілт": "key",
    "название": "name", "наименование": "name", "организация (название)": "name", "атауы": "name",
    "фио": "name", "ф.и.о.": "name", "аты-жөні": "name",
    "вид": "kind", "түрі": "kind",
    "район": "district", "аудан": "district",
    "кратко": "short", "қысқаша": "short",
    "язык": "language", "тіл": "language",
    "пояс": "zone",
    "с": "since", "действует с": "since", "по": "until", "действует по": "until",
    "другие названия": "aliases",
    "должность": "position", "лауазымы": "position",
    "роль": "role", "рөлі": "role",
    "организация": "organisation", "ұйым": "organisation",
    "e-mail": "email", "почта": "email", "эл. почта": "email", "пошта": "email",
    "телефон": "phone",
    "и.о.": "acting", "м.а.": "acting",
}  # fmt: skip


_UNREADABLE = (
    csv.Error, ValueError, LookupError, TypeError, EOFError, NotImplementedError, AttributeError,
)  # fmt: skip
_NO_WORKBOOK = Told(
    "файл повреждён или это не книга Excel",
    "файл бүлінген немесе бұл Excel кітабы емес",
    "the file is damaged or is not an Excel workbook",
)


class _Table(NamedTuple):
    columns: tuple[str, ...]
    rows: tuple[tuple[Place, dict[str, str]], ...]
    columns_at: Mapping[str, int]


def read_organisations(content: bytes, *, file: str) -> tuple[dict[str, Organisation], list[Issue]]:
    """Organisations by key, in the file's order."""
    table, issues = _read(content, file=file, needed=("key", "name"))
    known = {
        "key", "name", "kind", "district", "short", "language", "zone", "aliases", "since", "until"
    }  # fmt: skip
    found: dict[str, Organisation] = {}
    for place, row in table.rows:
        if not _new_key(row, place, found, issues, table):
            continue
        found[row["key"]] = Organisation(
            key=row["key"],
            name=row["name"],
            kind=row.get("kind", ""),
            district=row.get("district", ""),
            short=row.get("short", ""),
            language=row.get("language", ""),
            zone=row.get("zone", ""),
            since=_iso_day(row, "since", place, table, issues),
            until=_iso_day(row, "until", place, table, issues),
            aliases=tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip()),
            attributes={c: v for c, v in row.items() if c not in known and v},
            place=place,
        )
    for organisation in found.values():
        if organisation.district and organisation.district not in found:
            at = _at(organisation.place, table, "district")
            near = list(found) if len(issues) < _HINTED else []
            issues.append(_unknown(at, organisation.district, file, "district", near))
    return found, issues


def read_people(
    content: bytes,
    *,
    file: str,
    organisations: Mapping[str, Organisation] | None,
    organisations_file: str = "organisations.csv",
) -> tuple[dict[str, Person], list[Issue]]:
    """People by key, in the file's order, which is the order in which contacts are tried.

    `organisations` is None where their table could not be read: then nobody's can be unknown.
    """
    table, issues = _read(content, file=file, needed=("key", "position"))
    found: dict[str, Person] = {}
    for place, row in table.rows:
        if not _new_key(row, place, found, issues, table):
            continue
        person = Person(
            key=row["key"],
            name=row.get("name", ""),
            position=row["position"],
            role=row.get("role", ""),
            organisation=row.get("organisation", ""),
            email=row.get("email", ""),
            phone=row.get("phone", ""),
            language=row.get("language", ""),
            acting=row.get("acting", "").lower() in _YES,
            since=_iso_day(row, "since", place, table, issues),
            until=_iso_day(row, "until", place, table, issues),
            place=place,
            email_place=_at(place, table, "email"),
        )
        found[person.key] = person
        known = organisations is None or person.organisation in organisations
        if person.organisation and not known:
            at = _at(place, table, "organisation")
            near = list(organisations or ()) if len(issues) < _HINTED else []
            where = "organisation"
            issues.append(_unknown(at, person.organisation, organisations_file, where, near))
        if person.email and not _ADDRESS.match(person.email):
            facts: dict[str, object] = {"text": person.email}
            issues.append(Issue("bad-address", person.email_place, person.key, facts))
    return found, issues


def _iso_day(
    row: Mapping[str, str], column: str, place: Place, table: _Table, issues: list[Issue]
) -> str:
    """A day written 2022-06-08 or 8.06.2022, as ISO; empty where none is given."""
    text = row.get(column, "")
    if not text:
        return ""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
    problem = Told(
        "день пишут так: 2022-06-08", "күн былай жазылады: 2022-06-08", "write 2022-06-08"
    )
    at = _at(place, table, column)
    issues.append(Issue("bad-value", at, row["key"], {"text": text, "problem": problem}))
    return ""


def _unknown(place: Place, key: str, file: str, path: str, known: Sequence[str]) -> Issue:
    """With the nearest of the known keys, of which those of the same beginning are compared."""
    alike = [other for other in known if other[:1] == key[:1]]
    facts: dict[str, object] = {"key": key, "file": file, **nearest(key, alike)}
    return Issue("unknown-organisation", place, path, facts)


def _at(place: Place, table: _Table, column: str) -> Place:
    """The place of one cell; in a table the column counts cells."""
    return Place(place.file, place.line, table.columns_at.get(column, 0) + 1)


def _new_key(
    row: Mapping[str, str],
    place: Place,
    found: Mapping[str, Organisation | Person],
    issues: list[Issue],
    table: _Table,
) -> bool:
    if not row["key"]:
        issues.append(Issue("empty-value", _at(place, table, "key"), "", {"key": "key"}))
        return False
    if row["key"] in found:
        first = found[row["key"]].place.line
        facts = {"key": row["key"], "first": first}
        issues.append(Issue("duplicate-row", _at(place, table, "key"), row["key"], facts))
        return False
    return True


def _read(content: bytes, *, file: str, needed: Sequence[str]) -> tuple[_Table, list[Issue]]:
    empty = _Table((), (), {})
    issues: list[Issue] = []
    if len(content) > LARGEST_TABLE:
        facts: dict[str, object] = {
            "size": megabytes(len(content)),
            "limit": megabytes(LARGEST_TABLE),
        }
        return empty, [Issue("file-too-large", Place(file, 1, 1), "", facts)]
    workbook = content[:2] == b"PK" or file.lower().endswith((".xlsx", ".xlsm", ".xls"))
    try:
        lines = list(_xlsx(content) if workbook else _csv(content))
    except _UNREADABLE as error:
        facts = {"problem": _NO_WORKBOOK if workbook else _table_problem(error)}
        return empty, [Issue("table-unreadable", Place(file, 1, 1), "", facts)]
    if not lines:
        return empty, [Issue("file-empty", Place(file, 1, 1), "", {})]
    (_, header), *rest = lines
    columns = tuple(_HEADERS.get(c.strip().lower(), c.strip()) for c in header)
    for column in needed:
        if column not in columns:
            facts = {"column": column, "found": ", ".join(columns)}
            issues.append(Issue("table-no-header", Place(file, 1, 1), "", facts))
    if issues:
        return empty, issues
    rows: list[tuple[Place, dict[str, str]]] = []
    for number, cells in rest:
        if not any(c.strip() for c in cells):
            continue
        if len(cells) > len(columns) or len(cells) < len(needed):
            facts = {"cells": len(cells), "columns": len(columns)}
            issues.append(Issue("table-row-length", Place(file, number, 1), "", facts))
            continue
        filled = [*cells, *[""] * (len(columns) - len(cells))]
        row = {column: cell.strip() for column, cell in zip(columns, filled, strict=True)}
        rows.append((Place(file, number, 1), row))
    table = _Table(columns, tuple(rows), {c: i for i, c in enumerate(columns)})
    cells_at = (
        (_at(place, table, column), cell)
        for place, row in rows
        for column, cell in row.items()
        if column not in ("key", "email")
    )
    return table, issues + lost_letters(cells_at)


def _table_problem(error: Exception) -> Told:
    """Why a text table could not be read, in words; the library's own are English."""
    if isinstance(error, UnicodeDecodeError):
        return Told(
            "кодировка не опознана; сохраните таблицу как «CSV UTF-8»",
            "кодтауы танылмады; кестені «CSV UTF-8» түрінде сақтаңыз",
            "its encoding is not known; save it as “CSV UTF-8”",
        )
    if "field larger" in str(error):
        return Told(
            "ячейка длиннее всякой меры, вероятно, не закрыта кавычка",
            "ұяшық тым ұзын, бәлкім, тырнақша жабылмаған",
            "a cell is longer than any measure, probably a quote is not closed",
        )
    return Told(
        f"строки не делятся на ячейки ({error})",
        f"жолдар ұяшықтарға бөлінбейді ({error})",
        f"its lines do not split into cells ({error})",
    )


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _decode(content: bytes) -> str:
    """UTF-8, or what Excel writes: UTF-16 with a mark, else the Cyrillic code page of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="strict")


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    from vekha.reading.workbook import workbook_rows  # only where there is one: slow to import

    return workbook_rows(content)
