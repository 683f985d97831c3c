"""SPF records as receivers read them."""

from __future__ import annotations

import pytest

from notifications.doctor.domains import provider_of_host
from notifications.doctor.records import Answer, Lookup, Status, found
from notifications.doctor.spf import judge_spf, mended, read_spf

OURS = "185.12.40.7"


def table(records: dict[tuple[str, str], list[str]], *, failing: tuple[str, ...] = ()) -> Lookup:
    def lookup(name: str, kind: str) -> Answer:
        if name in failing:
            return Answer(Status.FAILED)
        return found(*records.get((name, kind), []))

    return lookup


def judged(record: str | None, more: dict[tuple[str, str], list[str]] | None = None) -> list[str]:
    """Codes for edu.kz's school whose own server is at 185.12.40.7."""
    records = {("school.edu.kz", "TXT"): [record, "unrelated=1"] if record else ["unrelated=1"]}
    ask = table(records | (more or {}))
    return [
        one.code
        for one in judge_spf(
            "school.edu.kz", ask, host="mail.school.edu.kz", addresses=(OURS,), provider=None
        )
    ]


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        (None, ["spf-missing"]),
        ("v=spf1 ip4:185.12.40.7 -all", ["spf-ok"]),
        ("v=spf1 ip4:185.12.40.0/22 ~all", ["spf-ok"]),
        ("V=SPF1 +IP4:185.12.40.7 -ALL", ["spf-ok"]),
        ("v=spf1 ip4:185.12.41.7 -all", ["spf-lacks-server"]),
        ("v=spf1 -ip4:185.12.40.7 ~all", ["spf-lacks-server"]),
        ("v=spf1 ip4:185.12.40.7", ["spf-neutral", "spf-ok"]),
        ("v=spf1 ip4:185.12.40.7 ?all", ["spf-neutral", "spf-ok"]),
        ("v=spf1 ip4:185.12.40.7 +all", ["spf-open", "spf-ok"]),
        ("v=spf1 ip4:185.12.40.7 all", ["spf-open", "spf-ok"]),
        ("v=spf1 ipv4:185.12.40.7 -all", ["spf-syntax", "spf-lacks-server"]),
        ("v=spf1 ip4:185.12.40.777 -all", ["spf-syntax", "spf-lacks-server"]),
        ("v=spf1 ip4:185.12.40.7 include:gone.kz -all", ["spf-syntax", "spf-ok"]),
        ("v=spf1 exists:%{i}.x.kz -all", ["spf-untold"]),
        ("v=spf1 ptr -all", ["spf-untold"]),
        ("v=spf10 ip4:185.12.40.7 -all", ["spf-missing"]),
    ],
)
def test_record_is_judged(record: str | None, codes: list[str]) -> None:
    assert judged(record) == codes


def test_names_and_includes_are_followed() -> None:
    more = {
        ("school.edu.kz", "MX"): ["10 mx.school.edu.kz."],
        ("mx.school.edu.kz", "A"): [OURS],
        ("inner.kz", "TXT"): ["v=spf1 redirect=deep.kz"],
        ("deep.kz", "TXT"): ["v=spf1 a:mail.deep.kz/24 -all"],
        ("mail.deep.kz", "A"): ["185.12.40.200"],
    }
    assert judged("v=spf1 mx -all", more) == ["spf-ok"]
    assert judged("v=spf1 include:inner.kz -all", more) == ["spf-ok"]


def test_redirect_gives_the_end_where_it_is_the_whole_record() -> None:
    more = {("deep.kz", "TXT"): [f"v=spf1 ip4:{OURS} -all"]}
    assert judged("v=spf1 redirect=deep.kz", more) == ["spf-ok"]


def test_lookups_are_counted_through_all_includes() -> None:
    """Eleven are one too many: then the whole record is an error to every receiver."""
    chain = {(f"i{n}.kz", "TXT"): [f"v=spf1 include:i{n + 1}.kz -all"] for n in range(1, 10)}
    chain[("i10.kz", "TXT")] = [f"v=spf1 ip4:{OURS} -all"]
    assert judged("v=spf1 include:i1.kz -all", chain) == ["spf-ok"]
    chain[("i10.kz", "TXT")] = [f"v=spf1 a:mail.kz ip4:{OURS} -all"]
    chain[("mail.kz", "A")] = ["1.2.3.4"]
    assert judged("v=spf1 include:i1.kz -all", chain) == ["spf-long", "spf-ok"]


def test_record_that_includes_itself_ends() -> None:
    codes = judged("v=spf1 include:school.edu.kz -all")
    assert "spf-syntax" in codes


def test_names_that_are_gone_are_counted() -> None:
    codes = judged(f"v=spf1 a:a.kz a:b.kz mx:c.kz ip4:{OURS} -all")
    assert codes == ["spf-void", "spf-ok"]


def test_two_records_are_none() -> None:
    ask = table({("x.kz", "TXT"): ["v=spf1 -all", "v=spf1 a ~all"]})
    (one,) = judge_spf("x.kz", ask, host="h.x.kz", addresses=(OURS,), provider=None)
    assert (one.code, one.facts["number"]) == ("spf-several", 2)


def test_large_provider_is_known_by_its_include() -> None:
    yandex = provider_of_host("smtp.yandex.ru")
    ask = table({("x.kz", "TXT"): ["v=spf1 a ~all"], ("x.kz", "A"): [OURS]})
    (one,) = judge_spf("x.kz", ask, host="smtp.yandex.ru", addresses=(), provider=yandex)
    assert one.code == "spf-lacks-provider"
    assert one.facts["mended"] == "v=spf1 a include:_spf.yandex.net ~all"
    (missing,) = judge_spf("y.kz", ask, host="smtp.yandex.ru", addresses=(), provider=yandex)
    assert missing.facts["record"] == "v=spf1 include:_spf.yandex.net ~all"


def test_silence_is_not_absence() -> None:
    ask = table({("x.kz", "TXT"): ["v=spf1 include:y.kz -all"]}, failing=("y.kz", "z.kz"))
    codes = [one.code for one in judge_spf("x.kz", ask, host="h", addresses=(OURS,), provider=None)]
    assert codes == ["spf-unanswered", "spf-untold"]
    (other,) = judge_spf("z.kz", ask, host="h", addresses=(OURS,), provider=None)
    assert other.code == "spf-unanswered"


def test_address_of_the_sixth_version_is_compared_with_its_own_kind() -> None:
    ask = table({("x.kz", "TXT"): ["v=spf1 ip6:2a00:1450::/32 ip4:1.2.3.4 -all"]})
    reading = read_spf("x.kz", ask)
    assert reading.covers("2a00:1450:4010::1")
    assert not reading.covers("2a01::1")
    assert not reading.covers("not an address")


@pytest.mark.parametrize(
    ("record", "becomes"),
    [
        ("v=spf1 a -all", "v=spf1 a ip4:1.2.3.4 -all"),
        ("v=spf1 a", "v=spf1 a ip4:1.2.3.4 ~all"),
        ("v=spf1 redirect=x.kz", "v=spf1 redirect=x.kz ip4:1.2.3.4"),
        ("v=spf1 ip4:1.2.3.4 ~all", "v=spf1 ip4:1.2.3.4 ~all"),
    ],
)
def test_record_is_mended_before_its_end(record: str, becomes: str) -> None:
    assert mended(record, "ip4:1.2.3.4") == becomes
