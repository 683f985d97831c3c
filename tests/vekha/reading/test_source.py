"""YAML into values and places: hostile and broken bytes end in an issue, never in a traceback."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vekha.issues import Place
from vekha.planning import make_plan
from vekha.reading.source import DEEPEST, Source, path_text, read_source


def read(text: str | bytes) -> Source:
    content = text if isinstance(text, bytes) else text.encode()
    return read_source(content, file="f.yaml")


def codes(source: Source) -> list[str]:
    return [issue.code for issue in source.issues]


def test_values_stay_as_they_were_written() -> None:
    source = read("a: 007\nb: 2024-02-01\nc: да\nd: 6.10\ne: 09:00\nf: [1, ~]\ng: ''\n")
    assert source.value == {
        "a": "007", "b": "2024-02-01", "c": "да", "d": "6.10", "e": "09:00", "f": ["1", None],
        "g": "",
    }  # fmt: skip


def test_places_count_lines_and_columns_from_one() -> None:
    source = read("title: Программа\nlist:\n  - один\n  - key: два\n")
    assert source.places["list", 1, "key"] == Place("f.yaml", 4, 10)
    assert source.keys["list", 1, "key"] == Place("f.yaml", 4, 5)
    assert source.place(("list", 1, "nothing", "here")) == Place("f.yaml", 4, 5)


def test_byte_order_mark_and_windows_line_ends_are_read() -> None:
    source = read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert source.value == {"a": "1", "b": "2"}
    assert source.places["b",] == Place("f.yaml", 2, 4)


def test_duplicate_key_names_both_lines_and_reading_goes_on() -> None:
    source = read("a: 1\nb: 2\na: 3\nb: 4\n")
    assert [(i.code, i.place.line, i.facts["first"]) for i in source.issues] == [
        ("duplicate-key", 3, 1),
        ("duplicate-key", 4, 2),
    ]


def test_merge_key_gives_what_stands_nowhere_else() -> None:
    source = read("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n")
    assert source.value["own"] == {"x": "1", "y": "3"}


def test_merge_of_several_takes_the_first(small: Callable[..., dict[str, bytes]]) -> None:
    source = read("a: &a {x: 1}\nb: &b {x: 2, z: 4}\nc:\n  <<: [*a, *b]\n")
    assert source.value["c"] == {"x": "1", "z": "4"}


def test_merge_of_what_is_no_mapping_is_left_out() -> None:
    assert read("a: &a [1]\nb:\n  <<: *a\n  c: 2\n").value["b"] == {"c": "2"}


def test_alias_to_nowhere_is_an_issue() -> None:
    source = read("a: *nobody\n")
    assert codes(source) == ["unknown-alias"]
    assert source.issues[0].place == Place("f.yaml", 1, 4)


def test_alias_within_its_own_anchor_is_an_issue() -> None:
    assert codes(read("a: &a [*a]\n")) == ["unknown-alias"]


def test_second_document_is_an_issue() -> None:
    source = read("a: 1\n---\nb: 2\n")
    assert [(i.code, i.place.line) for i in source.issues] == [("several-documents", 2)]


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\n", "? {a: b}\n: 1\n"])
def test_key_that_is_no_text_is_an_issue(text: str) -> None:
    assert codes(read(text)) == ["key-not-text"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\tb: 1\n", Place("f.yaml", 2, 1)),
        ("a:\n  \tb: 1\n", Place("f.yaml", 2, 3)),
        ("a:\n  - x\n\t- y\n", Place("f.yaml", 3, 1)),
    ],
)
def test_tab_in_the_indentation_is_named(text: str, place: Place) -> None:
    (issue,) = read(text).issues
    assert (issue.code, issue.place) == ("tab", place)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: 1\nb: é".encode("latin-1"), Place("f.yaml", 2, 4)),
        ("# Программа\n".encode("cp1251"), Place("f.yaml", 1, 3)),
        ("a: 1\n".encode("utf-16"), Place("f.yaml", 1, 1)),
        (b"\x89PNG\r\n\x1a\n\x00\xff", Place("f.yaml", 1, 1)),
    ],
)
def test_other_encoding_is_named_with_the_first_unreadable_byte(
    content: bytes, place: Place
) -> None:
    (issue,) = read(content).issues
    assert (issue.code, issue.place) == ("not-utf8", place)


def test_control_character_is_an_issue_with_its_line() -> None:
    source = read("a: 1\nb: \x07\n")
    assert codes(source) == ["yaml-syntax"]
    assert source.issues[0].place.line == 2


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_of_ten_thousand_is_an_issue(opening: str) -> None:
    source = read(opening * 10_000)
    assert codes(source)[-1] in ("too-deep", "yaml-syntax")
    assert source.value is None


def test_depth_that_people_write_is_read() -> None:
    depth = DEEPEST - 1
    source = read("[" * depth + "1" + "]" * depth)
    assert codes(source) == []
    assert codes(read("[" * (DEEPEST + 1) + "1" + "]" * (DEEPEST + 1))) == ["too-deep"]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_bomb_of_aliases_is_an_issue_in_little_time_and_memory() -> None:
    """Nine lines that stand for a thousand million values."""
    tracemalloc.start()
    started = time.perf_counter()
    source = read(BOMB)
    taken = time.perf_counter() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    (issue,) = source.issues
    assert issue.code == "too-many-values"
    assert issue.place.line > 3
    assert taken < 5
    assert peak < 50 * 2**20


def test_bomb_of_merges_is_an_issue() -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: x" for n in range(50)) + "}"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} {{p{n}: *a{n - 1}, q{n}: *a{n - 1}}}")
    assert codes(read("\n".join(lines))) == ["too-many-values"]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_random_bytes_give_values_or_issues(content: bytes) -> None:
    source = read(content)
    if source.value is not None:
        assert isinstance(source.value, str | dict | list)
    for issue in source.issues:
        assert issue.place.line >= 1


@given(st.text(alphabet=" \n\t-:?[]{},&*!|>'\"%@`#~<aя1.", max_size=120))
@settings(max_examples=400, deadline=None)
def test_random_marks_of_yaml_give_values_or_issues(text: str) -> None:
    for issue in read(text).issues:
        lines = text.encode().decode("utf-8-sig").count("\n") + 1
        assert 1 <= issue.place.line <= lines + 1
        assert issue.place.column >= 0


@given(st.text(alphabet=" \n-:[]{},&*'\"#aя1", max_size=60), st.integers(0, 1200))
@settings(max_examples=150, deadline=None)
def test_roadmap_with_anything_written_into_it_gives_a_plan_or_issues(
    small: Callable[..., dict[str, bytes]], written: str, at: int
) -> None:
    files = small()
    text = files["roadmap.yaml"].decode()
    changed = text[: at % len(text)] + written + text[at % len(text) :]
    plan, issues = make_plan({**files, "roadmap.yaml": changed.encode()})
    assert plan is not None or issues


@given(st.binary(max_size=300), st.sampled_from(["organisations.csv", "people.csv"]))
@settings(max_examples=200, deadline=None)
def test_random_tables_give_a_plan_or_issues(
    small: Callable[..., dict[str, bytes]], content: bytes, name: str
) -> None:
    plan, issues = make_plan({**small(), name: content})
    assert plan is None
    assert issues


def test_paths_are_shown_as_people_write_them() -> None:
    assert path_text(("activities", 3, "term")) == "activities[3].term"
    assert path_text(()) == ""
