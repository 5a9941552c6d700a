"""What the suites share: the shipped corpus and an Assistant over it, results gathered for the report."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpora import KEPT_INDEX, run_ingest  # noqa: E402 - the folder of test corpora is on the path only now

from assistant.ask import Assistant  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from evals.report import Results, write  # noqa: E402

REPORTS = ROOT.parent / "shared" / "data" / "reports"


@pytest.fixture(scope="session")
def shipped() -> Assistant:
    """An Assistant over the shipped corpus."""
    run_ingest(ROOT / "corpus", KEPT_INDEX)
    return Assistant(Settings(index=KEPT_INDEX))


@pytest.fixture(scope="session")
def with_reports(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An Assistant over the shipped corpus and the fourteen development reports in one index."""
    if not REPORTS.is_dir():
        pytest.skip("the development reports are not beside this checkout")
    folder = tmp_path_factory.mktemp("both") / "corpus"
    folder.mkdir()
    for path in sorted((ROOT / "corpus").iterdir()):
        (folder / path.name).symlink_to(path)
    (folder / "reports").unlink()
    (folder / "reports").mkdir()
    for source in (ROOT / "corpus" / "reports", REPORTS):
        for path in sorted(source.glob("*.pdf")):
            os.link(path, folder / "reports" / path.name) if os.stat(path).st_dev == os.stat(folder).st_dev else (
                folder / "reports" / path.name
            ).write_bytes(path.read_bytes())
    index = ROOT / "artefacts" / "index-with-reports"
    run_ingest(folder, index)
    return Assistant(Settings(index=index))


@pytest.fixture(scope="session")
def results() -> Iterator[Results]:
    """What the suites found; written to evals/results at the end."""
    gathered = Results()
    yield gathered
    if gathered.suites:
        print("\n\n" + write(gathered, ROOT / "evals" / "results"))


def load_thresholds() -> dict[str, float]:
    """The least each suite must reach."""
    return json.loads((ROOT / "evals" / "gates.json").read_text(encoding="utf-8"))
