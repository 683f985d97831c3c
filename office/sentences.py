"""What the office tells the operator, in the roadmap's language: why not now, and what to do."""

from __future__ import annotations

_SENTENCES = {
    "done": {
        "ru": "Уже сделано: повтор ничего не посылает.",
        "kk": "Жасалып қойған: қайталау ештеңе жібермейді.",
        "en": "Already done: a repeat sends nothing.",
    },
    "skipped": {"ru": "Отменено решением.", "kk": "Шешіммен алынды.", "en": "Skipped by decision."},
    "cancelled": {
        "ru": "Этого действия больше нет в дорожной карте.",
        "kk": "Бұл әрекет жол картасында енді жоқ.",
        "en": "The roadmap no longer has this action.",
    },
    "failed": {
        "ru": "Не удалось: {problem}. Исправьте причину и повторите: vekha run КЛЮЧ --now.",
        "kk": "Орындалмады: {problem}. Себебін түзетіп қайталаңыз: vekha run КІЛТ --now.",
        "en": "Failed: {problem}. Mend the cause and repeat: vekha run KEY --now.",
    },
    "missed": {
        "ru": "Пропущено: время вышло, ничего не послано. Решите: vekha run {key} --now или vekha skip {key} --why «…».",
        "kk": "Өткізіп алынды: уақыты өтті, ештеңе жіберілмеді. Шешіңіз: vekha run {key} --now не vekha skip {key} --why «…».",
        "en": "Missed: its time has passed, nothing was sent. Decide: vekha run {key} --now or vekha skip {key} --why “…”.",
    },
    "not-due": {
        "ru": "Ещё не время: срок {wall}.",
        "kk": "Әлі ерте: мерзімі {wall}.",
        "en": "Not yet: due {wall}.",
    },
    "claimed": {
        "ru": "Выполняется другим процессом.",
        "kk": "Басқа процесс орындап жатыр.",
        "en": "Another process is doing it.",
    },
    "planned": {"ru": "Ещё впереди.", "kk": "Әлі алда.", "en": "Still to come."},
    "waiting": {
        "ru": "Ждёт одобрения: {recipients}. Откройте этот запуск и нажмите Resume.",
        "kk": "Мақұлдауды күтуде: {recipients}. Осы іске қосуды ашып, Resume басыңыз.",
        "en": "Waiting for approval: {recipients}. Open this run and press Resume.",
    },
    "overdue": {
        "ru": "Не выполнено, пока было полезно.",
        "kk": "Пайдалы кезінде орындалмады.",
        "en": "Not done while it was of use.",
    },
    "refused": {
        "ru": "Рассылка не одобрена.",
        "kk": "Жаппай хат мақұлданбады.",
        "en": "The mass letter was not approved.",
    },
    "lost": {
        "ru": "Действие за это время взял другой процесс.",
        "kk": "Бұл уақытта әрекетті басқа процесс алды.",
        "en": "Another process has taken the action meanwhile.",
    },
}  # fmt: skip


def say(code: str, language: str, **facts: object) -> str:
    """One sentence, its placeholders filled; Russian where the language has none."""
    texts = _SENTENCES[code]
    given = {"problem": "", **facts}
    return (texts.get(language) or texts["ru"]).format(**given)
