"""One letter to try the mail with: composed and handed over like all others, but not in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape

from models.engine import reading
from models.roadmap_version import RoadmapVersion, current_version, editions
from notifications.delivery import Delivery
from notifications.letter import LANGUAGES, Address, Language, Letter
from notifications.mime import write_mime
from office.office import NoRoadmap, Office
from office.previewing import first_invitation
from vekha.planning import make_plan

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

    Of a deployed roadmap it is the year's first invitation as its recipient would get it, marked as
    a trial, its link leading nowhere; else a few words. `sender` is an address; empty, that of the
    first deployed roadmap. Raises NoSender and the four kinds of MailFailure.
    """
    told: Language = next((one for one in LANGUAGES if one == language), "ru")
    version = _any_roadmap(office)
    if version is None and not sender:
        raise NoSender
    letter = _invitation(version, told) if version is not None else None
    letter = letter or _few_words(sender, told, now=now)
    source = Address(letter.sender.name, sender or letter.sender.email)
    letter = replace(
        letter,
        key=f"trial/{now:%Y%m%dT%H%M%S%f}",
        to=Address("", address),
        sender=source,
        message_date=now,
        thread=None,
        calendar=None,  # a deadline that is not theirs has no place in their calendar
    )
    subject, text, html = office.composer.render(letter)
    mark = _MARK[letter.language]
    mime = write_mime(
        letter,
        subject=f"[{mark.partition('.')[0]}] {subject}",
        text=f"{mark}\n\n{text}",
        html=_marked(html, mark),
    )
    async with office.open_transport() as transport:
        return await transport.send(mime, sender=source.email, recipient=address)


_MARK: Mapping[Language, str] = {
    "ru": "Проба почты. Это образец письма из плана; отвечать не нужно, ссылка в нём не работает.",
    "kk": "Пошта сынағы. Бұл жоспардағы хаттың үлгісі; жауап берудің қажеті жоқ, сілтемесі ашылмайды.",
    "en": "Mail trial. This is a specimen of a letter of the plan; no answer is needed, its link is dead.",
}


def _marked(html: str, mark: str) -> str:
    """The mark above the letter, where nobody overlooks it."""
    words = (
        f'<p style="margin:0 0 20px;padding:8px 12px;border:2px solid #c98a00">{escape(mark)}</p>'
    )
    return html.replace('<p class="dim"', words + '<p class="dim"', 1)


def _invitation(version: RoadmapVersion, language: Language) -> Letter | None:
    """The first letter of the deployed year, in the language that is asked for."""
    files = version.contents()
    plan, _ = make_plan(files)
    return first_invitation(files, plan, language=language) if plan is not None else None


def _few_words(sender: str, language: Language, *, now: datetime) -> Letter:
    contact = {"name": sender, "position": "", "email": sender, "phone": ""}
    return Letter(
        key="trial",
        to=Address("", sender),
        sender=Address("", sender),
        language=language,
        template="announcement",
        context={
            "programme": "Vekha",
            "body": "",
            "coordinator": contact,
            "order": None,
            "person": {"name": "", "position": "", "greeting": ""},
            "organisation": "",
            "zone": "UTC",
            "title": _TITLE[language],
            "paragraphs": [_TEXT[language]],
            "documents": [],
        },
        message_date=now,
    )


def _any_roadmap(office: Office) -> RoadmapVersion | None:
    with reading(office.engine) as session:
        for edition in editions(session):
            try:
                office.plans.of(session, edition)
            except NoRoadmap:
                continue  # deployed by an older Vekha, not readable now: another will do
            version = current_version(session, edition)
            if version is not None:
                session.expunge(version)
                return version
    return None
