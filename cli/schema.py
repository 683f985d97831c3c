"""docs/roadmap.schema.json and docs/roadmap-file.md, written from the model: python -m cli.schema."""

from __future__ import annotations

from pathlib import Path

from vekha.schema import FILE_NAME, schema_text
from vekha.schema_page import schema_page

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write both files anew."""
    (DOCS / FILE_NAME).write_text(schema_text(), encoding="utf-8")
    (DOCS / "roadmap-file.md").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
