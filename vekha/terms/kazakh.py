"""Kazakh words of terms with the forms that suffixes give them; no grammar here.

The forms are made, not listed: vowel harmony chooses the row of a suffix, the last sound of the
stem its first consonant, and the possessive «-ы/-і» softens қ to ғ and к to г
(қыркүйек → қыркүйегі → қыркүйегінде).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vekha.terms.sense import Case, Role, Sense, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vekha.terms.sense import Value

_BACK, _FRONT = "аоұуыяё", "әеөүіиэ"
_VOICELESS, _NASAL = "пткқсшщчцхфһбвгд", "мнң"
_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
_WEEKDAYS = ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")
_CARDINALS = (
    ("бір", 1), ("екі", 2), ("үш", 3), ("төрт", 4), ("бес", 5), ("алты", 6), ("жеті", 7),
    ("сегіз", 8), ("тоғыз", 9), ("он", 10), ("жиырма", 20), ("отыз", 30),
)  # fmt: skip
_ORDINALS = (
    ("бірінші", 1), ("екінші", 2), ("үшінші", 3), ("төртінші", 4), ("бесінші", 5), ("алтыншы", 6),
    ("жетінші", 7), ("сегізінші", 8), ("тоғызыншы", 9), ("оныншы", 10), ("соңғы", -1),
    ("алғашқы", 1), ("ақырғы", -1),
)  # fmt: skip
_NOUNS: tuple[tuple[str, Role, Value], ...] = (
    ("күн", Role.UNIT, Unit.DAY),
    ("тәулік", Role.UNIT, Unit.DAY),
    ("апта", Role.UNIT, Unit.WEEK),
    ("онкүндік", Role.UNIT, Unit.DECADE),
    ("декада", Role.UNIT, Unit.DECADE),
    ("ай", Role.UNIT, Unit.MONTH),
    ("тоқсан", Role.UNIT, Unit.TOQSAN),
    ("ширек", Role.UNIT, Unit.QUARTER),
    ("жартыжылдық", Role.UNIT, Unit.HALF),
    ("жартыжыл", Role.UNIT, Unit.HALF),
    ("жыл", Role.UNIT, Unit.YEAR),
    ("бас", Role.EDGE, "begin"),
    ("орта", Role.EDGE, "middle"),
    ("соң", Role.EDGE, "end"),
    ("аяқ", Role.EDGE, "end"),
    ("кезең", Role.SPAN, 0),
    ("мерзім", Role.SPAN, 0),
    ("сағат", Role.CLOCK, 0),
    ("минут", Role.MINUTE, 0),
    ("қыс", Role.SEASON, "winter"),
    ("көктем", Role.SEASON, "spring"),
    ("жаз", Role.SEASON, "summer"),
    ("күз", Role.SEASON, "autumn"),
    ("каникул", Role.HOLIDAYS, 0),
    ("демалыс", Role.HOLIDAYS, 0),
    ("кесте", Role.UNDATED, "schedule"),
    ("жоспар", Role.UNDATED, "plan"),
    ("қажеттілік", Role.UNDATED, "need"),
    ("келісім", Role.UNDATED, "agreement"),
    ("бұйрық", Role.UNDATED, "order"),
    ("сұраныс", Role.UNDATED, "request"),
    ("жабылу", Role.EVENT, 0),
    ("ашылу", Role.EVENT, 0),
    ("қорытынды", Role.EVENT, 0),
    ("нәтиже", Role.EVENT, 0),
    ("мезгіл", Role.SPAN, 0),
    ("уақыт", Role.SPAN, 0),
    ("жарты", Role.HALF_PART, 0),
    ("жоба", Role.PLAN, 0),
    ("бағдарлама", Role.PLAN, 0),
)
_PLAIN: tuple[tuple[Role, str], ...] = (
    (Role.AND, "мен бен пен және"),
    (Role.OR, "немесе"),
    (Role.EXCEPT, "басқа"),
    (Role.WHOLE, "бүкіл толық барлық"),
    (Role.CURRENT, "ағымдағы осы биылғы"),
    (Role.NEXT, "келесі"),
    (Role.PAST, "өткен"),
    (Role.REPORTING, "есепті есептік"),
    (Role.EVERY, "әр әрбір"),
    (Role.TIMES, "рет реттен"),
    (Role.LEAST, "кем кемінде"),
    (Role.INCLUSIVE, "қоса алғанда"),
    (Role.WORKING, "жұмыс"),
    (Role.CALENDAR, "күнтізбелік"),
    (Role.SCHOOL, "оқу"),
    (Role.CONTINUOUS, "үнемі тұрақты ұдайы үздіксіз жүйелі әрдайым әрқашан"),
    (Role.SEVERAL, "бірнеше"),
    (Role.CARRYING, "іске асыру асыруды асырудың асырылатын асырылу жүзеге орындау іске-асыру"),
    (Role.NEW, "жаңа"),
    (Role.UTMOST, "шекті"),
    (Role.MOVED, "ауыстырылған ауыстырылды көшірілді"),
    (Role.APPROXIMATE, "шамамен шамасында шамалап мүмкін бәлкім болжамды"),
    (Role.FILLER, "негізде түрде өзге емес сай аралықта күнгі"),
)
_POSTPOSITIONS: tuple[tuple[Role, str], ...] = (
    (Role.FROM, "бастап бері"),
    (
        Role.UNTIL,
        "дейін дейінгі шейін кешіктірмей кешіктірілмей кешіктірілмейтін кешікпей қалдырмай",
    ),
    (Role.UNTIL, "кешіктірмейтін кешікпейтін қалмай кеш"),
    (Role.BEFORE, "бұрын алдында"),
    (Role.AFTER, "кейін соң кейінгі өткен-соң"),
    (Role.BETWEEN, "аралығында аралығы арасында аралықта аралығындағы"),
    (Role.THROUGH, "бойы бойына ішінде барысында барысындағы бойынша ішіндегі"),
    (Role.EVERY, "сайын сайынғы"),
)
_UNDATED = (
    ("need", "қарай қажеттілігіне қажет"),
    ("order", "сәйкес"),
    ("fact", "дереу шұғыл"),
)
_FREQUENCIES = (("күнделікті", "DAILY", 1), ("жылма-жыл", "YEARLY", 1))


@cache
def kazakh_forms() -> Mapping[str, Sense]:
    """Every known Kazakh word form in small letters."""
    forms: dict[str, Sense] = {}
    for word, number in _ORDINALS:  # before «соң»: «соңғы» is the last, not a form of the end
        _add_noun(forms, word, Role.ORDINAL, number)
    for noun, role, value in _NOUNS:
        _add_noun(forms, noun, role, value)
    for short in ("ж", "жж"):
        forms[short] = Sense(Role.UNIT, Unit.YEAR, Case.LOCATIVE, "kk")
    for number, month in enumerate(_MONTHS, 1):
        _add_noun(forms, month, Role.MONTH, number)
    for number, weekday in enumerate(_WEEKDAYS):
        _add_noun(forms, weekday, Role.WEEKDAY, number)
    for word, number in _CARDINALS:
        forms[word] = Sense(Role.CARDINAL, number, language="kk")
    for after, table in ((False, _PLAIN), (True, _POSTPOSITIONS)):
        for role, words in table:
            senses = dict.fromkeys(words.split(), Sense(role, language="kk", after=after))
            forms.update(senses)
    for reason, words in _UNDATED:
        senses = dict.fromkeys(words.split(), Sense(Role.UNDATED, reason, language="kk"))
        forms.update(senses)
    for word, frequency, interval in _FREQUENCIES:
        forms[word] = Sense(Role.FREQUENCY, (frequency, interval), language="kk")
    return forms


def _add_noun(forms: dict[str, Sense], noun: str, role: Role, value: Value) -> None:
    senses: dict[tuple[Case, bool], Sense] = {}
    for form, case, many in decline(noun):
        sense = senses.get((case, many))
        if sense is None:
            sense = senses[case, many] = Sense(role, value, case, "kk", many)
        forms.setdefault(form, sense)


def decline(noun: str) -> Iterator[tuple[str, Case, bool]]:
    """The noun's forms: singular, plural and possessive in the seven cases, and «-ғы» adjectives."""
    yield from _cases(noun, many=False)
    plural = noun + _plural(noun)
    yield from _cases(plural, many=True)
    for owned in (_possessive(noun), _possessive(plural)):
        yield from _cases_of_owned(owned, many=owned.startswith(plural))
    back = _is_back(noun)
    hard = noun[-1] in _VOICELESS
    yield (
        noun + (("қы" if back else "кі") if hard else ("ғы" if back else "гі")),
        Case.LOCATIVE,
        False,
    )
    yield noun + _locative(noun) + ("ғы" if back else "гі"), Case.LOCATIVE, False


def _cases(stem: str, *, many: bool) -> Iterator[tuple[str, Case, bool]]:
    back, last = _is_back(stem), stem[-1]
    vowel, nasal, hard = last in _BACK + _FRONT, last in _NASAL, last in _VOICELESS
    yield stem, Case.PLAIN, many
    first = "т" if hard else "н" if vowel or nasal else "д"
    yield stem + first + ("ың" if back else "ің"), Case.GENITIVE, many
    yield stem + (("қа" if back else "ке") if hard else ("ға" if back else "ге")), Case.DATIVE, many
    first = "т" if hard else "н" if vowel else "д"
    yield stem + first + ("ы" if back else "і"), Case.ACCUSATIVE, many
    yield stem + _locative(stem), Case.LOCATIVE, many
    first = "т" if hard else "н" if nasal else "д"
    yield stem + first + ("ан" if back else "ен"), Case.ABLATIVE, many
    first = "п" if hard else "б" if last in "зж" else "м"
    yield stem + first + "ен", Case.INSTRUMENTAL, many


def _cases_of_owned(owned: str, *, many: bool) -> Iterator[tuple[str, Case, bool]]:
    back = _is_back(owned)
    yield owned, Case.PLAIN, many
    yield owned + ("ның" if back else "нің"), Case.GENITIVE, many
    yield owned + ("на" if back else "не"), Case.DATIVE, many
    yield owned + "н", Case.ACCUSATIVE, many
    yield owned + ("нда" if back else "нде"), Case.LOCATIVE, many
    yield owned + ("нан" if back else "нен"), Case.ABLATIVE, many
    yield owned + "мен", Case.INSTRUMENTAL, many
    yield owned + ("ндағы" if back else "ндегі"), Case.LOCATIVE, many


def _locative(stem: str) -> str:
    vowel = "а" if _is_back(stem) else "е"
    return ("т" if stem[-1] in _VOICELESS else "д") + vowel


def _plural(stem: str) -> str:
    last = stem[-1]
    first = "т" if last in _VOICELESS else "д" if last in _NASAL + "лзж" else "л"
    return first + ("ар" if _is_back(stem) else "ер")


def _possessive(stem: str) -> str:
    ending = "ы" if _is_back(stem) else "і"
    if stem[-1] in _BACK + _FRONT and stem[-1] not in "у":
        return stem + "с" + ending
    softened = {"қ": "ғ", "к": "г", "п": "б"}.get(stem[-1], stem[-1])
    return stem[:-1] + softened + ending


def _is_back(stem: str) -> bool:
    """Whether the last vowel is a back one; «у» and «и» follow the vowel before them."""
    for letter in reversed(stem):
        if letter in "аоұыя":
            return True
        if letter in "әеөүіэ":
            return False
    return True


def numeral_case(suffix: str) -> Case | None:
    """The case that a suffix after digits says («15-іне» → dative); None when it is not one."""
    return _NUMERAL_SUFFIXES.get(suffix)


_NUMERAL_SUFFIXES: dict[str, Case] = {
    suffix: case
    for case, suffixes in (
        (Case.PLAIN, "ші шы нші ншы інші ыншы і ы сы сі"),
        (Case.GENITIVE, "ның нің ының інің сының сінің дың дің тың тің"),
        (Case.DATIVE, "ға ге қа ке на не ына іне сына сіне"),
        (Case.ACCUSATIVE, "ын ін сын сін ды ді ты ті ны ні"),
        (Case.LOCATIVE, "да де та те ында інде сында сінде"),
        (Case.ABLATIVE, "дан ден тан тен нан нен ынан інен сынан сінен"),
    )
    for suffix in suffixes.split()
}
