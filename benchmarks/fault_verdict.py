"""What came of campaigns under faults, summed up and told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

BROKEN = ("duplicates", "lost", "beyond_bound")
"""What must stay empty."""


@dataclass(slots=True)
class Verdict:
    """What came of one or more campaigns; lists hold letter keys."""

    campaigns: int = 0
    senders: int = 0
    kills: int = 0
    stops: int = 0
    cuts: int = 0
    full_disks: int = 0
    gave_up: int = 0  # senders whose database did not come back
    restores: int = 0
    jumps: int = 0
    decided: int = 0  # letters in doubt about which a person said: sent, or again
    letters: int = 0
    accepted: int = 0
    sent: int = 0
    refused: int = 0
    late: int = 0  # cancelled as too late, and listed as that
    lines_lost: int = 0
    places: Counter[str] = field(default_factory=Counter)  # where senders were struck
    troubles: Counter[str] = field(default_factory=Counter)  # what the server did
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    most_doubted_by_a_death: float = 0.0
    beyond_bound: list[str] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        """Sum up."""
        for name in self.__dataclass_fields__:
            mine, its = getattr(self, name), getattr(other, name)
            worst = name == "most_doubted_by_a_death"
            setattr(self, name, max(mine, its) if worst else mine + its)

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return not any(getattr(self, name) for name in BROKEN)

    def __str__(self) -> str:
        return (
            f"{self.campaigns} campaigns, {self.senders} senders; kills {self.kills}, "
            f"stops {self.stops}, database cuts {self.cuts}, full disks {self.full_disks} "
            f"({self.gave_up} senders gave up), restores {self.restores}, "
            f"clock jumps {self.jumps}, troubles of the server {self.troubles.total()} "
            f"({self.lines_lost} lines lost with a letter)\n"
            f"    letters {self.letters}: accepted {self.accepted}, sent {self.sent}, "
            f"refused {self.refused}, too late and listed {self.late}, "
            f"in doubt and listed {len(self.in_doubt)}, decided by a person {self.decided}\n"
            f"    duplicates {len(self.duplicates)}, lost {len(self.lost)}, "
            f"most in doubt by one death {self.most_doubted_by_a_death:.0f}"
        )

    def details(self) -> str:
        """Every place at which senders were struck, every trouble, and every key that broke it."""
        lines = [
            f"    struck {number:>4} × {place}" for place, number in sorted(self.places.items())
        ]
        lines += [
            f"    server {number:>4} × {what}" for what, number in sorted(self.troubles.items())
        ]
        for name in BROKEN:
            lines += [f"    {name}: {key}" for key in getattr(self, name)]
        return "\n".join(lines)
