"""A chapter's styles and lists, carried into the volume under names of their own.

So a chapter looks as its author made it, whatever the volume or other chapters call «Normal», and
its lists start at 1.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.chapter_text import remove
from reports.wordml import NAMESPACES, attribute

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DROPPED = (
    "w:aliases", "w:next", "w:autoRedefine", "w:hidden", "w:uiPriority", "w:semiHidden",
    "w:unhideWhenUsed", "w:qFormat", "w:locked", "w:personal", "w:personalCompose",
    "w:personalReply", "w:rsid",
)  # fmt: skip
_FONT_SLOTS = {
    "asciiTheme": "ascii",
    "hAnsiTheme": "hAnsi",
    "cstheme": "cs",
    "eastAsiaTheme": "eastAsia",
}


def carry_styles(chapter: WordDocument, volume: WordDocument, *, number: int, notes: Any) -> None:
    """Copy the used styles and lists into the volume and rename them in the chapter, in place.

    `notes` is the root of the chapter's footnotes, or None.
    """
    body = chapter.element.body
    roots = [body] if notes is None else [body, notes]
    styles = {
        style.get(qn("w:styleId")): style for style in chapter.styles.element.findall(qn("w:style"))
    }
    default = next(
        (
            key
            for key, style in styles.items()
            if style.get(qn("w:type")) == "paragraph"
            and style.get(qn("w:default")) in {"1", "true"}
        ),
        None,
    )
    base = f"c{number}"
    for root in roots:
        _name_default_style(root, default, base)
    _settle_table_spacing(body, styles)
    fonts = _theme_fonts(chapter)
    used = _used_styles(roots, styles)
    target = volume.styles.element
    target.append(_base_style(chapter, base))
    carried = [_carried(styles[key], base, set(used)) for key in used]
    for style in carried:
        target.append(style)
    for root in [*roots, target[-len(carried) - 1], *carried]:
        _settle_theme(root, fonts)
    _rename_references(roots, base, set(used))
    _carry_lists(chapter, volume, [*roots, *carried], base=base, used=set(used))


def _name_default_style(root: Any, default: str | None, base: str) -> None:
    """Say the style of paragraphs that say none: the volume's default is another."""
    for paragraph in root.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if properties.pStyle is None:
            properties.style = default or base


def _used_styles(roots: list[Any], styles: dict[str, Any]) -> list[str]:
    """Return the ids of the styles in use and of those they rest on, in order of appearance."""
    tags = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    waiting = [element.get(qn("w:val")) for root in roots for element in root.iter(*tags)]
    used: dict[str, None] = {}
    while waiting:
        key = waiting.pop(0)
        if key in used or key not in styles:
            continue
        used[key] = None
        for tag in ("w:basedOn", "w:link"):
            below = styles[key].find(qn(tag))
            if below is not None:
                waiting.append(below.get(qn("w:val")))
    return list(used)


def _base_style(chapter: WordDocument, base: str) -> Any:
    """Return a style that says what the chapter's document defaults said."""
    defaults = chapter.styles.element.find(qn("w:docDefaults"))
    run_defaults = (
        defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
    )
    shape = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}") if defaults is not None else None
    made = parse_xml(
        f'<w:style {NAMESPACES} w:type="paragraph" w:customStyle="1" w:styleId={attribute(base)}>'
        f"<w:name w:val={attribute(base)}/><w:semiHidden/>"
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        'w:cs="Times New Roman" w:eastAsia="Times New Roman"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    )
    if shape is not None and shape.find(qn("w:spacing")) is not None:
        spacing = made.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        spacing.attrib.update(shape.find(qn("w:spacing")).attrib)
    if run_defaults is not None:
        properties = made.find(qn("w:rPr"))
        for tag in ("w:rFonts", "w:sz", "w:szCs"):
            said = run_defaults.find(qn(tag))
            if said is not None:
                properties.replace(properties.find(qn(tag)), copy.deepcopy(said))
        language = run_defaults.find(qn("w:lang"))
        if language is not None:
            properties.append(copy.deepcopy(language))
    return made


def _carried(style: Any, base: str, used: set[str]) -> Any:
    made = copy.deepcopy(style)
    key = made.get(qn("w:styleId"))
    made.set(qn("w:styleId"), f"{base}-{key}")
    made.set(qn("w:customStyle"), "1")
    made.attrib.pop(qn("w:default"), None)
    for tag in _DROPPED:
        for element in made.findall(qn(tag)):
            made.remove(element)
    name = made.find(qn("w:name"))
    name.set(qn("w:val"), f"{base} {name.get(qn('w:val'))}")
    for tag in ("w:basedOn", "w:link"):
        below = made.find(qn(tag))
        if below is not None and below.get(qn("w:val")) in used:
            below.set(qn("w:val"), f"{base}-{below.get(qn('w:val'))}")
        elif below is not None:
            made.remove(below)
    anchor = name
    if made.get(qn("w:type")) == "paragraph" and made.find(qn("w:basedOn")) is None:
        anchor.addnext(parse_xml(f"<w:basedOn {NAMESPACES} w:val={attribute(base)}/>"))
    for tag in ("w:basedOn", "w:link"):
        anchor = made.find(qn(tag)) if made.find(qn(tag)) is not None else anchor
    anchor.addnext(parse_xml(f"<w:semiHidden {NAMESPACES}/>"))
    for level in made.iter(qn("w:outlineLvl")):  # below the chapter's own heading
        level.set(qn("w:val"), str(min(8, int(level.get(qn("w:val"), "8")) + 2)))
    return made


def _rename_references(roots: list[Any], base: str, used: set[str]) -> None:
    for root in roots:
        for element in list(root.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))):
            key = element.get(qn("w:val"))
            if key in used:
                element.set(qn("w:val"), f"{base}-{key}")
            elif key != base:
                remove(element)
        for level in root.iter(qn("w:outlineLvl")):
            level.set(qn("w:val"), str(min(8, int(level.get(qn("w:val"), "8")) + 2)))


def _settle_table_spacing(body: Any, styles: dict[str, Any]) -> None:
    """Write a table style's spacing into its paragraphs.

    Word lets a table style win over document defaults but not over a paragraph's style, and the
    defaults have become one (see _base_style).
    """
    for table in body.iter(qn("w:tbl")):
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        spacing = _inherited_spacing(named.get(qn("w:val")), styles) if named is not None else None
        if spacing is None:
            continue
        for paragraph in table.iter(qn("w:p")):
            properties = paragraph.pPr
            if properties.find(qn("w:spacing")) is not None:
                continue
            style = properties.pStyle.val if properties.pStyle is not None else ""
            if _inherited_spacing(style, styles) is None:
                properties.get_or_add_spacing().attrib.update(spacing.attrib)


def _inherited_spacing(key: str, styles: dict[str, Any]) -> Any:
    for _ in range(20):  # a chain of styles that ends in itself must not hang us
        style = styles.get(key)
        if style is None:
            return None
        spacing = style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        below = style.find(qn("w:basedOn"))
        if spacing is not None or below is None:
            return spacing
        key = below.get(qn("w:val"))
    return None


def _theme_fonts(chapter: WordDocument) -> dict[str, str]:
    """Return the fonts behind the chapter's theme: {«major», «minor»: name}."""
    fonts = {"major": "Times New Roman", "minor": "Times New Roman"}
    for relation in chapter.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THEME and not relation.is_external:
            theme = parse_xml(relation.target_part.blob)
            for kind in fonts:
                found = theme.find(f".//{_A}{kind}Font/{_A}latin")
                if found is not None and found.get("typeface"):
                    fonts[kind] = found.get("typeface")
    return fonts


def _settle_theme(root: Any, fonts: dict[str, str]) -> None:
    """Name fonts and colours outright where the chapter took them from its theme."""
    for element in root.iter(qn("w:rFonts")):
        for slot, plain in _FONT_SLOTS.items():
            value = element.attrib.pop(qn(f"w:{slot}"), None)
            if value is not None:
                element.set(qn(f"w:{plain}"), fonts["major" if "major" in value else "minor"])
    for element in root.iter(qn("w:color"), qn("w:shd"), qn("w:u")):
        for name in [key for key in element.attrib if "}theme" in key]:
            del element.attrib[name]


def _carry_lists(
    chapter: WordDocument, volume: WordDocument, roots: list[Any], *, base: str, used: set[str]
) -> None:
    source = next(
        (
            relation.target_part.element
            for relation in chapter.part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external
        ),
        None,
    )
    references = [element for root in roots for element in root.iter(qn("w:numId"))]
    if source is None:
        for element in references:
            remove(element.getparent())
        return
    abstract = {
        each.get(qn("w:abstractNumId")): each for each in source.findall(qn("w:abstractNum"))
    }
    numbers = {each.get(qn("w:numId")): each for each in source.findall(qn("w:num"))}
    carrier = _ListCarrier(volume.part.numbering_part.element, base, used)
    fresh: dict[str, str] = {}
    for element in references:
        key = element.get(qn("w:val"))
        if key not in fresh:
            fresh[key] = carrier.carry(numbers.get(key), abstract)
        element.set(qn("w:val"), fresh[key])


class _ListCarrier:
    """Copies lists with new numbers; abstract ones are copied once for a chapter."""

    def __init__(self, target: Any, base: str, used: set[str]) -> None:
        self._target, self._base, self._used = target, base, used
        self._abstract: dict[str, str] = {}

    def carry(self, number: Any, abstract: dict[str, Any]) -> str:
        """Return the new number of a list, «0» (no list) where the chapter does not define it."""
        if number is None:
            return "0"
        key = number.find(qn("w:abstractNumId")).get(qn("w:val"))
        if key not in abstract:
            return "0"
        made = copy.deepcopy(number)
        identifier = self._next("w:num", "w:numId")
        made.set(qn("w:numId"), identifier)
        made.find(qn("w:abstractNumId")).set(qn("w:val"), self._carry_abstract(key, abstract))
        self._settle_levels(made)
        self._target.append(made)
        self._put_last_things_last()
        return identifier

    def _carry_abstract(self, key: str, abstract: dict[str, Any]) -> str:
        if key in self._abstract:
            return self._abstract[key]
        source = abstract[key]
        link = source.find(qn("w:numStyleLink"))
        if link is not None:  # the levels are in the one that carries the style's name
            source = next(
                (
                    each
                    for each in abstract.values()
                    if each.find(qn("w:styleLink")) is not None
                    and each.find(qn("w:styleLink")).get(qn("w:val")) == link.get(qn("w:val"))
                ),
                source,
            )
        made = copy.deepcopy(source)
        identifier = self._next("w:abstractNum", "w:abstractNumId")
        made.set(qn("w:abstractNumId"), identifier)
        for tag in ("w:numStyleLink", "w:styleLink", "w:tmpl", "w:name"):
            for element in made.findall(qn(tag)):
                made.remove(element)
        for mark in made.findall(qn("w:nsid")):  # equal marks would join the lists of two chapters
            mark.set(qn("w:val"), f"{0x2C000000 + int(identifier):08X}")
        self._settle_levels(made)
        first = self._target.find(qn("w:num"))
        if first is not None:
            first.addprevious(made)
        else:
            self._target.append(made)
        self._abstract[key] = identifier
        return identifier

    def _settle_levels(self, made: Any) -> None:
        for element in list(made.iter(qn("w:pStyle"))):
            if element.get(qn("w:val")) in self._used:
                element.set(qn("w:val"), f"{self._base}-{element.get(qn('w:val'))}")
            else:
                remove(element)
        for element in list(made.iter(qn("w:lvlPicBulletId"))):
            remove(element)

    def _next(self, tag: str, name: str) -> str:
        taken = [int(each.get(qn(name))) for each in self._target.findall(qn(tag))]
        return str(max(taken, default=0) + 1)

    def _put_last_things_last(self) -> None:
        for element in self._target.findall(qn("w:numIdMacAtCleanup")):
            self._target.append(element)
