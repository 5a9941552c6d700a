"""When a suite fails: it fell below the accepted results by more than its interval, or below what the design promises."""

from evals.bootstrap import difference
from evals.results import FOLDER, Results, load

# Only what the design states as a target is a fixed number; everything else is held against the last accepted run.
PROMISED = {
    "support": 1.0,
    "passages: quote stands on its page": 1.0,
    "figures: no wrong figure in front": 0.99,
    "figures: no place but those asked": 0.99,
    "figures: every figure's cell is cited": 1.0,
    "conversations: no place but those asked": 0.99,
    "conversations: every figure's cell is cited": 1.0,
}


def accepted() -> Results:
    """The last accepted results; empty where none were ever accepted."""
    path = FOLDER / "accepted.json"
    return load(path) if path.exists() else Results()


def faults(results: Results, suite: str, against: Results) -> list[str]:
    """Why a suite fails, naming cases; [] when it does not."""
    found = []
    share = results.share(suite)
    if share < PROMISED.get(suite, 0.0):
        failed = [f"{c.case_id}: {c.problem}" for c in results.suites[suite] if c.score < 1]
        found.append(f"{suite} is {share:.3f}, and {PROMISED[suite]} is promised; {failed[:20]}")
    change = difference(suite, against.scores(suite), results.scores(suite))
    if change is not None and change.verdict == "worse":
        problems = {c.case_id: c.problem for c in results.suites[suite]}
        found.append(f"{change} than accepted; fell: {[f'{i}: {problems[i]}' for i in change.fell[:20]]}")
    return found


def gate(results: Results, *suites: str) -> None:
    """Raise AssertionError when one of the suites fails."""
    against = accepted()
    found = [fault for suite in suites for fault in faults(results, suite, against)]
    assert not found, "\n".join(found)
