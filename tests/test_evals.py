"""The measures of the evaluation on known values, its comparison of two runs, its gates and its report."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals import bootstrap, gates, geography, metrics, pages, report, results, rewording
from evals.highlight import overlap
from evals.results import Case, Results

CELL = {"place": "Cumbria", "place_type": "LEP", "indicator": "GVA", "period": "2017", "value": 10.0, "unit": "GBP million"}  # fmt: skip


def shown(**changed: Any) -> dict[str, Any]:
    """An answer with one figure."""
    cell = {**CELL, "table": "gva#t1", "row": "Cumbria", "column": "2017", "marker": 1, **changed}
    quote = {"marker": 1, "table": "gva#t1", "quote": "Cumbria | 2017 | 10 GBP million"}
    return {"status": "answered", "text": "It was £10 million [1].", "observations": [cell], "derivations": [], "citations": [quote]}  # fmt: skip


def run(**suites: dict[str, float]) -> Results:
    """Results with these scores."""
    made = Results()
    made.take(Case(name, "all", i, score, "?", "wrong year") for name, cases in suites.items() for i, score in cases.items())  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        ({}, True),
        ({"value": 10.04}, True),
        ({"value": 10.06}, False),
        ({"value": 0.01, "unit": "GBP billion"}, True),
        ({"unit": "EUR million"}, False),
        ({"period": "2016"}, False),
        ({"place": "Lancashire"}, False),
    ],
)
def test_a_figure_is_right_when_value_unit_place_and_year_are(changed: dict[str, Any], right: bool):
    assert metrics.answered_right({"values": [CELL]}, shown(**changed))[0] is right


def test_right_figures_called_a_stand_in_are_wrong():
    assert metrics.answered_right({"values": [CELL]}, {**shown(), "status": "nearest"}) == (False, "status nearest")


def test_a_rank_needs_the_number_held():
    gold = {"unit": "rank", "value": 3, "of": 38}
    assert metrics.derived_matches(gold, [{"value": 3, "unit": "rank of 38"}])
    assert not metrics.derived_matches(gold, [{"value": 3, "unit": "rank of 30"}])
    assert not metrics.derived_matches(gold, [{"value": 3, "unit": "rank"}])


def test_a_figure_is_cited_by_the_marker_that_quotes_its_cell():
    assert metrics.uncited_figures(shown()) == []
    assert metrics.uncited_figures(shown(row="Lancashire")) != []
    assert metrics.uncited_figures(shown(marker=2)) != []
    assert metrics.uncited_figures({**shown(), "text": "It was £10 million."}) != []


@pytest.mark.parametrize(
    ("place", "place_type", "strays"),
    [
        ("Cumbria", "LEP", []),
        ("Cumbria", "NUTS2", []),
        ("North West", "region", []),
        ("United Kingdom", "country", []),
        ("Carlisle", "district", []),
        ("Lancashire", "LEP", ["Lancashire"]),
        ("East Anglia", "NUTS2", ["East Anglia"]),
    ],
)
def test_a_place_is_astray_unless_asked_about_or_around_or_within(place: str, place_type: str, strays: list[str]):
    held = geography.load_geography()
    answer = shown(place=place, place_type=place_type)
    assert geography.stray_places({"values": [CELL]}, answer, held) == strays
    assert geography.stray_places({"values": [CELL], "order": ["Cumbria"], "of": 38}, shown(place="Kent", place_type="LEP"), held) == []  # fmt: skip


def test_leps_that_share_districts_are_different_places():
    held = geography.load_geography()
    assert not held.related(("new anglia", "LEP"), ("greater cambridge and greater peterborough", "LEP"))


def test_wilson_interval_has_its_known_value():
    low, high = metrics.wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert metrics.wilson(0, 0) == (0.0, 1.0)


def test_ranking_measures_have_their_known_values():
    gold = {"a": {"x.pdf#2": 1}, "b": {"x.pdf#9": 1}, "c": {"x.pdf#1": 1}}
    passages = [{"document": "x.pdf", "page": 1, "last_page": 2}, {"document": "x.pdf", "page": 2, "last_page": 3}]
    found = pages.found_pages(passages)
    assert list(found) == ["x.pdf#1", "x.pdf#2", "x.pdf#3"]
    scores = pages.ranking_scores(gold, {"a": found, "b": found, "c": {}})
    assert scores["MRR@10"] == {"a": 0.5, "b": 0.0, "c": 0.0}
    assert scores["right page first"] == {"a": 0.0, "b": 0.0, "c": 0.0}
    assert scores["right page in first 5"] == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert round(scores["nDCG@10"]["a"], 4) == 0.6309


def test_marked_letters_are_weighed_against_those_quoted():
    assert overlap("Ten farms", ["Ten", "farms"]) == (1.0, 1.0)
    recall, precision = overlap("Ten farms", ["Ten"])
    assert (round(recall, 3), precision) == (0.375, 1.0)
    assert overlap("Ten farms", [])[0] == 0.0
    assert overlap("Ten", ["Ten", "farms", "in", "all"])[1] < 0.5


# ---- two runs -------------------------------------------------------------------------------------------------------

RIGHT = {str(i): 1.0 for i in range(100)}


def fallen(n: int) -> dict[str, float]:
    """A hundred cases of which n are wrong."""
    return {i: float(int(i) >= n) for i in RIGHT}


@pytest.mark.parametrize(("n", "verdict"), [(0, "no clear change"), (2, "no clear change"), (6, "worse")])
def test_a_fall_counts_when_its_whole_interval_is_below_nought(n: int, verdict: str):
    change = bootstrap.difference("figures", RIGHT, fallen(n))
    assert change is not None
    assert (change.verdict, len(change.fell), change.n) == (verdict, n, 100)
    assert bootstrap.difference("figures", fallen(6), RIGHT).verdict == ("better")  # type: ignore[union-attr]


def test_cases_of_one_run_alone_are_left_out():
    change = bootstrap.difference("figures", {"a": 1.0, "b": 0.0}, {"b": 1.0, "c": 0.0})
    assert change is not None
    assert (change.n, change.mean, change.rose) == (1, 1.0, ("b",))
    assert bootstrap.difference("figures", {"a": 1.0}, {"b": 1.0}) is None


def test_a_suite_fails_when_it_fell_or_breaks_a_promise():
    accepted = run(figures=RIGHT, support=RIGHT)
    assert gates.faults(run(figures=fallen(2)), "figures", accepted) == []
    assert "fell: 0: wrong year; 1: wrong year" in gates.faults(run(figures=fallen(6)), "figures", accepted)[0]
    assert "1.0 is promised" in gates.faults(run(support=fallen(1)), "support", Results())[0]
    assert gates.faults(run(new=fallen(50)), "new", accepted) == []


@pytest.mark.parametrize(("n", "most"), [(60, 2), (100, 1), (400, 4)])
def test_one_wrong_figure_in_a_hundred_is_allowed_but_no_quotation_off_its_page(n: int, most: int):
    assert round(gates.allowed("figures: no wrong figure in front", n), 6) == most
    assert gates.allowed("support", n) == 0
    assert gates.allowed("figures", n) == n


def test_results_come_back_as_written_and_accepted_ones_keep_scores_alone(tmp_path: Path):
    made = run(figures=fallen(1))
    made.measures["peak MB"] = 400
    results.save(made, tmp_path / "a.json", "2026-01-01")
    back = results.load(tmp_path / "a.json")
    assert (back.suites, back.measures) == (made.suites, made.measures)
    results.save_accepted(json.loads((tmp_path / "a.json").read_text()), tmp_path / "b.json")
    kept = results.load(tmp_path / "b.json")
    assert kept.scores("figures") == made.scores("figures")
    assert "wrong year" not in (tmp_path / "b.json").read_text()


def test_the_report_names_failures_with_their_answers_and_loads_nothing(tmp_path: Path):
    made = Results()
    made.add(Case("figures", "rank", "f1", 0.0, "Who is <first>?", "order", "London [1].", 40.0, ("Cumbria",), ("GVA",)))  # fmt: skip
    made.add(Case("figures", "value", "f2", 1.0, "GVA?", "", "£1 [1].", 20.0, ("Cumbria",), ("GVA",)))
    made.baselines = {"pages": {"ours": {"MRR@10": {"a": 0.5, "b": 0.5}}, "BM25": {"MRR@10": {"a": 1.0, "b": 0.25}}}}
    report.write(made, tmp_path, "latest", "2026-01-01")
    page = (tmp_path / "latest.html").read_text(encoding="utf-8")
    text = (tmp_path / "latest.md").read_text(encoding="utf-8")
    assert "Who is &lt;first&gt;?" in page
    assert "<first>" not in page
    assert "London [1]." in page
    assert "<svg" in page
    assert not [word for word in ("src=", "@import", "<link", "<script", "url(") if word in page]
    assert "- `f1` Who is <first>? — order. Answer: London [1]." in text
    assert "BM25 has the higher MRR@10 on pages" in text
    assert [(r.name, r.n, r.share) for r in report.group_rows(made, "leps")] == [("Cumbria", 2, 0.5)]


def test_two_runs_are_compared_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name, scores in (("a", RIGHT), ("b", fallen(6))):
        results.save(run(figures=scores), tmp_path / f"{name}.json", "2026-01-01")
    monkeypatch.setattr("sys.argv", ["report", "--compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")])
    assert report.main() == 0
    out = capsys.readouterr().out
    assert "figures: -0.060" in out
    assert "over 100 cases, worse" in out
    assert "fell: 0, 1, 2, 3, 4, 5" in out


def test_other_wordings_are_the_same_on_every_run_and_keep_the_figures_asked_about():
    question = "How does R&D in Cumbria compare with Lancashire in 2016?"
    found = rewording.variants("a", question)
    assert found == rewording.variants("a", question)
    assert set(found) == set(rewording.WAYS)
    assert found["lower case"] == "how does r&d in cumbria compare with lancashire in 2016"
    assert question in found["polite words around it"]
    assert "research and development" in found["reworded"]
    assert sum(a != b for a, b in zip(found["misspelt"].split(), question.split(), strict=True)) == 1
    assert all("2016" in text for text in found.values())
    assert rewording.variants("a", "Jobs") == {"lower case": "jobs", "polite words around it": rewording.variants("a", "Jobs")["polite words around it"]}  # fmt: skip
