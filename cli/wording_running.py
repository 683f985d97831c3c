"""What `vekha up`, `deploy`, `status`, `run` and `skip` say, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "starting": {
        "ru": "Запускается, первый раз около минуты…",
        "kk": "Іске қосылуда, алғашқыда бір минуттай…",
        "en": "Starting, about a minute the first time…",
    },
    "stopping": {"ru": "Останавливается…", "kk": "Тоқтатылуда…", "en": "Stopping…"},
    "ctrl-c": {
        "ru": "Ctrl-C останавливает всё.",
        "kk": "Ctrl-C бәрін тоқтатады.",
        "en": "Ctrl-C stops everything.",
    },
    "prefect": {
        "ru": "Prefect (расписание, запуски)",
        "kk": "Prefect (кесте, іске қосулар)",
        "en": "Prefect (schedule, runs)",
    },
    "board": {"ru": "Доска координатора", "kk": "Үйлестіруші тақтасы", "en": "Coordinator's board"},
    "mailbox": {
        "ru": "Письма (никуда не уходят)",
        "kk": "Хаттар (ешқайда кетпейді)",
        "en": "Letters (none leaves)",
    },
    "state": {
        "ru": "Состояние и журналы",
        "kk": "Күй және журналдар",
        "en": "State and logs",
    },
    "not-deployed": {
        "ru": "Не развёрнуто: исправьте ошибки (E).",
        "kk": "Іске енгізілмеді: қателерді (E) түзетіңіз.",
        "en": "Not deployed: mend the errors (E).",
    },
    "deployed": {
        "ru": "{edition}: версия {version}; добавлено {added}, перенесено {moved}, снято {dropped}, "
        "уже сделано {done}, пропущено {missed}",
        "kk": "{edition}: {version}-нұсқа; қосылды {added}, ауыстырылды {moved}, алынды {dropped}, "
        "жасалып қойған {done}, өткізіп алынды {missed}",
        "en": "{edition}: version {version}; added {added}, moved {moved}, dropped {dropped}, "
        "already done {done}, missed {missed}",
    },
    "change-told": {
        "ru": "об изменении срока будет сообщено: {key}",
        "kk": "мерзімнің өзгергені туралы хабарланады: {key}",
        "en": "people will be told of the changed date: {key}",
    },
    "held": {
        "ru": "из них осталось на этой машине, никому не ушло: {number}",
        "kk": "оның ішінде {number} осы машинада қалды, ешкімге кетпеді",
        "en": "{number} of them stayed on this machine, nobody got them",
    },
    "after-edit": {"ru": "после правки", "kk": "түзетуден кейін", "en": "after an edit"},
    "after-decision": {
        "ru": "после решения",
        "kk": "шешімнен кейін",
        "en": "after a decision",
    },
    "prefect-away": {
        "ru": "Prefect не отвечает: записано, подхватится при запуске vekha up.",
        "kk": "Prefect жауап бермейді: жазылды, vekha up іске қосылғанда ескеріледі.",
        "en": "Prefect does not answer: it is recorded and taken up when vekha up starts.",
    },
    "add-now": {
        "ru": "Сделать сейчас: добавьте --now.",
        "kk": "Қазір орындау: --now қосыңыз.",
        "en": "To do it now, add --now.",
    },
    "decided-now": {
        "ru": "Решено сделать сейчас.",
        "kk": "Қазір орындауға шешім қабылданды.",
        "en": "Decided to do it now.",
    },
    "no-action": {
        "ru": "Нет дела с ключом {key}; ключи показывает vekha status.",
        "kk": "{key} кілтті іс жоқ; кілттерді vekha status көрсетеді.",
        "en": "There is no action {key}; vekha status shows the keys.",
    },
    "several": {
        "ru": "Подходит несколько дел, уточните:",
        "kk": "Бірнеше іс сәйкес келеді, нақтылаңыз:",
        "en": "Several actions fit, say which:",
    },
    "decided-before": {
        "ru": "{key}: уже решено ({state}); повтора не будет.",
        "kk": "{key}: шешіліп қойған ({state}); қайталанбайды.",
        "en": "{key}: decided already ({state}); it is not repeated.",
    },
    "doing": {"ru": "делаем сейчас", "kk": "қазір орындаймыз", "en": "done now"},
    "skipping": {"ru": "не делаем", "kk": "орындамаймыз", "en": "not done"},
    "nothing-deployed": {
        "ru": "Ни одной дорожной карты не развёрнуто: vekha deploy ПАПКА.",
        "kk": "Бірде-бір жол картасы енгізілмеген: vekha deploy ҚАЛТА.",
        "en": "No roadmap is deployed: vekha deploy FOLDER.",
    },
    "head": {
        "ru": "{edition}, версия {version}",
        "kk": "{edition}, {version}-нұсқа",
        "en": "{edition}, version {version}",
    },
    "actions": {"ru": "дела", "kk": "істер", "en": "actions"},
    "letters": {"ru": "письма", "kk": "хаттар", "en": "letters"},
    "no-letters": {"ru": "ещё не было", "kk": "әлі болған жоқ", "en": "none yet"},
    "undecided": {"ru": "ждут решения", "kk": "шешім күтуде", "en": "wait for a decision"},
    "coming": {"ru": "впереди", "kk": "алда", "en": "coming"},
    "action planned": {"ru": "впереди", "kk": "алда", "en": "planned"},
    "action waiting": {
        "ru": "ждут утверждения",
        "kk": "мақұлдау күтуде",
        "en": "waiting for approval",
    },
    "action claimed": {"ru": "выполняются", "kk": "орындалуда", "en": "being done"},
    "action done": {"ru": "сделано", "kk": "орындалды", "en": "done"},
    "action missed": {"ru": "пропущено", "kk": "өткізіп алынды", "en": "missed"},
    "action skipped": {"ru": "отменено", "kk": "алынып тасталды", "en": "skipped"},
    "action cancelled": {"ru": "снято правкой", "kk": "түзетумен алынды", "en": "cancelled"},
    "action failed": {"ru": "не удалось", "kk": "сәтсіз", "en": "failed"},
    "letter queued": {"ru": "в очереди", "kk": "кезекте", "en": "queued"},
    "letter sending": {"ru": "отправляются", "kk": "жіберілуде", "en": "being sent"},
    "letter carried": {
        "ru": "вложено в другое письмо",
        "kk": "басқа хатқа қосылды",
        "en": "within another letter",
    },
    "letter sent": {"ru": "отправлено", "kk": "жіберілді", "en": "sent"},
    "letter refused": {"ru": "отказано", "kk": "қабылданбады", "en": "refused"},
    "letter delayed": {"ru": "отложено", "kk": "кейінге қалды", "en": "delayed"},
    "letter in doubt": {"ru": "под вопросом", "kk": "күмәнді", "en": "in doubt"},
    "letter cancelled": {"ru": "отменено", "kk": "алынды", "en": "cancelled"},
}


def say(code: str, language: str, **facts: object) -> str:
    """One text, its placeholders filled."""
    return _WORDS[code][language].format(**facts)
