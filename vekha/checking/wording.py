"""Names as printed: quotes, blanks, near spellings of districts, roles that read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from vekha.checking.findings import issue_at
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.people import Organisation
from vekha.roadmap.programme import Roadmap

_FEW = 0.25  # where so few names of a legal form lack the marks, it is a slip
_MARKS = '«"“'
NEAR = 0.8  # stems of two districts at least so similar are one name spelt twice
_FORMS = "МКОУ|МБОУ|МАОУ|МОУ|КГУ|ГКУ|МБУ|ГАУ ДПО|ФГБОУ ВО|ФГАОУ ВО"
_FORM = re.compile(rf"^({_FORMS})\b(\s*)(.?)")
_QUOTED = re.compile(r"«([^«»]+)»")
_DISTRICT = re.compile(r"\b([А-ЯЁ][а-яё-]+)ск(?:ий|ого|ому|им|ом) (?:муниципальн\w+ )?район\w*")
_BLANK_INSIDE = re.compile(r"(?<=«)\s+|\s+(?=»)")
_CURATED, _CURATING = re.compile(r"\bкурируем\w+"), re.compile(r"\bкурирующ\w+")

Printed = tuple[Path, str]


def check_wording(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings."""
    printed = list(printed_texts(roadmap))
    yield from _quotes(roadmap)
    yield from _mixed_quotes(roadmap)
    yield from _spacing(roadmap, printed)
    yield from _districts(roadmap, printed)
    yield from _roles(roadmap, printed)


def printed_texts(roadmap: Roadmap) -> Iterator[Printed]:
    """What the file takes from the document word for word, with its place."""
    file = roadmap.file
    for index, line in enumerate(file.heading):
        yield ("heading", index), line
    for index, clause in enumerate(file.document.clauses):
        for number, text in enumerate(clause.text):
            yield ("document", "clauses", index, "text", number), text
    for key, pairing in file.pairings.items():
        for index, pair in enumerate(pairing.pairs):
            if pair.printed:
                yield ("pairings", key, "pairs", index, "printed"), pair.printed
    for index, activity in enumerate(file.activities):
        if not activity.part_of:
            yield ("activities", index, "title"), str(activity.title)
            for number, text in enumerate(activity.details):
                yield ("activities", index, "details", number), text
    for key, table in file.visits.items():
        for index, visit in enumerate(table.visits):
            yield ("visits", key, "visits", index, "printed"), visit.printed


def _quotes(roadmap: Roadmap) -> Iterator[Issue]:
    """Names of organisations whose quotation marks do not match, or that alone have none."""
    bare: dict[str, list[bool]] = {}
    for organisation in roadmap.organisations.values():
        if found := _FORM.match(organisation.name):
            bare.setdefault(found[1], []).append(found[3] not in _MARKS)
    quoted = {form for form, names in bare.items() if sum(names) / len(names) < _FEW}
    for organisation in roadmap.organisations.values():
        problem = _problem(organisation, quoted)
        if problem:
            facts: dict[str, object] = {"name": organisation.name, "right": problem}
            yield Issue("name-quotes", organisation.place, organisation.key, facts)


def _mixed_quotes(roadmap: Roadmap) -> Iterator[Issue]:
    """«…» in some names of the roster and "…" in others: told once, at the first of the fewer."""
    angled = [o for o in roadmap.organisations.values() if "«" in o.name]
    straight = [o for o in roadmap.organisations.values() if '"' in o.name]
    if not angled or not straight:
        return
    fewer, more = sorted((straight, angled), key=len)
    first = fewer[0]
    right = (
        first.name.replace("«", '"').replace("»", '"') if fewer is angled else _angled(first.name)
    )
    facts: dict[str, object] = {
        "name": first.name,
        "fewer": len(fewer),
        "more": len(more),
        "other": more[0].name,
        "right": right,
    }
    yield Issue("mixed-quotes", first.place, first.key, facts)


def _angled(name: str) -> str:
    """The straight marks of a name as «…»."""
    return re.sub(r'"([^"]*)"', r"«\1»", name)


def _problem(organisation: Organisation, quoted: set[str]) -> str:
    """The name as it would agree; empty where nothing is wrong."""
    name, found = organisation.name, _FORM.match(organisation.name)
    if "««" in name:
        return name.replace("««", "«")
    if _BLANK_INSIDE.search(name):
        return _BLANK_INSIDE.sub("", name)
    opened, closed = name.count("«"), name.count("»")
    if closed > opened:
        return name.replace("»»", "»")
    if opened > closed and not (opened == closed + 1 and name.rstrip().endswith("»")):
        return f"{name}»"
    if found and not found[2] and found[3] == "«":
        return name.replace("«", " «", 1)
    if found and found[1] in quoted and "«" not in name and '"' not in name:
        return f"{found[1]} «{name[found.end(2) :].strip()}»"
    return ""


def _spacing(roadmap: Roadmap, printed: list[Printed]) -> Iterator[Issue]:
    """One name in quotes with and without a blank: «#СЕЛО РЯДОМ», «#СЕЛОРЯДОМ»."""
    first: dict[str, str] = {}
    counts: dict[str, int] = {}
    found = [(path, name) for path, text in printed for name in _QUOTED.findall(text)]
    for _, name in found:
        counts[name] = counts.get(name, 0) + 1
    for path, name in found:
        bare = re.sub(r"\s+", "", name)
        other = first.setdefault(bare, name)
        if other != name and counts[other] and counts[name]:
            rare, usual = sorted((other, name), key=lambda n: counts[n])
            at = next(p for p, n in found if n == rare)
            counts[other] = counts[name] = 0
            yield issue_at(roadmap, "name-spelling", at, printed=f"«{rare}»", right=f"«{usual}»")
        del path


def _districts(roadmap: Roadmap, printed: list[Printed]) -> Iterator[Issue]:
    """A district's name that is nearly that of the roster: «Серафимовского» for Серафимовичский."""
    known = {
        found[1].lower(): district.name
        for district in roadmap.districts()
        if (found := _DISTRICT.search(district.name))
    }
    told: set[str] = set()
    for path, text in printed:
        for found in _DISTRICT.finditer(text):
            stem = found[1].lower()
            if stem in known or stem in told:
                continue
            near = [k for k in known if SequenceMatcher(None, stem, k).ratio() >= NEAR]
            if near:
                told.add(stem)
                facts = {"printed": f"{found[0]}", "right": known[near[0]]}
                yield issue_at(roadmap, "name-spelling", path, **facts)


def _roles(roadmap: Roadmap, printed: list[Printed]) -> Iterator[Issue]:
    """«Курируемые» are visited, «курирующие» visit: one letter decides who is meant."""
    curated = [(path, found[0]) for path, text in printed if (found := _CURATED.search(text))]
    curating = [(path, found[0]) for path, text in printed if (found := _CURATING.search(text))]
    if curated and curating:
        path, word = curating[0]
        line = roadmap.places.get(curated[0][0])
        yield issue_at(
            roadmap,
            "roles-alike",
            path,
            second=word,
            first=curated[0][1],
            line=line.line if line else 0,
        )
