from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.states import SheetState
from vekha.tally.districts import assign_districts, in_roster_order, organisation_of
from vekha.tally.response import Response, tally_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap

SCHOOLS = ("city-1", "city-2", "north-a", "north-b", "south-a", "south-b")


def test_mentor_counts_in_the_district_entrusted_to_it(roadmap: Roadmap) -> None:
    assigned = assign_districts(roadmap)
    assert assigned["city-1"] == "north"
    assert assigned["city-2"] == "south"
    assert assigned["south-a"] == "south"
    assert assigned["empty"] == "empty"


def test_response_counts_by_district(roadmap: Roadmap, wave: Callable[..., Wave]) -> None:
    states = {"south-a": SheetState.EXCUSED, "south-b": SheetState.RETURNED}
    answers: dict[str, dict[str, object]] = {
        key: {} for key in ("city-1", "city-2", "north-a", "south-b")
    }
    found = tally_response(roadmap, wave(answers, states=states, late=("north-a",)))
    assert [(d.key, row) for d, row in found.rows] == [
        ("north", Response(asked=3, excused=0, answered=2, on_time=1)),
        ("south", Response(asked=3, excused=1, answered=1, on_time=1)),
        ("empty", Response(asked=0, excused=0, answered=0, on_time=0)),
    ]
    assert found.total == Response(asked=6, excused=1, answered=3, on_time=2)
    assert found.total.share.text(language="ru") == "60,0\u00a0%"
    assert found.total.silent == 2  # the silent one and the returned one
    assert found.of("empty").share.text(language="ru") == "—"


def test_school_of_no_district_has_a_row_of_its_own(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    unpaired = replace(roadmap, file=roadmap.file.model_copy(update={"pairings": {}}))
    found = tally_response(unpaired, wave({}))
    assert [(d.key, row.asked) for d, row in found.rows][-1] == ("", 2)


@settings(deadline=None)  # shared machines stall now and then
@given(st.data())
def test_total_is_the_sum_of_rows_and_order_does_not_matter(
    roadmap: Roadmap, wave: Callable[..., Wave], data: st.DataObject
) -> None:
    state = st.sampled_from(list(SheetState))
    states = {key: data.draw(state) for key in SCHOOLS}
    answers: dict[str, dict[str, object]] = {
        key: {} for key in SCHOOLS if states[key] is SheetState.SUBMITTED
    }
    given_wave = wave(answers, states=states)
    found = tally_response(roadmap, given_wave)
    for name in ("asked", "excused", "answered", "on_time", "base", "silent"):
        assert sum(getattr(row, name) for _, row in found.rows) == getattr(found.total, name)
    shuffled = list(given_wave.sheets)
    random.Random(data.draw(st.integers())).shuffle(shuffled)
    other = replace(given_wave, sheets=tuple(shuffled))
    assert tally_response(roadmap, other) == found
    assert in_roster_order(roadmap, shuffled) == in_roster_order(roadmap, given_wave.sheets)


def test_roster_order_goes_by_district_then_school(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    ordered = in_roster_order(roadmap, wave({}).sheets)
    assert [organisation_of(sheet) for sheet in ordered] == [
        "city-1", "north-a", "north-b", "city-2", "south-a", "south-b",
    ]  # fmt: skip
