"""Terms as officials write them: phrase in, reading out. Which action follows is not decided here."""

from vekha.terms.answer import term_json
from vekha.terms.period import read_period
from vekha.terms.reader import read_term
from vekha.terms.term import Certainty, Offset, Period, Term, TermKind, Window

__all__ = [
    "Certainty",
    "Offset",
    "Period",
    "Term",
    "TermKind",
    "Window",
    "read_period",
    "read_term",
    "term_json",
]
