"""What came back into our mailbox: bounces (RFC 3464 and broken ones), delays, auto-replies, answers.

Pure parsing with the standard library. flufl.bounce, the library of Mailman, was looked at: it gives
addresses only, and we need the status, the server's words and the letter that it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from enum import StrEnum

OUR_ID = re.compile(r"<[0-9a-f]{32}\.vekha@[^>\s]+>")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -](?=\D)")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")
DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounce)", re.IGNORECASE)
BOUNCED_SUBJECT = re.compile(
    r"undeliver|delivery (status|failure|has failed)|returned mail|failure notice|mail delivery fail"
    r"|mail delivery system|недоставлен|не ?достав|невозможно доставить|сбой доставки|жеткізілмеді",
    re.IGNORECASE,
)
DELAY_WORDS = re.compile(
    r"delayed|will (be )?(keep|retr)|not yet been delivered|warning|still trying|задерж|повтор",
    re.IGNORECASE,
)
PERMANENT_WORDS = re.compile(
    r"user unknown|unknown user|no such (user|mailbox|recipient)|mailbox (not found|unavailable)"
    r"|does ?n[o']t exist|invalid (mailbox|recipient)|unrouteable|not found by smtp"
    r"|account .{0,20}(disabled|blocked)|permanent|пользовател\w+ не найден|не существует|заблокирован",
    re.IGNORECASE,
)
AUTO_SUBJECT = re.compile(
    r"^\W*(auto(matic)?[ -:]?(reply|response)|out of (the )?office|автоответ|автоматическ\w+ ответ"
    r"|вне офиса|в отпуске|автоматты жауап|отсутств)",
    re.IGNORECASE,
)
CALL_WORDS = re.compile(
    r"(?<!\bне )\b(прошу|просьба|просим|пожалуйста,?) (мне |нам )?(по)?звон\w+|(?<!\bне )\bзвоните\b"
    r"|қоңырау шал(ыңыз|уыңызды|уды)|\bplease call\b|\bcall me instead\b",
    re.IGNORECASE,
)
CALL_SUBJECT = re.compile(rf"^\s*((re|отв|жауап)\s*:\s*)*({CALL_WORDS.pattern})\W*$", re.IGNORECASE)
QUOTED = re.compile(
    r"^(>|-{3,}|_{5,}|from: |от: |кімнен: |.{0,120}(wrote|пишет|написал\w*|жазды):\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
FIRST_LINES = 3
LONGEST_WISH = 200
LONGEST_WORDS = 500


class Back(StrEnum):
    """What a message in our mailbox is."""

    BOUNCED = "bounced"  # for good: this address does not take our letters
    DELAYED = "delayed"  # the server goes on trying
    DELIVERED = "delivered"  # a report of success
    AUTO_REPLY = "auto-reply"  # «в отпуске до понедельника»
    ANSWER = "answer"  # a person wrote: nothing here reads it
    CALL = "call"  # a person wrote «прошу звонить»: no more letters, but calls


@dataclass(frozen=True, slots=True)
class Returned:
    """One message. `status` is «5.1.1» or empty, `words` the server's; `message_id` is of our letter.

    `key` is the letter's own key where the original's headers came back; `recipient` may be empty.
    `sender` is who wrote, of answers only.
    """

    kind: Back
    recipient: str = ""
    status: str = ""
    words: str = ""
    message_id: str = ""
    key: str = ""
    sender: str = ""


def read_returned(raw: bytes) -> Returned:
    """What a message is, whatever its form; never raises for what others sent."""
    message = message_from_bytes(raw, policy=policy.compat32)
    message_id, key = _original(message, raw)
    if fields := _status_fields(message):
        return _reported(fields, message_id, key)
    text = _text(message)
    if _is_bounce(message):
        return _told_in_words(message, text, message_id, key)
    sender = _address(_header(message, "From"))
    kind = Back.AUTO_REPLY if _is_auto_reply(message) else Back.ANSWER
    if kind is Back.ANSWER and _wants_calls(_header(message, "Subject"), text):
        kind = Back.CALL
    return Returned(kind, message_id=message_id, key=key, sender=sender)


def _wants_calls(subject: str, text: str) -> bool:
    """Whether somebody wrote what our letters offer; what they quote of us does not count."""
    own = QUOTED.split(text, maxsplit=1)[0]
    lines = [line for line in own.splitlines() if line.strip() and not line.startswith(">")]
    short = " ".join(lines[:FIRST_LINES])[:LONGEST_WISH]
    return bool(CALL_SUBJECT.match(subject) or (CALL_WORDS.search(short)))


def _header(message: Message, name: str) -> str:
    """A header decoded; raw letters beyond ASCII are taken as UTF-8, broken encodings kept."""
    value = next((v for n, v in message.raw_items() if n.lower() == name.lower()), "")
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(text)
        return "".join(
            piece.decode(charset or "utf-8", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in pieces
        )
    except (ValueError, LookupError, HeaderParseError):
        return text


def _original(message: Message, raw: bytes) -> tuple[str, str]:
    """The Message-ID and key of our letter: from returned headers, else from anywhere in the text."""
    key = ""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
            inner = part.get_payload()[0]  # type: ignore[index]
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            inner = message_from_bytes(_body(part), policy=policy.compat32)
        else:
            continue
        assert isinstance(inner, Message)
        key = key or str(inner.get("X-Vekha-Key", "")).strip()
        if found := OUR_ID.search(str(inner.get("Message-ID", ""))):
            return found[0], key
    for name in ("In-Reply-To", "References"):
        if found := OUR_ID.search(str(message.get(name, ""))):
            return found[0], key
    text = _text(message) + raw.decode("ascii", "replace")
    found = OUR_ID.search(text)
    if not key and (written := re.search(r"^X-Vekha-Key:\s*(\S+)", text, re.MULTILINE)):
        key = written[1]
    return (found[0] if found else ""), key


def _status_fields(message: Message) -> dict[str, str]:
    """The first recipient's fields of message/delivery-status, of a text that has them too."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else [message_from_bytes(_body(part))]
        fields: dict[str, str] = {}
        for block in blocks:
            if not isinstance(block, Message):
                continue
            given = {name.lower(): " ".join(str(value).split()) for name, value in block.items()}
            fields = fields or {n: v for n, v in given.items() if n.startswith("final-")}
            if "action" in given or "status" in given:
                return fields | given
    return {}


def _reported(fields: dict[str, str], message_id: str, key: str) -> Returned:
    action = fields.get("action", "").lower().split(" ")[0].rstrip(";")
    words = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("status", "")
    status = next(iter(STATUS.findall(fields.get("status", ""))), "")
    # «5.0.0» says less than what the server said itself.
    if status in ("", "5.0.0", "4.0.0"):
        status = next(iter(STATUS.findall(words)), status)
    recipient = fields.get("final-recipient") or fields.get("original-recipient", "")
    kinds = {
        "failed": Back.BOUNCED,
        "delayed": Back.DELAYED,
        "delivered": Back.DELIVERED,
        "relayed": Back.DELIVERED,
        "expanded": Back.DELIVERED,
    }
    # Some servers write no action, or their own word; the status then decides.
    kind = kinds.get(action) or {"5": Back.BOUNCED, "2": Back.DELIVERED}.get(
        status[:1], Back.DELAYED
    )
    return Returned(
        kind,
        _address(recipient.partition(";")[2] or recipient),
        status,
        _cut(words),
        message_id,
        key,
    )


def _is_bounce(message: Message) -> bool:
    if message.get("X-Failed-Recipients"):
        return True
    sender = str(message.get("From", ""))
    empty_path = str(message.get("Return-Path", "x")).strip() == "<>"
    named = DAEMON.match(_address(sender) or sender.strip(' "'))
    bounced = BOUNCED_SUBJECT.search(_header(message, "Subject"))
    reported = message.get_content_type() == "multipart/report"
    replied = "auto-replied" in str(message.get("Auto-Submitted", "")).lower()
    return reported or bool(bounced and (named or empty_path)) or bool(named and not replied)


def _told_in_words(message: Message, text: str, message_id: str, key: str) -> Returned:
    """A bounce without the fields: qmail, old Exim, some filters. Without proof it is a delay."""
    told = text.split("-----", 1)[0] if "-----" in text[200:] else text
    failed = str(message.get("X-Failed-Recipients", ""))
    recipient = _address(failed) or _address(told)
    status = next(iter(STATUS.findall(told)), "")
    code = next(iter(REPLY_CODE.findall(told)), "")
    permanent = status.startswith("5") or code.startswith("5") or bool(PERMANENT_WORDS.search(told))
    transient = status.startswith("4") or (code.startswith("4") and not status)
    delayed = DELAY_WORDS.search(_header(message, "Subject"))
    bounced = (permanent or bool(failed)) and not transient and not delayed
    kind = Back.BOUNCED if bounced else Back.DELAYED
    lines = told.splitlines()
    line = next((line for line in lines for mark in (status, code) if mark and mark in line), "")
    line = line or next((line for line in lines if PERMANENT_WORDS.search(line)), "")
    return Returned(kind, recipient, status or code, _cut(line.strip()), message_id, key)


def _is_auto_reply(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).lower().split(";")[0].strip()
    if submitted != "no":
        return True
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    if str(message.get("Precedence", "")).lower() in ("auto_reply", "bulk", "junk"):
        return True
    return bool(AUTO_SUBJECT.search(_header(message, "Subject")))


def _text(message: Message) -> str:
    """The plain text of the message, all parts; HTML without its tags when there is no other."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in texts and not part.is_multipart():
            texts[kind].append(_decoded(part))
    plain = "\n".join(texts["text/plain"])
    return plain or re.sub(r"<(?![^<>@\s]+@)[^>]*>", " ", "\n".join(texts["text/html"]))


def _body(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    if isinstance(found, bytes):
        return found
    payload = part.get_payload()
    return str(payload[0] if isinstance(payload, list) and payload else payload).encode()


def _decoded(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _body(part).decode(charset, "replace")
    except (LookupError, ValueError):  # no such charset, or no name of one
        return _body(part).decode("utf-8", "replace")


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return found[0].lower().rstrip(".") if found else ""


def _cut(words: str) -> str:
    return " ".join(words.split())[:LONGEST_WORDS]
