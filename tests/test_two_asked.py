"""Two questions in one sentence: each answered, the answers joined, and one question left whole."""

import re
from dataclasses import replace

import pytest

from assistant.ask import Assistant
from assistant.extract import extract
from assistant.quote import MAYBE, quote
from assistant.settings import Settings
from assistant.two_asked import asked_apart


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def test_a_figure_and_a_report_are_both_given(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What was GVA per hour in Cumbria in 2017, and what are the themes of the East of England audit?"
    )
    assert answer.status == "answered"
    assert "£29" in answer.text or "GVA per hour worked in Cumbria" in answer.text
    assert "agri-tech" in answer.text
    table, page = answer.citations
    assert (table.table_id is not None, page.page is not None) == (True, True)
    assert {int(m) for m in re.findall(r"\[(\d+)\]", answer.text)} == {c.marker for c in answer.citations} == {1, 2}
    assert [f.observation.place_name for f in answer.figures] == ["Cumbria"]


def test_what_is_not_held_of_two_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("How fast is broadband in Dorset and who is its mayor?")
    assert answer.status == "partly"
    assert answer.text.startswith("Average broadband download speed in Dorset")
    assert "On “who is its mayor?”: nothing held answers that" in answer.text


def test_two_figures_of_two_measures_are_counted_on(assistant: Assistant) -> None:
    answer = assistant.ask("Which LEP has the fastest broadband and how many enterprises are there?")
    first, *_, last = answer.figures
    assert first.observation.indicator_id != last.observation.indicator_id
    for derivation in answer.derivations:
        assert all(i < len(answer.figures) for i in derivation.inputs)
    markers = {c.marker: c.table_id for c in answer.citations}
    assert all(markers[f.marker] == f.observation.cell.table_id for f in answer.figures)


@pytest.mark.parametrize(
    "question",
    [
        "Out of the northern LEPs, which has the most jobs?",
        "How many jobs are in Cumbria and Kent?",
        "On the scale where the UK is 100, what was New Anglia's GVA per hour in 2017?",
        "What is GVA?",
        "Which LEP has the most jobs and how many more than the next?",
    ],
)
def test_one_question_is_not_cut(question: str) -> None:
    assert asked_apart(question) is None


def test_a_question_that_sets_two_side_by_side_stays_whole(assistant: Assistant) -> None:
    answer = assistant.ask("How many jobs are in Cumbria and how many in Lancashire?")
    assert answer.query.operation == "compare"
    assert "difference" in answer.text


def test_what_hardly_answers_is_not_found_and_yet_given(assistant: Assistant) -> None:
    answer = assistant.ask("What is Mapping England's Innovation Activity for?")
    query, index = answer.query, assistant.index
    found = extract(query, answer.hits, index)
    hardly, perhaps = (
        quote(query, replace(found, confidence=sure).as_nearest(), answer.hits, index)
        for sure in (MAYBE - 0.01, MAYBE + 0.01)
    )
    assert (hardly.status, perhaps.status) == ("not_found", "nearest")
    assert hardly.text.startswith("Nothing held answers that exactly. The nearest passage says: ")
    assert perhaps.text.startswith("It is not certain that this answers the question.")
    assert hardly.citations
