"""How strong a place is in one sector: its location quotient, its share of the place's output, and where both stand."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import explicit
from assistant.figures.draft import Draft, Findings
from assistant.figures.nearest import nearest
from assistant.figures.sectors import small_sectors
from assistant.held import Series, best_first, chosen_periods
from ingest.schema import Mention, Observation

# The measures that speak of a sector's strength: for sectors, whose quotients and shares are of one whole, then industries.
QUOTIENTS = ("lq_sector", "lq_industry")
IN_WORK = "residents_industry_share"
SIZES = ("gva_sector_share", "gva_industry", "gva_sector")


def strength(draft: Draft) -> Findings | None:
    """Location quotient and share of output of a sector, each with its rank; None when the sector is not held."""
    mention = draft.query.mentions[0]
    for breakdown in draft.query.breakdowns:
        quotient = _series(draft, mention, QUOTIENTS, breakdown)
        if quotient is None:
            continue
        o = _at(draft, quotient)
        if o is None or o.value is None:
            continue
        draft.places.append(quotient.place)
        than = "more than" if o.value > 1 else "less than" if o.value < 1 else "the same as"
        draft.say(
            f"{w.upper_first(w.lower_first(breakdown))} had a location quotient of {w.value_text(o, quotient.indicator)} in {w.of(o)} in {o.period}, {than} the UK mix of 1 {draft.ref(o)}: {_rank(draft, quotient, o)} {draft.ref(o)}."
        )
        for size in (_series(draft, mention, (concept,), breakdown) for concept in SIZES):
            if size is not None and (amount := _at(draft, size)) is not None and amount.value is not None:
                draft.say(
                    f"{w.upper_first(w.measure_name(size.indicator))} there was {w.value_text(amount, size.indicator)} in {amount.period}, {_rank(draft, size, amount)} {draft.ref(amount)}."
                )
                break
        draft.caveat(quotient.indicator)
        draft.warnings.append(f"The sector is read as “{breakdown}”, the one for which figures are held.")
        concept = quotient.indicator.concept
        small_sectors(draft, op.ranked([o]), quotient.place, o.period, concept)
    if draft.sentences:
        return draft.findings()
    for concept in QUOTIENTS:
        held = any(i.breakdown in draft.query.breakdowns for i in draft.held.measures.by_concept.get(concept, []))
        if held and (nearest(draft, mention, concept) or _in_work(draft, mention)):
            return draft.findings()
    return None


def _in_work(draft: Draft, mention: Mention) -> bool:
    """Say what share of those in work the sector has, where no quotient is held for the place; whether that is held."""
    for breakdown in draft.query.breakdowns:
        series = _series(draft, mention, (IN_WORK,), breakdown)
        if series is None or (o := _at(draft, series)) is None or o.value is None:
            continue
        draft.places.append(series.place)
        draft.status = "nearest"
        draft.say(f"No location quotient is held for {w.lower_first(breakdown)} in {w.of(o)}.")
        draft.say(
            f"{w.upper_first(w.measure_name(series.indicator))} there was {w.value_text(o, series.indicator)} in {o.period}, {_rank(draft, series, o)} {draft.ref(o)}."
        )
        draft.caveat(series.indicator)
        return True
    return False


def _series(draft: Draft, mention: Mention, concepts: tuple[str, ...], breakdown: str) -> Series | None:
    """The best series of a sector for a place, of the first measure that holds it."""
    for concept in concepts:
        members = [i for i in draft.held.measures.by_concept.get(concept, []) if i.breakdown == breakdown]
        options = draft.held.options(mention, members, explicit(draft, mention)) if members else []
        if options:
            return best_first(options, draft.query.asked, None)[0]
    return None


def _at(draft: Draft, series: Series) -> Observation | None:
    """The figure for the year asked for, else the last."""
    periods, _ = chosen_periods(series.periods, draft.query.asked)
    return series.at(periods[-1]) if periods else None


def _rank(draft: Draft, series: Series, o: Observation) -> str:
    """Where the figure stands among its kind, in words, recorded as a derivation."""
    _, everyone = draft.held.across(series.indicator, o.place_type, o.period)
    order = op.ranked(everyone)
    mine = next(r for r in order if r.observation.place_code == o.place_code)
    what = w.plural(o.place_type, len(order))
    draft.derive(
        "rank",
        op.Result(mine.rank, f"rank of {len(order)}", f"rank from the highest among the {len(order)} {what} held"),
        o,
    )
    tie = "joint " if mine.tied else ""
    return f"{tie}{w.ordinal(mine.rank) + ' ' if mine.rank > 1 else 'the '}highest of the {len(order)} {what} held"
