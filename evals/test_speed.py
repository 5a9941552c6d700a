"""Speed and memory: measured and reported, and held only to what no busy machine can excuse."""

from pathlib import Path

import pytest

from assistant.ask import Assistant
from evals import speed
from evals.results import Results


def test_start_and_memory(shipped: Assistant, results: Results):
    results.measures |= speed.cold_start(shipped.settings.index)
    assert results.measures["memory of one answer, MB"] < 1500


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ingest(shipped: Assistant, tmp_path: Path, results: Results):
    results.measures |= speed.ingest(tmp_path, shipped.settings.index / "models")
    first = results.measures["ingest, pages"] / results.measures["ingest, pages a processor second"]
    assert results.measures["ingest again unchanged, processor s"] < first / 2
