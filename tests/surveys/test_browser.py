"""The form in a real browser: a small phone without JavaScript, the keyboard, the autosave."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from models.answers import sheet, submissions
from models.engine import reading

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]
WHERE = {"edition": "gorod/2023-2024", "survey": "interim", "organisation": "berezovka"}
PICTURES = os.environ.get("VEKHA_TEST_PICTURES", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="ru-RU"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU")
    yield context.new_page()
    context.close()


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, where a folder for pictures is given."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_phone_without_javascript_fills_corrects_and_gets_a_receipt(
    town, phone: Page, tmp_path: Path
) -> None:
    path, _ = town.link()
    phone.goto(town.url + path)
    picture(phone, "form-phone")
    phone.get_by_label("Сколько педагогов в школе?").fill("20")
    phone.get_by_label("Из них молодых специалистов").fill("21")
    phone.get_by_label("Качество знаний").fill("45,5 %")
    phone.get_by_label("С перебоями").check()
    phone.get_by_label("Открытые уроки").check()
    phone.get_by_label("0 не проводились").check()
    phone.get_by_label("Дата последней встречи").fill("10.02.2024")
    phone.get_by_role("button", name="Отправить").click()
    expect(phone).to_have_title(re.compile("^Ошибка: "))
    picture(phone, "errors-phone")
    phone.get_by_role("link", name="Из них молодых специалистов").click()
    expect(phone).to_have_url(re.compile("#q-young$"))
    expect(phone.get_by_label("Качество знаний")).to_have_value("45,5 %")
    phone.get_by_label("Из них молодых специалистов").fill("2")
    phone.get_by_role("button", name="Приложить файл").click()
    document = Document()
    document.add_paragraph("План")
    file = tmp_path / "План школы.docx"
    document.save(str(file))
    phone.get_by_label("План школы").set_input_files(file)
    phone.get_by_role("button", name="Загрузить").click()
    expect(phone.locator("body")).to_contain_text("Файл принят: План школы.docx")
    picture(phone, "uploaded-phone")
    phone.get_by_role("button", name="Отправить").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Спасибо, ответы приняты")
    picture(phone, "receipt-phone")
    phone.get_by_role("link", name="Исправить ответы").click()
    phone.get_by_label("Сколько педагогов в школе?").fill("22")
    phone.get_by_role("button", name="Отправить исправленное").click()
    expect(phone.locator("body")).to_contain_text("Версия: 2")
    with reading(town.engine) as session:
        versions = submissions(session, **WHERE)
    assert [row.answers["teachers"] for row in versions] == [20, 22]
    assert versions[1].answers["plan"][0]["name"] == "План школы.docx"


def test_enter_saves_the_draft_and_does_not_send(town, phone: Page) -> None:
    path, _ = town.link()
    phone.goto(town.url + path)
    phone.get_by_label("Сколько педагогов в школе?").fill("20")
    phone.get_by_label("Сколько педагогов в школе?").press("Enter")
    expect(phone.locator("body")).to_contain_text("Черновик сохранён")
    expect(phone.get_by_label("Сколько педагогов в школе?")).to_have_value("20")


def test_the_language_changes_at_a_click_and_keeps_what_was_typed(town, phone: Page) -> None:
    path, _ = town.link()
    phone.goto(town.url + path)
    phone.get_by_label("Сколько педагогов в школе?").fill("20")
    phone.get_by_role("button", name="Қазақша").click()
    expect(phone.get_by_label("Мектепте неше педагог бар?")).to_have_value("20")
    picture(phone, "form-phone-kk")


def test_a_file_of_60_mb_is_refused_with_a_page_the_person_sees(
    town, phone: Page, tmp_path: Path
) -> None:
    path, _ = town.link()
    phone.goto(f"{town.url}{path}/files/plan")
    file = tmp_path / "большой.docx"
    with file.open("wb") as stream:
        stream.truncate(48 * 2**20)
    phone.get_by_label("План школы").set_input_files(file)
    phone.get_by_role("button", name="Загрузить").click()
    expect(phone.locator("body")).to_contain_text("Файл больше 1 МБ")
    picture(phone, "too-large-phone")
    phone.get_by_role("link", name="Вернуться к анкете").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Промежуточный мониторинг")


def test_with_javascript_the_draft_is_saved_while_typing(town, desk: Page) -> None:
    path, _ = town.link()
    problems: list[str] = []
    desk.on("console", lambda message: problems.append(message.text))
    desk.on("pageerror", lambda error: problems.append(str(error)))
    desk.goto(town.url + path)
    desk.get_by_label("Пожелания").fill("Қазақша <b>")
    desk.get_by_text("Сохранено в 11:00").wait_for(timeout=8000)
    with reading(town.engine) as session:
        assert sheet(session, **WHERE).draft["fields"]["remark"] == ["Қазақша <b>"]
    assert problems == []


def test_with_javascript_a_large_file_is_told_before_it_is_sent(town, desk, tmp_path) -> None:
    path, _ = town.link()
    desk.goto(f"{town.url}{path}/files/plan")
    file = tmp_path / "большой.docx"
    with file.open("wb") as stream:
        stream.truncate(2 * 2**20)
    desk.get_by_label("План школы").set_input_files(file)
    assert "Файл больше 1 МБ" in desk.locator("#file-error").inner_text()


def test_markup_in_an_answer_is_never_run(town, desk: Page) -> None:
    path, _ = town.link()
    desk.goto(town.url + path)
    attack = "</textarea><script>document.title='broken'</script><img src=x onerror=alert(1)>"
    desk.get_by_label("Пожелания").fill(attack)
    desk.get_by_role("button", name="Сохранить черновик").click()
    assert desk.get_by_label("Пожелания").input_value() == attack
    assert desk.title() != "broken"


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_page_scrolls_sideways_and_every_target_is_large_enough(
    town, browser: Browser, width: int, language: str
) -> None:
    """WCAG 2.2: 1.4.10 (reflow) and 2.5.8 (targets of 24 pixels); ours are 44 but for links in text."""
    path, _ = town.link()
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    board = f"{town.url}/board?token=board-key-of-the-tests"
    page.goto(board)
    base = f"{town.url}/board/{WHERE['edition']}"
    for address in (
        town.url + path,
        f"{town.url}{path}/handover",
        f"{town.url}{path}/files/plan",
        f"{town.url}/a/unknown",
        f"{town.url}/board",
        f"{base}/survey/interim",
        f"{base}/survey/interim/berezovka",
        f"{base}/plan",
    ):
        page.goto(f"{address}?lang={language}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (address, wide)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button:not(.unseen), a.button, input:not([type=hidden]), select, textarea, summary')]
                .filter(e => e.offsetParent)
                .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                .filter(([_, r]) => r.width < 24 || r.height < 24).map(([h]) => h)"""
        )
        assert small == [], address
    context.close()


def test_every_field_has_a_label_every_group_a_legend_and_every_text_its_contrast(
    town, desk: Page
) -> None:
    """WCAG 2.2 AA by hand: 1.3.1, 3.1.1, 4.1.2, 1.4.3 with the colours that the browser computed."""
    path, _ = town.link()
    desk.goto(town.url + path)
    desk.get_by_label("Сколько педагогов в школе?").fill("много")
    desk.get_by_role("button", name="Отправить").click()
    assert desk.evaluate("document.activeElement.id") == "problems"
    found = desk.evaluate(AUDIT)
    assert found["lang"] == "ru"
    assert found["unlabelled"] == []
    assert found["ungrouped"] == []
    assert found["dangling"] == []
    assert found["twice"] == []
    assert found["headings"][0] == 1 or found["headings"][:2] == [2, 1]
    assert found["pale"] == []


AUDIT = """() => {
  const shown = e => e.offsetParent !== null;
  const fields = [...document.querySelectorAll('input:not([type=hidden]), textarea, select')];
  const luminance = c => {
    const [r, g, b] = c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (let at = e; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const pale = [...document.querySelectorAll('body *')]
    .filter(e => shown(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => {
      const [a, b] = [rgb(getComputedStyle(e).color).slice(0, 3), ground(e)].map(luminance);
      return [e.tagName + ' ' + e.className, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)];
    }).filter(([_, ratio]) => ratio < 4.5);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  return {
    lang: document.documentElement.lang,
    unlabelled: fields.filter(e => !e.labels.length && !e.ariaLabel).map(e => e.outerHTML),
    ungrouped: [...document.querySelectorAll('input[type=radio]')]
      .filter(e => !e.closest('fieldset')?.querySelector('legend')).map(e => e.id),
    dangling: [...document.querySelectorAll('[aria-describedby]')]
      .flatMap(e => e.getAttribute('aria-describedby').trim().split(/\\s+/))
      .filter(id => !document.getElementById(id)),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    headings: [...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1])),
    pale,
  };
}"""


def test_the_pictures_of_the_board_can_be_looked_at(town, desk: Page) -> None:
    """The board opens in a browser, its forms unfold without JavaScript errors."""
    problems: list[str] = []
    desk.on("pageerror", lambda error: problems.append(str(error)))
    desk.on("console", lambda message: problems.append(message.text))
    desk.goto(f"{town.url}/board?token=board-key-of-the-tests")
    expect(desk).to_have_url(re.compile(r"/board$"))
    picture(desk, "board")
    desk.get_by_role("link", name="Промежуточный мониторинг").first.click()
    desk.get_by_role("link", name="Берёзовская СШ").click()
    desk.get_by_text("Освободить от ответа").first.click()
    desk.get_by_label("Почему").fill("Ремонт школы")
    desk.get_by_role("button", name="Освободить от ответа").click()
    expect(desk.locator("body")).to_contain_text("Ремонт школы")
    picture(desk, "board-sheet")
    assert problems == []
