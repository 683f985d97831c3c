"""The installation's secret: 32 random bytes, made once, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LENGTH = 32


class SecretUnusableError(Exception):
    """The secret is damaged or open to others: restore it from the backup, or chmod 600."""


def installation_secret(state: Path) -> bytes:
    """The 32 bytes kept in `state`/secret; made now if there are none.

    Links and signatures hang on it: the same folder always gives the same bytes, also when several
    processes start at once. Raises SecretUnusableError.
    """
    file = state / "secret"
    if not file.exists():
        _make(file)
    kept = file.read_bytes()
    if len(kept) != LENGTH:
        raise SecretUnusableError(
            f"{file}: {len(kept)} bytes instead of {LENGTH}; restore the backup"
        )
    if file.stat().st_mode & 0o077:
        raise SecretUnusableError(f"{file} can be read by others; run: chmod 600 {file}")
    return kept


def _make(file: Path) -> None:
    """Write aside, then link: whoever comes first wins, and nobody reads half a secret."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".secret.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        draft.unlink()
