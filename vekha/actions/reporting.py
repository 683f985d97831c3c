"""Actions of reports and of the volume."""

from __future__ import annotations

from collections.abc import Iterator

from vekha.actions.action import Action, ActionKind
from vekha.actions.making import Making
from vekha.wording import word

LATEST_REPORT_DAYS = 60  # working days: a report is assembled late rather than never


def report_actions(making: Making) -> Iterator[Action]:
    """One action per report that has a day; the people named in `to` are told."""
    for key, moment in making.schedule.reports.items():
        report = making.roadmap.file.reports[key]
        kind = ActionKind.VOLUME if report.kind == "volume" else ActionKind.REPORT
        yield making.action(
            kind,
            subject=key,
            verb="assemble",
            moment=moment,
            not_after=making.working_days_after(moment, LATEST_REPORT_DAYS),
            title=f"{report.title.to(making.language)} · {word(str(kind), making.language)}",
            stage=making.stage_of(activity=report.activity),
            letters=len(making.roadmap.audience(report.to)),
        )
