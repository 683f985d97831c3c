"""A draft as the three files of a roadmap's folder: roadmap.yaml with comments, and two tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from vekha.importing.draft import (
    REPLACE,
    Draft,
    DraftActivity,
    DraftPairing,
    DraftPerson,
    DraftRole,
    Remark,
)
from vekha.importing.suggesting import implied_surveys
from vekha.importing.yaml_lines import comment, entry, scalar, title_line
from vekha.schema import LINE

_HEAD = """\
Черновик дорожной карты, составленный из документа «{source}».

Что проверить прежде всего:
  - места со словом ЗАМЕНИТЕ: этого в документе нет, или догадка может быть неверной;
  - адреса в people.csv: у координаторов стоят выдуманные (… .example), у остальных пусто;
  - строки, которые начинаются с «#» и номера строки документа: они не поняты или не имеют
    своего поля; перенесите нужное и удалите остальное.
Проверить файл: vekha check этой папки; увидеть весь год: vekha plan этой папки."""


def draft_files(draft: Draft) -> dict[str, str]:
    """The files by name. The same draft always gives the same texts."""
    return {
        "roadmap.yaml": "\n".join(_roadmap(draft)) + "\n",
        "organisations.csv": _organisations(draft),
        "people.csv": _people(draft),
    }


class _Remarks:
    """The remarks by anchor, each given once."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self._by_anchor: dict[tuple[str, int], list[Remark]] = {}
        for remark in remarks:
            self._by_anchor.setdefault(remark.anchor, []).append(remark)

    def after(self, section: str, number: int, *, indent: int) -> list[str]:
        lines: list[str] = []
        for remark in self._by_anchor.get((section, number), ()):
            lines += comment(f"[{remark.line}] {remark.text}", indent=indent)
        return lines


def _roadmap(draft: Draft) -> list[str]:
    remarks = _Remarks(draft.remarks)
    source = " ".join(draft.source.split())
    lines = [LINE, *(f"# {line}" for line in _HEAD.format(source=source).split("\n"))]
    lines += ["", "vekha: 1                      # версия формата, не менять"]
    lines += _general(draft)
    lines += _heading_and_passport(draft, remarks)
    lines += _orders(draft)
    lines += _lists(draft)
    lines += _roles(draft.roles)
    shown = [pairing for pairing in draft.pairings if not pairing.contested]
    for number, pairing in enumerate(draft.pairings, start=1):
        if pairing.contested:
            text = "\n".join([f"{REPLACE}: {pairing.contested}", *_pairing(pairing)])
            lines += comment(text, indent=2) + remarks.after("pairings", number, indent=2)
            continue
        lines += [*title_line("Закрепление"), "pairings:"] if pairing is shown[0] else [""]
        lines += _pairing(pairing) + remarks.after("pairings", number, indent=2)
    for number, stage in enumerate(draft.stages, start=1):
        lines += [*title_line("Этапы"), "stages:"] if number == 1 else []
        lines += [f"  {stage.key}:", *entry("title", stage.title, indent=4)]
        lines += entry("term", stage.term, indent=4, note=stage.note)
        lines += remarks.after("stages", number, indent=4)
    lines += _activities(draft, remarks)
    lines += _acknowledged(draft)
    return [*lines, *implied_surveys(draft)]


def _general(draft: Draft) -> list[str]:
    place = draft.place
    period_note = draft.period.why if draft.period.stated else f"{REPLACE}: {draft.period.why}"
    return [
        f"key: {draft.key}",
        *entry("title", draft.title, indent=0),
        *entry("body", draft.body, indent=0),
        f"language: {place.language}",
        *comment(f"Часовой пояс и страна: {place.why}; проверьте.", indent=0),
        f"timezone: {place.timezone}",
        f"country: {place.country}",
        *entry("period", draft.period.text, indent=0, note=f"Период: {period_note}."),
        *(entry("start", draft.start, indent=0) if draft.start else []),
    ]


def _heading_and_passport(draft: Draft, remarks: _Remarks) -> list[str]:
    lines: list[str] = []
    if draft.heading:
        lines += [*title_line("Заголовок документа, строка за строкой"), "heading:"]
        for text in draft.heading:
            lines += entry("-", text, indent=2)
    lines += remarks.after("heading", 0, indent=0)
    shown = [row for row in draft.passport if not row.contested]
    for number, row in enumerate(draft.passport, start=1):
        if row.contested:
            text = f"{REPLACE}: {row.label}: {chr(10).join(row.texts)}\n({row.contested})"
            lines += comment(text, indent=2) + remarks.after("passport", number, indent=2)
            continue
        if row is shown[0]:
            lines += [*title_line("Паспорт, строки по порядку, как напечатаны"), "passport:"]
        label = scalar(row.label) if row.label else '"—"'
        if len(row.texts) == 1:
            lines += entry(f"- {label}", row.texts[0], indent=2)
        else:
            lines.append(f"  - {label}:" if row.texts else f'  - {label}: ""')
            for text in row.texts:
                lines += entry("-", text, indent=6)
        lines += remarks.after("passport", number, indent=2)
    return lines


def _orders(draft: Draft) -> list[str]:
    lines = [*title_line("Приказы"), "orders:"] if draft.orders else []
    for key, order in draft.orders:
        lines += [f"  {key}:", *entry("printed", order.printed, indent=4)]
        if order.also:
            lines.append("    also_printed:")
            for text in order.also:
                lines += entry("-", text, indent=6)
        for name, text in (("issuer", order.issuer), ("date", order.date)):
            if text:
                lines += entry(name, text, indent=4)
        if order.number:
            lines.append(f'    number: "{order.number}"')
    return lines


def _lists(draft: Draft) -> list[str]:
    counts = f"{len(draft.organisations)} организаций, {len(draft.people)} человек"
    return [
        *title_line(f"Списки ({counts}), координаторы, рассылка"),
        "organisations: organisations.csv",
        "people: people.csv",
        f"# {REPLACE} адреса координаторов в people.csv: в документе адресов нет.",
        f"coordinators: [{', '.join(draft.coordinators)}]",
        "sending:",
        *entry("sender", draft.title if len(draft.title) < 80 else draft.key, indent=2),
        f"  address: {draft.key}@zamenite.example    # {REPLACE}: адрес отправителя",
        f"  reply_to: {draft.coordinators[0]}",
    ]


def _roles(roles: Sequence[DraftRole]) -> list[str]:
    lines = title_line("Роли: кого документ называет исполнителями")
    lines += comment(
        "Роль без people и position пока никому не пишет: назовите людей (people), или роль из "
        "people.csv (position), или через кого писать коллективу (through).",
        indent=0,
    )
    lines.append("roles:" if roles else "roles: {}")
    for role in roles:
        lines += [f"  {role.key}:", *entry("title", role.title, indent=4)]
        if role.people:
            lines.append(f"    people: [{', '.join(role.people)}]")
        if role.position:
            lines.append(f"    position: {role.position}")
        if role.collective:
            lines.append("    collective: true")
    return lines


def _pairing(pairing: DraftPairing) -> list[str]:
    lines = [f"  {pairing.key}:", *entry("title", pairing.title, indent=4)]
    lines.append(f"    kind: {pairing.kind}")
    if pairing.order:
        lines.append(f"    order: {pairing.order}")
    lines.append("    pairs:" if pairing.pairs else "    pairs: []")
    for pair in pairing.pairs:
        first = f"district: {pair.district}\n        " if pair.district else ""
        text = f"      - {first}mentor: {pair.mentor}"
        lines += text.split("\n")
        mentees = ", ".join(pair.mentees)
        if len(mentees) < 80:
            lines.append(f"        mentees: [{mentees}]")
        else:
            lines += ["        mentees:", *(f"          - {key}" for key in pair.mentees)]
        if pair.printed:
            lines += entry("printed", pair.printed, indent=8)
    return lines


def _activities(draft: Draft, remarks: _Remarks) -> list[str]:
    lines: list[str] = []
    for number, activity in enumerate(draft.activities, start=1):
        if number == 1:
            lines += [*title_line("Мероприятия: строки плана, как напечатаны"), "activities:"]
        else:
            lines.append("")
        lines += _activity(activity) + remarks.after("activities", number, indent=4)
    return lines


def _activity(activity: DraftActivity) -> list[str]:
    note = f"    # {activity.number_note}" if activity.number_note else ""
    lines = [f"  - key: {activity.key}", f"    number: {_quoted(activity.number)}{note}"]
    lines += entry("title", activity.title, indent=4)
    if activity.details:
        lines.append("    details:")
        for text in activity.details:
            lines += entry("-", text, indent=6)
    lines += entry("term", activity.term, indent=4, note=activity.term_note)
    if activity.stage:
        lines.append(f"    stage: {activity.stage}")
    if activity.performers:
        lines += _keys("performers", activity.performers)
    if activity.performers_printed:
        lines += entry("performers_printed", activity.performers_printed, indent=4)
    if activity.result:
        lines += entry("result", activity.result, indent=4)
    if activity.order:
        lines.append(f"    order: {activity.order}")
    return lines


def _acknowledged(draft: Draft) -> list[str]:
    """What the document contradicts itself in: to be mended, or accepted in the owner's words."""
    lines: list[str] = []
    for code, path, message in draft.acknowledged:
        if not lines:
            lines = [*title_line("Противоречия самого документа"), "acknowledged:"]
        lines += [*comment(message, indent=2), f"  - code: {code}"]
        if path:
            lines.append(f"    path: {path}")
        lines.append(f"    reason: {REPLACE} – так в документе; исправьте или впишите причину")
    return lines


def _keys(name: str, keys: Sequence[str]) -> list[str]:
    line = f"    {name}: [{', '.join(keys)}]"
    return [line] if len(line) <= 100 else [f"    {name}:", *(f"      - {k}" for k in keys)]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _organisations(draft: Draft) -> str:
    extra = list(dict.fromkeys(name for o in draft.organisations for name in o.attributes))
    columns = ["key", "name", "kind", "district", "short", "aliases", *extra]
    rows = (
        {
            "key": o.key,
            "name": o.name,
            "kind": o.kind,
            "district": o.district,
            "short": o.short,
            "aliases": "|".join(a.replace("|", "/") for a in o.aliases),
            **o.attributes,
        }
        for o in draft.organisations
    )
    return _csv(columns, rows)


def _people(draft: Draft) -> str:
    columns = [
        "key",
        "name",
        "position",
        "role",
        "organisation",
        "email",
        "phone",
        "acting",
        "note",
    ]
    return _csv(columns, (_person(p, draft) for p in draft.people))


def _person(person: DraftPerson, draft: Draft) -> dict[str, str]:
    notes = []
    email = ""
    if person.key in draft.coordinators:
        email = f"{person.key}@zamenite.example"
        notes.append(f"{REPLACE} адрес: он выдуман")
    if person.written:
        notes.append(f"в документе также: {', '.join(person.written)}")
    return {
        "key": person.key,
        "name": person.name,
        "position": person.position,
        "role": person.role,
        "organisation": person.organisation,
        "email": email,
        "phone": "",
        "acting": "да" if person.acting else "",
        "note": "; ".join(notes),
    }


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=";", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
