"""Minutes that the document contains: what every protocol must have."""

from __future__ import annotations

from collections.abc import Iterator

from vekha.checking.findings import issue_at, list_words
from vekha.issues import Issue, Told
from vekha.roadmap.declared import DeclaredMinutes
from vekha.roadmap.programme import Roadmap

LANGUAGES = ("ru", "kk", "en")


def check_minutes(roadmap: Roadmap) -> Iterator[Issue]:
    """A number, a chairman, a secretary, those present, and the decisions as a section."""
    for key, minutes in roadmap.file.declared.minutes.items():
        missing = [name for name, value in _parts(minutes) if not value]
        if missing:
            decisions = [
                sentence.strip(" .")
                for heard in minutes.heard
                for sentence in heard.text.split(". ")
                if "ринято решение" in sentence
            ]
            yield issue_at(
                roadmap,
                "protocol-incomplete",
                ("declared", "minutes", key),
                title=minutes.title,
                missing=Told(*(list_words(n.to(each) for n in missing) for each in LANGUAGES)),
                decisions="; ".join(decisions) or "—",
            )


def _parts(minutes: DeclaredMinutes) -> Iterator[tuple[Told, object]]:
    """What every protocol has, by name, and what these minutes give for it."""
    yield Told("номер", "нөмірі", "number"), minutes.number
    yield Told("председатель", "төраға", "chairman"), minutes.chairman
    yield Told("секретарь", "хатшы", "secretary"), minutes.secretary
    yield Told("ПРИСУТСТВОВАЛИ", "ҚАТЫСҚАНДАР", "PRESENT"), minutes.present
    yield Told("ПОВЕСТКА", "КҮН ТӘРТІБІ", "AGENDA"), minutes.agenda
    yield Told("СЛУШАЛИ", "ТЫҢДАЛДЫ", "HEARD"), minutes.heard
    yield Told("РЕШИЛИ", "ШЕШІМ ҚАБЫЛДАНДЫ", "DECIDED"), minutes.decided
