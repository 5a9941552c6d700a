"""Words that make a measure another are seen, and words that only ask are not."""

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings

NARROWED = [
    ("What percentage of premises in Cumbria could get superfast broadband in 2018?", "superfast"),
    ("What is the average broadband upload speed in Dorset in 2018?", "upload"),
    ("What was the cost of business R&D subsidies in Wales in 2015?", "subsidies"),
    ("How many people in Lancashire work from home?", "home"),
    ("How many green jobs are there in Humber?", "green"),
    ("What share of commuters in Enterprise M3 travel by train?", "train"),
]
PLAIN = [
    "What was GVA in Cumbria in 2018?",
    "Hi, could you tell me: what was GVA in Cumbria in 2018?",
    "What was GVA in Cumbria in 2018? It's for our board paper.",
    "I'm writing a bid for the chair. What was the GVA of Cumbria in 2018?",
    "cheers - and gross value added in Cumbria, 2018 pls",
    "Would you mind giving me the GVA of Cumbria in 2018?",
    "I'm told Cumbria is very rural. What was its GVA in 2018?",
]


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(("question", "word"), NARROWED)
def test_a_narrower_measure_is_not_answered_by_a_wider_one(assistant: Assistant, question: str, word: str) -> None:
    answer = assistant.ask(question)
    assert word in answer.query.narrowed
    assert answer.status in ("nearest", "not_found")
    assert not answer.figures or f"“{word}”" in answer.text.split(";")[0]


@pytest.mark.parametrize("question", PLAIN)
def test_what_is_said_around_a_question_narrows_nothing(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.query.narrowed == ()
    assert answer.status == "answered"
    assert [f.observation.value for f in answer.figures] == [11686.0]


def test_a_number_is_no_share(assistant: Assistant) -> None:
    answer = assistant.ask("What share of enterprises are in Cumbria?")
    assert answer.status == "nearest"
    assert answer.text.startswith("No share is held")


def test_words_that_make_another_held_measure_give_that_measure(assistant: Assistant) -> None:
    answer = assistant.ask("hi-tech patents filed at the EPO from East Anglia, 2010")
    assert answer.query.concepts == ("high_tech_patents",)
    assert answer.status == "answered"


def test_the_worst_of_what_should_be_low_is_the_highest(assistant: Assistant) -> None:
    worst = assistant.ask("Which LEP has the worst share of employers with a skills gap in 2019?")
    most = assistant.ask("Which LEP has the highest share of employers with a skills gap in 2019?")
    assert worst.figures[0].observation.place_name == most.figures[0].observation.place_name


def test_a_place_can_be_dropped_from_a_comparison(assistant: Assistant) -> None:
    from assistant.schema import Turn

    question = "Compare NVQ4+ in Dorset, Solent and Cumbria in 2019"
    first = assistant.ask(question)
    second = assistant.ask("drop Dorset", (Turn(question, first),))
    assert {f.observation.place_name for f in second.figures} == {"Solent", "Cumbria"}
