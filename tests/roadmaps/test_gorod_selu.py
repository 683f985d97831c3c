"""The roadmap of «Город-селу» against the text of the document it was made from."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from declared_text import inspect_example, line_of, raw_issues

from vekha.catalogue import message_of, severity_of
from vekha.dating.dates import date_roadmap
from vekha.dating.schedule import Schedule
from vekha.reading.reader import read_roadmap
from vekha.roadmap.programme import Roadmap
from vekha.roadmap.survey import Question
from vekha.roadmap.words import Words

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "roadmaps" / "gorod-selu"
FILES = ("roadmap.yaml", "organisations.csv", "people.csv")
FLAGS = (  # code, severity, words of the line it points at, words of the message
    ("order-after-activity", "W", "term: сентябрь", "01.09.2023, а приказ"),
    ("performer-not-a-person", "W", "УО СКО Приказ №1095", "мероприятия № 2"),
    ("duplicate-passport-label", "W", "13 средних школ", "первый раз в строке 50"),
    ("no-year", "W", "- key: design", "взят период 2023/2024, так что «сентябрь» – это 01.09.2023"),
    ("passport-term-open", "I", "постоянно", "с 01.09.2023 по 31.05.2024"),
    ("stage-overlap", "W", "title: {ru: Промежуточный", "(февраль) идёт одновременно с этапом"),
    ("same-name", "W", "kazanka-zhambyl", '«КГУ "Казанская средняя школа"»'),
    ("same-name", "W", "eltsova-ib", "«Ельцова И.Б.» и «Ельцова Л.Ф.»"),
    ("kind-twice", "W", "karatal", 'согласуется «КГУ "Караталская средняя школа"»'),
    ("slip", "W", "school-25", "разорвана переходом страницы"),
    ("mixed-quotes", "W", "aksenovka", "Чаще (26)"),
    ("name-quotes", "W", "podgornoe", "согласуется: КГУ «Подгорненская"),
    ("slip", "W", "«ЦЕНТРА", "согласуется «КГУ «ЦЕНТР МЕТОДИЧЕСКОЙ"),
    ("type-mismatch", "W", "13 средних школ", "школа-лицей – 3, гимназия – 3, школа-комплекс – 2"),
    ("type-mismatch", "W", "41 МКШ", "основная школа – 10, школа-интернат – 1"),
    ("uneven-load", "I", "title:", "от 2 до 6 школ"),
    ("order-of-rows", "I", "district: zhambyl", "после «Есильский район»"),
)


def squeeze(text: str) -> str:
    """The text without any white space: where a line was broken is no part of the wording."""
    return re.sub(r"\s+", "", text)


def mend_page_breaks(text: str) -> str:
    """The document with its two rows that a page break tore apart made whole again.

    What stands between the halves is moved behind them: nothing is added and nothing dropped.
    """
    for first, between, second in (
        (
            "имени Алихана",
            "КГУ «Акжаркынская СШ» КГУ «Алкатерекская СШ»",
            "Бокейхана » (Турсынова С.Н.)",
        ),
        (
            "методической помощи МКШ области",
            "сентябрь Ельцова Л.Ф., методист ЦМРиИТО Черепанова Е.А. И.о. заведующей МК",
            "путем реализации проекта «Город-селу»",
        ),
    ):
        torn, whole = (first, between, second), (first, second, between)
        assert text.count(squeeze("".join(torn))) == 1
        text = text.replace(squeeze("".join(torn)), squeeze("".join(whole)))
    return text


@pytest.fixture(scope="module")
def document() -> str:
    printed = (HERE / "gorod-selu.txt").read_text(encoding="utf-8")
    return mend_page_breaks(squeeze(printed))


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    files = {name: (FOLDER / name).read_bytes() for name in FILES}
    found, issues = read_roadmap(files)
    assert [str(issue) for issue in issues] == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def schedule(roadmap: Roadmap) -> Schedule:
    return date_roadmap(roadmap)[0]


def passport_rows(roadmap: Roadmap) -> list[str]:
    """The rows of the passport as the document prints them: what is a list there has dashes."""
    return [
        row.label + "".join(f"-{text}" if len(row.text) > 1 else text for text in row.text)
        for row in roadmap.file.passport
    ]


def pairing_rows(roadmap: Roadmap) -> list[str]:
    """The rows of the table of schools: number, district, city school (director), rural schools."""
    names = {key: organisation.name for key, organisation in roadmap.organisations.items()}
    directors = {p.organisation: p.name for p in roadmap.people.values() if p.role == "director"}
    return [
        f"{number}. {names[pair.district]} {names[pair.mentor]} ({directors[pair.mentor]})"
        + "".join(names[mentee] for mentee in pair.mentees)
        for number, pair in enumerate(roadmap.file.pairings["mentors"].pairs, start=1)
    ]


def plan_rows(roadmap: Roadmap) -> list[str]:
    """The rows of the plan: number, form of work, term, performers."""
    return [
        f"{a.number} {a.title.ru} {a.term} {a.performers_printed}" for a in roadmap.file.activities
    ]


def questions(roadmap: Roadmap) -> list[Question]:
    return [q for each in roadmap.file.questionnaires.values() for q in each.questions]


def test_districts_stand_in_the_order_of_the_document(roadmap: Roadmap, document: str) -> None:
    places = [
        document.index(squeeze(f"{number}. {district.name}"))
        for number, district in enumerate(roadmap.districts(), start=1)
    ]
    assert len(places) == 13
    assert places == sorted(places)
    assert roadmap.districts()[-1].name == "Жамбылский район"


def test_schools_are_entrusted_as_in_the_table(roadmap: Roadmap, document: str) -> None:
    """Each row, rebuilt from the pair, is a row of the table word for word."""
    assert [row for row in pairing_rows(roadmap) if squeeze(row) not in document] == []
    pairs = roadmap.file.pairings["mentors"].pairs
    assert [len(pair.mentees) for pair in pairs] == [3, 6, 3, 2, 3, 3, 3, 4, 3, 3, 2, 3, 3]


def test_roster_is_as_large_as_the_passport_says(roadmap: Roadmap) -> None:
    kinds = Counter(organisation.kind for organisation in roadmap.organisations.values())
    assert kinds == {"district": 13, "city-school": 13, "rural-school": 41, "office": 3}
    assert roadmap.file.passport[-1].text == ("13 средних школ г.Петропавловска, 41 МКШ области",)
    rural = [o for o in roadmap.organisations.values() if o.kind == "rural-school"]
    assert {school.attributes["МКШ"] for school in rural} == {"да"}
    pairs = roadmap.file.pairings["mentors"].pairs
    assert {s.key: s.district for s in rural} == {m: p.district for p in pairs for m in p.mentees}


def test_school_names_occur_as_printed(roadmap: Roadmap, document: str) -> None:
    schools = [o for o in roadmap.organisations.values() if o.kind.endswith("-school")]
    assert [s.name for s in schools if squeeze(s.name) not in document] == []


def test_passport_rows_stand_as_printed(roadmap: Roadmap, document: str) -> None:
    assert [row for row in passport_rows(roadmap) if squeeze(row) not in document] == []
    labels = [row.label for row in roadmap.file.passport]
    assert len(labels) == 11
    assert labels.count("Участники проекта") == 2


def test_plan_rows_stand_as_printed(roadmap: Roadmap, document: str) -> None:
    assert [row for row in plan_rows(roadmap) if squeeze(row) not in document] == []
    assert [a.number for a in roadmap.file.activities] == [str(n) for n in range(1, 12)]
    terms = [activity.term for activity in roadmap.file.activities]
    assert (terms[0], terms[4], terms[6]) == ("сентябрь", "октябрь-ноябрь", "ноябрь-март")


def test_order_stands_in_both_spellings(roadmap: Roadmap, document: str) -> None:
    order = roadmap.file.orders["uo-1095"]
    spellings = (order.printed, *order.also_printed)
    assert len(set(spellings)) == 2
    assert all(squeeze(spelling) in document for spelling in spellings)
    assert roadmap.file.orders["assignment"].number == ""
    assert squeeze(roadmap.file.orders["assignment"].also_printed[0]) in document


def test_nothing_of_the_document_is_left_out(roadmap: Roadmap, document: str) -> None:
    """Heading, passport, sentence, table and plan in turn make up the whole document."""
    whole = (
        *roadmap.file.heading,
        "I. ПАСПОРТ ПРОЕКТА",
        *passport_rows(roadmap),
        *roadmap.file.orders["assignment"].also_printed,
        "Школы г.Петропавловска Школы районов",
        *pairing_rows(roadmap),
        "План работы № Форма работы Сроки Исполнители",
        *plan_rows(roadmap),
    )
    assert squeeze("".join(whole)) == document


def test_coordinators_are_named_as_printed(roadmap: Roadmap, document: str) -> None:
    first, second = (roadmap.people[key] for key in roadmap.file.coordinators)
    assert squeeze(f"{first.name} {first.position}") in document
    assert squeeze(f"{second.name}, {second.position}") in document
    assert (first.acting, second.acting) == (False, True)


def test_addresses_are_invented_and_each_is_one_persons(roadmap: Roadmap) -> None:
    people = list(roadmap.people.values())
    assert len(people) == 2 + 13 + 54
    assert len({person.email for person in people}) == len(people)
    assert all(person.email.endswith(".example") for person in people)
    assert roadmap.file.sending.address.endswith(".example")
    assert len({person.phone for person in people}) == len(people)
    assert all(re.fullmatch(r"\+7 7152 00-\d\d-\d\d", person.phone) for person in people)


def test_names_that_are_not_in_the_document_are_not_invented(
    roadmap: Roadmap, document: str
) -> None:
    named = [person for person in roadmap.people.values() if person.name]
    assert len(named) == 2 + 13
    assert all(squeeze(person.name) in document for person in named)
    assert all(person.position for person in roadmap.people.values())


def test_same_names_have_keys_and_labels_of_their_own(roadmap: Roadmap) -> None:
    labels = [o.label for o in roadmap.organisations.values()]
    assert len(labels) == len(set(labels))
    kazan = [o for o in roadmap.organisations.values() if o.label.startswith("Казанская")]
    assert {o.district for o in kazan} == {"ayyrtau", "zhambyl"}
    assert {p.key for p in roadmap.people.values() if p.name.startswith("Ельцова")} == {
        "eltsova-lf",
        "eltsova-ib",
    }
    spellings = [a for o in roadmap.organisations.values() for a in (*o.aliases, o.name)]
    assert len(spellings) == len(set(spellings))


def test_director_reads_letters_in_the_language_of_the_school(roadmap: Roadmap) -> None:
    directors = [p for p in roadmap.people.values() if p.role == "director"]
    languages = {o.key: o.language for o in roadmap.organisations.values()}
    assert all(p.language == languages[p.organisation] for p in directors)
    assert Counter(p.language for p in directors) == {"ru": 41, "kk": 13}


def test_surveys_ask_whom_the_plan_names(roadmap: Roadmap) -> None:
    asked = {key: len(roadmap.respondents(key)) for key in roadmap.file.surveys}
    assert asked == {
        "feedback": 54,
        "needs": 41,
        "possibilities": 13,
        "plans": 13,
        "interim": 54,
        "final": 54,
        "materials": 13,
    }
    invited = roadmap.audience(roadmap.file.meetings["round-table"].audience)
    assert len(invited) == 13 + 54 + 2


def test_collectives_get_their_letters_through_directors(roadmap: Roadmap) -> None:
    assert len(roadmap.members("teaching-staff")) == 54
    assert len(roadmap.members("subject-teachers")) == 54
    assert [p.key for p in roadmap.members("methodists")] == ["eltsova-lf", "cherepanova-ea"]


def test_needs_and_possibilities_ask_about_the_same_areas(roadmap: Roadmap) -> None:
    def choices(questionnaire: str, question: str) -> list[str]:
        asked = roadmap.file.questionnaires[questionnaire].questions
        (found,) = [q for q in asked if q.key == question]
        return [choice.key for choice in found.choices]

    areas = choices("needs", "areas")
    assert areas == choices("possibilities", "areas")
    assert choices("needs", "instruction") == choices("possibilities", "instruction")
    counted = [q.key for q in roadmap.file.questionnaires["needs"].questions]
    assert [f"need-{area}" for area in areas] == [k for k in counted if k.startswith("need-")]


def test_february_and_april_are_two_waves_of_one_questionnaire(roadmap: Roadmap) -> None:
    interim, final = roadmap.file.surveys["interim"], roadmap.file.surveys["final"]
    assert interim.questionnaire == final.questionnaire == "monitoring"
    assert (interim.wave, final.wave, final.previous) == (1, 2, "interim")
    report = roadmap.file.reports["april"]
    assert (report.survey, report.compared_with) == ("final", "interim")


def test_questionnaires_are_sound(roadmap: Roadmap) -> None:
    """Keys are unique, limits name a question asked before, lists are there where they are needed."""
    for questionnaire in roadmap.file.questionnaires.values():
        before: list[str] = []
        for question in questionnaire.questions:
            assert question.key not in before
            assert question.not_above is None or question.not_above in before
            assert bool(question.choices) == (question.kind in ("choice", "several"))
            assert bool(question.zeros) == (question.kind == "scale")
            before.append(question.key)
    scales = [q for q in questions(roadmap) if q.kind == "scale"]
    assert {tuple(zero.key for zero in q.zeros) for q in scales} == {
        ("absent", "unplanned", "not-held")
    }


def test_every_text_for_respondents_is_in_russian_and_in_kazakh(roadmap: Roadmap) -> None:
    file = roadmap.file
    texts: list[Words | None] = [file.title, file.body]
    for questionnaire in file.questionnaires.values():
        texts += [
            questionnaire.title,
            questionnaire.intro,
            *(s.title for s in questionnaire.sections),
        ]
    for question in questions(roadmap):
        texts += [question.text, question.help, question.unit]
        texts += [choice.text for choice in question.choices]
        texts += [zero.text for zero in question.zeros]
    for survey in file.surveys.values():
        texts += [survey.title, survey.purpose]
    for meeting in file.meetings.values():
        texts += [meeting.title, meeting.place, *meeting.agenda]
    for letter in file.announcements.values():
        texts += [letter.title, *letter.text]
    plan = (file.roles, file.pairings, file.stages, file.reports)
    texts += [thing.title for section in plan for thing in section.values()]
    texts += [activity.title for activity in file.activities]
    assert [text.ru for text in texts if text is not None and not (text.ru and text.kk)] == []


def test_days_of_our_own_are_working_days_within_the_terms(
    roadmap: Roadmap, schedule: Schedule
) -> None:
    for key, dated in schedule.surveys.items():
        activity = roadmap.file.surveys[key].activity
        assert activity is not None
        term = schedule.activities[activity]
        assert term.start is not None
        assert term.until is not None
        assert term.start <= dated.opens.day < dated.closes.day <= term.until
        assert schedule.calendar.is_working(dated.opens.day)
        assert schedule.calendar.is_working(dated.closes.day)
    meeting = schedule.meetings["round-table"]
    assert meeting.starts.wall == "2024-04-26T10:00"
    assert meeting.invite.day == date(2024, 4, 12)


def test_no_reminder_comes_on_the_heels_of_the_invitation(schedule: Schedule) -> None:
    for dated in schedule.surveys.values():
        days = [dated.opens.day, *(moment.day for moment in dated.reminders)]
        assert len(days) in (3, 4)
        assert schedule.calendar.count(days[0], days[1]) >= 4
        assert dated.escalation is not None
        assert days[-1] < dated.escalation.day < dated.closes.day


def test_documents_are_ready_before_what_needs_them(schedule: Schedule) -> None:
    assert schedule.reports["matching"].day < schedule.surveys["plans"].opens.day
    assert schedule.reports["february"].day < schedule.surveys["final"].opens.day
    assert schedule.reports["april"].day < schedule.meetings["round-table"].starts.day
    assert schedule.surveys["materials"].closes.day < schedule.reports["volume"].day
    assert schedule.reports["volume"].day < schedule.announcements["thanks"].day


def test_zone_moves_between_february_and_april(schedule: Schedule) -> None:
    """09:00 in Petropavlovsk is 03:00 UTC in February and 04:00 UTC in April of 2024."""
    opened = {key: schedule.surveys[key].opens for key in ("interim", "final")}
    assert [moment.wall for moment in opened.values()] == ["2024-02-01T09:00", "2024-04-01T09:00"]
    assert [moment.at.hour for moment in opened.values()] == [3, 4]


@pytest.mark.parametrize(("code", "severity", "line", "message"), FLAGS)
def test_flag_stands_at_its_line(code: str, severity: str, line: str, message: str) -> None:
    issues = [i for i in raw_issues(inspect_example("gorod-selu")) if i.code == code]
    there = [i for i in issues if line in line_of("gorod-selu", i)]
    assert there, [line_of("gorod-selu", i) for i in issues]
    assert any(message in message_of(i, language="ru") for i in there)
    assert str(severity_of(there[0])) == severity


def test_nothing_else_is_flagged() -> None:
    """Moved days apart, which are information on the engine's own letters."""
    found = Counter(i.code for i in raw_issues(inspect_example("gorod-selu")))
    del found["moved-to-working-day"]
    stages = 2  # both overlaps are declared at the stages
    names = {"same-name": 2, "type-mismatch": 2, "slip": 3, "name-quotes": 2}
    assert found == Counter({code for code, *_ in FLAGS}) | Counter(
        names, **{"stage-overlap": stages}
    )
