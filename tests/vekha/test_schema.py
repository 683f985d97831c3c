"""The schema for editors: made from the model, and true to what the reader accepts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from vekha.planning import Plan
from vekha.schema import roadmap_schema, schema_text
from vekha.schema_page import schema_page
from vekha.terms import read_period, read_term

ROOT = Path(__file__).parents[2]


class Loader(yaml.CSafeLoader):
    """YAML as editors read it (the core schema of 1.2): days stay text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith(("timestamp", ":bool"))]
    for first, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def errors_of(content: bytes) -> list[str]:
    value = yaml.load(content, Loader=Loader)
    checker = jsonschema.Draft7Validator(roadmap_schema())
    return [f"{list(e.absolute_path)}: {e.message}" for e in checker.iter_errors(value)]


def fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    models = {"RoadmapFile": schema, **schema["$defs"]}
    for name, model in models.items():
        for one in (model, *model.get("anyOf", ())):
            for key, value in one.get("properties", {}).items():
                yield name, key, value


def test_schema_file_equals_the_model() -> None:
    """When this fails: python -m cli.schema, and read the difference."""
    assert (ROOT / "docs" / "roadmap.schema.json").read_text(encoding="utf-8") == schema_text()


def test_schema_is_valid() -> None:
    jsonschema.Draft7Validator.check_schema(roadmap_schema())


def test_gorod_selu_is_valid(gorod_selu_files: Mapping[str, bytes]) -> None:
    assert errors_of(gorod_selu_files["roadmap.yaml"]) == []


@pytest.mark.parametrize(
    "name", sorted(p.parent.name for p in ROOT.glob("roadmaps/*/roadmap.yaml"))
)
def test_each_of_the_five_roadmaps_is_valid(name: str) -> None:
    assert errors_of((ROOT / "roadmaps" / name / "roadmap.yaml").read_bytes()) == []


def test_every_example_is_valid_where_it_stands() -> None:
    schema = roadmap_schema()
    checked = 0
    for model, key, field in fields(schema):
        for one in (field, field.get("items", {}), *field.get("anyOf", ())):
            for example in one.get("examples", ()):
                checker = jsonschema.Draft7Validator({**one, "$defs": schema["$defs"]})
                assert list(checker.iter_errors(example)) == [], f"{model}.{key}: {example}"
                checked += 1
    assert checked > 100


def test_examples_of_terms_are_terms() -> None:
    """A person copies them: each can be dated, or counts from an event, as the field says."""
    period = read_period("2026/2027")
    assert period is not None
    for example in roadmap_schema()["$defs"]["Stage"]["properties"]["term"]["anyOf"][0]["examples"]:
        assert read_term(example, period=period).windows, example


def test_an_editor_writes_no_empty_value_by_itself() -> None:
    """A default of null or "" would be filled in by the editor, and then stand in the file."""
    for model, key, field in fields(roadmap_schema()):
        assert field.get("default", "x") not in (None, "", [], {}), f"{model}.{key}"


def test_every_expression_has_a_sentence_for_people() -> None:
    text = schema_text()
    assert text.count('"pattern": ') == text.count('"patternErrorMessage": ')
    assert "Часовой пояс пишут так" in text


def test_every_definition_has_a_short_russian_title() -> None:
    for name, model in roadmap_schema()["$defs"].items():
        assert re.search("[а-яё]", model["title"]), name
        assert len(model["title"]) < 80, name


def test_small_roadmap_is_valid(small: Callable[..., dict[str, bytes]]) -> None:
    assert errors_of(small()["roadmap.yaml"]) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("country: KZ", "country: UZ", "country"),
        ("    title: Опрос\n", "    titel: Опрос\n", "study"),
        ("  - key: study\n", "  - key: Исследование\n", "activities"),
        ("coordinators: [anna]", "coordinators: []", "coordinators"),
        ("            kind: number", "            kind: numbers", "kind"),
        ("period: 2023/2024", "period: осень", "period"),
        ("timezone: Asia/Almaty", "timezone: Алматы", "timezone"),
    ],
)
def test_schema_refuses_what_the_reader_refuses(
    small: Callable[..., dict[str, bytes]],
    find: Callable[..., Any],
    old: str,
    new: str,
    place: str,
) -> None:
    from vekha.planning import make_plan

    files = small((old, new))
    assert make_plan(files)[0] is None
    assert any(place in error for error in errors_of(files["roadmap.yaml"]))


def test_number_where_a_text_stands_is_accepted_by_both(
    small: Callable[..., dict[str, bytes]], plan_of: Callable[..., Plan]
) -> None:
    files = small(('number: "1"', "number: 1"))
    assert plan_of(files).roadmap.file.activities[0].number == "1"
    assert errors_of(files["roadmap.yaml"]) == []


def test_every_field_is_described_in_russian() -> None:
    for model, key, field in fields(roadmap_schema()):
        if model == "PassportRow" and not field:
            continue
        assert re.search("[а-яё]", field.get("description", "")), f"{model}.{key}"


def test_every_definition_is_described_in_russian() -> None:
    for name, model in roadmap_schema()["$defs"].items():
        assert re.search("[а-яё]", model["description"]), name


def test_the_coordinators_page_is_that_of_the_model() -> None:
    """Written by `python -m cli.schema`."""
    assert (ROOT / "docs" / "roadmap-file.md").read_text(encoding="utf-8") == schema_page()


def test_the_coordinators_page_explains_every_key() -> None:
    """A key without a description helps nobody."""
    rows = [line for line in schema_page().splitlines() if line.startswith("| `")]
    assert len(rows) > 200
    assert [row for row in rows if row.split(" | ")[1].strip() == ""] == []
