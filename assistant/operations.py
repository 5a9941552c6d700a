"""What can be computed from observations: small pure functions, each with its formula in words.

They take and return plain values and Observations, know no question and no wording, and never mix units: a function that
needs one unit raises `UnitsDiffer` when given two, naming both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from statistics import median as middle

from ingest.schema import Observation


class UnitsDiffer(ValueError):
    """Figures in two units were to be put into one sum; the message names both."""


@dataclass(frozen=True, slots=True)
class Result:
    """A number worked out, its unit, and how, in words."""

    value: float
    unit: str
    formula: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """An observation with its place in the order: 1 is first; equal values share the better rank."""

    rank: int
    observation: Observation
    tied: bool


POINTS = {"%": "percentage points"}


def one_unit(observations: Iterable[Observation]) -> str:
    """The unit the observations share. Raises UnitsDiffer when there are two."""
    units = list(dict.fromkeys(o.unit for o in observations))
    if len(units) != 1:
        raise UnitsDiffer(f"figures in {' and '.join(units) or 'no unit'} cannot be compared or added")
    return units[0]


def numbers(observations: Iterable[Observation]) -> list[float]:
    """The values. Raises ValueError when one is suppressed or missing."""
    values = [o.value for o in observations]
    if any(value is None for value in values):
        raise ValueError("a suppressed or missing figure has no value")
    return [value for value in values if value is not None]


def difference(first: Observation, second: Observation) -> Result:
    """First minus second; for percentages the result is in percentage points."""
    unit = one_unit((first, second))
    a, b = numbers((first, second))
    names = (
        (first.place_name, second.place_name)
        if first.place_code != second.place_code
        else (first.cell.column, second.cell.column)
    )
    return Result(tidy_float(a - b), POINTS.get(unit, unit), f"{names[0]} minus {names[1]}")


def change(earlier: Observation, later: Observation) -> Result:
    """Later minus earlier, in the unit of the series (percentage points for percentages)."""
    unit = one_unit((earlier, later))
    a, b = numbers((earlier, later))
    return Result(tidy_float(b - a), POINTS.get(unit, unit), f"{later.period} minus {earlier.period}")


def percent_change(earlier: Observation, later: Observation) -> Result | None:
    """100 * (later - earlier) / earlier, in %; None where the earlier value is not above nought."""
    one_unit((earlier, later))
    a, b = numbers((earlier, later))
    if a <= 0:
        return None
    return Result(
        tidy_float(100 * (b - a) / a), "% change", f"100 * ({later.period} - {earlier.period}) / {earlier.period}"
    )


def yearly_change(earlier: Observation, later: Observation) -> Result | None:
    """Compound growth a year in %: 100 * ((later / earlier) ** (1 / years) - 1); None where it is not defined."""
    a, b = numbers((earlier, later))
    years = int(later.period[:4]) - int(earlier.period[:4])
    if a <= 0 or b <= 0 or years <= 0:
        return None
    return Result(
        tidy_float(100 * ((b / a) ** (1 / years) - 1)), "% a year", f"compound yearly growth over {years} years"
    )


def ratio(first: Observation, second: Observation) -> Result | None:
    """First divided by second, in times; None where the second is nought."""
    one_unit((first, second))
    a, b = numbers((first, second))
    if b == 0:
        return None
    names = (
        (first.place_name, second.place_name)
        if first.place_code != second.place_code
        else (first.cell.column, second.cell.column)
    )
    return Result(tidy_float(a / b), "times", f"{names[0]} / {names[1]}")


def share(parts: Sequence[Observation], whole: Observation) -> Result | None:
    """100 * the sum of the parts / the whole, in %; None where the whole is nought."""
    one_unit((*parts, whole))
    *some, b = numbers((*parts, whole))
    if b == 0:
        return None
    names = " + ".join(o.place_name for o in parts)
    return Result(
        tidy_float(100 * sum(some) / b), "%", f"100 * {names if len(parts) == 1 else f'({names})'} / {whole.place_name}"
    )


def per_head(total: Observation, population: Observation, scale: float) -> Result | None:
    """A total divided by residents of the same place and period; `scale` turns the total's unit into single units."""
    if (total.place_code, total.period) != (population.place_code, population.period):
        raise ValueError("per head needs the total and the population of one place and period")
    a, b = numbers((total, population))
    if b == 0:
        return None
    return Result(tidy_float(a * scale / b), f"{total.unit.split()[0]} per head", f"{total.unit} / residents")


def total(observations: Sequence[Observation]) -> Result:
    """The sum, in the shared unit."""
    unit = one_unit(observations)
    periods = sorted({o.period for o in observations})
    what = f"sum of {periods[0]} to {periods[-1]}" if len(periods) > 1 else f"sum of {len(observations)} places"
    return Result(tidy_float(sum(numbers(observations))), unit, what)


def mean(observations: Sequence[Observation]) -> Result:
    """The unweighted mean, in the shared unit."""
    unit = one_unit(observations)
    periods = sorted({o.period for o in observations})
    what = f"{len(observations)} places" if len(periods) == 1 else f"{len(observations)} figures"
    return Result(tidy_float(fmean(numbers(observations))), unit, f"unweighted mean of {what}")


def median(observations: Sequence[Observation]) -> Result:
    """The middle value, or the mean of the two in the middle, in the shared unit."""
    unit = one_unit(observations)
    return Result(tidy_float(middle(numbers(observations))), unit, f"median of {len(observations)} places")


def ranked(observations: Iterable[Observation], lowest: bool = False) -> list[Ranked]:
    """The observations that have a value, best first (or worst first), with shared ranks for ties (1, 2, 2, 4)."""
    held = [o for o in observations if o.value is not None]
    one_unit(held) if held else None
    held.sort(key=lambda o: (o.value if lowest else -(o.value or 0.0), o.place_name))
    values = [o.value for o in held]
    return [Ranked(values.index(o.value) + 1, o, values.count(o.value) > 1) for o in held]


def passing(observations: Iterable[Observation], test: Callable[[float], bool]) -> list[Observation]:
    """The observations whose value passes the test, largest first."""
    kept = [o for o in observations if o.value is not None and test(o.value)]
    return sorted(kept, key=lambda o: -(o.value or 0.0))


def since_when(series: Sequence[Observation], test: Callable[[float], bool]) -> Observation | None:
    """The first observation of the unbroken run, up to the last period, in which the test is passed; None if not passed last."""
    start = None
    for observation in sorted(series, key=lambda o: o.period, reverse=True):
        if observation.value is None or not test(observation.value):
            break
        start = observation
    return start


def first_when(series: Sequence[Observation], test: Callable[[float], bool]) -> Observation | None:
    """The earliest observation in which the test is passed; None if it never is."""
    passed = (o for o in sorted(series, key=lambda o: o.period) if o.value is not None and test(o.value))
    return next(passed, None)


def distances(
    own: dict[str, float], others: dict[str, dict[str, float]], least: float = 0.6
) -> list[tuple[str, float, int]]:
    """Places by likeness: (name, root mean square difference of standardised values, measures shared), nearest first.

    Each measure is standardised over all the places given (z scores); a place needs `least` of the measures to be counted.
    """
    everyone = {**others, "": own}
    scale: dict[str, tuple[float, float]] = {}
    for measure in own:
        column = [values[measure] for values in everyone.values() if measure in values]
        if len(column) > 2 and (spread := pstdev(column)) > 0:
            scale[measure] = (fmean(column), spread)
    out = []
    for name, values in others.items():
        shared = [m for m in scale if m in values]
        if shared and len(shared) >= least * len(scale):
            square = fmean(((values[m] - own[m]) / scale[m][1]) ** 2 for m in shared)
            out.append((name, square**0.5, len(shared)))
    return sorted(out, key=lambda item: (item[1], item[0]))


def tidy_float(value: float) -> float:
    """The value without the tail that binary arithmetic leaves: 2.6 rather than 2.6000000000000014."""
    return float(f"{value:.10g}")
