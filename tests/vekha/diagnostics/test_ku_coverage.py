"""ku-coverage: an organisation that no line of КУ names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from told_findings import told

from vekha.issues import Issue

Small = Callable[..., dict[str, bytes]]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

CODE = "ku-coverage"
PART_1 = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ 4 (4 из 10), value: 4, organisations: [city]}
"""
PART_2 = """\
key;name;kind;district
north;Северный район;district;
city;Городская гимназия № 1;school;north
village;Сельская школа Берёзовка;school;north
"""
PART_3 = """\
declared:
  coefficients:
    ku:
      title: Коэффициент участия
      lines:
        - {printed: КУ 4 (4 из 10), value: 4, organisations: [city, village]}
"""


def wrong(small: Small) -> dict[str, bytes]:
    return small(append=PART_1, organisations=PART_2)


def right(small: Small) -> dict[str, bytes]:
    return small(append=PART_3, organisations=PART_2)


def test_organisation_that_no_line_names_is_told(small: Small, find: Find) -> None:
    [issue] = find(wrong(small), CODE)
    assert told(issue) == (
        "roadmap.yaml:55:7: E «Коэффициент участия»: не названы: Сельская школа Берёзовка; "
        "названы дважды: —."
    )
    assert issue.path == "declared.coefficients.ku"


def test_organisations_that_are_all_named_are_silent(small: Small, find: Find) -> None:
    assert find(right(small), CODE) == []
