"""What comes back: reports as servers write them, and as they should not; replies of people and machines.

The samples are written by hand in the forms that these servers are known for.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.dsn import Back, Returned, read_returned

ID = "<0123456789abcdef0123456789abcdef.vekha@cmrito.example>"
KEY = "gorod-selu/2023-2024/interim/invite/daryn-director"
HEADERS = f"From: vekha@cmrito.example\nTo: a@daryn.example\nMessage-ID: {ID}\nX-Vekha-Key: {KEY}\nSubject: x\n"


def report(fields: str, *, text: str = "Sorry.", original: str = "text/rfc822-headers") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nTo: vekha@cmrito.example\nSubject: Undelivered Mail\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--b\nContent-Type: message/delivery-status\n\n{fields}\n"
        f"--b\nContent-Type: {original}\n\n{HEADERS}\n--b--\n"
    ).encode()


WHO = "Final-Recipient: rfc822;a@x.example\n"
MACHINE = b"From: MAILER-DAEMON\nSubject: failure notice\n\n"
POSTFIX = """Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4T

Final-Recipient: rfc822; A@Daryn.example
Original-Recipient: rfc822;a@daryn.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.daryn.example
Diagnostic-Code: smtp; 550 5.1.1 <a@daryn.example>: Recipient address
    rejected: User unknown
"""


def plain(
    subject: str, text: str, *, sender: str = "MAILER-DAEMON@x.example", more: str = ""
) -> bytes:
    return (
        f"From: {sender}\nTo: vekha@cmrito.example\nSubject: {subject}\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


def test_postfix_report_says_who_and_why_and_which_letter() -> None:
    assert read_returned(report(POSTFIX)) == Returned(
        Back.BOUNCED,
        "a@daryn.example",
        "5.1.1",
        "550 5.1.1 <a@daryn.example>: Recipient address rejected: User unknown",
        ID,
        KEY,
    )


def test_whole_original_does_as_well_as_its_headers() -> None:
    found = read_returned(report(POSTFIX, original="message/rfc822"))
    assert (found.message_id, found.key) == (ID, KEY)


@pytest.mark.parametrize(
    ("fields", "kind", "status"),
    [
        ("Final-Recipient: rfc822; a@x.example\nAction: delayed\nStatus: 4.4.1\n", Back.DELAYED, "4.4.1"),
        ("Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0\n", Back.DELIVERED, "2.0.0"),
        # Exchange: an empty line too few, no diagnostic, a remark behind the status
        ("Final-recipient: RFC822; a@x.example\nAction: failed\nStatus: 5.1.10 (gone)\n", Back.BOUNCED, "5.1.10"),
        # no action at all
        ("Final-Recipient: a@x.example\nStatus: 5.2.1\n", Back.BOUNCED, "5.2.1"),
        ("Final-Recipient: a@x.example\nStatus: 4.2.2\n", Back.DELAYED, "4.2.2"),
        # a status that says nothing, a diagnostic that does
        (WHO + "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;550 5.7.1 spam\n", Back.BOUNCED, "5.7.1"),
        # an action of its own, with a remark
        (WHO + "Action: failed (mailbox full)\nStatus: 5.2.2\n", Back.BOUNCED, "5.2.2"),
    ],
)  # fmt: skip
def test_reports_with_faults_are_read(fields: str, kind: Back, status: str) -> None:
    found = read_returned(report(fields))
    assert (found.kind, found.recipient, found.status) == (kind, "a@x.example", status)


def test_qmail_tells_in_words() -> None:
    text = (
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver "
        "your message to the following addresses.\nThis is a permanent error; I've given up.\n\n"
        "<a@daryn.example>:\n192.0.2.1 does not like recipient.\n"
        "Remote host said: 550 no such user\nGiving up on 192.0.2.1.\n\n"
        f"--- Below this line is a copy of the message.\n\n{HEADERS}\n\nbody"
    )
    found = read_returned(plain("failure notice", text))
    assert (found.kind, found.recipient) == (Back.BOUNCED, "a@daryn.example")
    assert (found.message_id, found.key) == (ID, KEY)
    assert "550 no such user" in found.words


def test_exim_names_the_recipient_in_a_header() -> None:
    text = "A message that you sent could not be delivered.\n\n  a@daryn.example\n    Unrouteable address\n"
    more = "X-Failed-Recipients: a@daryn.example\nAuto-Submitted: auto-replied\n"
    found = read_returned(plain("Mail delivery failed", text, more=more))
    assert (found.kind, found.recipient) == (Back.BOUNCED, "a@daryn.example")


def test_exim_warning_is_a_delay() -> None:
    text = "The following address(es) have not yet been delivered:\n  a@x.example\n"
    found = read_returned(plain("Warning: message 1abc delayed 24 hours", text))
    assert found.kind is Back.DELAYED


def test_russian_server_is_understood() -> None:
    text = "Ваше письмо не доставлено адресату a@daryn.example: пользователь не найден."
    found = read_returned(plain("Недоставленное сообщение", text, sender="postmaster@mail.example"))
    assert (found.kind, found.recipient) == (Back.BOUNCED, "a@daryn.example")


def test_full_mailbox_for_now_is_a_delay() -> None:
    found = read_returned(plain("Delivery failure", "<a@x.example>: 452 4.2.2 mailbox full"))
    assert found.kind is Back.DELAYED


@pytest.mark.parametrize(
    "more",
    ["Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Precedence: auto_reply\n"],
)
def test_machine_that_answers_for_a_person_is_told_apart(more: str) -> None:
    found = read_returned(plain("Re: анкета", "Я в отпуске", sender="a@x.example", more=more))
    assert found.kind is Back.AUTO_REPLY


@pytest.mark.parametrize(
    "subject", ["Автоответ: анкета", "Automatic reply: x", "=?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGC?="]
)
def test_auto_reply_is_known_by_its_subject(subject: str) -> None:
    assert read_returned(plain(subject, "до 1 июня", sender="a@x.example")).kind is Back.AUTO_REPLY


def test_answer_of_a_person_is_left_to_people_even_if_it_speaks_of_errors() -> None:
    more = f"In-Reply-To: {ID}\n"
    text = "Ссылка не открывается: 550 5.1.1, адрес не существует. Позвоните."
    found = read_returned(plain("Re: Просим ответить", text, sender="a@daryn.example", more=more))
    assert found == Returned(Back.ANSWER, message_id=ID, sender="a@daryn.example")


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", MACHINE]),
)
def test_nothing_that_others_send_breaks_the_reading(raw: bytes, head: bytes) -> None:
    assert read_returned(head + raw).kind in Back


@given(cut=st.integers(0, 1200), at=st.integers(0, 1200), byte=st.integers(0, 255))
def test_cut_and_spoilt_reports_do_not_break_the_reading(cut: int, at: int, byte: int) -> None:
    whole = bytearray(report(POSTFIX))
    if at < len(whole):
        whole[at] = byte
    assert read_returned(bytes(whole[:cut])).kind in Back


ZOO = {
    "gmail": (
        plain(
            "Delivery Status Notification (Failure)",
            "** Address not found **\n\nYour message wasn't delivered to a@daryn.example because the "
            "address couldn't be found, or is unable to receive mail.\n\nThe response was:\n550 5.1.1 The "
            f"email account that you tried to reach does not exist.\n\n{HEADERS}",
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            more="X-Failed-Recipients: a@daryn.example\nAuto-Submitted: auto-replied\n",
        ),
        Back.BOUNCED,
        "5.1.1",
    ),
    "mail.ru": (
        plain(
            "Mail failure.",
            "This message was created automatically by mail delivery software.\n\nA message that you sent "
            "could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n"
            "  a@daryn.example\n    SMTP error from remote mail server after RCPT TO:<a@daryn.example>:\n"
            f"    550 Message was not accepted -- invalid mailbox.\n\n------ headers ------\n\n{HEADERS}",
            sender="mailer-daemon@corp.mail.ru",
            more="X-Failed-Recipients: a@daryn.example\n",
        ),
        Back.BOUNCED,
        "550",
    ),
    "yandex": (
        report(
            "Final-Recipient: rfc822; a@daryn.example\nAction: failed\nStatus: 5.7.1\n"
            "Diagnostic-Code: smtp; 550 5.7.1 No such user!\n",
            text="Это письмо отправлено почтовым сервером yandex.ru. К сожалению, мы вынуждены "
            "сообщить Вам о том, что Ваше письмо не может быть отправлено.",
        ),
        Back.BOUNCED,
        "5.7.1",
    ),
    "exchange in russian": (
        report(
            "Reporting-MTA: dns;ex01.obl.example\n\nFinal-recipient: RFC822;a@daryn.example\n"
            "Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 "
            "RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup\n",
            text="Не удалось выполнить доставку следующим получателям или группам: a@daryn.example",
            original="message/rfc822",
        ),
        Back.BOUNCED,
        "5.1.10",
    ),
    "exim retries": (
        report(
            "Reporting-MTA: dns; mx.example\n\nAction: delayed\nFinal-Recipient: rfc822;a@daryn.example\n"
            "Status: 4.0.0\nDiagnostic-Code: smtp; 451 4.7.1 Greylisted, try later\n"
        ),
        Back.DELAYED,
        "4.7.1",
    ),
}


@pytest.mark.parametrize("server", ZOO)
def test_servers_are_understood_in_their_own_form(server: str) -> None:
    raw, kind, status = ZOO[server]
    found = read_returned(raw)
    assert (found.kind, found.recipient, found.status) == (kind, "a@daryn.example", status)
    assert (found.message_id, found.key) == (ID, KEY)


@pytest.mark.parametrize(
    "subject",
    [
        "Out of Office: анкета",
        "Автоматический ответ: анкета",
        "Автоматты жауап: сауалнама",
        "Вне офиса",
    ],
)
def test_auto_replies_are_known_in_every_language(subject: str) -> None:
    text = "Я в отпуске до понедельника, прошу звонить заместителю."
    assert read_returned(plain(subject, text, sender="a@x.example")).kind is Back.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("прошу звонить", ""),  # List-Unsubscribe, as a mail program writes it
        ("қоңырау шалыңыз", ""),
        ("please call", ""),
        ("Re: Просим ответить", "Здравствуйте! Прошу звонить, почту не читаю."),
        ("Re: Просим ответить", "Звоните, пожалуйста.\n\nОт: Проект\nОтправлено: сегодня\n"),
        ("Re: сауалнама", "Сәлеметсіз бе! Маған қоңырау шалыңыз."),
    ],
)
def test_wish_to_be_called_is_understood(subject: str, text: str) -> None:
    found = read_returned(plain(subject, text, sender="Ким А.А. <A@Daryn.example>"))
    assert (found.kind, found.sender) == (Back.CALL, "a@daryn.example")


@pytest.mark.parametrize(
    "text",
    [
        "Ответили сегодня.\n\n> Если вам удобнее телефон, ответьте «прошу звонить»",
        "Ответили.\n\n2 февр. 2024 г. Проект пишет:\nПрошу звонить",
        "Прошу не звонить, ответим в срок.",
        "Не звоните нам больше.",
        "Отправили.\n\n-----Original Message-----\nпрошу звонить",
    ],
)
def test_what_is_quoted_or_denied_is_no_wish(text: str) -> None:
    assert read_returned(plain("Re: анкета", text, sender="a@x.example")).kind is Back.ANSWER
