"""Tables that the document declares: sums, shares in rows, precision, labels, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from vekha.checking.findings import figure_words, issue_at, percent_words, read_figure
from vekha.issues import Issue
from vekha.reading.source import Path
from vekha.roadmap.declared import DeclaredColumn, DeclaredRow, DeclaredTable
from vekha.roadmap.programme import Roadmap

TOLERANCE = Fraction(1, 2)  # percentage points by which a printed share may differ


def check_tables(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings in declared.tables."""
    for key, table in roadmap.file.declared.tables.items():
        path: Path = ("declared", "tables", key)
        for number, row in enumerate(table.rows):
            yield from _row(roadmap, (*path, "rows", number), table, row)
            yield from _name(roadmap, (*path, "rows", number), row)
        if table.total is not None:
            yield from _total(roadmap, (*path, "total"), table, table.total)


def _row(roadmap: Roadmap, path: Path, table: DeclaredTable, row: DeclaredRow) -> Iterator[Issue]:
    figures = _figures(table, row)
    if len(row.figures) != len(table.columns):
        facts = {"cells": len(row.figures), "columns": len(table.columns)}
        yield issue_at(roadmap, "table-row-length", path, **facts)
    for column in table.columns:
        if column.share and column.of:
            yield from _share(roadmap, path, column, row, figures)
        part, whole = figures.get(column.key), figures.get(column.not_above or "")
        if part and whole and part[0] > whole[0]:
            yield issue_at(
                roadmap,
                "part-above-whole",
                path,
                label=row.label.strip(),
                part=column.title,
                value=figure_words(part[0]),
                whole=_title(table, column.not_above),
                most=figure_words(whole[0]),
            )


def _share(
    roadmap: Roadmap,
    path: Path,
    column: DeclaredColumn,
    row: DeclaredRow,
    figures: Mapping[str, tuple[Fraction, int]],
) -> Iterator[Issue]:
    printed, part = figures.get(column.key), figures.get(column.share or "")
    whole = figures.get(column.of or "")
    if not (printed and part and whole and whole[0]):
        return
    true = 100 * part[0] / whole[0]
    if abs(printed[0] - true) > TOLERANCE:
        yield issue_at(
            roadmap,
            "share-count",
            path,
            printed=f"{row.label.strip()}: {column.title}".removeprefix(": "),
            share=figure_words(printed[0]),
            count=figure_words(part[0]),
            base=figure_words(whole[0]),
            true=percent_words(true),
        )


def _total(
    roadmap: Roadmap, path: Path, table: DeclaredTable, total: DeclaredRow
) -> Iterator[Issue]:
    yield from _row(roadmap, path, table, total)
    sums = _figures(table, total)
    rows = [_figures(table, row) for row in table.rows]
    for column in table.columns:
        stated = sums.get(column.key)
        if stated is None:
            continue
        given = [row[column.key] for row in rows if column.key in row]
        if column.share:
            decimals = {d for _, d in given}
            if decimals and decimals != {stated[1]}:
                rows_have, facts = max(decimals), {"column": column.title, "total": stated[1]}
                yield issue_at(roadmap, "mixed-precision", path, rows=rows_have, **facts)
            continue
        added = sum((value for value, _ in given), start=Fraction(0))
        if added != stated[0]:
            facts = {"column": column.title, "total": figure_words(stated[0])}
            yield issue_at(roadmap, "table-sum", path, sum=figure_words(added), **facts)
    if not total.label.strip():
        yield issue_at(roadmap, "unlabelled-total", path, table=table.title)


def _name(roadmap: Roadmap, path: Path, row: DeclaredRow) -> Iterator[Issue]:
    label = row.label
    if label != " ".join(label.split()):
        yield issue_at(roadmap, "name-space", path, printed=label, name=" ".join(label.split()))
    organisation = roadmap.organisations.get(row.organisation or "")
    if organisation and " ".join(label.split()) not in (organisation.name, organisation.short):
        name = organisation.name
        yield issue_at(roadmap, "alias", path, printed=label.strip(), name=name)


def _figures(table: DeclaredTable, row: DeclaredRow) -> dict[str, tuple[Fraction, int]]:
    read = {
        column.key: read_figure(printed)
        for column, printed in zip(table.columns, row.figures, strict=False)
    }
    return {key: figure for key, figure in read.items() if figure is not None}


def _title(table: DeclaredTable, key: str | None) -> str:
    return next((column.title for column in table.columns if column.key == key), key or "")
