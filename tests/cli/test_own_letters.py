"""A roadmap's own templates from the folder to the letter: check, preview, deploy, sending, rehearsal."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from cli.folders import read_folder
from models.engine import reading
from models.ledger import action_row
from models.mail_log import letters
from models.roadmap_version import current_version
from notifications.capture import CaptureServer
from notifications.folder import FolderTransport
from notifications.transport import MailPool, MailServer
from office.approving import fingerprint
from office.deploying import deploy
from office.sending import send_due
from office.trial import send_trial
from vekha.planning import make_plan
from vekha.states import LetterState
from wiring import tools

GOROD_SELU = Path(__file__).parents[2] / "roadmaps" / "gorod-selu"
EDITION = "gorod-selu/2023-2024"
INVITATION = """\
{% extends "shipped/ru/invitation.j2" %}
{% block subject %}Ждём вас: {{ survey_title }}{% endblock %}
{% block content %}
{{ super() }}

{% include "ru/_thanks.j2" %}
{% endblock %}
"""
Run = Callable[..., Result]


@pytest.fixture
def worded(tmp_path: Path) -> Path:
    """«Город-селу» with an invitation of its own."""
    folder = tmp_path / "worded"
    shutil.copytree(GOROD_SELU, folder)
    (folder / "letters" / "ru").mkdir(parents=True)
    (folder / "letters" / "ru" / "invitation.j2").write_text(INVITATION, encoding="utf-8")
    (folder / "letters" / "ru" / "_thanks.j2").write_text("Спасибо, что вы с нами.", "utf-8")
    (folder / "letters" / "ru" / "invitation.j2~").write_text("{% broken", encoding="utf-8")
    return folder


def put(folder: Path, name: str, text: str) -> None:
    (folder / "letters" / name).parent.mkdir(exist_ok=True)
    (folder / "letters" / name).write_text(text, encoding="utf-8")


def test_templates_are_read_with_the_other_files_without_what_editors_leave(worded: Path) -> None:
    names = [name for name in read_folder(worded) if name.startswith("letters/")]
    assert names == ["letters/ru/_thanks.j2", "letters/ru/invitation.j2"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "В этом письме нет значения «survey_titel»."),
        ("kk", "Бұл хатта «survey_titel» деген мән жоқ."),
        ("en", "This letter has no value “survey_titel”."),
    ],
)
def test_check_finds_a_slip_and_says_where(
    worded: Path, run: Run, language: str, said: str
) -> None:
    put(worded, "ru/invitation.j2", INVITATION.replace("survey_title", "survey_titel"))
    result = run("check", worded, "--json", "--lang", language)
    [issue] = [i for i in json.loads(result.stdout)["issues"] if i["code"].startswith("letter-")]
    assert result.exit_code == 1
    assert issue["message"] == said
    assert (issue["severity"], issue["line"], issue["column"]) == ("E", 2, 33)
    assert issue["file"] == f"{worded}/letters/ru/invitation.j2"
    assert "survey_title" in issue["hint"]


def test_check_is_silent_about_templates_that_are_right(worded: Path, run: Run) -> None:
    issues = json.loads(run("check", worded, "--json").stdout)["issues"]
    assert [one for one in issues if one["code"].startswith("letter-")] == []
    assert run("check", worded).exit_code == 0


def test_warning_about_a_template_is_acknowledged_like_all_others(worded: Path, run: Run) -> None:
    put(worded, "ru/invitation.j2", INVITATION.replace("{{ super() }}", "Ждём <b>вас</b>."))
    found = json.loads(run("check", worded, "--json").stdout)["issues"]
    codes = {one["code"] for one in found if one["code"].startswith("letter-")}
    assert codes == {"letter-has-tags", "letter-without-link"}
    roadmap = worded / "roadmap.yaml"
    text = roadmap.read_text(encoding="utf-8")
    given = (
        "\nacknowledged:\n"
        "  - code: letter-without-link\n"
        "    path: letters/ru/invitation.j2\n"
        "    reason: ссылку раздаём на совещании\n"
    )
    roadmap.write_text(text + given, encoding="utf-8")
    found = json.loads(run("check", worded, "--json").stdout)["issues"]
    [link] = [one for one in found if one["code"] == "letter-without-link"]
    assert link["acknowledged"] == "ссылку раздаём на совещании"


def test_preview_shows_the_own_words_and_in_kazakh_the_shipped(worded: Path, run: Run) -> None:
    asked = ("mail", "preview", worded, "--survey", "interim", "--json")
    [russian, *_] = json.loads(run(*asked, "--letters", "ru").stdout)
    assert russian["subject"].startswith("Ждём вас: ")
    assert "Спасибо, что вы с нами." in russian["text"]
    [kazakh, *_] = json.loads(run(*asked, "--letters", "kk").stdout)
    assert "Ждём" not in kazakh["subject"]


def test_deploy_refuses_a_broken_template_and_changes_nothing(
    worded: Path, run: Run, state: Path
) -> None:
    put(worded, "ru/invitation.j2", INVITATION.replace("{% endblock %}\n", "", 1))
    result = run("deploy", worded, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["applied"] == []
    assert "letter-syntax" in {issue["code"] for issue in told["issues"]}
    office = tools.tools().office
    refused = deploy(office, read_folder(worded), by="tester", now=tools.tools().clock.now())
    assert refused.applied is None, "nor by a way that checked nothing before"
    with reading(office.engine) as session:
        assert current_version(session, EDITION) is None


def arrived(folder: Path) -> list[EmailMessage]:
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
        for path in folder.rglob("*.eml")
    ]


def test_what_was_deployed_is_what_is_sent(worded: Path, house: Any, tmp_path: Path) -> None:
    """Over a real SMTP server: an edit of the folder counts from the deployment on, not before."""
    files = read_folder(worded)
    start = house.plan.action(f"{EDITION}/interim/invite").due - timedelta(days=2)
    assert deploy(house.office, files, by="tester", now=start).applied is not None
    (worded / "letters" / "ru" / "invitation.j2").write_text("изменено, но не развёрнуто", "utf-8")
    due = house.perform("interim/invite")
    mailbox = tmp_path / "mailbox"
    with CaptureServer(mailbox, now=lambda: due, port=0) as server:

        @asynccontextmanager
        async def to_server() -> Any:
            async with MailPool(MailServer(host="127.0.0.1", port=server.port)) as pool:
                yield pool

        office = replace(house.office, open_transport=to_server)
        asyncio.run(send_due(office, clock=lambda: due, worker="w"))
    with reading(house.office.engine) as session:
        rows = letters(session, action=f"{EDITION}/interim/invite")
        russian = [row for row in rows if row.language == "ru"]
        assert {row.state for row in rows} == {LetterState.SENT}
    got = arrived(mailbox)
    own = [one for one in got if str(one["Subject"]).startswith("Ждём вас: ")]
    assert len(got) == len(rows)
    assert len(own) == len(russian) > 3  # so that prepared letters are among them
    for one in own:
        for kind in ("plain", "html"):
            body = one.get_body((kind,))
            assert body is not None
            assert "Спасибо, что вы с нами." in body.get_content()


def test_trial_letter_has_the_own_words(worded: Path, house: Any, tmp_path: Path) -> None:
    due = house.plan.action(f"{EDITION}/interim/invite").due
    deploy(house.office, read_folder(worded), by="tester", now=due - timedelta(days=2))
    folder = FolderTransport(tmp_path / "trial")

    @asynccontextmanager
    async def to_folder() -> Any:
        yield folder

    office = replace(house.office, open_transport=to_folder)
    for language in ("ru", "kk"):
        asyncio.run(send_trial(office, "me@x.example", sender="", language=language, now=due))
    subjects = sorted(str(one["Subject"]) for one in arrived(tmp_path / "trial"))
    assert [("Ждём вас: " in one) for one in subjects].count(True) == 1


def test_own_template_is_part_of_what_the_second_person_approves(worded: Path, house: Any) -> None:
    key = f"{EDITION}/thanks/announce"
    with reading(house.office.engine) as session:
        row = action_row(session, key)
    assert row is not None
    shipped, _ = make_plan(read_folder(GOROD_SELU))
    before, _ = make_plan(read_folder(worded))
    put(worded, "ru/announcement.j2", '{% extends "shipped/ru/announcement.j2" %}')
    after, _ = make_plan(read_folder(worded))
    assert shipped
    assert before
    assert after
    assert len({fingerprint(plan, row) for plan in (shipped, before, after)}) == 3
    assert fingerprint(shipped, row) == fingerprint(house.plan, row)


def test_new_year_takes_the_templates_over(worded: Path, run: Run, tmp_path: Path) -> None:
    result = run("new", tmp_path / "next", "--from", worded)
    assert result.exit_code in (0, 1), result.output
    taken = tmp_path / "next" / "letters" / "ru" / "invitation.j2"
    assert taken.read_text(encoding="utf-8") == INVITATION
