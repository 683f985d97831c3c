"""Activities written as items of a list: «1. Провести … Срок: … Ответственный: …», as orders do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vekha.importing.blocks import Block, Paragraph
from vekha.importing.letters import flat
from vekha.importing.plan_rows import PlanRow
from vekha.importing.stages import is_term
from vekha.terms import Period

_TERM = r"(?:Срок(?:и)?(?:\s+(?:исполнения|проведения|выполнения|реализации))?|(?:Орындау\s+)?[Мм]ерзімі)"
_RESPONSIBLE = (
    r"(?:Ответственн(?:ый|ые|ая)(?:\s+(?:исполнител\w+|лиц\w+|за\s+\w+))?|Отв\.|отв\.|ответственн(?:ый|ые|ая)|"
    r"Исполнител[ьи]|Жауапты(?:лар|\s+орындаушы(?:лар)?)?)"
)
_RESULT = r"(?:Ожидаемый результат|Результат|Форма завершения|Аяқталу нысаны)"
_MARK = re.compile(
    rf"(?:^|(?<=[\s(.;,–—-]))(?P<mark>(?P<term>{_TERM})|(?P<who>{_RESPONSIBLE})|(?P<result>{_RESULT}))"
    r"\s*[:–—-]\s*"
)
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)*)[.)]?\s+")
_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_DAY_FIRST = re.compile(
    r"(?P<term>\d{1,2}(?:\s?[-–]\s?\d{1,2})?(?:\.\d{2}(?:\.(?:20)?\d\d)?(?:\s?г\.)?|"
    rf"\s(?:{_MONTHS})(?:\s(?:19|20)\d\d(?:\s?г\.|\sгода)?)?))\s*[–—-]\s+(?P<title>.+)"
)
_WHO_BEHIND = re.compile(r"(?i)\s*\((?:ответственн\w+|отв\.?)\s*[:–—-]?\s*([^()]+)\)\s*[.;]?$")
_EDGES = " .;,–—-"
LONGEST = 1500


def find_listed(
    blocks: Sequence[Block], at: int, *, dated: bool = False
) -> tuple[PlanRow, int] | None:
    """The activity that begins at a block, and how many blocks it takes; None for any other text.

    It must say a term, or be `dated` by what it stands under; what is responsible and what results
    may follow in lines of their own.
    """
    first = blocks[at]
    if not isinstance(first, Paragraph) or len(first.text) > LONGEST:
        return None
    text, used = first.text, 1
    for block in blocks[at + 1 : at + 4]:
        found = _MARK.match(block.text.strip()) if isinstance(block, Paragraph) else None
        if found is None or not isinstance(block, Paragraph) or len(block.text) > LONGEST // 3:
            break
        text = f"{text}\n{block.text}"
        used += 1
    parts = list(_MARK.finditer(text))
    head = text[: parts[0].start()] if parts else ""
    number = _NUMBER.match(head)
    title = flat(head[number.end() :] if number else head).strip(_EDGES)
    told = any(p["term"] for p in parts) or (dated and bool(parts))
    if not told or len(title) < (6 if dated else 8) or not (number or len(parts) > 1):
        return None
    values = {"term": "", "who": "", "result": ""}
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        kind = next(name for name in values if part[name])
        value = text[part.end() : following.start() if following else len(text)]
        values[kind] = values[kind] or _bare(value)
    row = PlanRow(
        number=number[1] if number else "",
        title=title,
        term=values["term"],
        responsible=values["who"],
        result=values["result"],
        section=None,
        others=(),
        line=first.line,
    )
    return row, used


def read_dated(text: str, *, line: int, period: Period) -> PlanRow | None:
    """«20-24.10 – Неделя уроков (ответственные – учителя)»: the day first."""
    found = _DAY_FIRST.match(flat(text)) if len(text) < 400 else None
    if found is None or not is_term(found["term"], period):
        return None
    title, who = found["title"], ""
    behind = _WHO_BEHIND.search(title)
    if behind:
        title, who = title[: behind.start()], behind[1]
    if len(title.strip()) < 5:
        return None
    return PlanRow("", title.strip(" ,;."), found["term"], who.strip(), "", None, (), line)


def read_dashed(text: str, *, line: int, period: Period) -> PlanRow | None:
    """«2.1. Фестиваль чтения – 20 октября – школьные библиотекари»: a measure, its term, who does it.

    The term must be one that can be dated and nothing else, the measure must be numbered.
    """
    number = _NUMBER.match(text) if len(text) < 400 else None
    parts = re.split(r"\s[–—-]\s", flat(text[number.end() :])) if number else []
    if number is None or len(parts) < 2:
        return None
    at = next((i for i, p in enumerate(parts) if i and is_term(p.strip(_EDGES), period)), 0)
    title = " – ".join(parts[:at])
    if len(title) < 8:
        return None
    term = parts[at].strip(" ;,–—-")
    who = " – ".join(parts[at + 1 :]).strip(" ;,")
    return PlanRow(number[1], title, term, who, "", None, (), line)


def _bare(text: str) -> str:
    """A value without the marks around it; «2021 г.» and «Петров П.П.» keep their points."""
    bare = flat(text).strip(" ;,(–—-")
    if bare.count(")") > bare.count("("):
        bare = bare.rstrip(" .)")
    if re.search(r"(?:\bг|(?<![А-ЯЁ])[А-ЯЁ])\.$", bare):
        return bare
    return bare.rstrip(" .")
