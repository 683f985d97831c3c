"""What the YAML parser complains of, in the words of those who write the file."""

from __future__ import annotations

import re

import yaml

from vekha.issues import Told

_OPENED = re.compile("quoted scalar")
# The two parsers word the same fault differently; the first fragment that is found tells it.
_PROBLEMS: tuple[tuple[str, Told], ...] = (
    (
        "mapping values are not allowed",
        Told(
            "лишнее двоеточие, или строкой выше забыто двоеточие после ключа",
            "артық қос нүкте, не жоғарыдағы жолда кілттен кейін қос нүкте ұмытылған",
            "a colon too many, or one forgotten after a key in the line above",
        ),
    ),
    (
        "sequence entries are not allowed",
        Told(
            "список «- …» начинают с новой строки, а не после двоеточия",
            "«- …» тізімі қос нүктеден кейін емес, жаңа жолдан басталады",
            "a list “- …” begins on a line of its own, not behind a colon",
        ),
    ),
    (
        "find expected ':'",
        Told(
            "после ключа нет двоеточия",
            "кілттен кейін қос нүкте жоқ",
            "there is no colon behind the key",
        ),
    ),
    (
        "expected ',' or",
        Told(
            "внутри скобок не хватает запятой, или скобка не закрыта",
            "жақша ішінде үтір жетіспейді не жақша жабылмаған",
            "a comma is missing within the brackets, or they are not closed",
        ),
    ),
    (
        "expected '-' indicator",
        Told(
            "среди строк списка «- …» стоит строка другого вида",
            "«- …» тізімінің арасында басқа түрдегі жол тұр",
            "a line of another kind stands among the lines “- …” of a list",
        ),
    ),
    (
        "expected key|expected <block end>",
        Told(
            "здесь ожидается новый ключ: отступ не совпадает с соседними строками, или после "
            "закрытой кавычки стоит ещё текст",
            "мұнда жаңа кілт күтіледі: шегініс көрші жолдармен сәйкес емес, не жабылған "
            "тырнақшадан кейін тағы мәтін тұр",
            "a new key is expected: the indentation is unlike its neighbours’, or text follows a "
            "closed quote",
        ),
    ),
    (
        "cannot start any token",
        Told(
            "значение с этого знака начинаться не может: возьмите его в кавычки",
            "мән бұл белгіден бастала алмайды: оны тырнақшаға алыңыз",
            "a value cannot begin with this character: put it in quotes",
        ),
    ),
    (
        "unknown escape character",
        Told(
            "в двойных кавычках обратная косая черта меняет смысл знака за ней: удвойте её "
            "или возьмите одинарные кавычки",
            "қос тырнақша ішінде кері қиғаш сызық келесі белгінің мағынасын өзгертеді: оны "
            "екі рет жазыңыз не дара тырнақша алыңыз",
            "in double quotes a backslash changes what follows it: double it, or use single quotes",
        ),
    ),
    (
        "unexpected end of stream|unexpected document",
        Told(
            "кавычка открыта и до конца не закрыта",
            "тырнақша ашылып, соңына дейін жабылмаған",
            "a quote is opened and never closed",
        ),
    ),
    (
        "undefined tag handle|undefined alias",
        Told(
            "значение начинается со служебного знака YAML: возьмите его в кавычки",
            "мән YAML қызметтік белгісінен басталады: оны тырнақшаға алыңыз",
            "the value begins with a character that YAML keeps for itself: put it in quotes",
        ),
    ),
    (
        "expected alphabetic or numeric",
        Told(
            "после «*» или «&» ожидается имя; если это текст, возьмите его в кавычки",
            "«*» не «&» белгісінен кейін ат күтіледі; бұл мәтін болса, тырнақшаға алыңыз",
            "a name is expected behind “*” or “&”; if it is text, put it in quotes",
        ),
    ),
    (
        "expected node content|expected the node content",
        Told(
            "здесь ожидается значение, а стоит запятая или скобка",
            "мұнда мән күтіледі, ал үтір не жақша тұр",
            "a value is expected, but there is a comma or a bracket",
        ),
    ),
    (
        "comment or line break|chomping or indentation",
        Told(
            "после «|» или «>» текст начинают с новой строки",
            "«|» не «>» белгісінен кейін мәтін жаңа жолдан басталады",
            "behind “|” or “>” the text begins on a new line",
        ),
    ),
    (
        "expected '?<document start>",
        Told(
            "после конца документа («...») стоит ещё что-то",
            "құжат соңынан («...») кейін тағы бірдеңе тұр",
            "something follows the end of the document (“...”)",
        ),
    ),
    (
        "characters are not allowed|unacceptable character",
        Told(
            "в строке невидимый управляющий знак: удалите его",
            "жолда көрінбейтін басқару белгісі бар: оны өшіріңіз",
            "there is an invisible control character in the line: delete it",
        ),
    ),
)


def problem_words(problem: str) -> Told:
    """A parser's complaint in three languages; an unheard-of one stays as it is."""
    for fragment, told in _PROBLEMS:
        if re.search(fragment, problem):
            return told
    return Told(problem, problem, problem)


def open_quote(
    error: yaml.MarkedYAMLError, last: yaml.Event | None
) -> tuple[int, int, Told] | None:
    """Line and column (from 1) of a quote that is not closed where it should be, and its story.

    The parser sees the fault far below: at the end, or where the next quote «closes» it.
    """
    opened = error.context_mark
    if opened is not None and _OPENED.search(error.context or ""):
        if "escape" in (error.problem or ""):
            return None
        return opened.line + 1, opened.column + 1, problem_words("unexpected end of stream")
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    starts, ends, noticed = last.start_mark, last.end_mark, error.problem_mark
    if starts is None or ends is None or noticed is None:
        return None
    if starts.line == ends.line or noticed.line != ends.line:
        return None
    line = ends.line + 1
    told = Told(
        f"открытая здесь кавычка закрылась только в строке {line}, и текст за ней лишний",
        f"мұнда ашылған тырнақша тек {line}-жолда жабылған, одан кейінгі мәтін артық",
        f"the quote opened here is closed only in line {line}, and the text behind it is left over",
    )
    return starts.line + 1, starts.column + 1, told
