"""The document's text: slips of dates and cases, torn paragraphs, terms relative to no date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vekha.checking.findings import issue_at
from vekha.checking.wording import printed_texts
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.programme import Roadmap

_SHORT = 40  # a line shorter than this is a heading or a cell, not a torn sentence
_NOT_SENTENCES = ("-", "–", "—", "Рис.")  # items of lists and captions end as they like
_ENDS = ".!?;:…»)”\"'"
# Patterns of a text that few documents declare: they are compiled where there is one.
_DATE = r"(?<!\d)(\d{1,2})\.(\d{1,2}) (\d{4})(?!\d)"
_MONTHS = {
    "января": "январе", "февраля": "феврале", "марта": "марте", "апреля": "апреле",
    "мая": "мае", "июня": "июне", "июля": "июле", "августа": "августе",
    "сентября": "сентябре", "октября": "октябре", "ноября": "ноябре", "декабря": "декабре",
}  # fmt: skip
_CASE = rf"\b([Вв]) ({'|'.join(_MONTHS)}) месяце\b"
_MONTH_AT = "|".join(_MONTHS.values())
_BY_MONTH = "|".join((*_MONTHS, "июнь"))
_RELATIVE = (
    r"(?i)\bтекущ(?:его|ем) год[ау]"
    rf"|\b[Вв] (?:{_MONTH_AT}) месяце|\bпо ({_BY_MONTH}) месяц\w*"
)
_YEAR = r"\b(?:19|20)\d\d\b"


class Passage(NamedTuple):
    """A paragraph of the document and where the file has it."""

    path: Path
    text: str
    kind: str = "prose"


def passages_of(roadmap: Roadmap) -> Iterator[Passage]:
    """Every paragraph of the declared text and minutes, in order."""
    declared = roadmap.file.declared
    for index, part in enumerate(declared.text):
        at: Path = ("declared", "text", index)
        if part.heading:
            yield Passage((*at, "heading"), part.heading, "heading")
        for number, text in enumerate(part.text):
            yield Passage((*at, "text", number), text, part.kind)
    for key, minutes in declared.minutes.items():
        at = ("declared", "minutes", key)
        for number, text in enumerate(minutes.agenda):
            yield Passage((*at, "agenda", number), text, "list")
        for number, present in enumerate(minutes.present):
            yield Passage((*at, "present", number, "printed"), present.printed, "list")
        for number, heard in enumerate(minutes.heard):
            yield Passage((*at, "heard", number, "text"), heard.text, "prose")


def squeeze(text: str) -> str:
    """Without white space: where a line is broken is no part of the wording."""
    return re.sub(r"\s+", "", text)


def check_texts(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings in the words of the document."""
    passages = list(passages_of(roadmap))
    for passage in passages:
        yield from _dates(roadmap, passage)
        yield from _cases(roadmap, passage)
        if passage.kind == "prose":
            yield from _torn(roadmap, passage)
        if not roadmap.file.declared.date:
            yield from _undated(roadmap, passage)
    yield from _slips(roadmap, passages)
    if passages:
        yield from _not_found(roadmap, squeeze("\n".join(p.text for p in passages)))


def _dates(roadmap: Roadmap, passage: Passage) -> Iterator[Issue]:
    for found in re.finditer(_DATE, passage.text):
        agrees = f"{int(found[1]):02}.{int(found[2]):02}.{found[3]}"
        yield issue_at(roadmap, "date-slip", passage.path, printed=found[0], agrees=agrees)


def _cases(roadmap: Roadmap, passage: Passage) -> Iterator[Issue]:
    for found in re.finditer(_CASE, passage.text):
        agrees = f"{found[1]} {_MONTHS[found[2]]} месяце"
        yield issue_at(roadmap, "case", passage.path, printed=found[0], agrees=agrees)


def _torn(roadmap: Roadmap, passage: Passage) -> Iterator[Issue]:
    """A paragraph that begins in mid-sentence or stops before its end."""
    text = passage.text.strip()
    if len(text) < _SHORT or text.startswith(_NOT_SENTENCES):
        return
    if text[0].islower():
        facts = {"part": "…" + text[:60] + "…", "end": ""}
        yield issue_at(roadmap, "truncated-text", passage.path, **facts)
    if text[-1] not in _ENDS and not text.endswith(","):
        yield issue_at(roadmap, "truncated-text", passage.path, part="…" + text[-60:], end="")


def _undated(roadmap: Roadmap, passage: Passage) -> Iterator[Issue]:
    found = re.search(_RELATIVE, passage.text)
    if found and not re.search(_YEAR, passage.text[found.start() : found.end() + 12]):
        yield issue_at(roadmap, "undated", passage.path, printed=found[0])


def _slips(roadmap: Roadmap, passages: list[Passage]) -> Iterator[Issue]:
    """Each where its words stand: in the text, else in the heading or a name of the roster."""
    for number, slip in enumerate(roadmap.file.declared.slips):
        own: Path = ("declared", "slips", number)
        wanted = squeeze(slip.printed)
        printed = [*((p.path, p.text) for p in passages), *printed_texts(roadmap)]
        at = next((path for path, text in printed if wanted in squeeze(text)), own)
        facts = {"printed": slip.printed, "agrees": slip.agrees, "why": slip.why or "—"}
        names = (o for o in roadmap.organisations.values() if squeeze(o.name) == wanted)
        named = next(names, None) if at is own else None
        if named is not None:
            yield Issue("slip", named.place, named.key, facts)
        else:
            yield issue_at(roadmap, "slip", at, **facts)


def _not_found(roadmap: Roadmap, text: str) -> Iterator[Issue]:
    """Words that the file gives as the document's, and that its text does not have."""
    declared = roadmap.file.declared
    quoted: list[tuple[Path, str]] = [
        (("declared", "figures", key, "printed"), figure.printed)
        for key, figure in declared.figures.items()
    ]
    quoted += [
        (("declared", "coefficients", key, "lines", number, "printed"), line.printed)
        for key, found in declared.coefficients.items()
        for number, line in enumerate(found.lines)
    ]
    quoted += [
        (("declared", "slips", number, "printed"), slip.printed)
        for number, slip in enumerate(declared.slips)
    ]
    for path, printed in quoted:
        if squeeze(printed) not in text:
            yield issue_at(roadmap, "not-in-text", path, printed=printed)
