"""Which packages the light commands load: by what is imported, not by seconds on some machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOROD_SELU = str(ROOT / "roadmaps" / "gorod-selu")

NEVER = {
    "prefect", "sqlmodel", "sqlalchemy", "alembic", "fastapi", "starlette", "uvicorn", "httpx",
    "aiosmtplib", "aiosmtpd", "jinja2", "docx", "docxtpl", "openpyxl", "xlsxwriter", "typst",
    "matplotlib", "numpy", "pydantic_settings", "icalendar", "pendulum", "asyncio",
}  # fmt: skip
FIRST_SCREEN = NEVER | {"pydantic", "yaml", "holidays", "rich", "babel", "vekha"}

SCRIPT = """
import json, sys
from cli.main import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit as end:
    code = end.code
print("\\n" + json.dumps([code or 0, sorted({m.partition(".")[0] for m in sys.modules})]))
"""


def packages_of(*arguments: str) -> set[str]:
    """The packages that one command line loads, in a process of its own; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(arguments)],
        capture_output=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    code, packages = json.loads(done.stdout.decode().splitlines()[-1])
    assert code == 0, done.stderr.decode()
    return set(packages)


def test_help_loads_nothing_but_the_list_of_verbs() -> None:
    assert packages_of("--help") & FIRST_SCREEN == set()


@pytest.mark.parametrize(
    "verb", ["new", "terms", "check", "plan", "rehearse", "report", "mail", "db", "up"]
)
def test_help_of_a_verb_loads_no_shell(verb: str) -> None:
    assert packages_of(verb, "--help") & NEVER == set()


def test_terms_needs_no_model_and_no_holidays() -> None:
    loaded = packages_of("terms", "октябрь-ноябрь", "--period", "2023/2024", "--json")
    assert loaded & (NEVER | {"pydantic", "yaml", "holidays", "rich"}) == set()


def test_check_loads_the_core_only() -> None:
    assert packages_of("check", GOROD_SELU) & (NEVER | {"rich"}) == set()


def test_plan_loads_the_core_only() -> None:
    assert packages_of("plan", GOROD_SELU, "--json") & (NEVER | {"rich"}) == set()


def test_new_loads_the_core_only(tmp_path: Path) -> None:
    assert packages_of("new", str(tmp_path / "new")) & (NEVER | {"rich"}) == set()
