"""The folder of captured letters as the mailbox that the site shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notifications import mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FolderMailbox:
    """What surveys.site.Mailbox asks for, over one folder."""

    folder: Path

    def list_letters(
        self, *, limit: int, offset: int, query: str
    ) -> Sequence[mailbox.MailboxEntry]:
        """A page of letters, the newest first."""
        return mailbox.list_letters(self.folder, limit=limit, offset=offset, query=query)

    def count_letters(self) -> int:
        """How many letters there are."""
        return mailbox.count_letters(self.folder)

    def read_letter(self, name: str) -> mailbox.OpenedLetter:
        """One letter, decoded; raises LookupError."""
        return mailbox.read_letter(self.folder, name)

    def read_raw(self, name: str) -> bytes:
        """One letter as it would have gone out; raises LookupError."""
        mailbox.read_letter(self.folder, name)  # refuses names that lead elsewhere
        return (self.folder / name).read_bytes()
