"""A killed ingest never costs an answer: the index opens whole, and the next ingest carries on as if nothing were.

`HUB_TEST_KILLS=200 python -m pytest tests/test_crash.py` kills that many, and at every touch of a file; six, and at every ninth,
otherwise.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from corpora import BROADBAND, REPOSITORY, run_ingest

from ingest import publish
from ingest.index import Index

KILLS = int(os.environ.get("HUB_TEST_KILLS", "6"))
# Kills the process at the n-th time it touches a file of the index: opens, renames, makes or removes one.
AT_A_TOUCH = """
import os, signal, sys
root, left = sys.argv[1], int(sys.argv[2])
EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect")
def hook(event, arguments):
    global left
    if event in EVENTS and any(isinstance(a, (str, bytes)) and root in os.fsdecode(a) for a in arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from ingest.__main__ import main
sys.exit(main(sys.argv[3:]))
"""


def whole(root: Path) -> tuple[str, frozenset[str]]:
    """The id and file names of the index, after checking that every passage is found in every part of it."""
    index = Index.open(root)
    try:
        assert index.warnings == ()
        for passage in index.passages(index.passage_ids):
            (vector,) = index.vectors([passage.passage_id])
            near = index.nearest(vector, 1)[0][0]
            assert index.passages([near])[0].text == passage.text
            assert passage.passage_id in [i for i, _ in index.keyword(passage.text, 50)]
        return index.build_id, frozenset(document.path.name for document in index.documents)
    finally:
        index.close()


def change(corpus: Path, held: frozenset[str]) -> frozenset[str]:
    """Change the corpus from what the index holds, by a file more or less whose text was embedded before."""
    extra = corpus / "more.md"
    extra.unlink(missing_ok=True)
    if extra.name not in held:
        extra.write_text(BROADBAND, encoding="utf-8")
    return frozenset(path.name for path in corpus.iterdir())


@pytest.fixture
def root(corpus: Path, tmp_path: Path) -> Path:
    """An index whose corpus also held the file that `change` adds."""
    change(corpus, frozenset())
    run_ingest(corpus, tmp_path / "index")
    return tmp_path / "index"


def check_after(root: Path, old: tuple[str, frozenset[str]], new: frozenset[str]) -> tuple[str, frozenset[str]]:
    """The index after a kill is the old one or the whole new one."""
    now = whole(root)
    assert now == old or now[1] == new
    return now


@pytest.mark.timeout(120 + 30 * KILLS)
def test_killed_at_any_moment_the_index_stays_whole(
    corpus: Path, root: Path, command: list[str], environ: dict[str, str]
) -> None:
    chance = random.Random(2017)
    started = time.perf_counter()
    assert subprocess.run([*command, str(corpus), "--index", str(root), "--rebuild"], cwd=REPOSITORY, env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120).returncode == 0  # fmt: skip
    longest = time.perf_counter() - started
    used = whole(root)
    change(corpus, used[1])
    started = time.perf_counter()
    assert subprocess.run([*command, str(corpus), "--index", str(root)], cwd=REPOSITORY, env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120).returncode == 0  # fmt: skip
    usual = time.perf_counter() - started
    used = whole(root)
    died = 0
    for n in range(1, KILLS + 1):
        new = change(corpus, used[1])
        embeds = n % 5 == 0  # these load the model and embed everything; the others carry everything over
        process = subprocess.Popen(
            [*command, str(corpus), "--index", str(root), *["--rebuild"] * embeds],
            cwd=REPOSITORY, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.2, 0.9 * (longest if embeds else usual)))
        process.send_signal(signal.SIGKILL)
        died += process.wait(30) == -signal.SIGKILL
        used = check_after(root, used, new)
    assert died > KILLS / 4
    run_ingest(corpus, root)
    kept = {path.name for path in (root / "builds").iterdir()}
    assert publish.current(root) in kept
    assert len(kept) <= 2
    assert not list(root.glob("*.tmp"))


@pytest.mark.timeout(120 + 30 * KILLS)
def test_killed_at_any_touch_of_a_file_the_index_stays_whole(
    corpus: Path, root: Path, command: list[str], environ: dict[str, str]
) -> None:
    used = whole(root)
    touch = 0
    while True:
        touch += 1 if KILLS > 50 else 9
        new = change(corpus, used[1])
        ran = subprocess.run(
            [command[0], "-c", AT_A_TOUCH, str(root), str(touch), str(corpus), "--index", str(root)],
            cwd=REPOSITORY, env=environ, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        used = check_after(root, used, new)
        if ran.returncode != -signal.SIGKILL:
            break  # it touches files less often than that, so every touch has had its turn
    assert ran.returncode == 0, ran.stderr
    assert used[1] == new
    assert touch > 20


def test_killed_during_the_first_ingest_there_is_no_index_and_the_next_makes_it(
    corpus: Path, tmp_path: Path, command: list[str], environ: dict[str, str], opened: Callable[[Path], Index]
) -> None:
    root = tmp_path / "index"
    ran = subprocess.run(
        [command[0], "-c", AT_A_TOUCH, str(root), "12", str(corpus), "--index", str(root)],
        cwd=REPOSITORY, env=environ, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL
    assert publish.current(root) is None
    run_ingest(corpus, root)
    assert len(opened(root).documents) == 3
    assert len(list((root / "builds").iterdir())) == 1
