"""A question that the rules leave open, put by a chat model into the names of what is held; used only if every name exists.

The model chooses among held measures and nothing else: the question's own places and years are kept, the question made of
them goes through the same rules as any other, and it is shown, so that the asker sees how it was read.
"""

import re
from dataclasses import dataclass
from typing import Literal

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, ValidationError

from assistant import wording as w
from assistant.chat import pieces
from assistant.measures import Measures
from assistant.prompts import READ
from assistant.schema import Answer, Query
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention

MAX_REPLY_CHARACTERS = 600
_OBJECT = re.compile(r"\{[^{}]*\}", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOT_OURS = frozenset({"injection", "advice", "source", "definition", "why", "forecast"})


class _Proposal(BaseModel):
    """What the model may say of a question."""

    measure: str | None = None
    places: list[str] = []
    years: list[int] = []
    ask: Literal["value", "compare", "change", "highest", "lowest"] = "value"


@dataclass(frozen=True, slots=True)
class Reread:
    """A question in held names, with the measure (its concept) and the places that it must be understood to be about."""

    question: str
    concept: str
    codes: tuple[frozenset[str], ...]

    def is_understood(self, query: Query) -> bool:
        """True when the rules read the question as it was meant: that measure, those places, no word left over."""
        places = [frozenset(p.code for p in m.candidates) for m in query.mentions]
        met = len(places) == len(self.codes) and all(a & b for a, b in zip(places, self.codes, strict=True))
        return self.concept in query.concepts and met and not query.unexplained and not query.missing


def is_left_open(answer: Answer) -> bool:
    """True for a question about a figure, as it seems, that failed on words that no rule explains."""
    query = answer.query
    failed = answer.status in ("not_found", "ambiguous") or (answer.status == "nearest" and not answer.figures)
    about_a_figure = bool(query.mentions or query.asked.given or query.operation or query.about_figures)
    its_words = query.unexplained and not query.ambiguous and not query.foreign and not query.cues.names & _NOT_OURS
    return bool(failed and about_a_figure and its_words)


def reread(
    query: Query, measures: Measures, gazetteer: Gazetteer, model: BaseChatModel, deadline: float
) -> Reread | None:
    """The question in held names; None when the model names nothing that is held, or does not answer as agreed.

    Raises ModelUnavailable when it fails or does not answer in time.
    """
    names = held_names(measures)
    values = {"measures": "\n".join(names), "question": query.text}
    reply = "".join(pieces(READ, values, model, deadline, MAX_REPLY_CHARACTERS))
    found = _OBJECT.search(reply)
    if not found:
        return None
    try:
        proposal = _Proposal.model_validate_json(found[0])
    except ValidationError:
        return None
    concept = {n.casefold(): c for n, c in names.items()}.get((proposal.measure or "").strip().casefold())
    places = _places(query, proposal, gazetteer)
    years = sorted(set(_YEAR.findall(query.text)))
    if concept is None or places is None or not {str(y) for y in proposal.years} <= set(years):
        return None
    if query.asked.given and not years:
        return None  # "five years ago" is no year that could be put into another question
    name = next(n for n, c in names.items() if c == concept)
    question = _question(name, [m.text for m in places], years, proposal.ask, query)
    if question is None:
        return None
    return Reread(question, concept, tuple(frozenset(p.code for p in m.candidates) for m in places))


def held_names(measures: Measures) -> dict[str, str]:
    """The names of the held series with the concept of each; figures gathered singly are left to the rules."""
    out: dict[str, str] = {}
    for concept, members in measures.by_concept.items():
        if concept not in measures.single and not members[0].breakdown:
            out.setdefault(w.measure_name(members[0]), concept)
    return out


def _places(query: Query, proposal: _Proposal, gazetteer: Gazetteer) -> list[Mention] | None:
    """The question's own places, or where it names none the model's; None when the two differ or one is not known."""
    proposed: list[Mention] = []
    for name in proposal.places:
        found = gazetteer.mentions(name)
        if len(found) != 1 or found[0].ambiguous or found[0].mended or len(found[0].text) < len(name.strip()):
            return None
        proposed += found
    if not query.mentions:
        return proposed
    own = [{p.code for p in m.candidates} for m in query.mentions]
    theirs = [{p.code for p in m.candidates} for m in proposed]
    if theirs and (len(theirs) != len(own) or not all(any(a & b for b in theirs) for a in own)):
        return None
    return list(query.mentions)


def _question(name: str, places: list[str], years: list[str], ask: str, query: Query) -> str | None:
    """The question in held names, as the rules read it best; None when it would lack a place."""
    when = f" in {w.joined(years)}" if years else ""
    verb = "were" if w.is_plural(name) else "was"
    if ask in ("highest", "lowest") and not places:
        return f"Which {query.place_type or 'LEP'} had the {ask} {name}{when}?"
    if not places:
        return None
    if ask == "change" and len(years) < 2:
        since = f" since {years[0]}" if years else ""
        return f"How has {name} in {w.joined(places)} changed{since}?"
    if ask == "compare" and len(places) > 1:
        return f"How does {name} in {places[0]} compare with {w.joined(places[1:])}{when}?"
    return f"What {verb} {name} in {w.joined(places)}{when}?"
