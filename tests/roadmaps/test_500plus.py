"""The roadmap of 500+ against the text of the document it was made from."""

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
FOLDER = HERE.parents[1] / "roadmaps" / "500plus"
FILES = ("roadmap.yaml", "organisations.csv", "people.csv")


def squeeze(text: str) -> str:
    """The text without any white space: where a line was broken is no part of the wording."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def document() -> str:
    return squeeze((HERE / "500plus.txt").read_text(encoding="utf-8"))


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
    compare_golden("500plus", verb, file, monkeypatch)


def test_nothing_of_the_document_is_left_out(roadmap: Roadmap, document: str) -> None:
    paragraphs = (text for clause in roadmap.file.document.clauses for text in clause.text)
    assert squeeze("".join((*roadmap.file.heading, *paragraphs))) == document


def test_activities_are_worded_as_in_the_document(roadmap: Roadmap, document: str) -> None:
    own = [a for a in roadmap.file.activities if not a.part_of]
    assert len(own) == 8
    for activity in own:
        for text in (str(activity.title), *activity.details, activity.performers_printed):
            for sentence in re.split(r"(?<=\.) ", text):
                assert squeeze(sentence) in document, sentence
        assert squeeze(activity.term) in document


def test_no_name_is_invented(roadmap: Roadmap) -> None:
    assert {person.name for person in roadmap.people.values()} == {""}
    assert all(person.email.endswith(".example") for person in roadmap.people.values())


def test_who_serves_whom_is_left_open_and_told_by_the_curators(roadmap: Roadmap) -> None:
    pairing = roadmap.file.pairings["curators"]
    assert (pairing.pairs, len(pairing.mentors), len(pairing.mentees)) == ((), 2, 2)
    log = roadmap.file.questionnaires["curator-log"].questions
    school = next(q for q in log if q.key == "school")
    assert {choice.key for choice in school.choices} == set(pairing.mentees)
    asked = [r.organisation.key for r in roadmap.respondents("first-visit-log")]
    assert asked == list(pairing.mentors)


def test_monitoring_has_two_stages_of_the_same_questionnaire(roadmap: Roadmap) -> None:
    first, second = (roadmap.file.surveys[key] for key in ("progress-1", "progress-2"))
    assert first.questionnaire == second.questionnaire == "risk-progress"
    assert (first.stage, second.stage, second.previous) == ("profiles", "help", "progress-1")


def test_days_are_those_of_the_document(plan: Plan) -> None:
    """UTC+7; 9 March 2021 was the working day after the holiday of 8 March."""
    log = plan.schedule.surveys["first-visit-log"]
    assert (log.opens.wall, log.opens.at.hour) == ("2021-03-10T09:00", 2)
    assert plan.schedule.meetings["consultation"].starts.wall == "2021-03-23T10:00"
    windows = plan.schedule.activities["method-days"].windows
    assert [(w.start, w.until) for w in windows] == [
        (plan.schedule.activities[key].start, plan.schedule.activities[key].until)
        for key in ("method-days-march", "method-days-april")
    ]


def test_flags_are_those_of_the_document() -> None:
    golden = json.loads((FOLDER / "golden" / "issues.json").read_text(encoding="utf-8"))
    assert Counter(issue["code"] for issue in golden["issues"]) == {
        "pairing-missing": 1,
        "curator-unnamed": 2,
        "no-year": 1,
        "no-indicators": 1,
        "no-signature": 1,
        "no-date": 1,
        "plural": 1,
        "roles-alike": 1,
        "term-not-dated": 2,
        "stage-overlap": 1,  # declared by overlaps
    }
    (missing,) = [i for i in golden["issues"] if i["code"] == "pairing-missing"]
    assert missing["severity"] == "E"
    assert missing["acknowledged"]
