"""What a browser sends, read as a stream with limits: fields of a form, one uploaded file.

Nothing is kept beyond the limits, whatever the sender announces or leaves unsaid.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from fastapi import Request

TEXT_LIMIT = 2 * 2**20
"""Bytes of all the fields of one form: well above forty texts of the greatest length."""

FIELDS_LIMIT = 2_000
ENVELOPE = 64 * 2**10
"""What multipart adds to a file: boundaries, names, the other fields of the upload form."""


class TooLarge(Exception):
    """The body is over its limit: answer at once, what is left of it is not read."""


class Unreadable(Exception):
    """The body is no form: answer 400."""


@dataclass(slots=True)
class Received:
    """The fields as they were typed, each in order; the file, its name already harmless."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    file_name: str = ""
    content: bytes = b""

    def one(self, name: str) -> str:
        """The last value of a field, trimmed; an empty string where there is none."""
        values = self.fields.get(name)
        return values[-1].strip() if values else ""


async def read_fields(request: Request) -> Received:
    """The fields of a form without files. Raises TooLarge, Unreadable."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == b"multipart/form-data":
        return await _read_multipart(request, options, file_limit=0)
    body = bytearray()
    _check_announced(request, limit=TEXT_LIMIT)
    async for chunk in request.stream():
        body += chunk
        if len(body) > TEXT_LIMIT:
            raise TooLarge
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_LIMIT
        )
    except ValueError as wrong:
        raise Unreadable from wrong
    received = Received()
    for name, value in pairs:
        received.fields.setdefault(name, []).append(value)
    return received


async def read_upload(request: Request, *, file_limit: int) -> Received:
    """A form with one file of at most `file_limit` bytes. Raises TooLarge, Unreadable."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        return await read_fields(request)
    _check_announced(request, limit=file_limit + ENVELOPE)
    return await _read_multipart(request, options, file_limit=file_limit)


def harmless_name(name: str, *, fallback: str = "file") -> str:
    """A file name that means nothing to any system: no folders, no control or odd characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(
        "_" if letter in '<>:"|?*' else letter
        for letter in unicodedata.normalize("NFC", last)
        if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    stem, dot, suffix = " ".join(kept.split()).strip(" .").rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = (stem + dot + suffix), ""
    stem = stem[:100].strip(" .") or fallback
    return f"{stem}.{suffix}" if suffix else stem


def _check_announced(request: Request, *, limit: int) -> None:
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced) > limit:
        raise TooLarge


async def _read_multipart(
    request: Request, options: dict[bytes, bytes], *, file_limit: int
) -> Received:
    boundary = options.get(b"boundary")
    if not boundary:
        raise Unreadable
    parts = _Parts(file_limit=file_limit)
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": parts.begin,
            "on_part_data": parts.take,
            "on_part_end": parts.end,
            "on_header_field": parts.take_header_name,
            "on_header_value": parts.take_header_value,
            "on_header_end": parts.end_header,
            "on_headers_finished": parts.start,
        },
    )
    try:
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except (MultipartParseError, UnicodeDecodeError) as wrong:
        raise Unreadable from wrong
    return parts.received


class _Parts:
    """The parts of a multipart body as they come in; what is too large ends the reading."""

    def __init__(self, *, file_limit: int) -> None:
        self.received = Received()
        self._file_limit = file_limit
        self._text = 0
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""
        self._name = ""
        self._file: str | None = None
        self._content = bytearray()

    def begin(self) -> None:
        self._disposition = b""
        self._file = None
        self._content = bytearray()

    def take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def end_header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def start(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            self._file = options[b"filename"].decode("utf-8", "replace")

    def take(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]
        if self._file is None:
            self._text += end - start
            if self._text > TEXT_LIMIT:
                raise TooLarge
        elif len(self._content) > self._file_limit:
            raise TooLarge

    def end(self) -> None:
        if self._file is not None:
            if self._file and not self.received.file_name:
                self.received.file_name = harmless_name(self._file)
                self.received.content = bytes(self._content)
            return
        if len(self.received.fields) >= FIELDS_LIMIT:
            raise TooLarge
        text = bytes(self._content).decode("utf-8", "replace")
        self.received.fields.setdefault(self._name, []).append(text)
