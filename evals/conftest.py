"""What the suites share: the shipped corpus and an Assistant over it, results gathered for the report."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

if "PYTEST_XDIST_WORKER" in os.environ:  # one of several processes, which have a core each
    os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpora import KEPT_INDEX, run_ingest  # noqa: E402 - the folder of test corpora is on the path only now

from assistant.ask import Assistant  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from evals.cases_io import REPORTS  # noqa: E402
from evals.report import about, write  # noqa: E402
from evals.results import FOLDER, Results, load, save  # noqa: E402

TABLE = pytest.StashKey[str]()
PARTS = ROOT / "artefacts" / "evals"  # what each of several processes has found
SAMPLE = 60  # questions of each set in a quick run


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick` asks a sample of each set and writes quick.* instead of latest.*."""
    parser.addoption("--quick", action="store_true", help=f"ask at most {SAMPLE} questions of each set")


@pytest.fixture(scope="session")
def quick(request: pytest.FixtureRequest) -> Callable[[list], list]:
    """Every question of a set, or with --quick some of them, evenly spread."""
    if not request.config.getoption("--quick"):
        return list
    return lambda items: items[:: max(1, -(-len(items) // SAMPLE))]


@pytest.fixture(scope="session")
def shipped() -> Assistant:
    """An Assistant over the shipped corpus."""
    run_ingest(ROOT / "corpus", KEPT_INDEX)
    return Assistant(Settings(index=KEPT_INDEX))


@pytest.fixture(scope="session")
def with_reports(request: pytest.FixtureRequest) -> Assistant:
    """An Assistant over the shipped corpus and the development reports in one index; without them where they are not."""
    if not REPORTS.is_dir():
        return request.getfixturevalue("shipped")
    folder = ROOT / "artefacts" / "corpus-with-reports"
    shutil.rmtree(folder, ignore_errors=True)
    # Copied: what a link leads to outside the folder is not read, and the tables would be missing.
    shutil.copytree(ROOT / "corpus", folder)
    for path in sorted(REPORTS.glob("*.pdf")):
        shutil.copyfile(path, folder / "reports" / path.name)
    index = ROOT / "artefacts" / "index-with-reports"
    run_ingest(folder, index)
    return Assistant(Settings(index=index))


@pytest.fixture(scope="session")
def results(request: pytest.FixtureRequest) -> Iterator[Results]:
    """What the suites found; written to evals/results at the end, where several processes share them by the one that starts them."""
    gathered = Results(about=about())
    yield gathered
    worker = getattr(request.config, "workerinput", None)
    if not (gathered.suites or gathered.measures):
        return
    if worker is None:
        _write(request.config, gathered)
    else:
        PARTS.mkdir(parents=True, exist_ok=True)
        save(gathered, PARTS / f"{worker['workerid']}.json", date.today().isoformat())


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that shares the suites out begins with nothing found."""
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(PARTS, ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Join what the other processes found, and write it."""
    parts = [] if hasattr(session.config, "workerinput") else sorted(PARTS.glob("*.json"))
    if not parts:
        return
    whole = Results(about=about())
    for part in parts:
        whole.join(load(part))
    shutil.rmtree(PARTS)
    _write(session.config, whole)


def _write(config: pytest.Config, found: Results) -> None:
    """Write what was found to evals/results."""
    name = "quick" if config.getoption("--quick") else "latest"
    config.stash[TABLE] = write(found, FOLDER, name, date.today().isoformat())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table of the suites at the end of the run."""
    if table := config.stash.get(TABLE, ""):
        terminalreporter.write_line("\n" + table + "\n")
