"""What a coordinator is asked to look at after taking a roadmap over, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "shifted": {
        "ru": "Год в сроке заменён: «{was}» → «{becomes}».",
        "kk": "Мерзімдегі жыл ауыстырылды: «{was}» → «{becomes}».",
        "en": "The year of a term was changed: “{was}” → “{becomes}”.",
    },
    "moved": {
        "ru": "День теперь нерабочий: {day} ({why}), действие перенесено на {moved}.",
        "kk": "Күн енді жұмыс емес: {day} ({why}), әрекет {moved} күніне ауыстырылды.",
        "en": "The day is now a day off: {day} ({why}); the action moved to {moved}.",
    },
    "closes-on-day-off": {
        "ru": "Опрос «{title}» закрывается в нерабочий день: {day} ({why}). Укажите другой день в closes.",
        "kk": "«{title}» сауалнамасы жұмыс емес күні жабылады: {day} ({why}). closes ішінде басқа күн көрсетіңіз.",
        "en": "The survey “{title}” closes on a day off: {day} ({why}). Give another day in closes.",
    },
    "order-older": {
        "ru": "Приказ «{order}» издан {issued}, до начала периода {period}. Если есть новый, впишите его.",
        "kk": "«{order}» бұйрығы {issued}, {period} кезеңі басталғанға дейін шыққан. Жаңасы болса, соны жазыңыз.",
        "en": "The order “{order}” was issued {issued}, before the period {period}. If there is a new one, write it.",
    },
    "order-undated": {
        "ru": "У приказа «{order}» не указана дата: проверьте, что он действует в {period}.",
        "kk": "«{order}» бұйрығының күні көрсетілмеген: {period} кезеңінде күшінде екенін тексеріңіз.",
        "en": "The order “{order}” has no date: make sure that it is in force in {period}.",
    },
    "people": {
        "ru": "Подтвердите людей: в {file} их {number}. Проверьте должности, адреса и телефоны.",
        "kk": "Адамдарды растаңыз: {file} ішінде {number} адам. Лауазымын, мекенжайын, телефонын тексеріңіз.",
        "en": "Confirm the people: {file} has {number}. Check positions, addresses, telephones.",
    },
    "acting": {
        "ru": "Исполняет обязанности: {person} ({position}). Проверьте, кто назначен теперь.",
        "kk": "Міндетін атқарушы: {person} ({position}). Қазір кім тағайындалғанын тексеріңіз.",
        "en": "Acting: {person} ({position}). Check who has been appointed since.",
    },
    "year-left": {
        "ru": "Осталось прежних лет: строк {number} (номера: {lines}). Это заголовки, приказы, примечания: поправьте, где нужно.",
        "kk": "Бұрынғы жыл қалған жолдар: {number} (нөмірлері: {lines}). Бұлар тақырыптар, бұйрықтар, ескертпелер: керек жерін түзетіңіз.",
        "en": "Lines that still name the old years: {number} (lines {lines}). They are headings, orders, comments: correct them where needed.",
    },
    "holidays-unknown": {
        "ru": "Переносы выходных ещё не известны ({years}): праздники взяты по закону, проверьте даты позже ещё раз.",
        "kk": "Демалыс күндерін ауыстыру әлі белгісіз ({years}): мерекелер заң бойынша алынды, күндерді кейін қайта тексеріңіз.",
        "en": "The transfers of days off are not known yet ({years}): holidays are by law; check the dates again later.",
    },
}


def say(key: str, language: str, **facts: object) -> str:
    """One sentence, its placeholders filled; Russian where the language has none."""
    texts = _WORDS[key]
    return (texts.get(language) or texts["ru"]).format(**facts)
