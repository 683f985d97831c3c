from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.tally.changes import compare_waves

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question

SCHOOLS = ("city-1", "city-2", "north-a", "north-b", "south-a", "south-b")


def test_only_schools_of_both_waves_are_compared(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    then = wave({"north-a": {"schools": 5}, "north-b": {"schools": 100}, "south-a": {}})
    now = wave(
        {"north-a": {"schools": 7}, "south-a": {"schools": 1}, "city-1": {"schools": 2}},
        survey="second",
    )
    found = compare_waves(roadmap, question("schools"), then=then, now=now)
    north = found.of("north")
    assert [north.then, north.now, north.difference] == [5, 7, 2]
    assert (north.comparable, north.base_then, north.base_now) == (1, 2, 2)
    assert found.of("south").difference is None
    assert (found.total.comparable, found.total.base_then, found.total.base_now) == (1, 2, 3)
    assert found.of("empty").comparable == 0


def test_satisfaction_changes_in_points_of_those_who_judged_twice(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    then = {"north-a": "plus", "north-b": "minus", "south-a": "minus", "city-1": "plus"}
    now = {"north-a": "plus", "north-b": "plus", "south-a": "minus", "city-1": "absent"}
    found = compare_waves(
        roadmap,
        question("useful"),
        then=wave({key: {"useful": mark} for key, mark in then.items()}),
        now=wave({key: {"useful": mark} for key, mark in now.items()}, survey="second"),
    ).total
    assert (found.then, found.now) == (Fraction(1, 3), Fraction(2, 3))
    assert (found.comparable, found.base_then, found.base_now) == (3, 4, 3)
    assert found.share


def test_share_of_one_choice_changes(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    then: dict[str, Any] = {"north-a": {"areas": ["maths"]}, "north-b": {"areas": ["music"]}}
    now: dict[str, Any] = {"north-a": {"areas": ["maths"]}, "north-b": {"areas": ["maths"]}}
    found = compare_waves(
        roadmap, question("areas"), then=wave(then), now=wave(now), choice="maths"
    ).total
    assert found.difference == Fraction(1, 2)


@settings(deadline=None)  # shared machines stall now and then
@given(st.dictionaries(st.sampled_from(SCHOOLS), st.integers(0, 10**6)))
def test_wave_compared_with_itself_has_not_changed(
    roadmap: Roadmap,
    question: Callable[[str], Question],
    wave: Callable[..., Wave],
    numbers: dict[str, int],
) -> None:
    same = wave({key: {"schools": number} for key, number in numbers.items()})
    found = compare_waves(roadmap, question("schools"), then=same, now=same)
    assert all(row.difference in (None, 0) for _, row in found.rows)
    assert found.total.comparable == len(numbers)
    assert sum(row.comparable for _, row in found.rows) == len(numbers)
