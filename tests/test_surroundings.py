"""What stands around a question changes nothing; what stands with its measure makes the measure another."""

import pytest
from surroundings import HARMLESS, HARMLESS_LATER, NARROWED, NARROWED_LATER

from assistant.ask import Assistant
from assistant.clauses import asides, marked, without_asides
from assistant.settings import Settings
from assistant.words import tokens

LEAST = 0.93


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize("questions", [HARMLESS, HARMLESS_LATER], ids=["written", "looked at once"])
def test_what_stands_around_a_question_changes_nothing(assistant: Assistant, questions: list[str]) -> None:
    answers = [assistant.ask(question) for question in questions]
    missed = [a.query.question for a in answers if a.status != "answered" or not a.figures or a.query.narrowed]
    assert len(missed) <= (1 - LEAST) * len(questions), "\n".join(missed)


@pytest.mark.parametrize("questions", [NARROWED, NARROWED_LATER], ids=["written", "looked at once"])
def test_what_stands_with_a_measure_makes_it_another(assistant: Assistant, questions: list[str]) -> None:
    answers = [assistant.ask(question) for question in questions]
    missed = [a.query.question for a in answers if a.status not in ("nearest", "not_found", "ambiguous")]
    assert len(missed) <= (1 - LEAST) * len(questions), "\n".join(missed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("my boss wants GVA in qqplace", "gva in qqplace"),
        ("two auditors insist on seeing GVA in qqplace", "gva in qqplace"),
        ("what was rural GVA from golf in qqplace", "what was rural gva from golf in qqplace"),
        ("what GVA did qqplace notch up", "what gva did qqplace up"),
        ("GVA of firms, because I must know", "gva of firms"),
        ("Robotics: what was GVA in qqplace?", "robotics what was gva in qqplace"),
        ("GVA in the area serving qqplace", "gva in the area qqplace"),
    ],
)
def test_only_what_is_attached_to_the_measure_counts(text: str, said: str) -> None:
    words = tokens(text)
    around = asides(marked(text), frozenset({words.index("gva")}), "qqplace")
    assert " ".join(w for i, w in enumerate(words) if i not in around) == said


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("The lift is broken; what was GVA?", "what was GVA?"),
        ("What was GVA, because my boss asks?", "What was GVA?"),
        ("What was GVA? Why was it low?", "What was GVA? Why was it low?"),
        ("What was GVA, which is in pounds?", "What was GVA, which is in pounds?"),
    ],
)
def test_clauses_in_which_nothing_is_asked_are_cut(question: str, left: str) -> None:
    assert without_asides(question, lambda part: "GVA" in part) == left


def test_how_many_is_not_told_by_a_quotient(assistant: Assistant) -> None:
    assert assistant.ask("How many farms are there in Cumbria?").status == "nearest"


def test_which_are_is_not_told_by_another_column_of_a_table(assistant: Assistant) -> None:
    catapults = assistant.ask("Which Catapults are in the North East?")
    assert "Date: 2010s" not in catapults.text
    audits = assistant.ask("Which audits are in Wales?")
    assert "Audits (wave): South West England and South East Wales" in audits.text
