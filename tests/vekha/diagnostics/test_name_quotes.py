"""Names of organisations whose quotation marks do not match."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.catalogue import message_of
from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

ORGANISATIONS = """\
key;name;kind;district
north;Северный район;district;
city;{name};city-school;north
village;МОУ «Школа Берёзовка»;rural-school;north
"""


def test_name_quotes_when_a_mark_is_doubled(small: Small, find: Find) -> None:
    (issue,) = find(small(organisations=ORGANISATIONS.format(name="МОУ ««Гимназия № 1»")), CODE)
    assert told(issue) == (
        "organisations.csv:3:1: W Кавычки или пробелы в названии «МОУ ««Гимназия № 1»» не "
        "сходятся; согласуется: МОУ «Гимназия № 1»."
    )
    assert "согласуется: МОУ «Гимназия № 1»" in message_of(issue, language="ru")
    assert (issue.place.file, issue.place.line) == ("organisations.csv", 3)


def test_name_quotes_when_a_blank_is_missing(small: Small, find: Find) -> None:
    (issue,) = find(small(organisations=ORGANISATIONS.format(name="МОУ«Гимназия № 1»")), CODE)

    assert "согласуется: МОУ «Гимназия № 1»" in message_of(issue, language="ru")


def test_name_quotes_when_one_of_many_has_none(small: Small, find: Find) -> None:
    more = "".join(f"more-{n};МОУ «Школа № {n}»;other;north\n" for n in range(4))
    files = small(organisations=ORGANISATIONS.format(name="МОУ Гимназия № 1") + more)
    (issue,) = find(files, CODE)

    assert "согласуется: МОУ «Гимназия № 1»" in message_of(issue, language="ru")


def test_quotes_within_quotes_may_share_the_last_mark(small: Small, find: Find) -> None:
    for name in ("МОУ «Гимназия № 1»", "МОУ «Гимназия «Дарын»", "МОУ «Лицей «Дарын» города»"):
        assert find(small(organisations=ORGANISATIONS.format(name=name)), CODE) == []


CODE = "name-quotes"
