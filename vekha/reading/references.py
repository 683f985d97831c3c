"""Checks that every key a roadmap refers to is defined, and that whoever is written to has an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from vekha.issues import Issue, Spoken, Told
from vekha.reading.figures import audiences_of, figure_references, question_issues
from vekha.reading.shape import nearest
from vekha.reading.source import Path, Source, path_text
from vekha.reading.visit_references import visit_references
from vekha.roadmap.programme import Roadmap, RoadmapFile

_Reference = tuple[Path, str | None, str]  # where it stands, the key, the section it must be in
# Which tables a section's keys stand in: where one was not read, no key can be called unknown.
_TABLES: Mapping[str, frozenset[str]] = {
    "organisations": frozenset({"organisations"}),
    "people": frozenset({"people"}),
    "roles": frozenset({"people"}),
    "curators": frozenset({"organisations", "people"}),
    "audiences": frozenset({"organisations", "people"}),
}
_COORDINATES = Told("дела координатора", "үйлестірушінің хаттары", "the coordinator’s letters")
_ESCALATES = Told(
    "сообщения о молчащих", "үнсіз қалғандар туралы хабарлар", "notices of who has not answered"
)


def check_references(
    roadmap: Roadmap, source: Source, *, unread: Collection[str] = ()
) -> list[Issue]:
    """Issues for unknown keys, in the order of the file.

    `unread` names the tables ("organisations", "people") that could not be read.
    """
    file = roadmap.file
    sections: dict[str, Mapping[str, object]] = {
        "orders": file.orders,
        "roles": {**file.roles, **roadmap.people},
        "people": roadmap.people,
        "organisations": roadmap.organisations,
        "curators": {**roadmap.organisations, **roadmap.people},
        "audiences": audiences_of(roadmap),
        "stages": file.stages,
        "activities": {a.key: a for a in file.activities},
        "questionnaires": file.questionnaires,
        "surveys": file.surveys,
        "pairings": file.pairings,
        "reports": file.reports,
        "visits": file.visits,
        "meetings": file.meetings,
        "risks": {f.key: f for f in file.risks.factors} if file.risks else {},
        "levels": file.levels,
        "indicators": file.indicators,
        "figures": file.declared.figures,
        "tables": file.declared.tables,
    }
    issues = []
    for path, key, section in _references(file):
        if _TABLES.get(section, frozenset()) & set(unread):
            continue
        if key and key not in sections[section]:
            issues.append(_unknown(path, key, section, sections[section], source, file))
    return issues + question_issues(file, source) + _duplicate_activities(file, source)


def _unknown(
    path: Path,
    key: str,
    section: str,
    known: Mapping[str, object],
    source: Source,
    file: RoadmapFile,
) -> Issue:
    code = {"organisations": "unknown-organisation", "people": "unknown-person",
            "roles": "unknown-person", "curators": "unknown-person",
            "audiences": "unknown-person"}.get(section, "unknown-reference")  # fmt: skip
    table = file.organisations if section == "organisations" else file.people
    facts = {"key": key, "section": section, "file": table, **nearest(key, known)}
    return Issue(code, source.place(path), path_text(path), facts)


def _references(file: RoadmapFile) -> Iterator[_Reference]:
    yield from _each(("coordinators",), file.coordinators, "people")
    yield ("sending", "reply_to"), file.sending.reply_to, "people"
    yield ("sending", "escalate_to"), file.sending.escalate_to, "roles"
    for index, step in enumerate(file.sending.escalation):
        yield ("sending", "escalation", index, "to"), step.to, "roles"
    for key, role in file.roles.items():
        yield from _each(("roles", key, "people"), role.people, "people")
        yield ("roles", key, "through"), role.through, "roles"
    yield from _pairing_references(file)
    yield from _plan_references(file)
    yield from _survey_references(file)
    yield from _letter_references(file)
    yield from figure_references(file)
    yield from visit_references(file)


def _each(path: Path, keys: Iterable[str], section: str) -> Iterator[_Reference]:
    for index, key in enumerate(keys):
        yield (*path, index), key, section


def _pairing_references(file: RoadmapFile) -> Iterator[_Reference]:
    for key, pairing in file.pairings.items():
        yield ("pairings", key, "order"), pairing.order, "orders"
        for index, pair in enumerate(pairing.pairs):
            path = ("pairings", key, "pairs", index)
            yield (*path, "district"), pair.district, "organisations"
            mentors = "curators" if pairing.kind == "curator" else "organisations"
            yield (*path, "mentor"), pair.mentor, mentors
            yield from _each((*path, "mentees"), pair.mentees, "organisations")


def _plan_references(file: RoadmapFile) -> Iterator[_Reference]:
    for key, stage in file.stages.items():
        yield from _each(("stages", key, "overlaps"), stage.overlaps, "stages")
    for index, activity in enumerate(file.activities):
        path = ("activities", index)
        yield (*path, "stage"), activity.stage, "stages"
        yield (*path, "order"), activity.order, "orders"
        yield from _each((*path, "performers"), activity.performers, "roles")
        yield from _each((*path, "audience"), activity.audience, "audiences")


def _survey_references(file: RoadmapFile) -> Iterator[_Reference]:
    for key, survey in file.surveys.items():
        path = ("surveys", key)
        yield (*path, "questionnaire"), survey.questionnaire, "questionnaires"
        yield (*path, "activity"), survey.activity, "activities"
        yield (*path, "stage"), survey.stage, "stages"
        yield (*path, "previous"), survey.previous, "surveys"
        yield from _each((*path, "audience"), survey.audience, "roles")
    for key, questionnaire in file.questionnaires.items():
        for s, section in enumerate(questionnaire.sections):
            for q, question in enumerate(section.questions):
                at = ("questionnaires", key, "sections", s, "questions", q, "audience")
                yield from _each(at, question.audience, "audiences")


def _letter_references(file: RoadmapFile) -> Iterator[_Reference]:
    for key, meeting in file.meetings.items():
        yield ("meetings", key, "activity"), meeting.activity, "activities"
        yield from _each(("meetings", key, "audience"), meeting.audience, "roles")
    for key, letter in file.announcements.items():
        yield ("announcements", key, "activity"), letter.activity, "activities"
        yield from _each(("announcements", key, "audience"), letter.audience, "roles")
        yield from _each(("announcements", key, "documents"), letter.documents, "reports")
    for key, report in file.reports.items():
        path = ("reports", key)
        for name in ("survey", "compared_with", "matched_with"):
            yield (*path, name), getattr(report, name), "surveys"
        yield (*path, "pairing"), report.pairing, "pairings"
        yield (*path, "activity"), report.activity, "activities"
        yield from _each((*path, "to"), report.to, "roles")
        yield from _each((*path, "signed_by"), report.signed_by, "people")


def _duplicate_activities(file: RoadmapFile, source: Source) -> list[Issue]:
    first: dict[str, Path] = {}
    issues = []
    for index, activity in enumerate(file.activities):
        path: Path = ("activities", index, "key")
        if activity.key in first:
            line = source.place(first[activity.key]).line
            facts: dict[str, object] = {"key": activity.key, "first": line}
            issues.append(Issue("duplicate-key", source.place(path), path_text(path), facts))
        first.setdefault(activity.key, path)
    return issues


def check_addresses(
    roadmap: Roadmap, source: Source, *, unread: Collection[str] = ()
) -> list[Issue]:
    """Issues for empty roles and for people who are written to but have no address.

    None where a table (`unread`) is missing: who is written to is not known then.
    """
    if unread:
        return []
    issues: list[Issue] = []
    told: set[str] = set()
    for path, role, because in _written_to(roadmap.file):
        members = roadmap.members(role)
        if role in roadmap.file.roles and not members:
            at = source.keys.get(("roles", role)) or source.place(("roles", role))
            issues.append(Issue("empty-role", at, path_text(("roles", role)), {"key": role}))
        for person in members:
            if person.email or person.key in told:
                continue
            told.add(person.key)
            organisation = roadmap.organisations.get(person.organisation)
            facts = {
                "person": person.label,
                "organisation": organisation.name if organisation else "—",
                "because": because,
            }
            issues.append(Issue("no-address", person.email_place, path_text(path), facts))
    return list({(i.code, i.place, i.path): i for i in issues}.values())


def _written_to(file: RoadmapFile) -> Iterator[tuple[Path, str, Spoken]]:
    """Each role whose members get letters, where that stands, and why."""
    for index, person in enumerate(file.coordinators):
        yield ("coordinators", index), person, _COORDINATES
    if file.sending.escalate_to:
        yield ("sending", "escalate_to"), file.sending.escalate_to, _ESCALATES
    for index, step in enumerate(file.sending.escalation):
        yield ("sending", "escalation", index, "to"), step.to, _ESCALATES
    for section, things in (
        ("surveys", file.surveys),
        ("meetings", file.meetings),
        ("announcements", file.announcements),
    ):
        for key, thing in things.items():
            for index, role in enumerate(thing.audience):
                yield (section, key, "audience", index), role, thing.title
