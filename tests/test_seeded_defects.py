"""A defect put into the assistant makes the suites fail that watch for it, and no others.

Each runs a part of the project's own cases over the shipped corpus, once whole and once with the defect.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import extract, operations, quote, read_question
from assistant.ask import Assistant
from assistant.figures.draft import Draft
from assistant.held import Held, Series
from assistant.schema import Citation
from assistant.settings import Settings
from evals import gates, suites
from evals.cases_io import CASES, read_jsonl
from evals.results import Results
from ingest.index import Index

Json = dict[str, Any]


def ranked(item: Json) -> bool:
    """Whether the place of one in a ranking is asked."""
    return (item["expect"].get("derived") or {}).get("unit") == "rank"


def chosen() -> dict[str, list[Json]]:
    """A small part of each set, with what each defect needs: ranks, orders, and questions that must be declined."""
    figures = read_jsonl(CASES / "figures.jsonl")
    ranks = [item for item in figures if ranked(item)][:24]
    orders = [item for item in figures if len(item["expect"].get("order") or []) > 1][:10]
    single = [item for item in figures if item["kind"] == "lookup"][:12]
    away = [item for item in read_jsonl(CASES / "outside.jsonl") if item["expect"]["status"] == "not_found"]
    return {
        "figures": [*single, *ranks, *(item for item in orders if not ranked(item))],
        "conversations": read_jsonl(CASES / "conversations.jsonl")[:5],
        "outside": away[::6],
        "places": read_jsonl(CASES / "places.jsonl")[:10],
        "topics": read_jsonl(CASES / "topics.jsonl")[:10],
    }


def run(assistant: Assistant) -> Results:
    """The suites over the part."""
    results = Results()
    for name, items in chosen().items():
        results.take(getattr(suites, name)(assistant, items))
    return results


@pytest.fixture(scope="module")
def assistant(shipped_root: Path) -> Assistant:
    return Assistant(Settings(index=shipped_root))


@pytest.fixture(scope="module")
def whole(assistant: Assistant) -> Results:
    return run(assistant)


def failing(results: Results, whole: Results) -> set[str]:
    """The suites that fail when the whole run is the accepted one; its own faults are not the defect's.

    Whether conversations are right throughout follows from their turns, and hangs on very few here.
    """
    watched = set(results.suites) - {"conversations: right throughout"}
    return {n for n in watched if len(gates.faults(results, n, whole)) > len(gates.faults(whole, n, whole))}


# ---- the defects ----------------------------------------------------------------------------------------------------


def wrong_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held.observations

    def observations(self: Held, *args: Any, **named: Any) -> list:
        return [replace(o, unit={"%": "UK=100"}.get(o.unit, o.unit.replace("GBP", "EUR"))) for o in held(self, *args, **named)]  # fmt: skip

    monkeypatch.setattr(Held, "observations", observations)


def dropped_place(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held.series_of

    def series_of(self: Held, places: Sequence, indicators: Sequence, mention: Any = None) -> list[Series]:
        found = held(self, places, indicators, mention)
        return [replace(s, observations=tuple(sorted(self.observations([s.indicator]), key=lambda o: o.period))) for s in found]  # fmt: skip

    monkeypatch.setattr(Held, "series_of", series_of)


def wrong_year(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = read_question.asked_periods

    def later(question: str) -> Any:
        found = asked(question)
        return replace(found, years=tuple(year - 1 for year in found.years))

    monkeypatch.setattr(read_question, "asked_periods", later)


def rank_without_number_held(monkeypatch: pytest.MonkeyPatch) -> None:
    derive = Draft.derive

    def bare(self: Draft, operation: str, result: Any, *inputs: Any) -> Any:
        cut = result and replace(result, unit=result.unit.split(" of ")[0])
        return derive(self, operation, cut, *inputs)

    monkeypatch.setattr(Draft, "derive", bare)


def swapped_order(monkeypatch: pytest.MonkeyPatch) -> None:
    right = operations.ranked

    def swapped(observations: Any, lowest: bool = False) -> list:
        first, *rest = right(observations, lowest)
        return [rest[0], first, *rest[1:]] if rest else [first]

    monkeypatch.setattr(operations, "ranked", swapped)


def page_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cite = quote.page_citation

    def next_page(marker: int, supports: Sequence, index: Index) -> Citation:
        cited = cite(marker, supports, index)
        n_pages = max(p.last_page for p in index.passages_of(cited.document_id))
        page = 1 + (cited.page or 0) % n_pages
        return replace(cited, page=page, locator=f"p. {page}")

    monkeypatch.setattr(quote, "page_citation", next_page)


def never_declines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "sureness", lambda evidence: (1.0, ()))
    monkeypatch.setattr(quote, "on_the_subject", lambda query, found: found)


FIGURES = {"figures", "conversations"}
CITED = {"figures: every figure's cell is cited", "conversations: every figure's cell is cited"}
STRAY = {"figures: no place but those asked", "conversations: no place but those asked"}
FRONT = {"figures: no wrong figure in front"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        (wrong_unit, FIGURES | CITED | FRONT),
        (dropped_place, FIGURES | STRAY | FRONT),
        (wrong_year, FIGURES),
        (rank_without_number_held, {"figures"}),
        (swapped_order, {"figures"}),
        (page_off_by_one, {"support"}),
        (never_declines, {"outside"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_defect_fails_its_suites_and_no_other(
    defect: Callable[[pytest.MonkeyPatch], None],
    expected: set[str],
    assistant: Assistant,
    whole: Results,
    monkeypatch: pytest.MonkeyPatch,
):
    defect(monkeypatch)
    assert failing(run(assistant), whole) == expected
