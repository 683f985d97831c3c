"""Looking at mail servers that really run: certificates, logins, what they announce."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from notifications.capture import TidyController
from notifications.doctor.records import Answer, Lookup, Status, found
from notifications.doctor.server import ServerSeen, judge_name, judge_server, judge_site
from notifications.smtp_line import MailServer, Security
from wiring.imap import ImapMailbox
from wiring.looking import look_at_mailbox, look_at_server, look_at_site

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


class Recording:
    """Remembers whatever would be a letter."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 taken"


def _authenticator(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"me", b"hunter2")
    return AuthResult(success=known, handled=False)


def nobody(name: str, kind: str) -> Answer:
    return Answer(Status.NONE)


@pytest.fixture(scope="module")
def certify(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make key and certificate for a name; `days` below 0: expired."""

    def make(name: str = "localhost", *, days: int = 90) -> Path:
        folder = tmp_path_factory.mktemp("tls")
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)  # noqa: TID251 - certificates live in real time
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=400))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
        (folder / "key.pem").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return folder

    return make


Serve = Callable[..., MailServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server in one of its three protections; the setting that reaches it."""
    with ExitStack() as running:

        def start(security: Security, folder: Path | None = None, **more: Any) -> MailServer:
            options: dict[str, Any] = dict(more)
            if folder is not None:
                context = SSLContext(PROTOCOL_TLS_SERVER)
                context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
                if security is Security.TLS:
                    options |= {"ssl_context": context, "auth_require_tls": False}
                else:
                    options |= {"tls_context": context, "require_starttls": True}
            controller = TidyController(
                options.pop("handler", Recording()), hostname="localhost", port=_free_port(),
                authenticator=_authenticator, ident="Postfix", **options,
            )  # fmt: skip
            controller.start()
            running.callback(controller.stop)
            trusted = str(folder / "cert.pem") if folder else ""
            return MailServer(
                host="localhost", port=controller.port, security=security, ca_file=trusted
            )

        yield start


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def codes(seen: ServerSeen) -> list[str]:
    return [one.code for one in judge_server(seen, now=datetime.now(UTC))]  # noqa: TID251


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_server_in_order(serve: Serve, certify: Callable[..., Path], security: Security) -> None:
    recording = Recording()
    server = serve(security, certify(), handler=recording, data_size_limit=20_000_000)
    seen = look_at_server(replace(server, user="me", password="hunter2"), nobody)
    assert (seen.stage, seen.tls, seen.size) == ("done", "TLSv1.3", 20_000_000)
    assert codes(seen) == ["server-ok", "tls-ok", "login-ok"]
    assert recording.letters == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize(
    ("name", "days", "trusted", "code"),
    [
        ("localhost", 5, True, "tls-expiring"),
        ("localhost", -5, True, "tls-expired"),
        ("mail.school.kz", 90, True, "tls-hostname"),
        ("localhost", 90, False, "tls-untrusted"),
    ],
)
def test_certificates(
    serve: Serve,
    certify: Callable[..., Path],
    security: Security,
    name: str,
    days: int,
    trusted: bool,
    code: str,
) -> None:
    server = serve(security, certify(name, days=days))
    seen = look_at_server(server if trusted else replace(server, ca_file=""), nobody)
    assert code in codes(seen)


def test_login_is_refused_without_telling_the_password(
    serve: Serve, certify: Callable[..., Path]
) -> None:
    server = serve(Security.STARTTLS, certify(), auth_required=True)
    seen = look_at_server(replace(server, user="me", password="wrong-secret"), nobody)
    assert codes(seen)[-1] == "login-refused"
    assert "wrong-secret" not in repr(seen)
    assert "535" in seen.words


def test_server_without_starttls_or_login(serve: Serve) -> None:
    server = serve(Security.NONE)
    assert codes(look_at_server(server, nobody)) == ["server-ok", "tls-local", "login-none"]
    wanting = replace(server, security=Security.STARTTLS)
    assert codes(look_at_server(wanting, nobody)) == ["server-ok", "tls-not-offered"]
    named = replace(server, user="me", password="hunter2")
    assert codes(look_at_server(named, nobody))[-1] == "login-not-offered"


def test_password_is_not_sent_in_the_open(serve: Serve) -> None:
    """By another name than localhost the same server counts as another machine."""
    server = serve(Security.NONE)
    seen = look_at_server(replace(server, host=socket.gethostname(), user="me"), nobody, wait=2)
    assert seen.stage in ("connect", "login")
    seen = ServerSeen(
        host="mail.x.kz", port=25, security="none", user="me", stage="login", trouble="unprotected"
    )
    assert codes(seen) == ["server-ok", "tls-none", "login-unprotected"]


def test_nobody_listens() -> None:
    seen = look_at_server(MailServer(host="127.0.0.1", port=_free_port()), nobody, wait=2)
    assert codes(seen) == ["server-silent"]
    assert "refused" in seen.words


def test_server_that_turns_us_away() -> None:
    """A greeting of 554 is its answer, not a failure of the network."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def turn_away() -> None:
            line, _ = listening.accept()
            with line:
                line.sendall(b"554 no SMTP service here\r\n")
                line.recv(100)

        threading.Thread(target=turn_away, daemon=True).start()
        port = listening.getsockname()[1]
        seen = look_at_server(MailServer(host="127.0.0.1", port=port), nobody, wait=2)
    assert (seen.stage, seen.words) == ("greeting", "554 no SMTP service here")


def names(records: dict[tuple[str, str], list[str]]) -> Lookup:
    def lookup(name: str, kind: str) -> Answer:
        return found(*records.get((name, kind), []))

    return lookup


@pytest.mark.parametrize(
    ("pointer", "address", "greeting", "code"),
    [
        ([], [], "mx.school.kz", "ptr-missing"),
        (["mx.school.kz"], ["185.12.40.7"], "mx.school.kz ready", "ptr-ok"),
        (["mx.school.kz"], ["185.12.40.8"], "mx.school.kz", "ptr-one-way"),
        (["mx.school.kz"], ["185.12.40.7"], "old.name.kz", "ptr-other-greeting"),
        (["mx.school.kz"], ["185.12.40.7"], "", "ptr-ok"),
    ],
)
def test_name_of_the_server_leads_back(
    pointer: list[str], address: list[str], greeting: str, code: str
) -> None:
    records = {("7.40.12.185.in-addr.arpa", "PTR"): pointer, ("mx.school.kz", "A"): address}
    seen = ServerSeen(
        host="mx.school.kz", port=25, security="none", addresses=("185.12.40.7",), greeting=greeting
    )
    assert [one.code for one in judge_name(seen, names(records))] == [code]


def test_provider_and_inner_network_need_no_name() -> None:
    seen = ServerSeen(host="smtp.yandex.ru", port=465, security="tls", addresses=("77.88.21.158",))
    assert [one.code for one in judge_name(seen, nobody)] == ["ptr-provider"]
    inner = replace(seen, host="mail.school.kz", addresses=("10.0.0.5",))
    assert [one.code for one in judge_name(inner, nobody)] == ["ptr-inside"]


@pytest.mark.parametrize(
    ("url", "addresses", "code"),
    [
        ("http://127.0.0.1:8080", [], "site-inside"),
        ("http://10.1.2.3", [], "site-inside"),
        ("https://vekha.school.kz", [], "site-unresolved"),
    ],
)
def test_site_is_found_by_strangers(url: str, addresses: list[str], code: str) -> None:
    seen = look_at_site(url, names({("vekha.school.kz", "A"): addresses}), wait=2)
    assert [one.code for one in judge_site(seen)] == [code]


def test_mailbox_of_bounces_that_nobody_keeps() -> None:
    mailbox = ImapMailbox("127.0.0.1", _free_port(), "me@x.kz", "secret", "INBOX", True)
    seen = look_at_mailbox(mailbox)
    assert seen.trouble == "connect"
