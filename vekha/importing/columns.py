"""What the columns of a table hold, told by their names: the many wordings of plans, ru, kk and en.

Names are compared by their letters only: line breaks, hyphens and wrong spaces do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from vekha.importing.letters import squeezed

LONGEST_NAME = 70  # letters: a longer cell is a text, not the name of a column


class Column(StrEnum):
    """The kinds of columns of a plan's table."""

    NUMBER = "number"
    MEASURE = "measure"
    TERM = "term"
    RESPONSIBLE = "responsible"
    RESULT = "result"
    MARK = "mark"
    STAGE = "stage"
    OTHER = "other"
    NONE = ""


# In this order: «Ответственный за мероприятие» is no measure, «Результат мероприятия» is a result.
_WORDINGS: tuple[tuple[Column, str], ...] = (
    (Column.NUMBER, r"(?:№|n|no|#)?(?:пп|пп№|рс|рс№|ретсаны|реттік№?|номерстроки|номер|num|number)"),
    (Column.OTHER, r".*(?:расход|затрат|финансир|сумма|бюджет|тенге|рублей|қаржы|шығын)"),
    (Column.MARK, r"(?:отметка|статус|мойстатус|күйі|орындалуытуралы|орындалуы$|белгі|status|"
                  r"выполнение$|выполнено|исполнение$|ходисполнения|информацияобисполнении)"),
    (Column.RESULT, r"(?:.*результат|ожидаем|предполагаем|итоговыйдокумент|итоговыйпродукт|"
                    r"форма(?:завершения|отч[её]т)|виддокумента|выход$|продукт|отч[её]тныйдокумент|"
                    r"аяқталу|.*нәтиже|шығусанаты|(?:expected)?(?:result|outcome|output))"),
    (Column.RESPONSIBLE, r"(?:.*ответствен|.*исполнител|соисполнител|фио|ктоисполняет|ктопроводит|"
                         r"куратор|организатор|.*жауапты|.*орындаушы|responsible|performer|owner)"),
    (Column.TERM, r"(?:.*срок|дата|датыпроведения|даты$|время|.*времяпроведения|период|месяц|"
                  r"когда|день$|число$|.*мерзім|.*уақыты|күні|айы$|өткізукүні|"
                  r"term|deadline|date|when|due|timing)"),
    (Column.STAGE, r"(?:наименованиеэтап|этап|раздел|блок|модуль|кезең|бөлім|stage|section)"),
    (Column.MEASURE, r"(?:.*мероприят|формаработы|формыработы|видработ|видыработ|видыдеятельности|"
                     r"виддеятельности|дела|событи|содержание|темане|тема$|темы$|тематика|действи|"
                     r"перечень|работа$|наименованиеработ|наименование$|наименованиепункт|"
                     r"что(?:нужно)?сделать|планируемыедействия|меры$|мера$|задач[аи]?$|шаги?$|вопрос|"
                     r"направлени|.*ісшара|шаралар|әрекет|жұмыс|атауы|мазмұны|"
                     r"measure|activity|activities|action|task)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(wording)) for kind, wording in _WORDINGS)
_SIGNS_OF_NUMBER = {"№", "№№", "n", "#", "no", "№пп"}


def kind_of(name: str) -> Column:
    """The kind of a column by its name."""
    bare = name.strip().lower()
    letters = squeezed(bare)
    if not letters and "№" not in bare and "#" not in bare:
        return Column.NONE
    if bare.rstrip(".") in _SIGNS_OF_NUMBER or not letters:
        return Column.NUMBER
    if len(letters) > LONGEST_NAME:
        return Column.OTHER
    for kind, wording in _COMPILED:
        if wording.match(letters):
            return kind
    return Column.OTHER


def plan_columns(names: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns of a plan's table, or None where these are not the names of one.

    A plan has a measure and beside it a term, a responsible or a result. «Направление» and
    «Этап» beside a measure are stages; without one they are the measure themselves.
    """
    if any(len(squeezed(name)) > LONGEST_NAME for name in names):
        return None
    kinds = [kind_of(name) for name in names]
    if Column.MEASURE not in kinds and Column.STAGE in kinds:
        kinds[kinds.index(Column.STAGE)] = Column.MEASURE
    kinds = _one_measure(kinds, names)
    if kinds and kinds[0] is Column.NONE and Column.NUMBER not in kinds:
        kinds[0] = Column.NUMBER
    if Column.MEASURE not in kinds:
        return None
    beside = {Column.TERM, Column.RESPONSIBLE} & set(kinds)
    if not beside and not {Column.RESULT, Column.MARK} & set(kinds):
        return None
    return tuple(kinds) if beside else None


def _one_measure(kinds: list[Column], names: Sequence[str]) -> list[Column]:
    """Of several columns that could hold the measure, the one named so; the first others are stages."""
    at = [i for i, kind in enumerate(kinds) if kind is Column.MEASURE]
    if len(at) < 2:
        return kinds
    best = next(
        (i for i in at if re.search("мероприят|ісшара|activit|дела", squeezed(names[i]))), at[-1]
    )
    for i in at:
        if i != best:
            kinds[i] = Column.STAGE if i < best and _is_direction(names[i]) else Column.OTHER
    return kinds


def _is_direction(name: str) -> bool:
    return bool(re.match("направлени|задач|раздел|этап|блок|модуль", squeezed(name)))
