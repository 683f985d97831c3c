"""Every page speaks three languages, and nothing that is said has no place where it is said."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from notifications.letter import Template
from surveys import pages
from surveys.mail_pages import HEADERS
from surveys.moments import days_left, say_moment
from surveys.wording import catalogue, pick_language, say
from vekha.states import LetterState, Mark, SheetState

SOURCE = Path(pages.__file__).parent
FAMILIES = (
    "sheet-", "letter-", "template-", "mark-", "act-", "colleague-", "reach-", "header-",
)  # fmt: skip
ENDINGS = ("-title", "-text", "-explained", "-missing")


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_stands_in_three_languages_with_the_same_facts() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == {"ru", "kk", "en"}, key
        assert all(text.strip() for text in texts.values()), key
        assert facts_of(texts["ru"]) == facts_of(texts["kk"]) == facts_of(texts["en"]), key


def test_every_text_is_said_somewhere() -> None:
    written = "".join(
        path.read_text("utf-8")
        for path in [*SOURCE.glob("*.py"), *(SOURCE / "templates").glob("*.html")]
    )
    for key in catalogue():
        named = f'"{key}"' in written or f"'{key}'" in written
        assert named or key.startswith(FAMILIES) or key.endswith(ENDINGS), key


def test_every_state_and_kind_of_letter_has_its_words() -> None:
    for state in SheetState:
        say("kk", f"sheet-{state}")
    for letter_state in LetterState:
        say("kk", f"letter-{letter_state.replace(' ', '-')}")
    for mark in Mark:
        say("kk", f"mark-{mark}")
    for template in get_args(Template):
        say("kk", f"template-{template}")
    for header in HEADERS:
        say("kk", f"header-{header}")


def test_the_language_is_one_that_the_site_speaks() -> None:
    assert pick_language("de", None, "kk", "ru") == "kk"
    assert pick_language("<script>") == "ru"


def test_a_moment_is_said_in_the_wall_time_of_its_zone() -> None:
    """Almaty's clocks went back an hour on 2024-03-01 at 00:00: that hour comes twice."""
    say_it = {"zone": "Asia/Almaty", "language": "ru"}
    for hour in (17, 18):
        moment = datetime(2024, 2, 29, hour, 30, tzinfo=UTC)
        assert say_moment(moment, **say_it) == "29 февраля 2024 г., четверг, 23:30 (время Астаны)"
    later = datetime(2024, 2, 29, 18, 30, tzinfo=UTC)
    elsewhere = say_moment(later, zone="Asia/Novokuznetsk", language="ru")
    assert elsewhere == "1 марта 2024 г., пятница, 01:30 (UTC+7)"
    assert days_left(later, datetime(2024, 3, 4, 13, tzinfo=UTC), zone="Asia/Almaty") == 4
