"""The year's busiest days against what the mail server lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from notifications.doctor.domains import Provider
from notifications.doctor.finding import Finding, finding

SHOWN = 5
"""So many days are named; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """VEKHA_MAIL_PER_DAY, VEKHA_MAIL_PER_HOUR (0: no limit) and the hours in which letters go."""

    per_day: int = 0
    per_hour: int = 0
    hours: int = 9


def judge_volume(
    days: Mapping[date, int], *, allowed: Allowed, provider: Provider | None
) -> list[Finding]:
    """`days`: how many letters leave at most on each day that is still to come."""
    if not days:
        return [finding("volume-none")]
    busiest = max(days, key=lambda day: (days[day], day))
    most = days[busiest]
    facts: dict[str, object] = {"most": most, "day": busiest.isoformat()}
    found: list[Finding] = []
    if allowed.per_day:
        found += _over("volume-day", days, allowed.per_day, facts)
    if allowed.per_hour:
        facts["per_hour"], facts["hours"] = allowed.per_hour, allowed.hours
        found += _over("volume-hour", days, allowed.per_hour * allowed.hours, facts)
    found += _of_provider(most, facts, allowed=allowed, provider=provider)
    if found:
        return found
    limited = allowed.per_day or allowed.per_hour
    return [finding("volume-ok" if limited else "volume-free", **facts)]


def _over(
    code: str, days: Mapping[date, int], limit: int, facts: Mapping[str, object]
) -> list[Finding]:
    over = {day: number for day, number in sorted(days.items()) if number > limit}
    if not over:
        return []
    named = ", ".join(f"{day.isoformat()}: {number}" for day, number in list(over.items())[:SHOWN])
    rest = f" (+{len(over) - SHOWN})" if len(over) > SHOWN else ""
    needed = -(-max(over.values()) // limit)
    told = {**facts, "limit": limit, "number": len(over), "over": named + rest, "needed": needed}
    return [Finding(code, told)]


def _of_provider(
    most: int, facts: Mapping[str, object], *, allowed: Allowed, provider: Provider | None
) -> list[Finding]:
    if provider is None:
        return []
    told = {**facts, "provider": provider.name, "per_day": provider.per_day,
            "paid": provider.per_day_paid, "given": allowed.per_day}  # fmt: skip
    if not provider.per_day:
        return [] if allowed.per_day else [Finding("volume-untold", told)]
    if allowed.per_day > provider.per_day_paid:
        return [Finding("volume-too-generous", told)]
    if allowed.per_day or most <= provider.per_day:
        return []
    code = "volume-provider" if most > provider.per_day_paid else "volume-private"
    return [Finding(code, told)]
