"""The form against its questionnaire: what is understood, what is refused, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vekha.questionnaire import (
    LARGEST,
    clean,
    options_of,
    questions_for,
    read_form,
    say_answer,
    say_number,
    type_out,
)
from vekha.questionnaire_words import PROBLEMS, SCALE
from vekha.roadmap.people import Organisation, Person, Role
from vekha.roadmap.programme import Roadmap, RoadmapFile, Sending
from vekha.roadmap.survey import Choice, Question, Questionnaire, Section, Zero
from vekha.roadmap.words import Words
from vekha.terms.period import read_period
from vekha.terms.term import Period

SCHOOLS = Question(key="schools", text=Words(ru="Всего школ"), kind="number")
SMALL = Question(key="small", text=Words(ru="Из них МКШ"), kind="number", not_above="schools")
SHARE = Question(key="quality", text=Words(ru="Качество знаний"), kind="share")
EXACT = Question(key="hours", text=Words(ru="Часов"), kind="number", whole=False, most=1000)
FORM = Question(
    key="form",
    text=Words(ru="Форма"),
    kind="choice",
    choices=(
        Choice(key="seminar", text=Words(ru="Семинар", kk="Семинар")),
        Choice(key="visit", text=Words(ru="Выезд", kk="Бару")),
    ),
)
NEEDS = FORM.model_copy(update={"key": "needs", "kind": "several"})
COURSES = Question(
    key="courses",
    text=Words(ru="Курсы"),
    kind="scale",
    zeros=(
        Zero(key="absent", text=Words(ru="не участвовали")),
        Zero(key="not-held", text=Words(ru="не проводилось")),
    ),
)
REMARK = Question(key="remark", text=Words(ru="Пожелания"), kind="text", required=False)
DAY = Question(key="day", text=Words(ru="Дата"), kind="date")
PLAN = Question(key="plan", text=Words(ru="План"), kind="file", files=2)


def read_one(question: Question, typed: str, language: str = "ru"):
    answers, problems = read_form({question.key: [typed]}, asked=(question,), language=language)
    return answers.get(question.key), [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("1 234", 1234),
        ("1\N{NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567", 1234567),
        ("0", 0),
        ("007", 7),
        ("12,0", 12),
        ("+5", 5),
        ("１２", 12),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(typed: str, number: int) -> None:
    assert read_one(SCHOOLS, typed) == (number, [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-3", "negative"),
        ("−3", "negative"),
        ("12,5", "not-whole"),
        ("двенадцать", "not-a-number"),
        ("12 учителей", "number-with-words"),
        ("1 23", "not-a-number"),
        ("12-15", "not-a-number"),
        ("1e9", "not-a-number"),
        ("inf", "not-a-number"),
        ("NaN", "not-a-number"),
        ("9999999999", "too-large"),
        ("9" * 5000, "too-large"),
        ("-" + "9" * 5000, "negative"),
        ("<script>alert(1)</script>", "number-with-words"),
    ],
)
def test_what_is_no_whole_number_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert read_one(SCHOOLS, typed) == (None, [code])


def test_the_message_names_what_was_typed_and_what_would_be_right() -> None:
    _, problems = read_form({"schools": ["12 учителей"]}, asked=(SCHOOLS,), language="ru")
    assert problems[0].message == ("«12 учителей»: здесь нужно только число. Верно будет так: 12.")


@pytest.mark.parametrize(
    ("typed", "share", "codes"),
    [
        ("45", 45, []),
        ("45,5 %", 45.5, []),
        ("45.5%", 45.5, []),
        ("100", 100, []),
        ("101", None, ["too-large"]),
    ],
)
def test_a_share_is_a_per_cent_from_0_to_100(
    typed: str, share: float | None, codes: list[str]
) -> None:
    assert read_one(SHARE, typed) == (share, codes)


def test_bounds_are_those_of_the_question() -> None:
    question = SCHOOLS.model_copy(update={"least": 3.0, "most": 5.0})
    assert read_one(question, "2") == (None, ["too-small"])
    assert read_one(question, "3") == (3, [])
    assert read_one(question, "6") == (None, ["too-large"])
    assert read_one(EXACT, "12,25") == (12.25, [])


def test_an_empty_required_answer_is_asked_for_and_an_optional_one_is_not() -> None:
    asked = (SCHOOLS, FORM, NEEDS, COURSES, DAY, PLAN, REMARK)
    answers, problems = read_form({"schools": ["  "]}, asked=asked, language="kk")
    assert answers == {}
    assert [(problem.question, problem.code) for problem in problems] == [
        ("schools", "required-number"),
        ("form", "required-choice"),
        ("needs", "required-several"),
        ("courses", "required-choice"),
        ("day", "required-date"),
        ("plan", "required-file"),
    ]
    assert problems[-1].message == "Файлды тіркеңіз: DOCX, PDF."


def test_a_number_above_the_one_it_is_part_of_is_refused_naming_both() -> None:
    fields = {"schools": ["5"], "small": ["7"]}
    answers, problems = read_form(fields, asked=(SCHOOLS, SMALL), language="ru")
    assert answers == {"schools": 5, "small": 7}
    assert [(problem.question, problem.code) for problem in problems] == [("small", "above-other")]
    assert "7" in problems[0].message
    assert "5" in problems[0].message
    assert "«Всего школ»" in problems[0].message
    assert read_form(fields | {"small": ["5"]}, asked=(SCHOOLS, SMALL), language="ru")[1] == ()


def test_problems_come_in_the_order_of_the_questions() -> None:
    fields = {"schools": ["5"], "small": ["7"], "quality": ["много"]}
    _, problems = read_form(fields, asked=(SCHOOLS, SMALL, SHARE), language="en")
    assert [problem.question for problem in problems] == ["small", "quality"]


def test_choices_are_kept_by_key_in_the_order_of_the_question() -> None:
    assert read_one(FORM, "visit") == ("visit", [])
    assert read_one(FORM, "flight") == (None, ["unknown-choice"])
    answers, _ = read_form({"needs": ["visit", "seminar"]}, asked=(NEEDS,), language="ru")
    assert answers == {"needs": ["seminar", "visit"]}


def test_the_zeros_of_the_scale_stay_different() -> None:
    assert [key for key, _ in options_of(COURSES, language="ru")] == [
        "plus",
        "minus",
        "absent",
        "not-held",
    ]
    assert read_one(COURSES, "not-held") == ("not-held", [])
    assert read_one(COURSES, "unplanned") == (None, ["unknown-choice"])
    plain = COURSES.model_copy(update={"zeros": ()})
    assert read_one(plain, "absent") == ("absent", [])


@pytest.mark.parametrize(
    ("typed", "day", "codes"),
    [
        ("29.02.2024", "2024-02-29", []),
        ("2024-02-29", "2024-02-29", []),
        ("5.3.2024 г.", "2024-03-05", []),
        ("29.02.2023", None, ["not-a-date"]),
        ("31.04.2024", None, ["not-a-date"]),
        ("вчера", None, ["not-a-date"]),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, day: str | None, codes: list[str]) -> None:
    assert read_one(DAY, typed) == (day, codes)


def test_files_come_from_outside_and_are_counted() -> None:
    one = {"id": 1, "name": "План.docx", "size": 10, "sha256": "00"}
    answers, problems = read_form({}, asked=(PLAN,), language="ru", files={"plan": [one]})
    assert (answers, problems) == ({"plan": [one]}, ())
    _, problems = read_form({}, asked=(PLAN,), language="ru", files={"plan": [one, one, one]})
    assert [problem.code for problem in problems] == ["too-many-files"]


def test_fields_that_are_not_asked_are_ignored() -> None:
    assert read_form({"admin": ["1"]}, asked=(REMARK,), language="ru") == ({}, ())


def test_a_text_keeps_markup_and_loses_only_control_characters() -> None:
    typed = "  <b>Жирно</b>\r\nҚазақша \x00\x1b🙂 "
    assert read_one(REMARK, typed) == ("<b>Жирно</b>\nҚазақша 🙂", [])
    assert read_one(REMARK, "я" * 10_001) == (None, ["too-long"])


def test_every_sentence_stands_in_three_languages() -> None:
    for texts in (*PROBLEMS.values(), *SCALE.values()):
        assert set(texts) == {"ru", "kk", "en"}
        assert len(set(texts.values())) == 3


def test_answers_are_said_in_words() -> None:
    unit = SCHOOLS.model_copy(update={"unit": Words(ru="школ", kk="мектеп")})
    assert say_answer(unit, 1234, language="kk") == "1\N{NO-BREAK SPACE}234 мектеп"
    assert say_answer(SHARE, 45.5, language="ru") == "45,5 %"
    assert say_answer(FORM, "visit", language="kk") == "Бару"
    assert say_answer(NEEDS, ["seminar", "visit"], language="ru") == "Семинар; Выезд"
    assert say_answer(COURSES, "not-held", language="ru") == "0 не проводилось"
    assert say_answer(DAY, "2024-02-29", language="ru") == "29.02.2024"
    assert say_answer(PLAN, [{"name": "План.docx"}], language="ru") == "План.docx"
    assert say_answer(REMARK, None, language="ru") == ""


def programme() -> Roadmap:
    file = RoadmapFile(
        key="gorod",
        title=Words(ru="Город"),
        body=Words(ru="Центр"),
        timezone="Asia/Almaty",
        country="KZ",
        period="2023/2024",
        coordinators=("anna",),
        sending=Sending(sender="Центр", address="centre@vekha.example"),
        roles={
            "directors": Role(title=Words(ru="Директора"), position="director"),
            "city": Role(
                title=Words(ru="Город"), position="director", organisations=("city-school",)
            ),
        },
    )
    organisations = {
        "first": Organisation("first", "Первая", kind="city-school", district="north"),
        "far": Organisation("far", "Дальняя", kind="rural-school", district="south"),
    }
    people = {
        "anna": Person("anna", "Анна", "методист", organisation="first", role="coordinator"),
        "boris": Person("boris", "Борис", "директор", organisation="first", role="director"),
        "dana": Person("dana", "Дана", "директор", organisation="far", role="director"),
    }
    return Roadmap(file, _period(), organisations, people, digest="0")


def _period() -> Period:
    period = read_period("2023/2024")
    assert isinstance(period, Period)
    return period


@pytest.mark.parametrize(
    ("audience", "first", "far"),
    [
        ((), True, True),
        (("directors",), True, True),
        (("city",), True, False),
        (("rural-school",), False, True),
        (("south",), False, True),
        (("far",), False, True),
        (("boris",), True, False),
        (("nobody",), False, False),
    ],
)
def test_a_question_is_asked_of_its_audience_only(
    audience: tuple[str, ...], first: bool, far: bool
) -> None:
    roadmap = programme()
    asked = SCHOOLS.model_copy(update={"audience": audience})
    questionnaire = Questionnaire(
        title=Words(ru="Мониторинг"), sections=(Section(title=Words(ru="I"), questions=(asked,)),)
    )
    found = [
        bool(questions_for(questionnaire, roadmap, roadmap.organisations[key]))
        for key in ("first", "far")
    ]
    assert found == [first, far]


@given(st.integers(0, LARGEST))
def test_a_number_is_read_back_as_it_was_said(number: int) -> None:
    assert read_one(SCHOOLS, say_number(number)) == (number, [])


@given(st.integers(0, 100_000_000))
def test_a_decimal_number_is_read_back_as_it_was_said(millionths: int) -> None:
    number = millionths / 1_000_000
    question = EXACT.model_copy(update={"most": 1_000_000.0})
    assert read_one(question, say_number(number)) == (number, [])


@given(st.text(max_size=200))
def test_no_text_breaks_a_number_a_date_or_a_choice(typed: str) -> None:
    for question in (SCHOOLS, SHARE, EXACT, DAY, FORM, COURSES):
        answer, codes = read_one(question, typed)
        assert (answer is None) == bool(codes)
        if isinstance(answer, int | float):
            assert 0 <= answer <= LARGEST


@given(st.text(max_size=300))
def test_a_text_is_cleaned_once_and_for_all(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)
    assert "\x00" not in clean(typed)


@given(
    st.fixed_dictionaries(
        {
            "schools": st.integers(0, LARGEST),
            "quality": st.integers(0, 1000).map(lambda tenth: tenth / 10),
            "form": st.sampled_from(["seminar", "visit"]),
            "needs": st.sampled_from([["seminar"], ["visit"], ["seminar", "visit"]]),
            "courses": st.sampled_from(["plus", "minus", "absent", "not-held"]),
            "day": st.dates().map(lambda day: day.isoformat()),
            "remark": st.text(min_size=1).map(clean).map(str.strip).filter(bool),
        }
    )
)
def test_answers_typed_out_are_read_as_the_same_answers(answers: dict) -> None:
    asked = (SCHOOLS, SHARE, FORM, NEEDS, COURSES, DAY, REMARK)
    assert read_form(type_out(answers, asked=asked), asked=asked, language="ru") == (answers, ())
