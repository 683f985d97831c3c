"""docs/roadmap.schema.json, written from the model: python -m cli.schema."""

from __future__ import annotations

from pathlib import Path

from vekha.schema import FILE_NAME, schema_text

PLACE = Path(__file__).parents[1] / "docs" / FILE_NAME


def main() -> None:
    """Write the file anew."""
    PLACE.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
