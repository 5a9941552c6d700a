"""What a conversation is about so far, and what the words of a follow-up point back to.

A follow-up is said in full before it is read: "the second one" becomes the place it stands for, "the last of those years"
a year; words that only open a reply, and what a correction takes back ("Dorset, not Devon"), are left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.held import first_year
from assistant.periods import YEAR
from assistant.schema import Answer, Query, Turn
from assistant.words import tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

RANKINGS = ("rank", "threshold", "count", "similar")
NTH = {
    "first": 0, "1st": 0, "former": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1, "latter": -1, "bottom": -1, "final": -1,
}  # fmt: skip
_THING = r"(?:one|place|area|lep|region|nation)"
_OTHER = re.compile(rf"\bthe other (?:one|two|{_THING})?\b|\bthe other\b(?=\W*$)", re.IGNORECASE)
_NTH = re.compile(
    rf"\b(?:the )?(?P<nth>{'|'.join(NTH)}) (?:one|of (?:the (?:two|three|four|five)|(?:those|these)(?: (?:places|areas|leps|regions|sectors|industries))?)|place|area|sector|industry)\b"
    rf"|\bthe (?P<of_two>former|latter)\b|\bthe (?P<bare>first|second|third|last)(?=\W*$)",
    re.IGNORECASE,
)
_NTH_YEAR = re.compile(
    r"\b(?:in |for )?the (?P<nth>first|last|latest|earliest|second|third|final|most recent) (?:of (?:those|these|the) )years\b"
    r"|\b(?:in |for )?the (?P<end>first|last|final) year of (?:that|those|these|it|the (?:period|range|series))\b",
    re.IGNORECASE,
)
_FROM_THERE = re.compile(r"\bfrom (?:there|then|that(?: year)?)\b(?= (?:to|until|till|up to|on))", re.IGNORECASE)
_OPENER = re.compile(
    r"^(?:\W*\b(?:ok(?:ay)?|fine|right|good|great|thanks|thank you|cheers|lovely|perfect|sure|yes|yep|yeah|no|nope|sorry|hm+|ah|oh|well|actually|alright|all right"
    r"|please|hang on|wait|apologies|my mistake|my bad|interesting|fair enough|got it|i see|on second thoughts|i mean(?:t)?(?: to (?:say|ask|type))?|i should have said|make (?:that|it)|let's say|let's (?:try|do|have)|instead"
    r"|i'd like|can you (?:do|give me)|could you (?:do|give me)|try)\b[\s,.!:;–-]*)+(?!$)",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"^\W*(?:and |now |then )?(?:drop|remove|take out|take away|leave out|lose|exclude|without|minus)\s+(?:the )?(?P<what>[^?.!]+?)\W*$",
    re.IGNORECASE,
)
_CLOSER = re.compile(r"[\s,]+(?:then|instead|please|thanks|thank you|as well|too|again|for me)\W*$", re.IGNORECASE)
_AS_WELL = re.compile(r"[\s,]+(?:too|as well)\W*$", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"(?:^|[,;–-]\s*|\s)(?:and )?(?:not|rather than|instead of)\s+(?:in |for |the )*(?P<what>[^,;?]{2,60})(?=$|[,;?])",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"^\W*(?:and |also |now |then )*(?:add|include|throw in|bring in|put in)(?: in)?\s+(?!(?:them|those|these|it|up|the two|the three|both|all of)\b)",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"^\W*(?:(?:and |but |now )?(?:on (?:another|a different|a separate|an unrelated) (?:matter|note|subject|topic)|(?:a |one )?(?:new|different|separate|unrelated|another) (?:question|topic|subject|matter)(?: (?:now|please|altogether|entirely))?"
    r"|(?:changing|to change|change of) (?:the )?(?:subject|topic)|something (?:else|different)(?: (?:now|entirely|altogether))?|moving on|forget (?:that|it|all that)|never mind(?: that)?|unrelated(?:ly)?|separately))\b[\s,.:;–-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What has been talked of, as far as a follow-up may take it over or point back to it.

    `query` and `answer` are the last that were about something held; `places` are its settled places; `shown` those whose
    figures the answer gave, in its order; `recent` the last two talked of, in the order they came up; `other` the choice
    that was not taken when an earlier answer asked which of two was meant; `years` those of the answer's figures; `measures`
    the last two asked for, in the order they came up; `listed` the places of the last ranking, and `sectors` those of the
    last answer that put a place's sectors in order.
    """

    query: Query
    answer: Answer
    places: tuple[Mention, ...]
    shown: tuple[Mention, ...]
    recent: tuple[Mention, ...]
    other: Mention | None
    years: tuple[int, ...]
    measures: tuple[str, ...]
    listed: tuple[Mention, ...]
    sectors: tuple[str, ...]

    @property
    def ranked(self) -> bool:
        """True when the last answer put places in order, of which none was named in the question."""
        return self.query.operation in RANKINGS and not self.places

    @property
    def focus(self) -> tuple[Mention, ...]:
        """The places that "it", "its" and "there" mean: those named, else the first that was shown."""
        return self.places or self.shown[:1]

    @property
    def that_one(self) -> tuple[Mention, ...]:
        """The place that "that one" means: the one other place an answer brought in ("its neighbour"), else the focus."""
        codes = {c.code for m in self.places for c in m.candidates}
        brought = [m for m in self.shown if m.candidates[0].code not in codes]
        if self.query.relations and len(brought) == 1:
            return tuple(brought)
        return self.focus if len(self.focus) == 1 else self.focus[-1:]

    @property
    def pool(self) -> tuple[Mention, ...]:
        """The places among which "the second one" counts, and which "those" means."""
        if self.listed_neighbours:
            return self.places
        if (self.ranked or (self.query.relations and len(self.shown) == 2)) and len(self.shown) > 1:
            return self.shown
        codes = {m.candidates[0].code for m in self.listed}
        if len(self.places) == 1 and self.places[0].candidates[0].code in codes:
            return self.listed
        return self.places if len(self.places) > 1 else self.recent or self.shown

    @property
    def listed_neighbours(self) -> bool:
        """True when the last answer named a place's neighbours, without figures: those are what "those" means."""
        return "neighbours" in self.query.relations and not self.answer.figures and len(self.places) == 1

    @property
    def of_reports(self) -> bool:
        """True when reports answered, not figures."""
        return not self.answer.figures and any(c.page is not None for c in self.answer.citations)


def topic_of(history: Sequence[Turn], gazetteer: Gazetteer) -> Topic | None:
    """What the turns so far are about; None when none of them was about anything held."""
    turn = next((t for t in reversed(history) if _about_something(t)), None)
    if turn is None:
        return None
    figures = turn.answer.figures
    ranking = next((t.answer for t in reversed(history) if t.answer.query.operation in RANKINGS), None)
    return Topic(
        turn.answer.query,
        turn.answer,
        tuple(m for m in turn.answer.query.mentions if not m.ambiguous),
        _shown(turn.answer, gazetteer),
        recent_mentions(history),
        _choice_not_taken(history),
        tuple(sorted({y for f in figures if (y := first_year(f.observation.period))})),
        _recent_measures(history),
        _shown(ranking, gazetteer) if ranking else (),
        tuple(f.label.split(": ", 1)[-1] for f in figures) if turn.answer.query.operation == "sectors" else (),
    )


def _shown(answer: Answer, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places whose figures an answer gave, in its order."""
    codes = dict.fromkeys(f.observation.place_code for f in answer.figures)
    return tuple(mention_of(gazetteer.place(code)) for code in codes)


def mention_of(place: Place) -> Mention:
    """A place as if it had been named by its own name."""
    return Mention(place.name, 0, 0, (place,))


def _about_something(turn: Turn) -> bool:
    """True for a turn that carries on: one that asked nothing sensible does not."""
    query, answer = turn.answer.query, turn.answer
    return bool(query.concepts) or (
        answer.status not in ("not_found", "blocked", "error") and bool(answer.hits or query.mentions)
    )


def recent_mentions(history: Sequence[Turn]) -> tuple[Mention, ...]:
    """The last two places talked of, in the order in which they came up; those of one turn when it named several."""
    found: dict[str, Mention] = {}
    for turn in reversed(history):
        named = [m for m in turn.answer.query.mentions if not m.ambiguous]
        if len(named) > 1 and not found:
            return tuple(named)
        for mention in reversed(named):
            found.setdefault(mention.candidates[0].code, mention)
        if len(found) >= 2:
            break
    return tuple(reversed(list(found.values())[:2]))


def _recent_measures(history: Sequence[Turn]) -> tuple[str, ...]:
    """The last two measures asked for, in the order they came up."""
    found = dict.fromkeys(c for turn in reversed(history) for c in turn.answer.query.concepts[:1])
    return tuple(reversed(list(found)[:2]))


def _choice_not_taken(history: Sequence[Turn]) -> Mention | None:
    """The place left when one of two offered was chosen."""
    offered = next((t.answer.query.ambiguous[0] for t in reversed(history) if t.answer.query.ambiguous), None)
    if offered is None or len(offered.candidates) != 2:
        return None
    used = {m.candidates[0].code for t in history for m in t.answer.query.mentions if not m.ambiguous}
    left = [p for p in offered.candidates if p.code not in used]
    return mention_of(left[0]) if len(left) == 1 else None


def chosen(question: str, history: Sequence[Turn]) -> tuple[Query, Place] | None:
    """The place picked when the last answer asked which of several was meant: "Liverpool" after "LCR"."""
    if not history or history[-1].answer.status != "ambiguous" or len(tokens(question)) > 8:
        return None
    query = history[-1].answer.query
    said = set(tokens(question))
    for mention in query.ambiguous:
        names = {p.code: set(tokens(p.name)) | {p.place_type.lower()} for p in mention.candidates}
        common = set.intersection(*names.values())
        fits = [p for p in mention.candidates if (names[p.code] - common) & said]
        if len(fits) == 1:
            return query, fits[0]
    return None


def switched(question: str) -> str | None:
    """The question without the words that turn to another subject ("On another matter: …"); None if it has none."""
    found = _SWITCH.match(question)
    rest = question[found.end() :] if found else ""
    return rest if rest.strip() else None


def said_in_full(question: str, topic: Topic, known: Callable[[str], bool]) -> tuple[str, tuple[Mention, ...]]:
    """A follow-up with what it points to put in, and the places so put in.

    `known` is true of words that name a place or a measure, which a correction may take back.
    """
    text = _OPENER.sub("", question)
    if _AS_WELL.search(text) and topic.query.operation == "compare" and len(topic.places) > 1:
        text = f"compare with {_AS_WELL.sub('', text)}"
    text = _CLOSER.sub("", text) if _CLOSER.sub("", text).strip() else text
    text = _ADD.sub("compare with ", _without_taken_back(text, known))
    if topic.query.asked.years:
        text = _FROM_THERE.sub(f"from {topic.query.asked.years[-1]}", text)
    text = _NTH_YEAR.sub(lambda m: _nth_year(m, topic), text)
    put_in: list[Mention] = []
    if (dropped := _DROP.match(text)) and len(topic.places) > 1:
        gone = dropped["what"].lower()
        rest = [m for m in topic.places if not {m.text.lower(), m.candidates[0].name.lower()} & {gone}]
        if 0 < len(rest) < len(topic.places):
            return " and ".join(m.text for m in rest), tuple(rest)

    def referent(mention: Mention | None, match: re.Match[str]) -> str:
        if mention is None:
            return match[0]
        put_in.append(mention)
        return mention.text

    if topic.sectors and len(tokens(question)) > 4:
        text = _NTH.sub(lambda m: _nth_sector(m, topic), text)
    text = _OTHER.sub(lambda m: referent(_the_other(topic), m), text)
    text = _NTH.sub(lambda m: referent(_nth(m, question, topic), m), text)
    return text, tuple(put_in)


def _without_taken_back(text: str, known: Callable[[str], bool]) -> str:
    """The text without what a correction takes back: a place, measure or year after "not"."""
    for found in _TAKEN_BACK.finditer(text):
        what = re.sub(r"^.*?\bbut\s+", "", found["what"]) if " but " in found["what"] else ""
        if re.fullmatch(YEAR, found["what"].strip()) or known(found["what"]):
            rest = (text[: found.start()] + " " + what + " " + text[found.end() :]).strip(" ,;–-?")
            return rest or text
    return text


def _nth_year(match: re.Match[str], topic: Topic) -> str:
    word = (match["nth"] or match["end"]).lower()
    n = {"latest": -1, "most recent": -1, "earliest": 0}.get(word, NTH.get(word, 0))
    return f"in {topic.years[n]}" if -len(topic.years) <= n < len(topic.years) else match[0]


def _the_other(topic: Topic) -> Mention | None:
    """The place meant by "the other one": the choice not taken, else of two talked of the one not in the last question."""
    if topic.other is not None:
        return topic.other
    if len(topic.recent) != 2:
        return None
    last = {m.candidates[0].code for m in topic.places}
    rest = [m for m in topic.recent if m.candidates[0].code not in last]
    return rest[0] if len(rest) == 1 else topic.recent[1]


def _nth_sector(match: re.Match[str], topic: Topic) -> str:
    n = _position(match)
    return topic.sectors[n] if -len(topic.sectors) <= n < len(topic.sectors) else match[0]


def _position(match: re.Match[str]) -> int:
    return NTH[(match["nth"] or match["of_two"] or match["bare"]).lower()]


def _nth(match: re.Match[str], question: str, topic: Topic) -> Mention | None:
    """The place meant by "the second one"; None after a ranking of which no more is asked than who comes next."""
    bare = len(tokens(question)) <= 4
    if topic.sectors or (topic.ranked and bare):
        return None
    n = _position(match)
    return topic.pool[n] if -len(topic.pool) <= n < len(topic.pool) and len(topic.pool) > 1 else None
