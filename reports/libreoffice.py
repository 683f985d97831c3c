"""LibreOffice, where it is installed: PDF of a Word file, exact page numbers in its contents."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.archive import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY = "word/document.xml"
_COMMANDS = ("soffice", "libreoffice")
# A line of the contents is a link, whose text ends in a tab and the number, in UTF-16.
_LINK = re.compile(rb"/Contents\s*<FEFF[0-9A-F]*?0009((?:003[0-9])+)>\s*/Dest\s*\[(\d+) 0 R")
_KIDS = re.compile(rb"/Type\s*/Pages\b.*?/Kids\s*\[([^\]]*)\]", re.DOTALL)


class ConverterMissing(Exception):
    """LibreOffice is not installed: install it, or do without the PDF of this document."""


class ConversionFailed(Exception):
    """LibreOffice did not give a PDF in time or at all: the Word file is what there is."""


def find_converter() -> str | None:
    """Return the path of LibreOffice's command, or None."""
    return next((found for name in _COMMANDS if (found := shutil.which(name))), None)


def convert_to_pdf(docx: bytes, *, timeout: float) -> bytes:
    """Return the Word file as a PDF; `timeout` is in seconds, and all processes end with it.

    Every conversion has a profile of its own, so several may run side by side. Raises
    ConverterMissing and ConversionFailed.
    """
    command = find_converter()
    if command is None:
        raise ConverterMissing("LibreOffice (soffice) is not on the search path")
    with tempfile.TemporaryDirectory(prefix="vekha-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(docx)
        said = _run(
            [
                command,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless", "--norestore", "--nolockcheck", "--nodefault",
                "--convert-to", "pdf", "--outdir", name, str(folder / "document.docx"),
            ],
            folder,
            timeout=timeout,
        )  # fmt: skip
        made = folder / "document.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed(f"LibreOffice made no PDF: {said.strip()[-300:]}")
        return made.read_bytes()


def _run(command: list[str], folder: Path, *, timeout: float) -> str:
    """Run in a process group, so that a time-out ends the office itself and not only its script."""
    surroundings = {**os.environ, "HOME": str(folder)}
    with subprocess.Popen(  # noqa: S603 (a fixed command, the file is in our folder)
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise ConversionFailed(f"LibreOffice took over {timeout:g} s") from error
            raise
    return said.decode("utf-8", "replace")


def settle_contents(docx: bytes, *, timeout: float) -> bytes:
    """Return the Word file with the page numbers of its contents as LibreOffice lays it out.

    The file comes back as it was where it has no contents or the pages cannot be told. Raises
    ConverterMissing and ConversionFailed.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parse_xml(parts[_BODY])
    numbers = list(_page_numbers(body))
    if not numbers:
        return docx
    # Each line gets a number of its own first, to know it again among the PDF's links.
    for index, number in enumerate(numbers):
        number.text = f"{index:03d}"
    pages = _linked_pages(convert_to_pdf(_packed(parts, body), timeout=timeout))
    if set(pages) != set(range(len(numbers))):
        return docx
    for index, number in enumerate(numbers):
        number.text = str(pages[index])
    return settle(_packed(parts, body))


def _page_numbers(body: Any) -> Iterator[Any]:
    """Yield the w:t that shows the page in each line of the contents."""
    for link in body.iter(qn("w:hyperlink")):
        instructions = "".join(text.text or "" for text in link.iter(qn("w:instrText")))
        if (link.get(qn("w:anchor")) or "").startswith("_Toc") and "PAGEREF" in instructions:
            texts = list(link.iter(qn("w:t")))
            if len(texts) > 1 and (texts[-1].text or "").strip().isdigit():
                yield texts[-1]


def _packed(parts: dict[str, bytes], body: Any) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content if name != _BODY else serialize_part_xml(body))
    return packed.getvalue()


def _linked_pages(pdf: bytes) -> dict[int, int]:
    """Return the page behind each numbered link, counted from 1; {} where it cannot be read."""
    kids = _KIDS.search(pdf)
    if kids is None:
        return {}
    order = {int(key): place for place, key in enumerate(re.findall(rb"(\d+) 0 R", kids[1]), 1)}
    pages: dict[int, int] = {}
    for digits, target in _LINK.findall(pdf):
        index = int(bytes.fromhex(digits.decode()).decode("utf-16-be"))
        if int(target) in order:
            pages[index] = order[int(target)]
    return pages
