"""Risk profiles: factor, weight, chosen or not, measures, and how they stand at each stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vekha.documents.wording import say
from vekha.outline import Cell, Column, Heading, Row, Table
from vekha.questionnaire import say_answer
from vekha.unfolding.risks import CHOSEN, MEASURES, NOTE, SIGNIFICANCE, STATUS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vekha.answers import Wave
    from vekha.documents.visit_tables import Setting
    from vekha.outline import Block
    from vekha.roadmap.risks import Factor, Risk, RiskProfile, Risks


def risk_blocks(setting: Setting) -> Iterator[Block]:
    """A table per school: what the document states, completed by what the school told."""
    risks = setting.roadmap.file.risks
    if risks is None:
        return
    yield Heading(say(setting.language, "info-risks"))
    for profile in risks.profiles:
        yield Heading(setting.label(profile.school), level=2)
        yield _table(setting, risks, profile)
    verdict = risks.verdict_survey
    wave = setting.data.waves.get(verdict or "")
    if verdict and wave and wave.opens <= setting.data.as_of:
        yield Heading(setting.roadmap.file.surveys[verdict].title.to(setting.language), level=2)
        yield _verdict(setting, wave)


def _verdict(setting: Setting, wave: Wave) -> Table:
    """What each curator judged, word for word."""
    survey = setting.roadmap.file.surveys[wave.survey]
    questions = setting.roadmap.file.questionnaires[survey.questionnaire].questions
    columns = (
        Column(say(setting.language, "info-curator"), "left", 1.6),
        *(Column(question.text.to(setting.language), "left", 1.5) for question in questions),
    )
    rows = []
    for sheet in wave.sheets:
        who = Cell(f"{sheet.respondent.organisation.label}\n{sheet.respondent.person.label}")
        if sheet.answered and sheet.submission:
            given = sheet.submission.answers
            told = [say_answer(q, given.get(q.key), language=setting.language) for q in questions]
        else:
            told = [*[""] * (len(questions) - 1), say(setting.language, "visit-blank")]
        rows.append(Row((who, *(Cell(text or "—") for text in told))))
    return Table(columns, tuple(rows), key="verdict")


def _table(setting: Setting, risks: Risks, profile: RiskProfile) -> Table:
    language, surveys = setting.language, setting.roadmap.file.surveys
    stages = tuple(
        key
        for key in risks.progress_surveys
        if key in setting.data.waves and setting.data.waves[key].opens <= setting.data.as_of
    )
    columns = (
        Column(say(language, "info-risk"), "left", 2.4),
        Column(say(language, "info-significance"), "left", 0.9),
        Column(say(language, "info-chosen"), "left", 0.7),
        Column(say(language, "info-measures"), "left", 2.2),
        *(Column(surveys[key].title.to(language), "left", 1.5) for key in stages),
    )
    told = _answers(setting, risks.profile_survey, profile.school)
    standing = tuple(_answers(setting, key, profile.school) for key in stages)
    stated = {risk.factor: risk for risk in profile.risks}
    rows = tuple(
        _row(setting, factor, stated.get(factor.key), told, standing) for factor in risks.factors
    )
    return Table(columns, rows, key=f"risks-{profile.school}")


def _row(
    setting: Setting,
    factor: Factor,
    stated: Risk | None,
    told: Mapping[str, Any],
    standing: tuple[Mapping[str, Any], ...],
) -> Row:
    language = setting.language
    weights = {choice.key: choice.text.to(language) for choice in SIGNIFICANCE}
    weight = told.get(factor.key) or (stated.significance if stated else None)
    chosen = factor.key in told.get(CHOSEN, ()) or (stated is not None and stated.chosen)
    known = bool(told) or stated is not None
    titles = {a.key: a.title.to(language) for a in setting.roadmap.file.activities}
    measures = [titles[key] for key in (stated.measures if stated else ()) if key in titles]
    measures += [str(told[MEASURES + factor.key])] if MEASURES + factor.key in told else []
    answer = say(language, "info-yes" if chosen else "info-no") if known else "—"
    return Row(
        (
            Cell(factor.title.to(language)),
            Cell(weights.get(str(weight), "—")),
            Cell(answer),
            Cell("\n".join(measures) or "—"),
            *(Cell(_status(setting, factor, answers)) for answers in standing),
        )
    )


def _status(setting: Setting, factor: Factor, answers: Mapping[str, Any]) -> str:
    statuses = {choice.key: choice.text.to(setting.language) for choice in STATUSES}
    status = statuses.get(str(answers.get(STATUS + factor.key)), "—")
    note = answers.get(NOTE + factor.key)
    return f"{status}. {note}" if note else status


def _answers(setting: Setting, survey: str | None, school: str) -> Mapping[str, Any]:
    """What one school answered; nothing where it has not."""
    wave = setting.data.waves.get(survey or "")
    if wave is None:
        return {}
    for sheet in wave.sheets:
        if sheet.respondent.organisation.key == school and sheet.answered and sheet.submission:
            return sheet.submission.answers
    return {}
