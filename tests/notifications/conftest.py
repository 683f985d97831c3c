"""Letters of «Город-селу» with realistic contents, one per template, in any language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from notifications.composing import Composer
from notifications.letter import Address, Language, Letter

LINK = "https://vekha.sko-edu.example/a/Jx3mQm0vT5uEo8s1r2n9dA"
BOARD = "https://vekha.sko-edu.example/board/7hK2mPq9"
CLOSES = "2024-02-29T18:00:00+06:00"

COMMON: dict[str, object] = {
    "programme": "Город-селу",
    "body": "КГУ «Центр методической работы и информационных технологий в сфере образования»",
    "coordinator": {
        "name": "Ельцова Л.Ф.",
        "position": "методист ЦМРиИТО",
        "email": "eltsova@cmrito.example",
        "phone": "+7 7152 00-00-01",
    },
    "order": "Приказ УО СКО №1095 от 6.10.2023 г.",
    "person": {"name": "Мәкен Е.З.", "position": "директор", "greeting": ""},
    "organisation": "КГУ «Школа-лицей «Дарын»",
    "zone": "Asia/Almaty",
}
TO_COORDINATOR = {
    "person": {"name": "Ельцова Л.Ф.", "position": "методист ЦМРиИТО", "greeting": ""},
    "organisation": "ЦМРиИТО",
}
SURVEY = {
    "survey_title": "Промежуточный мониторинг",
    "purpose": "Ответы войдут в отчёт за февраль и помогут спланировать помощь школам на весну.",
    "link": LINK,
    "opens": "2024-02-15T09:00:00+06:00",
    "closes": CLOSES,
    "minutes": 15,
}


def _missing(organisation: str, person: str, phone: str, days: int) -> dict[str, object]:
    return {"organisation": organisation, "person": person, "phone": phone, "days_overdue": days}


def _districts(days: int) -> list[dict[str, object]]:
    return [
        {
            "district": "Айыртауский район",
            "answered": 1,
            "asked": 3,
            "missing": [
                _missing(
                    'КГУ "Караталская СШ средняя школа"', "Ахметова А.К.", "+7 715 33 00-01", days
                ),
                _missing('КГУ "Казанская средняя школа"', "Петренко О.В.", "", days),
            ],
        },
        {"district": "Акжарский район", "answered": 6, "asked": 6, "missing": []},
        {
            "district": "Район Шал акына",
            "answered": 2,
            "asked": 3,
            "missing": [
                _missing("КГУ «Бирликская основная школа»", "Жүнісов Қ.Ә.", "+7 715 34 00-07", days)
            ],
        },
    ]


def _unreached(organisation: str, person: str, phone: str, why: str, words: str) -> dict[str, str]:
    line = {"organisation": organisation, "person": person, "phone": phone, "why": why}
    return line | {"email": "school@schools.example" if why == "dead" else "", "words": words}


UNREACHED = [
    _unreached("ОСШ «Степная»", "Ким А.А.", "+7 715 35 00-03", "dead", "5.1.1 no such user"),
    _unreached("ОСШ «Озёрная»", "Досов Б.Т.", "+7 715 36 00-04", "no-address", ""),
    _unreached("ОСШ «Лесная»", "Сауле Қ.", "+7 715 37 00-05", "calls", ""),
]

SAMPLES: dict[str, dict[str, object]] = {
    "invitation": SURVEY,
    "collection": {
        **SURVEY,
        "survey_title": "Материалы для сборника",
        "closes": "2024-05-20T18:00:00+05:00",
        "materials": [
            "разработка урока (Word)",
            "описание опыта, до 3 страниц",
            "фотографии, если есть",
        ],
    },
    "reminder": {**SURVEY, "number": 2, "days_left": 3, "started": True},
    "together": {
        "duties": [
            {
                "kind": "reminder",
                "programme": "Город-селу",
                "organisation": COMMON["organisation"],
                "order": "Приказ УО СКО №1095 от 6.10.2023 г.",
                "survey_title": "Промежуточный мониторинг",
                "purpose": SURVEY["purpose"],
                "link": LINK,
                "closes": "2024-02-20T18:00:00+06:00",
                "minutes": 15,
                "started": True,
                "materials": [],
                "person": "",
                "contact": COMMON["coordinator"],
            },
            {
                "kind": "collection",
                "programme": "Жас маман",
                "organisation": COMMON["organisation"],
                "order": None,
                "survey_title": "Материалы для сборника",
                "purpose": "",
                "link": f"{LINK}-2",
                "closes": CLOSES,
                "minutes": None,
                "started": False,
                "materials": ["разработка урока (Word)", "фотографии, если есть"],
                "person": "",
                "contact": {
                    "name": "Черепанова Е.А.",
                    "position": "и.о. заведующей МК",
                    "email": "cherepanova@cmrito.example",
                    "phone": "+7 7152 00-00-02",
                },
            },
        ],
        "order": None,
    },
    "escalation": {
        "survey_title": "Промежуточный мониторинг",
        "closes": CLOSES,
        "days_left": -3,
        "district": "Айыртауский район",
        "answered": 1,
        "asked": 4,
        "missing": _districts(3)[0]["missing"],
        "unreachable": [UNREACHED[0]],
        "text": "",
    },
    "digest": {
        **TO_COORDINATOR,
        "date": "2024-02-20",
        "surveys": [
            {
                "title": "Промежуточный мониторинг",
                "closes": CLOSES,
                "over": False,
                "answered": 38,
                "asked": 41,
                "excused": 1,
                "by_district": _districts(0),
            },
            {
                "title": "Обратная связь",
                "closes": "2024-02-21T18:00:00+06:00",
                "over": False,
                "answered": 13,
                "asked": 13,
                "excused": 0,
                "by_district": [],
            },
        ],
        "unreachable": UNREACHED[:2],
        "to_call": UNREACHED[2:],
        "board": BOARD,
    },
    "closing": {
        **TO_COORDINATOR,
        "survey_title": "Промежуточный мониторинг",
        "closed": CLOSES,
        "answered": 38,
        "asked": 41,
        "excused": 1,
        "share": "92,7 % (38 из 41)",
        "by_district": _districts(1),
        "documents": [{"title": "Отчёт за февраль.docx", "link": f"{BOARD}/reports/february.docx"}],
        "board": BOARD,
    },
    "meeting": {
        "title": "Круглый стол «Проект «Город-селу»: трудности и поиск эффективных решений для развития МКШ»",
        "starts": "2024-04-25T15:00:00+05:00",
        "place": "г.Петропавловск, КГУ «Первая гимназия», актовый зал",
        "form": "офлайн",
        "agenda": ["Итоги мониторинга", "Трудности школ-наставников и МКШ", "Сборник материалов"],
        "link": None,
    },
    "visit": {
        "title": "Выездной очный семинар",
        "side": "host",
        "days": "с 1 по 30 ноября 2019 года",
        "settled": False,
        "guests": ["МКОУ «Кленовская средняя школа»"],
        "hosts": ["МОУ «Средняя школа № 134 «Дарование»"],
        "destination": "Волгоград",
        "others": ["директор, +7 84454 0-00-01, klenovskaya@schools.example"],
        "note": "Возьмите с собой разработки уроков.",
        "asked_after": ["Отзыв о выездном семинаре"],
    },
    "receipt": {
        "survey_title": "Промежуточный мониторинг",
        "submitted_at": "2024-02-20T11:42:00+06:00",
        "version": 2,
        "link": LINK,
        "closes": CLOSES,
        "answers": [
            {"question": "Сколько педагогов участвует в проекте?", "answer": "12"},
            {"question": "Что было полезно?", "answer": "Открытые уроки <математика & физика>"},
            {"question": "Трудности", "answer": ""},
        ],
    },
    "announcement": {
        "title": "Отчёт за февраль опубликован",
        "paragraphs": [
            "Отчёт о промежуточном мониторинге готов.",
            "Благодарим всех, кто ответил в срок.",
        ],
        "documents": [{"title": "Отчёт за февраль.docx", "link": f"{BOARD}/reports/february.docx"}],
    },
    "marking": {
        **TO_COORDINATOR,
        "activities": [
            {
                "number": "8",
                "title": "Промежуточный мониторинг и анализ реализации проекта, обратная связь",
                "term": "февраль",
                "link": f"{BOARD}/activities/8",
            }
        ],
        "board": BOARD,
    },
    "returned": {
        "survey_title": "Промежуточный мониторинг",
        "remark": "Вопрос 3: участвовало 40 педагогов, а всего в школе 31.\nПросим проверить.",
        "link": LINK,
        "closes": CLOSES,
    },
    "change": {
        "title": "Промежуточный мониторинг",
        "change": "moved",
        "kind": "closing",
        "was": {"starts": CLOSES, "ends": CLOSES, "place": "", "days": ""},
        "becomes": {
            "starts": "2024-03-07T18:00:00+05:00",
            "ends": "2024-03-07T18:00:00+05:00",
            "place": "",
            "days": "",
        },
        "link": LINK,
    },
    "approval": {
        **TO_COORDINATOR,
        "campaign": "Промежуточный мониторинг, приглашение",
        "recipients": 41,
        "subject_sample": "Просим ответить до 29 февраля: Промежуточный мониторинг",
        "text": "Здравствуйте, Мәкен Е.З.!\n\nПросим вас заполнить анкету.",
        "due": "2024-02-15T09:00:00+06:00",
        "not_after": "2024-02-22T09:00:00+06:00",
        "link": f"{BOARD}/approve/1",
        "deployed_by": "Ельцова Л.Ф.",
        "again": False,
    },
    "trouble": {
        **TO_COORDINATOR,
        "deeds": [
            {
                "title": "Промежуточный мониторинг · напоминание 2",
                "due": "2024-02-22T09:00:00+06:00",
                "failed": False,
                "sentence": "",
            },
            {
                "title": "Информация о результатах мониторинга · сборка отчёта",
                "due": "2024-03-01T09:00:00+05:00",
                "failed": True,
                "sentence": "Не удалось: нет места на диске. Исправьте причину и повторите.",
            },
        ],
        "board": BOARD,
    },
}

LetterOf = Callable[..., Letter]


@pytest.fixture(scope="session")
def composer() -> Composer:
    return Composer()


@pytest.fixture(scope="session")
def letter_of() -> LetterOf:
    """A letter of the given template and language; further keywords replace its fields."""

    def make(template: str, language: Language = "ru", **fields: object) -> Letter:
        given: dict[str, object] = {
            "key": f"gorod-selu/2023-2024/interim/{template}/daryn-director",
            "to": Address("Мәкен Е.З.", "director@daryn.example"),
            "sender": Address("Проект «Город-селу»", "vekha@cmrito.example"),
            "reply_to": Address("Ельцова Л.Ф.", "eltsova@cmrito.example"),
            "language": language,
            "template": template,
            "context": {**COMMON, **SAMPLES[template]},
            "message_date": datetime.fromisoformat("2024-02-15T09:00:00+06:00"),
        }
        return Letter(**{**given, **fields})  # type: ignore[arg-type]

    return make
