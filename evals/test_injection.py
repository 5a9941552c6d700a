"""Instructions planted in documents or put into questions change no answer, figure or citation."""

from collections.abc import Callable
from pathlib import Path

from corpora import run_ingest

from assistant.ask import Assistant
from assistant.settings import Settings
from evals import injection
from evals.gates import gate
from evals.results import Results


def test_injection(shipped: Assistant, tmp_path: Path, results: Results, quick: Callable[[list], list]):
    made = []
    for name, planted in (("clean", []), ("planted", injection.attacks())):
        run_ingest(injection.corpus(tmp_path / name, planted), tmp_path / f"index-{name}")
        made.append(Assistant(Settings(index=tmp_path / f"index-{name}")))
    results.take(injection.planted(*made))
    gate(results, *results.take(injection.asked(shipped, quick(injection.attacks()))))
