"""Every letter as a mail program shows it: `just letters` draws docs/images/letters-*.png anew.

The letters are the samples of tests/notifications/conftest.py; in Kazakh letters what the roadmap
would say is put into Kazakh here. Headless Chromium draws them on a telephone (360 px) and a desk
(1024 px), light and dark, and as plain text.
"""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, sync_playwright

from notifications.composing import Wording
from notifications.letter import TEMPLATES

ROOT = Path(__file__).parents[1]
PHONE, DESK = 360, 1024
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip

ALSO: dict[str, tuple[str, dict[str, object]]] = {
    "reminder-first": ("reminder", {"number": 1, "started": False, "days_left": 7}),
    "reminder-started": ("reminder", {"number": 2, "started": True, "days_left": 3}),
    "reminder-last-day": ("reminder", {"number": 3, "started": False, "days_left": 0}),
    "meeting-changed": ("meeting", {"changed": True}),
    "meeting-cancelled": ("meeting", {"cancelled": True}),
}
"""Further states of a template: name → template and what differs in its context."""

KAZAKH = {
    "Город-селу": "Қала – ауылға",
    "КГУ «Центр методической работы и информационных технологий в сфере образования»":
        "«Білім беру саласындағы әдістемелік жұмыс және ақпараттық технологиялар орталығы» КММ",
    "методист ЦМРиИТО": "орталық әдіскері",
    "Приказ УО СКО №1095 от 6.10.2023 г.": "СҚО ББ 2023 жылғы 6 қазандағы №1095 бұйрығы",
    "директор": "директор",
    "КГУ «Школа-лицей «Дарын»": "«Дарын» мектеп-лицейі» КММ",
    "ЦМРиИТО": "Әдістемелік орталық",
    "Промежуточный мониторинг": "Аралық мониторинг",
    "Ответы войдут в отчёт за февраль и помогут спланировать помощь школам на весну.":
        "Жауаптар ақпан айының есебіне енгізіліп, мектептерге көктемде көрсетілетін көмекті "
        "жоспарлауға көмектеседі.",
    "Материалы для сборника": "Жинаққа арналған материалдар",
    "разработка урока (Word)": "сабақ әзірлемесі (Word)",
    "описание опыта, до 3 страниц": "тәжірибе сипаттамасы, 3 бетке дейін",
    "фотографии, если есть": "фотосуреттер, бар болса",
    "Айыртауский район": "Айыртау ауданы",
    "Акжарский район": "Ақжар ауданы",
    "Район Шал акына": "Шал ақын ауданы",
    'КГУ "Караталская СШ средняя школа"': "«Қаратал орта мектебі» КММ",
    'КГУ "Казанская средняя школа"': "«Казанка орта мектебі» КММ",
    "КГУ «Бирликская основная школа»": "«Бірлік негізгі мектебі» КММ",
    "Обратная связь": "Кері байланыс",
    "92,7 % (38 из 41)": "92,7 % (41-ден 38)",
    "Отчёт за февраль.docx": "Ақпан айының есебі.docx",
    "Круглый стол «Проект «Город-селу»: трудности и поиск эффективных решений для развития МКШ»":
        "«Қала – ауылға» жобасы: шағын жинақты мектептерді дамытудың қиындықтары мен тиімді "
        "шешімдері» дөңгелек үстелі",
    "г.Петропавловск, КГУ «Первая гимназия», актовый зал":
        "Петропавл қ., «Бірінші гимназия» КММ, акт залы",
    "офлайн": "офлайн",
    "Итоги мониторинга": "Мониторинг қорытындысы",
    "Трудности школ-наставников и МКШ": "Тәлімгер мектептер мен ШЖМ қиындықтары",
    "Сборник материалов": "Материалдар жинағы",
    "Выездной очный семинар": "Көшпелі семинар",
    "с 1 по 30 ноября 2019 года": "2019 жылғы 1–30 қараша",
    "МКОУ «Кленовская средняя школа»": "«Қаратал орта мектебі» КММ",
    "МОУ «Средняя школа № 134 «Дарование»": "«Дарын» мектеп-лицейі» КММ",
    "Волгоград": "Петропавл",
    "директор, +7 84454 0-00-01, klenovskaya@schools.example":
        "директор, +7 715 33 00-01, karatal@schools.example",
    "Возьмите с собой разработки уроков.": "Сабақ әзірлемелерін өзіңізбен бірге алыңыз.",
    "Отзыв о выездном семинаре": "Көшпелі семинар туралы пікір",
    "Сколько педагогов участвует в проекте?": "Жобаға неше педагог қатысады?",
    "Что было полезно?": "Не пайдалы болды?",
    "Открытые уроки <математика & физика>": "Ашық сабақтар <математика & физика>",
    "Трудности": "Қиындықтар",
    "Отчёт за февраль опубликован": "Ақпан айының есебі жарияланды",
    "Отчёт о промежуточном мониторинге готов.": "Аралық мониторинг есебі дайын.",
    "Благодарим всех, кто ответил в срок.": "Мерзімінде жауап бергендердің бәріне рақмет.",
    "Промежуточный мониторинг и анализ реализации проекта, обратная связь":
        "Аралық мониторинг және жобаның іске асырылуын талдау, кері байланыс",
    "февраль": "ақпан",
    "Вопрос 3: участвовало 40 педагогов, а всего в школе 31.\nПросим проверить.":
        "3-сұрақ: 40 педагог қатысқан, ал мектепте барлығы 31.\nТексеруіңізді сұраймыз.",
    "Промежуточный мониторинг, приглашение": "Аралық мониторинг, шақыру",
    "Просим ответить до 29 февраля: Промежуточный мониторинг":
        "29 ақпанға дейін жауап беруіңізді сұраймыз: Аралық мониторинг",
    "Здравствуйте, Мәкен Е.З.!\n\nПросим вас заполнить анкету.":
        "Құрметті Мәкен Е.З.!\n\nСізден сауалнаманы толтыруыңызды сұраймыз.",
    "Информация о результатах мониторинга · сборка отчёта":
        "Мониторинг нәтижелері туралы ақпарат · есепті жинақтау",
    "Не удалось: нет места на диске. Исправьте причину и повторите.":
        "Орындалмады: дискіде орын жоқ. Себебін түзетіп, қайталаңыз.",
    "Промежуточный мониторинг · напоминание 2": "Аралық мониторинг · 2-ескерту",
    "ОСШ «Лесная»": "«Лесная» НМ",
    "ОСШ «Озёрная»": "«Озёрная» НМ",
    "ОСШ «Степная»": "«Степная» НМ",
    "и.о. заведующей МК": "ӘК меңгерушісінің м.а.",
}  # fmt: skip


def samples() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → template and context, in Russian."""
    path = ROOT / "tests" / "notifications" / "conftest.py"
    spec = importlib.util.spec_from_file_location("letter_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = {one: (one, {**module.COMMON, **module.SAMPLES[one]}) for one in TEMPLATES}
    for name, (template, differs) in ALSO.items():
        if differs.keys() <= found[template][1].keys():
            found[name] = (template, {**found[template][1], **differs})
    del found["reminder"]
    order = sorted(found, key=lambda name: TEMPLATES.index(found[name][0]))
    return {name: found[name] for name in order}


def rendered(language: str) -> dict[str, tuple[str, str, str]]:
    """Name → subject, plain text and HTML."""
    wording = Wording()
    return {
        name: wording.render(
            template, language=language, context=in_kazakh(told) if language == "kk" else told
        )
        for name, (template, told) in samples().items()
    }


def in_kazakh(value: Any) -> Any:
    """The same contents as a Kazakh roadmap would have them."""
    if isinstance(value, str):
        return KAZAKH.get(value, value)
    if isinstance(value, dict):
        return {name: in_kazakh(one) for name, one in value.items()}
    return [in_kazakh(one) for one in value] if isinstance(value, list) else value


@contextmanager
def browser() -> Iterator[Browser]:
    """Headless Chromium of this machine."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def picture(opened: Browser, html: str, *, width: int, dark: bool = False) -> Image.Image:
    """A page drawn whole at that width; never wider, or the letter must be scrolled sideways."""
    page = opened.new_page(
        viewport={"width": width, "height": 300}, color_scheme="dark" if dark else "light"
    )
    page.set_content(html)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        print(f"  wider than {width}: {wide}", file=sys.stderr)
    content = page.screenshot(full_page=True)
    page.close()
    return Image.open(io.BytesIO(content)).convert("RGB")


def as_text(subject: str, text: str) -> str:
    """Plain text as a simple mail program shows it."""
    return (
        "<!DOCTYPE html><meta charset=utf-8><body style='margin:12px;background:#fff'>"
        f"<p style='font:bold 15px Arial'>{escape(subject)}</p>"
        f'<pre style=\'font:14px/1.4 "DejaVu Sans Mono",monospace;white-space:pre-wrap;'
        f"overflow-wrap:anywhere'>{escape(text)}</pre>"
    )


def sheet(pictures: dict[str, Image.Image], *, columns: int, scale: float) -> Image.Image:
    """Pictures with their names, packed into columns of equal width, the shortest first filled."""
    font = ImageFont.truetype("DejaVuSans.ttf", 13)
    shrunk = {
        name: one.resize(
            (int(one.width * scale), int(one.height * scale)), Image.Resampling.LANCZOS
        )
        for name, one in pictures.items()
    }
    wide = max(one.width for one in shrunk.values()) + 12
    tops = [8] * columns
    places = {}
    for name, one in shrunk.items():
        column = tops.index(min(tops))
        places[name] = (column * wide + 6, tops[column])
        tops[column] += one.height + 34
    whole = Image.new("RGB", (wide * columns, max(tops)), "#c9d1d9")
    draw = ImageDraw.Draw(whole)
    for name, (left, top) in places.items():
        draw.text((left, top), name, fill="#1d2329", font=font)
        whole.paste(shrunk[name], (left, top + 18))
    return whole


def save(image: Image.Image, path: Path) -> None:
    """Few colours are enough for letters, and keep the repository small."""
    image.quantize(24, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}: "
          f"{path.stat().st_size // 1024} KB")  # fmt: skip


SHEETS = {"phone": (6, 0.62), "dark": (6, 0.5), "desk": (3, 0.5), "text": (3, 0.5)}
"""Shape → columns and scale; each sheet stays under 500 KB."""


def draw(folder: Path, *, single: Path | None = None) -> None:
    """All sheets into `folder`; each picture by itself into `single`, to be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as opened:
        for language in ("ru", "kk"):
            shapes: dict[str, dict[str, Image.Image]] = {}
            for name, (subject, text, html) in rendered(language).items():
                plain = as_text(subject, text)
                for shape, drawn in {
                    "phone": picture(opened, html, width=PHONE),
                    "dark": picture(opened, html, width=PHONE, dark=True),
                    "desk": picture(opened, html, width=DESK),
                    "text": picture(opened, plain, width=DESK),
                }.items():
                    shapes.setdefault(shape, {})[name] = drawn
                    if single is not None:
                        single.mkdir(parents=True, exist_ok=True)
                        drawn.save(single / f"{language}-{name}-{shape}.png")
            for shape, (columns, scale) in SHEETS.items():
                whole = sheet(shapes[shape], columns=columns, scale=scale)
                save(whole, folder / f"letters-{language}-{shape}.png")


if __name__ == "__main__":
    draw(ROOT / "docs" / "images", single=Path(sys.argv[1]) if len(sys.argv) > 1 else None)
