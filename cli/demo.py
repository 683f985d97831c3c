"""`vekha demo`: a whole school year in minutes on the running system."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.folders import language_option, print_issues, read_folder, read_plan

if TYPE_CHECKING:
    from deployments.demo import Demo, Told
    from wiring.settings import Settings


@click.command()
@click.argument("roadmap", required=False, type=click.Path(path_type=Path))
@click.option("--seconds", default=285.0, show_default=True, help="How long the year takes.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the invented people.")
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".vekha/demo"),
    show_default=True,
    help="Folder of the demonstration; emptied first.",
)
@click.option("--exit", "leave", is_flag=True, help="Stop when the year is over.")
@language_option
def demo(
    roadmap: Path | None, *, seconds: float, seed: int, state: Path, leave: bool, language: str
) -> None:
    """Play a whole school year (of ROADMAP, or «Город-селу») with invented people, then stay up."""
    from deployments.demo import Demo, demo_settings
    from deployments.exclusive import AlreadyRunning, PortTaken
    from deployments.supervisor import ChildFailed, running, stop_on_signals

    roadmap = roadmap or _example()
    plan, issues = read_plan(roadmap)
    if plan is None:
        print_issues(issues, language=language)
        sys.exit(1)
    click.echo(_STARTING[language].format(title=plan.roadmap.file.title.to(language)), err=True)
    try:
        with (
            demo_settings(state, plan, seed=seed) as settings,
            stop_on_signals() as stop,
            running(settings, say=_say, language=language) as system,
        ):
            from cli.up import print_addresses

            print_addresses(settings, language=language)
            played = Demo(settings, plan, read_folder(roadmap), seconds=seconds, seed=seed)
            with _Screen(plan_zone=plan.roadmap.file.timezone, demo=played) as screen:
                played.play(system, screen.tell, stop)
            if stop.is_set():
                return
            if played.held:
                click.echo(_HELD[language].format(seconds=round(played.held)), err=True)
            _summary(settings, language)
            print_addresses(settings, language=language)
            if not leave:
                system.run_until(stop)
    except (AlreadyRunning, PortTaken, ChildFailed) as refusal:
        click.secho(str(refusal), fg="red", err=True)
        sys.exit(1)


_STARTING = {
    "ru": "«Весь год за пять минут»: {title}. Запускается, около минуты…",
    "kk": "«Бір жыл бес минутта»: {title}. Іске қосылуда, бір минуттай…",
    "en": "A whole year in five minutes: {title}. Starting, about a minute…",
}


def _say(text: str) -> None:
    click.echo(f"  {text}", err=True)


_HELD = {
    "ru": "Машина была занята: год ждал её {seconds} с.",
    "kk": "Машина бос болмады: жыл оны {seconds} с күтті.",
    "en": "The machine was busy: the year waited for it for {seconds} s.",
}


def _example() -> Path:
    """«Город-селу» of this checkout."""
    return Path(str(resources.files("cli"))).parent / "roadmaps" / "gorod-selu"


_COLOURS = {
    "done": None,
    "missed": "red",
    "failed": "red",
    "waiting": "yellow",
    "refused": "yellow",
}


class _Screen:
    """Lines of what happened, and under them how far the year is (on a terminal)."""

    def __init__(self, *, plan_zone: str, demo: Demo) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._zone = plan_zone
        self._demo = demo
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeElapsedColumn(),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._progress.add_task("", total=len(demo.plan.actions))

    def __enter__(self) -> _Screen:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, told: Told) -> None:
        """One line; the day is the roadmap's own."""
        from vekha.calendar import to_local

        settled, total, letters = self._demo.progress()
        day = to_local(told.at, self._zone).strftime("%d.%m.%Y %H:%M")
        line = f"{day}  {told.text}"
        style = _COLOURS.get(told.kind, "default")
        self._progress.console.print(
            line, style=style, highlight=False, markup=False, soft_wrap=True
        )
        description = f"{day[:10]} · писем {letters}"
        self._progress.update(self._task, completed=settled, total=total, description=description)


def _summary(settings: Settings, language: str) -> None:
    """How the year ended, from the ledger."""
    from cli.standing import print_standing, standing
    from wiring.clock import read_clock
    from wiring.tools import Tools, open_office

    clock = read_clock(settings.clock)
    click.echo()
    made = Tools(settings, clock, open_office(settings, clock))
    print_standing(standing(made, days=400), language=language)
