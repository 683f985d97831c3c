"""Letters as files: written so that a stop of the machine leaves each whole or absent.

The SMTP server that fills such a folder is in capture.py, reading it in mailbox.py.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from notifications.delivery import Delivery, MailRefused, Phase

SUFFIX = ".eml"
KEY_HEADER = re.compile(rb"^X-Vekha-Key:[ \t]*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST = 150

Bounces = Callable[[str], bool]


def bounce_none(recipient: str) -> bool:
    """The usual case: every address exists."""
    del recipient
    return False


def store_letter(folder: Path, name: str, content: bytes, *, durable: bool = True) -> str:
    """Write a new file: temporary file, fsync, link, fsync of the folder; returns its name.

    Not durable: written at its place at once, for copies that can be made again.

    A name that is taken is not overwritten: the next free one («name.2.eml») is used, so that a
    letter that came twice is seen twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not durable:
        return _write_to_free_name(content, folder, name)
    temporary = folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        final = _link_to_free_name(temporary, folder, name)
    finally:
        temporary.unlink()
    _sync_folder(folder)
    return final


def _link_to_free_name(temporary: Path, folder: Path, name: str) -> str:
    for candidate in _names(folder, name):
        with suppress(FileExistsError):
            os.link(temporary, folder / candidate)
            return candidate
    raise AssertionError  # `_names` raises


def _write_to_free_name(content: bytes, folder: Path, name: str) -> str:
    for candidate in _names(folder, name):
        with suppress(FileExistsError), open(folder / candidate, "xb") as file:
            file.write(content)
            return candidate
    raise AssertionError  # `_names` raises


def _names(folder: Path, name: str) -> Iterator[str]:
    """«name.eml», «name.2.eml», … Raises FileExistsError when there were ten thousand."""
    yield f"{name}{SUFFIX}"
    for number in range(2, 10_000):
        yield f"{name}.{number}{SUFFIX}"
    raise FileExistsError(f"{folder / name}: ten thousand letters of one name")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def name_of_key(key: str) -> str:
    """A file name for a letter's key: «gorod-selu--2023-2024--interim--invite--daryn»."""
    name = UNSAFE.sub("_", key.replace("/", "--")).lstrip(".") or "letter"
    if name != key.replace("/", "--") or len(name) > LONGEST:
        name = f"{name[:LONGEST]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    return name


def key_of(mime: bytes) -> str:
    """The letter's key, out of its own header; «letter» for mail that is not ours."""
    found = KEY_HEADER.search(mime.partition(b"\r\n\r\n")[0])
    return found.group(1).decode("utf-8", "replace").strip() if found else "letter"


class FolderTransport:
    """Takes letters like a mail server, into a folder, one file per letter named by its key.

    For rehearsals: put() is synchronous, and a file is durable only when asked for.
    bounces says which addresses do not exist.
    """

    def __init__(
        self, folder: Path, *, bounces: Bounces = bounce_none, durable: bool = False
    ) -> None:
        self._folder = folder
        self._durable = durable
        self._bounces = bounces

    def put(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        """Write the letter; raises MailRefused for an address that bounces."""
        del sender
        if self._bounces(recipient):
            raise MailRefused("5.1.1 no such mailbox", phase=Phase.RECIPIENT, code=550)
        key = name_of_key(key_of(mime))
        name = store_letter(self._folder, key, mime, durable=self._durable)
        return Delivery(code=250, text=f"kept as {name}", held=True)

    async def send(self, mime: bytes, *, sender: str, recipient: str) -> Delivery:
        """The same, for those who await a transport."""
        return self.put(mime, sender=sender, recipient=recipient)
