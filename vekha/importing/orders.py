"""Orders (приказы) that a document refers to: by number and date, in either sequence, ru and kk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from vekha.importing.letters import UPPER, flat, squeezed

_MONTHS = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|"
    "сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
)
_DATE = (
    r"(?:\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?(?:20|19)\d\d(?:\s*г(?:ода|\.)?)?|"
    rf"[«\"]?\d{{1,2}}[»\"]?\s+(?:{_MONTHS})\w*\s+(?:20|19)\d\d(?:\s*г(?:ода|\.)?)?|"
    rf"(?:20|19)\d\d\s+жыл\w*\s+\d{{1,2}}\s*(?:{_MONTHS})\w*)"
)
_NUMBER = r"(?:№|N)\s?(?P<number{n}>[\w/\-]+(?:\.\d+)*)"
_WORD = r"(?P<word{n}>(?:[Пп]риказ|ПРИКАЗ|[Рр]аспоряжени|[Пп]остановлени|[Бб]ұйры)\w*)"
_BETWEEN = r"(?P<issuer{n}>(?:(?!\n)[^;№|()]){0,180}?)"


def _pattern(*parts: str, n: int) -> str:
    return "".join(part.replace("{n}", str(n)) for part in parts)


_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _pattern(
            _WORD, _BETWEEN, r"\s*", _NUMBER, r"\s*,?\s*(?:от\s*)?(?P<date{n}>" + _DATE + ")", n=1
        ),
        _pattern(
            _WORD, _BETWEEN, r"\s*(?:от\s*)?(?P<date{n}>" + _DATE + r")\s*,?\s*", _NUMBER, n=2
        ),
        _pattern(
            r"(?P<date{n}>" + _DATE + r")\w*\s*(?:г\.\s*)?", _NUMBER, _BETWEEN, r"\s*", _WORD, n=3
        ),
        _pattern(_WORD, _BETWEEN, r"\s*", _NUMBER, n=4),
    )
)
_KEYWORD = re.compile(r"(?i)приказ|распоряжени|постановлени|бұйры")
_UNNUMBERED = re.compile(
    r"(?i)(?:согласно|в соответствии с|на основании|во исполнение)\s+"
    r"(?P<printed>приказ\w*\s+(?:об?\s+)[^.,;:№()]{5,90})"
)
_ISSUER_BEFORE = re.compile(rf"((?:[{UPPER}][\w.]*\s+){{1,4}})$")


@dataclass(slots=True)
class FoundOrder:
    """An order and all the ways in which the document writes it."""

    printed: str
    issuer: str
    number: str
    date: str  # as written: «6.10.2023 г.»
    line: int
    also: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    order: FoundOrder


def find_orders(text: str, *, line: int) -> list[FoundOrder]:
    """The orders of a text, from left to right."""
    plain = flat(text)
    if not _KEYWORD.search(plain):
        return []
    hits: list[_Hit] = []
    for number, form in enumerate(_FORMS, start=1):
        for match in form.finditer(plain):
            if any(match.start() < h.end and h.start < match.end() for h in hits):
                continue
            hits.append(_hit(match, number, plain, line))
    for match in _UNNUMBERED.finditer(plain):
        if not any(match.start() < h.end and h.start < match.end() for h in hits):
            written = match["printed"].strip()
            printed = re.sub(r"^\w+", "Приказ", written)
            order = FoundOrder(printed, "", "", "", line, [written])
            hits.append(_Hit(match.start(), match.end(), order))
    return [hit.order for hit in sorted(hits, key=lambda h: h.start)]


def _hit(match: re.Match[str], n: int, plain: str, line: int) -> _Hit:
    start, end = match.span()
    issuer = flat(match[f"issuer{n}"]).strip(' ,.-–—«»"')
    issuer = re.sub(r"(?i)\s+от$", "", issuer).removesuffix("г.").strip()
    if not issuer:
        before = _ISSUER_BEFORE.search(plain[:start])
        if before:
            issuer, start = before.group(1).strip(), before.start(1)
    title = re.match(r"\s*«[^»]{0,200}(?:«[^»]*»[^»]*)?»", plain[end:])
    if title and n != 3:
        end += title.end()
    tail = re.match(r"\s?г\.", plain[end:])
    if tail and not plain[:end].endswith("."):
        end += tail.end()
    date = match[f"date{n}"].strip() if n != 4 else ""
    if tail and date and plain[match.end() - len(date) : match.end()] == date:
        date += plain[match.end() : end] if not title else ""
    printed = plain[start:end].strip()
    return _Hit(start, end, FoundOrder(printed, issuer, match[f"number{n}"], date.strip(), line))


def same_order(one: FoundOrder, other: FoundOrder) -> bool:
    """Whether two are one order: the number and, where both have one, the date."""
    if not one.number or not other.number:
        return squeezed(one.printed) == squeezed(other.printed)
    first, second = (re.sub(r"\D", "", o.date) for o in (one, other))
    return one.number == other.number and (not first or not second or first == second)


def merge_order(orders: list[FoundOrder], found: FoundOrder) -> FoundOrder:
    """Add an order, or another spelling of one that is known; gives the one in the list."""
    for known in orders:
        if same_order(known, found):
            if found.printed != known.printed and found.printed not in known.also:
                known.also.append(found.printed)
            known.date = known.date or found.date
            known.issuer = known.issuer or found.issuer
            return known
    orders.append(found)
    return found
