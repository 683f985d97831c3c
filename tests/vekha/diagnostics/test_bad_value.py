"""bad-value: what the model refuses for a reason of its own, with the reason."""

from __future__ import annotations

from told_findings import told

from vekha.catalogue import message_of
from vekha.planning import make_plan

SMALLEST = """vekha: 1
key: small
title: {title}
body: Центр
timezone: Asia/Almaty
country: KZ
period: 2023/2024
coordinators: [anna]
sending: {{sender: Центр, address: a@small.example}}
roles: {{}}
"""
TABLES = {
    "organisations.csv": b"key;name\nschool;School\n",
    "people.csv": "key;name;position;email\nanna;Анна;методист;anna@small.example\n".encode(),
}


def test_text_in_no_language_is_a_bad_value() -> None:
    files = {"roadmap.yaml": SMALLEST.format(title="{ru: ''}").encode(), **TABLES}
    plan, issues = make_plan(files)
    assert plan is None
    (issue,) = issues
    assert told(issue) == "roadmap.yaml:3:8: E Значение «title» не годится: текст пуст."
    assert (issue.code, issue.place.line, issue.path) == ("bad-value", 3, "title")
    assert "title" in message_of(issue, language="ru")


def test_text_in_one_language_is_none() -> None:
    files = {"roadmap.yaml": SMALLEST.format(title="{kk: Атау}").encode(), **TABLES}
    plan, issues = make_plan(files)
    assert plan is not None
    assert [issue.code for issue in issues if issue.code == "bad-value"] == []
