"""One mistake is one finding: what only follows from it is not told beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vekha.catalogue import message_of, severity_of
from vekha.issues import Severity
from vekha.planning import make_plan
from vekha.reading.roster import read_organisations, read_people

Small = Callable[..., dict[str, bytes]]
TABLES = ("organisations.csv", "people.csv")
PEOPLE = "key;name;position;role;organisation;email\n"
WORKBOOK = b"\x00\x01\x02 no workbook \xff\xfe"


@pytest.mark.parametrize("name", TABLES)
def test_missing_table_is_the_only_finding(small: Small, name: str) -> None:
    files = small()
    del files[name]
    assert [i.code for i in make_plan(files)[1]] == ["file-missing"]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"a;b\n1;2\n", "table-no-header"), (b"PK broken", "table-unreadable")],
)
def test_unreadable_table_is_the_only_finding(
    small: Small, name: str, content: bytes, code: str
) -> None:
    assert {i.code for i in make_plan({**small(), name: content})[1]} == {code}


def test_table_that_is_missing_comes_before_other_findings(small: Small) -> None:
    """It stands in line 1, 7 or 139; what is wrong in itself is still told, behind it."""
    files = small(("stage: autumn", "stage: winter"), append="people: persons.csv\n")
    codes = [i.code for i in make_plan(files)[1]]
    assert codes == ["file-missing", "unknown-reference"]


def test_tables_are_judged_apart(small: Small) -> None:
    """Without the organisations a person may still be unknown, and the other way round."""
    changes = ("coordinators: [anna]", "coordinators: [ana]"), ("mentor: city", "mentor: sity")
    without = {name: {**small(*changes)} for name in TABLES}
    for name, files in without.items():
        del files[name]
    told = {name: {i.code for i in make_plan(files)[1]} for name, files in without.items()}
    assert told["organisations.csv"] == {"file-missing", "unknown-person"}
    assert told["people.csv"] == {"file-missing", "unknown-organisation"}


def test_unknown_organisation_of_a_person_names_the_table_of_organisations() -> None:
    content = f"{PEOPLE}anna;Анна;методист;;nort;a@b.example\n".encode()
    _, (issue,) = read_people(
        content, file="persons.csv", organisations={}, organisations_file="schools.xlsx"
    )
    assert str(issue.place) == "persons.csv:2:5"
    assert message_of(issue, language="ru") == "Организации «nort» нет в schools.xlsx."


def test_unknown_district_points_to_its_cell() -> None:
    content = "key;name;district\ncity;Школа;nort\n".encode()
    _, (issue,) = read_organisations(content, file="o.csv")
    assert str(issue.place) == "o.csv:2:3"


def faults(files: dict[str, bytes]) -> list[str]:
    """The codes of the errors."""
    return [i.code for i in make_plan(files)[1] if severity_of(i) is Severity.ERROR]


BACKWARDS = (
    "    audience: [directors]\n",
    "    audience: [directors]\n    opens: 23 октября\n    closes: 2 октября\n",
)
REPORT = """\
reports:
  after:
    title: Итоги
    kind: monitoring
    survey: study
    to: [anna]
    day: через 5 рабочих дней после закрытия
"""


def test_report_of_a_survey_without_days_adds_nothing(small: Small) -> None:
    assert faults(small(BACKWARDS, append=REPORT)) == ["closes-before-opens"]


def test_report_that_counts_from_no_survey_is_told(small: Small) -> None:
    assert faults(small(append=REPORT.replace("    survey: study\n", ""))) == ["term-unreadable"]


def test_report_with_a_day_of_its_own_is_judged_beside_its_survey(small: Small) -> None:
    own = REPORT.replace("через 5 рабочих дней после закрытия", "когда-нибудь потом")
    assert faults(small(BACKWARDS, append=own)) == ["closes-before-opens", "term-unreadable"]


@pytest.mark.parametrize(
    ("language", "coordinator", "silent"),
    [
        ("ru", "ему пишут: дела координатора.", "ему пишут: сообщения о молчащих."),
        ("kk", "үйлестірушінің хаттары.", "үнсіз қалғандар туралы хабарлар."),
        ("en", "the coordinator’s letters.", "notices of who has not answered."),
    ],
)
def test_why_an_address_is_needed_is_told_in_the_readers_language(
    small: Small, language: str, coordinator: str, silent: str
) -> None:
    people = f"""{PEOPLE}\
anna;Анна Иванова;методист;coordinator;north;
boris;Борис Петров;директор;director;city;boris@city.example
dana;Дана;заведующая;head;north;
"""
    sending = "sending:\n  escalate_to: dana\n"
    issues = make_plan(small(("sending:\n", sending), people=people))[1]
    told = [message_of(i, language=language) for i in issues if i.code == "no-address"]
    assert [str(i.place) for i in issues] == ["people.csv:2:6", "people.csv:4:6"]
    assert told[0].endswith(coordinator)
    assert told[1].endswith(silent)
