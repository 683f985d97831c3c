"""What starting and watching the system says to the operator, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "site": {"ru": "Сайт", "kk": "Сайт", "en": "Site"},
    "worker": {"ru": "Исполнитель", "kk": "Орындаушы", "en": "Worker"},
    "server": {"ru": "Prefect", "kk": "Prefect", "en": "Prefect"},
    "mail": {"ru": "почта", "kk": "пошта", "en": "mail"},
    "ready": {"ru": "{part}: готово", "kk": "{part}: дайын", "en": "{part}: ready"},
    "does-not-start": {
        "ru": "{part}: не запускается; см. {log}",
        "kk": "{part}: іске қосылмайды; {log} қараңыз",
        "en": "{part}: does not start; see {log}",
    },
    "does-not-answer": {
        "ru": "{part}: не отвечает; см. {log}",
        "kk": "{part}: жауап бермейді; {log} қараңыз",
        "en": "{part}: does not answer; see {log}",
    },
    "again-and-again": {
        "ru": "{part}: останавливается снова и снова; см. {log}",
        "kk": "{part}: қайта-қайта тоқтайды; {log} қараңыз",
        "en": "{part}: stops again and again; see {log}",
    },
    "restarted": {
        "ru": "{part}: процесс прервался, запускаем снова (журнал: {log})",
        "kk": "{part}: процесс үзілді, қайта іске қосамыз (журнал: {log})",
        "en": "{part}: its process has died, starting it again (log: {log})",
    },
    "already-running": {
        "ru": "В папке {state} уже работает vekha up (процесс {pid}). Остановите его (Ctrl-C) или "
        "задайте другую папку: VEKHA_STATE.",
        "kk": "{state} қалтасында vekha up жұмыс істеп тұр (процесс {pid}). Оны тоқтатыңыз (Ctrl-C) "
        "немесе басқа қалта беріңіз: VEKHA_STATE.",
        "en": "vekha up already works in the folder {state} (process {pid}). Stop it (Ctrl-C), or "
        "set another folder: VEKHA_STATE.",
    },
    "port-taken": {
        "ru": "Порт {port} ({part}) занят другой программой. Остановите её или задайте другой порт, "
        "например {variable}={other}.",
        "kk": "{port} порты ({part}) басқа бағдарламада. Оны тоқтатыңыз немесе басқа порт беріңіз, "
        "мысалы {variable}={other}.",
        "en": "Port {port} ({part}) is taken by another program. Stop it, or set another port, for "
        "instance {variable}={other}.",
    },
}


def say(code: str, language: str, **facts: object) -> str:
    """One text, its placeholders filled."""
    return _WORDS[code][language].format(**facts)
