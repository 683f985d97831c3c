from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vekha.tally.matching import list_areas, list_uncovered, match_pairing

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap


def test_areas_are_the_choices_that_both_surveys_share(roadmap: Roadmap) -> None:
    areas = list_areas(roadmap, needs="first", possibilities="offers")
    assert [area.key for area in areas] == [
        ("areas", "maths"), ("areas", "english"), ("areas", "music"),
        ("ready", "maths"), ("ready", "english"),
    ]  # fmt: skip
    assert all(area.offered_in for area in areas)


def test_needs_meet_what_the_own_mentor_offers(roadmap: Roadmap, wave: Callable[..., Wave]) -> None:
    needs: dict[str, Any] = {
        "north-a": {"areas": ["maths", "music"]},
        "north-b": {"areas": ["maths"]},
        "south-a": {"areas": ["english"]},
    }
    offers: dict[str, Any] = {"city-1": {"areas": ["maths"]}}
    north, south = match_pairing(
        roadmap,
        needs=wave(needs),
        possibilities=wave(offers, survey="offers"),
        pairing="mentors",
    )
    asked = {key[1]: [s.key for s in who] for key, who in north.needs.items() if key[0] == "areas"}
    assert asked == {"maths": ["north-a", "north-b"], "english": [], "music": ["north-a"]}
    areas = list_areas(roadmap, needs="first", possibilities="offers")
    assert [area.key for area in list_uncovered(north, areas)] == [("areas", "music")]
    assert (north.district, north.answered, north.silent) == ("north", 2, ())
    assert [school.key for school in south.silent] == ["south-b"]


def test_mentor_that_has_not_answered_leaves_nothing_uncovered(
    roadmap: Roadmap, wave: Callable[..., Wave]
) -> None:
    """Nothing is known of what it has, and nothing is claimed."""
    needs = wave({"south-a": {"areas": ["english"]}})
    _, south = match_pairing(
        roadmap, needs=needs, possibilities=wave({}, survey="offers"), pairing="mentors"
    )
    assert south.offers is None
    areas = list_areas(roadmap, needs="first", possibilities="offers")
    assert list_uncovered(south, areas) == ()
