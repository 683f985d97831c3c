"""Wall time to UTC and back by the `tzdata` package's rules, never by those of the machine.

`zoneinfo.ZoneInfo(key)` looks in the system's directories first, where an old image still has
Almaty at +6 after 2024-03-01. Each zone is therefore built with `ZoneInfo.from_file` from the
package that the lock file pins: two machines with the same lock give the same moments.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib import resources
from typing import Literal
from zoneinfo import ZoneInfo


class ZoneUnknown(ValueError):
    """The zone is not one of the IANA names: ask for another name, nothing was computed."""


@lru_cache(maxsize=512)
def find_zone(zone: str) -> ZoneInfo:
    """The rules of an IANA zone («Asia/Almaty»); raises ZoneUnknown."""
    if zone not in list_zones():
        raise ZoneUnknown(zone)
    place = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    with place.open("rb") as rules:
        return ZoneInfo.from_file(rules, key=zone)


@lru_cache(maxsize=1)
def list_zones() -> frozenset[str]:
    """Every zone name in the package."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def wall_clock(day: date, at: time, zone: str) -> Literal["plain", "gap", "fold"]:
    """Whether this wall time happens once (plain), never (gap) or twice (fold)."""
    rules = find_zone(zone)
    first = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=rules)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return "plain"
    back = first.astimezone(UTC).astimezone(rules)
    return "fold" if back.replace(tzinfo=None) == first.replace(tzinfo=None) else "gap"


def to_utc(day: date, at: time, zone: str) -> datetime:
    """The aware UTC moment of a wall time; raises ZoneUnknown.

    RFC 5545, 3.3.5: a time that happens twice is the first of the two; a time that is jumped over
    is read with the offset before the jump (02:30 becomes 03:30). So a day's action always has one
    moment, never none. `at.fold` is ignored.
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=find_zone(zone))
    return local.astimezone(UTC)


def to_local(moment: datetime, zone: str) -> datetime:
    """The aware wall time of a moment in `zone`; raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        msg = f"a moment needs a zone, {moment.isoformat()} has none"
        raise ValueError(msg)
    return moment.astimezone(find_zone(zone))
