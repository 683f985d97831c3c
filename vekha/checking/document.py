"""All checks of what the document declares of itself, in the order of the file."""

from __future__ import annotations

from vekha.checking.curating import check_curating
from vekha.checking.days import check_days
from vekha.checking.levels import check_levels
from vekha.checking.minutes import check_minutes
from vekha.checking.numbering import check_numbering
from vekha.checking.shares import check_shares
from vekha.checking.spellings import check_spellings
from vekha.checking.stages import check_stages
from vekha.checking.tables import check_tables
from vekha.checking.texts import check_texts
from vekha.dating.schedule import Schedule
from vekha.issues import Issue
from vekha.roadmap.programme import Roadmap


def check_document(roadmap: Roadmap, schedule: Schedule) -> list[Issue]:
    """Findings of stages, curators and days, then of the declared text and figures."""
    return [
        *check_stages(roadmap, schedule),
        *check_curating(roadmap),
        *check_days(roadmap, schedule),
        *check_levels(roadmap),
        *check_tables(roadmap),
        *check_shares(roadmap),
        *check_texts(roadmap),
        *check_numbering(roadmap),
        *check_spellings(roadmap),
        *check_minutes(roadmap),
    ]
