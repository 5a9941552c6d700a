"""Whether one run differs from another by more than the luck of its questions: a paired bootstrap over the cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics import wilson
from evals.results import Results

DRAWS = 4000
SEED = 20190331


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean change over the cases that two runs share, its 95 % interval, and the cases that fell and rose."""

    name: str
    mean: float
    low: float
    high: float
    n: int
    fell: tuple[str, ...] = ()
    rose: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """ "worse" or "better" when the whole interval lies on one side of nought."""
        return "worse" if self.high < 0 else "better" if self.low > 0 else "no clear change"

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f}) over {self.n} cases, {self.verdict}"
        )


def difference(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> Difference | None:
    """The change on the cases in both; None when there are none.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), the percentile interval of a mean of paired
    differences, drawn with a fixed seed so that two runs of one version give one interval.
    """
    shared = sorted(set(before) & set(after))
    if not shared:
        return None
    changes = np.array([after[i] - before[i] for i in shared])
    picks = np.random.default_rng(SEED).integers(0, len(shared), (DRAWS, len(shared)))
    low, high = np.percentile(changes[picks].mean(axis=1), [2.5, 97.5])
    fell = tuple(i for i, change in zip(shared, changes, strict=True) if change < 0)
    rose = tuple(i for i, change in zip(shared, changes, strict=True) if change > 0)
    return Difference(name, float(changes.mean()), float(low), float(high), len(shared), fell, rose)


def compare(before: Results, after: Results) -> list[Difference]:
    """The change of every suite that both runs have."""
    names = sorted(set(before.suites) & set(after.suites))
    found = [difference(name, before.scores(name), after.scores(name)) for name in names]
    return [d for d in found if d is not None]


def interval(scores: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a mean: Wilson's for a share of right ones, a bootstrap's for scores in between."""
    if all(score in (0.0, 1.0) for score in scores):
        return wilson(round(sum(scores)), len(scores))
    values = np.array(scores)
    picks = np.random.default_rng(SEED).integers(0, len(values), (DRAWS, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
