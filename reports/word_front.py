"""The first pages of a Word document: the title page and the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.wordml import attribute, paragraph, run
from reports.wordml import field as word_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.numbering import Entry
    from vekha.outline import Contents, TitlePage

_NO_BORDERS = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SHARES = ((0.26, "top"), (0.56, "center"), (0.14, "bottom"))  # the rest keeps it on one page


def title_page_xml(page: TitlePage, *, styles: Mapping[str, str], width: int, height: int) -> str:
    """Return the title page as a frame of three rows, which holds its places in every program."""
    line, title = styles["title-page"], styles["title"]
    inside = (
        "".join(paragraph(line, run(text)) for text in page.above) or paragraph(line, ""),
        paragraph(title, run(page.title, unbroken=True))
        + "".join(paragraph(line, run(t)) for t in page.below),
        paragraph(line, run(page.foot) if page.foot else ""),
    )
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{int(height * share)}" '
        f'w:hRule="atLeast"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:vAlign w:val="{align}"/></w:tcPr>{content}</w:tc></w:tr>'
        for (share, align), content in zip(_SHARES, inside, strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>'
        f"<w:tblBorders>{_NO_BORDERS}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def contents_xml(
    contents: Contents,
    lines: tuple[Entry, ...],
    *,
    pages: Mapping[str, int],
    styles: Mapping[str, str],
) -> str:
    """Return Word's own table of contents, with its lines and page numbers filled in."""
    parts = [paragraph(styles["contents"], run(contents.title))]
    instruction = f'TOC \\o "1-{contents.depth}" \\h \\z'
    for place, line in enumerate(lines):
        before = ""
        if place == 0:
            before = (
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            )
        after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if place == len(lines) - 1 else ""
        number = word_field(
            f"PAGEREF {bookmark_name(line.anchor)} \\h", str(pages.get(line.anchor, ""))
        )
        linked = (
            f'<w:hyperlink w:anchor={attribute(bookmark_name(line.anchor))} w:history="1">'
            f"{run(line.text)}<w:r><w:tab/></w:r>{number}</w:hyperlink>"
        )
        parts.append(paragraph(styles[f"contents-{min(3, line.level)}"], before + linked + after))
    return (
        "<w:sdt><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{''.join(parts)}</w:sdtContent></w:sdt>"
    )


def bookmark_name(anchor: str) -> str:
    """Return a heading's anchor as Word allows it: no hyphens, hidden by the underscore."""
    return f"_Toc{int(anchor.rpartition('-')[2]):08d}"
