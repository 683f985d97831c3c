"""The year of 500+ rehearsed: letters to both sides of a visit, logs and minutes as Word files."""

from __future__ import annotations

import json
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar

from office.materials import make_material
from office.rehearsal import Rehearsed, rehearse
from vekha.planning import make_plan
from vekha.told import visit_days

pytestmark = pytest.mark.xdist_group("rehearsal")

FOLDER = Path(__file__).parents[2] / "roadmaps" / "500plus"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rehearsed]:
    """500+ rehearsed with the seed 1."""
    files = {p.name: p.read_bytes() for p in FOLDER.iterdir() if p.suffix in (".yaml", ".csv")}
    plan, issues = make_plan(files)
    assert plan is not None, issues
    out = tmp_path_factory.mktemp("500plus")
    return out, rehearse(files, plan, out, seed=1, make_file=make_material)


def letter(out: Path, name: str) -> EmailMessage:
    (file,) = (out / "letters").glob(f"*--{name}.eml")
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_whole_year_is_done(year: tuple[Path, Rehearsed]) -> None:
    _, rehearsed = year
    assert set(rehearsed.states) == {"done"}
    kinds = {name.split("-2021")[0] for name in rehearsed.reports}
    assert kinds == {
        "500plus-curator-log",
        "500plus-consultation-minutes",
        "500plus-stage-1",
        "500plus-method-days",
        "500plus-stage-2",
        "500plus-verdict",
        "500plus-plan",
    }


def test_those_who_travel_and_those_who_receive_are_told_apart(
    year: tuple[Path, Rehearsed],
) -> None:
    out, _ = year
    guest = letter(out, "method-days-march--announce--cro-methodist")
    host = letter(out, "method-days-march--announce--dir-zarinskaya")

    assert guest["Subject"].startswith("Вы едете: Выездной методический день, с 18 по 19 марта")
    assert host["Subject"].startswith("К вам едут: Выездной методический день")
    assert "директор МБОУ «Тарасовская СОШ»" in text_of(guest)
    assert "методист Центра развития образования, +7 38442" in text_of(host)
    assert "После визита придёт ссылка: Журнал выездного методического дня." in text_of(guest)
    assert "После визита" not in text_of(host)
    assert "договоритесь" not in text_of(host)


def test_letter_before_the_first_visit_says_what_is_not_known(
    year: tuple[Path, Rehearsed],
) -> None:
    text = text_of(letter(year[0], "first-visit--announce--curator-56"))

    assert "Какую из школ посещает каждый куратор, в документе не сказано" in text
    assert "Участие предусмотрено приказом Министерства" in text


def test_log_and_minutes_say_what_was_entered(year: tuple[Path, Rehearsed]) -> None:
    """Every text in the Word files is one of the journal's answers."""
    out, _ = year
    lines = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    answers = {
        (line["detail"]["survey"], line["detail"]["organisation"]): line["detail"]["answers"]
        for line in kept
        if line["kind"] == "answers kept"
    }
    (log,) = (out / "reports").glob("500plus-curator-log-*.docx")
    cells = [c.text for t in Document(str(log)).tables for r in t.rows for c in r.cells]
    told = [found for (survey, _), found in answers.items() if survey == "first-visit-log"]
    assert told
    assert all(found["conclusion"] in cells for found in told)

    (minutes,) = (out / "reports").glob("500plus-consultation-minutes-*.docx")
    paragraphs = [p.text for p in Document(str(minutes)).paragraphs]
    entered = answers["consultation-minutes", "cro"]
    assert entered["heard-1"] in paragraphs
    assert "СЛУШАЛИ:" in paragraphs


def test_both_sides_of_a_visit_get_its_days_for_the_calendar(year: tuple[Path, Rehearsed]) -> None:
    out, _ = year
    events = []
    for person in ("cro-methodist", "dir-zarinskaya"):
        message = letter(out, f"method-days-march--announce--{person}")
        (part,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        calendar = Calendar.from_ical(content)
        assert calendar["METHOD"] == part.get_param("method") == "REQUEST"
        events += calendar.walk("VEVENT")
    guest, host = events
    assert guest["uid"] == host["uid"]
    assert guest["attendee"] != host["attendee"]
    for event in events:
        assert event.decoded("dtstart") == date(2021, 3, 18)
        assert event.decoded("dtend") == date(2021, 3, 20)  # the day after the last
        assert event["transp"] == "TRANSPARENT"


def test_every_letter_before_a_visit_carries_a_date_where_the_document_gives_one(
    year: tuple[Path, Rehearsed],
) -> None:
    out, _ = year
    plan, _ = make_plan({p.name: p.read_bytes() for p in FOLDER.iterdir() if p.is_file()})
    assert plan is not None
    for table in plan.roadmap.file.visits.values():
        for visit in table.visits:
            one_term = visit_days(plan.schedule.activities[visit.key]) is not None
            sent = list((out / "letters").glob(f"*--{visit.key}--announce--*.eml"))
            assert sent
            for file in sent:
                assert (b"text/calendar" in file.read_bytes()) == one_term, file.name
