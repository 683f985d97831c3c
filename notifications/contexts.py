"""What each template needs to be told: one type per template, with nothing optional left out.

Everything is plain data. A moment is an ISO 8601 string with offset («2024-02-29T18:00:00+06:00»)
in the zone in which the reader lives; a day is «2024-02-29»; None means "there is none", and the
letter then leaves the sentence out. Texts are in the letter's language or as the roadmap has them.
"""

from __future__ import annotations

from typing import TypedDict


class Contact(TypedDict):
    """A live person to ask; phone may be empty."""

    name: str
    position: str
    email: str
    phone: str


class Person(TypedDict):
    """The addressee; greeting: a whole salutation without its mark, or empty."""

    name: str
    position: str
    greeting: str


class Document(TypedDict):
    """A document to be opened by its link."""

    title: str
    link: str


class Common(TypedDict):
    """In every letter.

    programme: its name, with or without quotation marks. body: who runs it. order: what obliges, as printed
    («Приказ УО СКО №1095 от 6.10.2023 г.»), or None. organisation: the addressee's, may be empty.
    zone: IANA name, for the words after an hour («время Астаны»).
    """

    programme: str
    body: str
    coordinator: Contact
    order: str | None
    person: Person
    organisation: str
    zone: str


class Invitation(Common):
    """A survey has opened. purpose: a sentence or empty; minutes: how long it takes, or None."""

    survey_title: str
    purpose: str
    link: str
    opens: str
    closes: str
    minutes: int | None


class Collection(Invitation):
    """Materials are asked for; materials lists what, one line each."""

    materials: list[str]


class Reminder(Invitation):
    """To one who has not answered.

    number: 1 for the first. days_left: calendar days to the closing, 0 on the day itself.
    started: there is a draft that has not been submitted.
    """

    number: int
    days_left: int
    started: bool


class Duty(TypedDict):
    """One request of a common letter. kind: the template it would have had by itself.

    person: to whom, where the letter is to several, else empty. contact: whom to ask about it.
    """

    kind: str
    programme: str
    organisation: str
    order: str | None
    survey_title: str
    purpose: str
    link: str
    closes: str
    minutes: int | None
    started: bool
    materials: list[str]
    person: str
    contact: Contact


class Together(Common):
    """Several invitations, requests for materials and reminders in one letter, the first due first."""

    duties: list[Duty]


class MissingAnswer(TypedDict):
    """One organisation that has not answered; days_overdue is 0 while the survey is still open."""

    organisation: str
    person: str
    phone: str
    days_overdue: int


class Unreachable(TypedDict):
    """One organisation that no letter reaches. why: «no-address», «dead» or «calls» (wants to be
    called); words: the server's, where it is dead."""

    organisation: str
    person: str
    phone: str
    email: str
    why: str
    words: str


class Escalation(Common):
    """To the head of a school, a district or the region. days_left: calendar days to the closing,
    negative after it; district: whose schools, empty for all; text: the step's own paragraph, or empty.
    """

    survey_title: str
    closes: str
    days_left: int
    district: str
    answered: int
    asked: int
    missing: list[MissingAnswer]
    unreachable: list[Unreachable]
    text: str


class DigestDistrict(TypedDict):
    """One district's line of a digest."""

    district: str
    answered: int
    asked: int
    missing: list[MissingAnswer]


class DigestSurvey(TypedDict):
    """One survey of a digest; asked does not count the excused; over: it has closed."""

    title: str
    closes: str
    over: bool
    answered: int
    asked: int
    excused: int
    by_district: list[DigestDistrict]


class Digest(Common):
    """To the coordinator, how it stands on a day; board: link to the board, or None."""

    date: str
    surveys: list[DigestSurvey]
    unreachable: list[Unreachable]
    to_call: list[Unreachable]
    board: str | None


class Closing(Common):
    """To the coordinator, a survey has closed; share: with its base, «92,7 % (38 из 41)»."""

    survey_title: str
    closed: str
    answered: int
    asked: int
    excused: int
    share: str
    by_district: list[DigestDistrict]
    documents: list[Document]
    board: str | None


class Meeting(Common):
    """Invitation to a meeting. place and form may be empty; link: to join from afar, or None."""

    title: str
    starts: str
    place: str
    form: str
    agenda: list[str]
    link: str | None


class Visit(Common):
    """To both sides before a visit.

    side: «guest» for those who travel, «host» for those who receive. days: «с 1 по 30 ноября 2019
    года». settled: the day is known; if not, the two sides agree on it. destination may be empty.
    note: a sentence or empty. others: the people of the other side, one line each with telephone
    and address. asked_after: what will be asked afterwards, titles.
    """

    title: str
    side: str
    days: str
    settled: bool
    guests: list[str]
    hosts: list[str]
    destination: str
    others: list[str]
    note: str
    asked_after: list[str]


class GivenAnswer(TypedDict):
    """One line of a receipt, both as the respondent read and wrote them."""

    question: str
    answer: str


class Receipt(Common):
    """The answers have been received; version: 1 for the first submission, then 2, 3 …"""

    survey_title: str
    submitted_at: str
    version: int
    link: str
    closes: str
    answers: list[GivenAnswer]


class Announcement(Common):
    """News without a question."""

    title: str
    paragraphs: list[str]
    documents: list[Document]


class ActivityToMark(TypedDict):
    """An activity of the plan whose term has come; term as the document words it."""

    number: str
    title: str
    term: str
    link: str


class Marking(Common):
    """To the coordinator: mark what has been done; board: link to all of them."""

    activities: list[ActivityToMark]
    board: str


class Returned(Common):
    """The answers come back with a remark; closes: until when they can be corrected."""

    survey_title: str
    remark: str
    link: str
    closes: str


class ChangedDate(TypedDict):
    """A date as it was told or as it holds now. ends: of a closing, the closing itself.

    days: of whole days, how they are said, «с 1 по 30 ноября 2019 года»; else empty.
    """

    starts: str
    ends: str
    place: str
    days: str


class Changed(Common):
    """To one who was told a date: what became of it. See vekha/told.py for the changes.

    kind: «closing», «meeting» or «visit». becomes: None where the date is called off. link: to the
    questionnaire where an answer is still wanted.
    """

    title: str
    change: str
    kind: str
    was: ChangedDate
    becomes: ChangedDate | None
    link: str | None


class Approval(Common):
    """To the second person: a mass letter waits.

    subject_sample and text: a specimen, word for word. due: when it is to go; not_after: when it is
    too late; link: where to approve. deployed_by: who may not approve, or "". again: whether another
    text, or to others, was asked for before.
    """

    campaign: str
    recipients: int
    subject_sample: str
    text: str
    due: str
    not_after: str
    link: str
    deployed_by: str
    again: bool


class UndoneDeed(TypedDict):
    """An action that was missed, or failed: then with a sentence that says why and what to do."""

    title: str
    due: str
    failed: bool
    sentence: str


class Trouble(Common):
    """To the coordinator: what was not done waits for a decision; board: where, or None."""

    deeds: list[UndoneDeed]
    board: str | None


CONTEXTS: dict[str, type] = {
    "invitation": Invitation,
    "collection": Collection,
    "reminder": Reminder,
    "together": Together,
    "escalation": Escalation,
    "digest": Digest,
    "closing": Closing,
    "meeting": Meeting,
    "visit": Visit,
    "receipt": Receipt,
    "announcement": Announcement,
    "marking": Marking,
    "returned": Returned,
    "approval": Approval,
    "change": Changed,
    "trouble": Trouble,
}
