"""Office files are zip archives; here they are packed so that equal contents give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that zip knows
_FIRST = "[Content_Types].xml"  # readers expect it at the start


def settle(content: bytes, change: Callable[[bytes], bytes] = bytes) -> bytes:
    """Return the archive with its entries in a fixed order and no packing time.

    `change` is given each XML entry and gives what is to stand there.
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            read = source.read(name)
            target.writestr(entry, change(read) if name.endswith(".xml") else read)
    return packed.getvalue()
