"""What indicators, report sections, declared figures and minutes refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from vekha.issues import Issue
from vekha.reading.shape import nearest
from vekha.reading.source import Path, Source, path_text

if TYPE_CHECKING:
    from vekha.roadmap.figures import Counted
    from vekha.roadmap.plan import Report
    from vekha.roadmap.programme import Roadmap, RoadmapFile

_Reference = tuple[Path, str | None, str]
FILLED = re.compile(r"\{([a-z0-9][a-z0-9-]*)\}")  # {small} in a report's text


def audiences_of(roadmap: Roadmap) -> Mapping[str, object]:
    """Everything that an audience may name: roles, people, organisations and their kinds."""
    kinds = {o.kind: o for o in roadmap.organisations.values() if o.kind}
    return {**kinds, **roadmap.organisations, **roadmap.people, **roadmap.file.roles}


def figure_references(file: RoadmapFile) -> Iterator[_Reference]:
    """The references by key to whole sections of the file or the rosters."""
    for key, indicator in file.indicators.items():
        path: Path = ("indicators", key)
        yield (*path, "questionnaire"), indicator.questionnaire, "questionnaires"
        yield (*path, "levels"), indicator.levels, "levels"
        yield from _each((*path, "declared"), indicator.declared, "figures")
        yield from _each((*path, "audience"), indicator.audience, "audiences")
    for key, target in file.targets.items():
        yield ("targets", key, "indicator"), target.indicator, "indicators"
    for key, report in file.reports.items():
        yield from _report(("reports", key), report)
    for key, table in file.declared.tables.items():
        for number, row in enumerate(table.rows):
            yield ("declared", "tables", key, "rows", number), row.organisation, "organisations"
    for key, partition in file.declared.partitions.items():
        yield from _each(("declared", "partitions", key, "parts"), partition.parts, "figures")
    for key, ku in file.declared.coefficients.items():
        path = ("declared", "coefficients", key)
        yield (*path, "questionnaire"), ku.questionnaire, "questionnaires"
        for number, line in enumerate(ku.lines):
            at = (*path, "lines", number, "organisations")
            yield from _each(at, line.organisations, "organisations")
    for key, figure in file.declared.figures.items():
        yield from _each(("declared", "figures", key, "items"), figure.items, "activities")
    yield from _minutes(file)
    yield from _items(file)


def _report(path: Path, report: Report) -> Iterator[_Reference]:
    yield (*path, "coefficient"), report.coefficient, "indicators"
    for number, section in enumerate(report.sections):
        at = (*path, "sections", number)
        yield from _each((*at, "activities"), section.activities, "activities")
        yield from _each((*at, "indicators"), section.indicators, "indicators")
        for t, table in enumerate(section.tables):
            yield (*at, "tables", t, "declared"), table.declared, "tables"
            for c, column in enumerate(table.columns):
                where = (*at, "tables", t, "columns", c, "indicator")
                yield where, column.indicator, "indicators"


def _minutes(file: RoadmapFile) -> Iterator[_Reference]:
    for key, minutes in file.declared.minutes.items():
        path: Path = ("declared", "minutes", key)
        yield (*path, "chairman"), minutes.chairman, "people"
        yield (*path, "secretary"), minutes.secretary, "people"
        for number, present in enumerate(minutes.present):
            yield (*path, "present", number, "person"), present.person, "people"
        for number, heard in enumerate(minutes.heard):
            yield (*path, "heard", number, "speaker"), heard.speaker, "people"


def _items(file: RoadmapFile) -> Iterator[_Reference]:
    for key, questionnaire in file.questionnaires.items():
        for s, section in enumerate(questionnaire.sections):
            at: Path = ("questionnaires", key, "sections", s)
            if section.items:
                yield from _each(
                    (*at, "items", "activities"), section.items.activities, "activities"
                )
            for q, question in enumerate(section.questions):
                yield (*at, "questions", q, "activity"), question.activity, "activities"


def _each(path: Path, keys: Iterable[str], section: str) -> Iterator[_Reference]:
    for index, key in enumerate(keys):
        yield (*path, index), key, section


def question_issues(file: RoadmapFile, source: Source) -> list[Issue]:
    """Questions that indicators and reports name and their questionnaire does not have."""
    issues = []
    for path, key, questionnaire, known in _questions(file):
        if key not in known:
            facts = {
                "key": key,
                "section": f"questionnaires.{questionnaire}",
                **nearest(key, known),
            }
            issues.append(Issue("unknown-reference", source.place(path), path_text(path), facts))
    return issues


def _questions(file: RoadmapFile) -> Iterator[tuple[Path, str, str, list[str]]]:
    for key, indicator in file.indicators.items():
        known = _known(file, indicator.questionnaire)
        for side in ("numerator", "denominator"):
            counted: Counted = getattr(indicator, side)
            name, questions = counted.of
            for number, question in enumerate(questions):
                at: Path = ("indicators", key, side, name, number)
                yield at, question, indicator.questionnaire, known
    for key, report in file.reports.items():
        survey = file.surveys.get(report.survey or "")
        if survey is None:
            continue
        known = _known(file, survey.questionnaire)
        for s, section in enumerate(report.sections):
            path: Path = ("reports", key, "sections", s)
            for p, text in enumerate(section.text):
                for name in FILLED.findall(text.ru + text.kk + text.en):
                    at = (*path, "text", p)
                    yield at, name, survey.questionnaire, [*known, *file.indicators, "districts"]
            for t, table in enumerate(section.tables):
                for c, column in enumerate(table.columns):
                    if column.sum:
                        at = (*path, "tables", t, "columns", c, "sum")
                        yield at, column.sum, survey.questionnaire, known


def _known(file: RoadmapFile, questionnaire: str) -> list[str]:
    found = file.questionnaires.get(questionnaire)
    return [question.key for question in found.questions] if found else []
