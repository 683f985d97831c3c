"""Texts as lines of YAML: plain where that is safe, else quoted or folded; comments wrapped."""

from __future__ import annotations

import json
import re
import textwrap

WIDTH = 100
_UNSAFE_START = tuple("-?:,[]{}#&*!|>'\"%@`~<= \t")
_UNSAFE = re.compile(r": |:$| #|[\n\t\x00-\x1f\x7f]|\s$")


def scalar(text: str) -> str:
    """A text on one line, quoted where YAML would read something else."""
    if not text or text.startswith(_UNSAFE_START) or _UNSAFE.search(text) or text.lower() == "null":
        return json.dumps(text, ensure_ascii=False)
    return text


def entry(key: str, text: str, *, indent: int, note: str = "") -> list[str]:
    """`key: text`, folded over several lines where it is long. `note` becomes a comment above."""
    space = " " * indent
    lines = comment(note, indent=indent) if note else []
    shown = f"{space}{key} {scalar(text)}" if key == "-" else f"{space}{key}: {scalar(text)}"
    if len(shown) <= WIDTH or re.search(r"[\n\t\x00-\x1f\x7f]|^\s|\s$|\s\s", text):
        return [*lines, shown]
    head = f"{space}- >-" if key == "-" else f"{space}{key}: >-"
    inner = indent + (4 if key.startswith("-") else 2)
    return [*lines, head, *_wrapped(text, " " * inner)]


def _wrapped(text: str, prefix: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=prefix,
        subsequent_indent=prefix,
        break_long_words=False,
        break_on_hyphens=False,
    )


def comment(text: str, *, indent: int) -> list[str]:
    """A text as comment lines."""
    prefix = " " * indent + "# "
    found: list[str] = []
    for line in text.split("\n"):
        found += _wrapped(" ".join(line.split()), prefix)
    return found


def title_line(text: str) -> list[str]:
    """A line that divides sections of the file."""
    return ["", "", f"# ── {text} ".ljust(WIDTH, "─")]
