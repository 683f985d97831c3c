"""Questionnaires and the surveys (waves) that administer them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import Key, TermText, Words, Written

QuestionKind = Literal["number", "share", "choice", "several", "text", "date", "scale", "file"]


class Choice(Written):
    """One of the answers to choose from."""

    key: Key
    text: Words


class Zero(Written):
    """One meaning of the answer 0 of the participation scale; the meanings are never mixed."""

    key: Literal["absent", "unplanned", "not-held"]
    text: Words


class Question(Written):
    """One question. What is asked of whom follows `audience`; so do the denominators."""

    key: Key
    text: Words
    kind: QuestionKind
    help: Words | None = None
    required: bool = True
    unit: Words | None = Field(default=None, description="Единица: «учителей», «уроков»")
    least: float | None = Field(default=None, description="Наименьшее допустимое число")
    most: float | None = Field(default=None, description="Наибольшее допустимое число")
    whole: bool = Field(default=True, description="Только целые числа")
    not_above: Key | None = Field(
        default=None, description="Число не больше ответа на этот вопрос (МКШ ≤ всего школ)"
    )
    choices: tuple[Choice, ...] = ()
    zeros: tuple[Zero, ...] = Field(default=(), description="Смыслы ответа 0 шкалы 0 / + / −")
    formats: tuple[Literal["docx", "pdf", "xlsx", "pptx", "jpg", "png"], ...] = ("docx", "pdf")
    megabytes: int = Field(default=20, ge=1, le=50)
    files: int = Field(default=1, ge=1, le=10, description="Сколько файлов можно приложить")
    audience: tuple[Key, ...] = Field(default=(), description="Кого спрашивать; пусто: всех")
    key_indicator: bool = Field(default=False, description="Показывать в главной таблице отчёта")


class Section(Written):
    """A titled group of questions, one screen on a phone."""

    title: Words
    questions: tuple[Question, ...]


class Questionnaire(Written):
    """What is asked. The same questionnaire may be administered in several waves."""

    title: Words
    intro: Words | None = None
    minutes: int = Field(default=10, ge=1, le=240, description="Сколько минут занимает")
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(q for section in self.sections for q in section.questions)


class Rules(Written):
    """When letters go out. The defaults are those of a survey that names none."""

    reminders: tuple[TermText, ...] = (
        "за 10 рабочих дней до закрытия",
        "за 5 рабочих дней до закрытия",
        "за 2 рабочих дня до закрытия",
    )
    escalation: TermText | None = "за 1 рабочий день до закрытия"


class Survey(Written):
    """One administering of a questionnaire: to whom, from when, until when."""

    title: Words
    questionnaire: Key
    activity: Key | None = None
    stage: Key | None = None
    purpose: Words | None = Field(default=None, description="Зачем: строка для письма")
    kind: Literal["survey", "materials"] = "survey"
    wave: int = Field(default=1, ge=1)
    audience: tuple[Key, ...]
    opens: TermText | None = Field(
        default=None, description="Открытие; не указано: первый рабочий день срока мероприятия"
    )
    closes: TermText | None = Field(
        default=None, description="Закрытие; не указано: последний рабочий день срока мероприятия"
    )
    rules: Rules = Rules()
    previous: Key | None = Field(default=None, description="Предыдущая волна: ею заполнить заранее")
    receipts: bool = True
