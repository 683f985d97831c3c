"""The roadmap of «#СЕЛОРЯДОМ» against the text of the document it was made from."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from golden_output import compare_golden

from vekha.planning import Plan, make_plan
from vekha.roadmap.programme import Roadmap

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "roadmaps" / "selo-ryadom"
FILES = ("roadmap.yaml", "organisations.csv", "people.csv")
MONTHS = ("Ноябрь", "Январь", "Февраль", "Март", "Апрель", "Май")


def squeeze(text: str) -> str:
    """The text without any white space: where a line was broken is no part of the wording."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def document() -> str:
    return squeeze((HERE / "selo-ryadom.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    made, issues = make_plan({name: (FOLDER / name).read_bytes() for name in FILES})
    assert made is not None, issues
    return made


@pytest.fixture(scope="module")
def roadmap(plan: Plan) -> Roadmap:
    return plan.roadmap


@pytest.mark.parametrize(("verb", "file"), [("plan", "actions.json"), ("check", "issues.json")])
def test_output_equals_the_golden_file(
    verb: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare_golden("selo-ryadom", verb, file, monkeypatch)


def test_nothing_of_the_document_is_left_out(roadmap: Roadmap, document: str) -> None:
    """Heading, clauses, the annex with its stage rows and the months in a column."""
    file = roadmap.file
    whole = [*file.heading]
    for clause in file.document.clauses:
        whole += [clause.number, *clause.text]
    whole += [*file.reports["appendix"].heading, "Основные мероприятия", "Мероприятия", "Сроки"]
    stage = None
    for activity in file.activities:
        if activity.part_of:
            continue
        if activity.stage and activity.stage != stage:
            stage = activity.stage
            whole.append(str(file.stages[stage].title))
        visits = file.visits["seminars"].visits if activity.key == "seminars" else ()
        parts = [visit.printed for visit in visits]
        terms = MONTHS if parts else [activity.term]
        whole += [activity.number, str(activity.title), *activity.details, *parts, *terms]
    assert squeeze("".join(whole)) == document


def test_pairs_stand_as_printed(roadmap: Roadmap, document: str) -> None:
    pairs = roadmap.file.pairings["pairs"].pairs
    assert [p.printed for p in pairs if squeeze(p.printed) not in document] == []
    activity = next(a for a in roadmap.file.activities if a.key == "pairs")
    assert tuple(p.printed for p in pairs) == activity.details
    for pair in pairs:
        names = [roadmap.organisations[key].name for key in (*pair.mentees, pair.mentor)]
        assert [name for name in names if squeeze(name) not in squeeze(pair.printed)] == []


def test_organisers_and_supporters_stand_as_printed(roadmap: Roadmap, document: str) -> None:
    named = [o for o in roadmap.organisations.values() if o.kind in ("organiser", "support")]
    assert Counter(o.kind for o in named) == {"organiser": 3, "support": 5}
    assert [o.name for o in named if squeeze(o.name) not in document] == []


def test_each_pair_travels_once_in_each_direction(roadmap: Roadmap) -> None:
    visits = roadmap.file.visits["seminars"].visits
    ways = {(visit.guests[0], visit.hosts[0]) for visit in visits}
    pairs = [(p.mentees[0], p.mentor) for p in roadmap.file.pairings["pairs"].pairs]
    assert len(visits) == 12
    assert ways == {*pairs, *((b, a) for a, b in pairs)}
    assert all(roadmap.organisations[v.hosts[0]].district == v.to for v in visits)
    assert Counter(v.term for v in visits) == dict.fromkeys(MONTHS, 2)


def test_both_schools_get_a_letter_ten_working_days_before_each_visit(plan: Plan) -> None:
    for visit in plan.roadmap.file.visits["seminars"].visits:
        letter = plan.roadmap.file.announcements[visit.key]
        schools = {person.organisation for person in plan.roadmap.audience(letter.audience)}
        assert schools == {*visit.guests, *visit.hosts}
        term, sent = plan.schedule.activities[visit.key], plan.schedule.announcements[visit.key]
        assert term.start is not None
        first = plan.schedule.calendar.next_working(term.start)
        assert plan.schedule.calendar.shift(first, -10) == sent.day


def test_no_name_is_invented(roadmap: Roadmap) -> None:
    assert {person.name for person in roadmap.people.values()} == {""}
    assert all(person.email.endswith(".example") for person in roadmap.people.values())


def test_zone_is_four_hours_ahead_in_2019(plan: Plan) -> None:
    """Europe/Volgograd was at UTC+4 from 2018-10-28 to 2020-12-27."""
    start = plan.schedule.meetings["start"].starts
    assert (start.wall, start.at.hour) == ("2019-09-17T11:00", 7)


def test_flags_are_those_of_the_document() -> None:
    golden = json.loads((FOLDER / "golden" / "issues.json").read_text(encoding="utf-8"))
    assert Counter(issue["code"] for issue in golden["issues"]) == {
        "no-responsible": 1,
        "name-quotes": 2,
        "name-spelling": 2,
        "mixed-years": 1,
        "stage-missing": 1,
        "vacation": 1,
        "no-order-number": 1,
        "visit-gap": 1,
        "before-start": 1,
        "long-term": 1,
    }
