"""PaperQA's own chunks and sparse embedding, run in an environment of its own, which holds nothing of this project.

    python -m venv artefacts/paperqa && artefacts/paperqa/bin/pip install paper-qa

Reads {"pages": [[name, number, text], …], "questions": […]} from standard input and writes, for each question, the best
chunks as [name, first page, last page]. Chunks are those of its defaults: 5,000 characters with 250 of overlap.
"""

import asyncio
import json
import re
import sys

import numpy as np
from lmi.embeddings import SparseEmbeddingModel
from paperqa.readers import chunk_pdf
from paperqa.settings import Settings
from paperqa.types import Doc, ParsedMetadata, ParsedText

BEST = 50


def chunks(pages: list[list]) -> list[tuple[str, int, int, str]]:
    """Name, first and last page, and text of each chunk, file by file."""
    size = Settings().parsing.reader_config
    by_name: dict[str, dict[str, str]] = {}
    for name, number, text in pages:
        by_name.setdefault(name, {})[str(number)] = text
    out = []
    for name, content in by_name.items():
        parsed = ParsedText(content=content, metadata=ParsedMetadata(parsing_libraries=[], total_parsed_text_length=0, name="pdf"))  # fmt: skip
        doc = Doc(docname=name, citation=name, dockey=name)
        for chunk in chunk_pdf(parsed, doc, size["chunk_chars"], size["overlap"]):
            first, last = re.search(r"(\d+)-(\d+)$", chunk.name).groups()
            out.append((name, int(first), int(last), chunk.text))
    return out


def unit(vectors: list[list[float]]) -> np.ndarray:
    """The vectors at length 1."""
    rows = np.array(vectors, np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def main() -> None:
    """Rank the chunks for each question by cosine."""
    given = json.load(sys.stdin)
    held, model = chunks(given["pages"]), SparseEmbeddingModel()
    texts = unit(asyncio.run(model.embed_documents([text for *_, text in held])))
    questions = unit(asyncio.run(model.embed_documents(given["questions"])))
    ranked = np.argsort(-(questions @ texts.T), axis=1, kind="stable")[:, :BEST]
    json.dump([[held[i][:3] for i in row] for row in ranked], sys.stdout)


if __name__ == "__main__":
    main()
