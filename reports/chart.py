"""A bar chart as a PNG that reads well in print and without colour, the same bytes every time."""

from __future__ import annotations

import io
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reports.legible import legible
from reports.wording import NO_DATA, decimal

if TYPE_CHECKING:
    from vekha.outline import Chart, Language

DOTS_PER_INCH = 200
WIDTH_INCHES = 6.3  # 160 mm, the text's width on A4 with margins 30 and 15 mm
_TALLEST_INCHES = 8.6
# Told apart in greyscale by lightness first, by hatching second.
_FILLS = (("#35506b", ""), ("#c3ccd6", "///"), ("#7d93a8", "..."), ("#ffffff", "xx"))
_FONT = "DejaVu Serif"  # comes with matplotlib and has the Kazakh letters
_DRAWING = threading.Lock()  # matplotlib's settings belong to the whole process


@lru_cache(maxsize=32)
def draw_chart(chart: Chart, *, language: Language) -> bytes:
    """Return the chart as a PNG at 200 dots per inch; the caption is left to the document."""
    # matplotlib costs over a second to import: only documents with a chart pay for it.
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {
        "font.family": _FONT,
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a «$» in a school's name is a «$»
    }
    with _DRAWING, mpl.rc_context(settings):
        figure = Figure(figsize=_size(chart), dpi=DOTS_PER_INCH, layout="constrained")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _draw_bars(axes, chart, language=language)
        _dress(axes, chart, language=language)
        picture = io.BytesIO()
        # Not savefig, which draws once for the layout and once more: a drawing is laid out anyway.
        canvas.print_png(picture, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return picture.getvalue()


def describe_chart(chart: Chart, *, language: Language) -> str:
    """Return the chart in words, for those who cannot see it."""
    lines = []
    for series in chart.series:
        figures = "; ".join(
            f"{category} {_printed(value, chart, language)}"
            for category, value in zip(chart.categories, series.values, strict=True)
        )
        lines.append(f"{series.name}: {figures}" if series.name else figures)
    return legible(f"{chart.caption}. " + ". ".join(lines))


def _size(chart: Chart) -> tuple[float, float]:
    if chart.orientation == "vertical":
        return (WIDTH_INCHES, 3.6)
    bars = len(chart.categories) * (0.14 + 0.17 * max(1, len(chart.series)))
    return (WIDTH_INCHES, min(_TALLEST_INCHES, max(1.6, 0.75 + bars)))


def _printed(value: float | None, chart: Chart, language: Language) -> str:
    """Print one figure, with as many places as the others have."""
    if value is None:
        return NO_DATA[language]
    number = decimal(value, language, places=0 if _is_whole(chart) else 1)
    return f"{number} %" if chart.unit == "%" else number


def _is_whole(chart: Chart) -> bool:
    return all(
        value is None or float(value).is_integer()
        for series in chart.series
        for value in series.values
    )


def _text_size(chart: Chart) -> float:
    """Points; smaller where the categories crowd."""
    crowd = len(chart.categories) * max(1, len(chart.series))
    return 9.0 if crowd <= 30 else 7.5 if crowd <= 60 else 5.5


def _draw_bars(axes: Any, chart: Chart, *, language: Language) -> None:
    count = max(1, len(chart.series))
    thickness = 0.74 / count
    size = _text_size(chart)
    for place, series in enumerate(chart.series):
        fill, hatch = _FILLS[place % len(_FILLS)]
        positions = [
            index + (place - (count - 1) / 2) * thickness for index in range(len(chart.categories))
        ]
        lengths = [0.0 if value is None else value for value in series.values]
        style = {"color": fill, "edgecolor": "#222222", "linewidth": 0.6, "hatch": hatch}
        draw = axes.barh if chart.orientation == "horizontal" else axes.bar
        bars = draw(positions, lengths, thickness, label=legible(series.name), **style)
        labels = [_printed(value, chart, language) for value in series.values]
        axes.bar_label(bars, labels=labels, padding=3, fontsize=size)


def _dress(axes: Any, chart: Chart, *, language: Language) -> None:
    size = _text_size(chart)
    width = 34 if chart.orientation == "horizontal" else 18
    names = [_wrapped(legible(category), width=width) for category in chart.categories]
    places = list(range(len(names)))
    largest = max(
        (value for series in chart.series for value in series.values if value is not None),
        default=1.0,
    )
    # Room beyond the longest bar for its printed value.
    limit = max(chart.maximum or 0.0, largest, 1.0) * (1.12 if chart.maximum else 1.15)
    lengths, crossing = axes.xaxis, axes.yaxis
    if chart.orientation == "horizontal":
        axes.set_yticks(places, names, fontsize=size)
        axes.invert_yaxis()  # the first category on top, as in the table
        axes.set_xlim(0, limit)
        axes.set_ylim(len(names) - 0.4, -0.6)
    else:
        lengths, crossing = crossing, lengths
        turned = len(names) > 5
        axes.set_xticks(places, names, fontsize=size, rotation=45 if turned else 0)
        if turned:
            for label in axes.get_xticklabels():
                label.set_horizontalalignment("right")
                label.set_rotation_mode("anchor")
        axes.set_ylim(0, limit)
    _scale(lengths, chart, limit=limit, language=language)
    crossing.set_tick_params(length=0)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(chart.series) > 1:
        axes.figure.legend(
            loc="outside upper center", ncols=min(3, len(chart.series)), fontsize=9, frameon=False
        )


def _scale(axis: Any, chart: Chart, *, limit: float, language: Language) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ticks = MaxNLocator(nbins=6, integer=True).tick_values(0, chart.maximum or limit / 1.15)
    axis.set_ticks([tick for tick in ticks if 0 <= tick <= (chart.maximum or limit)])
    axis.set_major_formatter(FuncFormatter(lambda value, _: decimal(value, language, places=0)))
    axis.set_tick_params(labelsize=8, length=2)
    axis.grid(visible=True, color="#d5d5d5", linewidth=0.5)
    if chart.unit:
        axis.set_label_text(legible(chart.unit), fontsize=9)


def _wrapped(name: str, *, width: int) -> str:
    """Break a long category's name into at most three lines of about `width` characters."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return "\n".join(lines[:3])
