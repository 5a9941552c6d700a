"""What must hold of every figure question, whatever the place, measure and year: tried on those the shipped corpus holds."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.ask import Assistant
from assistant.schema import Answer
from assistant.settings import Settings
from ingest.schema import Indicator, Observation, Place

KINDS = {"LEP": ("LEP", "LEPs"), "NUTS2": ("NUTS2 area", "NUTS2 areas"), "region": ("region", "regions")}
COUNTED = ("people", "FTE", "jobs", "enterprises", "count")
examples = settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One held figure and the measure it is of."""

    observation: Observation
    indicator: Indicator

    @property
    def place(self) -> str:
        return self.observation.place_name

    @property
    def year(self) -> str:
        return self.observation.period


@dataclass(frozen=True, slots=True)
class Shipped:
    """The assistant over the shipped corpus, and the figures it holds by measure, kind of area and year."""

    assistant: Assistant
    cells: dict[tuple[str, str, str], list[Cell]]

    def ask(self, question: str) -> Answer:
        return self.assistant.ask(question)


@pytest.fixture(scope="module")
def shipped(shipped_root) -> Iterator[Shipped]:
    assistant = Assistant(Settings(index=shipped_root))
    cells: dict[tuple[str, str, str], list[Cell]] = {}
    for indicator in assistant.index.indicators:
        if indicator.breakdown or indicator.concept in assistant.measures.single:
            continue
        for o in assistant.index.observations([indicator.indicator_id]):
            if o.value is not None and o.place_type in KINDS and o.period.isdigit():
                key = (indicator.indicator_id, o.place_type, o.period)
                cells.setdefault(key, []).append(Cell(o, indicator))
    yield Shipped(assistant, {key: held for key, held in cells.items() if len(held) > 8})
    assistant.index.close()


def told(answer: Answer) -> list[tuple[str, str, str, float | None, str]]:
    """The figures of an answer without their order: place, kind of area, period, value and unit."""
    found = ((f.observation, f.observation.cell) for f in answer.figures)
    return sorted((o.place_name, o.place_type, o.period, o.value, o.unit) for o, _ in found)


def measure_of(data: st.DataObject, cell: Cell) -> str:
    """One of the names of a cell's measure that can stand in any sentence."""
    aliases = [name for name in cell.indicator.aliases[:4] if not name.startswith("how ")]
    return data.draw(st.sampled_from([cell.indicator.name, *aliases]))


def a_cell(data: st.DataObject, shipped: Shipped) -> tuple[Cell, list[Cell]]:
    """A held figure, and those of the same measure, kind of area and year."""
    key = data.draw(st.sampled_from(sorted(shipped.cells)))
    held = shipped.cells[key]
    return data.draw(st.sampled_from(held)), held


@examples
@given(data=st.data())
def test_the_order_of_places_changes_no_figure(shipped: Shipped, data: st.DataObject):
    one, held = a_cell(data, shipped)
    other = data.draw(st.sampled_from([c for c in held if c.place != one.place]))
    measure = measure_of(data, one)
    way = data.draw(
        st.sampled_from(
            [
                "Compare {a} with {b} on {m} in {y}",
                "Compare {m} in {a} and {b} in {y}",
                "What was {m} in {a} and in {b} in {y}?",
                "What is the difference in {m} between {a} and {b} in {y}?",
            ]
        )
    )
    asked, turned = (
        shipped.ask(way.format(a=a.place, b=b.place, m=measure, y=one.year)) for a, b in ((one, other), (other, one))
    )
    assert told(asked) == told(turned)
    assert asked.status == turned.status
    assert asked.figures


@examples
@given(data=st.data())
def test_paraphrases_of_a_question_have_one_answer(shipped: Shipped, data: st.DataObject):
    cell, _ = a_cell(data, shipped)
    m, p, y = measure_of(data, cell), cell.place, cell.year
    much = f"How many {m} were there in {p} in {y}?" if cell.indicator.unit in COUNTED else f"How much was {m} in {p} in {y}?"  # fmt: skip
    plain = shipped.ask(f"What was {m} in {p} in {y}?")
    first = told(plain)[:1]
    assert first
    for question in (
        f"{m}, {p}, {y}",
        much,
        f"Tell me {p}'s {m} for {y}",
        f"In {y}, what was {m} in {p}?",
        f"what was {m} in {p} in {y}?".lower(),
        f"Could you please tell me what {m} was in {p} in {y}?",
    ):
        answer = shipped.ask(question)
        assert (told(answer)[:1], answer.status) == (first, plain.status), question


@examples
@given(data=st.data())
def test_a_rank_is_the_position_in_the_list_from_the_top(shipped: Shipped, data: st.DataObject):
    cell, held = a_cell(data, shipped)
    o, (kind, kinds) = cell.observation, KINDS[cell.observation.place_type]
    measure = measure_of(data, cell)
    named = o.place_name if kind == "region" else f"{o.place_name} {kind}"
    ranked = shipped.ask(f"Where did {named} rank for {measure} in {cell.year}?")
    listed = shipped.ask(f"Top {len(held)} {kinds} by {measure} in {cell.year}")
    ranks = [d for d in ranked.derivations if d.operation == "rank"]
    order = [f.observation for f in listed.figures if f.observation.value is not None]
    mine = next((f for f in order if f.place_code == o.place_code), None)
    # A measure in two currencies, or held for two maps, is listed in one of them.
    assume(mine is not None and ranked.figures and ranked.figures[0].observation == mine)
    above = sum(f.value > mine.value for f in order)
    assert [d.value for d in ranks] == [1 + above]


def test_the_places_of_the_gazetteer_that_hold_figures_are_read_as_themselves(shipped: Shipped):
    """Each name stands for the place that bears it, with its kind of area said where it has namesakes."""
    gazetteer = shipped.assistant.index.gazetteer
    codes = {c.observation.place_code for held in shipped.cells.values() for c in held}
    places: list[Place] = sorted((gazetteer.place(code) for code in codes), key=lambda p: p.code)
    astray = []
    for place in places:
        said = (
            f"{place.name} {KINDS[place.place_type][0]}" if place.place_type != "region" else f"the {place.name} region"
        )
        found = gazetteer.mentions(f"What was GVA in {said}?")
        if not found or place.code not in {p.code for p in found[0].candidates}:
            astray.append((said, [m.text for m in found]))
    assert not astray
