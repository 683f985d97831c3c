"""A term as the command line prints it; how it was read is in the other modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vekha.terms.term import Term


def term_json(term: Term) -> dict[str, Any]:
    """The JSON of `vekha terms`: days as ISO strings, a deadline with `"from": null`."""
    return {
        "phrase": term.phrase,
        "kind": str(term.kind),
        "windows": [
            {
                "from": window.start.isoformat() if window.start else None,
                "until": window.until.isoformat(),
            }
            for window in term.windows
        ],
        "rrule": term.rrule,
        "resolvable": term.resolvable,
        "certainty": str(term.certainty),
        "notes": list(term.notes),
    }
