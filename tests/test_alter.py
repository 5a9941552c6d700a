"""A question changed in one part: what is offered is held, and what is asked is read as it is meant."""

from pathlib import Path

import pytest

from assistant.alter import Part, altered, parts
from assistant.ask import Assistant
from assistant.schema import Answer, Turn
from assistant.settings import Settings

pytestmark = pytest.mark.timeout(900)  # the first test to come makes the index of the shipped corpus


@pytest.fixture(scope="module")
def assistant(shipped_root: Path) -> Assistant:
    """The assistant over the shipped corpus."""
    return Assistant(Settings(index=shipped_root))


def answered(assistant: Assistant, *questions: str) -> Answer:
    """The last answer of a conversation."""
    history: list[Turn] = []
    for question in questions:
        history.append(Turn(question, assistant.ask(question, history)))
    return history[-1].answer


def of_kind(answer: Answer, assistant: Assistant, kind: str) -> Part:
    """The first part of that kind."""
    return next(p for p in parts(answer, assistant.held) if p.kind == kind)


@pytest.mark.parametrize(
    "questions",
    [
        ("What was GVA per head in Dorset in 2016?",),
        ("What was GVA per head in Dorset in 2016?", "And in 2018?"),
        ("How have jobs changed in the Marches since 2015?",),
        ("Which 5 LEPs had the lowest GVA per head in 2016?",),
        ("Where does Lancashire rank for broadband speed?",),
        ("How does Devon compare with Dorset and Somerset on business R&D?",),
        ("Which sectors is Cumbria strongest in?",),
    ],
)
def test_each_choice_asks_a_question_that_has_that_answer(assistant: Assistant, questions: tuple[str, ...]) -> None:
    answer = answered(assistant, *questions)
    found = parts(answer, assistant.held)
    assert found
    for part in found:
        for key, _ in [c for c in part.choices if c[0] != part.chosen][:3]:
            question = altered(answer.query, part, key, assistant.held)
            if question is None:
                continue  # not put into words, and said so; the next test counts these
            again = assistant.ask(question)
            assert again.status in ("answered", "partly", "nearest"), question
            if part.kind == "place":
                assert key in {f.observation.place_code for f in again.figures}, question
            if part.kind == "measure":
                assert key in again.query.concepts, question


def test_nearly_every_choice_can_be_put_into_words(assistant: Assistant) -> None:
    asked = ["What was GVA per head in Dorset in 2016?", "Which 5 LEPs had the lowest GVA per head in 2016?", "How have jobs changed in the Marches since 2015?"]  # fmt: skip
    offered = said = 0
    for question in asked:
        answer = answered(assistant, question)
        for part in parts(answer, assistant.held):
            for key, _ in part.choices:
                offered += 1
                said += altered(answer.query, part, key, assistant.held) is not None
    assert offered > 100
    assert said / offered > 0.95


def test_the_askers_own_words_are_kept_where_they_stand_alone(assistant: Assistant) -> None:
    answer = answered(assistant, "What was New Anglia's GVA in 2017?")
    place, year = of_kind(answer, assistant, "place"), of_kind(answer, assistant, "year")
    cumbria = next(key for key, label in place.choices if label == "Cumbria LEP")
    assert altered(answer.query, place, cumbria, assistant.held) == "What was Cumbria LEP's GVA in 2017?"
    assert altered(answer.query, year, "2014", assistant.held) == "What was New Anglia's GVA in 2014?"


def test_a_range_of_years_keeps_its_order(assistant: Assistant) -> None:
    answer = answered(assistant, "How did GVA in Dorset change from 2015 to 2018?")
    first, last = (p for p in parts(answer, assistant.held) if p.kind == "year")
    assert max(key for key, _ in first.choices) < "2018"
    assert min(key for key, _ in last.choices) > "2015"


def test_what_was_asked_back_or_answered_from_reports_offers_no_figures(assistant: Assistant) -> None:
    assert parts(answered(assistant, "What was the GVA of LCR in 2017?"), assistant.held) == ()
    report = answered(assistant, "What do the reports say about New Anglia?")
    assert all(not p.choices for p in parts(report, assistant.held))
