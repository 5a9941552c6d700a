"""A Query to Findings: the held figures that answer it, what is computed from them, and the sentences that say so.

Each operation is one function. Nothing is guessed: what is not held is said, with the nearest held thing, and a stand-in
is always called one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant import operations as op
from assistant import wording as w
from assistant.cues import OTHER_AREAS
from assistant.held import ALIKE, Held, Series, best_first, chosen_periods, first_year, fits, unit_matches
from assistant.numbers import split_unit, written
from assistant.periods import Asked
from assistant.schema import Derivation, Outcome, Query
from assistant.words import normal
from ingest.schema import Indicator, Mention, Observation, Place

# Measures that mean nearly the same, offered like for like when the one asked for is not held for a place.
KINDRED = {"gva_per_head": ("gdp_per_head",), "gdp_per_head": ("gva_per_head",), "gerd": ("berd",), "berd_employment": ("rd_personnel",), "rd_personnel": ("berd_employment",),
           "gerd_gdp_share": ("gerd_gva_share",), "gerd_gva_share": ("gerd_gdp_share",)}  # fmt: skip
KEY_MEASURES = (
    "gva", "gva_per_hour", "gva_per_head", "population", "jobs", "nvq4", "professional_occupations",
    "stem_professionals_share", "berd", "research_income", "h2020", "innovate_uk", "patents", "economic_complexity", "broadband",
)  # fmt: skip
TOTAL_OF = {"gva_per_head": "gva", "gdp_per_head": "gdp", "gerd_per_head": "gerd"}
POPULATION = "population"
EXPLICIT = re.compile(
    r"^\W{0,2}\s*\(?(?:the\s)?(lep|local enterprise partnership|nuts\s?2|itl\s?2|nuts\s?3|itl\s?3|region|country|nation)\b",
    re.IGNORECASE,
)
EXPLICIT_TYPES = {"lep": "LEP", "local enterprise partnership": "LEP", "nuts2": "NUTS2", "itl2": "ITL2", "nuts3": "NUTS3",
                  "itl3": "ITL3", "region": "region", "country": "country", "nation": "country"}  # fmt: skip
RELATION_WORDS = {
    "equal": "is the same area under another name",
    "contains": "covers it",
    "within": "lies within it",
    "part": "shares part of it",
}
PREMISE = re.compile(
    r"\b(?:since|given that|given|as|because|seeing that|now that|considering that|knowing that|if)\b(?P<claim>[^,;?]*\b(?:highest|lowest|most|least|top|best|worst|largest|biggest|smallest|first|last)\b[^,;?]*)[,;]"
    r"|\bwhy (?:is|does|do|has|was|did|are|have)\b(?P<why>.*\b(?:highest|lowest|most|least|top|best|worst|largest|biggest|smallest)\b.*)"
)
LOWEST = re.compile(r"\b(?:lowest|least|worst|smallest|last|bottom|poorest)\b")


@dataclass(frozen=True, slots=True)
class Findings:
    """Figures, what was computed from them, and sentences with references (⟦0⟧) to the figures."""

    status: Outcome
    sentences: tuple[str, ...]
    figures: tuple[tuple[Observation, Indicator], ...] = ()
    derivations: tuple[Derivation, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.9
    places: tuple[Place, ...] = ()


@dataclass
class Draft:
    """Findings while they are gathered."""

    indicators: dict[str, Indicator]
    figures: list[Observation] = field(default_factory=list)
    derivations: list[Derivation] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    status: Outcome = "answered"

    def ref(self, *observations: Observation) -> str:
        """The reference for these figures, which are taken up in the order they are first shown."""
        numbers = []
        for o in observations:
            if o not in self.figures:
                self.figures.append(o)
            numbers.append(str(self.figures.index(o)))
        return f"⟦{','.join(numbers)}⟧"

    def say(self, sentence: str) -> None:
        """Add a sentence."""
        self.sentences.append(sentence)

    def itemise(self, lead: str, items: Sequence[tuple[str, tuple[Observation, ...]]]) -> None:
        """Add a sentence that lists up to three items, or a lead and a line for each of more."""
        if len(items) <= 3:
            refs = self.ref(*(o for _, observations in items for o in observations))
            self.say(f"{lead}: {'; '.join(text for text, _ in items)} {refs}.")
            return
        self.say(f"{lead}:")
        for text, observations in items:
            self.say(f"- {text} {self.ref(*observations)}")

    def derive(self, operation: str, result: op.Result | None, *inputs: Observation) -> op.Result | None:
        """Record a computed number with the figures it came from."""
        if result is not None:
            self.ref(*inputs)
            where = tuple(self.figures.index(o) for o in inputs)
            self.derivations.append(Derivation(operation, result.value, result.unit, result.formula, where))
        return result

    def caveat(self, indicator: Indicator) -> None:
        """Say an indicator's caveat once, as a warning."""
        if indicator.caveat and indicator.caveat not in self.caveats:
            self.caveats.append(indicator.caveat)

    def findings(self, confidence: float = 0.9) -> Findings:
        """The Findings gathered."""
        return Findings(
            self.status,
            tuple(self.sentences),
            tuple((o, self.indicators[o.indicator_id]) for o in self.figures),
            tuple(self.derivations),
            tuple(dict.fromkeys((*self.warnings, *self.caveats))),
            tuple(dict.fromkeys(self.suggestions)),
            confidence,
            tuple(dict.fromkeys(self.places)),
        )


def look_up(query: Query, held: Held) -> Findings | None:
    """The figures that answer the query; None when it asks for none, so that the reports must answer."""
    return Lookup(query, held).run()


class Lookup:
    """One query against the held figures."""

    def __init__(self, query: Query, held: Held) -> None:
        self.query = query
        self.held = held
        self.gazetteer = held.index.gazetteer
        self.draft = Draft({i.indicator_id: i for i in held.measures.indicators})
        self.low = normal(query.question)
        text = normal(query.text)
        self.unit = (
            "GBP"
            if re.search(r"£|\bpounds?\b|\bsterling\b|\bgbp\b", text)
            else "EUR"
            if re.search(r"€|\beuros?\b|\beur\b", text)
            else None
        )
        self.cues = query.cues

    def run(self) -> Findings | None:
        """The findings, by operation."""
        query, names = self.query, self.cues.names
        if not query.concepts and query.operation not in ("profile", "similar", "sectors"):
            return None
        if (
            query.concepts
            and "forecast" in names
            and (query.asked.future or not query.asked.given or self._beyond_held())
        ):
            return self.forecast()
        if query.operation == "sectors" and query.mentions:
            return self.sectors()
        if query.operation == "profile" and query.mentions:
            return self.profile()
        if query.operation == "similar" and query.mentions:
            return self.similar()
        if not query.concepts:
            return None
        if premise := PREMISE.search(self.low):
            if query.mentions and (found := self.premise(premise["claim"] or premise["why"])):
                return found
        if "why" in names and query.mentions:
            return self.why()
        if swapped := self.kindred():
            return swapped
        operations: dict[str, Callable[[], Findings | None]] = {
            "rank": self.rank, "count": self.threshold, "threshold": self.threshold, "place_rank": self.place_rank,
            "compare": self.compare, "difference": self.compare, "ratio": self.compare, "share": self.share,
            "change": self.change, "trend": self.trend, "list": self.value, "sum": self.sum, "mean": self.mean,
            "since": self.since,
            "peak": self.peak,
            "span": self.span,
        }  # fmt: skip
        if "per_head" in names:
            total = TOTAL_OF.get(query.concepts[0])
            if total is None and not any("per_head" in c or c == POPULATION for c in query.concepts):
                return self.per_head(query.concepts[0])
            if (
                total in self.held.measures.by_concept
                and query.mentions
                and not any(self.pick(query.mentions, query.concepts[0]))
            ):
                return self.per_head(total)
        return operations.get(query.operation or "value", self.value)()

    def kindred(self) -> Findings | None:
        """The findings for a measure that means nearly the same, where it is held for the places and the one asked is not."""
        if self.query.operation in ("rank", "count", "threshold"):
            return None
        concept = self.query.concepts[0]
        if (
            len(self.query.concepts) == 1
            and self.query.mentions
            and not any(self.series(m, concept) for m in self.query.mentions)
        ):
            for other in self.query.also:
                if all(self.series(m, other) for m in self.query.mentions):
                    return Lookup(replace(self.query, concepts=(other,), also=()), self.held).run()
        exact_words = concept == "gerd" and re.search(r"\bgerd\b|\bgross\b|\btotal\b", self.low)
        if len(self.query.concepts) > 1 or concept not in KINDRED or not self.query.mentions or exact_words:
            return None
        if concept in TOTAL_OF or any(self.series(m, concept) for m in self.query.mentions):
            return None
        for other in KINDRED[concept]:
            if other in self.held.measures.by_concept and all(self.series(m, other) for m in self.query.mentions):
                again = Lookup(replace(self.query, concepts=(other,)), self.held)
                again.draft.warnings.append(
                    f"{w.upper_first(self.name_of(concept))} is not held for {w.joined([w.place_label(m.candidates[0]) for m in self.query.mentions])}, so {again.name_of(other)} is given."
                )
                return again.run()
        return None

    # ---- choosing -------------------------------------------------------------------------------------------------

    def indicators(self, concept: str) -> list[Indicator]:
        """The indicators of a measure, of the sectors asked for if any."""
        families = self.held.measures.by_concept.get(concept, [])
        breakdowns = [b for b in self.query.breakdowns if any(i.breakdown == b for i in families)]
        if breakdowns:
            return [i for b in breakdowns for i in self.held.indicators(concept, b)]
        return self.held.indicators(concept)

    def explicit(self, mention: Mention) -> str | None:
        """The kind of area said right after the name: "Tees Valley LEP"."""
        for text in (self.query.question, self.query.text):
            start = text.find(mention.text)
            if start >= 0:
                found = EXPLICIT.match(text[start + len(mention.text) :])
                said = found[1] if found else mention.text.split()[-1]
                kind = EXPLICIT_TYPES.get(re.sub(r"\s(?=\d)", "", said.lower()))
                kinds = ALIKE.get(kind or "", (kind,))
                if kind and any(c.place_type in kinds for c in mention.candidates):
                    return kind
        return None

    def series(self, mention: Mention, concept: str) -> list[Series]:
        """The exact series for a mention, best first."""
        options = self.held.options(mention, self.indicators(concept), self.explicit(mention))
        kind = self.query.place_type
        if (
            kind
            and any(s.place.place_type in ALIKE.get(kind, (kind,)) for s in options)
            and len(self.query.mentions) > 1
        ):
            options = [s for s in options if s.place.place_type in ALIKE.get(kind, (kind,))] or options
        return best_first(options, self.query.asked, self.unit)

    def pick(self, mentions: Sequence[Mention], concept: str) -> list[Series | None]:
        """One series for each mention, all of one indicator where that can be, else of one unit; None where none is held."""
        options = [self.series(m, concept) for m in mentions]
        if not any(options):
            return [None] * len(mentions)
        firsts = [mine[0] for mine in options if mine]
        if (
            len(firsts) == len(mentions)
            and len({s.indicator.unit for s in firsts}) == 1
            and all(s.how == "exact" for s in firsts)
        ):
            return list(firsts)
        votes: dict[str, list[int]] = {}
        units: dict[str, int] = {}
        for mine in options:
            exact = [s for s in mine if s.how == mine[0].how or s.how != "namesake"] if mine else []
            good = [s for s in exact if fits(s.periods, self.query.asked) and unit_matches(s.indicator.unit, self.unit)]
            for identity in {s.indicator.indicator_id for s in good}:
                votes.setdefault(identity, [0, 0])[0] += 1
                votes[identity][1] -= next(n for n, s in enumerate(mine) if s.indicator.indicator_id == identity)
            for unit in {s.indicator.unit for s in good or mine}:
                units[unit] = units.get(unit, 0) + 1
        best = max(votes, key=lambda i: votes[i]) if votes else None
        unit = max(units, key=lambda u: (units[u], unit_matches(u, self.unit)))
        if best and votes[best][0] == len(mentions) and self.alike(options, best):
            return [next(s for s in mine if s.indicator.indicator_id == best) for mine in options]
        return [next((s for s in mine if s.indicator.unit == unit), mine[0] if mine else None) for mine in options]

    def alike(self, options: Sequence[Sequence[Series]], indicator_id: str) -> bool:
        """True when one indicator holds every place as the kind of area it is first read as, or an equal one."""
        return all(
            any(s.indicator.indicator_id == indicator_id and s.how in ("exact", "same area", mine[0].how) for s in mine)
            for mine in options
        )

    def common_periods(self, series: Sequence[Series]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Periods for several series together: the asked ones, or the latest that all hold."""
        shared = set(series[0].periods)
        for s in series[1:]:
            shared &= set(s.periods)
        return chosen_periods(sorted(shared) or list(series[0].periods), self.query.asked)

    # ---- saying ---------------------------------------------------------------------------------------------------

    def show(self, series: Series, observation: Observation) -> None:
        """Say one figure in a sentence."""
        self.draft.places.append(series.place)
        say_type = self.explicit(series.mention) is not None if series.mention else False
        self.draft.say(w.value_sentence(observation, series.indicator, self.draft.ref(observation), say_type))
        self.draft.caveat(series.indicator)
        if not unit_matches(series.indicator.unit, self.unit):
            asked = {"GBP": "pounds", "EUR": "euros"}[self.unit or "GBP"]
            self.draft.warnings.append(
                f"Asked for in {asked}, but held for {w.of(observation)} in {split_unit(series.indicator.unit)[0]} only; it is not converted."
            )
        if series.how == "namesake" and series.mention:
            first = series.mention.candidates[0]
            self.draft.warnings.append(
                f"“{series.mention.text}” is read here as the {series.place.place_type} area {series.place.name}, for which this is held; "
                f"it is not the same area as {w.place_label(first)}."
            )

    def not_held(self, what: str) -> str:
        """The sentence that says a figure is not held."""
        return f"{w.upper_first(what)} is not held."

    def name_of(self, concept: str) -> str:
        """The plain name of what is asked for, with its sector."""
        found = self.indicators(concept)
        return w.measure_name(found[0]) if found else concept

    def nearest(self, mention: Mention, concept: str) -> bool:
        """Offer stand-ins for a place the measure is not held for; False when there is none."""
        stand_ins = best_first_stable(self.held.stand_ins(mention, self.indicators(concept)), self.unit)
        asked_name = w.place_label(mention.candidates[0])
        when = f" for {_asked_text(self.query.asked)}" if self.query.asked.given else ""
        if not stand_ins:
            return False
        self.draft.status = "nearest"
        kinds = sorted(set(self.held.types_by_concept.get(concept, set())), key=str)
        own = mention.candidates[0].place_type
        name, others = self.name_of(concept), [w.plural(k) for k in kinds if k != own]
        instead = f", though for other {w.plural(own)}" if own in kinds else f", only for {w.joined(others)}"
        self.draft.say(f"{w.upper_first(name)} {w.be(name)} not held for {asked_name}{when}{instead}.")
        shown: set[str] = set()
        for s in stand_ins:
            kind = ALIKE.get(s.place.place_type, (s.place.place_type,))[0]
            if len(shown) >= 6 or (kind in shown and s.how not in ("within", "part")) or s.place.name in shown:
                continue
            periods, wanting = chosen_periods(s.periods, self.query.asked)
            observation = s.at(periods[-1]) if periods else None
            if observation is None or observation.value is None:
                continue
            shown |= {s.place.name, *ALIKE.get(s.place.place_type, (s.place.place_type,))}
            relation = RELATION_WORDS[s.how]
            late = " (the nearest year held)" if wanting else ""
            self.draft.places.append(s.place)
            self.draft.say(
                f"As a stand-in{'' if s.how == 'equal' else ', not the same area'}: {w.of(observation)}, which {relation}, had {_value_with_name(observation, s.indicator)} "
                f"in {w.period_name(observation.period, s.indicator)}{late} {self.draft.ref(observation)}."
            )
            self.draft.caveat(s.indicator)
        return bool(shown)

    def choose_or_stand_in(self, concept: str, mentions: Sequence[Mention] | None = None) -> list[Series]:
        """The series held for the mentions; stand-ins are offered in words for the others."""
        mentions = self.query.mentions if mentions is None else mentions
        picked = self.pick(mentions, concept)
        found = [s for s in picked if s is not None]
        for mention, s in zip(mentions, picked, strict=True):
            if s is None and not self.nearest(mention, concept):
                self.draft.say(
                    f"{w.upper_first(self.name_of(concept))} {w.be(self.name_of(concept))} not held for {w.place_label(mention.candidates[0])}."
                )
                self.draft.status = "partly" if found else "not_found"
            elif s is None and found:
                self.draft.status = "partly"
        return found

    def _beyond_held(self) -> bool:
        years = [y for y in (*self.query.asked.years, self.query.asked.last, self.query.asked.first) if y]
        held = [
            first_year(p) for c in self.query.concepts for i in self.indicators(c) for p in i.periods if p[:4].isdigit()
        ]
        return bool(years) and bool(held) and max(years) > max(held)

    # ---- operations -----------------------------------------------------------------------------------------------

    def value(self) -> Findings | None:
        """Plain figures: each place, measure and year asked for."""
        wanting_said = False
        for concept in self.query.concepts:
            series = self.choose_or_stand_in(concept)
            for s in series:
                periods, wanting = chosen_periods(s.periods, self.query.asked)
                if wanting and not wanting_said:
                    self.year_not_held(s, wanting)
                    self.after_merger(s, concept)
                for period in periods:
                    if (observation := s.at(period)) is not None:
                        self.show(s, observation)
                if len(periods) == 1 and not wanting and len(series) == 1:
                    self.rank_context(s, periods[0])
        if self.query.mentions and not self.query.relations:
            self.suggest()
        if self.query.relations:
            return self.compare()
        return self.draft.findings()

    def year_not_held(self, s: Series, wanting: Sequence[str]) -> None:
        """Say that a year is not held, and what is offered instead."""
        first, last = s.periods[0], s.periods[-1]
        span = (
            w.period_name(first, s.indicator)
            if first == last
            else f"{w.period_name(first, s.indicator)} to {w.period_name(last, s.indicator)}"
        )
        self.draft.status = "nearest"
        self.draft.say(
            f"{w.upper_first(w.measure_name(s.indicator))} for {w.place_name(s.place.name, s.place.place_type)} is not held for {w.joined(list(wanting))}; it is held for {span}, and the nearest is given."
        )

    def after_merger(self, s: Series, concept: str) -> None:
        """Offer the area a place was merged into, for years after the merger."""
        successor = self.gazetteer.successor(s.place)
        if successor is None or s.place.valid_to is None:
            return
        for later in self.held.series_of([(successor, "contains")], self.indicators(concept)):
            periods, wanting = chosen_periods(later.periods, self.query.asked)
            observation = later.at(periods[-1]) if periods else None
            if observation is not None and observation.value is not None and not wanting:
                self.draft.places.append(successor)
                self.draft.say(
                    f"{w.place_label(s.place)} became part of {w.place_label(successor)} in {s.place.valid_to}: there, {_value_with_name(observation, later.indicator)} "
                    f"in {w.period_name(observation.period, later.indicator)} {self.draft.ref(observation)}."
                )
                return

    def rank_context(self, s: Series, period: str) -> None:
        """Say where the place stands among its kind, where enough are held."""
        observation = s.at(period)
        if (
            observation is None
            or observation.value is None
            or (s.indicator.polarity == "none" and s.indicator.unit == "rank")
        ):
            return
        _, everyone = self.held.across(s.indicator, observation.place_type, period)
        everyone = self._english(everyone, observation.place_type)
        order = op.ranked(everyone)
        mine = next((r for r in order if r.observation.place_code == observation.place_code), None)
        if mine is None or len(order) < 8:
            return
        tie = "joint " if mine.tied else ""
        place = w.ordinal(mine.rank) + " highest" if mine.rank > 1 else "the highest"
        self.draft.say(
            f"That was {tie}{place} of the {len(order)} {w.plural(observation.place_type)} held for {w.period_name(period, s.indicator)} {self.draft.ref(observation)}."
        )
        self.draft.derive(
            "rank",
            op.Result(
                mine.rank,
                f"rank of {len(order)}",
                f"rank from the highest among the {len(order)} {w.plural(observation.place_type)} held",
            ),
            observation,
        )

    def _english(self, observations: Sequence[Observation], place_type: str) -> list[Observation]:
        """Without the nations where regions are ranked, and without wholes among parts."""
        out = [
            o for o in observations if o.place_name not in ("United Kingdom", "UK less Extra-Regio", "Great Britain")
        ]
        if place_type in ("region", "ITL1"):
            out = [o for o in out if o.place_name not in ("Scotland", "Wales", "Northern Ireland", "England")]
        return out

    def suggest(self) -> None:
        """Questions that are known to be answerable, from what is held for the same place and measure."""
        if not self.draft.figures:
            return
        o = self.draft.figures[0]
        indicator = self.draft.indicators[o.indicator_id]
        name = w.measure_name(indicator)
        place = w.of(o).replace(" (NUTS2 area)", "").replace(" (ITL2 area)", "")
        if len(indicator.periods) > 1:
            self.draft.suggestions.append(
                f"How {w.be(name, 'has', 'have')} {w.lower_first(name)} in {place} changed since {indicator.periods[0][:4]}?"
            )
        if o.place_type in w.PLURALS:
            self.draft.suggestions.append(f"Where does {place} rank for {w.lower_first(name)}?")
        if o.place_type == "LEP" and self.held.series_of(
            [(self.gazetteer.place(o.place_code), "exact")], self.held.measures.by_concept.get("lq_sector", [])
        ):
            self.draft.suggestions.append(f"Which sectors is {place} strongest in?")

    def per_head(self, concept: str) -> Findings | None:
        """A total by resident, worked out from the total and the population of the same area and year."""
        totals = [s for s in self.pick(self.query.mentions, concept) if s]
        if not totals:
            return self.value()
        done = False
        for s in totals:
            same = list(
                self.held.series_of(
                    [(s.place, "exact"), *((q, "exact") for q in self.gazetteer.same_area(s.place))],
                    self.held.indicators(POPULATION),
                )
            )
            people_series = same[0] if same else None
            if people_series is None:
                continue
            shared = sorted(set(s.periods) & set(people_series.periods))
            periods, wanting = chosen_periods(shared, self.query.asked)
            for period in periods:
                total, residents = s.at(period), people_series.at(period)
                if total is None or residents is None or total.value is None or not residents.value:
                    continue
                scale = split_unit(s.indicator.unit)[1]
                result = op.Result(
                    op.tidy_float(total.value * scale / residents.value),
                    split_unit(s.indicator.unit)[0] or s.indicator.unit,
                    f"{s.indicator.label} / {people_series.indicator.label}",
                )
                ref = self.draft.ref(total, residents)
                self.draft.derive("per_head", result, total, residents)
                self.draft.say(
                    f"{w.upper_first(w.measure_name(s.indicator))} per head in {w.of(total)} was {written(result.value, result.unit, exact=False)} in {w.period_name(period, s.indicator)}: {w.value_text(total, s.indicator)} over {w.value_text(residents, people_series.indicator)} {ref}."
                )
                self.draft.places.append(s.place)
                done = True
                if wanting:
                    self.draft.status = "nearest"
        if not done:
            self.draft.status = "not_found"
            self.draft.say(
                f"{w.upper_first(self.name_of(concept))} per head cannot be given: no population is held for the same area and year."
            )
            for s in totals:
                observation = s.observations[-1]
                self.draft.status = "nearest"
                self.show(s, observation)
        return self.draft.findings()

    def compared_series(self, concept: str) -> list[Series]:
        """The series to be compared: places named, and those asked for by relation (neighbours, nation, region)."""
        mentions = list(self.query.mentions)
        own = [s for s in self.pick(mentions, concept) if s]
        base = own[0].place if own else (mentions[0].candidates[0] if mentions else None)
        if base is not None:
            for relation in self.query.relations:
                for place in self.related(base, relation):
                    mentions.append(Mention(place.name, 0, 0, (place,)))
            for _, places in self.query.groups:
                mentions += [Mention(p.name, 0, 0, (p,)) for p in places if p.code != base.code]
        seen: dict[str, Mention] = {}
        for m in mentions:
            seen.setdefault(m.candidates[0].code, m)
        mentions = list(seen.values())
        picked = self.pick(mentions, concept)
        missing = [m for m, s in zip(mentions, picked, strict=True) if s is None]
        if missing and any(picked) and concept in KINDRED:
            for other in KINDRED[concept]:
                again = self.pick(mentions, other) if other in self.held.measures.by_concept else []
                if again and all(again):
                    self.draft.warnings.append(
                        f"{w.upper_first(self.name_of(concept))} is not held for {w.joined([w.place_label(m.candidates[0]) for m in missing])}, so {self.name_of(other)} is compared, like for like."
                    )
                    return [s for s in again if s]
        for m in missing:
            related = m.start == 0 and m.end == 0
            if related:
                self.draft.warnings.append(f"Not held for {w.place_label(m.candidates[0])}.")
            elif not self.nearest(m, concept):
                self.draft.say(
                    f"{w.upper_first(self.name_of(concept))} {w.be(self.name_of(concept))} not held for {w.place_label(m.candidates[0])}."
                )
                self.draft.status = "partly" if any(picked) else "not_found"
        return [s for s in picked if s]

    def related(self, place: Place, relation: str) -> list[Place]:
        """The places asked for by relation to one."""
        if relation == "neighbours":
            return list(self.gazetteer.neighbours(place))
        if relation == "region":
            return [p for p, _ in self.gazetteer.containing(place, ("region", "ITL1"))][:1]
        if relation == "national":
            return list(self.gazetteer.named("United Kingdom", "country"))[:1]
        return []

    def compare(self) -> Findings | None:
        """Several places side by side, highest first, with the difference or ratio of two."""
        if "lep average" in self.query.relations:
            return self.against_average()
        for concept in self.query.concepts:
            series = self.compared_series(concept)
            if not series:
                continue
            if len(series) == 1 and self.draft.status == "answered" and len(self.query.asked.years) > 1:
                return self.change()
            periods, wanting = self.common_periods(series)
            units = {s.indicator.unit for s in series}
            if wanting:
                self.year_not_held(series[0], wanting)
            for period in periods[-3:]:
                pairs = [(s, o) for s in series if (o := s.at(period)) is not None]
                self.side_by_side(pairs, units)
        if not self.draft.sentences:
            return self.value()
        return self.draft.findings()

    def side_by_side(self, pairs: Sequence[tuple[Series, Observation]], units: set[str]) -> None:
        """Sentences for one period: the order, then difference or ratio where two are compared."""
        for s, _ in pairs:
            self.draft.places.append(s.place)
            self.draft.caveat(s.indicator)
        indicators = {s.indicator.indicator_id: s.indicator for s, _ in pairs}
        if len(units) > 1:
            self.draft.warnings.append(
                f"These figures are in different units ({w.joined(sorted(units))}) and are not compared."
            )
            self.draft.status = "partly"
            for s, o in pairs:
                self.show(s, o)
            return
        if len(indicators) > 1:
            labels = [i.label for i in indicators.values()]
            self.draft.warnings.append(f"The figures come from series made in different ways: {w.joined(labels)}.")
        valued = [(s, o) for s, o in pairs if o.value is not None]
        for s, o in pairs:
            if o.value is None:
                self.draft.say(
                    f"{w.upper_first(w.of(o))}: {w.value_text(o, s.indicator)} in {o.period} {self.draft.ref(o)}."
                )
        if not valued:
            return
        lowest_first = self.cues.lowest or (
            bool(re.search(r"\b(?:lower|smaller|slower|fewer|less|worse)\b", self.low))
            and bool(re.search(r"\bwhich|who\b", self.low))
        )
        ordered = sorted(
            valued, key=lambda pair: (pair[1].value if lowest_first else -(pair[1].value or 0), pair[1].place_name)
        )
        head_series, head = ordered[0]
        name = w.measure_name(head_series.indicator)
        when = w.period_name(head.period, head_series.indicator)
        if len(ordered) == 1:
            self.show(*ordered[0])
            return
        refs = self.draft.ref(*(o for _, o in ordered))
        if len(ordered) == 2:
            (sa, a), (sb, b) = ordered
            if a.value == b.value:
                self.draft.say(
                    f"In {when}, {w.lower_first(name)} was the same in {w.of(a)} and {w.of(b)}: {w.value_text(a, sa.indicator)} {refs}."
                )
            else:
                verb = "was lower" if lowest_first else "was higher"
                if w.is_plural(name):
                    verb = verb.replace("was", "were")
                self.draft.say(
                    f"In {when}, {w.lower_first(name)} {verb} in {w.of(a)}, at {w.value_text(a, sa.indicator)}, than in {w.of(b)}, at {w.value_text(b, sb.indicator)} {refs}."
                )
            first, second = valued[0][1], valued[1][1]
            result = self.draft.derive("difference", op.difference(first, second), first, second)
            times = op.ratio(first, second)
            if self.query.operation == "ratio" and times:
                self.draft.derivations.insert(
                    0,
                    Derivation(
                        "ratio",
                        times.value,
                        times.unit,
                        times.formula,
                        tuple(self.draft.figures.index(o) for o in (first, second)),
                    ),
                )
                self.draft.say(
                    f"{w.upper_first(w.of(first))} had {written(times.value, 'times')} times the figure of {w.of(second)} {self.draft.ref(first, second)}."
                )
            elif result and result.value:
                self.draft.say(
                    f"The difference is {written(abs(result.value), result.unit, exact=False)} {self.draft.ref(first, second)}."
                )
        else:
            parts = [f"{w.of(o)} {w.value_text(o, s.indicator)}" for s, o in ordered]
            lead = "lowest" if lowest_first else "highest"
            self.draft.itemise(
                f"{w.upper_first(name)} in {when}, {lead} first",
                [(text, (o,)) for text, (_, o) in zip(parts, ordered, strict=True)],
            )
            first = valued[0][1]
            mine = next((n for n, (_, o) in enumerate(ordered, 1) if o is first), None)
            if self.query.relations or self.query.groups:
                self.draft.say(
                    f"{w.upper_first(w.of(first))} comes {w.ordinal(mine or 1)} of these {len(ordered)} {self.draft.ref(first)}."
                )

    def against_average(self) -> Findings | None:
        """A place against the unweighted mean of its kind."""
        for concept in self.query.concepts:
            series = self.choose_or_stand_in(concept)
            for s in series:
                periods, _ = chosen_periods(s.periods, self.query.asked)
                observation = s.at(periods[-1])
                if observation is None or observation.value is None:
                    continue
                self.show(s, observation)
                _, everyone = self.held.across(s.indicator, s.place.place_type, observation.period)
                held = [o for o in self._english(everyone, s.place.place_type) if o.value is not None]
                average = op.mean(held)
                self.draft.derivations.append(
                    Derivation(
                        "mean", average.value, average.unit, average.formula, (self.draft.figures.index(observation),)
                    )
                )
                self.draft.say(
                    f"The unweighted mean of the {len(held)} {w.plural(s.place.place_type)} held is {written(average.value, average.unit)} {self.draft.ref(observation)}."
                )
                self.draft.warnings.append(
                    "LEP areas differ in size and some overlap, so their mean is not an average for England."
                )
        return self.draft.findings()

    def change(self) -> Findings | None:
        """Between two periods: both figures, the difference, per cent, and growth a year."""
        concept = self.query.concepts[0]
        series = self.choose_or_stand_in(concept)
        for s in series:
            earlier, later, wanting = self.ends(s)
            if earlier is None or later is None:
                for observation in s.observations[-1:]:
                    self.show(s, observation)
                continue
            if wanting:
                self.year_not_held(s, wanting)
            self.say_change(s, earlier, later)
        if len(series) == 2 and self.draft.status == "answered":
            self.gap_change(series)
        return self.draft.findings()

    def ends(self, s: Series) -> tuple[Observation | None, Observation | None, tuple[str, ...]]:
        """The first and last figure of the time asked for, and the years wanting."""
        asked, valued = self.query.asked, [o for o in s.observations if o.value is not None]
        if not valued:
            return None, None, ()
        series = [o.period for o in valued]
        if len(asked.years) >= 2:
            periods, wanting = chosen_periods(series, Asked(years=(min(asked.years), max(asked.years))))
        elif asked.first or asked.last:
            ends = tuple(y for y in (asked.first or first_year(series[0]), asked.last or first_year(series[-1])))
            periods, wanting = chosen_periods(series, Asked(years=ends))
        elif len(asked.years) == 1:
            year = asked.years[0]
            before = [p for p in series if first_year(p) < year]
            since = re.search(r"\bsince\b|\bfrom\b|\bafter\b", self.low)
            periods, wanting = chosen_periods(series, Asked(years=(year,)))
            periods = (periods[0], series[-1]) if since or not before else (before[-1], periods[0])
        elif asked.recent:
            periods, wanting = (series[-min(asked.recent + 1, len(series))], series[-1]), ()
        else:
            periods, wanting = (series[0], series[-1]), ()
        if len(periods) < 2 or periods[0] == periods[-1]:
            return None, None, wanting
        first, last = sorted(periods)[0], sorted(periods)[-1]
        return s.at(first), s.at(last), wanting

    def say_change(self, s: Series, earlier: Observation, later: Observation) -> None:
        """The sentence for a change, with its derivations."""
        self.draft.places.append(s.place)
        self.draft.caveat(s.indicator)
        ref = self.draft.ref(earlier, later)
        amount = op.change(earlier, later)
        percent = op.percent_change(earlier, later) if s.indicator.unit not in ("%",) else None
        order = (
            [("percent_change", percent), ("change", amount)]
            if self.cues.percent and percent
            else [("change", amount), ("percent_change", percent)]
        )
        for name, result in order:
            self.draft.derive(name, result, earlier, later)
        name = w.measure_name(s.indicator)
        direction = "rose" if amount.value > 0 else "fell" if amount.value < 0 else "did not change"
        size = written(abs(amount.value), amount.unit, exact=False)
        if percent:
            size += f", or {written(abs(percent.value), '%')}"
        by = f" by {size}" if amount.value else ""
        self.draft.say(
            f"{w.upper_first(name)} in {w.of(earlier)} {direction}{by}, from {w.value_text(earlier, s.indicator)} in {w.period_name(earlier.period, s.indicator)} "
            f"to {w.value_text(later, s.indicator)} in {w.period_name(later.period, s.indicator)} {ref}."
        )
        yearly = op.yearly_change(earlier, later) if percent and s.indicator.unit not in ("UK=1", "UK=100") else None
        if yearly and first_year(later.period) - first_year(earlier.period) > 1:
            self.draft.derive("yearly_change", yearly, earlier, later)
            self.draft.say(f"That is {written(yearly.value, '% a year')}, compounded {ref}.")
        if s.indicator.unit.split()[0] in ("GBP", "EUR"):
            self.draft.warnings.append("Money is in the prices of each year, so part of the change is inflation.")

    def gap_change(self, series: Sequence[Series]) -> None:
        """Whether the gap between two places closed, where both changes are of one unit."""
        a, b = series
        (a0, a1, _), (b0, b1, _) = self.ends(a), self.ends(b)
        if (
            not (a0 and a1 and b0 and b1)
            or a.indicator.unit != b.indicator.unit
            or (a0.period, a1.period) != (b0.period, b1.period)
        ):
            return
        then, now = op.difference(a0, b0), op.difference(a1, b1)
        word = (
            "narrowed"
            if abs(now.value) < abs(then.value)
            else "widened"
            if abs(now.value) > abs(then.value)
            else "stayed the same"
        )
        self.draft.derive("difference", then, a0, b0)
        self.draft.derive("difference", now, a1, b1)
        self.draft.say(
            f"The gap between {w.of(a0)} and {w.of(b0)} {word}: {written(abs(then.value), then.unit, exact=False)} in {a0.period}, {written(abs(now.value), now.unit, exact=False)} in {a1.period} {self.draft.ref(a0, b0, a1, b1)}."
        )

    def trend(self) -> Findings | None:
        """Every period in the range asked for, with the change from end to end."""
        for concept in self.query.concepts:
            for s in self.choose_or_stand_in(concept):
                asked = (
                    self.query.asked
                    if self.query.asked.ranged or self.query.asked.years or self.query.asked.recent
                    else Asked(first=first_year(s.periods[0]))
                )
                periods, wanting = chosen_periods(s.periods, asked)
                if wanting:
                    self.year_not_held(s, wanting)
                observations = [o for p in periods if (o := s.at(p)) is not None]
                self.draft.places.append(s.place)
                parts = [f"{w.period_name(o.period, s.indicator)} {w.value_text(o, s.indicator)}" for o in observations]
                self.draft.itemise(
                    f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(observations[0])}",
                    [(text, (o,)) for text, o in zip(parts, observations, strict=True)],
                )
                valued = [o for o in observations if o.value is not None]
                if len(valued) > 1:
                    self.say_change(s, valued[0], valued[-1])
                self.draft.caveat(s.indicator)
        return self.draft.findings()

    def share(self) -> Findings | None:
        """A part of a whole: one place of another, where the measure is an amount."""
        concept = self.query.concepts[0]
        mentions = list(self.query.mentions)
        indicators = self.indicators(concept)
        if len(mentions) < 2 or all(i.unit in ("%", "index", "UK=1", "UK=100", "rank", "score") for i in indicators):
            parts = [
                m for m in mentions if m.candidates[0].name not in ("United Kingdom", "England", "Great Britain")
            ] or mentions
            return Lookup(replace(self.query, mentions=tuple(parts), operation=None), self.held).value()
        series = [s for s in self.pick(mentions, concept) if s]
        if len(series) < 2 or series[0].indicator.unit != series[1].indicator.unit:
            return self.value()
        sizes = {"country": 3, "region": 2, "ITL1": 2}
        series.sort(key=lambda s: (s.place.name in ("United Kingdom",), sizes.get(s.place.place_type, 1)))
        part, whole = series[0], series[-1]
        periods, wanting = self.common_periods((part, whole))
        if wanting:
            self.year_not_held(part, wanting)
        for period in periods[-1:]:
            a, b = part.at(period), whole.at(period)
            if a is None or b is None or a.value is None or b.value is None:
                continue
            result = self.draft.derive("share", op.share(a, b), a, b)
            if result is None:
                continue
            name = w.measure_name(part.indicator)
            self.draft.places += [part.place, whole.place]
            self.draft.say(
                f"{w.upper_first(w.of(a))} accounted for {written(result.value, '%')} of {w.of(b).removeprefix('the ') if False else w.of(b)}’s {w.lower_first(name)} in {w.period_name(period, part.indicator)}: "
                f"{w.value_text(a, part.indicator)} of {w.value_text(b, whole.indicator)} {self.draft.ref(a, b)}."
            )
            self.draft.caveat(part.indicator)
        return self.draft.findings() if self.draft.figures else self.value()

    def sum(self) -> Findings | None:
        """The sum over the years of a place, or over the places named."""
        concept = self.query.concepts[0]
        series = self.choose_or_stand_in(concept)
        if not series:
            return self.draft.findings()
        if any(s.indicator.unit in ("%", "index", "UK=1", "UK=100", "rank", "score", "GBP per hour") for s in series):
            self.draft.warnings.append("Shares, indices and rates cannot be added up, so each is given.")
            return self.value()
        if len(series) == 1:
            s = series[0]
            asked = self.query.asked if self.query.asked.given else Asked(first=first_year(s.periods[0]))
            periods, wanting = chosen_periods(s.periods, asked)
            observations = [o for p in periods if (o := s.at(p)) is not None and o.value is not None]
        else:
            periods, wanting = self.common_periods(series)
            observations = [o for s in series if (o := s.at(periods[-1])) is not None and o.value is not None]
            self.draft.warnings.append("Some areas overlap; a sum counts the shared part twice.")
        if wanting:
            self.year_not_held(series[0], wanting)
        if len(observations) < 2:
            return self.value()
        result = self.draft.derive("sum", op.total(observations), *observations)
        if result is None:
            return self.draft.findings()
        s = series[0]
        self.draft.places += [x.place for x in series]
        over = (
            f"{w.period_name(observations[0].period, s.indicator)} to {w.period_name(observations[-1].period, s.indicator)}"
            if len(series) == 1
            else w.period_name(observations[0].period, s.indicator)
        )
        where = w.of(observations[0]) if len(series) == 1 else w.joined([w.of(o) for o in observations])
        self.draft.say(
            f"{w.upper_first(w.measure_name(s.indicator))} in {where} came to {written(result.value, result.unit)} in {over} {self.draft.ref(*observations)}."
        )
        parts = [
            f"{w.period_name(o.period, s.indicator) if len(series) == 1 else w.of(o)} {w.value_text(o, s.indicator)}"
            for o in observations
        ]
        self.draft.say(f"That is the sum of: {'; '.join(parts)} {self.draft.ref(*observations)}.")
        self.draft.caveat(s.indicator)
        return self.draft.findings()

    def mean(self) -> Findings | None:
        """The unweighted mean over years or places; of all of a kind where none is named."""
        concept = self.query.concepts[0]
        if not self.query.mentions:
            s_type = self.query.place_type or "LEP"
            for indicator in self.indicators(concept):
                period, everyone = self.held.across(indicator, s_type, self._one_year(indicator))
                held = [o for o in self._english(everyone, s_type) if o.value is not None]
                if len(held) > 1 and period:
                    average = self.draft.derive("mean", op.mean(held), *held)
                    assert average is not None
                    self.draft.say(
                        f"The unweighted mean of {w.lower_first(w.measure_name(indicator))} over the {len(held)} {w.plural(s_type)} held was {written(average.value, average.unit)} in {w.period_name(period, indicator)} {self.draft.ref(*held)}."
                    )
                    return self.draft.findings()
            return None
        series = self.choose_or_stand_in(concept)
        observations: list[Observation] = []
        for s in series:
            periods, _ = chosen_periods(
                s.periods, self.query.asked if self.query.asked.given else Asked(first=first_year(s.periods[0]))
            )
            observations += [o for p in periods if (o := s.at(p)) is not None and o.value is not None]
        if len(observations) < 2:
            return self.value()
        average = self.draft.derive("mean", op.mean(observations), *observations)
        assert average is not None
        s = series[0]
        self.draft.places += [x.place for x in series]
        self.draft.say(
            f"The unweighted mean of {w.lower_first(w.measure_name(s.indicator))} in {w.joined(list(dict.fromkeys(w.of(o) for o in observations)))} over {observations[0].period} to {observations[-1].period} was {written(average.value, average.unit)} {self.draft.ref(*observations)}."
        )
        return self.draft.findings()

    def _one_year(self, indicator: Indicator) -> str | None:
        periods, _ = chosen_periods(indicator.periods, self.query.asked) if self.query.asked.given else ((), ())
        return periods[-1] if periods else None

    def ranking(
        self, concept: str, place_type: str | None = None
    ) -> tuple[Indicator | None, str | None, list[Observation], str]:
        """The indicator, period, figures and kind of area that a ranking of this measure runs over."""
        query = self.query
        wanted = place_type or query.place_type
        if wanted is None and query.groups:
            wanted = query.groups[0][1][0].place_type if query.groups[0][1] else None
        usual = ["LEP", "NUTS2", "ITL2", "region", "country"]
        kinds = [wanted] if wanted else [*usual, *sorted(self.held.types_by_concept.get(concept, set()) - set(usual))]
        options = []
        for kind in kinds:
            for indicator in self.indicators(concept):
                period, everyone = self.held.across(indicator, kind, self._one_year(indicator))
                if self.query.asked.given and indicator.periods and chosen_periods(indicator.periods, query.asked)[1]:
                    late = 1
                else:
                    late = 0
                if everyone:
                    options.append(
                        (
                            not unit_matches(indicator.unit, self.unit),
                            late,
                            kinds.index(kind),
                            -len(everyone),
                            indicator.indicator_id,
                            indicator,
                            period,
                            everyone,
                            kind,
                        )
                    )
        if not options:
            return None, None, [], wanted or "LEP"
        *_, indicator, period, everyone, kind = min(options, key=lambda o: o[:5])
        return indicator, period, self._scope(everyone, kind), kind

    def _scope(self, observations: list[Observation], kind: str) -> list[Observation]:
        """Only the places asked about: a named group, or those within a named area."""
        query = self.query
        nations = "nation" in self.low or query.place_type in ("ITL1", "country") or "devolved" in self.low
        out = observations if nations else self._english(observations, kind)
        out = [o for o in out if o.place_name not in ("United Kingdom", "UK less Extra-Regio")]
        if query.place_type == "country" and not re.search(r"\bengland\b|\bcountr", self.low):
            out = [o for o in out if o.place_name != "England"] or out
        if query.groups:
            codes = {p.code for _, places in query.groups for p in places}
            codes |= {s.code for _, places in query.groups for p in places for s in self.gazetteer.same_area(p)}
            inside = [o for o in out if o.place_code in codes]
            return inside or out
        if query.operation in ("rank", "count", "threshold") and query.mentions:
            codes = set()
            for m in query.mentions:
                area = m.candidates[0]
                if area.name in ("United Kingdom", "England", "Great Britain"):
                    return out
                codes |= {p.code for t in ALIKE.get(kind, (kind,)) for p in self.gazetteer.parts(area, t)}
            inside = [o for o in out if o.place_code in codes]
            return inside or out
        return out

    def other_areas(self, kind: str) -> None:
        """Say so when the areas asked to be ranked are of a kind for which nothing is held."""
        asked = OTHER_AREAS.search(self.low)
        if asked and not asked[0].startswith(kind[:3]) and self.query.place_type is None and not self.query.groups:
            self.draft.status = "nearest"
            self.draft.say(
                f"Figures are not held by {asked[0]}; the nearest kind of area held is given, {w.plural(kind)}."
            )

    def rank_change(self, indicator: Indicator, observations: Sequence[Observation]) -> Findings | None:
        """Places in order of how much their figure changed over the time asked for."""
        codes = {o.place_code for o in observations}
        by_place: dict[str, list[Observation]] = {}
        for o in self.held.observations([indicator]):
            if o.place_code in codes and o.value is not None:
                by_place.setdefault(o.place_code, []).append(o)
        everyone = sorted({o.period for series in by_place.values() for o in series})
        asked = self.query.asked
        ends = (
            (asked.first or asked.years[0], asked.last or max(asked.years or (9999,)))
            if asked.first or len(asked.years) > 1
            else None
        )
        first, last = (everyone[0], everyone[-1]) if ends is None else (
            min(everyone, key=lambda p: abs(first_year(p) - ends[0])), min(everyone, key=lambda p: abs(first_year(p) - ends[1]))
        )  # fmt: skip
        points = indicator.unit in ("%", "index", "UK=1", "UK=100", "score", "rank", "LQ")
        changed: list[tuple[float, Observation, Observation, op.Result]] = []
        for series in by_place.values():
            held = {o.period: o for o in series}
            if first == last or first not in held or last not in held:
                continue
            result = op.change(held[first], held[last]) if points else op.percent_change(held[first], held[last])
            if result is not None:
                changed.append((result.value, held[first], held[last], result))
        if not changed:
            return None
        falls = self.cues.rising is False
        changed.sort(key=lambda item: (item[0] if falls or self.cues.lowest else -item[0], item[1].place_name))
        limit = self.cues.limit or (1 if self._superlative() else 5)
        n, what = len(changed), w.plural(observations[0].place_type, len(changed))
        lead = f"{w.upper_first(w.measure_name(indicator))} from {w.period_name(first, indicator)} to {w.period_name(last, indicator)}, {'smallest rise or largest fall' if falls or self.cues.lowest else 'largest rise'} first of the {n} {what} held for both"
        self.draft.itemise(
            lead,
            [
                (
                    f"{rank} {w.of(a, True)} {written(r.value, r.unit)}, from {w.value_text(a, indicator)} to {w.value_text(b, indicator)}",
                    (a, b),
                )
                for rank, (_, a, b, r) in enumerate(changed[:limit], 1)
            ],
        )
        for _, a, b, r in changed[:limit]:
            self.draft.derive("change" if points else "percent_change", r, a, b)
            self.draft.places.append(self.gazetteer.place(a.place_code))
        self.draft.derive(
            "rank", op.Result(1, f"rank of {n}", f"rank by change among the {n} {what} held"), changed[0][1]
        )
        self.draft.caveat(indicator)
        return self.draft.findings()

    def rank(self) -> Findings | None:
        """Places in order: the first, the first n, the nth, or both ends."""
        concept = self.query.concepts[0]
        indicator, period, observations, kind = self.ranking(concept)
        if indicator is not None and observations:
            self.other_areas(kind)
            if (
                "change" in self.cues.names
                and len(indicator.periods) > 1
                and (found := self.rank_change(indicator, observations))
            ):
                return found
        if indicator is None or not observations or period is None:
            if not self.query.place_type:
                return None
            kinds = sorted(self.held.types_by_concept.get(concept, set()))
            self.draft.status = "nearest"
            self.draft.say(
                f"{w.upper_first(self.name_of(concept))} is not held for {w.plural(self.query.place_type)}; it is held for {w.joined([w.plural(k) for k in kinds])}."
            )
            indicator, period, observations, kind = self.ranking(concept, kinds[0] if kinds else None)
            if indicator is None or not observations or period is None:
                return self.draft.findings()
        if self.query.asked.given and (wanting := chosen_periods(indicator.periods, self.query.asked)[1]):
            self.draft.status = "nearest"
            self.draft.say(
                f"{w.upper_first(w.measure_name(indicator))} is not held for {w.joined(list(wanting))}; {period} is the nearest year held."
            )
        order = op.ranked(observations, self.cues.lowest)
        self.draft.caveat(indicator)
        n = len(order)
        what = w.plural(observations[0].place_type, n)
        name = w.lower_first(w.measure_name(indicator))
        when = w.period_name(period, indicator)
        end = "lowest" if self.cues.lowest else "highest"
        if self.cues.both_ends and not self.cues.limit:
            self.ends_of(order, op.ranked(observations, True), name, when, what)
            return self.draft.findings()
        ordinal = self.cues.ordinal
        if ordinal and 1 < ordinal <= n and not self.cues.limit:
            chosen = order[ordinal - 1]
            o = chosen.observation
            self.draft.say(
                f"{w.upper_first(w.of(o, True))} had the {w.ordinal(ordinal)} {end} {name} in {when}, {w.value_text(o, indicator)}, of the {n} {what} held {self.draft.ref(o)}."
            )
            self.draft.derive(
                "rank", op.Result(chosen.rank, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), o
            )
            self.draft.places.append(self.gazetteer.place(o.place_code))
            return self.draft.findings()
        limit = self.cues.limit or (
            n
            if re.match(r"^\W*(?:rank|order|sort|list all)\b|\bleague table\b", self.low)
            or (n <= 3 and not self._superlative())
            else 1
        )
        shown = order[:limit]
        while (
            limit < n
            and shown
            and order[limit].observation.value == shown[-1].observation.value
            and limit - len(shown) < 5
        ):
            shown = order[: limit + 1]
            limit += 1
        if len(shown) == 1:
            o = shown[0].observation
            self.draft.say(
                f"{w.upper_first(w.of(o, True))} had the {end} {name} of the {n} {what} held, {w.value_text(o, indicator)} in {when} {self.draft.ref(o)}."
            )
            self.draft.derive("rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), o)
            if n > 1:
                runner = order[1].observation
                self.draft.suggestions.append(
                    f"Which {self.query.place_type or kind}s have the five {end} figures for {name} in {when}?"
                )
                self.draft.say(
                    f"Next was {w.of(runner, True)}, {w.value_text(runner, indicator)} {self.draft.ref(runner)}."
                )
        else:
            parts = [
                f"{r.rank}{'=' if r.tied else ''} {w.of(r.observation).replace(' (' + w._KINDS.get(r.observation.place_type, '') + ')', '')} {w.value_text(r.observation, indicator)}"
                for r in shown
            ]
            self.draft.itemise(
                f"{w.upper_first(name)} in {when}, {end} first of the {n} {what} held",
                [(text, (r.observation,)) for text, r in zip(parts, shown, strict=True)],
            )
            first = shown[0].observation
            self.draft.derive(
                "rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {what} held"), first
            )
        self.draft.places += [self.gazetteer.place(r.observation.place_code) for r in shown[:1]]
        self.say_missing(observations, kind, period, indicator)
        return self.draft.findings()

    def _superlative(self) -> bool:
        return bool(
            re.search(
                r"\b(?:highest|lowest|most|least|top|bottom|best|worst|largest|biggest|smallest|fastest|slowest)\b",
                self.low,
            )
        )

    def ends_of(self, high: list[op.Ranked], low: list[op.Ranked], name: str, when: str, what: str) -> None:
        """The highest and the lowest together."""
        a, b = high[0].observation, low[0].observation
        indicator = self.draft.indicators[a.indicator_id]
        self.draft.say(
            f"Of the {len(high)} {what} held for {when}, {w.of(a, True)} had the highest {name}, {w.value_text(a, indicator)}, and {w.of(b, True)} the lowest, {w.value_text(b, indicator)} {self.draft.ref(a, b)}."
        )
        self.draft.derive("difference", op.difference(a, b), a, b)

    def say_missing(self, observations: Sequence[Observation], kind: str, period: str, indicator: Indicator) -> None:
        """Say which places have no figure."""
        withheld = [w.of(o) for o in observations if o.value is None]
        if withheld:
            self.draft.warnings.append(f"Withheld by the publisher, so not ranked: {w.joined(withheld)}.")
        if kind != "LEP" or self.query.groups or self.query.mentions or not period[:4].isdigit():
            return
        year = first_year(period)
        every = [
            p for p in self.gazetteer.places if p.place_type == "LEP" and (p.valid_to is None or p.valid_to >= year)
        ]
        absent = sorted(
            {p.name for p in every} - {re.sub(r" \(2020 boundary\)$", "", o.place_name) for o in observations}
        )
        if absent:
            self.draft.warnings.append(f"No figure is held for {w.joined(absent)}.")

    def place_rank(self) -> Findings | None:
        """Where a place stands among its kind."""
        concept = self.query.concepts[0]
        for s in self.choose_or_stand_in(concept):
            periods, wanting = chosen_periods(s.periods, self.query.asked)
            observation = s.at(periods[-1])
            if wanting:
                self.year_not_held(s, wanting)
            if observation is None or observation.value is None:
                continue
            _, everyone = self.held.across(s.indicator, observation.place_type, observation.period)
            everyone = self._english(everyone, observation.place_type)
            if self.query.groups:
                codes = {p.code for _, places in self.query.groups for p in places} | {observation.place_code}
                everyone = [o for o in everyone if o.place_code in codes]
            lowest = bool(re.search(r"\bfrom the (?:bottom|lowest)\b", self.low))
            order = op.ranked(everyone, lowest)
            mine = next((r for r in order if r.observation.place_code == observation.place_code), None)
            if mine is None:
                continue
            n, what = len(order), w.plural(observation.place_type, len(order))
            end = "lowest" if lowest else "highest"
            self.draft.places.append(s.place)
            self.draft.say(
                f"{w.upper_first(w.of(observation))} ranked {'joint ' if mine.tied else ''}{w.ordinal(mine.rank)} {'from the lowest ' if lowest else ''}of the {n} {what} held for {w.lower_first(w.measure_name(s.indicator))} in {w.period_name(observation.period, s.indicator)}, "
                f"with {w.value_text(observation, s.indicator)} {self.draft.ref(observation)}."
            )
            self.draft.derive(
                "rank",
                op.Result(mine.rank, f"rank of {n}", f"rank from the {end} among the {n} {what} held"),
                observation,
            )
            self.draft.caveat(s.indicator)
            self.say_missing(everyone, observation.place_type, observation.period, s.indicator)
        return self.draft.findings()

    def threshold(self) -> Findings | None:
        """The places above or below a bound, and how many."""
        concept, bound = self.query.concepts[0], self.cues.bound
        indicator, period, observations, kind = self.ranking(concept)
        if indicator is None or not observations or period is None:
            return None
        test, words = self._test(indicator)
        if test is not None:
            self.other_areas(kind)
        if test is None:
            return (
                self.rank()
                if bound is None and self._superlative()
                else self._how_many(indicator, period, observations, kind)
            )
        kept = op.passing(observations, test)
        if bound is not None and not bound.above:
            kept.reverse()
        n, what = len([o for o in observations if o.value is not None]), w.plural(observations[0].place_type)
        when = w.period_name(period, indicator)
        name = w.lower_first(w.measure_name(indicator))
        self.draft.caveat(indicator)
        if not kept:
            self.draft.say(
                f"None of the {n} {what} held had {name} {words} in {when} {self.draft.ref(observations[0])}."
            )
            self.draft.figures.clear()
            best = op.ranked(observations, bound is not None and not bound.above)[0].observation
            self.draft.sentences[-1] = (
                f"None of the {n} {what} held had {name} {words} in {when}; the nearest was {w.of(best)}, {w.value_text(best, indicator)} {self.draft.ref(best)}."
            )
            self.draft.derivations.append(Derivation("count", 0, f"of {n}", f"{what} {words}", (0,)))
            return self.draft.findings()
        parts = [f"{w.of(o)} {w.value_text(o, indicator)}" for o in kept]
        self.draft.itemise(
            f"{w.upper_first(w.number_word(len(kept)))} of the {n} {what} held had {name} {words} in {when}",
            [(text, (o,)) for text, o in zip(parts, kept, strict=True)],
        )
        self.draft.derive("count", op.Result(len(kept), f"of {n}", f"{what} {words}"), *kept)
        self.say_missing(observations, kind, period, indicator)
        return self.draft.findings()

    def _test(self, indicator: Indicator) -> tuple[Callable[[float], bool] | None, str]:
        """The test a bound makes, in the indicator's own unit, and its words."""
        bound = self.cues.bound
        if bound is None:
            return None, ""
        _head, scale, _ = split_unit(indicator.unit)
        number = (
            bound.number / scale
            if (bound.kind in "£€$" and bound.kind) or (bound.number >= 1e5 and scale > 1)
            else bound.number
        )
        words = f"{'above' if bound.above else 'below'} {written(number, indicator.unit, exact=False)}"
        if bound.inclusive:
            words = words.replace("above", "at or above").replace("below", "at or below")
            return (lambda v: v >= number) if bound.above else (lambda v: v <= number), words
        return (lambda v: v > number) if bound.above else (lambda v: v < number), words

    def _how_many(self, indicator: Indicator, period: str, observations: list[Observation], kind: str) -> Findings:
        held = [o for o in observations if o.value is not None]
        self.draft.say(
            f"{w.upper_first(w.measure_name(indicator))} is held for {len(held)} {w.plural(kind)} in {w.period_name(period, indicator)} {self.draft.ref(*held[:1])}."
        )
        self.draft.derive("count", op.Result(len(held), f"of {len(held)}", f"{w.plural(kind)} held"), held[0])
        return self.draft.findings(0.6)

    def since(self) -> Findings | None:
        """The first year of the unbroken run in which a bound is passed."""
        concept = self.query.concepts[0]
        for s in self.choose_or_stand_in(concept):
            test, words = self._test(s.indicator)
            if test is None:
                return self.trend()
            start = op.since_when(s.observations, test)
            name = w.measure_name(s.indicator)
            self.draft.places.append(s.place)
            if start is None:
                last = s.observations[-1]
                self.draft.say(
                    f"{w.upper_first(name)} in {w.of(last)} was not {words} in {last.period}, the last year held: {w.value_text(last, s.indicator)} {self.draft.ref(last)}."
                )
                continue
            before = [o for o in s.observations if o.period < start.period]
            self.draft.say(
                f"{w.upper_first(name)} in {w.of(start)} has been {words} since {w.period_name(start.period, s.indicator)}, when it was {w.value_text(start, s.indicator)} {self.draft.ref(start)}."
            )
            if before:
                self.draft.say(
                    f"The year before held, {before[-1].period}, it was {w.value_text(before[-1], s.indicator)} {self.draft.ref(before[-1])}."
                )
            else:
                self.draft.say(
                    f"{start.period} is the first year held, so it may have been so earlier {self.draft.ref(start)}."
                )
        return self.draft.findings()

    def peak(self) -> Findings | None:
        """The year in which a place's figure was highest or lowest."""
        concept = self.query.concepts[0]
        lowest = bool(re.search(r"\b(?:lowest|worst|least|smallest|minimum|bottom\w*)\b", self.low))
        for s in self.choose_or_stand_in(concept):
            valued = [o for o in s.observations if o.value is not None]
            if not valued:
                continue
            chosen = (min if lowest else max)(valued, key=lambda o: o.value or 0.0)
            same = [o for o in valued if o.value == chosen.value]
            self.draft.places.append(s.place)
            when = w.joined([w.period_name(o.period, s.indicator) for o in same])
            self.draft.say(
                f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(chosen)} was {'lowest' if lowest else 'highest'} in {when}, at {w.value_text(chosen, s.indicator)}, "
                f"over the years held, {w.period_name(valued[0].period, s.indicator)} to {w.period_name(valued[-1].period, s.indicator)} {self.draft.ref(*same)}."
            )
            self.draft.caveat(s.indicator)
        return self.draft.findings()

    def span(self) -> Findings | None:
        """The years for which a measure is held for a place, with the first and the last figure."""
        concept = self.query.concepts[0]
        for s in self.choose_or_stand_in(concept):
            first, last = s.observations[0], s.observations[-1]
            self.draft.places.append(s.place)
            years = w.period_name(first.period, s.indicator)
            if last is not first:
                years += f" to {w.period_name(last.period, s.indicator)}"
            self.draft.say(
                f"{w.upper_first(w.measure_name(s.indicator))} in {w.of(first)} is held for {years} {self.draft.ref(first, last)}."
            )
            for o in dict.fromkeys((first, last)):
                self.show(s, o)
        return self.draft.findings()

    # ---- pictures of a place --------------------------------------------------------------------------------------

    def sectors(self) -> Findings | None:
        """A place's sectors in order, by location quotient or share."""
        limit = min(self.cues.limit or (1 if re.search(r"\bwhich (?:\w+ )?(?:sector|industry)\b", self.low) else 5), 50)
        for mention in self.query.mentions:
            for concept in self.query.concepts:
                indicators = self.held.measures.by_concept[concept]
                options = self.held.options(mention, indicators, self.explicit(mention))
                if not options:
                    continue
                place = options[0].place
                mine = [s for s in options if s.place == place]
                held = sorted({p for s in mine for p in s.periods})
                periods, wanting = chosen_periods(held, self.query.asked)
                if (
                    wanting
                    and concept != self.query.concepts[-1]
                    and any(
                        not chosen_periods(
                            [p for i in self.held.measures.by_concept[c] for p in i.periods], self.query.asked
                        )[1]
                        for c in self.query.concepts
                    )
                ):
                    continue
                period = periods[-1]
                order = op.ranked([o for s in mine if (o := s.at(period)) is not None], self.cues.lowest)
                if not order:
                    continue
                if wanting:
                    self.year_not_held(mine[0], wanting)
                self.say_sectors(order[:limit], len(order), concept, period, place)
                break
            else:
                self.sectors_not_held(mention)
        return self.draft.findings() if self.draft.sentences else None

    def say_sectors(self, shown: Sequence[op.Ranked], n: int, concept: str, period: str, place: Place) -> None:
        """The sentence for a place's sectors."""
        first = self.draft.indicators[shown[0].observation.indicator_id]
        by = {
            "lq": "location quotient of GVA (1 is the UK mix)",
            "gv": "share of GVA" if "share" in concept else "GVA",
            "em": "employees",
        }[concept[:2]]
        end = "lowest" if self.cues.lowest else "highest"
        parts = []
        for r in shown:
            i = self.draft.indicators[r.observation.indicator_id]
            parts.append(
                f"{r.rank}{'=' if r.tied else ''} {w.lower_first(i.breakdown or i.label)} {w.value_text(r.observation, i)}"
            )
        self.draft.places.append(place)
        kind = "industries" if "industry" in concept else "sectors"
        self.draft.itemise(
            f"By {by} in {period}, the {end} of the {n} {kind} held for {w.place_name(place.name, place.place_type)}",
            [(text, (r.observation,)) for text, r in zip(parts, shown, strict=True)],
        )
        self.draft.derive(
            "rank", op.Result(1, f"rank of {n}", f"rank from the {end} among the {n} {kind} held"), shown[0].observation
        )
        self.draft.caveat(first)
        if concept.startswith("lq"):
            self.draft.warnings.append(
                "A location quotient shows what an area’s output is made of; it does not measure innovation."
            )
            self.small_sectors(shown, place, period, concept)

    def small_sectors(self, shown: Sequence[op.Ranked], place: Place, period: str, concept: str) -> None:
        """Say which of the sectors shown are under one per cent of the place's GVA."""
        value_concept = "gva_industry" if concept == "lq_industry" else "gva_sector"
        indicators = self.held.measures.by_concept.get(value_concept, [])
        amounts = {i.breakdown: s.at(period) for i in indicators for s in self.held.series_of([(place, "exact")], [i])}
        whole = sum(o.value for o in amounts.values() if o and o.value)
        small = []
        for r in shown:
            breakdown = self.draft.indicators[r.observation.indicator_id].breakdown
            own = amounts.get(breakdown)
            if whole and own and own.value is not None and own.value < 0.01 * whole:
                small.append(w.lower_first(breakdown or ""))
        if small:
            self.draft.warnings.append(f"Under 1% of the area’s GVA, so a small base: {w.joined(small)}.")

    def sectors_not_held(self, mention: Mention) -> None:
        """Say that no sector figures are held for a place, with stand-ins."""
        for concept in self.query.concepts:
            stand_ins = self.held.stand_ins(mention, self.held.measures.by_concept[concept])
            if stand_ins:
                place = stand_ins[0].place
                mine = [s for s in stand_ins if s.place == place]
                period = max(p for s in mine for p in s.periods)
                order = op.ranked([o for s in mine if (o := s.at(period)) is not None])
                self.draft.status = "nearest"
                self.draft.say(
                    f"Sector figures are not held for {w.place_label(mention.candidates[0])}. As a stand-in, not the same area, {w.place_name(place.name, place.place_type)} is shown."
                )
                self.say_sectors(order[: self.cues.limit or 5], len(order), concept, period, place)
                return
        self.draft.status = "not_found"
        self.draft.say(f"Sector figures are not held for {w.place_label(mention.candidates[0])}.")

    def profile(self) -> Findings | None:
        """Every main measure for a place: latest value, rank among its kind, direction since the first year."""
        mention = self.query.mentions[0]
        for concept in KEY_MEASURES:
            members = self.held.measures.by_concept.get(concept, [])
            indicators = [
                i
                for i in members
                if not i.breakdown and len(i.place_types) and len(i.periods) >= 1 and i.unit != "rank"
            ]
            options = (
                best_first(self.held.options(mention, indicators, self.explicit(mention)), Asked(), None)
                if indicators
                else []
            )
            if not options or options[0].how == "namesake":
                continue
            s = options[0]
            o = s.observations[-1]
            if o.value is None:
                continue
            _, everyone = self.held.across(s.indicator, o.place_type, o.period)
            order = op.ranked(self._english(everyone, o.place_type))
            mine = next((r for r in order if r.observation.place_code == o.place_code), None)
            if len(order) < 5 or mine is None:
                continue
            first = s.observations[0]
            way = ""
            if first.value is not None and first.period != o.period:
                way = f", {'up' if o.value > first.value else 'down' if o.value < first.value else 'unchanged'} from {w.value_text(first, s.indicator)} in {w.period_name(first.period, s.indicator)}"
            refs = self.draft.ref(o, first) if way else self.draft.ref(o)
            self.draft.places.append(s.place)
            self.draft.say(
                f"- {w.upper_first(w.measure_name(s.indicator))}: {w.value_text(o, s.indicator)} in {w.period_name(o.period, s.indicator)}, {w.ordinal(mine.rank)} highest of {len(order)} {w.plural(o.place_type)}{way} {refs}."
            )
            self.draft.derive(
                "rank",
                op.Result(
                    mine.rank,
                    f"rank of {len(order)}",
                    f"rank from the highest among the {len(order)} {w.plural(o.place_type)} held",
                ),
                o,
            )
        if not self.draft.sentences:
            return None
        place = mention.candidates[0]
        self.draft.sentences.insert(0, f"{w.upper_first(w.place_name(place.name, place.place_type))} at a glance:")
        return self.draft.findings()

    def similar(self) -> Findings | None:
        """Statistical neighbours: the places of its kind nearest over the latest common year of the main measures."""
        mention = self.query.mentions[0]
        place = next((c for c in mention.candidates if c.place_type in ("LEP", "NUTS2", "ITL2")), mention.candidates[0])
        if place.place_type not in ("LEP", "NUTS2", "ITL2"):
            leps = self.gazetteer.leps(place)
            if not leps:
                return None
            place = leps[0]
        table: dict[str, dict[str, float]] = {}
        shown: dict[str, Observation] = {}
        used: list[Indicator] = []
        wanted = self.query.concepts or SIMILARITY_MEASURES
        for concept in wanted:
            for indicator in self.held.indicators(concept)[:4]:
                _, everyone = self.held.across(indicator, place.place_type, None)
                values = {o.place_name: o for o in everyone if o.value is not None}
                own = next((o for o in values.values() if o.place_code == place.code), None)
                if own is None or len(values) < 10:
                    continue
                used.append(indicator)
                shown[indicator.indicator_id] = own
                for name, o in values.items():
                    table.setdefault(name, {})[indicator.indicator_id] = float(o.value or 0.0)
                break
        own_name = next(iter(shown.values())).place_name if shown else ""
        if len(used) < 2 or own_name not in table:
            return None
        own_row = table.pop(own_name)
        nearest = op.distances(own_row, table)[: self.cues.limit or 5]
        refs = self.draft.ref(*shown.values())
        parts = [f"{name} ({distance:.2f})" for name, distance, _ in nearest]
        self.draft.places.append(place)
        self.draft.say(
            f"The {w.plural(place.place_type)} most like {w.place_name(place.name, place.place_type)} are, nearest first: {'; '.join(parts)} {refs}."
        )
        self.draft.say(
            f"The number is the root mean square difference in standardised values over {len(used)} measures: {w.joined([w.measure_name(i) for i in used])} {refs}."
        )
        for name, distance, _ in nearest:
            self.draft.derivations.append(
                Derivation(
                    "distance",
                    op.tidy_float(distance),
                    "standard deviations",
                    f"root mean square standardised difference from {name}",
                    tuple(range(len(shown))),
                )
            )
        return self.draft.findings()

    # ---- questions that the figures do not settle -----------------------------------------------------------------

    def forecast(self) -> Findings | None:
        """No forecast is held: the latest figure is offered."""
        self.draft.say(
            f"No forecast is held for {self.name_of(self.query.concepts[0])}; the reports and tables end in the years they cover."
        )
        latest = Lookup(replace(self.query, asked=Asked(), operation=None, cues=self.cues), self.held)
        latest.draft.sentences = list(self.draft.sentences)
        if not self.query.mentions:
            self.draft.status = "not_found"
            return self.draft.findings()
        latest.value()
        latest.draft.status = "nearest" if latest.draft.figures else "not_found"
        return latest.draft.findings()

    def premise(self, claim: str) -> Findings | None:
        """A question that takes for granted that a place is highest or lowest: checked, and corrected where wrong."""
        mention = self.query.mentions[0]
        series = self.pick([mention], self.query.concepts[0])
        s = series[0]
        if s is None:
            return None
        periods, _ = chosen_periods(s.periods, self.query.asked)
        o = s.at(periods[-1])
        if o is None or o.value is None:
            return None
        _, everyone = self.held.across(s.indicator, o.place_type, o.period)
        lowest = bool(LOWEST.search(claim))
        order = op.ranked(self._english(everyone, o.place_type), lowest)
        mine = next((r for r in order if r.observation.place_code == o.place_code), None)
        if mine is None or len(order) < 2:
            return None
        name, end = w.lower_first(w.measure_name(s.indicator)), "lowest" if lowest else "highest"
        top = order[0].observation
        what = w.plural(o.place_type)
        self.draft.places.append(s.place)
        if mine.rank == 1:
            self.show(s, o)
            self.draft.say(f"It was indeed the {end} of the {len(order)} {what} held {self.draft.ref(o)}.")
            if "why" in self.cues.names:
                self.draft.status = "nearest"
                self.draft.say("Why that is so, the tables do not say.")
            return self.draft.findings()
        self.draft.status = "nearest"
        self.draft.say(
            f"That is not what the figures show: {w.of(o)} did not have the {end} {name} in {w.period_name(o.period, s.indicator)}; {w.of(top)} did, with {w.value_text(top, s.indicator)} {self.draft.ref(top)}."
        )
        self.draft.say(
            f"{w.upper_first(w.of(o))} had {w.value_text(o, s.indicator)}, {w.ordinal(mine.rank)} {'from the lowest ' if lowest else ''}of the {len(order)} {what} held {self.draft.ref(o)}."
        )
        self.draft.derive(
            "rank",
            op.Result(mine.rank, f"rank of {len(order)}", f"rank from the {end} among the {len(order)} {what} held"),
            o,
        )
        return self.draft.findings()

    def why(self) -> Findings | None:
        """Causes are not held: the change is given, and a wrong direction corrected."""
        inner = Lookup(self.query, self.held)
        if (
            self.query.asked.ranged
            or len(self.query.asked.years) > 1
            or self.cues.rising is not None
            or "change" in self.cues.names
        ):
            inner.change()
        elif len(self.query.mentions) > 1:
            inner.compare()
        else:
            inner.value()
        if not inner.draft.figures:
            return inner.draft.findings()
        change = next((d for d in inner.draft.derivations if d.operation == "change"), None)
        lead = "The tables do not say why; they hold only the figures."
        if (
            change is not None
            and self.cues.rising is not None
            and change.value != 0
            and (change.value > 0) != self.cues.rising
        ):
            lead = f"That is not what the figures show: it {'rose' if change.value > 0 else 'fell'}. {lead}"
        inner.draft.sentences.insert(0, lead)
        inner.draft.status = "nearest"
        return inner.draft.findings()


SIMILARITY_MEASURES = (
    "gva_per_hour", "gva_per_head", "nvq4", "professional_occupations", "stem_professionals_share", "economic_complexity",
    "research_income", "population", "broadband", "berd", "high_tech_lq",
)  # fmt: skip


def best_first_stable(stand_ins: Sequence[Series], unit: str | None) -> list[Series]:
    """Stand-ins as they come (nearest in size first), those in the unit asked for before the others."""
    return sorted(stand_ins, key=lambda s: not unit_matches(s.indicator.unit, unit))


def _asked_text(asked: Asked) -> str:
    if asked.spoken:
        return w.joined(list(asked.spoken))
    if asked.years:
        return w.joined([str(y) for y in asked.years])
    if asked.first or asked.last:
        return f"{asked.first or 'the start'} to {asked.last or 'the last year held'}"
    return "the latest year"


def _value_with_name(observation: Observation, indicator: Indicator) -> str:
    return f"{w.lower_first(w.measure_name(indicator))} of {w.value_text(observation, indicator)}"
