"""What a form says to the person who fills it: what is wrong with an answer, and standard choices.

Pure: texts in Russian, Kazakh and English by code; which of them applies is questionnaire.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["ru", "kk", "en"]

SCALE: Mapping[str, Mapping[str, str]] = {
    "plus": {
        "ru": "+ участвовали, было полезно",
        "kk": "+ қатыстық, пайдалы болды",
        "en": "+ took part, it was useful",
    },
    "minus": {
        "ru": "− участвовали, ожидания не оправдались",
        "kk": "− қатыстық, үміт ақталмады",
        "en": "− took part, it did not meet expectations",
    },
    "absent": {
        "ru": "0 не участвовали",
        "kk": "0 қатысқан жоқпыз",
        "en": "0 did not take part",
    },
    "unplanned": {
        "ru": "0 не было запланировано",
        "kk": "0 жоспарланбаған",
        "en": "0 was not planned",
    },
    "not-held": {
        "ru": "0 не проводилось",
        "kk": "0 өткізілген жоқ",
        "en": "0 was not held",
    },
}

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "required": {
        "ru": "Ответ нужен. Впишите его; если сказать нечего, напишите «нет».",
        "kk": "Жауап қажет. Жазыңыз; айтатын ештеңе болмаса, «жоқ» деп жазыңыз.",
        "en": "An answer is needed. If there is nothing to say, write “none”.",
    },
    "required-number": {
        "ru": "Впишите число. Если ничего не было, поставьте 0.",
        "kk": "Санды жазыңыз. Ештеңе болмаса, 0 қойыңыз.",
        "en": "Write a number. If there was nothing, write 0.",
    },
    "required-choice": {
        "ru": "Выберите один из ответов.",
        "kk": "Жауаптардың бірін таңдаңыз.",
        "en": "Choose one of the answers.",
    },
    "required-several": {
        "ru": "Отметьте хотя бы один ответ.",
        "kk": "Кемінде бір жауапты белгілеңіз.",
        "en": "Choose at least one answer.",
    },
    "required-file": {
        "ru": "Приложите файл: {formats}.",
        "kk": "Файлды тіркеңіз: {formats}.",
        "en": "Attach a file: {formats}.",
    },
    "required-date": {
        "ru": "Впишите дату, например 15.02.2024.",
        "kk": "Күнді жазыңыз, мысалы 15.02.2024.",
        "en": "Write a date, for example 15.02.2024.",
    },
    "not-a-number": {
        "ru": "«{typed}»: здесь нужно число цифрами, без слов. Например: 12.",
        "kk": "«{typed}»: мұнда сөзсіз, цифрмен жазылған сан керек. Мысалы: 12.",
        "en": "“{typed}”: a number in figures is needed here, without words. For example: 12.",
    },
    "number-with-words": {
        "ru": "«{typed}»: здесь нужно только число. Верно будет так: {right}.",
        "kk": "«{typed}»: мұнда тек сан керек. Дұрысы: {right}.",
        "en": "“{typed}”: only the number is needed here. Right would be: {right}.",
    },
    "negative": {
        "ru": "«{typed}»: число не может быть меньше нуля. Если ничего не было, поставьте 0.",
        "kk": "«{typed}»: сан нөлден кем болмайды. Ештеңе болмаса, 0 қойыңыз.",
        "en": "“{typed}”: the number cannot be below zero. If there was nothing, write 0.",
    },
    "not-whole": {
        "ru": "«{typed}»: здесь нужно целое число, без дробной части. Например: {right}.",
        "kk": "«{typed}»: мұнда бүтін сан керек, бөлшексіз. Мысалы: {right}.",
        "en": "“{typed}”: a whole number is needed here. For example: {right}.",
    },
    "too-small": {
        "ru": "«{typed}»: число должно быть не меньше {least}.",
        "kk": "«{typed}»: сан {least} мәнінен кем болмауы керек.",
        "en": "“{typed}”: the number must be at least {least}.",
    },
    "too-large": {
        "ru": "«{typed}»: число должно быть не больше {most}. Проверьте, нет ли лишней цифры.",
        "kk": "«{typed}»: сан {most} мәнінен аспауы керек. Артық цифр жоқ па, тексеріңіз.",
        "en": "“{typed}”: the number must be at most {most}. Is there a digit too many?",
    },
    "above-other": {
        "ru": "Здесь {this}, а в ответе на вопрос «{other}» стоит {that}. "
        "Это число не может быть больше того: исправьте одно из двух.",
        "kk": "Мұнда {this}, ал «{other}» сұрағының жауабында {that} тұр. "
        "Бұл сан одан артық болмайды: екеуінің бірін түзетіңіз.",
        "en": "This is {this}, while the answer to “{other}” is {that}. "
        "This number cannot be above that one: correct one of the two.",
    },
    "unknown-choice": {
        "ru": "Такого ответа в списке нет. Выберите один из показанных.",
        "kk": "Тізімде мұндай жауап жоқ. Көрсетілгендердің бірін таңдаңыз.",
        "en": "This answer is not on the list. Choose one of those shown.",
    },
    "too-long": {
        "ru": "Текст слишком длинный, знаков в нём {length}. Сократите его: можно не больше {most}.",
        "kk": "Мәтін тым ұзын: {length} таңба. {most} таңбаға дейін қысқартыңыз.",
        "en": "The text is too long: {length} characters. Shorten it to {most}.",
    },
    "not-a-date": {
        "ru": "«{typed}»: такой даты нет. Напишите день, месяц и год, например 15.02.2024.",
        "kk": "«{typed}»: мұндай күн жоқ. Күнін, айын, жылын жазыңыз, мысалы 15.02.2024.",
        "en": "“{typed}”: there is no such date. Write day, month and year: 15.02.2024.",
    },
    "too-many-files": {
        "ru": "Приложено файлов: {length}, а можно не больше {most}. Уберите лишние.",
        "kk": "Тіркелген файл: {length}, ал {most} файлдан артық болмайды. Артығын алып тастаңыз.",
        "en": "{length} files are attached, at most {most} may be. Remove some.",
    },
}
