"""A claim that a question takes for granted, checked against the ranking."""

import re

from assistant import operations as op
from assistant import wording as w
from assistant.figures.change import change
from assistant.figures.choose import common_periods, pick
from assistant.figures.draft import Draft, Findings
from assistant.figures.say import parts_only, show
from assistant.held import chosen_periods

PREMISE = re.compile(
    r"\b(?:since|given that|given|as|because|seeing that|now that|considering that|knowing that|if)\b(?P<claim>[^,;?]*\b(?:highest|lowest|most(?! (?:recent|up))|least|top|best|worst|largest|biggest|smallest|first|last)\b[^,;?]*)[,;]"
    r"|\bwhy (?:is|does|do|has|was|did|are|have)\b(?P<why>.*\b(?:highest|lowest|most|least|top|best|worst|largest|biggest|smallest)\b.*)"
)
THAN = re.compile(
    r"\b(?:since|given that|given|as|because|seeing that|now that|considering that|knowing that|if|with)\b(?P<claim>[^,;?]*\b(?P<way>more|higher|bigger|larger|greater|better|richer|faster|stronger|less|fewer|lower|smaller|worse|poorer|slower|weaker)\b[^,;?]*\bthan\b[^,;?]*)[,;]"
    r"|\bwhy (?:is|does|do|has|was|did|are|have|had)\b(?P<why>.*\b(?P<way2>more|higher|bigger|larger|greater|better|richer|faster|stronger|less|fewer|lower|smaller|worse|poorer|slower|weaker)\b.*\bthan\b.*)"
)
TURN = re.compile(
    r"\b(?:given(?: that)?|as|because|seeing that|now that|considering that|knowing that|since(?! (?:19|20)\d\d))\b[^,;?]*\b(?:fell|fallen|dropp?ed|declined|decreased|shrank|shrunk|went down|halv(?:ed|ing)|rose|risen|grew|grown|increased|went up)\b[^,;?]*[,;]"
)
LESS = ("less", "fewer", "lower", "smaller", "worse", "poorer", "slower", "weaker")
LOWEST = re.compile(r"\b(?:lowest|least|worst|smallest|last|bottom|poorest)\b")


def claim_in(question: str) -> str | None:
    """What a question takes for granted about an order ("Cumbria has the highest GVA"); None if nothing."""
    found = PREMISE.search(question)
    return (found["claim"] or found["why"]) if found else None


def premise(draft: Draft, claim: str) -> Findings | None:
    """A question that takes for granted that a place is highest or lowest: checked, and corrected where wrong."""
    mention = draft.query.mentions[0]
    series = pick(draft, [mention], draft.query.concepts[0])
    s = series[0]
    if s is None:
        return None
    periods, _ = chosen_periods(s.periods, draft.query.asked)
    o = s.at(periods[-1])
    if o is None or o.value is None:
        return None
    _, everyone = draft.held.across(s.indicator, o.place_type, o.period)
    lowest = bool(LOWEST.search(claim))
    order = op.ranked(parts_only(draft, everyone, o.place_type), lowest)
    mine = next((r for r in order if r.observation.place_code == o.place_code), None)
    if mine is None or len(order) < 2:
        return None
    name, end = w.lower_first(w.measure_name(s.indicator)), "lowest" if lowest else "highest"
    top = order[0].observation
    what = w.plural(o.place_type)
    draft.places.append(s.place)
    if mine.rank == 1:
        show(draft, s, o)
        draft.say(f"It was indeed the {end} of the {len(order)} {what} held {draft.ref(o)}.")
        if "why" in draft.cues.names:
            draft.status = "nearest"
            draft.say("Why that is so, the tables do not say.")
        return draft.findings()
    draft.status = "nearest"
    draft.say(
        f"That is not what the figures show: {w.of(o)} did not have the {end} {name} in {w.period_name(o.period, s.indicator)}; {w.of(top)} did, with {w.value_text(top, s.indicator)} {draft.ref(top)}."
    )
    draft.say(
        f"{w.upper_first(w.of(o))} had {w.value_text(o, s.indicator)}, {w.ordinal(mine.rank)} {'from the lowest ' if lowest else ''}of the {len(order)} {what} held {draft.ref(o)}."
    )
    draft.derive(
        "rank",
        op.Result(mine.rank, f"rank of {len(order)}", f"rank from the {end} among the {len(order)} {what} held"),
        o,
    )
    return draft.findings()


def than(draft: Draft) -> Findings | None:
    """A question that takes for granted that one place is above another: checked, and corrected where wrong."""
    found = THAN.search(draft.low)
    if not found or len(draft.query.mentions) != 2:
        return None
    pair = pick(draft, draft.query.mentions, draft.query.concepts[0])
    if pair[0] is None or pair[1] is None or pair[0].indicator.unit != pair[1].indicator.unit:
        return None
    periods, _ = common_periods(draft, [pair[0], pair[1]])
    a, b = pair[0].at(periods[-1]), pair[1].at(periods[-1])
    if a is None or b is None or a.value is None or b.value is None or a.value == b.value:
        return None
    less = (found["way"] or found["way2"]) in LESS
    draft.places += [pair[0].place, pair[1].place]
    if (a.value < b.value) != less:
        draft.status = "nearest"
        name = w.lower_first(w.measure_name(pair[0].indicator))
        draft.say(
            f"That is not what the figures show: {name} {w.be(name, 'was', 'were')} {'higher' if less else 'lower'} in {w.of(a)} than in {w.of(b)} in {w.period_name(a.period, pair[0].indicator)} {draft.ref(a, b)}."
        )
    for s, o in zip(pair, (a, b), strict=True):
        if s is not None:
            show(draft, s, o)
    draft.derive("difference", op.difference(a, b), a, b)
    if "why" in draft.cues.names:
        draft.status = "nearest"
        draft.say("Why that is so, the tables do not say.")
    return draft.findings()


def turn(draft: Draft) -> Findings | None:
    """A question that takes for granted that a figure rose or fell: the change, and a wrong direction corrected."""
    if not TURN.search(draft.low) or draft.cues.rising is None or not draft.query.mentions:
        return None
    found = change(draft)
    changed = next((d for d in draft.derivations if d.operation == "change"), None)
    if found is None or changed is None or changed.value == 0 or (changed.value > 0) == draft.cues.rising:
        return found
    draft.status = "nearest"
    draft.sentences.insert(0, f"That is not what the figures show: it {'rose' if changed.value > 0 else 'fell'}.")
    return draft.findings()
