"""A part of a whole: one place's amount of another's, or one measure's of another's at a place."""

import re
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import common_periods, indicators_of, pick
from assistant.figures.choose import series as series_of
from assistant.figures.compare import compare
from assistant.figures.draft import Draft, Findings
from assistant.figures.parts import adds_up
from assistant.figures.ranking import ranking
from assistant.figures.say import say_missing, year_not_held
from assistant.figures.value import value
from assistant.held import Series
from assistant.numbers import written
from ingest.schema import Indicator, Observation

AGAINST = re.compile(
    r"\b(?:vs?|versus|against|compared?|comparison|alongside|next to|both|ahead|behind|above|below|higher|lower|beats?)\b"
)


def share(draft: Draft) -> Findings | None:
    """A part of a whole: one place of another, where the measure is an amount."""
    concept = draft.query.concepts[0]
    mentions = list(draft.query.mentions)
    indicators = indicators_of(draft, concept)
    if len(mentions) < 2 or all(i.unit in ("%", "index", "UK=1", "UK=100", "rank", "score") for i in indicators):
        if AGAINST.search(draft.low):
            return compare(Draft(replace(draft.query, operation="compare"), draft.held))
        parts = [
            m for m in mentions if m.candidates[0].name not in ("United Kingdom", "England", "Great Britain")
        ] or mentions
        return value(Draft(replace(draft.query, mentions=tuple(parts), operation=None), draft.held))
    series = [s for s in pick(draft, mentions, concept) if s]
    if len(series) < 2 or series[0].indicator.unit != series[1].indicator.unit:
        return value(draft)
    sizes = {"country": 3, "region": 2, "ITL1": 2}
    series.sort(key=lambda s: (s.place.name in ("United Kingdom",), sizes.get(s.place.place_type, 1)))
    whole = series[-1]
    inside = [s for s in series[:-1] if s.indicator.unit == whole.indicator.unit]
    periods, wanting = common_periods(draft, series)
    if wanting:
        year_not_held(draft, whole, wanting)
    held = [(s, o) for s in inside if periods and (o := s.at(periods[-1])) is not None and o.value is not None]
    of = whole.at(periods[-1]) if periods else None
    if of is None or of.value is None or not held:
        return value(draft)
    name = w.lower_first(w.measure_name(whole.indicator))
    when = w.period_name(periods[-1], whole.indicator)
    total = draft.derive("share", op.share([o for _, o in held], of), *(o for _, o in held), of)
    if len(held) > 1 and total is not None and adds_up(whole.indicator):
        together = w.joined([w.of(o) for _, o in held])
        draft.say(
            f"Together, {together} accounted for {written(total.value, '%')} of {w.of(of)}’s {name} in {when} {draft.ref(*(o for _, o in held), of)}."
        )
    for s, o in held:
        result = total if len(held) == 1 else draft.derive("share", op.share([o], of), o, of)
        if result is None:
            continue
        draft.places.append(s.place)
        if not adds_up(s.indicator):  # a rate is no part of another
            draft.say(
                f"{w.upper_first(name)} in {w.of(o)} was {written(result.value, '%')} of that of {w.of(of)} in {when}: "
                f"{w.value_text(o, s.indicator)} beside {w.value_text(of, whole.indicator)} {draft.ref(o, of)}."
            )
            continue
        draft.say(
            f"{w.upper_first(w.of(o))} accounted for {written(result.value, '%')} of {w.of(of)}’s {name} in {when}: "
            f"{w.value_text(o, s.indicator)} of {w.value_text(of, whole.indicator)} {draft.ref(o, of)}."
        )
    draft.places.append(whole.place)
    draft.caveat(whole.indicator)
    return draft.findings() if draft.figures else value(draft)


def share_of_group(draft: Draft) -> Findings | None:
    """What part of a nation's amount a named set of places has together ("the northern LEPs"); None where it is not held."""
    alone = Draft(replace(draft.query, mentions=(), operation="sum"), draft.held)
    indicator, period, everyone, kind = ranking(alone, draft.query.concepts[0])
    held = [o for o in everyone if o.value is not None]
    if indicator is None or period is None or len(held) < 2 or not adds_up(indicator):
        return None
    nation = draft.held.options(draft.query.mentions[0], draft.held.indicators(indicator.concept, indicator.breakdown))
    of = next((o for s in nation if s.indicator.unit == indicator.unit and (o := s.at(period)) and o.value), None)
    if of is None or (result := draft.derive("share", op.share(held, of), *held, of)) is None:
        return None
    together = op.total(held)
    draft.derive("sum", together, *held)
    draft.say(
        f"The {len(held)} {draft.query.groups[0][0]} held had {written(result.value, '%')} of {w.of(of)}’s {w.lower_first(w.measure_name(indicator))} in "
        f"{w.period_name(period, indicator)}: {written(together.value, together.unit)} of {w.value_text(of, indicator)} {draft.ref(*held, of)}."
    )
    listed = "; ".join(f"{w.of(o)} {w.value_text(o, indicator)}" for o in held)
    draft.say(f"They are: {listed} {draft.ref(*held)}.")
    if kind == "LEP":
        draft.warnings.append("Some areas overlap; a sum counts the shared part twice.")
    say_missing(alone, everyone, kind, period, indicator)
    draft.warnings += alone.warnings
    draft.caveat(indicator)
    return draft.findings()


def share_of_measure(draft: Draft) -> Findings | None:
    """What part of one measure another is, at each place and time asked about: high-tech patents of all patents.

    Of two times, or the ends of a span, it is also said how far the part grew or shrank.
    """
    part_concept, whole_concept = draft.query.concepts[:2]
    for part, whole in zip(
        pick(draft, draft.query.mentions, part_concept), pick(draft, draft.query.mentions, whole_concept), strict=True
    ):
        if part is None or whole is None:
            continue
        if part.indicator.unit != whole.indicator.unit or not set(part.periods) & set(whole.periods):
            whole = _like(draft, part, whole_concept) or whole
        periods, wanting = common_periods(draft, (part, whole))
        if wanting:
            year_not_held(draft, part, wanting)
        several = draft.query.asked.given and len(periods) > 1
        given: list[tuple[op.Result, Observation, Observation]] = []
        for period in dict.fromkeys((periods[0], periods[-1]) if several else periods[-1:]):
            a, b = part.at(period), whole.at(period)
            if a is None or b is None or _outgrows(a, b, part.indicator):
                continue
            if (result := draft.derive("share", op.share([a], b), a, b)) is None:
                continue
            given.append((result, a, b))
            draft.say(
                f"{w.upper_first(w.measure_name(part.indicator))} made up {written(result.value, '%')} of {w.lower_first(w.measure_name(whole.indicator))} in {w.of(a)} in {w.period_name(a.period, part.indicator)}: "
                f"{w.value_text(a, part.indicator)} of {w.value_text(b, whole.indicator)} {draft.ref(a, b)}."
            )
        if not given:
            continue
        draft.places.append(part.place)
        if len(given) == 2:
            _say_moved(draft, *given)
        draft.caveat(part.indicator)
    if draft.figures:
        return draft.findings()
    return value(Draft(replace(draft.query, concepts=(part_concept,), operation=None), draft.held))


def _like(draft: Draft, part: Series, whole_concept: str) -> Series | None:
    """The series of the whole in the part's unit and years, where several are held of it: in millions, and in billions."""
    options = series_of(draft, part.mention, whole_concept) if part.mention else []
    alike = (s for s in options if s.indicator.unit == part.indicator.unit and set(s.periods) & set(part.periods))
    return next(alike, None)


def _outgrows(part: Observation, whole: Observation, indicator: Indicator) -> bool:
    """Whether what should be a part counts more than its whole in one unit: small enterprises are no part of large ones."""
    if part.value is None or whole.value is None or part.unit != whole.unit:
        return False
    return adds_up(indicator) and part.value > whole.value


def _say_moved(
    draft: Draft, earlier: tuple[op.Result, Observation, Observation], later: tuple[op.Result, Observation, Observation]
) -> None:
    """By how much a share rose or fell between two times, each with the part and the whole it was worked out from."""
    (was, *from_these), (now, *from_those) = earlier, later
    inputs = (*from_these, *from_those)
    moved = op.Result(now.value - was.value, "percentage points", "the later share minus the earlier")
    if (result := draft.derive("change", moved, *inputs)) is None:
        return
    way = "did not change" if not result.value else "rose" if result.value > 0 else "fell"
    by = f" by {written(abs(result.value), 'percentage points')}" if result.value else ""
    draft.say(f"That share {way}{by} from {from_these[0].period} to {from_those[0].period} {draft.ref(*inputs)}.")
