"""Documents that a person asks for by name, as of any moment: assembled, not kept in the ledger.

Besides the roadmap's own reports there are two that every roadmap has: its plan with the marks of
completion (`roadmap`) and its passport.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.engine import reading
from office.assembling import Made, assemble, document_data
from office.facts import read_wave
from office.office import Office
from reports.formats import Format, render
from vekha.calendar import to_local
from vekha.documents.activities import roadmap_table
from vekha.documents.passport import passport
from vekha.planning import Plan

BUILT_IN = {
    "roadmap": {
        "ru": "План с отметками об исполнении",
        "kk": "Орындалу белгілері бар жоспар",
        "en": "The plan with marks of completion",
    },
    "passport": {"ru": "Паспорт", "kk": "Төлқұжат", "en": "The passport"},
}


class NoSuchDocument(LookupError):
    """The roadmap has no report of that name: ask for one of `known_documents`."""


def known_documents(plan: Plan) -> dict[str, str]:
    """What may be asked for: name → title, in the roadmap's language."""
    language = plan.roadmap.file.language
    own = {key: report.title.to(language) for key, report in plan.roadmap.file.reports.items()}
    return {**{name: titles[language] for name, titles in BUILT_IN.items()}, **own}


def assemble_named(
    office: Office, plan: Plan, name: str, *, now: datetime, formats: Sequence[Format]
) -> tuple[Made, ...]:
    """The files of a document as of now. A volume is a Word file, and a PDF where LibreOffice is.

    Raises NoSuchDocument.
    """
    if name in plan.roadmap.file.reports:
        made = assemble(office, plan, name, now=now, formats=formats)
        return tuple(one for one in made if one.format in formats) or made[:1]
    if name not in BUILT_IN:
        raise NoSuchDocument(name)
    with reading(office.engine) as session:
        data = document_data(session, plan, now=now)
    outline = (
        passport(plan.roadmap, as_of=now)
        if name == "passport"
        else roadmap_table(plan.roadmap, marks=data.marks, terms=data.terms, as_of=now)
    )
    day = to_local(now, plan.roadmap.file.timezone).date()
    stem = f"{plan.roadmap.file.key}-{name}-{day}"
    return tuple(
        Made(name, one, f"{stem}.{one}", render(outline, one).content, now) for one in formats
    )


def answered(office: Office, plan: Plan, name: str, *, now: datetime) -> tuple[int, int] | None:
    """How many have answered what the document is made from, of how many; None if of nothing."""
    report = plan.roadmap.file.reports.get(name)
    surveys = [s for s in (report.survey, report.matched_with) if s] if report else []
    if not surveys:
        return None
    with reading(office.engine) as session:
        waves = [
            read_wave(session, plan, survey, as_of=now)
            for survey in surveys
            if survey in plan.schedule.surveys
        ]
    return sum(len(wave.answered) for wave in waves), sum(wave.base for wave in waves)
