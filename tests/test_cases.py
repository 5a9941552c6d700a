"""The evaluation cases agree with the tables they ask about, have the fields that scoring reads, and cover the places."""

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals import verify_cases
from evals.cases_io import CASES, read_jsonl
from evals.verify_cases import Tables, load_tables, problems, problems_of_figures

NAMES = verify_cases.SETS
STATUSES = {"answered", "partly", "nearest", "ambiguous", "not_found"}
CELL = {"place", "place_type", "indicator", "period", "value", "unit"}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def cases(name: str) -> list[dict[str, Any]]:
    return read_jsonl(CASES / f"{name}.jsonl")


def expectations() -> list[dict[str, Any]]:
    """Every expectation of figures, conversations and questions outside."""
    alone = [item["expect"] for name in ("figures", "outside") for item in cases(name)]
    return alone + [turn["expect"] for item in cases("conversations") for turn in item["turns"]]


def test_every_gold_value_agrees_with_the_tables(tables: Tables):
    assert problems(tables=tables) == []


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_the_projects_own_and_given_once(name: str):
    counts = Counter(item["id"] for item in cases(name))
    assert counts
    assert all(i.startswith("own-") for i in counts)
    assert [i for i, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_question_is_asked_twice(name: str):
    def asked(item: dict[str, Any]) -> str:
        turns = item.get("turns")
        return " / ".join(t["question"] for t in turns) if turns else item.get("question") or item["text"]

    counts = Counter(asked(item).casefold() for item in cases(name))
    assert [q for q, n in counts.items() if n > 1] == []


def test_cases_have_the_fields_that_scoring_reads():
    assert all(set(i) == {"id", "kind", "question", "expect", "note"} for i in cases("figures"))
    assert all(set(i) == {"id", "kind", "question", "expect"} for i in cases("outside"))
    assert all(set(i) == {"id", "turns"} and len(i["turns"]) > 1 for i in cases("conversations"))
    assert all(set(i) == {"id", "kind", "question", "expect"} for i in cases("passages"))
    assert all({"document", "pages", "phrases"} <= set(i["expect"]) for i in cases("passages"))
    assert all(len(i["expect"]["evidence"]) > 1 for i in cases("multi"))
    assert all(set(i) - {"also_ok", "note"} == {"id", "text", "expect", "ambiguous"} for i in cases("places"))


def test_figures_have_cells_and_a_way_to_what_is_derived():
    for item in cases("figures"):
        expect = item["expect"]
        assert expect["values"], item["id"]
        assert all(set(cell) == CELL for cell in expect["values"]), item["id"]
        assert expect["derived"] is None or {"value", "unit", "how"} <= set(expect["derived"]), item["id"]


def test_what_cannot_be_answered_has_a_known_status_and_a_reason():
    turns = [turn["expect"] for item in cases("conversations") for turn in item["turns"]]
    for expect in [item["expect"] for item in cases("outside")] + turns:
        assert {expect["status"], *expect.get("accept", [])} <= STATUSES
        assert expect.get("values") or expect["why"]


def test_every_partnership_nation_and_region_is_asked_about(tables: Tables):
    asked = Counter(
        (cell["place_type"], cell["place"])
        for expect in expectations()
        for field in ("values", "nearest")
        for cell in expect.get(field) or []
    )
    held = {(kind, place) for _, kind, place, _ in tables.cells if kind in ("LEP", "region")}
    held = {(kind, place) for kind, place in held if "boundary" not in place}
    assert [place for place in sorted(held) if asked[place] < 1] == []
    assert len({place for kind, place in asked if kind == "NUTS2"}) >= 15
    assert {"England", "Scotland", "Wales", "Northern Ireland"} <= {place for _, place in asked}


def test_at_least_forty_measures_are_asked_about():
    measures = {cell["indicator"].split(": ")[0] for expect in expectations() for cell in expect.get("values") or []}
    assert len(measures) >= 40


def wrong_value(item: dict[str, Any]) -> None:
    item["expect"]["values"][0]["value"] += 1


def wrong_order(item: dict[str, Any]) -> None:
    item["expect"]["order"].reverse()


def wrong_total(item: dict[str, Any]) -> None:
    item["expect"]["of"] += 1


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(wrong_value, "not in the tables"), (wrong_order, "are not"), (wrong_total, "are held, not")],
)
def test_a_spoilt_ranking_is_named(tables: Tables, spoil: Any, says: str):
    item = next(i for i in cases("figures") if i["kind"] == "rank" and len(i["expect"]["order"] or []) > 2)
    spoilt = copy.deepcopy(item)
    spoil(spoilt)
    assert problems_of_figures(item["expect"], tables) == []
    assert says in " ".join(problems_of_figures(spoilt["expect"], tables))


def test_a_wrong_sum_is_named(tables: Tables):
    item = copy.deepcopy(next(i for i in cases("figures") if i["kind"] == "sum"))
    item["expect"]["derived"]["value"] *= 1.01
    assert "sum of values gives" in " ".join(problems_of_figures(item["expect"], tables))


def test_a_cell_said_to_be_absent_must_be(tables: Tables):
    cell = cases("figures")[0]["expect"]["values"][0]
    held = {key: cell[key] for key in ("place", "place_type", "indicator", "period")}
    assert problems_of_figures({"absent": [held]}, tables) != []
    assert problems_of_figures({"absent": [{**held, "period": "1901"}]}, tables) == []


def test_the_command_names_a_case_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    item = copy.deepcopy(cases("figures")[0])
    wrong_value(item)
    (tmp_path / "figures.jsonl").write_text(json.dumps(item), encoding="utf-8")
    monkeypatch.setattr(verify_cases, "CASES", tmp_path)
    assert verify_cases.main() == 1
    assert f"{item['id']}: not in the tables" in capsys.readouterr().out
