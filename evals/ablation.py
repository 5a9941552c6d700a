"""What each step of retrieval and extraction earns on the questions over the fourteen development reports and the corpus.

python -m evals.ablation --index DIR --questions DIR      DIR: an index of both; the folder of the development sets
"""

import argparse
import re
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.extract import Extract, extract
from assistant.on_page import squeezed
from assistant.retrieve import WEIGHTS, Weights, retrieve
from assistant.schema import Hit, Query
from assistant.sentences import forget_read
from evals.cases_io import CASES, DEV, read_jsonl
from ingest.index import Index

VARIANTS = (
    ("all steps", WEIGHTS),
    ("without the page as a whole", replace(WEIGHTS, page=0.0)),
    ("without the best line", replace(WEIGHTS, line=0.0)),
    ("without word pieces of the passage", replace(WEIGHTS, pieces=0.0)),
    ("without word pieces of two lines", replace(WEIGHTS, together=0.0)),
    ("without names", replace(WEIGHTS, names=0.0)),
    ("without keywords after the first", replace(WEIGHTS, keyword=0.0)),
    ("without parts", replace(WEIGHTS, parts=False)),
    ("meaning of the page alone", Weights(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, False)),
)
EQUAL = ((r"(\d)\s*(?:bn|billion)", r"\1bn"), (r"(\d)\s*(?:m|million)\b", r"\1m"), (r"per\s?cent", "%"))


def page_rank(hits: Sequence[Hit], places: Iterable[dict[str, Any]]) -> int | None:
    """The rank, from 1, of the first hit on one of the pages; None when no hit is."""
    wanted = {(place["document"], n) for place in places for n in place["pages"]}
    for rank, hit in enumerate(hits, start=1):
        if any((hit.document, n) in wanted for n in range(hit.page, hit.last_page + 1)):
            return rank
    return None


def alike(text: str) -> str:
    """The text with equal figure forms made one, without white space, hyphens or case."""
    text = unicodedata.normalize("NFKC", text).lower()
    for pattern, form in EQUAL:
        text = re.sub(pattern, form, text)
    return squeezed(text)


def ranking(cases: Sequence[dict[str, Any]], find: Callable[[str], tuple[Hit, ...]]) -> str:
    """Shares of questions with the right page in the first 1, 3, 5 and 10, and the mean reciprocal rank."""
    ranks = [page_rank(find(c["question"]), [c["expect"], *c["expect"]["acceptable"]]) for c in cases]
    shares = [sum(r is not None and r <= k for r in ranks) / len(ranks) for k in (1, 3, 5, 10)]
    mrr = sum(1 / r for r in ranks if r) / len(ranks)
    return "  ".join(f"@{k} {share:.3f}" for k, share in zip((1, 3, 5, 10), shares, strict=True)) + f"  MRR {mrr:.3f}"


def several(cases: Sequence[dict[str, Any]], find: Callable[[str], tuple[Hit, ...]]) -> str:
    """For questions that need several pages: the share with every one in the first ten."""
    whole = [all(page_rank(find(c["question"]), [e]) for e in c["expect"]["evidence"]) for c in cases]
    return f"every page {sum(whole) / len(whole):.2f}"


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The chance that a right one scores above a wrong one; ties count half."""
    return sum((r > w) + 0.5 * (r == w) for r in right for w in wrong) / (len(right) * len(wrong))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="an index that holds the development reports")
    parser.add_argument("--questions", type=Path, default=DEV, help="the folder of passages.jsonl")
    arguments = parser.parse_args()
    index = Index.open(arguments.index)
    passages, outside, multi = (
        [*read_jsonl(CASES / f"{name}.jsonl"), *read_jsonl(arguments.questions / f"{name}.jsonl")]
        for name in ("passages", "passages_outside", "multi")
    )
    print(f"{len(passages)} questions with a page, {len(outside)} without, {len(multi)} that need several")
    for name, weights in VARIANTS:  # each is asked of the same questions, in the same index

        def find(text: str, weights: Weights = weights) -> tuple[Hit, ...]:
            return retrieve(Query(text, text), index, 10, weights)

        print(f"{name:36} {ranking(passages, find)}  {several(multi, find)}")

    taken: list[float] = []

    def answered(text: str) -> Extract:
        started = time.perf_counter()
        query = Query(text, text)
        found = extract(query, retrieve(query, index), index)
        taken.append(1000 * (time.perf_counter() - started))
        return found

    forget_read()  # the ranking above has embedded every question already
    held, inside = [], []
    for case in passages:
        found = answered(case["question"])
        inside.append(found)
        text = alike(" ".join(s.text for s in found.sentences))
        phrases = case["expect"]["phrases"]
        held.append(sum(alike(phrase) in text for phrase in phrases) / len(phrases))
    away = [answered(case["question"]) for case in outside]
    quoted = [s for found in (*inside, *away) for s in found.sentences]
    stands = [squeezed(s.text) in squeezed(index.page(s.document_id, s.page).text) for s in quoted]
    lengths = [sum(len(s.text) for s in found.sentences) for found in inside]
    print(f"every phrase in the sentences quoted {sum(h == 1 for h in held) / len(held):.3f}, half {sum(h >= 0.5 for h in held) / len(held):.3f}")  # fmt: skip
    print(
        f"sentences verbatim on their page     {sum(stands)} of {len(stands)}; median length {statistics.median(lengths)}"
    )
    print(f"falsely declined                     {sum(f.status != 'answered' for f in inside)} of {len(inside)}")
    print(f"rightly declined                     {sum(f.status != 'answered' for f in away)} of {len(away)}")
    print(
        f"AUROC of the confidence              {auroc([f.confidence for f in inside], [f.confidence for f in away]):.3f}"
    )
    taken.sort()
    print(
        f"retrieve and extract, ms             median {taken[len(taken) // 2]:.0f}, 95 % {taken[int(0.95 * len(taken))]:.0f}"
    )


if __name__ == "__main__":
    main()
