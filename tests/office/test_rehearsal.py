"""The rehearsed year: the same twice, letters that open, and figures recomputed from the journal."""

from __future__ import annotations

import hashlib
import json
from decimal import ROUND_HALF_UP, Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from office.materials import make_material
from office.rehearsal import AnswersRefused, Rehearsed, rehearse
from vekha.planning import Plan

pytestmark = pytest.mark.xdist_group("rehearsal")  # one worker: the year is played once


@pytest.fixture(scope="module")
def year(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], plan: Plan
) -> tuple[Path, Rehearsed]:
    """«Город-селу» rehearsed with the seed 1."""
    out = tmp_path_factory.mktemp("year")
    return out, rehearse(files, plan, out, seed=1, make_file=make_material)


def journal(out: Path) -> list[dict[str, Any]]:
    lines = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def latest_answers(out: Path, survey: str) -> dict[str, dict[str, Any]]:
    """Organisation → its last answers, from the journal alone."""
    found = {}
    for line in journal(out):
        if line["kind"] == "answers kept" and line["detail"]["survey"] == survey:
            found[line["detail"]["organisation"]] = line["detail"]["answers"]
    return found


def district_of(plan: Plan) -> dict[str, str]:
    """Organisation → the name of the district it is shown in: a mentor where it helps."""
    names = {o.key: o.name for o in plan.roadmap.districts()}
    pairs = plan.roadmap.file.pairings["mentors"].pairs
    schools = {m: names[pair.district] for pair in pairs for m in pair.mentees}
    return schools | {pair.mentor: names[pair.district] for pair in pairs}


def tables(out: Path, report: str) -> list[list[list[str]]]:
    """The tables of a report's Word file as texts, blanks made plain."""
    (file,) = (out / "reports").glob(f"gorod-selu-{report}-*.docx")
    return [
        [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in table.rows]
        for table in Document(str(file)).tables
    ]


def table_with(out: Path, report: str, *heads: str) -> list[list[str]]:
    """The table that has these column titles (or parts of them)."""
    for table in tables(out, report):
        if all(any(head in cell for cell in table[0]) for head in heads):
            return table
    raise AssertionError(f"no table with {heads}")


def share(part: int, whole: int) -> str:
    percent = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{percent} %".replace(".", ",")


def number(text: str) -> int:
    return 0 if text == "—" else int(text.replace(" ", ""))


def digests(out: Path) -> dict[str, str]:
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {str(f.relative_to(out)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_same_seed_gives_the_same_files(
    year: tuple[Path, Rehearsed], tmp_path: Path, files: dict[str, bytes], plan: Plan
) -> None:
    rehearse(files, plan, tmp_path, seed=1, make_file=make_material)
    assert digests(tmp_path) == digests(year[0])


def test_every_action_is_done_and_every_report_made(year: tuple[Path, Rehearsed]) -> None:
    out, done = year
    assert done.states == {"done": done.actions}
    assert len(done.reports) == 13
    assert {name.rpartition(".")[2] for name in done.reports} == {"docx", "pdf", "xlsx", "html"}
    assert done.letters == len(list((out / "letters").glob("*.eml")))


def test_letters_open_and_nobody_gets_one_twice(year: tuple[Path, Rehearsed]) -> None:
    keys, languages = [], set()
    for file in (year[0] / "letters").glob("*.eml"):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        keys.append(letter["X-Vekha-Key"])
        text = letter.get_body(("plain",))
        page = letter.get_body(("html",))
        assert text is not None
        assert page is not None
        body = text.get_content()
        languages.add("kk" if any(c in body for c in "ғқңөұүһ") else "ru")
        assert "\ufffd" not in body + page.get_content() + letter["Subject"]
        assert letter["To"].addresses[0].addr_spec.endswith(".example")
    assert len(keys) == len(set(keys))
    assert languages == {"ru", "kk"}


@pytest.mark.parametrize(("report", "survey"), [("february", "interim"), ("april", "final")])
def test_participation_equals_the_journal(
    year: tuple[Path, Rehearsed], plan: Plan, report: str, survey: str
) -> None:
    answered = latest_answers(year[0], survey)
    districts = district_of(plan)
    asked = [r.organisation.key for r in plan.roadmap.respondents(survey)]
    rows = table_with(year[0], report, "Опрошено", "Доля ответивших")[1:]
    assert len(rows) == 14
    for _, district, of, _, base, given, _, percent in rows:
        here = [o for o in asked if district in (districts[o], "Итого")]
        got = [o for o in here if o in answered]
        assert (number(of), number(base), number(given)) == (len(here), len(here), len(got))
        assert percent == share(len(got), len(here))


@pytest.mark.parametrize(("report", "survey"), [("february", "interim"), ("april", "final")])
@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("участвовали в работе по проекту", "took-part"),
        ("открытых уроков и мастер-классов", "lessons"),
        ("Сколько консультаций", "consultations"),
    ],
)
def test_sums_equal_the_journal(
    year: tuple[Path, Rehearsed], plan: Plan, report: str, survey: str, title: str, question: str
) -> None:
    answers = latest_answers(year[0], survey)
    districts = district_of(plan)
    table = table_with(year[0], report, title, "Дали ответ")
    column = next(i for i, head in enumerate(table[0]) if title in head)
    for row in table[1:]:
        here = [
            given[question]
            for organisation, given in answers.items()
            if question in given and row[1] in (districts[organisation], "Итого")
        ]
        assert number(row[column]) == sum(here)


def test_scale_counts_equal_the_journal(year: tuple[Path, Rehearsed], plan: Plan) -> None:
    answers = latest_answers(year[0], "interim")
    questions = plan.roadmap.file.questionnaires["monitoring"].questions
    scales = [q for q in questions if q.kind == "scale"]
    rows = table_with(year[0], "february", "Форма работы", "Без ответа")[1:]
    assert len(rows) == len(scales) == 5
    for question, row in zip(scales, rows, strict=True):
        given = [a.get(question.key) for a in answers.values()]
        expected = [
            given.count(code) for code in ("plus", "minus", "absent", "unplanned", "not-held")
        ]
        assert [number(cell) for cell in row[2:7]] == expected
        plus, minus = expected[:2]
        assert row[8].startswith(share(plus, plus + minus))


def test_reminders_go_only_to_those_who_had_not_answered(year: tuple[Path, Rehearsed]) -> None:
    answered: dict[tuple[str, str], str] = {}
    for line in journal(year[0]):
        detail = line["detail"]
        if line["kind"] == "answers kept":
            answered.setdefault((detail["survey"], detail["organisation"]), line["at"])
        if line["kind"] == "letter sent" and detail["template"] == "reminder":
            survey = line["action"].split("/")[2]
            at = answered.get((survey, detail["organisation"]))
            assert at is None, f"{detail['letter']} after the answer of {at}"


def test_year_in_which_nobody_answers_still_ends_with_reports(
    tmp_path: Path, files: dict[str, bytes], plan: Plan
) -> None:
    done = rehearse(files, plan, tmp_path, seed=1, answers={}, make_file=make_material)
    assert (done.answers, len(done.reports)) == (0, 13)
    rows = table_with(tmp_path, "april", "Опрошено", "Доля ответивших")
    assert rows[-1][5:8] == ["0", "0", "0,0 %"]


def test_answers_that_do_not_fit_the_questionnaire_are_refused_by_name(
    tmp_path: Path, files: dict[str, bytes], plan: Plan
) -> None:
    wrong = {"interim": {"aksenovka": {"teachers": 10, "took-part": 11}}}
    with pytest.raises(AnswersRefused, match=r"aksenovka.*took-part"):
        rehearse(files, plan, tmp_path, seed=1, answers=wrong, make_file=make_material)
