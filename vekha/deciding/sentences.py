"""The sentences of decisions, for the operator: plural forms by CLDR (babel)."""

from __future__ import annotations

from functools import cache

from babel import Locale

_NOUNS = {
    "letters": {
        "ru": {"one": "письмо", "few": "письма", "many": "писем", "other": "письма"},
        "kk": {"one": "хат", "other": "хат"},
        "en": {"one": "letter", "other": "letters"},
    },
    "schools": {
        "ru": {"one": "организация", "few": "организации", "many": "организаций", "other": "организации"},
        "kk": {"one": "ұйым", "other": "ұйым"},
        "en": {"one": "organisation", "other": "organisations"},
    },
    "recipients": {
        "ru": {"one": "получатель", "few": "получателя", "many": "получателей", "other": "получателя"},
        "kk": {"one": "алушы", "other": "алушы"},
        "en": {"one": "recipient", "other": "recipients"},
    },
    "heads": {
        "ru": {"one": "руководителю", "few": "руководителям", "many": "руководителям", "other": "руководителям"},
        "kk": {"one": "басшыға", "other": "басшыға"},
        "en": {"one": "superior", "other": "superiors"},
    },
}  # fmt: skip

_SENTENCES = {
    "invited": {
        "ru": "Опрос открыт: {letters}.",
        "kk": "Сауалнама ашылды: {letters}.",
        "en": "The survey is open: {letters}.",
    },
    "reminded": {
        "ru": "Не ответили {silent} из {base}: {letters}.",
        "kk": "{base} ұйымның {silent} жауап бермеді: {letters}.",
        "en": "{silent} of {base} have not answered: {letters}.",
    },
    "all-answered": {
        "ru": "Ответили все ({base} из {base}): напоминать некому.",
        "kk": "Барлығы жауап берді ({base}/{base}): еске салатын ешкім жоқ.",
        "en": "All have answered ({base} of {base}): there is nobody to remind.",
    },
    "escalated": {
        "ru": "Не ответили {silent}: сообщено {heads}.",
        "kk": "{silent} жауап бермеді: {heads} хабарланды.",
        "en": "{silent} have not answered: {heads} told.",
    },
    "closed": {
        "ru": "Опрос закрыт: ответили {answered} из {base}.",
        "kk": "Сауалнама жабылды: {base} ұйымнан {answered} жауап берді.",
        "en": "The survey is closed: {answered} of {base} answered.",
    },
    "digested": {
        "ru": "Сводка: открытых опросов {surveys}, не ответили {silent}.",
        "kk": "Жиынтық: ашық сауалнама {surveys}, жауап бермегені {silent}.",
        "en": "Digest: {surveys} open surveys, {silent} silent.",
    },
    "nothing-to-say": {
        "ru": "Сообщать не о чем: все открытые опросы отвечены.",
        "kk": "Айтарлық ештеңе жоқ: барлық ашық сауалнамаға жауап берілген.",
        "en": "Nothing to say: every open survey is answered.",
    },
    "met": {
        "ru": "Приглашены участники: {letters}.",
        "kk": "Қатысушылар шақырылды: {letters}.",
        "en": "Invited: {letters}.",
    },
    "announced": {
        "ru": "Рассылка поставлена в очередь: {letters}.",
        "kk": "Хаттар кезекке қойылды: {letters}.",
        "en": "Queued: {letters}.",
    },
    "marks-asked": {
        "ru": "Спрошены отметки об исполнении: {activities}.",
        "kk": "Орындалу белгілері сұралды: {activities}.",
        "en": "Completion marks asked for: {activities}.",
    },
    "all-marked": {
        "ru": "Все отметки уже стоят.",
        "kk": "Барлық белгілер қойылған.",
        "en": "All marks are already given.",
    },
    "assembled": {
        "ru": "Документ собран по данным на этот час.",
        "kk": "Құжат осы сағаттағы деректер бойынша жиналды.",
        "en": "Assembled from the data of this hour.",
    },
    "reminded-of-meeting": {
        "ru": "Напомнено участникам: {letters}.",
        "kk": "Қатысушыларға еске салынды: {letters}.",
        "en": "Participants reminded: {letters}.",
    },
    "not-invited": {
        "ru": "Приглашение не разослано, поэтому и напоминать не о чем. Решите: vekha run {invitation} --now.",
        "kk": "Шақыру жіберілмеген, сондықтан еске салатын ештеңе жоқ. Шешіңіз: vekha run {invitation} --now.",
        "en": "Nobody was invited, so nobody is reminded. Decide: vekha run {invitation} --now.",
    },
    "change-told": {
        "ru": "Об изменении срока сообщено тем, кто знал прежний: {letters}.",
        "kk": "Мерзімнің өзгергені бұрынғысын білетіндерге хабарланды: {letters}.",
        "en": "Those who knew the former date are told of the change: {letters}.",
    },
    "nothing-changed": {
        "ru": "Сообщать не о чем: все знают нынешний срок.",
        "kk": "Хабарлайтын ештеңе жоқ: барлығы қазіргі мерзімді біледі.",
        "en": "Nothing to say: everybody knows the date that holds.",
    },
    "already-closed": {
        "ru": "Опрос уже закрыт.",
        "kk": "Сауалнама жабылған.",
        "en": "The survey is already closed.",
    },
}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def count(noun: str, number: int, language: str) -> str:
    """A number with its noun in the right form: «41 письмо», «3 района»."""
    forms = _NOUNS[noun].get(language) or _NOUNS[noun]["ru"]
    form = str(_locale(language).plural_form(number))
    return f"{number} {forms.get(form, forms['other'])}"


def say(key: str, language: str, **facts: object) -> str:
    """A decision's sentence."""
    return (_SENTENCES[key].get(language) or _SENTENCES[key]["ru"]).format(**facts)
