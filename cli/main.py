"""`vekha`: finds the verb and loads only its module, so that light commands stay light."""

from __future__ import annotations

import sys
from typing import Any

import click

from cli.loading import load

VERBS = {
    "new": ("cli.authoring", "new", "Start a roadmap: a skeleton, or a copy for another year."),
    "import": ("cli.importing", "import_", "Draft a roadmap from an official document."),
    "terms": ("cli.reading", "terms", "Show how a term is read."),
    "check": ("cli.reading", "check", "Say everything that is wrong with a roadmap."),
    "plan": ("cli.planning", "plan", "Show every dated action of the year."),
    "diff": ("cli.planning", "diff", "Show what an edit changes against what is deployed."),
    "rehearse": ("cli.rehearsing", "rehearse", "Play the whole year on a virtual clock."),
    "report": ("cli.reporting", "report", "Assemble a document from the answers so far."),
    "up": ("cli.up", "up", "Run everything on this machine."),
    "demo": ("cli.demo", "demo", "Play a whole school year in five minutes."),
    "deploy": ("cli.up", "deploy", "Bring the ledger in line with a roadmap."),
    "status": ("cli.up", "status", "Show what is done, coming, missed and in doubt."),
    "run": ("cli.up", "run", "Do a missed or waiting action."),
    "skip": ("cli.up", "skip", "Decide that an action is not done."),
    "mail": ("cli.mail", "mail", "Preview, test, log and decide about letters."),
    "db": ("cli.database", "db", "Upgrade, back up and restore the database."),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        load(module)
        found: click.Command = getattr(sys.modules[module], name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list with its one-line helps, without importing a single command."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, help_) for verb, (_, _, help_) in VERBS.items()])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vekha", prog_name="vekha")
def vekha() -> None:
    """Vekha runs a public programme's roadmap for a year: from one YAML file to the last report."""


def main(arguments: list[str] | None = None) -> Any:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a C locale must not turn Cyrillic into question marks
            reconfigure(encoding="utf-8", errors="replace")
    return vekha.main(args=arguments, prog_name="vekha")


if __name__ == "__main__":
    main()
