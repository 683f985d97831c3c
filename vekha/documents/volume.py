"""The volume of collected materials: what comes before the chapters, and the plan of the chapters.

The chapters themselves are files that were handed in; joining them is done in reports/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vekha.calendar.zones import to_local
from vekha.documents.indicators import questions_of
from vekha.documents.participation import name_districts
from vekha.documents.passport import name_heads
from vekha.documents.widths import fit_tables
from vekha.documents.wording import period_words, programme_name, say
from vekha.outline import (
    Cell,
    Column,
    Contents,
    Heading,
    Outline,
    PageBreak,
    Paragraph,
    Row,
    Table,
    TitlePage,
)
from vekha.states import SheetState
from vekha.tally.districts import in_roster_order, organisation_of
from vekha.tally.questions import answer_to
from vekha.tally.share import Share

if TYPE_CHECKING:
    from datetime import datetime

    from vekha.answers import Sheet, Wave
    from vekha.outline import Block, Language
    from vekha.roadmap.people import Organisation
    from vekha.roadmap.programme import Roadmap


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """One chapter in its place. `files` are as answers.py gives them; none: nothing was handed in.

    district: as printed, empty for none. author: the line under the title. mentor: it has its
    chapter even with nothing handed in. why: the reason where the organisation was excused.
    """

    number: int
    organisation: Organisation
    district: str
    title: str
    author: str
    files: tuple[Mapping[str, Any], ...]
    mentor: bool = False
    excused: bool = False
    why: str = ""

    @property
    def missing(self) -> bool:
        """Whether nothing was handed in."""
        return not self.files

    @property
    def heading(self) -> str:
        """The chapter's number, district and school, as the contents list it."""
        place = f"{self.district}. " if self.district else ""
        return f"{self.number}. {place}{self.organisation.name}"

    @property
    def included(self) -> bool:
        """Whether the volume has this chapter: every mentor, and whoever else handed in."""
        return self.mentor or not self.missing

    def absence(self, language: Language) -> str:
        """The sentence in place of what was not handed in; empty where something was."""
        if not self.missing:
            return ""
        if self.excused:
            return say(language, "chapter-excused", reason=self.why or "—")
        return say(language, "chapter-missing")


def volume_chapters_plan(
    roadmap: Roadmap, *, wave: Wave, pairing: str = "", language: Language | None = None
) -> tuple[PlannedChapter, ...]:
    """A chapter for each mentor in the order of the pairing, then for others who were asked.

    A mentor has its chapter though it handed in nothing or was never asked (no director known).

    A chapter's title and authors are the first two texts of the collection, where it asks for any.
    """
    language = language or roadmap.file.language
    sheets = {organisation_of(sheet): sheet for sheet in in_roster_order(roadmap, wave.sheets)}
    mentored = _mentored_districts(roadmap, pairing)
    districts = {**name_districts(roadmap, language=language), **mentored}
    heads = name_heads(roadmap)
    return tuple(
        _chapter(
            roadmap,
            roadmap.organisations[key],
            sheets.get(key),
            wave,
            number=number,
            district=districts.get(key, ""),
            mentor=key in mentored,
            head=heads.get(key, ""),
            language=language,
        )
        for number, key in enumerate(dict.fromkeys([*mentored, *sheets]), 1)
    )


def _mentored_districts(roadmap: Roadmap, pairing: str) -> dict[str, str]:
    """Mentor → the districts entrusted to it, as printed, in the order of the pairing."""
    names: dict[str, dict[str, None]] = {}
    for pair in roadmap.file.pairings[pairing].pairs if pairing else ():
        found = names.setdefault(pair.mentor, {})
        if pair.district:
            found[roadmap.organisations[pair.district].name] = None
    return {mentor: ", ".join(districts) for mentor, districts in names.items()}


def volume_front(
    roadmap: Roadmap,
    *,
    wave: Wave,
    as_of: datetime,
    pairing: str = "",
    language: Language | None = None,
    title: str = "",
) -> Outline:
    """Title page, contents, and the list of what was handed in and what was not."""
    language = language or roadmap.file.language
    plan = volume_chapters_plan(roadmap, wave=wave, pairing=pairing, language=language)
    name = programme_name(roadmap, language=language)
    body = roadmap.file.body.to(language)
    year = to_local(as_of, roadmap.file.timezone).year
    title = title or say(language, "volume")
    period = period_words(roadmap, language=language)
    below = (period,) if name in title else (name, period)
    return Outline(
        title=title,
        language=language,
        as_of=to_local(as_of, roadmap.file.timezone).date(),
        blocks=fit_tables(
            (
                Contents(say(language, "contents"), depth=2),
                PageBreak(),
                Heading(say(language, "volume-plan")),
                *_plan_blocks(plan, language=language),
            )
        ),
        title_page=TitlePage(
            above=(body,),
            title=title,
            below=below,
            foot=", ".join(part for part in (roadmap.file.place, str(year)) if part),
        ),
        author=body,
        subject=name,
    )


def _plan_blocks(plan: tuple[PlannedChapter, ...], *, language: Language) -> tuple[Block, ...]:
    given = Share(sum(not chapter.missing for chapter in plan), len(plan))
    facts = {
        "given": given.numerator,
        "all": given.denominator,
        "share": given.text(language=language),
    }
    columns = (
        Column(say(language, "number"), "centre", 0.35),
        Column(say(language, "district"), "left", 1.5),
        Column(say(language, "mentor"), "left", 2.2),
        Column(say(language, "author"), "left", 1.5),
        Column(say(language, "materials"), "left", 2.2),
    )
    rows = tuple(
        Row(
            (
                Cell(str(chapter.number), chapter.number, "0"),
                Cell(chapter.district or "—"),
                Cell(chapter.organisation.name),
                Cell(chapter.author or "—"),
                Cell(_materials(chapter, language=language)),
            )
        )
        for chapter in plan
    )
    return (
        Paragraph(say(language, "volume-preface", **facts)),
        Table(columns, rows, caption=say(language, "volume-caption"), key="volume"),
    )


def _materials(chapter: PlannedChapter, *, language: Language) -> str:
    if chapter.excused:
        return say(language, "materials-excused", reason=chapter.why or "—")
    if chapter.missing:
        return say(language, "materials-missing")
    return "\n".join(dict.fromkeys([chapter.title, *(str(f["name"]) for f in chapter.files)]))


def _chapter(
    roadmap: Roadmap,
    organisation: Organisation,
    sheet: Sheet | None,
    wave: Wave,
    *,
    number: int,
    district: str,
    mentor: bool,
    head: str,
    language: Language,
) -> PlannedChapter:
    found: dict[str, list[Any]] = {"text": [], "file": []}
    for question in questions_of(roadmap, wave):
        if sheet and sheet.answered and question.kind in found:
            found[question.kind].append(answer_to(question, sheet))
    texts = [text if isinstance(text, str) else "" for text in (*found["text"], None, None)]
    return PlannedChapter(
        number=number,
        organisation=organisation,
        district=district,
        title=texts[0] or say(language, "chapter", organisation=organisation.label),
        author=texts[1] or head or (sheet.respondent.person.label if sheet else ""),
        files=tuple(file for files in found["file"] for file in files or ()),
        mentor=mentor,
        excused=sheet is not None and sheet.state is SheetState.EXCUSED,
        why=sheet.excused_why if sheet else "",
    )
