"""What is offered where a measure is not held for a place: stand-ins, always called that."""

from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.figures.choose import indicators_of, name_of, pick
from assistant.figures.draft import Draft
from assistant.figures.ends import ends
from assistant.figures.parts import parts
from assistant.figures.say import asked_text, value_with_name
from assistant.held import ALIKE, Series, chosen_periods, fits, unit_matches
from assistant.numbers import written
from ingest.schema import Mention

MAX_STAND_INS = 3
RELATION_WORDS = {
    "equal": "is the same area under another name",
    "contains": "covers it",
    "within": "lies within it",
    "part": "shares part of it",
}


def nearest(draft: Draft, mention: Mention, concept: str) -> bool:
    """Offer stand-ins for a place the measure is not held for; False when there is none."""
    if parts(draft, mention, concept):
        return True
    stand_ins = best_first_stable(draft.held.stand_ins(mention, indicators_of(draft, concept)), draft.currency)
    first = {s.place.code: n for n, s in reversed(list(enumerate(stand_ins)))}
    stand_ins = sorted(stand_ins, key=lambda s: (first[s.place.code], not fits(s.periods, draft.query.asked)))
    asked_name = w.place_label(mention.candidates[0])
    when = f" for {asked_text(draft.query.asked)}" if draft.query.asked.given else ""
    if not stand_ins:
        return False
    draft.status = "nearest"
    kinds = sorted(set(draft.held.types_by_concept.get(concept, set())), key=str)
    own = mention.candidates[0].place_type
    name, others = name_of(draft, concept), [w.plural(k) for k in kinds if k != own]
    instead = f", though for other {w.plural(own)}" if own in kinds else f", only for {w.joined(others)}"
    draft.say(f"{w.upper_first(name)} {w.be(name)} not held for {asked_name}{when}{instead}.")
    shown: set[str] = set()
    n_said = 0
    for s in stand_ins:
        kind = ALIKE.get(s.place.place_type, (s.place.place_type,))[0]
        if n_said >= MAX_STAND_INS or (kind in shown and s.how not in ("within", "part")) or s.place.name in shown:
            continue
        periods, wanting = chosen_periods(s.periods, draft.query.asked)
        observation = s.at(periods[-1]) if periods else None
        if observation is None or observation.value is None:
            continue
        earlier, later, apart = ends(draft, s) if draft.query.operation == "change" else (None, None, ())
        shown |= {s.place.name, *ALIKE.get(s.place.place_type, (s.place.place_type,))}
        n_said += 1
        relation = RELATION_WORDS[s.how]
        late = " (the nearest year held)" if wanting else ""
        draft.places.append(s.place)
        draft.caveat(s.indicator)
        if earlier and later and not apart:
            moved = draft.derive("change", op.change(earlier, later), earlier, later)
            way = "no change" if not moved or not moved.value else "a rise" if moved.value > 0 else "a fall"
            by = f" of {written(abs(moved.value), moved.unit, exact=False)}" if moved and moved.value else ""
            draft.say(
                f"As a stand-in{'' if s.how == 'equal' else ', not the same area'}: {w.of(later)}, which {relation}, had {way}{by} in {w.lower_first(w.measure_name(s.indicator))}, "
                f"from {w.value_text(earlier, s.indicator)} in {w.period_name(earlier.period, s.indicator)} to {w.value_text(later, s.indicator)} in {w.period_name(later.period, s.indicator)} {draft.ref(earlier, later)}."
            )
            continue
        draft.say(
            f"As a stand-in{'' if s.how == 'equal' else ', not the same area'}: {w.of(observation)}, which {relation}, had {value_with_name(observation, s.indicator)} "
            f"in {w.period_name(observation.period, s.indicator)}{late} {draft.ref(observation)}."
        )
    return bool(shown)


def choose_or_stand_in(draft: Draft, concept: str, mentions: Sequence[Mention] | None = None) -> list[Series]:
    """The series held for the mentions; stand-ins are offered in words for the others."""
    mentions = draft.query.mentions if mentions is None else mentions
    picked = pick(draft, mentions, concept)
    found = [s for s in picked if s is not None]
    for mention, s in zip(mentions, picked, strict=True):
        if s is None and not nearest(draft, mention, concept):
            draft.say(
                f"{w.upper_first(name_of(draft, concept))} {w.be(name_of(draft, concept))} not held for {w.place_label(mention.candidates[0])}."
            )
            draft.status = "nearest" if draft.figures else "not_found"
        if s is None and found:
            draft.status = "partly"
    return found


def after_merger(draft: Draft, s: Series, concept: str) -> None:
    """Offer the area a place was merged into, for years after the merger."""
    successor = draft.gazetteer.successor(s.place)
    if successor is None or s.place.valid_to is None:
        return
    for later in draft.held.series_of([(successor, "contains")], indicators_of(draft, concept)):
        periods, wanting = chosen_periods(later.periods, draft.query.asked)
        observation = later.at(periods[-1]) if periods else None
        if observation is not None and observation.value is not None and not wanting:
            draft.places.append(successor)
            draft.say(
                f"{w.place_label(s.place)} became part of {w.place_label(successor)} in {s.place.valid_to}: there, {value_with_name(observation, later.indicator)} "
                f"in {w.period_name(observation.period, later.indicator)} {draft.ref(observation)}."
            )
            return


def best_first_stable(stand_ins: Sequence[Series], unit: str | None) -> list[Series]:
    """Stand-ins as they come (nearest in size first), those in the unit asked for before the others."""
    return sorted(stand_ins, key=lambda s: not unit_matches(s.indicator.unit, unit))
