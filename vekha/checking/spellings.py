"""Names in the document against the rosters: other names of one thing, one letter's difference."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vekha.checking.findings import issue_at
from vekha.checking.texts import Passage, passages_of
from vekha.issues import Issue
from vekha.roadmap.programme import Roadmap

_SURNAME = r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIAL = r"[А-ЯЁӘҒҚҢӨҰҮҺІ]\."
_NAMES = (  # dear to compile, and needed only where a document declares its text
    rf"(?P<surname>{_SURNAME})\s+(?P<initials>{_INITIAL}\s?{_INITIAL})",
    rf"(?P<initials>{_INITIAL}\s?{_INITIAL})\s*(?P<surname>{_SURNAME})",
)


def check_spellings(roadmap: Roadmap) -> Iterator[Issue]:
    """Other names of organisations, and surnames that differ by a letter, in the text."""
    passages = list(passages_of(roadmap))
    if not passages:
        return
    for index, activity in enumerate(roadmap.file.activities):
        if activity.performers_printed:
            path = ("activities", index, "performers_printed")
            passages.append(Passage(path, activity.performers_printed))
    yield from _aliases(roadmap, passages)
    yield from _people(roadmap, passages)


def _aliases(roadmap: Roadmap, passages: list[Passage]) -> Iterator[Issue]:
    """Each other name once, where it first stands."""
    whole = "\n".join(passage.text for passage in passages)
    for organisation in roadmap.organisations.values():
        for alias in organisation.aliases:
            if alias not in whole:
                continue
            found = re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)")
            at = next((p.path for p in passages if found.search(p.text)), None)
            if at is not None:
                yield issue_at(roadmap, "alias", at, printed=alias, name=organisation.name)


def _people(roadmap: Roadmap, passages: list[Passage]) -> Iterator[Issue]:
    known = [_split(person.name) for person in roadmap.people.values() if person.name]
    told: set[str] = set()
    for passage in passages:
        for surname, initials in _names_in(passage.text):
            near = next(
                (name for name in known if name[1] == initials and _one_letter(name[0], surname)),
                None,
            )
            exact = any(name == (surname, initials) for name in known)
            if near and not exact and surname not in told:
                told.add(surname)
                printed, name = f"{surname} {initials}", " ".join(near)
                yield issue_at(roadmap, "near-name", passage.path, printed=printed, name=name)


def _names_in(text: str) -> Iterator[tuple[str, str]]:
    for pattern in _NAMES:
        for found in re.finditer(pattern, text):
            yield found["surname"], re.sub(r"\s", "", found["initials"])


def _split(name: str) -> tuple[str, str]:
    return next(iter(_names_in(name)), (name, ""))


def _one_letter(one: str, other: str) -> bool:
    """One letter differs, and not in the ending, which changes with the case."""
    if len(one) != len(other) or one == other:
        return False
    different = [
        place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
    ]
    return len(different) == 1 and different[0] < len(one) - 2
