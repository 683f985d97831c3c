"""What several tests stand on: the example roadmap's files, and an office with it deployed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from notifications.composing import Composer
from office.office import Office
from vekha.planning import Plan

ROADMAP = Path(__file__).parents[1] / "roadmaps" / "gorod-selu"
FIRST_DAY = datetime(2023, 9, 1, tzinfo=UTC)
COMPOSER = Composer()


def roadmap_files() -> dict[str, bytes]:
    """The files of the example roadmap."""
    return {
        path.name: path.read_bytes()
        for path in ROADMAP.iterdir()
        if path.suffix in (".yaml", ".csv")
    }


def with_person(files: dict[str, bytes], **values: str) -> dict[str, bytes]:
    """The files with one more person at the end of people.csv."""
    people = files["people.csv"].decode("utf-8-sig").rstrip("\n")
    columns = people.splitlines()[0].split(";")
    row = ";".join(values.get(column, "") for column in columns)
    return {**files, "people.csv": f"{people}\n{row}\n".encode()}


def with_deputy(files: dict[str, bytes], organisation: str) -> dict[str, bytes]:
    """The files in which an organisation has a second contact, deputy@schools.example."""
    return with_person(
        files,
        key="deputy",
        name="Ким А.А.",
        position="заместитель",
        role="deputy",
        organisation=organisation,
        email="deputy@schools.example",
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """An office, the plan deployed in it, and the folder where its letters arrive."""

    office: Office
    plan: Plan
    letters: Path

    def moment(self, action: str, *, after: timedelta = timedelta()) -> datetime:
        """The due time of an action, by the end of its key."""
        found = self.plan.action(f"{self.plan.edition}/{action}")
        assert found is not None
        return found.due + after

    def key(self, action: str) -> str:
        """The whole key."""
        return f"{self.plan.edition}/{action}"
