"""Minutes that the document contains: what every protocol must have."""

from __future__ import annotations

from collections.abc import Iterator

from vekha.checking.findings import issue_at, list_words
from vekha.issues import Issue
from vekha.roadmap.programme import Roadmap


def check_minutes(roadmap: Roadmap) -> Iterator[Issue]:
    """A number, a chairman, a secretary, those present, and the decisions as a section."""
    for key, minutes in roadmap.file.declared.minutes.items():
        parts = {
            "номер": minutes.number,
            "председатель": minutes.chairman,
            "секретарь": minutes.secretary,
            "ПРИСУТСТВОВАЛИ": minutes.present,
            "ПОВЕСТКА": minutes.agenda,
            "СЛУШАЛИ": minutes.heard,
            "РЕШИЛИ": minutes.decided,
        }
        missing = [name for name, value in parts.items() if not value]
        if missing:
            decisions = [
                sentence.strip()
                for heard in minutes.heard
                for sentence in heard.text.split(". ")
                if "ринято решение" in sentence
            ]
            yield issue_at(
                roadmap,
                "protocol-incomplete",
                ("declared", "minutes", key),
                title=minutes.title,
                missing=list_words(missing),
                decisions="; ".join(decisions) or "—",
            )
