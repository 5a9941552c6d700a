"""What a question asks was done, and the words by which a report may say the same."""

import pytest

from assistant import acts
from assistant.ask import Assistant
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who runs the scheme?", "was delivered by the council"),
        ("Who first set up the fund?", "It was launched in May"),
        ("When did the fund open?", "The fund was announced in 2015"),
        ("When was the project wound up?", "The project closed in March"),
        ("How is the hub paid for?", "It is funded from fees"),
        ("Where was the report published?", "The report was released in Leeds"),
    ],
)
def test_another_verb_may_say_it(question: str, said: str) -> None:
    act = acts.asked(question)
    assert act is not None
    assert acts.says(said, act)


@pytest.mark.parametrize(
    "question",
    ["Who is the director of the Fund?", "What does the fund pay?", "When is the start of the project?", "GVA in Kent"],
)
def test_a_noun_or_another_question_asks_no_act(question: str) -> None:
    assert acts.asked(question) is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When did the Hub start?", "announced the Hub in November 2015"),
        ("When did the Hub close?", "closed at the end of March 2019"),
        ("Who paid for the Hub?", "paid from ERDF technical assistance"),
    ],
)
def test_the_sentence_that_says_it_is_quoted(shipped_root, question: str, said: str) -> None:
    answer = Assistant(Settings(index=shipped_root)).ask(question)
    assert (answer.status, said in answer.text) == ("answered", True), answer.text


def test_sentences_that_do_not_tell_of_it_are_no_answer(shipped_root) -> None:
    assert Assistant(Settings(index=shipped_root)).ask("When were LEPs created?").status == "nearest"
