"""HTML pages, parsed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from reports.formats import FORMATS, render
from reports.page import render_html
from vekha.outline import Cell, Chart, Column, Heading, Outline, Paragraph, Row, Table


class Reading(HTMLParser):
    """Collects tags and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def small(*blocks: Any) -> Outline:
    return Outline("Название", "kk", date(2024, 2, 29), blocks)


def test_the_page_is_alone_in_the_world_and_light(february: Outline) -> None:
    page = render_html(february)
    reading = Reading(page)
    assert not reading.of("script")
    assert not reading.of("link")
    assert all((image["src"] or "").startswith("data:image/png") for image in reading.of("img"))
    charts = [block for block in february.blocks if not isinstance(block, Chart)]
    assert len(render_html(replace(february, blocks=tuple(charts))).encode()) < 100_000


def test_two_renderings_are_equal(february: Outline) -> None:
    assert render_html(february) == render_html(replace(february))


def test_tables_say_what_their_headers_are_for(february: Outline) -> None:
    reading = Reading(render_html(february))
    scopes = [attributes.get("scope") for attributes in reading.of("th")]
    assert set(scopes) == {"col", "row", "rowgroup"}
    assert "Таблица 2. Охват промежуточным мониторингом по районам" in reading.text
    assert reading.of("html")[0]["lang"] == "ru"
    assert reading.of("img")[0]["alt"]


def test_links_of_the_contents_lead_to_headings(february: Outline) -> None:
    reading = Reading(render_html(february))
    targets = {attributes.get("id") for _, attributes in reading.tags}
    links = [(link["href"] or "").lstrip("#") for link in reading.of("a")]
    assert len(links) == 6
    assert set(links) <= targets


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert(1)</script> & "кавычки" {{ 7*7 }} \x00Ә Ғ Қ Ң Ө Ұ Ү Һ І'
    cells = Table((Column(hostile),), (Row((Cell(hostile),)),), caption=hostile, key='"><b>')
    chart = Chart(("а",), (), hostile)
    reading = Reading(render_html(small(Heading(hostile), Paragraph(hostile), cells, chart)))
    assert not reading.of("script")
    assert not reading.of("b")
    assert reading.text.count(hostile.replace("\x00", "")) >= 5


@pytest.mark.parametrize("wanted", FORMATS)
def test_every_format_renders_through_one_door(wanted: Any, february: Outline) -> None:
    made = render(february, wanted)
    starts = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}
    assert made.content.startswith(starts[wanted])
    assert made.file_extension == f".{wanted}"
    assert "/" in made.media_type
