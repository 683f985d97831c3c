"""docs/settings.md and .env.sample, written from the settings themselves: python -m wiring.settings_page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wiring.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Settings

Vekha reads its settings from environment variables, or from a file `.env` in the directory in which
it is started (variables win). Nothing has to be set to try it on one machine. This page is made from
`wiring/settings.py` by `python -m wiring.settings_page`.

| variable | default | meaning |
|---|---|---|
"""

_SAMPLE_HEAD = """# Copy to .env and uncomment what differs from the default. Keep it out of version control.
"""


def page() -> str:
    """docs/settings.md."""
    rows = (
        f"| `{variable}` | {f'`{default}`' if default else ''} | {meaning.replace('|', '¦')} |\n"
        for variable, default, meaning in _settings()
    )
    return _HEAD + "".join(rows)


def sample() -> str:
    """.env.sample: every setting, commented out, with its meaning above it."""
    return _SAMPLE_HEAD + "".join(
        f"\n# {meaning}\n# {variable}={default}\n" for variable, default, meaning in _settings()
    )


def _settings() -> Iterator[tuple[str, str, str]]:
    """(variable, default as it would be written, meaning) in the order of the class."""
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or field.default in (None, ()) else field.default
        yield PREFIX + name.upper(), str(default), field.description or ""


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    (root / "docs" / "settings.md").write_text(page(), encoding="utf-8")
    (root / ".env.sample").write_text(sample(), encoding="utf-8")
