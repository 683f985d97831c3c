"""Kazakh letters that were lost on the way through a Russian code page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from told_findings import told

from vekha.catalogue import message_of, severity_of
from vekha.issues import Severity
from vekha.planning import make_plan
from vekha.reading.roster import read_organisations, read_people

Small = Callable[..., dict[str, bytes]]


def saved_by_an_old_excel(text: str) -> bytes:
    """What is left of a text in the Russian code page."""
    return text.encode("cp1251", errors="replace")


def test_lost_letters_in_a_table_are_told_once_with_their_number() -> None:
    content = saved_by_an_old_excel(
        "key;name;kind\ncity;Өткен жол мектебі;school\nx;Мүткен;school\ny;Школа;school\n"
    )
    found, (issue,) = read_organisations(content, file="o.csv")
    assert told(issue) == (
        "o.csv:2:2: W В «?ткен» на месте казахских букв стоит знак вопроса; таких мест в "
        "файле: 2. → Русская кодировка не вмещает казахские буквы, и при сохранении они "
        "пропали. Сохраните исходный файл как «CSV UTF-8» и впишите буквы заново."
    )
    assert found["x"].name == "М?ткен"
    assert (issue.code, severity_of(issue)) == ("lost-letters", Severity.WARNING)
    assert (str(issue.place), issue.facts["number"]) == ("o.csv:2:2", 2)
    assert "«?ткен»" in message_of(issue, language="ru")


def test_lost_letters_in_a_position_are_told() -> None:
    content = saved_by_an_old_excel("key;position\nanna;бөлім меңгерушісі\n")
    _, (issue,) = read_people(content, file="p.csv", organisations={})
    assert (issue.code, str(issue.place)) == ("lost-letters", "p.csv:2:2")


def test_plan_is_made_in_spite_of_lost_letters(small: Small) -> None:
    text = small()["organisations.csv"].decode().replace("Берёзовка", "Мүткен")
    plan, issues = make_plan({**small(), "organisations.csv": saved_by_an_old_excel(text)})
    assert plan is not None
    assert "lost-letters" in {i.code for i in issues}


def test_lost_letters_in_the_roadmap_are_told(small: Small) -> None:
    issues = make_plan(small(("title: Опрос", "title: Са?алнама ба?дарламасы")))[1]
    (issue,) = [i for i in issues if i.code == "lost-letters"]
    assert str(issue.place).startswith("roadmap.yaml:")
    assert "«Са?алнама ба?дарламасы»" in message_of(issue, language="ru")


@pytest.mark.parametrize(
    "name", ["Что? Где? Когда?", "Школа (?)", "Мүткен", "??", "a?b=c", "Класс 5?", "«Кто он?»"]
)
def test_question_marks_in_their_place_are_nothing(name: str) -> None:
    content = f"key;name\nx;{name}\n".encode()
    assert read_organisations(content, file="o.csv")[1] == []
