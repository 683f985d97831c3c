"""prefect.yaml, Compose, Kubernetes and the Dockerfile agree with the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prefect.settings.models.root import Settings as PrefectSettings
from pydantic import BaseModel

from tasks.kinds import KINDS, OURS, RECONCILE, SEND
from wiring.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent.parent.parent / "deployments"
ROOT = FOLDER.parent
YAML = sorted(FOLDER.rglob("*.yaml"))


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", YAML, ids=lambda file: file.name)
def test_every_file_is_yaml(file: Path) -> None:
    assert list(yaml.safe_load_all(file.read_text(encoding="utf-8")))


def test_prefect_yaml_deploys_what_up_deploys() -> None:
    written = {
        (one["name"], one["entrypoint"], one["description"], tuple(one["tags"]))
        for one in read("prefect.yaml")["deployments"]
    }
    kinds = {
        (known.name, known.entrypoint, known.description, (OURS,))
        for known in (*KINDS.values(), SEND)
    }
    kinds.add((RECONCILE.name, RECONCILE.entrypoint, RECONCILE.description, (RECONCILE.tag,)))
    assert written == kinds


def test_the_reconcile_flow_has_the_only_schedule() -> None:
    scheduled = [one for one in read("prefect.yaml")["deployments"] if one.get("schedules")]
    assert [one["entrypoint"] for one in scheduled] == [RECONCILE.entrypoint]
    interval = scheduled[0]["schedules"][0]["interval"]
    assert interval == Settings.model_fields["reconcile_seconds"].default


@pytest.mark.parametrize("file", [*YAML, FOLDER / "Dockerfile"], ids=lambda file: file.name)
def test_every_variable_is_a_setting(file: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    used = set(re.findall(r"\bVEKHA_[A-Z_]+\b", file.read_text(encoding="utf-8")))
    assert used - known == set()


def test_every_variable_of_prefect_is_one_of_its_settings() -> None:
    known = set(variables(PrefectSettings, "PREFECT"))
    text = "".join(file.read_text(encoding="utf-8") for file in YAML)
    text += (FOLDER / "prefect_environment.py").read_text(encoding="utf-8")
    used = set(re.findall(r"\bPREFECT_[A-Z_]+\b", text))
    ours = {"PREFECT_DATABASE", "PREFECT_UI_API_URL"}  # of Compose itself
    assert used - known - ours == set()


def variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from variables(kind, f"{prefix}_{name.upper()}")
        else:
            yield f"{prefix}_{name.upper()}"


def test_the_image_holds_every_package() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"packages = \[(.*?)\]", text, re.DOTALL)
    assert listed is not None
    packages = re.findall(r'"(\w+)"', listed.group(1))
    copied = re.findall(r"^COPY (\w+) \1$", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    assert sorted(copied) == sorted(packages)


def test_the_versions_of_prefect_agree() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pinned = re.search(r'"prefect==([\d.]+)"', text)
    assert pinned is not None
    version = pinned.group(1)
    assert read("prefect.yaml")["prefect-version"] == version
    assert read("compose.yaml")["services"]["prefect"]["image"].startswith(
        f"prefecthq/prefect:{version}-"
    )
    values = read("kubernetes/prefect-server-values.yaml")
    assert values["global"]["prefect"]["image"]["prefectTag"].startswith(f"{version}-")
