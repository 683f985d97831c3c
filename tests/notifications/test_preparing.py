"""Prepared letters: to the last character what the template gives in full, whatever the names are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.composing import Wording
from notifications.encoding import encode_text
from notifications.letter import LANGUAGES, TEMPLATES, Language, Letter
from notifications.preparing import Prepared, Rendered

LetterOf = Callable[..., Letter]
SHIPPED = Wording()
NAMES = st.one_of(
    st.sampled_from(
        [
            "",
            "Мәкен Е.З.",
            "КГУ «Школа-лицей «Дарын»",
            'ОШ "Қызыл" & Ко <b>',
            "два  пробела",
            " с краю",
            "строка\nвторая",
            "\ue000name\ue001",
            "{{ person.name }}",
            "<p>",
            "a\x1fb",
        ]
    ),
    st.text(max_size=30),
)
LINKS = st.sampled_from(
    ["https://x.example/a/1?b=2&c=3", "http://x.example/", "javascript:alert(1)", "", "https://"]
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_prepared_letter_equals_the_one_rendered_in_full(
    template: str, language: Language, letter_of: LetterOf
) -> None:
    context = letter_of(template, language=language).context
    prepared = Prepared()

    def render(given: Mapping[str, object]) -> Rendered:
        return SHIPPED.render(template, language=language, context=given)

    @settings(max_examples=25, deadline=None)
    @given(name=NAMES, position=NAMES, organisation=NAMES, link=LINKS)
    def check(name: str, position: str, organisation: str, link: str) -> None:
        one: dict[str, Any] = {
            **context,
            "organisation": organisation,
            "person": {"name": name, "position": position, "greeting": ""},
        }
        if "link" in context and context["link"] is not None:
            one["link"] = link
        for _ in range(3):  # rendered, prepared, filled
            found = prepared.render(render, f"{language}/{template}", one)
            assert found == render(one)
            bodies = prepared.encode(render, f"{language}/{template}", one)
            assert bodies == (found.subject, encode_text(found.text), encode_text(found.html))

    check()


def test_campaign_renders_its_template_a_few_times_only(letter_of: LetterOf) -> None:
    letter, calls = letter_of("invitation"), []
    prepared = Prepared()

    def render(given: Mapping[str, object]) -> Rendered:
        calls.append(given)
        return SHIPPED.render("invitation", language="ru", context=given)

    for number in range(100):
        person = {"name": f"Директор {number}", "position": "директор", "greeting": ""}
        context = {**letter.context, "person": person, "link": f"https://x.example/a/{number}"}
        _, text, html = prepared.render(render, "ru/invitation", context)
        assert f"Директор {number}!" in text
        assert html.count(f"https://x.example/a/{number}<") == 1

    assert len(calls) == 3  # the first, the second, and the one with marks


@pytest.mark.parametrize(
    "body",
    [
        "{{ person.name|upper }}",
        "{{ person.name|length }}",
        "{% if person.name == 'Первый' %}да{% else %}нет{% endif %}",
        "{% if 'П' in person.name %}да{% else %}нет{% endif %}",
        "{{ {'Первый': 'да'}.get(person.name, 'нет') }}",
        "{{ person.name[0] }}",
        "{{ person.name.split(' ')|first }}",
        "{{ person.name|truncate(3, True, '') }}",
        "{{ (person.name ~ ' ' ~ organisation)|upper }}",
        "{{ (organisation ~ ', ' ~ person.name)|lower }}",
        "{{ '%s'|format(person.name) }}",
        "{% for letter in person.name %}{{ letter }}-{% endfor %}",
        "{{ link|urlencode }}",
    ],
)
def test_template_that_looks_into_a_name_is_rendered_in_full(
    body: str, letter_of: LetterOf
) -> None:
    """A coordinator's own template may do anything; the letters must be right, if slower."""
    own = '{% extends "shipped/ru/invitation.j2" %}{% block content %}' + body + "{% endblock %}"
    wording = Wording({"ru/invitation.j2": own})
    prepared = Prepared()
    letter = letter_of("invitation")

    def render(given: Mapping[str, object]) -> Rendered:
        return wording.render("invitation", language="ru", context=given)

    for name in ("первый", "Второй Б.", "Третий", "Первый"):
        for organisation in ("школа", "Лицей № 1"):
            context = {
                **letter.context,
                "organisation": organisation,
                "person": {"name": name, "position": "", "greeting": ""},
            }
            found = prepared.render(render, "ru/invitation", context)
            assert found == render(context)
