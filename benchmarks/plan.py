"""`vekha plan` of growing roadmaps, and TaskJuggler on a plan of the same size, in one run.

    python -m benchmarks.plan            # needs tj3 (Debian package) for the comparison

Prints medians with their spread, ratios and peak memory of whole processes. The limits are those of
the design, section 13: 1,000 activities and 5,000 organisations under 2 s and 300 MB, growing linearly.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.made_up_roadmap import write_roadmap

SIZES = ((250, 1250), (500, 2500), (1000, 5000))
RUNS = 5


def measure(command: list[str], *, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one whole process."""
    before = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def report(name: str, measured: list[tuple[float, float]]) -> float:
    """Print one row; the median of the seconds."""
    seconds = sorted(one for one, _ in measured)
    peak = max(memory for _, memory in measured)
    median = statistics.median(seconds)
    print(f"{name:<48} {median:7.2f} s  ({seconds[0]:.2f}–{seconds[-1]:.2f})  {peak:6.0f} MB")
    return median


def taskjuggler(activities: int, organisations: int) -> str:
    """The same plan for TaskJuggler: dated tasks, one resource per organisation, one report."""
    resources = "".join(f'resource s{n} "School {n}"\n' for n in range(organisations))
    tasks = "".join(
        f'task a{n} "Activity {n}" {{ start 2023-{9 + n % 4:02d}-0{1 + n % 9} duration 20d }}\n'
        for n in range(activities)
    )
    return f'project made "Made up" 2023-08-01 +14m {{}}\n{resources}{tasks}taskreport "plan" {{ formats csv }}\n'


def main() -> None:
    python = [sys.executable, "-m", "cli.main"]
    root = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = str(root)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        medians = []
        for activities, organisations in SIZES:
            roadmap = folder / str(activities)
            write_roadmap(roadmap, activities=activities, organisations=organisations)
            command = [*python, "plan", str(roadmap), "--json"]
            measure(command, folder=root)
            runs = [measure(command, folder=root) for _ in range(RUNS)]
            medians.append(
                report(f"vekha plan, {activities} activities, {organisations} organisations", runs)
            )
        light = [measure([*python, "--help"], folder=root) for _ in range(RUNS)]
        report("vekha --help", light)
        example = root / "roadmaps" / "gorod-selu"
        report(
            "vekha check, Город-селу",
            [measure([*python, "check", str(example)], folder=root) for _ in range(RUNS)],
        )
        print(
            f"growth from half to full size: {medians[2] / medians[1]:.2f} (linear: 2.00 at most)"
        )
        if shutil.which("tj3") is None:
            print("tj3 is not installed: no comparison with TaskJuggler")
            return
        plan = folder / "plan.tjp"
        plan.write_text(taskjuggler(*SIZES[2]), encoding="utf-8")
        peer = report(
            "tj3, 1000 tasks, 5000 resources",
            [measure(["tj3", "--silent", str(plan)], folder=folder) for _ in range(3)],
        )
        print(f"tj3 / vekha: {peer / medians[2]:.1f}")


if __name__ == "__main__":
    main()
