"""Assembling documents: facts into an outline, the outline into files, the files into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.document import keep_document
from models.engine import reading
from models.material import blob, material
from office.facts import read_facts
from office.office import Office
from reports.formats import Format, render
from reports.libreoffice import ConversionFailed, ConverterMissing
from reports.volume import assemble_volume
from vekha.calendar import to_local
from vekha.documents.data import DocumentData
from vekha.documents.registry import outline_of, pairing_of
from vekha.documents.volume import volume_chapters_plan
from vekha.outline import Chapter
from vekha.planning import Plan

FORMATS: tuple[Format, ...] = ("docx", "pdf", "xlsx", "html")


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file. `document` is its id once it is kept."""

    report: str
    format: str
    file_name: str
    content: bytes
    as_of: datetime
    document: int = 0
    problems: tuple[str, ...] = ()


def document_data(session: Session, plan: Plan, *, now: datetime) -> DocumentData:
    """Everything that a document is made from, as of now."""
    facts = read_facts(session, plan, now=now)
    return DocumentData(
        as_of=now,
        waves=facts.waves,
        marks=facts.marks,
        terms=plan.schedule.activities,
        meetings=plan.schedule.meetings,
    )


def assemble(
    office: Office,
    plan: Plan,
    report: str,
    *,
    now: datetime,
    formats: Sequence[Format] = FORMATS,
) -> tuple[Made, ...]:
    """The files of one report as of now; the same data give the same bytes."""
    with reading(office.engine) as session:
        data = document_data(session, plan, now=now)
        written = plan.roadmap.file.reports[report]
        outline = outline_of(report, plan.roadmap, data)
        chapters: list[Chapter] = []
        if written.kind == "volume":
            chapters = _chapters(session, plan, report, data)
    day = to_local(now, plan.roadmap.file.timezone).date()
    stem = f"{plan.roadmap.file.key}-{report}-{day}"
    if written.kind == "volume":
        content, problems = assemble_volume(outline, chapters)
        return _volume(office, report, stem, content, tuple(map(str, problems)), now=now)
    made = []
    for wanted in formats:
        rendered = render(outline, wanted)
        name = f"{stem}.{rendered.file_extension.removeprefix('.')}"
        made.append(Made(report, wanted, name, rendered.content, now))
    return tuple(made)


def _volume(
    office: Office,
    report: str,
    stem: str,
    content: bytes,
    problems: tuple[str, ...],
    *,
    now: datetime,
) -> tuple[Made, ...]:
    """The Word file; where LibreOffice is, with exact page numbers and a PDF beside it."""
    if office.finish_volume is not None:
        try:
            content, pdf = office.finish_volume(content)
        except (ConverterMissing, ConversionFailed) as error:
            problems = (*problems, str(error))
        else:
            finished = Made(report, "docx", f"{stem}.docx", content, now, problems=problems)
            return finished, Made(report, "pdf", f"{stem}.pdf", pdf, now)
    return (Made(report, "docx", f"{stem}.docx", content, now, problems=problems),)


def _chapters(session: Session, plan: Plan, report: str, data: DocumentData) -> list[Chapter]:
    written = plan.roadmap.file.reports[report]
    wave = data.wave(written.survey)
    planned = volume_chapters_plan(
        plan.roadmap, wave=wave, pairing=pairing_of(written, plan.roadmap)
    )
    chapters = []
    for chapter in planned:
        if chapter.missing and chapter.included:
            absent = chapter.absence(plan.roadmap.file.language)
            chapters.append(Chapter("", "", b"", "", chapter.heading, absent))
        for index, file in enumerate(chapter.files):
            found = material(session, int(file["id"]))
            content = blob(session, found.sha256) if found else None
            chapters.append(
                Chapter(
                    title=chapter.title if index == 0 else str(file["name"]),
                    author=chapter.author,
                    document=content or b"",
                    file_name=str(file["name"]),
                    section=chapter.heading,
                )
            )
    return chapters


def keep(
    session: Session, plan: Plan, made: Sequence[Made], *, action: str, now: datetime
) -> tuple[Made, ...]:
    """Keep the files in the tables; the same files with their ids."""
    kept = []
    for one in made:
        row = keep_document(
            session,
            edition=plan.edition,
            name=one.report,
            file_format=one.format,
            file_name=one.file_name,
            as_of=one.as_of,
            content=one.content,
            now=now,
            action=action,
        )
        kept.append(
            Made(one.report, one.format, one.file_name, b"", one.as_of, row.id or 0, one.problems)
        )
    return tuple(kept)
