"""Question sets: the project's own in evals/cases, and the development sets beside the checkout where they exist."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "evals" / "cases"
# Data that does not come with the project: beside the checkout, or a folder further up where this is a worktree.
SHARED = next((p / "shared" for p in ROOT.parents[:2] if (p / "shared").is_dir()), ROOT.parent / "shared")
DEV = SHARED / "evals" / "dev"
EXTERNAL = SHARED / "evals" / "external"
REPORTS = SHARED / "data" / "reports"


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, in order; a text in it may hold other line separators than the newline."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def question_set(name: str) -> list[dict[str, Any]]:
    """The cases of a kind: the project's own, then the development set's."""
    out: list[dict[str, Any]] = []
    for folder in (CASES, DEV):
        path = folder / f"{name}.jsonl"
        if path.exists():
            out += [{**item, "set": "own" if folder == CASES else "dev"} for item in read_jsonl(path)]
    return out
