"""Other ways to find the page, on the same files with the same embedding model: what a plainer system would score.

Sources: reciprocal rank fusion, Cormack, Clarke and Buettcher (SIGIR 2009), k = 60. The retrieval tutorial of LangChain:
pages by pypdf, RecursiveCharacterTextSplitter 1000/200, nearest by cosine. StatsChat (Office for National Statistics):
the same splitter at 2,000/200, ten nearest. PaperQA: see paperqa_sparse, where its environment is at hand.
Each system gives its ten best pages, no page twice, which is kinder to the recipes than their own lists of chunks.
"""

import json
import logging
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pypdf import PdfReader

from assistant.retrieve import retrieve
from assistant.schema import Query
from evals.cases_io import ROOT
from evals.pages import found_pages, gold_pages, ranking_scores
from ingest.embed import Embedder, Vectors, embed_hash, model_folder, model_hash
from ingest.index import Index

Json = dict[str, Any]
Find = Callable[[str], list[Json]]
CACHE = ROOT / "artefacts" / "baselines"
PAPERQA = ROOT / "artefacts" / "paperqa" / "bin" / "python"
K = 10
POOL = 100
FUSION_K = 60


def fuse(rankings: Iterable[Sequence[str]]) -> list[str]:
    """Ids, best first, by the sum of 1 / (60 + rank)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking, 1):
            scores[found] = scores.get(found, 0.0) + 1 / (FUSION_K + rank)
    return sorted(scores, key=lambda i: -scores[i])


@dataclass(frozen=True)
class OverIndex:
    """Searches over the passages of our own index, without the steps that retrieval adds."""

    index: Index

    def words(self, question: str) -> list[str]:
        """Passage ids by BM25 alone."""
        return [i for i, _ in self.index.keyword(question, POOL)]

    def meaning(self, question: str) -> list[str]:
        """Passage ids by the nearest vectors alone."""
        return [i for i, _ in self.index.nearest(self.index.embed(question), POOL)]

    def both(self, question: str) -> list[str]:
        """Passage ids by the plain fusion of the two."""
        return fuse((self.words(question), self.meaning(question)))

    def pages(self, ids: Sequence[str]) -> list[Json]:
        """The passages as hits with their pages."""
        name = {d.document_id: d.path.name for d in self.index.documents}
        return [
            {"document": name[p.document_id], "page": p.first_page, "last_page": p.last_page}
            for p in self.index.passages(ids)
        ]

    def ours(self, question: str) -> list[Json]:
        """What retrieval finds."""
        hits = retrieve(Query(question, question), self.index, K)
        return [{"document": h.document, "page": h.page, "last_page": h.last_page} for h in hits]


@dataclass(frozen=True)
class Recipe:
    """Fixed-size chunks of pages, embedded with the same model and found by cosine."""

    texts: Sequence[str]
    places: Sequence[tuple[str, int]]
    index: Index

    @cached_property
    def vectors(self) -> Vectors:
        """A vector for each chunk, made once for each text and kept by its hash and the model's."""
        kept = CACHE / f"{model_hash(model_folder())}.npz"
        held: dict[str, Vectors] = {}
        if kept.exists():
            with np.load(kept) as file:
                held = dict(zip(file["hashes"].tolist(), file["vectors"], strict=True))
        wanting = {h: text for text in self.texts if (h := embed_hash(text)) not in held}
        if wanting:
            held |= dict(zip(wanting, Embedder(model_folder()).embed(list(wanting.values())), strict=True))
            CACHE.mkdir(parents=True, exist_ok=True)
            np.savez(kept, hashes=np.array(list(held)), vectors=np.stack(list(held.values())))
        return np.stack([held[embed_hash(text)] for text in self.texts])

    def find(self, question: str) -> list[Json]:
        """The chunks nearest by meaning, as hits with their page."""
        best = np.argsort(-(self.vectors @ self.index.embed(question)), kind="stable")[:POOL]
        return [{"document": d, "page": n, "last_page": n} for d, n in (self.places[i] for i in best)]


def page_texts(paths: Sequence[Path]) -> list[tuple[str, int, str]]:
    """File name, page from 1 and text of every page with text, as pypdf reads it."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    read = (
        (path.name, n, page.extract_text()) for path in paths for n, page in enumerate(PdfReader(path).pages, 1)
    )  # fmt: skip
    return [(name, n, text) for name, n, text in read if text.strip()]


def recipe(pages: Sequence[tuple[str, int, str]], size: int, overlap: int, index: Index) -> Recipe:
    """The pages cut into chunks of so many characters."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap)
    cut = [(name, n, chunk) for name, n, text in pages for chunk in splitter.split_text(text)]
    return Recipe([chunk for _, _, chunk in cut], [(name, n) for name, n, _ in cut], index)


def paperqa(pages: Sequence[tuple[str, int, str]], questions: Sequence[str]) -> Find:
    """PaperQA's sparse retrieval for these questions, asked all at once."""
    given = json.dumps({"pages": pages, "questions": questions})
    script = ROOT / "evals" / "paperqa_sparse.py"
    done = subprocess.run([PAPERQA, script], input=given, capture_output=True, text=True, check=True)
    found = {
        question: [{"document": d, "page": first, "last_page": last} for d, first, last in hits]
        for question, hits in zip(questions, json.loads(done.stdout.splitlines()[-1]), strict=True)
    }
    return found.__getitem__


def systems(index: Index, paths: Sequence[Path], questions: Sequence[str]) -> dict[str, Find]:
    """Every system by name, ours first; PaperQA's only where its environment is at hand."""
    over, pages = OverIndex(index), page_texts(paths)
    tutorial, statschat = recipe(pages, 1000, 200, index), recipe(pages, 2000, 200, index)
    own_environment = {"PaperQA, sparse": paperqa(pages, questions)} if PAPERQA.exists() else {}
    return {
        "hub assistant": over.ours,
        "BM25 alone": lambda q: over.pages(over.words(q)),
        "MiniLM alone": lambda q: over.pages(over.meaning(q)),
        "plain fusion (RRF)": lambda q: over.pages(over.both(q)),
        "LangChain recipe (1,000/200)": tutorial.find,
        "StatsChat recipe (2,000/200)": statschat.find,
        **own_environment,
    }


def first_pages(hits: Sequence[Json]) -> dict[str, float]:
    """The ten best pages as a run."""
    return dict(list(found_pages(hits).items())[:K])


def scores(found: dict[str, Find], items: Sequence[Json]) -> dict[str, dict[str, dict[str, float]]]:
    """System, measure, case: how high the right page stands."""
    gold = {item["id"]: gold_pages(item["expect"]) for item in items}
    return {
        name: ranking_scores(gold, {item["id"]: first_pages(find(item["question"])) for item in items})
        for name, find in found.items()
    }
