"""What the reports list by name, recounted from journal.jsonl: who is silent, who is excused, marks.

And the answers in words, each under its district, as they were typed.
"""

from __future__ import annotations

from recounting import TERMS, Cell, Figure, Recount, Rows, count

MARKS = {"done": "Исполнено", "partly": "Исполнено частично", "not-done": "Не исполнено"}


def silent(facts: Recount, survey: str) -> Rows:
    """Those who owe an answer, with whom to call."""
    roadmap = facts.plan.roadmap
    people = {r.organisation.key: r.person for r in roadmap.respondents(survey)}
    answered, excused = facts.answers(survey), facts.excused(survey)
    rows: Rows = [["№", "Район", "Организация образования", "Руководитель", "Телефон"]]
    owing = [o for o in facts.asked(survey) if o not in answered and o not in excused]
    for number, key in enumerate(owing, 1):
        name = facts.district_names[facts.district(key)]
        person = people[key]
        school = roadmap.organisations[key].name
        rows.append([count(number), name, school, person.label, person.phone])
    return rows


def marked(facts: Recount) -> dict[str, str]:
    """Activity → what the last column of the plan of work says on the day of the report."""
    given = {
        line["detail"]["activity"]: line["detail"]["mark"]
        for line in facts.before
        if line["kind"] == "activity marked"
    }
    found = {}
    for key, (first, last) in TERMS.items():
        if key in given:
            found[key] = MARKS[given[key]]
        elif facts.day < first:
            found[key] = "Срок не наступил"
        elif facts.day <= last:
            found[key] = f"Срок не истёк (по {last:%d.%m.%Y})"
        else:
            found[key] = f"Просрочено: срок истёк {last:%d.%m.%Y}, отметки нет"
    return found


def plan_of_work(facts: Recount) -> Rows:
    """The eleven rows as printed, with the marks of this day."""
    heads = "№|Мероприятие|Срок|Исполнители|Отметка об исполнении"
    rows: Rows = [list(heads.split("|"))]
    activities = {a.key: a for a in facts.plan.roadmap.file.activities}
    for key, mark in marked(facts).items():
        activity = activities[key]
        printed = (activity.number, activity.title.to("ru"), activity.term)
        rows.append([*map(str, printed), activity.performers_printed, mark])
    return rows


def marks_sentence(facts: Recount) -> str:
    """«Всего мероприятий: 11. Исполнено – 5; …», with what is not there left out."""
    marks = list(marked(facts).values())
    counts = (
        ("исполнено", marks.count("Исполнено")),
        ("исполнено частично", marks.count("Исполнено частично")),
        ("не исполнено", marks.count("Не исполнено")),
        ("просрочено", sum(mark.startswith("Просрочено") for mark in marks)),
        ("без отметки, срок не истёк или не наступил", sum("Срок не" in mark for mark in marks)),
    )
    said = "; ".join(f"{words} – {number}" for words, number in counts if number)
    return f"Всего мероприятий: {len(marks)}. {said[:1].upper()}{said[1:]}."


def quotations(facts: Recount, survey: str, question: str) -> Rows:
    """The answers in words; the row of a district holds its name alone."""
    answers = facts.answers(survey)
    rows: Rows = [["№", "Организация образования", "Ответ"]]
    number, district = 0, ""
    for key in facts.asked(survey):
        words = answers.get(key, {}).get(question)
        if not words:
            continue
        number += 1
        if facts.district(key) != district:
            district = facts.district(key)
            rows.append([facts.district_names[district]])
        school: Cell = facts.plan.roadmap.organisations[key].name
        rows.append([Figure(str(number), number), school, words])
    return rows
