"""Figures, places, conversations, questions outside, and the project's own cases, over the shipped corpus."""

import time
from typing import Any

import pytest

from assistant.ask import Assistant
from assistant.schema import Answer, Turn, as_json
from evals import metrics
from evals.cases_io import question_set
from evals.conftest import load_thresholds
from evals.report import Case, Results

GATES = load_thresholds()


def timed(assistant: Assistant, question: str, history: tuple[Turn, ...] = ()) -> tuple[Answer, float]:
    """The answer and how long it took, in milliseconds."""
    start = time.perf_counter()
    answer = assistant.ask(question, history)
    return answer, 1000 * (time.perf_counter() - start)


def record(
    results: Results, suite: str, kind: str, item: dict[str, Any], outcome: tuple[bool, str], answer: Answer, ms: float
) -> None:
    """Take a scored case up."""
    right, problem = outcome
    question = item.get("question") or item.get("text") or ""
    results.add(Case(suite, kind, item["id"], float(right), question, problem, answer.text, ms))


def gate(results: Results, suite: str) -> None:
    """Fail when a suite is below its gate, naming its failures."""
    failed = [f"{c.case_id}: {c.problem}" for c in results.suites[suite] if c.score < 1]
    assert results.share(suite) >= GATES[suite], f"{suite} {results.share(suite):.3f} < {GATES[suite]}; {failed[:20]}"


def test_figures(shipped: Assistant, results: Results):
    items = question_set("figures")
    if not items:
        pytest.skip("no figure cases")
    wrong = []
    for item in items:
        answer, ms = timed(shipped, item["question"])
        line = as_json(answer)
        right, problem = metrics.figure_right(item["expect"], line, item["kind"])
        if right and line["status"] != "answered":
            right, problem = False, f"status {line['status']}"
        if not right and metrics.wrong_figure(item["expect"], line):
            wrong.append(item["id"])
        record(results, "figures", item["kind"], item, (right, problem), answer, ms)
    results.measures["figures answered with a wrong place or unit"] = len(wrong)
    gate(results, "figures")
    assert not wrong, f"answered with a wrong place or unit: {wrong}"


def test_places(shipped: Assistant, results: Results):
    items = question_set("places")
    if not items:
        pytest.skip("no place cases")
    for item in items:
        answer, ms = timed(shipped, item["text"])
        record(results, "places", "all", item, metrics.places_right(item, as_json(answer)), answer, ms)
    gate(results, "places")


def test_conversations(shipped: Assistant, results: Results):
    items = question_set("conversations")
    if not items:
        pytest.skip("no conversations")
    whole = 0
    for item in items:
        history: tuple[Turn, ...] = ()
        scores = []
        for n, turn in enumerate(item["turns"], 1):
            answer, ms = timed(shipped, turn["question"], history)
            history = (*history, Turn(turn["question"], answer))
            line = as_json(answer)
            if turn["expect"].get("status", "answered") == "answered":
                right, problem = metrics.figure_right(turn["expect"], line)
                if right and line["status"] != "answered":
                    right, problem = False, f"status {line['status']}"
            else:
                right, problem = metrics.outside_right(turn["expect"], line)
            scores.append(right)
            case = {"id": f"{item['id']}.{n}", "question": turn["question"]}
            record(results, "conversations", "first" if n == 1 else "follow-up", case, (right, problem), answer, ms)
        whole += all(scores)
    results.measures["conversations right throughout"] = whole / len(items)
    gate(results, "conversations")


def test_outside(shipped: Assistant, results: Results):
    items = question_set("outside")
    if not items:
        pytest.skip("no outside cases")
    for item in items:
        answer, ms = timed(shipped, item["question"])
        record(
            results, "outside", item["kind"], item, metrics.outside_right(item["expect"], as_json(answer)), answer, ms
        )
    gate(results, "outside")


def test_topics(shipped: Assistant, results: Results):
    """Each topic of the corpus is answered from its own document."""
    for item in question_set("topics"):
        answer, ms = timed(shipped, item["question"])
        documents = {c.document for c in answer.citations}
        right = (
            answer.status in (item["expect"].get("status") or ("answered", "partly"))
            and item["expect"]["document"] in documents
        )
        problem = "" if right else f"{answer.status} from {sorted(documents)}"
        if right and metrics.phrases_held(item["expect"].get("phrases") or [""], answer.text) < 1:
            right, problem = False, "a phrase is missing"
        record(results, "topics", "all", item, (right, problem), answer, ms)
    gate(results, "topics")


def test_every_sentence_is_verbatim_or_computed(shipped: Assistant, results: Results):
    """A passage answer's sentences stand word for word on the page cited; a figure's value is its cell's."""
    for item in question_set("topics"):
        answer, ms = timed(shipped, item["question"])
        missing = [
            c.locator
            for c in answer.citations
            if c.page is not None
            and metrics.squeeze(c.quote)
            not in metrics.squeeze(shipped.index.page(c.document_id, c.page).text.replace("|", ""))
        ]
        record(results, "support", "all", item, (not missing, str(missing)), answer, ms)
    gate(results, "support")
