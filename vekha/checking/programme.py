"""The checks of one roadmap, each in a function of its own, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vekha.checking.document import check_document
from vekha.checking.rosters import check_rosters
from vekha.checking.span import check_span
from vekha.checking.visits import check_visits
from vekha.checking.wholeness import check_wholeness
from vekha.checking.wording import check_wording
from vekha.dating.dates import order_day
from vekha.dating.schedule import Schedule
from vekha.issues import Issue, Place
from vekha.reading.source import Path, path_text
from vekha.roadmap.people import Pairing
from vekha.roadmap.programme import Roadmap
from vekha.terms import Term, TermKind, read_term

_NEAR = 50  # so many stages behind it a stage is compared with: no roadmap has more


def check_programme(roadmap: Roadmap, schedule: Schedule) -> list[Issue]:
    """All findings."""
    found: list[Issue] = []
    found += _passport(roadmap, schedule)
    found += _stages(roadmap, schedule)
    found += _activities(roadmap, schedule)
    for key, pairing in roadmap.file.pairings.items():
        found += _pairing(roadmap, key, pairing)
    found += check_rosters(roadmap)
    found += check_document(roadmap, schedule)
    found += check_wholeness(roadmap, schedule)
    found += check_span(roadmap, schedule)
    found += check_visits(roadmap, schedule)
    found += check_wording(roadmap)
    return found


def _issue(roadmap: Roadmap, code: str, path: Path, **facts: object) -> Issue:
    for end in range(len(path), -1, -1):
        place = roadmap.places.get(path[:end])
        if place is not None:
            return Issue(code, place, path_text(path), facts)
    return Issue(code, Place("roadmap.yaml", 1, 1), path_text(path), facts)


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "—"


def _passport(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    first: dict[str, int] = {}
    for index, row in enumerate(roadmap.file.passport):
        path: Path = ("passport", index)
        if row.label in first:
            before = roadmap.file.passport[first[row.label]]
            if before.text != row.text:
                place = roadmap.places.get(("passport", first[row.label]))
                line = place.line if place else 0
                yield _issue(roadmap, "duplicate-passport-label", path, label=row.label, first=line)
        first.setdefault(row.label, index)
        if "срок" in row.label.lower() or "мерзім" in row.label.lower():
            yield from _open_term(roadmap, schedule, path, " ".join(row.text))


def _open_term(roadmap: Roadmap, schedule: Schedule, path: Path, text: str) -> Iterator[Issue]:
    term = read_term(text, period=roadmap.period, language=roadmap.file.language)
    dated = [t for t in schedule.activities.values() if t.windows and t.start]
    if term.kind is TermKind.CONTINUOUS and dated:
        starts = min(t.start for t in dated if t.start)
        ends = max(t.until for t in dated if t.until)
        yield _issue(
            roadmap, "passport-term-open", path, text=text, starts=_day(starts), ends=_day(ends)
        )


def _stages(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    return (issue for issue, declared in _overlaps(roadmap, schedule) if not declared)


def declared_overlaps(roadmap: Roadmap, schedule: Schedule) -> list[tuple[Issue, str]]:
    """Stages that overlap and say so: the finding, and the line that settles it as its reason."""
    return [(issue, said) for issue, said in _overlaps(roadmap, schedule) if said]


def _overlaps(roadmap: Roadmap, schedule: Schedule) -> Iterator[tuple[Issue, str]]:
    """Each two stages with a day in common, and how the file declares it; empty: it does not."""
    stages = roadmap.file.stages
    keys = [k for k in stages if schedule.stages[k].windows]
    for index, first in enumerate(keys):
        for second in keys[index + 1 : index + 1 + _NEAR]:
            if not _overlap(schedule.stages[first], schedule.stages[second]):
                continue
            one, other = stages[first], stages[second]
            facts: dict[str, object] = {
                "first": other.title,
                "first_term": other.term or _span(schedule.stages[second]),
                "second": one.title,
                "second_term": one.term or _span(schedule.stages[first]),
                "second_key": first,
            }
            declared = (
                first if first in other.overlaps else second if second in one.overlaps else ""
            )
            said = f"overlaps: [{declared}]" if declared else ""
            yield _issue(roadmap, "stage-overlap", ("stages", second), **facts), said


def _span(term: Term) -> str:
    """The days of a stage whose term is that of its activities."""
    return f"{_day(term.start or term.until)} – {_day(term.until)}"


def _overlap(one: Term, other: Term) -> bool:
    """Whether two terms share more than one month's edge: a day counts."""
    return any(
        (a.start or a.until) <= b.until and (b.start or b.until) <= a.until
        for a in one.windows
        for b in other.windows
    )


def _activities(roadmap: Roadmap, schedule: Schedule) -> Iterator[Issue]:
    basis = _basis(roadmap)
    for index, activity in enumerate(roadmap.file.activities):
        path: Path = ("activities", index)
        term = schedule.activities[activity.key]
        order = activity.order or basis
        issued = order_day(roadmap, order) if order else None
        if order and issued and term.until and issued > term.until:
            yield _issue(
                roadmap,
                "order-after-activity",
                (*path, "term"),
                number=activity.number,
                term=activity.term,
                starts=_day(term.start or term.until),
                order=roadmap.file.orders[order].printed,
                issued=_day(issued),
            )
        printed = activity.performers_printed
        if "№" in printed and "риказ" in printed:
            yield _issue(
                roadmap,
                "performer-not-a-person",
                (*path, "performers_printed"),
                number=activity.number,
                text=printed,
            )
        if term.windows:
            yield from _outside(roadmap, term, (*path, "term"))


def _basis(roadmap: Roadmap) -> str | None:
    """The dated order that the passport names as the programme's basis."""
    passport = " ".join(text for row in roadmap.file.passport for text in row.text)
    for key, order in roadmap.file.orders.items():
        if order.date and order.printed in passport:
            return key
    return None


def _outside(roadmap: Roadmap, term: Term, path: Path) -> Iterator[Issue]:
    period = roadmap.period
    latest = date(period.until.year, 8, 31) if period.kind == "school-year" else period.until
    for window in term.windows:
        for day in (window.start, window.until):
            if day and not period.start.replace(month=min(8, period.start.month), day=1) <= day:
                yield _issue(roadmap, "outside-period", path, day=_day(day), period=period.label)
                break
            if day and day > latest:
                yield _issue(roadmap, "outside-period", path, day=_day(day), period=period.label)
                break


def _pairing(roadmap: Roadmap, key: str, pairing: Pairing) -> Iterator[Issue]:
    mentor_of: dict[str, str] = {}
    for index, pair in enumerate(pairing.pairs):
        for position, mentee in enumerate(pair.mentees):
            if mentee in mentor_of:
                path = ("pairings", key, "pairs", index, "mentees", position)
                yield _issue(
                    roadmap,
                    "mentee-twice",
                    path,
                    name=_name(roadmap, mentee),
                    first=_name(roadmap, mentor_of[mentee]),
                    second=_name(roadmap, pair.mentor),
                )
            mentor_of.setdefault(mentee, pair.mentor)
    kinds = {roadmap.organisations[m].kind for m in mentor_of if m in roadmap.organisations}
    # Schools without a curator are told of together: vekha/checking/curating.py.
    for organisation in roadmap.organisations.values() if pairing.kind != "curator" else ():
        if organisation.kind in kinds and organisation.key not in mentor_of:
            facts: dict[str, object] = {"name": organisation.name}
            yield Issue("mentee-missing", organisation.place, f"pairings.{key}", facts)
    sizes = {pair.mentor: len(pair.mentees) for pair in pairing.pairs}
    if sizes and max(sizes.values()) >= 2 * max(1, min(sizes.values())):
        most = max(sizes, key=lambda m: sizes[m])
        yield _issue(
            roadmap,
            "uneven-load",
            ("pairings", key),
            least=min(sizes.values()),
            most=sizes[most],
            name=_name(roadmap, most),
        )


def _name(roadmap: Roadmap, organisation: str) -> str:
    found = roadmap.organisations.get(organisation) or roadmap.people.get(organisation)
    return found.label if found else organisation
