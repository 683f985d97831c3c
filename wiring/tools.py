"""The tools of a process, made from its settings: the office, the site, mail in both directions."""

from __future__ import annotations

import hashlib
import hmac
import threading
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.engine import open_engine, reading
from models.migrating import upgrade
from notifications.capture import CaptureServer
from notifications.delivery import Transport
from notifications.modes import Mode, transport_for
from notifications.smtp_line import MailServer, Security
from notifications.transport import MailPool
from office.office import Office
from office.pacing import Limits
from reports.libreoffice import convert_to_pdf, find_converter, settle_contents
from surveys.site import Site
from vekha.planning import Plan
from wiring.clock import Clock, read_clock
from wiring.mailbox import FolderMailbox
from wiring.settings import MailMode, Settings

CONVERT_WITHIN = 120.0
"""Seconds that LibreOffice may take for a volume."""

_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
_SECURITY = {"smtp": Security.STARTTLS, "smtps": Security.TLS, "smtp+plain": Security.NONE}


@dataclass(frozen=True, slots=True)
class Tools:
    """What tasks and commands work with: one set per process, safe between threads."""

    settings: Settings
    clock: Clock
    office: Office


_making = threading.Lock()


def tools() -> Tools:
    """The tools of this process, made on first use from the environment; the database upgraded."""
    with _making:
        return _tools()


@lru_cache(maxsize=1)
def _tools() -> Tools:
    settings = Settings()
    clock = read_clock(settings.clock)
    return Tools(settings, clock, open_office(settings, clock))


def open_database(settings: Settings) -> Engine:
    """The engine, its schema upgraded; safe when several processes start at once."""
    engine = open_engine(settings.database)
    upgrade(engine)
    return engine


def open_office(settings: Settings, clock: Clock) -> Office:
    """Everything that performing actions needs."""
    del clock  # the office is told the time by its callers

    @asynccontextmanager
    async def open_transport() -> AsyncIterator[Transport]:
        live = live_server(settings)
        async with MailPool(capture_server(settings)) as capture:
            if live is None:
                yield transport_for(Mode(settings.mail), capture=capture, live=None)
                return
            async with MailPool(live) as pool:
                yield transport_for(
                    Mode(settings.mail), capture=capture, live=pool, guests=settings.guests
                )

    clock = read_clock(settings.clock)
    return Office(
        engine=open_database(settings),
        secret=settings.installation_secret(),
        site_url=settings.site,
        open_transport=open_transport,
        board_url=f"{settings.site}/board",
        prefect_url=settings.prefect_api.removesuffix("/api"),
        finish_volume=finish_volume if find_converter() else None,
        lines=settings.mail_connections,
        limits=mail_limits(settings),
        days_fly=lambda: clock.flies,
    )


def mail_limits(settings: Settings) -> Limits:
    """What the outgoing server and the receivers bear; letters that stay here are not counted."""
    if settings.mail is MailMode.CAPTURE:
        return Limits(errors=settings.mail_errors)
    return Limits(
        per_day=settings.mail_per_day,
        per_hour=settings.mail_per_hour,
        per_domain=settings.domain_limits,
        errors=settings.mail_errors,
    )


def finish_volume(content: bytes) -> tuple[bytes, bytes]:
    """Exact page numbers and a PDF, through LibreOffice."""
    settled = settle_contents(content, timeout=CONVERT_WITHIN)
    return settled, convert_to_pdf(settled, timeout=CONVERT_WITHIN)


def open_site(settings: Settings, clock: Clock, office: Office) -> Site:
    """What the site serves; the mailbox page only where letters are captured."""

    def plan_of(edition: str) -> Plan:
        with reading(office.engine) as session:
            return office.plans.of(session, edition)

    return Site(
        engine=office.engine,
        now=clock.now,
        secret=office.secret,
        board_token=board_token(settings),
        site_url=settings.site,
        plan_of=plan_of,
        mailbox=FolderMailbox(mailbox_folder(settings)) if captures(settings) else None,
        prefect_url=settings.prefect_api.removesuffix("/api"),
    )


def open_capture(settings: Settings, clock: Clock) -> CaptureServer:
    """The local mail server, to be started by its context manager."""
    refused = frozenset(settings.capture_refuses)
    return CaptureServer(
        mailbox_folder(settings),
        now=clock.now,
        port=settings.smtp_port,
        bounces=lambda address: address.lower() in refused,
    )


def captures(settings: Settings) -> bool:
    """Whether some letters stay on this machine."""
    return settings.mail is not MailMode.LIVE


def mailbox_folder(settings: Settings) -> Path:
    """Where captured letters are kept."""
    return settings.folder / "mailbox"


def board_token(settings: Settings) -> str:
    """The key of the board: the setting, or 192 bits derived from the secret."""
    if settings.board_token is not None:
        return settings.board_token.get_secret_value()
    digest = hmac.digest(settings.installation_secret(), b"board token", hashlib.sha256)
    return urlsafe_b64encode(digest[:24]).decode()


def board_address(settings: Settings) -> str:
    """The address that opens the board; it holds the key, so it is for the operator only."""
    return f"{settings.site}/board?token={board_token(settings)}"


def capture_server(settings: Settings) -> MailServer:
    """How this machine's own mail server is reached."""
    return MailServer(host="127.0.0.1", port=settings.smtp_port)


def live_server(settings: Settings) -> MailServer | None:
    """The outgoing server of VEKHA_SMTP_URL, or None in the mode `capture`."""
    if settings.mail is MailMode.CAPTURE or settings.smtp_url is None:
        return None
    server = read_smtp_url(settings.smtp_url.get_secret_value())
    return replace(server, connections=settings.mail_connections)


def read_smtp_url(url: str) -> MailServer:
    """`smtp://` is STARTTLS, `smtps://` TLS from the start, `smtp+plain://` neither.

    User and password are percent-encoded. Raises ValueError that does not repeat the password.
    """
    parts: SplitResult = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("VEKHA_SMTP_URL: write smtp://user:password@host:587 or smtps://…:465")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        security=_SECURITY[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@contextmanager
def read_ledger() -> Iterator[Session]:
    """A reading transaction on this installation's database."""
    with reading(tools().office.engine) as session:
        yield session
