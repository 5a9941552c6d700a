"""What several tests share: small corpora made on the spot, and the shipped corpus ingested once."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from corpora import BROADBAND, CHEESE, KEPT_INDEX, REPOSITORY, SPEND, run_ingest

from ingest.index import Index


@pytest.fixture(scope="session", autouse=True)
def _no_power_cut() -> Iterator[None]:
    """Files are not forced to the disk in this process: only a power cut could tell, and a slow disk takes minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of two short texts and a small table."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "broadband.md").write_text(BROADBAND, encoding="utf-8")
    (folder / "cheese.md").write_text(CHEESE, encoding="utf-8")
    (folder / "spend.csv").write_text(SPEND, encoding="utf-8")
    return folder


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Index]]:
    """Opens indexes and closes them when the test is over."""
    indexes: list[Index] = []

    def open_one(root: Path) -> Index:
        indexes.append(Index.open(root))
        return indexes[-1]

    yield open_one
    for index in indexes:
        index.close()


@pytest.fixture(scope="session")
def shipped_root() -> Path:
    """The folder of an up-to-date index of the shipped corpus."""
    run_ingest(REPOSITORY / "corpus", KEPT_INDEX)
    return KEPT_INDEX


@pytest.fixture(scope="session")
def shipped_index(shipped_root: Path) -> Iterator[Index]:
    """The shipped corpus, ingested, as the assistant reads it."""
    index = Index.open(shipped_root)
    yield index
    index.close()


@pytest.fixture
def command() -> list[str]:
    """The start of an ingest command, for tests that need a process of its own."""
    return [sys.executable, "-m", "ingest"]


@pytest.fixture
def environ() -> dict[str, str]:
    """The environment without this project's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
