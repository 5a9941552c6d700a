"""One measure by another of the same place and year, worked out from the two held cells: GVA per job."""

import re
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import name_of, series
from assistant.figures.draft import Draft, Findings
from assistant.figures.kindred import KINDRED, STAND_INS
from assistant.figures.per_head import bounds
from assistant.figures.say import show
from assistant.figures.value import value
from assistant.held import Series, chosen_periods, fits
from assistant.numbers import grouped, split_unit, written
from assistant.quotients import sides
from assistant.words import tokens
from ingest.schema import Mention, Observation

MONEY = ("GBP", "EUR")
COUNTED = {
    "jobs": "job", "enterprises": "enterprise", "people": "person", "FTE": "full-time equivalent", "count": "one counted",
}  # fmt: skip


def quotient(draft: Draft) -> Findings | None:
    """The first measure divided by the second, for each place; the first alone where that cannot be worked out."""
    if (held := _published(draft)) is not None:
        return value(held)
    first, asked = draft.query.concepts
    second = STAND_INS[asked][0] if asked in STAND_INS else asked
    second = next((c for c in (second, *KINDRED.get(second, ())) if _held_together(draft, first, c)), second)
    if not _divisible(draft, first, second):
        draft.say(
            f"{w.upper_first(name_of(draft, first))} cannot be divided by {name_of(draft, second)}: only an amount or a count can be, and only by a count."
        )
        return _first_alone(draft, first)
    if second == STAND_INS.get(asked, ("",))[0]:
        draft.warnings.append(f"Divided by {name_of(draft, second)}: {STAND_INS[asked][1]}.")
    short = [m for m in draft.query.mentions if not _divided(draft, m, first, second)]
    if short:
        places = w.joined([w.place_label(m.candidates[0]) for m in short])
        draft.say(
            f"{w.upper_first(name_of(draft, first))} by {name_of(draft, second)} cannot be worked out for {places}: the two are not held for the same area and year."
        )
        if len(short) == len(draft.query.mentions):
            return _first_alone(draft, first)
        draft.status = "partly"
    return draft.findings()


def _published(draft: Draft) -> Draft | None:
    """A draft for the quotient itself, where a source states it for the places and year asked about; else None."""
    query = draft.query
    for concept in query.also:
        if "_per_" not in concept:
            continue
        held = [next(iter(series(draft, m, concept)), None) for m in query.mentions]
        if all(s is not None and fits(s.periods, query.asked) for s in held):
            return Draft(replace(query, concepts=(concept,), also=(), operation=None), draft.held)
    return None


def _divisible(draft: Draft, first: str, second: str) -> bool:
    """True when the one is an amount of money or a count, and the other a count."""
    above, below = ({split_unit(i.unit) for i in draft.held.indicators(c)} for c in (first, second))
    return any(not rest and head in (*MONEY, *COUNTED) for head, _, rest in above) and any(
        not rest and head in COUNTED for head, _, rest in below
    )


def _held_together(draft: Draft, first: str, second: str) -> bool:
    """True when both are held for one area and year of each place, and the second can divide the first."""
    known = second in draft.held.measures.by_concept and _divisible(draft, first, second)
    return known and all(_one_area(draft, m, first, second) for m in draft.query.mentions)


def _divided(draft: Draft, mention: Mention, first: str, second: str) -> bool:
    """Say the quotient for one place; False where the two are not held for one area and year."""
    pair = _one_area(draft, mention, first, second)
    if pair is None:
        return False
    above, below = pair
    periods, wanting = chosen_periods(sorted(_shared(*pair)), draft.query.asked)
    if wanting:
        draft.status = "nearest"
        draft.say(f"The two are not both held for {w.joined(list(wanting))}; the nearest year is given.")
    worked = [_worked(draft, above, below, period) for period in periods]
    name = w.measure_name(above.indicator)
    if len(worked) == 1:
        said, parts, cells = worked[0]
        draft.say(
            f"{w.upper_first(name)} in {w.of(cells[0])} {w.be(name, 'was', 'were')} {said} in {w.period_name(periods[0], above.indicator)}, worked out here: {parts} {draft.ref(*cells)}."
        )
    else:
        lead = f"{w.upper_first(name)} per {_what(draft, below)} in {w.of(worked[0][2][0])}, worked out here"
        draft.itemise(
            lead,
            [(f"{p} {said}: {parts}", cells) for p, (said, parts, cells) in zip(periods, worked, strict=True)],
        )
    draft.places.append(above.place)
    for s in pair:
        draft.caveat(s.indicator)
    return True


def _worked(
    draft: Draft, above: Series, below: Series, period: str
) -> tuple[str, str, tuple[Observation, Observation]]:
    """The quotient of a period that both series hold, what it is worked out from, and the two cells."""
    a, b = above.at(period), below.at(period)
    if a is None or b is None or a.value is None or not b.value:
        raise ValueError(f"a quotient needs both figures of {period}")
    (head, scale, _), (_, by, _) = split_unit(a.unit), split_unit(b.unit)
    result = op.Result(
        op.tidy_float(a.value * scale / (b.value * by)),
        f"{head} per {'FTE' if split_unit(below.indicator.unit)[0] == 'FTE' else _what(draft, below)}",
        f"{above.indicator.label} / {below.indicator.label}",
    )
    draft.derive("quotient", result, a, b)
    number = written(result.value, head, exact=False) if head in MONEY else grouped(float(f"{result.value:.3g}"), None)
    counted, name = w.value_text(b, below.indicator), w.lower_first(w.measure_name(below.indicator))
    over = f"{counted} of {name}" if counted[-1].isalpha() else f"{counted} {name}"
    return f"{number} per {_what(draft, below)}", f"{w.value_text(a, above.indicator)} over {over}", (a, b)


def _what(draft: Draft, below: Series) -> str:
    """One of what is divided by, in the words of the question where it has any: "job", "firm"."""
    found = sides(tokens(draft.query.text), draft.held.measures)
    if not found:
        return COUNTED[split_unit(below.indicator.unit)[0]]
    one = re.sub(r"(?<=ss)es$|ies$|(?<![su])s$", lambda m: "y" if m[0] == "ies" else "", found[2])
    return one.replace("r&d", "R&D").replace("fulltime", "full-time")


def _one_area(draft: Draft, mention: Mention, first: str, second: str) -> tuple[Series, Series] | None:
    """The two series of one area on one map and of one vintage, those held for the years asked before others."""
    pairs = [
        (a, b)
        for a in series(draft, mention, first)
        for b in series(draft, mention, second)
        if a.place.code == b.place.code and _vintage(a) == _vintage(b) and _shared(a, b) and _amounts(a, b)
    ]
    return next((p for p in pairs if fits(sorted(_shared(*p)), draft.query.asked)), pairs[0] if pairs else None)


def _amounts(a: Series, b: Series) -> bool:
    (head, _, rest), (other, _, more) = split_unit(a.indicator.unit), split_unit(b.indicator.unit)
    return not rest and not more and head in (*MONEY, *COUNTED) and other in COUNTED


def _vintage(s: Series) -> tuple[str, str]:
    """The map of a series and, where two editions of it are held, the edition."""
    edition = re.search(r", to (\d{4})\b", s.indicator.label)
    return bounds(s), edition[1] if edition else ""


def _shared(a: Series, b: Series) -> set[str]:
    """The periods in which both have a value and the second is not nought."""
    return {o.period for o in a.observations if o.value is not None} & {o.period for o in b.observations if o.value}


def _first_alone(draft: Draft, first: str) -> Findings:
    """The measure that was to be divided, as the nearest thing held."""
    draft.status = "not_found"
    for mention in draft.query.mentions:
        for s in series(draft, mention, first)[:1]:
            periods, _ = chosen_periods(s.periods, draft.query.asked)
            if periods and (o := s.at(periods[-1])) is not None:
                draft.status = "nearest"
                show(draft, s, o)
    return draft.findings()
