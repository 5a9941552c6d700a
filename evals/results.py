"""What a run found: the scored cases by suite, the baselines, single measures; written to and read from one JSON file."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
KEPT = ("case_id", "kind", "score")  # of each case, in the accepted results


@dataclass(frozen=True, slots=True)
class Case:
    """One scored case: what was asked, whether it was right (or a score from 0 to 1), and what was wrong.

    `leps` and `measures` are those that the gold is about, for the quality by partnership and by measure; empty where
    a case is about neither.
    """

    suite: str
    kind: str
    case_id: str
    score: float
    question: str
    problem: str = ""
    answer: str = ""
    ms: float | None = None
    leps: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(slots=True)
class Results:
    """All cases of a run by suite, the scores of each baseline, and single measures such as memory.

    `baselines` is set of questions, system, measure, case: {"pages": {"BM25": {"MRR": {"pd001": 0.5}}}}.
    """

    suites: dict[str, list[Case]] = field(default_factory=dict)
    baselines: dict[str, dict[str, dict[str, dict[str, float]]]] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def add(self, case: Case) -> None:
        """Take a case up."""
        self.suites.setdefault(case.suite, []).append(case)

    def take(self, cases: Iterable[Case]) -> list[str]:
        """Take cases up; the names of the suites they belong to, in order."""
        names: dict[str, None] = {}
        for case in cases:
            self.add(case)
            names[case.suite] = None
        return list(names)

    def join(self, other: "Results") -> None:
        """Take up what another run found of the same code, as when the suites are shared out among processes."""
        for cases in other.suites.values():
            for case in cases:
                self.add(case)
        self.baselines |= other.baselines
        self.measures |= other.measures

    def share(self, suite: str, kind: str | None = None) -> float:
        """The mean score of a suite, or of one kind in it."""
        return mean(c.score for c in self.suites.get(suite, []) if kind in (None, c.kind))

    def scores(self, suite: str) -> dict[str, float]:
        """The score of each case of a suite."""
        return {c.case_id: c.score for c in self.suites.get(suite, [])}


def mean(scores: Iterable[float]) -> float:
    """The mean, 0 when there are none."""
    held = list(scores)
    return sum(held) / len(held) if held else 0.0


def by_group(results: Results, group: str) -> dict[str, list[Case]]:
    """The cases about each LEP ("leps") or measure ("measures"), those with the fewest right first."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for cases in results.suites.values():
        for case in cases:
            for name in getattr(case, group):
                found[name].append(case)
    return dict(sorted(found.items(), key=lambda item: (mean(c.score for c in item[1]), item[0])))


def save(results: Results, path: Path, day: str) -> None:
    """Write everything."""
    data = {
        "date": day,
        "about": results.about,
        "measures": results.measures,
        "suites": {name: [_written(c) for c in cases] for name, cases in sorted(results.suites.items())},
        "baselines": results.baselines,
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def save_accepted(data: Mapping[str, Any], path: Path) -> None:
    """Write the scores alone, without questions and answers: what later runs are held against."""
    suites = {name: [{k: c[k] for k in KEPT} for c in cases] for name, cases in data["suites"].items()}
    path.write_text(json.dumps({**data, "suites": suites}, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> Results:
    """Results as written, or as accepted (whose cases have scores alone)."""
    data = json.loads(path.read_text(encoding="utf-8"))
    known = {f.name for f in fields(Case)}
    results = Results(
        baselines=data.get("baselines", {}), measures=data["measures"], about={"date": data["date"], **data["about"]}
    )
    for name, cases in data["suites"].items():
        for case in cases:
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in case.items() if k in known}
            results.add(Case(**{"suite": name, "question": "", **values}))
    return results


def _written(case: Case) -> dict[str, Any]:
    return {name: value for name, value in asdict(case).items() if value not in ((), None)}
