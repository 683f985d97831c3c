"""The first table of the Karaganda report comes out of answers as it was printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vekha.answers import Sheet, Submission
from vekha.roadmap.people import Organisation, Person
from vekha.roadmap.programme import Respondent
from vekha.states import SheetState
from vekha.tally.questions import tally_numbers
from vekha.tally.ratios import tally_ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from vekha.answers import Wave
    from vekha.roadmap.programme import Roadmap
    from vekha.roadmap.survey import Question

PRINTED = (
    ("Абайский", 30, 11, "37 %"),
    ("Актогайский", 23, 19, "83 %"),
    ("Бұхаржырауский", 48, 29, "60 %"),
    ("Жаңааркинский", 27, 17, "63 %"),
    ("Каркаралинский", 40, 30, "75 %"),
    ("Нуринский", 32, 25, "78 %"),
    ("Осакаровский", 38, 29, "76 %"),
    ("Улытауский", 17, 13, "76 %"),
    ("Шетский", 48, 38, "79 %"),
)


def test_table_by_district_is_the_printed_one(
    roadmap: Roadmap, question: Callable[[str], Question], wave: Callable[..., Wave]
) -> None:
    districts = [Organisation(str(n), row[0], "district") for n, row in enumerate(PRINTED)]
    region = replace(roadmap, organisations={district.key: district for district in districts})
    given = wave({})
    sheets = tuple(
        Sheet(
            Respondent(district, Person("p", "", "методист"), "heads"),
            SheetState.SUBMITTED,
            Submission(1, given.opens, {"schools": schools, "small": small}),
        )
        for district, (_, schools, small, _) in zip(districts, PRINTED, strict=True)
    )
    filled = replace(given, sheets=sheets)
    shares = tally_ratio(region, filled, part=question("small"), whole=question("schools"))
    printed = [(d.name, s.text(language="ru", decimals=0)) for d, s in shares.rows]
    assert printed == [(name, share.replace(" ", "\u00a0")) for name, _, _, share in PRINTED]
    assert shares.total.text(language="ru") == "69,6\u00a0%"
    totals = [
        tally_numbers(region, question(key), filled).total.total for key in ("schools", "small")
    ]
    assert totals == [303, 211]
