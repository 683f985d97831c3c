"""Who took part: the table and chart by district, those who did not answer, those excused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.documents.cells import (
    based_share,
    count_cell,
    district_columns,
    district_rows,
    figure_columns,
    share_cell,
    words_cell,
)
from vekha.documents.wording import genitive, say
from vekha.outline import Cell, Chart, Column, Paragraph, Row, Series, Table
from vekha.states import SheetState
from vekha.tally.districts import assign_districts, in_roster_order
from vekha.tally.response import tally_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vekha.answers import Sheet, Wave
    from vekha.outline import Block, Language
    from vekha.roadmap.programme import Roadmap
    from vekha.tally.districts import ByDistrict
    from vekha.tally.response import Response


def participation_blocks(roadmap: Roadmap, wave: Wave, *, language: Language) -> tuple[Block, ...]:
    """The paragraph that says it, the table by district, the chart."""
    response = tally_response(roadmap, wave)
    return (
        *(Paragraph(text) for text in _sentences(response, language=language)),
        response_table(response, language=language),
        _chart(response, language=language),
    )


def response_table(response: ByDistrict[Response], *, language: Language) -> Table:
    """Participation by district, with the base of each share in its own column."""

    def cells(row: Response) -> tuple[Cell, ...]:
        counts = (row.asked, row.excused, row.base, row.answered, row.on_time)
        shares = (share_cell(row.share, language=language),)
        return tuple(count_cell(count, language=language) for count in counts) + shares

    keys = ("asked", "excused", "base", "answered", "on-time", "response-share")
    return Table(
        columns=district_columns(language)
        + figure_columns(*(say(language, key) for key in keys), width=1.05),
        rows=district_rows(response, cells, language=language),
        caption=say(language, "caption-response"),
        note=say(language, "note-response"),
        key="response",
    )


def silent_blocks(roadmap: Roadmap, wave: Wave, *, language: Language) -> tuple[Block, ...]:
    """Those who owe an answer, with whom to call."""
    silent = in_roster_order(roadmap, wave.silent)
    districts = name_districts(roadmap, language=language)
    if not silent:
        return (Paragraph(say(language, "silent-none")),)
    columns = (
        *district_columns(language),
        Column(say(language, "organisation"), "left", 2.2),
        Column(say(language, "head"), "left", 1.8),
        Column(say(language, "phone"), "left", 1.5),
    )
    rows = tuple(
        Row(
            (
                *_place_cells(sheet, number, districts=districts),
                words_cell(_with_state(sheet, language=language)),
                words_cell(sheet.respondent.person.label),
                words_cell(sheet.respondent.person.phone.replace(" ", "\u00a0")),
            )
        )
        for number, sheet in enumerate(silent, 1)
    )
    caption = say(language, "caption-silent")
    return (Table(columns, rows, caption=caption, key="silent"),)


def excused_blocks(roadmap: Roadmap, wave: Wave, *, language: Language) -> tuple[Block, ...]:
    """Those who were excused, and why; nothing where nobody was."""
    excused = in_roster_order(roadmap, wave.excused)
    districts = name_districts(roadmap, language=language)
    if not excused:
        return ()
    columns = (
        *district_columns(language),
        Column(say(language, "organisation"), "left", 2.4),
        Column(say(language, "reason"), "left", 2.4),
    )
    rows = tuple(
        Row(
            (
                *_place_cells(sheet, number, districts=districts),
                words_cell(sheet.respondent.organisation.name),
                words_cell(sheet.excused_why),
            )
        )
        for number, sheet in enumerate(excused, 1)
    )
    caption = say(language, "caption-excused")
    return (Table(columns, rows, caption=caption, key="excused"),)


def name_districts(roadmap: Roadmap, *, language: Language) -> Mapping[str, str]:
    """Organisation → the name of the district that it counts in."""
    known, nowhere = roadmap.organisations, say(language, "no-district")
    return {
        organisation: known[district].name if district in known else nowhere
        for organisation, district in assign_districts(roadmap).items()
    }


def _place_cells(sheet: Sheet, number: int, *, districts: Mapping[str, str]) -> tuple[Cell, Cell]:
    name = districts.get(sheet.respondent.organisation.key, "—")
    return Cell(str(number), number, "0"), Cell(name)


def _with_state(sheet: Sheet, *, language: Language) -> str:
    name = sheet.respondent.organisation.name
    if sheet.state is SheetState.RETURNED:
        return say(language, "returned", organisation=name)
    return name


def _sentences(response: ByDistrict[Response], *, language: Language) -> tuple[str, ...]:
    total = response.total
    if not total.base:
        facts = {"asked": total.asked, "excused": total.excused}
        return (say(language, "response-none", **facts),)
    first = say(
        language,
        "response",
        answered=total.answered,
        of_answered=genitive(language, "organisation", total.answered),
        base=total.base,
        share=total.share.text(language=language),
        on_time=total.on_time,
    )
    if total.silent or total.excused:
        rest = say(language, "response-rest", silent=total.silent, excused=total.excused)
    else:
        rest = say(language, "response-all")
    return (f"{first} {rest}", *_extremes(response, language=language))


def _extremes(response: ByDistrict[Response], *, language: Language) -> tuple[str, ...]:
    """Which districts answered in full and which least, where they differ."""
    asked = [(district, row) for district, row in response.rows if district.key and row.base]
    shares = {row.share.value for _, row in asked}
    if len(shares) < 2:
        return ()
    full = ", ".join(district.name for district, row in asked if not row.silent)
    least = min((row.share for _, row in asked), key=lambda share: share.value or 0).value
    low = "; ".join(
        f"{district.name} – {based_share(row.share, language=language)}"
        for district, row in asked
        if row.share.value == least
    )
    lines = [say(language, "response-full", districts=full)] if full else []
    lines.append(say(language, "response-low", districts=low))
    return (" ".join(lines),)


def _chart(response: ByDistrict[Response], *, language: Language) -> Chart:
    """The response rate by district, as in the table; the total is its last bar."""
    bars = [(d.name or say(language, "no-district"), row) for d, row in response.rows]
    bars.append((say(language, "total"), response.total))
    return Chart(
        categories=tuple(name for name, _ in bars),
        series=(
            Series(say(language, "response-share"), tuple(row.share.percent() for _, row in bars)),
        ),
        caption=say(language, "caption-chart"),
        unit="%",
        maximum=100,
    )
