"""The year's busiest days against limits, and slips in recipients' addresses."""

from __future__ import annotations

from datetime import date

import pytest

from notifications.doctor.domains import Provider, provider_of_host
from notifications.doctor.people import Recipient, judge_people, meant
from notifications.doctor.records import Status
from notifications.doctor.volume import Allowed, judge_volume

YEAR = {date(2026, 2, 2): 480, date(2026, 2, 9): 700, date(2026, 5, 4): 5600}
YANDEX = provider_of_host("smtp.yandex.ru")
MAILRU = provider_of_host("smtp.mail.ru")


@pytest.mark.parametrize(
    ("allowed", "provider", "codes"),
    [
        (Allowed(), None, ["volume-free"]),
        (Allowed(per_day=6000), None, ["volume-ok"]),
        (Allowed(per_day=5600), None, ["volume-ok"]),
        (Allowed(per_day=600), None, ["volume-day"]),
        (Allowed(per_hour=100), None, ["volume-hour"]),
        (Allowed(per_day=600, per_hour=60), None, ["volume-day", "volume-hour"]),
        (Allowed(), YANDEX, ["volume-provider"]),
        (Allowed(per_day=2900), YANDEX, ["volume-day"]),
        (Allowed(per_day=5600), YANDEX, ["volume-too-generous"]),
        (Allowed(), MAILRU, ["volume-untold"]),
    ],
)
def test_busiest_day_against_the_limits(
    allowed: Allowed, provider: Provider | None, codes: list[str]
) -> None:
    assert [one.code for one in judge_volume(YEAR, allowed=allowed, provider=provider)] == codes


def test_days_that_do_not_fit_are_named_with_the_days_they_need() -> None:
    (one,) = judge_volume(YEAR, allowed=Allowed(per_day=600), provider=None)
    assert one.facts["over"] == "2026-02-09: 700, 2026-05-04: 5600"
    assert (one.facts["number"], one.facts["needed"]) == (2, 10)


def test_private_mailbox_is_too_small_for_a_small_programme() -> None:
    (one,) = judge_volume({date(2026, 2, 2): 501}, allowed=Allowed(), provider=YANDEX)
    assert one.code == "volume-private"
    (fits,) = judge_volume({date(2026, 2, 2): 500}, allowed=Allowed(), provider=YANDEX)
    assert fits.code == "volume-free"


def test_year_without_letters() -> None:
    assert [one.code for one in judge_volume({}, allowed=Allowed(), provider=None)] == [
        "volume-none"
    ]


@pytest.mark.parametrize(
    ("domain", "right"),
    [
        ("gmial.com", "gmail.com"), ("gmail.co", "gmail.com"), ("gmal.com", "gmail.com"),
        ("gmaill.com", "gmail.com"), ("gmail.ru", "gmail.com"), ("mail.ri", "mail.ru"),
        ("maill.ru", "mail.ru"), ("mial.ru", "mail.ru"), ("yandx.ru", "yandex.ru"),
        ("yandex.r", "yandex.ru"), ("inbix.ru", "inbox.ru"), ("mai.ru", "mail.ru"),
        ("gmail.com", ""), ("mail.ru", ""), ("mail.kz", ""), ("yandex.kz", ""), ("email.ru", ""),
        ("bk.ru", ""), ("vk.ru", ""), ("ok.ru", ""), ("school.edu.kz", ""), ("nis.edu.kz", ""),
        ("sko.kz", ""), ("mon.kz", ""),
    ],
)  # fmt: skip
def test_slips_in_large_providers_names(domain: str, right: str) -> None:
    assert meant(domain) == right


def test_recipients_are_judged() -> None:
    people = [
        Recipient("a", "А.А.", "a@gmial.com", "daryn"),
        Recipient("b", "Б.Б.", "b@school.edu.kz", "best"),
        Recipient("c", "В.В.", "B@school.edu.kz", "abay"),
        Recipient("d", "Г.Г.", "d@gone.kz", "esil"),
        Recipient("e", "Д.Д.", "", "esil"),
        Recipient("f", "Е.Е.", "f@x.example", "esil"),
    ]
    mail_of = {"gone.kz": Status.NONE, "school.edu.kz": Status.FOUND, "gmial.com": Status.FOUND}
    found = judge_people(people, mail_of=mail_of, roadmap="r")
    assert [(one.code, one.facts["people"]) for one in found] == [
        ("people-reserved", "f <f@x.example>"),
        ("people-typo", "a <a@gmial.com>"),
        ("people-dead-domain", "d <d@gone.kz>"),
        ("people-shared", "b, c"),
        ("people-without", "e"),
    ]


def test_silence_of_dns_accuses_nobody() -> None:
    people = [Recipient("a", "А.А.", "a@school.edu.kz")]
    (one,) = judge_people(people, mail_of={"school.edu.kz": Status.FAILED}, roadmap="r")
    assert one.code == "people-ok"


def test_colleagues_may_share_an_address() -> None:
    people = [
        Recipient("a", "А.А.", "office@school.edu.kz", "daryn"),
        Recipient("b", "Б.Б.", "office@school.edu.kz", "daryn"),
    ]
    (one,) = judge_people(people, mail_of={}, roadmap="r")
    assert one.code == "people-ok"
