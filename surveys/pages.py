"""Making a page: templates with the words of a language, static files, answers to a browser."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from functools import lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from surveys.moments import iso, say_moment, say_short
from surveys.wording import LANGUAGES, NAMES, pick_language, say
from vekha.questionnaire import formats_of, options_of, say_answer, say_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
GZIP_FROM = 1_000
READ: dict[str, Any] = {"methods": ["GET", "HEAD"]}
"""Routes that only look; HEAD too, as scanners ask so."""
LINGER_BYTES = 8 * 2**20
LINGER_SECONDS = 2.0


@lru_cache(maxsize=1)
def static_files() -> Mapping[str, bytes]:
    """File name → content."""
    folder = resources.files("surveys").joinpath("static")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@lru_cache(maxsize=64)
def static_path(name: str) -> str:
    """The path of a static file; it changes with the content, so browsers may keep it for good."""
    digest = hashlib.sha256(static_files()[name]).hexdigest()[:12]
    return f"/static/{digest}/{name}"


def language_of(request: Request, *otherwise: str) -> str:
    """The language asked for in the address, else the first given one, else the browser's."""
    accepted = request.headers.get("accept-language", "").lower()
    preferred = [part.strip()[:2] for part in accepted.split(",")]
    return pick_language(request.query_params.get("lang"), *otherwise, *preferred)


def render(
    request: Request, template: str, *, language: str, status: int = 200, **facts: Any
) -> Response:
    """A page. Small ones are sent as they are, larger ones packed where the browser takes that."""
    text = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            t=partial(say, language),
            languages=[(code, NAMES[code]) for code in LANGUAGES],
            path=request.url.path,
            **facts,
        )
    )
    body = text.encode("utf-8")
    headers = {"Vary": "Accept-Encoding"}
    if len(body) > GZIP_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, media_type="text/html")


def see_other(path: str) -> Response:
    """Go and look there with GET."""
    return Response(status_code=303, headers={"Location": path})


def attachment(content: bytes, *, name: str, media_type: str = "") -> Response:
    """A file to be saved, never shown by the browser as part of this site."""
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type=media_type or "application/octet-stream",
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


class CutOff(Response):
    """An answer to a body that is not read to its end.

    A browser looks at the answer only when it has sent everything or the line breaks, and loses
    what lies unread when it breaks at once. So a little is read and thrown away, then the line ends.
    """

    def __init__(self, page: Response) -> None:
        super().__init__(page.body, page.status_code, dict(page.headers) | {"Connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                await _discard(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _discard(receive: Receive) -> None:
    left = LINGER_BYTES
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def say_size(size: int, language: str) -> str:
    """«1,4 МБ»."""
    if size < 1000:
        return say(language, "bytes", number=size)
    if size < 1_000_000:
        return say(language, "kilobytes", number=say_number(round(size / 1000)))
    return say(language, "megabytes", number=say_number(round(size / 1_000_000, 1)))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("surveys"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "static": static_path,
        "moment": say_moment,
        "short": say_short,
        "iso": iso,
        "options_of": options_of,
        "formats_of": formats_of,
        "say_answer": say_answer,
        "say_size": say_size,
        "say_number": say_number,
    }
    return environment
