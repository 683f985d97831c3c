"""A folder's files as bytes in, a roadmap and all its issues out. Files are read by the shell."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from vekha.calendar import ZoneUnknown, find_zone
from vekha.catalogue import has_errors
from vekha.issues import Issue, Place
from vekha.reading.effective import in_force
from vekha.reading.references import check_addresses, check_references
from vekha.reading.roster import read_organisations, read_people
from vekha.reading.shape import shape_file
from vekha.reading.source import Source, path_text, read_source
from vekha.roadmap.own_letters import own_letters
from vekha.roadmap.people import Organisation, Person
from vekha.roadmap.programme import Roadmap, RoadmapFile
from vekha.terms import Period, read_period
from vekha.unfolding.unfold import unfold

ROADMAP = "roadmap.yaml"
# Findings after which nothing of a file is known, so that what refers to it cannot be judged.
UNREAD_FILE = frozenset(
    {"file-missing", "file-empty", "file-too-large", "table-unreadable", "table-no-header"}
)


@dataclass(slots=True)
class _Rosters:
    """Both tables and their issues; `unread` has "organisations" or "people" where one failed."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def read_roadmap(
    files: Mapping[str, bytes], *, folder: str = ""
) -> tuple[Roadmap | None, tuple[Issue, ...]]:
    """Read a roadmap from its files (name → content), all issues at once.

    `folder` is put before file names in issues. The roadmap is None when an issue E stands in
    the way of reading it at all; issues E may also come beside a roadmap.
    """
    content = files.get(ROADMAP)
    if content is None:
        place = Place(folder + ROADMAP)
        return None, (Issue("file-missing", place, "", {"name": ROADMAP}),)
    source = read_source(content, file=folder + ROADMAP)
    if source.issues and source.value is None:
        return None, tuple(source.issues)
    if source.value is None:
        return None, (Issue("file-empty", Place(folder + ROADMAP, 1, 1), "", {}),)
    file, shape_issues = shape_file(source)
    issues = [*source.issues, *shape_issues]
    if file is None:
        issues += _rosters_named_in(source, files, folder)
        return None, tuple(issues)
    period, period_issues = _period(file, source)
    rosters = _rosters(file.organisations, file.people, files, folder, source)
    issues += [*period_issues, *rosters.issues]
    if period is None:
        return None, tuple(issues)
    organisations, people, changes = in_force(rosters.organisations, rosters.people, period)
    issues += changes
    roadmap = Roadmap(
        file,
        period,
        organisations,
        people,
        digest_of(files),
        dict(source.places),
        own_letters(files),
    )
    roadmap, unfolded = unfold(roadmap)
    source.places.update(roadmap.places)
    issues += unfolded
    issues += check_references(roadmap, source, unread=rosters.unread)
    issues += check_addresses(roadmap, source, unread=rosters.unread)
    return roadmap, tuple(issues)


def digest_of(files: Mapping[str, bytes]) -> str:
    """The sha256 of all files, independent of their order."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()


def _period(file: RoadmapFile, source: Source) -> tuple[Period | None, list[Issue]]:
    issues = []
    try:
        find_zone(file.timezone)
    except ZoneUnknown:
        path = ("timezone",)
        facts: dict[str, object] = {"text": file.timezone}
        issues.append(Issue("unknown-zone", source.place(path), path_text(path), facts))
    period = read_period(file.period)
    if period is None:
        facts = {"text": file.period}
        issues.append(Issue("bad-period", source.place(("period",)), "period", facts))
    return (None if has_errors(issues) else period), issues


def _rosters_named_in(source: Source, files: Mapping[str, bytes], folder: str) -> list[Issue]:
    """The tables' own issues even where the file itself has some, so that all come at once."""
    values = source.value if isinstance(source.value, dict) else {}
    names = [values.get("organisations"), values.get("people")]
    organisations, people = (n if isinstance(n, str) else None for n in names)
    return _rosters(
        organisations or "organisations.csv", people or "people.csv", files, folder, source
    ).issues


def _rosters(
    organisations_file: str,
    people_file: str,
    files: Mapping[str, bytes],
    folder: str,
    source: Source,
) -> _Rosters:
    rosters = _Rosters()
    for key, name in (("organisations", organisations_file), ("people", people_file)):
        content = files.get(name)
        if content is None:
            found = [Issue("file-missing", source.place((key,)), key, {"name": name})]
        elif key == "organisations":
            rosters.organisations, found = read_organisations(content, file=folder + name)
        else:
            rosters.people, found = read_people(
                content,
                file=folder + name,
                organisations=None if rosters.unread else rosters.organisations,
                organisations_file=organisations_file,
            )
        if any(issue.code in UNREAD_FILE for issue in found):
            rosters.unread.add(key)
        rosters.issues += found
    return rosters
