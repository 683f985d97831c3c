"""TLS and login, against a real server with a certificate made for the test."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from notifications.capture import TidyController
from notifications.smtp_line import SmtpLine
from notifications.transport import (
    Delivery,
    MailDelayed,
    MailPool,
    MailServer,
    MailServerUnusable,
    Phase,
    Security,
)

pytestmark = [
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl for a certificate"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@dataclass
class Taking:
    """Accepts everything, remembers whether it came protected."""

    protected: list[str]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert server.transport is not None
        tls = server.transport.get_extra_info("ssl_object")
        self.protected.append(tls.version() if tls else "open")
        return "250 2.0.0 taken"


def _authenticator(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"me", b"hunter2")
    return AuthResult(success=known, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate for localhost in one file."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(params=["starttls", "tls"])
def secured(
    request: pytest.FixtureRequest, certificate: Path
) -> Iterator[tuple[TidyController, Taking]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    taking = Taking([])
    options: dict[str, Any] = {"authenticator": _authenticator, "auth_required": True}
    if request.param == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    else:
        options |= {"ssl_context": context, "auth_require_tls": False}
    controller = TidyController(taking, hostname="localhost", port=_free_port(), **options)
    controller.start()
    yield controller, taking
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _send(controller: TidyController, **settings: Any) -> Delivery:
    async def run() -> Delivery:
        server = MailServer(host="localhost", port=controller.port, timeout=2, **settings)
        async with MailPool(server) as pool:
            return await pool.send(
                b"Subject: x\r\n\r\n", sender="a@x.example", recipient="b@x.example"
            )

    return asyncio.run(run())


def _kind(controller: TidyController) -> Security:
    return Security.TLS if controller.ssl_context else Security.STARTTLS


def test_letter_goes_out_protected_and_logged_in(
    secured: tuple[TidyController, Taking], certificate: Path
) -> None:
    controller, taking = secured
    delivery = _send(
        controller,
        security=_kind(controller),
        user="me",
        password="hunter2",
        ca_file=str(certificate / "cert.pem"),
    )

    assert delivery.code == 250
    assert taking.protected == ["TLSv1.3"]


def test_certificate_that_nobody_vouches_for_stops_the_campaign(
    secured: tuple[TidyController, Taking],
) -> None:
    controller, taking = secured
    with pytest.raises(MailServerUnusable, match="certificate verify failed") as unusable:
        _send(controller, security=_kind(controller), user="me", password="hunter2")

    assert unusable.value.phase is Phase.TLS
    assert taking.protected == []


def test_certificate_of_another_name_stops_the_campaign(
    secured: tuple[TidyController, Taking], certificate: Path
) -> None:
    """Vouched for, but not for the server that we meant: somebody may stand between."""
    controller, taking = secured
    server = MailServer(
        host="127.0.0.1",  # the certificate says localhost
        port=controller.port,
        timeout=2,
        security=_kind(controller),
        ca_file=str(certificate / "cert.pem"),
    )

    async def run() -> None:
        async with MailPool(server) as pool:
            await pool.send(b"Subject: x\r\n\r\n", sender="a@x.example", recipient="b@x.example")

    with pytest.raises(MailServerUnusable, match="certificate verify failed") as unusable:
        asyncio.run(run())
    assert unusable.value.phase is Phase.TLS
    assert taking.protected == []


def test_wrong_password_stops_the_campaign_and_is_not_told(
    secured: tuple[TidyController, Taking], certificate: Path
) -> None:
    controller, _ = secured
    with pytest.raises(MailServerUnusable) as unusable:
        _send(
            controller,
            security=_kind(controller),
            user="me",
            password="wrong-secret",
            ca_file=str(certificate / "cert.pem"),
        )

    assert (unusable.value.phase, unusable.value.code) == (Phase.AUTH, 535)
    assert "wrong-secret" not in str(unusable.value)


def test_server_that_wants_tls_and_gets_none_stops_the_campaign(
    secured: tuple[TidyController, Taking],
) -> None:
    controller, _ = secured
    if controller.ssl_context:  # a plain word to a TLS port brings no reply that could be read
        with pytest.raises(MailDelayed):
            _send(controller)
        return
    with pytest.raises(MailServerUnusable) as unusable:
        _send(controller)

    assert unusable.value.code == 530


def test_server_without_starttls_is_not_spoken_to_in_the_open(certificate: Path) -> None:
    taking = Taking([])
    controller = TidyController(taking, hostname="localhost", port=_free_port())
    controller.start()
    try:
        with pytest.raises(MailServerUnusable, match="does not offer STARTTLS"):
            _send(controller, security=Security.STARTTLS)
        with pytest.raises(MailServerUnusable, match="AUTH extension is not supported"):
            _send(controller, user="me", password="hunter2")
    finally:
        controller.stop()
    assert taking.protected == []


def test_password_is_not_sent_in_the_open_to_another_machine() -> None:
    line = SmtpLine(MailServer(host="mail.x.example", user="me", password="hunter2"))
    with pytest.raises(MailServerUnusable, match="unprotected"):
        asyncio.run(line._log_in())
