"""Every example loads with any YAML reader, not only with the fast one that is more lenient."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

EXAMPLES = sorted(Path(__file__).parents[2].glob("roadmaps/*/roadmap.yaml"))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_example_loads_alike_with_both_readers(path: Path) -> None:
    """The pure reader refuses an unquoted «?,» in a flow mapping; libyaml lets it pass."""
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)
