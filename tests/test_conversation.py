"""Follow-ups, from the user's seat: what is kept, replaced, dropped and pointed back to, over the shipped corpus."""

import pytest

from assistant.ask import Assistant
from assistant.schema import Answer, Turn
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def talk(assistant: Assistant, *questions: str) -> Answer:
    """The last answer of a conversation."""
    history: tuple[Turn, ...] = ()
    for question in questions:
        history = (*history, Turn(question, assistant.ask(question, history)))
    return history[-1].answer


def told(answer: Answer) -> set[tuple[str, str]]:
    """Place and period of each figure of an answer."""
    return {(f.observation.place_name, f.observation.period) for f in answer.figures}


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Jobs in the London LEP in 2015", "and Greater Manchester?", "and the first one in 2018?"), {("London", "2018")}),
        (("Jobs in the London LEP in 2015", "and Greater Manchester?", "what about the other one?"), {("London", "2015")}),
        (("NVQ4+ in Dorset LEP in 2015", "sorry, 2016 not 2015"), {("Dorset", "2016")}),
        (("NVQ4+ in the Solent LEP in 2015", "I meant Dorset, not Solent"), {("Dorset", "2015")}),
        (("NVQ4+ in Dorset LEP in 2015, 2016 and 2017", "and Solent in the last of those years"), {("Solent", "2017")}),
        (("NVQ4+ in Dorset LEP in 2015", "fine, 2018 then"), {("Dorset", "2018")}),
        (("Compare Dorset and Solent on NVQ4+ in 2015", "add Cumbria"), {("Dorset", "2015"), ("Solent", "2015"), ("Cumbria", "2015")}),
        (("Compare Dorset and Solent on NVQ4+ in 2015", "what about 2018?"), {("Dorset", "2018"), ("Solent", "2018")}),
        (("I want GVA for LCR in 2018", "Liverpool", "how about the other one?"), set()),
    ],
)  # fmt: skip
def test_what_is_pointed_back_to_is_found(assistant: Assistant, questions: tuple[str, ...], wanted: set):
    answer = talk(assistant, *questions)
    if wanted:
        assert told(answer) == wanted
    else:
        assert {m.candidates[0].name for m in answer.query.mentions} == {"Leeds City Region"}


def test_a_ranking_goes_on_in_another_year(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the lowest NVQ4+ share in 2017?", "and in 2019?")
    assert answer.query.operation == "rank"
    assert ("Black Country", "2019") in told(answer)


def test_the_other_end_of_a_ranking_drops_the_first(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the lowest NVQ4+ share in 2019?", "second lowest?", "and the highest?")
    assert ("London", "2019") in told(answer)
    assert ("Black Country", "2019") not in told(answer)


def test_the_gap_between_both_ends_is_computed(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the lowest NVQ4+ share in 2019?", "gap between the highest and the lowest?")
    assert [d.value for d in answer.derivations if d.operation == "difference"] == [pytest.approx(32.7)]


def test_two_ranks_asked_for_are_both_given(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the highest NVQ4+ share in 2019?", "second and third?")
    assert [d.value for d in answer.derivations] == [2, 3]


def test_the_winner_of_a_ranking_is_it(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the highest GVA per hour in 2017?", "what was its NVQ4 share?")
    assert told(answer) == {("London", "2017")}


def test_neighbours_are_kept_for_another_year(assistant: Assistant):
    first = talk(assistant, "How does Cumbria's business R&D compare with its neighbours in 2016?")
    second = talk(assistant, "How does Cumbria's business R&D compare with its neighbours in 2016?", "And in 2014?")
    assert {p for p, _ in told(first)} == {p for p, _ in told(second)}
    assert {y for _, y in told(second)} == {"2014"}


def test_a_share_keeps_its_whole_for_another_part(assistant: Assistant):
    answer = talk(
        assistant, "Swindon and Wiltshire GVA, 2018", "what share of England's is that?", "and West of England's share?"
    )
    assert told(answer) == {("West of England", "2018"), ("England", "2018")}
    assert next(d.value for d in answer.derivations if d.operation == "share") == pytest.approx(2.118, abs=0.01)


def test_a_share_of_the_broader_measure_is_computed(assistant: Assistant):
    answer = talk(
        assistant, "EPO patents from Essex in 2009", "high tech ones only?", "what share of all its patents is that?"
    )
    assert next(d.value for d in answer.derivations if d.operation == "share") == pytest.approx(
        100 * answer.figures[0].observation.value / answer.figures[1].observation.value
    )


def test_another_subject_takes_nothing_over(assistant: Assistant):
    answer = talk(assistant, "GVA per hour in Cumbria in 2015", "On another matter: what is a location quotient?")
    assert answer.query.mentions == ()
    assert not answer.query.follows


def test_the_national_figure_of_an_english_place_is_that_of_england_and_the_uk(assistant: Assistant):
    answer = talk(assistant, "GDP per head in Cumbria LEP in 2015", "how does that compare with the national average?")
    assert {p for p, _ in told(answer)} == {"Cumbria", "England", "United Kingdom"}


def test_a_follow_up_to_the_reports_keeps_what_it_is_about(assistant: Assistant):
    answer = talk(assistant, "which audits covered the east of england", "who led it?")
    assert "Greater Cambridge and Greater Peterborough" in answer.text
    assert "South Wales" not in answer.text


def test_a_place_takes_the_place_of_another_in_a_question_to_the_reports(assistant: Assistant):
    answer = talk(assistant, "What does the New Anglia strategy say about energy?", "and Cumbria?")
    assert answer.query.text == "What does the Cumbria strategy say about energy?"


def test_figures_after_reports_keep_the_place(assistant: Assistant):
    answer = talk(assistant, "What does the New Anglia strategy say about energy?", "and what is its GVA?")
    assert {p for p, _ in told(answer)} == {"New Anglia"}


def test_a_share_of_the_nation_is_of_the_place_talked_of(assistant: Assistant):
    answer = talk(assistant, "Business R&D in the North West region in 2015", "as a share of the UK?")
    assert told(answer) == {("North West", "2015"), ("United Kingdom", "2015")}
    assert [d for d in answer.derivations if d.operation == "share"]


def test_those_are_the_neighbours_just_named(assistant: Assistant):
    answer = talk(assistant, "Which LEPs border Cumbria?", "which of those has the highest GVA per hour?")
    assert {p for p, _ in told(answer)} == {
        "Lancashire",
        "North East",
        "York, North Yorkshire and East Riding",
    }


def test_a_pronoun_after_a_report_is_not_taken_for_the_place(assistant: Assistant):
    answer = talk(assistant, "What is the East of England audit about?", "which LEPs does it cover?")
    assert "covers four LEP areas" in answer.text


def test_thanks_is_no_question(assistant: Assistant):
    assert talk(assistant, "NVQ4+ in Dorset LEP in 2015", "thanks").status == "not_found"


@pytest.mark.parametrize(
    "words",
    [
        "put that next to Lancashire",
        "Weigh it against Lancashire",
        "How does it measure up to Lancashire?",
        "line it up alongside Lancashire",
        "and stacked up against Lancashire?",
    ],
)
def test_two_places_are_set_side_by_side_however_it_is_put(assistant: Assistant, words: str):
    answer = talk(assistant, "GVA per hour in Cumbria in 2018", words)
    assert told(answer) == {("Cumbria", "2018"), ("Lancashire", "2018")}
    assert [d.operation for d in answer.derivations] == ["difference"]


def test_the_unit_of_the_figures_names_no_measure(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2018", "and Dorset LEP?", "what's the difference in jobs?")
    assert [d.value for d in answer.derivations] == [258550 - 387106]
    answer = talk(assistant, "Broadband speed in Cumbria in 2018", "and Dorset?", "how big is the gap in Mbit/s?")
    assert {p for p, _ in told(answer)} == {"Cumbria", "Dorset"}


@pytest.mark.parametrize(
    ("words", "also"),
    [
        ("how do they both measure up to Scotland?", {"Scotland"}),
        ("compare England with those two", {"England"}),
        ("both of them against Scotland and England, please", {"Scotland", "England"}),
    ],
)
def test_places_talked_of_one_by_one_are_compared_with_another(assistant: Assistant, words: str, also: set):
    answer = talk(assistant, "GDP per head in Devon in 2016", "and Kent?", words)
    assert {p for p, _ in told(answer)} == {"Devon", "Kent"} | also


def test_all_three_are_those_talked_of(assistant: Assistant):
    questions = ("NVQ4+ in Dorset LEP in 2016", "and Solent?", "and Cumbria?", "which of the three is lowest?")
    answer = talk(assistant, *questions)
    assert [f.observation.place_name for f in answer.figures] == ["Cumbria", "Solent", "Dorset"]
    assert told(talk(assistant, *questions, "and what was it there in 2018?")) == {("Cumbria", "2018")}


@pytest.mark.parametrize(
    "words", ["which of those four was smallest in 2010?", "who among them spent least back in 2010?"]
)
def test_those_are_the_places_of_the_last_list(assistant: Assistant, words: str):
    answer = talk(assistant, "Top four regions for business R&D in 2016", "and the bottom four?", words)
    assert [f.observation.place_name for f in answer.figures][:1] == ["North East"]
    assert len(answer.figures) == 4


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("which among the top four was lowest in 2010?", "London"),
        ("of the highest four, which was largest in 2010?", "East of England"),
    ],
)
def test_an_end_of_an_earlier_list_can_be_named(assistant: Assistant, words: str, first: str):
    answer = talk(assistant, "Top four regions for business R&D in 2016", "and the bottom four?", words)
    assert answer.figures[0].observation.place_name == first
    assert len(answer.figures) == 4


def test_an_end_of_a_list_may_correct_the_last_question(assistant: Assistant):
    answer = talk(
        assistant,
        "Which two LEPs had the highest NVQ4+ share in 2018?",
        "and the lowest two?",
        "which of these was lowest in 2012?",
        "sorry, which of the highest two",
    )
    assert [(f.observation.place_name, f.observation.period) for f in answer.figures] == [
        ("Oxfordshire", "2012"),
        ("London", "2012"),
    ]


def test_those_are_the_neighbours_whose_figures_were_given(assistant: Assistant):
    answer = talk(assistant, "NVQ4+ in Cumbria in 2018", "and the neighbouring LEPs?", "who is lowest among those?")
    assert answer.figures
    assert "Cumbria" not in {p for p, _ in told(answer)}


def test_neighbours_that_are_named_are_those_alone(assistant: Assistant):
    answer = talk(assistant, "NVQ4+ in Cumbria in 2018", "how does it compare with its neighbour Lancashire?")
    assert told(answer) == {("Cumbria", "2018"), ("Lancashire", "2018")}


@pytest.mark.parametrize("words", ["same again for Scotland", "Scotland?", "now the same for Scotland please"])
def test_a_figure_by_head_is_still_by_head_elsewhere(assistant: Assistant, words: str):
    answer = talk(assistant, "Business R&D in Wales in 2016", "divided by population?", words)
    assert [d.operation for d in answer.derivations] == ["per_head"]
    assert told(answer) == {("Scotland", "2016")}


@pytest.mark.parametrize(
    "lead", ["Different query:", "New one -", "Switching subject.", "Next question:", "Setting that aside,", "OK, next topic:"]
)  # fmt: skip
def test_words_that_turn_to_another_subject_are_no_part_of_it(assistant: Assistant, lead: str):
    answer = talk(assistant, "GVA per hour in Cumbria in 2015", f"{lead} trade marks in Essex in 2011")
    assert told(answer) == {("Essex", "2011")}
    assert not answer.query.follows


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("how far had it grown by 2018?", {"2014", "2018"}),
        ("did it rise up to 2017?", {"2014", "2017"}),
        ("how much more was it in 2016?", {"2014", "2016"}),
        ("three years later?", {"2017"}),
    ],
)
def test_a_change_is_from_the_year_talked_of(assistant: Assistant, words: str, years: set):
    assert {y for _, y in told(talk(assistant, "Jobs in Kent in 2014", words))} == years


def test_a_change_is_compared_with_another_places_change(assistant: Assistant):
    answer = talk(assistant, "How did jobs in Kent change from 2014 to 2018?", "was it faster than Essex?")
    assert told(answer) == {(p, y) for p in ("Kent", "Essex") for y in ("2014", "2018")}


def test_a_share_goes_back_in_time_with_its_whole(assistant: Assistant):
    answer = talk(
        assistant,
        "Business R&D in the North West region in 2016",
        "what share of England's is that?",
        "the same share five years before?",
    )
    assert told(answer) == {("North West", "2011"), ("England", "2011")}
    assert [d.operation for d in answer.derivations] == ["share"]


def test_a_share_is_of_the_first_of_a_list(assistant: Assistant):
    questions = (
        "Business R&D in the South West and South East regions in 2016",
        "what share of the UK does the first have?",
    )
    answer = talk(assistant, *questions)
    assert {p for p, _ in told(answer)} == {"South West", "United Kingdom"}
    assert {p for p, _ in told(talk(assistant, *questions, "and the second?"))} == {"South East", "United Kingdom"}


@pytest.mark.parametrize(
    ("words", "operation", "value"),
    [
        ("and the overall total?", "sum", 18009045),
        ("sum?", "sum", 18009045),
        ("what's the mean?", "mean", 6003015),
        ("average each year", "mean", 6003015),
    ],
)
def test_a_total_is_over_the_years_just_given(assistant: Assistant, words: str, operation: str, value: float):
    listed = talk(assistant, "Innovate UK funding in Devon for 2016, 2017 and 2018", words)
    one_by_one = talk(assistant, "Innovate UK funding in Devon in 2016", "2017?", "and 2018?", words)
    for answer in (listed, one_by_one):
        assert [(d.operation, d.value) for d in answer.derivations] == [(operation, value)]


def test_a_total_is_over_the_places_talked_of(assistant: Assistant):
    answer = talk(assistant, "Innovate UK funding in Devon in 2016", "and Kent", "and Essex", "total for all three?")
    assert {p for p, _ in told(answer)} == {"Devon", "Kent", "Essex"}
    assert [d.operation for d in answer.derivations] == ["sum"]


def test_both_years_are_those_talked_of(assistant: Assistant):
    answer = talk(
        assistant,
        "Share of employers with a skills gap in Dorset LEP in 2017",
        "2019 edition?",
        "both years for Cumbria",
    )
    assert told(answer) == {("Cumbria", "2017"), ("Cumbria", "2019")}


@pytest.mark.parametrize(
    ("questions", "operation", "sign"),
    [
        (("University R&D in Devon in 2017", "business R&D?", "how much more is the business one?"), "difference", 1),
        (("University R&D in Devon in 2017", "business R&D?", "university minus business"), "difference", -1),
        (("University R&D in Devon in 2017", "business R&D?", "what is the difference?"), "difference", -1),
        (("University R&D in Devon in 2017", "business R&D?", "what multiple of university R&D is that?"), "ratio", 1),
        (("University R&D in Devon in 2017", "business R&D?", "ratio of university to business?"), "ratio", -1),
    ],
)
def test_two_measures_just_given_are_set_against_each_other(
    assistant: Assistant, questions: tuple[str, ...], operation: str, sign: int
):
    berd, herd = 164937000.0, 137561000.0
    first, second = (berd, herd) if sign > 0 else (herd, berd)
    answer = talk(assistant, *questions)
    assert [f.observation.value for f in answer.figures] == [first, second]
    wanted = first - second if operation == "difference" else first / second
    assert [(d.operation, d.value) for d in answer.derivations] == [(operation, pytest.approx(wanted))]


def test_two_measures_go_on_in_another_year(assistant: Assistant):
    answer = talk(assistant, "Births minus deaths of enterprises in Cumbria in 2019", "and 2018?")
    assert [d.value for d in answer.derivations] == [15]


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("what about by GVA?", "gva_sector"),
        ("which two are largest in GVA terms?", "gva_sector"),
        ("and the top five by employment?", "employees_sector"),
    ],
)
def test_sectors_are_put_in_order_by_another_figure(assistant: Assistant, words: str, concept: str):
    answer = talk(assistant, "Top four broad sectors in Lancashire by location quotient, 2018", words)
    assert answer.query.operation == "sectors"
    assert answer.query.concepts[0] == concept
    assert answer.status == "answered"
    assert {f.observation.place_name for f in answer.figures} == {"Lancashire"}


@pytest.mark.parametrize("words", ["by how much?", "and by how many points?", "how much higher is Dorset?"])
def test_by_how_much_is_the_difference_of_what_was_compared(assistant: Assistant, words: str):
    answer = talk(assistant, "Share of people in professional occupations, Cumbria and Dorset, 2018", words)
    assert told(answer) == {("Cumbria", "2018"), ("Dorset", "2018")}
    assert abs(next(d.value for d in answer.derivations if d.operation == "difference")) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("words", "ranks"),
    [("who comes next?", [4]), ("and the next two?", [4, 5]), ("what about the one after that?", [4])],
)
def test_next_goes_on_in_the_order(assistant: Assistant, words: str, ranks: list[int]):
    answer = talk(assistant, "Top three LEPs for NVQ4+ in 2018", words)
    assert [d.value for d in answer.derivations] == ranks


def test_a_change_to_the_latest_figure_is_from_the_year_before_it(assistant: Assistant):
    answer = talk(assistant, "Jobs in Kent in 2016", "and the latest?", "how has it improved in per cent?")
    assert {y for _, y in told(answer)} == {"2016", "2021"}


@pytest.mark.parametrize("words", ["as a percentage?", "and in per cent"])
def test_a_change_is_given_again_in_per_cent(assistant: Assistant, words: str):
    answer = talk(assistant, "Jobs in Kent in 2014", "how much had it risen by 2018?", words)
    assert answer.derivations[0].operation == "percent_change"
    assert {y for _, y in told(answer)} == {"2014", "2018"}


def test_both_before_places_is_of_the_places(assistant: Assistant):
    answer = talk(assistant, "Jobs in Kent in 2015", "sorry, GVA", "the same for both Essex and Devon")
    assert answer.query.concepts == ("gva",)
    assert told(answer) == {("Essex", "2015"), ("Devon", "2015")}


@pytest.mark.parametrize("words", ["likewise for Scotland", "Scotland, on the same basis", "repeat that for Scotland", "treat Scotland the same way"])  # fmt: skip
def test_the_same_of_another_place_is_asked_in_many_ways(assistant: Assistant, words: str):
    answer = talk(assistant, "Business R&D in Wales in 2015", "what share of the UK is that?", words)
    assert told(answer) == {("Scotland", "2015"), ("United Kingdom", "2015")}


@pytest.mark.parametrize(
    "words", ["make that the top four", "extend it to a top four", "open this out to the top four"]
)
def test_a_list_is_made_longer(assistant: Assistant, words: str):
    answer = talk(assistant, "Which LEP had the highest GVA per hour in 2018?", words)
    assert answer.query.operation == "rank"
    assert len(answer.figures) == 4


@pytest.mark.parametrize(
    "words",
    ["did Lancashire outperform it?", "is Lancashire ahead of it?", "does it exceed Lancashire?", "stick Lancashire alongside"],
)  # fmt: skip
def test_a_place_that_may_do_better_is_compared(assistant: Assistant, words: str):
    answer = talk(assistant, "GVA per hour in Cumbria in 2016", words)
    assert told(answer) == {("Cumbria", "2016"), ("Lancashire", "2016")}


def test_who_finished_ahead_is_of_those_talked_of(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2016", "Dorset LEP?", "which of the two finished up ahead in 2018?")
    assert told(answer) == {("Cumbria", "2018"), ("Dorset", "2018")}


@pytest.mark.parametrize(
    ("words", "operation", "value"),
    [
        ("subtract one from the other", "difference", 257740 - 369838),
        ("one minus the other, then", "difference", 257740 - 369838),
        ("divide the second by the first", "ratio", 369838 / 257740),
        ("the pair of them together", "sum", 257740 + 369838),
        ("how many times the Cumbria figure is that?", "ratio", 369838 / 257740),
    ],
)
def test_two_figures_are_put_together_or_apart(assistant: Assistant, words: str, operation: str, value: float):
    answer = talk(assistant, "Jobs in Cumbria in 2016", "Dorset LEP?", words)
    assert next(d.value for d in answer.derivations if d.operation == operation) == pytest.approx(value)


def test_bigger_figures_are_not_bigger_enterprises(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2016", "Dorset LEP?", "how many times larger is the latter?")
    assert answer.query.concepts == ("jobs",)


def test_one_measure_for_every_one_of_another(assistant: Assistant):
    answer = talk(assistant, "Deaths of enterprises in Dorset in 2018", "births", "how many births for each death?")
    assert answer.query.concepts == ("enterprise_births", "enterprise_deaths")
    assert answer.query.operation == "ratio"


@pytest.mark.parametrize("words", ["and per resident?", "divide the first by the second"])
def test_a_figure_given_before_the_population_is_divided_by_it(assistant: Assistant, words: str):
    questions = ("GVA in Dorset LEP in 2018", "and its population?", words)
    answer = talk(assistant, *questions)
    assert [d.operation for d in answer.derivations] == ["per_head"]
    assert answer.query.concepts == ("gva",)
    assert talk(assistant, *questions[:2], "GDP per head there?").query.concepts == ("gdp_per_head",)


def test_a_place_described_and_then_named_is_that_place(assistant: Assistant):
    answer = talk(assistant, "GVA per hour in Cumbria in 2016", "hold on, the area south of it, Lancashire")
    assert told(answer) == {("Lancashire", "2016")}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Jobs in Kent... sorry, Dorset LEP in 2016", ("Dorset", "2016")),
        ("Jobs in Cumbria, no wait, Dorset LEP, 2016", ("Dorset", "2016")),
        ("Jobs in Dorset LEP in 2015 - I mean 2016", ("Dorset", "2016")),
    ],
)
def test_a_slip_put_right_in_one_breath(assistant: Assistant, words: str, wanted: tuple[str, str]):
    assert told(talk(assistant, words)) == {wanted}


def test_a_measure_put_right_afterwards(assistant: Assistant):
    answer = talk(assistant, "Births of enterprises in Dorset in 2018", "whoops, deaths, I meant to say")
    assert answer.query.concepts == ("enterprise_deaths",)
    assert told(answer) == {("Dorset", "2018")}


def test_an_earlier_question_is_turned_back_to(assistant: Assistant):
    questions = ("Jobs in Lancashire in 2015", "By the way: what was GDP per head in Cumbria in 2016?")
    answer = talk(assistant, *questions, "right, back to the jobs: 2018?")
    assert (answer.query.concepts, told(answer)) == (("jobs",), {("Lancashire", "2018")})
    answer = talk(assistant, *questions, "jobs again, only for Dorset LEP")
    assert (answer.query.concepts, told(answer)) == (("jobs",), {("Dorset", "2015")})


def test_a_place_that_is_turned_back_to_with_another_measure(assistant: Assistant):
    answer = talk(
        assistant, "Jobs in Cumbria in 2015", "and Dorset?", "going back to Cumbria, what was its NVQ4 share?"
    )
    assert (answer.query.concepts, {p for p, _ in told(answer)}) == (("nvq4",), {"Cumbria"})


def test_a_sector_is_kept_when_its_figure_is_asked_another_way(assistant: Assistant):
    first = "GVA from construction in Dorset LEP in 2017"
    for words, concept in (("as a percentage?", "gva_sector_share"), ("what's its location quotient?", "lq_sector")):
        answer = talk(assistant, first, words)
        assert (answer.query.concepts, answer.query.breakdowns) == ((concept,), ("Construction",))
    answer = talk(assistant, first, "manufacturing, as a percentage")
    assert (answer.query.concepts, answer.query.breakdowns) == (("gva_sector_share",), ("Manufacturing",))


def test_sectors_put_in_order_in_money_and_back_again(assistant: Assistant):
    questions = ("Top four broad sectors by location quotient in Dorset LEP, 2018", "in actual cash?")
    answer = talk(assistant, *questions)
    assert (answer.query.operation, answer.query.concepts[0]) == ("sectors", "gva_sector")
    answer = talk(assistant, *questions, "location quotients again, but Cumbria")
    assert (answer.query.operation, answer.query.concepts[0]) == ("sectors", "lq_sector")
    assert {p for p, _ in told(answer)} == {"Cumbria"}


def test_which_of_those_compared_changed_most(assistant: Assistant):
    answer = talk(assistant, "Compare London and Wales on business R&D in 2016", "who grew fastest since 2010?")
    assert answer.query.operation == "change"
    changes = [d.value for d in answer.derivations if d.operation == "percent_change"]
    assert changes == sorted(changes, reverse=True)
    assert answer.text.startswith(f"The rise was greatest in {answer.figures[0].observation.place_name}")


@pytest.mark.parametrize("words", ["what's the rise over that stretch?", "how much of a climb during this time?"])
def test_a_time_just_talked_of(assistant: Assistant, words: str):
    answer = talk(assistant, "Jobs in Cumbria in 2014", "2018?", words)
    assert answer.query.operation == "change"
    assert told(answer) == {("Cumbria", "2014"), ("Cumbria", "2018")}


def test_a_year_is_given_after_what_it_is_known_by(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2014", "the last year before lockdown (2019)")
    assert told(answer) == {("Cumbria", "2019")}


def test_a_yearly_mean_of_the_years_just_given(assistant: Assistant):
    answer = talk(assistant, "Horizon 2020 in Devon, 2015 to 2017", "sum?", "and on average, per year?")
    assert answer.query.operation == "mean"
    assert {y for _, y in told(answer)} == {"2015", "2016", "2017"}


def test_so_many_places_of_a_kind_are_those_talked_of(assistant: Assistant):
    questions = ("Business R&D in Wales in 2015", "Scotland", "Northern Ireland", "list the three nations in order")
    answer = talk(assistant, *questions)
    assert [f.observation.place_name for f in answer.figures] == ["Scotland", "Northern Ireland", "Wales"]


def test_a_year_alone_is_no_question(assistant: Assistant):
    assert talk(assistant, "what about 2016?").status == "ambiguous"


def test_higher_or_lower_is_no_higher_education(assistant: Assistant):
    answer = talk(assistant, "Business R&D in Scotland in 2016", "was it higher or lower in 2010?")
    assert (answer.query.concepts, told(answer)) == (("berd",), {("Scotland", "2010"), ("Scotland", "2016")})
    answer = talk(assistant, "Business R&D in Scotland in 2016", "is Wales higher or lower, and by how much?")
    assert told(answer) == {("Scotland", "2016"), ("Wales", "2016")}


def test_a_bound_is_changed(assistant: Assistant):
    answer = talk(assistant, "Which LEPs had GVA per hour above £40 in 2018?", "and above £35?")
    assert answer.query.operation == "threshold"
    assert len(answer.figures) == 6


def test_the_winner_is_the_place_that_came_first(assistant: Assistant):
    questions = ("Which region spent least on business R&D in 2014?", "widen it to the bottom three")
    answer = talk(assistant, *questions, "how much did the winner of that have in 2009?")
    assert told(answer) == {("North East", "2009")}


def test_all_that_were_talked_of_are_put_in_order(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2016", "Lancashire's too", "Dorset LEP", "put them in order")
    assert [f.observation.place_name for f in answer.figures] == ["Lancashire", "Dorset", "Cumbria"]


def test_which_out_of_two_changed_more(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2016", "Lancashire?", "who out of the two grew more since 2014?")
    assert answer.query.operation == "change"
    assert {p for p, _ in told(answer)} == {"Cumbria", "Lancashire"}


@pytest.mark.parametrize(
    "question",
    [
        "how many people there have degrees?",
        "how many residents have a degree?",
        "how many people there are graduates?",
    ],
)
def test_a_number_of_people_is_the_nearest_share_of_them(assistant: Assistant, question: str):
    answer = talk(assistant, "What does the New Anglia strategy say about energy?", question)
    assert answer.query.concepts == ("nvq4",)
    assert answer.status == "nearest"
    assert told(answer) == {("New Anglia", "2019")}


def test_words_that_narrow_the_measure_of_a_follow_up_make_it_the_nearest(assistant: Assistant):
    answer = talk(assistant, "GVA in Cumbria", "how many people there own a horse?")
    assert answer.status in ("nearest", "not_found")


def test_a_measure_named_in_a_follow_up_replaces_the_one_before(assistant: Assistant):
    before = ("Business R&D in Scotland in 2015?", "Wales?", "which of the two rose more since 2007?")
    answer = talk(assistant, *before, "ok, and which of them has more innovative companies?")
    assert answer.query.concepts == ("innovation_active",)
    assert {p for p, _ in told(answer)} == {"Scotland", "Wales"}
    assert answer.query.operation == "compare"


def test_the_span_of_a_change_is_not_carried_to_a_measure_asked_as_a_level(assistant: Assistant):
    before = "How did GVA change in Kent and Essex between 2014 and 2018?"
    assert {y for _, y in told(talk(assistant, before, "who has the better broadband?"))} == {"2018"}
    assert {y for _, y in told(talk(assistant, before, "who gets more EPO patents?"))} == {"2012"}


@pytest.mark.parametrize(
    ("questions", "concepts", "unit"),
    [
        (("jobs in Dorset", "GVA for each job?"), ("gva", "jobs"), "GBP per job"),
        (("GVA in Dorset in 2018", "and per enterprise?"), ("gva", "enterprises"), "GBP per enterprise"),
        (("GVA per job in Dorset", "for each enterprise?"), ("gva", "enterprises"), "GBP per enterprise"),
    ],
)
def test_a_quotient_is_of_the_place_talked_of(
    assistant: Assistant, questions: tuple[str, ...], concepts: tuple[str, ...], unit: str
):
    answer = talk(assistant, *questions)
    assert answer.query.concepts == concepts
    assert [d.unit for d in answer.derivations if d.operation == "quotient"] == [unit]
    assert {p.split(" (")[0] for p, _ in told(answer)} == {"Dorset"}


def test_per_head_after_a_quotient_is_of_what_was_divided(assistant: Assistant):
    answer = talk(assistant, "GVA per job in Dorset in 2017", "and per head?")
    assert answer.query.concepts == ("gva_per_head",)
    assert told(answer) == {("Dorset", "2017")}


@pytest.mark.parametrize(
    "question", ["how does that compare with 2015?", "is that up on 2015?", "versus 2015?", "is it more than in 2015?"]
)
def test_a_year_set_against_the_one_before_asks_for_the_change(assistant: Assistant, question: str):
    answer = talk(assistant, "GVA in Dorset in 2018", question)
    assert told(answer) == {("Dorset", "2015"), ("Dorset", "2018")}
    assert [d.value for d in answer.derivations if d.operation == "change"]


@pytest.mark.parametrize(
    ("questions", "lead"),
    [
        (("How has PM10 pollution changed in the Humber since 2010?", "did Dorset fall more?"), "The fall was"),
        (("Air pollution in the Solent over time", "did Cumbria improve less?"), "The fall was"),
        (("How much did GVA in Cumbria rise from 2014 to 2018?", "is that more than Dorset?"), "The rise was greater in Dorset"),
        (("How did jobs in Cumbria change between 2014 and 2017?", "did they grow faster in Dorset?"), "There was a rise in Dorset only"),
    ],
)  # fmt: skip
def test_a_place_that_is_asked_to_have_moved_more_is_set_beside_the_last(
    assistant: Assistant, questions: tuple[str, ...], lead: str
):
    answer = talk(assistant, *questions)
    assert len({p for p, _ in told(answer)}) == 2
    assert len({y for _, y in told(answer)}) == 2
    assert answer.text.startswith(lead)


def test_both_ends_of_all_that_is_held_are_set_apart(assistant: Assistant):
    answer = talk(
        assistant, "Three LEPs with most STEM jobs as a share?", "and the last three?", "gap from first to last?"
    )
    assert [f.observation.place_name for f in answer.figures] == ["Oxfordshire", "Cornwall and Isles of Scilly"]
    assert [d.value for d in answer.derivations if d.operation == "difference"] == [pytest.approx(8.9)]


def test_both_ends_of_one_list_are_those_of_the_list(assistant: Assistant):
    before = "Which four LEPs have the fastest broadband in 2017?"
    ranked = talk(assistant, before)
    answer = talk(assistant, before, "how wide is the gap between the first and the last?")
    assert told(answer) == {
        (ranked.figures[0].observation.place_name, "2017"),
        (ranked.figures[3].observation.place_name, "2017"),
    }


def test_an_average_is_that_of_the_nation_where_it_is_held(assistant: Assistant):
    answer = talk(assistant, "GVA per hour in Dorset in 2017", "is that above the average?")
    assert {p for p, _ in told(answer)} == {"Dorset", "England"}
    assert answer.text.startswith("No: ")


def test_an_average_is_else_the_mean_of_the_places_held(assistant: Assistant):
    answer = talk(assistant, "NVQ4+ in Dorset LEP in 2015", "better than average?")
    assert [d.operation for d in answer.derivations] == ["mean"]
    assert "unweighted mean of the 38 LEPs" in answer.text


ABOVE_UK = "How many LEPs were above the UK average for GDP per head in 2018?"


@pytest.mark.parametrize(
    ("turn", "year", "bar", "n", "first"),
    [
        ("And in 2017?", "2017", 31572, 8, "London"),
        ("Which were they?", "2018", 32474, 9, "London"),
        ("and which are below it?", "2018", 32474, 21, "Black Country"),
    ],
)
def test_a_nation_that_others_are_held_against_stays_the_bar(
    assistant: Assistant, turn: str, year: str, bar: int, n: int, first: str
):
    answer = talk(assistant, ABOVE_UK, turn)
    uk, *others = [f.observation for f in answer.figures]
    assert (uk.place_name, uk.period, uk.value) == ("United Kingdom", year, bar)
    assert len(others) == n
    assert others[0].place_name == first
    assert {o.period for o in others} == {year}


def test_a_nation_that_others_are_held_against_is_not_what_is_talked_of(assistant: Assistant):
    asked = "How much money did the Strength in Places Fund hold, and which audit has the bioeconomy as its theme?"
    assert talk(assistant, ABOVE_UK, asked).text == assistant.ask(asked).text


def test_places_within_one_are_held_against_another(assistant: Assistant):
    answer = assistant.ask("Which LEPs in the North West were above the UK average for GDP per head in 2018?")
    assert [f.observation.place_name for f in answer.figures] == ["United Kingdom", "Cheshire and Warrington"]
    assert "of the 5 LEPs held" in answer.text  # those in the region, not all that are called northern


def test_places_that_went_one_way_are_listed(assistant: Assistant):
    first = "Which northern LEPs saw jobs fall between 2014 and 2019?"
    answer = assistant.ask(first)
    assert told(answer) == {("Tees Valley", "2014"), ("Tees Valley", "2019")}
    assert answer.text.startswith("One of the 9 LEPs held for both years had a fall in jobs from 2014 to 2019")
    risen = talk(assistant, first, "and between 2016 and 2018?", "which ones gained?")
    assert [d.value for d in risen.derivations if d.operation == "count"] == [9]
    assert all(d.value > 0 for d in risen.derivations if d.operation == "percent_change")
    none = talk(assistant, first, "and the midlands?")
    assert [d.value for d in none.derivations if d.operation == "count"] == [0]
    assert none.text.startswith("None of the 8 LEPs held for both years had a fall")


@pytest.mark.parametrize(
    ("question", "years", "n"),
    [
        ("Which LEPs had fewer jobs in 2019 than in 2014?", {"2014", "2019"}, 1),
        ("Which LEPs had more jobs in 2014 than in 2019?", {"2014", "2019"}, 1),
        ("How many LEPs gained science and technology professionals between 2016 and 2018?", {"2016", "2018"}, 19),
        ("Did any LEP lose jobs between 2014 and 2019?", {"2014", "2019"}, 1),
    ],
)
def test_how_many_went_one_way(assistant: Assistant, question: str, years: set[str], n: int):
    answer = assistant.ask(question)
    assert [d.value for d in answer.derivations if d.operation == "count"] == [n]
    assert {f.observation.period for f in answer.figures} == years


def test_a_year_not_held_is_no_end_of_a_change(assistant: Assistant):
    for question in (
        "In which LEPs did GVA per hour drop from 2010 to 2019?",
        "Which LEP's GVA per hour grew most between 2010 and 2019?",
    ):
        answer = assistant.ask(question)
        assert answer.status == "nearest"
        assert answer.text.startswith("GVA per hour worked is not held for 2010")


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Had Cumbria's GVA per head got back to where it was in 2014 by 2018?", "Yes: GVA per head in Cumbria rose"),
        ("Did Cumbria have fewer jobs in 2019 than in 2014?", "No: Jobs in Cumbria rose"),
        ("Is Tees Valley more or less reliant on manufacturing than in 2014?", "Share of GVA from manufacturing"),
    ],
)
def test_then_and_now_of_one_place(assistant: Assistant, question: str, lead: str):
    answer = assistant.ask(question)
    assert answer.text.startswith(lead)
    assert {"2014"} < {f.observation.period for f in answer.figures}


def test_a_bound_is_turned_round(assistant: Assistant):
    before = talk(assistant, "Which LEPs have more than 2 million people?")
    answer = talk(assistant, "Which LEPs have more than 2 million people?", "and below?")
    assert len(before.figures) + len(answer.figures) == 30
    assert all(f.observation.value < 2e6 for f in answer.figures)


def test_those_places_are_the_ones_a_quoted_sentence_names(assistant: Assistant):
    first = "Tell me about the Cyber Resilience Alliance"
    answer = talk(assistant, first, "which of those four LEPs has the most jobs?")
    assert [f.observation.place_name for f in answer.figures][:1] == ["Swindon and Wiltshire"]
    assert {p for p, _ in told(answer)} == {
        "Gloucestershire",
        "Swindon and Wiltshire",
        "The Marches",
        "Worcestershire",
    }
    last = talk(assistant, first, "which of those four LEPs has the most jobs?", "and the fewest?")
    assert last.figures[0].observation.place_name == "Worcestershire"


def test_a_group_that_the_reports_answered_about_is_those(assistant: Assistant):
    answer = talk(
        assistant, "What do the audits say about the Northern LEPs?", "which of those is the most productive?"
    )
    assert answer.query.groups[0][0] == "Northern LEPs"


def test_places_that_cannot_be_told_are_said_and_all_are_ranked(assistant: Assistant):
    answer = talk(assistant, "What is a Catapult?", "which of those five LEPs has the most jobs?")
    assert answer.status == "nearest"
    assert answer.text.startswith("Which places “those five LEPs” are cannot be told")
    assert len(answer.figures) == 30


def test_those_four_are_the_four_just_ranked(assistant: Assistant):
    answer = talk(assistant, "Top four LEPs by broadband speed in 2017", "which of those four LEPs has the most jobs?")
    ranked = talk(assistant, "Top four LEPs by broadband speed in 2017")
    assert {p for p, _ in told(answer)} == {p for p, _ in told(ranked)}


def test_a_table_takes_in_an_added_place_and_the_years_named(assistant: Assistant):
    before = ("NVQ4+ in Dorset LEP", "how does that compare with Solent?")
    answer = talk(assistant, *before, "put them in a table with Cumbria as well, 2015 to 2017")
    assert told(answer) == {(p, str(y)) for p in ("Dorset", "Solent", "Cumbria") for y in (2015, 2016, 2017)}
    assert len(answer.figures) == 9
    assert answer.text.count("\n- ") == 9


def test_a_table_of_other_years_is_of_all_places_talked_of(assistant: Assistant):
    answer = talk(assistant, "NVQ4+ in Dorset LEP in 2015", "and Solent?", "table please, 2016 to 2018")
    assert told(answer) == {(p, str(y)) for p in ("Dorset", "Solent") for y in (2016, 2017, 2018)}


def test_a_table_repeats_no_row_and_says_what_is_not_held(assistant: Assistant):
    before = ("GVA in Cumbria in 2015", "how does that compare with Dorset?")
    assert talk(assistant, *before, "tabulate those").text.count("\n- ") == 2
    answer = talk(assistant, *before, "put those in a table with Solent too")
    assert answer.status == "partly"
    assert "not held for Solent LEP" in answer.text


def test_a_nation_given_by_its_parts_is_the_nearest_and_both_measures_are_tabled(assistant: Assistant):
    first = "Migration to Wales from the rest of the UK in 2016"
    assert talk(assistant, first).status == "nearest"
    assert [m.text for m in talk(assistant, first).query.mentions] == ["Wales"]
    answer = talk(assistant, first, "from abroad?", "both, as a table")
    assert answer.status == "nearest"
    assert len(answer.figures) == 4
    assert {y for _, y in told(answer)} == {"2016"}


@pytest.mark.parametrize(
    ("questions", "group", "n"),
    [
        (("Which LEP has the most micro enterprises?", "just the northern ones"), "Northern LEPs", 11),
        (("Top five LEPs by jobs", "and in the Midlands?"), "Midlands LEPs", 8),
        (("Rank the regions by business R&D in 2015", "only the southern ones"), "southern regions", 3),
    ],
)
def test_a_ranking_is_narrowed_to_a_named_part(assistant: Assistant, questions: tuple[str, ...], group: str, n: int):
    answer = talk(assistant, *questions)
    assert [name for name, _ in answer.query.groups] == [group]
    assert answer.status == "answered"
    assert next(d.unit for d in answer.derivations if d.operation == "rank") == f"rank of {n}"


def test_a_part_that_is_not_held_is_said_and_all_are_ranked(assistant: Assistant):
    answer = talk(assistant, "Which LEP has the fastest broadband?", "only the rural ones")
    assert answer.status == "nearest"
    assert answer.text.startswith("Which places “the rural ones” are cannot be told")


@pytest.mark.parametrize(
    ("questions", "concept"),
    [
        (("Consultancy income of universities from SMEs in Dorset", "and large companies?"), "hebci_consultancy_business"),
        (("University contract research for big firms, Solent", "for small ones?"), "hebci_contract_sme"),
        (("Large enterprises in Cumbria", "and small ones?"), "small_enterprises"),
    ],
)  # fmt: skip
def test_another_group_is_of_the_same_source(assistant: Assistant, questions: tuple[str, ...], concept: str):
    assert talk(assistant, *questions).query.concepts == (concept,)


def test_which_lep_is_asked_of_the_next_place_too(assistant: Assistant):
    answer = talk(assistant, "Which LEP is Croydon in?", "and Harrogate?")
    assert answer.text.startswith("Harrogate is in both Leeds City Region LEP and York")
    assert "borders" in talk(assistant, "Which LEPs border Cumbria?", "and Dorset?").text


def test_a_place_takes_the_place_of_one_of_which_nothing_was_held(assistant: Assistant):
    answer = talk(assistant, "What did the audits say about Stevenage?", "and Belfast?")
    assert answer.query.text == "What did the audits say about Belfast?"


@pytest.mark.parametrize("opening", ["thanks, and ", "ok so ", "right, "])
def test_what_a_report_says_is_another_subject_than_the_figures(assistant: Assistant, opening: str):
    answer = talk(assistant, "Births of enterprises in Kent in 2021", f"{opening}what did the Hub say about Dorset?")
    assert answer.figures == ()
    assert answer.query.text == "what did the Hub say about Dorset?"


def test_a_question_to_the_reports_keeps_the_place_of_the_figures(assistant: Assistant):
    answer = talk(assistant, "Jobs in Cumbria in 2015", "great, thanks. And what does the strategy say about energy?")
    assert answer.query.text == "what does the strategy say about energy (Cumbria)"
    assert not answer.figures


def test_what_a_term_means_is_asked_of_no_place(assistant: Assistant):
    answer = talk(assistant, "GVA in Cumbria in 2015", "right, what is a location quotient?")
    assert "share of a sector" in answer.text


def test_what_stands_before_the_question_is_not_searched_for(assistant: Assistant):
    answer = talk(assistant, "I am new to this. What is GVA?")
    assert answer.query.text == "What is GVA?"
    assert "gross value added" in answer.text
    assert "hours worked" in talk(assistant, "I am new to this. What is GVA?", "And per hour worked?").text


@pytest.mark.parametrize(
    ("questions", "kind"),
    [
        (("Jobs in the North East in 2015", "I meant the region, not the LEP"), "region"),
        (("How much business R&D happens in the West Midlands?", "no, the combined authority"), "combined authority"),
    ],
)
def test_the_kind_of_area_meant_is_taken(assistant: Assistant, questions: tuple[str, ...], kind: str):
    answer = talk(assistant, *questions)
    assert [m.candidates[0].place_type for m in answer.query.mentions] == [kind]
    assert answer.query.operation is None
    assert len(answer.figures) == 1


def test_a_question_of_its_own_keeps_the_subject_of_the_reports(assistant: Assistant):
    before = ("What is the Strength in Places Fund?", "are there any projects in Wales?")
    assert "(Strength in Places Fund)" in talk(assistant, *before).query.text
    assert talk(assistant, *before, "when was Wales added?").query.text.startswith("when was Wales added (")
    lost = talk(assistant, "Who drew the first map?", "did it include Wales?")
    assert lost.query.text == "did it include Wales (drew map)"


def test_a_ranking_is_made_again_by_share(assistant: Assistant):
    before = ("Which LEPs have fewest large firms?", "just the northern ones")
    answer = talk(assistant, *before, "as a share of all enterprises instead")
    assert answer.status == "answered"
    assert [name for name, _ in answer.query.groups] == ["Northern LEPs"]
    part, whole = answer.figures[0].observation, answer.figures[1].observation
    assert part.place_code == whole.place_code
    assert answer.derivations[0].value == pytest.approx(100 * part.value / whole.value)
    assert [d.value for d in answer.derivations if d.operation == "share"] == sorted(
        d.value for d in answer.derivations if d.operation == "share"
    )
    last = talk(assistant, *before, "as a share of all enterprises instead", "and the highest?")
    shares = [d.value for d in last.derivations if d.operation == "share"]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > answer.derivations[0].value


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("excluding London?", "South East"),
        ("leave that one out - who's top?", "South East"),
        ("and without London and the South East?", "Greater Birmingham and Solihull"),
    ],
)
def test_a_ranking_is_made_again_without_a_place(assistant: Assistant, words: str, first: str):
    answer = talk(assistant, "Which LEP had the most enterprise births in 2019?", words)
    assert (answer.status, answer.figures[0].observation.place_name) == ("answered", first)


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (("GVA of Dorset in 2018", "its rank on that, out of the LEPs?"), "Dorset ranked 23rd of the 30 LEPs"),
        (("GDP per head in Powys in 2018", "oops, wrong county: Gwynedd"), "GDP per head in Gwynedd"),
        (("PM10 in Dorset in 2018", "where is it dirtiest of all the LEPs that year"), "London LEP had the highest"),
        (
            ("economic complexity of Dorset in 2017", "And Oxfordshire?", "which of those is greater"),
            "higher in Oxfordshire",
        ),
        (("GVA of Kent in 2020", "did it recover in 2021?"), "rose by"),
        (
            ("net internal migration of Devon, 2017", "international?", "both of those for Kent"),
            "Net internal migration in Kent",
        ),
    ],
)
def test_short_words_after_a_figure(assistant: Assistant, questions: tuple[str, ...], said: str):
    answer = talk(assistant, *questions)
    assert (answer.status, said in answer.text) == ("answered", True), answer.text


@pytest.mark.parametrize(
    ("questions", "first"),
    [
        (("GVA per hour in Dorset LEP, 2015?", "which LEP is top on this measure?"), ("Thames Valley Berkshire", "2015")),
        (("GVA per hour in Dorset LEP, 2015?", "and 2018?", "which LEP is best, for reference?"), ("Thames Valley Berkshire", "2018")),
        (("GVA per hour in Dorset LEP, 2015?", "and 2018?", "what is the difference?", "which LEP is worst on that measure?"), ("Cornwall and Isles of Scilly", "2018")),
    ],
)  # fmt: skip
def test_the_measure_just_given_is_ranked(assistant: Assistant, questions: tuple[str, ...], first: tuple[str, str]):
    answer = talk(assistant, *questions)
    assert answer.query.operation == "rank"
    found = answer.figures[0].observation
    assert (found.place_name, found.period) == first


@pytest.mark.parametrize("correction", ["no, I meant Essex, not Kent", "oops, wrong one, I meant Essex", "sorry, Essex rather than Kent"])  # fmt: skip
def test_a_place_put_right_is_spoken_of_no_more(assistant: Assistant, correction: str):
    answer = talk(
        assistant, "Jobs in Devon in 2015", "and Kent?", correction, "which of those two grew more from 2014?"
    )
    assert {p for p, _ in told(answer)} == {"Devon", "Essex"}


def test_a_place_added_politely_takes_back_none(assistant: Assistant):
    answer = talk(assistant, "Jobs in Devon in 2015", "and Kent?", "sorry, and Essex?", "which of those two is higher?")
    assert {p for p, _ in told(answer)} == {"Kent", "Essex"}


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Which four LEPs had the highest GVA per hour in 2017?", "How much was the lowest one making back in 2015?"), {("Cheshire and Warrington", "2015")}),
        (("Which three LEPs had the lowest NVQ4+ share in 2019?", "what did the worst one have in 2016?"), {("Black Country", "2016")}),
        (("Which three LEPs had the lowest NVQ4+ share in 2019?", "is the last one getting better?"), {("Humber", "2018"), ("Humber", "2019")}),
        (("Which three LEPs had the lowest NVQ4+ share in 2019?", "what was the worst one at back in 2016?", "how much higher is it now?"), {("Black Country", "2016"), ("Black Country", "2019")}),
    ],
)  # fmt: skip
def test_one_end_of_a_list_is_a_place_of_it(assistant: Assistant, questions: tuple[str, ...], wanted: set):
    assert told(talk(assistant, *questions)) == wanted


def test_a_ranking_of_one_is_ranked_again_from_the_other_end(assistant: Assistant):
    answer = talk(assistant, "Which LEP had the lowest NVQ4+ share in 2019?", "what about the highest one in 2014?")
    assert ("London", "2014") in told(answer)


def test_all_of_a_list_are_those_of_the_list(assistant: Assistant):
    answer = talk(
        assistant,
        "Which three LEPs had the lowest NVQ4+ share in 2019?",
        "what did the worst one have in 2016?",
        "put all three in a table, 2016 and 2019",
    )
    assert len({p for p, _ in told(answer)}) == 3
    assert len(told(answer)) == 6


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Compare Wales, Scotland and Northern Ireland on GDP per head in 2018", "which of them rose most since 2014?", "and how many jobs do the other two have?"), {("Wales", "2018"), ("Scotland", "2018")}),
        (("Compare Wales, Scotland and Northern Ireland on GDP per head in 2018", "which ones went up since 2014?", "GVA per hour in the one that gained most"), {("Northern Ireland", "2018")}),
    ],
)  # fmt: skip
def test_the_others_of_a_list_and_the_one_that_moved_most(
    assistant: Assistant, questions: tuple[str, ...], wanted: set
):
    assert told(talk(assistant, *questions)) == wanted


def test_england_is_one_of_the_four_nations(assistant: Assistant):
    answer = talk(assistant, "Population of the four UK nations, 2019")
    assert {p for p, _ in told(answer)} == {"England", "Scotland", "Wales", "Northern Ireland"}


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Compare Dorset, Cumbria and Humber on NVQ4+ in 2015", "drop Cumbria and show me 2017 instead"), {("Dorset", "2017"), ("Humber", "2017")}),
        (("How has GVA per hour changed in Essex from 2014 to 2018?", "sorry, stop it at 2016"), {("Essex", "2014"), ("Essex", "2016")}),
        (("How has GVA per hour changed in Essex from 2014 to 2018?", "no, start it in 2015"), {("Essex", "2015"), ("Essex", "2018")}),
        (("NVQ4+ in the Solent LEP in 2016", "could you give me that for Dorset LEP by itself?"), {("Dorset", "2016")}),
        (("Innovate UK awards to Cornwall, 2016?", "and the year after?", "what about per head in the smaller year?", "now Devon for that year, not per head"), {("Devon", "2016")}),
        (("Which three regions had the lowest GDP per head in 2016?", "Different question - how many jobs are in that place, 2018?"), {("North East", "2018")}),
    ],
)  # fmt: skip
def test_a_part_of_the_turn_before_is_changed_and_the_rest_kept(
    assistant: Assistant, questions: tuple[str, ...], wanted: set
):
    assert told(talk(assistant, *questions)) == wanted


def test_a_place_that_is_not_held_so_is_the_same_question(assistant: Assistant):
    answer = talk(assistant, "EPO patents from Essex in 2009", "do you have this for Dorset LEP on its own?")
    assert answer.query.concepts == ("patents",)
    assert answer.status == "nearest"


def test_who_is_ahead_of_two_places_given_in_two_turns(assistant: Assistant):
    answer = talk(
        assistant, "NVQ4+ in the Solent LEP in 2016", "and Dorset LEP", "which one is ahead, and by how much?"
    )
    assert told(answer) == {("Solent", "2016"), ("Dorset", "2016")}
    assert [d.operation for d in answer.derivations] == ["difference"]


def test_the_cause_of_a_fall_is_not_told_by_the_tables(assistant: Assistant):
    answer = talk(assistant, "GVA per hour in Cumbria in 2019", "2014?", "what's behind that rise?")
    assert answer.status == "nearest"
    assert told(answer) == {("Cumbria", "2014"), ("Cumbria", "2019")}


def test_which_of_two_places_has_the_bigger_gap_between_two_measures(assistant: Assistant):
    before = ("Enterprise births in Dorset LEP in 2019", "and deaths?", "what about Cumbria?")
    answer = talk(assistant, *before, "which of the two has the smaller gap between births and deaths?")
    assert [d.value for d in answer.derivations] == [215, -125]
    assert answer.text.startswith("The gap was smaller in Cumbria")
    again = talk(assistant, *before, "which of the two has the smaller gap between births and deaths?", "same for 2018")
    assert told(again) == {("Dorset", "2018"), ("Cumbria", "2018")}
    assert len(again.figures) == 4


def test_one_year_as_a_multiple_of_another(assistant: Assistant):
    before = ("Business R&D spending in Wales in 2015", "and 2010?")
    answer = talk(assistant, *before, "2015 as a multiple of 2010")
    ratio = next(d.value for d in answer.derivations if d.operation == "ratio")
    assert ratio == pytest.approx(368 / 234)


@pytest.mark.parametrize(
    ("questions", "concept", "wanted"),
    [
        (("Enterprise births in Dorset LEP in 2019", "as a rate please, not the number"), "enterprise_birth_rate", {("Dorset", "2019")}),
        (("Enterprise deaths in Dorset LEP in 2019", "as a percentage", "2020?"), "enterprise_death_rate", {("Dorset", "2020")}),
        (("Enterprise birth rate in Dorset LEP in 2019", "how many is that?"), "enterprise_births", {("Dorset", "2019")}),
        (("Skill-shortage vacancies in Dorset LEP in 2019", "so what percentage"), "skill_shortage_vacancies_share", {("Dorset", "2019")}),
        (("GVA from construction in Dorset LEP in 2019", "as a share of the whole economy", "and in 2014?"), "gva_sector_share", {("Dorset", "2014")}),
        (("GVA from construction in Dorset LEP in 2019", "what share of Dorset's economy is that?"), "gva_sector_share", {("Dorset", "2019")}),
        (("Business R&D jobs in Wales in 2010 and 2015", "what about the money instead of staff, same two years"), "berd", {("Wales", "2010"), ("Wales", "2015")}),
        (("Business R&D spending in Wales in 2015", "and the staff?"), "berd_employment", {("Wales", "2015")}),
        (("Small enterprises in Dorset LEP in 2021", "and 50 to 249?"), "medium_enterprises", {("Dorset", "2021")}),
        (("Small enterprises in Dorset LEP in 2021", "what about 250 or more?"), "large_enterprises", {("Dorset", "2021")}),
        (("Enterprises in Dorset LEP in 2021", "how many have fewer than ten?"), "micro_enterprises", {("Dorset", "2021")}),
        (("Vacancies in Dorset LEP in 2019", "of those, how many are down to a lack of skills?"), "skill_shortage_vacancies", {("Dorset", "2019")}),
        (("GVA per head in Dorset LEP in 2018", "how does that compare with Lancashire?", "and per hour worked, for those two"), "gva_per_hour", {("Dorset", "2018"), ("Lancashire", "2018")}),
        (("Enterprises in Dorset LEP in 2021", "how many of those have 10-49 people?"), "small_enterprises", {("Dorset", "2021")}),
        (("Enterprise births in Dorset LEP in 2019", "what's the rate?"), "enterprise_birth_rate", {("Dorset", "2019")}),
        (("Enterprise births in Dorset LEP in 2019", "how does the rate compare with Cumbria's?"), "enterprise_birth_rate", {("Dorset", "2019"), ("Cumbria", "2019")}),
        (("Enterprise births in Dorset LEP in 2019", "what was the rate of change since 2016?"), "enterprise_births", {("Dorset", "2016"), ("Dorset", "2019")}),
        (("Enterprises in Dorset LEP in 2019", "how many people live there?"), "population", {("Dorset", "2019")}),
        # A question of its own keeps the measure it names, and a bound that is no size is one.
        (("Enterprise births in Dorset LEP in 2019", "What was the NVQ4+ share in Solent LEP in 2018?"), "nvq4", {("Solent", "2018")}),
        (("Business R&D jobs in Wales in 2015", "What was GVA in Lancashire LEP in 2018?"), "gva", {("Lancashire", "2018")}),
        (("GVA per hour in Dorset LEP in 2018", "and 2014 to 2016?"), "gva_per_hour", {("Dorset", "2014"), ("Dorset", "2015"), ("Dorset", "2016")}),
    ],
)  # fmt: skip
def test_the_measure_beside_the_last_one_is_taken(
    assistant: Assistant, questions: tuple[str, ...], concept: str, wanted: set
):
    answer = talk(assistant, *questions)
    assert answer.query.concepts == (concept,)
    assert answer.status == "answered"
    assert told(answer) == wanted


def test_a_bound_of_a_ranking_is_no_size_of_firms(assistant: Assistant):
    answer = talk(assistant, "Which LEPs had more than 200 micro enterprises in 2021?", "and over 250?")
    assert answer.query.concepts == ("micro_enterprises",)
    assert answer.query.operation == "threshold"
    other = talk(assistant, "Micro enterprises in Dorset LEP in 2021", "Which projects safeguarded over 250 jobs?")
    assert "large_enterprises" not in other.query.concepts


def test_a_size_of_firms_is_a_share_of_all_and_another_place_has_its_own(assistant: Assistant):
    before = ("Small enterprises in Dorset LEP in 2021", "and under ten?", "as a share of all enterprises there?")
    answer = talk(assistant, *before)
    assert answer.query.concepts == ("micro_enterprises", "enterprises")
    assert [d.operation for d in answer.derivations] == ["share"]
    assert told(talk(assistant, *before, "Cumbria's share?")) == {("Cumbria", "2021")}
    larger = talk(assistant, *before, "and at least 250?")
    assert larger.query.concepts == ("large_enterprises", "enterprises")
    assert talk(assistant, *before, "how many is that?").query.concepts == ("micro_enterprises",)


def test_the_share_of_a_sector_is_worked_out_for_a_year_it_is_not_held_for(assistant: Assistant):
    before = ("GVA from construction in Dorset LEP in 2018", "what share of all sectors is that?")
    answer = talk(assistant, *before)
    part, whole = (f.observation.value for f in answer.figures)
    assert [d.value for d in answer.derivations] == [pytest.approx(100 * part / whole)]
    moved = talk(assistant, *before, "and in 2015?", "so is it more reliant or less reliant than it was?")
    assert {year for _, year in told(moved)} == {"2015", "2018"}
    assert [d.operation for d in moved.derivations] == ["share", "share", "change"]
    assert moved.derivations[2].value == pytest.approx(moved.derivations[1].value - moved.derivations[0].value)
    held = talk(assistant, "GVA from construction in Dorset LEP in 2018", "as a share, in 2019")
    assert held.query.concepts == ("gva_sector_share",)


def test_the_share_that_a_place_has_of_the_nation_is_no_share_of_a_measure(assistant: Assistant):
    answer = talk(assistant, "Enterprise births in Dorset LEP in 2019", "and England?", "what share is that?")
    assert answer.query.operation == "share"
    assert told(answer) == {("Dorset", "2019"), ("England", "2019")}


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("GVA per hour in Dorset LEP in 2018", "2014?", "so is it better than it was?"), {"2014", "2018"}),
        (("GVA per hour in Dorset LEP in 2018", "2014?", "is it higher than in 2016?"), {"2014", "2016"}),
    ],
)  # fmt: skip
def test_what_was_before_is_the_other_year_talked_of(
    assistant: Assistant, questions: tuple[str, ...], wanted: set[str]
):
    answer = talk(assistant, *questions)
    assert answer.query.operation == "change"
    assert {year for _, year in told(answer)} == wanted


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Travel time to rail in Lincolnshire in 2013", "is it worse in Cumbria?", "and the year before that we have, for both?"), {("Lincolnshire", "2011"), ("Cumbria", "2011")}),
        (("Vacancies in Dorset LEP in 2019", "and the previous survey?"), {("Dorset", "2017")}),
        (("Vacancies in Dorset LEP in 2017", "what about the survey after?"), {("Dorset", "2019")}),
        (("Vacancies in Dorset LEP in 2019", "and the one before that?"), {("Dorset", "2017")}),
        (("NVQ4+ in Dorset LEP in 2015", "and the year before?"), {("Dorset", "2014")}),
    ],
)  # fmt: skip
def test_the_year_held_next_is_another_than_the_next_year(
    assistant: Assistant, questions: tuple[str, ...], wanted: set
):
    answer = talk(assistant, *questions)
    assert answer.status == "answered"
    assert told(answer) == wanted


def test_the_next_year_that_is_not_held_is_said_not_to_be(assistant: Assistant):
    answer = talk(assistant, "Travel time to rail in Cumbria in 2013", "and the year before?")
    assert answer.status == "nearest"


def test_the_place_that_stood_in_is_set_against_another(assistant: Assistant):
    first = "Mean salary in the Swindon and Wiltshire LEP in 2019"
    answer = talk(assistant, first, "fine. is that more than Devon gets?")
    assert answer.status == "answered"
    assert {place for place, _ in told(answer)} == {"Gloucestershire, Wiltshire and Bristol/Bath area", "Devon"}
    assert any("stands in for Swindon and Wiltshire" in warning for warning in answer.warnings)
    named = talk(assistant, first, "Compare mean salary in Swindon and Wiltshire LEP with Devon in 2019")
    assert named.query.mentions[0].candidates[0].place_type == "LEP"


def test_of_several_that_stood_in_the_one_of_the_other_places_kind_is_taken(assistant: Assistant):
    answer = talk(
        assistant,
        "External investment in spin-offs in the West of England in 2018",
        "Sheffield's?",
        "how many times bigger is that than the first?",
    )
    assert {place for place, _ in told(answer)} == {"Sheffield City Region", "West of England"}
    assert next(d.value for d in answer.derivations if d.operation == "ratio") == pytest.approx(1.394, abs=0.001)


def test_that_last_one_is_the_figure_just_given(assistant: Assistant):
    answer = talk(assistant, "University R&D in Devon in 2016", "what about the companies", "that last one in 2010?")
    assert answer.query.concepts == ("berd",)
    assert told(answer) == {("Devon", "2010")}
    ranked = talk(assistant, "Which LEP had the highest NVQ4+ share in 2019?", "and the last one?")
    assert ("Black Country", "2019") in told(ranked)


def test_coming_on_is_a_change(assistant: Assistant):
    answer = talk(assistant, "NVQ4+ in Dorset LEP in 2015", "Solent?", "which of them came on more, 2015 to 2018?")
    assert answer.query.operation == "change"
    assert len(answer.figures) == 4


def test_a_part_of_what_was_given_is_the_one_now_named(assistant: Assistant):
    answer = talk(assistant, "Total R&D spending in Wales in 2017", "how much of that was by businesses?")
    assert answer.query.concepts == ("berd", "gerd")
    given = talk(
        assistant, "EPO patents from Essex in 2009", "high tech ones only?", "what share of all its patents is that?"
    )
    assert given.query.concepts == ("high_tech_patents", "patents")


def test_another_sector_has_its_share_too(assistant: Assistant):
    before = ("GVA in Dorset LEP in 2018", "how much of that is construction?")
    answer = talk(assistant, *before, "manufacturing?")
    assert answer.query.concepts == ("gva_sector", "gva")
    assert answer.query.breakdowns == ("Manufacturing",)
    alone = talk(assistant, "GVA from construction in Dorset LEP in 2018", "manufacturing?")
    assert alone.query.concepts == ("gva_sector",)
