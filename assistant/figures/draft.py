"""Findings, and the Draft in which one question's findings are gathered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant import operations as op
from assistant.cues import OF_MANY, Cues
from assistant.held import Held
from assistant.read_question import WIDE
from assistant.schema import Derivation, Outcome, Query
from assistant.words import normal
from ingest.gazetteer import Gazetteer
from ingest.schema import Indicator, Observation, Place


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
    """Findings while they are gathered, with the question they answer and what is held."""

    query: Query
    held: Held
    figures: list[Observation] = field(default_factory=list)
    derivations: list[Derivation] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    status: Outcome = "answered"

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """Every indicator by its id."""
        return {i.indicator_id: i for i in self.held.measures.indicators}

    @property
    def gazetteer(self) -> Gazetteer:
        """The places of the index."""
        return self.held.index.gazetteer

    @property
    def cues(self) -> Cues:
        """What the question's words ask to be done."""
        return self.query.cues

    @property
    def of_parts(self) -> bool:
        """True when the figures asked for are of places that lie in those named: "the average of the LEPs in the North West"."""
        inside = self.query.operation in (*OF_MANY, "mean") and self.query.place_type is not None
        return inside and all(m.candidates[0].place_type in WIDE for m in self.query.mentions)

    @cached_property
    def low(self) -> str:
        """The question in its normal form."""
        return normal(self.query.question)

    @cached_property
    def currency(self) -> str | None:
        """The currency asked for; None if none is named."""
        text = normal(self.query.text)
        if re.search(r"£|\bpounds?\b|\bsterling\b|\bgbp\b", text):
            return "GBP"
        return "EUR" if re.search(r"€|\beuros?\b|\beur\b", text) else None

    def ref(self, *observations: Observation) -> str:
        """The reference for these figures, which are taken up in the order they are first shown."""
        numbers = []
        for o in observations:
            if o not in self.figures:
                self.figures.append(o)
            numbers.append(str(self.figures.index(o)))
        return f"⟦{','.join(numbers)}⟧"

    def say(self, sentence: str) -> None:
        """Add a sentence, unless it has been said."""
        if sentence not in self.sentences:
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
            tuple((o, self.by_id[o.indicator_id]) for o in self.figures),
            tuple(self.derivations),
            tuple(dict.fromkeys((*self.warnings, *self.caveats))),
            tuple(dict.fromkeys(self.suggestions)),
            confidence,
            tuple(dict.fromkeys(self.places)),
        )
