"""YAML text into plain values and the place of each; scalars stay text, as the person wrote them.

The parser's events are read with a stack of our own: a file nested 10,000 deep, or one that
multiplies itself through aliases, ends in an issue and not in exhausted memory. What the values
mean is decided in vekha/reading/shape.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn

import yaml

from vekha.issues import Issue, Place
from vekha.reading.lost_letters import lost_letters
from vekha.reading.syntax_words import open_quote, problem_words

Path = tuple[str | int, ...]

LARGEST_FILE = 8 * 1024 * 1024
DEEPEST = 40
MOST_VALUES = 500_000
_BEGINNING = 1_000  # bytes looked at for what no text has
MERGE = "<<"
_NOTHING = ("", "~", "null")  # as YAML writes it

_make_place = partial(tuple.__new__, Place)  # from a tuple of its fields, as many are made
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Source:
    """A file's values and places. `keys` has the place of the key, `places` that of the value."""

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of the nearest thing written: the path itself, or what contains it."""
        for end in range(len(path), -1, -1):
            found = self.places.get(path[:end])
            if found is not None:
                return found
        return Place(self.file, 1, 1)


@dataclass(slots=True, eq=False)
class _Open:
    """A mapping or sequence being read; `keyed`: a mapping that waits for its next key."""

    path: Path
    value: dict[str, Any] | list[Any]
    keyed: bool
    key: str = ""
    anchor: str | None = None


class _Stop(Exception):
    """Reading cannot go on; the issue that says why was already added."""


def megabytes(size: int) -> str:
    """A size in MB as messages print it, rounded up so that one byte too many shows."""
    tenths = -(-size * 10 // 2**20)
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else f"{tenths // 10}"


def read_source(content: bytes, *, file: str) -> Source:
    """Read one YAML file. `value` is None where it could not be read; then there is an issue E."""
    source = Source(file)
    text = _decode(content, source)
    if text is None:
        return source
    builder = _Builder(source)
    try:
        builder.build(text)
    except yaml.MarkedYAMLError as error:
        _syntax_issue(source, error, text, last=builder.last)
        source.value = None
    except yaml.YAMLError as error:  # a control character, say: the reader's own error
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        problem = problem_words(str(error).splitlines()[0])
        _add(source, "yaml-syntax", Place(file, line, 1), problem=problem)
        source.value = None
    except _Stop:
        source.value = None
    source.issues += lost_letters(builder.asking)
    return source


def _decode(content: bytes, source: Source) -> str | None:
    if len(content) > LARGEST_FILE:
        place = Place(source.file, 1, 1)
        size, limit = megabytes(len(content)), megabytes(LARGEST_FILE)
        _add(source, "file-too-large", place, size=size, limit=limit)
        return None
    if b"\0" in content[:_BEGINNING]:  # UTF-16 without its mark, or no text at all
        _add(source, "not-utf8", Place(source.file, 1, 1))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        _add(source, "not-utf8", Place(source.file, line, column))
        return None


def _add(source: Source, code: str, place: Place, *, path: Path = (), **facts: object) -> None:
    source.issues.append(Issue(code, place, path=path_text(path), facts=facts))


def _syntax_issue(
    source: Source, error: yaml.MarkedYAMLError, text: str, *, last: yaml.Event | None
) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = problem_words(str(error.problem))
    quote = open_quote(error, last)
    if quote is not None:
        line, column, problem = quote
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    place = Place(source.file, line, column)
    if "\t" in written[: len(written) - len(written.lstrip())] or "\\t" in str(error.problem):
        _add(source, "tab", Place(source.file, line, written.find("\t") + 1), text=written.strip())
        return
    _add(source, "yaml-syntax", place, problem=problem, text=written.strip()[:80])


class _Builder:
    """Events in, values out."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0
        self.last: yaml.Event | None = None  # what was read before the parser stopped
        self.asking: list[tuple[Place, str]] = []  # texts with a question mark

    def build(self, text: str) -> None:
        perform: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in yaml.parse(text, Loader=_Loader):
            self.last = event
            act = perform.get(type(event))
            if act is not None:
                act(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        if self.count:
            self._stop("several-documents", event)

    def _stop(self, code: str, event: yaml.Event, **facts: object) -> NoReturn:
        self.source.issues.append(Issue(code, self._place(event), facts=facts))
        raise _Stop

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return _make_place((self.source.file, mark.line + 1, mark.column + 1))

    def _counted(self, event: yaml.Event, number: int = 1) -> None:
        self.count += number
        if self.count > MOST_VALUES:
            self._stop("too-many-values", event, limit=f"{MOST_VALUES:,}".replace(",", "\u00a0"))

    def _expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].keyed

    def _put(self, value: Any, event: yaml.NodeEvent) -> Path:
        """Put a value where the parser stands; its path."""
        path: Path = ()
        if not self.stack:
            self.source.value = value
        else:
            top = self.stack[-1]
            if isinstance(top.value, list):
                path = (*top.path, len(top.value))
                top.value.append(value)
            else:
                path = (*top.path, top.key)
                top.value[top.key] = value
                top.keyed = True
        self.source.places[path] = self._place(event)
        return path

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._counted(event)
        if self._expects_key():
            self._key(event)
            return
        if "?" in event.value:
            self.asking.append((self._place(event), event.value))
        nothing = event.value in _NOTHING and event.implicit[0]
        value = None if nothing else event.value
        self._put(value, event)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)

    def _key(self, event: yaml.ScalarEvent) -> None:
        top = self.stack[-1]
        assert isinstance(top.value, dict)
        path = (*top.path, event.value)
        if event.value in top.value:
            first = self.source.keys[path]
            _add(
                self.source,
                "duplicate-key",
                self._place(event),
                path=path,
                key=event.value,
                first=first.line,
            )
        else:
            self.source.keys[path] = self._place(event)
        top.key, top.keyed = event.value, False

    def _start_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._start(event, {}, keyed=True)

    def _start_sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._start(event, [], keyed=False)

    def _start(
        self, event: yaml.CollectionStartEvent, value: dict[str, Any] | list[Any], *, keyed: bool
    ) -> None:
        self._counted(event)
        if self._expects_key():
            self._stop("key-not-text", event)
        if len(self.stack) >= DEEPEST:
            self._stop("too-deep", event, limit=DEEPEST)
        path = self._put(value, event)
        self.stack.append(_Open(path, value, keyed, anchor=event.anchor))

    def _end(self, _: yaml.CollectionEndEvent) -> None:
        closed = self.stack.pop()
        if isinstance(closed.value, dict) and MERGE in closed.value:
            _merge(closed.value)
        if closed.anchor:
            self.anchors[closed.anchor] = (closed.value, _size(closed.value))

    def _alias(self, event: yaml.AliasEvent) -> None:
        if self._expects_key():
            self._stop("key-not-text", event)
        found = self.anchors.get(str(event.anchor))
        if found is None:
            self._stop("unknown-alias", event, name=event.anchor)
        self._counted(event, found[1])
        self._put(found[0], event)


def _merge(mapping: dict[str, Any]) -> None:
    """Take over what `<<: *other` names; a key that stands in the mapping itself wins."""
    others = mapping.pop(MERGE)
    for other in others if isinstance(others, list) else [others]:
        if isinstance(other, dict):
            for key, value in other.items():
                mapping.setdefault(key, value)


def _size(value: Any) -> int:
    """How many values there are, aliases counted as often as they stand; stops when too many."""
    total, waiting = 0, [value]
    while waiting and total <= MOST_VALUES:
        taken = waiting.pop()
        total += 1
        if isinstance(taken, Mapping):
            waiting.extend(taken.values())
        elif isinstance(taken, list):
            waiting.extend(taken)
    return total


def path_text(path: Path) -> str:
    """A path as it is shown: `activities[3].term`, counting from 0 as in the file's JSON form."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text
