"""The root of a roadmap file, and the roadmap once its rosters are read beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from vekha.issues import Place
from vekha.roadmap.declared import Declared
from vekha.roadmap.document import SourceDocument
from vekha.roadmap.figures import Indicator, Scale, Target
from vekha.roadmap.generating import with_items
from vekha.roadmap.own_letters import OwnLetters
from vekha.roadmap.people import Organisation, Pairing, Person, Role
from vekha.roadmap.plan import Activity, Announcement, Meeting, Order, Report, Stage
from vekha.roadmap.risks import Risks
from vekha.roadmap.survey import Questionnaire, Survey
from vekha.roadmap.visiting import Visit, Visits
from vekha.roadmap.words import ClockTime, Key, TermText, Words, Written
from vekha.terms.term import Period


class PassportRow(Written):
    """A row of the passport, as printed; the same label may stand twice."""

    label: str = Field(description="Название строки: «Миссия проекта»")
    text: tuple[str, ...] = Field(description="Содержание: один или несколько абзацев")

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: object) -> object:
        if isinstance(value, dict) and len(value) == 1:
            ((label, text),) = value.items()
            return {"label": label, "text": text if isinstance(text, list | tuple) else [text]}
        return value


class DaysOff(Written):
    """Days on which nothing is sent although they are working days: каникулы, экзамены."""

    title: str = Field(description="Как называются дни: «Зимние каникулы»")
    term: TermText = Field(description="Когда: 2023-12-29/2024-01-07")


class EscalationStep(Written):
    """One step of the ladder: whom to tell of those who have not answered, and when."""

    to: Key = Field(
        description="Роль: директора — о своей школе, главы районов — о районе, остальные — обо всех"
    )
    term: TermText = Field(
        description="Когда: «за 3 рабочих дня до закрытия», «через 2 рабочих дня после закрытия»"
    )
    text: Words | None = Field(default=None, description="Свой абзац письма этой ступени")


class Sending(Written):
    """How letters leave: who signs, in which hours, and what becomes of letters in doubt."""

    sender: str = Field(description="Имя отправителя: «Проект «Город-селу»»")
    address: str = Field(description="Адрес отправителя")
    reply_to: Key | None = Field(default=None, description="Кому отвечать: человек (ключ)")
    hours_from: ClockTime = Field(
        default="09:00", description="С какого часа рабочего дня уходят письма"
    )
    hours_until: ClockTime = Field(
        default="18:00", description="До какого часа уходят письма; в этот час закрываются опросы"
    )
    in_doubt: Literal["ask", "again"] = Field(
        default="ask", description="Письмо в сомнении: спросить или послать ещё раз"
    )
    one_letter_a_day: bool = Field(
        default=True,
        description="Приглашения и напоминания одному адресату за день собирать в одно письмо; "
        "второе за день ждёт утра, если ещё не будет поздно",
    )
    digest: Literal["weekly", "daily", "none"] = Field(
        default="weekly",
        description="Сводка координаторам: раз в неделю (weekly), каждый день (daily) или никогда (none)",
    )
    escalate_to: Key | None = Field(
        default=None,
        description="Роль, которой сообщают о молчащих в её районе; не указано: координаторам",
    )
    escalation: tuple[EscalationStep, ...] = Field(
        default=(),
        description="Лестница сообщений о молчащих: директор, район, область; без неё — одно "
        "сообщение в районы (escalate_to) в срок из правил опроса",
    )


class Acknowledged(Written):
    """A warning that was read and accepted, with the reason."""

    code: str = Field(description="Код замечания, как его печатает vekha check")
    path: str = Field(
        default="", description="Место замечания, если принято только оно: passport[10]"
    )
    reason: str = Field(description="Почему так и должно быть")


class RoadmapFile(Written):
    """roadmap.yaml: the programme of one year."""

    vekha: int = Field(default=1, ge=1, le=1, description="Версия формата файла")
    key: Key = Field(
        description="Короткое имя программы: с него начинаются имена всех действий; после рассылки не менять"
    )
    title: Words = Field(description="Название программы")
    body: Words = Field(description="Организация, которая ведёт программу")
    place: str = Field(default="", description="Город на титульном листе")
    language: Literal["ru", "kk", "en"] = Field(
        default="ru", description="Язык писем тем, у кого в списках язык не указан, и документов"
    )
    timezone: str = Field(
        examples=["Asia/Almaty", "Europe/Moscow"], description="Часовой пояс всех сроков"
    )
    country: Literal["KZ", "RU"] = Field(
        description="Чьи праздники и переносы учитывать: KZ — Казахстан, RU — Россия"
    )
    period: str = Field(
        description="Учебный год 2023/2024, год 2021 или 2019-08-01/2020-07-31",
        examples=["2023/2024"],
    )
    passport: tuple[PassportRow, ...] = Field(
        default=(), description="Строки паспорта по порядку; повторяться им можно"
    )
    heading: tuple[str, ...] = Field(default=(), description="Строки заголовка документа")
    orders: dict[Key, Order] = Field(default_factory=dict, description="Приказы по ключам")
    organisations: str = Field(
        default="organisations.csv", description="Файл списка организаций (CSV или XLSX)"
    )
    people: str = Field(default="people.csv", description="Файл списка людей (CSV или XLSX)")
    coordinators: tuple[Key, ...] = Field(min_length=1, description="Координаторы (люди)")
    sending: Sending = Field(description="Как уходят письма")
    days_off: tuple[DaysOff, ...] = Field(default=(), description="Каникулы и другие дни без писем")
    roles: dict[Key, Role] = Field(description="Роли: кого документ называет «директора школ»")
    pairings: dict[Key, Pairing] = Field(
        default_factory=dict, description="Закрепления: наставники, кураторы, опорные школы"
    )
    stages: dict[Key, Stage] = Field(default_factory=dict, description="Этапы программы")
    activities: tuple[Activity, ...] = Field(default=(), description="План: мероприятия по порядку")
    questionnaires: dict[Key, Questionnaire] = Field(
        default_factory=dict, description="Анкеты: что спрашивают"
    )
    surveys: dict[Key, Survey] = Field(
        default_factory=dict, description="Опросы: какую анкету, кого и когда спрашивают"
    )
    meetings: dict[Key, Meeting] = Field(
        default_factory=dict, description="Встречи, на которые приглашают"
    )
    document: SourceDocument = Field(
        default=SourceDocument(), description="Исходный документ: вид, дата, подпись, пункты"
    )
    start: TermText | None = Field(
        default=None, description="Старт программы, если документ его называет"
    )
    visits: dict[Key, Visits] = Field(
        default_factory=dict, description="Визиты: взаимные поездки пар, посещения кураторов"
    )
    risks: Risks | None = Field(default=None, description="Рисковые профили школ")
    announcements: dict[Key, Announcement] = Field(
        default_factory=dict, description="Рассылки: одно письмо многим"
    )
    reports: dict[Key, Report] = Field(default_factory=dict, description="Отчёты и сборники")
    levels: dict[Key, Scale] = Field(default_factory=dict, description="Шкалы уровней: ВВ … НН")
    indicators: dict[Key, Indicator] = Field(
        default_factory=dict, description="Показатели: числитель, знаменатель, база, округление"
    )
    targets: dict[Key, Target] = Field(default_factory=dict, description="Цели: «не менее 70 %»")
    declared: Declared = Field(
        default=Declared(), description="Что документ сам заявляет: таблицы, доли, коэффициенты"
    )
    acknowledged: tuple[Acknowledged, ...] = Field(
        default=(), description="Замечания, которые прочитаны и приняты"
    )

    @model_validator(mode="before")
    @classmethod
    def _with_items(cls, value: object) -> object:
        return with_items(value)


class Respondent(NamedTuple):
    """One organisation that is asked, and the person who answers for it (the first contact)."""

    organisation: Organisation
    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A roadmap that was read whole: the file, its rosters, and where each thing stands."""

    file: RoadmapFile
    period: Period
    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]
    digest: str  # sha256 of the files, hexadecimal
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict, compare=False)
    letters: OwnLetters | None = None  # its own templates of letters

    @property
    def edition(self) -> str:
        """Roadmap and period: the first part of every key, «gorod-selu/2023-2024»."""
        return f"{self.file.key}/{self.period.label.replace('/', '-')}"

    def members(self, role: str) -> tuple[Person, ...]:
        """The people a role (or a person's own key) means, in the order of people.csv."""
        if role in self.people:
            return (self.people[role],)
        found = self.file.roles.get(role)
        if found is None:
            return ()
        if found.collective and found.through:
            return self.members(found.through)
        named = tuple(self.people[k] for k in found.people if k in self.people)
        if not found.position:
            return named
        wanted = set(found.organisations)
        return named + tuple(
            p
            for p in self.people.values()
            if p.role == found.position and (not wanted or self._belongs(p, wanted))
        )

    def _belongs(self, person: Person, wanted: set[str]) -> bool:
        organisation = self.organisations.get(person.organisation)
        return person.organisation in wanted or (
            organisation is not None and organisation.kind in wanted
        )

    def audience(self, roles: tuple[str, ...]) -> tuple[Person, ...]:
        """The people of several roles, each once, in order."""
        return tuple({p.key: p for role in roles for p in self.members(role)}.values())

    def respondents(self, survey: str) -> tuple[Respondent, ...]:
        """Who answers a survey: one sheet per organisation, by its first contact."""
        found: dict[str, Respondent] = {}
        for role in self.file.surveys[survey].audience:
            for person in self.members(role):
                organisation = self.organisations.get(person.organisation)
                if organisation is not None:
                    found.setdefault(organisation.key, Respondent(organisation, person, role))
        return tuple(found.values())

    def districts(self) -> tuple[Organisation, ...]:
        """The districts in the order of the roster."""
        return tuple(o for o in self.organisations.values() if o.kind == "district")

    def organisations_of(self, audience: tuple[str, ...]) -> tuple[Organisation, ...]:
        """The organisations that roles, kinds, districts or keys mean, in the roster's order."""
        words = set(audience)
        through = {person.organisation for person in self.audience(audience)}
        return tuple(
            o
            for o in self.organisations.values()
            if o.key in through or words & {o.key, o.kind, o.district}
        )

    def visit(self, key: str) -> tuple[Visits, Visit] | None:
        """The visit with this key, with the table it stands in."""
        for table in self.file.visits.values():
            for visit in table.visits:
                if visit.key == key:
                    return table, visit
        return None

    def mentors(self, pairing: str) -> Mapping[str, str]:
        """Mentee → mentor of one pairing."""
        pairs = self.file.pairings[pairing].pairs
        return {mentee: pair.mentor for pair in pairs for mentee in pair.mentees}
