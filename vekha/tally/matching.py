"""Needs against possibilities: what the entrusted schools ask for, and whether their mentor has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vekha.tally.districts import assign_districts, organisation_of
from vekha.tally.questions import chosen_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vekha.answers import Sheet, Wave
    from vekha.roadmap.people import Organisation, Pair
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question
    from vekha.roadmap.words import Words


@dataclass(frozen=True, slots=True)
class Area:
    """Something that can be asked for: one choice of a question on needs.

    `offered_in` is the question on possibilities that has the same choice; None: mentors were not
    asked about it, so nothing can be said of what they have.
    """

    key: tuple[str, str]  # question, choice
    text: Words
    needed_in: Question
    offered_in: Question | None


@dataclass(frozen=True, slots=True)
class Match:
    """One mentor with those entrusted to it.

    needs: area → the schools that asked for it, in the pairing's order. offers: the areas that the
    mentor has, None while it has not answered. silent: mentees whose answer is missing.
    """

    district: str
    mentor: Organisation
    mentees: tuple[Organisation, ...]
    silent: tuple[Organisation, ...]
    needs: Mapping[tuple[str, str], tuple[Organisation, ...]]
    offers: frozenset[tuple[str, str]] | None

    @property
    def answered(self) -> int:
        """The base of the needs: mentees whose answers count."""
        return len(self.mentees) - len(self.silent)


def list_areas(roadmap: Roadmap, *, needs: str, possibilities: str) -> tuple[Area, ...]:
    """The areas of two surveys (keys): choices of the questions on needs that have a counterpart.

    A question's counterpart has the same key or, failing that, shares the most choices with it.
    """
    offering = _choosing(roadmap, possibilities)
    areas: list[Area] = []
    for question in _choosing(roadmap, needs):
        counterpart = _counterpart(question, offering)
        if counterpart is None:
            continue
        known = {choice.key for choice in counterpart.choices}
        areas += [
            Area(
                (question.key, choice.key),
                choice.text,
                question,
                counterpart if choice.key in known else None,
            )
            for choice in question.choices
        ]
    return tuple(areas)


def match_pairing(
    roadmap: Roadmap, *, needs: Wave, possibilities: Wave, pairing: str
) -> tuple[Match, ...]:
    """Every pair of the pairing, in its order; an unknown organisation in it is left out."""
    areas = list_areas(roadmap, needs=needs.survey, possibilities=possibilities.survey)
    asking = {organisation_of(sheet): sheet for sheet in needs.answered}
    offering = {organisation_of(sheet): sheet for sheet in possibilities.answered}
    assigned = assign_districts(roadmap)
    return tuple(
        Match(
            district=pair.district or assigned[pair.mentor],
            mentor=roadmap.organisations[pair.mentor],
            mentees=(mentees := _mentees(roadmap, pair)),
            silent=tuple(mentee for mentee in mentees if mentee.key not in asking),
            needs={
                area.key: tuple(
                    mentee
                    for mentee in mentees
                    if mentee.key in asking and _takes(area.needed_in, area, asking[mentee.key])
                )
                for area in areas
            },
            offers=_offers(areas, offering.get(pair.mentor)),
        )
        for pair in roadmap.file.pairings[pairing].pairs
        if pair.mentor in roadmap.organisations
    )


def list_uncovered(match: Match, areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Areas that somebody asked for and the mentor, having answered, does not have."""
    offers = match.offers
    if offers is None:
        return ()
    return tuple(
        area
        for area in areas
        if area.offered_in is not None and match.needs[area.key] and area.key not in offers
    )


def _choosing(roadmap: Roadmap, survey: str) -> tuple[Question, ...]:
    asked = roadmap.file.questionnaires[roadmap.file.surveys[survey].questionnaire].questions
    return tuple(question for question in asked if question.kind in ("choice", "several"))


def _counterpart(question: Question, offering: tuple[Question, ...]) -> Question | None:
    wanted = {choice.key for choice in question.choices}

    def likeness(other: Question) -> tuple[int, bool]:
        return len(wanted & {choice.key for choice in other.choices}), other.key == question.key

    alike = [other for other in offering if likeness(other)[0]]
    same = [other for other in alike if other.key == question.key]
    # One shared choice, such as «другое», does not make two questions about the same thing.
    close = [other for other in alike if 2 * likeness(other)[0] >= len(wanted)]
    return max(same or close, key=likeness, default=None)


def _takes(question: Question, area: Area, sheet: Sheet) -> bool:
    return area.key[1] in chosen_in(question, sheet)


def _mentees(roadmap: Roadmap, pair: Pair) -> tuple[Organisation, ...]:
    known = roadmap.organisations
    return tuple(known[mentee] for mentee in pair.mentees if mentee in known)


def _offers(areas: tuple[Area, ...], sheet: Sheet | None) -> frozenset[tuple[str, str]] | None:
    if sheet is None:
        return None
    return frozenset(
        area.key
        for area in areas
        if area.offered_in is not None and _takes(area.offered_in, area, sheet)
    )
