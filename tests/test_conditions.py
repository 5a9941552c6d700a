"""Two conditions at once, changes set against a nation's, parts of an order, sectors past a bound, worked-out growth."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "said", "not_said"),
    [
        ("Which LEPs have GVA per head above £30,000 and population under 1 million?", "Five of the 30 LEPs held for both", "Hertfordshire"),
        ("Which LEPs have population under 1 million and GVA per head above £30,000?", "Five of the 30 LEPs held for both", "Hertfordshire"),
        ("Which LEPs have GVA per head above £20,000 and below £22,000?", "Six of the 30 LEPs", "Black Country"),
        ("Which LEPs in the North have more than 300,000 jobs and GVA per hour under £32?", "Four of the 9 LEPs", "Greater Manchester"),
        ("Which LEPs have GVA per head above £60,000 and population under 1 million?", "0 met the first condition alone and 14 the second", "£"+"50,911"),
        ("How many LEPs grew faster than the UK in GVA 2014-2019?", "12 of the 30 LEPs held for both years grew more", "Cumbria"),
        ("Which LEPs saw slower growth than the UK in GVA per hour?", "16 of the 30 LEPs held for both years grew less", "South East LEP"),
        ("Is Cumbria in the bottom quarter of LEPs for GVA per hour?", "27th of the 30 LEPs", "not in the"),
        ("Is Dorset in the top ten for GVA per head?", "So it is not in the top ten", "stand-in"),
        ("Which LEPs are in the bottom quarter for GVA per hour?", "7 Greater Lincolnshire", "- 8"),
        ("How many sectors in Cumbria have an LQ above 1.5?", "Three of the 17 sectors held for Cumbria", "1.25"),
        ("Which industries make up more than 5% of Cumbria's GVA?", "Seven of the 17 sectors", "£"),
        ("What was the average annual growth in New Anglia's GVA between 2014 and 2019?", "3.54% a year, compounded", "36583"),
    ],
)  # fmt: skip
def test_every_condition_is_held_to(question: str, said: str, not_said: str, shipped: Assistant) -> None:
    answer = shipped.ask(question)
    assert answer.status == "answered"
    assert said in answer.text
    assert not_said not in answer.text.split("The reports add")[0]


def test_what_is_not_held_of_one_of_two_places_by_head_is_said(shipped: Assistant) -> None:
    answer = shipped.ask("H2020 in New Anglia vs Greater Cambridge: which got more per head?")
    assert answer.status == "partly"
    assert "For Greater Cambridge and Greater Peterborough it cannot be given" in answer.text
