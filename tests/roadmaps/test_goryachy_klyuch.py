"""The roadmap of Goryachy Klyuch against its minutes and report: nothing left out, every flag of
its arithmetic at its line, and the true shares out of the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from declared_text import (
    ROOT,
    inspect_example,
    line_of,
    raw_issues,
    squeeze,
    stand_in_the_way,
    words_of,
)
from golden_output import compare_golden

from cli.main import vekha
from vekha.catalogue import hint_of, message_of, severity_of
from vekha.issues import Severity
from vekha.planning import Inspection, Plan
from vekha.questionnaire import questions_for
from vekha.roadmap.survey import Question

NAME = "goryachy-klyuch"
PRINTED = (Path(__file__).parent / "goryachy-klyuch.txt").read_text(encoding="utf-8")
SHARES = (  # figure, count of 15, what is stated, the true share, whether 7 % was multiplied
    ("seminar-1", 14, "98", "93,3", True),
    ("seminar-2", 12, "84", "80,0", True),
    ("curators-documents", 12, "84", "80,0", True),
    ("off-budget-count", 11, "77", "73,3", True),
    ("cro-high", 9, "> 63", "60,0", True),
    ("curators-meetings", 8, "56", "53,3", True),
    ("category-30-50", 5, "35", "33,3", True),
    ("category-15-25", 4, "28", "26,7", True),
    ("category-half", 4, "28", "26,7", True),
    ("category-none", 3, "21", "20,0", True),
    ("climate", 2, "15", "13,3", False),
    ("curators-coverage", 12, "> 80", "80,0", False),
)
FLAGS = (  # code, severity, words of the line it points at, words of the message
    ("partition-over-100", "E", "title: Школы по доле", "28 + 35 + 28 + 21 = 112 %"),
    ("partition-over-100", "E", "title: Школы по доле", "4 + 5 + 4 + 3 = 16 из 15"),
    ("partition-bands", "W", "title: Школы по доле", "0–15, 25–30"),
    ("partition-bands", "W", "title: Школы по доле", "в две сразу попадает: 50"),
    ("figures-clash", "W", "более 80%", "(84 %) и «более 80% (12 из 15 школ)» (80 %)"),
    ("stage-order", "E", "январь 2020 г.", "«II этап основной»"),
    ("stage-outside-term", "E", "январь 2020 г.", "II полугодие 2020 года"),
    ("stage-gap", "W", "title: II этап", "01.08.2020 по 31.08.2020"),
    ("stage-gap", "W", "title: II этап", "№ 281"),
    ("level-mismatch", "E", "87% - ВВ", "73,3 %, то есть ВС"),
    ("level-mismatch", "E", "около 20% - СН", "86,7 %, то есть ВВ"),
    ("impossible-share", "E", "93 % руководителей", "92,3 % (24) и 96,2 % (25)"),
    ("hidden-base", "W", "93 педагогических", "436, 437"),
    ("ku-notation", "E", "КУ >10", "«КУ < 1»"),
    ("ku-base", "E", "Коэффициент участия", "пунктов в анкете 40, разделов 8"),
    ("level-open", "W", "title: ВВ, ВС", "10–100"),
    ("curator-coverage", "E", "title: Группировка", "13 из 15; без куратора: ОО № 11, ОО № 12"),
    ("curator-unlisted", "E", "morokova", "Морокова Н.В."),
    ("curator-missing", "E", "key: diary-5", "26.11.2020"),
    ("numbering", "W", "1.2. Внебюджетные", "1, 2, 2.2, 8.1, 8.2"),
    ("numbering-figures", "W", "Рис. 4", "Рис. 3 нет"),
    ("footnote-marks", "W", "kind: list", "***, ****"),
    ("item-count", "W", "Разработка показателей", "Пункт 3.6 содержит 2 названия"),
    ("near-name", "W", "Игнатъева", "«Игнатьева Е.Ю.»"),
    ("alias", "W", "научно-исследовательской", "центр научно-методической"),
    ("alias", "W", "им. .В.Горбатко", "МБОУ СОШ № 2"),
    ("alias", "W", "Тимашевка", "КРЦ г. Тимашевск"),
    ("date-slip", "W", "04.09 2020г.", "04.09.2020"),
    ("date-slip", "W", "03.12 2020г.", "03.12.2020"),
    ("weekend", "W", "21.11.2020г.", "суббота"),
    ("slip", "W", "на 2021 год", "на I полугодие 2021 года"),
    ("truncated-text", "W", "Е.И. Прынь", "высказала пожелание"),
    ("truncated-text", "W", "образования, существуют", "образования, существуют"),
    ("truncated-text", "W", "soft-компетенций", "к инновационной деятельности"),
    ("protocol-incomplete", "W", "title: ", "номер, председатель, РЕШИЛИ"),
    ("audience-denominator", "W", "менее 10% - НН", "5.2 – 3, 5.3 – 1"),
    ("target-without-number", "W", "Повышение профессионального", "без числа"),
)


@pytest.fixture(scope="module")
def found() -> Inspection:
    return inspect_example(NAME)


@pytest.fixture(scope="module")
def plan(found: Inspection) -> Plan:
    assert found.plan is not None, found.issues
    return found.plan


@pytest.fixture(scope="module")
def items(plan: Plan) -> list[Question]:
    questions = plan.roadmap.file.questionnaires["participation"].questions
    return [question for question in questions if question.activity]


@pytest.mark.parametrize(("verb", "file"), [("plan", "actions.json"), ("check", "issues.json")])
def test_output_equals_the_golden_file(
    verb: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare_golden(NAME, verb, file, monkeypatch)


def test_nothing_of_the_document_is_left_out(plan: Plan) -> None:
    """Every line of minutes and report; headings and the clock time of the minutes are fields."""
    bold = re.compile(r"(?<!\*)\*\*(?!\*)(.+?)(?<!\*)\*\*(?!\*)")
    fields = {"ПРОТОКОЛ", "15⁰⁰", "ПОВЕСТКА:", "ПРИСУТСТВОВАЛИ:", "СЛУШАЛИ:", "Секретарь_____"}
    fields |= {"Ю.А.Дунская"}  # the secretary's signature
    words = words_of(plan.roadmap)
    lines = [squeeze(bold.sub(r"\1", line)) for line in PRINTED.splitlines()]
    assert [line for line in lines if line not in fields and line not in words] == []


def test_questionnaire_is_the_list_of_the_plan(items: list[Question], plan: Plan) -> None:
    """40 items, numbered and worded as the document has them."""
    numbers = [item.text.ru.split(" ")[0].rstrip(".") for item in items]
    assert len(items) == 40
    assert numbers[:2] == ["2.1.1", "2.1.2"]
    assert numbers[-4:] == ["8.1.1", "8.2.1", "8.2.2", "8.2.3"]
    assert len(plan.roadmap.file.questionnaires["participation"].sections) == 8
    words = squeeze(PRINTED)
    assert [item.text.ru for item in items if squeeze(item.text.ru) not in words] == []


@pytest.mark.parametrize(
    ("item", "schools"),
    [
        ("5-2", {5, 7, 17}),
        ("5-3", {15}),
        ("5-5", {1, 2, 9, 14}),
        ("8-1-1", {3, 4, 6, 10}),
        ("8-2-1", {8, 11, 12, 15}),
        ("8-2-2", {5, 7, 17}),
        ("8-2-3", {5, 7, 17}),
    ],
)
def test_item_is_asked_of_those_it_was_offered_to(plan: Plan, item: str, schools: set[int]) -> None:
    roadmap = plan.roadmap
    form = roadmap.file.questionnaires["participation"]
    asked = {
        organisation.key
        for organisation in roadmap.organisations.values()
        if item in {q.key for q in questions_for(form, roadmap, organisation)}
    }
    centre = set() if item == "5-3" else {"cro"}
    assert asked == {f"school-{n}" for n in schools} | centre


def test_zero_has_three_meanings(items: list[Question]) -> None:
    zeros = {item.key: [zero.key for zero in item.zeros] for item in items if item.kind == "scale"}
    assert zeros["3-1"] == ["absent"]
    assert zeros["4-1"] == ["not-held"]
    assert zeros["7"] == zeros["8-1-1"] == ["unplanned"]


@pytest.mark.parametrize(("figure", "count", "stated", "true", "times"), SHARES)
def test_share_is_compared_with_its_count(
    found: Inspection, figure: str, count: int, stated: str, true: str, *, times: bool
) -> None:
    path = f"declared.figures.{figure}"
    [issue] = [i for i in raw_issues(found) if i.code == "share-count" and i.path == path]
    assert severity_of(issue) is Severity.ERROR
    message = message_of(issue, language="ru")
    assert f"доля {stated} %, а {count} из 15 – это {true} %" in message
    assert (f"умножена на {count}" in (hint_of(issue, language="ru") or "")) is times


def test_no_other_share_is_flagged(found: Inspection) -> None:
    flagged = [i.path for i in raw_issues(found) if i.code == "share-count"]
    assert sorted(flagged) == sorted(f"declared.figures.{figure}" for figure, *_ in SHARES)


@pytest.mark.parametrize(("code", "severity", "line", "message"), FLAGS)
def test_flag_stands_at_its_line(
    found: Inspection, code: str, severity: str, line: str, message: str
) -> None:
    issues = [issue for issue in raw_issues(found) if issue.code == code]
    there = [issue for issue in issues if line in line_of(NAME, issue)]
    assert there, [line_of(NAME, issue) for issue in issues]
    assert any(message in message_of(issue, language="ru") for issue in there)
    assert str(severity_of(there[0])) == severity


def test_contradictions_of_the_document_are_acknowledged(found: Inspection) -> None:
    """All that stops the plan is the document's own; each has a reason, and nothing else is left."""
    assert stand_in_the_way(raw_issues(found)) == []
    assert [i.code for i in found.issues if severity_of(i) is not Severity.INFORMATION] == []
    errors = [i for i, reason in found.acknowledged if severity_of(i) is Severity.ERROR and reason]
    assert len(errors) >= 20
    assert "not-in-text" not in {issue.code for issue in raw_issues(found)}


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    out = tmp_path_factory.mktemp(NAME)
    answers = ROOT / "roadmaps" / NAME / "golden" / "answers.json"
    arguments = [str(ROOT / "roadmaps" / NAME), "--out", str(out), "--answers", str(answers)]
    result = CliRunner().invoke(vekha, ["rehearse", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["states"] == {"done": told["actions"]}

    def report(name: str) -> Path:
        [path] = sorted((out / "reports").glob(f"{NAME}-{name}-*.docx"))
        return path

    return report


@pytest.fixture(scope="module")
def rows(rehearsed: Callable[[str], Path]) -> list[list[str]]:
    """The rows of all tables of the report on indicators."""
    tables = docx.Document(str(rehearsed("results"))).tables
    return [[c.text.replace("\u00a0", " ") for c in r.cells] for t in tables for r in t.rows]


@pytest.fixture(scope="module")
def cells(rows: list[list[str]]) -> dict[str, list[str]]:
    """First cell → the others."""
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize(
    ("indicator", "share", "level"),
    [
        ("Бюджетные курсы: школы", "86,7 % (13 из 15 школ)", "ВВ"),
        ("Внебюджетные курсы: школы", "73,3 % (11 из 15 школ)", "ВС"),
        ("Внебюджетные курсы: удовлетворённость", "93,3 % (14 из 15 оценок)", "—"),
        ("Семинар 3.1", "93,3 % (14 из 15 школ)", "ВВ"),
        ("Семинар 3.2", "80,0 % (12 из 15 школ)", "ВВ"),
        ("Семинар 3.5", "33,3 % (5 из 15 школ)", "С"),
        ("Школы, получившие поддержку кураторов", "80,0 % (12 из 15 школ)", "ВВ"),
        ("Помощь в разработке нормативных документов", "80,0 % (12 из 15 школ)", "ВВ"),
        ("Адресная помощь педагогам", "53,3 % (8 из 15 школ)", "ВС"),
        ("Посещение и анализ уроков", "40,0 % (6 из 15 школ)", "С"),
        ("Встречи, круглые столы, семинары кураторов", "53,3 % (8 из 15 школ)", "ВС"),
    ],
)
def test_share_stands_with_its_base_and_level(
    cells: dict[str, list[str]], indicator: str, share: str, level: str
) -> None:
    assert cells[indicator][:2] == [share, level]


def test_declared_shares_stand_beside_the_true_ones(cells: dict[str, list[str]]) -> None:
    assert cells["оказана в 12 ОО (84% школ)"] == ["84 %", "12 из 15", "80 %", "−4,0", "12 × 7 %"]
    assert cells["проведены в восьми школах (56%)"][:3] == ["56 %", "8 из 15", "53,3 %"]


def test_diary_of_the_curators_is_a_table(cells: dict[str, list[str]], plan: Plan) -> None:
    """Мероприятия | Сроки | Ф.И.О. куратора, six rows; whom the document does not name is a dash."""
    rows = [a for a in plan.roadmap.file.activities if a.curated]
    printed = [cells[" ".join(a.title.ru.split())] for a in rows]
    assert [row[0] for row in printed] == [a.term for a in rows]
    assert [row[1] for row in printed] == [
        "Морокова Н.В.",
        "Лебедина Е.В.",
        "Игнатьева Е.Ю.",
        "Науменко О.С.",
        "—",
        "Семке А.И.,",
    ]


def test_coefficients_are_those_of_the_report(rows: list[list[str]]) -> None:
    """6 for school 3, 4 for schools 6, 7, 8, 17, 2 for 1, 4, 5, 9, and 1 for «менее 1 из 10»."""
    numbers = {row[1]: int(row[4]) for row in rows if re.fullmatch(r"ОО № \d+", row[1])}
    assert len(numbers) == 15
    assert numbers["ОО № 3"] == 6
    assert {numbers[f"ОО № {n}"] for n in (6, 7, 8, 17)} == {4}
    assert {numbers[f"ОО № {n}"] for n in (1, 4, 5, 9)} == {2}
    assert {numbers[f"ОО № {n}"] for n in (2, 10, 11, 12, 14, 15)} == {1}


def test_listeners_are_as_many_as_in_the_report() -> None:
    path = ROOT / "roadmaps" / NAME / "golden" / "answers.json"
    sheets = json.loads(path.read_text(encoding="utf-8"))["participation"]
    listeners = {
        school: sum(n for key, n in answers.items() if key.startswith("2-1-"))
        for school, answers in sheets.items()
    }
    assert sum(listeners.values()) == 93
    assert {school for school, n in listeners.items() if not n} == {"school-2", "school-7", "cro"}


def test_targets_stand_beside_the_facts(cells: dict[str, list[str]], plan: Plan) -> None:
    targets = plan.roadmap.file.targets.values()
    assert [t.printed for t in targets if t.printed not in cells] == []
    network = next(t for t in targets if t.indicator == "network")
    assert cells[network.printed][-2:] == ["9,1 %", "не достигнута"]


def test_meetings_by_rule_have_their_minutes(rehearsed: Callable[[str], Path]) -> None:
    """The first Thursdays from March; 4 March, 1 April, 6 May, 3 June 2021 are all working days."""
    for day in ("2021-03-04", "2021-04-01", "2021-05-06", "2021-06-03"):
        assert rehearsed(f"group-{day}-minutes").stat().st_size > 0
