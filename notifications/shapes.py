"""What a letter is made of besides sentences: links, lists, tables, in plain text and in HTML.

A template is written once; the two environments of composing.py give it one or the other of
these. A template's blank line parts paragraphs in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict
from urllib.parse import quote

from markupsafe import Markup, escape

BREAK = "\x1f"  # a line end that joining the lines of a paragraph must keep
SPACES = re.compile(r"\s*\n\s*")
BLANK_LINES = re.compile(r"\n\s*\n")
BLOCKS = ("<p", "<ul", "<ol", "<table", "<blockquote", "<div")
WEB = ("https://", "http://")

P = "margin:0 0 16px"
BUTTON = "display:block;padding:14px 24px;color:#ffffff;font-weight:bold;text-decoration:none"
PRESS = "border-radius:6px;background:#1b5e9b"
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
# Every value goes through _safe() before it stands in a Markup; f-strings, for Markup.format costs
# more than all the rest of a letter.


def _safe(value: object) -> str:
    """A value on one line, escaped; what is Markup already stays."""
    return value if isinstance(value, Markup) else str(escape(_line(value)))


def html_strong(value: object) -> Markup:
    return Markup(f"<strong>{_safe(value)}</strong>")  # noqa: S704


def html_phone(number: str) -> Markup:
    """A number to be dialled with one touch, never broken between lines."""
    dial = "".join(c for c in number if c in "+0123456789")
    return Markup(  # noqa: S704
        f'<a href="tel:{dial}" style="white-space:nowrap">{_safe(number)}</a>' if dial else ""
    )


def html_mail(email: str) -> Markup:
    return Markup(f'<a href="mailto:{quote(email, safe="@")}">{_safe(email)}</a>')  # noqa: S704


def _anchor(url: str, label: str, *, style: str = "") -> str:
    """A link, only to the web: any other scheme is shown, not linked."""
    if not url.startswith(WEB):
        return _safe(label if label == url else f"{label}: {url}")
    look = f' class="button" style="{style}"' if style else ""
    return f'<a href="{_safe(url)}"{look}>{_safe(label)}</a>'


def html_button(url: str, label: str) -> Markup:
    """A cell of a table, for Outlook draws neither padding nor background of a link.

    The address stands below it: some programs show no links, and some people trust no buttons.
    """
    return Markup(  # noqa: S704
        f'<table role="presentation" class="action" cellpadding="0" cellspacing="0" '
        f'style="margin:0 0 8px"><tr><td class="press" bgcolor="#1b5e9b" style="{PRESS}">'
        f"{_anchor(url, label, style=BUTTON)}</td></tr></table>\n"
        f'<p class="dim" style="{SMALL}">{_anchor(url, url)}</p>'
    )


def _list(tag: str, items: Iterable[str]) -> Markup:
    rows = "".join(f'<li style="{ITEM}">{item}</li>' for item in items)
    return Markup(f'<{tag} style="{LIST}">{rows}</{tag}>')  # noqa: S704


def html_bullets(items: Sequence[object]) -> Markup:
    return _list("ul", (_safe(item) for item in items))


def html_numbered(items: Sequence[object]) -> Markup:
    return _list("ol", (_safe(item) for item in items))


def html_links(items: Sequence[tuple[str, str]]) -> Markup:
    return _list("ul", (_anchor(url, title) for title, url in items))


def html_facts(pairs: Sequence[tuple[str, object]]) -> Markup:
    lines = "<br>\n".join(
        f'<span class="dim">{_safe(label)}:</span> {_safe(value)}'
        for label, value in pairs
        if value
    )
    return Markup(f'<p style="{P}">{lines}</p>')  # noqa: S704


def html_questions(pairs: Sequence[tuple[str, str]]) -> Markup:
    return Markup(  # noqa: S704
        "".join(
            f'<p style="margin:0 0 10px"><span class="dim">{_safe(q)}</span><br>\n{_safe(a)}</p>\n'
            for q, a in pairs
        )
    )


def html_quote(value: str) -> Markup:
    lines = "<br>\n".join(_safe(line) for line in value.strip().splitlines())
    return Markup(f'<blockquote style="{QUOTE}">{lines}</blockquote>')  # noqa: S704


def html_table(headers: Sequence[str], groups: Sequence[RowGroup]) -> Markup:
    """A data table; on a narrow screen the layout's style sheet stacks its cells."""
    head = "".join(f'<th scope="col" style="{HEAD}">{_safe(header)}</th>' for header in headers)
    body = "".join(_html_group(group, width=len(headers)) for group in groups)
    return Markup(  # noqa: S704
        f'<table class="rows" style="{TABLE}"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table>"
    )


def _html_group(group: RowGroup, *, width: int) -> str:
    title, rows = "", []
    if group["title"]:
        cell = f'<th colspan="{width}" scope="rowgroup" style="{GROUP}">'
        title = f"<tr>{cell}{_safe(group['title'])}</th></tr>\n"
    for row in group["rows"]:
        cells = "".join(f'<td style="{CELL}">{_safe(cell)}</td>' for cell in row)
        rows.append(f"<tr>{cells}</tr>\n")
    return title + "".join(rows)


TEXT_SHAPES: dict[str, Shape] = {
    "strong": text_strong,
    "phone": text_strong,
    "mail": text_strong,
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
    "phone": html_phone,
    "mail": html_mail,
    "button": html_button,
    "bullets": html_bullets,
    "numbered": html_numbered,
    "links": html_links,
    "facts": html_facts,
    "questions": html_questions,
    "quote": html_quote,
    "table": html_table,
}
