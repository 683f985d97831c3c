"""The whole way from files to a year: read, date, check, expand. `Plan` is what everything else uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from vekha.catalogue import has_errors, may_be_acknowledged
from vekha.checking.programme import check_programme, declared_overlaps
from vekha.dating.dates import date_roadmap
from vekha.dating.schedule import Schedule
from vekha.issues import Issue, Place
from vekha.reading.reader import UNREAD_FILE, read_roadmap
from vekha.roadmap.programme import Roadmap

if TYPE_CHECKING:
    from vekha.actions.action import Action


@dataclass(frozen=True)
class Plan:
    """A roadmap with its dates and actions."""

    roadmap: Roadmap
    schedule: Schedule

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every action of the year, made when first asked for: `vekha check` asks for none."""
        from vekha.actions.expansion import expand

        return expand(self.roadmap, self.schedule)

    @property
    def edition(self) -> str:
        """«gorod-selu/2023-2024»."""
        return self.roadmap.edition

    def action(self, key: str) -> Action | None:
        """The action with this key."""
        return next((a for a in self.actions if a.key == key), None)


class Inspection(NamedTuple):
    """What checking a roadmap gives: the plan (None while an issue E stands), the issues that are
    left, and those that the file acknowledges, each with its reason."""

    plan: Plan | None
    issues: tuple[Issue, ...]
    acknowledged: tuple[tuple[Issue, str], ...] = ()


def make_plan(
    files: Mapping[str, bytes], *, folder: str = "", beside: Iterable[Issue] = ()
) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Files (name → content) into a plan and every issue, in the order of the files.

    The plan is None when an issue E stands in the way; acknowledged ones are left out.
    `beside`: as for `inspect`.
    """
    found = inspect(files, folder=folder, beside=beside)
    return found.plan, found.issues


def inspect(
    files: Mapping[str, bytes], *, folder: str = "", beside: Iterable[Issue] = ()
) -> Inspection:
    """Files (name → content) into a plan, the issues left, and the acknowledged ones.

    `beside`: what was found wrong with the files where the core does not look, in the templates of
    letters (notifications/judging.py); it counts like all else and is acknowledged like all else.
    """
    roadmap, issues = read_roadmap(files, folder=folder)
    found = list(issues)
    if roadmap is None or has_errors(found):
        return Inspection(None, _in_order([*found, *beside]))
    schedule, date_issues = date_roadmap(roadmap)
    found += [*date_issues, *beside]
    found += check_programme(roadmap, schedule)
    found, acknowledged = _without_acknowledged(found, roadmap)
    acknowledged += declared_overlaps(roadmap, schedule)
    settled = tuple(sorted(acknowledged, key=lambda pair: _order(pair[0])))
    if has_errors(found):
        return Inspection(None, _in_order(found), settled)
    return Inspection(Plan(roadmap, schedule), _in_order(found), settled)


def _in_order(issues: list[Issue]) -> tuple[Issue, ...]:
    return tuple(sorted(issues, key=_order))


def _order(issue: Issue) -> tuple[bool, Place, str, str]:
    """By place, behind the files that could not be read: the rest may follow from them."""
    return issue.code not in UNREAD_FILE, issue.place, issue.code, issue.path


def _without_acknowledged(
    issues: list[Issue], roadmap: Roadmap
) -> tuple[list[Issue], list[tuple[Issue, str]]]:
    """What is left, and what the file acknowledges; acknowledging nothing is itself a finding."""
    left = list(issues)
    acknowledged: list[tuple[Issue, str]] = []
    for index, given in enumerate(roadmap.file.acknowledged):
        matching: list[Issue] = []
        others: list[Issue] = []
        for issue in left:
            accepted = (
                issue.code == given.code
                and (not given.path or issue.path == given.path)
                and may_be_acknowledged(issue)
            )
            (matching if accepted else others).append(issue)
        if matching:
            left = others
            acknowledged += [(i, given.reason) for i in matching]
            continue
        path = f"acknowledged[{index}]"
        place = roadmap.places.get(("acknowledged", index), Place("roadmap.yaml", 1, 1))
        name = f"{given.code} {given.path}".strip()
        left.append(Issue("acknowledged-nothing", place, path, {"given": name}))
    return left, acknowledged
