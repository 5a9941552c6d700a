"""What a question asks for is read from its own words; a text holds it only when the question does not hold it already."""

import pytest

from assistant.focus import asks_place, focus, focus_words, holds, kinds_asked, kinds_held


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How much money was spent on roads?", {"money"}),
        ("How much faster is the train?", {"number"}),
        ("What will the bridge cost?", {"money"}),
        ("What's the fine for parking there?", {"money"}),
        ("What proportion of firms innovate?", {"percent"}),
        ("How many firms innovate?", {"number"}),
        ("What is the weekly rate of the allowance?", {"number"}),
        ("When was it published?", {"date"}),
        ("In which year did it open?", {"date"}),
        ("Which company built it?", {"name"}),
        ("Where did it open?", {"name"}),
        ("Who pays for it, and how often?", {"name", "number"}),
        ("Why was it built?", set()),
        ("Why is that a poor guide to where research is done?", set()),
        ("Why was it built, and when?", {"date"}),
        ("Which firm said why it left?", {"name"}),
        ("What does the plan promise?", set()),
    ],
)
def test_the_kind_of_answer_asked_for(question: str, kinds: set[str]) -> None:
    assert kinds_asked(question) == kinds


def test_the_words_that_say_what_is_asked_for() -> None:
    assert focus("What's the weekly fine, and which small firms pay it?") == (
        ("what", ("weekly", "fine")), ("which", ("small", "firms", "pay", "it")),
    )  # fmt: skip
    assert focus_words("How many of the firms pay?") == ()


@pytest.mark.parametrize(
    ("kind", "text", "question", "held"),
    [
        ("money", "It cost £3m.", "What did it cost?", True),
        ("money", "It cost £3m.", "Why did it cost £3m?", False),
        ("percent", "A third of firms did.", "What share did?", True),
        ("date", "It opened in May 2017.", "When in 2017 did it open?", True),
        ("date", "It opened in 2017.", "When in 2017 did it open?", False),
        ("number", "In 2017 there were 39 of them.", "How many were there?", True),
        ("number", "It began in 2017.", "How many were there?", False),
        ("name", "It is led by Jane Smith.", "Who leads New Anglia?", True),
        ("name", "It is led from New Anglia.", "Who leads New Anglia?", False),
    ],
)
def test_an_answer_is_held_only_when_it_is_new(kind: str, text: str, question: str, held: bool) -> None:
    assert holds(kind, text, question) is held


def test_half_of_what_is_asked_for_is_half_held() -> None:
    assert kinds_held("It is led by Jane Smith.", "Who leads it, and how much did it cost?") == 0.5
    assert kinds_held("Anything.", "Why?") == 1.0


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Where did it open before Leeds?", True),
        ("Which towns beside Leeds have one?", True),
        ("Which hospitals in Leeds are new?", False),
        ("What is planned for Leeds?", False),
    ],
)
def test_a_question_may_ask_for_a_place(question: str, place: bool) -> None:
    assert asks_place(question) is place
