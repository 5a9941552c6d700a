"""The report of a run: per suite and kind the share right with its interval, failures by name, speed; as JSON and Markdown.

`python -m evals.report --accept` keeps the last run as the accepted one, which the README shows.
`python -m evals.report --compare A.json B.json` says which suites changed by more than chance, by a paired bootstrap.
"""

import argparse
import json
import random
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from evals.metrics import wilson


@dataclass
class Case:
    """One scored case: what was asked, whether it was right (or a score from 0 to 1), and what was wrong."""

    suite: str
    kind: str
    case_id: str
    score: float
    question: str
    problem: str = ""
    answer: str = ""
    ms: float | None = None


@dataclass
class Results:
    """All cases of a run, by suite, and single measures such as memory."""

    suites: dict[str, list[Case]] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        """Take a case up."""
        self.suites.setdefault(case.suite, []).append(case)

    def share(self, suite: str, kind: str | None = None) -> float:
        """The mean score of a suite, or of one kind in it."""
        cases = [c for c in self.suites.get(suite, []) if kind in (None, c.kind)]
        return sum(c.score for c in cases) / len(cases) if cases else 0.0


def write(results: Results, folder: Path) -> str:
    """Write latest.json and latest.md and return the Markdown table of the suites."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "date": date.today().isoformat(),
        "about": results.about,
        "measures": results.measures,
        "suites": {name: [c.__dict__ for c in cases] for name, cases in results.suites.items()},
    }
    (folder / "latest.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = table(results)
    failures = ["", "## Failures", ""]
    for name, cases in sorted(results.suites.items()):
        failed = [c for c in cases if c.score < 1]
        failures += [f"### {name}: {len(failed)}", ""] if failed else []
        failures += [f"- `{c.case_id}` {c.question} — {c.problem}. Answer: {c.answer[:200]}" for c in failed]
        failures += [""] if failed else []
    measures = [f"- {name}: {value:g}" for name, value in results.measures.items()]
    (folder / "latest.md").write_text(
        "\n".join(["# Evaluation", "", text, "", *measures, *failures]) + "\n", encoding="utf-8"
    )
    return text


def table(results: Results) -> str:
    """The suites by kind: cases, share right with its 95 % interval, and the 95th percentile of time."""
    lines = ["| suite | kind | n | right | 95 % interval | p95 ms |", "| --- | --- | ---: | ---: | --- | ---: |"]
    for name, cases in sorted(results.suites.items()):
        kinds = sorted({c.kind for c in cases})
        for kind in ["all", *kinds] if len(kinds) > 1 else ["all"]:
            chosen = [c for c in cases if kind in ("all", c.kind)]
            right = sum(c.score for c in chosen)
            low, high = wilson(round(right), len(chosen))
            times = sorted(c.ms for c in chosen if c.ms is not None)
            p95 = f"{times[min(len(times) - 1, int(0.95 * len(times)))]:.0f}" if times else ""
            lines.append(
                f"| {name} | {kind} | {len(chosen)} | {right / len(chosen):.3f} | {low:.2f} to {high:.2f} | {p95} |"
            )
    return "\n".join(lines)


def short_table(data: dict[str, Any]) -> str:
    """The README's table: one line a suite, from the written results."""
    lines = ["| suite | cases | right | 95 % interval |", "| --- | ---: | ---: | --- |"]
    for name, cases in sorted(data["suites"].items()):
        right = sum(c["score"] for c in cases)
        low, high = wilson(round(right), len(cases))
        lines.append(f"| {name} | {len(cases)} | {right / len(cases):.3f} | {low:.2f} to {high:.2f} |")
    return "\n".join(lines)


def compare(a: dict[str, Any], b: dict[str, Any], draws: int = 2000) -> list[str]:
    """For each suite in both runs: the change in its mean and the 95 % interval of a paired bootstrap over cases."""
    rng = random.Random(20190331)
    out = []
    for name in sorted(set(a["suites"]) & set(b["suites"])):
        before = {c["case_id"]: c["score"] for c in a["suites"][name]}
        after = {c["case_id"]: c["score"] for c in b["suites"][name]}
        shared = sorted(set(before) & set(after))
        if not shared:
            continue
        changes = [after[i] - before[i] for i in shared]
        means = sorted(sum(rng.choices(changes, k=len(changes))) / len(changes) for _ in range(draws))
        low, high = means[int(0.025 * draws)], means[int(0.975 * draws)]
        mean = sum(changes) / len(changes)
        verdict = "worse" if high < 0 else "better" if low > 0 else "no clear change"
        out.append(f"{name}: {mean:+.3f} ({low:+.3f} to {high:+.3f}) over {len(shared)} cases, {verdict}")
    return out


def accept(folder: Path) -> None:
    """Keep the last run's scores, without questions and answers, as the accepted ones that later runs are held against."""
    data = json.loads((folder / "latest.json").read_text(encoding="utf-8"))
    data["suites"] = {
        name: [{k: c[k] for k in ("case_id", "kind", "score")} for c in cases] for name, cases in data["suites"].items()
    }
    (folder / "accepted.json").write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    print(short_table(data))


def main() -> int:
    """Compare two runs, or accept the last one."""
    parser = argparse.ArgumentParser(prog="python -m evals.report", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--compare", nargs=2, metavar=("A", "B"), type=Path, help="two results, the earlier first")
    choice.add_argument("--accept", action="store_true", help="keep the last run's scores as the accepted ones")
    options = parser.parse_args()
    if options.accept:
        accept(Path(__file__).parent / "results")
        return 0
    first, second = (json.loads(p.read_text(encoding="utf-8")) for p in options.compare)
    print("\n".join(compare(first, second)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
