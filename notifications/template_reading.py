"""One own template read without filling it: what does not parse, and names that lead nowhere.

Also in branches that no sample reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints, is_typeddict

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from notifications.composing import SHIPPED, environment
from notifications.judging_words import BUILT_ON_ITSELF, problem_words
from notifications.letter import TEMPLATES
from notifications.samples import every_field, fields_of
from vekha.issues import Issue, Place
from vekha.reading.shape import nearest
from vekha.roadmap.own_letters import FOLDER

OF_JINJA = frozenset(
    {"self", "super", "loop", "caller", "varargs", "kwargs", "language", "subject"}
)
BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A template that parses, and what it may refer to."""

    own: str
    text: str
    tree: nodes.Template
    texts: Mapping[str, str]
    folder: str

    def issue(self, code: str, line: int, word: str, **facts: object) -> Issue:
        """A finding at a word of a line."""
        path = FOLDER + self.own
        place = Place(self.folder + path, line, column_of(self.text, line, word))
        return Issue(code, place, path, facts)


def read_template(own: str, text: str, texts: Mapping[str, str], *, folder: str) -> Iterator[Issue]:
    """What is wrong with the template `own` («ru/reminder.j2»), one of the `texts`."""
    made = environment(texts, html=False)
    try:
        tree = made.parse(text)
        reading = _Reading(own, text, tree, texts, folder)
        yield from _unknown_filters(reading, made)
        made.compile(made.parse(text), own)
        yield from _variables(reading, made)
        yield from _parts_of_values(reading)
    except TemplateSyntaxError as error:
        problem = problem_words(error.message or "")
        place = Place(folder + FOLDER + own, error.lineno, column_of(text, error.lineno, ""))
        yield Issue("letter-syntax", place, FOLDER + own, {"problem": problem})
        return
    yield from _references(reading)
    yield from _blocks(reading)
    yield from _tags(reading)


def column_of(text: str, line: int, word: str) -> int:
    """Where a word stands in a line, else where its braces or its text begin; from 1."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return 1
    written = lines[line - 1]
    if word and (found := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", written)):
        return found.start() + 1
    if word and word in written:
        return written.index(word) + 1
    braces = re.search(r"\{[{%#]", written)
    return (braces.start() if braces else len(written) - len(written.lstrip())) + 1


def known_templates(texts: Mapping[str, str]) -> list[str]:
    """What a template may be built upon."""
    return [*(f"shipped/{name}" for name in _shipped()), *texts, *_shipped()]


@cache
def _shipped() -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.j2")))


def _unknown_filters(reading: _Reading, made: Environment) -> Iterator[Issue]:
    """Filters and tests that do not exist; `made` then has them, to go on to what else is wrong."""
    known: tuple[tuple[type[nodes.Filter | nodes.Test], dict[str, Any]], ...] = (
        (nodes.Filter, made.filters),
        (nodes.Test, made.tests),
    )
    for kind, names in known:
        for node in reading.tree.find_all(kind):
            if node.name not in names:
                near = nearest(node.name, sorted(names))
                yield reading.issue(
                    "letter-unknown-filter", node.lineno, node.name, name=node.name, **near
                )
                names[node.name] = str


def _variables(reading: _Reading, made: Environment) -> Iterator[Issue]:
    """Names that no letter of this kind has; a part and what all letters share may ask for any."""
    template = reading.own.partition("/")[2].removesuffix(".j2")
    known = set(fields_of(template)) if template in TEMPLATES else set(every_field())
    allowed = known | set(made.globals) | OF_JINJA | _set_in(reading.tree)
    if template not in TEMPLATES:
        for text in reading.texts.values():
            allowed |= _set_in_text(made, text)
    asked = {
        one.node.name
        for one in reading.tree.find_all(nodes.Test)
        if one.name in ("defined", "undefined") and isinstance(one.node, nodes.Name)
    }
    wanting = meta.find_undeclared_variables(reading.tree) - allowed - asked
    lines: dict[str, int] = {}
    for name in reading.tree.find_all(nodes.Name):
        lines[name.name] = min(name.lineno, lines.get(name.name, name.lineno))
    for word in sorted(wanting):
        near = nearest(word, sorted(known))
        yield reading.issue("letter-unknown-variable", lines.get(word, 1), word, name=word, **near)


def _parts_of_values(reading: _Reading) -> Iterator[Issue]:
    """«coordinator.fone»: what a value that all letters have does not consist of."""
    fields = fields_of("")
    for node in reading.tree.find_all(nodes.Getattr):
        named = node.node
        kind = fields.get(named.name) if isinstance(named, nodes.Name) else None
        if kind is None or not is_typeddict(kind) or hasattr(dict, node.attr):
            continue
        known = sorted(get_type_hints(kind))
        if node.attr not in known:
            near = nearest(node.attr, known)
            yield reading.issue(
                "letter-unknown-variable", node.lineno, node.attr, name=node.attr, **near
            )


def _set_in(tree: nodes.Template) -> set[str]:
    """Names that a template gives values to itself."""
    found = {one.name for one in tree.find_all(nodes.Name) if one.ctx in ("store", "param")}
    found |= {one.name for one in tree.find_all(nodes.Macro)}
    found |= {one.target for one in tree.find_all(nodes.Import)}
    for one in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in one.names}
    return found


def _set_in_text(made: Environment, text: str) -> set[str]:
    try:
        return _set_in(made.parse(text))
    except TemplateSyntaxError:
        return set()


def _references(reading: _Reading) -> Iterator[Issue]:
    """Templates that are built upon or taken in, and are not there."""
    known = known_templates(reading.texts)
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        for node in reading.tree.find_all(kind):
            named = getattr(node, "template", None)
            if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
                continue
            if named.value == reading.own:
                yield reading.issue(
                    "letter-unfillable", node.lineno, named.value, problem=BUILT_ON_ITSELF
                )
            elif named.value not in known and not getattr(node, "ignore_missing", False):
                near = nearest(named.value, known)
                yield reading.issue(
                    "letter-unknown-part", node.lineno, named.value, name=named.value, **near
                )


def _blocks(reading: _Reading) -> Iterator[Issue]:
    """In a template that builds on another: what stands where nothing is taken from."""
    if reading.tree.find(nodes.Extends) is None:
        return
    known = _known_blocks(reading.texts)
    for node in reading.tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            facts = {"name": node.name, "known": ", ".join(known), **nearest(node.name, known)}
            yield reading.issue("letter-unknown-block", node.lineno, node.name, **facts)
        elif isinstance(node, nodes.Output):
            text = "".join(
                one.data if isinstance(one, nodes.TemplateData) else "{{" for one in node.nodes
            )
            if text.strip():
                before = text[: len(text) - len(text.lstrip())]
                line = node.lineno + before.count("\n")
                yield reading.issue(
                    "letter-outside-block", line, "", text=text.split("\n{{")[0].strip()[:40]
                )


def _known_blocks(texts: Mapping[str, str]) -> list[str]:
    """Every block of the shipped templates, and those that own ones bring in within others."""
    found = dict.fromkeys(_shipped_blocks())
    made = environment(texts, html=False)
    for text in texts.values():
        try:
            tree = made.parse(text)
        except TemplateSyntaxError:
            continue
        top = {id(node) for node in tree.body} if tree.find(nodes.Extends) else set()
        found |= {one.name: None for one in tree.find_all(nodes.Block) if id(one) not in top}
    return list(found)


@cache
def _shipped_blocks() -> tuple[str, ...]:
    texts = ((SHIPPED / name).read_text(encoding="utf-8") for name in _shipped())
    return tuple(dict.fromkeys(name for text in texts for name in BLOCK.findall(text)))


def _tags(reading: _Reading) -> Iterator[Issue]:
    """HTML in the words of a letter: the plain text would show it as it is."""
    for node in reading.tree.find_all(nodes.TemplateData):
        found = TAG.search(node.data)
        if found:
            line = node.lineno + node.data.count("\n", 0, found.start())
            yield reading.issue("letter-has-tags", line, found[0], tag=found[0])
            return
