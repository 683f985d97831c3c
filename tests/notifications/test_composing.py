"""Composing: every template in every language, what a reader must find, what must not get in."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import get_type_hints
from urllib.parse import unquote

import pytest
from jinja2 import Environment, meta

from notifications.composing import KEPT, SHIPPED, Composer
from notifications.contexts import CONTEXTS, Common
from notifications.letter import LANGUAGES, TEMPLATES, Language, Letter, LetterUnwritable
from notifications.shapes import TEXT_SHAPES
from notifications.vocabulary import FILTERS
from vekha.roadmap.own_letters import OwnLetters, own_letters

GOLDEN = Path(__file__).parent / "golden"
LINK = "https://vekha.sko-edu.example/a/Jx3mQm0vT5uEo8s1r2n9dA"
EVERY = [(template, language) for language in LANGUAGES for template in TEMPLATES]
FROM_COMPOSING = {
    "layout",
    "contact",
    "missing_table",
    "unreachable_table",
    "subject",
    "end_of_subject",
    "language",
}
KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
MARKS = {"marks": "<b>&\"'</b>"}

LetterOf = Callable[..., Letter]


def _with(letter_of: LetterOf, template: str, language: str = "ru", **changes: object) -> Letter:
    context = {**letter_of(template).context, **changes}
    return letter_of(template, language, context=context)


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_letter_reads_as_the_golden_file(
    template: str, language: str, composer: Composer, letter_of: LetterOf
) -> None:
    """VEKHA_GOLDEN=1 rewrites the files; the diff is read."""
    words = composer.render(letter_of(template, language))
    written = f"{words.subject}\n\n{words.text}"
    golden = GOLDEN / f"{language}-{template}.txt"
    if os.environ.get("VEKHA_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(written, encoding="utf-8")

    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_html_says_what_the_text_says(
    template: str, language: str, composer: Composer, letter_of: LetterOf
) -> None:
    words = composer.render(letter_of(template, language))
    body = words.html.partition("<body")[2]
    body = re.sub(r"<thead>.*?</thead>", "", body, flags=re.DOTALL)  # headings are HTML's own
    plain = re.sub(r"<[^>]+>", " ", "<" + body)
    for mark, letter in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        plain = plain.replace(mark, letter)

    words = set(re.findall(r"\w+", re.sub(r"https://\S+", "", words.text)))
    assert words <= set(re.findall(r"\w+", plain)) | {"1", "2", "3"}  # an <ol> counts by itself


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_html_fetches_nothing_and_tracks_nobody(
    template: str, language: str, composer: Composer, letter_of: LetterOf
) -> None:
    words = composer.render(letter_of(template, language))
    html = words.html

    assert not re.search(
        r"<(img|script|link|iframe|object|embed|video|audio|picture|source|svg|input|form|base)\b"
        r"|url\(|@import|@font-face|\b(src|srcset|background|poster|data|action|ping)\s*=",
        html,
    )
    for address in re.findall(r"https?://[^\s\"'<>]+", html + words.text):
        # Only what the letter was given, and without anything that tells readers apart.
        assert address in _strings(letter_of(template, language).context), address
        assert "?" not in address


def _strings(value: object) -> set[str]:
    """Every string of a context."""
    if isinstance(value, str):
        return {value, *re.findall(r"https?://\S+", value)}
    if isinstance(value, Mapping):
        return set().union(*map(_strings, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_strings, value))
    return set()


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_headers_ask_for_no_receipt_and_promise_no_way_out_of_a_duty(
    template: str, language: str, composer: Composer, letter_of: LetterOf
) -> None:
    """List-Unsubscribe means «stop writing, call me», in the reader's language."""
    message = message_from_bytes(composer.compose(letter_of(template, language)).mime)

    for asked in ("Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To"):
        assert message[asked] is None
    assert message["List-Unsubscribe-Post"] is None  # one click would promise something else
    wish = unquote("".join(message["List-Unsubscribe"].split()))
    said = {"ru": "прошу звонить", "kk": "қоңырау шалыңыз", "en": "please call"}[language]
    assert wish == f"<mailto:vekha@cmrito.example?subject={said}>", "the mailbox that is read"


CHANGES = [
    (kind, change)
    for kind in ("closing", "meeting", "visit")
    for change in ("moved", "restored", "dropped", "closed", "uninvited", "excused")
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_every_change_of_every_kind_of_date_is_said(
    kind: str, change: str, language: str, composer: Composer, letter_of: LetterOf
) -> None:
    was = {"starts": "2024-02-29T18:00:00+06:00", "ends": "2024-02-29T18:00:00+06:00"}
    becomes = {"starts": "2024-03-07T18:00:00+05:00", "ends": "2024-03-07T18:00:00+05:00"}
    stands = change in ("moved", "restored")
    days = (
        ("с 1 по 5 ноября 2019 года", "с 8 по 9 ноября 2019 года") if kind == "visit" else ("", "")
    )
    letter = _with(
        letter_of,
        "change",
        language,
        kind=kind,
        change=change,
        was=was | {"place": "каб. 5", "days": days[0]},
        becomes=becomes | {"place": "каб. 7", "days": days[1]} if stands else None,
        link=LINK if stands and kind == "closing" else None,
    )
    words = composer.render(letter)
    assert "Промежуточный мониторинг" in words.subject
    assert words.subject.partition(":")[0].strip()
    assert (days[0] or "29") in words.text
    assert ((days[1] or "7") in words.text) or not stands
    assert ("каб. 7" in words.text) == (stands and kind != "closing")
    assert (LINK in words.text) == (stands and kind == "closing")


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_asks_for_nothing_that_its_type_does_not_promise(template: str) -> None:
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS, paragraphs=str)
    promised = set(get_type_hints(CONTEXTS[template]))
    for language in LANGUAGES:
        for name in (f"{language}/{template}.j2", f"{language}/letter.j2", "layout.txt.j2"):
            source = (SHIPPED / name).read_text(encoding="utf-8")
            asked = meta.find_undeclared_variables(environment.parse(source))
            assert asked - promised - set(TEXT_SHAPES) - FROM_COMPOSING == set(), name


@pytest.mark.parametrize("template", [*TEMPLATES, "letter"])
def test_kazakh_letter_has_no_sentence_left_in_russian(template: str) -> None:
    def sentences(language: str) -> set[str]:
        source = (SHIPPED / language / f"{template}.j2").read_text(encoding="utf-8")
        own_words = re.sub(r"\{[{%#].*?[}%#]\}", "\n", source)
        return {line.strip() for line in own_words.splitlines() if re.search(r"\w{3}", line)}

    assert KAZAKH & set("".join(sentences("kk")))
    assert sentences("kk").isdisjoint(sentences("ru"))


@pytest.mark.parametrize(
    "template", ["invitation", "collection", "reminder", "returned", "receipt"]
)
def test_personal_link_stands_alone_on_its_line(
    template: str, composer: Composer, letter_of: LetterOf
) -> None:
    for language in LANGUAGES:
        words = composer.render(letter_of(template, language))
        assert words.text.splitlines().count(LINK) == 1
        assert words.html.count(f'href="{LINK}"') == 2  # the button and the plain link


def test_missing_key_is_named_when_the_letter_cannot_be_written(
    composer: Composer, letter_of: LetterOf
) -> None:
    context = dict(letter_of("invitation").context)
    del context["closes"]

    with pytest.raises(LetterUnwritable, match=r"ru/invitation.*'closes' is undefined"):
        composer.compose(letter_of("invitation", context=context))


def test_unknown_template_is_refused(composer: Composer, letter_of: LetterOf) -> None:
    with pytest.raises(LetterUnwritable, match="no template ru/spam"):
        composer.compose(replace(letter_of("invitation"), template="spam"))


def test_values_are_escaped_in_html_and_plain_in_text(
    composer: Composer, letter_of: LetterOf
) -> None:
    letter = _with(letter_of, "receipt", answers=[{"question": "<i>?", "answer": MARKS["marks"]}])
    words = composer.render(letter)

    assert MARKS["marks"] in words.text
    assert "<b>" not in words.html
    assert "&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;" in words.html


def test_link_of_another_scheme_is_shown_but_not_linked(
    composer: Composer, letter_of: LetterOf
) -> None:
    letter = _with(letter_of, "invitation", link="javascript:alert(1)")

    assert 'href="javascript' not in composer.render(letter).html


def test_title_with_line_ends_stays_one_line_in_the_subject(
    composer: Composer, letter_of: LetterOf
) -> None:
    letter = _with(letter_of, "announcement", title="Отчёт\r\nBcc: all@x.example")

    assert composer.render(letter).subject == "Отчёт Bcc: all@x.example"


def test_sentences_about_what_there_is_not_are_left_out(
    composer: Composer, letter_of: LetterOf
) -> None:
    coordinator = {"name": "Ельцова Л.Ф.", "position": "", "email": "e@x.example", "phone": ""}
    letter = _with(letter_of, "invitation", order=None, minutes=None, coordinator=coordinator)
    text = composer.render(letter).text

    assert "приказом" not in text
    assert "Время заполнения" not in text
    assert "обращайтесь: Ельцова Л.Ф., e@x.example." in text


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Сегодня последний день"), (1, "– 1 день."), (5, "– 5 дней.")]
)
def test_reminder_says_how_long_is_left(
    days: int, said: str, composer: Composer, letter_of: LetterOf
) -> None:
    letter = _with(letter_of, "reminder", days_left=days, started=False, number=1)

    assert said in composer.render(letter).text


def test_own_template_comes_before_the_shipped_and_may_build_on_it(letter_of: LetterOf) -> None:
    own = {
        "ru/reminder.j2": '{% extends "shipped/ru/reminder.j2" %}'
        "{% block subject %}Ждём ответа: {{ survey_title }}{% endblock %}"
    }
    words = Composer().render(replace(letter_of("reminder"), own=_own(own)))

    assert words.subject == "Ждём ответа: Промежуточный мониторинг"
    assert LINK in words.text


def _own(texts: Mapping[str, str]) -> OwnLetters | None:
    return own_letters({f"letters/{name}": text.encode() for name, text in texts.items()})


def test_each_roadmap_has_its_own_wording_and_the_others_the_shipped(letter_of: LetterOf) -> None:
    """One composer serves all: letters of two roadmaps and of one without templates, in turn."""
    composer, letter = Composer(), letter_of("reminder")
    first, second = (
        _own({"ru/reminder.j2": '{% extends "shipped/ru/reminder.j2" %}{% block subject %}'
              f"{word}{{% endblock %}}"})
        for word in ("Первая", "Вторая")
    )  # fmt: skip
    for _ in range(4):  # rendered, rendered, prepared, filled
        subjects = [composer.render(replace(letter, own=own)).subject
                    for own in (first, second, None)]  # fmt: skip
        assert subjects == [
            "Первая", "Вторая", "Напоминание, ответ до 29 февраля: Промежуточный мониторинг"
        ]  # fmt: skip


def test_wordings_are_compiled_once_and_not_kept_without_end(letter_of: LetterOf) -> None:
    composer, letter = Composer(), letter_of("reminder")
    every = [_own({"ru/_part.j2": str(number)}) for number in range(KEPT + 3)]
    assert all(composer._wording(own) is composer._wording(own) for own in every)
    assert len(composer._own) == KEPT
    assert composer.render(replace(letter, own=every[0])) == composer.render(letter)


def test_shared_words_of_own_reach_every_letter(letter_of: LetterOf) -> None:
    own = {
        "kk/letter.j2": '{% extends "shipped/kk/letter.j2" %}'
        "{% block greeting %}Қайырлы күн, әріптес!{% endblock %}"
    }
    for template in TEMPLATES:
        letter = replace(letter_of(template, "kk"), own=_own(own))
        assert "Қайырлы күн, әріптес!" in Composer().render(letter).text


def test_own_template_cannot_reach_out_of_the_sandbox(letter_of: LetterOf) -> None:
    own = {"ru/announcement.j2": "{{ ''.__class__.__mro__[1].__subclasses__() }}"}

    with pytest.raises(LetterUnwritable, match="unsafe"):
        Composer().compose(replace(letter_of("announcement"), own=_own(own)))


def test_broken_own_template_is_named(letter_of: LetterOf) -> None:
    own = _own({"ru/announcement.j2": "{% if %}"})
    with pytest.raises(LetterUnwritable, match="ru/announcement"):
        Composer().compose(replace(letter_of("announcement"), own=own))


def test_every_template_has_a_type_and_the_common_part() -> None:
    assert set(CONTEXTS) == set(TEMPLATES)
    for context in CONTEXTS.values():
        assert set(get_type_hints(Common)) <= set(get_type_hints(context))


def _digest_of(number: int, *, surveys: int) -> dict[str, object]:
    """A digest in which `number` organisations of each survey have not answered, ten a district."""
    missing = {
        "organisation": "КГУ «Караталская средняя общеобразовательная школа имени Магжана»",
        "person": "Ахметова Айгуль Кайратовна",
        "phone": "+7 715 33 00-01",
        "days_overdue": 3,
    }
    districts = [
        {"district": f"Район {n}", "answered": 1, "asked": 11, "missing": [missing] * 10}
        for n in range(number // 10)
    ]
    survey = {"title": "Мониторинг", "closes": "2024-02-29T18:00:00+06:00", "answered": 5,
              "over": False, "asked": 5 + number, "excused": 0, "by_district": districts}  # fmt: skip
    return {"date": "2024-03-05", "surveys": [survey] * surveys, "board": "https://v.example/board"}


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize("surveys", [1, 4])
def test_national_digest_is_not_cut_off_by_gmail(
    letter_of: LetterOf, composer: Composer, language: Language, surveys: int
) -> None:
    """Gmail shows 102 KB of HTML; what does not fit is counted instead of lost in silence."""
    sample = letter_of("digest", language)
    context = {**sample.context, **_digest_of(1000, surveys=surveys)}
    _, text, html = composer.render(replace(sample, context=context))
    assert len(html.encode()) < 102 * 1024
    hidden = str(1000 - 90 // surveys)
    assert text.count(hidden) == surveys
    assert "https://v.example/board" in text


def test_html_holds_nothing_that_outlook_cannot_draw(
    letter_of: LetterOf, composer: Composer
) -> None:
    """No scripts, pictures, backgrounds by address, fonts or places; buttons are cells of tables."""
    for template in TEMPLATES:
        html = composer.render(letter_of(template)).html.lower()
        for word in ("<script", "<img", "url(", "position:", "float:", "display:flex", "@import",
                     "<link", "<form", "background-image", "http-equiv"):  # fmt: skip
            assert word not in html, (template, word)
        assert html.count('class="button"') == html.count('bgcolor="#1b5e9b"')
