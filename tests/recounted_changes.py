"""What changed between February and April, recounted from journal.jsonl.

A difference is one of exact figures over those who answered the question both times, rounded once.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from recounting import (
    CONSULTATIONS,
    DASH,
    LESSONS,
    QUALITY,
    SCALES,
    TOOK_PART,
    Cell,
    Recount,
    Rows,
    based,
    change,
    count,
    fraction,
    mean_share,
    share,
)

THEN, NOW = "Было, февраль 2024 г.", "Стало, апрель 2024 г."
NUMBERS = {"took-part": TOOK_PART, "lessons": LESSONS, "consultations": CONSULTATIONS}

Pair = tuple[float, float]


def response(facts: Recount) -> Rows:
    """The response rate in both surveys, by district."""
    waves = [(facts.answers(s), facts.excused(s), facts.asked(s)) for s in ("interim", "final")]
    rows: Rows = [["№", "Район", THEN, NOW, "Изменение"]]
    for head, here in facts.by_district(facts.asked("final")):
        cells: list[Cell] = []
        shares = []
        for answered, excused, asked in waves:
            owing = [o for o in here if o in asked and o not in excused]
            given = [o for o in owing if o in answered]
            cells.append(based(len(given), len(owing)))
            shares.append(Fraction(100 * len(given), len(owing)))
        rows.append([*head, *cells, change(shares[1] - shares[0], 1, " п.п.")])
    return rows


def both(facts: Recount, question: str, *, among: tuple[str, ...] = ()) -> dict[str, Pair]:
    """Organisation → its answers then and now, of those who answered both times."""
    then, now = facts.answers("interim"), facts.answers("final")
    found = {}
    for key in facts.asked("final"):
        pair = then.get(key, {}).get(question), now.get(key, {}).get(question)
        if None not in pair and (not among or set(pair) <= set(among)):
            found[key] = pair
    return found


def counts(pairs: list[Pair]) -> list[Cell]:
    """How many are compared, the sums, their difference."""
    if not pairs:
        return [count(0), DASH, DASH, DASH]
    then, now = (sum(pair[index] for pair in pairs) for index in (0, 1))
    return [count(len(pairs)), count(int(then)), count(int(now)), change(Fraction(now - then), 0)]


def means(pairs: list[Pair]) -> list[Cell]:
    """How many are compared, the means of shares, their difference in points."""
    if not pairs:
        return [count(0), DASH, DASH, DASH]
    waves = [[fraction(pair[index]) for pair in pairs] for index in (0, 1)]
    then, now = (sum(wave, Fraction()) / len(wave) for wave in waves)
    figures = [mean_share(wave) for wave in waves]
    return [count(len(pairs)), *figures, change(now - then, 1, " п.п.")]


def satisfied(pairs: list[tuple[str, str]]) -> list[Cell]:
    """How many gave «+» or «–» both times, the shares of «+», their difference in points."""
    then, now = (sum(pair[index] == "plus" for pair in pairs) for index in (0, 1))
    difference = change(Fraction(100 * (now - then), len(pairs)), 1, " п.п.")
    return [count(len(pairs)), share(then, len(pairs)), share(now, len(pairs)), difference]


def overall(facts: Recount) -> Rows:
    """All that can be compared, for the whole region."""
    rows: Rows = [["Показатель", "Сопоставимо", THEN, NOW, "Изменение"]]
    for question, title in NUMBERS.items():
        rows.append([title, *counts(list(both(facts, question).values()))])
    rows.append([QUALITY, *means(list(both(facts, "quality").values()))])
    for question, title in SCALES.items():
        pairs = both(facts, question, among=("plus", "minus"))
        told = [(str(then), str(now)) for then, now in pairs.values()]
        rows.append([f"{title} (удовлетворённость)", *satisfied(told)])
    return rows


def by_district(facts: Recount, question: str, cells: Callable[[list[Pair]], list[Cell]]) -> Rows:
    """One question's change, district by district."""
    rows: Rows = [["№", "Район", "Сопоставимо", THEN, NOW, "Изменение"]]
    pairs = both(facts, question)
    for head, here in facts.by_district(list(pairs)):
        rows.append([*head, *cells([pairs[o] for o in here])])
    return rows
