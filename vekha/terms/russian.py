"""Russian words of terms with all their forms, made from stems and paradigms; no grammar here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vekha.terms.sense import Role, Sense, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vekha.terms.sense import Value

_SOFT_MONTH = ("ь", "я", "ю", "ем", "е", "и", "ей", "ям")
_HARD_MONTH = ("", "а", "у", "ом", "е", "ы", "ов")
_MONTHS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("январ", _SOFT_MONTH, ("янв",)),
    ("феврал", _SOFT_MONTH, ("фев", "февр")),
    ("март", _HARD_MONTH, ("мар",)),
    ("апрел", _SOFT_MONTH, ("апр",)),
    ("ма", ("й", "я", "ю", "ем", "е", "и"), ()),
    ("июн", _SOFT_MONTH, ("июн",)),
    ("июл", _SOFT_MONTH, ("июл",)),
    ("август", _HARD_MONTH, ("авг",)),
    ("сентябр", _SOFT_MONTH, ("сен", "сент")),
    ("октябр", _SOFT_MONTH, ("окт",)),
    ("ноябр", _SOFT_MONTH, ("ноя", "нояб")),
    ("декабр", _SOFT_MONTH, ("дек",)),
)
_MASCULINE = ("", "а", "у", "ом", "е")
_MASCULINE_MANY = ("и", "ов", "ам", "ами", "ах")
_FEMININE = ("а", "ы", "е", "у", "ой")
_FEMININE_MANY = ("", "ам", "ами", "ах")
_WEEKDAYS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ("понедельник", _MASCULINE, _MASCULINE_MANY, ("пн", "пон", "понед")),
    ("вторник", _MASCULINE, _MASCULINE_MANY, ("вт", "втор")),
    ("сред", _FEMININE, _FEMININE_MANY, ("ср",)),
    ("четверг", _MASCULINE, _MASCULINE_MANY, ("чт", "четв")),
    ("пятниц", ("а", "ы", "е", "у", "ей"), _FEMININE_MANY, ("пт", "пятн")),
    ("суббот", _FEMININE, _FEMININE_MANY, ("сб", "субб")),
    ("воскресень", ("е", "я", "ю", "ем"), ("ям", "ями", "ях"), ("вс", "воскр")),
)
_ADJECTIVE = (
    *("ый", "ой", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им"),
    *("ом", "ем", "ей", "ую", "юю", "ых", "их", "ыми", "ими"),
)
_ORDINALS = (
    ("перв", 1), ("втор", 2), ("четверт", 4), ("пят", 5), ("шест", 6), ("седьм", 7), ("восьм", 8),
    ("девят", 9), ("десят", 10), ("одиннадцат", 11), ("двенадцат", 12), ("тринадцат", 13),
    ("четырнадцат", 14), ("пятнадцат", 15), ("шестнадцат", 16), ("семнадцат", 17),
    ("восемнадцат", 18), ("девятнадцат", 19), ("двадцат", 20), ("тридцат", 30),
    ("последн", -1), ("предпоследн", -2),
)  # fmt: skip
_THIRD = ("ий", "ья", "ье", "ьи", "ьего", "ьему", "ьим", "ьем", "ьей", "ью", "ьих", "ьими")
_CARDINALS = (
    (1, "один одного одному одним одном одна одной одну одно"),
    (2, "два две двух двум двумя"), (3, "три трех трем тремя"),
    (4, "четыре четырех четырем четырьмя"), (5, "пять пяти пятью"), (6, "шесть шести шестью"),
    (7, "семь семи семью"), (8, "восемь восьми восемью"), (9, "девять девяти девятью"),
    (10, "десять десяти десятью"), (12, "двенадцать двенадцати"), (14, "четырнадцать четырнадцати"),
    (15, "пятнадцать пятнадцати"), (20, "двадцать двадцати"), (30, "тридцать тридцати"),
)  # fmt: skip
_UNITS: tuple[tuple[Unit, str], ...] = (
    (Unit.DAY, "день дня дню днем дне дни дней дням днями днях дн сутки суток"),
    (Unit.WEEK, "неделя недели неделю неделе неделей недель неделям неделями неделях нед"),
    (Unit.DECADE, "декада декады декаде декаду декадой декад декадам декадах"),
    (Unit.MONTH, "месяц месяца месяцу месяцем месяце месяцы месяцев месяцам месяцами месяцах мес"),
    (Unit.QUARTER, "квартал квартала кварталу кварталом квартале кварталы кварталов кварталам"),
    (Unit.QUARTER, "кварталах кв"),
    (Unit.TERM, "четверть четверти четвертью четвертей четвертям четвертях"),
    (
        Unit.HALF,
        "полугодие полугодия полугодию полугодием полугодии полугодий полугодиям полугодиях",
    ),
    (Unit.HALF, "полугодье полугод полгода полугода"),
    (Unit.YEAR, "год года году годом годе годы годов годам годами годах лет г гг"),
)
_DURATION_NUMBERS = (
    ("одно", 1), ("дву", 2), ("двух", 2), ("трех", 3), ("четырех", 4), ("пяти", 5), ("шести", 6),
    ("семи", 7), ("десяти", 10), ("пятнадцати", 15), ("двадцати", 20), ("тридцати", 30), ("", 0),
)  # fmt: skip
_DURATION_UNITS = ((Unit.DAY, "дневн"), (Unit.WEEK, "недельн"), (Unit.MONTH, "месячн"))
_SEASONS = (
    ("winter", "зима зимы зиме зиму зимой", "зимн"),
    ("spring", "весна весны весне весну весной", "весенн"),
    ("summer", "лето лета лету летом лете", "летн"),
    ("autumn", "осень осени осенью", "осенн"),
)
_FREQUENCIES = (
    ("ежедневн", "DAILY", 1), ("еженедельн", "WEEKLY", 1), ("ежемесячн", "MONTHLY", 1),
    ("ежеквартальн", "MONTHLY", 3), ("ежегодн", "YEARLY", 1), ("ежеполугодн", "MONTHLY", 6),
)  # fmt: skip
_FREQUENCY_SHORT = (
    ("ежедн", "DAILY", 1), ("еженед", "WEEKLY", 1), ("ежемес", "MONTHLY", 1),
    ("ежекв", "MONTHLY", 3), ("ежекварт", "MONTHLY", 3), ("ежегод", "YEARLY", 1),
)  # fmt: skip
_EVERY_UNIT = (  # after «по»: every one of them
    (Unit.WEEK, "неделям"), (Unit.MONTH, "месяцам"), (Unit.QUARTER, "кварталам"),
    (Unit.TERM, "четвертям"), (Unit.HALF, "полугодиям"),
)  # fmt: skip
_BY_UNIT = (
    *_FREQUENCY_SHORT, ("помесячно", "MONTHLY", 1), ("поквартально", "MONTHLY", 3), ("погодно", "YEARLY", 1),
    ("понедельно", "WEEKLY", 1), ("подекадно", "DAILY", 10),
)  # fmt: skip
_PLAIN_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.DAY_NUMBER, "число числа числу числом числе числам"),
    (Role.FROM, "с со начиная"),
    (Role.TO, "по"),
    (Role.UNTIL, "до к ко дедлайн"),
    (Role.BEFORE, "перед"),
    (Role.AFTER, "после через спустя"),
    (Role.BETWEEN, "между"),
    (Role.AND, "и а также"),
    (Role.OR, "или либо"),
    (Role.EXCEPT, "кроме исключая исключением"),
    (Role.IN, "в во на"),
    (Role.FOR, "за"),
    (Role.THROUGH, "теч течение течении течений течения протяжении протяжение ходе"),
    (Role.SEVERAL, "несколько многократно неоднократно"),
    (Role.WHOLE, "весь всего вся всей всю все всем круглый круглого"),
    (Role.SPAN, "период периода периоде периоду периодом периоды срок срока сроки сроком"),
    (Role.NOT, "не"),
    (Role.LEAST, "реже менее"),
    (Role.LATER, "позднее позже"),
    (Role.EARLIER, "ранее раньше"),
    (Role.INCLUSIVE, "включительно вкл включая"),
    (Role.CARRYING, "исполнения реализации выполнения действия осуществления внедрения"),
    (Role.PLAN, "проекта программы плана дорожной карты"),
    (Role.STAGE, "этап этапа этапу этапом этапе"),
    (Role.HALF_PART, "половина половины половине половину половиной"),
    (Role.HOLIDAYS, "каникулы каникул каникулам каникулах каникулами каникулярное каникулярный"),
    (Role.HOLIDAYS, "каникулярного"),
    (Role.MOVED, "перенос переноса перенесен перенесено перенесена перенесены вместо"),
    (Role.CLOCK, "час часа часу часом часе часы часов часам часах ч"),
    (Role.MINUTE, "минута минуты минут мин"),
    (Role.APPROXIMATE, "ориентировочно примерно предварительно около приблизительно где"),
    (Role.APPROXIMATE, "предположительно вероятно наверное наверно возможно видимо ближе"),
    (
        Role.FILLER,
        "то чем же от мере состоянию время дата даты момента момент",
    ),
    (Role.FILLER, "комплекса мероприятий"),
    (Role.FILLER, "проведения сдачи представления предоставления данный данного данном далее"),
)
_CONTINUOUS = (
    "постоянно непрерывно регулярно систематически круглогодично круглогодичный постоянный "
    "постоянная постоянное беспрерывно перманентно бессрочно"
)
_EDGES = (
    ("begin", "начало начала началу началом начале"),
    ("middle", "середина середины середине середину серединой"),
    ("end", "конец конца концу концом конце окончание окончания окончанию завершения завершению"),
)
_REASONS = (
    ("schedule", "график графика графику графиком графике графиков графикам расписание расписания"),
    ("schedule", "расписанию расписанием"),
    ("plan", "план плану планом планами плане планам плану-графику циклограмма циклограмме"),
    ("need", "необходимость необходимости надобности потребности"),
    ("arrival", "поступление поступления поступлению поступлении"),
    ("request", "запрос запросу запроса запросам обращение обращению обращениям заявке заявкам"),
    ("request", "требование требованию заявлению"),
    ("agreement", "согласование согласованию согласованным назначению"),
    ("readiness", "готовность готовности наличие наличии случае возможности"),
    ("order", "соответствии согласно приказу приказом распоряжению положению письму установленные"),
    ("order", "установленным указанные регламенту"),
    ("unset", "установлен установлены определен уточняется уточняются назначен назначена"),
    ("fact", "факту незамедлительно немедленно своевременно оперативно ситуативно разово"),
    ("fact", "однократно единожды единовременно одновременно"),
)
_EVENTS = (
    "закрытия закрытие открытия открытие утверждения утверждение опубликования опубликование "
    "подписания начала-работы получения поступления издания истечении истечению истечения итогам "
    "результатам завершении окончании проведении составлением отчетности мероприятия"
)


def russian_forms() -> dict[str, Sense]:
    """Every known Russian word form in small letters, «е» for «ё»."""
    forms: dict[str, Sense] = {}
    _add_plain(forms)
    _add_counting(forms)
    _add_months_and_weekdays(forms)
    _add_adjectives(forms)
    return forms


def _add(
    forms: dict[str, Sense],
    words: Iterable[str],
    role: Role,
    value: Value = 0,
    *,
    many: bool = False,
) -> None:
    sense = Sense(role, value, language="ru", many=many)
    for word in words:
        forms[word] = sense


def _add_plain(forms: dict[str, Sense]) -> None:
    _add(forms, _EVENTS.split(), Role.EVENT)
    for reason, words in _REASONS:
        _add(forms, words.split(), Role.UNDATED, reason)
    for role, words in _PLAIN_WORDS:
        _add(forms, words.split(), role)
    _add(forms, _CONTINUOUS.split(), Role.CONTINUOUS)
    for edge, words in _EDGES:
        _add(forms, words.split(), Role.EDGE, edge)
    for unit, words in _UNITS:
        _add(forms, words.split(), Role.UNIT, unit)
    for unit, word in _EVERY_UNIT:
        _add(forms, (word,), Role.UNIT, unit, many=True)
    for word, frequency, interval in _BY_UNIT:
        _add(forms, (word,), Role.FREQUENCY, (frequency, interval))


def _add_counting(forms: dict[str, Sense]) -> None:
    for n, words in _CARDINALS:
        _add(forms, words.split(), Role.CARDINAL, n)
    _add(forms, ("раз", "раза", "разу", "разом", "р"), Role.TIMES)
    for n, word in ((1, "единожды"), (2, "дважды"), (3, "трижды")):
        _add(forms, (word,), Role.TIMES, n)
    for stem, n in _ORDINALS:
        _add(forms, (stem + ending for ending in _ADJECTIVE), Role.ORDINAL, n)
    _add(forms, ("трет" + ending for ending in _THIRD), Role.ORDINAL, 3)
    for prefix, n in _DURATION_NUMBERS:
        for unit, stem in _DURATION_UNITS:
            adjectives = (prefix + stem + ending for ending in _ADJECTIVE)
            _add(forms, adjectives, Role.DURATION, (unit, n))
    for stem, frequency, interval in _FREQUENCIES:
        often = (stem + ending for ending in ("о", "ый", "ая", "ое", "ые", "ых", "ого"))
        _add(forms, often, Role.FREQUENCY, (frequency, interval))


def _add_months_and_weekdays(forms: dict[str, Sense]) -> None:
    for number, (stem, endings, short) in enumerate(_MONTHS, 1):
        _add(forms, (stem + ending for ending in endings), Role.MONTH, number)
        _add(forms, short, Role.MONTH, number)
    for number, (stem, one, many, short) in enumerate(_WEEKDAYS):
        _add(forms, (stem + ending for ending in many), Role.WEEKDAY, number, many=True)
        _add(forms, (stem + ending for ending in one), Role.WEEKDAY, number)
        _add(forms, short, Role.WEEKDAY, number)


def _add_adjectives(forms: dict[str, Sense]) -> None:
    for role, stems in (
        (Role.WORKING, ("рабоч",)),
        (Role.CALENDAR, ("календарн",)),
        (Role.SCHOOL, ("учебн",)),
        (Role.CURRENT, ("текущ", "эт", "нынешн", "настоящ")),
        (Role.NEXT, ("следующ", "последующ", "будущ")),
        (Role.PAST, ("прошл", "предыдущ", "истекш", "прошедш")),
        (Role.REPORTING, ("отчетн",)),
        (Role.EVERY, ("кажд",)),
        (Role.NEW, ("нов",)),
        (Role.UTMOST, ("крайн", "предельн")),
    ):
        _add(forms, (stem + ending for stem in stems for ending in _ADJECTIVE), role)
    _add(forms, ("уч", "учеб"), Role.SCHOOL)
    _add(forms, ("раб",), Role.WORKING)
    _add(
        forms, ("будни", "будням", "будние", "будним", "будней", "буднях"), Role.WORKING, many=True
    )
    for season, nouns, stem in _SEASONS:
        _add(forms, nouns.split(), Role.SEASON, season)
        _add(forms, (stem + ending for ending in (*_ADJECTIVE, "е")), Role.SEASON, season)
