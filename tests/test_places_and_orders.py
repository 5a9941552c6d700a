"""What lies in what, and orders and their changes, over the shipped corpus."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.rows import Rows, blocks
from assistant.schema import Turn
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which councils are in Tees Valley LEP?", "Tees Valley LEP holds five councils"),
        ("how many districts make up SELEP?", "The South East LEP holds 32 councils"),
        ("What area does the Humber LEP cover?", "East Riding of Yorkshire; Kingston upon Hull"),
        ("Name the LEPs in the South West", "The South West region holds six LEPs: Cornwall and Isles of Scilly; Dorset;"),
        ("How many LEPs are in the East Midlands?", "The East Midlands region holds two LEPs"),
        ("Is Luton in SEMLEP?", "Yes: Luton is in South East Midlands LEP"),
        ("Does Oxford fall under the South East Midlands LEP?", "No: Oxford is in Oxfordshire LEP, not in"),
        ("Is Cumbria part of the North West?", "Yes: Cumbria is in the North West region"),
        ("Is Bristol in the West Midlands?", "No: Bristol, City of is in the South West region"),
        ("Which region is Dorset in?", "is in the South West region"),
        ("what county is Ipswich in", "is in Suffolk (county)"),
        ("Are Bath and Bristol in the same LEP?", "Yes: Bath and North East Somerset and Bristol, City of are in the West of England LEP"),
        ("Are Cumbria and Kent in the same region?", "No: Cumbria is in the North West region; Kent is in the South East region"),
        ("What's D2N2?", "D2N2 is Derby, Derbyshire, Nottingham and Nottinghamshire LEP"),
        ("What does GFirst stand for?", "GFirst is Gloucestershire LEP"),
    ],
)  # fmt: skip
def test_what_lies_in_what_is_told_and_cited(question: str, said: str, shipped: Assistant) -> None:
    answer = shipped.ask(question)
    assert answer.status == "answered"
    assert said in answer.text
    assert [c.document_id for c in answer.citations] == ["places"]


def test_the_next_place_is_asked_the_same(shipped: Assistant) -> None:
    first = "Which councils are in Cumbria LEP?"
    answer = shipped.ask("and Tees Valley?", (Turn(first, shipped.ask(first)),))
    assert "Tees Valley LEP holds five councils" in answer.text


def test_a_measure_talked_of_before_is_not_asked_about(shipped: Assistant) -> None:
    first = "GVA per head in Kent?"
    answer = shipped.ask("Which councils are in Tees Valley LEP?", (Turn(first, shipped.ask(first)),))
    assert "Tees Valley LEP holds five councils" in answer.text


def test_two_figures_of_a_place_are_no_row_of_one(shipped: Assistant) -> None:
    answer = shipped.ask("Which LEPs have GVA per head above £30,000 and population under 1 million?")
    assert not any(isinstance(block, Rows) for block in blocks(answer, shipped.index.indicators))
    one = shipped.ask("Which LEPs have GVA per head above £30,000?")
    assert any(isinstance(block, Rows) for block in blocks(one, shipped.index.indicators))


@pytest.mark.parametrize(
    "question",
    [
        "Which LEPs in the South West have the highest GVA?",
        "Is GVA per hour in Cumbria above the North West?",
        "What is Cumbria's GVA?",
        "Which councils in Cumbria have an innovation voucher?",
        "Is Cumbria in recession?",
    ],
)
def test_other_questions_about_places_are_not_taken_for_it(question: str, shipped: Assistant) -> None:
    answer = shipped.ask(question)
    assert not any(c.document_id == "places" for c in answer.citations)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which LEP climbed most places for GVA per head between 2014 and 2019?", "up 6 places, from 25th to 19th highest"),
        ("Which LEPs dropped down the rankings for population?", "Humber LEP down 2 places, from 17th to 19th"),
        ("How has Cumbria's rank on GVA per hour changed?", "So it moved down by 4"),
        ("Where does Cumbria rank for GVA growth since 2014?", "29th of the 30 LEPs held for both years, the largest rise first"),
        ("Where does Tees Valley rank among the combined authorities for level 3 in 2021?", "9th of the 10 combined authorities"),
        ("Where does Merseyside rank among the NUTS2 areas of the North West for professional jobs?", "3rd of the 5 NUTS2 areas of the North West"),
        ("Where does Dorset rank among the LEPs of the South West for GVA per hour?", "4th of the 6 LEPs of the South West"),
        ("Where does Kent rank for GVA?", "16th of the 41 ITL2 areas"),
        ("Which places have the biggest rise in GVA?", "largest rise first of the 30 LEPs"),
        ("How is Cumbria's economy doing?", "Cumbria at a glance"),
    ],
)  # fmt: skip
def test_the_order_and_its_changes_are_told_from_the_figures(question: str, said: str, shipped: Assistant) -> None:
    answer = shipped.ask(question)
    assert answer.status == "answered"
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("What is the employment rate in Tees Valley?", "nearest", "No figure held speaks of “rate”"),
        ("By how much did Tees Valley's employment rate rise?", "nearest", "No figure held speaks of “rate”"),
        ("What's the enterprise death rate in Cumbria?", "answered", "10.4%"),
        ("At what rate did jobs grow in Cumbria from 2014 to 2019?", "answered", "0.49% a year"),
        ("Compare employment in Cumbria with Lancashire", "answered", "jobs were higher in Lancashire"),
        ("employment by sector in Cumbria", "answered", "the highest of the 19 sectors held"),
        ("full-time employees in Cumbria", "answered", "the highest of the 19 sectors held"),
    ],
)
def test_a_rate_is_no_number_and_one_sector_is_not_all(
    question: str, status: str, said: str, shipped: Assistant
) -> None:
    answer = shipped.ask(question)
    assert (answer.status, said in answer.text) == (status, True), answer.text


def test_a_why_that_tells_its_subject_is_not_asked_back(shipped: Assistant) -> None:
    asked = "Why did fewer councils sit in two partnerships in 2017 than in 2013?"
    assert "because the five shared districts of Northamptonshire" in shipped.ask(asked).text
    assert shipped.ask("Why did it fall?").status == "ambiguous"
