"""What an uploaded file really is, told from its bytes and never from its name; nothing is opened.

Pure: bytes in, a kind or a problem out. The texts that people read are at the end.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vekha.outline import Language


class FileKind(StrEnum):
    """Kinds that are told apart; the value is the usual extension."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    MACRO_OFFICE = "docm"  # any Office file that carries macros
    LOCKED_OFFICE = "locked"  # an Office file with a password
    OLD_OFFICE = "doc"  # .doc, .xls, .ppt of Office 97–2003
    OPEN_DOCUMENT = "odt"
    RICH_TEXT = "rtf"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    ZIP = "zip"
    PROGRAM = "exe"


class UploadProblem(StrEnum):
    """Why an uploaded file is not taken."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    PROGRAM = "program"
    MACROS = "macros"
    PASSWORD = "password"  # noqa: S105 (the name of a problem, not a secret)
    OLD_FORMAT = "old-format"
    OTHER_KIND = "other-kind"
    DAMAGED = "damaged"
    UNPACKS_TOO_LARGE = "unpacks-too-large"


MATERIALS = frozenset(
    {FileKind.DOCX, FileKind.XLSX, FileKind.PPTX, FileKind.PDF, FileKind.PNG, FileKind.JPEG}
)
WORD_ONLY = frozenset({FileKind.DOCX})


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What a zip archive may unpack to, in bytes; XML is bounded apart, as it grows in memory."""

    entries: int = 5_000
    unpacked: int = 256 * 2**20
    markup: int = 48 * 2**20


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE_MAIN = (
    (b"wordprocessingml.document.main+xml", FileKind.DOCX, "word/document.xml"),
    (b"spreadsheetml.sheet.main+xml", FileKind.XLSX, "xl/workbook.xml"),
    (b"presentationml.presentation.main+xml", FileKind.PPTX, "ppt/presentation.xml"),
)
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"{\\rtf", FileKind.RICH_TEXT),
    (b"MZ", FileKind.PROGRAM),
    (b"\x7fELF", FileKind.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileKind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileKind.PROGRAM),
    (b"\xfe\xed\xfa\xcf", FileKind.PROGRAM),
    (b"#!", FileKind.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", FileKind.PROGRAM),  # a Windows shortcut
)
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis")


def sniff(content: bytes) -> FileKind | None:
    """Return what the file is by its first bytes and inner structure, or None where unknown.

    A damaged archive is told by its outside only (`FileKind.ZIP`); see `check_upload`.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        return FileKind.LOCKED_OFFICE if locked else FileKind.OLD_OFFICE
    if content.startswith(_ZIP):
        return _sniff_archive(content)
    if content[:5] == b"%PDF-" and b"%%EOF" in content[-2048:]:
        return FileKind.PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    return None


def check_upload(
    content: bytes,
    *,
    accepted: frozenset[FileKind] = MATERIALS,
    limits: ArchiveLimits | None = None,
) -> UploadProblem | None:
    """Return why the file may not be taken, or None where it is one of `accepted` and sound."""
    if not content:
        return UploadProblem.EMPTY
    kind = sniff(content)
    named = {
        None: UploadProblem.UNKNOWN,
        FileKind.PROGRAM: UploadProblem.PROGRAM,
        FileKind.MACRO_OFFICE: UploadProblem.MACROS,
        FileKind.LOCKED_OFFICE: UploadProblem.PASSWORD,
        FileKind.OLD_OFFICE: UploadProblem.OLD_FORMAT,
    }
    if kind not in accepted and kind in named:
        return named[kind]
    if content.startswith(_ZIP):
        problem = _check_archive(content, limits=limits or ArchiveLimits())
        if problem is not None:
            return problem
    return None if kind in accepted else UploadProblem.OTHER_KIND


def check_word_upload(content: bytes) -> UploadProblem | None:
    """Return why the file is not a Word document (.docx) that can be opened safely, or None."""
    return check_upload(content, accepted=WORD_ONLY)


def _sniff_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _sniff_names(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return FileKind.ZIP


def _sniff_names(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if _CONTENT_TYPES in names:
        with archive.open(_CONTENT_TYPES) as stream:
            types = stream.read(2**20)
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
            return FileKind.MACRO_OFFICE
        for marker, kind, _ in _OFFICE_MAIN:
            if marker in types:
                return kind
    if "mimetype" in names:
        with archive.open("mimetype") as stream:
            if stream.read(64).startswith(b"application/vnd.oasis.opendocument"):
                return FileKind.OPEN_DOCUMENT
    return FileKind.ZIP


def _check_archive(content: bytes, *, limits: ArchiveLimits) -> UploadProblem | None:
    """Look at the directory first: an entry never unpacks to more than its declared size."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            markup = sum(
                entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))
            )
            if (
                len(entries) > limits.entries
                or sum(entry.file_size for entry in entries) > limits.unpacked
                or markup > limits.markup
            ):
                return UploadProblem.UNPACKS_TOO_LARGE
            if any(entry.flag_bits & 0x1 for entry in entries):
                return UploadProblem.PASSWORD
            if archive.testzip() is not None:
                return UploadProblem.DAMAGED
            return None if _markup_is_sound(archive) else UploadProblem.DAMAGED
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError,
        NotImplementedError, expat.ExpatError,
    ):  # fmt: skip
        return UploadProblem.DAMAGED


def _markup_is_sound(archive: zipfile.ZipFile) -> bool:
    """Tell whether the content types and the main part are well-formed, without entities.

    Raises ExpatError where they are not well-formed.
    """
    names = set(archive.namelist())
    main = [part for _, _, part in _OFFICE_MAIN if part in names]
    for name in [part for part in (_CONTENT_TYPES, *main) if part in names]:
        markup = archive.read(name)
        # Office never writes a document type; entity bombs and outside references need one.
        if re.search(rb"<!DOCTYPE|<!\x00?D\x00?O\x00?C", markup[:4096]):
            return False
        expat.ParserCreate().Parse(markup, True)  # noqa: FBT003 (positional only)
    return True


_SENTENCES: Mapping[UploadProblem, Mapping[Language, str]] = {
    UploadProblem.EMPTY: {
        "ru": "Файл пуст.",
        "kk": "Файл бос.",
        "en": "The file is empty.",
    },
    UploadProblem.UNKNOWN: {
        "ru": "Не удалось понять, что это за файл. Сохраните его в Word как .docx "
        "и пришлите ещё раз.",
        "kk": "Бұл қандай файл екені анықталмады. Оны Word бағдарламасында .docx етіп сақтап, "
        "қайта жіберіңіз.",
        "en": "The kind of this file is not known. Save it in Word as .docx and send it again.",
    },
    UploadProblem.PROGRAM: {
        "ru": "Это программа, а не документ, хотя имя файла говорит другое. Она не принята.",
        "kk": "Файл аты басқаша болғанымен, бұл құжат емес, бағдарлама. Ол қабылданбады.",
        "en": "This is a program and not a document, whatever its name. It was not taken.",
    },
    UploadProblem.MACROS: {
        "ru": "В документе есть макросы. Сохраните его как «Документ Word (.docx)» без макросов.",
        "kk": "Құжатта макростар бар. Оны макроссыз «Word құжаты (.docx)» етіп сақтаңыз.",
        "en": "The document has macros. Save it as “Word document (.docx)”, without them.",
    },
    UploadProblem.PASSWORD: {
        "ru": "Документ защищён паролем. Снимите пароль и пришлите его ещё раз.",
        "kk": "Құжат құпиясөзбен қорғалған. Құпиясөзді алып тастап, қайта жіберіңіз.",
        "en": "The document has a password. Remove it and send the document again.",
    },
    UploadProblem.OLD_FORMAT: {
        "ru": "Это документ старого формата (.doc, .xls, .ppt). Откройте его и сохраните "
        "в новом (.docx, .xlsx, .pptx).",
        "kk": "Бұл ескі форматтағы құжат (.doc, .xls, .ppt). Оны ашып, жаңа форматта "
        "(.docx, .xlsx, .pptx) сақтаңыз.",
        "en": "This is a document of the old format (.doc, .xls, .ppt). Save it in the new one.",
    },
    UploadProblem.OTHER_KIND: {
        "ru": "Файлы этого вида здесь не принимаются. Сохраните документ в Word как .docx.",
        "kk": "Мұндай файлдар мұнда қабылданбайды. Құжатты Word бағдарламасында .docx етіп "
        "сақтаңыз.",
        "en": "Files of this kind are not taken here. Save the document in Word as .docx.",
    },
    UploadProblem.DAMAGED: {
        "ru": "Файл повреждён и не открывается. Сохраните документ заново и пришлите ещё раз.",
        "kk": "Файл бүлінген, ашылмайды. Құжатты қайта сақтап, тағы жіберіңіз.",
        "en": "The file is damaged and cannot be opened. Save it anew and send it again.",
    },
    UploadProblem.UNPACKS_TOO_LARGE: {
        "ru": "В распакованном виде файл слишком велик. Уменьшите рисунки и пришлите его ещё раз.",
        "kk": "Ашылған кезде файл тым үлкен болады. Суреттерін кішірейтіп, қайта жіберіңіз.",
        "en": "The file unpacks to too much. Make its pictures smaller and send it again.",
    },
}


def explain(problem: UploadProblem, language: Language) -> str:
    """Return the sentence that tells a person what is wrong with the file and what to do."""
    return _SENTENCES[problem][language]
