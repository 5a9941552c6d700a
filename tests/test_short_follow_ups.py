"""Follow-ups of a few words, each said in full: left out, cut short, as a rank, apart, by what percent, the average."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.schema import Turn
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def last(assistant: Assistant, *questions: str) -> str:
    history: tuple[Turn, ...] = ()
    for question in questions:
        history = (*history, Turn(question, assistant.ask(question, history)))
    return history[-1].answer.text


@pytest.mark.parametrize(
    ("questions", "said", "not_said"),
    [
        (("top 5 LEPs by GVA", "drop London"), "of the 29 LEPs held", "London"),
        (("top 5 LEPs by GVA", "drop London", "only the top three of those pls"), "of the 29 LEPs held: 1 the South East", "4 "),
        (("top 5 LEPs by GVA", "drop London", "put it in a table"), "South East", "London"),
        (("GVA per hour in Kent?", "as a rank?"), "ranked", "stand-in"),
        (("GVA in Kent?", "and Devon?", "how far apart are they"), "The difference is", "not held"),
        (("GVA in Oxfordshire in 2019?", "and in 2014?", "so that's up by what percent"), "18.84%", "not held"),
        (("GVA in Kent each year since 2015", "average?"), "unweighted mean", "not held"),
        (("GVA in Kent since 2015", "and Devon?", "which of the two is higher now?"), "In 2019", "2015"),
        (("GDP per head in Swansea in 2021?", "and Cardiff?", "and Gwynedd?", "which is worst?"), "Gwynedd", "Tees Valley"),
        (("Which LEP has the highest GVA?", "who has the lowest"), "lowest", "not held"),
        (("Which NUTS2 area had the longest journey to a train station in 2013?", "who has the shortest", "how long to the airport for them?"), "nearest airport in Cheshire", "Bedfordshire"),
        (("Which LEPs grew faster than the UK in GVA 2014-2019?", "and for GVA per hour?"), "14 of the 30 LEPs held for both years grew more", "30 of the 30"),
        (("Give me a profile of Cumbria", "and Lancashire?"), "Lancashire at a glance", "Cumbria at a glance"),
        (("How many sectors in Cumbria have an LQ above 1.5?", "and in Lancashire?"), "One of the 17 sectors held for Lancashire", "1.43"),
    ],
)  # fmt: skip
def test_a_few_words_go_on_with_what_was_asked(
    questions: tuple[str, ...], said: str, not_said: str, shipped: Assistant
) -> None:
    text = last(shipped, *questions).split("The reports add")[0]
    assert said in text
    assert not_said not in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which LEPs do not have GVA per head above £20,000?", "at or below £20,000"),
        ("Which LEPs aren't above the England average for GVA per hour?", "26 of the 30 LEPs held"),
        ("Leaving the capital out of it, which LEP has the highest GVA per hour?", "of the 29 LEPs held"),
        ("what % of Cornwalls registered businesses were micros in 2022", "88.88%"),
        ("By what multiple did business R&D in Northern Ireland in 2017 exceed the 2008 amount?", "2.99 times"),
    ],
)
def test_what_is_denied_left_out_or_misspelt_is_understood(question: str, said: str, shipped: Assistant) -> None:
    assert said in shipped.ask(question).text
