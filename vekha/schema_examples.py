"""Examples for the editor, by «Definition.field»: what a person would write there; each is valid."""

from __future__ import annotations

ZONE = r"^([A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+)+|UTC)$"
"""What the name of a zone looks like; whether there is such a zone, `vekha check` says."""
PERIOD = r"(19|20)\d\d"
"""A period names a year, however it is written."""

PATTERN_MESSAGES = {
    ZONE: "Часовой пояс пишут так: Asia/Almaty, Europe/Moscow",
    PERIOD: "Период пишут так: 2026/2027, 2027 или 2026-08-01/2027-07-31",
    r"^[a-z0-9][a-z0-9-]*$": "Короткое имя: строчная латиница, цифры, дефис, например city-school",
    r"^([01]?\d|2[0-3])[:.][0-5]\d$": "Время пишут так: 09:00",
}
"""What VS Code shows instead of the expression itself."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "RoadmapFile.place": ("г. Петропавловск", "станица Луговская"),
    "RoadmapFile.timezone": (
        "Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay",
        "Asia/Qyzylorda", "Europe/Moscow", "Europe/Kaliningrad", "Europe/Volgograd", "Europe/Samara",
        "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Novokuznetsk",
        "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok",
    ),
    "RoadmapFile.period": ("2026/2027", "2027", "2026-08-01/2027-07-31"),
    "RoadmapFile.organisations": ("organisations.csv", "organisations.xlsx"),
    "RoadmapFile.people": ("people.csv", "people.xlsx"),
    "Acknowledged.code": ("stage-overlap", "weekend"),
    "Acknowledged.path": ("passport[10]", "activities[1]"),
    "Acknowledged.reason": ("Так в приказе", "Каникулы отменены приказом"),
    "Activity.number": ("1", "2.3", "IV"),
    "Activity.performers_printed": ("Директора школ, методисты", "Иванова А.П."),
    "Attendance.printed": ("Иванова А.П., методист (дистанционно)",),
    "Clause.number": ("4.1.",),
    "Coefficient.printed": ("КУ 4 (4 из 10): ОО №№ 6, 7, 8, 17",),
    "Coefficients.title": ("Коэффициент участия",),
    "DaysOff.title": ("Зимние каникулы",),
    "DeclaredColumn.title": ("Всего школ", "Доля МКШ"),
    "DeclaredFigure.printed": ("77 % (11 школ из 15)",),
    "DeclaredFigure.unit": ("школ", "педагогов"),
    "DeclaredMinutes.title": ("заседания рабочей группы",),
    "DeclaredMinutes.place": ("132 ауд.",),
    "DeclaredMinutes.number": ("1",),
    "DeclaredRow.label": ("Северный район",),
    "DeclaredTable.title": ("Сеть школ по районам",),
    "Heard.text": ("О плане работы на второе полугодие",),
    "Level.short": ("ВВ", "ВС", "С", "СН", "НН"),
    "Order.printed": ("Приказ УО СКО №1095 от 6.10.2023 г.",),
    "Order.issuer": ("УО СКО",),
    "Order.number": ("1095",),
    "Pair.district": ("north",),
    "Pair.mentor": ("city-school",),
    "Pair.printed": ("Школа № 1 – Луговская школа",),
    "Part.heading": ("I. ОБЩИЕ ПОЛОЖЕНИЯ",),
    "Partition.title": ("Школы по уровням активности",),
    "PassportRow.label": ("Миссия проекта", "Сроки реализации"),
    "Role.position": ("director", "curator"),
    "Sending.sender": ("Проект «Город-селу»",),
    "Sending.address": ("support@office.example",),
    "Slip.printed": ("69,6 %",),
    "Slip.agrees": ("69,64 %",),
    "Slip.why": ("с таблицей выше: 211 из 303",),
    "Target.printed": ("не менее 70 % педагогических работников",),
    "Visit.printed": ("Луговская школа (в город), ноябрь",),
}  # fmt: skip
