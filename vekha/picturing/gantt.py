"""A plan as one self-contained page: the chart of the year and, below it, every action in a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import groupby

from vekha.actions.action import Action
from vekha.picturing.chart import draw_year, scale_of, shape_at
from vekha.picturing.rows import Shape, groups_of
from vekha.picturing.wording import month_name, say, weekday_name
from vekha.planning import Plan

_LEGEND: tuple[Shape, ...] = (
    "invite",
    "remind",
    "escalate",
    "close",
    "meet",
    "report",
    "announce",
)


def plan_page(plan: Plan, *, language: str) -> str:
    """The page, in `language` (ru, kk or en); no script, nothing is loaded from elsewhere."""
    file = plan.roadmap.file
    title = file.title.to(language)
    groups = groups_of(plan, language=language)
    period = plan.roadmap.period
    scale = scale_of(groups, start=period.start, until=period.until)
    days = f"{period.start:%d.%m.%Y} – {period.until:%d.%m.%Y}"
    heading = say("year", language, period=days if period.kind == "range" else period.label)
    months = {
        "start": month_name(scale.first, language, year=True),
        "until": month_name(scale.last, language, year=True),
    }
    picture = draw_year(
        groups,
        scale,
        calendar=plan.schedule.calendar,
        stages=list(file.stages),
        language=language,
        title=f"{title}. {heading}",
        description=say("picture", language, **months),
    )
    letters = sum(action.letters for action in plan.actions)
    facts = {"actions": len(plan.actions), "letters": letters, "zone": file.timezone}
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{language}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} · {escape(heading)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body><header>",
            f"<h1>{escape(title)}</h1>",
            f"<p>{escape(heading)} · {escape(file.body.to(language))}</p>",
            "</header><main>",
            f'<figure><div class="scroll">{picture}</div>',
            _legend(language),
            "</figure>",
            f"<h2>{say('all-actions', language)}</h2>",
            f"<p>{escape(say('summary', language, **facts))}</p>",
            *_table(plan, language),
            "</main></body></html>",
            "",
        )
    )


def _legend(language: str) -> str:
    items = [
        '<span class="sign"><svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">'
        f"{shape_at(shape, 10, 10, '#37474f')}</path></svg> "
        f"{escape(say(f'legend-{shape}', language))}</span>"
        for shape in _LEGEND
    ]
    items.append(
        '<span class="sign"><svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">'
        '<rect class="rest" x="3" y="2" width="14" height="16"/></svg> '
        f"{escape(say('legend-rest', language))}</span>"
    )
    return f"<figcaption><b>{say('legend', language)}:</b> {' '.join(items)}</figcaption>"


def _table(plan: Plan, language: str) -> Iterator[str]:
    """All actions in order of time, month by month."""
    heads = [say(key, language) for key in ("when", "what", "letters-short", "moved")]
    yield "<table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead>"
    for month, actions in groupby(plan.actions, key=lambda action: action.wall[:7]):
        first = datetime.fromisoformat(f"{month}-01").date()
        name = month_name(first, language, year=True)
        yield f'<tbody><tr class="month"><th colspan="4" scope="rowgroup">{name}</th></tr>'
        for action in actions:
            yield _row(action, language)
        yield "</tbody>"
    yield "</table>"


def _row(action: Action, language: str) -> str:
    at = datetime.fromisoformat(action.wall)
    when = f"{weekday_name(at.date(), language)} {at:%d.%m.%Y %H:%M}"
    letters = str(action.letters) if action.letters else ""
    what = escape(action.title)
    if action.needs_approval:
        what += f' <em class="approval">{escape(say("approved-first", language))}</em>'
    return (
        f'<tr><td class="when"><time datetime="{action.due.isoformat()}">{when}</time></td>'
        f'<td>{what}</td><td class="count">{letters}</td><td>{escape(action.shifted)}</td></tr>'
    )


_STYLE = """
:root{color-scheme:light;--ink:#1f2a33;--soft:#5b6470;--rule:#dfe4e8;--rest:#eef1f3}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem clamp(1rem,3vw,2.5rem);color:var(--ink);background:#fff;
font:16px/1.45 "PT Sans","Noto Sans","Segoe UI","DejaVu Sans",Arial,sans-serif}
h1{margin:0;font-size:1.7rem}h2{margin:2rem 0 .3rem;font-size:1.25rem}
header p,h2+p{margin:.2rem 0 1rem;color:var(--soft)}
figure{margin:0}.scroll{overflow-x:auto}
svg.year{display:block;width:100%;min-width:960px;height:auto;
font-family:"PT Sans","Noto Sans","Segoe UI","DejaVu Sans",Arial,sans-serif;font-size:13px}
svg text{fill:var(--ink)}
svg .rest{fill:var(--rest)}
svg line.month{stroke:#c3ccd3;stroke-width:1}
svg text.month{font-size:14px;fill:var(--soft)}svg text.year{font-size:13px;font-weight:bold}
svg rect.group{fill:#e3e9ee}svg text.group{font-weight:bold;font-size:14px}
svg line.rule{stroke:var(--rule);stroke-width:1}svg text.note{fill:var(--soft);font-style:italic}
figcaption{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;align-items:center;margin-top:.6rem;
font-size:.9rem;color:var(--soft)}
.sign{display:inline-flex;align-items:center;gap:.25rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{border-bottom:2px solid var(--ink)}
tr.month th{padding-top:.9rem;background:none;color:var(--soft);font-weight:bold}
tr.month th::first-letter{text-transform:uppercase}
td.when{white-space:nowrap}td.count,thead th:nth-child(3){text-align:right}
.approval{color:var(--soft)}
@media (max-width:40rem){td,th{padding:.3rem .35rem}td.when{white-space:normal}}
@page{size:landscape;margin:10mm}
@media print{body{padding:0;font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
h1{font-size:16pt}header p{margin-bottom:2mm}.scroll{overflow:visible}
svg.year{min-width:0;max-height:82vh}figcaption{font-size:8.5pt;margin-top:2mm}figure,tr{break-inside:avoid}
h2{break-before:page;margin-top:0}thead{display:table-header-group}table{font-size:9.5pt}
tr.month{break-after:avoid}}
""".strip()
