"""The pages behind a personal link, over real HTTP against a real database."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from answering import full_form, visible

from models.answers import excuse_sheet, return_sheet, sheet, submissions, unlock_sheet
from models.engine import reading, writing
from models.event import events
from models.letter import NewLetter
from models.link import revoke_link
from models.mail_log import letters
from models.outbox import claim_letters, mark_handed, queue_letters
from vekha.states import LetterState, SheetState

if TYPE_CHECKING:
    import httpx

WHERE = {"edition": "gorod/2023-2024", "survey": "interim", "organisation": "berezovka"}


def sheet_of(town):
    with reading(town.engine) as session:
        found = sheet(session, **WHERE)
    assert found is not None
    return found


def send(client: httpx.Client, path: str, act: str = "submit", **changes: object) -> httpx.Response:
    return client.post(path, data=full_form() | changes | {"act": act})


def test_the_form_shows_programme_purpose_deadline_and_coordinator(town, client) -> None:
    path, _ = town.link()
    page = client.get(path)
    text = visible(page.text)
    assert page.status_code == 200
    for words in (
        "«Город-селу»",
        "КГУ «Методический центр»",
        "Промежуточный мониторинг",
        "КГУ «Берёзовская средняя школа»",
        "Иванова А.П., директор",
        "Чтобы видеть, где помощь уже работает.",
        "29 февраля 2024 г., четверг, 18:00 (время Астаны)",
        "около 15 мин",
        "Заполнено: 0 из 9",
        "Ельцова Л.Ф., методист",
        "+7 7152 00-00-01",
    ):
        assert words in text, words
    assert "Сколько сельских педагогов примете?" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "2024 жылғы 29 ақпан, бейсенбі, сағат 18:00 (Астана уақыты)"),
        ("en", "Thursday, 29 February 2024, 18:00 (Astana time)"),
    ],
)
def test_the_form_speaks_the_language_that_is_asked_for(town, client, language, words) -> None:
    path, _ = town.link()
    page = client.get(path, params={"lang": language})
    assert f'<html lang="{language}">' in page.text
    assert words in visible(page.text)


def test_a_kazakh_school_is_met_in_kazakh(town, client) -> None:
    path, _ = town.link("zhana")
    assert '<html lang="kk">' in client.get(path).text


def test_looking_changes_nothing(town, client) -> None:
    path, _ = town.link()
    with reading(town.engine) as session:
        before = len(events(session))
    for address in (path, f"{path}/receipt", f"{path}/files/plan", f"{path}/handover"):
        client.get(address)
        client.head(address)
        client.get(address, params={"done": "draft", "act": "submit"})
    with reading(town.engine) as session:
        assert len(events(session)) == before
    assert sheet_of(town).state is SheetState.ASKED


def test_a_draft_keeps_every_letter_of_what_was_typed(town, client) -> None:
    path, _ = town.link()
    typed = {"teachers": "много", "remark": "  <b>Қазақша</b> & «ёлки»\r\n"}
    answer = client.post(path, data=typed | {"act": "draft"})
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert 'value="много"' in page.text
    assert "&lt;b&gt;Қазақша&lt;/b&gt; &amp; «ёлки»" in page.text
    assert "Черновик сохранён" in page.text
    assert sheet_of(town).state is SheetState.STARTED
    assert sheet_of(town).draft["fields"]["teachers"] == ["много"]


def test_a_wrong_form_comes_back_with_all_that_was_typed_and_each_error_named(town, client) -> None:
    path, _ = town.link()
    wrong = {"teachers": "5", "young": "7", "quality": "сто", "courses": "", "remark": "Спасибо!"}
    page = send(client, path, **wrong)
    assert page.status_code == 422
    text = visible(page.text)
    assert "Пока не отправлено" in text
    assert "в ответе на вопрос «Сколько педагогов в школе?» стоит 5" in text
    assert "«сто»: здесь нужно число цифрами" in text
    for value in ('value="5"', 'value="7"', 'value="сто"', "Спасибо!"):
        assert value in page.text
    assert re.search(r'value="sometimes" checked', page.text)
    for target in re.findall(r'<li><a href="#([^"]+)"', page.text):
        assert f'id="{target}"' in page.text
    assert sheet_of(town).state is SheetState.STARTED
    assert 'value="сто"' in client.get(path).text


def test_submitting_is_durable_before_the_thanks_and_queues_a_receipt(town, client) -> None:
    path, link = town.link()
    with writing(town.engine) as session:
        reminder = NewLetter(
            key="gorod/2023-2024/interim/remind-2/d-berezovka",
            edition=WHERE["edition"],
            action="gorod/2023-2024/interim/remind-2",
            template="reminder",
            person="d-berezovka",
            address="ivanova@berezovka.example",
            not_after=town.clock.replace(day=20),
            organisation="berezovka",
            subject_key="interim",
        )
        queue_letters(session, [reminder], now=town.clock)
    answer = send(client, path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{path}/receipt")
    thanks = visible(client.get(answer.headers["location"]).text)
    assert "Спасибо, ответы приняты" in thanks
    assert "14 февраля 2024 г., среда, 11:00 (время Астаны). Версия: 1" in thanks
    assert "ivanova@berezovka.example" in thanks
    assert "1 200 чел." in thanks.replace("\N{NO-BREAK SPACE}", " ")
    assert "45,5 %" in thanks
    assert "29 февраля 2024 г., четверг, 18:00" in thanks
    with reading(town.engine) as session:
        (submitted,) = submissions(session, **WHERE)
        kept = {row.template: row for row in letters(session, edition=WHERE["edition"])}
        told = [row.kind for row in events(session, edition=WHERE["edition"])]
    assert submitted.answers == {
        "teachers": 1200,
        "young": 12,
        "quality": 45.5,
        "connection": "sometimes",
        "forms": ["lessons", "online"],
        "courses": "absent",
        "meeting": "2024-02-15",
    }
    assert submitted.person == "d-berezovka"
    assert kept["reminder"].state is LetterState.CANCELLED
    receipt = kept["receipt"]
    assert receipt.state is LetterState.QUEUED
    assert receipt.address == "ivanova@berezovka.example"
    assert receipt.context["link_id"] == link.id
    assert receipt.context["version"] == 1
    assert receipt.context["submitted_at"] == "2024-02-14T11:00:00+06:00"
    assert receipt.context["answers"][0] == {
        "question": "Сколько педагогов в школе?",
        "answer": "1\N{NO-BREAK SPACE}200 чел.",
    }
    assert told[-3:] == ["letter cancelled", "answers submitted", "answers kept"]


def test_answers_can_be_corrected_until_the_closing_and_every_version_stays(town, client) -> None:
    path, _ = town.link()
    send(client, path)
    again = client.get(path)
    assert "Ваши ответы приняты" in again.text
    assert 'value="1\N{NO-BREAK SPACE}200"' in again.text
    assert "Отправить исправленное" in again.text
    send(client, path, teachers="1201")
    with reading(town.engine) as session:
        versions = submissions(session, **WHERE)
    assert [(row.version, row.answers["teachers"]) for row in versions] == [(1, 1200), (2, 1201)]
    assert "Версия: 2" in client.get(f"{path}/receipt").text


def test_a_draft_over_submitted_answers_leaves_them_counting(town, client) -> None:
    path, _ = town.link()
    send(client, path)
    client.post(path, data={"teachers": "7", "act": "draft"})
    assert sheet_of(town).state is SheetState.SUBMITTED
    page = visible(client.get(path).text)
    assert "пока действует прежняя версия" in page


def test_after_the_closing_the_page_only_shows_what_was_sent(town, client) -> None:
    path, _ = town.link()
    send(client, path, remark="<script>alert(1)</script>")
    town.move("2024-03-01T00:00:00+05:00")
    page = client.get(path)
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    text = visible(page.text)
    assert "Опрос закрыт 29 февраля 2024 г., четверг, 18:00 (время Астаны)" in text
    assert "что вы отправили 14 февраля 2024 г., среда, 11:00 (время Астаны) (версия 1)" in text


def test_an_answer_that_comes_after_the_closing_is_kept_but_not_counted(town, client) -> None:
    path, _ = town.link()
    client.get(path)
    town.move("2024-02-29T18:00:00+06:00")
    page = send(client, path)
    assert page.status_code == 409
    assert "Пока вы отвечали, опрос закрылся" in page.text
    assert sheet_of(town).draft["fields"]["teachers"] == ["1 200"]
    with reading(town.engine) as session:
        assert submissions(session, **WHERE) == []


def test_one_organisation_may_answer_later_when_it_was_unlocked(town, client) -> None:
    path, _ = town.link()
    town.move("2024-03-04T10:00:00+05:00")
    until = town.clock.replace(day=5)
    with writing(town.engine) as session:
        unlock_sheet(session, **WHERE, until=until, by="eltsova", now=town.clock)
    assert "для вашей организации он открыт до 5 марта 2024 г." in visible(client.get(path).text)
    assert send(client, path).status_code == 303
    with reading(town.engine) as session:
        (late,) = submissions(session, **WHERE)
    assert late.late
    assert "после закрытия, по разрешению координатора" in client.get(f"{path}/receipt").text
    town.move("2024-03-06T10:00:00+05:00")
    assert "<form" not in client.get(path).text


def test_a_returned_sheet_shows_the_remark(town, client) -> None:
    path, _ = town.link()
    send(client, path)
    with writing(town.engine) as session:
        return_sheet(session, **WHERE, remark="Проверьте <число>", by="eltsova", now=town.clock)
    page = client.get(path)
    assert "возвращены на доработку" in page.text
    assert "Проверьте &lt;число&gt;" in page.text
    send(client, path)
    assert sheet_of(town).state is SheetState.SUBMITTED


def test_an_excused_organisation_is_told_so(town, client) -> None:
    path, _ = town.link()
    with writing(town.engine) as session:
        excuse_sheet(session, **WHERE, why="Ремонт школы", by="eltsova", now=town.clock)
    text = visible(client.get(path).text)
    assert "освобождена от ответа" in text
    assert "Ремонт школы" in text
    assert "<form" not in client.get(path).text


def test_the_next_wave_is_prefilled_and_says_so(town, client) -> None:
    path, _ = town.link()
    send(client, path)
    town.move("2024-04-10T09:00:00+05:00")
    second, _ = town.link(survey="final")
    page = client.get(second)
    assert "взята из предыдущего опроса «Промежуточный мониторинг»" in page.text
    assert 'value="1\N{NO-BREAK SPACE}200"' in page.text
    assert page.text.count("Взято из прошлого опроса: проверьте.") == 7
    client.post(second, data={"teachers": "9", "act": "draft"})
    page = client.get(second)
    assert "взята из предыдущего" not in page.text
    assert 'value="9"' in page.text
    assert "Прошлый ответ: 45,5 %" in page.text


def test_autosave_answers_with_the_local_time(town, client) -> None:
    path, _ = town.link()
    saved = client.post(f"{path}/draft", data={"teachers": "17"})
    assert saved.json() == {"time": "11:00"}
    assert 'value="17"' in client.get(path).text
    town.move("2024-03-04T10:00:00+05:00")
    assert client.post(f"{path}/draft", data={"teachers": "18"}).status_code == 409


def test_changing_the_language_keeps_what_was_typed(town, client) -> None:
    path, _ = town.link()
    moved = client.post(path, data={"teachers": "17", "act": "lang:kk"})
    assert moved.headers["location"] == f"{path}?lang=kk"
    assert 'value="17"' in client.get(moved.headers["location"]).text


def test_changing_the_language_of_an_empty_form_starts_nothing(town, client) -> None:
    path, _ = town.link()
    client.post(path, data={"teachers": "", "remark": "", "act": "lang:kk"})
    assert sheet_of(town).state is SheetState.ASKED


@pytest.mark.parametrize("token", ["x", "…", "a" * 43, "%00", "a" * 5000])
def test_an_unknown_link_says_whom_to_ask_in_both_languages(client, token) -> None:
    page = client.get(f"/a/{token}")
    assert page.status_code == 404
    assert "Ссылка не найдена" in page.text
    assert "Сілтеме табылмады" in page.text
    assert "Ельцова Л.Ф." in page.text


def test_an_expired_and_a_revoked_link_say_so_and_whom_to_ask(town, client) -> None:
    expired, _ = town.link("dalnee", expires_at=town.clock)
    page = client.get(expired)
    assert page.status_code == 410
    assert "Срок ссылки истёк" in page.text
    assert "Сілтеменің мерзімі өтті" in page.text
    assert "+7 7152 00-00-01" in page.text
    path, link = town.link()
    with writing(town.engine) as session:
        revoke_link(session, link.id, why="reissued", by="eltsova", now=town.clock)
    page = client.get(path)
    assert page.status_code == 403
    assert "Ссылка отозвана" in page.text
    assert send(client, path).status_code == 403
    assert sheet_of(town).state is SheetState.ASKED


def test_a_revoked_link_speaks_first_to_the_school_that_got_it(town, client) -> None:
    path, link = town.link("zhana")
    with writing(town.engine) as session:
        revoke_link(session, link.id, why="handed over", by="d-zhana", now=town.clock)
    page = client.get(path)
    assert '<html lang="kk">' in page.text
    assert page.text.index("Сілтеме кері қайтарылған") < page.text.index("Ссылка отозвана")


def test_the_title_of_a_closed_survey_names_the_school_not_the_survey_twice(town, client) -> None:
    path, _ = town.link()
    town.clock = town.clock.replace(year=town.clock.year + 1)
    title = re.search(r"<title>(.*?)</title>", client.get(path).text)
    assert title is not None
    survey, _, school = title[1].partition(" · ")
    assert survey == "Промежуточный мониторинг"
    assert school not in ("", survey)


def test_every_answer_carries_the_safe_headers(town, client) -> None:
    path, _ = town.link()
    for address in (path, "/a/unknown", "/board", "/robots.txt", "/healthz", "/nothing"):
        headers = client.get(address).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["x-frame-options"] == "DENY"


def test_a_page_weighs_less_than_50_kb_with_everything_it_loads(town, client) -> None:
    path, _ = town.link()
    page = client.get(path, headers={"accept-encoding": "identity"})
    total = len(page.content)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        asset = client.get(address, headers={"accept-encoding": "identity"})
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
        total += len(asset.content)
    assert 10_000 < total < 50_000


def test_robots_health_and_unknown_pages(client) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/nothing").status_code == 404
    assert client.get("/a/x/file/NaN").status_code == 404
    assert client.put("/board").status_code == 405
    assert client.get("/").status_code == 200
    assert client.get("/docs").status_code == 404


def test_a_failure_gives_a_page_with_a_number_that_the_log_has(town, client, caplog) -> None:
    path, _ = town.link()
    with writing(town.engine) as session:
        session.connection().exec_driver_sql("DROP TABLE submission")
    page = client.get(path)
    assert page.status_code == 500
    reference = re.search(r"номер ([0-9A-F]{8})", page.text)
    assert reference is not None
    assert reference[1] in caplog.text
    assert path.split("/")[2] not in caplog.messages[-1]


def test_a_form_beyond_any_measure_is_refused_at_once(town, client) -> None:
    path, _ = town.link()
    page = client.post(path, data={"remark": "я" * 3_000_000, "act": "submit"})
    assert page.status_code == 413
    assert "Слишком много текста" in page.text
    assert client.post(path, content=b"\xff" * 100).status_code == 303


def test_an_answer_stops_the_reminder_that_a_worker_has_already_claimed(town, client) -> None:
    """The worker asks once more before the first byte goes out, and is told no."""
    path, _ = town.link()
    reminder = NewLetter(
        key="gorod/2023-2024/interim/remind-2/d-berezovka",
        edition=WHERE["edition"],
        action="gorod/2023-2024/interim/remind-2",
        template="reminder",
        person="d-berezovka",
        address="ivanova@berezovka.example",
        not_after=town.clock.replace(day=20),
        organisation="berezovka",
        subject_key="interim",
    )
    lease = timedelta(minutes=5)
    with writing(town.engine) as session:
        queue_letters(session, [reminder], now=town.clock)
        [claimed] = claim_letters(session, worker="w", now=town.clock, lease=lease, limit=9)
    assert send(client, path).status_code == 303
    with writing(town.engine) as session:
        handed = mark_handed(session, [claimed.key], worker="w", now=town.clock, lease=lease)
        rows = {row.key: row for row in letters(session, edition=WHERE["edition"])}
    assert handed == []
    assert (rows[reminder.key].state, rows[reminder.key].code) == (
        LetterState.CANCELLED,
        "answered",
    )
