"""What is computed from answers: indicators, their level scales and targets, tables of reports.

What a document itself declares of its figures is vekha/roadmap/declared.py.
"""

from typing import Self

from pydantic import Field, model_validator

from vekha.roadmap.words import Key, TermText, Words, Written


class Level(Written):
    """One level of a scale, in percent; the lower bound belongs to it, the upper to the next."""

    short: str = Field(description="Обозначение: ВВ, ВС, С, СН, НН")
    title: Words = Field(description="Как уровень назван: «средний уровень, ближе к высокому»")
    least: float | None = Field(
        default=None,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="От скольких процентов, включительно",
    )
    below: float | None = Field(
        default=None,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="До скольких процентов; 100 входит в верхний уровень",
    )


class Scale(Written):
    """A scale of levels. It must cover 0 to 100 without gaps or overlaps."""

    title: Words = Field(description="Название шкалы")
    levels: tuple[Level, ...] = Field(min_length=1, description="Уровни снизу вверх")

    def level_of(self, percent: float) -> Level | None:
        """The level of a percentage; None where the scale says nothing of it."""
        for level in self.levels:
            least, below = level.least, level.below
            if least is None or below is None:
                continue
            if least <= percent < below or (below >= 100 and percent == 100):
                return level
        return None


class Counted(Written):
    """What is counted: exactly one of these."""

    sum: tuple[Key, ...] = Field(default=(), description="Сумма числовых ответов на эти вопросы")
    organisations: tuple[Key, ...] = Field(
        default=(), description="Организации, участвовавшие хотя бы в одном из этих пунктов"
    )
    places: tuple[Key, ...] = Field(
        default=(), description="Участия: каждый пункт каждой организации считается отдельно"
    )
    satisfied: tuple[Key, ...] = Field(default=(), description="Оценки «+» по этим пунктам")
    judged: tuple[Key, ...] = Field(default=(), description="Оценки «+» и «–» по этим пунктам")
    asked: tuple[Key, ...] = Field(
        default=(), description="Организации, которым предложен хотя бы один из этих пунктов"
    )
    offered: tuple[Key, ...] = Field(
        default=(),
        description="Предложенные участия: пункты без «не запланировано» и «не проводилось»",
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(bool(questions) for _, questions in self.given()) != 1:
            raise ValueError("exactly one of sum, organisations, places, satisfied, …")
        return self

    def given(self) -> tuple[tuple[str, tuple[Key, ...]], ...]:
        """(what is counted, in which questions), filled or not."""
        return tuple((name, getattr(self, name)) for name in type(self).model_fields)

    @property
    def of(self) -> tuple[str, tuple[Key, ...]]:
        """What is counted and in which questions."""
        return next(one for one in self.given() if one[1])


class Target(Written):
    """What is aimed at: «не менее 70 %»."""

    printed: str = Field(description="Цель, слово в слово")
    least: float | None = Field(
        default=None, ge=0, le=100, description="Не менее скольких процентов; пусто: числа нет"
    )
    indicator: Key | None = Field(
        default=None, description="Показатель, которым она измеряется; пусто: не измеряется"
    )
    by: TermText | None = Field(default=None, description="К какому сроку")


class Indicator(Written):
    """A figure by formula: numerator, denominator, unit, rounding, audience."""

    title: Words = Field(description="Название показателя")
    questionnaire: Key = Field(description="Анкета, из ответов на которую он считается")
    numerator: Counted = Field(description="Что делим")
    denominator: Counted = Field(description="На что делим (база)")
    out_of: int = Field(
        default=100, ge=1, le=100, description="100: доля в процентах; 10: коэффициент «из 10»"
    )
    unit: Words = Field(description="Что посчитано: «школ», «педагогов», «участий»")
    rounding: int = Field(default=1, ge=0, le=2, description="Знаков после запятой")
    audience: tuple[Key, ...] = Field(
        default=(), description="По кому считать (роли, организации, их виды); пусто: по всем"
    )
    levels: Key | None = Field(default=None, description="Шкала уровней")
    declared: tuple[Key, ...] = Field(
        default=(), description="Заявленные в документе значения, которые ставят рядом"
    )


class TableColumn(Written):
    """A column of a table by district: a sum, or a share of two sums."""

    title: Words = Field(description="Заголовок столбца, как в документе")
    sum: Key | None = Field(default=None, description="Вопрос, ответы на который складываются")
    indicator: Key | None = Field(default=None, description="Показатель вместо суммы")
    declared: Key | None = Field(
        default=None, description="Столбец заявленной таблицы, с которым его сравнивают"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.sum is None) == (self.indicator is None):
            raise ValueError("exactly one of sum and indicator")
        return self


class FigureTable(Written):
    """A table by district with its total; rounding is declared per table."""

    title: Words = Field(description="Название таблицы")
    columns: tuple[TableColumn, ...] = Field(description="Столбцы после № и района")
    rounding: int | None = Field(
        default=None, ge=0, le=2, description="Знаков после запятой в строках районов"
    )
    rounding_total: int | None = Field(
        default=None, ge=0, le=2, description="Знаков после запятой в итоге, если иначе"
    )
    declared: Key | None = Field(
        default=None, description="Заявленная таблица документа, с которой сравнить"
    )


class ReportSection(Written):
    """A section of a report; {key} in its text is the total of a question or an indicator."""

    title: Words | None = Field(default=None, description="Заголовок раздела")
    text: tuple[Words, ...] = Field(
        default=(), description="Абзацы; {ключ} заменяется суммой по вопросу или показателем"
    )
    tables: tuple[FigureTable, ...] = Field(default=(), description="Таблицы по районам")
    activities: tuple[Key, ...] = Field(
        default=(), description="Мероприятия раздела: их число и отметки"
    )
    indicators: tuple[Key, ...] = Field(
        default=(), description="Показатели раздела: доля, база, уровень, цель, заявлено"
    )
