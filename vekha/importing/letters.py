"""Small questions about Russian and Kazakh texts: letters only, how it begins, how it ends."""

from __future__ import annotations

import re

UPPER = "А-ЯЁӘҒҚҢӨҰҮҺІ"
LOWER = "а-яёәғқңөұүһі"
KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_FOLD = str.maketrans("әғқңөұүһіё", "агкноуухие")
DIVIDED = re.compile(rf"(?<=[{LOWER}])-\s+(?=[{LOWER}])")  # «испол- нители», as one line shows it
_BROKEN = re.compile(rf"([{UPPER}{LOWER}]+)-[ \t]*\n\s*(?=[{LOWER}])")
_FIRST_OF_TWO = re.compile(
    r"(?i)\w+о|учител\w+|педагог\w*|школ\w+|семинар\w*|тренинг\w*|мастер|план|директор\w*|"
    r"инженер|музе\w+|лекци\w+|конкурс\w*|урок\w*|іс"
)
_LOOSE_ENDS = re.compile(
    r"(?:[-,(–—]|\b(?:и|в|на|с|по|для|о|об|к|из|от|при|до|за|у|или|а|не|во|со|и/или|мен|және|№))$",
    re.IGNORECASE,
)


def flat(text: str) -> str:
    """One line, single spaces."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Only letters and digits, lower case: «Ответствен-\\nный» and «ответственный» are the same."""
    return "".join(c for c in text.lower() if c.isalnum())


def folded(text: str) -> str:
    """`squeezed`, and Kazakh letters as a Russian keyboard has them; ь and ъ dropped."""
    return re.sub("[ьъ]", "", squeezed(text).translate(_FOLD))


def begins_lower(text: str) -> bool:
    """Whether the first sign is a small letter or a mark that only continues: `, ) ;`."""
    found = text.lstrip(" «\"'„“(")[:1]
    return found.islower() or text.lstrip()[:1] in {",", ")", ";", "»", "/"}


def open_quotes(text: str) -> int:
    """How many «quotes» are open at the end; straight quotes are not counted."""
    return text.count("«") - text.count("»")


def hangs(text: str) -> bool:
    """Whether the text cannot end here: a preposition, a comma, a hyphen, a bracket that is open."""
    plain = text.rstrip()
    return bool(_LOOSE_ENDS.search(plain)) or plain.count("(") > plain.count(")")


def joined(first: str, second: str) -> str:
    """Two parts of one text: a word that was divided by a hyphen becomes whole."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if re.search(rf"[{LOWER}]-$", first) and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"


def is_kazakh(text: str) -> bool:
    """Whether a text is rather Kazakh than Russian: by the share of letters that only Kazakh has."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c in KAZAKH for c in letters) / len(letters) > 0.06


def whole_brackets(text: str) -> str:
    """Without a bracket at either end that has no other half: «(по графику» → «по графику»."""
    text = text.strip()
    while text.startswith(")") or (text.startswith("(") and text.count("(") > text.count(")")):
        text = text[1:].strip()
    while text.endswith("(") or (text.endswith(")") and text.count(")") > text.count("(")):
        text = text[:-1].strip()
    return text


def unbroken(text: str) -> str:
    """Words that a line's end divided, whole; the hyphen of a word made of two stays. Other breaks stay."""
    return _BROKEN.sub(lambda m: f"{m[1]}-" if _FIRST_OF_TWO.fullmatch(m[1]) else m[1], text)
