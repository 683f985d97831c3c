"""LibreOffice as a converter; skipped where it is not installed, except for that very case."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reports.libreoffice import (
    ConversionFailed,
    ConverterMissing,
    convert_to_pdf,
    find_converter,
    settle_contents,
)
from reports.word import render_word

if TYPE_CHECKING:
    from vekha.outline import Outline

needs_office = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(find_converter() is None, reason="LibreOffice (soffice) is not installed"),
]


def test_without_libreoffice_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConverterMissing, match="soffice"):
        convert_to_pdf(b"", timeout=1)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no POSIX shell")
def test_an_office_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\nsleep 30 &\nsleep 30\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ConversionFailed, match=r"over 0\.5 s"):
        convert_to_pdf(b"", timeout=0.5)


class TestWithLibreOffice:
    pytestmark = needs_office

    def test_a_report_becomes_a_pdf_of_as_many_pages_as_its_contents_say(
        self, february: Outline
    ) -> None:
        pdf = convert_to_pdf(render_word(february), timeout=120)
        assert pdf.startswith(b"%PDF-")
        assert max(int(n) for n in re.findall(rb"/Count (\d+)", pdf)) == 7

    def test_settling_writes_the_pages_of_the_layout(self, february: Outline) -> None:
        content = render_word(february)
        wrong = _with_first_page(content, b"9")
        assert settle_contents(wrong, timeout=120) == settle_contents(content, timeout=120)
        assert settle_contents(content, timeout=120) == content


def _with_first_page(content: bytes, page: bytes) -> bytes:
    """Print a wrong page in the first line of the contents."""
    source = zipfile.ZipFile(io.BytesIO(content))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                start = part.index(b"PAGEREF")
                place = part.index(b">3<", start)
                part = part[: place + 1] + page + part[place + 2 :]
            target.writestr(name, part)
    return packed.getvalue()
