"""Tables as published: questions answered from a table alone (HCT-QA), and tables read from PDFs (ICDAR 2013)."""

from collections.abc import Callable

import pytest

from evals import hctqa, icdar
from evals.cases_io import read_jsonl
from evals.gates import gate
from evals.results import Results


@pytest.mark.timeout(900)
def test_tables_as_published(results: Results, quick: Callable[[list], list]):
    if not hctqa.HOME.is_dir():
        pytest.skip("HCT-QA is not beside this checkout")
    items = quick(read_jsonl(hctqa.HOME / "questions.jsonl"))
    gate(results, *results.take(hctqa.cases(items)))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_tables_read(results: Results):
    if not icdar.DEFAULT_FOLDER.is_dir():
        pytest.skip("the ICDAR 2013 set is not beside this checkout")
    suites = results.take(icdar.cases(icdar.DEFAULT_FOLDER))
    results.baselines["tables in PDFs"] = icdar.against_plumber(icdar.DEFAULT_FOLDER, results.scores(suites[0]))
    gate(results, *suites)
