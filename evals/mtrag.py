"""mtRAG, government: follow-up questions of real conversations over a pool of web passages. `python -m evals.mtrag`.

Each conversation is put turn by turn to the Assistant over an index of the pool, so that a follow-up is understood as it
is in the program, by rules and from the earlier questions alone. A hit stands for the pool passage whose text it is
from. `--as-written` ranks for the last turn's bare words, `--rewritten` for the rewrite that a person made.
Source: Katsis et al., mtRAG, 2025 (Apache-2.0); the pool holds every passage judged relevant.
"""

import argparse
import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from assistant.ask import Assistant
from assistant.retrieve import retrieve
from assistant.schema import Query, Turn
from assistant.settings import Settings
from evals.cases_io import read_jsonl
from ingest.__main__ import main as ingest

HOME = Path(__file__).resolve().parents[2] / "shared" / "evals" / "external" / "mtrag" / "govt"
INDEX = Path(__file__).resolve().parents[1] / "artefacts" / "index-mtrag"
USER = "|user|:"


def pool_index(home: Path, index: Path) -> Path:
    """An index in which each passage of the pool is a document named after its id; made when it is not there yet."""
    if not (index / "current").exists():
        folder = index.with_name(f"{index.name}-corpus")
        folder.mkdir(parents=True, exist_ok=True)
        for passage in read_jsonl(home / "corpus.jsonl"):
            text = passage["text"].removeprefix(passage["title"]).strip()
            (folder / f"{passage['_id']}.txt").write_text(f"{passage['title']}\n\n{text}\n", encoding="utf-8")
        if status := ingest([str(folder), "--index", str(index)]):
            sys.exit(status)
    return index


def relevant(home: Path) -> dict[str, set[str]]:
    """The ids of the relevant passages by the id of the query."""
    found: dict[str, set[str]] = defaultdict(set)
    with (home / "qrels.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if float(row["score"]) > 0:
                found[row["query-id"]].add(row["corpus-id"])
    return found


def turns(text: str) -> list[str]:
    """The user's questions in a field of the data set, in order."""
    return [turn.strip() for turn in text.split(USER) if turn.strip()]


def ndcg(ranking: Sequence[str], right: set[str], k: int) -> float:
    """Normalised discounted cumulative gain of the first k, every relevant passage counting alike.

    Source: Jarvelin and Kekalainen, ACM TOIS 20 (2002).
    """
    gain = sum(1 / math.log2(rank + 1) for rank, one in enumerate(ranking[:k], 1) if one in right)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(right)) + 1))


def ids(documents: Sequence[str]) -> list[str]:
    """The pool's ids of the documents found, best first, each once."""
    return list(dict.fromkeys(document.removesuffix(".txt") for document in documents))


def conversations(assistant: Assistant, queries: Sequence[dict[str, str]]) -> dict[str, list[str]]:
    """The ranking for each query, its conversation put to the assistant from the first turn on."""
    found: dict[str, list[str]] = {}
    known: dict[tuple[str, ...], list[Turn]] = {(): []}
    for query in queries:
        said = tuple(turns(query["questions"]))
        for n in range(1, len(said) + 1):
            if said[:n] not in known:
                before = known[said[: n - 1]]
                known[said[:n]] = [*before, Turn(said[n - 1], assistant.ask(said[n - 1], before))]
        found[query["_id"]] = ids([hit.document for hit in known[said][-1].answer.hits])
    return found


def single(assistant: Assistant, queries: Sequence[dict[str, str]], field: str) -> dict[str, list[str]]:
    """The ranking for each query by the words of one field alone."""
    found = {}
    for query in queries:
        text = turns(query[field])[-1]
        found[query["_id"]] = ids([hit.document for hit in retrieve(Query(text, text), assistant.index)])
    return found


def main() -> int:
    """Print nDCG and recall for all turns, first turns and follow-ups."""
    parser = argparse.ArgumentParser(prog="python -m evals.mtrag", description=main.__doc__)
    parser.add_argument("--index", type=Path, default=INDEX, help="the index of the pool, made when it is not there")
    parser.add_argument(
        "--data", type=Path, default=HOME, help="the folder of corpus.jsonl, queries.jsonl and qrels.tsv"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--as-written", action="store_true", help="the last turn's words alone")
    form.add_argument("--rewritten", action="store_true", help="the rewrite that a person made")
    parser.add_argument("--each", type=Path, metavar="FILE", help="write nDCG@5 and the ranking of each query there")
    options = parser.parse_args()
    if not (options.data / "corpus.jsonl").is_file():
        print(
            f"error: {options.data} holds no corpus.jsonl; name the government part of mtRAG with --data",
            file=sys.stderr,
        )
        return 1
    right = relevant(options.data)
    queries = [query for query in read_jsonl(options.data / "queries.jsonl") if query["_id"] in right]
    assistant = Assistant(Settings(index=pool_index(options.data, options.index)))
    if options.as_written or options.rewritten:
        rankings = single(assistant, queries, "lastturn" if options.as_written else "rewrite")
    else:
        rankings = conversations(assistant, queries)
    first = {query["_id"] for query in queries if len(turns(query["questions"])) == 1}
    for name, chosen in (
        ("all turns", set(rankings)),
        ("first turns", first),
        ("follow-ups", set(rankings) - first),
    ):
        print(f"{name:12} {len(chosen):4}  " + _scores({q: r for q, r in rankings.items() if q in chosen}, right))
    if options.each:
        lines = [{"id": q, "ndcg@5": ndcg(r, right[q], 5), "found": r, "relevant": sorted(right[q])} for q, r in rankings.items()]  # fmt: skip
        options.each.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return 0


def _scores(rankings: dict[str, list[str]], right: dict[str, set[str]]) -> str:
    """The means over some queries, as one line."""
    parts = [f"nDCG@{k} {sum(ndcg(r, right[q], k) for q, r in rankings.items()) / len(rankings):.3f}" for k in (3, 5, 10)]  # fmt: skip
    recall = sum(len(right[q] & set(r[:5])) / len(right[q]) for q, r in rankings.items()) / len(rankings)
    return "  ".join([*parts, f"recall@5 {recall:.3f}"])


if __name__ == "__main__":
    sys.exit(main())
