"""The rows of plans into the draft's stages and activities: terms as worded, gaps marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.importing.draft import REPLACE, DraftActivity, DraftStage
from vekha.importing.keys import Keys
from vekha.importing.letters import flat, hangs, unbroken
from vekha.importing.performers import in_line, read_performers
from vekha.importing.periods import named_months
from vekha.importing.plan_rows import PlanRow, SectionRow
from vekha.importing.register import Register
from vekha.importing.stages import FoundStage, split_term
from vekha.terms import Period, read_term

NO_TERM = "не указан"
_LIST = re.compile(r"\n\s*(?:[-–—·•▪]|\(?\d{1,2}[.)])\s*(?=\S)")
_YEAR_ALONE = r"(?:(?:19|20)\d\d\s*(?:г\b|года?\b|ж\b|жыл|[-–—.,]|$|\n)|(?:года?|г\.)(?!\w))"
_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip


class PlanPart:
    """Collects the stages and activities of a document in order."""

    def __init__(self, register: Register, period: Period) -> None:
        self.register = register
        self.period = period
        self.stages: list[DraftStage] = []
        self.activities: list[DraftActivity] = []
        self._stage_keys, self._keys = Keys(), Keys()
        self._sections: dict[str, DraftStage] = {}

    def add_stage(self, found: FoundStage) -> DraftStage:
        """A stage from a line of text."""
        key = self._stage_keys.take(found.title, otherwise="stage", words=4)
        stage = DraftStage(key, found.title, found.term, found.line)
        self.stages.append(stage)
        return stage

    def add_section(self, row: SectionRow) -> DraftStage:
        """A section row; the same title again is the same stage."""
        known = self._sections.get(row.title)
        if known is not None:
            return known
        title, term = split_term(row.title, period=self.period)
        stage = self.add_stage(FoundStage(title, term, "", row.line))
        self._sections[row.title] = stage
        return stage

    def add_row(self, row: PlanRow, *, stage: DraftStage | None, role: str) -> DraftActivity:
        """An activity; a list below its title in the cell becomes its details."""
        title, rest = split_title(row.title)
        term, note = self._term(row.term, stage)
        performers, order = read_performers(
            row.responsible, self.register, line=row.line, role=role
        )
        named = self.register.harvest(row.title, line=row.line)
        number = row.number or str(len(self.activities) + 1)
        activity = DraftActivity(
            key=self._keys.take(title, otherwise="activity", words=4),
            number=number,
            title=title,
            term=term,
            line=row.line,
            number_note="" if row.number else "в документе без номера",
            term_note=note,
            stage=stage.key if stage else "",
            performers=performers,
            performers_printed=in_line(row.responsible),
            result=flat(row.result),
            order=order or next(iter(named), ""),
            details=[flat(line) for line in rest.split("\n") if line.strip()],
        )
        self.activities.append(activity)
        return activity

    def _term(self, written: str, stage: DraftStage | None) -> tuple[str, str]:
        term = flat_term(written, self.period)
        months = named_months(stage.title) if stage and len(stage.title) < 30 else []
        if not term:
            if stage and stage.term:
                return stage.term, f"в строке срока нет; взят срок раздела «{stage.title}»"
            return NO_TERM, f"{REPLACE}: срок в документе не указан"
        if len(months) == 1 and not read_term(term, period=self.period).windows:
            fuller = f"{term} {_GENITIVE[months[0] - 1]}"
            if read_term(fuller, period=self.period).windows:
                return (
                    fuller,
                    f"в документе «{term}», месяц из строки «{stage.title if stage else ''}»",
                )
        if not read_term(term, period=self.period).windows:
            return term, "даты из этих слов не следуют: уточните, если нужны напоминания"
        return term, ""

    def complete_stages(self) -> None:
        """Stages without a term of their own get that of their activities."""
        for stage in self.stages:
            if stage.term:
                continue
            terms = [a.term for a in self.activities if a.stage == stage.key]
            stage.term, stage.note = self._span(list(dict.fromkeys(terms)))

    def _span(self, terms: Sequence[str]) -> tuple[str, str]:
        read = [read_term(term, period=self.period) for term in terms]
        windows = [w for term in read for w in term.windows]
        if not windows:
            return NO_TERM, f"{REPLACE}: срок этапа в документе не указан"
        if len(terms) == 1:
            return terms[0], "по сроку мероприятий этапа"
        start = min(w.start or w.until for w in windows)
        until = max(w.until for w in windows)
        return f"{start}/{until}", "по срокам мероприятий этапа"


def split_title(text: str) -> tuple[str, str]:
    """The title of an activity, and the list below it, if there is one."""
    text = re.sub(r"(?<=[а-яё]о)- (?=[а-яё])", "-", text)  # «нормативно- правовой»: a broken line
    text = unbroken(text)
    if re.match(r"\s*1[.)]\s", text):  # the list is the whole text
        return flat(text), ""
    first, _, below = text.strip().partition("\n")
    if first.rstrip().endswith(":") and below.strip():
        return flat(first).rstrip(" :"), below
    found = _LIST.search(text)
    if found is None or not text[: found.start()].strip():
        return flat(text), ""
    return flat(text[: found.start()]).rstrip(" :"), text[found.start() :].strip("\n")


def flat_term(written: str, period: Period) -> str:
    """A term in one line: lines that are terms of their own are joined by commas."""
    written = re.sub(rf"(?<=\w)\s*\n\s*(?={_YEAR_ALONE})", " ", written)
    lines = [flat(line) for line in written.split("\n") if line.strip()]
    several = (
        len(lines) > 1
        and not any(hangs(line) or line.endswith(("-", "–")) for line in lines[:-1])
        and all(read_term(line, period=period).windows for line in lines)
    )
    written = re.sub(r"(?<=\w)-\n\s*", "-", written)
    return ", ".join(line.rstrip(",;") for line in lines) if several else flat(written)
