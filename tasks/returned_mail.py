"""Reading the mailbox of returned letters, where VEKHA_IMAP_URL names one."""

from __future__ import annotations

import asyncio

from prefect import get_run_logger, task

from office.bounces import MailboxUnreadable, read_bounces
from wiring.imap import read_imap_url
from wiring.tools import Tools, tools


@task(name="Прочитать возвращённые письма", task_run_name="Прочитать возвращённые письма")
async def read_returned_mail() -> str:
    """What came back, as a sentence; a mailbox that cannot be read stops nothing else."""
    made = tools()
    if made.settings.imap_url is None:
        return ""
    sentence, trouble = await asyncio.to_thread(take_back_returned, made)
    if trouble:
        get_run_logger().warning(trouble)
    return sentence


def take_back_returned(made: Tools) -> tuple[str, str]:
    """The sentence for the run's message, and what is wrong with the mailbox (one is empty)."""
    assert made.settings.imap_url is not None
    try:
        mailbox = read_imap_url(made.settings.imap_url.get_secret_value())
        found = read_bounces(made.office, mailbox.open, now=made.clock.now(), folder=mailbox.folder)
    except (MailboxUnreadable, OSError, ValueError) as error:
        return "", f"Ящик возвращённых писем не читается: {error}. Проверьте VEKHA_IMAP_URL."
    if not found.bounced:
        return "", ""
    told = f"вернулось писем: {len(found.bounced)}, другому адресату: {len(found.passed_on)}"
    if found.helpless:
        told += f", больше некому: {len(found.helpless)}"
    return told, ""
