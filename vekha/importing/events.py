"""Events told in prose: «9 марта 2021 года … школьные кураторы посетили …», with the section they stand in.

Only what is certain: one date in the sentence, and a word that says that something was, is or will be
held; or no date, and a past word right beside a seminar or the like. The sentence itself stays as a
remark, so that a wrong reading costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vekha.importing.draft import Remark
from vekha.importing.letters import UPPER, flat
from vekha.importing.orders import find_orders
from vekha.terms import Period, read_term

_MONTH = (
    r"(?:январ|феврал|март|апрел|ма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|"
    r"наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\w*"
)
_DAYS = r"\d{1,2}(?:\s*(?:[-–—,]|и)\s*\d{1,2})*"
_ONE = rf"(?:(?:{_DAYS}\s+)?{_MONTH}|\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d\d)"
_YEAR = r"(?:[\s,]*(?:19|20)\d\d\s*(?:годы?а?\b|г\.|г\b)?|\s+текущего\s+года)"
_SCHOOL_YEAR = r"(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)?\d\d\s+(?:учебн\w+\s+год\w*|оқу\s+жыл\w*)"
_TERM = re.compile(
    rf"(?i)(?<![\w.])(?:в\s+)?(?:(?:перв|втор)\w+\s+полугоди\w+\s+)?{_SCHOOL_YEAR}|"
    r"(?<!\w)в течени[еи]\s+(?:всего\s+)?(?:учебного\s+)?года|"
    rf"(?<![\w.])(?:(?P<word>с|в|до|к|не позднее)\s+)?(?:(?:19|20)\d\d\s+жыл\w*\s+)?{_ONE}"
    rf"(?:{_YEAR})?(?:(?:\s*[-–—,]\s*|\s+(?:и|по|до)\s+){_ONE})*(?:\s+месяц\w*)?(?:{_YEAR})?"
)
_HELD = re.compile(
    r"(?i)\b(?:провед[её]н\w*|провели|провел[аио]?|пров[её]л\b|проводил\w*|проводится|проводятся|"
    r"пройд[её]т|пройдут|прош[её]л|прошл[аио]|состоял(?:ся|ась|ось|ись)|состоится|состоятся|"
    r"организован\w*|организу[ею]тся|посетил[аи]?|сделан[аоы]?\b|реализу[ею]тся|планируется|"
    r"запланирован\w*|принял[аи]? участие|подписан\w*|утвержд[её]н\w*|разработал[аи]|"
    r"разработан\w*|открыт\w*|стартовал\w*|заверш[её]н\w*|подвед[её]н\w*|"
    r"өткізілді|өткізіледі|өтті|өтеді|ұйымдастырылды|жоспарланған|жоспарлануда|бекітілді)"
)
_PAST = (
    r"(?:провед[её]н[аоы]?|провели|провел[аио]?|состоял(?:ся|ась|ось|ись)|прош[её]л|прошл[аио]|"
    r"өткізілді|өтті)"
)
_FORMS = (
    r"(?:семинар|вебинар|тренинг|мастер-класс|ярмарк|конкурс|совещани|заседани|кругл\w+ стол|консультаци|"
    r"конференци|воркшоп|форум|экскурси|олимпиад|фестивал|педагогическ\w+ чтени|дөңгелек үстел)"
)
_UNDATED = re.compile(
    rf"(?i)\b{_PAST}\s+(?:[\w-]+\s+){{0,3}}{_FORMS}|\b{_FORMS}\w*(?:\s+[\w-]+){{0,2}}\s+{_PAST}\b"
)
_OFFICES = (
    r"(?:управлени|отдел|департамент|министерств|комитет|центр|институт|учреждени|школ|специалист|"
    r"методист|куратор|педагог|учител|координатор|администраци)"
)
_DOERS = (
    re.compile(
        rf"(?i)^(?:\w+\s+)?{_OFFICES}\w*(?:ем|ом|ой|ами|ями)\b.{{0,250}}?"
        r"(?=\s+(?:был[аио]?\s+)?(?:провед|организ|подготовл|разработ))"
    ),
    re.compile(
        r"(?i)(?:(?<=\s)|^)(?:(?:школьн|районн|муниципальн|городск)\w+\s+)?"
        r"(?:кураторы|директора школ|методисты|координаторы|школы)"
        r"(?=\s+(?:посетили|провели|разработали|приняли))"
    ),
)
_BRACKETED = re.compile(r"(?P<kind>\w+\s+)?(?P<name>«[^»]{5,200}»)\s*\((?P<term>[^()]{3,40})\)")
_PREPOSITION = re.compile(r"(?i)(?:в|с|до|к|не позднее)\s")
_END = re.compile(rf"(?<=[.!?»])\s+(?=[{UPPER}«\d])")
_NO_END = re.compile(
    r"(?:^\s*\d+|\b(?:г|гг|им|с|п|ул|т|д|е|обл|р|стр|ж|[А-ЯЁӘҒҚҢӨҰҮҺІ]))\.$", re.IGNORECASE
)
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]\s+")
_ITEM = re.compile(r"^[-–—•·*▪]\s*")
_SECTION = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}\.\d{1,2}|[IVXІ]+[.)])\s+[^\W\d]")
LONGEST_SECTION = 120
LONGEST = 20_000  # letters of a paragraph
LONGEST_TITLE = 700


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event; `number` is the paragraph's own, empty where it has none."""

    title: str
    term: str
    number: str
    section: Remark | None
    told: Remark
    doers: str = ""  # as the sentence names them


def find_events(remarks: Sequence[Remark], *, period: Period) -> list[FoundEvent]:
    """The events of the paragraphs that nothing else understood, in their order."""
    found: list[FoundEvent] = []
    section: Remark | None = None
    for remark in remarks:
        if len(remark.text) > LONGEST:
            continue
        if _is_section(remark.text):
            section = remark
            continue
        number = _NUMBER.match(remark.text)
        for sentence in sentences(remark.text):
            for title, term in _events(sentence, period):
                own = number[1] if number and not any(e.told is remark for e in found) else ""
                found.append(FoundEvent(title, term, own, section, remark, _doers(title)))
    return found


def _is_section(text: str) -> bool:
    """«2. Методическая поддержка»: short, numbered, no sentence."""
    plain = flat(text)
    if len(plain) > LONGEST_SECTION or plain.endswith((".", ";", ",")) or "|" in plain:
        return False
    return bool(_SECTION.match(plain)) and not _HELD.search(plain)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; «29.01.2021 г. № 106» and «им. М. А. Аверина» divide nothing."""
    at = 0
    plain = flat(text)
    for match in _END.finditer(plain):
        if _NO_END.search(plain[at : match.start()]):
            continue
        yield plain[at : match.start()]
        at = match.end()
    yield plain[at:]


def _events(sentence: str, period: Period) -> Iterator[tuple[str, str]]:
    if not _HELD.search(sentence) or len(sentence) > LONGEST_TITLE:
        return
    named = [m for m in _BRACKETED.finditer(sentence) if _is_dated(m["term"], period)]
    if named:
        for match in named:
            kind = match["kind"] or ""
            yield f"{kind}{match['name']}", match["term"].strip()
        return
    plain = sentence
    for order in find_orders(sentence, line=0):
        plain = plain.replace(order.printed, "\0" * len(order.printed))
    terms = [m for m in _TERM.finditer(plain) if _is_dated(m.group(), period)]
    if not terms and _UNDATED.search(sentence):
        title = _bare(sentence)
        yield title[:1].upper() + title[1:], ""
        return
    if len(terms) != 1 or re.search(
        r"(?i)\b(?:от|на|после|начиная)\s+$", plain[: terms[0].start()]
    ):
        return
    start, end = terms[0].span()
    part = bool(sentence[:start].strip()) and not _PREPOSITION.match(terms[0].group())
    title = f"{sentence[:start].rstrip(' ,')} {sentence[end:].lstrip(' ,')}"
    title = _bare(sentence if part else title)  # «По результатам первого полугодия …» stays whole
    if len(title) >= 12:
        yield title[:1].upper() + title[1:], sentence[start:end].strip(" ,")


def _bare(text: str) -> str:
    return _ITEM.sub("", _NUMBER.sub("", flat(text))).strip(" .;:")


def _doers(title: str) -> str:
    """«Управлением образования … проведена», «школьные кураторы посетили»; empty where it is not plain."""
    return next((found.group().strip() for p in _DOERS if (found := p.search(title))), "")


def _is_dated(text: str, period: Period) -> bool:
    return bool(read_term(text.strip(" ,"), period=period).windows)
