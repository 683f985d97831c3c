"""Which outline a report of the roadmap is."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from vekha.documents.activities import roadmap_table
from vekha.documents.appendix import appendix
from vekha.documents.data import WaveMissingError
from vekha.documents.information import information
from vekha.documents.levels import indicator_report
from vekha.documents.matching import matching_report
from vekha.documents.minutes import minutes
from vekha.documents.monitoring import monitoring_report
from vekha.documents.passport import passport
from vekha.documents.progress import progress_report
from vekha.documents.visit_tables import visit_calendar, visit_log
from vekha.documents.volume import volume_front

if TYPE_CHECKING:
    from vekha.documents.data import DocumentData
    from vekha.outline import Outline
    from vekha.roadmap.plan import Report
    from vekha.roadmap.programme import Roadmap


def outline_of(report: str, roadmap: Roadmap, data: DocumentData) -> Outline:
    """The outline of a report by its key in the roadmap; of a volume, what precedes its chapters.

    Raises KeyError for an unknown report, WaveMissingError where its survey has no wave. A missing
    wave to compare with is no error: the report then has no comparison.
    """
    asked = roadmap.file.reports[report]
    language = data.language or roadmap.file.language
    title = asked.title.to(language)
    match asked.kind:
        case "monitoring":
            return monitoring_report(
                roadmap,
                wave=data.wave(asked.survey),
                previous=data.waves.get(asked.compared_with) if asked.compared_with else None,
                marks=data.marks,
                terms=data.terms,
                as_of=data.as_of,
                language=language,
                title=title,
                signed_by=asked.signed_by,
            )
        case "matching":
            return matching_report(
                roadmap,
                needs=data.wave(asked.survey),
                possibilities=data.wave(asked.matched_with),
                pairing=pairing_of(asked, roadmap),
                as_of=data.as_of,
                language=language,
                title=title,
                signed_by=asked.signed_by,
            )
        case "volume":
            return volume_front(
                roadmap,
                wave=data.wave(asked.survey),
                pairing=pairing_of(asked, roadmap),
                as_of=data.as_of,
                language=language,
                title=title,
            )
        case "roadmap":
            return roadmap_table(
                roadmap,
                marks=data.marks,
                terms=data.terms,
                as_of=data.as_of,
                language=language,
                title=title,
            )
        case "progress" | "indicators":
            make = progress_report if asked.kind == "progress" else indicator_report
            return make(roadmap, asked, data, language=language)
        case "passport":
            return passport(roadmap, as_of=data.as_of, language=language, title=title)
        case "appendix":
            return appendix(
                roadmap, as_of=data.as_of, language=language, title=title, heading=asked.heading
            )
        case "visit-log":
            return visit_log(roadmap, data, asked, title=title)
        case "visit-calendar":
            return visit_calendar(roadmap, data, asked, title=title)
        case "information":
            return information(roadmap, data, asked, title=title)
        case "minutes":
            return minutes(roadmap, data, asked, title=title)
        case _:
            assert_never(asked.kind)


def pairing_of(report: Report, roadmap: Roadmap) -> str:
    """The report's pairing, else the first of the roadmap, else none («»)."""
    return report.pairing or next(iter(roadmap.file.pairings), "")


__all__ = ["WaveMissingError", "outline_of", "pairing_of"]
