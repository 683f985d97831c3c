"""What an issue quotes from terms and calendars is told in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
TERM = ("    term: октябрь\n", "    term: {}\n")


def told(issue: Issue) -> dict[str, str]:
    return {language: message_of(issue, language=language) for language in ("ru", "kk", "en")}


@pytest.mark.parametrize(
    ("code", "term", "words"),
    [
        ("term-not-dated", "по графику", ("Даты даёт график", "кесте береді", "from a schedule")),
        ("term-mended", "осень", ("Время года", "Жыл мезгілі", "A season is read")),
        ("weekend", "16 декабря 2023 года", ("День Независимости", "Тәуелсіздік", "Independence")),
    ],
)
def test_activitys_term_is_told_in_each_language(
    small: Small, find: Find, code: str, term: str, words: tuple[str, str, str]
) -> None:
    opens = "    audience: [directors]\n    opens: 2 октября\n    closes: 31 октября\n"
    old, new = TERM
    files = small((old, new.format(term)), ("    audience: [directors]\n", opens))
    (issue,) = find(files, code)
    for language, expected in zip(("ru", "kk", "en"), words, strict=True):
        assert expected in told(issue)[language]


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_unreadable_opening_is_told_in_each_language(
    small: Small, find: Find, language: str
) -> None:
    """The roadmap's own language changes nothing in it."""
    files = small(
        ("    audience: [directors]\n", "    audience: [directors]\n    opens: по запросу\n"),
        append=f"language: {language}\n",
    )
    (issue,) = find(files, "term-unreadable")
    assert "По запросу" in told(issue)["ru"]
    assert "Сұраныс бойынша" in told(issue)["kk"]
    assert "On request" in told(issue)["en"]


def test_moved_letter_says_why_in_each_language(small: Small, find: Find) -> None:
    opens = "    audience: [directors]\n    opens: 7 октября\n"
    issue = find(small(("    audience: [directors]\n", opens)), "moved-to-working-day")[0]
    assert "суббота" in told(issue)["ru"]
    assert "сенбі" in told(issue)["kk"]
    assert "Saturday" in told(issue)["en"]
