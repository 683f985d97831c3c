"""The resolver, against a real name server on loopback."""

from __future__ import annotations

import pytest
from naming import NameServer

from notifications.doctor.records import Answer, Status
from wiring.resolver import PATIENCE, open_resolver

LONG = "v=DKIM1; k=rsa; p=" + "A" * 380
RECORDS = {
    ("school.edu.kz", "MX"): ["20 mx2.school.edu.kz.", "10 mx1.school.edu.kz."],
    ("school.edu.kz", "TXT"): [f'"{LONG[:250]}" "{LONG[250:]}"', '"v=spf1 -all"'],
    ("mx1.school.edu.kz", "A"): ["185.12.40.7"],
    ("null.kz", "MX"): ["0 ."],
    ("www.school.edu.kz", "CNAME"): ["school.edu.kz."],
    ("7.40.12.185.in-addr.arpa", "PTR"): ["mx1.school.edu.kz."],
}


def test_records_come_as_text() -> None:
    with NameServer(RECORDS) as server:
        ask = open_resolver(server.address)
        assert ask("School.edu.kz.", "MX").values == (
            "10 mx1.school.edu.kz.",
            "20 mx2.school.edu.kz.",
        )
        assert set(ask("school.edu.kz", "TXT").values) == {LONG, "v=spf1 -all"}
        assert ask("mx1.school.edu.kz", "A").values == ("185.12.40.7",)
        assert ask("null.kz", "MX").values == ("0 .",)
        assert ask("7.40.12.185.in-addr.arpa", "PTR").values == ("mx1.school.edu.kz",)


def test_absence_and_silence_are_told_apart() -> None:
    with NameServer(RECORDS, broken=["broken.kz"]) as server:
        ask = open_resolver(server.address, wait=1)
        assert ask("school.edu.kz", "A") == Answer(Status.NONE)  # the name has other records
        assert ask("gone.kz", "MX") == Answer(Status.NONE)
        assert ask("broken.kz", "MX") == Answer(Status.FAILED)
        assert ask("two..dots", "A") == Answer(Status.FAILED)


def test_answers_are_remembered() -> None:
    with NameServer(RECORDS) as server:
        ask = open_resolver(server.address)
        for _ in range(3):
            ask("mx1.school.edu.kz", "A")
        assert server.asked["mx1.school.edu.kz", "A"] == 1


def test_dead_name_server_is_not_asked_forever() -> None:
    names = [f"n{number}.kz" for number in range(20)]
    with NameServer({}, silent=names) as server:
        ask = open_resolver(server.address, wait=0.3)
        assert {ask(name, "A").status for name in names} == {Status.FAILED}
        assert len(server.asked) == PATIENCE


@pytest.mark.parametrize("address", ["8.8.8.8", "127.0.0.1:5353", "::1", ""])
def test_address_of_the_name_server(address: str) -> None:
    assert callable(open_resolver(address))
