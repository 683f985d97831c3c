"""People, organisations, orders, stages and periods in texts."""

from __future__ import annotations

from datetime import date

import pytest

from vekha.importing.keys import Keys, slug
from vekha.importing.orders import find_orders
from vekha.importing.organisations import (
    find_organisations,
    nominative_district,
    split_organisations,
)
from vekha.importing.pairings import find_curated
from vekha.importing.periods import find_period
from vekha.importing.persons import find_persons, same_person
from vekha.importing.stages import find_stage
from vekha.terms import read_period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ельцова Л.Ф. методист ЦМРиИТО,", [("Ельцова Л.Ф.", "методист ЦМРиИТО")]),
        (
            "Черепанова Е.А., и.о. заведующая МК отдела",
            [("Черепанова Е.А.", "и.о. заведующая МК отдела")],
        ),
        ("Зам. директора по УВР Иванова А.А.", [("Иванова А.А.", "Зам. директора по УВР")]),
        ("Н.О. Яковлева, руководитель центра", [("Яковлева Н.О.", "руководитель центра")]),
        ("Директор Сидоров Пётр Иванович", [("Сидоров Пётр Иванович", "Директор")]),
        ("Мәкен Е.З., Жұмабаев Қ.Ә.", [("Мәкен Е.З.", ""), ("Жұмабаев Қ.Ә.", "")]),
        ("Педагогические коллективы Ельцова Л.Ф.", [("Ельцова Л.Ф.", "")]),
        ("СОШ им. М. А. Аверина, Район М.Жумабаева, ОШ имени С.Муканова", []),
    ],
)
def test_people_and_their_positions(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.position) for p in find_persons(text)] == expected


def test_one_name_in_two_cases_is_one_person() -> None:
    assert same_person(("Дунская", "Ю.А."), ("Дунской", "Ю.А."))
    assert same_person(("Игнатьева", "Е.Ю."), ("Игнатъева", "Е.Ю."))
    assert not same_person(("Ельцова", "Л.Ф."), ("Ельцова", "И.Б."))
    assert not same_person(("Иванов", "А.А."), ("Петров", "А.А."))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("КГУ «Школа-лицей «Дарын» (Мәкен Е.З.)", ["КГУ «Школа-лицей «Дарын»"]),
        ("МОУ ««Гимназия №17 района» (в город)", ["МОУ ««Гимназия №17 района»"]),
        ("КГУ«Подгорненская школа»", ["КГУ«Подгорненская школа»"]),
        (
            "МБОУ «Лицей № 1» и МБОУ СОШ № 1 им. Косинова И.Ф., МБОУ ООШ № 5)",
            ["МБОУ «Лицей № 1»", "МБОУ СОШ № 1 им. Косинова И.Ф.", "МБОУ ООШ № 5"],
        ),
        ("«Ауыл мектебі» КММ директоры", ["«Ауыл мектебі» КММ"]),
        ("в проекте «Сельская школа» участвуют", []),
    ],
)
def test_organisations_in_quotes_of_every_kind(text: str, names: list[str]) -> None:
    assert [m.name for m in find_organisations(text)] == names


def test_organisation_is_told_from_the_district_behind_it() -> None:
    (found,) = find_organisations(
        "МКОУ Плотниковская средняя школа Даниловского муниципального района"
    )
    assert (found.name, nominative_district(found.district)) == (
        "МКОУ Плотниковская средняя школа",
        "Даниловский муниципальный район",
    )


def test_cell_of_schools_is_split_at_legal_forms_or_lines() -> None:
    assert split_organisations('КГУ "А" КГУ«Б» КГУ В СШ') == ['КГУ "А"', "КГУ«Б»", "КГУ В СШ"]
    assert split_organisations("1. Аксёновская СШ\n2. Майская ОШ; Уялинская СШ") == [
        "Аксёновская СШ",
        "Майская ОШ",
        "Уялинская СШ",
    ]


@pytest.mark.parametrize(
    ("text", "issuer", "number", "day"),
    [
        ("Приказ УО СКО №1095 от 6.10.2023 г.", "УО СКО", "1095", "6.10.2023 г."),
        ("УО СКО Приказ №1095 от 6.10.2023 г", "УО СКО", "1095", "6.10.2023 г"),
        ("школы (приказ УО 18.10.2019г № 499). С целью", "УО", "499", "18.10.2019г"),
        (
            "приказом Минобрнауки от 29.01.2021 года № 106, округ",
            "Минобрнауки",
            "106",
            "29.01.2021 года",
        ),
        ("Постановление от 12 мая 2021 года № 345-П", "", "345-П", "12 мая 2021 года"),
        ("2023 жылғы 6 қазандағы № 12 бұйрығы", "", "12", "2023 жылғы 6 қазандағы"),
    ],
)
def test_orders_by_number_and_date(text: str, issuer: str, number: str, day: str) -> None:
    (order,) = find_orders(text, line=1)
    assert (order.issuer, order.number, order.date) == (issuer, number, day)
    assert order.printed in text


def test_order_without_a_number_is_known_only_when_referred_to() -> None:
    (order,) = find_orders("согласно приказу о закреплении школ за районом:", line=1)
    assert order.printed == "Приказ о закреплении школ за районом"
    assert find_orders("Издание приказа о создании рабочей группы", line=1) == []


def test_curators_of_numbered_schools() -> None:
    found = find_curated(
        "сгруппированы: ОО № 1 и 3 – куратор Иванова Е.Ю.; ОО №№ 4, 5 – Семке А.И."
    )
    assert [(c.schools, c.person.name) for c in found] == [
        (("ОО № 1", "ОО № 3"), "Иванова Е.Ю."),
        (("ОО № 4", "ОО № 5"), "Семке А.И."),
    ]


@pytest.mark.parametrize(
    ("text", "title", "term"),
    [
        ("I этап подготовительный (июль 2020 г.):", "I этап подготовительный", "июль 2020 г."),
        (
            "Этап 1. Подготовительный (август – сентябрь 2021 г.)",
            "Этап 1. Подготовительный",
            "август – сентябрь 2021 г.",
        ),
        (
            "Основной этап: октябрь 2021 - март 2022 г.",
            "Основной этап",
            "октябрь 2021 - март 2022 г.",
        ),
        ("1 кезең – дайындық", "1 кезең – дайындық", ""),
    ],
)
def test_stage_in_a_line_of_text(text: str, title: str, term: str) -> None:
    period = read_period("2020-2022")
    assert period is not None
    found = find_stage(text, line=1, period=period)
    assert found is not None
    assert (found.title, found.term) == (title, term)


def test_line_that_only_mentions_a_stage_is_none() -> None:
    period = read_period("2021")
    assert period is not None
    assert (
        find_stage("На втором этапе конкурса жюри оценивает работы.", line=1, period=period) is None
    )


@pytest.mark.parametrize(
    ("headings", "passport", "plan", "texts", "expected"),
    [
        (["План на 2023-2024 учебный год"], [], [], [], "2023/2024"),
        (["План на 2022-2027 годы"], [], [], [], "2022-2027"),
        (["(сентябрь 2022 г. - май 2024 г.)"], [], [], [], "2022-09-01/2024-05-31"),
        ([], ["II полугодие 2020 года."], [], ["2020-2021 учебный год"], "2020-07-01/2020-12-31"),
        ([], ["постоянно"], ["сентябрь", "ноябрь-март", "май"], ["№1 от 6.10.2023 г."], "2023/2024"),
        ([], [], ["август", "17 сентября", "Июль 2020г."], ["2020-2021 учебный год"],
         "2019-08-01/2020-07-31"),
        ([], [], ["15.02.2021", "июнь", "ноябрь"], [], "2021"),
        ([], [], [], ["по итогам 2020-2021 учебного года", "декабрь, 2020г"], "2020/2021"),
        ([], [], ["2024 жылғы қыркүйек", "мамыр"], [], "2024/2025"),
        ([], [], ["май"], ["без года"], "2026/2027"),
    ],
)  # fmt: skip
def test_period_by_the_strongest_evidence(
    headings: list[str], passport: list[str], plan: list[str], texts: list[str], expected: str
) -> None:
    found = find_period(headings, passport, [], plan, [*texts, *plan], today=date(2026, 11, 23))
    assert found.text == expected
    assert found.stated == (expected != "2026/2027")


def test_keys_are_latin_and_unique() -> None:
    keys = Keys()
    assert slug("КГУ «Средняя школа № 25»") == "kgu-srednyaya-shkola-25"
    assert [keys.take("Қазан мектебі", otherwise="x") for _ in range(2)] == [
        "qazan-mektebi",
        "qazan-mektebi-2",
    ]
    assert keys.take("«»", otherwise="activity") == "activity"
