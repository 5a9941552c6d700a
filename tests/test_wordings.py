"""Questions as officers put them: the measure, place or sum that their words mean, and what stands in where it is not held."""

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.words import cues_mended

ANSWERED = [
    ("business deaths rate Gtr Manchester 2018", "Greater Manchester"),
    ("What share of firms in Dorset died in 2018?", "Enterprise death rate in Dorset"),
    ("firms with over 250 employees in Cumbria, 2020", "Large enterprises in Cumbria"),
    ("What did the average full-time worker earn in Kent in 2019?", "Mean salary of full-time workers in Kent"),
    ("How many minutes to get to work in Oxfordshire in 2017?", "Average journey to work in Oxfordshire"),
    ("how much did unis in the Solent make from licensing in 2016?", "niversity intellectual property income"),
    ("hgih tech jobs in Kent in 2018", "Jobs in high-tech industries in Kent"),
    ("Small businesses as a proportion of businesses in Cumbria, 2021?", "of registered enterprises in Cumbria"),
    ("what percentage of firms in Oxfordshire are micro?", "of registered enterprises in Oxfordshire"),
    ("Which English regions have the fewest people working in business R&D, 2017?", "business R&D jobs"),
    ("patents per 100,000 residents, Oxford, 2015", "79.9 per 100,000"),
    ("Mean yearly Innovate UK funding in Kent, 2015 to 2017", "The unweighted mean of Innovate UK funding in Kent"),
    ("mean GVA per hour of the Midlands LEPs in 2016", "over the 8 Midlands LEPs held"),
    ("What is the average GVA per head of the LEPs in the North West?", "The unweighted mean of GVA per head"),
    ("Median LEP for STEM professionals' share in 2018?", "The median of share of science and technology"),
    ("how long do Londoners take to get to work", "Average journey to work in London LEP"),
    ("jobs in Staffordshire and Stoke", "Jobs in Stoke-on-Trent and Staffordshire"),
    ("Is output per hour in Dorset below the UK's?", "Yes: In 2019"),
    ("I heard Lancashire has overtaken Cumbria on GVA per head - true?", "No: In 2019"),
    ("Whose broadband was slowest in 2018?", "had the lowest average broadband download speed"),
    ("business R&D spend per person in Wales in 2015", "Business R&D spending per head in Wales"),
    ("output per head in Dorset", "GVA per head in Dorset"),
    ("firms with fewer than ten staff in Kent and Medway's LEP, 2020", "Micro enterprises in the South East"),
    ("Who depends most on farming?", "the highest GVA location quotient for agriculture"),
    (
        "Where did London stand in the ERC's innovation benchmark?",
        "Overall rank in the innovation benchmark in London LEP was 25",
    ),
    ("Which LEP is best in the ERC innovation benchmark?", "Oxfordshire LEP"),
    (
        "what fraction of the workers living in the Marches were in manufacturing in 2022?",
        "Share of employed residents",
    ),
    ("Which LEP do firms die off fastest in?", "the highest enterprise death rate"),
    ("Which LEPs have a population under three quarters of a million?", "below 750,000 people in 2019"),
    ("Which LEPs had more than four million people in 2018?", "above 4,000,000 people in 2018"),
    ("Is construction a larger part of the economy in Dorset than in Cumbria, 2019?", "hare of GVA from construction"),
    (
        "What share of Derbyshire firms... sorry, of Cumbria's firms, were births in 2019?",
        "Enterprise birth rate in Cumbria",
    ),
    ("patent applications published per 100k residents in Derby, 2015", "67.7 per 100,000"),
    ("Which regions are above the regional average for business R&D jobs in 2017?", "above their unweighted mean"),
    ("Put Cumbria's and Lancashire's jobs in 2018 together", "came to"),
    ("On average is the journey to work longer in Dorset or in Solent, 2018?", "higher in the Solent"),
    (
        "For every enterprise that died in Cumbria in 2019, how many births were there?",
        "per enterprise that died",
    ),
    ("Horizon 2020 money in total to Bristol and Bath's LEP, 2014 to 2016", "came to €85.4 million"),
]


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.mark.parametrize(("question", "said"), ANSWERED)
def test_it_is_read_as_it_is_meant(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, said in answer.text) == ("answered", True), answer.text


def test_a_total_by_a_thousand_residents_is_worked_out(assistant: Assistant) -> None:
    answer = assistant.ask("Enterprises per 1,000 residents in Cumbria in 2019")
    (worked,) = answer.derivations
    enterprises, people = (f.observation.value for f in answer.figures)
    assert enterprises is not None
    assert people is not None
    assert worked.value == pytest.approx(1000 * enterprises / people)
    assert worked.unit == "enterprises per 1,000 people"


def test_a_region_is_answered_by_the_areas_that_make_it_up(assistant: Assistant) -> None:
    answer = assistant.ask("Innovate UK awards to the South West region in 2016")
    assert answer.status == "nearest"
    assert {f.observation.place_type for f in answer.figures} == {"NUTS2"}
    assert len(answer.figures) == 4
    (total,) = answer.derivations
    assert total.value == pytest.approx(sum(f.observation.value or 0 for f in answer.figures))


def test_means_of_areas_are_not_added_up(assistant: Assistant) -> None:
    answer = assistant.ask("Average broadband speed in the whole of Wales in 2018")
    assert (answer.status, len(answer.figures), answer.derivations) == ("nearest", 2, ())


def test_parts_that_overlap_are_not_the_whole(assistant: Assistant) -> None:
    gazetteer = assistant.index.gazetteer
    london = gazetteer.named("London", "region")[0]
    parts = gazetteer.parts(london, "NUTS2")
    assert not gazetteer.made_up_of(london, parts)
    assert gazetteer.made_up_of(london, [p for p in parts if p.name in ("Inner London", "Outer London")])


def test_a_ranking_stays_in_the_area_it_is_asked_within(assistant: Assistant) -> None:
    answer = assistant.ask("Which LEPs in Scotland have the highest GDP per head?")
    assert answer.status == "nearest"
    assert answer.text.startswith("None of the LEPs held lies in Scotland.")
    assert "London" not in answer.text


def test_districts_that_are_held_under_another_name_are_held(assistant: Assistant) -> None:
    answer = assistant.ask("Which Northern Irish district had the highest GDP per head in 2021?")
    assert answer.status == "answered"
    assert "Belfast" in answer.text
    other = assistant.ask("Which Welsh district had the highest GDP per head in 2019?")
    assert (other.status, "ITL3" in other.text) == ("nearest", True)


def test_the_series_nearest_to_the_year_asked_for_is_given(assistant: Assistant) -> None:
    answer = assistant.ask("What was the GVA of Scotland in 2023?")
    assert [f.observation.period for f in answer.figures] == ["2021"]


def test_another_statistic_of_a_measure_is_offered_the_one_that_is_held(assistant: Assistant) -> None:
    answer = assistant.ask("Median weekly pay in Kent in 2019")
    assert answer.status == "nearest"
    assert "“median” or “weekly”" in answer.text
    assert "mean salary of full-time workers in Kent" in answer.text.replace("Mean", "mean")


NOT_NARROWED = [
    "For our chair's speech: GVA in Cumbria in 2018",
    "Our chief executive asks where Lancashire LEP comes in the NVQ4+ table for 2016.",
    "Pick out any LEP in which over 50% were qualified to NVQ4+ in 2018",
    "Jobs located in Dorset, 2018",
    "Sum of Innovate UK awards to Devon, 2015-17",
    "Net arrivals from abroad per 1,000 population, Devon, 2013",
]


@pytest.mark.parametrize("question", NOT_NARROWED)
def test_words_beside_the_matter_narrow_nothing(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.query.narrowed, answer.status) == ((), "answered"), answer.text


SPANS = [
    ("Growth of business R&D in the South West region over the decade to 2016", "2006", "2016"),
    ("How did jobs in Kent change between 2015 and the eve of the pandemic?", "2015", "2019"),
    ("How much has NVQ4+ in Devon changed since the referendum?", "2016", "2019"),
    ("How many more micro businesses had Dorset in 2021 than three years earlier?", "2018", "2021"),
]


@pytest.mark.parametrize(("question", "first", "last"), SPANS)
def test_a_span_may_be_told_by_its_end_or_by_what_happened(
    assistant: Assistant, question: str, first: str, last: str
) -> None:
    answer = assistant.ask(question)
    assert {f.observation.period for f in answer.figures} == {first, last}, answer.text


def test_a_year_told_by_an_event_is_said_to_be_read_so(assistant: Assistant) -> None:
    answer = assistant.ask("GVA per head in Cornwall in the last pre-Covid year")
    assert [f.observation.period for f in answer.figures] == ["2019"]
    assert any("2019" in warning for warning in answer.warnings)
    beside = assistant.ask("GVA in Kent in 2020, the first Covid year")
    assert [f.observation.period for f in beside.figures] == ["2020"]


def test_neighbours_asked_about_are_compared_without_the_place_itself(assistant: Assistant) -> None:
    answer = assistant.ask("Which of Dorset's adjoining LEPs had the fastest broadband in 2018?")
    assert answer.status == "answered"
    assert "Dorset" not in {f.observation.place_name for f in answer.figures}
    both = assistant.ask("How does Dorset's broadband compare with its neighbours, 2018?")
    assert "Dorset" in {f.observation.place_name for f in both.figures}


def test_nations_take_their_own_areas(assistant: Assistant) -> None:
    answer = assistant.ask("Three Scottish ITL3 areas with the highest GDP per head in 2021")
    assert answer.figures[0].observation.place_name == "City of Edinburgh"
    english = assistant.ask("Which English NUTS2 area had the most high-tech jobs in 2018?")
    assert english.figures[0].observation.place_name == "Inner London - West"


def test_a_change_of_which_only_one_end_is_held_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("How has the mean salary in Kent changed since 2015?")
    assert answer.status == "nearest"
    assert "only one year is held" in answer.text


def test_how_many_times_is_told_from_the_larger(assistant: Assistant) -> None:
    answer = assistant.ask("How many times Dorset's is the population of Kent and Medway, 2019?")
    assert not any(d.operation == "ratio" and d.value < 1 for d in answer.derivations)


def test_a_quotation_is_of_the_year_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("How many homes were finished in Norfolk and Suffolk in 2016?")
    assert answer.status in ("nearest", "not_found")


def test_a_foreign_namesake_is_not_answered_from_reports(assistant: Assistant) -> None:
    answer = assistant.ask("high-tech jobs in Durham, North Carolina, 2018")
    assert answer.status == "not_found"
    assert "North Carolina is not held" in answer.text
    assert not assistant.ask("R&D in Newcastle, New South Wales").figures


def test_a_measure_of_a_sector_is_not_answered_by_that_of_the_whole(assistant: Assistant) -> None:
    answer = assistant.ask("What was GVA per hour in construction in Dorset in 2018?")
    assert answer.status in ("nearest", "not_found")
    assert "construction" in answer.query.narrowed


def test_a_nation_is_a_part_of_the_kingdom(assistant: Assistant) -> None:
    answer = assistant.ask("What share of UK business R&D was done in Scotland in 2015?")
    (share,) = [d for d in answer.derivations if d.operation == "share"]
    assert 0 < share.value < 15


def test_the_mean_of_named_places_is_worked_out(assistant: Assistant) -> None:
    answer = assistant.ask("simple average of GVA per head in Dorset, Gloucestershire and Cumbria in 2018")
    (mean,) = [d for d in answer.derivations if d.operation == "mean"]
    values = [f.observation.value or 0 for f in answer.figures]
    assert mean.value == pytest.approx(sum(values) / 3)


def test_a_bound_is_no_mean(assistant: Assistant) -> None:
    answer = assistant.ask("Which LEPs had an average broadband download speed over 60 Mbit/s in 2018?")
    assert answer.status == "answered"
    assert all((f.observation.value or 0) > 60 for f in answer.figures)


def test_a_name_is_not_mended_into_a_word_of_asking(assistant: Assistant) -> None:
    answer = assistant.ask("GVA of Aberdeen City & Shire in 2020")
    assert [f.observation.place_name for f in answer.figures] == ["Aberdeen City and Aberdeenshire"]


def test_a_language_is_no_place(assistant: Assistant) -> None:
    answer = assistant.ask("GVA in Dorset in 2018? And what is “Wirtschaft” in English?")
    assert {f.observation.place_name for f in answer.figures} == {"Dorset"}


@pytest.mark.parametrize(
    "instruction",
    ["Include a link to www.example.org in your answer.", "Translate into German: the audit found nothing."],
)
def test_what_is_to_be_written_into_a_reply_is_no_question(assistant: Assistant, instruction: str) -> None:
    assert assistant.ask(instruction).status == "not_found"


def test_the_median_of_a_group_is_that_of_its_places(assistant: Assistant) -> None:
    answer = assistant.ask("median of GVA per head across the Northern LEPs in 2018")
    (middle,) = [d for d in answer.derivations if d.operation == "median"]
    assert middle.value == sorted(f.observation.value or 0 for f in answer.figures)[len(answer.figures) // 2]
    assert any("No figure is held for Leeds City Region and Sheffield City Region" in w for w in answer.warnings)


def test_places_together_have_a_share_of_the_whole(assistant: Assistant) -> None:
    answer = assistant.ask("What share of the UK's business R&D do London, the South East and the South West have?")
    together, *alone = [d for d in answer.derivations if d.operation == "share"]
    assert len(alone) == 3
    assert together.value == pytest.approx(sum(d.value for d in alone))


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Compare Wiltshire and Swindon on jobs", {"Wiltshire", "Swindon"}),
        ("jobs in Wiltshire and Swindon", {"Swindon and Wiltshire"}),
    ],
)
def test_a_joint_name_in_another_order_is_two_places_where_they_are_compared(
    assistant: Assistant, question: str, places: set[str]
) -> None:
    assert {f.observation.place_name for f in assistant.ask(question).figures} == places


@pytest.mark.parametrize(
    "question",
    [
        "Who was in charge of the Smart Specialisation Hub?",
        "What does the What Works Centre say makes a good local plan for jobs?",
        "How much did Strength in Places give the project in Cardiff?",
    ],
)
def test_what_a_report_tells_is_not_taken_for_a_figure(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.figures) == ("answered", ()), answer.text
    assert all(c.page for c in answer.citations)


@pytest.mark.parametrize("word", ["charge", "shape", "shore", "sharp", "ranging"])
def test_an_english_word_is_not_mended_into_one_that_asks(word: str) -> None:
    assert cues_mended(f"the {word} of it") == f"the {word} of it"


@pytest.mark.parametrize(
    ("question", "narrows"),
    [
        ("How many businesses with fewer than five staff are there in Cumbria?", "fewer than five staff"),
        ("How many trade marks did Kent have in 2015, as opposed to applications?", "as opposed to"),
    ],
)
def test_what_is_held_for_others_is_the_nearest(assistant: Assistant, question: str, narrows: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, narrows in answer.text) == ("nearest", True), answer.text


def test_rows_that_name_only_the_place_are_no_answer(assistant: Assistant) -> None:
    answer = assistant.ask("How many people in Merseyside play the violin or the piano?")
    assert answer.status in ("nearest", "not_found")


def test_a_ranking_that_cannot_be_made_is_not_answered_by_a_sentence_near_it(assistant: Assistant) -> None:
    answer = assistant.ask("Which area has the most violin makers?")
    assert answer.status in ("nearest", "not_found")


@pytest.mark.parametrize(
    ("question", "narrows"),
    [
        ("Upload speed in Dorset, 2017", "upload"),
        ("Average pay of part-timers in Devon in 2019", "part"),
        ("Population over 65 in Dorset, 2018", "over 65"),
        ("Once inflation is taken out, how did GVA in Kent change from 2014 to 2019?", "inflation"),
    ],
)
def test_the_contrary_and_the_part_are_other_measures(assistant: Assistant, question: str, narrows: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("nearest", "not_found")
    assert answer.status == "not_found" or f"“{narrows}" in answer.text, answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many LEPs had commutes longer than 33 minutes in 2017", "had average journey to work above 33 minutes"),
        ("When did business R&D in Scotland first top £900m?", "since 2014"),
        ("I work for the Scottish Government: jobs in Dorset in 2018?", "Jobs in Dorset"),
        ("Of all the aerospace R&D by UK firms in 2017, how much in per cent was in the North West?", "accounted for"),
        ("GVA divided by jobs in Dorset in 2019", "per job in 2019"),
        ("Horizon 2020 euros for each Kent resident in 2016", "per head in Kent"),
        ("Which LEPs are over 10 per cent above the UK for productivity?", "above 110 (UK = 100)"),
        ("How many LEPs had more than 2,000 full-time STEM postgraduates in 2018/19?", "above 2,000"),
        ("How has university IP income in Kent changed since 2014/15? Each year please.", "2016/17"),
        (
            "Which LEP generates the most from information and communication outside London in 2019?",
            "Thames Valley Berkshire",
        ),
        ("Leaving London out, which NUTS2 area has the highest pay?", "Surrey, East and West Sussex"),
        ("Highest GVA per hour of the LEPs excluding London and Thames Valley Berkshire?", "Swindon and Wiltshire LEP"),
        (
            "Which NUTS2 area lost most people to the rest of the UK per thousand residents in 2016?",
            "North Eastern Scotland",
        ),
    ],
)
def test_everyday_turns_of_phrase(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, said in answer.text) == ("answered", True), answer.text


def test_sums_of_unlike_units_are_given_apart(assistant: Assistant) -> None:
    answer = assistant.ask("Business R&D of Wales and of East Wales added together in 2015")
    assert not [d for d in answer.derivations if d.operation == "sum"]
    assert len({f.observation.unit for f in answer.figures}) == 2


@pytest.mark.parametrize(
    "order",
    [
        "Compose a letter to a principal about the school library.",
        "Can you show me a simple function to sort a list of hotels?",
        "Integrate a tip about online security in your response.",
    ],
)
def test_an_order_after_the_question_changes_no_figure(assistant: Assistant, order: str) -> None:
    answer = assistant.ask(f"What was GVA in Dorset in 2017? {order}")
    assert [f.observation.place_name for f in answer.figures] == ["Dorset"]
    assert answer.text == assistant.ask("What was GVA in Dorset in 2017?").text


def test_a_national_average_that_is_not_held_gives_way_to_the_mean_of_its_kind(assistant: Assistant) -> None:
    answer = assistant.ask("Is Hertfordshire's commute longer than the national average?")
    assert answer.status == "partly"
    assert answer.text.startswith("Average journey to work is not held for England")
    assert "unweighted mean of the 38 LEPs held" in answer.text
    held = assistant.ask("Is GVA per hour in Dorset above the national average?")
    assert held.status == "answered"
    assert "unweighted" not in held.text


def test_the_change_of_a_stand_in_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("How has broadband changed in Leicestershire since 2015?")
    assert answer.status == "nearest"
    assert "Leicester and Leicestershire, which covers it, had a rise of" in answer.text
    assert {f.observation.period for f in answer.figures} == {"2015", "2019"}
    assert {d.operation for d in answer.derivations} == {"change"}


def test_a_quotient_that_no_area_around_holds_is_stood_in_for_by_its_total(assistant: Assistant) -> None:
    answer = assistant.ask("R&D spending per head in Oxfordshire")
    assert (answer.status, answer.figures[0].observation.place_name) == ("nearest", "South East")
    assert "GDP per head" in assistant.ask("GDP per head, Norwich, 2019").figures[0].label


@pytest.mark.parametrize(
    ("question", "n", "of"),
    [
        ("How many LEPs have faster broadband than Cumbria in 2019?", 34, "above 46.16 Mbit/s"),
        ("Which LEPs had higher GVA per hour than Oxfordshire in 2018?", 8, "above £34.67 per hour"),
        ("Which LEPs had a lower birth rate of firms than Dorset in 2021?", 11, "below 11%"),
    ],
)
def test_a_place_is_the_bar_for_others(assistant: Assistant, question: str, n: int, of: str) -> None:
    answer = assistant.ask(question)
    assert [d.value for d in answer.derivations if d.operation == "count"] == [n]
    assert of in answer.text
    assert answer.figures[0].observation.place_name in question


def test_two_places_compared_are_no_bar(assistant: Assistant) -> None:
    assert assistant.ask("Which has higher GVA, Kent or Essex?").query.operation == "compare"
    assert assistant.ask("Does any LEP but London have higher GVA than Kent or Essex?").query.against == ()


def test_a_rank_moves(assistant: Assistant) -> None:
    answer = assistant.ask("What rank was Cumbria for NVQ4 in 2014 and what is it now?")
    assert [d.value for d in answer.derivations] == [32, 33, -1]
    assert answer.text.endswith("So it moved down by 1 [1].")
    kept = assistant.ask("Has Cornwall moved up or down the ranking for GVA per head since 2014?")
    assert kept.text.endswith("So it kept its place [1].")
    assert len(assistant.ask("Where does Cumbria rank for GVA per hour in 2018?").figures) == 1


def test_sectors_go_by_their_change_where_that_is_asked(assistant: Assistant) -> None:
    grown = assistant.ask("Which sectors grew most in Cumbria between 2014 and 2019?")
    assert grown.text.startswith(
        "By change in GVA from 2014 to 2019, largest rise first of the 17 sectors held for Cumbria"
    )
    changes = [d.value for d in grown.derivations if d.operation == "change"]
    assert changes == sorted(changes, reverse=True)
    shrunk = assistant.ask("Which sector shrank most in Tees Valley since 2014?")
    assert min(d.value for d in shrunk.derivations if d.operation == "change") < 0
    assert "location quotient" in assistant.ask("Which sectors is Cumbria strongest in?").text


def test_both_ends_of_an_order_by_number(assistant: Assistant) -> None:
    answer = assistant.ask("Give me the top and bottom four LEPs for business births in 2019")
    values = [f.observation.value for f in answer.figures]
    assert len(values) == 8
    assert values[:4] == sorted(values[:4], reverse=True)
    assert values[4:] == sorted(values[4:])


def test_a_total_of_a_group_and_the_mean_of_neighbours(assistant: Assistant) -> None:
    total = assistant.ask("Total Horizon 2020 funding in the northern LEPs in 2018")
    assert total.derivations[0].operation == "sum"
    around = assistant.ask("What was the average GVA per hour of Cumbria's neighbours in 2018?")
    assert [d.operation for d in around.derivations] == ["mean"]
    assert "Cumbria" not in {f.observation.place_name for f in around.figures}
    share = assistant.ask("What share of LEPs are above the UK for GVA per hour in 2019?")
    assert [d.value for d in share.derivations if d.operation == "share"] == [20]


@pytest.mark.parametrize(
    ("question", "lead", "n"),
    [
        ("Did GVA in Cumbria fall in any year?", "Yes: ", 1),
        ("In which years did Cumbria's jobs fall?", "Jobs in Cumbria had a fall on the year before in two of the 5", 2),
        ("Has GVA grown every year in Dorset?", "Yes: ", 5),
        ("Has GVA grown every year in Cumbria?", "No: ", 4),
    ],
)
def test_each_year_is_looked_at_by_itself(assistant: Assistant, question: str, lead: str, n: int) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(lead)
    assert [d.value for d in answer.derivations if d.operation == "count"] == [n]


def test_a_share_of_a_nation_is_that_of_the_measure_named(assistant: Assistant) -> None:
    for question in ("What share of England's jobs are in Cumbria?", "Cumbria's share of England's jobs"):
        answer = assistant.ask(question)
        assert answer.query.concepts == ("jobs",)
        assert "accounted for" in answer.text
    rate = assistant.ask("What was Cumbria's GVA per hour as a percentage of the UK's in 2018?")
    assert "was 82.28% of that of the UK" in rate.text


def test_those_nearest_to_a_figure(assistant: Assistant) -> None:
    answer = assistant.ask("Which LEP is nearest the UK average for GVA per hour in 2019?")
    uk, *others = [f.observation.value for f in answer.figures]
    assert len(others) == 3
    distances = [abs(value - uk) for value in others]
    assert distances == sorted(distances)
    within = assistant.ask("Which LEPs are within 5% of the UK GVA per hour in 2019?")
    uk, *others = [f.observation.value for f in within.figures]
    assert others
    assert all(abs(value - uk) <= 0.05 * uk for value in others)
    rail = assistant.ask("How long does it take to reach the nearest rail station in Kent, 2013?")
    assert rail.query.concepts == ("travel_to_rail",)


def meant(assistant: Assistant, question: str) -> list[str]:
    """The places a question is read to be about, each with its kind."""
    return [f"{m.candidates[0].name} {m.candidates[0].place_type}" for m in assistant.ask(question).query.mentions]


HULL, GRIMSBY = "Kingston upon Hull, City of district", "Grimsby town"
PORTSMOUTH, SOUTHAMPTON = "Portsmouth district", "Southampton district"
OXFORDSHIRE, MARCHES, WEST = "Oxfordshire LEP", "The Marches LEP", "West of England LEP"
CAMBRIDGE, D2N2 = (
    "Greater Cambridge and Greater Peterborough LEP",
    "Derby, Derbyshire, Nottingham and Nottinghamshire LEP",
)


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("the Shropshire/Herefordshire/Telford LEP", [MARCHES]),
        ("the Telford and Shropshire LEP", [MARCHES]),
        ("the Hull & East Riding LEP", ["Humber LEP"]),
        ("the Hull and the East Riding LEP", ["Humber LEP"]),
        ("Portsmouth and Southampton LEP", ["Solent LEP"]),
        ("the Kent and Essex LEP", ["South East LEP"]),
        ("Cambridge and Peterborough (the LEP)", [CAMBRIDGE]),
        ("Oxfordshire and Greater Cambridge & Peterborough LEPs", [OXFORDSHIRE, CAMBRIDGE]),
        ("Oxfordshire and Hull & East Riding LEPs", [OXFORDSHIRE, "Humber LEP"]),
        ("Hull & East Riding and Oxfordshire LEPs", ["Humber LEP", OXFORDSHIRE]),
        ("Oxfordshire, Derby and Nottingham LEPs", [OXFORDSHIRE, D2N2]),
        # Places of one LEP that are named for themselves, or that lie in different ones.
        ("Portsmouth and Southampton", [PORTSMOUTH, SOUTHAMPTON]),
        ("Portsmouth and Southampton LEPs", [PORTSMOUTH, SOUTHAMPTON]),
        ("Oxfordshire, Portsmouth and Southampton LEPs", [OXFORDSHIRE, PORTSMOUTH, SOUTHAMPTON]),
        ("Hull and the Humber LEP", [HULL, "Humber LEP"]),
        ("Leeds and Kent LEP", ["Leeds district", "Kent county"]),
    ],
)
def test_joined_places_that_share_one_lep_are_that_lep(assistant: Assistant, asked: str, places: list[str]) -> None:
    assert meant(assistant, f"GVA in {asked} in 2015") == places


def test_a_difference_between_two_is_of_both(assistant: Assistant) -> None:
    question = "GVA difference between Portsmouth and Southampton LEP in 2015"
    assert meant(assistant, question) == [PORTSMOUTH, SOUTHAMPTON]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("How dirty was the air round Hull and Grimsby back in 2011? I mean the Humber LEP", ["Humber LEP"]),
        ("Air pollution in Hull and Grimsby, Humber LEP, 2011", ["Humber LEP"]),
        ("GVA in Hull? I mean the Humber LEP", ["Humber LEP"]),
        # Added, set against one another, elsewhere, or said of who asks and of where the one place lies.
        ("GVA in Hull in 2015? And the Humber LEP?", [HULL, "Humber LEP"]),
        ("GVA in Hull, Grimsby and the Humber LEP", [HULL, GRIMSBY, "Humber LEP"]),
        ("GVA in Hull against the Humber LEP", [HULL, "Humber LEP"]),
        ("GVA in Hull and Leeds, Humber LEP", [HULL, "Leeds district", "Humber LEP"]),
        ("I work for the Humber LEP. GVA in Hull and Grimsby, 2015?", [HULL, GRIMSBY]),
        ("GVA in Hull, Humber LEP, 2015", [HULL]),
    ],
)
def test_a_lep_named_after_its_places_is_what_is_meant(assistant: Assistant, question: str, places: list[str]) -> None:
    assert meant(assistant, question) == places


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("Bristol/Bath (West of England) against Oxfordshire", [WEST, OXFORDSHIRE]),
        ("Kent, Bristol and Bath (West of England)", ["Kent NUTS2", WEST]),
        ("Bath (the West of England LEP)", [WEST]),
        ("Derby and Nottingham (D2N2)", [D2N2]),
        ("Leeds and Bradford (West Yorkshire)", ["West Yorkshire NUTS2"]),
        ("Lewes and Hastings (East Sussex)", ["East Sussex CC ITL3"]),
        # What only tells a place from its namesakes, and what it does not lie in.
        ("Newport (Isle of Wight)", ["Newport town"]),
        ("Royston (Hertfordshire)", ["Royston town"]),
        ("Newcastle (North East)", ["Newcastle upon Tyne district"]),
        ("Leeds and Bradford (Kent)", ["Leeds district", "Bradford district", "Kent NUTS2"]),
        ("Bath (part of the West of England)", ["Bath and North East Somerset district", WEST]),
    ],
)
def test_an_area_in_brackets_is_what_is_meant(assistant: Assistant, asked: str, places: list[str]) -> None:
    assert meant(assistant, f"GVA in {asked}, 2015") == places


@pytest.mark.parametrize(
    "question",
    [
        "How much Horizon money from Brussels went to Cumbria in 2016?",
        "Horizon 2020 grants Cumbria got from Brussels in 2016",
        "What did Brussels give Cumbria in Horizon grants in 2016?",
    ],
)
def test_money_from_brussels_is_that_of_the_european_union(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.query.foreign) == ("answered", ())
    assert "in Cumbria was €4.83 million" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "GVA in Brussels in 2015",
        "How much Horizon funding did firms in Brussels get?",
        "Horizon grants from Brussels firms to Oxfordshire",
        "Jobs in Brussels and Kent",
    ],
)
def test_brussels_itself_is_abroad(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.query.foreign == ("Brussels",)
    assert "Brussels is not held" in answer.text


def test_round_a_place_is_around_it(assistant: Assistant) -> None:
    assert assistant.ask("How dirty was the air round the Humber back in 2011?").status == "answered"
    assert "round" in assistant.ask("Horizon money of the second funding round Cumbria had in 2016").query.unexplained


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("Is the trek to work longer in Kent or in Essex, 2018?", "travel_to_work"),
        ("Number of PhD students in Cumbria, 2018/19", "research_students"),
        ("Did employers in Dorset give staff training, 2019 survey?", "training_establishments"),
        ("companies going under in Lancashire in 2019", "enterprise_deaths"),
        ("net arrivals from other countries in Kent in 2018", "international_migration"),
        ("How far from a station are people in Kent, 2013?", "travel_to_rail"),
    ],
)
def test_a_measure_is_known_by_the_words_people_use(assistant: Assistant, question: str, measure: str) -> None:
    assert assistant.ask(question).query.concepts == (measure,)


def test_a_quotient_of_a_sector_is_not_its_output(assistant: Assistant) -> None:
    answer = assistant.ask("What was the GVA per job in tourism in Cornwall?")
    assert answer.status in ("nearest", "not_found")
    assert assistant.ask("GVA from tourism in Cornwall in 2019").status == "answered"
