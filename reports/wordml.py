"""Small pieces of WordprocessingML as strings: runs, paragraphs, fields. Documents are in word.py.

Strings that are parsed once are some hundred times faster than cells built one by one.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from reports.legible import legible

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
# A chapter of a volume may hold newer drawings; Word wants their prefixes declared at the root.
KNOWN_EXTENSIONS = {
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
}
ROOT_NAMESPACES = " ".join(
    (
        NAMESPACES,
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"',
        'xmlns:w10="urn:schemas-microsoft-com:office:word"',
        *(f'xmlns:{prefix}="{address}"' for prefix, address in KNOWN_EXTENSIONS.items()),
        'mc:Ignorable="w14 w15 wp14"',
    )
)
EMU_PER_INCH = 914_400
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


def attribute(text: str) -> str:
    """Return `text` quoted and escaped for an attribute."""
    return quoteattr(legible(text))


def text_of(text: str) -> str:
    """Return the inside of a run: texts, line breaks and tabs."""
    clean = escape(legible(text))
    if "\n" not in clean and "\t" not in clean:
        return f'<w:t xml:space="preserve">{clean}</w:t>'
    lines = [
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{piece}</w:t>' if piece else ""
            for piece in line.split("\t")
        )
        for line in clean.split("\n")
    ]
    return "<w:br/>".join(lines)


def run(text: str, properties: str = "", *, unbroken: bool = False) -> str:
    """Return a run; `properties` is the inside of w:rPr; `unbroken` keeps «Город-селу» on a line."""
    before = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    inside = text_of(text)
    if unbroken:
        inside = _HYPHEN.sub('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', inside)
    return f"<w:r>{before}{inside}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Return a paragraph of a style; `properties` follows w:pStyle inside w:pPr, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, result: str, properties: str = "") -> str:
    """Return a field with its result filled in, so that it reads right before any update."""
    before = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{before}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{before}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{before}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result, properties)}"
        f'<w:r>{before}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, content: str) -> str:
    """Return `content` between a bookmark's ends."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={attribute(name)}/>'
        f'{content}<w:bookmarkEnd w:id="{number}"/>'
    )


def picture(relation: str, number: int, *, width: int, height: int, description: str) -> str:
    """Return a run with an inline picture; sizes in EMU, `number` unique in the document."""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={attribute(description)}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="chart-{number}.png"/>'
        f"<pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
