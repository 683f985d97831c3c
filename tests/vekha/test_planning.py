"""The whole way from files to a year."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from vekha.catalogue import has_errors
from vekha.planning import Plan, inspect, make_plan

Small = Callable[..., dict[str, bytes]]


def test_plan_is_there_unless_an_error_stands(small: Small) -> None:
    plan, issues = make_plan(small())
    assert plan is not None
    assert not has_errors(issues)
    none, found = make_plan(small(("mentor: city", "mentor: nobody")))
    assert none is None
    assert has_errors(found)


def test_reading_dating_and_checking_each_add_their_issues(small: Small) -> None:
    """A moved day, an overlap of stages and names alike: one list, in the order of the files."""
    files = small(
        ("    term: декабрь-май\n", "    term: ноябрь-май\n"),
        ("    audience: [directors]\n", "    audience: [directors]\n    opens: 7 октября\n"),
    )
    issues = make_plan(files)[1]
    assert {"moved-to-working-day", "stage-overlap", "no-year"} <= {i.code for i in issues}
    assert [i.place for i in issues] == sorted(i.place for i in issues)


def test_files_are_told_apart_by_their_content(small: Small, plan_of: Callable[..., Plan]) -> None:
    one = plan_of(small()).roadmap.digest
    again = plan_of(dict(reversed(small().items()))).roadmap.digest
    other = plan_of(small(("title: Опрос", "title: Опрос."))).roadmap.digest
    assert one == again != other


def test_edition_is_roadmap_and_period(small: Small, plan_of: Callable[..., Plan]) -> None:
    assert plan_of(small()).edition == "small/2023-2024"


def test_inspection_of_a_broken_file_has_neither_plan_nor_acknowledgements() -> None:
    found = inspect({"roadmap.yaml": b"a: ["})
    assert (found.plan, found.acknowledged) == (None, ())
    assert found.issues


def test_plan_of_the_real_roadmap_is_made_in_a_moment(
    gorod_selu_files: Mapping[str, bytes], gorod_selu: Plan
) -> None:
    """Some 50 ms on an idle machine; the bound only catches what has become quadratic."""
    started = time.process_time()
    make_plan(gorod_selu_files)
    assert time.process_time() - started < 5


def test_five_thousand_organisations_grow_in_proportion(small: Small) -> None:
    def seconds(number: int) -> float:
        rows = "".join(
            f"s{n};Школа {n * 7919} села Берёзовка-{n * 104729};rural-school;north\n"
            for n in range(number)
        )
        directors = "".join(
            f"d{n};Директор {n};директор;director;s{n};d{n}@school.example\n" for n in range(number)
        )
        files = small(
            ("mentees: [village]", "mentees: []"),
            organisations=f"key;name;kind;district\nnorth;Район;district;\ncity;Гимназия;city-school;north\n{rows}",
            people=f"key;name;position;role;organisation;email\nanna;А;м;c;north;a@b.example\n{directors}",
        )
        started = time.process_time()
        assert make_plan(files)[0] is not None
        return time.process_time() - started

    seconds(50)
    small_one, large_one = seconds(500), seconds(2000)
    assert large_one < 12 * max(small_one, 0.1)
