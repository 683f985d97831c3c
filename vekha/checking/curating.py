"""Curators: whether every school has one, and whether those who act as curators are any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vekha.checking.findings import issue_at, list_words
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.people import Pairing
from vekha.roadmap.plan import Activity
from vekha.roadmap.programme import Roadmap


def check_curating(roadmap: Roadmap) -> Iterator[Issue]:
    """Coverage of curator pairings, and the rows of the curators' diary."""
    curated = {k: p for k, p in roadmap.file.pairings.items() if p.kind == "curator" and p.pairs}
    if curated:
        # The fullest list must cover everybody; others only add to it.
        key = max(curated, key=lambda k: sum(len(pair.mentees) for pair in curated[k].pairs))
        yield from _coverage(roadmap, key, curated[key], curated)
        curators = [roadmap.mentors(key) for key in curated]
        for index, activity in enumerate(roadmap.file.activities):
            if activity.curated:
                yield from _row(roadmap, index, activity, curators)


def _coverage(
    roadmap: Roadmap, key: str, pairing: Pairing, others: Mapping[str, Pairing]
) -> Iterator[Issue]:
    covered = {mentee for pair in pairing.pairs for mentee in pair.mentees}
    kinds = {roadmap.organisations[m].kind for m in covered if m in roadmap.organisations}
    schools = [o for o in roadmap.organisations.values() if o.kind in kinds]
    missing = [o for o in schools if o.key not in covered]
    if not missing:
        return
    found = [
        f"{roadmap.organisations[m].label} – {name_of(roadmap, pair.mentor)} («{other.title}»)"
        for name, other in others.items()
        if name != key
        for pair in other.pairs
        for m in pair.mentees
        if m in {o.key for o in missing}
    ]
    yield issue_at(
        roadmap,
        "curator-coverage",
        ("pairings", key),
        title=pairing.title,
        covered=len(schools) - len(missing),
        schools=len(schools),
        missing=list_words(o.label for o in missing),
        found="; ".join(found) or "—",
    )


def _row(
    roadmap: Roadmap, index: int, activity: Activity, curators: list[Mapping[str, str]]
) -> Iterator[Issue]:
    """A row without a curator, or with one whom no list names."""
    path: Path = ("activities", index)
    listed = {mentor for pairing in curators for mentor in pairing.values()}
    right = list_words(
        dict.fromkeys(
            name_of(roadmap, pairing[school])
            for school in activity.audience
            for pairing in curators
            if school in pairing
        )
    )
    facts = {"term": activity.term, "right": right or "—"}
    if not activity.performers and not activity.performers_printed:
        yield issue_at(roadmap, "curator-missing", path, **facts)
    for number, person in enumerate(activity.performers):
        if person not in listed:
            at = (*path, "performers", number)
            name = name_of(roadmap, person)
            yield issue_at(roadmap, "curator-unlisted", at, name=name, **facts)


def name_of(roadmap: Roadmap, key: str) -> str:
    """The label of an organisation or a person."""
    found = roadmap.organisations.get(key) or roadmap.people.get(key)
    return found.label if found else key
