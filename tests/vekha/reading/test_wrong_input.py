"""Wrong files of a coordinator: each is named with its line and column, and what to do about it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from vekha.catalogue import hint_of, message_of, severity_of
from vekha.issues import Issue, Severity
from vekha.planning import make_plan

Small = Callable[..., dict[str, bytes]]
PEOPLE = """\
key;name;position;role;organisation;email
anna;Анна Иванова;методист;coordinator;north;anna@office.example
boris;Борис Петров;директор;director;city;boris@city.example
"""


@dataclass(frozen=True)
class Case:
    """A change of the small roadmap, and the issue that it must give."""

    code: str
    place: str  # "file:line:column", or "@" and the words of roadmap.yaml at which it must point
    path: str
    says: str  # in the Russian message
    advises: str = ""  # in the Russian hint
    changes: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


CASES = {
    "unknown school in a pairing": Case(
        "unknown-organisation", "@vilage", "pairings.mentors.pairs[0].mentees[0]",
        "«vilage» нет в organisations.csv", "имелось в виду «village»",
        changes=(("mentees: [village]", "mentees: [vilage]"),),
    ),
    "unknown school unlike any other": Case(
        "unknown-organisation", "@gymnasium-77", "pairings.mentors.pairs[0].mentor",
        "«gymnasium-77» нет", "Впишите её в таблицу организаций",
        changes=(("mentor: city", "mentor: gymnasium-77"),),
    ),
    "person without an address": Case(
        "no-address", "people.csv:4:6", "surveys.study.audience[0]",
        "«Вера Ким» (Сельская школа Берёзовка) нет адреса, а ему пишут: Опрос", "столбец email",
        files={"people": PEOPLE + "vera;Вера Ким;директор;director;village;\n"},
    ),
    "address that is none": Case(
        "bad-address", "people.csv:4:6", "vera", "«vera(at)village» — не адрес",
        files={"people": PEOPLE + "vera;Вера Ким;директор;director;village;vera(at)village\n"},
    ),
    "person of an unknown school": Case(
        "unknown-organisation", "people.csv:4:5", "organisation", "«vilage» нет в",
        files={"people": PEOPLE + "vera;Вера Ким;директор;director;vilage;vera@village.example\n"},
    ),
    "term that cannot be read": Case(
        "term-unreadable", "@когда-нибудь", "surveys.study.opens",
        "Срок «когда-нибудь потом» не прочитан", "октябрь-ноябрь",
        changes=(("    audience: [directors]\n", "    audience: [directors]\n    opens: когда-нибудь потом\n"),),
    ),
    "duplicated key": Case(
        "duplicate-key", "@autumn:#2", "stages.autumn",
        "«autumn» стоит дважды: первый раз в строке 24", "Оставьте один из двух",
        changes=(("  spring:", "  winter:\n    title: Зима\n    term: декабрь\n  autumn:"),),
    ),
    "duplicated activity": Case(
        "duplicate-key", "@study\n    number: \"2\"", "activities[1].key",
        "«study» стоит дважды: первый раз в строке 31", "",
        changes=(("    performers: [directors]\n", """\
    performers: [directors]
  - key: study
    number: "2"
    title: Ещё одно
    term: ноябрь
"""),),
    ),
    "tab": Case(
        "tab", "@\tdirectors", "", "табуляции перед «directors:»", "пробелами",
        changes=(("roles:\n  directors:", "roles:\n\tdirectors:"),),
    ),
    "closing before opening": Case(
        "closes-before-opens", "@2 октября", "surveys.study.closes",
        "Закрытие 02.10.2023 раньше открытия 23.10.2023", "Переставьте даты",
        changes=(("    audience: [directors]\n",
                  "    audience: [directors]\n    opens: 23 октября\n    closes: 2 октября\n"),),
    ),
    "broken quotes": Case(
        "yaml-syntax", "@программа\nbody", "", "нарушает правила YAML", "забыта кавычка",
        changes=(("title: Малая программа\nbody", 'title: "Малая" программа\nbody'),),
    ),
    "key of another name": Case(
        "unknown-key", "@perriod", "perriod", "не бывает ключа «perriod»",
        "имелось в виду «period»", changes=(("period: 2023/2024", "perriod: 2023/2024"),),
    ),
    "key that is missing": Case(
        "missing-key", "roadmap.yaml:1:1", "period", "Не хватает обязательного «period»",
        changes=(("period: 2023/2024\n", ""),),
    ),
    "value that is missing": Case(
        "empty-value", "roadmap.yaml:3:7", "title", "После «title:» ничего не написано",
        "Впишите значение", changes=(("title: Малая программа\nbody", "title:\nbody"),),
    ),
    "word that is not among the known": Case(
        "not-one-of", "@numbr", "questionnaires.form.sections[0].questions[0].kind",
        "«numbr» здесь не подходит", "имелось в виду «number»",
        changes=(("            kind: number", "            kind: numbr"),),
    ),
    "key with Russian letters": Case(
        "bad-key", "@Опрос1", "activities[0].key", "«Опрос1» не годится в ключи",
        changes=(("  - key: study", "  - key: Опрос1"),),
    ),
    "number out of its range": Case(
        "out-of-range", "@900", "questionnaires.form.minutes", "900: должно быть ≤ 240",
        changes=(("    title: Анкета\n", "    title: Анкета\n    minutes: 900\n"),),
    ),
    "word where a number stands": Case(
        "not-a-number", "@пять", "questionnaires.form.minutes", "«пять» — не число",
        changes=(("    title: Анкета\n", "    title: Анкета\n    minutes: пять\n"),),
    ),
    "text where a list stands": Case(
        "wrong-shape", "@anna\n", "coordinators", "ожидается список",
        changes=(("coordinators: [anna]", "coordinators: anna"),),
    ),
    "unknown zone": Case(
        "unknown-zone", "@Asia/Petropavl", "timezone", "«Asia/Petropavl» нет", "Asia/Almaty",
        changes=(("timezone: Asia/Almaty", "timezone: Asia/Petropavl"),),
    ),
    "unreadable period": Case(
        "bad-period", "@этот год", "period", "«этот год» не прочитан", "2023/2024",
        changes=(("period: 2023/2024", "period: этот год"),),
    ),
    "unknown person": Case(
        "unknown-person", "@ana]", "coordinators[0]", "«ana» нет",
        "имелось в виду «anna»", changes=(("coordinators: [anna]", "coordinators: [ana]"),),
    ),
    "role of nobody": Case(
        "empty-role", "@directors:", "roles.directors", "«directors» не называет",
        "столбец role", changes=(("    position: director\n", "    position: headmaster\n"),),
    ),
    "reference that leads nowhere": Case(
        "unknown-reference", "@forms", "surveys.study.questionnaire",
        "«forms» нигде не определено в разделе questionnaires", "имелось в виду «form»",
        changes=(("    questionnaire: form", "    questionnaire: forms"),),
    ),
    "survey that has no dates": Case(
        "needs-dates", "@title: Опрос", "surveys.study", "«opens» не задано",
        changes=(("    activity: study\n", ""),),
    ),
}  # fmt: skip


@pytest.fixture(params=list(CASES), ids=lambda name: name.replace(" ", "-"))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def place_of(case: Case, files: Mapping[str, bytes]) -> str:
    """The place that the case names; «#2» at the end means the second occurrence of the words."""
    if not case.place.startswith("@"):
        return case.place
    words, _, number = case.place[1:].partition("#")
    text, at = files["roadmap.yaml"].decode(), -1
    for _ in range(int(number or 1)):
        at = text.index(words, at + 1)
    return f"roadmap.yaml:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def found_in(case: Case, small: Small) -> Issue:
    files = small(*case.changes, **case.files)
    issues = [i for i in make_plan(files)[1] if i.code == case.code]
    assert issues, [i.code for i in make_plan(files)[1]]
    return next((i for i in issues if str(i.place) == place_of(case, files)), issues[0])


def test_issue_names_the_place(case: Case, small: Small) -> None:
    issue = found_in(case, small)
    expected = place_of(case, small(*case.changes, **case.files))
    assert (str(issue.place), issue.path) == (expected, case.path)


def test_issue_says_what_clashes_and_what_to_do(case: Case, small: Small) -> None:
    issue = found_in(case, small)
    assert case.says in message_of(issue, language="ru")
    assert case.advises in (hint_of(issue, language="ru") or "")


def test_issue_is_told_in_three_languages(case: Case, small: Small) -> None:
    issue = found_in(case, small)
    told = [message_of(issue, language=language) for language in ("ru", "kk", "en")]
    hints = [hint_of(issue, language=language) for language in ("ru", "kk", "en")]
    assert len(set(told)) == 3
    assert len(set(hints)) == (3 if hints[0] else 1)
    for text in filter(None, (*told, *hints)):
        assert not re.search(r"[{}]|None", text), text


def test_shape_that_is_expected_is_named_in_the_readers_language(small: Small) -> None:
    issue = make_plan(small(("coordinators: [anna]", "coordinators: anna")))[1][0]
    assert "тізім («- …») күтіледі" in message_of(issue, language="kk")
    assert "a list (“- …”) is expected" in message_of(issue, language="en")


def test_wrong_input_stops_the_plan(case: Case, small: Small) -> None:
    files = small(*case.changes, **case.files)
    assert make_plan(files)[0] is None
    assert severity_of(found_in(case, small)) is Severity.ERROR


def test_small_roadmap_itself_is_right(small: Small) -> None:
    """Each case above is one change away from this."""
    plan, issues = make_plan(small())
    assert plan is not None
    assert not [i for i in issues if severity_of(i) is not Severity.INFORMATION]


def test_all_issues_come_at_once(small: Small) -> None:
    """A school, a person, a zone and the table of people are wrong: four issues, one reading."""
    files = small(
        ("mentor: city", "mentor: nobody"),
        ("coordinators: [anna]", "coordinators: [nobody]"),
        people=PEOPLE + "vera;Вера Ким;директор;director;village;nowhere\n",
    )
    codes = [i.code for i in make_plan(files)[1]]
    assert {"unknown-organisation", "unknown-person", "bad-address"} <= set(codes)


def test_issues_come_in_the_order_of_the_files(small: Small) -> None:
    files = small(("mentor: city", "mentor: x"), ("coordinators: [anna]", "coordinators: [y]"))
    places = [i.place for i in make_plan(files)[1]]
    assert places == sorted(places)


def test_folder_is_named_in_the_place(small: Small) -> None:
    files = small(("mentor: city", "mentor: nobody"))
    issue = next(i for i in make_plan(files, folder="roadmaps/small/")[1])
    assert str(issue.place).startswith("roadmaps/small/roadmap.yaml:21:")


def test_file_of_fifty_megabytes_is_refused_at_once(small: Small) -> None:
    files = {**small(), "roadmap.yaml": b"a: " + b"x" * (50 * 1024 * 1024)}
    started = time.perf_counter()
    plan, (issue, *_) = make_plan(files)
    assert plan is None
    assert issue.code == "file-too-large"
    assert str(issue.place) == "roadmap.yaml:1:1"
    assert "50 МБ, читаются файлы до 8 МБ" in message_of(issue, language="ru")
    assert time.perf_counter() - started < 5  # the digest of 50 MB at most, no parsing


@pytest.mark.parametrize("name", ["organisations.csv", "people.csv", "roadmap.yaml"])
def test_file_that_is_not_there_is_named(small: Small, name: str) -> None:
    files = small()
    del files[name]
    issue = next(i for i in make_plan(files)[1] if i.code == "file-missing")
    assert f"«{name}»" in message_of(issue, language="ru")


def test_empty_file_points_to_the_skeleton(small: Small) -> None:
    (issue,) = make_plan({**small(), "roadmap.yaml": b"# nothing yet\n"})[1]
    assert issue.code == "file-empty"
    assert "vekha new" in str(hint_of(issue, language="ru"))
