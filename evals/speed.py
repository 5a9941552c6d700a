"""How fast and how large: the start of the command, an ingest, and an ingest of what has not changed.

Processor seconds are given beside those of the clock, because a busy machine stretches the second and not the first.
"""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from evals.cases_io import ROOT

STARTS = 3
QUESTION = "What was New Anglia's GVA in 2017?"


@dataclass(frozen=True, slots=True)
class Took:
    """What one command took: seconds of the clock and of the processor, and the most memory it held at once."""

    seconds: float
    processor: float
    peak_mb: float


# Run from a small process: a program started by a large one is counted at the size of the one that started it.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stderr, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def run(command: Sequence[str]) -> Took:
    """Run a command in a process of its own. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - started
    status, errors, processor, peak_kb = json.loads(told.stdout)
    if status:
        raise subprocess.CalledProcessError(status, command, stderr=errors)
    return Took(seconds, processor, peak_kb / 1024)


def cold_start(index: Path) -> dict[str, float]:
    """The least of several starts of the command line, from nothing to an answer."""
    took = [run([sys.executable, "-m", "assistant", QUESTION, "--index", str(index)]) for _ in range(STARTS)]
    return {
        "cold start, s": min(t.seconds for t in took),
        "cold start, processor s": min(t.processor for t in took),
        "memory of one answer, MB": min(t.peak_mb for t in took),
    }


def ingest(folder: Path, models: Path) -> dict[str, float]:
    """Pages a second of a first ingest of some briefings, and what the next one takes when nothing has changed.

    The model for questions is copied beforehand: it is made once on each machine, not for each corpus.
    """
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(parents=True)
    reports = sorted((ROOT / "corpus" / "reports").glob("*.pdf"), key=lambda path: path.stat().st_size)[-3:]
    for path in reports:
        shutil.copyfile(path, corpus / path.name)
    shutil.copytree(models, index / "models")
    pages = sum(len(PdfReader(path).pages) for path in reports)
    command = [sys.executable, "-m", "ingest", str(corpus), "--index", str(index)]
    first, again = run(command), run(command)
    return {
        "ingest, pages": pages,
        "ingest, pages a second": pages / first.seconds,
        "ingest, pages a processor second": pages / first.processor,
        "ingest, memory, MB": first.peak_mb,
        "ingest again unchanged, s": again.seconds,
        "ingest again unchanged, processor s": again.processor,
    }
