"""A question without a year answered for the last year of a table that goes on from the main series as well."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.figures.draft import Draft, Findings
from assistant.held import ALIKE, Held, first_year
from assistant.periods import Asked
from ingest.schema import Indicator

LEAST_OF_SERIES = 3  # periods
WITH_LATER = ("rank", "compare", "place_rank", "share", "difference", "ratio")
_REFERENCES = re.compile(r"⟦([\d,]+)⟧")


def goes_on(held: Held, indicator: Indicator, kind: str) -> bool:
    """Whether an indicator's table goes on from the main series of its measure, as that of 2020 and 2021 does.

    Such a table is taken where its years are asked for, or the latest; figures of LEPs end with the main series.
    """
    of_measure = held.measures.by_concept[indicator.concept]
    return any(
        len(main.periods) >= LEAST_OF_SERIES and _ends_before(main, indicator, kind)
        for main in of_measure[: of_measure.index(indicator)]
    )


def with_later(draft: Draft, found: Findings, answer: Callable[[Draft], Findings | None]) -> Findings:
    """The findings, and after them those for the last year of the later table, where one is held for all their figures."""
    query = draft.query
    if (
        (query.asked.given and query.asked != Asked(latest=True))
        or query.operation not in WITH_LATER
        or found.status != "answered"
        or not found.figures
    ):
        return found
    years = {_last_year(draft.held, indicator, o.place_type) for o, indicator in found.figures}
    (year,) = years if len(years) == 1 else (None,)
    if year is None:
        return found
    later = answer(Draft(replace(query, asked=Asked(years=(year,))), draft.held))
    if later is None or later.status != "answered" or {first_year(o.period) for o, _ in later.figures} != {year}:
        return found
    return _joined(found, later)


def _ends_before(main: Indicator, other: Indicator, kind: str) -> bool:
    """Whether two indicators are of one measure, unit and kind of area, of which the first ends before the other."""
    alike = (main.unit, main.breakdown) == (other.unit, other.breakdown)
    shared = set(ALIKE.get(kind, (kind,))) & set(main.place_types) & set(other.place_types)
    return alike and bool(shared) and first_year(main.periods[-1]) < first_year(other.periods[-1])


def _last_year(held: Held, main: Indicator, kind: str) -> int | None:
    """The last year of the table that goes on from a main series; None where none does."""
    of_measure = held.measures.by_concept[main.concept]
    later = (i for i in of_measure if _ends_before(main, i, kind) and goes_on(held, i, kind))
    return next((first_year(i.periods[-1]) for i in later), None)


def _joined(first: Findings, second: Findings) -> Findings:
    """Both findings as one, the references and derivations of the second counted on from the figures of the first."""
    n = len(first.figures)

    def moved(sentence: str) -> str:
        return _REFERENCES.sub(lambda m: f"⟦{','.join(str(int(i) + n) for i in m[1].split(','))}⟧", sentence)

    return replace(
        first,
        sentences=(*first.sentences, *map(moved, second.sentences)),
        figures=(*first.figures, *second.figures),
        derivations=(
            *first.derivations,
            *(replace(d, inputs=tuple(i + n for i in d.inputs)) for d in second.derivations),
        ),
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
    )
