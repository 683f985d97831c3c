"""Which time a document plans: said in its title or passport, or told by the years in its dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vekha.importing.letters import flat
from vekha.terms import Period, read_period, read_term

WIDE = Period(date(2000, 1, 1), date(2099, 12, 31), "2000-2099", "range")
_YEAR = r"(?:19|20)\d\d"
_SAID = re.compile(
    rf"(?i)\b({_YEAR}\s*[-–—/]\s*(?:{_YEAR}|\d\d)\s*(?:-?(?:й|ый|ом|го))?\s*"
    r"(?:(?:учебн\w*|уч\.)\s*(?:год\w*|г\.?)|оқу\s+жыл\w*))"
)
_SPAN = re.compile(rf"(?i)\b({_YEAR}\s*[-–—/]\s*{_YEAR})\s*(?:год\w*|г\.?\s?г\.?|жж?\.?|жыл\w*)")
_ONE = re.compile(rf"(?i)\bна\s+({_YEAR})\s*(?:год\b|г\.)|\b({_YEAR})\s*(?:календарн\w+ год|жылға)")
_PAIR = re.compile(rf"(?i)\bна\s+({_YEAR}\s*[-–—/]\s*{_YEAR})\b")
_RANGE = re.compile(
    rf"(?i)\(?\b((?:с\s+)?(?:\d+\s+)?[а-яё]{{3,}}\s+{_YEAR}\s*(?:г\.?|года)?\s*(?:[-–—]|по)\s*"
    rf"(?:\d+\s+)?[а-яё]{{3,}}\s+{_YEAR}\s*(?:г\.?|года)?)"
)
_DATED = re.compile(
    rf"(?i)\d{{1,2}}\s?\.\s?(\d{{1,2}})[\s.]\s?({_YEAR})|"
    r"(январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|"
    rf"сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\w*[\s,]*({_YEAR})|"
    rf"({_YEAR})\s+жыл\w*\s+(?:\d{{1,2}}\s*)?(қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|"
    r"қыркүйек|қазан|қараша|желтоқсан)"
)
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_ENGLISH_DATED = re.compile(rf"(?i)\b({'|'.join(_ENGLISH)})\s+(?:\d{{1,2}},?\s+)?({_YEAR})")
_BARE = re.compile(rf"\b({_YEAR}\s?/\s?{_YEAR})\b")
_MONTHS = (
    "январ|қаңтар", "феврал|ақпан", "март|наурыз", "апрел|сәуір", "ма[йяе]$|мамыр", "июн|маусым",
    "июл|шілде", "август|тамыз", "сентябр|қыркүйек", "октябр|қазан", "ноябр|қараша",
    "декабр|желтоқсан",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """The period, as the file has it, and why; `stated` is false where it had to be supposed."""

    text: str
    why: str
    stated: bool = True

    @property
    def period(self) -> Period:
        """The period itself."""
        found = read_period(self.text)
        assert found is not None
        return found


def find_period(
    headings: Sequence[str],
    passport_terms: Sequence[str],
    stage_terms: Sequence[str],
    plan_terms: Sequence[str],
    texts: Sequence[str],
    *,
    today: date,
) -> FoundPeriod:
    """The period by the strongest evidence there is, in the order of the arguments.

    `today` gives the school year in force only where the document has no year at all.
    """
    return (
        _said_in(headings, "в заголовке")
        or _passport(passport_terms)
        or _by_stages(stage_terms)
        or _by_dates(plan_terms, texts)
        or _said_in(texts, "в тексте")
        or _supposed(today)
    )


def _said_in(texts: Sequence[str], where: str) -> FoundPeriod | None:
    for pattern in (_SAID, _RANGE, _SPAN, _PAIR, _ONE, _BARE):
        for text in texts:
            found = pattern.search(flat(text))
            if found is None:
                continue
            said = next(group for group in found.groups() if group)
            read = _read(said)
            if read:
                return FoundPeriod(read, f"{where}: «{flat(said)}»")
    return None


def _read(said: str) -> str:
    known = read_period(said)
    if known is not None:
        return known.label
    term = read_term(said, period=WIDE)
    if term.year_from == "phrase" and term.start and term.until and term.start < term.until:
        return f"{term.start}/{term.until}"
    return ""


def _by_stages(terms: Sequence[str]) -> FoundPeriod | None:
    """From the first stage's beginning to the last one's end, where each says its year."""
    read = [read_term(term, period=WIDE) for term in terms]
    if len(read) < 2 or any(t.year_from != "phrase" or not t.start or not t.until for t in read):
        return None
    start = min(t.start for t in read if t.start)
    until = max(t.until for t in read if t.until)
    if (until - start).days > 500 or [t.start for t in read] != sorted(
        t.start for t in read if t.start
    ):
        return None
    school = start.month == 9 and until.month in (5, 6) and until.year == start.year + 1
    text = f"{start.year}/{until.year}" if school else f"{start}/{until}"
    return FoundPeriod(text, f"по этапам: «{flat(terms[0])}» … «{flat(terms[-1])}»")


def _passport(terms: Sequence[str]) -> FoundPeriod | None:
    found = _said_in(terms, "в паспорте")
    if found:
        return found
    for term in terms:
        read = _read(term.strip(" ."))
        if read:
            return FoundPeriod(read, f"в паспорте: «{flat(term)}»")
    return None


def dated_months(text: str) -> list[tuple[int, int]]:
    """(year, month) of each date in a text that has a year."""
    found = []
    for match in _DATED.finditer(text):
        if match[1]:
            month, year = int(match[1]), int(match[2])
        else:
            word, year = (match[3], int(match[4])) if match[3] else (match[6], int(match[5]))
            month = next(i for i, m in enumerate(_MONTHS, 1) if re.match(m, word.lower()))
        if 1 <= month <= 12:
            found.append((year, month))
    for match in _ENGLISH_DATED.finditer(text):
        found.append((int(match[2]), _ENGLISH.index(match[1].lower()) + 1))
    return found


def _by_dates(plan_terms: Sequence[str], texts: Sequence[str]) -> FoundPeriod | None:
    """Years from the plan's own terms first, then from all dates; the months' sequence tells the kind."""
    own = [m for term in plan_terms for m in dated_months(term)]
    all_dates = [m for text in texts for m in dated_months(text)]
    evidence = own + all_dates
    months = [m for term in plan_terms for m in named_months(term)]
    said = Counter(
        p.label for t in texts for m in _SAID.finditer(flat(t)) if (p := read_period(m[1]))
    )
    if not evidence or (not months and said):
        return None
    school = _is_school(months) or (not months and _is_school([m for _, m in evidence]))
    if not school:
        year = Counter(year for year, _ in evidence).most_common(1)[0][0]
        return FoundPeriod(str(year), f"по датам документа ({_shown(evidence)})")
    first = Counter(y if m >= 8 else y - 1 for y, m in evidence)
    start = sorted(first, key=lambda y: (-first[y], y))[0]
    if months and (8 in months[:3] or months[-1] in (6, 7)):
        return FoundPeriod(
            f"{start}-08-01/{start + 1}-07-31",
            f"по датам документа ({_shown(evidence)}); месяцы плана идут с августа по июль",
        )
    return FoundPeriod(
        f"{start}/{start + 1}", f"по датам документа ({_shown(evidence)}); учебный год"
    )


def named_months(text: str) -> list[int]:
    """The months that a text names, in order."""
    words = re.findall(r"[а-яёәғқңөұүһі]+", text.lower())
    return [
        i
        for word in words
        for i, month in enumerate(_MONTHS, 1)
        if re.match(month if "$" not in month else r"ма[йяе]$|мамыр", word)
    ]


def _is_school(months: Sequence[int]) -> bool:
    """Whether autumn comes before spring, as in a school year."""
    autumn = [i for i, m in enumerate(months) if m >= 8]
    spring = [i for i, m in enumerate(months) if m <= 7]
    if autumn and spring:
        return sum(autumn) / len(autumn) < sum(spring) / len(spring)
    return bool(autumn) and not spring and min(months) >= 9


def _shown(evidence: Sequence[tuple[int, int]]) -> str:
    shown = list(dict.fromkeys(f"{month:02}.{year}" for year, month in evidence))
    return ", ".join(shown[:4]) + ("…" if len(shown) > 4 else "")


def _supposed(today: date) -> FoundPeriod:
    first = today.year if today.month >= 7 else today.year - 1
    return FoundPeriod(
        f"{first}/{first + 1}",
        "в документе нет ни одного года; взят текущий учебный год",
        stated=False,
    )
