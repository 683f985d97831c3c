"""`vekha db` as it is called."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from deployments.exclusive import only_one

Run = Callable[..., Result]


def test_backup_and_restore(run: Run, house: Any, tmp_path: Path) -> None:
    house.perform("interim/invite")
    saved = run("db", "backup", tmp_path / "copies" / "one.db")
    assert saved.exit_code == 0, saved.output
    assert str(Path("state") / "secret") in saved.stderr
    house.office.engine.dispose()
    result = run("db", "restore", tmp_path / "copies" / "one.db", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert len(told["letters_in_doubt"]) == 54
    assert "gorod-selu/2023-2024/interim/remind-1" in told["actions_missed"]
    assert Path(told["replaced_database"]).exists()


def test_restore_says_what_to_decide(run: Run, house: Any, tmp_path: Path) -> None:
    house.perform("interim/invite")
    run("db", "backup", tmp_path / "one.db")
    house.office.engine.dispose()
    result = run("db", "restore", tmp_path / "one.db")
    assert "Писем в сомнении 54" in result.stdout
    assert "vekha mail resolve" in result.stdout
    assert "vekha skip" in result.stdout


def test_restore_is_refused_while_up_runs(
    run: Run, house: Any, tmp_path: Path, state: Path
) -> None:
    run("db", "backup", tmp_path / "one.db")
    before = (state / "vekha.db").read_bytes()
    with only_one(state):
        result = run("db", "restore", tmp_path / "one.db")
    assert result.exit_code == 1
    assert "vekha up" in result.stderr
    assert (state / "vekha.db").read_bytes() == before


def test_restore_of_something_else_changes_nothing(
    run: Run, house: Any, tmp_path: Path, state: Path
) -> None:
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    before = (state / "vekha.db").read_bytes()
    result = run("db", "restore", tmp_path / "notes.txt")
    assert result.exit_code == 1
    assert "Ничего не изменено" in result.stderr
    assert (state / "vekha.db").read_bytes() == before


def test_backup_is_not_overwritten_unasked(run: Run, house: Any, tmp_path: Path) -> None:
    file = tmp_path / "one.db"
    file.write_text("precious", encoding="utf-8")
    assert run("db", "backup", file).exit_code == 1
    assert file.read_text(encoding="utf-8") == "precious"
    assert run("db", "backup", file, "--force").exit_code == 0
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_backup_before_there_is_anything(run: Run, state: Path, tmp_path: Path) -> None:
    result = run("db", "backup", tmp_path / "one.db")
    assert result.exit_code == 1
    assert not (tmp_path / "one.db").exists()


def test_upgrade_of_an_empty_and_of_a_new_database(run: Run, state: Path) -> None:
    assert "обновлена" in run("db", "upgrade").stdout
    assert "последней схеме" in run("db", "upgrade").stdout


def test_postgresql_is_told_its_own_commands_without_the_password(
    run: Run, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEKHA_DATABASE_URL", "postgresql+psycopg://vekha:hidden@db.example/vekha")
    result = run("db", "backup", "copy.dump")
    assert result.exit_code == 1
    assert (
        "pg_dump --format=custom --file=copy.dump 'postgresql://vekha@db.example/vekha'"
        in result.stderr
    )
    assert "hidden" not in result.output
    (tmp_path / "copy.dump").write_bytes(b"PGDMP")
    back = run("db", "restore", "copy.dump")
    assert "pg_restore" in back.stderr
    assert "vekha db hold" in back.stderr


def test_hold_after_a_restore_by_other_means(run: Run, house: Any) -> None:
    house.perform("interim/invite")
    told = json.loads(run("db", "hold", "--json").stdout)
    assert len(told["letters_in_doubt"]) == 54
    again = json.loads(run("db", "hold", "--json").stdout)
    assert (again["letters_in_doubt"], again["actions_missed"]) == ([], [])
