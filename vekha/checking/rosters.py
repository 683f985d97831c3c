"""The rosters: names alike, a kind of school named twice, namesakes, types against the document's
counts, and districts out of the alphabet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice

from vekha.checking.findings import issue_at, list_words
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.people import Organisation, Pairing, Person
from vekha.roadmap.programme import Roadmap

ALIKE = 0.93  # two names at least so similar are worth a second look
_MOST_COMPARED = 200_000  # pairs of names compared letter by letter
_NAMESAKES = 3  # so many for one coordinator: a list of five thousand has many more
_FEWEST_ROWS = 5  # in a shorter table an order is no order
_ALPHABET = "аәбвгғдеёжзиійкқлмнңоөпрстуұүфхһцчшщъыьэюя"

_SHORT = {
    "сш": "средняя",
    "ош": "основная",
    "сош": "средняя",
    "оош": "основная",
    "нош": "начальная",
}
_KINDS = (  # the longer names first: a «школа-лицей» is no «лицей»
    ("школа-интернат", r"школа\s*-\s*интернат|\bинтернат\b"),
    ("школа-гимназия", r"школа\s*-\s*гимназия"),
    ("школа-лицей", r"школа\s*-\s*лицей"),
    ("школа-комплекс", r"школа\s*-\s*комплекс"),
    ("гимназия", r"\bгимназия\b"),
    ("лицей", r"\bлицей\b"),
    ("основная школа", r"\bосновная\b|\bо?ош\b"),
    ("начальная школа", r"\bначальная\b|\bнош\b"),
    ("средняя школа", r"\bсредняя\b|\bсо?ш(?=\b|\s*№|\d)"),
)
_COUNTED = re.compile(r"\b(\d+)\s+(?:(средн|основн|начальн)\w+\s+школ\w*|(МКШ|ШЖМ))(?!\w)")
_COUNTED_KINDS = {
    "средн": "средняя школа",
    "основн": "основная школа",
    "начальн": "начальная школа",
}


def check_rosters(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings."""
    yield from _alike_names(roadmap)
    yield from _namesakes(roadmap)
    yield from _kinds_twice(roadmap)
    yield from _types(roadmap)
    for key, pairing in roadmap.file.pairings.items():
        yield from _order(roadmap, key, pairing)


def _namesakes(roadmap: Roadmap) -> Iterator[Issue]:
    """People with a coordinator's surname: a letter «to Ельцова» may mean either."""
    by_surname: dict[str, list[Person]] = {}
    for person in roadmap.people.values():
        if person.name:
            by_surname.setdefault(person.name.split()[0], []).append(person)
    for key in roadmap.file.coordinators:
        coordinator = roadmap.people.get(key)
        if coordinator is None or not coordinator.name:
            continue
        alike = (
            person
            for person in by_surname[coordinator.name.split()[0]]
            if person.key != key and person.name != coordinator.name
        )
        for person in islice(alike, _NAMESAKES):
            facts: dict[str, object] = {
                "first": person.name,
                "second": coordinator.name,
                "line": coordinator.place.line,
            }
            yield Issue("same-name", person.place, person.key, facts)


def _kinds_twice(roadmap: Roadmap) -> Iterator[Issue]:
    """«Караталская СШ средняя школа»: the abbreviation and what it stands for."""
    for organisation in roadmap.organisations.values():
        for found in re.finditer(r"\b([А-Я]{2,3})\s+", organisation.name):
            word = _SHORT.get(found[1].lower())
            if word and re.search(rf"\b{word}\b", organisation.name[found.end() :].lower()):
                right = organisation.name[: found.start()] + organisation.name[found.end() :]
                facts: dict[str, object] = {
                    "name": organisation.name, "kind": found[1], "right": right
                }  # fmt: skip
                yield Issue("kind-twice", organisation.place, organisation.key, facts)


def _kind_of(organisation: Organisation) -> str:
    name = organisation.name.lower()
    return next((kind for kind, words in _KINDS if re.search(words, name)), "")


def _types(roadmap: Roadmap) -> Iterator[Issue]:
    """«13 средних школ» of the passport against what the thirteen of the roster are called."""
    kinds: dict[str, list[Organisation]] = {}
    for organisation in roadmap.organisations.values():
        kinds.setdefault(organisation.kind, []).append(organisation)
    for index, row in enumerate(roadmap.file.passport):
        path: Path = ("passport", index)
        for found in _COUNTED.finditer(" ".join(row.text)):
            wanted = _COUNTED_KINDS.get(found[2] or "", "")
            for kind, members in kinds.items():
                if kind == "district" or len(members) != int(found[1]):
                    continue
                types = Counter(_kind_of(o) for o in members)
                types.pop("", None)
                if types and (set(types) - {wanted} if wanted else len(types) > 1):
                    told = list_words(f"{name} – {n}" for name, n in types.most_common())
                    yield issue_at(
                        roadmap, "type-mismatch", path, printed=found[0], kind=kind, types=told
                    )


def _order(roadmap: Roadmap, key: str, pairing: Pairing) -> Iterator[Issue]:
    """The one or two rows that stand out of an alphabet which all the others keep."""
    rows = [
        (index, roadmap.organisations[pair.district])
        for index, pair in enumerate(pairing.pairs)
        if pair.district in roadmap.organisations
    ]
    names = [_sorting(district.name) for _, district in rows]
    if len(set(names)) != len(names) or len(names) < _FEWEST_ROWS:
        return
    kept = _longest_run(names)
    odd = [place for place in range(len(rows)) if place not in kept]
    if not odd or len(odd) * _FEWEST_ROWS > len(rows):
        return
    for place in odd:
        index, district = rows[place]
        before = [k for k in kept if names[k] < names[place]]
        after = rows[before[-1]][1].name if before else "—"
        path = ("pairings", key, "pairs", index)
        facts = {"name": district.name, "place": place + 1, "after": after}
        yield issue_at(roadmap, "order-of-rows", path, **facts)


def _sorting(name: str) -> tuple[int, ...]:
    """By the proper name: «Район М.Жумабаева» stands under Ж; Kazakh letters at their places."""
    bare = re.sub(r"(?i)\b(район|ауданы?|р-н|имени|атындағы)\b|\b\w\.", " ", name).lower()
    return tuple(_ALPHABET.find(letter) for letter in bare if letter in _ALPHABET)


def _longest_run(names: list[tuple[int, ...]]) -> list[int]:
    """The places of the longest ascending part, which need not be in one piece."""
    ends: list[int] = []  # the place at which the best part of each length ends
    before: dict[int, int] = {}
    for place, name in enumerate(names):
        length = bisect_left(ends, name, key=lambda end: names[end])
        if length:
            before[place] = ends[length - 1]
        ends[length : length + 1] = [place]
    run = ends[-1:]
    while run and run[-1] in before:
        run.append(before[run[-1]])
    return run[::-1]


def _alike_names(roadmap: Roadmap) -> Iterator[Issue]:
    """Organisations whose names differ only in what people overlook: type words, quotes, letters.

    Only names with the same figures and the same beginning are compared: «Школа № 12» is not
    «Школа № 13» with a slip. Letter by letter so many pairs are compared as a moment allows;
    names that are the same without their type words are always found.
    """
    groups: dict[tuple[str, str], dict[str, Organisation]] = {}
    left = _MOST_COMPARED
    for organisation in roadmap.organisations.values():
        if organisation.kind == "district":
            continue
        name = _bare(organisation)
        figures = " ".join(_FIGURES.findall(name))
        start = _FIGURES.sub("", name).strip()[:3]
        group = groups.setdefault((figures, start), {})
        found = group.get(name)
        if found is None and left > 0:
            left -= len(group)
            found = _nearly(name, group)
        group.setdefault(name, organisation)
        if found is not None:
            facts: dict[str, object] = {
                "first": organisation.name,
                "second": found.name,
                "line": found.place.line,
            }
            yield Issue("same-name", organisation.place, organisation.key, facts)


def _nearly(name: str, group: Mapping[str, Organisation]) -> Organisation | None:
    """The first of the group whose name differs by a slip."""
    matcher = SequenceMatcher(None)
    matcher.set_seq2(name)  # the matcher keeps what it knows of the second
    return next((found for other, found in group.items() if _alike(matcher, other)), None)


def _alike(matcher: SequenceMatcher[str], name: str) -> bool:
    matcher.set_seq1(name)
    cheap_first = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= ALIKE for ratio in cheap_first)


_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W_]+")
_TYPE_WORDS = {
    "кгу", "мбоу", "моу", "мкоу", "средняя", "основная", "общеобразовательная", "школа", "сш",
    "ош", "сош", "гимназия", "лицей", "комплекс", "имени", "им",
}  # fmt: skip


def _bare(organisation: Organisation) -> str:
    words = _WORDS.findall(organisation.name.lower())
    return " ".join(w for w in words if w not in _TYPE_WORDS) or " ".join(words)
