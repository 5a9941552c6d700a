"""A measure is told from what a question means where it uses none of the measure's names."""

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("How efficient are workers in Tees Valley?", "gva_per_hour"),
        ("How well paid are people in Cumbria?", "salary"),
        ("Money from the EU framework programme in Oxfordshire", "h2020"),
        ("Size of economic activity in Solent", "gva"),
        ("State laboratories' research spending in Kent", "goverd"),
    ],
)
def test_an_indirect_wording_is_understood(assistant: Assistant, question: str, measure: str):
    query = assistant.ask(question).query
    assert query.concepts == (measure,)
    assert query.about_figures


@pytest.mark.parametrize(
    "question",
    [
        "Unemployment in Cumbria",
        "Average house price in Dorset",
        "Apprenticeships started in Tees Valley",
        "Carbon emissions in the Humber",
        "Value of goods exports from Coventry and Warwickshire",
        "Venture capital raised in Oxfordshire",
    ],
)
def test_a_measure_that_is_not_held_gives_no_figure(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.figures == ()
    assert answer.status in ("not_found", "nearest")


def test_a_phrase_near_several_measures_is_asked_back_with_answerable_questions(assistant: Assistant):
    answer = assistant.ask("R&D in Merseyside")
    assert answer.status == "ambiguous"
    assert "business R&D spending" in answer.text
    assert all(assistant.ask(question).query.concepts for question in answer.suggestions)


def test_a_sector_is_known_by_its_meaning(assistant: Assistant):
    answer = assistant.ask("What was GVA in the info and comms sector in Thames Valley Berkshire in 2018?")
    assert answer.figures[0].label.endswith("Information and communication")
