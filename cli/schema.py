"""The JSON Schema and the pages of docs/ that are made from the model: python -m cli.schema."""

from __future__ import annotations

from pathlib import Path

from vekha.catalogue_page import catalogue_page
from vekha.schema import FILE_NAME, schema_text
from vekha.schema_page import schema_page

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write them anew."""
    (DOCS / FILE_NAME).write_text(schema_text(), encoding="utf-8")
    (DOCS / "roadmap-file.md").write_text(schema_page(), encoding="utf-8")
    (DOCS / "diagnostics.md").write_text(catalogue_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
