"""Invented answers read as if somebody had given them."""

from __future__ import annotations

from datetime import date

from staging import roadmap_files

from vekha.planning import make_plan
from vekha.questionnaire import questions_for
from vekha.synthetic import answers_of


def given(survey: str, organisation: str) -> dict[str, object]:
    plan, _ = make_plan(roadmap_files())
    assert plan is not None
    roadmap = plan.roadmap
    written = roadmap.file.surveys[survey]
    asked = questions_for(
        roadmap.file.questionnaires[written.questionnaire],
        roadmap,
        roadmap.organisations[organisation],
    )
    return answers_of(
        1, survey, organisation, asked=asked, wave=1, language="ru", today=date(2024, 5, 6)
    )


def test_material_has_a_title_and_authors_not_a_complaint() -> None:
    material, monitoring = given("materials", "school-25"), given("interim", "school-25")
    complaints = {text for text in monitoring.values() if isinstance(text, str) and " " in text}
    assert complaints, "the monitoring asks for words"
    assert not str(material["heading"]).endswith(".")
    assert "учитель" in str(material["authors"])
    assert complaints.isdisjoint({material["heading"], material["authors"]})
