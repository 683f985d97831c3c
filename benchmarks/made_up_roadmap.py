"""A roadmap of any size, made up: so many activities, so many organisations, each with a director."""

from __future__ import annotations

from pathlib import Path

MONTHS = ("сентябрь", "октябрь", "ноябрь", "декабрь", "январь", "февраль", "март", "апрель", "май")
TERMS = (
    "{month}", "до 15 {month_of}", "{month}-май", "в течение года", "10 {month_of}",
    "до 25 {month_of}", "первая неделя {month_of}",
)  # fmt: skip
MONTHS_OF = (
    "сентября", "октября", "ноября", "декабря", "января", "февраля", "марта", "апреля", "мая",
)  # fmt: skip
LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"


def write_roadmap(folder: Path, *, activities: int, organisations: int) -> None:
    """Write roadmap.yaml, organisations.csv and people.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files_of(activities=activities, organisations=organisations).items():
        (folder / name).write_bytes(content)


def files_of(*, activities: int, organisations: int, twin: bool = False) -> dict[str, bytes]:
    """The same as a mapping of file names to contents; `twin`: two surveys open at the same time."""
    return {
        "roadmap.yaml": _roadmap(activities, 2 if twin else 1).encode(),
        "organisations.csv": _organisations(organisations).encode(),
        "people.csv": _people(organisations).encode(),
    }


def _name(number: int) -> str:
    """A made-up village, unlike its neighbours."""
    word = ""
    for _ in range(6):
        number, letter = divmod(number * 7 + 3, len(LETTERS))
        word += LETTERS[letter]
    return word.capitalize()


def _roadmap(activities: int, first_opens: int) -> str:
    head = """vekha: 1
key: made-up
title: Выдуманная программа
body: Центр методической работы
timezone: Asia/Almaty
country: KZ
period: 2023/2024
coordinators: [coordinator]
sending: {sender: Программа, address: programme@made-up.example, escalate_to: heads}
roles:
  directors: {title: Директора, position: director}
  heads: {title: Заведующие, position: head}
questionnaires:
  short:
    title: Короткая анкета
    sections:
      - title: Числа
        questions:
          - {key: teachers, kind: number, text: Сколько учителей?, least: 0, most: 500}
surveys:
"""
    surveys = "".join(
        f"  {name}: {{title: Опрос {n}, questionnaire: short, audience: [directors], "
        f"opens: 1 {MONTHS_OF[n % 9]}, closes: 27 {MONTHS_OF[n % 9]}}}\n"
        for n in range(9)
        for name in (f"survey-{n}", "twin")[: 1 if n else first_opens]
    )
    rows = "".join(
        f"  - key: activity-{n}\n    number: '{n + 1}'\n"
        f"    title: Мероприятие {n + 1} по оказанию методической помощи\n"
        f"    term: {_term(n)}\n    performers: [directors]\n"
        for n in range(activities)
    )
    return head + surveys + "activities:\n" + rows


def _term(number: int) -> str:
    month = number % 9
    form = TERMS[number % len(TERMS)]
    return form.format(month=MONTHS[month], month_of=MONTHS_OF[month])


def _organisations(number: int) -> str:
    districts = [f"d{n};Район {_name(n * 31)};district;;;" for n in range(20)]
    schools = [
        f"s{n};КГУ «{_name(n)} средняя школа»;school;d{n % 20};{_name(n)} СШ;"
        for n in range(number)
    ]
    return "\n".join(["key;name;kind;district;short;language", *districts, *schools]) + "\n"


def _people(number: int) -> str:
    heads = [f"h{n};;Зав. МК района {n};head;d{n};h{n}@made-up.example;" for n in range(20)]
    directors = [
        f"p{n};;Директор школы {n};director;s{n};p{n}@made-up.example;" for n in range(number)
    ]
    coordinator = "coordinator;Иванова И.И.;методист;coordinator;;coordinator@made-up.example;"
    head = "key;name;position;role;organisation;email;phone"
    return "\n".join([head, coordinator, *heads, *directors]) + "\n"
