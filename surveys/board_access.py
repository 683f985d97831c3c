"""Who may see the board: the key in the address once, then a signed cookie; forms carry a word.

GET only reads. The cookie is set by GET, as it changes nothing here; it holds no key.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request, Response

from surveys.pages import language_of, render, see_other
from surveys.tokens import board_cookie, board_opens, form_token, same
from surveys.wording import LANGUAGES

if TYPE_CHECKING:
    from surveys.received import Received
    from surveys.site import Site

COOKIE = "vekha_board"
LANGUAGE_COOKIE = "vekha_lang"
DAYS_30 = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who opened the board: the language, and the word that the forms carry."""

    language: str
    word: str


def seat_of(site: Site, request: Request) -> Seat | None:
    """Who asks, or None for somebody without the key."""
    cookie = request.cookies.get(COOKIE, "")
    if not site.board_token or not board_opens(site.secret, site.board_token, cookie):
        return None
    return Seat(board_language(request), form_token(site.secret, cookie))


def board_language(request: Request) -> str:
    """The language asked for, else the one chosen earlier, else the browser's."""
    return language_of(request, request.cookies.get(LANGUAGE_COOKIE, ""))


def says_word(seat: Seat, received: Received) -> bool:
    """Whether a form came from one of our pages."""
    return same(received.one("csrf"), seat.word)


def let_in(site: Site, key: str, *, language: str = "") -> Response | None:
    """The way to the board for who has the key, None for who has not."""
    if not site.board_token or not same(key, site.board_token):
        return None
    cookie = board_cookie(site.secret, site.board_token, nonce=secrets.token_urlsafe(12))
    response = see_other(f"/board?lang={language}" if language in LANGUAGES else "/board")
    response.set_cookie(
        COOKIE, cookie, max_age=DAYS_30, httponly=True, samesite="lax", secure=site.secure
    )
    return response


def let_out() -> Response:
    """Forget the key."""
    response = see_other("/board")
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def key_page(request: Request, *, wrong: bool = False) -> Response:
    """Ask for the key."""
    return render(
        request,
        "board_key.html",
        language=board_language(request),
        status=403 if wrong else 401,
        wrong=wrong,
    )


def remember_language(request: Request, response: Response) -> Response:
    """Keep the language that was asked for in the address."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=DAYS_30, samesite="lax")
    return response
