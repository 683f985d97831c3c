"""Own templates judged: whole sets of them, branches that samples reach, and what must stay silent.

What each finding says is in tests/vekha/diagnostics, one file a code.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import get_type_hints

import pytest
from told_findings import told

from notifications.composing import SHIPPED, Wording
from notifications.contexts import CONTEXTS
from notifications.judging import judge_letters
from notifications.letter import LANGUAGES, TEMPLATES
from notifications.samples import every_field, samples
from notifications.shapes import TEXT_SHAPES
from notifications.vocabulary import FILTERS

PAGE = Path(__file__).parents[2] / "docs" / "letters.md"
REMINDER = '{% extends "shipped/ru/reminder.j2" %}\n{% block content %}\n{{ super() }}\n'
END = "\n{% endblock %}\n"


def judge(**texts: str) -> list[str]:
    """Codes and places: «letter-syntax ru/reminder.j2:2:1»; names as ru_reminder."""
    named = {n.replace("_", "/", 1): text for n, text in texts.items()}
    found = judge_letters({f"letters/{n}.j2": text.encode() for n, text in named.items()})
    return [f"{issue.code} {str(issue.place).removeprefix('letters/')}" for issue in found]


def test_copies_of_all_shipped_templates_are_right_as_own_ones() -> None:
    copies = {
        f"letters/{path.relative_to(SHIPPED).as_posix()}": path.read_bytes()
        for path in SHIPPED.rglob("*.j2")
        if path.parent != SHIPPED
    }
    assert len(copies) == len(LANGUAGES) * (len(TEMPLATES) + 1)
    assert [told(one) for one in judge_letters(copies)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_sample_has_the_fields_of_the_type_and_fills_the_shipped_letter(
    template: str, language: str
) -> None:
    wording = Wording()
    for sample in samples(template):
        assert set(sample) == set(get_type_hints(CONTEXTS[template]))
        assert wording.render(template, language=language, context=sample)[1]


@pytest.mark.parametrize(
    "branch",
    [
        "{% if started %}{{ wrong }}{% endif %}",
        "{% if not started %}{{ wrong }}{% endif %}",
        "{% if days_left == 17 %}{{ wrong }}{% endif %}",
        "{% if order and not organisation %}{{ coordinator.wrong }}{% endif %}",
    ],
)
def test_slip_in_a_branch_is_found_whether_or_not_a_sample_reaches_it(branch: str) -> None:
    [found] = judge(ru_reminder=REMINDER + branch + END)
    assert found.startswith("letter-unknown-variable ru/reminder.j2:4:")


def test_slip_within_a_list_is_found_by_filling_it() -> None:
    own = '{% extends "shipped/ru/digest.j2" %}\n{% block content %}\n{% for one in surveys %}\n'
    found = judge(ru_digest=own + "{{ one.titel }}{% endfor %}" + END)
    assert found == ["letter-unknown-variable ru/digest.j2:4:8"]


def test_value_that_may_be_missing_must_be_asked_for_first() -> None:
    own = '{% extends "shipped/ru/change.j2" %}\n{% block content %}\n'
    bare = judge(ru_change=own + "{{ becomes.starts|day }}" + END)
    assert bare == ["letter-unfillable ru/change.j2:3:1"]
    asked = "{% if becomes %}{{ becomes.starts|day }}{% endif %}"
    assert judge(ru_change=own + asked + END) == []


@pytest.mark.parametrize(
    "body",
    [
        "{% set days = days_left + 1 %}{{ days }}",
        "{% macro twice(word) %}{{ word }}{{ word }}{% endmacro %}{{ twice(organisation) }}",
        "{% for one in [1, 2] %}{{ loop.index }}{{ one }}{% endfor %}",
        "{% if later is defined %}{{ later }}{% endif %}",
        "{{ closes|until if minutes is none else minutes|duration }}",
        "{{ person.get('name') }} {{ coordinator['phone'] }}",
        "{{ language }}",
    ],
)
def test_what_jinja_can_is_silent(body: str) -> None:
    assert judge(ru_reminder=REMINDER + body + END) == []


def test_all_mistakes_of_a_template_come_at_once() -> None:
    body = "{{ wrong }} {{ closes|untill }} {{ coordinator.fone }}\n<b>{% include 'ru/_no.j2' %}"
    found = judge(ru_reminder=REMINDER + body + END + "и вот", kk_remainder="", kz_reminder="")
    assert [one.split()[0] for one in found] == [
        "letter-unknown-name", "letter-misplaced", "letter-unknown-filter",
        "letter-unknown-variable", "letter-unknown-variable", "letter-unknown-part",
        "letter-outside-block", "letter-has-tags",
    ]  # fmt: skip


def test_slip_in_the_shared_words_is_told_once_although_every_letter_has_it() -> None:
    own = '{% extends "shipped/ru/letter.j2" %}\n{% block ask %}{{ survey_title }}{% endblock %}'
    assert judge(ru_letter=own) == ["letter-unknown-variable ru/letter.j2:2:19"]


def test_templates_built_upon_each_other_are_told_and_end() -> None:
    found = judge(
        ru_reminder='{% extends "ru/invitation.j2" %}',
        ru_invitation='{% extends "ru/reminder.j2" %}',
    )
    assert {one.split()[0] for one in found} == {"letter-unfillable"}


def test_number_that_grows_out_of_all_measure_is_told() -> None:
    [found] = judge(ru_reminder=REMINDER + "{% for n in range(10**9) %}{% endfor %}" + END)
    assert found == "letter-unfillable ru/reminder.j2:4:1"


def test_full_set_is_judged_in_seconds() -> None:
    start = time.process_time()
    every = {f"{one}_{name}": f'{{% extends "shipped/{one}/{name}.j2" %}}'
             for one in LANGUAGES for name in (*TEMPLATES, "letter")}  # fmt: skip
    assert judge(**every) == []
    assert time.process_time() - start < 20


def test_page_names_every_letter_value_shape_and_filter_and_its_examples_are_right() -> None:
    page = PAGE.read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", page))
    assert {*TEMPLATES, *every_field(), *FILTERS, *TEXT_SHAPES} - words == set()
    examples = re.findall(r"```jinja\n(.*?)```", page, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert judge(ru_reminder=example) == []
