"""Questions and follow-ups as officers put them at work: what each kind of wording is understood to ask."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.extract import extract
from assistant.quote import of_the_place
from assistant.retrieve import retrieve
from assistant.schema import Query, Turn
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def last(assistant: Assistant, *questions: str) -> str:
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question, assistant.ask(question, turns)))
    return turns[-1].answer.text


WITHIN = "Which LEPs in the South West have the highest GVA per head?"
NORTHERN = "Which northern LEPs have the highest GVA per hour?"


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        # What was ranked within a region, or a named set, is still what a bound, an end or the next one is of.
        ((WITHIN, "which are above 25000?"), "Three of the 6 LEPs held"),
        (
            (WITHIN, "and the lowest?"),
            "Cornwall and Isles of Scilly LEP had the lowest GVA per head of the 6 LEPs held",
        ),
        ((WITHIN, "who comes next?"), "of the 6 LEPs held"),
        ((WITHIN, "and third?", "and the one after?"), "4th highest"),
        ((WITHIN, "and overall?"), "of the 30 LEPs held"),
        ((WITHIN, "which LEP in the North East is highest?"), "of the 2 LEPs held"),
        ((NORTHERN, "which are above 34?"), "of the 9 LEPs held"),
        ((NORTHERN, "which LEP is lowest?"), "of the 9 LEPs held"),
        ((NORTHERN, "and the lowest overall?"), "of the 30 LEPs held"),
        # One place held against the last; where one figure comes from; the gap at another time.
        (("GVA per head in Dorset in 2018?", "Is Cumbria higher?"), "higher in Cumbria"),
        (("GVA per head in Dorset in 2018?", "Is Cumbria higher?", "was it in 2015 as well?"), "In 2015, GVA per head"),
        (("Which LEP has the fastest broadband?", "where is that from?"), "row Humber, column 2019 [1]."),
        (
            ("What was the gap between Dorset and England in level 3 in 2018?", "has it narrowed by 2020?"),
            "The gap between Dorset and England",
        ),
        (
            ("What was the gap between Dorset and England in level 3 in 2018?", "and in 2020?"),
            "The difference is",
        ),
        (("GVA per head in Dorset in 2015?", "and 2018?", "so how many pounds up or down?"), "from £"),
        # Those talked of one by one; the nation as the whole; the same area for another measure; firms counted before.
        (
            ("Average commute in Dorset in 2016?", "Solent", "Enterprise M3", "which of those has it best?"),
            "lowest first: ",
        ),
        (("What's the GVA per hour in Scotland?", "what's Scotland as a percentage of the UK"), "of that of the UK"),
        (
            ("How far is the nearest station in Lincolnshire by travel time in 2013?", "and an airport?"),
            "in Lincolnshire (NUTS2 area)",
        ),
        (
            ("How many micro enterprises are there in Cumbria in 2021?", "out of how many businesses altogether?"),
            "Registered enterprises in Cumbria were",
        ),
        (("How many businesses are there in Cumbria in 2021?",), "As a stand-in, registered enterprises are given"),
        (("Which NUTS2 area has the quickest trip to a station?", "how far behind that is Devon?"), "Cheshire"),
        # Why, of measures it names itself, is of no place talked of; of the figure just told it is.
        (("GVA per hour in Dorset in 2018?", "why is it so low?"), "The tables do not say why"),
        # A quotient by its short name; three talked of one by one, added.
        (
            ("People in high-tech industries in Kent in 2018?", "as a location quotient?", "Essex's LQ"),
            "Specialisation in high-tech jobs in Essex",
        ),
        (("Population of Kent in 2017?", "Essex?", "Dorset?", "what do those three come to?"), "came to"),
        # Two named and added; one by itself over time; the same share, and the authority of that kind.
        (("Business R&D in Lancashire in 2015?", "add Lancashire and Cumbria together"), "came to"),
        (("Business R&D in Lancashire in 2015?", "add Cumbria"), "The difference is"),
        (
            ("average commute in Kent in 2017?", "where's the shortest?", "has Essex got better or worse since 2015?"),
            "in Essex (NUTS2 area)",
        ),
        (
            (
                "Small enterprises in West Yorkshire combined authority in 2021?",
                "what share of all enterprises is that?",
                "and the same share for South Yorkshire?",
            ),
            "of registered enterprises in South Yorkshire Mayoral Combined Authority",
        ),
    ],
)
def test_a_follow_up_keeps_to_what_was_put_in_order_or_set_side_by_side(
    turns: tuple[str, ...], said: str, shipped: Assistant
) -> None:
    assert said in last(shipped, *turns)


def test_a_why_that_names_its_own_measures_is_of_no_place_talked_of(shipped: Assistant) -> None:
    first = "GVA per hour in Dorset in 2018?"
    turns = [Turn(first, shipped.ask(first))]
    assert not shipped.ask("Is GVA per hour a fairer yardstick than GVA per head, and why?", turns).query.mentions
    assert shipped.ask("why is it so low?", turns).query.mentions


@pytest.mark.parametrize(
    ("question", "said", "not_said"),
    [
        # A number asked of what is held as a share; a share asked for as such.
        ("How many employers in Dorset had a hard-to-fill vacancy in 2019?", "No number of them is held", ""),
        ("How many percent of employers in Dorset had a hard-to-fill vacancy in 2019?", "was", "No number"),
        # The LEPs of a group of regions, named before the question; a side of the country that is no region.
        ("In the Midlands, which LEP has the highest GVA per hour?", "of the 8 LEPs held", "London"),
        ("In the Midlands, which region has the highest GVA?", "of the 2 regions", "London"),
        ("In the South, which LEP is top for GVA per hour?", "No figure held speaks of “south”", ""),
        # Of a time the quickest is the least.
        ("Which NUTS2 area has the quickest journey to an airport?", "the lowest travel time", "Cumbria"),
        ("Which NUTS2 area has the slowest journey to an airport?", "Cumbria (NUTS2 area) had the highest", ""),
        # How far from the first or the last of its kind.
        ("How far was Dorset off the top LEP for broadband in 2018?", "24.19 Mbit/s below Tees Valley", ""),
        ("How far is Cumbria from the lowest LEP on GVA per head?", "£6,321 above the Black Country", "below London"),
        ("Where does Cumbria rank for GVA per head?", "ranked", "above the Black Country"),
        ("Was R&D spending per head in the North West behind the East of England's in 2016, and by how much?", "The difference is", "change"),
        # What is set apart from the measure; what firms turn over; a nation's share that is held; services.
        ("How many science and technology professionals, not associates, worked in Dorset in 2017?", "professionals in Dorset", "associate"),
        ("Residents of Dorset who work in farming and fishing in 2022, a headcount rather than a rate", "agriculture and fishing in Dorset were 2,900", "No figure"),
        ("How many patents were registered, as opposed to applied for, in Essex in 2011?", "No figure held speaks of", ""),
        ("What did university spin-outs in Dorset turn over in 2018?", "Turnover of university spin-offs", ""),
        ("How much of Scotland's business R&D is done in Aberdeen?", "share of Scottish business R&D of 15.4%", "As a stand-in, not"),
        ("How much did companies in the North East spend on R&D in services in 2017?", "spending on services in the North East", ""),
        # The place of a preamble is the one that is asked about.
        ("For the Dorset prospectus, which three sectors is it most specialised in?", "industries held for Dorset: 1 agriculture", ""),
        # Combined authorities of the places named; a share of the whole; a sum; a paper's own year.
        ("Put the West Yorkshire and South Yorkshire combined authorities in order of enterprise birth rate in 2019", "South Yorkshire Mayoral Combined Authority", "stand-in"),
        ("Which combined authority had the highest enterprise death rate in 2019?", "combined authorities held", ""),
        ("Of all the R&D done in the South West in 2016, what proportion was done by business?", "Share of R&D done by business", "Total R&D"),
        ("total number of small enterprises across the Dorset and Solent LEPs in 2021", "came to", ""),
        ("How much ESIF money was Cumbria to have for 2014-2020 in the June 2013 statement?", "allocation 2014-2020 in Cumbria", "not held for 2013"),
        ("Where does Dorset come for travel time to an airport in 2013, quickest first?", "from the lowest of the 38 LEPs", ""),
        ("May I add LEP figures up to an England total?", "count some places twice", "What would you like"),
        ("Innovate UK money for Devon and Kent in both 2015 and 2017", "2017", "reports"),
        # What the reports say of a measure itself, before a place is asked for; and where one must be.
        ("Why is output per hour worked preferred over output per head when places are compared?", "commuting does not distort it", "For which place"),
        ("Do trade mark counts follow research, or consumer brands?", "trade mark counts follow consumer brands", "For which place"),
        ("What was the enterprise birth rate?", "For which place", ""),
        ("Why is GVA not given for Greater Birmingham and Solihull?", "because the LEP contains parts of ITL3 areas", "stand-in"),
        ("I have seen both 32 and 33 per cent for innovating firms in Scotland. Which is right?", "The two reports of the same survey differ by one point", ""),
        # A sentence whose last clause says what is not held; whether something is held.
        ("Our score went up between the map of June 2017 and that of November 2017. May we say we improved?", "Do not compare a score of the first version", "Nothing held answers that exactly"),
        ("Can we get hold of the Hub's materials work with Innovate UK?", "is not held: neither its map", "Nothing held answers that exactly"),
        # What many documents hold alike is no answer, nor the address of a source.
        ("Who wrote the first version of the Hub's map, and what is it meant to be used for?", "Dr Etienne Bailey and Lyuba Dmitrova", "Written for Hub Assistant"),
        ("What has the Confederation of British Industry said on R&D in Cumbria?", "", "https://"),
    ],
)  # fmt: skip
def test_what_is_asked_at_work_is_understood(question: str, said: str, not_said: str, shipped: Assistant) -> None:
    text = shipped.ask(question).text
    assert said in text
    assert not not_said or not_said not in text


def test_an_answer_names_every_place_asked_about(shipped: Assistant) -> None:
    query = Query(
        asked := "What do the audits say about Cumbria?", asked, mentions=shipped.index.gazetteer.mentions(asked)
    )
    found = extract(query, retrieve(query, shipped.index, 10), shipped.index)
    both = replace(query, mentions=(*query.mentions, *shipped.index.gazetteer.mentions("Wakefield")))
    assert of_the_place(query, found, shipped.index)
    assert not of_the_place(both, found, shipped.index)
    assert of_the_place(replace(query, mentions=shipped.index.gazetteer.mentions("England")), found, shipped.index)


def test_a_line_of_many_documents_is_boilerplate(shipped: Assistant) -> None:
    alike = shipped.index.boilerplate
    assert any("not a publication of the Smart Specialisation Hub" in line for line in alike)
    assert not any("commuting does not distort it" in line for line in alike)
