"""The places that a follow-up points back to, put in by name: "the second one", "the winner", "the other two"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.cues import HIGH, LOW
from assistant.follow_ups.positions import BARE, NTH_ONE, TWO_TO_TEN, position
from assistant.periods import YEAR, number_word
from assistant.read_question import AREA_KIND, AREA_TYPES
from assistant.topic import Topic
from assistant.words import tokens
from ingest.schema import Mention


@dataclass(frozen=True, slots=True)
class Said:
    """A follow-up as put in full so far, and the places so put in."""

    text: str
    put_in: tuple[Mention, ...] = ()


def _names(match: re.Match[str], names: str) -> str:
    """The names alone; the words as they were where there are none."""
    return names or match[0]


def _put_in(
    said: Said,
    pattern: re.Pattern[str],
    meant: Callable[[re.Match[str]], Sequence[Mention]],
    wording: Callable[[re.Match[str], str], str] = _names,
) -> Said:
    """What the pattern finds replaced by the names of the places `meant`, as `wording` has it; as it was where none is."""
    put_in = list(said.put_in)

    def replaced(match: re.Match[str]) -> str:
        places = meant(match)
        put_in.extend(places)
        return wording(match, ", ".join(m.text for m in places))

    return Said(pattern.sub(replaced, said.text), tuple(put_in))


def _one(mention: Mention | None) -> tuple[Mention, ...]:
    """The one place, or none, as places."""
    return () if mention is None else (mention,)


# An end of a list given before: "which of the fastest three".
_END_OF_LIST = re.compile(
    rf"\b(?P<of>of|among|amongst|between|out of) the (?:(?P<low>{LOW})|{HIGH}) (?P<n>{TWO_TO_TEN}|\d\d?)\b",
    re.IGNORECASE,
)


def with_end_of_list(said: Said, topic: Topic) -> Said:
    """With the places of an end of a ranking given before: "which of the fastest three"."""
    return _put_in(said, _END_OF_LIST, lambda m: _end_of_list(m, topic), lambda m, names: f"{m['of']} {names}" if names else m[0])  # fmt: skip


def _end_of_list(match: re.Match[str], topic: Topic) -> tuple[Mention, ...]:
    """The places of the last ranking from that end that gave so many; () where there was none."""
    n = number_word(match["n"].lower())
    same = (places for lowest, places in topic.rankings if lowest == bool(match["low"]) and len(places) == n)
    return next(same, ())


# The place that came first: "what did the winner have in 2009?".
_WINNER = re.compile(
    r"\b(?:the|that) (?:winner|leader|front-?runner|number one|chart-topper)\b(?: (?:of|in|on|from|among) (?:that|those|them|it|these|the list))?",
    re.IGNORECASE,
)


def with_winner(said: Said, topic: Topic) -> Said:
    """With the place that came first in the last order or comparison: "the winner"."""
    if not topic.shown or not (topic.ranked or topic.query.operation == "compare"):
        return said
    return _put_in(said, _WINNER, lambda m: topic.shown[:1])


# The asker's own, which is the place that the talk began with: "what was ours in 2017?".
_OURS = re.compile(
    r"\b(?:ours|our (?:own(?: (?:figure|number|value|rate|share))?|figure|number|value))\b", re.IGNORECASE
)


def with_ours(said: Said, topic: Topic) -> Said:
    """With the place that the talk began with for "ours"."""
    return _put_in(said, _OURS, lambda m: topic.talked[:1])


# One end of the list just given, of which something is asked: "what did the slowest one have in 2014?".
_END_ONE = re.compile(
    rf"(?P<what>^\W*(?:(?:and|so|but|then)\W+)*what(?:'s| is| was| were| did| does)? )?\bthe (?!first|last|top|bottom)(?:(?P<low>{LOW})|{HIGH}) one\b(?!\W*$| (?:then|now|too)\W*$)"
    rf"(?! (?:in|across|among|within|of|for) (?!{YEAR}|(?:the (?:two|three|four|five)|those|these|them)\b))",
    re.IGNORECASE,
)
_ASKS_WHICH = re.compile(r"\b(?:which|who|whose|where)\b", re.IGNORECASE)
_THING = r"(?:one|place|area|lep|region|nation)"
# Of several whose change was given, the one that moved most: "the one that lost most".
_MOVED_MOST = re.compile(
    rf"\b(?:the|that) {_THING} (?:that|which) (?:has |had )?(?:(?P<down>lost|fell|fallen|dropped|declined|shrank|shrunk)|rose|risen|grew|grown|gained|increased|improved|climbed) (?:the )?(?:most|fastest|furthest)\b",
    re.IGNORECASE,
)


def with_extremes(said: Said, topic: Topic) -> Said:
    """With the place at an end of the list just given, and the one that moved most: "the slowest one"."""
    if topic.ranked and not _ASKS_WHICH.search(said.text):
        said = _put_in(said, _END_ONE, lambda m: _one(_end_one(m, topic)), lambda m, names: ("and " if m["what"] else "") + (names or m[0]))  # fmt: skip
    return _put_in(said, _MOVED_MOST, lambda m: _one(_moved_most(m, topic)))


def _end_one(match: re.Match[str], topic: Topic) -> Mention | None:
    """The place at that end of the list last given; None for an end that it does not show."""
    if len(topic.shown) < 2 or ((topic.query.cues.limit or 1) < 2 and len(topic.shown) < 3):
        return None
    return topic.shown[0 if bool(match["low"]) == topic.query.cues.lowest else -1]


def _moved_most(match: re.Match[str], topic: Topic) -> Mention | None:
    """The place whose figure rose most, or fell most, of those whose changes were just given; None where none did."""
    moved = [(d.value, topic.answer.figures[d.inputs[0]]) for d in topic.answer.derivations if d.operation == "change"]
    if len(moved) < 2:
        return None
    value, figure = min(moved, key=lambda one: one[0]) if match["down"] else max(moved, key=lambda one: one[0])
    codes = {m.candidates[0].code: m for m in topic.shown}
    return codes.get(figure.observation.place_code) if (value < 0) == bool(match["down"]) else None


# The area that was just told: "that region's GVA" after which region a LEP is in.
_THAT_AREA = re.compile(
    rf"\b(?:that|this|the same) (?P<kind>{AREA_KIND})\b(?! of\b)",
    re.IGNORECASE,
)
# The other area of the name just talked of: "now jobs in the LEP only", after the region of that name.
_THE_KIND = re.compile(
    rf"(?:(?<=\bin )|(?<=\bof ))the (?P<kind>{AREA_KIND})(?: (?:itself|only|alone))?(?=\W*$|,)|(?<=\bfor )the (?P<of>{AREA_KIND})(?: (?:itself|only|alone))?(?=\W*$|,)",
    re.IGNORECASE,
)
# Those of a list that were not just spoken of: "and the other two?".
_OTHERS = re.compile(
    r"\b(?:the )?(?:other|remaining) (?P<n>two|three|four|five)(?: (?:places|areas|leps|regions|nations|of (?:them|those|these)))?\b",
    re.IGNORECASE,
)
# "The other one", "the other" at the end.
_OTHER = re.compile(rf"\bthe other (?:one|two|{_THING})?\b|\bthe other\b(?=\W*$)", re.IGNORECASE)
# The one figure that the last answer gave: "that last figure".
_LAST_ONE = re.compile(r"\b(?:that|this) (?:last|latest) (?:one|figure|number)\b", re.IGNORECASE)


def with_others(said: Said, question: str, topic: Topic) -> Said:
    """With the places pointed to by what they are beside, or where in the list: "that region", "the other two", "the last one".

    `question` is the text as typed, by which its length is judged.
    """
    if len(topic.told) == 1:
        said = _put_in(said, _THAT_AREA, lambda m: _one(_told_as(m, topic)))
    said = _put_in(said, _THE_KIND, lambda m: _one(_namesake(m, topic)))
    said = _put_in(said, _OTHERS, lambda m: _the_others(m, topic))
    said = _put_in(said, _OTHER, lambda m: _one(_the_other(topic)))
    if topic.ranked and topic.shown and not (topic.query.cues.limit or topic.query.cues.ordinals):
        said = _put_in(said, _LAST_ONE, lambda m: topic.shown[:1])  # the one place that the last answer gave
    said = _put_in(said, NTH_ONE, lambda m: _one(_nth(m, question, topic)))
    return said if topic.ranked else replace(said, text=_LAST_ONE.sub("that", said.text))


def _told_as(match: re.Match[str], topic: Topic) -> Mention | None:
    """The place just told, as the kind of area it is spoken of; None where it is of no such kind."""
    told, kind = topic.told[0], AREA_TYPES[match["kind"].lower()]
    named = tuple(place for place in told.candidates if place.place_type == kind)
    return replace(told, candidates=named) if named else None


def _namesake(match: re.Match[str], topic: Topic) -> Mention | None:
    """The place just talked of as the area of its name of another kind; None where there is none, or it is of that kind."""
    kind = AREA_TYPES[(match["kind"] or match["of"]).lower()]
    if len(topic.places) != 1 or topic.places[0].candidates[0].place_type == kind:
        return None
    named = tuple(place for place in topic.places[0].candidates if place.place_type == kind)
    return replace(topic.places[0], candidates=named, ambiguous=False) if named else None


def _the_others(match: re.Match[str], topic: Topic) -> tuple[Mention, ...]:
    """The places of the list last given, or talked of, that were not just spoken of; () where they are not so many."""
    spoken = topic.moved_so or {m.candidates[0].name for m in topic.winner or topic.focus}
    for places in (topic.listed, topic.talked, topic.known):
        rest = tuple(m for m in places if m.candidates[0].name not in spoken)
        if len(rest) == number_word(match["n"].lower()):
            return rest
    return ()


def _the_other(topic: Topic) -> Mention | None:
    """The place meant by "the other one": the choice not taken, else of two talked of the one not in the last question."""
    if topic.other is not None:
        return topic.other
    if len(topic.recent) != 2:
        return None
    last = {m.candidates[0].code for m in topic.places}
    kinds = {m.candidates[0].place_type for m in topic.places}
    alike = [m for m in topic.known if m.candidates[0].code not in last and m.candidates[0].place_type in kinds]
    if alike and not topic.query.follows:
        return alike[-1]
    rest = [m for m in topic.recent if m.candidates[0].code not in last]
    return rest[0] if len(rest) == 1 else topic.recent[1]


def _nth(match: re.Match[str], question: str, topic: Topic) -> Mention | None:
    """The place meant by "the second one"; None after a ranking of which no more is asked than who comes next."""
    bare = len(tokens(question)) <= BARE
    if topic.sectors or (topic.ranked and bare):
        return None
    n, pool = position(match), topic.pool
    if not topic.ranked and {m.candidates for m in pool} == {m.candidates for m in topic.talked}:
        pool = topic.talked  # in the order they came up
    return pool[n] if -len(pool) <= n < len(pool) and len(pool) > 1 else None
