"""Figures, places, conversations, questions outside and topics, over the shipped corpus."""

from collections.abc import Callable

import pytest

from assistant.ask import Assistant
from evals import suites
from evals.cases_io import CASES, question_set, read_jsonl
from evals.gates import gate
from evals.results import Results

ASKED = {
    "figures": suites.figures,
    "places": suites.places,
    "measures": suites.measures,
    "conversations": suites.conversations,
    "outside": suites.outside,
    "topics": suites.topics,
}


@pytest.mark.parametrize("name", ASKED)
def test_suite(name: str, shipped: Assistant, results: Results, quick: Callable[[list], list]):
    items = quick(question_set(name))
    assert items, f"no cases of {name}"
    gate(results, *results.take(ASKED[name](shipped, items)))


def test_the_same_question_in_other_words(shipped: Assistant, results: Results, quick: Callable[[list], list]):
    """Over every eighth of the project's own figure questions: each is asked in four other ways."""
    items = quick(read_jsonl(CASES / "figures.jsonl")[::8])
    gate(results, *results.take(suites.same_answers(shipped, items)))
