"""Lines of reports told apart by the place they speak of, over the shipped place model."""

import pytest

from assistant.resolution.places_taken import taken_places
from assistant.schema import Query
from assistant.whereabouts import ground, whereabouts
from ingest.index import Index


def about(question: str, index: Index) -> Query:
    mentions = index.gazetteer.mentions(question)
    return Query(question, question, mentions=mentions, places=taken_places(mentions, index.gazetteer))


@pytest.mark.parametrize(
    ("question", "line", "where"),
    [
        (
            "Which Catapults are in the North West?",
            "The centre at Blyth in Northumberland opened in 2013.",
            "elsewhere",
        ),
        ("Which Catapults are in the North West?", "Daresbury lies in Cheshire.", "here"),
        ("Which Catapults are in the North West?", "Catapults were set up from 2011.", "unsaid"),
        ("What is planned in Norwich?", "New Anglia published its plan in 2014.", "here"),
        ("What is planned in Norwich?", "The East of England has four themes.", "unsaid"),
        ("What is planned in Norwich?", "Kent and Medway bid again.", "elsewhere"),
        ("What is planned in Norwich?", "Kent bid again, and so did Norwich.", "here"),
        ("What is planned in Norwich?", "South East\tRoyal Berkshire Hospital\tReading", "elsewhere"),
        ("What is planned in Norwich?", "East of England\tThe hospital\tNorwich", "here"),
        ("What is planned in England?", "Kent bid again.", "unsaid"),
        ("What is planned?", "Kent bid again.", "unsaid"),
    ],
)
def test_a_line_speaks_of_the_place_asked_about_or_of_another(
    question: str, line: str, where: str, shipped_index: Index
) -> None:
    gazetteer = shipped_index.gazetteer
    assert whereabouts(line, ground(about(question, shipped_index), gazetteer), gazetteer) == where
