"""What the source document says of itself: its text, its tables and figures, to be compared.

Declared figures stand beside computed ones and are never trusted: vekha/checking/figures.py.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from vekha.roadmap.figures import Scale
from vekha.roadmap.words import ClockTime, Key, TermText, Written

Bound = Literal["exactly", "more", "least", "about", "less"]
Whole = Annotated[float, Field(gt=0, le=1_000_000_000, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]


class DeclaredColumn(Written):
    """A column of figures; a column of shares says of what."""

    key: Key = Field(description="Короткое имя столбца")
    title: str = Field(description="Заголовок, как напечатан")
    share: Key | None = Field(default=None, description="Доля: столбец числителя")
    of: Key | None = Field(default=None, description="Доля: столбец знаменателя")
    not_above: Key | None = Field(
        default=None, description="Число не больше, чем в этом столбце (МКШ ≤ всего школ)"
    )


class DeclaredRow(Written):
    """A row: its label as printed, whose it is, and its figures as printed."""

    label: str = Field(default="", description="Первая ячейка, как напечатана")
    organisation: Key | None = Field(default=None, description="Чья строка (ключ организации)")
    figures: tuple[str, ...] = Field(description="Числа, как напечатаны: 30, 11, 37 %")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        if isinstance(value, list | tuple) and len(value) >= 2:
            return {"label": value[0], "organisation": value[1] or None, "figures": value[2:]}
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler.resolve_ref_schema(handler(core_schema))
        short = {"type": "array", "minItems": 2, "items": {"type": "string"}}
        return {"anyOf": [short, whole], "description": cls.__doc__}


class DeclaredTable(Written):
    """A table of the document, as printed, with its total row."""

    title: str = Field(description="О чём таблица")
    columns: tuple[DeclaredColumn, ...] = Field(description="Столбцы с числами")
    rows: tuple[DeclaredRow, ...] = Field(
        description="Строки: [подпись, ключ организации, числа…], как напечатаны"
    )
    total: DeclaredRow | None = Field(default=None, description="Итоговая строка, как напечатана")


class DeclaredFigure(Written):
    """A figure in the text: a share, a count, a base, as far as the document gives them."""

    printed: str = Field(description="Слова документа")
    share: Amount | None = Field(default=None, description="Доля в процентах")
    count: Amount | None = Field(default=None, description="Количество")
    of: Amount | None = Field(default=None, description="База: сколько всего")
    bound: Bound = Field(
        default="exactly",
        description="Ровно (exactly), более (more), не менее (least), около (about), менее (less)",
    )
    unit: str = Field(default="", description="Чего: «школ», «педагогов»")
    subject: Key | None = Field(
        default=None, description="О чём число: у одинакового subject числа сравниваются"
    )
    base_from: Amount | None = Field(
        default=None,
        description="База, которой в этом месте документ не называет, но которая у него одна",
    )
    bases: tuple[Whole, ...] = Field(
        default=(), description="Возможные базы, если из текста неясно, какая"
    )
    level: str | None = Field(default=None, description="Названный уровень: ВВ, ВС …")
    items: tuple[Key, ...] = Field(
        default=(), description="Пункты анкеты, о которых число: их аудитории сверяются с базой"
    )
    band: tuple[Amount, Amount] | None = Field(
        default=None, description="Какой промежуток значений описан: [15, 25]"
    )


class Partition(Written):
    """Figures that split one whole: their shares cannot exceed 100, nor their counts the base."""

    title: str = Field(description="Что делится на части")
    of: Whole = Field(description="Целое: сколько всего")
    parts: tuple[Key, ...] = Field(min_length=2, description="Заявленные числа (ключи figures)")
    until: Amount = Field(default=100, description="До какого значения идут промежутки частей")


class Coefficient(Written):
    """A line of КУ: «КУ 4 (4 из 10) показали 4 школы: ОО №№ 6,7,8,17»."""

    printed: str = Field(description="Строка, как напечатана")
    value: Amount = Field(description="Значение коэффициента, каким его поясняют скобки")
    bound: Bound = Field(default="exactly", description="Ровно, более, менее")
    of: int = Field(default=10, description="Из скольких")
    count: int | None = Field(default=None, description="Сколько организаций, если названо")
    organisations: tuple[Key, ...] = Field(description="Организации этой строки")


class Coefficients(Written):
    """КУ by organisation as the document has it."""

    title: str = Field(description="Что за коэффициент")
    questionnaire: Key | None = Field(default=None, description="Анкета, из которой он выведен")
    lines: tuple[Coefficient, ...] = Field(description="Строки по порядку")


class Slip(Written):
    """A slip of the document that stays as it is: what is printed, what agrees."""

    printed: str = Field(description="Как напечатано")
    agrees: str = Field(description="Как согласуется")
    why: str = Field(default="", description="С чем расходится")


class Part(Written):
    """A part of the source document, word for word."""

    heading: str = Field(default="", description="Заголовок, как напечатан")
    kind: Literal["prose", "list", "table"] = Field(
        default="prose",
        description="Связный текст (prose), нумерованный перечень (list), строки таблицы (table)",
    )
    text: tuple[str, ...] = Field(default=(), description="Абзацы и строки таблиц, как напечатаны")


class Attendance(Written):
    """Somebody who was present, and how."""

    printed: str = Field(description="Как напечатано: имя и должность")
    person: Key | None = Field(default=None, description="Человек (ключ)")
    remotely: bool = Field(default=False, description="Дистанционно")


class Heard(Written):
    """A speech of the minutes."""

    speaker: Key | None = Field(default=None, description="Кто говорил (человек, ключ)")
    text: str = Field(description="Что сказано, слово в слово")


class DeclaredMinutes(Written):
    """Minutes (протокол) of a meeting that the source document contains."""

    title: str = Field(description="Чего заседание")
    day: TermText = Field(description="День, как напечатан")
    at: ClockTime | None = Field(default=None, description="Час")
    place: str = Field(default="", description="Место")
    number: str = Field(default="", description="Номер протокола")
    chairman: Key | None = Field(default=None, description="Председатель (человек)")
    secretary: Key | None = Field(default=None, description="Секретарь (человек)")
    agenda: tuple[str, ...] = Field(default=(), description="Повестка")
    present: tuple[Attendance, ...] = Field(default=(), description="Присутствовали")
    heard: tuple[Heard, ...] = Field(default=(), description="Слушали")
    decided: tuple[str, ...] = Field(
        default=(), description="Решили: пункты раздела РЕШИЛИ; пусто, если раздела нет"
    )


class Declared(Written):
    """Figures of the document beside the computed ones, and its slips."""

    date: TermText | None = Field(
        default=None, description="Дата документа; без неё «текущий год» не определён"
    )
    tables: dict[Key, DeclaredTable] = Field(default_factory=dict, description="Таблицы")
    figures: dict[Key, DeclaredFigure] = Field(default_factory=dict, description="Числа в тексте")
    partitions: dict[Key, Partition] = Field(
        default_factory=dict, description="Какие числа делят одно целое"
    )
    scales: dict[Key, Scale] = Field(
        default_factory=dict, description="Шкалы уровней, насколько документ их определил"
    )
    coefficients: dict[Key, Coefficients] = Field(
        default_factory=dict, description="Коэффициенты участия (КУ)"
    )
    slips: tuple[Slip, ...] = Field(default=(), description="Описки, которые остаются как есть")
    text: tuple[Part, ...] = Field(
        default=(), description="Текст документа слово в слово, по частям"
    )
    minutes: dict[Key, DeclaredMinutes] = Field(
        default_factory=dict, description="Протоколы, которые содержит документ"
    )
