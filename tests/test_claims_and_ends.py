"""Claims to be checked, what came and went, what a figure is measured against, and replies on what was just told."""

from pathlib import Path

import pytest
from answers import cells
from answers import last_answer as answer

from assistant.ask import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def shipped(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("A councillor says PM10 in Devon fell by a fifth between 2008 and 2018. True or false?", "fell by"),
        ("Is Oxfordshire the best qualified LEP in England for NVQ4?", "ranked 2nd of the 38 LEPs"),
        ("Claim to check: 'Cornwall is the least productive in the UK per hour worked'", "ranked 30th of the 30 LEPs"),
        (
            "Is it right that employers in Dorset are the most likely in England to have a skills gap, 2019?",
            "of the 38 LEPs",
        ),
        ("A toy company asked us: which LEPs make most GVA from manufacturing? top three, 2019", "1 London"),
        ("Is the North West the richest region by GDP per head in 2018?", "of the 9 regions"),
    ],
)
def test_a_claim_is_checked_without_the_words_around_it(shipped: Assistant, question: str, said: str) -> None:
    given = answer(shipped, question)
    assert given.status == "answered"
    assert said in given.text


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which NUTS2 area had the largest net loss of people to other parts of the UK in 2017?", "lowest"),
        ("Which NUTS2 area had the largest net gain of people from abroad in 2017?", "highest"),
    ],
)
def test_a_net_loss_is_the_lowest_of_the_year(shipped: Assistant, question: str, first: str) -> None:
    given = answer(shipped, question)
    assert f"had the {first} net" in given.text
    assert {period for _, period in cells(given)} == {"2017"}


def test_whether_a_place_gained_people_is_told_by_the_net_figure_of_the_year(shipped: Assistant) -> None:
    given = answer(shipped, "Did Essex gain or lose people to the rest of the country in 2017?")
    assert cells(given) == [("Essex", "2017")]


def test_a_level_of_qualification_is_no_bound(shipped: Assistant) -> None:
    given = answer(shipped, "Which two LEPs have the fewest people with a level 3 qualification or better, 2019?")
    assert [place for place, _ in cells(given)] == ["Black Country", "Tees Valley"]


@pytest.mark.parametrize(
    "question",
    [
        "How specialised is Cumbria in manufacturing compared with the UK?",
        "What is the location quotient for manufacturing in Cumbria relative to the UK?",
    ],
)
def test_a_quotient_is_not_set_beside_the_country_it_is_measured_against(shipped: Assistant, question: str) -> None:
    given = answer(shipped, question)
    assert given.status == "answered"
    assert {place for place, _ in cells(given)} == {"Cumbria"}


def test_relative_to_the_uk_is_the_index(shipped: Assistant) -> None:
    given = answer(shipped, "GVA per hour in Dorset relative to the UK in 2018?")
    assert [f.observation.unit for f in given.figures] == ["UK=100"]
    assert [f.observation.unit for f in answer(shipped, "GVA per hour in Dorset in 2018?", "with the UK as 100?").figures] == ["UK=100"]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "n"),
    [
        ("Put Cumbria next to every LEP it borders on NVQ4 in 2018", 4),
        ("NVQ4 in Cumbria and the LEPs around it, 2018", 4),
        ("Which of the LEPs around Cumbria has the highest NVQ4 share in 2018?", 3),
    ],
)
def test_a_place_named_with_those_around_it_is_one_of_them(shipped: Assistant, question: str, n: int) -> None:
    assert len({place for place, _ in cells(answer(shipped, question))}) == n


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What was the unweighted mean PM10 over Devon, Kent and Essex in 2017? NUTS2 areas.", 3),
        ("Mean share of people employed as scientists and engineers across the Ox-Cam Arc LEPs in 2017", 4),
    ],
)
def test_a_mean_over_places_named(shipped: Assistant, question: str, value: int) -> None:
    given = answer(shipped, question)
    assert [d.operation for d in given.derivations] == ["mean"]
    assert len(given.figures) == value


def test_city_regions_in_a_list_are_each_a_city_region(shipped: Assistant) -> None:
    given = answer(shipped, "University research income in the Leeds and Sheffield city regions, 2016/17, in total?")
    assert {place for place, _ in cells(given)} == {"Leeds City Region", "Sheffield City Region"}


@pytest.mark.parametrize(
    ("question", "place", "status"),
    [
        ("How productive is the Hartlepool LEP per hour?", "Tees Valley", "answered"),
        ("I visit Hartlepool on Monday. What is GVA per hour in that LEP?", "Tees Valley", "answered"),
        ("How many people live in the Dundee LEP?", "Dundee", "nearest"),
    ],
)
def test_the_lep_of_a_town(shipped: Assistant, question: str, place: str, status: str) -> None:
    given = answer(shipped, question)
    assert given.status == status
    assert place in given.text
    assert status == "answered" or given.text.startswith("There is no LEP in Dundee")


def test_a_quotient_that_is_not_published_is_worked_out(shipped: Assistant) -> None:
    given = answer(shipped, "What did each job in Dorset produce in 2018: GVA per job?")
    assert [d.unit for d in given.derivations] == ["GBP per job"]


def test_firms_of_a_size_are_not_all_firms(shipped: Assistant) -> None:
    given = answer(shipped, "How many firms with 250+ employees are there in Kent and Dorset together in 2022?")
    assert all("Large enterprises" in f.label for f in given.figures)


def test_the_first_and_the_runner_up(shipped: Assistant) -> None:
    given = answer(shipped, "Which LEP had the highest average broadband speed in 2018, and the runner-up?")
    assert len({place for place, _ in cells(given)}) == 2


@pytest.mark.parametrize(
    "question", ["Is Dorset's local industrial strategy any good?", "Is Kent a nicer place to live than Essex?"]
)
def test_a_judgement_is_not_made(shipped: Assistant, question: str) -> None:
    assert answer(shipped, question).status == "not_found"


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (("Broadband speed in Kent?", "and in 2015?", "by how much did it improve between the two?"), [("Kent", "2015"), ("Kent", "2019")]),
        (("Share of employers in Dorset with a vacancy in 2019?", "was it higher in 2017?"), [("Dorset", "2017"), ("Dorset", "2019")]),
        (("Share of employers in Dorset with a vacancy in 2019?", "has that gone up since the previous survey?"), [("Dorset", "2017"), ("Dorset", "2019")]),
        (("Population of the North East region in 2018?", "and in the LEP only?"), [("North East", "2018")]),
        (("NVQ4 in Dorset in 2017?", "what rank is that out of the LEPs?"), [("Dorset", "2017")]),
        (("Innovate UK funding in Kent in 2018?", "winning applications in London"), [("London", "2018-2021")]),
    ],
)  # fmt: skip
def test_a_reply_on_what_was_just_told(
    shipped: Assistant, questions: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    given = answer(shipped, *questions)
    assert given.status == "answered"
    assert sorted(set(cells(given))) == sorted(expected)


def test_the_lep_of_a_regions_name_and_its_share(shipped: Assistant) -> None:
    given = answer(
        shipped, "Jobs in the North East region in 2018?", "now the jobs in the LEP", "as a % of the region's"
    )
    assert [d.unit for d in given.derivations] == ["%"]


def test_both_ends_of_an_order_and_the_mean_of_a_list(shipped: Assistant) -> None:
    top = "Which three LEPs had the highest NVQ4 share in 2018?"
    assert "lowest first of the 38 LEPs" in answer(shipped, top, "and the three lowest").text
    assert "The difference is" in answer(shipped, top, "how far apart are the very top and the very bottom?").text
    assert [d.operation for d in answer(shipped, top, "what do those three average?").derivations] == ["mean"]


def test_a_total_for_each_of_the_people_just_counted(shipped: Assistant) -> None:
    asked = ("GVA of Kent in 2018?", "and how many people live there?", "so how much is that each?")
    assert [d.unit for d in answer(shipped, *asked).derivations] == ["GBP per head"]
    assert {place for place, _ in cells(answer(shipped, *asked, "same sum for Essex"))} == {"Essex"}


def test_why_after_an_order_is_not_answered_with_the_order(shipped: Assistant) -> None:
    asked = ("Which NUTS2 area lost most people to the rest of the UK in 2018?", "does your data say why people leave?")
    assert answer(shipped, *asked).status != "answered"


@pytest.mark.parametrize(
    ("question", "operation", "n"),
    [
        ("Taking the northern LEPs together, what is the plain average of their broadband speeds in 2018?", "mean", 11),
        ("What did the Ox-Cam Arc LEPs get from Horizon 2020 between them in 2017?", "sum", 4),
        ("Which did more business R&D, Kent or Essex, and by how much?", "difference", 2),
    ],
)
def test_what_several_have_together_on_average_or_apart(
    shipped: Assistant, question: str, operation: str, n: int
) -> None:
    given = answer(shipped, question)
    assert operation in [d.operation for d in given.derivations]
    assert len(given.figures) == n


def test_a_bound_in_the_unit_of_a_speed(shipped: Assistant) -> None:
    given = answer(shipped, "Which LEPs averaged over 70 Mbit/s download in 2019?")
    assert given.figures
    assert all((f.observation.value or 0) > 70 for f in given.figures)


def test_firms_of_a_size_by_name(shipped: Assistant) -> None:
    given = answer(shipped, "Change in the number of large enterprises (250+) in Dorset, 2018 to 2022?")
    assert all("Large enterprises" in f.label for f in given.figures)


def test_what_is_taken_back_at_once_is_not_asked_about(shipped: Assistant) -> None:
    given = answer(shipped, "Net internal migration for Outer... no, for Kent NUTS2, 2017")
    assert given.status == "answered"
    assert cells(given) == [("Kent", "2017")]


@pytest.mark.parametrize("asked", ["source for that please", "and the source we should cite?"])
def test_the_source_of_what_was_just_told(shipped: Assistant, asked: str) -> None:
    given = answer(shipped, "GVA in Dorset in 2018?", asked)
    assert given.status == "answered"
    assert "the source is" in given.text


def test_migration_within_the_country_after_that_from_abroad(shipped: Assistant) -> None:
    asked = ("Net international migration in Kent in 2017?", "and within the UK?")
    assert cells(answer(shipped, *asked)) == [("Kent", "2017")]
    assert "internal" in answer(shipped, *asked).text


def test_a_share_is_no_part_of_its_whole_and_unlike_units_do_not_fail(shipped: Assistant) -> None:
    asked = ("How many science and technology professionals are in Dorset, 2018?", "as a share of those employed?")
    given = answer(shipped, *asked, "and its rank on that share?")
    assert given.status == "answered"
    assert {f.observation.unit for f in given.figures} == {"%"}
    assert answer(shipped, "What share of GVA per hour in Kent is its population?").status != "error"


@pytest.mark.parametrize("question", ["Should we close the Dorset LEP?", "Which mayor has done the best job on jobs?"])
def test_what_should_be_done_is_not_judged(shipped: Assistant, question: str) -> None:
    assert answer(shipped, question).status == "not_found"
