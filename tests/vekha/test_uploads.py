"""What an uploaded file is, whatever its name says."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from vekha.uploads import (
    ArchiveLimits,
    FileKind,
    UploadProblem,
    check_upload,
    check_word_upload,
    explain,
    sniff,
)

WORD_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
BODY = b"<document><body/></document>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(**parts: bytes) -> bytes:
    """A zip archive; «__» in a name is «/», «DOT» is «.»."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), content)
    return target.getvalue()


def word(types: bytes = WORD_TYPES, body: bytes = BODY, **more: bytes) -> bytes:
    return packed(**{"[Content_Types]DOTxml": types, "word__documentDOTxml": body, **more})


def office(kind: bytes) -> bytes:
    return word(WORD_TYPES.replace(b"wordprocessingml.document", kind))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (word(), FileKind.DOCX),
        (office(b"spreadsheetml.sheet"), FileKind.XLSX),
        (office(b"presentationml.presentation"), FileKind.PPTX),
        (word(word__vbaProjectDOTbin=b"x"), FileKind.MACRO_OFFICE),
        (word(WORD_TYPES + b"<!-- macroEnabled -->"), FileKind.MACRO_OFFICE),
        (packed(mimetype=b"application/vnd.oasis.opendocument.text"), FileKind.OPEN_DOCUMENT),
        (packed(aDOTtxt=b"a"), FileKind.ZIP),
        (OLE, FileKind.OLD_OFFICE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), FileKind.LOCKED_OFFICE),
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), FileKind.PNG),
        (b"\xff\xd8\xff\xe0" + bytes(20), FileKind.JPEG),
        (b"GIF89a", FileKind.GIF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind.WEBP),
        (b"\x00\x00\x00\x18ftypheic", FileKind.HEIC),
        (b"{\\rtf1 a}", FileKind.RICH_TEXT),
        (b"MZ\x90\x00" + bytes(100), FileKind.PROGRAM),
        (b"\x7fELF\x02", FileKind.PROGRAM),
        (b"#!/bin/sh\n", FileKind.PROGRAM),
        (b"<html><script>", None),
        (b"%PDF-1.7 cut off", None),
        ("Просто текст".encode(), None),
        (b"", None),
    ],
)
def test_sniff_tells_the_kind_by_content(content: bytes, kind: FileKind | None) -> None:
    assert sniff(content) is kind


def lying_archive() -> bytes:
    """A .docx whose directory says that the body is tiny, while it unpacks to 10 MB."""
    content = bytearray(word(body=b"<a>" + b" " * 10_000_000 + b"</a>"))
    size = struct.pack("<I", 10_000_007)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<I", 28)
    return bytes(content)


def flagged_as_encrypted() -> bytes:
    content = bytearray(word())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (word(), None),
        (b"", UploadProblem.EMPTY),
        (b"MZ\x90\x00" + word(), UploadProblem.PROGRAM),
        (word(word__vbaProjectDOTbin=b"x"), UploadProblem.MACROS),
        (OLE, UploadProblem.OLD_FORMAT),
        (OLE + "EncryptedPackage".encode("utf-16-le"), UploadProblem.PASSWORD),
        (flagged_as_encrypted(), UploadProblem.PASSWORD),
        (b"%PDF-1.7\n%%EOF", UploadProblem.OTHER_KIND),
        (packed(aDOTtxt=b"a"), UploadProblem.OTHER_KIND),
        ("Текст".encode(), UploadProblem.UNKNOWN),
        (word()[:-30], UploadProblem.DAMAGED),
        (word(body=b"<document><body>"), UploadProblem.DAMAGED),
        (word(body=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), UploadProblem.DAMAGED),
        (lying_archive(), UploadProblem.DAMAGED),
    ],
)
def test_check_says_why_a_file_is_no_word_document(
    content: bytes, problem: UploadProblem | None
) -> None:
    assert check_word_upload(content) is problem


def test_a_changed_byte_in_the_body_is_found() -> None:
    content = bytearray(word(body=b"<a>" + b"xyz" * 500 + b"</a>"))
    start = content.find(zlib.compress(b"<a>" + b"xyz" * 500 + b"</a>")[2:8])
    place = start if start >= 0 else content.find(b"word/document.xml") + 20
    content[place + 3] ^= 0x40
    assert check_word_upload(bytes(content)) is UploadProblem.DAMAGED


def test_a_bomb_is_refused_by_its_declared_size_without_unpacking() -> None:
    bomb = word(word__mediaDOTpng=bytes(3_000_000))
    assert len(bomb) < 10_000
    limits = ArchiveLimits(unpacked=2_000_000)
    assert check_upload(bomb, limits=limits) is UploadProblem.UNPACKS_TOO_LARGE
    assert check_upload(bomb) is None
    markup = ArchiveLimits(markup=20)
    assert check_upload(word(), limits=markup) is UploadProblem.UNPACKS_TOO_LARGE
    many = word(**{f"e{n}": b"" for n in range(30)})
    assert check_upload(many, limits=ArchiveLimits(entries=20)) is UploadProblem.UNPACKS_TOO_LARGE


def test_every_problem_is_explained_in_every_language() -> None:
    sentences = [
        explain(problem, language) for problem in UploadProblem for language in ("ru", "kk", "en")
    ]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)
