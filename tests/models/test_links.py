"""Personal links: one live link per person and duty, revoked and handed over with a trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from models.engine import reading, writing
from models.event import events
from models.link import (
    NewLink,
    find_link,
    hand_over,
    links_of,
    make_link,
    make_links,
    revoke_link,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from models.link import Link

EDITION = "gorod-selu/2023-2024"
NOW = datetime(2024, 2, 1, 4, 0, tzinfo=UTC)


def a_link(token: str = "t1", **changes: Any) -> NewLink:
    values = {
        "edition": EDITION,
        "survey": "interim",
        "organisation": "school-1",
        "person": "director",
        "role": "director",
        "salt": token.encode().ljust(16, b"\0"),
        "token_hash": hashed(token),
    }
    return NewLink(**(values | changes))


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def make(engine: Engine, new: NewLink) -> Link:
    with writing(engine) as session:
        return make_link(session, new, now=NOW)


def number_of(link: Link) -> int:
    assert link.id is not None
    return link.id


def test_link_is_found_by_the_hash_of_its_token(engine: Engine) -> None:
    made = make(engine, a_link(expires_at=NOW + timedelta(days=1)))
    with reading(engine) as session:
        found = find_link(session, hashed("t1"))
        assert find_link(session, hashed("t2")) is None
    assert found == made
    assert found is not None
    assert found.salt == b"t1".ljust(16, b"\0")
    assert found.refusal(NOW) == ""
    assert found.refusal(NOW + timedelta(days=1)) == "expired"


def test_second_link_for_the_same_duty_is_the_first_one(engine: Engine) -> None:
    first = make(engine, a_link("t1"))
    assert make(engine, a_link("t2")).token_hash == first.token_hash


def test_links_made_at_once_are_one(engine: Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = pool.map(lambda number: make(engine, a_link(f"t{number}")), range(6))
        assert len({link.token_hash for link in made}) == 1


def test_many_links_are_made_in_one_go(engine: Engine) -> None:
    new = [a_link(f"t{n}", organisation=f"school-{n}") for n in range(600)]
    with writing(engine) as session:
        assert make_links(session, new, now=NOW) == 600
        assert make_links(session, new, now=NOW) == 0
        assert len(links_of(session, edition=EDITION, survey="interim")) == 600
        assert len(links_of(session, edition=EDITION, organisation="school-7")) == 1


def test_revoked_link_is_refused_and_may_be_made_anew(engine: Engine) -> None:
    made = make(engine, a_link("t1"))
    with writing(engine) as session:
        assert revoke_link(session, number_of(made), why="утечка", by="м", now=NOW)
        assert not revoke_link(session, number_of(made), why="ещё", by="м", now=NOW)
        found = find_link(session, hashed("t1"))
        [event] = events(session, kind="link revoked")
    assert found is not None
    assert (found.refusal(NOW), found.revoked_why) == ("revoked", "утечка")
    assert event.detail["why"] == "утечка"
    assert make(engine, a_link("t2")).token_hash == hashed("t2")
    with reading(engine) as session:
        assert len(links_of(session, edition=EDITION)) == 1
        assert len(links_of(session, edition=EDITION, live=False)) == 2


def test_link_is_handed_over_with_a_trace(engine: Engine) -> None:
    made = make(engine, a_link("t1"))
    with writing(engine) as session:
        new = hand_over(
            session,
            number_of(made),
            person="deputy",
            salt=b"2" * 16,
            token_hash=hashed("t2"),
            by="director",
            now=NOW,
        )
        old = find_link(session, hashed("t1"))
        [event] = events(session, kind="link handed over")
    assert (new.person, new.role, new.handed_from) == ("deputy", "director", made.id)
    assert new.handed_by == "director"
    assert old is not None
    assert old.refusal(NOW) == "revoked"
    assert (event.detail["from"], event.detail["to"]) == ("director", "deputy")


def test_revoked_link_cannot_be_handed_over(engine: Engine) -> None:
    made = make(engine, a_link("t1"))
    with writing(engine) as session:
        revoke_link(session, number_of(made), why="", by="", now=NOW)
        with pytest.raises(LookupError, match="not live"):
            hand_over(
                session,
                number_of(made),
                person="deputy",
                salt=b"2" * 16,
                token_hash=hashed("t2"),
                by="",
                now=NOW,
            )
