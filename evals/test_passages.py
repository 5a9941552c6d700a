"""Right page, support, citations, highlight and refusal over the shipped corpus, with the development reports if at hand."""

from collections.abc import Callable

import pytest

from assistant.ask import Assistant
from evals import baselines, pages
from evals.cases_io import REPORTS, ROOT, question_set
from evals.gates import gate
from evals.report import wins
from evals.results import Results

# The first of these reads and embeds some 750 pages, which takes minutes on two cores.
# In one process: it makes an index of its own.
pytestmark = [pytest.mark.timeout(1800), pytest.mark.slow, pytest.mark.xdist_group("reports")]
ASKED = {"passages": pages.passages, "passages_outside": pages.outside, "multi": pages.multi}


@pytest.mark.parametrize("name", ASKED)
def test_suite(name: str, with_reports: Assistant, results: Results, quick: Callable[[list], list]):
    items = quick(pages.answerable(with_reports.index, question_set(name)))
    if not items:
        pytest.skip(f"no cases of {name} on the reports at hand")
    gate(results, *results.take(ASKED[name](with_reports, items)))


def test_baselines(with_reports: Assistant, results: Results, quick: Callable[[list], list]):
    """Plainer systems on the same files: reported, and ours must not be below any by more than chance.

    Over every third question, which tells them apart as well as all do.
    """
    items = quick(pages.answerable(with_reports.index, question_set("passages"))[::3])
    files = [path for folder in (ROOT / "corpus" / "reports", REPORTS) for path in sorted(folder.glob("*.pdf"))]
    found = baselines.systems(with_reports.index, files, [item["question"] for item in items])
    results.baselines["questions on reports"] = baselines.scores(found, items)
    lost = [line for line in wins(results) if "more than chance" in line]
    assert not lost, lost
