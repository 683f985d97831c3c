"""The five real documents: every row, term and responsible of their tables is in the draft."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from vekha.catalogue import severity_of
from vekha.importing.draft import Draft
from vekha.importing.plain import read_text
from vekha.importing.settling import settle
from vekha.importing.surroundings import text_of
from vekha.planning import make_plan

FIVE = ("gorod-selu", "selo-ryadom", "karaganda-progress", "500plus-monitoring", "goryachy-klyuch")
HERE = Path(__file__).parent
Documents = Callable[[str], Draft]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


@pytest.mark.parametrize("name", FIVE)
def test_draft_is_read_by_check_without_errors(document: Documents, name: str) -> None:
    files, issues = settle(document(name))
    plan, found = make_plan({n: text.encode() for n, text in files.items()})
    assert plan is not None
    assert [i for i in found if severity_of(i) == "E"] == []
    assert found == issues


@pytest.mark.parametrize("name", FIVE)
def test_no_word_of_the_document_is_lost(document: Documents, name: str) -> None:
    text = (HERE / "documents" / f"{name}.txt").read_text(encoding="utf-8")
    kept = _words(" ".join(settle(document(name))[0].values()))
    lost = {b.line: _words(text_of(b)) - kept for b in read_text(text)}
    assert {line: words for line, words in lost.items() if words} == {}


@pytest.mark.parametrize("name", FIVE)
def test_the_same_document_gives_the_same_files(document: Documents, name: str) -> None:
    assert settle(document(name)) == settle(document(name))


def test_gorod_selu_plan_has_eleven_rows_word_for_word(document: Documents) -> None:
    draft = document("gorod-selu")
    hand_made = _hand_made_activities()
    assert [a.number for a in draft.activities] == [str(n) for n in range(1, 12)]
    assert [(a.number, a.term, a.performers_printed) for a in draft.activities] == [
        (number, term, printed) for number, term, printed, _ in hand_made
    ]
    assert [a.title for a in draft.activities] == [title for *_, title in hand_made]


def _hand_made_activities() -> list[tuple[str, str, str, str]]:
    folder = HERE.parents[2] / "roadmaps" / "gorod-selu"
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".yaml", ".csv")}
    plan, _ = make_plan(files)
    assert plan is not None
    return [
        (a.number, a.term, a.performers_printed, str(a.title)) for a in plan.roadmap.file.activities
    ]


def test_gorod_selu_pairs_are_those_of_the_hand_made_roadmap(document: Documents) -> None:
    draft = document("gorod-selu")
    (pairing,) = draft.pairings
    assert (pairing.kind, len(pairing.pairs)) == ("mentor", 13)
    names = {o.key: o.name for o in draft.organisations}
    ours = [
        (names[p.district], names[p.mentor], [names[m] for m in p.mentees]) for p in pairing.pairs
    ]
    folder = HERE.parents[2] / "roadmaps" / "gorod-selu"
    files = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".yaml", ".csv")}
    plan, _ = make_plan(files)
    assert plan is not None
    theirs = plan.roadmap
    known = {key: o.name for key, o in theirs.organisations.items()}
    expected = [
        (known[p.district], known[p.mentor], [known[m] for m in p.mentees])
        for p in theirs.file.pairings["mentors"].pairs
    ]
    assert ours == expected
    kinds = Counter(o.kind for o in draft.organisations)
    assert (kinds["district"], kinds["city-school"], kinds["rural-school"]) == (13, 13, 41)


def test_gorod_selu_passport_keeps_both_rows_of_one_label(document: Documents) -> None:
    rows = [(r.label, r.texts) for r in document("gorod-selu").passport]
    assert len(rows) == 11
    assert [text for label, text in rows if label == "Участники проекта"] == [
        ["Методисты ЦМРиИТО, МК и учителя-предметники школ г.Петропавловска и МКШ районов"],
        ["13 средних школ г.Петропавловска, 41 МКШ области"],
    ]
    assert len(dict(rows)["Основные задачи"]) == 3


def test_gorod_selu_people_orders_and_year(document: Documents) -> None:
    draft = document("gorod-selu")
    assert draft.coordinators == ["eltsova-lf", "cherepanova-ea"]
    assert [p.name for p in draft.people if p.acting] == ["Черепанова Е.А."]
    assert sum(p.role == "director" for p in draft.people) == 13
    order = draft.orders[0][1]
    assert (order.number, order.date, order.issuer) == ("1095", "6.10.2023 г.", "УО СКО")
    assert order.also == ["УО СКО Приказ №1095 от 6.10.2023 г"]
    assert (draft.key, draft.period.text) == ("gorod-selu", "2023/2024")
    assert (draft.place.country, draft.place.timezone) == ("KZ", "Asia/Almaty")


def test_gorod_selu_performers_of_a_row_are_people_and_roles(document: Documents) -> None:
    draft = document("gorod-selu")
    titles = {r.key: r.title for r in draft.roles}
    eighth = draft.activities[7].performers
    assert [titles.get(key, key) for key in eighth] == [
        "Педагогические коллективы участников проекта",
        "eltsova-lf",
        "cherepanova-ea",
    ]
    second = draft.activities[1]
    assert (second.performers, second.order) == ([], draft.orders[0][0])


def test_selo_ryadom_has_seven_measures_in_two_stages(document: Documents) -> None:
    draft = document("selo-ryadom")
    assert [(a.number, a.term) for a in draft.activities] == [
        ("1.", "август"),
        ("2.", "август"),
        ("3.", "август"),
        ("4.", "август"),
        ("5.", "17 сентября"),
        ("6.", "Ноябрь, Январь, Февраль, Март, Апрель, Май"),
        ("7.", "Июль 2020г."),
    ]
    assert [s.title for s in draft.stages] == [
        "Подготовительный (организационный) этап",
        "Организация сетевого взаимодействия",
    ]
    first, second = (s.key for s in draft.stages)
    assert [a.stage for a in draft.activities] == [first] * 4 + [second] * 3
    assert (draft.period.text, draft.start) == ("2019-08-01/2020-07-31", "17 сентября 2019 года")
    assert len(draft.activities[5].details) == 12
    assert draft.place.timezone == "Europe/Volgograd"


def test_selo_ryadom_has_six_pairs_of_a_village_and_a_town_school(document: Documents) -> None:
    draft = document("selo-ryadom")
    names = {o.key: o.name for o in draft.organisations}
    (pairing,) = draft.pairings
    assert pairing.kind == "partner"
    assert [(names[p.mentor], [names[m] for m in p.mentees]) for p in pairing.pairs][::5] == [
        (
            "МОУ «Средняя школа № 134 «Дарование» Красноармейского района Волгограда»",
            ["МКОУ «Кленовская средняя школа»"],
        ),
        (
            "МОУ «Средняя школа №54 Советского района Волгограда»",
            ["МКОУ Плотниковская средняя школа"],
        ),
    ]
    assert len(pairing.pairs) == 6
    assert names[pairing.pairs[0].district] == "Жирновский муниципальный район"


def test_goryachy_klyuch_curators_table_and_stages(document: Documents) -> None:
    draft = document("goryachy-klyuch")
    names = {p.key: p.name for p in draft.people}
    assert [(a.term, [names[k] for k in a.performers]) for a in draft.activities[-6:]] == [
        ("04.09 2020г.", ["Морокова Н.В."]),
        ("03.12 2020г.", ["Лебедина Е.В."]),
        ("21.10 2020г. 21.11.2020г.", ["Игнатьева Е.Ю."]),
        ("22.10.2020г.", ["Науменко О.С."]),
        ("26.11.2020г.", []),
        ("5 и 6 ноября 2020", ["Семке А.И."]),
    ]
    assert [(s.title, s.term) for s in draft.stages] == [
        ("I этап подготовительный", "июль 2020 г."),
        ("II этап основной", "сентябрь 2020 г. – декабрь 2020 г."),
        ("III этап заключительный", "январь 2020 г."),
    ]
    assert [(o.number, o.date) for _, o in draft.orders] == [
        ("266", "29.07.2020"),
        ("281", "05.08.2020"),
    ]
    assert {a.stage for a in draft.activities[-6:]} == {""}
    assert draft.coordinators == ["dunskaya-yua"]


def test_goryachy_klyuch_one_person_in_several_cases_is_one(document: Documents) -> None:
    people = {p.name: p for p in document("goryachy-klyuch").people}
    assert people["Дунская Ю.А."].written == ["Ю.А. Дунской"]
    assert people["Игнатьева Е.Ю."].written == ["Игнатъева Е.Ю."]
    assert sum(name.endswith("Ю.А.") for name in people) == 1


def test_goryachy_klyuch_schools_know_their_curators(document: Documents) -> None:
    draft = document("goryachy-klyuch")
    names = {o.key: o.short or o.name for o in draft.organisations}
    people = {p.key: p.name for p in draft.people}
    (pairing,) = draft.pairings
    curated = {people[p.mentor]: [names[key] for key in p.mentees] for p in pairing.pairs}
    assert curated["Игнатьева Е.Ю."] == ["СОШ № 1 им. Косинова И.Ф.", "СОШ № 3"]
    assert sum(map(len, curated.values())) == 13


def test_goryachy_klyuch_list_of_measures_has_forty_items(document: Documents) -> None:
    draft = document("goryachy-klyuch")
    numbers = [a.number for a in draft.activities if a.number[0].isdigit() and a.line < 200]
    assert len(numbers) == 40
    assert (numbers[0], numbers[15], numbers[-1]) == ("2.1.1", "2.1.16", "8.2.3")
    assert [a.stage for a in draft.activities[:6]] == [
        *["etap-podgotovitelnyy"] * 4,
        *["ii-etap-osnovnoy"] * 2,
    ]


def test_karaganda_districts_carry_their_figures(document: Documents) -> None:
    draft = document("karaganda-progress")
    districts = [o for o in draft.organisations if o.kind == "district"]
    assert sum(int(o.attributes["Всего школ"]) for o in districts) == 303
    assert sum(int(o.attributes["Из них МКШ"]) for o in districts) == 211
    third = districts[2]
    assert (third.short, third.aliases) == ("Бұхаржырауский", ["Бухаржырауский район"])
    assert [(o.number, o.date) for _, o in draft.orders] == [("499", "18.10.2019г")]
    assert draft.period.text == "2020/2021"


def test_karaganda_tells_its_events_in_prose(document: Documents) -> None:
    told = [(a.number, a.term) for a in document("karaganda-progress").activities]
    assert told == [
        ("1", "первого полугодия 2020-2021 учебного года"),
        ("2", "не указан"),  # the fair of ideas was held, the text says not when
        ("3", "не указан"),
        ("4", "декабрь, 2020г"),
        ("5", "февраль,2021г"),
        ("4", "В февраля месяце текущего года"),
        ("5", "в апреле месяце"),
        ("7", "с марта по июнь месяцы"),
        ("8", "в мае месяце текущего года"),
    ]


def test_500plus_tells_its_events_in_prose(document: Documents) -> None:
    draft = document("500plus-monitoring")
    assert [o.name for o in draft.organisations] == [
        "МБОУ «Заринская СОШ им. М. А. Аверина»",
        "МБОУ «Тарасовская СОШ»",
        "МБОУ «Промышленновская СОШ № 56»",
        "МБОУ «Плотниковская ООШ»",
        "Управление образования администрации Промышленновского муниципального округа",
    ]
    assert (draft.period.text, draft.place.timezone) == ("2021", "Asia/Novokuznetsk")
    assert [(a.term, a.performers_printed[:20]) for a in draft.activities] == [
        ("9 марта 2021 года", "школьные кураторы"),
        ("В марте и апреле 2021 года", "Управлением образова"),
        ("18-19 марта и 13-14 апреля 2021 года", ""),
        ("23 марта", ""),
    ]
    assert [a.title for a in draft.activities[2:]] == [
        "В общеобразовательных организациях – участниках проекта адресной методической помощи 500+ "
        "проведены выездные методические дни",
        "Проведена консультация с руководителями общеобразовательных организаций – участников "
        "проекта адресной методической помощи 500+",
    ]
    assert all("прочитано из текста, строка" in a.number_note for a in draft.activities)


@pytest.mark.parametrize("name", FIVE)
def test_keys_are_unique_and_tables_are_whole(document: Documents, name: str) -> None:
    files, _ = settle(document(name))
    for table in ("organisations.csv", "people.csv"):
        rows = list(csv.reader(files[table].splitlines(), delimiter=";"))
        assert len({len(row) for row in rows}) == 1
        keys = [row[0] for row in rows]
        assert len(keys) == len(set(keys))
