"""What the README shows is what the program prints."""

import re
import shlex
from pathlib import Path

import pytest

from assistant import __main__ as command
from evals.report import short_table
from evals.results import load

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(name: str) -> str:
    """The text between a pair of markers."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found, f"the README has no {name} part"
    return found[1]


def test_the_exchange_shown_is_the_one_the_program_has(shipped_root: Path, capsys: pytest.CaptureFixture[str]):
    block = between("exchange").strip().removeprefix("```console\n").removesuffix("\n```")
    shown = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    assert len(shown) >= 3
    for exchange in shown:
        line, _, printed = exchange.partition("\n")
        words = shlex.split(line)
        assert words[1:3] == ["-m", "assistant"]
        command.main([*words[3:], "--index", str(shipped_root)])
        assert capsys.readouterr().out.rstrip() == printed.rstrip()


@pytest.mark.parametrize("module", ["ingest", "assistant"])
def test_every_option_in_the_readme_exists(module: str):
    options = set(re.findall(rf"-m {module}[^\n]*?(--[a-z]+)", README))
    text = (ROOT / module / "__main__.py").read_text(encoding="utf-8")
    assert options
    assert not {option for option in options if f'"{option}"' not in text}


def test_every_setting_in_the_readme_is_read_somewhere():
    code = "\n".join(
        p.read_text(encoding="utf-8")
        for p in (*ROOT.glob("ingest/*.py"), *ROOT.glob("assistant/**/*.py"), ROOT / "app.py")
    )
    names = set(re.findall(r"`(HUB_[A-Z_]+)`", README))
    assert names
    assert not {name for name in names if name not in code}


def test_files_named_in_the_readme_are_there():
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert not [name for name in named if not name.startswith("http") and not (ROOT / name).exists()]


def test_the_evaluation_table_is_the_last_accepted_one():
    results = load(ROOT / "evals" / "results" / "accepted.json")
    assert between("evals").strip() == short_table(results)
