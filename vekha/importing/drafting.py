"""Blocks into a draft: every block is understood as something, or kept as a remark at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vekha.importing.blocks import Block, Paragraph, Table
from vekha.importing.draft import REPLACE, Anchor, Draft, DraftRow, DraftStage, Remark
from vekha.importing.events import find_events, sentences
from vekha.importing.figures import read_districts
from vekha.importing.grid import is_number_row, rectangle
from vekha.importing.heading_part import fill_heading
from vekha.importing.headings import heading_length, names_part
from vekha.importing.letters import DIVIDED, begins_lower, flat, squeezed
from vekha.importing.listed_plan import find_listed, read_dashed, read_dated
from vekha.importing.measures import Item, find_measures
from vekha.importing.pages import joined_tables, unframed
from vekha.importing.pairing_part import PairingPart
from vekha.importing.pairings import find_curated, line_pairs, pair_columns
from vekha.importing.passport import (
    bare_item,
    heads_passport,
    is_item,
    is_passport,
    labelled,
    labelled_freely,
    read_passport,
)
from vekha.importing.periods import FoundPeriod, named_months
from vekha.importing.places import find_place
from vekha.importing.plan_part import PlanPart
from vekha.importing.plan_rows import LooseRow, PlanRow, SectionRow, gather_rows
from vekha.importing.plan_table import Header, find_header, read_rows
from vekha.importing.register import Register
from vekha.importing.signatures import signature, signed
from vekha.importing.stages import find_stage, find_start, is_term
from vekha.importing.surroundings import find_surroundings, text_of


def draft_roadmap(
    blocks: Sequence[Block], *, source: str, today: date, period: FoundPeriod | None = None
) -> Draft:
    """The draft of a document. `source` is its file name; `today` is used only where it has no year.

    A given `period` replaces the one that would be found.
    """
    given, blocks = tuple(blocks), joined_tables(unframed(blocks))
    head = heading_length(blocks)
    period = period or find_surroundings(blocks, head=head, today=today)
    drafting = _Drafting(source, period, "\n".join(text_of(block) for block in blocks))
    draft = drafting.draft_of(blocks, head)
    draft.blocks = given
    return draft


class _Drafting:
    """One walk over the blocks; `anchor` is the last thing that was understood."""

    def __init__(self, source: str, period: FoundPeriod, text: str) -> None:
        self.register = Register()
        self.plan = PlanPart(self.register, period.period)
        self.draft = Draft(source, "", "", "", period, find_place(text))
        self.anchor: Anchor = ("heading", 0)
        self.pairs = PairingPart(self.register)
        self.header: Header | None = None
        self.last_row: PlanRow | None = None
        self.stage: DraftStage | None = None
        self.caption: Paragraph | None = None
        self.above: list[Paragraph] = []  # a heading that stands within the first table
        self.under_passport = False  # below the line «Паспорт программы»

    def draft_of(self, blocks: Sequence[Block], head: int) -> Draft:
        self.draft.blocks = tuple(blocks)  # for the body, which is named somewhere in the text
        heading = [b for b in blocks[:head] if isinstance(b, Paragraph)]
        self.draft.heading = [flat(p.text) for p in heading]
        for paragraph in heading:
            self.register.harvest(paragraph.text, line=paragraph.line)
        for named in signed(heading):
            self.register.person(named, line=0)
        self.caption = heading[-1] if heading else None
        at = head
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, Table):
                self._table(block)
                at += 1
            else:
                at += self._paragraph(block, blocks, at)
                self.caption = block
        self.pairs.add_curated()
        if not self.plan.activities:
            self._events()
        self.plan.complete_stages()
        draft, register = self.draft, self.register
        draft.pairings = self.pairs.pairings
        draft.stages, draft.activities = self.plan.stages, self.plan.activities
        if not heading:
            heading = self.above
            draft.heading = [p.text for p in heading]
        fill_heading(draft, heading, register)
        draft.organisations, draft.people = register.organisations, register.people
        draft.roles = register.roles
        draft.orders = [(register.order_keys[id(o)], o) for o in register.orders]
        return draft

    def _remark(self, text: str, line: int, *, understood: bool = False) -> None:
        self.draft.remarks.append(Remark(text, line, self.anchor, understood))

    def _events(self) -> None:
        """A document without a plan tells in prose what was done: that becomes its activities."""
        for event in find_events(self.draft.remarks, period=self.plan.period):
            stage = None
            if event.section is not None:
                self._move(event.section, ("stages", len(self.plan.stages) + 1))
                stage = self.plan.add_section(SectionRow(event.section.text, event.section.line))
            row = PlanRow(event.number, event.title, event.term, "", "", None, (), event.told.line)
            activity = self.plan.add_row(row, stage=stage, role="")
            numbered = "" if event.number else "; номер наш"
            activity.performers_printed = event.doers
            activity.number_note = f"прочитано из текста, строка {event.told.line}{numbered}"
            self._move(event.told, ("activities", len(self.plan.activities)))

    def _move(self, told: Remark, anchor: Anchor) -> None:
        """The words of the document go to what was read from them; once."""
        at = next((i for i, r in enumerate(self.draft.remarks) if r is told), None)
        if at is not None:
            whole = anchor[0] == "stages" or len(list(sentences(told.text))) == 1
            moved = replace(told, anchor=anchor, understood=told.understood or whole)
            self.draft.remarks[at] = moved

    # Paragraphs

    def _paragraph(self, paragraph: Paragraph, blocks: Sequence[Block], at: int) -> int:
        """Understand a paragraph; how many blocks were used."""
        text = paragraph.text
        orders = self.register.harvest(text, line=paragraph.line)
        stage = find_stage(text, line=paragraph.line, period=self.plan.period)
        if stage is not None:
            self.stage = self.plan.add_stage(stage)
            self.anchor = ("stages", len(self.plan.stages))
            if stage.rest:
                self._remark(stage.rest, paragraph.line, understood=True)
            return 1
        used = self._written_out(paragraph, blocks, at)
        if used:
            return used
        measures = find_measures(blocks, at)
        if measures:
            self._measures(paragraph, measures)
            return len(measures) + 1
        row = labelled(text) or (labelled_freely(text) if self.under_passport else None)
        self.under_passport = (self.under_passport and row is not None) or heads_passport(text)
        if row is not None:
            used = self._passport_lines(row, paragraph, blocks, at)
            if used:
                return used
        used = self._pair_lines(paragraph, blocks, at)
        if used:
            return used
        self.pairs.note_curated(find_curated(text), paragraph.line)
        if not is_item(text) and len(text) > 120:
            self.stage = None  # the list below the stage's line has ended
        if (start := find_start(text, self.plan.period)) and not self.draft.start:
            self.draft.start = start
        signs = signature(text)
        if signs is not None:
            self.register.person(signs, line=paragraph.line)
        told = (bool(orders) and len(text) < 200) or signs is not None or heads_passport(text)
        self._remark(text, paragraph.line, understood=told)
        return 1

    def _written_out(self, paragraph: Paragraph, blocks: Sequence[Block], at: int) -> int:
        """An activity that stands in a line, not in a table; how many blocks it takes."""
        text = paragraph.text
        dated = self.stage is not None and bool(self.stage.term)
        listed = find_listed(blocks, at, dated=dated)
        if listed is not None:
            for block in blocks[at + 1 : at + listed[1]]:
                self.register.harvest(text_of(block), line=paragraph.line)
            self._activity(listed[0], self.stage, "")
            return listed[1]
        plain = labelled(text) is None and not find_start(text, self.plan.period)
        dashed = read_dashed(text, line=paragraph.line, period=self.plan.period)
        dashed = dashed or read_dated(text, line=paragraph.line, period=self.plan.period)
        if dashed is not None and plain:
            self._activity(dashed, self.stage, "")
            return 1
        if self.stage is not None and is_item(text) and self.anchor[0] != "passport":
            self._stage_item(paragraph)
            return 1
        return 0

    def _stage_item(self, paragraph: Paragraph) -> None:
        """What is listed below the line of a stage is done in it."""
        assert self.stage is not None
        number = re.match(r"(?i)(?:этап|кезең)?\s*№?\s*([IVXІ]+|\d+)\b", self.stage.title)
        row = PlanRow(
            number=number[1] if number else "",
            title=bare_item(paragraph.text),
            term="",
            responsible="",
            result="",
            section=None,
            others=(),
            line=paragraph.line,
        )
        self._activity(row, self.stage, "")

    def _measures(self, caption: Paragraph, items: list[Item]) -> None:
        self._remark(caption.text, caption.line, understood=True)
        whole = [t for row in self.draft.passport if "срок" in row.label.lower() for t in row.texts]
        term = next((t.rstrip(".") for t in whole if is_term(t, self.plan.period)), "")
        for item in items:
            self.register.harvest(item.text, line=item.line)
            if item.heads:
                self._remark(f"{item.number} {item.text}", item.line, understood=True)
                continue
            row = PlanRow(item.number, item.text, term, "", "", None, (), item.line)
            self._activity(row, None, "")
            if term:
                note = f"{REPLACE}: своего срока в документе нет; взят срок из паспорта"
                self.plan.activities[-1].term_note = note

    def _passport_lines(
        self, row: tuple[str, str], paragraph: Paragraph, blocks: Sequence[Block], at: int
    ) -> int:
        label, text = row
        texts = [text] if text else []
        used = 1
        for block in blocks[at + 1 :]:
            if not isinstance(block, Paragraph):
                break
            if is_item(block.text) and (not text or text.endswith(":")):
                texts.append(bare_item(block.text))
            elif not texts and begins_lower(block.text):
                texts.append(flat(block.text))
            else:
                break
            self.register.harvest(block.text, line=block.line)
            used += 1
        if not texts:
            return 0
        self.draft.passport.append(DraftRow(label, texts, paragraph.line))
        self.anchor = ("passport", len(self.draft.passport))
        self._organisers(label, texts, paragraph.line)
        return used

    def _organisers(self, label: str, texts: Sequence[str], line: int) -> None:
        """Those listed under «Организаторами … выступают:» are organisations, one an item."""
        found = re.match(r"(?i)организатор|.*(?:поддержк|сопровожден)", label)
        if found is None or len(texts) < 2:
            return
        kind = "organiser" if label.lower().startswith("организатор") else "supporter"
        for text in texts:
            self.register.organisation(text.strip(" ;."), kind=kind, line=line)

    def _pair_lines(self, paragraph: Paragraph, blocks: Sequence[Block], at: int) -> int:
        run = [paragraph]
        for block in blocks[at + 1 :]:
            if not isinstance(block, Paragraph) or len(run) > 100 or len(block.text) > 190:
                break
            if not line_pairs(f"{block.text}\n{block.text}", line=0):
                break
            run.append(block)
        found = line_pairs("\n".join(flat(p.text) for p in run), line=paragraph.line)
        if len(found) < 2 or len(found) != len(run):
            return 0
        title = self.caption.text if self.caption else "Пары"
        self.pairs.add(found, title=title, kind="partner")
        self.anchor = ("pairings", len(self.pairs.pairings))
        return len(run)

    # Tables

    def _table(self, table: Table) -> None:
        header = find_header(table)
        caption = self.caption.text if self.caption else ""
        self.under_passport = False
        if header is None and self._goes_on(table):
            assert self.header is not None
            again = Header(self.header.kinds, self.header.names, 0)
            self._plan(table, again, after=self.last_row)
        elif header is not None:
            self.header = header
            self._captioned()
            self._plan(table, header, after=None)
        elif (columns := pair_columns(table)) is not None:
            self._captioned()
            others = self.pairs.add_table(table, columns, caption)
            self.anchor = ("pairings", len(self.pairs.pairings))
            for text, line in others:
                self._remark(text, line, understood=True)
        elif is_passport(table, caption=caption):
            self._passport_table(table)
        else:
            self._other_table(table)
        if header is None and self.header is not None and not self._goes_on(table):
            self.header = None

    def _goes_on(self, table: Table) -> bool:
        """A table without names of columns, as wide as the plan before it, is its next page."""
        lines = rectangle(table)
        return (
            self.header is not None
            and self.last_row is not None
            and bool(lines)
            and len(lines[0].places) == len(self.header.kinds)
        )

    def _plan(self, table: Table, header: Header, *, after: PlanRow | None) -> None:
        for line in rectangle(table)[: max(0, header.first_row - 1)]:
            for text in dict.fromkeys(t for t in line.texts() if t):
                if any(squeezed(text) in squeezed(name) for name in header.names):
                    continue
                if not self.draft.heading and not self.plan.activities:
                    self.above.append(Paragraph(flat(text), line.line))
                else:
                    self._remark(flat(text), line.line, understood=True)
        if header.first_row:
            shown = " | ".join(DIVIDED.sub("", flat(name)) for name in header.names)
            self._remark(f"Столбцы таблицы: {shown}", table.line, understood=True)
        stage = self.stage if self.anchor[0] == "stages" else self._month(table)
        rows = gather_rows(read_rows(table, header), header, period=self.plan.period, after=after)
        if after is not None and rows and self.plan.activities:
            first = rows.pop(0)
            if isinstance(first, PlanRow) and first != after:
                self._replace_last(first)
            stage = next(
                (s for s in self.plan.stages if s.key == self.plan.activities[-1].stage), None
            )
        role = "curator" if any("куратор" in n.lower() for n in header.names) else ""
        for row in rows:
            if isinstance(row, SectionRow):
                stage = self.plan.add_section(row)
            elif isinstance(row, LooseRow):
                self.register.harvest(row.text, line=row.line)
                self._remark(row.text, row.line)
            else:
                self._activity(row, stage, role)
        self.stage = None

    def _month(self, table: Table) -> DraftStage | None:
        """A month, or «Направление 2. …», right above a table is the section of its rows."""
        above = flat(self.caption.text) if self.caption else ""
        month = len(above) <= 20 and len(named_months(above)) == 1
        if self.caption is None or not (month or names_part(above)):
            return None
        self._captioned()
        return self.plan.add_section(SectionRow(above, self.caption.line))

    def _captioned(self) -> None:
        """The line right above a table that was understood is its caption, and understood too."""
        last = self.draft.remarks[-1] if self.draft.remarks else None
        if last and self.caption and last.line == self.caption.line and len(last.text) < 150:
            self.draft.remarks[-1] = replace(last, understood=True)

    def _replace_last(self, row: PlanRow) -> None:
        stage_key = self.plan.activities[-1].stage
        stage = next((s for s in self.plan.stages if s.key == stage_key), None)
        key = self.plan.activities.pop().key
        activity = self.plan.add_row(row, stage=stage, role="")
        activity.key = key
        self.last_row = row

    def _activity(self, row: PlanRow, stage: DraftStage | None, role: str) -> None:
        self.plan.add_row(row, stage=stage, role=role)
        self.last_row = row
        self.anchor = ("activities", len(self.plan.activities))
        pairs = line_pairs(row.title, line=row.line)
        if pairs:
            self.pairs.add(pairs, title=self.plan.activities[-1].title, kind="partner")
        for name, text in row.others:
            self._remark(f"{name}: {flat(text)}", row.line, understood=True)

    def _passport_table(self, table: Table) -> None:
        self._captioned()
        for row in read_passport(table):
            for text in (row.label, *row.texts):
                self.register.harvest(text, line=row.line)
            self.draft.passport.append(DraftRow(row.label, list(row.texts), row.line))
        self.anchor = ("passport", len(self.draft.passport))

    def _other_table(self, table: Table) -> None:
        read_districts(table, self.register)
        for line in rectangle(table):
            texts = [flat(p.text) if p.first else "" for p in line.places]
            for text in texts:
                self.register.harvest(text, line=line.line)
            if any(texts):
                signs = signature("   ".join(filter(None, texts)))
                if signs is not None:
                    self.register.person(signs, line=line.line)
                understood = is_number_row(texts) or signs is not None
                self._remark(" | ".join(texts), line.line, understood=understood)
