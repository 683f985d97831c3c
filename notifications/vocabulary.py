"""The filters and functions that letter templates may use, in the language and zone of the letter.

The phrases themselves are made in phrases.py, the shapes in shapes.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from notifications import phrases
from notifications.contexts import (
    ActivityToMark,
    Contact,
    Document,
    GivenAnswer,
    MissingAnswer,
    Unreachable,
)
from notifications.shapes import RowGroup, Shape


def _language(context: Context) -> str:
    return str(context["language"])


def _zone(context: Context) -> str:
    return str(context["zone"])


@pass_context
def day(context: Context, value: str) -> str:
    return phrases.say_day(value, language=_language(context))


@pass_context
def weekday(context: Context, value: str) -> str:
    return phrases.say_weekday(value, language=_language(context))


@pass_context
def moment(context: Context, value: str) -> str:
    return phrases.say_moment(value, zone=_zone(context), language=_language(context))


@pass_context
def until(context: Context, value: str) -> str:
    return phrases.say_until(value, zone=_zone(context), language=_language(context))


@pass_context
def until_day(context: Context, value: str) -> str:
    return phrases.say_until_day(value, language=_language(context))


@pass_context
def count(context: Context, number: int, *forms: str) -> str:
    return phrases.say_count(number, *forms, language=_language(context))


@pass_context
def duration(context: Context, minutes: int | None) -> str:
    return phrases.say_duration(minutes, language=_language(context))


@pass_context
def quoted(context: Context, name: str) -> str:
    return phrases.quoted(name, language=_language(context))


def contact_with(phone: Shape, mail: Shape) -> Callable[..., str]:
    """The live person to ask, with what there is of position, telephone and address."""

    @pass_context
    def contact(context: Context) -> str:
        who = context["coordinator"]
        parts: list[str] = [part for part in (who["name"], who["position"]) if part]
        if who["phone"]:
            word = "tel. " if _language(context) == "en" else "тел. "
            parts.append(_joined("", [word, phone(who["phone"])]))
        if who["email"]:
            parts.append(mail(who["email"]))
        return _joined(", ", parts)

    return contact


def _joined(between: str, parts: Sequence[str]) -> str:
    """Joined; as Markup, with the plain parts escaped, as soon as one of them is Markup."""
    if any(isinstance(part, Markup) for part in parts):
        return escape(between).join(parts)
    return between.join(parts)


def reached(who: Contact) -> str:
    """A live person on one line: «Ельцова Л.Ф., методист, 8 7152 46-00-00, e@x.example»."""
    parts = (who["name"], who["position"], who["phone"], who["email"])
    return ", ".join(part for part in parts if part)


def undotted(text: str) -> str:
    """A text that a sentence ends with: its own full stop goes."""
    return text.strip().rstrip(".")


def titled(documents: Iterable[Document]) -> list[tuple[str, str]]:
    return [(document["title"], document["link"]) for document in documents]


def answered(answers: Iterable[GivenAnswer]) -> list[tuple[str, str]]:
    """Question and answer; an empty answer shows as a dash, for it was given as empty."""
    return [(a["question"], a["answer"] or "—") for a in answers]


def numbered_titles(activities: Iterable[ActivityToMark], term: str) -> list[tuple[str, str]]:
    return [(f"{a['number']}. {a['title']} ({term}: {a['term']})", a["link"]) for a in activities]


MOST_ROWS = 100
"""So many rows of a table are written out: Gmail cuts a letter off at 102 KB of HTML, and a row costs
700 bytes. The rest are counted, and are on the board."""

FEWEST_ROWS = 10

MORE = {
    "ru": ("… и ещё {} организация", "… и ещё {} организации", "… и ещё {} организаций"),
    "kk": ("… және тағы {} ұйым",),
    "en": ("… and {} more organisation", "… and {} more organisations"),
}


def missing_table_of(table: Shape, phone: Shape) -> Callable[..., str]:
    """The table of those who have not answered, by district, drawn with the given shape."""

    @pass_context
    def missing_table(
        context: Context,
        districts: Sequence[Mapping[str, object]],
        *,
        headers: Sequence[str],
        overdue: Sequence[str],
        tally: str = "",
        most: int = MOST_ROWS,
    ) -> str:
        language = _language(context)
        groups, late, left, hidden = [], False, max(most, FEWEST_ROWS), 0
        for district in districts:
            missing: Sequence[MissingAnswer] = district["missing"]  # type: ignore[assignment]
            if not missing:
                continue
            rows = [
                _missing_row(one, phone=phone, overdue=overdue, language=language)
                for one in missing[:left]
            ]
            hidden += len(missing) - len(rows)
            left -= len(rows)
            late = late or any(row[-1] for row in rows)
            if rows:
                groups.append(RowGroup(title=_title(district, tally=tally), rows=rows))
        if hidden:
            words = phrases.plural(hidden, *MORE[language], language=language).format(hidden)
            groups.append(RowGroup(title="", rows=[[words, "", "", ""]]))
        if late:
            return table(headers, groups)
        short = [RowGroup(title=g["title"], rows=[r[:-1] for r in g["rows"]]) for g in groups]
        return table(headers[:-1], short)

    return missing_table


def unreachable_table_of(table: Shape, phone: Shape) -> Callable[..., str]:
    """The table of those whom no letter reaches, with the reasons worded by the template."""

    def unreachable_table(
        lines: Sequence[Unreachable], *, headers: Sequence[str], reasons: Mapping[str, str]
    ) -> str:
        rows: list[list[object]] = [
            [
                one["organisation"],
                one["person"],
                phone(one["phone"]),
                reasons[one["why"]].format(email=one["email"], words=one["words"]).strip(": "),
            ]
            for one in lines
        ]
        return table(headers, [RowGroup(title="", rows=rows)])

    return unreachable_table


def _title(district: Mapping[str, object], *, tally: str) -> str:
    name = str(district["district"])
    return f"{name}: {tally.format(district['answered'], district['asked'])}" if tally else name


def _missing_row(
    one: MissingAnswer, *, phone: Shape, overdue: Sequence[str], language: str
) -> list[object]:
    days = one["days_overdue"]
    late = phrases.plural(days, *overdue, language=language).format(days) if days > 0 else ""
    return [one["organisation"], one["person"], phone(one["phone"]), late]


FILTERS: dict[str, Callable[..., object]] = {
    "day": day,
    "weekday": weekday,
    "moment": moment,
    "until": until,
    "until_day": until_day,
    "count": count,
    "duration": duration,
    "quoted": quoted,
    "by_order": phrases.by_order,
    "reached": reached,
    "undotted": undotted,
    "titled": titled,
    "answered": answered,
    "numbered_titles": numbered_titles,
}
