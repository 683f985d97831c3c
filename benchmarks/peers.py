"""The peers of a campaign, fetched into a cache folder, for benchmarks.letters.

smtp-source is taken out of Debian's package postfix: the tool only, no mail system is installed.
prefect-email and django-post-office are put into folders of the cache, not into the project's lock:
nobody who runs or develops Vekha needs Django, and a dependency group would be solved together with
everything else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {
    "prefect-email": ["--no-deps", "prefect-email==0.4.3"],
    "django-post-office": ["django-post-office==3.12.0"],
}
SENDER = "programme@made-up.example"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class PeerLetter:
    """What a peer is given to compose its letter from."""

    sender: str
    subject: str
    text: str
    html: str


class Peers:
    """Each method sends so many letters to the sink at `port` and returns the seconds it took."""

    def __init__(self, letters: Sequence[PeerLetter], *, folder: Path | None = None) -> None:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self._cache = folder or Path(cache) / "vekha-benchmarks"
        self._cache.mkdir(parents=True, exist_ok=True)
        self._letters = [
            {"sender": one.sender, "subject": one.subject, "text": one.text, "html": one.html}
            for one in letters
        ]

    def smtp_source(self, port: int, number: int, sessions: int, size: int) -> float:
        """The C tool with letters of `size` bytes, all the same."""
        tool, libraries = smtp_source_tool(self._cache)
        command = [tool, "-d", "-s", str(sessions), "-m", str(number), "-l", str(size)]
        began = time.perf_counter()
        subprocess.run(
            [*command, "-f", SENDER, "-t", "p@made-up.example", f"inet:127.0.0.1:{port}"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "LD_LIBRARY_PATH": libraries},
        )
        return time.perf_counter() - began

    def prefect_email(self, port: int, number: int, sessions: int) -> float:
        """A flow with one task per recipient on Prefect's own server."""
        with tempfile.TemporaryDirectory(prefix="vekha-peer-") as place:
            quiet = {
                "PREFECT_HOME": place,
                "PREFECT_LOGGING_LEVEL": "ERROR",
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
            }
            return self._run("prefect-email", "peer_prefect", Path(place), quiet)(
                port, number, sessions
            )

    def post_office(self, port: int, number: int, sessions: int) -> float:
        """django-post-office's own sender over an SQLite queue, one process, so many threads."""
        with tempfile.TemporaryDirectory(prefix="vekha-peer-") as place:
            return self._run("django-post-office", "peer_post_office", Path(place), {}, place)(
                port, number, sessions
            )

    def _run(
        self, package: str, module: str, place: Path, extra: dict[str, str], *more: str
    ) -> Callable[[int, int, int], float]:
        file = place / "letters.json"
        file.write_text(json.dumps(self._letters), encoding="utf-8")
        path = os.pathsep.join([str(fetched(package, self._cache)), str(ROOT)])

        def run(port: int, number: int, sessions: int) -> float:
            command = [sys.executable, "-m", f"benchmarks.{module}", str(port), str(number)]
            found = subprocess.run(
                [*command, str(sessions), str(file), *more],
                env={**os.environ, **extra, "PYTHONPATH": path},
                capture_output=True,
                text=True,
                check=False,
            )
            words = found.stdout.split()
            if found.returncode or "seconds" not in words:
                raise RuntimeError(f"{package}: {found.stdout[-500:]}{found.stderr[-2000:]}")
            return float(words[words.index("seconds") + 1])

        return run


def fetched(package: str, cache: Path) -> Path:
    """The folder into which a package was put; done once."""
    folder = cache / package
    if not folder.exists():
        draft = cache / f".{package}.{os.getpid()}"
        subprocess.run(
            [
                *(_uv(), "pip", "install", "--quiet", "--python", sys.executable),
                *("--target", str(draft), *PACKAGES[package]),
            ],
            check=True,
        )
        draft.replace(folder)
    return folder


def _uv() -> str:
    own = ROOT / ".tools" / "bin" / "uv"
    found = os.environ.get("UV") or shutil.which("uv") or (str(own) if own.exists() else "")
    if not found:
        raise FileNotFoundError("uv: run this with `uv run`, or set UV to its path")
    return found


def smtp_source_tool(cache: Path) -> tuple[str, str]:
    """The installed tool, or Debian's, unpacked into the cache; and where its libraries are."""
    if installed := shutil.which("smtp-source"):
        return installed, ""
    folder = cache / "postfix"
    tool = folder / "usr" / "sbin" / "smtp-source"
    if not tool.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "--quiet", "postfix"], cwd=folder, check=True)
        (package,) = folder.glob("postfix_*.deb")
        subprocess.run(["dpkg", "-x", package, folder], check=True)
        package.unlink()
    return str(tool), str(folder / "usr" / "lib" / "postfix")
