"""The page with the year drawn on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from vekha.picturing.gantt import plan_page
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]

SVG = "{http://www.w3.org/2000/svg}"


def year_of(page: str) -> ElementTree.Element:
    found = re.search(r'<svg class="year".*?</svg>', page, re.DOTALL)
    assert found
    return ElementTree.fromstring(found.group())


class Cells(HTMLParser):
    """The rows of the page's table as texts."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def rows_of(page: str) -> list[list[str]]:
    parser = Cells()
    parser.feed(page)
    return parser.rows


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_page_stands_alone_and_needs_no_script(gorod_selu: Plan, language: str) -> None:
    page = plan_page(gorod_selu, language=language)
    assert "<script" not in page
    assert not re.search(r'(src|href)="|url\(', page)
    assert f'<html lang="{language}">' in page


def test_picture_is_named_and_described(gorod_selu: Plan) -> None:
    year = year_of(plan_page(gorod_selu, language="ru"))
    assert year.get("role") == "img"
    named = str(year.get("aria-labelledby")).split()
    texts = {child.get("id"): child.text for child in year}
    assert [bool(texts[name]) for name in named] == [True, True]


def test_every_stage_activity_survey_and_document_has_a_line(gorod_selu: Plan) -> None:
    titles = [
        t.text or "" for t in year_of(plan_page(gorod_selu, language="ru")).iter(SVG + "title")
    ]
    file = gorod_selu.roadmap.file
    things = [*file.stages.values(), *file.activities, *file.surveys.values(), *file.meetings.values(),
              *file.reports.values(), *file.announcements.values()]  # fmt: skip
    for thing in things:
        name = thing.title.to("ru")
        assert any(name in title for title in titles), name


def test_reminders_and_closings_are_drawn_as_signs(gorod_selu: Plan) -> None:
    titles = [
        t.text or "" for t in year_of(plan_page(gorod_selu, language="ru")).iter(SVG + "title")
    ]
    drawn = [a for a in gorod_selu.actions if str(a.kind) in ("remind", "close", "escalate")]
    for action in drawn:
        assert any(action.title in title for title in titles)


def test_table_lists_every_action_in_order(gorod_selu: Plan) -> None:
    rows = [row for row in rows_of(plan_page(gorod_selu, language="ru")) if len(row) == 4][1:]
    assert len(rows) == len(gorod_selu.actions)
    for row, action in zip(rows, gorod_selu.actions, strict=True):
        assert action.title in row[1]
        assert row[2] == (str(action.letters) if action.letters else "")


def test_titles_with_markup_are_shown_not_executed(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small(("title: Опрос", "title: <script>alert(1)</script> & «Опрос»")))
    page = plan_page(plan, language="ru")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; «Опрос»" in page
    year_of(page)  # still well-formed


def test_all_of_a_label_is_kept_where_the_chart_cuts_it(gorod_selu: Plan) -> None:
    year = year_of(plan_page(gorod_selu, language="ru"))
    shown = [t.text or "" for t in year.iter(SVG + "text")]
    cut = [text for text in shown if text.endswith("…")]
    titles = [t.text or "" for t in year.iter(SVG + "title")]
    assert cut
    for text in cut:
        assert any(text[:-1].strip() in title for title in titles)


def test_page_of_an_empty_year_is_drawn_from_its_period(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small())
    page = plan_page(plan, language="kk")
    assert "қыркүйек" in page
    year_of(page)


def test_undated_activity_says_so_in_place_of_a_bar(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small(
        ("    term: октябрь\n", "    term: по графику\n"),
        ("    activity: study\n", "    opens: 2 октября\n    closes: 27 октября\n"),
    ))  # fmt: skip
    year = year_of(plan_page(plan, language="ru"))
    assert "по графику (без дней)" in [t.text for t in year.iter(SVG + "text")]


def test_number_that_is_printed_with_its_dot_gets_no_second_one(
    plan_of: PlanOf, small: Small
) -> None:
    plan = plan_of(small(('number: "1"', 'number: "1."')))
    assert ">1. Исследование<" in plan_page(plan, language="ru")


def test_stage_without_a_term_spans_its_activities(plan_of: PlanOf, small: Small) -> None:
    plan = plan_of(small(("    term: сентябрь-ноябрь\n", "")))
    page = plan_page(plan, language="ru")
    assert "None" not in page
    assert "01.10.2023 – 31.10.2023" in page
