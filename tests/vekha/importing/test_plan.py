"""Tables of activities in many wordings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vekha.importing.blocks import Cell, Row, Table
from vekha.importing.columns import Column, kind_of, plan_columns
from vekha.importing.draft import Draft
from vekha.importing.plan_rows import PlanRow, SectionRow, gather_rows
from vekha.importing.plan_table import find_header, read_rows
from vekha.terms import read_period

Drafts = Callable[[str], Draft]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Column.NUMBER, ["№", "№ п/п", "N п/п", "№пп", "N", "Номер строки", "Р/с№", "р/с\n№"]),
        (
            Column.MEASURE,
            ["Мероприятие", "Мероприятия", "Наименование мероприятий", "Форма работы", "Дела",
             "Дела, события, мероприятия", "Содержание работы", "Тема недели", "ДЕЙСТВИЕ", "ӘРЕКЕТ",
             "Содержание деятельности и примерный план мероприятий", "Іс-шаралар", "Меропри-\nятия"],
        ),
        (
            Column.TERM,
            ["Срок", "Сроки исполнения", "Срок выполнения", "Сроки реализации", "Сроки проведения",
             "Дата", "Дата проведения", "Время", "Время проведения", "Когда передает информацию",
             "Ориентировочное время проведения", "МЕРЗІМ", "Орындау мерзімі", "Сроки испол-\nнения"],
        ),
        (
            Column.RESPONSIBLE,
            ["Ответственный", "Ответственные", "Ответственный исполнитель", "Исполнители",
             "Соисполнители", "Ответственные за исполнение", "Ответственные за проведение",
             "Ф.И.О. куратора", "Жауаптылар", "Орындауға жауаптылар", "Ответ-\nственные"],
        ),
        (
            Column.RESULT,
            ["Результат", "Результат. Вид документа", "Ожидаемый результат", "Предполагаемый результат",
             "Результат мероприятия", "Итоговый документ", "Форма завершения", "Аяқталу нысаны",
             "Күтілетін нәтиже"],
        ),
        (Column.MARK, ["Отметка о выполнении", "МОЙ СТАТУС", "КҮЙІ"]),
        (Column.OTHER, ["Классы", "Возраст", "Место проведения", "Сумма (тыс. рублей)"]),
    ],
)  # fmt: skip
def test_column_is_known_by_its_name(kind: Column, names: list[str]) -> None:
    assert {name: kind_of(name) for name in names} == dict.fromkeys(names, kind)


def test_figures_and_schools_are_no_plan() -> None:
    assert plan_columns(["№", "районы", "Всего школ", "Из них МКШ"]) is None
    assert plan_columns(["Школы г.Петропавловска", "Школы районов"]) is None


def test_rows_that_number_or_repeat_the_columns_are_skipped(draft_of: Drafts) -> None:
    head = "№\tМероприятие\tСрок\n"
    draft = draft_of(
        f"План на 2023-2024 учебный год\n\n{head}1\t2\t3\n1\tСеминар\tмай\n{head}2\tОтчёт\tиюнь"
    )
    assert [(a.number, a.title, a.term) for a in draft.activities] == [
        ("1", "Семинар", "май"),
        ("2", "Отчёт", "июнь"),
    ]


def test_row_over_the_whole_width_is_the_stage_of_the_rows_below(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2021 год\n\n№\tМероприятие\tСрок\n\tI. Организация (январь-март)\t\n1\tСеминар\tмарт\n"
        "II. Итоги\n2\tОтчёт\tмай\n3\tКонференция\tиюнь\n"
    )
    assert [(s.title, s.term) for s in draft.stages] == [
        ("I. Организация", "январь-март"),
        ("II. Итоги", "2021-05-01/2021-06-30"),
    ]
    assert [a.stage for a in draft.activities] == ["organizatsiya", "ii-itogi", "ii-itogi"]


def test_row_broken_by_a_page_is_whole_again(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2021 год\n\n№\tМероприятие\tСрок\tИсполнители\n1\tПроектирование\tмай\tМК\n\n"
        "\tГородских школ\t\tПетропавловска\n2\tОтчёт\tиюнь\tЦентр\n"
    )
    assert [(a.title, a.performers_printed) for a in draft.activities] == [
        ("Проектирование Городских школ", "МК Петропавловска"),
        ("Отчёт", "Центр"),
    ]


def test_amendment_note_and_total_stay_remarks(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2021 год\n\n№\tМероприятие\tСрок\n1\tСеминар\tмай\n"
        "\t(Позиция в редакции, введенной в действие приказом)\t\n\tИтого мероприятий: 1\t-\n"
    )
    assert [a.title for a in draft.activities] == ["Семинар"]
    assert len([r for r in draft.remarks if not r.understood]) == 2


def _table(*rows: tuple[Cell, ...]) -> list[PlanRow | SectionRow]:
    table = Table(tuple(Row(cells, line) for line, cells in enumerate(rows, start=1)))
    header = find_header(table)
    assert header is not None
    period = read_period("2021")
    assert period is not None
    found = gather_rows(read_rows(table, header), header, period=period)
    return [row for row in found if isinstance(row, PlanRow | SectionRow)]


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def test_measure_over_several_rows_is_an_activity_for_each_term() -> None:
    rows = _table(
        _cells("№", "Мероприятие", "Срок", "Ответственный"),
        (Cell("1", rows=2), Cell("Вебинар", rows=2), Cell("май"), Cell("ЦРО", rows=2)),
        (Cell("октябрь"),),
    )
    assert [(r.title, r.term, r.responsible) for r in rows if isinstance(r, PlanRow)] == [
        ("Вебинар", "май", "ЦРО"),
        ("Вебинар", "октябрь", "ЦРО"),
    ]


def test_term_over_several_rows_is_the_term_of_each() -> None:
    rows = _table(
        _cells("№", "Мероприятие", "Срок"),
        (Cell("1"), Cell("Вебинар"), Cell("май", rows=2)),
        (Cell("2"), Cell("Опрос")),
    )
    assert [r.term for r in rows if isinstance(r, PlanRow)] == ["май", "май"]


def test_signs_under_quarters_become_the_quarters() -> None:
    rows = _table(
        (Cell("№", rows=2), Cell("Мероприятие", rows=2), Cell("Сроки", columns=4)),
        _cells("I квартал", "II квартал", "III квартал", "IV квартал"),
        _cells("1", "Семинар", "+", "", "+", ""),
        _cells("2", "Отчёт", "", "", "", "25 декабря"),
    )
    assert [r.term for r in rows if isinstance(r, PlanRow)] == [
        "I квартал; III квартал",
        "25 декабря",
    ]


def test_month_and_day_in_two_columns_are_one_term() -> None:
    rows = _table(
        _cells("Месяц", "Дата", "Мероприятие"),
        (Cell("Сентябрь", rows=2), Cell("1"), Cell("День знаний")),
        (Cell("15"), Cell("Субботник")),
    )
    assert [r.term for r in rows if isinstance(r, PlanRow)] == ["1 Сентябрь", "15 Сентябрь"]


def test_stage_column_gives_the_stages() -> None:
    rows = _table(
        _cells("Наименование этапа", "Мероприятия", "Срок"),
        (Cell("Подготовительный", rows=2), Cell("Приказ"), Cell("май")),
        (Cell("Опрос"), Cell("июнь")),
        _cells("Основной", "Семинар", "июль"),
    )
    assert [r.title for r in rows] == ["Подготовительный", "Приказ", "Опрос", "Основной", "Семинар"]


def test_week_under_a_month_gets_the_month(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2023-2024 учебный год\n\n№\tДела\tДата\tОтветственные\n\tСентябрь\t\t\n"
        "1\tНеделя безопасности\t1 неделя\tзавуч\n"
    )
    (activity,) = draft.activities
    assert activity.term == "1 неделя сентября"
    assert "«1 неделя»" in activity.term_note


def test_missing_term_is_marked_for_replacement(draft_of: Drafts) -> None:
    draft = draft_of("План на 2021 год\n\n№\tМероприятие\tСрок\n1\tСеминар\t\n2\tОтчёт\tмай")
    assert (draft.activities[0].term, draft.activities[0].term_note[:8]) == (
        "не указан",
        "ЗАМЕНИТЕ",
    )


def test_items_of_an_order_are_activities(draft_of: Drafts) -> None:
    draft = draft_of(
        "План на 2021 год\n\n1. Провести совещание директоров. Срок: до 15 сентября 2021 г. "
        "Ответственный: Петров П.П., методист.\n2. Подготовить приказ\nСрок: октябрь\n"
        "Ответственные: Сидорова А.А.\n"
    )
    assert [(a.number, a.title, a.term, a.performers_printed) for a in draft.activities] == [
        ("1", "Провести совещание директоров", "до 15 сентября 2021 г.", "Петров П.П., методист"),
        ("2", "Подготовить приказ", "октябрь", "Сидорова А.А."),
    ]


def test_kazakh_plan_is_read(draft_of: Drafts) -> None:
    draft = draft_of(
        "«Ауыл мектебі» жобасының іс-шаралар жоспары\n2024-2025 оқу жылы\n\n"
        "Р/с №\tІс-шаралар\tОрындау мерзімі\tЖауапты орындаушылар\tАяқталу нысаны\n"
        "1\tЖұмыс тобын құру\tқыркүйек\tБілім бөлімі, Ахметов Б.С.\tБұйрық\n"
        "2\tЕсеп\t2025 жылғы 25 мамырға дейін\tМектеп директорлары\tЕсеп\n"
    )
    assert [(a.title, a.term, a.result) for a in draft.activities] == [
        ("Жұмыс тобын құру", "қыркүйек", "Бұйрық"),
        ("Есеп", "2025 жылғы 25 мамырға дейін", "Есеп"),
    ]
    assert (draft.place.language, draft.period.text) == ("kk", "2024/2025")


def test_columns_aligned_over_pages_keep_sections_and_broken_terms(draft_of: Drafts) -> None:
    draft = draft_of(
        "     ДОРОЖНАЯ КАРТА\n  на 2022/2023 учебный год\n\n"
        " №    Мероприятие                        Срок              Ответственный\n"
        " п/п\n"
        " 1    2                                  3                 4\n"
        "                  Раздел 1. Работа с педагогами\n"
        " 1.1  Диагностика профессиональных       сентябрь-         Методисты РМК\n"
        "      дефицитов                          октябрь 2022 г.\n"
        "                  Раздел 2. Контроль\n"
        " 2.1  Посещение уроков                   ежемесячно до     Ахметова С.К.,\n"
        "                                         5 числа           заместители\n"
        "                                                           директоров\n"
        "\f\n"
        " 2.2  Итоговое совещание                 28 мая 2023 г.    Отдел образования\n\n"
        "Исполнитель: Ким А.А., тел. 00-00\n"
    )
    assert [(a.number, a.title, a.term) for a in draft.activities] == [
        ("1.1", "Диагностика профессиональных дефицитов", "сентябрь-октябрь 2022 г."),
        ("2.1", "Посещение уроков", "ежемесячно до 5 числа"),
        ("2.2", "Итоговое совещание", "28 мая 2023 г."),
    ]
    assert [s.title for s in draft.stages] == [
        "Раздел 1. Работа с педагогами",
        "Раздел 2. Контроль",
    ]
    roles = {r.key: r.title for r in draft.roles}
    assert [roles.get(k, k) for k in draft.activities[1].performers] == [
        "akhmetova-sk",
        "заместители директоров",
    ]


def test_kazakh_passport_and_mentors_are_two_tables(draft_of: Drafts) -> None:
    draft = draft_of(
        "Облыстың білім басқармасы\n\n«Қала – ауылға» жобасының жол картасы\n\n"
        "Жобаның атауы\t«Қала – ауылға»\nІске асыру мерзімі\t2023-2024 оқу жылы\n"
        "Үйлестіруші\tЕльцова Л.Ф., әдіскер\n\nҚала мектептері\tАуыл мектептері\n"
        "1. Айыртау ауданы «№ 25 орта мектеп» КММ (Касенова Б.Ж.)\t"
        "«Аксенов орта мектебі» КММ «Қазан орта мектебі» КММ\n"
        "2. Ақжар ауданы «Дарын» КММ (Мәкен Е.З.)\t«Майское» КММ\n"
    )
    names = {o.key: o.name for o in draft.organisations}
    (pairing,) = draft.pairings
    assert [(names[p.district], names[p.mentor], len(p.mentees)) for p in pairing.pairs] == [
        ("Айыртау ауданы", "«№ 25 орта мектеп» КММ", 2),
        ("Ақжар ауданы", "«Дарын» КММ", 1),
    ]
    assert len(draft.passport) == 3
    assert draft.coordinators == ["eltsova-lf"]
    assert draft.body == "Облыстың білім басқармасы"


def test_table_of_curators_and_schools_is_a_pairing_of_people(draft_of: Drafts) -> None:
    draft = draft_of(
        "План-график\n\nШкола\tКуратор\tДата выезда\nМБОУ СОШ № 1\tИванов И.И.\t12.10.2021\n"
        "МБОУ СОШ № 2\tПетрова П.П.\t19.10.2021\n"
    )
    (pairing,) = draft.pairings
    assert (pairing.kind, [p.mentor for p in pairing.pairs]) == (
        "curator",
        ["ivanov-ii", "petrova-pp"],
    )
    assert [r.text for r in draft.remarks] == ["Дата выезда: 12.10.2021", "Дата выезда: 19.10.2021"]
