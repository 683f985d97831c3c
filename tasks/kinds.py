"""One deployment per kind of action: its names as the operator reads them, its flow's place."""

from __future__ import annotations

from dataclasses import dataclass

from vekha.actions.action import ActionKind

OURS = "веха"
"""The tag of every run that Vekha makes."""


@dataclass(frozen=True, slots=True)
class DeployedKind:
    """What one deployment is called and does; `entrypoint` is a module path, never a file."""

    name: str
    entrypoint: str
    tag: str
    description: str


KINDS: dict[ActionKind, DeployedKind] = {
    ActionKind.INVITE: DeployedKind(
        "Приглашения к опросам",
        "flows.open_survey.open_survey",
        "приглашение",
        "Открывает опрос и рассылает тем, кого спрашивают, письма с личными ссылками.",
    ),
    ActionKind.COLLECT: DeployedKind(
        "Сбор материалов",
        "flows.collect_materials.collect_materials",
        "сбор материалов",
        "Открывает приём материалов и просит прислать файлы по личным ссылкам.",
    ),
    ActionKind.REMIND: DeployedKind(
        "Напоминания",
        "flows.remind_silent.remind_silent",
        "напоминание",
        "Напоминает только тем, кто ещё не ответил: список составляется в минуту отправки.",
    ),
    ActionKind.ESCALATE: DeployedKind(
        "Обращения к районам",
        "flows.escalate_silence.escalate_silence",
        "обращение к району",
        "Сообщает районным методистам, какие школы их района не ответили, с телефонами.",
    ),
    ActionKind.DIGEST: DeployedKind(
        "Сводки координатору",
        "flows.send_digest.send_digest",
        "сводка",
        "Сообщает координатору, как идут открытые опросы. Сообщить нечего — письма нет.",
    ),
    ActionKind.CLOSE: DeployedKind(
        "Закрытие опросов",
        "flows.close_survey.close_survey",
        "закрытие",
        "Закрывает опрос и сообщает координатору, кто ответил и кто нет.",
    ),
    ActionKind.MEET: DeployedKind(
        "Приглашения на встречи",
        "flows.invite_to_meeting.invite_to_meeting",
        "встреча",
        "Приглашает на встречу с повесткой и файлом для календаря.",
    ),
    ActionKind.ANNOUNCE: DeployedKind(
        "Объявления",
        "flows.announce.announce",
        "объявление",
        "Рассылает одно письмо многим; если так написано в дорожной карте, ждёт утверждения.",
    ),
    ActionKind.MARK: DeployedKind(
        "Отметки об исполнении",
        "flows.ask_marks.ask_marks",
        "отметки",
        "Просит координатора отметить исполнение мероприятий, срок которых прошёл.",
    ),
    ActionKind.REPORT: DeployedKind(
        "Отчёты",
        "flows.assemble_report.assemble_report",
        "отчёт",
        "Собирает отчёт из ответов: Word, PDF, Excel; ссылки — на вкладке Artifacts.",
    ),
    ActionKind.VOLUME: DeployedKind(
        "Сборники",
        "flows.assemble_volume.assemble_volume",
        "сборник",
        "Собирает присланные файлы Word в один сборник с титулом и содержанием.",
    ),
    ActionKind.CHANGE: DeployedKind(
        "Изменения сроков",
        "flows.tell_changes.tell_changes",
        "изменение срока",
        "Сообщает тем, кто знал прежний срок, что он перенесён или отменён; событие в их "
        "календарях сдвигается или исчезает.",
    ),
}

RECONCILE = DeployedKind(
    "Сверка",
    "flows.reconcile.reconcile",
    "сверка",
    "Сверяет журнал с расписанием Prefect: создаёт недостающие запуски, убирает лишние, делает "
    "просроченное, досылает письма, показывает пропущенное. Единственное расписание Вехи.",
)
SEND = DeployedKind(
    "Отправка писем",
    "flows.send_letters.send_letters",
    "письма",
    "Отправляет всё, что стоит в очереди. Обычно это делают сами дела и сверка.",
)
