"""Invented respondents for rehearsals and the demonstration: when each answers, and what.

Everything follows from a seed and the keys, so that the same seed gives the same year.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from vekha.roadmap.survey import Question
from vekha.states import Mark


class Habit(StrEnum):
    """How a respondent behaves in one survey."""

    PROMPT = "prompt"  # soon after the invitation
    REMINDED = "reminded"  # only after a reminder
    LAST_DAY = "last-day"  # a few hours before the closing
    STARTED = "started"  # opens the form, leaves a draft, finishes after a reminder
    CORRECTS = "corrects"  # answers, and mends it some days later
    SILENT = "silent"


_WEIGHTS = {
    Habit.PROMPT: 46,
    Habit.REMINDED: 28,
    Habit.LAST_DAY: 9,
    Habit.STARTED: 6,
    Habit.CORRECTS: 5,
    Habit.SILENT: 6,
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing a respondent does at a moment: leave a draft, submit, or correct."""

    at: datetime
    deed: str  # "draft", "submit", "correct"


def randomness(seed: int, *keys: str) -> random.Random:
    """The chance that belongs to a seed and a path of keys."""
    return random.Random("/".join((str(seed), *keys)))  # noqa: S311 - a rehearsal, not a secret


def habit_of(seed: int, survey: str, organisation: str) -> Habit:
    """The habit of one organisation in one survey."""
    chance = randomness(seed, survey, organisation, "habit")
    return chance.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]


def visits_of(
    seed: int,
    survey: str,
    organisation: str,
    *,
    opens: datetime,
    closes: datetime,
    reminders: Sequence[datetime],
) -> tuple[Visit, ...]:
    """When the respondent comes, in order; all within the time the survey is open."""
    chance = randomness(seed, survey, organisation, "visits")
    first = reminders[0] if reminders else closes

    def within(start: datetime, end: datetime, low: float, high: float) -> datetime:
        return start + (end - start) * chance.uniform(low, high)

    reminder = chance.choice(list(reminders) or [opens])
    after = min([r for r in reminders if r > reminder], default=closes)
    match habit_of(seed, survey, organisation):
        case Habit.SILENT:
            return ()
        case Habit.PROMPT:
            return (Visit(within(opens, first, 0.05, 0.9), "submit"),)
        case Habit.REMINDED:
            return (Visit(within(reminder, after, 0.05, 0.8), "submit"),)
        case Habit.LAST_DAY:
            return (Visit(closes - timedelta(hours=chance.uniform(0.5, 6)), "submit"),)
        case Habit.STARTED:
            started = Visit(within(opens, first, 0.05, 0.8), "draft")
            return (started, Visit(within(reminder, after, 0.1, 0.8), "submit"))
        case Habit.CORRECTS:
            at = within(opens, first, 0.05, 0.6)
            return (Visit(at, "submit"), Visit(within(at, closes, 0.2, 0.9), "correct"))


def mark_of_activity(seed: int, activity: str) -> Mark:
    """The mark that an invented coordinator gives: mostly done, sometimes partly."""
    return Mark.PARTLY if randomness(seed, activity, "mark").random() < 0.15 else Mark.DONE


_TEXTS = {
    "ru": (
        "Не хватает времени на взаимопосещение уроков: расстояние и расписание.",
        "Слабый интернет: онлайн-встречи прерываются.",
        "Хотелось бы больше открытых уроков по математике и естествознанию.",
        "Нужны разработки для совмещённых классов.",
        "Просим провести мастер-класс по критериальному оцениванию.",
        "Предлагаем обмениваться контрольными работами раз в четверть.",
    ),
    "kk": (
        "Сабақтарға өзара қатысуға уақыт жетіспейді: ара қашықтық пен кесте.",
        "Интернет әлсіз: онлайн кездесулер үзіліп қалады.",
        "Біріктірілген сыныптарға арналған әдістемелік әзірлемелер қажет.",
        "Критериалды бағалау бойынша шеберлік сабағын өткізуді сұраймыз.",
    ),
}

_HEADINGS = {
    "ru": (
        "Дифференцированные задания на уроке математики в совмещённом классе",
        "Критериальное оценивание в малокомплектной школе: приёмы и листы наблюдения",
        "Развитие функциональной грамотности чтения в 5–7 классах",
        "Лабораторные работы по физике с подручным оборудованием",
        "Групповая работа на уроке казахского языка",
        "Онлайн-консультация наставника: сценарий и памятка",
    ),
    "kk": (
        "Біріктірілген сыныптағы математика сабағында сараланған тапсырмалар",
        "Шағын жинақты мектептегі критериалды бағалау: тәсілдер мен бақылау парақтары",
        "5–7 сыныптарда оқу сауаттылығын дамыту",
        "Қазақ тілі сабағындағы топтық жұмыс",
    ),
}
_AUTHORS = {
    "ru": (
        "Ахметова Г.К., учитель математики",
        "Соколова Н.В., учитель начальных классов",
        "Жумабекова А.Т., учитель казахского языка",
        "Иванченко О.П., учитель физики; Рахимова С.Е., заместитель директора",
    ),
    "kk": (
        "Ахметова Г.Қ., математика мұғалімі",
        "Жұмабекова А.Т., қазақ тілі мұғалімі",
        "Рахимова С.Е., директордың орынбасары",
    ),
}


def answers_of(
    seed: int,
    survey: str,
    organisation: str,
    *,
    asked: Sequence[Question],
    wave: int,
    language: str,
    today: date,
    version: int = 1,
) -> dict[str, Any]:
    """Answers that the questionnaire accepts; files are left to whoever can make them.

    Where a file is asked for, the first two texts are its title and its authors, as the volume
    reads them.
    """
    given: dict[str, Any] = {}
    pools = dict(zip(_texts_beside_file(asked), (_HEADINGS, _AUTHORS), strict=False))
    for question in asked:
        base = randomness(seed, question.key, organisation)
        chance = randomness(seed, survey, question.key, organisation, str(version))
        if not question.required and chance.random() < 0.3:
            continue
        pool = pools.get(question.key, _TEXTS)
        answer = _answer(
            question,
            base,
            chance,
            given,
            wave=wave,
            texts=pool.get(language) or pool["ru"],
            today=today,
        )
        if answer is not None:
            given[question.key] = answer
    return given


def _texts_beside_file(asked: Sequence[Question]) -> list[str]:
    """The keys of the texts of a questionnaire that collects a document; none without one."""
    if not any(question.kind == "file" for question in asked):
        return []
    return [question.key for question in asked if question.kind == "text"]


def _answer(
    question: Question,
    base: random.Random,
    chance: random.Random,
    given: Mapping[str, Any],
    *,
    wave: int,
    texts: Sequence[str],
    today: date,
) -> Any:
    match question.kind:
        case "number" | "share":
            return _number(question, base, chance, given, wave=wave)
        case "choice":
            return chance.choice([c.key for c in question.choices])
        case "several":
            keys = [c.key for c in question.choices]
            return sorted(
                base.sample(keys, k=base.randint(1, max(1, len(keys) // 2))), key=keys.index
            )
        case "scale":
            zeros = [zero.key for zero in question.zeros]
            weights = [6 + wave, 2, *[1] * len(zeros)]
            return chance.choices(["plus", "minus", *zeros], weights=weights)[0]
        case "text":
            return chance.choice(texts)
        case "date":
            return (today - timedelta(days=chance.randint(0, 6))).isoformat()
        case "file":
            return None
        case _:
            assert_never(question.kind)


def _number(
    question: Question,
    base: random.Random,
    chance: random.Random,
    given: Mapping[str, Any],
    *,
    wave: int,
) -> int | float:
    """A number that stays with the organisation from wave to wave and grows a little."""
    least = question.least or 0
    most = question.most if question.most is not None else (100 if question.kind == "share" else 30)
    if question.not_above is not None and question.not_above in given:
        most = min(most, float(given[question.not_above]))
    usual = least + (most - least) * (
        base.uniform(0.35, 0.7) if question.kind == "share" else base.uniform(0.05, 0.6)
    )
    drawn = usual * (1 + 0.12 * (wave - 1) + chance.uniform(-0.04, 0.06))
    bounded = max(least, min(most, drawn))
    return round(bounded) if question.whole else round(bounded, 1)
