"""A roadmap's own templates of letters judged before anything is sent: where they stand, and each one
filled with samples. What stands in a template is read in template_reading.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from traceback import walk_tb

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from notifications.composing import Wording
from notifications.judging_words import OF_SUBJECT, OF_TEXT, problem_words
from notifications.letter import LANGUAGES, TEMPLATES, LetterUnwritable
from notifications.samples import LINK, every_field, samples
from notifications.template_reading import column_of, known_templates, read_template
from vekha.catalogue import severity_of
from vekha.issues import Issue, Place, Severity
from vekha.reading.shape import nearest
from vekha.roadmap.own_letters import FOLDER

LARGEST = 100 * 1024
"""Longer letters are cut off by Gmail, and a template is shorter than what it makes."""

SHARED = "letter"
"""The template of the words that all letters of a language share."""

ASKING = ("invitation", "collection", "reminder", "together", "returned")
"""Letters whose reader cannot answer without the link."""

OFTEN = {"kz": "kk", "kaz": "kk", "qaz": "kk", "rus": "ru", "eng": "en"}
PLACED = re.compile(r"(?P<language>[^/]+)/(?P<file>[^/]+)")
PART = re.compile(r"_[\w-]+\.j2")
NAMES = [f"{name}.j2" for name in (*TEMPLATES, SHARED)]


def judge_letters(files: Mapping[str, bytes], *, folder: str = "") -> tuple[Issue, ...]:
    """Everything wrong with the templates among a roadmap's files («letters/ru/reminder.j2»)."""
    found: list[Issue] = []
    texts: dict[str, str] = {}
    for name in sorted(name for name in files if name.startswith(FOLDER)):
        own = name.removeprefix(FOLDER)
        wrong = list(_misplaced(own, folder=folder)) or list(
            _unreadable(own, files[name], folder=folder)
        )
        if not wrong:
            texts[own] = files[name].decode("utf-8-sig")
        found += [one for one in wrong if one not in found]
    for own, text in texts.items():
        found += read_template(own, text, texts, folder=folder)
    broken = {issue.place.file for issue in found if severity_of(issue) is Severity.ERROR}
    found += _filled(texts, broken=broken, folder=folder)
    return tuple(found)


def _misplaced(own: str, *, folder: str) -> Iterator[Issue]:
    """A file where no template is looked for, or under a name that no letter has."""
    path = FOLDER + own
    placed = PLACED.fullmatch(own)
    if placed is None:
        yield Issue("letter-misplaced", Place(folder + path), path, {"name": own})
    elif placed["language"] not in LANGUAGES:
        given = placed["language"]
        often = OFTEN.get(given.lower())
        near = {"nearest": often} if often else nearest(given.lower(), [*LANGUAGES])
        place = FOLDER + given
        yield Issue("letter-misplaced", Place(folder + place), place, {"name": given, **near})
    elif placed["file"] not in NAMES and not PART.fullmatch(placed["file"]):
        given = placed["file"]
        facts = {"name": given, "known": ", ".join(NAMES), **nearest(given.lower(), NAMES)}
        yield Issue("letter-unknown-name", Place(folder + path), path, facts)


def _unreadable(own: str, content: bytes, *, folder: str) -> Iterator[Issue]:
    path = FOLDER + own
    if len(content) > LARGEST:
        facts = {"size": -(-len(content) // 1024), "limit": LARGEST // 1024}
        yield Issue("letter-too-large", Place(folder + path, 1, 1), path, facts)
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        yield Issue("not-utf8", Place(folder + path, line, column), path)
        return
    if "\0" in text:
        yield Issue("not-utf8", Place(folder + path, 1, 1), path)


def _filled(texts: Mapping[str, str], *, broken: set[str], folder: str) -> list[Issue]:
    """What comes to light only when letters are written; each place is told of once."""
    wording = Wording(texts)
    found: dict[tuple[str, Place], Issue] = {}
    for language in LANGUAGES:
        shared = f"{language}/{SHARED}.j2" in texts
        for template in TEMPLATES:
            name = f"{language}/{template}.j2"
            if folder + FOLDER + name in broken or not (shared or name in texts):
                continue
            for issue in _tried(wording, name, texts, folder=folder):
                if issue.place.file not in broken:
                    found.setdefault((issue.code, issue.place), issue)
    return list(found.values())


def _tried(wording: Wording, name: str, texts: Mapping[str, str], *, folder: str) -> list[Issue]:
    """One letter with each of its samples, the full one first."""
    language, _, file = name.partition("/")
    template = file.removesuffix(".j2")
    found: list[Issue] = []
    for number, context in enumerate(samples(template)):
        try:
            written = wording.render(template, language=language, context=context)
        except LetterUnwritable as error:
            found.append(_of_error(error.__cause__ or error, name, texts, folder=folder))
            if isinstance(error.__cause__, RecursionError):
                break  # slow, and the same for each
            continue
        if number == 0 and name in texts:
            found += _lacking(template, *written[:2], place=Place(folder + FOLDER + name, 1, 1))
    return found


def _lacking(template: str, subject: str, text: str, *, place: Place) -> Iterator[Issue]:
    """What a letter that could be written has not got."""
    path = place.file[place.file.rfind(FOLDER) :]
    if not text.strip() or not subject:
        what = OF_TEXT if subject else OF_SUBJECT
        yield Issue("letter-empty", place, path, {"what": what, "example": f"shipped/{path[8:]}"})
    elif template in ASKING and LINK not in text:
        yield Issue("letter-without-link", place, path)


def _of_error(error: BaseException, name: str, texts: Mapping[str, str], *, folder: str) -> Issue:
    """The finding for what a template raised, at the last line of an own template on the way."""
    own, line = name, 1
    if isinstance(error, TemplateSyntaxError) and error.name in texts:
        own, line = str(error.name), error.lineno
    for frame, number in walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(FOLDER):
            own, line = frame.f_code.co_filename.removeprefix(FOLDER), number
    message = str(error)
    missing = re.search(r"^'(\w+)' is undefined|(?<!'None') has no attribute '(\w+)'", message)
    facts: dict[str, object] = {"problem": problem_words(message)}
    code, word = "letter-unfillable", ""
    if isinstance(error, SecurityError):
        found = re.search(r"attribute '(\w+)'", message)
        code, word = "letter-forbidden", found[1] if found else ""
        facts = {"what": word or message}
    elif isinstance(error, UndefinedError) and missing:
        code, word = "letter-unknown-variable", missing[1] or missing[2]
        facts = {"name": word, **nearest(word, sorted(every_field() - {word}))}
    elif isinstance(error, TemplateNotFound):
        code, word = "letter-unknown-part", str(error.name)
        facts = {"name": word, **nearest(word, known_templates(texts))}
    place = Place(folder + FOLDER + own, line, column_of(texts.get(own, ""), line, word))
    return Issue(code, place, FOLDER + own, facts)
