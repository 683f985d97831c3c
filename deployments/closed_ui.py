"""Keeps the browser on this machine: Prefect's UI would otherwise ask a statistics service abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(api: str, *, port: int) -> str:
    """A Content-Security-Policy under which pages talk to this server only.

    `api` is the address that the UI is told; localhost is for those who type it.
    """
    hosts = {urlsplit(api).netloc, f"127.0.0.1:{port}", f"localhost:{port}"}
    servers = " ".join(
        f"{scheme}://{host}" for host in sorted(hosts) for scheme in ("http", "https", "ws", "wss")
    )
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src 'self' data: blob: {servers}; frame-ancestors 'self'"
    )


class ClosedUi:
    """Puts the policy on every answer."""

    def __init__(self, app: ASGIApp, *, policy: str) -> None:
        self._app = app
        self._header = (b"content-security-policy", policy.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], self._header]
            await send(message)

        await self._app(scope, receive, send_closed if scope["type"] == "http" else send)
