"""The rehearsed year: the same twice, letters that open, reminders by the journal.

The reports' figures are in test_rehearsed_figures.py.
"""

from __future__ import annotations

import hashlib
import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from office.inventing import bouncing_address
from office.materials import make_material
from office.rehearsal import AnswersRefused, Rehearsed, rehearse
from vekha.planning import Plan, make_plan

pytestmark = pytest.mark.xdist_group("rehearsal")  # one worker: the year is played once


def journal(out: Path) -> list[dict[str, Any]]:
    lines = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


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


def test_letter_that_bounces_is_a_task_where_the_school_has_no_other_contact(
    year: tuple[Path, Rehearsed], plan: Plan
) -> None:
    lost = bouncing_address(plan, seed=1)
    refused = [line for line in journal(year[0]) if line["kind"] == "letter refused"]
    helpless = [line["detail"] for line in journal(year[0]) if line["kind"] == "no other contact"]
    assert len(refused) == 1, "later letters go around the dead address"
    assert [one["address"] for one in helpless] == [lost]


def test_letter_that_bounces_goes_to_the_next_contact_who_answers_in_the_same_way_each_time(
    tmp_path: Path,
) -> None:
    """In «500+» the invented wrong address is that of one of two people of the department."""
    folder = Path(__file__).parents[2] / "roadmaps" / "500plus"
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    plan, _ = make_plan(files)
    assert plan is not None
    lost = bouncing_address(plan, seed=2)
    [person] = [one for one in plan.roadmap.people.values() if one.email == lost]
    for name in ("one", "two"):
        done = rehearse(files, plan, tmp_path / name, seed=2, make_file=make_material)
        assert done.refused == 1
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    lines = [line for line in journal(tmp_path / "one") if line["kind"] == "letter sent"]
    home = [one for one in lines if one["detail"]["organisation"] == person.organisation]
    templates = {one["detail"]["template"] for one in home}
    assert person.key not in {one["detail"]["person"] for one in home}
    assert {"invitation", "receipt"} <= templates
