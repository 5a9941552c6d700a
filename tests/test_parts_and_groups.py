"""Parts of places, named groups of places, sectors that must be named, and questions in two steps: what is said of each."""

from pathlib import Path

import pytest
from answers import last_answer as answer

from assistant.ask import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        ("GVA per head in north Lancashire in 2018?", "north Lancashire", "Lancashire"),
        ("How many people live in South East Wales?", "South East Wales", "Wales"),
        ("GVA per hour in the western half of Dorset?", "the western half of Dorset", "Dorset"),
        ("NVQ4 share in North West London in 2017", "North West London", "London"),
        ("What was GVA per head in central Oxfordshire?", "central Oxfordshire", "Oxfordshire"),
    ],
)
def test_a_part_of_a_place_gives_the_whole_as_the_nearest(
    shipped: Assistant, question: str, part: str, whole: str
) -> None:
    given = answer(shipped, question)
    assert given.status == "nearest"
    assert given.text.startswith(f"Nothing is held for {part} by itself")
    assert {f.observation.place_name for f in given.figures} == {whole}


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Business R&D in South East England in 2017?", "South East"),
        ("What was the population of West Cumbria in 2019?", "West Cumbria"),
        ("GVA per head in the West of England in 2018?", "West of England"),
        ("R&D spending in the East of England in 2017", "East of England"),
    ],
)
def test_a_point_of_the_compass_in_a_name_is_no_part(shipped: Assistant, question: str, place: str) -> None:
    given = answer(shipped, question)
    assert "by itself" not in given.text
    assert place in {f.observation.place_name for f in given.figures}


def test_a_part_stays_one_in_the_next_turn(shipped: Assistant) -> None:
    given = answer(shipped, "GVA per head in north Lancashire in 2018?", "and in 2015?")
    assert given.status == "nearest"
    assert given.text.startswith("Nothing is held for north Lancashire")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which LEPs are in the Midlands?", "10 LEPs: Black Country; "),
        ("What are the northern LEPs?", "The Northern LEPs are 11 LEPs: Cheshire and Warrington; "),
        ("Is Dorset one of the northern LEPs?", "No: Dorset LEP is not one of the Northern LEPs"),
        ("Is Lancashire one of the northern LEPs?", "Yes: Lancashire LEP is one of the Northern LEPs"),
        ("Which LEPs are only partly in the East Midlands?", "Four LEPs lie only partly in the East Midlands"),
        (
            "How many districts are in both Enterprise M3 and Solent?",
            "Four councils lie in both Enterprise M3 LEP and the Solent LEP",
        ),
        ("Which LEPs does the Humber share councils with?", "2 with Greater Lincolnshire"),
        ("Does Dorset share any district with another LEP?", "Dorset LEP shares no council with another LEP"),
        ("Which LEPs are in the East Midlands?", "partly in it lie Greater Cambridge and Greater Peterborough"),
    ],
)
def test_the_place_model_tells_named_groups_and_what_lies_partly_in_a_region(
    shipped: Assistant, question: str, said: str
) -> None:
    given = answer(shipped, question)
    assert given.status == "answered"
    assert said in given.text


def test_a_ranking_within_a_region_says_which_lie_only_partly_in_it(shipped: Assistant) -> None:
    given = answer(shipped, "Which LEP in the East Midlands has the fastest broadband?")
    assert any(w.startswith("Left out, since they lie only partly in the East Midlands:") for w in given.warnings)
    whole = answer(shipped, "Which LEP in the North West has the fastest broadband?")
    assert not any("only partly" in w for w in whole.warnings)


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("How has the location quotient in Dorset changed since 2014?", "ambiguous", "Of which sector?"),
        ("Which LEP has the highest location quotient?", "ambiguous", "Of which sector?"),
        ("What is the location quotient in Kent?", "nearest", "Location quotients are not held for Kent"),
        ("What is GVA by sector in Essex?", "nearest", "GVA by sector is not held for Essex"),
        ("How much of Dorset's output came from banking and finance in 2017?", "answered", "financial and insurance"),
        ("Which part of England is most specialised in metal products?", "answered", "fabricated metal products"),
        ("Which LEP in England is most specialised in food manufacturing?", "answered", "food, beverages and tobacco"),
    ],
)
def test_no_figure_of_a_sector_that_is_not_named(shipped: Assistant, question: str, status: str, said: str) -> None:
    given = answer(shipped, question)
    assert given.status == status
    assert said in given.text
    assert "accommodation" not in given.text.partition("such as")[0]


def test_the_place_that_one_figure_tells_has_another(shipped: Assistant) -> None:
    given = answer(shipped, "What was the NVQ4 share in the LEP with the lowest GVA per hour in 2017?")
    lowest, told = given.text.split("\n\n")
    place = given.figures[0].observation.place_name
    assert "had the lowest GVA per hour" in lowest
    assert place in lowest
    assert f"in {place}" in told
    assert given.figures[-1].observation.period == "2017"
    assert [p.name for p in given.query.places] == [place]
    later = answer(shipped, "What was the NVQ4 share in the LEP with the lowest GVA per hour in 2017?", "and in 2015?")
    assert {f.observation.place_name for f in later.figures} == {place}


def test_no_place_of_a_region_s_name_stands_in_for_the_region(shipped: Assistant) -> None:
    given = answer(shipped, "What is the population of the region with the lowest GVA per head?")
    assert given.figures[-1].observation.place_type in ("region", "ITL1")


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("Of all STEM students in Dorset in 2018, what share were postgraduates?",), "of full-time STEM students"),
        (("Of the full-time postgraduates in Dorset in 2018, what percentage did STEM?",), "of full-time postgraduates"),
        (
            ("How many STEM students were there in Dorset in 2018?", "only the postgraduates among them", "as a share?"),
            "of full-time STEM students in Dorset",
        ),
        (("How many small firms in Dorset in 2018?", "and all firms?", "so what percentage is that?"), "Small enterprises made up"),
        (("GVA per head in Dorset in 2017?", "swap Dorset for Cumbria"), "GVA per head in Cumbria"),
        (("GVA per head in Dorset in 2017?", "replace 2017 with 2015"), "in 2015"),
        (("Jobs in Leeds in 2021?", "and Sheffield?", "which of the two is biggest?"), "jobs were higher in Leeds"),
        (("Jobs in Leeds in 2021?", "what was Sheffield in 2016?"), "Jobs in Sheffield"),
        (("Level 3 share in Tees Valley combined authority, 2021?", "and England", "what was ours in 2018?"), "in Tees Valley was"),
        (("Essex plus Devon, Innovate UK awards in 2016",), "came to"),
        (("Dorset plus Devon, Innovate UK awards in 2016",), "As a stand-in"),
        (("Kent or Essex, which had the larger broadband speed in 2017 and by how much?",), "The difference is"),
        (("Commute in Devon in 2016? (NUTS2)", "latest"), "in Devon (NUTS2 area)"),
        (("Share of UK research strength in the North East, REF 2014?", "and the South West?", "the two added together?"), "came to"),
    ],
)  # fmt: skip
def test_shares_of_a_whole_swaps_and_sums(shipped: Assistant, turns: tuple[str, ...], said: str) -> None:
    given = answer(shipped, *turns)
    assert said in given.text, given.text


@pytest.mark.parametrize(
    ("turns", "status", "said"),
    [
        # How people are counted is part of what is asked.
        (("Research students in Devon by headcount?",), "nearest", "No count of heads is held"),
        (("FTE jobs in Dorset in 2018?",), "nearest", "No full-time equivalents are held"),
        (("Research students in Exeter's LEP, FTE?",), "answered", "FTE in 2018/19"),
        # A share of R&D that is not published is worked out from its part and the total.
        (("What share of Scotland's R&D was done by business in 2017?",), "answered", "of total R&D spending in Scotland in 2017"),
        (("How much of the South West's total R&D was business spending in 2017, in per cent?",), "answered", "of total R&D spending in the South West in 2017"),
        # The neighbour whose figure is nearest.
        (("Which of Dorset's neighbours has the closest GVA per head to it?",), "answered", "Closest to Dorset is"),
        (("GVA per head in Lancashire and its neighbours?", "which of its neighbours is closest?"), "answered", "Closest to Lancashire is"),
        # A side of the country that is no region is said not to be told.
        (("Which LEP in the East has most patents?",), "nearest", "Which places “the East” holds is not told"),
    ],
)  # fmt: skip
def test_heads_shares_of_research_and_closest_neighbours(
    shipped: Assistant, turns: tuple[str, ...], status: str, said: str
) -> None:
    given = answer(shipped, *turns)
    assert given.status == status
    assert said in given.text, given.text


def test_the_years_of_one_place_are_not_the_sum_of_its_councils(shipped: Assistant) -> None:
    given = answer(shipped, "Three Scottish councils are said to do most business R&D; what do they add up to?")
    assert "2006 to 2017" not in given.text
    assert not any(d.operation == "sum" for d in given.derivations)


def test_a_lep_that_is_none_is_said_to_be_none(shipped: Assistant) -> None:
    given = answer(shipped, "Broadband speeds in the Vale of Avalon LEP for 2018?")
    assert given.status == "not_found"
    assert "No LEP called Vale of Avalon" in given.text


@pytest.mark.parametrize(
    "question",
    [
        "Which catapult is at Daresbury and what is a Catapult?",
        "What is a Catapult and how is one paid for?",
    ],
)
def test_two_questions_to_the_reports_are_each_answered(shipped: Assistant, question: str) -> None:
    assert answer(shipped, question).status in ("answered", "partly")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What was business R&D in the north of England in 2016?", "of the 3 regions held"),
        ("Total business R&D in the north of England in 2016?", "Northern regions held came to"),
        ("Which northern LEPs have the highest GVA per head?", "LEPs held"),
        ("Give me GVA per head for the Vale of Avalon Combined Authority in 2018.", "No combined authority called Vale of Avalon"),
    ],
)  # fmt: skip
def test_a_part_of_the_country_is_its_regions_where_leps_have_no_figure(
    shipped: Assistant, question: str, said: str
) -> None:
    assert said in answer(shipped, question).text


def test_a_place_ranks_among_nations_and_regions_together(shipped: Assistant) -> None:
    given = answer(shipped, "Where did Wales stand among the UK nations and regions on GDP per head in 2021?")
    assert "of the 12 regions and nations" in given.text


def test_what_is_worth_a_sum_is_no_advice(shipped: Assistant) -> None:
    assert "judgement" not in answer(shipped, "What is the Strength in Places Fund and how much is it worth?").text
