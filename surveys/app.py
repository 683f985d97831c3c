"""The site as one ASGI application: the routers, the headers of every answer, what failed."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import text
from starlette.datastructures import MutableHeaders

from models.engine import reading
from surveys.board import board_routes
from surveys.calling import calling_routes
from surveys.handing import handover_routes
from surveys.mail_pages import mail_routes
from surveys.opening import say_page
from surveys.pages import READ, TYPES, static_files, static_path
from surveys.respondents import respondent_routes
from surveys.uploading import upload_routes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from surveys.site import Site

log = logging.getLogger(__name__)

ANSWERED = "vekha.answered"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(site: Site) -> ASGIApp:
    """The site. It keeps nothing in memory that another process of it would need."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(respondent_routes(site))
    app.include_router(upload_routes(site))
    app.include_router(handover_routes(site))
    app.include_router(calling_routes(site))
    app.include_router(board_routes(site))
    if site.mailbox is not None:
        app.include_router(mail_routes(site, site.mailbox))
    _plain_routes(app, site)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(404)
    def not_found(request: Request, _why: Exception) -> Response:
        return say_page(request, "not-found", status=404)

    @app.exception_handler(405)
    def wrong_method(request: Request, why: HTTPException) -> Response:
        return say_page(request, "not-found", status=405)

    @app.exception_handler(Exception)
    def failed(request: Request, why: Exception) -> Response:
        reference = secrets.token_hex(4).upper()
        where = f"{request.method} {_shown(request.url.path)}"
        log.error("%s failed, reference %s", where, reference, exc_info=why)
        request.scope[ANSWERED] = True
        return say_page(request, "failure", status=500, reference=reference)

    return _Guard(app)


def _plain_routes(app: FastAPI, site: Site) -> None:
    @app.api_route("/healthz", **READ)
    def health() -> Response:
        with reading(site.engine) as session:
            session.execute(text("SELECT 1"))
        return JSONResponse({"status": "ok"})

    @app.api_route("/robots.txt", **READ)
    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    @app.api_route("/static/{digest}/{name}", **READ)
    def static(request: Request, digest: str, name: str) -> Response:
        content = static_files().get(name)
        if content is None or request.url.path != static_path(name):
            return say_page(request, "not-found", status=404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(content, headers=headers, media_type=TYPES[name.rpartition(".")[2]])

    @app.api_route("/", **READ)
    def root(request: Request) -> Response:
        return say_page(request, "root", status=200)


class _Guard:
    """Puts the headers on every answer, also on the page about a failure."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            # The framework answers with the page of `failed` and then raises again.
            if not scope.get(ANSWERED):
                raise


def _add_headers(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if headers.get("content-security-policy", "").find("frame-ancestors 'self'") >= 0:
        headers["X-Frame-Options"] = "SAMEORIGIN"


def _shown(path: str) -> str:
    """The path without the token of a personal link, which logs must not keep."""
    parts = path.split("/")
    if len(parts) > 2 and parts[1] in ("a", "d"):
        parts[2] = "…"
    return "/".join(parts)
