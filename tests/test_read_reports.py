"""The words that questions ask for stand in the text of the page that holds them."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from ingest.read import Limits, Reading, read_all

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
QUESTIONS = [SHARED / "evals" / "dev" / name for name in ("passages.jsonl", "multi.jsonl")]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(p.is_file() for p in QUESTIONS), reason="the shared questions are not beside the project"
    ),
]


def squeeze(text: str) -> str:
    """Lower case, signs made alike, without spaces, hyphens and the bars between cells."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = text.translate(
        str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-"})
    )
    return re.sub(r"[\s\-|]+", "", text)


def test_nearly_all_phrases_are_on_their_page() -> None:
    paths = sorted((SHARED / "data" / "reports").glob("*.pdf"))
    readings = dict(read_all([(path, path.name) for path in paths], Limits(), 2))
    pages = {
        (name, page.number): squeeze(page.text)
        for name, reading in readings.items()
        if isinstance(reading, Reading)
        for page in reading.pages
    }
    found, missing = 0, []
    for line in (line for path in QUESTIONS for line in path.read_text(encoding="utf-8").splitlines()):
        expect = json.loads(line)["expect"]
        for evidence in expect.get("evidence", [expect]):
            for number in evidence["pages"]:
                for phrase in evidence["phrases"]:
                    if squeeze(phrase) in pages.get((evidence["document"], number), ""):
                        found += 1
                    else:
                        missing.append(f"{evidence['document']} p. {number}: {phrase}")
    print(f"{found} of {found + len(missing)} phrases on their page")
    assert found >= 0.99 * (found + len(missing)), "\n".join(missing)
