"""Wrong files of a coordinator as a whole: all issues at once, in order, at once even for huge files.

What each finding says is in tests/vekha/diagnostics, one file a code.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from vekha.catalogue import hint_of, message_of, severity_of
from vekha.issues import Severity
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;Борис Петров;директор;director;city;boris@city.example
"""


def test_shape_that_is_expected_is_named_in_the_readers_language(small: Small) -> None:
    issue = make_plan(small(("coordinators: [anna]", "coordinators: anna")))[1][0]
    assert "тізім («- …») күтіледі" in message_of(issue, language="kk")
    assert "a list (“- …”) is expected" in message_of(issue, language="en")


def test_small_roadmap_itself_is_right(small: Small) -> None:
    """Each case of tests/vekha/diagnostics is one change away from this; its terms name no year."""
    plan, issues = make_plan(small())
    assert plan is not None
    found = [i.code for i in issues if severity_of(i) is not Severity.INFORMATION]
    assert found == ["no-year"]


def test_all_issues_come_at_once(small: Small) -> None:
    """A school, a person, a zone and the table of people are wrong: four issues, one reading."""
    files = small(
        ("mentor: city", "mentor: nobody"),
        ("coordinators: [anna]", "coordinators: [nobody]"),
        people=PEOPLE + "vera;Вера Ким;директор;director;village;nowhere\n",
    )
    codes = [i.code for i in make_plan(files)[1]]
    assert {"unknown-organisation", "unknown-person", "bad-address"} <= set(codes)


def test_issues_come_in_the_order_of_the_files(small: Small) -> None:
    files = small(("mentor: city", "mentor: x"), ("coordinators: [anna]", "coordinators: [y]"))
    places = [i.place for i in make_plan(files)[1]]
    assert places == sorted(places)


def test_folder_is_named_in_the_place(small: Small) -> None:
    files = small(("mentor: city", "mentor: nobody"))
    issue = next(i for i in make_plan(files, folder="roadmaps/small/")[1])
    assert str(issue.place).startswith("roadmaps/small/roadmap.yaml:21:")


def test_file_of_fifty_megabytes_is_refused_at_once(small: Small) -> None:
    files = {**small(), "roadmap.yaml": b"a: " + b"x" * (50 * 1024 * 1024)}
    started = time.process_time()
    plan, (issue, *_) = make_plan(files)
    assert plan is None
    assert issue.code == "file-too-large"
    assert str(issue.place) == "roadmap.yaml:1:1"
    assert "50,1 МБ, читаются файлы до 8 МБ" in message_of(issue, language="ru")
    assert time.process_time() - started < 5  # the digest of 50 MB at most, no parsing


@pytest.mark.parametrize("name", ["organisations.csv", "people.csv", "roadmap.yaml"])
def test_file_that_is_not_there_is_named(small: Small, name: str) -> None:
    files = small()
    del files[name]
    issue = next(i for i in make_plan(files)[1] if i.code == "file-missing")
    assert f"«{name}»" in message_of(issue, language="ru")


def test_empty_file_points_to_the_skeleton(small: Small) -> None:
    (issue,) = make_plan({**small(), "roadmap.yaml": b"# nothing yet\n"})[1]
    assert issue.code == "file-empty"
    assert "vekha new" in str(hint_of(issue, language="ru"))


@pytest.mark.parametrize(
    "name",
    [
        "Сельская школа",  # one name for all: each is told beside the first
        "КГУ «Берёзовская школа {}»",  # one letter's difference between thousands
    ],
)
def test_thousands_of_like_names_are_compared_in_a_moment(small: Small, name: str) -> None:
    """Compared each with each, twenty thousand would be two hundred million pairs."""
    letters = "абвгдежзиклмнопрстуфхцчшэюя"
    made = (letters[n % 27] + letters[n // 27 % 27] + letters[n // 729] for n in range(15_000))
    rows = "".join(f"o{n};{name.format(end)};school;north\n" for n, end in enumerate(made))
    files = small(organisations=small()["organisations.csv"].decode() + rows)
    started = time.process_time()
    plan, _ = make_plan(files)
    assert plan is not None
    assert time.process_time() - started < 20


def test_thousands_of_stages_at_one_time_are_compared_in_a_moment(small: Small) -> None:
    stages = "".join(f"  s{n}: {{title: Этап {n}, term: декабрь}}\n" for n in range(1_500))
    started = time.process_time()
    issues = make_plan(small(("activities:\n", f"{stages}activities:\n")))[1]
    assert any(issue.code == "stage-overlap" for issue in issues)
    assert time.process_time() - started < 30


def test_utf_16_without_its_mark_is_another_encoding(small: Small) -> None:
    text = small()["roadmap.yaml"].decode()
    (issue,) = make_plan({**small(), "roadmap.yaml": text.encode("utf-16-le")})[1]
    assert (issue.code, str(issue.place)) == ("not-utf8", "roadmap.yaml:1:1")
