"""Two questionnaires made from the risk factors: a school's profile, and how its measures stand."""

from __future__ import annotations

from vekha.roadmap.risks import Factor, Risks
from vekha.roadmap.survey import Choice, Question, Questionnaire, Section
from vekha.roadmap.words import Words
from vekha.unfolding.unfolding import Unfolding, each_language

PROFILE, PROGRESS = "risk-profile", "risk-progress"
CHOSEN = "chosen"
MEASURES = "measures-"  # + the factor's key
STATUS = "status-"
NOTE = "note-"
EVIDENCE = "evidence"

SIGNIFICANCE = (
    Choice(key="high", text=Words(ru="высокая", kk="жоғары", en="high")),
    Choice(key="middle", text=Words(ru="средняя", kk="орташа", en="middle")),
    Choice(key="low", text=Words(ru="низкая", kk="төмен", en="low")),
)
STATUSES = (
    Choice(key="done", text=Words(ru="исполнено", kk="орындалды", en="done")),
    Choice(key="partly", text=Words(ru="исполнено частично", kk="ішінара орындалды", en="partly")),
    Choice(key="not-done", text=Words(ru="не исполнено", kk="орындалмады", en="not done")),
    Choice(key="not-chosen", text=Words(ru="в работу не взят", kk="жұмысқа алынбаған",
                                        en="not chosen")),
)  # fmt: skip


def unfold_risks(unfolding: Unfolding) -> None:
    """The questionnaires, where the roadmap has risk profiles and none of its own by that key."""
    risks = unfolding.roadmap.file.risks
    if risks is None:
        return
    for key, made in ((PROFILE, _profile(risks)), (PROGRESS, _progress(risks))):
        if key not in unfolding.roadmap.file.questionnaires:
            unfolding.questionnaires[key] = made
            unfolding.stems_from(("questionnaires", key), source=("risks",))


def _profile(risks: Risks) -> Questionnaire:
    weights = tuple(
        Question(key=factor.key, text=factor.title, kind="choice", choices=SIGNIFICANCE)
        for factor in risks.factors
    )
    chosen = Question(
        key=CHOSEN,
        text=_CHOSEN,
        kind="several",
        choices=tuple(Choice(key=f.key, text=f.title) for f in risks.factors),
    )
    measures = tuple(
        Question(
            key=f"{MEASURES}{factor.key}",
            text=each_language("{0}: {1}", _MEASURES, factor.title),
            kind="text",
            required=False,
        )
        for factor in risks.factors
    )
    return Questionnaire(
        title=risks.title,
        minutes=30,
        sections=(
            Section(title=_WEIGHTS, questions=weights),
            Section(title=_CHOSEN, questions=(chosen,)),
            Section(title=_MEASURES, questions=measures),
        ),
    )


def _progress(risks: Risks) -> Questionnaire:
    evidence = Question(
        key=EVIDENCE,
        text=_EVIDENCE,
        kind="file",
        required=False,
        files=10,
        formats=("docx", "pdf", "xlsx", "jpg", "png"),
    )
    return Questionnaire(
        title=each_language("{0}: {1}", risks.title, _STANDING),
        minutes=20,
        sections=(
            *(_standing(factor) for factor in risks.factors),
            Section(title=_EVIDENCE, questions=(evidence,)),
        ),
    )


def _standing(factor: Factor) -> Section:
    return Section(
        title=factor.title,
        questions=(
            Question(key=f"{STATUS}{factor.key}", text=_STATUS, kind="choice", choices=STATUSES),
            Question(key=f"{NOTE}{factor.key}", text=_NOTE, kind="text", required=False),
        ),
    )


_WEIGHTS = Words(
    ru="Значимость факторов риска", kk="Тәуекел факторларының маңызы", en="Weight of the factors"
)
_CHOSEN = Words(
    ru="Направления, по которым школа будет работать",
    kk="Мектеп жұмыс істейтін бағыттар",
    en="What the school will work on",
)
_MEASURES = Words(ru="Меры", kk="Шаралар", en="Measures")
_STANDING = Words(ru="ход выполнения мер", kk="шаралардың орындалуы", en="how the measures stand")
_STATUS = Words(ru="Как выполняются меры", kk="Шаралар қалай орындалуда", en="How measures stand")
_NOTE = Words(ru="Что сделано", kk="Не істелді", en="What has been done")
_EVIDENCE = Words(ru="Подтверждающие документы", kk="Растайтын құжаттар", en="Evidence")
