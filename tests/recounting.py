"""The tables that the reports of «Город-селу» must have, recounted from the lines of journal.jsonl.

Plain Python over the lines and the roster; nothing of vekha.tally, vekha.documents or reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from vekha.planning import Plan

Line = dict[str, Any]
Answers = dict[str, dict[str, Any]]

DASH = "—"
SCALE = ("plus", "minus", "absent", "unplanned", "not-held")
SCALES = {
    "use-workshops": "Мастер-классы",
    "use-lessons": "Открытые уроки",
    "use-consultations": "Консультации",
    "use-online": "Онлайн-встречи",
    "use-materials": "Обмен материалами",
}
TOOK_PART = "Сколько педагогов участвовали в работе по проекту, чел."
LESSONS = "Сколько открытых уроков и мастер-классов проведено для педагогов МКШ, занятий"
CONSULTATIONS = "Сколько консультаций проведено"
QUALITY = "Качество знаний по школе за последнюю завершённую четверть, в среднем, %"
OTHER = {
    "teachers": "Сколько всего педагогов в школе, чел.",
    "visits": "Сколько было выездов в закреплённые школы",
    "applied": "Сколько педагогов уже применяют на уроках то, чему научились в проекте, чел.",
}
TERMS = {
    "design": (date(2023, 9, 1), date(2023, 9, 30)),
    "legal-basis": (date(2023, 10, 1), date(2023, 10, 31)),
    "working-group": (date(2023, 10, 1), date(2023, 10, 31)),
    "feedback": (date(2023, 10, 1), date(2023, 10, 31)),
    "needs-and-possibilities": (date(2023, 10, 1), date(2023, 11, 30)),
    "plans": (date(2023, 11, 1), date(2023, 11, 30)),
    "implementation": (date(2023, 11, 1), date(2024, 3, 31)),
    "interim": (date(2024, 2, 1), date(2024, 2, 29)),
    "final": (date(2024, 4, 1), date(2024, 4, 30)),
    "round-table": (date(2024, 4, 1), date(2024, 4, 30)),
    "volume": (date(2024, 5, 1), date(2024, 5, 31)),
}
"""The terms of the eleven rows, read by eye: «сентябрь» of 2023/2024 and so on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell: as Word prints it, and the number that the workbook holds."""

    text: str
    value: float


Cell = Figure | str
Rows = list[list[Cell]]


def decimal(value: Fraction, places: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return (
        f"{abs(rounded):f}".replace(".", ",")
        if rounded
        else f"{Decimal(0):.{places}f}".replace(".", ",")
    )


def count(value: int) -> Figure:
    return Figure(str(value), value)


def share(part: int, whole: int) -> Cell:
    if not whole:
        return DASH
    return Figure(f"{decimal(Fraction(100 * part, whole), 1)} %", part / whole)


def based(part: int, whole: int) -> Cell:
    """A share with its base in brackets."""
    made = share(part, whole)
    if isinstance(made, str):
        return made
    return Figure(f"{made.text} ({part} из {whole})", made.value)


def change(value: Fraction, places: int, unit: str = "") -> Figure:
    text = decimal(value, places)
    sign = "" if not text.strip("0,") else "−" if value < 0 else "+"
    return Figure(f"{sign}{text}{unit}", float(value))


def fraction(value: float) -> Fraction:
    """The number as it was typed: 56.3 is 563/10."""
    return Fraction(str(value))


@dataclass(frozen=True, slots=True)
class Recount:
    """What the journal says up to the moment at which a report was made."""

    plan: Plan
    lines: list[Line]
    report: str

    @property
    def before(self) -> list[Line]:
        """The lines before the report's first file."""
        for index, line in enumerate(self.lines):
            if line["kind"] == "document made" and line["detail"].get("name") == self.report:
                return self.lines[:index]
        raise AssertionError(f"the journal has no document {self.report}")

    @property
    def day(self) -> date:
        """The day on which the report was made, where the programme is."""
        index = len(self.before)
        return date.fromisoformat(self.lines[index]["at"][:10])

    def answers(self, survey: str) -> Answers:
        """Organisation → its last answers."""
        return {
            line["detail"]["organisation"]: line["detail"]["answers"]
            for line in self.before
            if line["kind"] == "answers kept" and line["detail"]["survey"] == survey
        }

    def on_time(self, survey: str) -> set[str]:
        """Those whose first answers came before the closing."""
        first: dict[str, bool] = {}
        for line in self.before:
            detail = line["detail"]
            if line["kind"] == "answers submitted" and detail["survey"] == survey:
                first.setdefault(detail["organisation"], not detail["late"])
        return {organisation for organisation, good in first.items() if good}

    def excused(self, survey: str) -> dict[str, str]:
        """Organisation → why it was excused."""
        found: dict[str, str] = {}
        for line in self.before:
            detail = line["detail"]
            if line["kind"].startswith("sheet ") and detail["survey"] == survey:
                found.pop(detail["organisation"], None)
                if line["kind"] == "sheet excused":
                    found[detail["organisation"]] = detail["note"]
        return found

    def asked(self, survey: str) -> list[str]:
        """The organisations that were asked, by district and within it as in the roster."""
        asked = {r.organisation.key for r in self.plan.roadmap.respondents(survey)}
        places = {key: index for index, key in enumerate(self.plan.roadmap.organisations)}
        names = list(self.district_names)
        return sorted(asked, key=lambda o: (names.index(self.district(o)), places[o]))

    @property
    def district_names(self) -> dict[str, str]:
        """District → its name, in the order of the table of закрепление."""
        known = self.plan.roadmap.organisations
        pairs = self.plan.roadmap.file.pairings["mentors"].pairs
        return {pair.district: known[pair.district].name for pair in pairs}

    def district(self, organisation: str) -> str:
        """The district of a school; of a mentor, the one that it helps."""
        for pair in self.plan.roadmap.file.pairings["mentors"].pairs:
            if organisation == pair.mentor or organisation in pair.mentees:
                return pair.district
        raise AssertionError(f"{organisation} is in no pair")

    def by_district(self, organisations: list[str]) -> list[tuple[list[Cell], list[str]]]:
        """Number, name, and the organisations of each district, and the total's."""
        rows: list[tuple[list[Cell], list[str]]] = []
        for number, (key, name) in enumerate(self.district_names.items(), 1):
            here = [o for o in organisations if self.district(o) == key]
            rows.append(([count(number), name], here))
        return [*rows, (["", "Итого"], organisations)]


def participation(facts: Recount, survey: str) -> Rows:
    answered, excused = facts.answers(survey), facts.excused(survey)
    on_time = facts.on_time(survey)
    heads = "№|Район|Опрошено|Освобождены|Должны ответить|Ответили|В срок|Доля ответивших"
    rows: Rows = [list(heads.split("|"))]
    for head, here in facts.by_district(facts.asked(survey)):
        owing = [o for o in here if o not in excused]
        given = [o for o in owing if o in answered]
        counts = (len(here), len(here) - len(owing), len(owing), len(given))
        timely = count(len([o for o in given if o in on_time]))
        rows.append([*head, *map(count, counts), timely, share(len(given), len(owing))])
    return rows


def _sum(answers: Answers, here: list[str], question: str) -> Cell:
    given = [answers[o][question] for o in here if question in answers[o]]
    return count(sum(given)) if given else DASH


def took_part(facts: Recount, survey: str) -> Rows:
    answers = facts.answers(survey)
    ratio = "То же, доля от показателя «Сколько всего педагогов в школе, чел.»"
    rows: Rows = [["№", "Район", "Дали ответ", TOOK_PART, ratio]]
    for head, here in facts.by_district(list(answers)):
        both = [answers[o] for o in here if "took-part" in answers[o] and "teachers" in answers[o]]
        part, whole = (sum(a[q] for a in both) for q in ("took-part", "teachers"))
        given = count(len([o for o in here if "took-part" in answers[o]]))
        rows.append([*head, given, _sum(answers, here, "took-part"), based(part, whole)])
    return rows


def done_by_mentors(facts: Recount, survey: str) -> Rows:
    answers = facts.answers(survey)
    rows: Rows = [["№", "Район", "Дали ответ", LESSONS, CONSULTATIONS]]
    for head, here in facts.by_district(list(answers)):
        given = count(len([o for o in here if "lessons" in answers[o]]))
        sums = [_sum(answers, here, question) for question in ("lessons", "consultations")]
        rows.append([*head, given, *sums])
    return rows


def quality(facts: Recount, survey: str) -> Rows:
    answers = facts.answers(survey)
    rows: Rows = [["№", "Район", "Дали ответ", QUALITY]]
    for head, here in facts.by_district(list(answers)):
        given = [fraction(answers[o]["quality"]) for o in here if "quality" in answers[o]]
        rows.append([*head, count(len(given)), mean_share(given)])
    return rows


def mean_share(given: list[Fraction]) -> Cell:
    if not given:
        return DASH
    mean = sum(given, Fraction()) / len(given)
    return Figure(f"{decimal(mean, 1)} %", float(mean / 100))


def scales(facts: Recount, survey: str) -> Rows:
    answers = facts.answers(survey).values()
    heads = "№|Форма работы|«+»|«–»|0: не участвовали|0: вне плана|0: не проводилось|Без ответа|Доля «+»"
    rows: Rows = [list(heads.split("|"))]
    for number, (question, title) in enumerate(SCALES.items(), 1):
        given = [a.get(question) for a in answers]
        counts = [given.count(code) for code in SCALE]
        plus, minus = counts[:2]
        blank = count(len(given) - sum(counts))
        rows.append([count(number), title, *map(count, counts), blank, based(plus, plus + minus)])
    return rows


def other_numbers(facts: Recount, survey: str) -> Rows:
    answers = facts.answers(survey).values()
    rows: Rows = [["Показатель", "Всего", "В среднем на организацию", "Дали ответ"]]
    for question, title in OTHER.items():
        given = [a[question] for a in answers if question in a]
        mean = Fraction(sum(given), len(given))
        figure = Figure(decimal(mean, 1), float(mean))
        rows.append([title, count(sum(given)), figure, count(len(given))])
    return rows
