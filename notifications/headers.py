"""Mail header values as bytes: encoded words, addresses, parameters, identifiers.

Which encodings are used, and why, is told in docs/letters-encoding.md.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from urllib.parse import quote

from notifications.letter import Address, LetterUnwritable

# Everything that ends a line for some reader, and the other control characters.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of what follows: «exe.docx» could be shown for «xcod.exe».
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
PLAIN_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
PLAIN_DOMAIN = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f.:IPv]+\]")
LONGEST_ALLOWED = 998
LONGEST_LINE = 76
WORD_START, WORD_END = b"=?utf-8?B?", b"?="
LONGEST_NAME = 200  # bytes of a file name: what disks take, with room for the suffix of a copy


def one_line(value: str) -> str:
    """A header value without any line end, control character or turning mark, safe to be written."""
    if value.isprintable() and "  " not in value and value == value.strip(" "):
        return value  # nearly always: of the characters that are cleaned away none is printable
    clean = TURNING.sub("", CONTROLS.sub(" ", value)).encode("utf-8", "replace").decode("utf-8")
    return " ".join(clean.split())


def encoded_words(value: str, *, used: int) -> bytes:
    """A text as RFC 2047 words of at most 75 characters, folded; used: columns already taken."""
    words, chunk, room = [], b"", _room(used)
    for character in value:
        piece = character.encode()
        if len(chunk) + len(piece) > room:
            words.append(chunk)
            chunk, room = b"", _room(1)
        chunk += piece
    words.append(chunk)
    return b"\r\n ".join(WORD_START + b64encode(word) + WORD_END for word in words)


def _room(used: int) -> int:
    """How many bytes fit into an encoded word on a line of which some columns are taken."""
    return max((LONGEST_LINE - used - len(WORD_START) - len(WORD_END)) // 4 * 3, 4)


@lru_cache(maxsize=4096)
def text_header(name: str, value: str) -> bytes:
    """A header of free text («Subject»), with its line end."""
    clean, start = one_line(value), name.encode() + b": "
    if clean.isascii() and "=?" not in clean and len(clean) + len(start) <= LONGEST_LINE:
        return start + clean.encode() + b"\r\n"
    return start + encoded_words(clean, used=len(start)) + b"\r\n"


def key_header(name: str, value: str) -> bytes:
    """A header for machines: one unfolded line (RFC 5322 allows 998), so that it can be grepped."""
    start, clean = name.encode() + b": ", one_line(value)
    if clean.isascii() and len(clean) + len(start) < LONGEST_ALLOWED:
        return start + clean.encode() + b"\r\n"
    return text_header(name, value)


@lru_cache(maxsize=4096)
def address_header(name: str, address: Address) -> bytes:
    """From, To, Reply-To; raises LetterUnwritable for an address that is none."""
    start, mailbox = name.encode() + b": ", mailbox_of(address.email).encode()
    person = one_line(address.name)
    if not person:
        return start + mailbox + b"\r\n"
    plain = person.isascii() and "=?" not in person and len(person) + len(start) < LONGEST_LINE
    if plain and PLAIN_PHRASE.fullmatch(person):
        phrase = person.encode()
    elif plain:
        phrase = b'"' + re.sub(r'(["\\])', r"\\\1", person).encode() + b'"'
    else:
        phrase = encoded_words(person, used=len(start))
    last = len(phrase.rsplit(b"\r\n", 1)[-1])
    fold = b"\r\n " if last + len(start) + len(mailbox) + 3 > LONGEST_LINE else b" "
    return start + phrase + fold + b"<" + mailbox + b">\r\n"


@lru_cache(maxsize=4096)
def mailbox_of(email: str) -> str:
    """The address as it goes into headers and envelopes: domain in ASCII, local part as it is.

    Raises LetterUnwritable for anything that could not be an address, control characters included.
    """
    local, at, domain = email.strip().rpartition("@")
    try:
        ascii_domain = domain if domain.startswith("[") else domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    plain_local = re.sub(r"[^\x00-\x7f]", "x", local)
    if not (at and PLAIN_LOCAL.fullmatch(plain_local) and PLAIN_DOMAIN.fullmatch(ascii_domain)):
        raise LetterUnwritable(f"not an e-mail address: {email!r}")
    if CONTROLS.search(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise LetterUnwritable(f"not an e-mail address: {email!r}")
    return f"{local}@{ascii_domain}"


def needs_smtputf8(email: str) -> bool:
    """Whether only a server that speaks SMTPUTF8 can take this address."""
    return not mailbox_of(email).isascii()


@lru_cache(maxsize=4096)
def message_id(key: str, *, sender: str) -> str:
    """The Message-ID of the letter with that key: the same for ever, on the sender's domain."""
    domain = mailbox_of(sender).rpartition("@")[2].lower()
    return f"<{key_digest(key).decode()}.vekha@{domain}>"


@lru_cache(maxsize=256)
def key_digest(key: str) -> bytes:
    """Of what a letter's identifier and the boundaries of its parts are made."""
    return hashlib.sha256(key.encode()).hexdigest()[:32].encode()


def file_name(name: str) -> str:
    """A name for an attachment: one line, no folders, short enough for any disk."""
    clean = re.sub(r'[\\/:*?"<>|]', "_", one_line(name)).strip(". ") or "file"
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = clean, ""
    room = LONGEST_NAME - len(suffix.encode()) - 1
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return f"{short}.{suffix}" if suffix else short


def parameter(key: str, value: str, *, extended: bool) -> bytes:
    """A parameter with a file name: plain if ASCII, else encoded words, with RFC 2231 beside it."""
    if value.isascii():
        return f';\r\n {key}="{value}"'.encode()
    words = b';\r\n %s="%s"' % (key.encode(), encoded_words(value, used=len(key) + 4))
    if not extended:
        return words
    return words + f";\r\n {key}*=utf-8''{quote(value, safe='')}".encode()
