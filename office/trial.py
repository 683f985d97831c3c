"""One letter to try the mail with: composed and handed over like all others, but not in the ledger."""

from __future__ import annotations

from datetime import datetime

from models.engine import reading
from models.roadmap_version import editions
from notifications.delivery import Delivery
from notifications.letter import LANGUAGES, Address, Language, Letter
from office.office import NoRoadmap, Office
from vekha.roadmap.programme import RoadmapFile

_TITLE = {
    "ru": "Проверка почты: письмо дошло",
    "kk": "Поштаны тексеру: хат жетті",
    "en": "Mail check: the letter has arrived",
}
_TEXT = {
    "ru": "Это письмо послано, чтобы проверить почту. Отвечать на него не нужно.",
    "kk": "Бұл хат поштаны тексеру үшін жіберілді. Оған жауап беру қажет емес.",
    "en": "This letter was sent to check the mail. It needs no answer.",
}


class NoSender(LookupError):
    """No roadmap is deployed whose sender could be taken: name one."""


async def send_trial(
    office: Office, address: str, *, sender: str, language: str, now: datetime
) -> Delivery:
    """Send one letter through the office's transport; the server's reply.

    `sender` is an address; empty, that of the first deployed roadmap. Raises NoSender and the four
    kinds of MailFailure.
    """
    file = _any_roadmap(office)
    if file is None and not sender:
        raise NoSender
    told: Language = next((one for one in LANGUAGES if one == language), "ru")
    name = file.sending.sender if file else ""
    source = Address(name, sender or (file.sending.address if file else ""))
    contact = {"name": name or source.email, "position": "", "email": source.email, "phone": ""}
    letter = Letter(
        key=f"trial/{now:%Y%m%dT%H%M%S%f}",
        to=Address("", address),
        sender=source,
        language=told,
        template="announcement",
        context={
            "programme": file.title.to(told) if file else "Vekha",
            "body": file.body.to(told) if file else "",
            "coordinator": contact,
            "order": None,
            "person": {"name": "", "position": "", "greeting": ""},
            "organisation": "",
            "zone": file.timezone if file else "UTC",
            "title": _TITLE[told],
            "paragraphs": [_TEXT[told]],
            "documents": [],
        },
        message_date=now,
    )
    composed = office.composer.compose(letter)
    async with office.open_transport() as transport:
        return await transport.send(composed.mime, sender=source.email, recipient=address)


def _any_roadmap(office: Office) -> RoadmapFile | None:
    with reading(office.engine) as session:
        for edition in editions(session):
            try:
                return office.plans.of(session, edition).roadmap.file
            except NoRoadmap:
                continue  # deployed by an older Vekha, not readable now: another will do
    return None
