"""When a suite fails: it fell below the accepted results by more than its interval, or below what the design promises."""

import itertools
import math

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
ENOUGH = 0.95


def accepted() -> Results:
    """The last accepted results; empty where none were ever accepted."""
    path = FOLDER / "accepted.json"
    return load(path) if path.exists() else Results()


def faults(results: Results, suite: str, against: Results) -> list[str]:
    """Why a suite fails, naming cases; [] when it does not."""
    found = []
    failed = [f"{c.case_id}: {c.problem}" for c in results.suites[suite] if c.score < 1]
    if len(failed) > allowed(suite, len(results.suites[suite])):
        found.append(
            f"{suite} is {results.share(suite):.3f}, and {PROMISED[suite]} is promised: {'; '.join(failed[:20])}"
        )
    change = difference(suite, against.scores(suite), results.scores(suite))
    if change is not None and change.verdict == "worse":
        problems = {c.case_id: c.problem for c in results.suites[suite]}
        fell = "; ".join(f"{i}: {problems[i]}" for i in change.fell[:20])
        found.append(f"{change} than accepted; fell: {fell}")
    return found


def allowed(suite: str, n: int) -> float:
    """How many of n may fail and the promise still be kept: none of "all".

    Of a sample too small for the promise (of 60, where one in a hundred may fail) as many as chance alone gives in 19
    samples of 20: two, not one, since a sample that happens to hold two of the known failures breaks no promise.
    """
    promise = PROMISED.get(suite, 0.0)
    if promise == 1:
        return 0
    fails = 1 - promise
    if n * fails >= 1:
        return fails * n
    chances = itertools.accumulate(math.comb(n, k) * fails**k * promise ** (n - k) for k in range(n + 1))
    return max(1, next(k for k, chance in enumerate(chances) if chance >= ENOUGH))


def gate(results: Results, *suites: str) -> None:
    """Raise AssertionError when one of the suites fails."""
    against = accepted()
    found = [fault for suite in suites for fault in faults(results, suite, against)]
    assert not found, "\n".join(found)
