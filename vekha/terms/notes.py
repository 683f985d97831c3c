"""What a reading tells about itself, one sentence each, in Russian, Kazakh and English."""

from __future__ import annotations

from typing import NamedTuple

from vekha.terms.tokens import LONGEST_PHRASE

# code: (ru, kk, en). {said} is the person's own words, {read} what they were read as.
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "letters": (
        "В слове «{said}» смешаны латинские и русские буквы.",
        "«{said}» сөзінде латын және кирилл әріптері аралас.",
        "The word “{said}” mixes Latin and Cyrillic letters.",
    ),
    "line-break": (
        "Слово «{said}» было разорвано переносом строки.",
        "«{said}» сөзі жол тасымалымен бөлініп кеткен.",
        "The word “{said}” was broken by the end of a line.",
    ),
    "lost-dash": (
        "В «{said}» потеряно тире: прочитано как промежуток.",
        "«{said}» ішінде сызықша жоғалған: аралық деп оқылды.",
        "A dash is missing in “{said}”; it is read as a range.",
    ),
    "spelling": (
        "«{said}» прочитано как «{read}».",
        "«{said}» «{read}» деп оқылды.",
        "“{said}” is read as “{read}”.",
    ),
    "dot-lost": (
        "В дате «{said}» вместо точки другой знак.",
        "«{said}» күнінде нүктенің орнында басқа белгі тұр.",
        "In the date “{said}” something else stands for a dot.",
    ),
    "two-digit-year": (
        "Год из двух цифр: «{said}» прочитан как {read}.",
        "Екі цифрлы жыл: «{said}» {read} деп оқылды.",
        "A two-digit year: “{said}” is read as {read}.",
    ),
    "approximate": (
        "Срок назван ориентировочно.",
        "Мерзім шамамен көрсетілген.",
        "The term is approximate.",
    ),
    "alternative": (
        "Названы возможные варианты («или»): взяты все.",
        "Бірнеше нұсқа аталған («немесе»): бәрі алынды.",
        "Alternatives are named (“or”); all of them are taken.",
    ),
    "first-year": (
        "Год не указан и подходит не один: взят первый, {read}.",
        "Жылы көрсетілмеген, бірнешеуі сәйкес келеді: біріншісі {read} алынды.",
        "No year is given and several fit; the first, {read}, is taken.",
    ),
    "august-first": (
        "Август без года отнесён к началу учебного года ({read}).",
        "Жылы жоқ тамыз оқу жылының басына жатқызылды ({read}).",
        "August without a year is put before the school year ({read}).",
    ),
    "outside-period": (
        "Срок выходит за пределы периода плана ({read}).",
        "Мерзім жоспар кезеңінен тыс ({read}).",
        "The term lies outside the plan's period ({read}).",
    ),
    "before-month": (
        "«{said}»: срок — последний день перед этим временем, {read}.",
        "«{said}»: мерзім — одан бұрынғы соңғы күн, {read}.",
        "“{said}”: the last day before it, {read}.",
    ),
    "part-of": (
        "«{said}» — часть месяца без точных границ: взято {read}.",
        "«{said}» — айдың нақты шегі жоқ бөлігі: {read} алынды.",
        "“{said}” is a part of a month without exact bounds; {read} is taken.",
    ),
    "open-summer": (
        "Открытый срок с конца мая отнесён к летним каникулам, до {read}.",
        "Мамырдың соңынан басталған ашық мерзім жазғы демалысқа жатқызылды, {read} дейін.",
        "An open term from the end of May is read as the summer holidays, until {read}.",
    ),
    "weekday-only": (
        "Назван день недели, но не сказано, каждый ли: «{said}».",
        "Апта күні аталған, бірақ сайын екені айтылмаған: «{said}».",
        "A weekday is named, but not whether it is every one: “{said}”.",
    ),
    "season": (
        "Время года прочитано по месяцам: {read}.",
        "Жыл мезгілі айлармен оқылды: {read}.",
        "A season is read as its months: {read}.",
    ),
    "midnight": (
        "Полночь: последний день — накануне, {read}.",
        "Түн ортасы: соңғы күн — алдыңғы күн, {read}.",
        "Midnight: the last day is the day before, {read}.",
    ),
    "weekday-differs": (
        "{read} — не «{said}»: день недели не сходится.",
        "{read} — «{said}» емес: апта күні сәйкес келмейді.",
        "{read} is not “{said}”: the weekday does not agree.",
    ),
    "bracket": (
        "Слова в скобках не прочитаны как срок: «{said}».",
        "Жақшадағы сөздер мерзім ретінде оқылмады: «{said}».",
        "The words in brackets are not read as a term: “{said}”.",
    ),
    "moved": (
        "Дата, с которой перенесено, не является сроком: «{said}».",
        "Қай күннен ауыстырылғаны мерзім емес: «{said}».",
        "The date it was moved from is not the term: “{said}”.",
    ),
    "left": (
        "Не прочитано: «{said}».",
        "Оқылмады: «{said}».",
        "Not read: “{said}”.",
    ),
    "also": (
        "Кроме срока сказано: «{said}».",
        "Мерзімнен бөлек айтылған: «{said}».",
        "Besides the term it says: “{said}”.",
    ),
    "inclusive": (
        "«{said}»: последний месяц включён.",
        "«{said}»: соңғы ай қоса алынды.",
        "“{said}”: the last month is included.",
    ),
    "school-year-meant": (
        "«{said}» прочитано как учебный год.",
        "«{said}» оқу жылы деп оқылды.",
        "“{said}” is read as a school year.",
    ),
    "term-or-quarter": (
        "«Тоқсан» в учебном плане прочитан как учебная четверть.",
        "Оқу жоспарындағы «тоқсан» мектеп тоқсаны деп оқылды.",
        "“Тоқсан” in a school plan is read as a school term.",
    ),
    "count-per": (
        "«{said}»: сколько раз, но не в какие дни; прочитано как {read}.",
        "«{said}»: неше рет екені айтылған, күндері емес; {read} деп оқылды.",
        "“{said}” says how often, not on which days; read as {read}.",
    ),
    "edge-of": (
        "«В конце» прочитано как последний день.",
        "«Соңында» соңғы күн деп оқылды.",
        "“At the end of” is read as the last day.",
    ),
    "first-due-later": (
        "Отчёт за период подаётся в следующем году: сроки {read}.",
        "Есеп келесі жылы беріледі: мерзімдер {read}.",
        "What is reported is due in the year after: {read}.",
    ),
    "monthly-assumed": (
        "День месяца без слова «ежемесячно» прочитан как ежемесячный.",
        "«Ай сайын» деген сөзсіз ай күні ай сайынғы деп оқылды.",
        "A day of the month without “monthly” is read as monthly.",
    ),
    # Reasons why a term has no days.
    "empty": ("Срок не указан.", "Мерзім көрсетілмеген.", "No term is given."),
    "schedule": (
        "Даты даёт график, в плане их нет.",
        "Күндерді кесте береді, жоспарда олар жоқ.",
        "The days come from a schedule; they are not in the plan.",
    ),
    "plan": (
        "Даты даёт другой план, здесь их нет.",
        "Күндерді басқа жоспар береді, мұнда олар жоқ.",
        "The days come from another plan; they are not here.",
    ),
    "need": (
        "По необходимости: дня нет, пока она не возникла.",
        "Қажеттілігіне қарай: ол туындамайынша күні жоқ.",
        "As needed: there is no day before the need.",
    ),
    "arrival": (
        "По мере поступления: день зависит от события.",
        "Түсуіне қарай: күні оқиғаға байланысты.",
        "As it arrives: the day depends on an event.",
    ),
    "request": (
        "По запросу: день зависит от обращения.",
        "Сұраныс бойынша: күні өтінішке байланысты.",
        "On request: the day depends on being asked.",
    ),
    "agreement": (
        "По согласованию: день ещё не назначен.",
        "Келісім бойынша: күні әлі белгіленбеген.",
        "As agreed: the day is not set yet.",
    ),
    "readiness": (
        "День зависит от условия, которого в плане нет.",
        "Күні жоспарда жоқ шартқа байланысты.",
        "The day depends on a condition that is not in the plan.",
    ),
    "order": (
        "Срок задаёт другой документ.",
        "Мерзімді басқа құжат белгілейді.",
        "Another document sets the term.",
    ),
    "unset": (
        "Срок ещё не назначен.",
        "Мерзім әлі белгіленбеген.",
        "The term is not set yet.",
    ),
    "fact": (
        "Дня нет: сказано только, как быстро или сколько раз.",
        "Күні жоқ: тек қаншалықты тез немесе неше рет екені айтылған.",
        "There is no day: it only says how fast or how often.",
    ),
    "event": (
        "Отсчёт от события, день которого не указан: «{said}».",
        "Күні көрсетілмеген оқиғадан есептеледі: «{said}».",
        "Counted from an event whose day is not given: “{said}”.",
    ),
    "duration": (
        "Указана длительность, но не сказано, с какого дня: «{said}».",
        "Ұзақтығы айтылған, бірақ қай күннен екені жоқ: «{said}».",
        "A duration is given without its first day: “{said}”.",
    ),
    "no-such-day": (
        "Такого дня нет: «{said}».",
        "Мұндай күн жоқ: «{said}».",
        "There is no such day: “{said}”.",
    ),
    "backwards": (
        "Конец раньше начала: «{said}».",
        "Соңы басынан бұрын: «{said}».",
        "The end is before the beginning: “{said}”.",
    ),
    "no-month": (
        "Не сказано, какого месяца: «{said}».",
        "Қай айдікі екені айтылмаған: «{said}».",
        "It does not say of which month: “{said}”.",
    ),
    "term-calendar": (
        "Границы учебных четвертей неизвестны: «{said}».",
        "Оқу тоқсандарының шегі белгісіз: «{said}».",
        "The bounds of the school terms are not known: “{said}”.",
    ),
    "count": (
        "Сказано, сколько раз, но не в какие дни: «{said}».",
        "Неше рет екені айтылған, күндері емес: «{said}».",
        "It says how often, not on which days: “{said}”.",
    ),
    "except": (
        "Исключения не читаются: «{said}».",
        "Ерекшеліктер оқылмайды: «{said}».",
        "Exceptions are not read: “{said}”.",
    ),
    "clock-only": (
        "Указано только время суток.",
        "Тек тәулік уақыты көрсетілген.",
        "Only a time of day is given.",
    ),
    "edge-unknown": (
        "Не сказано, какого именно времени: «{said}».",
        "Нақты қай уақыттікі екені айтылмаған: «{said}».",
        "It does not say of what: “{said}”.",
    ),
    "season-named": (
        "Рядом с временем года непрочитанное слово, дней оно не даёт: «{said}».",
        "Жыл мезгілінің қасында оқылмаған сөз тұр, күн бермейді: «{said}».",
        "A word that is not read stands beside the season, which gives no days: “{said}”.",
    ),
    "blank": (
        "Дата не вписана: «{said}».",
        "Күні жазылмаған: «{said}».",
        "The date is left blank: “{said}”.",
    ),
    "past": (
        "Прошлое время не может быть сроком: «{said}».",
        "Өткен уақыт мерзім бола алмайды: «{said}».",
        "A time that has passed is no term: “{said}”.",
    ),
    "number": (
        "Не понятно, что значит число: «{said}».",
        "Санның мағынасы түсініксіз: «{said}».",
        "It is not clear what the number means: “{said}”.",
    ),
    "working-calendar": (
        "Рабочие дни без календаря не посчитать: «{said}».",
        "Күнтізбесіз жұмыс күндерін санауға болмайды: «{said}».",
        "Working days cannot be counted without a calendar: “{said}”.",
    ),
    "unread": (
        "Не прочитано: «{said}».",
        "Оқылмады: «{said}».",
        "Not understood: “{said}”.",
    ),
    # In place of "unread" where the whole term is quoted already.
    "nothing-found": (
        "В нём не нашлось ни дня, ни месяца, ни того, как часто.",
        "Одан күн де, ай да, қаншалықты жиі екені де табылмады.",
        "Neither a day nor a month nor how often was found in it.",
    ),
}
_COLUMN = {"ru": 0, "kk": 1, "en": 2}
# Told for information: they change nothing in how sure the reading is.
_FACTS = frozenset({"bracket", "moved", "midnight", "first-due-later", "also", "outside-period"})


class Note(NamedTuple):
    """One remark on a reading: a code of the catalogue and the words it quotes."""

    code: str
    said: str = ""
    read: str = ""

    @property
    def assumes(self) -> bool:
        """Whether the reading rests on a choice or a mending."""
        return self.code not in _FACTS

    def tell(self, language: str) -> str:
        """The sentence in ru, kk or en (any other language: ru)."""
        sentence = _SENTENCES[self.code][_COLUMN.get(language, 0)]
        said = " ".join(self.said[:LONGEST_PHRASE].split())
        return sentence.format(said=said, read=self.read)


def list_codes() -> tuple[str, ...]:
    """Every code of the catalogue."""
    return tuple(_SENTENCES)
