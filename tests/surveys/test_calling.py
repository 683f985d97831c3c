"""«Stop e-mail, call me»: by a button, and the coordinator's list of whom to call."""

from __future__ import annotations

import re

import httpx
import pytest

from models.calling import called_instead
from models.engine import reading, writing
from models.event import events
from models.letter import NewLetter
from models.mail_log import letter
from models.outbox import queue_letters
from models.returned import dead_addresses, mark_dead
from vekha.states import LetterState

EDITION = "gorod/2023-2024"


def queue(town, person: str, template: str = "reminder") -> str:
    key = f"{EDITION}/interim/{template}/{person}"
    roster = town.plan.roadmap.people[person]
    new = NewLetter(
        key=key,
        edition=EDITION,
        action=f"{EDITION}/interim/{template}",
        template=template,
        person=person,
        address=roster.email.upper(),
        organisation=roster.organisation,
        subject_key="interim",
        not_after=town.clock.replace(year=2025),
    )
    with writing(town.engine) as session:
        assert queue_letters(session, [new], now=town.clock) == 1
    return key


def state(town, key: str) -> tuple[LetterState, str]:
    with reading(town.engine) as session:
        row = letter(session, key)
    assert row is not None
    return row.state, row.code


def calls(town) -> list[str]:
    with reading(town.engine) as session:
        return list(called_instead(session))


def test_one_click_stops_the_letters_that_wait_and_another_brings_them_back(town, client) -> None:
    path, _ = town.link()
    address = town.plan.roadmap.people["d-berezovka"].email
    reminder = queue(town, "d-berezovka")
    receipt = queue(town, "d-berezovka", "receipt")
    form = client.get(path).text
    assert f'action="{path}/calls?lang=ru"' in form
    assert client.get(f"{path}/calls").status_code == 200
    assert calls(town) == [], "looking changes nothing: mail scanners follow links"
    said = client.post(f"{path}/calls?lang=ru", data={"act": "calls"}, follow_redirects=True)
    assert "Мы будем звонить" in said.text
    assert "не освобождает" in said.text
    assert calls(town) == [address]
    assert state(town, reminder) == (LetterState.CANCELLED, "calls")
    assert state(town, receipt)[0] is LetterState.QUEUED, "a receipt is an answer to an answer"
    client.post(f"{path}/calls", data={"act": "letters"})
    assert calls(town) == []
    with reading(town.engine) as session:
        kinds = [event.kind for event in events(session)]
    assert kinds.count("call instead") == kinds.count("write again") == 1


@pytest.mark.parametrize("language", ["kk", "en"])
def test_the_page_of_calls_speaks_the_reader_s_language(town, client, language) -> None:
    path, _ = town.link()
    page = client.get(f"{path}/calls", params={"lang": language}).text
    assert f'lang="{language}"' in page
    assert "Прошу звонить" not in page


def test_board_lists_whom_to_call_with_reason_and_telephone(town, coordinator) -> None:
    people = town.plan.roadmap.people
    town_people = [p for p in people.values() if p.role == "director" and p.email]
    dead, caller = town_people[0], town_people[1]
    with writing(town.engine) as session:
        mark_dead(session, dead.email, why="5.1.1 no such user", now=town.clock)
    where = f"/board/{EDITION}/reach"
    page = coordinator.get(where)
    word = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert word is not None
    done = coordinator.post(
        where, data={"csrf": word[1], "act": "calls", "person": caller.key, "by": "elena"}
    )
    assert "Записано: будем звонить" in done.text
    assert "5.1.1 no such user" in done.text
    for one in (dead, caller):
        assert one.phone.replace(" ", "") in done.text
        assert town.plan.roadmap.organisations[one.organisation].label in done.text
    overview = coordinator.get("/board").text
    assert "Письма не доходят: 1; просят звонить: 1" in overview
    coordinator.post(where, data={"csrf": word[1], "act": "write", "person": caller.key})
    coordinator.post(where, data={"csrf": word[1], "act": "alive", "person": dead.key})
    assert calls(town) == []
    with reading(town.engine) as session:
        assert dead_addresses(session) == {}
    assert "Письма не доходят" not in coordinator.get("/board").text


def test_what_the_board_has_not_offered_is_refused(town, coordinator) -> None:
    where = f"/board/{EDITION}/reach"
    word = re.search(r'name="csrf" value="([^"]+)"', coordinator.get(where).text)
    assert word is not None
    wrong = {"csrf": word[1], "act": "calls", "person": "nobody"}
    assert coordinator.post(where, data=wrong).status_code == 400
    assert coordinator.post(where, data={**wrong, "csrf": "x"}).status_code == 403
    assert httpx.get(f"{town.url}{where}").status_code in (200, 401, 403)
    assert calls(town) == []
