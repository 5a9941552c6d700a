"""Where a place stands among its kind."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import operations as op
from assistant import wording as w
from assistant.cues import HIGH, LOW, PART_OF_ORDER, PARTS, QUICKEST
from assistant.figures.draft import Draft, Findings
from assistant.figures.ends import ends
from assistant.figures.nearest import choose_or_stand_in
from assistant.figures.rank_change import changes, derive_changes, span_of, then_and_now
from assistant.figures.say import parts_only, say_missing, show, year_not_held
from assistant.held import Series, chosen_periods
from assistant.numbers import written
from assistant.periods import Asked, number_word
from assistant.read_question import WHOLE, WIDE
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Observation, Place

_VERB = (
    r"\b(?:mov(?:e|ed|ing)|climb\w*|slip\w*|rise|risen|rose|fall|fallen|fell|gone|went|drop\w*|improv\w*|chang\w*)\b"
)
_MOVED = re.compile(
    rf"{_VERB}.*\b(?:rank\w*|tables?|league|list|order|places?|position)\b|\b(?:rank(?:s|ing|ings)?|position|place)\b.*(?<!for )(?<!by )(?<!in )(?<!on )(?<!of ){_VERB}"
)
# The rank of a change: "Where does Cumbria rank for GVA growth?"
_OF_CHANGE = re.compile(
    r"\b(?:for|on|by|in|of)\b[^?]{0,50}\b(?:growth|change|increase|rise|decline|decrease|fall|improvement)\b(?! (?:in|of) (?:rank|position|place))"
)
_NOW = re.compile(r"\b(?:now|today|latest|currently|at present)\b")


def place_rank(draft: Draft) -> Findings | None:
    """Where a place stands among its kind: of the kind named, and within the region or nation named beside it."""
    scope = _within_what(draft)
    draft.query = replace(
        draft.query, mentions=tuple(_of_kind(m, draft.query.place_type, draft.gazetteer) for m in _ranked(draft, scope))
    )
    for concept in draft.query.concepts:
        for s in choose_or_stand_in(draft, concept):
            periods, wanting = chosen_periods(s.periods, draft.query.asked)
            observation = s.at(periods[-1])
            if _OF_CHANGE.search(draft.low) and rank_of_change(draft, s):
                continue
            if _moves(draft) and ranks_then_and_now(draft, s):
                continue
            if wanting:
                year_not_held(draft, s, wanting)
            if observation is None or observation.value is None:
                continue
            if s.indicator.unit == "rank":
                show(draft, s, observation)  # it is itself a place in an order
                draft.places.append(s.place)
                draft.caveat(s.indicator)
                continue
            everyone = its_kind(draft, s, observation)
            inside = _inside(draft, everyone, scope, observation) if scope is not None else []
            everyone = inside or everyone
            lowest = bool(re.search(rf"\b(?:from|with) the {LOW}\b|\b{LOW} first\b", draft.low))
            pace = QUICKEST.search(draft.low) if s.indicator.unit == "minutes" else None
            lowest = lowest or (pace is not None and pace["slow"] is None)
            order = op.ranked(everyone, lowest)
            mine = next((r for r in order if r.observation.place_code == observation.place_code), None)
            if mine is None:
                continue
            n, what = len(order), w.plural(observation.place_type, len(order))
            if scope is not None and inside:
                what += f" of {w.place_name(scope.name, scope.place_type)}"
            end = "lowest" if lowest else "highest"
            draft.places.append(s.place)
            draft.say(
                f"{w.upper_first(w.of(observation))} ranked {'joint ' if mine.tied else ''}{w.ordinal(mine.rank)} {'from the lowest ' if lowest else ''}of the {n} {what} held for {w.lower_first(w.measure_name(s.indicator))} in {w.period_name(observation.period, s.indicator)}, "
                f"with {w.value_text(observation, s.indicator)} {draft.ref(observation)}."
            )
            draft.derive(
                "rank",
                op.Result(mine.rank, f"rank of {n}", f"rank from the {end} among the {n} {what} held"),
                observation,
            )
            say_part_of_order(draft, mine.rank, n, lowest, observation)
            say_off_the_end(draft, s, order, observation)
            draft.caveat(s.indicator)
            say_missing(draft, everyone, observation.place_type, observation.period, s.indicator)
    return draft.findings()


def say_part_of_order(draft: Draft, rank: int, n: int, lowest: bool, observation: Observation) -> None:
    """Whether a rank is in the part of the order asked about: "in the bottom quarter", "in the top ten"."""
    if not (asked := PART_OF_ORDER.search(draft.low)):
        return
    size = n / PARTS[asked["part"]] if asked["part"] in PARTS else float(number_word(asked["part"]) or 0)
    from_top = n + 1 - rank if lowest else rank
    bottom = asked["end"] in ("bottom", "lowest", "worst", "weakest")
    inside = n + 1 - from_top <= size if bottom else from_top <= size
    draft.say(f"So it is {'' if inside else 'not '}in the {asked['end']} {asked['part']} {draft.ref(observation)}.")


# How far a place is from the first or last of its kind: "how far off the top LEP was Kent?".
_OFF_THE_END = re.compile(
    rf"\b(?:how (?:far|much|many)|by what|what is the (?:gap|difference)|gap)\b.*\b(?:off|from|behind|below|short of|adrift of|to|between|above|ahead of|lower than|less than|higher than|more than)\b.*?\b(?:the )?(?:very )?(?:{HIGH}|{LOW}|leader|pacesetter)\b"
)


def say_off_the_end(draft: Draft, s: Series, order: Sequence[op.Ranked], observation: Observation) -> None:
    """How far a place's figure is from the first of its kind, or from the last where that is asked for."""
    if not (asked := _OFF_THE_END.search(draft.low)) or len(order) < 2:
        return
    values = sorted((r.observation for r in order), key=lambda o: o.value or 0.0)
    end = values[0 if re.search(rf"\b{LOW}\b", asked[0]) else -1]
    if end.place_code == observation.place_code:
        return
    gap = draft.derive("difference", op.difference(observation, end), observation, end)
    if gap is not None:
        way = "above" if gap.value > 0 else "below"
        draft.say(
            f"That is {written(abs(gap.value), gap.unit)} {way} {w.of(end)}, at {w.value_text(end, s.indicator)} {draft.ref(observation, end)}."
        )


def rank_of_change(draft: Draft, s: Series) -> bool:
    """The change of a place's figure over the time asked for and its rank among its kind; False where an end is not held."""
    latest = s.observations[-1]
    changed = changes(draft, s.indicator, its_kind(draft, s, latest))
    mine = next((c for c in changed if c.earlier.place_code == latest.place_code), None)
    if mine is None:
        return False
    rank = 1 + sum(c.result.value > mine.result.value for c in changed)
    tied = sum(c.result.value == mine.result.value for c in changed) > 1
    n, what = len(changed), w.plural(latest.place_type, len(changed))
    draft.places.append(s.place)
    draft.say(
        f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(mine.earlier)} changed by {written(mine.result.value, mine.result.unit)} {span_of(mine, s.indicator)}, {then_and_now(mine, s.indicator)} {draft.ref(mine.earlier, mine.later)}. "
        f"That was {'joint ' if tied else ''}{w.ordinal(rank)} of the {n} {what} held for both years, the largest rise first {draft.ref(mine.earlier, mine.later)}."
    )
    derive_changes(draft, s.indicator, [mine])
    draft.derive(
        "rank", op.Result(rank, f"rank of {n}", f"rank by change among the {n} {what} held"), mine.earlier, mine.later
    )
    draft.caveat(s.indicator)
    return True


def _within_what(draft: Draft) -> Place | None:
    """The region or nation within which a place of a named kind is ranked: the North West of "among its NUTS2 areas"."""
    if draft.query.place_type is None or len(draft.query.mentions) < 2:
        return None
    wide = [m for m in draft.query.mentions if m.candidates[0].place_type in WIDE]
    return wide[0].candidates[0] if len(wide) == 1 and draft.query.place_type not in WIDE else None


def _ranked(draft: Draft, scope: Place | None) -> tuple[Mention, ...]:
    """The places that are ranked, without the one within which they are; all that is held lies in the UK."""
    ranked = tuple(m for m in draft.query.mentions if scope is None or m.candidates[0] != scope)
    parts = tuple(m for m in ranked if m.candidates[0].name not in WHOLE)
    return parts if parts and _ACROSS.search(draft.low) else ranked


# The whole that places are ranked across: "where would Kent rank across the UK?".
_ACROSS = re.compile(
    r"\b(?:across|in|within|out of|throughout) (?:all (?:of )?)?(?:the )?(?:whole )?(?:uk|united kingdom|great britain)\b"
)


def _of_kind(mention: Mention, kind: str | None, gazetteer: Gazetteer) -> Mention:
    """The mention as that of the place of the kind named: the combined authority, not the LEP; the LEP that a city lies in."""
    meant = tuple(p for p in mention.candidates if p.place_type == kind)
    if not meant and kind == "LEP" and mention.candidates[0].place_type in ("district", "town", "city"):
        leps = gazetteer.leps(mention.candidates[0])
        meant = tuple(leps) if len(leps) == 1 else ()
    return replace(mention, candidates=meant) if meant else mention


def _inside(draft: Draft, everyone: list[Observation], scope: Place, own: Observation) -> list[Observation]:
    """The figures of the places that lie within another; [] where the place asked about does not."""
    codes = {p.code for p in draft.gazetteer.parts(scope, own.place_type)}
    return [o for o in everyone if o.place_code in codes] if own.place_code in codes else []


def its_kind(draft: Draft, s: Series, observation: Observation) -> list[Observation]:
    """The figures of all places of a place's kind for its year; of a named group where one is asked about."""
    _, everyone = draft.held.across(s.indicator, observation.place_type, observation.period)
    everyone = parts_only(draft, everyone, observation.place_type)
    if draft.query.groups:
        codes = {p.code for _, places in draft.query.groups for p in places} | {observation.place_code}
        grouped = [o for o in everyone if o.place_code in codes]
        everyone = grouped if len(grouped) > 1 else everyone  # a group of another kind of area says nothing of this one
    return everyone


def _moves(draft: Draft) -> bool:
    """True when it is asked how a place's rank changed, or for its rank in two years."""
    asked = draft.query.asked
    return (
        asked.ranged
        or len(asked.years) > 1
        or bool(_MOVED.search(draft.low) or (asked.years and _NOW.search(draft.low)))
    )


def ranks_then_and_now(draft: Draft, s: Series) -> bool:
    """The ranks at the start and the end of the time asked for, and which way the place moved; False where one is not held."""
    asked = draft.query.asked
    if len(asked.years) == 1:
        asked = Asked(first=asked.years[0], ranged=True)
    earlier, later, wanting = ends(replace(draft, query=replace(draft.query, asked=asked)), s)
    if earlier is None or later is None:
        return False
    if wanting:
        year_not_held(draft, s, wanting)
    ranks = []
    draft.places.append(s.place)
    for o in (earlier, later):
        order = op.ranked(its_kind(draft, s, o), False)
        mine = next((r for r in order if r.observation.place_code == o.place_code), None)
        if mine is None:
            return False
        n, what = len(order), w.plural(o.place_type, len(order))
        ranks.append((mine.rank, n))
        draft.say(
            f"In {w.period_name(o.period, s.indicator)} {w.of(o)} ranked {'joint ' if mine.tied else ''}{w.ordinal(mine.rank)} of the {n} {what} held for {w.lower_first(w.measure_name(s.indicator))}, with {w.value_text(o, s.indicator)} {draft.ref(o)}."
        )
        draft.derive(
            "rank", op.Result(mine.rank, f"rank of {n}", f"rank from the highest among the {n} {what} held"), o
        )
    (then, _), (now, _) = ranks
    way = "kept its place" if then == now else f"moved {'up' if now < then else 'down'} by {abs(now - then)}"
    moved = draft.derive("change", op.Result(then - now, "places", f"{then} - {now}"), earlier, later)
    if moved is not None:
        draft.say(f"So it {way} {draft.ref(earlier, later)}.")
    draft.caveat(s.indicator)
    return True
