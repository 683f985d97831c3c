# `just` lists these; `uv run just check` works without a just of your own.
set shell := ["sh", "-cu"]

_list:
    @just --list --unsorted

# Format, lint, types, import order, lock: everything that reads the code without running it
check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports
    if [ -n "${UV:-}" ]; then "$UV" lock --check --quiet; fi

# All tests (what CI runs is ./start test)
test *arguments:
    pytest -n 2 --dist loadgroup -m "not system" {{ arguments }}
    pytest -m system {{ arguments }}

# Fast tests only: no browser, no LibreOffice, no whole system
quick *arguments:
    pytest -q -n 2 -m "not browser and not libreoffice and not system" {{ arguments }}

# Rewrite the golden files, then read the diff
golden:
    VEKHA_GOLDEN=1 pytest -q -n 2 -m "not browser and not libreoffice and not system" || true
    git diff --stat

# Mend what ruff can mend
format:
    ruff format .
    ruff check --fix .

# Rewrite the JSON Schema and the coordinator's page from the model
schema:
    python -m cli.schema

# A whole school year in five minutes
demo:
    vekha demo

# The year of Город-селу on a virtual clock, into rehearsal/
rehearse:
    vekha rehearse roadmaps/gorod-selu --out rehearsal --seed 1

# Draw every letter as mail programs show it, into docs/images (FOLDER: each by itself, to be looked at)
letters *folder:
    python tests/letter_pictures.py {{ folder }}
