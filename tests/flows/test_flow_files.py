"""The flow files: found by module, named for people, hiding nothing."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

import pytest
from prefect.flows import Flow

from tasks.kinds import KINDS, RECONCILE, SEND
from vekha.actions.action import ActionKind

ROOT = Path(__file__).parent.parent.parent
DEPLOYED = [*KINDS.values(), RECONCILE, SEND]


@pytest.mark.parametrize("folder", ["flows", "tasks"])
def test_no_stem_can_be_imported_by_itself_or_hides_a_package(folder: str) -> None:
    """Prefect puts the folder of a flow file first on the path when it loads one by file."""
    stems = [file.stem for file in (ROOT / folder).glob("*.py") if file.stem != "__init__"]
    assert stems
    assert [stem for stem in stems if importlib.util.find_spec(stem) is not None] == []


def test_every_kind_of_action_has_its_deployment() -> None:
    assert set(KINDS) == set(ActionKind)


@pytest.mark.parametrize("entrypoint", [known.entrypoint for known in DEPLOYED])
def test_an_entrypoint_names_a_flow_by_module(entrypoint: str) -> None:
    module, _, name = entrypoint.rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    assert isinstance(flow, Flow)
    assert flow.isasync
    assert module == f"flows.{name}"


def test_every_flow_file_is_deployed_and_holds_one_flow() -> None:
    deployed = {known.entrypoint.split(".")[1] for known in DEPLOYED}
    assert {file.stem for file in (ROOT / "flows").glob("[!_]*.py")} == deployed


def test_names_are_for_people_and_tell_deployments_apart() -> None:
    names = [known.name for known in DEPLOYED]
    assert len(set(names)) == len(names)
    assert all(known.description.endswith(".") for known in DEPLOYED)
    tags = [known.tag for known in DEPLOYED]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("kind", list(ActionKind))
def test_a_flow_of_an_action_takes_its_key_and_nothing_else(kind: ActionKind) -> None:
    module, _, name = KINDS[kind].entrypoint.rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    assert list(flow.parameters.properties) == ["action"]
