"""One door to all formats: an outline and the name of a format give a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

if TYPE_CHECKING:
    from vekha.outline import Outline

Format = Literal["docx", "pdf", "xlsx", "html"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "xlsx", "html")
MEDIA_TYPES: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file; `file_extension` begins with its dot."""

    content: bytes
    file_extension: str
    media_type: str


def render(outline: Outline, format: Format, *, template: bytes | None = None) -> Rendered:  # noqa: A002
    """Return the outline in a format; `template` is the coordinator's own Word template.

    Raises TemplateUnfit (Word only) and ValueError where a row is longer than its table.
    """
    return Rendered(_content(outline, format, template), f".{format}", MEDIA_TYPES[format])


def _content(outline: Outline, format_: Format, template: bytes | None) -> bytes:
    # Each format's libraries are imported only when it is asked for.
    match format_:
        case "docx":
            from reports.word import render_word

            return render_word(outline, template=template)
        case "pdf":
            from reports.pdf import render_pdf

            return render_pdf(outline)
        case "xlsx":
            from reports.spreadsheet import render_spreadsheet

            return render_spreadsheet(outline)
        case "html":
            from reports.page import render_html

            return render_html(outline).encode()
        case _:
            assert_never(format_)
