"""The page-level suites: right page, phrases, quotes, citations and highlights over reports with page gold."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import RR, Success, nDCG

from assistant.ask import Assistant
from assistant.schema import Answer, Citation, as_json
from evals import highlight, metrics
from evals.cases_io import REPORTS, ROOT
from evals.results import Case
from evals.suites import not_on_page, quoted_on, timed
from ingest.index import Index

Json = dict[str, Any]
MEASURES = {
    "right page first": Success @ 1,
    "right page in first 5": Success @ 5,
    "right page in first 10": Success @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
DECLINED = ("not_found", "nearest")
EVERY = 3  # of how many questions the marks are looked at: drawing the pages takes longer than all the answers
LEAST_MARKED = 0.95  # of the quote's letters; ligatures and soft hyphens may differ between two readers
LEAST_QUOTED = 0.5  # of the marked letters: boxes are of whole lines, and a sentence may begin and end within one


def answerable(index: Index, items: Iterable[Json]) -> list[Json]:
    """The questions whose reports the index holds; those that no report answers can be put to any."""
    held = {document.path.name for document in index.documents}
    wanted = ((item, item["expect"].get("evidence") or [item["expect"]]) for item in items)
    return [item for item, entries in wanted if all(e.get("document", "") in {*held, ""} for e in entries)]


def gold_pages(expect: Json) -> dict[str, int]:
    """The pages that answer, {"a.pdf#3": 1}: those of the document asked about, and others that are acceptable."""
    entries = [expect, *(expect.get("acceptable") or [])]
    return {f"{entry['document']}#{page}": 1 for entry in entries for page in entry["pages"]}


def found_pages(passages: Sequence[Json]) -> dict[str, float]:
    """The pages retrieved, best first, as a run: {"a.pdf#3": 10.0, "a.pdf#4": 9.0}."""
    pages = [f"{p['document']}#{n}" for p in passages for n in range(p["page"], p["last_page"] + 1)]
    distinct = list(dict.fromkeys(pages))
    return {page: float(len(distinct) - i) for i, page in enumerate(distinct)}


def ranking_scores(gold: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Each measure's score for each question; a question for which nothing was retrieved scores 0."""
    found: dict[str, dict[str, float]] = {name: dict.fromkeys(gold, 0.0) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    run = {q: pages or {"nothing": 0.0} for q, pages in run.items()}
    for metric in ir_measures.iter_calc(MEASURES.values(), gold, run):
        found[names[str(metric.measure)]][metric.query_id] = metric.value
    return found


def passages(assistant: Assistant, items: Sequence[Json]) -> Iterator[Case]:
    """Questions with a page that answers: what was retrieved, what the answer says, cites and marks."""
    asked = [(item, *timed(assistant, item["question"])) for item in items]
    gold = {item["id"]: gold_pages(item["expect"]) for item in items}
    lines = {item["id"]: as_json(answer) for item, answer, _ in asked}
    scores = ranking_scores(gold, {i: found_pages(line["passages"]) for i, line in lines.items()})
    for n, (item, answer, ms) in enumerate(asked):
        expect, line = item["expect"], lines[item["id"]]
        rank = metrics.page_rank(expect, line["passages"])
        share = metrics.phrases_held(expect["phrases"], answer.text)
        declined = line["status"] in DECLINED
        measured = [
            *((f"passages: {name}", of[item["id"]], f"rank {rank}") for name, of in scores.items()),
            ("passages: phrases in the answer", share, f"{share:.2f} of the phrases, status {line['status']}"),
            ("passages: not falsely declined", float(not declined), line["status"]),
            *cited(expect, answer),
        ]
        for suite, score, problem in measured:
            said = "" if score == 1 else problem
            yield Case(suite, item["kind"], item["id"], score, item["question"], said, answer.text, ms)
        yield from quotes(assistant, item, answer, marks=n % EVERY == 0)


def cited(expect: Json, answer: Answer) -> list[tuple[str, float, str]]:
    """Precision of the pages cited (1 where nothing is claimed) and whether a page that answers is among them."""
    gold = gold_pages(expect)
    pages = [f"{c.document}#{c.page}" for c in answer.citations if c.page is not None]
    right = [page in gold for page in pages]
    problem = f"cites {pages}"
    return [
        ("passages: citations are right", sum(right) / len(right) if right else 1.0, problem),
        ("passages: a right page is cited", float(any(right)), problem),
    ]


def quotes(assistant: Assistant, item: Json, answer: Answer, marks: bool) -> Iterator[Case]:
    """Each page citation: its quote stands on the page, and, where marks are looked at, its boxes mark it and little else."""
    for citation in answer.citations:
        if citation.page is None:
            continue
        case_id, kind = f"{item['id']}.{citation.marker}", item.get("kind", "all")
        stands = quoted_on(assistant, citation.document_id, citation.page, citation.quote)
        yield Case("passages: quote stands on its page", kind, case_id, float(stands), item["question"], citation.locator, citation.quote)  # fmt: skip
        if not marks:
            continue
        recall, precision = box_overlap(citation)
        for suite, right in (
            ("highlight: boxes cover the quote", recall >= LEAST_MARKED),
            ("highlight: boxes cover little else", recall > 0 and precision >= LEAST_QUOTED),
        ):
            problem = "" if right else f"{citation.document} {citation.locator}: {recall:.2f} of it marked, {precision:.2f} of the marked is it"  # fmt: skip
            yield Case(suite, kind, case_id, float(right), item["question"], problem, citation.quote)


def box_overlap(citation: Citation) -> tuple[float, float]:
    """Recall and precision of a citation's boxes over the letters of its quote."""
    return highlight.overlap(citation.quote, highlight.marked(report_file(citation.document), citation.boxes))


def report_file(name: str) -> Path:
    """A report of the shipped corpus or of the development set, wherever the index was made from."""
    return next(path for folder in (ROOT / "corpus" / "reports", REPORTS) if (path := folder / name).exists())


def outside(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Questions that no page answers: declined, or a page offered as the nearest."""
    for item in items:
        answer, ms = timed(assistant, item["question"])
        right = answer.status in DECLINED
        yield Case("passages outside: declined", "all", item["id"], float(right), item["question"], answer.status, answer.text, ms)  # fmt: skip


def multi(assistant: Assistant, items: Iterable[Json]) -> Iterator[Case]:
    """Questions that need a page of each of two documents: retrieved, and cited."""
    for item in items:
        answer, ms = timed(assistant, item["question"])
        line, evidence = as_json(answer), item["expect"]["evidence"]
        retrieved = [metrics.page_rank(e, line["passages"][:10]) is not None for e in evidence]
        pages = {f"{c.document}#{c.page}" for c in answer.citations}
        given = [bool(pages & set(gold_pages(e))) for e in evidence]
        for suite, score, problem in (
            ("multi: all pages in first 10", float(all(retrieved)), f"found {retrieved}"),
            ("multi: share of the evidence cited", sum(given) / len(given), f"cited {given}"),
        ):
            said = "" if score == 1 else problem
            yield Case(suite, "all", item["id"], score, item["question"], said, answer.text, ms)
        away = not_on_page(assistant, answer)
        yield Case("multi: quotes stand on their pages", "all", item["id"], float(not away), item["question"], ", ".join(away), answer.text)  # fmt: skip
