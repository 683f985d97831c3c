"""Risk profiles of schools (рисковый профиль школы): factors, their significance, the measures."""

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import Key, Words, Written

Significance = Literal["high", "middle", "low"]


class Factor(Written):
    """A risk factor that a profile weighs."""

    key: Key = Field(max_length=40, description="Короткое имя фактора")
    title: Words = Field(description="Фактор, как он назван в профиле")


class Risk(Written):
    """One factor in one school's profile, as far as the document states it."""

    factor: Key = Field(description="Фактор (ключ из factors)")
    significance: Significance | None = Field(
        default=None, description="Значимость: высокая (high), средняя (middle), низкая (low)"
    )
    chosen: bool = Field(default=False, description="Взят школой в работу")
    measures: tuple[Key, ...] = Field(
        default=(), description="Мероприятия плана против этого риска"
    )


class RiskProfile(Written):
    """The profile of one school; what the document leaves out the school tells in a survey."""

    school: Key = Field(description="Школа (ключ организации)")
    risks: tuple[Risk, ...] = Field(default=(), description="Что о профиле сказано в документе")


class Risks(Written):
    """The risk profiles of the programme. Two questionnaires are made from the factors:
    `risk-profile` (significance, chosen, measures) and `risk-progress` (how each measure stands).
    """

    title: Words = Field(description="Как называется профиль: «Рисковый профиль школы»")
    factors: tuple[Factor, ...] = Field(min_length=1, description="Факторы риска по порядку")
    profiles: tuple[RiskProfile, ...] = Field(description="Профили школ")
    profile_survey: Key | None = Field(
        default=None, description="Опрос, в котором школы называют профиль и меры"
    )
    progress_surveys: tuple[Key, ...] = Field(
        default=(), description="Опросы о ходе мер, по этапам мониторинга"
    )
    verdict_survey: Key | None = Field(
        default=None, description="Опрос, в котором кураторы оценивают результативность мер"
    )
