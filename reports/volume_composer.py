"""docxcompose's composer, left to carry pictures and footnotes; styles, lists, pages are ours.

Its own ways with styles, numbering and sections lose orientation and use random marks; see
chapter_styles.py and chapter_sections.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxcompose.composer import REFERENCED_PARTS_IGNORED_RELTYPES, Composer

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"


class VolumeComposer(Composer):  # type: ignore[misc]  # docxcompose ships no types
    """Inserts prepared chapters; see reports.chapter.prepare_chapter."""

    def __init__(self, volume: WordDocument) -> None:
        super().__init__(volume)
        self._carried: dict[int, Part] = {}
        self._parts = 0

    def add_referenced_parts(self, src_part: Any, dst_part: Any, element: Any) -> None:
        """Copy charts and the like that the element refers to."""
        for holder in element.iter():
            key = holder.get(f"{_R}id") if isinstance(holder.tag, str) else None
            if key is None:
                continue
            relation = src_part.rels[key]
            if relation.reltype not in REFERENCED_PARTS_IGNORED_RELTYPES:
                holder.set(f"{_R}id", self._carry(relation, dst_part))

    def add_diagrams(self, doc: Any, element: Any) -> None:
        """Copy SmartArt under part names that no other chapter has."""
        for holder in element.iter(_DIAGRAM):
            for name in ("dm", "lo", "qs", "cs"):
                key = holder.get(f"{_R}{name}")
                if key is not None:
                    holder.set(f"{_R}{name}", self._carry(doc.part.rels[key], self.doc.part))

    def _carry(self, relation: Any, target: Any) -> str:
        """Relate `target` to a copy of the relation's part; return the relation's new id."""
        if relation.is_external:
            return str(target.rels.get_or_add_ext_rel(relation.reltype, relation.target_ref))
        return str(target.relate_to(self._copy(relation.target_part), relation.reltype))

    def _copy(self, part: Any) -> Part:
        """Copy a part and all below it, with the ids by which it refers to them."""
        if id(part) in self._carried:
            return self._carried[id(part)]
        self._parts += 1
        name = PackURI(f"/word/carried/part{self._parts}.{part.partname.ext or 'bin'}")
        made = Part(name, part.content_type, part.blob, self.pkg)
        self._carried[id(part)] = made
        for key, relation in sorted(part.rels.items()):
            if relation.is_external:
                made.load_rel(relation.reltype, relation.target_ref, key, is_external=True)
            else:
                made.load_rel(relation.reltype, self._copy(relation.target_part), key)
        return made

    def renumber_drawings(self) -> None:
        """Give every drawing an id of its own; once, when all chapters are in."""
        super().renumber_docpr_ids()
        super().renumber_nvpicpr_ids()

    def _create_style_id_mapping(self, doc: Any) -> None:
        self._style_id2name: dict[str, str] = {}
        self._style_name2id: dict[str, str] = {}

    def add_styles(self, doc: Any, element: Any) -> None:
        """Do nothing: chapter_styles.py has carried them."""

    def add_numberings(self, doc: Any, element: Any) -> None:
        """Do nothing: chapter_styles.py has carried them."""

    def restart_first_numbering(self, doc: Any, element: Any) -> None:
        """Do nothing: every chapter has lists of its own."""

    def renumber_bookmarks(self) -> None:
        """Do nothing: chapter_text.py gives ids that no other chapter has."""

    def renumber_docpr_ids(self) -> None:
        """Wait for renumber_drawings."""

    def renumber_nvpicpr_ids(self) -> None:
        """Wait for renumber_drawings."""

    def fix_section_types(self, doc: Any) -> None:
        """Do nothing: see chapter_sections.py."""

    def fix_header_and_footers(self, doc: Any) -> None:
        """Do nothing: see chapter_sections.py."""

    def remove_header_and_footer_references(self, doc: Any, element: Any) -> None:
        """Do nothing: see chapter_sections.py."""
