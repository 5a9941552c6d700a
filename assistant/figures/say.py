"""Sentences that several operations share: one figure, a year that is not held, where a place stands, what to ask next."""

import re
from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.cues import SUPERLATIVE
from assistant.figures.choose import explicit
from assistant.figures.choose import series as series_of_mention
from assistant.figures.draft import Draft
from assistant.held import Series, first_year, unit_matches
from assistant.numbers import split_unit
from assistant.periods import Asked
from ingest.schema import Indicator, Observation

DEVOLVED = ("Scotland", "Wales", "Northern Ireland")
NATIONS = ("England", *DEVOLVED)
# What is to be answered with yes or no.
YES_OR_NO = re.compile(
    r"(?:^\W*(?:and |so |but )?|[:;,–] ?(?:and |so |but )?)(?:is|was|are|were|does|did|do|has|had|have)\b(?! (?:much|many))"
    r"|\btrue\b|\b(?:right|correct|agreed|no)\W*$|\bwhether\b|\b(?:is|are|was|does|did)(?:n't| not) it\b"
)


def show(draft: Draft, series: Series, observation: Observation) -> None:
    """Say one figure in a sentence."""
    draft.places.append(series.place)
    say_type = explicit(draft, series.mention) is not None if series.mention else False
    draft.say(w.value_sentence(observation, series.indicator, draft.ref(observation), say_type))
    draft.caveat(series.indicator)
    if not unit_matches(series.indicator.unit, draft.currency):
        asked = {"GBP": "pounds", "EUR": "euros"}[draft.currency or "GBP"]
        draft.warnings.append(
            f"Asked for in {asked}, but held for {w.of(observation)} in {split_unit(series.indicator.unit)[0]} only; it is not converted."
        )
    bare = re.sub(r" \(\d{4} boundary\)$", "", observation.place_name)
    if bare != observation.place_name and bare != series.place.name and observation.place_type == "LEP":
        draft.warnings.append(f"{bare} followed {w.place_label(series.place)} and is not the same area.")
    if series.how == "namesake" and series.mention:
        first = series.mention.candidates[0]
        draft.warnings.append(
            f"“{series.mention.text}” is read here as the {series.place.place_type} area {series.place.name}, for which this is held; "
            f"it is not the same area as {w.place_label(first)}."
        )


def year_not_held(draft: Draft, s: Series, wanting: Sequence[str]) -> None:
    """Say that a year is not held, and what is offered instead."""
    first, last = s.periods[0], s.periods[-1]
    span = (
        w.period_name(first, s.indicator)
        if first == last
        else f"{w.period_name(first, s.indicator)} to {w.period_name(last, s.indicator)}"
    )
    draft.status = "partly" if len(draft.query.asked.years) > len(wanting) else "nearest"
    draft.say(
        f"{w.upper_first(w.measure_name(s.indicator))} for {w.place_name(s.place.name, s.place.place_type)} is not held for {w.joined(list(wanting))}; it is held for {span}, and the nearest is given."
    )


def parts_only(draft: Draft, observations: Sequence[Observation], place_type: str) -> list[Observation]:
    """Without wholes among parts, and without the other nations where regions are ranked, unless those are asked about."""
    if place_type == "country":
        return [o for o in observations if o.place_name in NATIONS]
    out = [o for o in observations if o.place_name not in ("United Kingdom", "UK less Extra-Regio", "Great Britain")]
    if place_type in ("region", "ITL1"):
        asked = {c.name for m in draft.query.mentions for c in m.candidates[:1]}
        nations = () if asked & set(DEVOLVED) or re.search(r"\bnations?\b", draft.low) else DEVOLVED
        out = [o for o in out if o.place_name not in (*nations, "England")]
    return out


def rank_context(draft: Draft, s: Series, period: str) -> None:
    """Say where the place stands among its kind, where enough are held."""
    observation = s.at(period)
    if observation is None or observation.value is None or s.indicator.unit == "rank":
        return
    _, everyone = draft.held.across(s.indicator, observation.place_type, period)
    everyone = parts_only(draft, everyone, observation.place_type)
    order = op.ranked(everyone)
    mine = next((r for r in order if r.observation.place_code == observation.place_code), None)
    if mine is None or len(order) < 8:
        return
    tie = "joint " if mine.tied else ""
    place = w.ordinal(mine.rank) + " highest" if mine.rank > 1 else "the highest"
    draft.say(
        f"That was {tie}{place} of the {len(order)} {w.plural(observation.place_type)} held for {w.period_name(period, s.indicator)} {draft.ref(observation)}."
    )
    draft.derive(
        "rank",
        op.Result(
            mine.rank,
            f"rank of {len(order)}",
            f"rank from the highest among the {len(order)} {w.plural(observation.place_type)} held",
        ),
        observation,
    )


def suggest(draft: Draft) -> None:
    """Questions that are known to be answerable, from what is held for the same place and measure."""
    if not draft.figures:
        return
    o = draft.figures[0]
    indicator = draft.by_id[o.indicator_id]
    name = w.measure_name(indicator)
    place = w.of(o).replace(" (NUTS2 area)", "").replace(" (ITL2 area)", "")
    if len(indicator.periods) > 1:
        draft.suggestions.append(
            f"How {w.be(name, 'has', 'have')} {w.lower_first(name)} in {place} changed since {indicator.periods[0][:4]}?"
        )
    if o.place_type in w.PLURALS:
        draft.suggestions.append(f"Where does {place} rank for {w.lower_first(name)}?")
    if o.place_type == "LEP" and draft.held.series_of(
        [(draft.gazetteer.place(o.place_code), "exact")], draft.held.measures.by_concept.get("lq_sector", [])
    ):
        draft.suggestions.append(f"Which sectors is {place} strongest in?")


def later_years(draft: Draft, s: Series) -> None:
    """Where no end is asked for, the latest figure of another table that goes on from this one."""
    if later := gone_on(draft, s):
        show(draft, later, later.observations[-1])


def gone_on(draft: Draft, s: Series) -> Series | None:
    """The series of another table with later years of the same measure, place and unit, where no end is asked for; else None."""
    if s.mention is None or s.stand_in or not draft.query.asked.open_ended:
        return None
    for later in series_of_mention(draft, s.mention, s.indicator.concept):
        alike = (later.indicator.unit, later.indicator.breakdown) == (s.indicator.unit, s.indicator.breakdown)
        goes_on = later.how in ("exact", "same area") and first_year(later.periods[-1]) > first_year(s.periods[-1])
        if alike and goes_on and later.observations[-1].value is not None:
            return later
    return None


def say_missing(
    draft: Draft, observations: Sequence[Observation], kind: str, period: str, indicator: Indicator
) -> None:
    """Say which places have no figure."""
    withheld = [w.of(o) for o in observations if o.value is None]
    if withheld:
        draft.warnings.append(f"Withheld by the publisher, so not ranked: {w.joined(withheld)}.")
    if kind != "LEP" or draft.query.mentions or not period[:4].isdigit():
        return
    year = first_year(period)
    asked = [p for _, places in draft.query.groups for p in places] or draft.gazetteer.places
    every = [p for p in asked if p.place_type == "LEP" and (p.valid_to is None or p.valid_to >= year)]
    held = {o.place_code for o in observations}
    absent = sorted(p.name for p in every if p.code not in held)
    if absent:
        draft.warnings.append(f"No figure is held for {w.joined(absent)}.")


# A place taken apart into the areas that lie in it, which all are told.
PARTED = re.compile(r"^\W*(?:(?:and|so|but|then|now|ok|please|can you|could you) )*(?:break|split|divide) ")


def superlative(draft: Draft) -> bool:
    """Whether an end of an order is asked for: "the highest", "the fewest"; "break the first one down" asks for none."""
    return SUPERLATIVE.search(draft.low) is not None and not PARTED.search(draft.low)


def asked_text(asked: Asked) -> str:
    if asked.spoken:
        return w.joined(list(asked.spoken))
    if asked.years:
        return w.joined([str(y) for y in asked.years])
    if asked.first or asked.last:
        return f"{asked.first or 'the start'} to {asked.last or 'the last year held'}"
    return "the latest year"


def value_with_name(observation: Observation, indicator: Indicator) -> str:
    return f"{w.lower_first(w.measure_name(indicator))} of {w.value_text(observation, indicator)}"
