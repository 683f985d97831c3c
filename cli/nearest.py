"""The names nearest to a mistyped one, for refusals that help."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 3


def nearest(given: str, known: Iterable[str]) -> str:
    """«daryn, best», or a dash when nothing is near; letter case does not count."""
    names = [name for name in dict.fromkeys(known) if name]
    lower = {name.lower(): name for name in names}
    within = [name for low, name in lower.items() if given.lower() in low]
    close = get_close_matches(given.lower(), lower, n=SHOWN, cutoff=0.5)
    found = dict.fromkeys([*(lower[one] for one in close), *sorted(within)])
    return ", ".join(list(found)[:SHOWN]) or "—"
