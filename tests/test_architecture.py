"""Imports point one way, nothing is done at import, and no environment is read outside the settings."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted([*ROOT.glob("ingest/*.py"), *ROOT.glob("assistant/**/*.py")])
ALLOWED = {"schema", "errors", "settings", "gazetteer", "index", "chunk", "keyword", "names", "read", "read_sheet"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level], "relative import"
    if path.parent.name == "ingest":
        assert not [n for n in names if n.startswith(("assistant", "app", "evals"))]
    else:
        assert not [n for n in names if n.startswith(("app", "evals"))]
        assert not [n for n in names if n.startswith("ingest.") and n.split(".")[1] not in ALLOWED]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_environment_is_read_in_settings_only(path: Path):
    if path.name in ("settings.py", "__main__.py"):
        return
    text = path.read_text(encoding="utf-8")
    reads = [line.strip() for line in text.splitlines() if "os.environ.get" in line or "os.getenv" in line]
    assert not reads
