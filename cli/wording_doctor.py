"""What `vekha mail doctor` says around its findings, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "looking": {
        "ru": "Смотрим DNS, сервер, пределы и адреса; ни одного письма не посылается…",
        "kk": "DNS, сервер, шектеулер мен мекенжайлар қаралуда; бірде-бір хат жіберілмейді…",
        "en": "Looking at DNS, server, limits and addresses; no letter is sent…",
    },
    "counts": {
        "ru": "Ошибок: {error}, предупреждений: {warn}, в порядке: {ok}.",
        "kk": "Қате: {error}, ескерту: {warn}, дұрыс: {ok}.",
        "en": "Errors: {error}, warnings: {warn}, in order: {ok}.",
    },
    "errors": {
        "ru": "Почта не готова, ошибок: {number}. Письма будут теряться:",
        "kk": "Пошта дайын емес, қате саны: {number}. Хаттар жоғалады:",
        "en": "The mail is not ready, errors: {number}. Letters will be lost:",
    },
    "whole": {
        "ru": "Всё целиком: vekha mail doctor",
        "kk": "Толығымен: vekha mail doctor",
        "en": "The whole of it: vekha mail doctor",
    },
    "blocked": {
        "ru": "Остановлено (VEKHA_MAIL_DOCTOR=block): исправьте или запустите с VEKHA_MAIL_DOCTOR=tell.",
        "kk": "Тоқтатылды (VEKHA_MAIL_DOCTOR=block): түзетіңіз немесе VEKHA_MAIL_DOCTOR=tell арқылы іске қосыңыз.",
        "en": "Stopped (VEKHA_MAIL_DOCTOR=block): mend it, or start with VEKHA_MAIL_DOCTOR=tell.",
    },
}


def say(word: str, language: str, **facts: object) -> str:
    """One wording, its placeholders filled."""
    return _WORDS[word][language].format(**facts)
