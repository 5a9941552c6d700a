"""The report of a run as JSON, Markdown and HTML, and its comparison with another.

`python -m evals.report` draws the last run again. `--accept` keeps its scores as the accepted ones, which the gates and
the README's table go by. `--compare A.json B.json` says which suites changed by more than chance, and which cases did.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.bootstrap import Difference, compare, difference, interval
from evals.cases_io import ROOT
from evals.gates import accepted, faults
from evals.results import FOLDER, Case, Results, by_group, load, mean, save, save_accepted

README = ROOT / "README.md"
THIN = 3  # cases below which the quality for a place or a measure is a guess
LONGEST = 420  # characters of an answer in the list of failures
MOST = 60  # failures of a suite that are listed; the rest stand in the JSON
HEADLINE = (
    "figures",
    "figures: no wrong figure in front",
    "figures: no place but those asked",
    "figures: every figure's cell is cited",
    "same answer: lower case",
    "same answer: polite words around it",
    "same answer: reworded",
    "same answer: misspelt",
    "conversations",
    "conversations: right throughout",
    "outside",
    "places",
    "topics",
    "support",
    "injection",
    "passages: right page first",
    "passages: right page in first 5",
    "passages: nDCG@10",
    "passages: phrases in the answer",
    "passages: a right page is cited",
    "passages: quote stands on its page",
    "passages: not falsely declined",
    "passages outside: declined",
    "highlight: boxes cover the quote",
    "multi: all pages in first 10",
    "mtRAG: nDCG@5",
    "tables as published: every value given",
    "tables as published: right when answered",
    "tables read: F1 of neighbouring cells",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is of, how many cases, their mean and its 95 % interval, and times where measured."""

    name: str
    n: int
    share: float
    low: float
    high: float
    p50_ms: float | None = None
    p95_ms: float | None = None


def row(name: str, cases: Sequence[Case]) -> Row:
    """The cases in one line."""
    scores = [c.score for c in cases]
    times = [c.ms for c in cases if c.ms is not None]
    p50, p95 = (float(np.percentile(times, q)) for q in (50, 95)) if times else (None, None)
    return Row(name, len(cases), mean(scores), *interval(scores), p50, p95)


def suite_rows(results: Results) -> list[Row]:
    """A line for each suite."""
    return [row(name, cases) for name, cases in sorted(results.suites.items())]


def kind_rows(results: Results) -> list[tuple[str, Row]]:
    """A line for each kind of each suite that has several."""
    out = []
    for name, cases in sorted(results.suites.items()):
        kinds = sorted({c.kind for c in cases})
        if len(kinds) > 1:
            out += [(name, row(kind, [c for c in cases if c.kind == kind])) for kind in kinds]
    return out


def group_rows(results: Results, group: str) -> list[Row]:
    """A line for each LEP or measure, the weakest first."""
    return [row(name, cases) for name, cases in by_group(results, group).items()]


def baseline_rows(results: Results) -> list[tuple[str, str, str, float, float | None, Difference | None]]:
    """Set, measure, system, its mean, and its difference from ours (None for ours): one line each."""
    out: list[tuple[str, str, str, float, float | None, Difference | None]] = []
    for name, systems in results.baselines.items():
        ours, *others = systems
        for measure, scores in systems[ours].items():
            out.append((name, measure, ours, mean(scores.values()), None, None))
            for system in others:
                theirs = systems[system][measure]
                change = difference(system, scores, theirs)
                out.append((name, measure, system, mean(theirs.values()), change.mean if change else None, change))
    return out


def wins(results: Results) -> list[str]:
    """Where a baseline's mean is above ours, in words, and whether by more than chance."""
    return [
        f"{system} has the higher {measure} on {name}: {share:.3f}, {change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f})"
        + (", more than chance" if change.low > 0 else ", within chance")
        for name, measure, system, share, _, change in baseline_rows(results)
        if change is not None and change.mean > 0
    ]


def failures(results: Results) -> dict[str, list[Case]]:
    """The cases of each suite that are not wholly right; graded scores without a right or wrong are left out."""
    return {
        name: failed
        for name, cases in sorted(results.suites.items())
        if not re.search(r"@\d+$", name) and (failed := [c for c in cases if c.score < 1])
    }


def about() -> dict[str, str]:
    """What was measured: the version of the code as git has it; {} outside a repository."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {"version": done.stdout.strip()} if done.returncode == 0 else {}


def write(results: Results, folder: Path, name: str, day: str) -> str:
    """Write NAME.json, NAME.md and NAME.html; returns the table of the suites."""
    from evals.page import html  # only here: charts take seconds to import, which a comparison need not wait for

    folder.mkdir(parents=True, exist_ok=True)
    save(results, folder / f"{name}.json", day)
    against = accepted()
    (folder / f"{name}.md").write_text(markdown(results, against, day), encoding="utf-8")
    (folder / f"{name}.html").write_text(html(results, against, day), encoding="utf-8")
    return suite_table(results, against)


def suite_table(results: Results, against: Results) -> str:
    """The suites: cases, mean with its 95 % interval, change from the accepted run, times."""
    changes = {d.name: d for d in compare(against, results)}
    lines = [
        "| suite | n | right | 95 % interval | change from accepted | p50 ms | p95 ms |",
        "| --- | ---: | ---: | --- | --- | ---: | ---: |",
    ]
    lines += [
        f"| {r.name} | {r.n} | {r.share:.3f} | {r.low:.2f} to {r.high:.2f} | {change_words(changes.get(r.name))} | {_ms(r.p50_ms)} | {_ms(r.p95_ms)} |"
        for r in suite_rows(results)
    ]
    return "\n".join(lines)


def change_words(change: Difference | None) -> str:
    """ "+0.010 (-0.002 to +0.022), no clear change"; "new" for a suite not in the accepted run."""
    if change is None:
        return "new"
    if not (change.fell or change.rose):
        return "none"
    return f"{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f}), {change.verdict}"


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def markdown(results: Results, against: Results, day: str) -> str:
    """The whole report as Markdown."""
    said = [fault for name in results.suites for fault in faults(results, name, against)]
    parts = [
        f"# Evaluation of {day}",
        " · ".join(f"{k} {v}" for k, v in results.about.items()),
        "## Gates",
        "\n".join(f"- {fault}" for fault in said) or "Every suite holds.",
        "## Suites",
        suite_table(results, against),
        *_compared(results, against),
        *_baselines(results),
        "## Kinds",
        _rows_table(("suite", "kind"), [((suite, r.name), r) for suite, r in kind_rows(results)]),
        "## Partnerships, weakest first",
        _rows_table(("LEP",), [((r.name + _thin(r),), r) for r in group_rows(results, "leps")]),
        "## Measures, weakest first",
        _rows_table(("measure",), [((r.name + _thin(r),), r) for r in group_rows(results, "measures")]),
        "## Speed and size",
        "\n".join(f"- {name}: {value:g}" for name, value in results.measures.items()),
        "## Failures",
    ]
    for name, failed in failures(results).items():
        parts.append(f"### {name}: {len(failed)}")
        parts.append("\n".join([*(_failure(c) for c in failed[:MOST]), *unlisted(failed)]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _compared(results: Results, against: Results) -> list[str]:
    changed = [d for d in compare(against, results) if d.fell or d.rose]
    lines = [f"- {d.name}: fell {', '.join(d.fell[:30]) or 'none'}; rose {', '.join(d.rose[:30]) or 'none'}" for d in changed]  # fmt: skip
    return ["## Cases that changed since the accepted run", "\n".join(lines)] if lines else []


def _baselines(results: Results) -> list[str]:
    if not results.baselines:
        return []
    lines = [
        "| questions | measure | system | mean | difference from ours | 95 % interval |",
        "| --- | --- | --- | ---: | ---: | --- |",
    ]
    for name, measure, system, share, _, change in baseline_rows(results):
        gap = f"{change.mean:+.3f} | {change.low:+.3f} to {change.high:+.3f}" if change else " | "
        lines.append(f"| {name} | {measure} | {system} | {share:.3f} | {gap} |")
    won = wins(results)
    said = "\n".join(f"- {line}" for line in won) if won else "No baseline is above ours on any measure."
    return ["## Baselines on the same corpus with the same embedding", "\n".join(lines), said]


def _rows_table(heads: Sequence[str], rows: Iterable[tuple[Sequence[str], Row]]) -> str:
    lines = [
        "| " + " | ".join([*heads, "n", "right", "95 % interval", "p50 ms", "p95 ms"]) + " |",
        "|" + " --- |" * len(heads) + " ---: | ---: | --- | ---: | ---: |",
    ]
    lines += [
        "| "
        + " | ".join([*names, str(r.n), f"{r.share:.3f}", f"{r.low:.2f} to {r.high:.2f}", _ms(r.p50_ms), _ms(r.p95_ms)])
        + " |"
        for names, r in rows
    ]
    return "\n".join(lines)


def _thin(r: Row) -> str:
    return " (few cases)" if r.n < THIN else ""


def _failure(case: Case) -> str:
    return f"- `{case.case_id}` {case.question} — {case.problem or 'wrong'}. Answer: {shortened(case.answer)}"


def unlisted(failed: Sequence[Case]) -> list[str]:
    """A line that says how many failures are not listed; [] when all are."""
    return [f"and {len(failed) - MOST:,} more, in the JSON"] if len(failed) > MOST else []


def shortened(text: str) -> str:
    """The text on one line, cut where it is long."""
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def short_table(results: Results) -> str:
    """The README's table: one line for each of the main suites."""
    lines = ["| suite | cases | right | 95 % interval |", "| --- | ---: | ---: | --- |"]
    for name in (name for name in HEADLINE if name in results.suites):
        r = row(name, results.suites[name])
        lines.append(f"| {name} | {r.n} | {r.share:.3f} | {r.low:.2f} to {r.high:.2f} |")
    return "\n".join(lines)


def accept(folder: Path, readme: Path) -> str:
    """Keep the last run's scores as the accepted ones; returns their table, which it has put into the README."""
    path = folder / "accepted.json"
    save_accepted(json.loads((folder / "latest.json").read_text(encoding="utf-8")), path)
    table = short_table(load(path))
    text = re.sub(
        r"(?s)(<!-- evals -->\n).*?(<!-- /evals -->)",
        lambda found: f"{found[1]}{table}\n{found[2]}",
        readme.read_text(encoding="utf-8"),
    )
    readme.write_text(text, encoding="utf-8")
    return table


def print_comparison(before: Results, after: Results) -> None:
    """Each suite in both with its change, then the cases that fell and rose."""
    for change in compare(before, after):
        print(change)
        for word, ids in (("fell", change.fell), ("rose", change.rose)):
            if ids:
                print(f"  {word}: {', '.join(ids)}")
    if only := sorted(set(before.suites) ^ set(after.suites)):
        print(f"in one of the two only: {', '.join(only)}")


def main() -> int:
    """Draw the last run again, compare two runs, or accept the last one."""
    parser = argparse.ArgumentParser(prog="python -m evals.report", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--compare", nargs=2, metavar=("A", "B"), type=Path, help="two results, the earlier first")
    choice.add_argument("--accept", action="store_true", help="keep the last run's scores as the accepted ones")
    options = parser.parse_args()
    try:
        if options.compare:
            print_comparison(*(load(path) for path in options.compare))
        elif options.accept:
            print(accept(FOLDER, README))
        else:
            results = load(FOLDER / "latest.json")
            print(write(results, FOLDER, "latest", results.about.pop("date")))
    except FileNotFoundError as error:
        print(f"error: {error.filename} is not there; run `make evals` first", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
