"""Each check of a programme: the smallest roadmap that triggers it, and its neighbour that does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from vekha.catalogue import message_of, severity_of
from vekha.issues import Issue
from vekha.planning import inspect, make_plan

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]
Changes = tuple[tuple[str, str], ...]

SCHOOLS = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;city-school;north
lyceum;Городской лицей № 2;city-school;north
village;Сельская школа Берёзовка;rural-school;north
"""
STEPPE = "steppe;Сельская школа Степная;rural-school;north\n"
LAKE = "lake;Сельская школа Озёрная;rural-school;north\n"
FOREST = "forest;Сельская школа Лесная;rural-school;north\n"
PAIR = "        mentees: [village]\n"
SECOND_PAIR = PAIR + "      - district: north\n        mentor: lyceum\n        mentees: [{}]\n"
TERM = "    term: октябрь\n"
PERFORMERS = "    performers: [directors]\n"


@dataclass(frozen=True)
class Case:
    """A roadmap with the finding, how severe it is and what it says, and its neighbour without."""

    code: str
    severity: str
    says: str
    changes: Changes = ()
    neighbour: Changes = ()
    append: str = ""
    neighbour_append: str = ""
    organisations: str = SCHOOLS
    neighbour_organisations: str = SCHOOLS
    path: str = field(default="")


CASES = {
    "passport label twice": Case(
        "duplicate-passport-label", "W", "«Участники» стоит дважды",
        append="passport:\n  - Участники: учителя\n  - Участники: 13 школ\n",
        neighbour_append="passport:\n  - Участники: учителя\n  - Участники: учителя\n",
        path="passport[1]",
    ),
    "passport without an end": Case(
        "passport-term-open", "I", "срок «постоянно», а мероприятия идут с 01.10.2023 по 31.10.2023",
        append="passport:\n  - Сроки реализации: постоянно\n",
        neighbour_append="passport:\n  - Сроки реализации: сентябрь 2023 - май 2024\n",
        path="passport[0]",
    ),
    "stages that overlap": Case(
        "stage-overlap", "W", "«Работа» (ноябрь-май) совмещён с этапом «Осень» (сентябрь-ноябрь)",
        changes=(("    term: декабрь-май\n", "    term: ноябрь-май\n"),),
        neighbour=(("    term: декабрь-май\n", "    term: ноябрь-май\n    overlaps: [autumn]\n"),),
        path="stages.spring",
    ),
    "order younger than the activity": Case(
        "order-after-activity", "W", "издан позже: 06.11.2023",
        changes=((PERFORMERS, f"{PERFORMERS}    order: main\n"),),
        neighbour=((PERFORMERS, f"{PERFORMERS}    order: main\n"),),
        append="orders:\n  main: {printed: Приказ № 5, date: 6.11.2023}\n",
        neighbour_append="orders:\n  main: {printed: Приказ № 5, date: 6.10.2023}\n",
        path="activities[0].term",
    ),
    "basis younger than the activity": Case(
        "order-after-activity", "W", "«Приказ № 5 от 6.11.2023» издан позже",
        append="orders:\n  main: {printed: Приказ № 5 от 6.11.2023, date: 6.11.2023}\n"
        "passport:\n  - Основание: Приказ № 5 от 6.11.2023\n",
        neighbour_append="orders:\n  main: {printed: Приказ № 5 от 6.11.2023, date: 6.11.2023}\n",
        path="activities[0].term",
    ),
    "order as a performer": Case(
        "performer-not-a-person", "W", "назван документ, а не человек: «УО Приказ №5»",
        changes=((PERFORMERS, "    performers_printed: УО Приказ №5\n"),),
        neighbour=((PERFORMERS, "    performers_printed: Директор школы №5\n"),),
        path="activities[0].performers_printed",
    ),
    "day after the period": Case(
        "outside-period", "W", "01.10.2024 лежит вне периода программы 2023/2024",
        changes=((TERM, "    term: 1 октября 2024 года\n"), ("    stage: autumn\n", "")),
        neighbour=((TERM, "    term: 28-29 августа 2024 года\n"), ("    stage: autumn\n", "")),
        path="activities[0].term",
    ),
    "day before the period": Case(
        "outside-period", "W", "31.07.2023 лежит вне",
        changes=((TERM, "    term: 31 июля 2023 года\n"), ("    stage: autumn\n", "")),
        neighbour=((TERM, "    term: 1 августа 2023 года\n"), ("    stage: autumn\n", "")),
        path="activities[0].term",
    ),
    "school entrusted twice": Case(
        "mentee-twice", "E", "закреплена дважды: за «Городская гимназия № 1» и за «Городской лицей № 2»",
        changes=((PAIR, SECOND_PAIR.format("village")),),
        neighbour=((PAIR, SECOND_PAIR.format("steppe")),),
        neighbour_organisations=SCHOOLS + STEPPE,
        path="pairings.mentors.pairs[1].mentees[0]",
    ),
    "school entrusted to nobody": Case(
        "mentee-missing", "W", "«Сельская школа Степная» ни за кем не закреплена",
        organisations=SCHOOLS + STEPPE,
        neighbour=((PAIR, "        mentees: [village, steppe]\n"),),
        neighbour_organisations=SCHOOLS + STEPPE,
        path="pairings.mentors",
    ),
    "load twice as heavy": Case(
        "uneven-load", "I", "от 1 до 2 школ на наставника («Городская гимназия № 1»: 2)",
        changes=((PAIR, SECOND_PAIR.format("lake").replace("[village]", "[village, steppe]")),),
        organisations=SCHOOLS + STEPPE + LAKE,
        neighbour=((PAIR, SECOND_PAIR.format("lake, forest").replace("[village]", "[village, steppe]")),),
        neighbour_organisations=SCHOOLS + STEPPE + LAKE + FOREST,
        path="pairings.mentors",
    ),
    "names that differ in the kind of school": Case(
        "same-name", "W", "Похожие названия",
        organisations=SCHOOLS + "steppe;КГУ «Сельская Берёзовка» ОШ;rural-school;north\n",
        changes=((PAIR, "        mentees: [village, steppe]\n"),),
        neighbour=((PAIR, "        mentees: [village, steppe]\n"),),
        neighbour_organisations=SCHOOLS + STEPPE,
        path="steppe",
    ),
    "acknowledgement of nothing": Case(
        "acknowledged-nothing", "W", "«stage-overlap», которого больше нет",
        append="acknowledged:\n  - {code: stage-overlap, reason: так задумано}\n",
        changes=(),
        neighbour=(("    term: декабрь-май\n", "    term: ноябрь-май\n"),),
        neighbour_append="acknowledged:\n  - {code: stage-overlap, reason: так задумано}\n",
        path="acknowledged[0]",
    ),
}  # fmt: skip


@pytest.fixture(params=list(CASES), ids=lambda name: name.replace(" ", "-"))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def test_check_finds(case: Case, small: Small, find: Find) -> None:
    files = small(*case.changes, append=case.append, organisations=case.organisations)
    found = find(files, case.code)
    assert found, [i.code for i in make_plan(files)[1]]
    assert found[0].path == case.path
    assert str(severity_of(found[0])) == case.severity
    assert case.says in message_of(found[0], language="ru")
    assert found[0].place.line > 0


def test_check_leaves_the_neighbour_alone(case: Case, small: Small, find: Find) -> None:
    files = small(
        *case.neighbour,
        append=case.neighbour_append,
        organisations=case.neighbour_organisations,
    )
    assert find(files, case.code) == []
    assert make_plan(files)[0] is not None


def test_terms_without_a_year_take_that_of_the_period(small: Small, find: Find) -> None:
    (issue,) = find(small(), "no-year")
    assert message_of(issue, language="ru") == "В сроках нет года; взят период 2023/2024."
    dated = small(
        (TERM, "    term: октябрь 2023\n"),
        ("    term: сентябрь-ноябрь\n", "    term: сентябрь-ноябрь 2023\n"),
        ("    term: декабрь-май\n", "    term: декабрь 2023 - май 2024\n"),
    )
    assert find(dated, "no-year") == []


def test_warning_that_is_acknowledged_is_kept_aside_with_its_reason(small: Small) -> None:
    files = small(
        ("    term: декабрь-май\n", "    term: ноябрь-май\n"),
        append="acknowledged:\n  - {code: stage-overlap, path: stages.spring, reason: так задумано}\n",
    )
    found = inspect(files)
    assert found.plan is not None
    assert [(issue.code, reason) for issue, reason in found.acknowledged] == [
        ("stage-overlap", "так задумано")
    ]
    assert not [i for i in found.issues if i.code == "stage-overlap"]


def test_acknowledgement_of_another_place_leaves_the_warning(small: Small, find: Find) -> None:
    files = small(
        ("    term: декабрь-май\n", "    term: ноябрь-май\n"),
        append="acknowledged:\n  - {code: stage-overlap, path: stages.autumn, reason: нет}\n",
    )
    assert len(find(files, "stage-overlap")) == 1
    assert len(find(files, "acknowledged-nothing")) == 1


def test_structural_error_cannot_be_acknowledged(small: Small) -> None:
    files = small(
        ("mentor: city", "mentor: nobody"),
        append="acknowledged:\n  - {code: unknown-organisation, reason: потом}\n",
    )
    assert inspect(files).plan is None


def test_schools_that_differ_in_their_number_are_not_alike(small: Small, find: Find) -> None:
    rows = "".join(
        f"s{n};Средняя школа № {n} города Петропавловска;city-school;north\n" for n in (12, 13, 112)
    )
    assert find(small(organisations=SCHOOLS + rows), "same-name") == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("КГУ «Казанская ОШ»", 'КГУ "Казанская средняя школа"', True),
        ("Новорождественская школа", "Новорождественская  СШ", True),
        ("Новорождественская школа", "Новорождествинская школа", True),
        ("Ильинская школа", "Ильинка школа", False),
        ("Школа № 5 имени Абая", "Лицей № 5 им. Абая", True),
    ],
)
def test_names_are_compared_without_kind_quotes_and_slips(
    small: Small, find: Find, one: str, other: str, *, alike: bool
) -> None:
    quoted = other.replace('"', '""')
    rows = f'one;{one};office;\nother;"{quoted}";office;\n'
    found = find(small(organisations=SCHOOLS + rows), "same-name")
    assert bool(found) is alike
