"""Questionnaires and the surveys (waves) that administer them."""

from typing import Literal

from pydantic import Field

from vekha.roadmap.words import Key, TermText, Words, Written

QuestionKind = Literal["number", "share", "choice", "several", "text", "date", "scale", "file"]


class Choice(Written):
    """One of the answers to choose from."""

    key: Key = Field(description="Короткое имя ответа")
    text: Words = Field(description="Ответ, как его видит респондент")


class Zero(Written):
    """One meaning of the answer 0 of the participation scale; the meanings are never mixed."""

    key: Literal["absent", "unplanned", "not-held"] = Field(
        description="Смысл нуля: не участвовали (absent), "
        "не было запланировано (unplanned), не проводилось (not-held)"
    )
    text: Words = Field(description="Как этот смысл назван в анкете")


class Question(Written):
    """One question. What is asked of whom follows `audience`; so do the denominators."""

    key: Key = Field(description="Короткое имя вопроса")
    text: Words = Field(description="Вопрос, как его видит респондент")
    kind: QuestionKind = Field(
        description="Вид ответа: число (number), доля (share), один из списка (choice), "
        "несколько из списка (several), текст (text), день (date), шкала 0 / + / − (scale), файл (file)"
    )
    help: Words | None = Field(default=None, description="Пояснение под вопросом")
    required: bool = Field(default=True, description="Обязателен ли ответ")
    unit: Words | None = Field(default=None, description="Единица: «учителей», «уроков»")
    least: float | None = Field(default=None, description="Наименьшее допустимое число")
    most: float | None = Field(default=None, description="Наибольшее допустимое число")
    whole: bool = Field(default=True, description="Только целые числа")
    not_above: Key | None = Field(
        default=None, description="Число не больше ответа на этот вопрос (МКШ ≤ всего школ)"
    )
    choices: tuple[Choice, ...] = Field(default=(), description="Ответы на выбор")
    zeros: tuple[Zero, ...] = Field(default=(), description="Смыслы ответа 0 шкалы 0 / + / −")
    formats: tuple[Literal["docx", "pdf", "xlsx", "pptx", "jpg", "png"], ...] = Field(
        default=("docx", "pdf"), description="Какие файлы принимаются"
    )
    megabytes: int = Field(default=20, ge=1, le=50, description="Наибольший размер файла, МБ")
    files: int = Field(default=1, ge=1, le=10, description="Сколько файлов можно приложить")
    audience: tuple[Key, ...] = Field(default=(), description="Кого спрашивать; пусто: всех")
    key_indicator: bool = Field(default=False, description="Показывать в главной таблице отчёта")
    activity: Key | None = Field(default=None, description="Мероприятие, о котором спрашивают")


class Items(Written):
    """Questions made from activities: one of each, worded and numbered as in the plan."""

    activities: tuple[Key, ...] = Field(min_length=1, description="Мероприятия по порядку")
    kind: QuestionKind = Field(default="scale", description="Вид ответа на каждый пункт")
    zeros: tuple[Zero, ...] = Field(default=(), description="Смыслы ответа 0")
    unit: Words | None = Field(default=None, description="Единица числового ответа")
    required: bool = Field(default=True, description="Обязателен ли ответ")


class Section(Written):
    """A titled group of questions, one screen on a phone."""

    title: Words = Field(description="Заголовок группы вопросов")
    questions: tuple[Question, ...] = Field(default=(), description="Вопросы по порядку")
    items: Items | None = Field(
        default=None, description="Пункты из мероприятий плана; стоят перед questions"
    )


class Questionnaire(Written):
    """What is asked. The same questionnaire may be administered in several waves."""

    title: Words = Field(description="Название анкеты")
    intro: Words | None = Field(default=None, description="Вступление над вопросами")
    minutes: int = Field(default=10, ge=1, le=240, description="Сколько минут занимает")
    sections: tuple[Section, ...] = Field(description="Группы вопросов")

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(q for section in self.sections for q in section.questions)


class Rules(Written):
    """When letters go out. The defaults are those of a survey that names none."""

    reminders: tuple[TermText, ...] = Field(
        default=(
            "за 10 рабочих дней до закрытия",
            "за 5 рабочих дней до закрытия",
            "за 2 рабочих дня до закрытия",
        ),
        description="Когда напоминать тем, кто не ответил",
    )
    escalation: TermText | None = Field(
        default="за 1 рабочий день до закрытия",
        description="Когда сообщить в районы о тех, кто не ответил",
    )


class Survey(Written):
    """One administering of a questionnaire: to whom, from when, until when."""

    title: Words = Field(description="Название опроса в письмах")
    questionnaire: Key = Field(description="Анкета")
    activity: Key | None = Field(default=None, description="Мероприятие, которое он исполняет")
    stage: Key | None = Field(default=None, description="Этап, если не тот, что у мероприятия")
    purpose: Words | None = Field(default=None, description="Зачем: строка для письма")
    kind: Literal["survey", "materials"] = Field(
        default="survey", description="Опрос (survey) или сбор материалов (materials)"
    )
    wave: int = Field(default=1, ge=1, description="Которая волна той же анкеты")
    audience: tuple[Key, ...] = Field(
        description="Кого спросить: роли; отвечает один человек за организацию"
    )
    opens: TermText | None = Field(
        default=None, description="Открытие; не указано: первый рабочий день срока мероприятия"
    )
    closes: TermText | None = Field(
        default=None, description="Закрытие; не указано: последний рабочий день срока мероприятия"
    )
    rules: Rules = Field(
        default=Rules(), description="Напоминания и сообщение в районы; без них действуют обычные"
    )
    previous: Key | None = Field(default=None, description="Предыдущая волна: ею заполнить заранее")
    receipts: bool = Field(default=True, description="Посылать письмо о том, что ответы приняты")
