"""Opening an official document, .txt or .docx, as neutral blocks; what it means is in vekha/importing.

Sizes are bounded before anything is unpacked: a file that is too large, or that would unpack to
too much, is refused with a sentence.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from vekha.importing.blocks import Block, Table
from vekha.importing.plain import read_text

LARGEST_FILE = 20 * 1024 * 1024  # bytes on the disk
LARGEST_TEXT = 2 * 1024 * 1024  # bytes of text: some 500 pages
LARGEST_UNPACKED = 80 * 1024 * 1024  # bytes of all parts of a .docx, pictures too
LARGEST_XML = 16 * 1024 * 1024  # bytes of its XML: a tree of it takes twenty times as much
MOST_PARTS = 2000
MOST_ROWS = 20_000  # paragraphs and rows of tables
_FREQUENT = set("оеаинтсрвл")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "PDF",
    _OLE: "старый формат Word (.doc)",
    b"{\\rtf": "RTF",
}


class DocumentRefused(Exception):
    """The file cannot be read as a document; the message says why and what to do."""


def read_document(path: Path) -> tuple[Block, ...]:
    """The blocks of a file, told by its content and not by its name."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise DocumentRefused(
            f"{path}: {size / 2**20:.0f} МБ, а читаются файлы до {LARGEST_FILE // 2**20} МБ. "
            "Уберите из документа рисунки или сохраните его как .txt."
        )
    content = path.read_bytes()
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise DocumentRefused(f"{path}: файл пуст.")
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise DocumentRefused(
            f"{path}: документ закрыт паролем. Откройте его в Word, снимите пароль и сохраните заново."
        )
    for beginning, name in _FOREIGN.items():
        if content.startswith(beginning):
            raise DocumentRefused(f"{path}: это {name}. Сохраните документ как .docx или .txt.")
    blocks = _read_word(content, path) if content.startswith(b"PK") else _read_plain(content, path)
    rows = sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks)
    if rows > MOST_ROWS:
        raise DocumentRefused(
            f"{path}: {rows} абзацев и строк таблиц, а читается до {MOST_ROWS}. "
            "Оставьте в файле только сам документ."
        )
    if not blocks:
        raise DocumentRefused(f"{path}: в документе нет текста (может быть, это снимок страницы).")
    return blocks


def _read_plain(content: bytes, path: Path) -> tuple[Block, ...]:
    if len(content) > LARGEST_TEXT:
        raise DocumentRefused(
            f"{path}: {len(content) / 2**20:.0f} МБ текста, а читается до {LARGEST_TEXT // 2**20} МБ. "
            "Оставьте в файле только сам документ."
        )
    text = decode(content)
    if text is None:
        raise DocumentRefused(f"{path}: это не текст. Нужен документ .docx или .txt.")
    return read_text(text)


def decode(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or a Cyrillic code page; None for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
        return text if _is_text(text) else None
    if (wide := _wide(content)) is not None:
        return wide if _is_text(wide) else None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        candidates = [
            content.decode(name, errors="replace") for name in ("cp1251", "koi8-r", "cp866")
        ]
        text = max(candidates, key=_likeness)
        if _likeness(text) < 0.1:
            return None
    return text if _is_text(text) else None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: spaces and line ends have a zero byte, on one side of each pair only."""
    sample = content[:4_000]
    left, right = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or max(left, right) * 20 < len(sample) or min(left, right):
        return None
    return content.decode("utf-16-be" if left else "utf-16-le", errors="replace")


def _is_text(text: str) -> bool:
    sample = text[:200_000]
    strange = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\v") or c == "\ufffd")
    letters = [c for c in sample if c.isalpha()]
    known = sum(c < "\u0530" for c in letters)  # Latin, Greek, Cyrillic
    return known * 2 > len(letters) and "\0" not in sample and strange * 100 <= len(sample)


def _likeness(text: str) -> float:
    """The share of the most frequent small letters of Russian: high only in the right code page."""
    sample = text[:20_000]
    return sum(c in _FREQUENT for c in sample) / max(1, len(sample))


def _read_word(content: bytes, path: Path) -> tuple[Block, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            written = [p for p in parts if p.filename.endswith((".xml", ".rels"))]
            xml = sum(p.file_size for p in written)
            small = unpacked <= LARGEST_UNPACKED and xml <= LARGEST_XML and len(parts) <= MOST_PARTS
            if small and any(part.flag_bits & 1 for part in written):
                raise DocumentRefused(
                    f"{path}: архив закрыт паролем. Сохраните документ в Word без пароля."
                )
            for part in written if small else ():
                _unpack(archive, part)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise DocumentRefused(f"{path}: файл повреждён: {error}") from error
    if "word/document.xml" not in names:
        raise DocumentRefused(f"{path}: это архив, но не документ Word. Нужен .docx или .txt.")
    if not small:
        raise DocumentRefused(
            f"{path}: внутри {unpacked / 2**20:.0f} МБ, из них текста с разметкой {xml / 2**20:.0f} МБ; "
            f"так большие документы не открываются (до {LARGEST_UNPACKED // 2**20} и "
            f"{LARGEST_XML // 2**20} МБ). Оставьте в файле только сам документ."
        )
    from cli.word import TooMuchText, read_word  # python-docx is slow to import

    try:
        return read_word(content, most=LARGEST_TEXT)
    except TooMuchText as error:
        raise DocumentRefused(f"{path}: в документе слишком много текста.") from error
    except Exception as error:
        raise DocumentRefused(
            f"{path}: документ Word не открывается ({type(error).__name__}). "
            "Откройте его в Word и сохраните заново."
        ) from error


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part in small pieces: one that is longer than it says is damaged, and never held whole."""
    with archive.open(part) as stream:
        while stream.read(64 * 1024):
            pass
