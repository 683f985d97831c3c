"""On which page each heading will stand, to fill in the contents of a Word document beforehand.

Typst lays the outline out with nearly the same page and sizes as Word does; where Word differs by
a page, its own update of the contents sets it right.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reports.pdf import write_sources

if TYPE_CHECKING:
    from vekha.outline import Outline


def heading_pages(outline: Outline) -> tuple[int, ...]:
    """Return the page of each heading in order, counted from 1."""
    import typst

    with tempfile.TemporaryDirectory(prefix="vekha-pages-") as folder:
        source = write_sources(outline, Path(folder))
        compiler = typst.Compiler(str(source), root=folder)
        found = compiler.query("<heading-page>", field="value", format="json")
    return tuple(int(page) for page in json.loads(found))
