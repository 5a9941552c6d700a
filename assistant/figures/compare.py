"""Places side by side: named ones, neighbours, region, nation, a named group, or the mean of a kind."""

import re
from collections.abc import Sequence

from assistant import operations as op
from assistant import wording as w
from assistant.cues import HIGH, LOW
from assistant.figures.change import change
from assistant.figures.choose import common_periods, held_for_all, name_of, pick
from assistant.figures.choose import series as series_of
from assistant.figures.draft import Draft, Findings
from assistant.figures.kindred import KINDRED
from assistant.figures.nearest import choose_or_stand_in, nearest
from assistant.figures.parts import adds_up
from assistant.figures.plain import plain
from assistant.figures.say import NATIONS, YES_OR_NO, parts_only, show, year_not_held
from assistant.held import Series, chosen_periods, first_year, plain_name
from assistant.numbers import written
from assistant.schema import Derivation
from ingest.schema import Mention, Observation, Place

# "How many times the size of A's is B's?" divides the second by the first.
TIMES_OF = re.compile(
    r"\bhow many times (?:the size|bigger than|larger than|as (?:big|large|much) as|greater than|that) .*\b(?:is|was|are|were)\b"
)
# One year's figure divided by another's, in the order named: "2018 as a multiple of 2017".
MULTIPLE_OF = re.compile(r"\b(?:multiple of|over|divided by|to)\b")
# The neighbours alone are asked about: "which of its neighbours has the highest …", "the LEPs that border it".
ONLY_THEM = re.compile(
    rf"\b(?:which|who|what|whose)\b.*\b(?:{HIGH}|{LOW})\b"
    r"|\b(?:leps|areas|places|partnerships|ones) (?:that |which )?(?:border(?:ing)?|adjoin(?:ing)?|surround(?:ing)?|next (?:door )?to|around|beside)\b"
)
ABOVE = re.compile(r"\b(?:more|higher|bigger|larger|greater|better|richer|wealthier|faster|stronger)\b")
BELOW = re.compile(r"\b(?:less|fewer|lower|smaller|worse|poorer|slower|weaker)\b")
# One place above or below the other, said without "than".
AHEAD = re.compile(
    r"\b(?:above|ahead of|over(?:takes?|took|taken)|beat(?:s|en)?|outperform(?:s|ed)?|exceed(?:s|ed)?|outstrip(?:s|ped)?|surpass(?:es|ed)?)\b"
)
AFTER = re.compile(r"\b(?:below|behind|short of|lag(?:s|ging|ged)?|trail(?:s|ing|ed)?)\b")
_WITH = r"(?:and|with|plus|alongside|beside|next to|against|together with|as well as)"
NATIONAL_MEAN = re.compile(r"\bnational (?:average|mean|figure|level|rate)\b")


def compare(draft: Draft) -> Findings | None:
    """Several places side by side, highest first, with the difference or ratio of two."""
    if "lep average" in draft.query.relations:
        return against_average(draft)
    if "average" in draft.query.relations:
        return against_nation(draft) or against_average(draft)
    if NATIONAL_MEAN.search(draft.low) and (found := no_national_figure(draft)):
        return found
    for concept in held_for_all(draft):
        series = compared_series(draft, concept)
        if not series:
            continue
        if len(series) == 1 and draft.status == "answered" and len(draft.query.asked.years) > 1:
            found = change(draft)
            return times_between_years(draft) if draft.query.operation == "ratio" else found
        periods, wanting = common_periods(draft, series)
        units = {s.indicator.unit for s in series}
        if wanting:
            year_not_held(draft, series[0], wanting)
        for period in periods if draft.query.asked.given else periods[-1:]:
            pairs = [(s, o) for s in series if (o := s.at(period)) is not None]
            side_by_side(draft, pairs, units)
    if not draft.sentences:
        plain(draft)
    return draft.findings()


def times_between_years(draft: Draft) -> Findings | None:
    """How many times the figure of one year is that of another, beside the change between them; the later by the earlier where no order is said."""
    by_year = {first_year(o.period): o for o in draft.figures}
    years = [y for y in draft.query.asked.years if y in by_year]
    if len(by_year) == 2 == len(years):
        first, second = (by_year[y] for y in (years if MULTIPLE_OF.search(draft.low) else sorted(years, reverse=True)))
        if times := op.ratio(first, second):
            where = tuple(draft.figures.index(o) for o in (first, second))
            draft.derivations.insert(0, Derivation("ratio", times.value, times.unit, times.formula, where))
            draft.sentences.insert(
                0,
                f"The figure of {first.period} was {written(times.value, 'times')} times that of {second.period} {draft.ref(first, second)}.",
            )
    return draft.findings()


def compared_series(draft: Draft, concept: str) -> list[Series]:
    """The series to be compared: places named, and those asked for by relation (neighbours, nation, region)."""
    mentions = list(draft.query.mentions)
    own = [s for s in pick(draft, mentions, concept) if s]
    base = own[0].place if own else (mentions[0].candidates[0] if mentions else None)
    if base is not None:
        named = {plain_name(m.candidates[0].name) for m in mentions}
        for relation in draft.query.relations:
            for place in related(draft, base, relation):
                if relation in ("region", "national") and plain_name(place.name) in named:
                    continue
                mentions.append(Mention(place.name, 0, 0, (place,)))
        for _, places in draft.query.groups:
            mentions += [Mention(p.name, 0, 0, (p,)) for p in places if p.code != base.code]
    if only_neighbours(draft) and len(mentions) > 1:
        mentions = mentions[1:]
    if len(draft.query.mentions) > 1 and _is_index(draft, concept):
        mentions = [m for m in mentions if m in draft.query.mentions]  # the nation is 100 by definition
    seen: dict[str, Mention] = {}
    for m in mentions:
        seen.setdefault(m.candidates[0].code, m)
    mentions = list(seen.values())
    picked = pick(draft, mentions, concept)
    missing = [m for m, s in zip(mentions, picked, strict=True) if s is None]
    if missing and any(picked) and concept in KINDRED:
        for other in KINDRED[concept]:
            again = pick(draft, mentions, other) if other in draft.held.measures.by_concept else []
            if again and all(again):
                draft.warnings.append(
                    f"{w.upper_first(name_of(draft, concept))} is not held for {w.joined([w.place_label(m.candidates[0]) for m in missing])}, so {name_of(draft, other)} is compared, like for like."
                )
                return [s for s in again if s]
    for m in missing:
        by_relation = m.start == 0 and m.end == 0
        if by_relation:
            draft.warnings.append(f"Not held for {w.place_label(m.candidates[0])}.")
        elif not nearest(draft, m, concept):
            draft.say(
                f"{w.upper_first(name_of(draft, concept))} {w.be(name_of(draft, concept))} not held for {w.place_label(m.candidates[0])}."
            )
            draft.status = "nearest" if draft.figures else "not_found"
        if any(picked) and not by_relation:
            draft.status = "partly"
    return [s for s in picked if s]


def _is_index(draft: Draft, concept: str) -> bool:
    """Whether a measure is an index with the UK at 1 or 100."""
    return all(i.unit.startswith("UK=") for i in draft.held.measures.by_concept[concept])


def related(draft: Draft, place: Place, relation: str) -> list[Place]:
    """The places asked for by relation to one."""
    if relation == "neighbours":
        return list(draft.gazetteer.neighbours(place))
    if relation == "region":
        return [p for p, _ in draft.gazetteer.containing(place, ("region", "ITL1"))][:1]
    if relation == "national":
        nations = [p for p, _ in draft.gazetteer.containing(place, ("country",)) if p.name in NATIONS]
        return [*nations[:1], *draft.gazetteer.named("United Kingdom", "country")[:1]]
    return []


def only_neighbours(draft: Draft) -> bool:
    """Whether the neighbours of one place are asked about and not the place itself."""
    asked = draft.query.relations == ("neighbours",) and len(draft.query.mentions) == 1 and not draft.query.groups
    return asked and ONLY_THEM.search(draft.low) is not None and not _together(draft)


def _together(draft: Draft) -> bool:
    """Whether the place is named together with its neighbours: "Kent and the LEPs around it"."""
    name = re.escape(draft.query.mentions[0].text.lower())
    return re.search(rf"{name}(?: lep)?,? {_WITH}\b", draft.query.text.lower()) is not None


def side_by_side(draft: Draft, pairs: Sequence[tuple[Series, Observation]], units: set[str]) -> None:
    """Sentences for one period: the order, then difference or ratio where two are compared."""
    for s, _ in pairs:
        draft.places.append(s.place)
        draft.caveat(s.indicator)
    indicators = {s.indicator.indicator_id: s.indicator for s, _ in pairs}
    if len(units) > 1:
        draft.warnings.append(f"These figures are in different units ({w.joined(sorted(units))}) and are not compared.")
        draft.status = "partly"
        for s, o in pairs:
            show(draft, s, o)
        return
    if len(indicators) > 1:
        labels = [i.label for i in indicators.values()]
        draft.warnings.append(f"The figures come from series made in different ways: {w.joined(labels)}.")
    valued = [(s, o) for s, o in pairs if o.value is not None]
    for s, o in pairs:
        if o.value is None:
            draft.say(f"{w.upper_first(w.of(o))}: {w.value_text(o, s.indicator)} in {o.period} {draft.ref(o)}.")
    if not valued:
        return
    lowest_first = draft.cues.lowest or (
        bool(re.search(r"\b(?:lower|smaller|slower|fewer|less|worse|poorer)\b", draft.low))
        and bool(re.search(r"\bwhich|who\b", draft.low))
    )
    indicator = next(iter(indicators.values()))
    if indicator.polarity == "lower" and _CLEANER.search(draft.low):
        lowest_first = True
    if indicator.unit == "minutes" and _SOONER.search(draft.low):
        lowest_first = True
    ordered = sorted(
        valued, key=lambda pair: (pair[1].value if lowest_first else -(pair[1].value or 0), pair[1].place_name)
    )
    head_series, head = ordered[0]
    name = w.measure_name(head_series.indicator)
    when = w.period_name(head.period, head_series.indicator)
    if len(ordered) == 1:
        show(draft, *ordered[0])
        return
    refs = draft.ref(*(o for _, o in ordered))
    if len(ordered) == 2:
        (sa, a), (sb, b) = ordered
        if a.value == b.value:
            draft.say(
                f"In {when}, {w.lower_first(name)} was the same in {w.of(a)} and {w.of(b)}: {w.value_text(a, sa.indicator)} {refs}."
            )
        else:
            verb = "was lower" if lowest_first else "was higher"
            if w.is_plural(name):
                verb = verb.replace("was", "were")
            yes = verdict(draft, valued[0][1], valued[1][1])
            draft.say(
                f"{yes}In {when}, {w.lower_first(name)} {verb} in {w.of(a)}, at {w.value_text(a, sa.indicator)}, than in {w.of(b)}, at {w.value_text(b, sb.indicator)} {refs}."
            )
        first, second = valued[0][1], valued[1][1]
        result = draft.derive("difference", op.difference(first, second), first, second)
        if TIMES_OF.search(draft.low) or (
            "how many times" in draft.low and abs(first.value or 0.0) < abs(second.value or 0.0)
        ):
            first, second = second, first
        times = op.ratio(first, second)
        if draft.query.operation == "ratio" and times:
            draft.derivations.insert(
                0,
                Derivation(
                    "ratio",
                    times.value,
                    times.unit,
                    times.formula,
                    tuple(draft.figures.index(o) for o in (first, second)),
                ),
            )
            draft.say(
                f"{w.upper_first(w.of(first))} had {written(times.value, 'times')} times the figure of {w.of(second)} {draft.ref(first, second)}."
            )
        elif result and result.value:
            draft.say(
                f"The difference is {written(abs(result.value), result.unit, exact=False)} {draft.ref(first, second)}."
            )
    else:
        parts = [f"{w.of(o)} {w.value_text(o, s.indicator)}" for s, o in ordered]
        lead = "lowest" if lowest_first else "highest"
        draft.itemise(
            f"{w.upper_first(name)} in {when}, {lead} first",
            [(text, (o,)) for text, (_, o) in zip(parts, ordered, strict=True)],
        )
        first = valued[0][1]
        mine = next((n for n, (_, o) in enumerate(ordered, 1) if o is first), None)
        if (draft.query.relations or draft.query.groups) and not only_neighbours(draft):
            draft.say(
                f"{w.upper_first(w.of(first))} comes {w.ordinal(mine or 1)} of these {len(ordered)} {draft.ref(first)}."
            )
        if draft.query.relations and _CLOSEST.search(draft.low):
            say_closest(draft, first, [o for _, o in ordered if o is not first])


_CLEANER = re.compile(
    r"\b(?:which|who)\b.*\b(?:cleaner|better|healthier|safer|nicer)\b"
)  # where less of what is measured is better
_SOONER = re.compile(r"\b(?:quicker|faster|sooner|shorter|nearer|closer|quickest|fastest|shortest)\b")
# Which of the others has the figure nearest to the place's own: "which of its neighbours is closest?".
_CLOSEST = re.compile(r"\b(?:closest|nearest|most (?:similar|alike)|most like)\b")


def say_closest(draft: Draft, own: Observation, others: Sequence[Observation]) -> None:
    """Of the places set beside one, that whose figure is nearest to its own."""
    near = min(others, key=lambda o: abs((o.value or 0.0) - (own.value or 0.0)))
    apart = draft.derive("difference", op.difference(near, own), near, own)
    if apart is not None:
        way = "above" if apart.value > 0 else "below"
        by = f", {written(abs(apart.value), apart.unit, exact=False)} {way} it" if apart.value else ", the same"
        draft.say(f"Closest to {w.of(own)} is {w.of(near)}{by} {draft.ref(near, own)}.")


def verdict(draft: Draft, first: Observation, second: Observation) -> str:
    """ "Yes: " or "No: " for a question whether the first is above or below the second; "" for any other."""
    more, less = AHEAD.search(draft.low), AFTER.search(draft.low)
    if not (more or less) and (" than " in draft.low or "average" in draft.query.relations):
        more, less = ABOVE.search(draft.low), BELOW.search(draft.low)
    if not YES_OR_NO.search(draft.low) or bool(more) == bool(less) or " or " in draft.low:
        return ""
    if not draft.query.places or draft.query.mentions[0].candidates[0].code != draft.query.places[0].code:
        return ""
    return "Yes: " if ((first.value or 0.0) > (second.value or 0.0)) == bool(more) else "No: "


def against_nation(draft: Draft) -> Findings | None:
    """A place's share, rate or quotient against that of its nation; None where that is not held, or only totals are."""
    mention = draft.query.mentions[0]
    for concept in draft.query.concepts:
        s = pick(draft, [mention], concept)[0]
        if s is None or adds_up(s.indicator):
            continue
        for nation in related(draft, s.place, "national"):
            for whole in series_of(draft, Mention(nation.name, 0, 0, (nation,)), concept):
                periods, _ = chosen_periods(sorted(set(s.periods) & set(whole.periods)), draft.query.asked)
                a, b = (one.at(periods[-1]) if periods else None for one in (s, whole))
                if a is None or b is None or a.unit != b.unit or a.value is None or b.value is None:
                    continue
                side_by_side(draft, [(s, a), (whole, b)], {a.unit})
                draft.warnings.append(f"The average is taken to be the figure of {w.place_label(nation)}.")
                return draft.findings()
    return None


def no_national_figure(draft: Draft) -> Findings | None:
    """One place against the mean of its kind, where a national average is asked for and the nation's figure is not held."""
    if draft.query.relations != ("national",) or len(draft.query.mentions) != 1 or len(draft.query.concepts) != 1:
        return None
    (mention,), (concept,) = draft.query.mentions, draft.query.concepts
    own = pick(draft, [mention], concept)[0]
    if own is None:
        return None
    nations = related(draft, own.place, "national")
    if not nations or any(series_of(draft, Mention(n.name, 0, 0, (n,)), concept) for n in nations):
        return None
    name = name_of(draft, concept)
    draft.say(f"{w.upper_first(name)} {w.be(name)} not held for {w.joined([w.place_label(n) for n in nations])}.")
    draft.status = "partly"
    return against_average(draft)


def against_average(draft: Draft) -> Findings | None:
    """A place against the unweighted mean of its kind."""
    for concept in draft.query.concepts:
        series = choose_or_stand_in(draft, concept)
        for s in series:
            periods, _ = chosen_periods(s.periods, draft.query.asked)
            observation = s.at(periods[-1])
            if observation is None or observation.value is None:
                continue
            show(draft, s, observation)
            draft.places.append(s.place)
            _, everyone = draft.held.across(s.indicator, s.place.place_type, observation.period)
            held = [o for o in parts_only(draft, everyone, s.place.place_type) if o.value is not None]
            average = op.mean(held)
            draft.derivations.append(
                Derivation("mean", average.value, average.unit, average.formula, (draft.figures.index(observation),))
            )
            draft.say(
                f"The unweighted mean of the {len(held)} {w.plural(s.place.place_type)} held is {written(average.value, average.unit)}, and {w.of(observation)} is {_beside(observation.value, average.value)} it {draft.ref(observation)}."
            )
            draft.warnings.append(
                "LEP areas differ in size and some overlap, so their mean is not an average for England."
            )
    return draft.findings()


def _beside(value: float, average: float) -> str:
    return "above" if value > average else "below" if value < average else "at"
