"""A finding as the coordinator reads it, for tests that compare the whole line."""

from __future__ import annotations

import re

from vekha.catalogue import hint_of, message_of, severity_of
from vekha.issues import Issue

LANGUAGES = ("ru", "kk", "en")


def told(issue: Issue) -> str:
    """«roadmap.yaml:12:5: W message → hint» in Russian.

    In Kazakh and English the same finding must be another sentence with every fact in its place.
    """
    messages = [message_of(issue, language=language) for language in LANGUAGES]
    hints = [hint_of(issue, language=language) for language in LANGUAGES]
    assert len(set(messages)) == len(LANGUAGES), messages
    assert len(set(hints)) == (len(LANGUAGES) if hints[0] else 1), hints
    for text in filter(None, (*messages, *hints)):
        assert not re.search(r"\{\w*\}|\bNone\b|  |Told\(|Words\(", text), text
    advice = f" → {hints[0]}" if hints[0] else ""
    return f"{issue.place}: {severity_of(issue)} {messages[0]}{advice}"
