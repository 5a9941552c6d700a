"""What is shown beside a figure: the reports' own sentence, a later table, a sector's share of the whole, the nations alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from answers import cells
from answers import last_answer as answer

from assistant.ask import Assistant
from assistant.extract import Support
from assistant.quote import differing
from assistant.settings import Settings
from assistant.view.charts import chart_data


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much did Scottish companies' R&D grow in real terms between 2007 and 2017?", "93.6 per cent"),
        ("How many firms in Britain work with new materials?", "over 2,500 UK firms"),
        ("How many new businesses and homes does the Norfolk and Suffolk plan for 2036 aim at?", "140,000 homes"),
    ],
)
def test_a_sentence_on_just_what_is_asked_is_shown_beside_a_figure_that_is_only_near(
    shipped: Assistant, question: str, said: str
) -> None:
    given = shipped.ask(question)
    assert said in given.text
    assert any(citation.page is not None and said in citation.quote for citation in given.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Average pay of full-time workers in Dorset LEP in 2012",
        "GVA of Coast to Capital LEP in 1998",
        "Innovate UK funding in Bavaria in 2018",
    ],
)
def test_sentences_on_other_things_are_not_shown_beside_a_figure(shipped: Assistant, question: str) -> None:
    given = shipped.ask(question)
    assert given.status != "answered"
    assert "The reports say" not in given.text


def test_rows_of_unlike_tables_are_not_set_against_each_other(shipped: Assistant) -> None:
    first, second = [d.document_id for d in shipped.index.documents if d.kind != "table"][:2]
    said = "Stoke and Staffordshire of the west of England {} {}"
    one, other = (
        Support(said.format(*numbers), d, 1, (), "p", 0.5, "row")
        for numbers, d in (((80.9, 81.2), first), ((3645, 15.8), second))
    )
    assert differing((one, other), shipped.index) == ()
    assert len(differing((replace(one, kind="sentence"), replace(other, kind="sentence")), shipped.index)) == 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What's the GVA of Yorkshire and the Humber?", [("Yorkshire and The Humber", "2019"), ("Yorkshire and The Humber", "2021")]),
        ("How many people live in Northern Ireland?", [("Northern Ireland", "2019"), ("Northern Ireland", "2021")]),
        ("How has output per hour in Wales moved since 2015?", [("Wales", "2015"), ("Wales", "2019"), ("Wales", "2021")]),
        ("GVA per hour in Wales in 2018", [("Wales", "2018")]),
        ("GVA per hour in Dorset LEP", [("Dorset", "2019")]),
    ],
)  # fmt: skip
def test_the_latest_of_a_table_that_goes_on_is_told_where_no_end_is_asked_for(
    shipped: Assistant, question: str, expected: list[tuple[str, str]]
) -> None:
    assert cells(shipped.ask(question)) == expected


def test_the_later_table_is_drawn_as_the_same_measure(shipped: Assistant) -> None:
    drawn = chart_data(shipped.ask("Put the English regions in order of GVA per hour"))
    assert drawn is not None
    names = [row[0] for row in drawn.rows]
    assert names[0] == "London, 2019"
    assert names[9] == "London, 2021"


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Which ITL2 area in Wales has the higher GDP per head?", {"2019", "2021"}),
        ("What share of UK jobs does Scotland have?", {"2019", "2021"}),
        ("How far apart are Wales and Scotland on GVA per hour?", {"2019", "2021"}),
        ("How far apart are Wales and Scotland on GVA per hour in 2018?", {"2018"}),
        ("How far apart are Dorset LEP and Cumbria LEP on NVQ4?", {"2019"}),
    ],
)
def test_places_are_set_side_by_side_in_both_tables_where_no_year_is_said(
    shipped: Assistant, question: str, years: set[str]
) -> None:
    given = shipped.ask(question)
    assert {f.observation.period for f in given.figures} == years
    assert all(set(d.inputs) <= set(range(len(given.figures))) for d in given.derivations)


def test_an_order_without_a_year_is_of_the_main_series_and_the_latest_of_the_later_table(shipped: Assistant) -> None:
    assert cells(shipped.ask("Which region has the lowest GVA per hour?"))[0][1] == "2019"
    assert cells(shipped.ask("Which region has the lowest GVA per hour right now?"))[0][1] == "2021"


@pytest.mark.parametrize(
    ("question", "first", "n"),
    [
        ("Which nation of the UK has the smallest population?", "Northern Ireland", "4 nations"),
        ("Which UK nation has the lowest GDP per head?", "Wales", "4 nations"),
        ("Which of the devolved nations has the highest GVA per hour?", "Scotland", "3 nations"),
        ("Which region has the most productivity jobs?", "London", "9 regions held"),
    ],
)
def test_nations_are_ranked_without_the_regions_of_england(
    shipped: Assistant, question: str, first: str, n: str
) -> None:
    given = shipped.ask(question)
    assert cells(given)[0][0] == first
    assert n in given.text


def test_a_sector_is_a_share_of_the_whole_of_its_place(shipped: Assistant) -> None:
    given = shipped.ask("What percentage of business R&D in Wales is on aerospace?")
    share = next(d for d in given.derivations if d.operation == "share")
    assert share.value == pytest.approx(100 * 55 / 457)
    assert "of £457 million" in given.text


def test_places_are_put_in_order_of_a_sectors_share(shipped: Assistant) -> None:
    given = shipped.ask("In which region is the share of business R&D that goes on services highest?")
    assert [f.observation.place_name for f in given.figures][:2] == ["London", "London"]
    share = next(d for d in given.derivations if d.operation == "share")
    assert share.value == pytest.approx(100 * 2233 / 2796)


@pytest.mark.parametrize(
    ("turns", "place"),
    [
        (("Research students in Leicester and Leicestershire LEP", "and in D2N2?", "back to Leicester"), "Leicester and Leicestershire"),
        (("Graduate start-ups in Leeds City Region", "and Sheffield City Region?", "sorry, I meant Leeds"), "Leeds City Region"),
    ],
)  # fmt: skip
def test_a_place_gone_back_to_by_a_shorter_name_is_the_one_spoken_of(
    shipped: Assistant, turns: tuple[str, ...], place: str
) -> None:
    given = answer(shipped, *turns)
    assert given.status == "answered"
    assert {name for name, _ in cells(given)} == {place}


@pytest.mark.parametrize(
    "question", ["Please write me a covering letter for a post at the LEP", "Compose a poem on jobs"]
)
def test_no_letter_is_written(shipped: Assistant, question: str) -> None:
    given = shipped.ask(question)
    assert given.status == "not_found"
    assert "Nothing is written here" in given.text


@pytest.mark.parametrize(
    ("question", "own", "near"),
    [
        ("Which LEPs come closest to Cumbria on GVA per hour?", "Cumbria", "Stoke-on-Trent and Staffordshire"),
        ("Which region is nearest to the South West for total R&D spending?", "South West", "East Midlands"),
    ],
)
def test_places_whose_figure_is_nearest_to_that_of_one(shipped: Assistant, question: str, own: str, near: str) -> None:
    given = shipped.ask(question)
    assert [f.observation.place_name for f in given.figures][:2] == [own, near]
    values = [f.observation.value or 0.0 for f in given.figures]
    gaps = [abs(value - values[0]) for value in values[1:]]
    assert gaps == sorted(gaps)


@pytest.mark.parametrize(
    ("question", "parts", "whole"),
    [
        ("What share of England's population lives in the northern LEPs?", 9, 56_286_961),
        ("What proportion of UK R&D happens in London?", 1, 34_809),
    ],
)
def test_the_share_of_a_group_or_of_all_research(shipped: Assistant, question: str, parts: int, whole: float) -> None:
    given = shipped.ask(question)
    *held, of = [f.observation.value or 0.0 for f in given.figures]
    assert (len(held), of) == (parts, whole)
    share = next(d for d in given.derivations if d.operation == "share")
    assert share.value == pytest.approx(100 * sum(held) / whole)


def test_a_nation_is_not_ranked_among_wholes_that_hold_it(shipped: Assistant) -> None:
    assert "nations held" not in shipped.ask("How many people live in England as a whole?").text
