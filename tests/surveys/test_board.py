"""The coordinator's board over real HTTP: who may see it, what it shows, what can be decided."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from answering import full_form, visible

from models.answers import sheet, submissions
from models.document import keep_document
from models.engine import reading, writing
from models.event import events
from models.ledger import action_row, action_rows, claim_action, finish_action, miss_overdue
from models.letter import NewLetter
from models.link import links_of
from models.mail_log import letter, letters
from models.mark_row import marks
from models.outbox import Outcome, claim_letters, mark_handed, queue_letters, record_outcomes
from models.withdrawal import doubt_expired
from surveys.tokens import document_path, link_path
from vekha.states import ActionState, LetterState, Mark, SheetState

EDITION = "gorod/2023-2024"
SECRET = b"s" * 32
BOARD = "board-key-of-the-tests"
WHERE = {"edition": EDITION, "survey": "interim", "organisation": "berezovka"}
SHEET = f"/board/{EDITION}/survey/interim/berezovka"


def word_of(client: httpx.Client, address: str = "/board") -> str:
    """The word that the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def act(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    return client.post(address, data={"csrf": word_of(client)} | fields)


def sheet_of(town):
    with reading(town.engine) as session:
        return sheet(session, **WHERE)


def test_the_board_opens_with_its_key_only_and_keeps_it_out_of_the_address(town) -> None:
    with httpx.Client(base_url=town.url) as client:
        for address in ("/board", SHEET, f"/board/{EDITION}/plan", "/board/document/1"):
            assert client.get(address).status_code == 401
        assert client.get("/board", params={"token": "wrong"}).status_code == 403
        assert client.post("/board", data={"token": "wrong"}).status_code == 403
        opened = client.get("/board", params={"token": BOARD})
        assert (opened.status_code, opened.headers["location"]) == (303, "/board")
        cookie = opened.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert BOARD not in cookie
        assert client.get("/board").status_code == 200
    with httpx.Client(base_url=town.url, cookies={"vekha_board": "nonce.forged"}) as forger:
        assert forger.get("/board").status_code == 401


def test_leaving_forgets_the_key(coordinator) -> None:
    assert act(coordinator, "/board/leave").status_code == 401
    assert coordinator.get("/board").status_code == 401


def test_the_overview_shows_surveys_with_rates_and_bases_by_district(town, coordinator) -> None:
    path, _ = town.link()
    httpx.post(town.url + path, data=full_form() | {"act": "submit"})
    act(coordinator, SHEET.replace("berezovka", "dalnee"), act="excuse", why="Ремонт")
    text = visible(coordinator.get("/board").text)
    assert "Промежуточный мониторинг" in text
    assert "открыт до 29.02.2024 18:00" in text
    assert "Ответили 50,0 % (1 из 2)" in text
    assert "освобождены: 1" in text
    assert "откроется 01.04.2024 09:00" in text
    assert "Северный район1 / 2" in text
    assert "Документов пока нет" in text
    assert "29.02.2024 18:00: Промежуточный мониторинг" in text


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Үйлестіруші тақтасы"), ("en", "Coordinator's board")]
)
def test_the_board_remembers_the_language(coordinator, language, words) -> None:
    assert words in visible(coordinator.get("/board", params={"lang": language}).text)
    assert words in visible(coordinator.get("/board").text)


def test_the_list_has_person_phone_letter_and_days(town, coordinator) -> None:
    with writing(town.engine) as session:
        queue_letters(session, [reminder(town)], now=town.clock)
    text = visible(coordinator.get(f"/board/{EDITION}/survey/interim").text)
    for words in (
        "Берёзовская СШ",
        "нет ответа",
        "Иванова А.П.",
        "+7 7153 00-00-04",
        "напоминание, в очереди",
        "осталось 15",
        "Южный район",
    ):
        assert words in text, words
    town.move("2024-03-04T10:00:00+05:00")
    text = visible(coordinator.get(f"/board/{EDITION}/survey/interim").text)
    assert "просрочено 4" in text
    assert "закрыт 29.02.2024 18:00" in text


def reminder(town, person: str = "d-berezovka") -> NewLetter:
    return NewLetter(
        key=f"{EDITION}/interim/remind-1/{person}",
        edition=EDITION,
        action=f"{EDITION}/interim/remind-1",
        template="reminder",
        person=person,
        address="ivanova@berezovka.example",
        name="Иванова А.П.",
        not_after=town.clock + timedelta(days=5),
        organisation=person.removeprefix("d-"),
        subject_key="interim",
    )


def test_excusing_needs_a_reason_and_can_be_taken_back(town, coordinator) -> None:
    refused = act(coordinator, SHEET, act="excuse", why=" ")
    assert refused.status_code == 422
    assert "Напишите причину" in refused.text
    assert sheet_of(town).state is SheetState.ASKED
    done = act(coordinator, SHEET, act="excuse", why="Школа <закрыта>", by="second")
    assert "Сделано: освободить от ответа" in visible(done.text)
    assert "Школа &lt;закрыта&gt;" in done.text
    assert sheet_of(town).state is SheetState.EXCUSED
    with reading(town.engine) as session:
        assert events(session, kind="sheet excused")[0].detail["by"] == "second"
    act(coordinator, SHEET, act="oblige")
    assert sheet_of(town).state is SheetState.ASKED


def invited(town, organisation: str) -> None:
    """An invitation that went out."""
    with writing(town.engine) as session:
        letter = replace(reminder(town), key=f"{EDITION}/interim/invite/d", template="invitation")
        queue_letters(session, [replace(letter, organisation=organisation)], now=town.clock)
        lease = {"worker": "w", "now": town.clock, "lease": timedelta(minutes=5)}
        claim_letters(session, limit=9, **lease)
        mark_handed(session, [letter.key], **lease)
        sent = Outcome(letter.key, LetterState.SENT, town.clock, "250", "OK", "<id@x>", b"")
        record_outcomes(session, [sent], worker="w")


def changes_to_tell(town) -> list[str]:
    """Whom the board plans to tell of a changed date."""
    with reading(town.engine) as session:
        rows = action_rows(session, edition=EDITION, states=[ActionState.PLANNED])
    return [row.key for row in rows if row.kind == "change"]


@pytest.mark.parametrize(
    "fields", [{"act": "excuse", "why": "карантин"}, {"act": "unlock", "until": "2024-03-05"}]
)
def test_decision_that_changes_a_deadline_is_told_to_whoever_was_invited(
    town, coordinator, fields: dict[str, str]
) -> None:
    """With a calendar's event to move or to take away; who had no letter is not written to."""
    invited(town, "berezovka")
    act(coordinator, SHEET, **fields)
    act(coordinator, SHEET.replace("berezovka", "dalnee"), **fields)
    (key,) = changes_to_tell(town)
    assert key.startswith(f"{EDITION}/interim/change-berezovka-")


def test_a_form_from_elsewhere_changes_nothing(town, coordinator) -> None:
    for data in ({"act": "excuse", "why": "x"}, {"csrf": "x", "act": "excuse", "why": "x"}):
        assert coordinator.post(SHEET, data=data).status_code == 403
    plan = coordinator.post(f"/board/{EDITION}/plan", data={"activity": "volume", "mark": "done"})
    assert plan.status_code == 403
    assert sheet_of(town).state is SheetState.ASKED


def test_returning_sends_the_remark_by_letter(town, coordinator) -> None:
    path, link = town.link()
    httpx.post(town.url + path, data=full_form() | {"act": "submit"})
    act(coordinator, SHEET, act="return", why="Проверьте число педагогов")
    assert sheet_of(town).state is SheetState.RETURNED
    with reading(town.engine) as session:
        row = next(x for x in letters(session, edition=EDITION) if x.template == "returned")
    assert row.context["remark"] == "Проверьте число педагогов"
    assert row.context["link_id"] == link.id
    assert row.context["closes"] == "2024-02-29T18:00:00+06:00"


def test_returning_after_the_closing_asks_until_when(town, coordinator) -> None:
    path, _ = town.link()
    httpx.post(town.url + path, data=full_form() | {"act": "submit"})
    town.move("2024-03-04T10:00:00+05:00")
    refused = act(coordinator, SHEET, act="return", why="Исправьте")
    assert refused.status_code == 422
    assert "Укажите день позже сегодняшнего" in refused.text
    assert 'value="Исправьте"' in refused.text
    assert sheet_of(town).state is SheetState.SUBMITTED
    act(coordinator, SHEET, act="return", why="Исправьте", until="2024-03-06")
    assert sheet_of(town).unlocked_until.isoformat() == "2024-03-06T13:00:00+00:00"
    again = httpx.post(town.url + path, data=full_form() | {"act": "submit"})
    assert again.status_code == 303


def test_unlocking_refuses_a_day_that_has_passed(town, coordinator) -> None:
    assert act(coordinator, SHEET, act="unlock", until="2024-02-01").status_code == 422
    assert act(coordinator, SHEET, act="unlock", until="завтра").status_code == 422
    act(coordinator, SHEET, act="unlock", until="2024-03-20")
    assert sheet_of(town).unlocked_until.isoformat() == "2024-03-20T13:00:00+00:00"


def test_a_new_link_ends_the_old_one(town, coordinator) -> None:
    path, _ = town.link()
    act(coordinator, SHEET, act="reissue")
    assert httpx.get(town.url + path).status_code == 403
    with reading(town.engine) as session:
        (link,) = links_of(session, **WHERE)
        (row,) = letters(session, edition=EDITION)
    assert row.context["link_id"] == link.id
    assert row.template == "invitation"
    assert httpx.get(town.url + link_path(SECRET, link.salt)).status_code == 200


def test_answers_entered_on_behalf_say_by_whom(town, coordinator) -> None:
    page = coordinator.get(f"{SHEET}/behalf", params={"by": "second"})
    assert 'name="by" value="second"' in page.text
    wrong = act(coordinator, f"{SHEET}/behalf", by="second", act="submit", teachers="много")
    assert wrong.status_code == 422
    assert 'value="много"' in wrong.text
    assert sheet_of(town).draft == {}
    town.move("2024-03-04T10:00:00+05:00")
    done = coordinator.post(
        f"{SHEET}/behalf",
        data={"csrf": word_of(coordinator), "by": "second", "act": "submit"} | full_form(),
    )
    assert "внесено за организацию: Черепанова Е.А." in visible(done.text)
    with reading(town.engine) as session:
        (version,) = submissions(session, **WHERE)
    assert (version.channel, version.by, version.late) == ("behalf", "second", True)


def test_marks_of_completion_are_kept_with_note_and_name(town, coordinator) -> None:
    address = f"/board/{EDITION}/plan"
    assert "нет отметки" in coordinator.get(address).text
    act(coordinator, address, activity="monitoring", mark="partly", note="2 из 3 школ")
    text = visible(coordinator.get(address).text)
    assert "исполнено частично" in text
    assert "2 из 3 школ; 14.02.2024 11:00, Ельцова Л.Ф." in text
    with reading(town.engine) as session:
        assert marks(session, EDITION)["monitoring"].mark is Mark.PARTLY
    assert act(coordinator, address, activity="nothing", mark="done").status_code == 400
    assert act(coordinator, address, activity="volume", mark="magic").status_code == 400
    town.move("2024-05-02T10:00:00+05:00")
    assert "просрочено" in visible(coordinator.get(address).text)


def test_documents_are_offered_newest_first_and_by_signed_address(town, coordinator) -> None:
    with writing(town.engine) as session:
        ids = [
            keep_document(
                session,
                edition=EDITION,
                name="february",
                file_format=kind,
                file_name=f"Отчёт за февраль.{kind}",
                as_of=town.clock,
                content=content,
                now=town.clock,
            ).id
            for kind, content in (("docx", b"old"), ("docx", b"new"), ("pdf", b"%PDF"))
        ]
    overview = coordinator.get("/board").text
    assert f"/board/document/{ids[1]}" in overview
    assert f"/board/document/{ids[0]}" not in overview
    page = coordinator.get(f"/board/{EDITION}/documents").text
    assert page.index(f"/board/document/{ids[1]}") < page.index(f"/board/document/{ids[0]}")
    answer = coordinator.get(f"/board/document/{ids[1]}")
    assert answer.content == b"new"
    assert "attachment" in answer.headers["content-disposition"]
    open_to_all = httpx.get(town.url + document_path(SECRET, ids[2]))
    assert open_to_all.content == b"%PDF"
    assert httpx.get(f"{town.url}/d/{ids[2]}/forged").status_code == 404
    forged = document_path(SECRET, ids[2]).replace(f"/d/{ids[2]}/", f"/d/{ids[0]}/")
    assert httpx.get(town.url + forged).status_code == 404


def test_a_missed_action_is_decided_with_a_reason(town, coordinator) -> None:
    key = f"{EDITION}/interim/remind-1"
    town.move("2024-02-28T10:00:00+06:00")
    with writing(town.engine) as session:
        assert key in miss_overdue(session, town.clock)
    page = visible(coordinator.get(f"/board/{EDITION}/decisions").text)
    assert f"vekha run {key} --now" in page
    assert "Ждут решения" in visible(coordinator.get("/board").text)
    address = f"/board/{EDITION}/decisions"
    assert act(coordinator, address, act="skip", key=key).status_code == 422
    assert "пропущено" in act(coordinator, address, act="skip", key=key, why="поздно").text
    assert act(coordinator, address, act="skip", key=key, why="поздно").status_code == 409
    with reading(town.engine) as session:
        assert action_row(session, key).state is ActionState.SKIPPED
    other = f"{EDITION}/interim/remind-2"
    act(coordinator, address, act="run-now", key=other, why="нужно", by="second")
    with reading(town.engine) as session:
        assert action_row(session, other).state is ActionState.PLANNED
        assert events(session, action=other)[-1].detail["by"] == "second"


def test_a_mailing_that_waits_for_approval_is_shown(town, coordinator) -> None:
    key = f"{EDITION}/interim/remind-1"
    with reading(town.engine) as session:
        due = action_row(session, key).due
    with writing(town.engine) as session:
        assert claim_action(session, key, worker="w", now=due, lease=timedelta(minutes=1))
        waiting = ActionState.WAITING
        finish_action(session, key, worker="w", state=waiting, now=due, sentence="Получателей: 9.")
    page = visible(coordinator.get(f"/board/{EDITION}/decisions").text)
    assert "Ждут утверждения (1)" in page
    assert "Получателей: 9." in page
    assert "Ждут решения (1)" in visible(coordinator.get("/board").text)
    address = f"/board/{EDITION}/decisions"
    assert act(coordinator, address, act="skip", key=key, why="не нужно").status_code == 200
    assert "Ждут утверждения" not in visible(coordinator.get(address).text)


def test_a_letter_in_doubt_waits_for_a_decision(town, coordinator) -> None:
    row = reminder(town)
    with writing(town.engine) as session:
        queue_letters(session, [row], now=town.clock)
        lease = timedelta(minutes=1)
        claim_letters(session, worker="w", now=town.clock, lease=lease, limit=5)
        mark_handed(session, [row.key], worker="w", now=town.clock, lease=lease)
        doubt_expired(session, town.clock + timedelta(hours=1))
    page = visible(coordinator.get(f"/board/{EDITION}/decisions").text)
    assert "Письма в сомнении (1)" in page
    assert "напоминание: Иванова А.П., ivanova@berezovka.example" in page
    act(coordinator, f"/board/{EDITION}/decisions", act="doubt-again", key=row.key, why="не дошло")
    with reading(town.engine) as session:
        assert letter(session, row.key).state is LetterState.QUEUED


def test_letters_that_one_address_refused_are_one_thing_to_mend(town, coordinator) -> None:
    lease = timedelta(minutes=1)
    rows = [replace(reminder(town), key=f"{EDITION}/interim/remind-{n}/x") for n in (1, 2, 3)]
    rows.append(
        replace(rows[0], key=f"{EDITION}/interim/remind-1/y", address="y@elsewhere.example")
    )
    with writing(town.engine) as session:
        queue_letters(session, rows, now=town.clock)
        claim_letters(session, worker="w", now=town.clock, lease=lease, limit=5)
        keys = [row.key for row in rows]
        mark_handed(session, keys, worker="w", now=town.clock, lease=lease)
        refused = LetterState.REFUSED
        outcomes = [Outcome(key, refused, town.clock, "550", "no such mailbox") for key in keys]
        record_outcomes(session, outcomes, worker="w")
    page = visible(coordinator.get(f"/board/{EDITION}/decisions").text)
    assert "Адреса, по которым письма не приняты (2)" in page
    assert "Писем: 3" in page
    assert all(key in page for key in keys), "each letter is still listed"
    assert "Ждут решения (2)" in visible(coordinator.get("/board").text)
    assert page.count("В people.csv уже другой адрес") == 1


def test_addresses_that_name_nothing_are_not_found(coordinator) -> None:
    for address in (
        "/board/other/2023-2024/plan",
        f"/board/{EDITION}/survey/nothing",
        f"/board/{EDITION}/survey/interim/nobody",
        f"/board/{EDITION}/survey/interim/nobody/behalf",
        "/board/document/999",
        "/board/material/999",
    ):
        assert coordinator.get(address).status_code == 404, address
