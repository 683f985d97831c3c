"""Lists of organisations and people as people keep them: encodings, separators, workbooks."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from openpyxl import Workbook

from vekha.catalogue import message_of
from vekha.planning import Plan, make_plan
from vekha.reading.roster import read_organisations, read_people

Small = Callable[..., dict[str, bytes]]
ROWS = (
    ("key", "name", "kind", "district"),
    ("north", "Северный район", "district", ""),
    ("city", "Городская гимназия, № 1", "city-school", "north"),
    ("village", "Сельская школа «Берёзовка»", "rural-school", "north"),
)


def table(rows: Sequence[Sequence[object]], separator: str) -> str:
    """Rows as Excel writes them: a cell with a separator or a quote in quotes."""

    def cell(value: object) -> str:
        text = str(value)
        return f'"{text}"' if separator in text or "\n" in text else text

    return "".join(separator.join(cell(c) for c in row) + "\r\n" for row in rows)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_table_in_any_encoding_and_with_any_separator(separator: str, encoding: str) -> None:
    found, issues = read_organisations(table(ROWS, separator).encode(encoding), file="o.csv")
    assert issues == []
    assert [o.name for o in found.values()] == [row[1] for row in ROWS[1:]]
    assert found["city"].place.line == 3


def test_cp1251_with_commas_is_a_whole_roadmap(small: Small, plan_of: Callable[..., Plan]) -> None:
    """What an old Excel saves as «CSV»."""
    files = small(organisations=table(ROWS, ",").encode("cp1251"))
    assert plan_of(files).roadmap.organisations["village"].name == "Сельская школа «Берёзовка»"


def test_workbook_is_read_as_the_table(small: Small, plan_of: Callable[..., Plan]) -> None:
    files = small(append="organisations: schools.xlsx\n")
    files["schools.xlsx"] = workbook(ROWS)
    plan = plan_of(files)
    assert list(plan.roadmap.organisations) == ["north", "city", "village"]
    assert plan.roadmap.organisations["city"].place.line == 3


def test_workbook_with_numbers_and_empty_cells(small: Small) -> None:
    rows = [
        ("key", "position", "phone", "email"),
        ("anna", "методист", 77152000001, None),
        (None, None),
    ]
    found, issues = read_people(workbook(rows), file="p.xlsx", organisations={})
    assert issues == []
    assert found["anna"].phone == "77152000001"


def test_russian_and_kazakh_headings_are_columns() -> None:
    content = "Ключ;Ф.И.О.;Должность;Роль;Эл. почта;и.о.\nanna;Анна;методист;;a@b.example;да\n"
    found, issues = read_people(content.encode(), file="p.csv", organisations={})
    assert issues == []
    assert (found["anna"].name, found["anna"].email, found["anna"].acting) == (
        "Анна",
        "a@b.example",
        True,
    )


def test_further_columns_are_attributes() -> None:
    content = "key;name;МКШ;класс-комплектов\nx;Школа;да;7\n"
    found, _ = read_organisations(content.encode(), file="o.csv")
    assert found["x"].attributes == {"МКШ": "да", "класс-комплектов": "7"}


def test_cell_with_a_line_break_does_not_shift_the_lines() -> None:
    content = 'key;name\na;"Школа\nв две строки"\nb;Школа\nb;Ещё\n'
    found, (issue,) = read_organisations(content.encode(), file="o.csv")
    assert found["b"].place.line == 4
    assert (issue.code, issue.place.line, issue.facts["first"]) == ("duplicate-row", 5, 4)


def test_column_that_is_missing_is_named_with_those_that_are_there() -> None:
    _, (issue,) = read_people("key;фамилия\nanna;Анна\n".encode(), file="p.csv", organisations={})
    assert issue.code == "table-no-header"
    assert "нет столбца «position»; прочитаны столбцы: key, фамилия" in message_of(
        issue, language="ru"
    )


def test_two_missing_columns_are_two_issues() -> None:
    _, issues = read_people("имя\nАнна\n".encode(), file="p.csv", organisations={})
    assert [i.facts["column"] for i in issues] == ["key", "position"]


@pytest.mark.parametrize(
    ("row", "cells"), [("city;Школа;city-school;north;лишнее", 5), ("city", 1)]
)
def test_row_of_another_length_is_named(row: str, cells: int) -> None:
    content = f"key;name;kind;district\nnorth;Район;district;\n{row}\n"
    found, (issue,) = read_organisations(content.encode(), file="o.csv")
    assert (issue.code, issue.place.line, issue.facts["cells"]) == ("table-row-length", 3, cells)
    assert list(found) == ["north"]


def test_row_without_a_key_is_named() -> None:
    _, (issue,) = read_organisations("key;name\n;Школа\n".encode(), file="o.csv")
    assert (issue.code, issue.place.line) == ("empty-value", 2)


def test_district_that_is_not_in_the_list_is_named() -> None:
    _, (issue,) = read_organisations("key;name;district\ncity;Школа;nort\n".encode(), file="o.csv")
    assert (issue.code, issue.facts["key"]) == ("unknown-organisation", "nort")


def test_empty_lines_and_spaces_are_nothing() -> None:
    found, issues = read_organisations("key;name\n\n  x ;  Школа \n;;\n\n".encode(), file="o.csv")
    assert issues == []
    assert found["x"].name == "Школа"


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK"])
def test_broken_workbook_is_an_issue(content: bytes) -> None:
    found, (issue,) = read_organisations(content, file="o.xlsx")
    assert (found, issue.code) == ({}, "table-unreadable")


def test_workbook_that_is_another_archive_is_an_issue() -> None:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "not a workbook")
    found, (issue,) = read_organisations(stream.getvalue(), file="o.xlsx")
    assert (found, issue.code) == ({}, "table-unreadable")


def test_empty_table_is_an_issue() -> None:
    assert [i.code for i in read_organisations(b"", file="o.csv")[1]] == ["file-empty"]


def test_table_beyond_all_measure_is_refused_unread() -> None:
    _, (issue,) = read_organisations(b"key;name\n" * 4_000_000, file="o.csv")
    assert issue.code == "file-too-large"


@pytest.mark.parametrize(
    "address",
    ["a@b", "a b@c.example", "a@b..example", "<a@b.example>", "a@b.example, c@d.example", "a@b.1"],
)
def test_wrong_addresses_are_named(address: str) -> None:
    content = f'key;position;email\nanna;методист;"{address}"\n'
    _, issues = read_people(content.encode(), file="p.csv", organisations={})
    assert [i.code for i in issues] == ["bad-address"]


@pytest.mark.parametrize("address", ["a@b.example", "мектеп@білім.қаз", "a.b+c@d-e.example"])
def test_right_addresses_pass(address: str) -> None:
    content = f"key;position;email\nanna;методист;{address}\n"
    assert read_people(content.encode(), file="p.csv", organisations={})[1] == []


def test_ten_thousand_organisations_are_read_in_a_moment(small: Small) -> None:
    import time

    rows = "".join(f"s{n};Школа № {n};rural-school;north\n" for n in range(10_000))
    started = time.process_time()
    found, issues = read_organisations(
        f"key;name;kind;district\nnorth;Район;district;\n{rows}".encode(), file="o.csv"
    )
    assert (len(found), issues) == (10_001, [])
    assert time.process_time() - started < 10


def test_tables_own_issues_come_even_when_the_file_has_some(small: Small) -> None:
    files = small(("country: KZ", "country: XX"), people="key;name\n")
    codes = {i.code for i in make_plan(files)[1]}
    assert {"not-one-of", "table-no-header"} <= codes
