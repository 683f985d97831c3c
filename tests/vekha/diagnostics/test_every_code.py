"""Every code of the catalogue has its own file here: what triggers it, and a neighbour that does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from vekha.catalogue import catalogue

HERE = Path(__file__).parent
CODES = sorted(catalogue())


def file_of(code: str) -> Path:
    """Where the tests of a code are."""
    return HERE / f"test_{code.replace('-', '_')}.py"


@pytest.mark.parametrize("code", CODES)
def test_code_has_a_file_that_tells_it_and_leaves_a_neighbour_alone(code: str) -> None:
    tree = ast.parse(file_of(code).read_text(encoding="utf-8"))
    tests = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"
    ]
    assert len(tests) >= 2
    words = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert code in words
    whole_lines = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Call)
        and getattr(node.left.func, "id", "") == "told"
        and isinstance(node.comparators[0], ast.Constant)
    ]
    assert whole_lines, "told(issue) == «file:line:column: severity message → hint»"
    silent = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.comparators[0], ast.List)
        and not node.comparators[0].elts
    ]
    assert silent, "a neighbour that gives no such finding: == []"


def test_no_file_is_of_a_code_that_is_gone() -> None:
    codes = {file_of(code).name for code in CODES} | {Path(__file__).name}
    assert sorted({path.name for path in HERE.glob("test_*.py")} - codes) == []
