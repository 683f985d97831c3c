"""docs/diagnostics.md: every diagnostic with what it says and what to do, made from the catalogue."""

from __future__ import annotations

from vekha.catalogue import Entry, catalogue
from vekha.issues import Severity

_HEAD = """# Диагностика

Всё, что может сказать `vekha check`: {number} замечаний. Страница собрана из каталога
(`vekha/diagnostics.toml`), где каждое есть на русском, казахском и английском (`--lang ru|kk|en`).

- **E** останавливает развёртывание. Противоречие, которое стоит в самом документе (отмечено *), можно
  принять с причиной в разделе `acknowledged`; ошибку записи — нельзя.
- **W** можно принять с причиной, **I** только сообщает.

| код | | что говорит | что делать |
|---|---|---|---|
"""


def catalogue_page() -> str:
    """The whole page; errors first, then by code."""
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}
    entries = sorted(catalogue().values(), key=lambda e: (order[e.severity], e.code))
    rows = "".join(_row(entry) for entry in entries)
    return _HEAD.format(number=len(entries)) + rows


def _row(entry: Entry) -> str:
    mark = "\\*" if entry.of_document and entry.severity is Severity.ERROR else ""
    message, hint = (
        text.replace("{{", "{").replace("}}", "}")  # doubled for str.format
        for text in (entry.message["ru"], entry.hint.get("ru", ""))
    )
    cells = (f"`{entry.code}`", f"{entry.severity.value}{mark}", message, hint)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"
