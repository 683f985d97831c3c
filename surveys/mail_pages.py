"""The captured mail: a list, one letter as a mail program shows it, its attachments and its source.

Letters hold personal links: the pages open with the board's key, or on the machine itself.
"""

from __future__ import annotations

import ipaddress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from surveys.board_access import board_language, remember_language, seat_of
from surveys.opening import say_page
from surveys.pages import READ, attachment, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveys.site import Mailbox, Opened, Site

PAGE = 50
HEADERS = ("from", "to", "date", "reply-to")
"""Those shown above the letter; the rest is in its fold."""

LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)


def mail_routes(site: Site, mailbox: Mailbox) -> APIRouter:
    """`/mailbox…`."""
    router = APIRouter()

    def guarded(request: Request, page: Callable[[], Response]) -> Response:
        language = board_language(request)
        if not may_read(site, request):
            return say_page(request, "mail-closed", status=403, language=language)
        try:
            return remember_language(request, page())
        except LookupError:
            return say_page(request, "not-found", status=404, language=language)

    @router.api_route("/mailbox", **READ)
    def letters(request: Request) -> Response:
        return guarded(request, lambda: _list(request, site, mailbox))

    @router.api_route("/mailbox/{name}", **READ)
    def letter(request: Request, name: str) -> Response:
        return guarded(request, lambda: _letter(request, mailbox, name))

    @router.api_route("/mailbox/{name}/html", **READ)
    def body(request: Request, name: str) -> Response:
        return guarded(request, lambda: _body(mailbox.read_letter(name)))

    @router.api_route("/mailbox/{name}/raw", **READ)
    def raw(request: Request, name: str) -> Response:
        return guarded(
            request,
            lambda: attachment(mailbox.read_raw(name), name=name, media_type="message/rfc822"),
        )

    @router.api_route("/mailbox/{name}/file/{number}", **READ)
    def file(request: Request, name: str, number: int) -> Response:
        return guarded(request, lambda: _file(mailbox.read_letter(name), number))

    return router


def may_read(site: Site, request: Request) -> bool:
    """Whether somebody has the board's key, or sits at this machine and no proxy is between.

    The name in the address must be the machine's own: a foreign page whose name was pointed here
    (DNS rebinding) is not let in.
    """
    if seat_of(site, request) is not None:
        return True
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return _is_here(request.client.host if request.client else "") and _is_here(host)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _list(request: Request, site: Site, mailbox: Mailbox) -> Response:
    query = request.query_params.get("q", "")[:200]
    number = request.query_params.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    page = max(page, 1)
    found = mailbox.list_letters(limit=PAGE + 1, offset=(page - 1) * PAGE, query=query)
    return render(
        request,
        "mailbox.html",
        language=board_language(request),
        letters=found[:PAGE],
        number=mailbox.count_letters(),
        query=query,
        page=page,
        more=len(found) > PAGE,
        refresh="refresh" in request.query_params,
        board=bool(site.board_token),
    )


def _letter(request: Request, mailbox: Mailbox, name: str) -> Response:
    opened = mailbox.read_letter(name)
    headers = {key.lower(): value for key, value in reversed(opened.headers)}
    return render(
        request,
        "mailbox_letter.html",
        language=board_language(request),
        name=name,
        letter=opened,
        subject=headers.get("subject", ""),
        facts=[(key, _shown(key, headers[key])) for key in HEADERS if key in headers],
    )


def _shown(key: str, value: str) -> str:
    """A header as the list of letters shows it: dates in figures, at the sender's hour."""
    if key != "date":
        return value
    try:
        return f"{parsedate_to_datetime(value):%d.%m.%Y %H:%M}"
    except ValueError:
        return value


def _body(opened: Opened) -> Response:
    return Response(
        opened.html,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": LETTER_POLICY},
    )


def _file(opened: Opened, number: int) -> Response:
    if not 0 <= number < len(opened.attachments):
        raise LookupError(number)
    found = opened.attachments[number]
    return attachment(found.content, name=found.name)
