"""Short words for actions, kinds and states in the languages of the roadmap; letters have templates."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "invite": {"ru": "приглашение", "kk": "шақыру", "en": "invitation"},
    "collect": {"ru": "запрос материалов", "kk": "материал сұрату", "en": "request for materials"},
    "remind": {"ru": "напоминание {number}", "kk": "{number}-еске салу", "en": "reminder {number}"},
    "escalate": {
        "ru": "сообщение руководителям",
        "kk": "басшыларға хабарлама",
        "en": "notice to superiors",
    },
    "digest": {
        "ru": "Сводка координатору {day}",
        "kk": "Үйлестірушіге жиынтық {day}",
        "en": "Digest for the coordinator {day}",
    },
    "close": {"ru": "закрытие", "kk": "жабылу", "en": "closing"},
    "meet": {"ru": "приглашение", "kk": "шақыру", "en": "invitation"},
    "meet-again": {"ru": "напоминание", "kk": "еске салу", "en": "reminder"},
    "announce": {"ru": "рассылка", "kk": "жаппай хат", "en": "mass letter"},
    "mark": {
        "ru": "Отметки об исполнении {day}",
        "kk": "Орындалу белгілері {day}",
        "en": "Completion marks {day}",
    },
    "report": {"ru": "сборка отчёта", "kk": "есепті жинақтау", "en": "assembling the report"},
    "volume": {"ru": "сборка сборника", "kk": "жинақты құрастыру", "en": "assembling the volume"},
    "change": {
        "ru": "сообщение об изменении срока",
        "kk": "мерзімнің өзгергені туралы хабар",
        "en": "notice of a changed date",
    },
    "after-hours": {
        "ru": "вне часов рассылки",
        "kk": "жіберу сағаттарынан тыс",
        "en": "outside sending hours",
    },
    "planned": {"ru": "впереди", "kk": "алда", "en": "planned"},
    "waiting": {"ru": "ждёт одобрения", "kk": "мақұлдауды күтуде", "en": "waiting for approval"},
    "claimed": {"ru": "выполняется", "kk": "орындалуда", "en": "being done"},
    "done": {"ru": "сделано", "kk": "жасалды", "en": "done"},
    "missed": {"ru": "пропущено", "kk": "өткізіп алынды", "en": "missed"},
    "skipped": {"ru": "отменено решением", "kk": "шешіммен алынды", "en": "skipped"},
    "cancelled": {"ru": "снято правкой", "kk": "түзетумен алынды", "en": "cancelled"},
    "failed": {"ru": "не удалось", "kk": "орындалмады", "en": "failed"},
}


def word(key: str, language: str, **facts: object) -> str:
    """One wording, its placeholders filled; Russian where the language has none."""
    texts = _WORDS[key]
    return (texts.get(language) or texts["ru"]).format(**facts)


def unquoted(title: str) -> str:
    """A title without its own quotation marks, for places that set it off in another way."""
    if title.startswith("«") and title.endswith("»") and title.count("«") == 1:
        return title[1:-1]
    return title
