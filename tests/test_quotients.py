"""One measure by another where only the two are held, worked out over the shipped corpus."""

import pytest

from assistant.ask import Assistant
from assistant.schema import Answer, Turn
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(shipped_root) -> Assistant:
    return Assistant(Settings(index=shipped_root))


def parts(answer: Answer) -> list[tuple[str, str, float | None]]:
    """Place, period and value of the figures behind a quotient."""
    return [(f.observation.place_name, f.observation.period, f.observation.value) for f in answer.figures]


@pytest.mark.parametrize(
    ("question", "unit", "cells"),
    [
        ("GVA per job in Cumbria in 2015", "GBP per job", [11374.0, 258985.0]),
        ("What was output per worker in Cumbria in 2015?", "GBP per job", [11374.0, 258985.0]),
        ("In 2012, how many patents per R&D worker were there in Devon?", "count per FTE", [26.0, 715.0]),
        ("GVA per firm in Dorset, 2018", "GBP per firm", [18073.0, 32085.0]),
    ],
)
def test_a_quotient_is_worked_out_from_two_cited_cells(
    assistant: Assistant, question: str, unit: str, cells: list[float]
):
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert "worked out here" in answer.text
    assert [value for _, _, value in parts(answer)] == cells
    scale = 1e6 if unit.startswith("GBP") else 1
    worked = next(d for d in answer.derivations if d.operation == "quotient")
    assert worked.unit == unit
    assert worked.value == pytest.approx(scale * cells[0] / cells[1])
    assert len({c.marker for c in answer.citations}) == 2
    assert "[1][2]" in answer.text


def test_a_quotient_that_a_source_states_is_given_as_it_stands(assistant: Assistant):
    answer = assistant.ask("What was GVA per job in New Anglia in 2012?")
    assert parts(answer) == [("New Anglia", "2012 (about)", 36244.0)]
    assert "worked out" not in answer.text


def test_each_place_and_each_year_has_its_quotient(assistant: Assistant):
    places = assistant.ask("Compare GVA per job in Cumbria and Dorset in 2016")
    assert [(p, y) for p, y, _ in parts(places)] == [("Cumbria", "2016")] * 2 + [("Dorset", "2016")] * 2
    years = assistant.ask("GVA per job in Cumbria since 2014")
    assert [d.unit for d in years.derivations] == ["GBP per job"] * 6


def test_two_maps_or_kinds_of_area_are_not_divided_by_each_other(assistant: Assistant):
    answer = assistant.ask("GVA per enterprise in Devon in 2018")
    assert answer.status == "nearest"
    assert "cannot be worked out" in answer.text
    assert not answer.derivations


@pytest.mark.parametrize(
    "question", ["Broadband speed per job in Dorset in 2016", "Population per GVA in Dorset in 2016"]
)
def test_what_is_no_amount_is_not_divided(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.status == "nearest"
    assert "cannot be divided by" in answer.text
    assert not answer.derivations


def test_a_measure_that_is_itself_by_another_stays_itself(assistant: Assistant):
    assert assistant.ask("GVA per hour in Cumbria in 2016").query.concepts == ("gva_per_hour",)
    assert assistant.ask("GVA per head in Cumbria in 2016").query.concepts == ("gva_per_head",)


def test_output_for_every_resident_is_output_per_head(assistant: Assistant):
    assert assistant.ask("Economic output for every resident of Cumbria?").query.concepts == ("gva_per_head",)


def test_a_follow_up_divides_again(assistant: Assistant):
    first = assistant.ask("GVA per job in Cumbria in 2015")
    second = assistant.ask("And Dorset?", [Turn("GVA per job in Cumbria in 2015", first)])
    assert [(p, y) for p, y, _ in parts(second)] == [("Dorset", "2015")] * 2
    assert second.derivations[0].unit == "GBP per job"
