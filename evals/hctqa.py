"""HCT-QA: questions on statistical tables as published. `python -m evals.hctqa [--all] [--official] [--misses N]`.

A question is contained when every expected value is among the cells returned. Half of the tables (by a hash of their
name) were used for development; the figures of the other half are the honest ones.
"""

import argparse
import hashlib
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.published import TableAnswer, answer_file
from evals.cases_io import EXTERNAL
from evals.results import Case

HOME = EXTERNAL / "hctqa"


def is_development(table: str) -> bool:
    """Whether a table is in the half that was looked at while writing the code."""
    return int(hashlib.sha256(table.encode()).hexdigest(), 16) % 2 == 0


def plain_number(text: str) -> float | None:
    """The value of "1,250", "12.5%" or "(12)"; None when it is no number."""
    text = re.sub(r"[,\s%]", "", text.strip()).replace("−", "-").replace("–", "-")
    if re.fullmatch(r"\(\d+(?:\.\d+)?\)", text):
        return -float(text[1:-1])
    return float(text) if re.fullmatch(r"-?(?:\d+\.?\d*|\.\d+)", text) else None


def same(expected: str, given: str) -> bool:
    """Whether two values are equal: numbers to the decimals expected, texts by their letters and digits."""
    a, b = plain_number(expected), plain_number(given)
    if a is not None and b is not None:
        decimals = len(expected.split(".")[1].strip("% ")) if "." in expected else 0
        step = 0.6 * 10**-decimals if decimals else 1e-6
        return abs(a - b) <= max(step, 1e-9)
    if (a is None) != (b is None):
        return False
    return _letters(expected) == _letters(given)


def _letters(text: str) -> str:
    text = re.sub(r"\(\d{1,2}\)", "", text.lower()).replace("&", "and")
    return re.sub(r"[^a-z0-9]", "", text)


def contained(answers: list[list[str]], cells: tuple[str, ...]) -> bool:
    """Whether every expected value is among the cells."""
    expected = [value for row in answers for value in row if value.strip()]
    return bool(expected) and all(any(same(value, cell) for cell in cells) for value in expected)


def run(questions: list[dict[str, Any]]) -> list[tuple[dict[str, Any], TableAnswer, bool, float]]:
    """Each question with its answer, whether all expected values are in it, and the milliseconds it took."""
    out = []
    for question in questions:
        start = time.perf_counter()
        answer = answer_file(HOME / "tables" / f"{question['table']}.csv", question["question"])
        took = (time.perf_counter() - start) * 1000
        out.append((question, answer, contained(question["answers"], answer.cells), took))
    return out


def cases(questions: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Whether every value wanted is among the cells, and whether an answer that was given is right."""
    for question, answer, right, ms in run(list(questions)):
        kind = "seen while developing" if is_development(question["table"]) else "untouched"
        given = "; ".join(answer.cells)
        problem = "" if right else f"wanted {question['gt']}"
        yield Case("tables as published: every value given", kind, question["id"], float(right), question["question"], problem, given, ms)  # fmt: skip
        if answer.status != "not_found":
            yield Case("tables as published: right when answered", kind, question["id"], float(right), question["question"], problem, given)  # fmt: skip


def answered_from_another_table(questions: list[dict[str, Any]]) -> float:
    """The share of questions answered all the same when each is put to a table it was not asked of; 0 is right."""
    tables = sorted({q["table"] for q in questions})
    answered = 0
    for i, question in enumerate(questions):
        place = tables.index(question["table"])
        table = tables[(place + 1 + i % max(1, len(tables) - 1)) % len(tables)]
        answer = answer_file(HOME / "tables" / f"{table}.csv", question["question"])
        answered += table != question["table"] and answer.status != "not_found"
    return answered / max(1, len(questions))


def measures(results: list[tuple[dict[str, Any], TableAnswer, bool, float]]) -> dict[str, float]:
    """Containment over all questions; precision, coverage and value precision over those answered; the time taken."""
    answered = [r for r in results if r[1].status != "not_found"]
    returned = [
        any(same(e, cell) for row in q["answers"] for e in row) for q, answer, _, _ in answered for cell in answer.cells
    ]
    times = sorted(r[3] for r in results)
    return {
        "questions": len(results),
        "containment": sum(r[2] for r in answered) / max(1, len(results)),
        "coverage": len(answered) / max(1, len(results)),
        "precision on answered": sum(r[2] for r in answered) / max(1, len(answered)),
        "value precision": sum(returned) / max(1, len(returned)),
        "mean ms": sum(times) / max(1, len(times)),
        "p95 ms": times[int(0.95 * (len(times) - 1))] if times else 0.0,
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the measures for the half not looked at; with --all for both halves and by operation."""
    parser = argparse.ArgumentParser(prog="python -m evals.hctqa", description=main.__doc__)
    parser.add_argument("--all", action="store_true", help="both halves, and by operation")
    parser.add_argument("--dev", action="store_true", help="only the half used for development")
    parser.add_argument("--official", action="store_true", help="the published test questions")
    parser.add_argument("--misses", type=int, default=0, help="show this many wrong answers of the development half")
    options = parser.parse_args(arguments)
    if not HOME.exists():
        print(f"error: {HOME} is not there; the questions are not part of the project", file=sys.stderr)
        return 1
    name = "official_test.jsonl" if options.official else "questions.jsonl"
    questions = [json.loads(line) for line in (HOME / name).read_text(encoding="utf-8").splitlines()]
    halves = {
        "untouched half": [q for q in questions if not is_development(q["table"])],
        "development half": [q for q in questions if is_development(q["table"])],
    }
    if options.dev or not options.all:
        halves.pop("untouched half" if options.dev else "development half")
    for half, chosen in halves.items():
        results = run(chosen)
        print(half + "  " + "  ".join(f"{k} {v:.3f}" for k, v in measures(results).items()))
        if options.all:
            print(f"  answered though asked of another table  {answered_from_another_table(chosen):.3f}")
        if options.all or options.dev:
            by_operation = defaultdict(list)
            for result in results:
                by_operation[" ".join(result[0]["ops"])].append(result)
            for operation, some in sorted(by_operation.items(), key=lambda x: -len(x[1]))[:20]:
                m = measures(some)
                print(
                    f"  {operation:40} n {len(some):4}  containment {m['containment']:.2f}  "
                    f"coverage {m['coverage']:.2f}  precision {m['precision on answered']:.2f}"
                )
        if half == "development half":
            wrong = [r for r in results if r[1].status != "not_found" and not r[2]]
            for question, answer, _, _ in wrong[: options.misses]:
                print(f"\n{question['id']} {question['question']}\n  expected {question['gt']}\n  given {answer.cells}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
