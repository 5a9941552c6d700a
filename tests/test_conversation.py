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
        "Cumbria",
        "Lancashire",
        "North East",
        "York, North Yorkshire and East Riding",
    }


def test_a_pronoun_after_a_report_is_not_taken_for_the_place(assistant: Assistant):
    answer = talk(assistant, "What is the East of England audit about?", "which LEPs does it cover?")
    assert "covers four LEP areas" in answer.text


def test_thanks_is_no_question(assistant: Assistant):
    assert talk(assistant, "NVQ4+ in Dorset LEP in 2015", "thanks").status == "not_found"
