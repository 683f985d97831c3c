"""`vekha rehearse`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.folders import json_option, language_option, print_json, read_folder
from cli.loading import load
from cli.planning import plan_or_exit, roadmap_argument
from office.collecting import collecting_seldom


@click.command()
@roadmap_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("rehearsal"),
    show_default=True,
    help="Folder for letters/, reports/ and journal.jsonl.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same year."
)
@click.option(
    "--answers",
    default="",
    help="`none`: nobody answers; or a JSON file survey → school → answers.",
)
@json_option
@language_option
def rehearse(
    roadmap: Path, *, out: Path, seed: int, answers: str, as_json: bool, language: str
) -> None:
    """Play ROADMAP's whole year on a virtual clock, with invented answers; nothing is sent."""
    load("office.materials", "office.rehearsal")
    from office.materials import make_material
    from office.rehearsal import rehearse as play

    plan = plan_or_exit(roadmap, language=language, as_json=as_json)
    given = _given(answers)
    with collecting_seldom():  # the collector alone would take a twentieth of the time
        done = play(
            read_folder(roadmap),
            plan,
            out,
            seed=seed,
            answers=given,
            make_file=make_material,
            tell=lambda line: click.echo(line, err=True),
        )
    if as_json:
        print_json({"roadmap": plan.edition, "out": str(out), "seed": seed, **asdict(done)})
        return
    click.echo(
        _SUMMARY[language].format(
            actions=done.actions,
            letters=done.letters,
            refused=done.refused,
            answers=done.answers,
            reports=", ".join(done.reports),
            out=out,
        )
    )


def _given(answers: str) -> Mapping[str, Any] | None:
    if not answers:
        return None
    if answers == "none":
        return {}
    try:
        read = json.loads(Path(answers).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--answers {answers}: {error}") from error
    if not isinstance(read, dict):
        raise click.UsageError(f"--answers {answers}: expected {{survey: {{school: {{…}}}}}}")
    return read


_SUMMARY = {
    "ru": "Действий {actions}, писем {letters} (не принято {refused}), ответов {answers}.\n"
    "Документы: {reports}.\nВсё лежит в {out}.",
    "kk": "Әрекет {actions}, хат {letters} (қабылданбады {refused}), жауап {answers}.\n"
    "Құжаттар: {reports}.\nБарлығы {out} ішінде.",
    "en": "Actions {actions}, letters {letters} (refused {refused}), answers {answers}.\n"
    "Documents: {reports}.\nAll of it is in {out}.",
}
