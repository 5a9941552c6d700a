"""The places that meet two conditions at once: "LEPs with GVA per head above £30,000 and fewer than a million people"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant import operations as op
from assistant import wording as w
from assistant.cues import AREA, Cues, read_cues
from assistant.figures.choose import name_of
from assistant.figures.draft import Draft, Findings
from assistant.figures.ranking import ranking
from assistant.figures.threshold import condition_test, threshold
from assistant.words import tokens
from ingest.schema import Indicator, Observation

_CONDITIONS = re.compile(
    rf"\b(?:{AREA}|where|places?|areas?|which|that)\b[^?]*? (?:have|has|had|having|with|are|is|were|was|combine|combines|where) (?P<one>.+?),? (?:and|but|yet|plus|as well as|while)\b(?: also)? (?P<other>.+?)\W*$"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What one half of the question asks of a figure, and the figures it is asked of."""

    indicator: Indicator
    period: str
    observations: list[Observation]
    test: Callable[[float], bool]
    words: str


def both_bounds(draft: Draft) -> Findings | None:
    """The places that meet both conditions; None where the question sets no two, or one of them cannot be told."""
    if draft.query.mentions or not (found := _CONDITIONS.search(draft.low)):
        return None
    one, other = found["one"], found["other"]
    cues = [read_cues(half) for half in (one, other)]
    if not (cues[1].bound or cues[1].bar):
        cues[1] = _same_bar(one, other, cues[0])
    concepts = [[f.key for f in draft.held.measures.read(tokens(half)).concepts[:1]] for half in (one, other)]
    concepts[1] = concepts[1] or concepts[0]  # "above this and below that"
    if not concepts[0] or not all(c.bound or c.bar for c in cues):
        return None
    halves = [
        replace(
            draft,
            query=replace(
                draft.query,
                concepts=(concept[0],),
                breakdowns=(),
                cues=replace(draft.cues, bound=cue.bound, bar=cue.bar),
            ),
        )
        for concept, cue in zip(concepts, cues, strict=True)
    ]
    first = _condition(halves[0], draft.query.place_type)
    second = _condition(halves[1], first.observations[0].place_type) if first else None
    if first and second is None and concepts[1][0] != concepts[0][0] and not _held_for(halves[1], first):
        draft.status = "partly"
        kind = w.plural(first.observations[0].place_type)
        name = name_of(draft, concepts[1][0])
        draft.say(
            f"{w.upper_first(name)} {w.be(name, 'is', 'are')} not held for {kind}, so only the other condition is tested."
        )
        return threshold(replace(halves[0], status="partly"))
    if first is None or second is None:
        return None
    return _say(draft, first, second)


def _held_for(draft: Draft, first: Condition) -> bool:
    """True when the second measure is held for the kind of area of which the first is."""
    return first.observations[0].place_type in draft.held.types_by_concept.get(draft.query.concepts[0], set())


def _same_bar(one: str, other: str, cues: Cues) -> Cues:
    """The second half's cues, where it is held to the first half's bar: "above the average on both", "but above it for"."""
    if re.search(r"\bboth\b", one):
        return cues
    it = re.search(r"\b(?:(?P<above>above|over)|below|under) (?:it|that)\b", other)
    if it is None or cues.bar is None:
        return read_cues(other)
    return replace(cues, bar=replace(cues.bar, above=it["above"] is not None, judged=False))


def _condition(draft: Draft, kind: str | None) -> Condition | None:
    """One condition with the figures of all places of the kind; None where none are held or it sets no bound."""
    indicator, period, observations, _ = ranking(draft, draft.query.concepts[0], kind)
    near = draft.cues.bound is None and draft.cues.bar is not None and draft.cues.bar.near
    if indicator is None or period is None or not observations or near:
        return None
    test, words = condition_test(draft, indicator, period, observations)
    return None if test is None else Condition(indicator, period, observations, test, words)


def _values(first: Condition, one: Observation, second: Condition, other: Observation) -> str:
    """The figures that meet the conditions, once where both are of the same."""
    return "; ".join(dict.fromkeys((w.value_text(one, first.indicator), w.value_text(other, second.indicator))))


def _say(draft: Draft, first: Condition, second: Condition) -> Findings:
    """The sentence and the list of the places that meet both."""
    beside = {o.place_code: o for o in second.observations if o.value is not None}
    held = [o for o in first.observations if o.value is not None and o.place_code in beside]
    kept = [o for o in op.passing(held, first.test) if second.test(beside[o.place_code].value or 0.0)]
    n, what = len(held), w.plural(first.observations[0].place_type)
    asked = " and ".join(
        f"{w.lower_first(w.measure_name(c.indicator))} {c.words.rstrip(',')} in {w.period_name(c.period, c.indicator)}"
        for c in (first, second)
    )
    for condition in (first, second):
        draft.caveat(condition.indicator)
    if not kept:
        alone = [len(op.passing(held, first.test)), sum(second.test(o.value or 0.0) for o in beside.values())]
        draft.say(
            f"None of the {n} {what} held for both had {asked}: {alone[0]} met the first condition alone and {alone[1]} the second {draft.ref(*held[:1], *(beside[o.place_code] for o in held[:1]))}."
        )
        for count in alone:
            draft.derive("count", op.Result(count, "count", f"{what} that meet one condition"), *held[:1])
    else:
        draft.itemise(
            f"{w.how_many(len(kept))} of the {n} {what} held for both had {asked}",
            [
                (
                    f"{w.of(o)} {_values(first, o, second, beside[o.place_code])}",
                    (o, beside[o.place_code]),
                )
                for o in kept
            ],
        )
    shown = [*kept, *(beside[o.place_code] for o in kept)] or held[:1]
    draft.derive(
        "count", op.Result(len(kept), "count", f"{what} that meet both conditions, of the {n} held for both"), *shown
    )
    draft.places += [draft.gazetteer.place(o.place_code) for o in kept]
    return draft.findings()
