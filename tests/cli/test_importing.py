"""`vekha import` from real files: .txt in every encoding, .docx of Word's own making, hostile ones."""

from __future__ import annotations

import json
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cli.main import vekha

DOCUMENTS = Path(__file__).parents[1] / "vekha" / "importing" / "documents"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(vekha, [str(a) for a in arguments], catch_exceptions=False)


def _found(*arguments: object) -> dict[str, Any]:
    result = _run("import", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def _rows(table: Any, *rows: tuple[str, ...]) -> None:
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text


@pytest.mark.parametrize("name", sorted(p.stem for p in DOCUMENTS.glob("*.txt")))
def test_draft_of_each_document_passes_check(tmp_path: Path, name: str) -> None:
    assert _run("import", DOCUMENTS / f"{name}.txt", "-o", tmp_path / "out").exit_code == 0
    checked = _run("check", tmp_path / "out", "--json")
    assert checked.exit_code == 0
    issues = json.loads(checked.stdout)["issues"]
    assert [i for i in issues if i["severity"] == "E" and "acknowledged" not in i] == []


def test_json_says_what_was_found_and_what_was_not(tmp_path: Path) -> None:
    found = _found(DOCUMENTS / "gorod-selu.txt", "-o", tmp_path)
    assert found["roadmap"] == str(tmp_path / "roadmap.yaml")
    assert len(found["activities"]) == 11
    assert found["activities"][6]["term"] == "ноябрь-март"
    assert [len(found[k]) for k in ("orders", "people", "organisations", "stages")] == [
        2,
        15,
        68,
        0,
    ]
    assert found["not_understood"] == []


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _run("import", DOCUMENTS / "goryachy-klyuch.txt", "-o", tmp_path / name)
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    )
    assert one == two
    assert set(one) == {
        "roadmap.yaml", "organisations.csv", "people.csv", "roadmap.schema.json",
        "settings.json", "extensions.json",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = "План работы на 2021 год\r\n\r\nN\tМероприятие\tСрок\r\n1\tСеминар для учителей\tмай\r\n"
    (tmp_path / "plan.txt").write_bytes(text.encode(encoding))
    found = _found(tmp_path / "plan.txt", "-o", tmp_path / "out")
    assert [a["title"] for a in found["activities"]] == ["Семинар для учителей"]


def test_given_period_replaces_the_one_found(tmp_path: Path) -> None:
    source = DOCUMENTS / "gorod-selu.txt"
    assert _found(source, "-o", tmp_path, "--period", "2024/2025")["period"]["text"] == "2024/2025"
    assert _run("import", source, "-o", tmp_path / "x", "--period", "когда-нибудь").exit_code == 2


def test_roadmap_that_stands_there_is_not_written_over(tmp_path: Path) -> None:
    source = DOCUMENTS / "gorod-selu.txt"
    (tmp_path / "roadmap.yaml").write_text("моё", encoding="utf-8")
    refused = _run("import", source, "-o", tmp_path)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert (tmp_path / "roadmap.yaml").read_text(encoding="utf-8") == "моё"
    assert _run("import", source, "-o", tmp_path, "--force").exit_code == 0


def test_lists_that_stand_there_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("key;name\n", encoding="utf-8")
    refused = _run("import", DOCUMENTS / "gorod-selu.txt", "-o", tmp_path)
    assert (refused.exit_code, "people.csv" in refused.stderr) == (1, True)
    assert [p.name for p in tmp_path.iterdir()] == ["people.csv"]
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == "key;name\n"


def test_word_table_with_merged_cells_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План мероприятий на 2022-2023 учебный год")
    table = document.add_table(rows=0, cols=5)
    _rows(
        table,
        (
            "№\nп/п",
            "Наименование меро-\nприятия",
            "Срок\nиспол-\nнения",
            "Ответственные",
            "Результат",
        ),
        ("1", "2", "3", "4", "5"),
        ("I. Организация (август-сентябрь)", "", "", "", ""),
        (
            "1.1",
            "Утверждение программы",
            "до 15 сентября 2022 г.",
            "Иванова А.П., начальник",
            "Приказ",
        ),
        ("1.2", "Вебинары", "октябрь", "Методисты", "Записи"),
        ("", "", "февраль", "", ""),
    )
    table.rows[2].cells[0].merge(table.rows[2].cells[4])
    for column in (0, 1, 3, 4):
        table.rows[4].cells[column].merge(table.rows[5].cells[column])
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert [
        (a["number"], a["title"], a["term"], a["responsible"]) for a in found["activities"]
    ] == [
        ("1.1", "Утверждение программы", "до 15 сентября 2022 г.", "Иванова А.П., начальник"),
        ("1.2", "Вебинары", "октябрь", "Методисты"),
        ("1.2", "Вебинары", "февраль", "Методисты"),
    ]
    assert [(s["title"], s["term"]) for s in found["stages"]] == [
        ("I. Организация", "август-сентябрь")
    ]


def test_word_table_that_goes_on_after_a_page_is_one_plan(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План на 2021 год")
    _rows(
        document.add_table(rows=0, cols=3),
        ("№", "Мероприятие", "Срок"),
        ("1", "Семинар по", "май"),
    )
    document.add_paragraph("")
    _rows(document.add_table(rows=0, cols=3), ("", "наставничеству", ""), ("2", "Отчёт", "июнь"))
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert [(a["number"], a["title"]) for a in found["activities"]] == [
        ("1", "Семинар по наставничеству"),
        ("2", "Отчёт"),
    ]


def test_automatic_numbers_of_word_are_the_numbers_of_the_plan(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План на 2021 год")
    table = document.add_table(rows=0, cols=3)
    _rows(table, ("№", "Мероприятие", "Срок"), ("", "Семинар", "май"), ("", "Отчёт", "июнь"))
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert [a["number"] for a in found["activities"]] == ["1.", "2."]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("План на 2021 год")
    table = document.add_table(rows=0, cols=3)
    _rows(table, ("№", "Мероприятие", "Срок"), ("1", "Семинар", "май"))
    paragraph = table.rows[1].cells[2].paragraphs[0]._p
    for tag, text_tag, text in (("w:del", "w:delText", " июнь"), ("w:ins", "w:t", " 2021")):
        change, run, written = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        written.text = text
        written.set(qn("xml:space"), "preserve")
        run.append(written)
        change.append(run)
        paragraph.append(change)
    document.save(str(tmp_path / "plan.docx"))
    found = _found(tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert [a["term"] for a in found["activities"]] == ["май 2021"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "пуст"),
        (b" \n\t\n", "пуст"),
        (bytes(range(256)) * 50, "не текст"),
        (b"\x00\x01" * 1000, "не текст"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".doc"),
        (b"{\\rtf1 text}", "RTF"),
        (b"PK\x03\x04 no archive at all", "повреждён"),
        (b"-----", "не текст"),
        (b"\xff\xfe" + bytes(range(256)), "не текст"),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    (tmp_path / "plan.docx").write_bytes(content)
    result = _run("import", tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr
    assert not (tmp_path / "out").exists()


def test_fifty_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes("План мероприятий\n".encode() * (50 * 2**20 // 31))
    began = time.process_time()
    result = _run("import", tmp_path / "plan.txt", "-o", tmp_path / "out")
    assert (result.exit_code, "МБ" in result.stderr) == (1, True)
    assert time.process_time() - began < 5


def test_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (300 * 2**20))
    assert (tmp_path / "plan.docx").stat().st_size < 2**20
    began = time.process_time()
    result = _run("import", tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert (result.exit_code, "300 МБ" in result.stderr) == (1, True)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("xml", [b"<a>", b"", b"<?xml version='1.0'?><x/>", b"<w:document/>"])
def test_damaged_word_document_is_refused_with_a_sentence(tmp_path: Path, xml: bytes) -> None:
    document = docx.Document()
    document.add_paragraph("План")
    document.save(str(tmp_path / "whole.docx"))
    with (
        zipfile.ZipFile(tmp_path / "whole.docx") as whole,
        zipfile.ZipFile(tmp_path / "plan.docx", "w") as archive,
    ):
        for part in whole.namelist():
            archive.writestr(part, xml if part == "word/document.xml" else whole.read(part))
    result = _run("import", tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert (result.exit_code, "docx" in result.stderr) == (1, True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    text = "План работы на 2021 год\n\n№\tМероприятие\tСрок\n1\tСеминар для учителей\tмай\n"
    (tmp_path / "plan.txt").write_bytes(text.encode(encoding))
    found = _found(tmp_path / "plan.txt", "-o", tmp_path / "out")
    assert [a["title"] for a in found["activities"]] == ["Семинар для учителей"]


def test_documents_behind_a_password_are_refused_with_what_to_do(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99
    (tmp_path / "office.docx").write_bytes(ole)
    document = docx.Document()
    document.save(str(tmp_path / "plain.docx"))
    locked = bytearray((tmp_path / "plain.docx").read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(sign)
        while at >= 0:
            locked[at + flags] |= 1
            at = locked.find(sign, at + 4)
    (tmp_path / "archive.docx").write_bytes(locked)
    for name in ("office", "archive"):
        result = _run("import", tmp_path / f"{name}.docx", "-o", tmp_path / "out")
        assert (result.exit_code, "парол" in result.stderr) == (1, True), result.stderr


def test_archive_that_lies_of_its_size_is_never_held_whole(tmp_path: Path) -> None:
    """It says 1,000 bytes and unpacks to 300 MB: read in pieces, refused, in little memory."""
    with zipfile.ZipFile(tmp_path / "plan.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (300 * 2**20))
    content = bytearray((tmp_path / "plan.docx").read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    (tmp_path / "plan.docx").write_bytes(content)
    tracemalloc.start()
    result = _run("import", tmp_path / "plan.docx", "-o", tmp_path / "out")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (result.exit_code, "повреждён" in result.stderr) == (1, True)
    assert peak < 30 * 2**20


def test_more_rows_than_any_document_has_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("1\tСеминар\tмай\tшкола\n" * 25_000, encoding="utf-8")
    result = _run("import", tmp_path / "plan.txt", "-o", tmp_path / "out")
    assert (result.exit_code, "25000" in result.stderr) == (1, True)
    assert not (tmp_path / "out").exists()


def test_workbook_is_no_word_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    result = _run("import", tmp_path / "plan.docx", "-o", tmp_path / "out")
    assert (result.exit_code, "не документ Word" in result.stderr) == (1, True)


def test_missing_file_and_missing_folder_are_wrong_usage(tmp_path: Path) -> None:
    assert _run("import", tmp_path / "none.txt", "-o", tmp_path).exit_code == 2
    assert _run("import", DOCUMENTS / "gorod-selu.txt").exit_code == 2


def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = _run("import", DOCUMENTS / "gorod-selu.txt", "-o", tmp_path / "file" / "out")
    assert (result.exit_code, "не записать" in result.stderr) == (1, True)
