"""Whether a line of a report speaks of the place asked about, of another place, or of none.

A sentence about Blyth may not answer a question about the North West, though the passage around it may name both.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.schema import Query
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

Whereabouts = Literal["here", "elsewhere", "unsaid"]

WIDE = frozenset({"country", "campus", "audit area"})  # named beside any place, so they part nothing
NATIONWIDE = frozenset({"England", "England and Wales", "Great Britain", "United Kingdom"})  # where nearly all is


@dataclass(frozen=True, slots=True)
class Ground:
    """The codes of the places asked about, the LEPs of a town among them, and of the areas they lie in."""

    asked: frozenset[str]
    around: frozenset[str]


def ground(query: Query, gazetteer: Gazetteer) -> Ground:
    """The ground that a question asks about; empty when it names no place, or all of the country."""
    named = {*query.places, *(place for mention in query.mentions for place in mention.candidates)}
    named = {place for place in named if place.name not in NATIONWIDE}
    asked = named | {other for place in named for other in gazetteer.same_area(place)}
    around = {area for place in named for area, _ in _around(place, gazetteer)}
    return Ground(frozenset(p.code for p in asked), frozenset(p.code for p in around))


def whereabouts(text: str, ground: Ground, gazetteer: Gazetteer) -> Whereabouts:
    """“here” when the text names a place asked about or one within it, “elsewhere” when it names only others.

    What contains the place asked about, and a whole country, is neither.
    """
    if not ground.asked:
        return "unsaid"
    found: Whereabouts = "unsaid"
    for places in _named(text, gazetteer):
        codes = {place.code for place in places}
        if codes & ground.asked or any(_lies_in(place, ground.asked, gazetteer) for place in places):
            return "here"
        if not codes & ground.around and not any(place.place_type in WIDE for place in places):
            found = "elsewhere"
    return found


def named_in(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names of places in a line, as it has them."""
    return tuple(dict.fromkeys(mention.text for mention in _mentions(text, gazetteer)))


def names_area(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a line names a place that may be smaller than a nation."""
    return any(place.place_type != "country" for mention in _mentions(text, gazetteer) for place in mention.candidates)


@lru_cache(maxsize=20_000)
def _mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    return gazetteer.mentions(text, mend=False)


def _lies_in(place: Place, codes: frozenset[str], gazetteer: Gazetteer) -> bool:
    return any(whole and area.code in codes for area, whole in _around(place, gazetteer))


@lru_cache(maxsize=20_000)
def _named(text: str, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], ...]:
    """What each place named in a line could mean; a cell of a row that is a place's name and no more is that place."""
    cells = [gazetteer.named(cell.strip()) for cell in text.split("\t")] if "\t" in text else []
    mentioned = (mention.candidates for mention in _mentions(text, gazetteer))
    return (*mentioned, *(places for places in cells if places))


@lru_cache(maxsize=5_000)
def _around(place: Place, gazetteer: Gazetteer) -> tuple[tuple[Place, bool], ...]:
    return gazetteer.containing(place)
