"""Needs of the rural schools against possibilities of the city schools, recounted from journal.jsonl."""

from __future__ import annotations

from dataclasses import dataclass

from recounting import Cell, Figure, Recount, Rows, based, count

QUESTIONS = {
    "instruction": "На каком языке нужна помощь",
    "areas": "По каким предметам и направлениям нужна помощь",
}
CHOICES = {
    ("instruction", "kazakh"): "На казахском",
    ("instruction", "russian"): "На русском",
    ("areas", "primary"): "Начальные классы, совмещённые классы",
    ("areas", "kazakh"): "Казахский язык и литература",
    ("areas", "russian"): "Русский язык и литература",
    ("areas", "english"): "Английский язык",
    ("areas", "maths"): "Математика и информатика",
    ("areas", "science"): "Физика, химия, биология, география",
    ("areas", "assessment"): "Критериальное оценивание",
    ("areas", "literacy"): "Функциональная грамотность",
}
NUMBERED = list(enumerate(CHOICES.items(), 1))


@dataclass(frozen=True, slots=True)
class Side:
    """A mentor with its mentees: what each of them answered, None for no answer."""

    district: str
    mentor: str
    label: str
    offers: dict[str, list[str]] | None
    needs: dict[str, dict[str, list[str]] | None]

    @property
    def answered(self) -> list[dict[str, list[str]]]:
        return [given for given in self.needs.values() if given is not None]

    def asking(self, choice: tuple[str, str]) -> list[str]:
        """The mentees that ask for it."""
        question, key = choice
        return [o for o, given in self.needs.items() if given and key in given.get(question, [])]

    def has(self, choice: tuple[str, str]) -> bool:
        question, key = choice
        return self.offers is not None and key in self.offers.get(question, [])


def sides(facts: Recount) -> list[Side]:
    """The thirteen pairs in the document's order."""
    needs, offers = facts.answers("needs"), facts.answers("possibilities")
    known = facts.plan.roadmap.organisations
    return [
        Side(
            known[pair.district].name,
            pair.mentor,
            known[pair.mentor].label,
            offers.get(pair.mentor),
            {mentee: needs.get(mentee) for mentee in pair.mentees},
        )
        for pair in facts.plan.roadmap.file.pairings["mentors"].pairs
    ]


def areas(facts: Recount) -> Rows:
    """What is asked for, offered and covered, over all pairs."""
    found = sides(facts)
    judged = [side for side in found if side.offers is not None]
    base = sum(len(side.answered) for side in found)
    heads = (
        "№|Направление|Запросили закреплённые школы|Предлагают школы города"
        "|Запросы, покрытые своей школой города"
    )
    rows: Rows = [list(heads.split("|"))]
    asked = ""
    for number, (choice, title) in NUMBERED:
        if choice[0] != asked:
            asked = choice[0]
            rows.append([QUESTIONS[asked]])
        needed = sum(len(side.asking(choice)) for side in found)
        offering = sum(side.has(choice) for side in judged)
        covered = sum(len(side.asking(choice)) for side in judged if side.has(choice))
        known = sum(len(side.asking(choice)) for side in judged)
        figures = (based(needed, base), based(offering, len(judged)), based(covered, known))
        rows.append([count(number), title, *figures])
    return rows


def _of(side: Side, choice: tuple[str, str]) -> Figure:
    needed = len(side.asking(choice))
    sign = "?" if side.offers is None else "+" if side.has(choice) else "–"
    return Figure(f"{needed} {sign}", needed)


def _answered(found: list[Side]) -> Figure:
    given, asked = sum(len(s.answered) for s in found), sum(len(s.needs) for s in found)
    return Figure(f"{given} из {asked}", given)


def matrix(facts: Recount, question: str) -> Rows:
    """Requests by district, with the mentor's «+», «–» or «?» beside each."""
    found = sides(facts)
    mine = [(number, choice) for number, (choice, _) in NUMBERED if choice[0] == question]
    numbers = [str(number) for number, _ in mine]
    rows: Rows = [["№", "Район", "Школа города", "Ответили", *numbers]]
    for number, side in enumerate(found, 1):
        cells: list[Cell] = [_of(side, choice) for _, choice in mine]
        rows.append([count(number), side.district, side.label, _answered([side]), *cells])
    totals = [count(sum(len(side.asking(choice)) for side in found)) for _, choice in mine]
    rows.append(["", "Итого", "", _answered(found), *totals])
    return rows


def uncovered(facts: Recount) -> Rows:
    """What a mentor that has answered does not offer, who asks for it, who else offers it."""
    known = facts.plan.roadmap.organisations
    found = sides(facts)
    rows: Rows = [["Направление", "Запросили", "Предлагают другие школы города"]]
    for side in found:
        missing = [
            (number, choice, title)
            for number, (choice, title) in NUMBERED
            if side.offers is not None and side.asking(choice) and not side.has(choice)
        ]
        if missing:
            rows.append([f"{side.district}: {side.label}"])
        for number, choice, title in missing:
            asking = side.asking(choice)
            share = based(len(asking), len(side.answered))
            assert isinstance(share, Figure)
            names = ", ".join(known[school].label for school in asking)
            others = ", ".join(other.label for other in found if other.has(choice))
            rows.append([f"{number}. {title}", f"{names}: {share.text}", others or "нет"])
    return rows
