"""What `vekha mail` says, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "queued": {"ru": "в очереди", "kk": "кезекте", "en": "queued"},
    "sending": {"ru": "отправляется", "kk": "жіберілуде", "en": "sending"},
    "sent": {"ru": "ушло", "kk": "жіберілді", "en": "sent"},
    "refused": {"ru": "не принято", "kk": "қабылданбады", "en": "refused"},
    "delayed": {"ru": "отложено", "kk": "кейінге қалды", "en": "delayed"},
    "in doubt": {"ru": "в сомнении", "kk": "күмәнді", "en": "in doubt"},
    "cancelled": {"ru": "снято", "kk": "алынды", "en": "cancelled"},
    "held": {"ru": "придержано", "kk": "ұсталды", "en": "held"},
    "earlier": {
        "ru": "… раньше этих ещё {number}; все: --limit или --csv.",
        "kk": "… бұлардан бұрын тағы {number}; барлығы: --limit немесе --csv.",
        "en": "… {number} more before these; all: --limit or --csv.",
    },
    "unknown-organisation": {
        "ru": "Организации или района «{given}» нет. Похожие: {near}.",
        "kk": "«{given}» ұйымы немесе ауданы жоқ. Ұқсастары: {near}.",
        "en": "There is no organisation or district “{given}”. Similar: {near}.",
    },
    "no-such-letter": {
        "ru": "{key}: такого письма нет. Похожие: {near}",
        "kk": "{key}: мұндай хат жоқ. Ұқсастары: {near}",
        "en": "{key}: no such letter. Similar: {near}",
    },
    "as-sent": {
        "ru": "Так письмо ушло, слово в слово:",
        "kk": "Хат сөзбе-сөз осылай жіберілді:",
        "en": "As it was sent, word for word:",
    },
    "as-now": {
        "ru": "Ещё не отправлено; сейчас оно было бы таким:",
        "kk": "Әлі жіберілмеген; қазір ол осындай болар еді:",
        "en": "Not sent yet; now it would be:",
    },
    "was-queued": {
        "ru": "поставлено в очередь для {address}",
        "kk": "{address} үшін кезекке қойылды",
        "en": "queued for {address}",
    },
    "was-handed": {
        "ru": "передано серверу (попыток: {attempts})",
        "kk": "серверге берілді (әрекет саны: {attempts})",
        "en": "handed to the server (tries: {attempts})",
    },
    "no-letters": {"ru": "Таких писем нет.", "kk": "Мұндай хат жоқ.", "en": "No such letters."},
    "previewed": {
        "ru": "Писем: {number}. Так они выглядели бы, если бы никто не отвечал; ссылки в них ненастоящие.",
        "kk": "Хат саны: {number}. Ешкім жауап бермесе, олар осындай болар еді; сілтемелері шын емес.",
        "en": "{number} letters, as they would be if nobody answered; their links lead nowhere.",
    },
    "unknown-person": {
        "ru": "Человека «{given}» в people.csv нет (ни ключа, ни имени, ни адреса). Похожие: {near}.",
        "kk": "people.csv ішінде «{given}» жоқ (кілті де, аты да, мекенжайы да). Ұқсастары: {near}.",
        "en": "people.csv has no “{given}” (no key, name or address). Similar: {near}.",
    },
    "unknown-subject": {
        "ru": "Опроса, встречи, объявления или отчёта «{given}» нет. Похожие: {near}.",
        "kk": "«{given}» сауалнамасы, кездесуі, хабарландыруы немесе есебі жоқ. Ұқсастары: {near}.",
        "en": "There is no survey, meeting, announcement or report “{given}”. Similar: {near}.",
    },
    "unknown-action": {
        "ru": "Дела «{given}» нет; ключи показывает vekha plan. Похожие: {near}.",
        "kk": "«{given}» ісі жоқ; кілттерді vekha plan көрсетеді. Ұқсастары: {near}.",
        "en": "There is no action “{given}”; vekha plan shows the keys. Similar: {near}.",
    },
    "resolved-sent": {
        "ru": "{key}: считается отправленным.",
        "kk": "{key}: жіберілген болып саналады.",
        "en": "{key}: counted as sent.",
    },
    "resolved-again": {
        "ru": "{key}: уйдёт ещё раз с тем же Message-ID.",
        "kk": "{key}: сол Message-ID-мен қайта жіберіледі.",
        "en": "{key}: will go out again with the same Message-ID.",
    },
    "unknown-letter": {
        "ru": "{key}: такого письма нет. Список: vekha mail log --state in-doubt",
        "kk": "{key}: мұндай хат жоқ. Тізім: vekha mail log --state in-doubt",
        "en": "{key}: no such letter. The list: vekha mail log --state in-doubt",
    },
    "not-in-doubt": {
        "ru": "{key}: решать нечего, письмо не в сомнении ({state}).",
        "kk": "{key}: шешетін ештеңе жоқ, хат күмәнді емес ({state}).",
        "en": "{key}: nothing to decide, the letter is not in doubt ({state}).",
    },
    "resumed": {
        "ru": "Пауза снята (была: {why}). Письма пойдут при ближайшей сверке.",
        "kk": "Кідіріс алынды (себебі: {why}). Хаттар келесі салыстыруда жіберіледі.",
        "en": "The pause is lifted (it was: {why}). Letters go on with the next reconciliation.",
    },
    "not-paused": {
        "ru": "Рассылка не стояла на паузе.",
        "kk": "Жіберу кідіртілмеген.",
        "en": "Sending was not paused.",
    },
    "no-sender": {
        "ru": "Ни одна дорожная карта не развёрнута: укажите адрес отправителя, --sender АДРЕС.",
        "kk": "Бірде-бір жол картасы іске қосылмаған: жіберуші мекенжайын көрсетіңіз, --sender МЕКЕНЖАЙ.",
        "en": "No roadmap is deployed: give the sender’s address, --sender ADDRESS.",
    },
    "trial-sent": {
        "ru": "Письмо принято сервером: {reply}",
        "kk": "Хатты сервер қабылдады: {reply}",
        "en": "The server took the letter: {reply}",
    },
    "trial-held": {
        "ru": "Письмо осталось на этой машине (режим захвата или не гость): {reply}",
        "kk": "Хат осы машинада қалды (ұстап қалу режимі немесе қонақ емес): {reply}",
        "en": "The letter stayed on this machine (capture mode, or not a guest): {reply}",
    },
    "MailRefused": {
        "ru": "Сервер отказал: {failure}. Проверьте адрес.",
        "kk": "Сервер бас тартты: {failure}. Мекенжайды тексеріңіз.",
        "en": "The server refused: {failure}. Check the address.",
    },
    "MailDelayed": {
        "ru": "Сейчас не вышло: {failure}. Режим почты {mode}; в режиме capture письма принимает vekha up, запустите его.",
        "kk": "Қазір болмады: {failure}. Пошта режимі {mode}; capture режимінде хаттарды vekha up қабылдайды, соны іске қосыңыз.",
        "en": "Not now: {failure}. The mail mode is {mode}; in capture mode `vekha up` takes the letters, start it.",
    },
    "MailInDoubt": {
        "ru": "Связь оборвалась, когда письмо уже передавалось: {failure}. Оно могло дойти.",
        "kk": "Хат беріліп жатқанда байланыс үзілді: {failure}. Ол жетуі мүмкін.",
        "en": "The line broke while the letter was going over: {failure}. It may have arrived.",
    },
    "MailServerUnusable": {
        "ru": "Сервер не принимает наших писем: {failure}. Проверьте VEKHA_SMTP_URL: имя, пароль, TLS.",
        "kk": "Сервер біздің хаттарды қабылдамайды: {failure}. VEKHA_SMTP_URL тексеріңіз: аты, құпиясөз, TLS.",
        "en": "The server takes no letter of ours: {failure}. Check VEKHA_SMTP_URL: user, password, TLS.",
    },
}


def say(word: str, language: str, **facts: object) -> str:
    """One wording, its placeholders filled."""
    return _WORDS[word][language].format(**facts)
