"""Right page, support, highlight and refusal over the development reports and the shipped corpus in one index."""

import pytest

from assistant.ask import Assistant
from assistant.schema import as_json
from evals import metrics
from evals.cases_io import question_set
from evals.report import Case, Results
from evals.test_answers import gate, timed

# The first of these reads and embeds some 750 pages, which takes minutes on two cores.
pytestmark = pytest.mark.timeout(1800)


def test_passages(with_reports: Assistant, results: Results):
    items = question_set("passages")
    if not items:
        pytest.skip("no page-level cases")
    for item in items:
        answer, ms = timed(with_reports, item["question"])
        line = as_json(answer)
        rank = metrics.page_rank(item["expect"], line["passages"])
        declined = line["status"] in ("not_found", "nearest")
        share = metrics.phrases_held(item["expect"]["phrases"], answer.text)
        for suite, score, problem in (
            ("passages: right page first", rank == 1, f"rank {rank}"),
            ("passages: right page in first 5", rank is not None and rank <= 5, f"rank {rank}"),
            ("passages: phrases in the answer", share, f"{share:.2f} of the phrases, status {line['status']}"),
            ("passages: not falsely declined", not declined, line["status"]),
        ):
            results.add(Case(suite, item["kind"], item["id"], float(score), item["question"], problem, answer.text, ms))
        for citation in answer.citations:
            if citation.page is not None:
                page = metrics.squeeze(
                    with_reports.index.page(citation.document_id, citation.page).text.replace("|", "")
                )
                held = metrics.squeeze(citation.quote) in page
                results.add(
                    Case(
                        "passages: quote stands on its page",
                        item["kind"],
                        f"{item['id']}.{citation.marker}",
                        float(held),
                        item["question"],
                        citation.locator,
                        citation.quote,
                    )
                )
                results.add(
                    Case(
                        "passages: quote has boxes",
                        item["kind"],
                        f"{item['id']}.{citation.marker}",
                        float(bool(citation.boxes)),
                        item["question"],
                        citation.locator,
                        citation.quote,
                    )
                )
    for suite in [s for s in results.suites if s.startswith("passages: ")]:
        gate(results, suite)


def test_passages_outside(with_reports: Assistant, results: Results):
    items = question_set("passages_outside")
    if not items:
        pytest.skip("no page-level cases that no page answers")
    for item in items:
        answer, ms = timed(with_reports, item["question"])
        right = answer.status in ("not_found", "nearest")
        results.add(
            Case(
                "passages outside: declined",
                "all",
                item["id"],
                float(right),
                item["question"],
                answer.status,
                answer.text,
                ms,
            )
        )
    gate(results, "passages outside: declined")


def test_multi(with_reports: Assistant, results: Results):
    items = question_set("multi")
    if not items:
        pytest.skip("no questions over two documents")
    for item in items:
        answer, ms = timed(with_reports, item["question"])
        line = as_json(answer)
        evidence = item["expect"]["evidence"]
        found = [metrics.page_rank(e, line["passages"][:10]) is not None for e in evidence]
        results.add(
            Case(
                "multi: all pages in first 10",
                "all",
                item["id"],
                float(all(found)),
                item["question"],
                str(found),
                answer.text,
                ms,
            )
        )
    gate(results, "multi: all pages in first 10")
