"""The document a roadmap was made from: its kind, its numbered clauses, what dates and signs it.

The figures that it declares are vekha/roadmap/declared.py.
"""

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import Key, TermText, Written


class Clause(Written):
    """A clause (пункт) or paragraph, word for word."""

    number: str = Field(default="", description="Номер пункта, как напечатан: «4.1.»")
    text: tuple[str, ...] = Field(description="Абзацы и строки списков, слово в слово")
    promises: TermText | None = Field(
        default=None, description="Срок, который пункт обещает: «в 2020-2021 учебном году»"
    )


class SourceDocument(Written):
    """What the document is and what it bears."""

    kind: Literal["plan", "regulations", "information", "report", "minutes"] = Field(
        default="plan",
        description="Вид: план (plan), положение (regulations), информация по итогам "
        "(information), отчёт (report), протокол (minutes)",
    )
    date: TermText | None = Field(default=None, description="День документа")
    order: Key | None = Field(default=None, description="Приказ, которым он утверждён")
    signed_by: tuple[Key, ...] = Field(default=(), description="Кто подписал (люди)")
    clauses: tuple[Clause, ...] = Field(default=(), description="Пункты и абзацы по порядку")
