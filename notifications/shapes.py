"""What a letter is made of besides sentences: links, lists, tables, in plain text and in HTML.

A template is written once; the two environments of composing.py give it one or the other of
these. A template's blank line parts paragraphs in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypedDict

from markupsafe import Markup, escape

BREAK = "\x1f"  # a line end that joining the lines of a paragraph must keep
SPACES = re.compile(r"\s*\n\s*")
BLANK_LINES = re.compile(r"\n\s*\n")
BLOCKS = ("<p", "<ul", "<ol", "<table", "<blockquote", "<div")
WEB = ("https://", "http://")

P = "margin:0 0 16px"
BUTTON = (
    "display:inline-block;padding:14px 24px;border-radius:6px;background:#1b5e9b;color:#ffffff;"
    "font-weight:bold;text-decoration:none"
)
SMALL = "margin:0 0 20px;font-size:13px;line-height:1.4;color:#56616c;word-break:break-all"
LIST = "margin:0 0 16px;padding-left:22px"
ITEM = "margin:0 0 6px"
QUOTE = "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #c98a00"
TABLE = "width:100%;border-collapse:collapse;margin:0 0 20px;font-size:14px;line-height:1.4"
HEAD = "padding:6px 8px;text-align:left;border-bottom:2px solid #9aa5b1;font-size:13px"
GROUP = "padding:12px 8px 6px;text-align:left;border-bottom:1px solid #c8d0d8"
CELL = "padding:6px 8px;text-align:left;vertical-align:top;border-bottom:1px solid #e3e8ed"


class RowGroup(TypedDict):
    """The rows under one heading of a table; every row has one cell per column."""

    title: str
    rows: list[list[object]]


Shape = Callable[..., str]


def text_paragraphs(content: str) -> str:
    """Paragraphs of plain text: lines joined, one blank line between, kept breaks restored."""
    blocks = (SPACES.sub(" ", block.strip()) for block in BLANK_LINES.split(content))
    return "\n\n".join(block.replace(BREAK, "\n") for block in blocks if block)


def html_paragraphs(content: str) -> Markup:
    """Paragraphs of HTML: what is not a block of its own already becomes a <p>."""
    blocks = (block.strip() for block in BLANK_LINES.split(content))
    return Markup("\n").join(
        Markup(block if block.startswith(BLOCKS) else f'<p style="{P}">{block}</p>')  # noqa: S704
        for block in blocks
        if block
    )


def _line(value: object) -> str:
    """A value on one line, whatever it brought along."""
    return " ".join(str(value).split())


# Plain text ------------------------------------------------------------------------------------


def text_strong(value: object) -> str:
    return _line(value)


def text_button(url: str, label: str) -> str:
    return f"{label}:{BREAK}{_line(url)}"


def text_bullets(items: Sequence[object]) -> str:
    return BREAK.join(f"– {_line(item)}" for item in items)


def text_numbered(items: Sequence[object]) -> str:
    return BREAK.join(f"{number}. {_line(item)}" for number, item in enumerate(items, 1))


def text_links(items: Sequence[tuple[str, str]]) -> str:
    return BREAK.join(f"– {_line(title)}:{BREAK}  {_line(url)}" for title, url in items)


def text_facts(pairs: Sequence[tuple[str, object]]) -> str:
    return BREAK.join(f"{label}: {_line(value)}" for label, value in pairs if value)


def text_questions(pairs: Sequence[tuple[str, str]]) -> str:
    return BREAK.join(f"{_line(question)}{BREAK}  {_line(answer)}" for question, answer in pairs)


def text_quote(value: str) -> str:
    return BREAK.join(f"> {line}".rstrip() for line in value.strip().splitlines())


def text_table(headers: Sequence[str], groups: Sequence[RowGroup]) -> str:
    """The headings are left out: a line of plain text reads as a sentence, not as a row."""
    lines: list[str] = []
    for group in groups:
        if group["title"]:
            lines += ([""] if lines else []) + [_line(group["title"])]
        lines += [f"– {'; '.join(_line(c) for c in row if c)}" for row in group["rows"]]
    return BREAK.join(lines)


# HTML ------------------------------------------------------------------------------------------


def html_strong(value: object) -> Markup:
    return Markup("<strong>{}</strong>").format(_line(value))


def _anchor(url: str, label: object, *, style: str = "") -> Markup:
    """A link, only to the web: any other scheme is shown, not linked."""
    if not url.startswith(WEB):
        return escape(label if label == url else f"{label}: {url}")
    look = Markup(' class="button" style="{}"').format(style) if style else Markup("")
    return Markup('<a href="{}"{}>{}</a>').format(url, look, label)


def html_button(url: str, label: str) -> Markup:
    button, plain = _anchor(url, label, style=BUTTON), _anchor(url, url)
    return Markup('<p style="margin:0 0 8px">{}</p>\n<p class="dim" style="{}">{}</p>').format(
        button, SMALL, plain
    )


def _list(tag: str, items: Sequence[object]) -> Markup:
    rows = Markup("").join(Markup('<li style="{}">{}</li>').format(ITEM, item) for item in items)
    return Markup('<{0} style="{1}">{2}</{0}>').format(tag, LIST, rows)


def html_bullets(items: Sequence[object]) -> Markup:
    return _list("ul", [_line(item) for item in items])


def html_numbered(items: Sequence[object]) -> Markup:
    return _list("ol", [_line(item) for item in items])


def html_links(items: Sequence[tuple[str, str]]) -> Markup:
    return _list("ul", [_anchor(url, _line(title)) for title, url in items])


def html_facts(pairs: Sequence[tuple[str, object]]) -> Markup:
    lines = (
        Markup('<span class="dim">{}:</span> {}').format(label, _line(value))
        for label, value in pairs
        if value
    )
    return Markup('<p style="{}">{}</p>').format(P, Markup("<br>\n").join(lines))


def html_questions(pairs: Sequence[tuple[str, str]]) -> Markup:
    one = Markup('<p style="margin:0 0 10px"><span class="dim">{}</span><br>\n{}</p>\n')
    return Markup("").join(one.format(_line(q), _line(a)) for q, a in pairs)


def html_quote(value: str) -> Markup:
    lines = Markup("<br>\n").join(escape(line) for line in value.strip().splitlines())
    return Markup('<blockquote style="{}">{}</blockquote>').format(QUOTE, lines)


def html_table(headers: Sequence[str], groups: Sequence[RowGroup]) -> Markup:
    """A data table; on a narrow screen the layout's style sheet stacks its cells."""
    head = Markup("").join(
        Markup('<th scope="col" style="{}">{}</th>').format(HEAD, header) for header in headers
    )
    body = Markup("").join(_html_group(group, width=len(headers)) for group in groups)
    return Markup(
        '<table class="rows" style="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(TABLE, head, body)


def _html_group(group: RowGroup, *, width: int) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>\n").format(
            Markup("").join(Markup('<td style="{}">{}</td>').format(CELL, _line(c)) for c in row)
        )
        for row in group["rows"]
    )
    if not group["title"]:
        return rows
    title = Markup('<tr><th colspan="{}" scope="rowgroup" style="{}">{}</th></tr>\n')
    return title.format(width, GROUP, _line(group["title"])) + rows


TEXT_SHAPES: dict[str, Shape] = {
    "strong": text_strong,
    "button": text_button,
    "bullets": text_bullets,
    "numbered": text_numbered,
    "links": text_links,
    "facts": text_facts,
    "questions": text_questions,
    "quote": text_quote,
    "table": text_table,
}
HTML_SHAPES: dict[str, Shape] = {
    "strong": html_strong,
    "button": html_button,
    "bullets": html_bullets,
    "numbered": html_numbered,
    "links": html_links,
    "facts": html_facts,
    "questions": html_questions,
    "quote": html_quote,
    "table": html_table,
}
