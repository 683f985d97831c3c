"""The year as an SVG: months across, lines down, days off shaded. What is drawn is in `rows`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from vekha.calendar import WorkCalendar
from vekha.picturing.rows import Bar, Group, Line, Shape, Sign
from vekha.picturing.wording import month_name

WIDTH = 1600.0
MARGIN = 12.0  # to the right of the last day, for half of a sign
LABELS = 470.0  # width of the column of names
HEAD = 46.0
LINE = 30.0
GROUP = 28.0
FONT = 13.0
LETTER = 0.6  # of the font size: the widest of the usual sans-serif fonts in Cyrillic
_ONE_DAY = timedelta(days=1)

# Six hues that stay apart for colour-blind readers and in grey print.
_COLOURS = ("#2f6db3", "#1b8a6b", "#c2691c", "#8a4fa0", "#b3324a", "#6b7a1e")
_NO_STAGE = "#5b6470"


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to places across: whole months from `first` to `last`."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The left edge of a day."""
        days = (self.last - self.first).days + 1
        return LABELS + (WIDTH - MARGIN - LABELS) * (day - self.first).days / days

    def middle(self, day: date) -> float:
        """The middle of a day."""
        return (self.x(day) + self.x(day + _ONE_DAY)) / 2

    def months(self) -> list[date]:
        """The first day of each month."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return found


def scale_of(groups: Sequence[Group], *, start: date, until: date) -> Scale:
    """Whole months around all that is drawn; `start` and `until` where nothing is."""
    days = [
        day
        for group in groups
        for line in group.lines
        for day in (
            *(b.start for b in line.bars),
            *(b.until for b in line.bars),
            *(s.day for s in line.signs),
        )
    ]
    first, last = (min(days), max(days)) if days else (start, until)
    end = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - _ONE_DAY
    return Scale(first.replace(day=1), end)


def draw_year(
    groups: Sequence[Group],
    scale: Scale,
    *,
    calendar: WorkCalendar,
    stages: Sequence[str],
    language: str,
    title: str,
    description: str,
) -> str:
    """The SVG element; readable without scripts and without colour."""
    height = HEAD + sum(GROUP + LINE * len(group.lines) for group in groups) + 6
    colours = {key: _COLOURS[i % len(_COLOURS)] for i, key in enumerate(stages)}
    parts = [
        f'<svg class="year" role="img" aria-labelledby="year-title year-text" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="year-title">{escape(title)}</title>',
        f'<desc id="year-text">{escape(description)}</desc>',
        _rest(scale, calendar, height),
        *_months(scale, height, language),
    ]
    top = HEAD
    for group in groups:
        parts.append(_heading(group, top))
        top += GROUP
        for number, line in enumerate(group.lines):
            colour = colours.get(line.stage, _NO_STAGE)
            parts += _line(group, line, scale, top=top, colour=colour, ruled=number > 0)
            top += LINE
    return "\n".join([*parts, "</svg>"])


def _rest(scale: Scale, calendar: WorkCalendar, height: float) -> str:
    """All days off in one path: runs of days, so that the file stays small."""
    pieces, day = [], scale.first
    while day <= scale.last:
        if calendar.is_working(day):
            day += _ONE_DAY
            continue
        end = day
        while end <= scale.last and not calendar.is_working(end):
            end += _ONE_DAY
        left, right = scale.x(day), scale.x(end)
        pieces.append(f"M{left:.1f} {HEAD:g}H{right:.1f}V{height - 4:g}H{left:.1f}Z")
        day = end
    return f'<path class="rest" d="{"".join(pieces)}"/>'


def _months(scale: Scale, height: float, language: str) -> Iterator[str]:
    months = scale.months()
    for number, day in enumerate(months):
        left = scale.x(day)
        after = scale.x(scale.last + _ONE_DAY)
        if number + 1 < len(months):
            after = scale.x(months[number + 1])
        name = month_name(day, language)
        if after - left < 8.5 * len(name):
            name = name[:3]
        middle = (left + after) / 2
        yield f'<line class="month" x1="{left:.1f}" x2="{left:.1f}" y1="24" y2="{height - 4:g}"/>'
        yield f'<text class="month" x="{middle:.1f}" y="40" text-anchor="middle">{name}</text>'
        if number == 0 or day.month == 1:
            yield f'<text class="year" x="{left + 4:.1f}" y="16">{day.year}</text>'


def _heading(group: Group, top: float) -> str:
    return (
        f'<rect class="group" x="0" y="{top + 4:g}" width="{WIDTH:g}" height="{GROUP - 5:g}"/>'
        f'<text class="group" x="8" y="{top + 20:g}">{escape(group.title)}</text>'
    )


def _line(
    group: Group, line: Line, scale: Scale, *, top: float, colour: str, ruled: bool
) -> Iterator[str]:
    yield f"<g><title>{escape(line.title)}</title>"
    if ruled:
        yield f'<line class="rule" x1="0" x2="{WIDTH:g}" y1="{top:g}" y2="{top:g}"/>'
    yield from _label(line.label, top=top)
    for bar in line.bars:
        yield _bar(bar, scale, top=top, colour=colour, thin=group.kind == "surveys")
    if line.note:
        yield f'<text class="note" x="{LABELS + 8:g}" y="{top + 19:g}">{escape(line.note)}</text>'
    for sign in line.signs:
        yield _sign(sign, scale, top=top, colour=colour)
    yield "</g>"


def _label(label: str, *, top: float) -> Iterator[str]:
    rows = wrap(label, width=LABELS - 20, rows=2)
    size = FONT if len(rows) == 1 else FONT - 1.5
    first = top + (19.5 if len(rows) == 1 else 12.5)
    for number, row in enumerate(rows):
        y = first + number * 12.5
        yield f'<text x="8" y="{y:g}" font-size="{size:g}">{escape(row)}</text>'


def _bar(bar: Bar, scale: Scale, *, top: float, colour: str, thin: bool) -> str:
    left, right = scale.x(max(bar.start, scale.first)), scale.x(bar.until + _ONE_DAY)
    high = 6.0 if thin else 16.0
    y = top + (LINE - high) / 2
    width = max(right - left, 3.0)
    style = f'fill="{colour}" fill-opacity="{0.35 if thin else 0.82}"'
    if bar.open:
        style = f'fill="{colour}" fill-opacity="0.25" stroke="{colour}" stroke-dasharray="4 3"'
    return (
        f'<rect x="{left:.1f}" y="{y:g}" width="{width:.1f}" height="{high:g}" rx="3" {style}>'
        f"<title>{escape(bar.title)}</title></rect>"
    )


def _sign(sign: Sign, scale: Scale, *, top: float, colour: str) -> str:
    x, y = scale.middle(sign.day), top + LINE / 2
    if sign.shape == "escalate":
        y -= 8  # it comes a day before the closing, whose sign would cover it
    return f"{shape_at(sign.shape, x, y, colour)}<title>{escape(sign.title)}</title></path>"


def shape_at(shape: Shape, x: float, y: float, colour: str) -> str:
    """The opened <path> of a sign; each kind has its own outline, not only its own place."""
    filled = f'fill="{colour}" stroke="#fff" stroke-width="1"'
    hollow = f'fill="#fff" stroke="{colour}" stroke-width="1.8"'
    outline, style = {
        "invite": ("m-6 -7l13 7l-13 7z", filled),
        "remind": ("m0 -8v16", f'fill="none" stroke="{colour}" stroke-width="2.6"'),
        "escalate": ("m0 -5l5.5 9h-11z", hollow),
        "close": ("m-5.5 -5.5h11v11h-11z", filled),
        "meet": ("m0 -9l2.6 6.3l6.8 .5l-5.2 4.4l1.6 6.6l-5.8 -3.6l-5.8 3.6l1.6 -6.6"
                 "l-5.2 -4.4l6.8 -.5z", filled),
        "report": ("m-5.5 -7.5h7.5l4 4v11h-11.5z", hollow),
        "announce": ("m-7.5 -5.5h15v11h-15z m0 0l7.5 6.5l7.5 -6.5", hollow),
    }[shape]  # fmt: skip
    return f'<path d="M{x:.1f} {y:.1f}{outline}" {style} stroke-linejoin="round">'


def wrap(text: str, *, width: float, rows: int) -> list[str]:
    """Text in at most so many rows of the label column; what does not fit ends in «…»."""
    whole = int(width / (FONT * LETTER))
    if len(text) <= whole:
        return [text]
    limit = int(width / ((FONT - 1.5) * LETTER))
    found: list[str] = []
    row = ""
    for word in text.split():
        if len(row) + len(word) + 1 <= limit or not row:
            row = f"{row} {word}".strip()
            continue
        if len(found) == rows - 1:
            return [*found, f"{row[: limit - 1]}…"]
        found.append(row)
        row = word
    return [*found, row if len(row) <= limit else f"{row[: limit - 1]}…"]
