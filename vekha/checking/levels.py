"""Level scales without gaps, declared levels against their figures, and the notation of КУ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from vekha.checking.findings import figure_words, issue_at, list_words, percent_words
from vekha.issues import Issue, Told
from vekha.reading.source import Path
from vekha.roadmap.declared import Coefficient, Coefficients, DeclaredFigure
from vekha.roadmap.figures import Scale
from vekha.roadmap.programme import Roadmap
from vekha.tally.declared import true_share

_SIGNS = {"more": ">", "least": "≥", "less": "<", "exactly": "", "about": "≈"}
_KU = r"КУ\s*([<>≤≥≈]?)\s*(\d+(?:[.,]\d+)?)"  # compiled where a КУ is declared


def check_levels(roadmap: Roadmap) -> Iterator[Issue]:
    """All findings in levels, declared.scales, declared levels and declared.coefficients."""
    for key, scale in roadmap.file.levels.items():
        yield from _scale(roadmap, ("levels", key), scale, code="level-gap")
    for key, scale in roadmap.file.declared.scales.items():
        yield from _scale(roadmap, ("declared", "scales", key), scale, code="level-open")
    for key, target in roadmap.file.targets.items():
        if target.least is None:
            yield issue_at(
                roadmap, "target-without-number", ("targets", key), printed=target.printed
            )
        elif target.indicator is None:
            yield issue_at(roadmap, "target-unmeasured", ("targets", key), printed=target.printed)
    for key, figure in roadmap.file.declared.figures.items():
        if figure.level:
            yield from _level(roadmap, key, figure)
    for key, coefficients in roadmap.file.declared.coefficients.items():
        yield from _coefficients(roadmap, ("declared", "coefficients", key), coefficients)


def _scale(roadmap: Roadmap, path: Path, scale: Scale, *, code: str) -> Iterator[Issue]:
    """What the scale leaves open, or says twice, between 0 and 100."""
    facts: dict[str, object] = {"title": scale.title}
    unbounded = [x.short for x in scale.levels if x.least is None or x.below is None]
    bounds = [
        (x.least, x.below, x.short)
        for x in scale.levels
        if x.least is not None and x.below is not None
    ]
    wrong, reached = [], 0.0
    for least, below, short in sorted(bounds):
        if least != reached:
            span = f"{figure_words(min(least, reached))}–{figure_words(max(least, reached))}"
            wrong.append(_uncovered(span) if least > reached else _twice(span))
        if below <= least:
            empty = f"{short}: {figure_words(least)} ≥ {figure_words(below)}"
            wrong.append(Told(empty, empty, empty))
        reached = max(reached, below)
    if reached != 100:
        wrong.append(_uncovered(f"{figure_words(reached)}–100"))
    if unbounded:
        names = list_words(unbounded)
        wrong.append(Told(f"без границ: {names}", f"шегі жоқ: {names}", f"without bounds: {names}"))
    if wrong:
        gaps = Told.by(lambda language: "; ".join(each.to(language) for each in wrong))
        yield issue_at(roadmap, code, path, **facts, gaps=gaps)


def _uncovered(span: str) -> Told:
    return Told(f"ни одного для {span}", f"{span} үшін деңгей жоқ", f"none for {span}")


def _twice(span: str) -> Told:
    return Told(f"два для {span}", f"{span} үшін екеу", f"two for {span}")


def _level(roadmap: Roadmap, key: str, figure: DeclaredFigure) -> Iterator[Issue]:
    scale = next(
        (
            scale
            for scale in roadmap.file.levels.values()
            if figure.level in [level.short for level in scale.levels]
        ),
        None,
    )
    path: Path = ("declared", "figures", key)
    if scale is None:
        facts = {"key": figure.level, "section": "levels"}
        yield issue_at(roadmap, "unknown-reference", path, **facts)
        return
    alike = [
        other
        for other in roadmap.file.declared.figures.values()
        if other is not figure and other.subject and other.subject == figure.subject
    ]
    for said in (figure, *alike):
        percent = _percent(said)
        level = scale.level_of(percent) if percent is not None else None
        if percent is not None and level is not None and level.short != figure.level:
            yield issue_at(
                roadmap,
                "level-mismatch",
                path,
                printed=figure.printed,
                stated=figure.level,
                other=said.printed,
                share=percent_words(percent),
                level=level.short,
            )


def _percent(figure: DeclaredFigure) -> float | None:
    """The true share where count and base are known, else the stated one; «менее» lies below."""
    true = true_share(figure)
    if true is not None:
        return float(true)
    if figure.share is None:
        return None
    return figure.share - 0.01 if figure.bound == "less" else figure.share


def _coefficients(roadmap: Roadmap, path: Path, found: Coefficients) -> Iterator[Issue]:
    for number, line in enumerate(found.lines):
        at = (*path, "lines", number)
        yield from _notation(roadmap, at, line)
        if line.count is not None and line.count != len(line.organisations):
            named = len(line.organisations)
            facts = {"printed": line.printed, "count": line.count, "named": named}
            yield issue_at(roadmap, "ku-count", at, **facts)
    yield from _coverage(roadmap, path, found)
    questionnaire = roadmap.file.questionnaires.get(found.questionnaire or "")
    if questionnaire is not None:
        linked = sum(question.activity is not None for question in questionnaire.questions)
        items, sections = linked or len(questionnaire.questions), len(questionnaire.sections)
        for of in sorted({line.of for line in found.lines} - {items, sections}):
            facts = {"title": found.title, "of": of, "items": items, "sections": sections}
            yield issue_at(roadmap, "ku-base", path, **facts)


def _notation(roadmap: Roadmap, path: Path, line: Coefficient) -> Iterator[Issue]:
    printed = re.search(_KU, line.printed)
    right = f"КУ {_SIGNS[line.bound]} {figure_words(line.value)}".replace("  ", " ")
    if printed and (printed[1], printed[2].replace(",", ".")) != (
        _SIGNS[line.bound],
        f"{line.value:g}",
    ):
        facts = {"printed": line.printed, "stated": printed[0], "right": right}
        yield issue_at(roadmap, "ku-notation", path, **facts)


def _coverage(roadmap: Roadmap, path: Path, found: Coefficients) -> Iterator[Issue]:
    """Each organisation of the kinds named stands in exactly one line."""
    counted = Counter(key for line in found.lines for key in line.organisations)
    known = roadmap.organisations
    kinds = {known[key].kind for key in counted if key in known}
    missing = [o.label for o in known.values() if o.kind in kinds and o.key not in counted]
    twice = [known[key].label for key, times in counted.items() if times > 1 and key in known]
    if missing or twice:
        facts = {"missing": list_words(missing) or "—", "twice": list_words(twice) or "—"}
        yield issue_at(roadmap, "ku-coverage", path, title=found.title, **facts)
