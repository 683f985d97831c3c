"""English words of terms with their forms; no grammar here."""

from __future__ import annotations

from vekha.terms.sense import Role, Sense, Unit

_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun",
    "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_WEEKDAYS = (
    "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri",
    "saturday sat", "sunday sun",
)  # fmt: skip
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_CARDINALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_UNITS = (
    (Unit.DAY, "day days"),
    (Unit.WEEK, "week weeks"),
    (Unit.MONTH, "month months"),
    (Unit.QUARTER, "quarter quarters q"),
    (Unit.TERM, "term terms"),
    (Unit.HALF, "half halves semester semesters"),
    (Unit.YEAR, "year years"),
)
_PLAIN: tuple[tuple[Role, str], ...] = (
    (Role.FROM, "from since starting"),
    (Role.TO, "to through thru"),
    (Role.UNTIL, "by until till due deadline"),
    (Role.BEFORE, "before prior"),
    (Role.AFTER, "after within following"),
    (Role.BETWEEN, "between"),
    (Role.AND, "and"),
    (Role.OR, "or"),
    (Role.EXCEPT, "except excluding"),
    (Role.IN, "in on at"),
    (Role.THROUGH, "throughout during"),
    (Role.WHOLE, "all whole entire"),
    (Role.SPAN, "period"),
    (Role.CURRENT, "current this"),
    (Role.NEXT, "next"),
    (Role.PAST, "last-year previous"),
    (Role.REPORTING, "reporting reported"),
    (Role.EVERY, "every each"),
    (Role.TIMES, "time times"),
    (Role.NOT, "not no"),
    (Role.LEAST, "least less"),
    (Role.LATER, "later"),
    (Role.EARLIER, "earlier sooner"),
    (Role.INCLUSIVE, "inclusive including"),
    (Role.WORKING, "working business"),
    (Role.CALENDAR, "calendar"),
    (Role.SCHOOL, "school academic"),
    (Role.CONTINUOUS, "continuously ongoing permanently constantly always continuous regularly"),
    (Role.HOLIDAYS, "holidays vacation vacations break"),
    (Role.CLOCK, "hour hours o'clock h"),
    (Role.MINUTE, "minute minutes"),
    (Role.APPROXIMATE, "approximately about around tentatively roughly circa sometime perhaps"),
    (Role.APPROXIMATE, "maybe probably possibly"),
    (Role.MOVED, "moved rescheduled"),
    (Role.FILLER, "the of than a an date according"),
    (Role.SEVERAL, "several"),
    (Role.CARRYING, "implementation"),
    (Role.PLAN, "project programme program roadmap"),
    (Role.NEW, "new"),
    (Role.STAGE, "stage phase"),
)
_FREQUENCIES = (
    ("DAILY", 1, "daily"),
    ("WEEKLY", 1, "weekly"),
    ("MONTHLY", 1, "monthly"),
    ("MONTHLY", 3, "quarterly"),
    ("YEARLY", 1, "yearly annually annual"),
    ("WEEKLY", 2, "fortnightly"),
    ("MONTHLY", 6, "half-yearly semiannually"),
)
_EDGES = (("begin", "start early beginning"), ("middle", "middle mid"), ("end", "end late"))
_SEASONS = (("winter", "winter"), ("spring", "spring"), ("summer", "summer"), ("autumn", "autumn"))
_REASONS = (
    ("schedule", "schedule timetable"),
    ("plan", "plan"),
    ("need", "needed required necessary"),
    ("request", "request demand"),
    ("agreement", "agreed agreement"),
    ("fact", "immediately promptly asap"),
)
_EVENTS = "closing opening approval publication receipt signing completion"


def english_forms() -> dict[str, Sense]:
    """Every known English word form in small letters."""
    forms: dict[str, Sense] = {}

    def add(words: str, role: Role, value: int | str | tuple[str, int] = 0) -> None:
        for word in words.split():
            forms[word] = Sense(role, value, language="en")

    for number, words in enumerate(_MONTHS, 1):
        add(words, Role.MONTH, number)
    for number, words in enumerate(_WEEKDAYS):
        add(words, Role.WEEKDAY, number)
        forms[words.split()[0] + "s"] = Sense(Role.WEEKDAY, number, language="en", many=True)
    for number, word in enumerate(_ORDINALS, 1):
        add(word, Role.ORDINAL, number)
    add("last", Role.ORDINAL, -1)
    for number, word in enumerate(_CARDINALS, 1):
        add(word, Role.CARDINAL, number)
    add(_EVENTS, Role.EVENT)
    for unit, words in _UNITS:
        add(words, Role.UNIT, unit)
    for role, words in _PLAIN:
        add(words, role)
    for frequency, interval, words in _FREQUENCIES:
        add(words, Role.FREQUENCY, (frequency, interval))
    for role, table in (
        (Role.EDGE, _EDGES),
        (Role.SEASON, _SEASONS),
        (Role.UNDATED, _REASONS),
    ):
        for value, words in table:
            add(words, role, value)
    add("once", Role.TIMES, 1)
    add("twice", Role.TIMES, 2)
    add("am", Role.AFTERNOON, 0)
    add("pm", Role.AFTERNOON, 12)
    return forms
