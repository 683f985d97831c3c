"""Statements that run again and again are compiled once; what they mean on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.column import table_of
from models.engine import reading, writing
from models.setting import Setting, put_setting, settings
from models.statement import insert_new

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Engine

SETTING = table_of(Setting)


def test_insert_of_new_rows_leaves_those_that_are_there(engine: Engine) -> None:
    with writing(engine) as session:
        assert insert_new(session, SETTING, [{"name": "a", "value": 1}]) == 1
        rows = [{"name": name, "value": 2} for name in ("a", "b")]
        assert insert_new(session, SETTING, rows) == 1
        assert settings(session) == {"a": 1, "b": 2}


def test_insert_of_new_rows_is_compiled_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy's own INSERT with ON CONFLICT is compiled at every execution."""
    compiled: list[object] = []
    compiler = engine.dialect.statement_compiler
    begin = compiler.__init__

    def count(self: object, *arguments: object, **options: object) -> None:
        compiled.append(self)
        begin(self, *arguments, **options)  # type: ignore[arg-type]

    engine.clear_compiled_cache()
    monkeypatch.setattr(compiler, "__init__", count)
    with writing(engine) as session:
        for name in "abc":
            insert_new(session, SETTING, [{"name": name, "value": 1}])
    assert len(compiled) == 1


def test_settings_are_found_by_the_beginning_of_their_names_as_it_stands(engine: Engine) -> None:
    names = ("mail/a_b/1", "mail/a_b/2", "mail/axb/1", "MAIL/A_B/1", "mail/a_", "100%/1")
    with writing(engine) as session:
        for name in names:
            put_setting(session, name, name)
    with reading(engine) as session:
        assert list(settings(session, "mail/a_b/")) == ["mail/a_b/1", "mail/a_b/2"]
        assert list(settings(session, "100%")) == ["100%/1"]
        assert set(settings(session)) == set(names)
