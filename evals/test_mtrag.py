"""Follow-up questions of real conversations over a pool of web passages (mtRAG, government)."""

import pytest

from assistant.ask import Assistant
from assistant.settings import Settings
from evals.cases_io import read_jsonl
from evals.gates import gate
from evals.results import Case, Results

mtrag = pytest.importorskip("evals.mtrag")
# The first run reads and embeds some 1,100 passages, which takes minutes on two cores.
pytestmark = [pytest.mark.timeout(1800), pytest.mark.slow]
K = 5


def test_mtrag(results: Results):
    if not (mtrag.HOME / "corpus.jsonl").is_file():
        pytest.skip("mtRAG is not beside this checkout")
    right = mtrag.relevant(mtrag.HOME)
    queries = [query for query in read_jsonl(mtrag.HOME / "queries.jsonl") if query["_id"] in right]
    assistant = Assistant(Settings(index=mtrag.pool_index(mtrag.HOME, mtrag.INDEX)))
    for query, ranking in zip(queries, mtrag.conversations(assistant, queries).values(), strict=True):
        said, wanted = mtrag.turns(query["questions"]), right[query["_id"]]
        kind = "first" if len(said) == 1 else "follow-up"
        recall = len(wanted & set(ranking[:K])) / len(wanted)
        for suite, score in ((f"mtRAG: nDCG@{K}", mtrag.ndcg(ranking, wanted, K)), (f"mtRAG: recall@{K}", recall)):
            results.add(Case(suite, kind, query["_id"], score, said[-1]))
    gate(results, f"mtRAG: nDCG@{K}", f"mtRAG: recall@{K}")
