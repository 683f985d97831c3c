"""Every setting of an installation, read from VEKHA_… variables or a .env file, and nowhere else."""

from __future__ import annotations

import base64
import binascii
import getpass
import ipaddress
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from wiring.secret import LENGTH, installation_secret

PREFIX = "VEKHA_"


class MailMode(StrEnum):
    """Whom letters may reach: nobody, listed guests, or everybody."""

    CAPTURE = "capture"
    GUESTS = "guests"
    LIVE = "live"


def _user() -> str:
    """The account's name; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"


class Settings(BaseSettings):
    """One installation. The descriptions are the documentation: docs/settings.md is made of them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
    )

    state: Path = Field(
        Path(".vekha"),
        description="Folder of everything that must survive: database, secret, documents, logs. "
        "Back up this folder and, if the database is elsewhere, the database.",
    )
    database_url: str | None = Field(
        None,
        description="SQLAlchemy address of the database: `postgresql+psycopg://user:…@host/vekha`. "
        "Without it, SQLite in the state folder.",
    )
    prefect_api_url: str | None = Field(
        None,
        description="Address of a Prefect server that is run elsewhere, ending in `/api`. Without "
        "it, `vekha up` starts its own.",
    )
    host: str = Field(
        "127.0.0.1",
        description="Address on which the site, the Prefect UI and the mailbox listen. Anything "
        "but the default is visible to the network: put a proxy with TLS before it.",
    )
    prefect_port: int = Field(4200, ge=1, le=65535, description="Port of the Prefect UI and API.")
    site_port: int = Field(8080, ge=1, le=65535, description="Port of the site.")
    smtp_port: int = Field(
        8025, ge=1, le=65535, description="Port of the local mail server that captures letters."
    )
    site_url: str = Field(
        "",
        description="Address of the site as recipients see it; personal links begin with it. "
        "Without it, `http://<host>:<site_port>`.",
    )
    mail: MailMode = Field(
        MailMode.CAPTURE,
        description="`capture`: no letter leaves the machine. `guests`: only the addresses in "
        "VEKHA_GUESTS get mail. `live`: everybody does.",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="Outgoing mail server for `guests` and `live`: "
        "`smtp://user:password@mail.example:587` (STARTTLS), `smtps://…:465`, or "
        "`smtp+plain://…:25` within a trusted network.",
    )
    guests: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses that get mail in the mode `guests`, separated by commas."
    )
    mail_connections: int = Field(
        4,
        ge=1,
        le=50,
        description="Connections to the outgoing mail server at a time, of each process.",
    )
    mail_per_day: int = Field(
        0,
        ge=0,
        description="Letters that may go out within any 24 hours, all processes together; 0 is no "
        "limit. What is over it waits, and is shown as too late if it waits too long.",
    )
    mail_per_hour: int = Field(
        0, ge=0, description="The same within any 60 minutes (a sliding window)."
    )
    mail_per_domain: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Letters a minute to one domain and its subdomains, separated by commas: "
        "`mail.ru=60,yandex.ru=60,edu.kz=30`.",
    )
    mail_errors: int = Field(
        25,
        ge=0,
        description="So many failures among the last twice as many letters pause all sending for "
        "half an hour and tell the operator (`vekha mail resume` goes on); 0 never pauses.",
    )
    imap_url: SecretStr | None = Field(
        None,
        description="Mailbox to which undeliverable letters come back, read and never changed: "
        "`imaps://user:password@mail.example:993/INBOX`, or `imap://…:143/INBOX` (STARTTLS).",
    )
    dkim_selector: str = Field(
        "",
        description="Name under which your mail server publishes its DKIM key, for `vekha mail "
        "doctor`: `mail` for `mail._domainkey.example.kz`. Without it the usual names are tried.",
    )
    dns_server: str = Field(
        "",
        description="Name server that `vekha mail doctor` asks, `8.8.8.8` or `127.0.0.1:5353`; "
        "without it the system's. Within an organisation's network names may differ from what "
        "recipients see.",
    )
    mail_doctor: Literal["off", "tell", "block"] = Field(
        "tell",
        description="What `up` and `deploy` do with the doctor's errors in the modes `guests` and "
        "`live`: `tell` shows them and goes on, `block` stops before the first letter, `off` does "
        "not look.",
    )
    capture_refuses: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses that the local mail server refuses, separated by commas: to see "
        "what happens to letters that bounce.",
    )
    secret: SecretStr | None = Field(
        None,
        description="32 bytes in base64 that links and signatures hang on. Without it, made once "
        "in the state folder. Several machines must share one.",
    )
    board_token: SecretStr | None = Field(
        None,
        description="Password in the address of the coordinator's board. Without it, derived from "
        "the secret and printed by `vekha up`.",
    )
    operator: str = Field(
        default_factory=_user,
        description="Name recorded with decisions made on the command line and in the Prefect UI.",
    )
    lang: Literal["ru", "kk", "en"] = Field(
        "ru", description="Language of messages to the operator; roadmaps have their own."
    )
    clock: Path | None = Field(
        None,
        description="File with a compressed clock, for demonstrations and rehearsals only.",
    )
    horizon_days: int = Field(
        400,
        ge=1,
        description="How far ahead runs are shown in Prefect. Lower it if a roadmap has thousands "
        "of actions.",
    )
    reconcile_seconds: int = Field(
        60,
        ge=5,
        description="How often the ledger is compared with Prefect, and the rest of the letters sent.",
    )
    parallel: int = Field(
        3, ge=1, le=32, description="How many actions one embedded process performs at a time."
    )
    work_pool: str = Field(
        "vekha", description="Prefect work pool whose workers perform the actions."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="What goes into the logs."
    )

    @field_validator("guests", "capture_refuses", "mail_per_domain", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        if isinstance(given, str):
            return tuple(part.strip().lower() for part in given.split(",") if part.strip())
        return given

    @field_validator("mail_per_domain")
    @classmethod
    def _numbers(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for part in given:
            domain, _, number = part.partition("=")
            if not domain or not number.isdecimal() or int(number) == 0:
                raise ValueError(f"VEKHA_MAIL_PER_DOMAIN: write mail.ru=60, not {part!r}")
        return given

    @field_validator("dns_server")
    @classmethod
    def _an_address(cls, given: str) -> str:
        host, _, port = given.rpartition(":") if given.count(":") == 1 else (given, "", "53")
        if given and not port.isdecimal():
            raise ValueError("write an address, 8.8.8.8 or 127.0.0.1:5353")
        if given:
            ipaddress.ip_address(host)
        return given

    @field_validator("site_url", "prefect_api_url")
    @classmethod
    def _no_slash(cls, given: str | None) -> str | None:
        return given.rstrip("/") if given else given

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None:
            _decoded(given)
        return given

    @model_validator(mode="after")
    def _mail_needs_a_server(self) -> Settings:
        if self.mail is not MailMode.CAPTURE and self.smtp_url is None:
            raise ValueError(f"VEKHA_MAIL={self.mail} needs VEKHA_SMTP_URL")
        if self.mail is MailMode.GUESTS and not self.guests:
            raise ValueError("VEKHA_MAIL=guests needs VEKHA_GUESTS")
        return self

    @property
    def domain_limits(self) -> dict[str, int]:
        """Domain → letters a minute."""
        pairs = (part.partition("=") for part in self.mail_per_domain)
        return {domain: int(number) for domain, _, number in pairs}

    @cached_property
    def folder(self) -> Path:
        """The state folder, absolute, so that a process may change its directory."""
        return self.state.absolute()

    @property
    def embedded(self) -> bool:
        """Whether Prefect's server is ours to start."""
        return self.prefect_api_url is None

    @property
    def database(self) -> str:
        """Address of the database; SQLite in the state folder unless one is given."""
        return self.database_url or f"sqlite:///{self.folder / 'vekha.db'}"

    @property
    def prefect_api(self) -> str:
        """Address of Prefect's API."""
        return self.prefect_api_url or f"http://{self.reachable_host}:{self.prefect_port}/api"

    @property
    def site(self) -> str:
        """Address of the site as recipients see it, without a slash at the end."""
        return self.site_url or f"http://{self.reachable_host}:{self.site_port}"

    @property
    def reachable_host(self) -> str:
        """Where this machine itself reaches what listens on `host`."""
        return "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104

    def installation_secret(self) -> bytes:
        """The 32 bytes of the setting, or of the state folder. Raises SecretUnusableError."""
        return _decoded(self.secret) if self.secret else installation_secret(self.folder)


def _decoded(secret: SecretStr) -> bytes:
    try:
        decoded = base64.b64decode(secret.get_secret_value(), validate=True)
    except binascii.Error as wrong:
        raise ValueError("VEKHA_SECRET must be base64") from wrong
    if len(decoded) != LENGTH:
        raise ValueError(f"VEKHA_SECRET must hold {LENGTH} bytes in base64, not {len(decoded)}")
    return decoded
