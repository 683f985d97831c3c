"""The head of the draft: title, key, body, coordinators, and whom the roles mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.importing.blocks import Paragraph
from vekha.importing.draft import REPLACE, Draft
from vekha.importing.headings import coordinator_lines, find_body, find_title, quoted_name
from vekha.importing.keys import slug
from vekha.importing.letters import flat
from vekha.importing.persons import find_persons
from vekha.importing.register import Register

_NAME = re.compile(r"(?i)^(?:полное |краткое )?(?:наименование|название|.*атауы)")


def fill_heading(draft: Draft, heading: Sequence[Paragraph], register: Register) -> None:
    """Complete the draft once everybody is known."""
    rows = [(row.label, " ".join(row.texts)) for row in draft.passport]
    named = next((text for label, text in rows if _NAME.match(label) and len(text) < 300), "")
    draft.title = flat(named) or find_title(heading) or f"{REPLACE}: название"
    quoted = quoted_name(draft.title) or quoted_name(" ".join(p.text for p in heading))
    stem = draft.source.rpartition(".")[0] or draft.source
    draft.key = slug(quoted or stem, words=5) or "roadmap"
    texts = [block.text for block in draft.blocks if isinstance(block, Paragraph)]
    draft.body = find_body(heading, rows, texts)
    if not draft.body:
        draft.body = f"{REPLACE}: организация, которая ведёт программу"
    elif not any(o.name == draft.body for o in register.organisations):
        register.organisation(draft.body, kind="office", line=0)
    for organisation in register.organisations:
        if organisation.name == draft.body:
            organisation.kind = "office"
    draft.coordinators = _coordinators(draft, heading, register)
    _fill_roles(draft, register)


def _coordinators(draft: Draft, heading: Sequence[Paragraph], register: Register) -> list[str]:
    keys = [
        register.person(named, line=paragraph.line, role="coordinator").key
        for paragraph in coordinator_lines(heading)
        for named in find_persons(paragraph.text)
    ]
    for row in draft.passport if not keys else ():
        if re.match(
            r"(?i)координатор|.*үйлестіруші|руководител\w* (?:проекта|программы)", row.label
        ):
            text = "\n".join(row.texts)
            keys += [register.person(p, line=row.line).key for p in find_persons(text)]
    if not keys:
        keys = [
            p.key for p in register.people if re.search(r"(?i)координатор|үйлестіруші", p.position)
        ]
    if not keys:
        keys = [
            register.placeholder(
                "koordinator", f"Координатор ({REPLACE}: в документе не назван)"
            ).key
        ]
    unique = list(dict.fromkeys(keys))
    for person in register.people:
        if person.key in unique:
            person.role = "coordinator"
    return unique


def _fill_roles(draft: Draft, register: Register) -> None:
    """Roles whose words are those of a position mean all who hold it."""
    held = {p.role for p in register.people}
    for role in register.roles:
        if re.match(r"(?i)координатор|үйлестіруші", role.title):
            role.people = list(draft.coordinators)
        elif re.match(r"(?i)директор|руководители (?:ОО|школ)|мектеп директор", role.title):
            role.position = "director" if "director" in held else ""
        elif re.match(r"(?i)куратор", role.title) and "curator" in held:
            role.position = "curator"
