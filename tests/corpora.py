"""Small corpora for tests, and one way to ingest them."""

import contextlib
import os
import shutil
from pathlib import Path

from ingest import publish
from ingest.pipeline import Outcome, ingest
from ingest.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
# Kept between runs: an ingest of an unchanged corpus by unchanged code takes a second.
KEPT_INDEX = REPOSITORY / "artefacts" / "index"
KEPT_MODELS = REPOSITORY / "artefacts" / "models"

BROADBAND = """# Broadband in the east

Full fibre reached one premises in ten in Norfolk in 2018. Rural roads make every connection dearer there.

## Who pays

The county council paid half of the cost and a national fund the other half.
"""
CHEESE = """# Dairy research

Goat's cheese ripens for six weeks in the caves. A laboratory in Norwich studies the moulds that flavour it.
"""
SPEND = "Area,2016,2017\nNew Anglia,200,250\nLondon,900,\n"


class Quiet:
    """Progress that only remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stages: list[tuple[str, int]] = []

    def stage(self, name: str, total: int, unit: str) -> None:
        """Remember a step."""
        self.stages.append((name, total))

    def advance(self, n: int) -> None:
        """Nothing to remember."""

    def say(self, sentence: str) -> None:
        """Remember a sentence."""
        self.said.append(sentence)


def run_ingest(corpus: Path, index: Path, rebuild: bool = False, **settings: object) -> Outcome:
    """One ingest in this process, which does not make the model for questions again when an earlier one has."""
    if KEPT_MODELS.is_dir() and index.parent.is_dir() and not index.exists():
        shutil.copytree(KEPT_MODELS, index / "models", copy_function=_link)
    outcome = ingest(corpus, Settings(index=index, corpus=corpus, **settings), Quiet(), rebuild)  # type: ignore[arg-type]
    made = publish.model_folder(index, outcome.manifest.model_hash)
    kept = KEPT_MODELS / made.name
    if not kept.exists():
        unfinished = KEPT_MODELS.with_name(f"models.{os.getpid()}") / made.name
        shutil.copytree(made, unfinished)
        kept.parent.mkdir(exist_ok=True)
        with contextlib.suppress(OSError):  # another run of the tests was quicker
            unfinished.rename(kept)
        shutil.rmtree(unfinished.parent)
    return outcome


def copy_index(root: Path, copy: Path) -> None:
    """A copy of an index that may be damaged; the model for questions, ninety megabytes, is shared."""
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("models"))
    shutil.copytree(root / "models", copy / "models", copy_function=_link)


def _link(source: str, target: str) -> None:
    """A second name for a file where the disk allows it, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
