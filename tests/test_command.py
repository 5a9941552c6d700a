"""The assistant's command line, run as its users run it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        env=environ,
        check=False,
    )


def test_help_is_quick_and_imports_nothing_heavy(environ: dict[str, str]):
    start = time.monotonic()
    done = run("--help", environ=environ)
    assert done.returncode == 0
    assert time.monotonic() - start < 2
    code = "import sys, assistant.__main__; print([m for m in ('torch', 'chromadb', 'pandas', 'langchain') if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environ, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_one_answer_as_json(shipped_root: Path, environ: dict[str, str]):
    done = run("What was New Anglia's GVA in 2017?", "--json", "--index", str(shipped_root), environ=environ)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["status"] == "answered"
    observation = answer["observations"][0]
    assert {k: observation[k] for k in ("place", "place_type", "period", "value", "unit", "row", "column")} == {
        "place": "New Anglia",
        "place_type": "LEP",
        "period": "2017",
        "value": 36751.0,
        "unit": "GBP million",
        "row": "New Anglia",
        "column": "2017",
    }
    assert set(answer) >= {
        "question", "text", "status", "confidence", "places", "observations", "derivations", "citations", "passages",
        "cells", "warnings", "suggestions", "answer_id", "timings_ms",
    }  # fmt: skip
    assert len(answer["passages"]) >= 10


def test_a_batch_survives_bad_lines_and_keeps_ids(shipped_root: Path, tmp_path: Path, environ: dict[str, str]):
    source, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    source.write_text(
        "\n".join(
            [
                json.dumps({"id": "one", "question": "GVA in Cumbria in 2018?"}),
                "not json",
                json.dumps({"id": "nothing"}),
                json.dumps(
                    {"id": "talk", "turns": [{"question": "GVA in Cumbria in 2018?"}, {"question": "And Lancashire?"}]}
                ),
                json.dumps({"id": "empty", "question": ""}),
            ]
        ),
        encoding="utf-8",
    )
    done = run("--batch", str(source), "--out", str(out), "--index", str(shipped_root), environ=environ)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["one", None, "nothing", "talk", "empty"]
    assert [line.get("status") for line in lines] == ["answered", "error", "error", None, "blocked"]
    talk = lines[3]["turns"]
    assert [t["observations"][0]["place"] for t in talk] == ["Cumbria", "Lancashire"]


def test_no_index_is_one_sentence_that_says_what_to_do(tmp_path: Path, environ: dict[str, str]):
    done = run("GVA in Cumbria?", "--index", str(tmp_path / "none"), environ=environ)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "python -m ingest" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--batch", "x.jsonl")])
def test_wrong_usage_is_exit_status_2(arguments: tuple[str, ...], environ: dict[str, str]):
    assert run(*arguments, environ=environ).returncode == 2


def test_coverage_says_what_is_held_and_what_is_not(shipped_root: Path, environ: dict[str, str]):
    done = run("coverage", "Cumbria", "--index", str(shipped_root), environ=environ)
    assert done.returncode == 0, done.stderr
    assert "Cumbria LEP" in done.stdout
    assert "Economy and productivity\n" in done.stdout
    assert "Gross value added (GVA): 2014 to 2019" in done.stdout
    assert "Reports that speak of it" in done.stdout
    assert run("coverage", "Atlantis", "--index", str(shipped_root), environ=environ).returncode == 1
