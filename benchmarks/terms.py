"""Reading 10,000 different phrases, beside splitting them into words, in one run.

    uv run python -m benchmarks.terms

The limit of the design is 2 s for 10,000 phrases; the ratio to plain splitting tells machines apart.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from vekha.terms import read_period, read_term

PHRASES = Path(__file__).parents[1] / "tests" / "vekha" / "terms" / "terms.tsv"
NUMBER = 10_000
RUNS = 5


def seconds(work: Callable[[int], object]) -> float:
    """Processor time of one run over all phrases."""
    started = time.process_time()
    for number in range(NUMBER):
        work(number)
    return time.process_time() - started


def main() -> None:
    with PHRASES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    periods = [read_period(row["context_year"]) for row in rows]

    def phrase(number: int, run: int) -> str:
        """Blanks make each phrase new, so that no earlier reading is remembered."""
        return rows[number % len(rows)]["phrase"] + " " * (1 + run * 80 + number // len(rows))

    reading, splitting = [], []
    for run in range(RUNS):

        def read(number: int, run: int = run) -> object:
            period = periods[number % len(rows)]
            assert period is not None
            return read_term(phrase(number, run), period=period)

        reading.append(seconds(read))
        splitting.append(seconds(lambda number, run=run: phrase(number, run).split()))
    median, base = statistics.median(reading), statistics.median(splitting)
    print(
        f"read_term, {NUMBER} phrases   {median:.2f} s ({min(reading):.2f}–{max(reading):.2f}), limit 2 s"
    )
    print(f"split, {NUMBER} phrases       {base:.3f} s; ratio {median / base:.0f}")


if __name__ == "__main__":
    main()
