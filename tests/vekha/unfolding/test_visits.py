"""Visits: a row under the activity, a letter to both sides, the questions afterwards; risks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from vekha.deciding.decide import decide
from vekha.deciding.decision import Do, Facts, Situation
from vekha.issues import Issue
from vekha.planning import Plan

Small = Callable[..., dict[str, bytes]]
PlanOf = Callable[[Mapping[str, bytes]], Plan]
Find = Callable[[Mapping[str, bytes], str], list[Issue]]

VISITS = """\
visits:
  exchange:
    title: Визит
    activity: study
    pairing: mentors
    reciprocal: true
    people: [directors]
    notice: за 10 рабочих дней до визита
    after:
      - {key: feedback, title: Отзыв, questionnaire: form, asked: both}
      - {key: log, title: Дневник, questionnaire: form, asked: guests}
    visits:
      - {key: there, guests: [village], hosts: [city], to: north, term: ноябрь, printed: "- из села"}
      - {key: back, guests: [city], hosts: [village], to: north, term: 15 марта}
"""
RISKS = """\
risks:
  title: Рисковый профиль
  factors:
    - {key: staff, title: Дефицит кадров}
    - {key: motivation, title: Низкая мотивация}
  profiles: [{school: village, risks: [{factor: staff, significance: high, chosen: true}]}]
"""


def test_visits_stand_under_their_activity(small: Small, plan_of: PlanOf) -> None:
    activities = plan_of(small(append=VISITS)).roadmap.file.activities

    rows = [(a.key, a.number, a.part_of, str(a.title)) for a in activities]
    assert rows[1:] == [
        ("there", "1.1", "study", "из села"),
        ("back", "1.2", "study", "Визит: Городская гимназия № 1 – Сельская школа Берёзовка"),
    ]


def test_letter_goes_before_the_month_or_the_day(small: Small, plan_of: PlanOf) -> None:
    """Ten working days before 1 November 2023 and before 15 March 2024 in Kazakhstan."""
    moments = plan_of(small(append=VISITS)).schedule.announcements

    assert moments["there"].wall == "2023-10-17T09:00"
    assert moments["back"].wall == "2024-02-29T09:00"


def test_letter_goes_to_both_sides_and_knows_which(small: Small, plan_of: PlanOf) -> None:
    plan = plan_of(small(append=VISITS))
    action = plan.action("small/2023-2024/there/announce")
    assert action is not None

    decision = decide(Situation(action, plan, Facts(), action.due))

    assert isinstance(decision, Do)
    told = {letter.person: (letter.template, letter.facts) for letter in decision.letters}
    assert told == {
        "boris": ("visit", {"side": "host"}),
        "vera": ("visit", {"side": "guest"}),
    }


def test_questions_come_after_the_visit_to_those_who_are_asked(
    small: Small, plan_of: PlanOf
) -> None:
    plan = plan_of(small(append=VISITS))

    asked = {
        key: [r.organisation.key for r in plan.roadmap.respondents(key)]
        for key in plan.schedule.surveys
        if key != "study"
    }
    assert asked == {
        "there-feedback": ["city", "village"],
        "there-log": ["village"],
        "back-feedback": ["city", "village"],
        "back-log": ["city"],
    }
    back = plan.schedule.surveys["back-log"]
    assert back.opens.day > plan.schedule.activities["back"].windows[0].until
    assert back.closes.at - back.opens.at > timedelta(days=5)


def test_visit_with_the_activitys_own_key_adds_no_row(small: Small, plan_of: PlanOf) -> None:
    files = small(append=VISITS.replace("key: there", "key: study"))

    assert [a.key for a in plan_of(files).roadmap.file.activities] == ["study", "back"]


def test_unknown_school_is_refused_at_its_place(small: Small, find: Find) -> None:
    (issue,) = find(small(append=VISITS.replace("[village], hosts", "[vilage], hosts")),
                    "unknown-organisation")  # fmt: skip

    assert issue.path == "visits.exchange.visits[0].guests[0]"
    assert issue.facts["nearest"] == "village"


def test_same_file_gives_the_same_actions(small: Small, plan_of: PlanOf) -> None:
    assert plan_of(small(append=VISITS)).actions == plan_of(small(append=VISITS)).actions


def test_risk_factors_become_two_questionnaires(small: Small, plan_of: PlanOf) -> None:
    made = plan_of(small(append=RISKS)).roadmap.file.questionnaires

    assert [q.key for q in made["risk-profile"].questions] == [
        "staff", "motivation", "chosen", "measures-staff", "measures-motivation",
    ]  # fmt: skip
    assert [q.key for q in made["risk-progress"].questions] == [
        "status-staff", "note-staff", "status-motivation", "note-motivation", "evidence",
    ]  # fmt: skip


def test_unknown_factor_of_a_profile_is_refused(small: Small, find: Find) -> None:
    files = small(append=RISKS.replace("factor: staff", "factor: stuff"))

    (issue,) = find(files, "unknown-reference")
    assert issue.path == "risks.profiles[0].risks[0].factor"


def test_key_that_is_taken_is_refused(small: Small, find: Find) -> None:
    """A visit's letter would otherwise be hidden behind the announcement of the same key."""
    taken = (
        "announcements:\n  back: {title: Весть, day: 1 марта, text: [Да], audience: [directors]}\n"
    )
    (issue,) = find(small(append=VISITS + taken), "duplicate-key")

    assert issue.path == "announcements.back"


def test_people_may_have_keys_in_cyrillic(small: Small, plan_of: PlanOf) -> None:
    people = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
Борис;Борис Петров;директор;director;city;boris@city.example
Вера;Вера Ким;директор;director;village;vera@village.example
"""
    meeting = """\
meetings:
  group: {title: Заседание, day: 4 марта 2024 года, place: 132, audience: [directors],
          protocol: {secretary: anna}}
"""
    plan = plan_of(small(append=VISITS + meeting, people=people))

    asked = [q.key for q in plan.roadmap.file.questionnaires["group-minutes"].questions]
    assert asked[:3] == ["at-1", "at-2", "others"]
    assert plan.roadmap.file.announcements["back"].audience == ("Борис", "Вера")
