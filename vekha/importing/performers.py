"""The cell of those responsible into keys: people by name, and roles for everybody else."""

from __future__ import annotations

import re

from vekha.importing.letters import flat, unbroken, whole_brackets
from vekha.importing.orders import find_orders
from vekha.importing.persons import find_persons, is_position, without_persons
from vekha.importing.register import Register

_SEPARATORS = re.compile(r"[;\n]|,(?![^(«]*[)»])|(?<=\S)\s+(?=[-–—•·]\s)")
LONGEST = 3_000  # letters: a longer cell names nobody in particular
_EDGES = " ,.;:–—-•·*"
_SHORT_NAMES = re.compile(r"\s\S*[А-ЯЁ]{2,}\S*$")  # «Методисты ЦМРиИТО», before «, МК»
_GOES_ON = re.compile(r"\n(?=\s*(?:[а-яёәғқңөұүһі«№(]|[А-ЯЁ]\w+(?:ого|его|ой)\s))")
_NAMED = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+\s(?:[А-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?){1,2}")
_AGREED = re.compile(r"(?i)\(?\bпо согласованию\)?|\(келісім бойынша\)")


def read_performers(
    printed: str, register: Register, *, line: int, role: str = ""
) -> tuple[list[str], str]:
    """The keys of performers in order, and the key of an order named among them.

    `role` is what the column calls these people: «curator» under «Ф.И.О. куратора».
    """
    if len(printed) > LONGEST:
        return [], ""
    text = _GOES_ON.sub(" ", unbroken(printed))
    register.harvest(flat(text), line=line)
    orders = [register.order(order) for order in find_orders(text, line=line)]
    if orders:
        for order in find_orders(text, line=line):
            text = flat(text).replace(order.printed, "")
    persons = find_persons(text)
    found: list[str] = []
    gaps = list(without_persons(text, persons))
    for index, gap in enumerate(gaps):
        found += _roles(gap, register)
        if index < len(persons):
            found.append(register.person(persons[index], line=line, role=role).key)
    return list(dict.fromkeys(found)), orders[0] if orders else ""


def in_line(printed: str) -> str:
    """The cell in one line; lines that each name somebody are parted by commas."""
    lines = [flat(line) for line in unbroken(printed).split("\n") if line.strip()]
    text = ""
    for line in lines:
        apart = re.search(r"[\w.)»]$", text) and (is_position(line) or _NAMED.match(line))
        text = (
            f"{text}, {line}" if text and apart and line[:1].isupper() else f"{text} {line}".strip()
        )
    return text


def _roles(text: str, register: Register) -> list[str]:
    parts: list[str] = []
    for part in _SEPARATORS.split(text):
        if not part:
            continue
        plain = re.sub(r"^\d{1,2}[.)]\s+", "", _AGREED.sub("", flat(part)).strip())
        plain = re.sub(r"^(?:и|совместно с)\s+", "", plain.strip(_EDGES)).strip(_EDGES)
        plain = whole_brackets(plain)
        if not any(c.isalpha() for c in plain):
            continue
        short = len(plain) < 4 or (plain.isupper() and len(plain) < 6)
        if parts and short and _SHORT_NAMES.search(parts[-1]):
            parts[-1] = f"{parts[-1]}, {plain}"
        else:
            parts.append(plain)
    return [register.role(part).key for part in parts if len(part) > 1]
