"""Tables of figures by district: the districts become organisations, their figures attributes."""

from __future__ import annotations

import re

from vekha.importing.blocks import Table
from vekha.importing.grid import rectangle
from vekha.importing.letters import UPPER, flat, squeezed
from vekha.importing.register import Register

_DISTRICT = re.compile(r"^(?:наименование)?(?:район|муниципалитет|округ|аудан)\w*$")
MOST_COLUMNS = 12


def read_districts(table: Table, register: Register) -> None:
    """Note the districts of a table that has a column «район», with the figures of their rows."""
    lines = rectangle(table)
    if len(lines) < 3 or len(lines[0].places) > MOST_COLUMNS:
        return
    names = [flat(text) for text in lines[0].texts()]
    column = next((i for i, name in enumerate(names) if _DISTRICT.match(squeezed(name))), None)
    if column is None:
        return
    for line in lines[1:]:
        texts = [flat(text) for text in line.texts()]
        name = texts[column]
        if not re.match(rf"[{UPPER}]", name) or re.match(r"(?i)итого|всего|барлығы", name):
            continue
        full = name if re.search(r"(?i)район|округ|аудан|город|г\.", name) else f"{name} район"
        key = register.district(full, line=line.line)
        district = next(o for o in register.organisations if o.key == key)
        district.short = district.short or (name if name != full else "")
        for title, text in zip(names, texts, strict=True):
            if (
                text
                and re.search(r"\d", text)
                and re.search(r"[^\W\d]", title)
                and title != names[column]
            ):
                district.attributes.setdefault(title, text)
