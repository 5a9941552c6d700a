"""Small corpora for tests, and one way to ingest them."""

from pathlib import Path

from ingest.pipeline import Outcome, ingest
from ingest.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[1]
# Kept between runs: an ingest of an unchanged corpus by unchanged code takes a second.
KEPT_INDEX = REPOSITORY / "artefacts" / "index"

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
    """One ingest in this process."""
    return ingest(corpus, Settings(index=index, corpus=corpus, **settings), Quiet(), rebuild)  # type: ignore[arg-type]
