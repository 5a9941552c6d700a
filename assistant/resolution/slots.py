"""What is known of a question while it is read: the Context that no step changes, and the Slots that the steps fill."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.cues import Cues, Operation
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.periods import Asked
from assistant.read_question import Own
from assistant.schema import Turn
from assistant.topic import Topic
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a question. `question` is as typed, `said` without what is said around it, `text` put in full.

    `put_in` are the places that were put in for words that point back, `stood_in` the place whose figures were accepted in
    place of another's, `switches` is True where the words turn to another subject, and `notes` say how dates were read.
    """

    question: str
    said: str
    text: str
    notes: tuple[str, ...]
    switches: bool = False
    stood_in: tuple[Mention, ...] = ()
    put_in: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a question is read in the light of: its words, the turns before it, and what is held.

    `history` ends with the turn that is gone on with; `topic` is what it is about, None where nothing is taken over from it;
    `meaning` is None where measures are told by their names alone.
    """

    wording: Wording
    history: Sequence[Turn]
    topic: Topic | None
    gazetteer: Gazetteer
    measures: Measures
    meaning: Meaning | None

    @property
    def measured(self) -> Topic | None:
        """The topic where figures of a measure were asked for, which a follow-up may go on with; else None."""
        topic = self.topic
        return topic if topic and topic.query.concepts and not topic.of_reports else None


@dataclass(frozen=True, slots=True)
class Places:
    """The places meant, by name, as a set, by relation or by kind, without those left out; fields as in Query."""

    mentions: tuple[Mention, ...]
    groups: tuple[tuple[str, tuple[Place, ...]], ...]
    relations: tuple[str, ...]
    place_type: str | None
    without: tuple[Place, ...]
    untold: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The measures and sectors meant. `inherited` is True where they are those of the turn before.

    `two` says how two measures are put together, "contrast" for one set against the other or added and "quotient" for one
    divided by the other; `by_meaning` is True where the whole phrase told the measure or sector, not their names, and `other`
    where the measure so told is another than the one named; `choices` are measures near by meaning, none near enough.
    """

    concepts: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    inherited: bool = False
    two: Literal["contrast", "quotient"] | None = None
    by_meaning: bool = False
    other: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """What is meant so far. `own` is what the question says by itself; `follows` is True where it takes something over."""

    own: Own
    places: Places
    cues: Cues
    asked: Asked
    follows: bool
    notes: tuple[str, ...]
    measure: Measure = field(default_factory=Measure)
    operation: Operation | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The places named or pointed back to."""
        return self.places.mentions

    @property
    def concepts(self) -> tuple[str, ...]:
        """The measures."""
        return self.measure.concepts

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The sectors or product groups."""
        return self.measure.breakdowns

    def with_places(self, **fields: Any) -> "Slots":
        """The same with these fields of the places changed."""
        return replace(self, places=replace(self.places, **fields))

    def with_measure(self, **fields: Any) -> "Slots":
        """The same with these fields of the measure changed."""
        return replace(self, measure=replace(self.measure, **fields))
