"""A form against its questionnaire: who is asked what, what was typed, what is wrong with it.

Pure: text fields in, answers and problems out. Files are kept elsewhere and come in as they are
recorded (see answers.py); the pages are in surveys/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vekha.questionnaire_words import PROBLEMS, SCALE

if TYPE_CHECKING:
    from vekha.answers import Answers
    from vekha.roadmap.people import Organisation
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question, Questionnaire

Fields = Mapping[str, Sequence[str]]  # as a form gives them: question key → what was typed
Files = Mapping[str, Sequence[Mapping[str, Any]]]  # question key → files, as answers.py says

LARGEST = 999_999_999
LONGEST = 10_000
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d{1,6}))?")
_SHORTENED = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the question's key, a code of PROBLEMS, and the sentence to show."""

    question: str
    code: str
    message: str


class _Refused(Exception):
    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


def questions_for(
    questionnaire: Questionnaire, roadmap: Roadmap, organisation: Organisation
) -> tuple[Question, ...]:
    """The questions that are asked of this organisation, in order.

    A question's audience names roles, kinds of organisations, districts or organisations.
    """
    belongs = {organisation.key, organisation.kind, organisation.district} - {""}
    roles: dict[str, bool] = {}

    def holds(role: str) -> bool:
        if role not in roles:
            members = roadmap.members(role)
            roles[role] = any(person.organisation == organisation.key for person in members)
        return roles[role]

    return tuple(
        question
        for question in questionnaire.questions
        if not question.audience
        or any(word in belongs or holds(word) for word in question.audience)
    )


def read_form(
    fields: Fields, *, asked: Sequence[Question], language: str, files: Files | None = None
) -> tuple[Answers, tuple[Problem, ...]]:
    """What was answered, and everything that is wrong with it, in the order of the questions.

    An answer with a problem is left out of the answers; the caller shows the fields again as they
    were typed, so nothing is lost. Fields that are not asked are ignored.
    """
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in asked:
        try:
            answer = _read(question, fields=fields, files=files or {})
            if answer is not None:
                answers[question.key] = answer
            elif question.required:
                raise _Refused(_missing_code(question), formats=formats_of(question))
        except _Refused as refused:
            problems.append(_problem(question, refused, language=language))
    problems += _cross_check(answers, asked=asked, language=language)
    order = {question.key: number for number, question in enumerate(asked)}
    return answers, tuple(sorted(problems, key=lambda problem: order[problem.question]))


def type_out(answers: Answers, *, asked: Sequence[Question]) -> dict[str, list[str]]:
    """The fields that a person would have typed to give these answers; files are left out."""
    fields: dict[str, list[str]] = {}
    for question in asked:
        answer = answers.get(question.key)
        if answer is None or question.kind == "file":
            continue
        match question.kind:
            case "number" | "share":
                fields[question.key] = [say_number(answer)]
            case "several":
                fields[question.key] = list(answer)
            case "date":
                fields[question.key] = [_say_date(answer)]
            case _:
                fields[question.key] = [str(answer)]
    return fields


def say_answer(question: Question, answer: object, *, language: str) -> str:
    """The answer as the person gave it, in words; an empty string for a blank."""
    if answer is None:
        return ""
    match question.kind:
        case "number" if isinstance(answer, int | float):
            unit = f" {question.unit.to(language)}" if question.unit else ""
            return say_number(answer) + unit
        case "share" if isinstance(answer, int | float):
            return f"{say_number(answer)} %"
        case "choice" | "scale":
            return dict(options_of(question, language=language)).get(str(answer), str(answer))
        case "several" if isinstance(answer, list | tuple):
            texts = dict(options_of(question, language=language))
            return "; ".join(texts.get(str(key), str(key)) for key in answer)
        case "file" if isinstance(answer, list | tuple):
            return "; ".join(str(file["name"]) for file in answer)
        case "date":
            return _say_date(str(answer))
    return str(answer)


def options_of(question: Question, *, language: str) -> tuple[tuple[str, str], ...]:
    """What there is to choose from: (key, text), for choice, several and scale."""
    if question.kind != "scale":
        return tuple((choice.key, choice.text.to(language)) for choice in question.choices)
    zeros = tuple((zero.key, f"0 {zero.text.to(language)}") for zero in question.zeros)
    ends = tuple((key, SCALE[key][language]) for key in ("plus", "minus"))
    return ends + (zeros or (("absent", SCALE["absent"][language]),))


def formats_of(question: Question) -> str:
    """«DOCX, PDF», the files a question takes."""
    return ", ".join(name.upper() for name in question.formats)


def say_number(number: float) -> str:
    """«1 234», «12,5»: groups parted by a no-break space, decimal comma."""
    whole, _, rest = f"{number:.6f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\N{NO-BREAK SPACE}")
    sign = "-" if number < 0 and int(whole) == 0 else ""
    return sign + grouped + (f",{rest.rstrip('0')}" if rest.rstrip("0") else "")


def clean(text: str) -> str:
    """The text without what no database or printer takes: control and unpaired characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter
        for letter in lines
        if letter in "\n\t" or unicodedata.category(letter) not in _REFUSED
    )


_REFUSED = frozenset({"Cc", "Cs"})


def _read(question: Question, *, fields: Fields, files: Files) -> Any:
    if question.kind == "file":
        return _read_files(question, files=files.get(question.key, ()))
    typed = [clean(value).strip() for value in fields.get(question.key, ())]
    typed = [value for value in typed if value]
    if not typed:
        return None
    match question.kind:
        case "number" | "share":
            return _read_number(question, typed=typed[-1])
        case "choice" | "scale":
            return _read_choice(question, typed=typed[-1:])[0]
        case "several":
            return _read_choice(question, typed=typed)
        case "date":
            return _read_date(typed[-1])
        case _:
            if len(typed[-1]) > LONGEST:
                raise _Refused("too-long", length=len(typed[-1]), most=LONGEST)
            return typed[-1]


def _read_number(question: Question, *, typed: str) -> int | float:
    shown = typed if len(typed) <= _SHORTENED else typed[:_SHORTENED] + "…"
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed).replace("−", "-")).strip()
    if question.kind == "share":
        plain = plain.removesuffix("%").strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        inner = re.findall(r"\d+(?:[.,]\d+)?", plain)
        if len(inner) == 1 and len(inner[0]) <= 9:
            raise _Refused("number-with-words", typed=shown, right=inner[0])
        raise _Refused("not-a-number", typed=shown)
    sign, whole, rest = found.groups()
    digits = whole.replace(" ", "").lstrip("0") or "0"
    most = _most(question)
    if len(digits) > 12:
        code = "negative" if sign == "-" else "too-large"
        raise _Refused(code, typed=shown, most=say_number(most))
    number = float(f"{sign}{digits}.{rest or 0}")
    _check_range(question, number=number, shown=shown, most=most)
    return int(number) if number.is_integer() else number


def _check_range(question: Question, *, number: float, shown: str, most: float) -> None:
    least = question.least or 0
    if number < 0 <= least:
        raise _Refused("negative", typed=shown)
    if question.kind == "number" and question.whole and not number.is_integer():
        raise _Refused("not-whole", typed=shown, right=say_number(round(number)))
    if number < least:
        raise _Refused("too-small", typed=shown, least=say_number(least))
    if number > most:
        raise _Refused("too-large", typed=shown, most=say_number(most))


def _most(question: Question) -> float:
    if question.most is not None:
        return question.most
    return 100 if question.kind == "share" else LARGEST


def _read_choice(question: Question, *, typed: Sequence[str]) -> list[str]:
    known = [key for key, _ in options_of(question, language="ru")]
    if any(key not in known for key in typed):
        raise _Refused("unknown-choice")
    return [key for key in known if key in typed]


def _read_date(typed: str) -> str:
    shown = typed[:_SHORTENED]
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed)
    written = re.fullmatch(r"([0-9]{1,2})[./ ]+([0-9]{1,2})[./ ]+([0-9]{4})(?: ?г\.?)?", typed)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if written:
            return date(int(written[3]), int(written[2]), int(written[1])).isoformat()
    except ValueError:
        pass
    raise _Refused("not-a-date", typed=shown)


def _say_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def _read_files(
    question: Question, *, files: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]] | None:
    if len(files) > question.files:
        raise _Refused("too-many-files", length=len(files), most=question.files)
    return list(files) or None


def _missing_code(question: Question) -> str:
    match question.kind:
        case "number" | "share":
            return "required-number"
        case "choice" | "scale":
            return "required-choice"
        case "several" | "file" | "date":
            return f"required-{question.kind}"
        case _:
            return "required"


def _cross_check(
    answers: Mapping[str, Any], *, asked: Sequence[Question], language: str
) -> list[Problem]:
    texts = {question.key: question.text.to(language) for question in asked}
    found = []
    for question in asked:
        this, that = answers.get(question.key), answers.get(question.not_above or "")
        if isinstance(this, int | float) and isinstance(that, int | float) and this > that:
            refused = _Refused(
                "above-other",
                this=say_number(this),
                that=say_number(that),
                other=texts[question.not_above or ""],
            )
            found.append(_problem(question, refused, language=language))
    return found


def _problem(question: Question, refused: _Refused, *, language: str) -> Problem:
    message = PROBLEMS[refused.code][language].format(**refused.facts)
    return Problem(question.key, refused.code, message)
