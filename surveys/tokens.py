"""Tokens of personal links, signatures of downloads, the board's cookie; what is stored is a hash.

A token is made again from the link's salt whenever a letter is rendered, so that no token is kept.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

SALT_BYTES = 16


def make_token(secret: bytes, salt: bytes) -> str:
    """The token of a personal link: 256 bits of HMAC-SHA256, 43 characters that a URL takes."""
    return _sign(secret, b"link " + salt)


def token_hash(token: str) -> str:
    """What is stored of a token, and looked up: its sha256 in hex (see models.link.Link)."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_path(secret: bytes, salt: bytes) -> str:
    """The path of a personal link, to be put after the address of the site."""
    return f"/a/{make_token(secret, salt)}"


def document_path(secret: bytes, document: int) -> str:
    """The path of a finished document that opens without the board's key, for letters."""
    return f"/d/{document}/{_sign(secret, b'document ' + str(document).encode())}"


def document_signed(secret: bytes, document: int, signature: str) -> bool:
    """Whether the signature in a document's path is ours."""
    return hmac.compare_digest(document_path(secret, document), f"/d/{document}/{signature}")


def board_cookie(secret: bytes, board_token: str, *, nonce: str) -> str:
    """What the browser keeps instead of the board's key; another key makes it worthless."""
    return f"{nonce}.{_sign(secret, f'board {nonce} {board_token}'.encode())}"


def board_opens(secret: bytes, board_token: str, cookie: str) -> bool:
    """Whether a cookie was given by us for the key in force."""
    nonce, _, _ = cookie.partition(".")
    return bool(nonce) and same(cookie, board_cookie(secret, board_token, nonce=nonce))


def form_token(secret: bytes, cookie: str) -> str:
    """The word that every form of the board carries: no other site can know it (CSRF)."""
    return _sign(secret, b"form " + cookie.encode())


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def _sign(secret: bytes, message: bytes) -> str:
    digest = hmac.digest(secret, message, "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
