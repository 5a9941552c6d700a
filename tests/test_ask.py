"""Questions put to the shipped corpus, from the user's seat: values, units, places, cells, pages, statuses."""

import pytest

from assistant.ask import Assistant
from assistant.retrieve import retrieve
from assistant.schema import Answer, Turn
from assistant.settings import Settings
from assistant.words import commas_after


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def told(answer: Answer) -> list[tuple[str, str, float | None, str]]:
    """Place, period, value and unit of each figure of an answer."""
    return [
        (f.observation.place_name, f.observation.period, f.observation.value, f.observation.unit)
        for f in answer.figures
    ]


def test_a_value_names_its_cell(assistant: Assistant):
    answer = assistant.ask("What was New Anglia's GVA in 2017?")
    assert answer.status == "answered"
    assert told(answer) == [("New Anglia", "2017", 36751.0, "GBP million")]
    assert "£36.8 billion (36,751 GBP million)" in answer.text
    (citation,) = answer.citations
    assert (citation.document, citation.row, citation.column) == ("gva-lep.csv", "New Anglia", "2017")


def test_two_places_are_compared_in_one_unit_and_year(assistant: Assistant):
    answer = assistant.ask("How does Cumbria's business R&D compare with Lancashire?")
    figures = {(f.observation.place_name, f.observation.place_type) for f in answer.figures}
    assert figures == {("Cumbria", "NUTS2"), ("Lancashire", "NUTS2")}
    assert len({(f.observation.period, f.observation.unit) for f in answer.figures}) == 1
    assert "EUR" in answer.text


def test_a_report_is_quoted_with_its_page(assistant: Assistant):
    answer = assistant.ask("What is Mapping England's Innovation Activity for?")
    assert answer.status == "answered"
    first = answer.citations[0]
    assert first.document.endswith(".pdf")
    assert first.page is not None
    assert first.boxes


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather in Norwich?",
        "Write me a song about trains",
        "What is the average house price in Oxfordshire?",
    ],
)
def test_what_is_not_held_is_declined(assistant: Assistant, question: str):
    assert assistant.ask(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What was New Anglia's GVA in 2017?", "answered"),
        ("What was New Anglia's GVA in 2005?", "nearest"),
        ("What is LCR's GVA?", "ambiguous"),
        ("What is the GVA?", "ambiguous"),
        ("What is the price of fish in Grimsby?", "not_found"),
        ("", "blocked"),
        ("a" * 3000, "blocked"),
    ],
)
def test_each_status_is_reached(assistant: Assistant, question: str, status: str):
    assert assistant.ask(question).status == status


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        # The tables hold another year, another kind of firm, or nothing; a sentence holds what is asked.
        (
            "How much research and development expenditure per head was there in the East of England in 2017?",
            "answered",
            "£963",
        ),
        (
            "What share of UK materials innovation firms are outside London and the South East?",
            "answered",
            "70 per cent",
        ),
        (
            "Why can't I find a GVA figure for Greater Birmingham and Solihull?",
            "answered",
            "because the LEP contains parts",
        ),
        ("What did firms at Daresbury sell in a year, and what did they invest?", "answered", "£59 million"),
        # None does.
        ("How much R&D spending per person was there in the East of England in 2015?", "nearest", "2016"),
        ("What is GVA in Greater Birmingham and Solihull?", "nearest", "not held"),
        ("Why did Innovate UK funding in South Yorkshire jump in 2018?", "nearest", "do not say why"),
        ("What is unemployment at Daresbury?", "not_found", "Nothing held"),
    ],
)
def test_a_sentence_that_tells_exactly_goes_before_figures_that_are_near(
    assistant: Assistant, question: str, status: str, said: str
):
    answer = assistant.ask(question)
    assert (answer.status, said in answer.text) == (status, True), answer.text


def test_a_stand_in_is_called_one(assistant: Assistant):
    answer = assistant.ask("How many patents were filed from the New Anglia LEP area in 2012?")
    assert answer.status == "nearest"
    assert ("East Anglia", "2012", 309.0, "count") in told(answer)
    assert "not held for New Anglia LEP" in answer.text
    assert "stand-in" in answer.text


def test_a_rank_says_of_how_many_and_who_is_missing(assistant: Assistant):
    answer = assistant.ask("Which LEP had the lowest GVA per hour in 2017?")
    assert told(answer)[0][0] == "Cornwall and Isles of Scilly"
    assert "30 LEPs held" in answer.text
    assert any("No figure is held for" in warning for warning in answer.warnings)


def test_pounds_and_euros_are_not_compared(assistant: Assistant):
    answer = assistant.ask("Compare business R&D in Cumbria and the UK in 2017")
    assert answer.status == "partly"
    assert any("different units" in warning for warning in answer.warnings)
    assert not any(d.operation == "difference" for d in answer.derivations)


def test_a_false_premise_is_corrected(assistant: Assistant):
    answer = assistant.ask("Since Cumbria has the highest GVA per hour of any LEP, what is it in 2019?")
    assert answer.status == "nearest"
    assert "not what the figures show" in answer.text


def conversation(assistant: Assistant, *questions: str) -> list[Answer]:
    """The answers to questions asked one after another."""
    history: tuple[Turn, ...] = ()
    for question in questions:
        history = (*history, Turn(question, assistant.ask(question, history)))
    return [turn.answer for turn in history]


def test_a_follow_up_keeps_what_it_leaves_out(assistant: Assistant):
    _, cumbria, both = conversation(
        assistant, "What was New Anglia's NVQ4+ share in 2018?", "And Cumbria?", "what about 2014 for both?"
    )
    assert told(cumbria) == [("Cumbria", "2018", 34.8, "%")]
    assert {(p, y) for p, y, _, _ in told(both)} == {("New Anglia", "2014"), ("Cumbria", "2014")}


def test_a_new_topic_takes_nothing_over(assistant: Assistant):
    _, answer = conversation(
        assistant, "GVA per hour in The Marches in 2015", "What is the population of Oxfordshire LEP?"
    )
    assert [(p, y) for p, y, _, _ in told(answer)] == [("Oxfordshire", "2019")]


def test_a_choice_settles_what_was_ambiguous(assistant: Assistant):
    asked, chosen = conversation(assistant, "I want GVA for LCR in 2018", "Liverpool")
    assert asked.status == "ambiguous"
    assert told(chosen) == [("Liverpool City Region", "2018", 32465.0, "GBP million")]


def test_where_is_that_from_names_the_source(assistant: Assistant):
    _, answer = conversation(assistant, "Cumbria BERD 2017?", "where is that from?")
    assert "Eurostat" in answer.text
    assert told(answer)[0][:2] == ("Cumbria", "2017")


def test_the_same_question_has_the_same_answer_and_id(assistant: Assistant):
    first, second = (assistant.ask("Top three LEPs for Horizon 2020 funding in 2017?") for _ in range(2))
    assert (first.text, first.answer_id) == (second.text, second.answer_id)
    assert len(first.answer_id) == 12


def test_the_order_of_places_does_not_change_the_figures(assistant: Assistant):
    one = assistant.ask("Compare GVA in Humber and Tees Valley in 2018")
    two = assistant.ask("Compare GVA in Tees Valley and Humber in 2018")
    assert sorted(told(one)) == sorted(told(two))


@pytest.mark.parametrize(
    "question",
    [
        "What was New Anglia's GVA in 2017?",
        "gva new anglia 2017",
        "In 2017, what was the gross value added of Norfolk and Suffolk?",
        "How big was the economy of New Anglia LEP in 2017?",
        "NALEP GVA 2017",
    ],
)
def test_paraphrases_agree(assistant: Assistant, question: str):
    assert told(assistant.ask(question))[:1] == [("New Anglia", "2017", 36751.0, "GBP million")]


def test_places_are_ranked_by_change_when_that_is_asked(assistant: Assistant):
    answer = assistant.ask("Which three LEPs saw the biggest rise in NVQ4+ between 2014 and 2018?")
    places = list(dict.fromkeys(f.observation.place_name for f in answer.figures))
    rises = [d.value for d in answer.derivations if d.operation == "change"]
    assert len(places) == 3
    assert rises == sorted(rises, reverse=True)
    assert {f.observation.period for f in answer.figures} == {"2014", "2018"}


def test_areas_that_are_not_held_are_not_passed_off(assistant: Assistant):
    answer = assistant.ask("Which towns have a population above 1,000,000?")
    assert answer.status == "nearest"
    assert "not held by towns" in answer.text


def test_a_few_words_change_the_measure_of_the_turn_before(assistant: Assistant):
    _, per_hour, sector = conversation(
        assistant, "GVA in Tees Valley in 2016", "per hour?", "and location quotient for manufacturing?"
    )
    assert told(per_hour)[0][0] == "Tees Valley"
    assert told(per_hour)[0][3] == "GBP per hour"
    assert told(sector)[0][3] == "UK=1"


def test_a_town_is_led_to_its_partnerships(assistant: Assistant):
    answer = assistant.ask("Which LEP is Chesterfield in?")
    assert answer.status == "answered"
    assert "Sheffield City Region" in answer.text
    assert "Derby, Derbyshire, Nottingham and Nottinghamshire" in answer.text


def test_a_judging_word_is_read_as_a_measure_and_said(assistant: Assistant):
    answer = assistant.ask("Is Cornwall poorer than Wales?")
    assert answer.text.startswith("Yes: ")
    assert {f.observation.place_name for f in answer.figures} == {"Cornwall and Isles of Scilly", "Wales"}
    assert any("GDP per head" in warning for warning in answer.warnings)


def test_figures_and_reports_speak_together_of_a_sector(assistant: Assistant):
    answer = assistant.ask("What's the evidence that Greater Lincolnshire is good at food manufacturing?")
    assert answer.status == "answered"
    assert {f.observation.unit for f in answer.figures} >= {"UK=1", "GBP million"}
    assert [d for d in answer.derivations if d.operation == "rank"]
    assert "The reports add" in answer.text
    assert any(c.page is not None for c in answer.citations)


def test_a_gap_is_given_then_and_now(assistant: Assistant):
    answer = assistant.ask("is productivity in the north east catching up with the rest of england")
    assert answer.text.startswith("The gap between the North East LEP and England widened by ")


def test_places_are_compared_over_the_main_measures(assistant: Assistant):
    answer = assistant.ask("Compare the D2N2 and Greater Birmingham economies")
    assert answer.status == "answered"
    assert len({f.observation.indicator_id for f in answer.figures}) >= 4


def test_a_total_is_ranked_by_head_where_population_is_held(assistant: Assistant):
    answer = assistant.ask("Which LEPs got the most Horizon 2020 money per head?")
    shares = [d for d in answer.derivations if d.operation == "per_head"]
    assert [d.value for d in shares] == sorted((d.value for d in shares), reverse=True)
    total, people = (answer.figures[i].observation for i in shares[0].inputs)
    assert shares[0].value == pytest.approx(total.value / people.value)
    assert "per head in" in answer.text


def test_no_answer_is_only_that_figures_do_not_bear_one_out(assistant: Assistant):
    answer = assistant.ask("What was the ESIF allocation for New Anglia")
    assert "European structural fund allocation 2014-2020 is not held for New Anglia" in answer.text


def test_a_group_of_places_without_a_boundary_is_named_as_such(assistant: Assistant):
    answer = assistant.ask("What share of UK R&D happens in the golden triangle?")
    assert answer.status == "not_found"
    assert "golden triangle" in answer.text.lower()


def test_each_marker_stands_once_in_a_list_of_like_places(assistant: Assistant):
    text = assistant.ask("which areas are most like the Humber").text
    assert text.count("[1]") == 1


@pytest.mark.parametrize(
    "question",
    [
        "As Cornwall got more Horizon 2020 money than Oxfordshire in 2016, how much did it get that year?",
        "Why is GVA per head higher in Cumbria than in Oxfordshire?",
    ],
)
def test_a_comparison_taken_for_granted_is_checked(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.status == "nearest"
    assert "not what the figures show" in answer.text


def test_the_partnership_of_a_town_in_two_is_asked_back(assistant: Assistant):
    answer = assistant.ask("nvq4+ in the LEP that Harrogate's in, 2018?")
    assert answer.status == "ambiguous"
    assert "Leeds City Region" in answer.text


def test_a_word_that_changes_a_measure_is_not_passed_over(assistant: Assistant):
    assert assistant.ask("What's the gender pay gap in Hertfordshire?").status == "not_found"


def test_the_page_of_a_quotation_is_given_when_asked(assistant: Assistant):
    first = assistant.ask("What does the New Anglia strategy say about energy?")
    again = assistant.ask("where is that from?", (Turn("q", first),))
    assert first.citations[0].title in again.text
    assert f"p. {first.citations[0].page}" in again.text


def test_figures_talked_of_are_put_in_rows(assistant: Assistant):
    history: tuple[Turn, ...] = ()
    for question in ("GVA per hour in Dorset in 2016", "and Cumbria?", "put those in a table"):
        history = (*history, Turn(question, assistant.ask(question, history)))
    rows = [line for line in history[-1].answer.text.splitlines() if line.startswith("- ")]
    assert [row.split(" | ")[0] for row in rows] == ["- Dorset", "- Cumbria"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What was GVA in Dorset and Leeds City Region in 2018?", "not held for Leeds City Region"),
        ("GVA per hour in Dorset in 2010 and 2018", "not held for 2010"),
        ("GVA and NVQ4+ in Solent in 2018", "not held for Solent"),
    ],
)
def test_what_is_held_in_part_is_partly_answered_and_the_rest_named(assistant: Assistant, question: str, missing: str):
    answer = assistant.ask(question)
    assert answer.status == "partly"
    assert missing in answer.text
    assert answer.figures


def test_a_ranking_leaves_out_what_it_is_told_to(assistant: Assistant):
    answer = assistant.ask("What's the richest LEP outside London?")
    assert "London" not in [f.observation.place_name for f in answer.figures]
    assert answer.query.operation == "rank"


def test_worst_first_is_one_end_of_a_ranking(assistant: Assistant):
    answer = assistant.ask("Rank the northern LEPs by GVA per head, worst first")
    values = [f.observation.value for f in answer.figures]
    assert values == sorted(values)
    assert len(values) > 5


def test_a_direction_taken_for_granted_is_checked(assistant: Assistant):
    answer = assistant.ask("Given that Cumbria's GVA fell between 2014 and 2019, how big was the drop?")
    assert answer.status == "nearest"
    assert answer.text.startswith("That is not what the figures show: it rose.")


def test_pages_are_looked_for_when_they_are_read(assistant: Assistant):
    """An answer from figures alone does not wait for passages that nobody may look at."""
    answer = assistant.ask("What was GVA in Cumbria in 2018?")
    assert answer.figures
    assert "retrieve" not in dict(answer.timings_ms)
    assert len(answer.hits) == 10
    assert answer.hits == tuple(retrieve(answer.query, assistant.index, 10))
    quoted = assistant.ask("What is the mapping for?")
    assert not quoted.figures
    assert "retrieve" in dict(quoted.timings_ms)


def test_a_number_in_a_unit_is_no_claim(assistant: Assistant):
    """The 1,000 of "per 1,000 residents" stands in no cell, and the sentence stands all the same."""
    answer = assistant.ask("What was net internal migration in Devon in 2013?")
    assert answer.text.startswith(
        "Net internal migration in Devon (NUTS2 area) was 1.68 per 1,000 residents in 2013 [1]."
    )
    rank = assistant.ask("Where did Devon rank for net internal migration in 2013?")
    assert "16th of the 36 NUTS2 areas" in rank.text


def test_the_year_of_a_boundary_is_no_year_asked_for(assistant: Assistant):
    for places in (
        "Enterprise M3 (2021 boundary) and Worcestershire",
        "Worcestershire and Enterprise M3 (2021 boundary)",
    ):
        answer = assistant.ask(f"Compare small enterprises in {places} in 2018")
        assert answer.status == "answered"
        assert sorted((place, period) for place, period, _, _ in told(answer)) == [
            ("Enterprise M3 (2021 boundary)", "2018"),
            ("Worcestershire", "2018"),
        ]


def test_places_are_given_in_the_unit_that_all_are_held_in(assistant: Assistant):
    """R&D of the Highlands is held in euros alone, of the West Midlands in pounds as well, for a wider area."""
    places = ("the Highlands and Islands", "the West Midlands")
    one, two = (
        assistant.ask(f"Compare business R&D spending in {a} and {b} in 2016") for a, b in (places, places[::-1])
    )
    assert sorted(told(one)) == sorted(told(two))
    assert {unit for *_, unit in told(one)} == {"EUR"}


@pytest.mark.parametrize(
    ("listed", "measures"),
    [
        ("GVA, jobs and GVA per head", ("gva", "jobs", "gva_per_head")),
        ("GVA per head, GVA and jobs", ("gva_per_head", "gva", "jobs")),
        ("GVA per head and GVA", ("gva_per_head", "gva")),
        ("jobs; GVA per hour; population", ("jobs", "gva_per_hour", "population")),
        ("births and deaths of enterprises", ("enterprise_births", "enterprise_deaths")),
    ],
)
def test_no_measure_is_put_together_from_several_of_a_list(
    assistant: Assistant, listed: str, measures: tuple[str, ...]
):
    """The words of "GVA per job" stand in "GVA, jobs and GVA per head", in three members of a list."""
    answer = assistant.ask(f"{listed[0].upper()}{listed[1:]} in Dorset in 2018")
    assert answer.query.concepts == measures
    assert answer.status == "answered"
    assert len(answer.figures) == len(measures)


def test_a_name_may_be_said_in_pieces_where_only_one_measure_is_named(assistant: Assistant):
    answer = assistant.ask("Full-time employees, construction, Devon, 2018")
    assert told(answer) == [("Devon", "2018", 21955.0, "full-time employees")]
    assert commas_after("GVA, jobs and 1,250 more; pay") == {0, 4}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # Places set against the figure of a nation, or against their own mean.
        ("Which LEPs are above the UK average for GDP per head in 2019?", "GDP per head in the UK was"),
        ("Which LEPs are above the UK average for GDP per head in 2019?", "Hertfordshire"),
        ("How many LEPs are below the England average for NVQ4+ in 2018?", "below their unweighted mean"),
        ("Top LEP for income from professional courses in 2017/18?", "London LEP had the highest university income"),
        # A bound in words, and one that is worse where less is better.
        ("How many LEPs have more than half of their people qualified to NVQ4+ in 2018?", "above 50%"),
        ("Which LEPs had PM10 worse than 15 micrograms in 2018?", "above 15 micrograms"),
        # The year in which a figure was at its end.
        ("In which year did Cumbria have the slowest broadband?", "was lowest in 2014"),
        # An economy that grows is its gross value added.
        ("How much did the economy of Wales grow between 2014 and 2019?", "Gross value added (GVA) in Wales rose"),
        # The sum over a group, and its mean; the words that name a group narrow no measure.
        ("Add up business R&D in the southern regions for 2017", "southern regions held came to"),
        ("What was the average of graduate start-ups in the Northern LEPs in 2018?", "The unweighted mean of graduate"),
        ("Which northern LEP had the most jobs in 2019?", "Greater Manchester"),
        ("What was the median GVA per head of the LEPs in 2019?", "The median of GVA per head"),
        # People by what they work in.
        ("How many people in Lancashire work in construction?", "Employed residents in construction in Lancashire"),
        # One amount by a count that is held for the same area under a kindred name.
        ("Business R&D spending per R&D worker in the South West in 2017?", "worked out here"),
        # An idiom.
        ("Which sectors does Dorset punch above its weight in?", "By location quotient"),
    ],
)
def test_the_figure_asked_for_is_given(assistant: Assistant, question: str, said: str):
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert said.lower() in answer.text.lower()


def test_all_sectors_together_do_not_stand_for_one(assistant: Assistant):
    answer = assistant.ask("How much aerospace R&D do firms in the East Midlands do?")
    assert answer.status == "nearest"
    assert "is not held for East Midlands" in answer.text


def test_some_areas_of_a_kind_are_not_all_of_them(assistant: Assistant):
    answer = assistant.ask("Which coastal LEP has the fastest broadband?")
    assert answer.status == "nearest"
    assert "“coastal”" in answer.text


def test_a_page_about_another_place_does_not_answer_for_figures(assistant: Assistant):
    answer = assistant.ask("Which year did Devon gain the most people, relative to its size, from elsewhere in the UK?")
    assert all(c.page is None for c in answer.citations)
    assert {f.observation.place_name for f in answer.figures} == {"Devon"}
    assert answer.query.operation == "peak"
