"""One measure of a place beside another: how much the first is above the second, how many times as large, or their sum."""

import re
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import common_periods, pick
from assistant.figures.compare import compare
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import year_not_held
from assistant.figures.total import NO_SUM
from assistant.held import Series
from assistant.numbers import written
from ingest.schema import Mention, Observation

SMALLER = re.compile(r"\b(?:smaller|narrower|lesser|less|lower)\b")


def measures_apart(draft: Draft) -> Findings | None:
    """The first measure minus the second, or divided by it, in the place and year asked for."""
    pair = _in_one_unit(draft, draft.query.mentions[0])
    found = pair and _say_apart(draft, *pair)
    return draft.findings() if found else compare(draft)


def gaps(draft: Draft) -> Findings | None:
    """The first measure minus the second in each of several places, and in which of them they are further apart."""
    found: list[tuple[float, Observation, Observation]] = []
    for mention in draft.query.mentions:
        pair = _in_one_unit(draft, mention)
        both = pair and _say_apart(draft, *pair)
        if pair and both:
            found.append((op.difference(*both).value, *both))
    if not found:
        return compare(draft)
    if len(found) < len(draft.query.mentions):
        draft.status = "partly"
    elif len({abs(gap) for gap, _, _ in found}) > 1:
        least = draft.cues.lowest or SMALLER.search(draft.low) is not None
        _, a, _ = (min if least else max)(found, key=lambda one: abs(one[0]))
        degree = ("smaller" if least else "bigger") if len(found) == 2 else ("smallest" if least else "biggest")
        refs = draft.ref(*(o for _, *both in found for o in both))
        draft.sentences.insert(0, f"The gap was {degree} in {w.of(a)} {refs}.")
    return draft.findings()


def together(draft: Draft) -> Findings | None:
    """The sum of the measures in each place and the year asked for; both beside each other where they do not add up."""
    found = [pair for mention in draft.query.mentions if (pair := _in_one_unit(draft, mention))]
    for pair in found:
        periods, wanting = common_periods(draft, pair)
        both = [o for s in pair if (o := s.at(periods[-1])) is not None and o.value is not None]
        if len(both) < len(pair) or both[0].unit in NO_SUM:
            return compare(draft)
        if wanting:
            year_not_held(draft, pair[0], wanting)
        names = [w.lower_first(w.measure_name(s.indicator)) for s in pair]
        result = draft.derive("sum", op.total(both), *both)
        if result is None:
            return compare(draft)
        draft.places.append(pair[0].place)
        amounts = w.joined(
            [f"{name} {w.value_text(o, s.indicator)}" for name, o, s in zip(names, both, pair, strict=True)]
        )
        draft.say(
            f"{w.upper_first(w.joined(names))} in {w.of(both[0])} came to {written(result.value, result.unit)} together "
            f"in {w.period_name(both[0].period, pair[0].indicator)}: {amounts} {draft.ref(*both)}."
        )
        for s in pair:
            draft.caveat(s.indicator)
    return draft.findings() if found else compare(draft)


def _say_apart(draft: Draft, first: Series, second: Series, *_: Series) -> tuple[Observation, Observation] | None:
    """Say how far apart two measures of one place are, and give both figures; None where one has none."""
    pair = (first, second)
    periods, wanting = common_periods(draft, pair)
    a, b = first.at(periods[-1]), second.at(periods[-1])
    if a is None or b is None or a.value is None or b.value is None:
        return None
    if wanting:
        year_not_held(draft, first, wanting)
    names = [w.lower_first(w.measure_name(s.indicator)) for s in pair]
    formula = f"{names[0]} {'/' if draft.query.operation == 'ratio' else 'minus'} {names[1]}"
    when, refs = w.period_name(a.period, first.indicator), draft.ref(a, b)
    draft.places.append(first.place)
    times = op.ratio(a, b) if draft.query.operation == "ratio" else None
    apart = op.difference(a, b)
    if times:
        draft.derive("ratio", op.Result(times.value, times.unit, formula), a, b)
        said = f"{w.upper_first(names[0])} {w.be(names[0], 'was', 'were')} {written(times.value, 'times')} times {names[1]}"
    else:
        draft.derive("difference", op.Result(apart.value, apart.unit, formula), a, b)
        size = written(abs(apart.value), apart.unit, exact=False)
        way = "more than" if apart.value > 0 else "less than"
        said = f"{w.upper_first(names[0])} {w.be(names[0], 'was', 'were')} {size} {way} {names[1]}"
    draft.say(
        f"{said} in {w.of(a)} in {when}: {w.value_text(a, first.indicator)} and {w.value_text(b, second.indicator)} {refs}."
    )
    for s in pair:
        draft.caveat(s.indicator)
    return a, b


def _in_one_unit(draft: Draft, mention: Mention) -> tuple[Series, ...] | None:
    """The series of the two measures, or of the measure of two sectors, at a place, in one unit; None where not so held."""
    query = draft.query
    if len(query.concepts) == 1:
        of_each = [replace(draft, query=replace(query, breakdowns=(sector,))) for sector in query.breakdowns]
        found = [pick(one, [mention], query.concepts[0])[0] for one in of_each]
    else:
        found = [pick(draft, [mention], c)[0] for c in query.concepts]
    held = tuple(s for s in found if s is not None and not s.stand_in)
    if len(held) < len(found) or len({(s.indicator.unit, s.place.code) for s in held}) != 1:
        return None
    return held
