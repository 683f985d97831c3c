"""Figures in the document's text: shares against counts, hidden bases, clashes, partitions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from vekha.checking.findings import figure_words, issue_at, list_words, percent_words
from vekha.checking.tables import TOLERANCE
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.declared import DeclaredFigure, Partition
from vekha.roadmap.programme import Roadmap
from vekha.tally.declared import base_of, multiplied, true_share

_ABOUT = Fraction(5, 2)  # percentage points that «около» forgives
_LARGEST_BASE = 100_000
_LARGEST_LISTED = 1_000  # bases tried when looking for one that fits
_MOST_BASES = 6
_SIGNS = {"more": "> ", "least": "≥ ", "less": "< ", "about": "≈ ", "exactly": ""}


def check_shares(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings in declared.figures and declared.partitions."""
    declared = roadmap.file.declared
    for key, figure in declared.figures.items():
        path: Path = ("declared", "figures", key)
        if figure.share is not None:
            yield from _share(roadmap, path, figure)
        elif figure.count is not None and figure.bound in ("more", "about", "less", "least"):
            facts = {"printed": figure.printed, "count": figure_words(figure.count)}
            yield issue_at(roadmap, "no-count", path, **facts)
        if len(figure.bases) > 1 and figure.count is not None:
            yield _ambiguous(roadmap, path, figure)
        yield from _offered(roadmap, path, figure)
    yield from _clashes(roadmap)
    for key, partition in declared.partitions.items():
        yield from _partition(roadmap, ("declared", "partitions", key), partition)


def _share(roadmap: Roadmap, path: Path, figure: DeclaredFigure) -> Iterator[Issue]:
    share, base = _percent(figure), base_of(figure)
    true = true_share(figure)
    if true is not None and base is not None:
        if not _agrees(figure, share, true):
            yield _share_count(roadmap, path, figure, count=Fraction(figure.count or 0), base=base)
    elif base is not None:
        yield from _without_count(roadmap, path, figure, base)
    elif figure.count is not None:
        bases = _fitting_bases(share, Fraction(figure.count).limit_denominator())
        yield issue_at(
            roadmap,
            "hidden-base",
            path,
            printed=figure.printed,
            count=figure_words(figure.count),
            share=figure_words(share),
            bases=bases,
        )
    else:
        facts = {"printed": figure.printed, "share": figure_words(share)}
        yield issue_at(roadmap, "share-without-base", path, **facts)


def _percent(figure: DeclaredFigure) -> Fraction:
    return Fraction(str(figure.share))


def _agrees(figure: DeclaredFigure, share: Fraction, true: Fraction) -> bool:
    match figure.bound:
        case "more":
            return true > share
        case "least":
            return true >= share - TOLERANCE
        case "less":
            return true < share
        case "about":
            return abs(true - share) <= _ABOUT
        case _:
            return abs(true - share) <= TOLERANCE


def _share_count(
    roadmap: Roadmap, path: Path, figure: DeclaredFigure, *, count: Fraction, base: Fraction
) -> Issue:
    share = _percent(figure)
    facts: dict[str, object] = {
        "printed": figure.printed,
        "share": f"{_SIGNS[figure.bound]}{figure_words(share)}",
        "count": figure_words(count),
        "base": figure_words(base),
        "true": percent_words(100 * count / base),
    }
    times = multiplied(share, base)
    if times is not None and times == count:
        facts |= {"times": times, "rounded": round(100 / base), "one": percent_words(100 / base)}
    return issue_at(roadmap, "share-count", path, **facts)


def _without_count(
    roadmap: Roadmap, path: Path, figure: DeclaredFigure, base: Fraction
) -> Iterator[Issue]:
    """A share whose base is known: some count must give it, unless it is only a rough bound."""
    share = _percent(figure)
    nearest = Fraction(round(share * base / 100))
    if figure.bound in ("about", "less") or abs(100 * nearest / base - share) <= TOLERANCE:
        return
    times = multiplied(share, base)
    if times is not None:
        yield _share_count(roadmap, path, figure, count=Fraction(times), base=base)
    elif figure.bound == "exactly":
        below = Fraction(int(share * base / 100))
        fitting = _bases_below(base, share)
        yield issue_at(
            roadmap,
            "impossible-share",
            path,
            printed=figure.printed,
            share=figure_words(share),
            base=figure_words(base),
            below=percent_words(100 * below / base),
            below_count=figure_words(below),
            above=percent_words(100 * (below + 1) / base),
            above_count=figure_words(below + 1),
            bases=list_words(fitting[-_MOST_BASES:]) or "—",
        )


def _bases_below(base: Fraction, share: Fraction) -> list[int]:
    """The smaller bases of which some count is the share."""
    return [
        smaller
        for smaller in range(2, min(int(base), _LARGEST_LISTED))
        if abs(Fraction(100 * round(share * smaller / 100), smaller) - share) <= TOLERANCE
    ]


def _fitting_bases(share: Fraction, count: Fraction) -> str:
    """The bases for which the count is the share as printed: «436, 437» or «380–392»."""
    half = Fraction(1, 2 * 10 ** len(str(float(share)).partition(".")[2].rstrip("0")))
    least = 100 * count / (share + half)
    most = 100 * count / (share - half) if share > half else Fraction(_LARGEST_BASE)
    first = int(least) if least == int(least) else int(least) + 1
    last = min(int(most), _LARGEST_BASE)
    if last < first:
        return "—"
    few = last - first < _MOST_BASES
    return list_words(range(first, last + 1)) if few else f"{first}–{last}"


def _ambiguous(roadmap: Roadmap, path: Path, figure: DeclaredFigure) -> Issue:
    count = Fraction(figure.count or 0).limit_denominator()
    shares = "; ".join(
        f"{figure_words(count)}/{figure_words(base)} = {percent_words(100 * count / Fraction(base))} %"
        for base in figure.bases
    )
    return issue_at(roadmap, "ambiguous-base", path, printed=figure.printed, shares=shares)


def _offered(roadmap: Roadmap, path: Path, figure: DeclaredFigure) -> Iterator[Issue]:
    """Items that fewer were asked of than the share is counted over."""
    base = base_of(figure)
    activities = {a.key: a for a in roadmap.file.activities}
    fewer = []
    for key in figure.items:
        activity = activities.get(key)
        if base is None or activity is None or not activity.audience:
            continue
        asked = [o for o in roadmap.organisations_of(activity.audience) if o.kind != "office"]
        if len(asked) < base:
            fewer.append(f"{activity.number} – {len(asked)}")
    if fewer and base is not None:
        facts = {"printed": figure.printed, "base": figure_words(base), "items": list_words(fewer)}
        yield issue_at(roadmap, "audience-denominator", path, **facts)


def _clashes(roadmap: Roadmap) -> Iterator[Issue]:
    """Figures on one subject that say different things; levels are vekha/checking/levels.py."""
    first: dict[str, DeclaredFigure] = {}
    for key, figure in roadmap.file.declared.figures.items():
        if not figure.subject or figure.level:
            continue
        before = first.setdefault(figure.subject, figure)
        if before is figure:
            continue
        one, other = _said(before), _said(figure)
        if one and other and one == other and before.share and figure.share:
            # One count, two shares: «84 %» and «более 80 %» of the same twelve schools.
            one, other = (_percent(before), True), (_percent(figure), True)
        if one and other and abs(one[0] - other[0]) > (TOLERANCE if one[1] and other[1] else 0):
            yield issue_at(
                roadmap,
                "figures-clash",
                ("declared", "figures", key),
                first=before.printed,
                second=figure.printed,
                one=figure_words(one[0]) + (" %" if one[1] else ""),
                other=figure_words(other[0]) + (" %" if other[1] else ""),
            )


def _said(figure: DeclaredFigure) -> tuple[Fraction, bool] | None:
    """What a figure says: its count, else its share (True)."""
    if figure.count is not None:
        return Fraction(figure.count).limit_denominator(), False
    return (_percent(figure), True) if figure.share is not None else None


def _partition(roadmap: Roadmap, path: Path, partition: Partition) -> Iterator[Issue]:
    figures = roadmap.file.declared.figures
    parts = [figures[key] for key in partition.parts if key in figures]
    whole = Fraction(partition.of).limit_denominator()
    shares = [_percent(part) for part in parts if part.share is not None]
    counts = [_count(part, whole) for part in parts]
    known = [count for count in counts if count is not None]
    over = sum(known) > whole
    if sum(shares) > 100 + TOLERANCE or over:
        yield issue_at(
            roadmap,
            "partition-over-100",
            path,
            title=partition.title,
            shares=" + ".join(figure_words(share) for share in shares),
            total=figure_words(sum(shares, start=Fraction(0))),
            counts=" + ".join(figure_words(count) for count in known),
            counted=figure_words(sum(known, start=Fraction(0))),
            of=figure_words(whole),
        )
    bands = [part.band for part in parts if part.band]
    gaps, twice = _uncovered(bands, until=partition.until), _covered_twice(bands)
    if gaps or twice:
        facts = {
            "title": partition.title,
            "gaps": list_words(gaps) or "—",
            "twice": list_words(twice) or "—",
        }
        yield issue_at(roadmap, "partition-bands", path, **facts)


def _count(figure: DeclaredFigure, whole: Fraction) -> Fraction | None:
    """The count, said or meant: 28 % of 15 is 4, however the 28 came about."""
    if figure.count is not None:
        return Fraction(figure.count).limit_denominator()
    if figure.share is None:
        return None
    times = multiplied(_percent(figure), whole)
    return Fraction(times) if times else Fraction(round(_percent(figure) * whole / 100))


def _uncovered(bands: list[tuple[float, float]], *, until: float) -> list[str]:
    """The stretches of 0 to `until` that no band covers; nothing where no bands are declared."""
    if not bands:
        return []
    gaps, reached = [], 0.0
    for least, most in sorted(bands):
        if least > reached:
            gaps.append(f"{figure_words(reached)}–{figure_words(least)}")
        reached = max(reached, most)
    if reached < until:
        gaps.append(f"{figure_words(reached)}–{figure_words(until)}")
    return gaps


def _covered_twice(bands: list[tuple[float, float]]) -> list[str]:
    """What two bands have in common; a bound shared by neighbours (15–25, 25–30) is none."""
    found = []
    for (least, most), (following, last) in pairwise(sorted(bands)):
        start, end = max(least, following), min(most, last)
        point = start == end and (least == most or following == last)
        if start < end or point:
            found.append(
                figure_words(start) if point else f"{figure_words(start)}–{figure_words(end)}"
            )
    return found
