"""The text of a handed-in Word file made fit to stand in a volume: no fields, marks, links to files.

What people wrote, drew and pasted stays. Styles and lists are in chapter_styles.py, pages in
chapter_sections.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.wordml import KNOWN_EXTENSIONS, NAMESPACES, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_KEPT_FIELDS = re.compile(r"\s*(HYPERLINK|EQ|SYMBOL|ADVANCE)\b", re.IGNORECASE)
_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
_UNWRAPPED = ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:fldSimple")
_REMOVED = (
    "w:del", "w:moveFrom", "w:rPrChange", "w:pPrChange", "w:tblPrChange", "w:trPrChange",
    "w:tcPrChange", "w:tblGridChange", "w:sectPrChange", "w:numberingChange", "w:tblPrExChange",
    "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd",
    "w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart",
    "w:customXmlDelRangeEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference",
    "w:annotationRef", "w:proofErr", "w:lastRenderedPageBreak", "w:permStart", "w:permEnd",
    "w:altChunk", "w:subDoc", "w:control", "w:dataBinding", "w:docPartObj", "w:customXmlPr",
)  # fmt: skip


def clean_text(document: WordDocument, *, number: int) -> None:
    """Clean the document's body in place; `number` is the chapter's, for names and ids."""
    body = document.element.body
    _choose_known_drawings(body)
    _accept_changes(body)
    _write_out_endnotes(document)
    _drop_contents(body)
    _unlink_fields(body)
    _mend_relations(body, document)
    _name_bookmarks(body, number=number)
    for element in body.iter():
        for name in [key for key in element.attrib if "}rsid" in key or key.startswith(_W14)]:
            del element.attrib[name]


def clean_notes(notes: Any) -> None:
    """Clean footnotes in place; links and pictures in them are reduced to their text."""
    _choose_known_drawings(notes)
    _accept_changes(notes)
    _unlink_fields(notes)
    for tag in ("w:drawing", "w:pict", "w:object", "w:numPr"):
        for element in list(notes.iter(qn(tag))):
            remove(element)
    for element in list(notes.iter(qn("w:hyperlink"))):
        _unwrap(element)


def remove(element: Any) -> None:
    """Take an element with all that is in it out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def _choose_known_drawings(root: Any) -> None:
    """Keep alternatives whose extension we declare; of others the fallback for old programs."""
    for alternative in list(root.iter(f"{_MC}AlternateContent")):
        choice = alternative.find(f"{_MC}Choice")
        fallback = alternative.find(f"{_MC}Fallback")
        needed = (choice.get("Requires") or "").split() if choice is not None else ["?"]
        known = all(
            prefix in KNOWN_EXTENSIONS and choice.nsmap.get(prefix) == KNOWN_EXTENSIONS[prefix]
            for prefix in needed
        )
        chosen = choice if known else fallback
        if chosen is not None:
            for child in list(chosen):
                alternative.addprevious(child)
        remove(alternative)


def _accept_changes(root: Any) -> None:
    """Accept tracked changes, drop comments and what refers to other files."""
    for paragraph_mark in list(root.iter(qn("w:rPr"))):
        for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo"):
            for mark in paragraph_mark.findall(qn(tag)):
                paragraph_mark.remove(mark)
    for row_mark in list(root.iter(qn("w:trPr"))):
        if row_mark.find(qn("w:del")) is not None:
            remove(row_mark.getparent())
        for mark in row_mark.findall(qn("w:ins")):
            row_mark.remove(mark)
    for tag in _REMOVED:
        for element in list(root.iter(qn(tag))):
            remove(element)
    for tag in _UNWRAPPED:
        for element in list(root.iter(qn(tag))):
            _unwrap(element)
    for element in list(root.iter(f"{_OFFICE}OLEObject")):
        remove(element)  # its picture stays


def _write_out_endnotes(document: WordDocument) -> None:
    """Put endnotes into the text in brackets: a volume has no place of its own for them."""
    references = list(document.element.body.iter(qn("w:endnoteReference")))
    if not references:
        return
    notes: dict[str, str] = {}
    for relation in document.part.rels.values():
        if relation.reltype == _ENDNOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).iter(qn("w:endnote")):
                texts = (text.text or "" for text in note.iter(qn("w:t")))
                notes[note.get(qn("w:id"))] = "".join(texts).strip()
    for reference in references:
        text = notes.get(reference.get(qn("w:id")), "")
        written_in = reference.getparent()
        if text and written_in is not None and written_in.tag == qn("w:r"):
            made = run(f" [{text}]").replace("<w:r>", f"<w:r {NAMESPACES}>", 1)
            written_in.addprevious(parse_xml(made))
        remove(reference)


def _drop_contents(body: Any) -> None:
    """Drop the file's own table of contents, whose page numbers would be wrong here."""
    for control in list(body.iter(qn("w:sdt"))):
        properties = control.find(qn("w:sdtPr"))
        if properties is None:
            continue
        instructions = "".join(text.text or "" for text in control.iter(qn("w:instrText")))
        if re.match(r"\s*TOC\b", instructions):
            remove(control)
    open_fields = 0
    inside: list[Any] = []
    for part in list(body):
        starts = any(
            re.match(r"\s*TOC\b", text.text or "") for text in part.iter(qn("w:instrText"))
        )
        if not starts and not open_fields:
            continue
        inside.append(part)
        for character in part.iter(qn("w:fldChar")):
            kind = character.get(qn("w:fldCharType"))
            open_fields += 1 if kind == "begin" else -1 if kind == "end" else 0
        open_fields = max(0, open_fields)
    if not open_fields:  # else the field is never closed, and all that follows would go
        for part in inside:
            if part.tag == qn("w:p") and not _goes_on(part):
                remove(part)


def _goes_on(paragraph: Any) -> bool:
    """Tell whether a paragraph in which a field ends, but none begins, has text after that end."""
    after: str | None = None
    for element in paragraph.iter(qn("w:fldChar"), qn("w:t")):
        if element.tag == qn("w:t"):
            after = None if after is None else after + (element.text or "")
        else:
            after = "" if element.get(qn("w:fldCharType")) == "end" else None
    return bool(after and after.strip())


def _unlink_fields(root: Any) -> None:
    """Turn fields into the text that they show; DDE and INCLUDE fields lose their power so."""
    for marks, instruction in _fields(root):
        if _KEPT_FIELDS.match(instruction):
            continue
        for mark in marks:
            remove(mark)


def _fields(root: Any) -> Iterator[tuple[list[Any], str]]:
    """Yield the marks of each complex field with its instruction, inner fields first."""
    stack: list[tuple[list[Any], list[str], list[bool]]] = []
    found: list[tuple[list[Any], str]] = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText")):
        if element.tag == qn("w:instrText"):
            if stack:
                stack[-1][0].append(element)
                stack[-1][1].append(element.text or "")
            else:
                found.append(([element], ""))
            continue
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            stack.append(([element], [], []))
        elif stack:
            stack[-1][0].append(element)
            if kind == "end":
                marks, instruction, _ = stack.pop()
                found.append((marks, "".join(instruction)))
        else:
            found.append(([element], ""))
    found.extend((marks, "") for marks, _, _ in stack)  # never closed
    yield from found


def _mend_relations(body: Any, document: WordDocument) -> None:
    """Drop what points to a missing part or to another machine's file."""
    relations = document.part.rels
    for element in list(body.iter()):
        for name in [key for key in element.attrib if key.startswith(_R)]:
            relation = relations.get(element.get(name))
            if name == f"{_R}link":
                del element.attrib[name]  # a picture fetched from elsewhere when the file is opened
            elif element.tag == qn("w:hyperlink"):
                if relation is None or not _LINK.match(str(relation.target_ref)):
                    _unwrap(element)
            elif relation is None or relation.is_external:
                _drop_drawing(element)
    for blip in list(body.iter(qn("a:blip"))):
        if blip.get(f"{_R}embed") is None:
            _drop_drawing(blip)


def _drop_drawing(element: Any) -> None:
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in {qn("w:drawing"), qn("w:pict"), qn("w:object")}:
            remove(ancestor)
            return
    remove(element)


def _name_bookmarks(body: Any, *, number: int) -> None:
    """Keep the bookmarks that links in the chapter jump to, under names that no other chapter has."""
    targets = {
        link.get(qn("w:anchor"))
        for link in body.iter(qn("w:hyperlink"))
        if link.get(qn("w:anchor"))
    }
    fresh: dict[str, str] = {}
    for index, start in enumerate(list(body.iter(qn("w:bookmarkStart")))):
        if start.get(qn("w:name")) in targets:
            fresh[start.get(qn("w:id"))] = str(number * 10_000 + index)
            start.set(qn("w:id"), fresh[start.get(qn("w:id"))])
            start.set(qn("w:name"), _bookmark_name(start.get(qn("w:name")), number))
        else:
            remove(start)
    for end in list(body.iter(qn("w:bookmarkEnd"))):
        if end.get(qn("w:id")) in fresh:
            end.set(qn("w:id"), fresh[end.get(qn("w:id"))])
        else:
            remove(end)
    for link in list(body.iter(qn("w:hyperlink"))):
        if link.get(qn("w:anchor")):
            link.set(qn("w:anchor"), _bookmark_name(link.get(qn("w:anchor")), number))


def _bookmark_name(name: str, number: int) -> str:
    return f"c{number}_{name}"[:40]  # Word's limit
