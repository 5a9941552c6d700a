"""The places that a follow-up means: those it names, with those of earlier turns that its words point back to."""

import re

from assistant.choose_operation import is_whole
from assistant.cues import SUPERLATIVE
from assistant.follow_ups.phrases import SECOND_TO_FIRST
from assistant.follow_ups.pointing_back import (
    BOTH_YEARS,
    DEICTIC,
    NEXT_PLACES,
    OF_ITSELF,
    PRONOUN,
    SIDE,
    THAT_ONE,
    THEM,
    WHO_THEY,
    elliptical,
    points_to_several,
)
from assistant.follow_ups.relations import OF_ALL
from assistant.follow_ups.those_places import quoted_places, those_places
from assistant.read_question import PLACEHOLDER, Own
from assistant.topic import RANKINGS, Topic, each_once
from ingest.schema import Mention

OF_TWO = ("compare", "difference", "ratio", "share", "share_of_measure", "gaps")  # operations on two places, or figures


def meant_places(own: Own, topic: Topic) -> tuple[tuple[Mention, ...], bool]:
    """The places meant: those named, with those of earlier turns where the words point back to them; and whether they do."""
    meant = _beside_those(own, topic) if own.mentions else _pointed_at(own, topic)
    return (own.mentions, False) if meant is None else (meant, True)


# What brings the places talked of in beside those named: "add Kent", "compare with Essex".
_PULLED_IN = re.compile(r"\b(?:add|include|compare|compared|versus|vs|against|than|difference|gap|relative to|with)\b")
# Of two places named here, which need none of those before: "compare Kent with Essex".
_TWO_BY_NAME = re.compile(r"^\W*(?:and |now )?compare\b(?! (?:with|to|against)\b).*\b(?:with|to|against|and)\b")
# One place beside another, both named: "how much bigger is Kent than Essex?".
_THAN_THE_OTHER = re.compile(rf"\b{PLACEHOLDER}\b.*\bthan\b.*\b{PLACEHOLDER}\b")
_JOINS = (
    "compare",
    "and with",
    "and against",
    "and versus",
    "versus",
    "vs",
    "against",
    "add",
    "include",
    "and add",
    "also add",
    "now add",
    "with",
)
# "What share of the region is that?"
_OF_WHOLE = re.compile(
    r"\b(?:share|proportion|percent|percentage|fraction|part|slice|%) of (?:the |all )?(?!it\b|that\b)\w"
)
# Of two, that one is divided by the one now named: "how many times the Kent figure is that?".
_TIMES_OF = re.compile(r"\b(?:times|multiple)\b.*\b(?:is|was|are|were|does|did) (?:that|it|this|they|those)\b")
# One place's change held against that just given: "did Kent grow faster?".
_MOVED_MORE = re.compile(r"\b(?:more|less|faster|slower|quicker|further)\b(?! than [£€$]?\d)")
# The last comparison anew with one other place: "and with England?".
_WITH_ONE = re.compile(r"^\W*(?:and |or |what about |how about )?(?:with|against|versus|vs) ")


def _beside_those(own: Own, topic: Topic) -> tuple[Mention, ...] | None:
    """The places named together with those that they are set beside; None where those named stand alone."""
    low, asks = own.low, own.cues.operation
    if own.reading.concepts or (own.judged.concepts and len(own.mentions) > 1):
        return None
    if len(own.mentions) == 2 and _THAN_THE_OTHER.search(" ".join(own.words)):
        return None
    one = len(own.mentions) == 1
    if one and topic.query.operation == "share" and "share" in own.cues.names and not DEICTIC.search(low):
        return _part_and_whole(own.mentions[0], topic)
    if points_to_several(own) and (asks == "compare" or _PULLED_IN.search(low)):
        return each_once((*those_places(low, topic), *own.mentions))
    if one and topic.query.operation in OF_TWO and len(topic.places) == 2 and _WITH_ONE.match(low):
        # "And with England?" is of the place talked of, not of the one just beside it.
        own_place = [m for m in (*topic.talked, *topic.places) if m.candidates[0].place_type != "country"]
        return each_once((*(own_place or topic.talked)[:1], *own.mentions))
    beside_the_last = each_once((*topic.focus, *own.mentions))
    if _beside_the_last(own, topic):
        return beside_the_last
    if one and asks in ("difference", "ratio") and elliptical(own):
        others = [m for m in topic.pool if m.candidates[0].code != own.mentions[0].candidates[0].code]
        others = others[:1] if topic.ranked and (DEICTIC.search(low) or THEM.search(low)) else others[-1:]
        return each_once((*others, *own.mentions) if _TIMES_OF.search(low) else (*own.mentions, *others))
    if one and _goes_on_comparing(own, topic):
        return beside_the_last
    if one and elliptical(own) and (kept := _benchmark(own.mentions[0], topic)):
        return own.mentions[0], kept
    return None


def _beside_the_last(own: Own, topic: Topic) -> bool:
    """True when the words set the places named beside the one talked of: "is that more than in Kent?", "add Essex"."""
    low, one = own.low, len(own.mentions) == 1
    points = bool(DEICTIC.search(low))
    if one and "share" in own.cues.names and topic.query.concepts and (points or _OF_WHOLE.search(low)):
        return True
    joins = low.strip().startswith(_JOINS) and (one or not _TWO_BY_NAME.search(low))
    if _PULLED_IN.search(low) and (points or " than" in low or joins):
        return True
    return one and "compare" in own.cues.names and points


def _goes_on_comparing(own: Own, topic: Topic) -> bool:
    """True when one place is named, for a comparison with the last ("and Kent compared?") or of how both moved."""
    if own.cues.operation == "compare" and elliptical(own) and not _OVER_TIME.search(own.low):
        return True
    if sets_beside(own, topic):
        return True
    moved = topic.query.operation in ("change", "trend") and "change" in own.cues.names
    return moved and bool(_MOVED_MORE.search(own.low))


# One place by itself, over a time: "has Essex got better or worse since 2016?".
_OVER_TIME = re.compile(r"\bsince\b|\b(?:got|become|gotten|getting) (?:any )?(?:better|worse)\b")
# One place held against the last, which goes unsaid: "is Kent higher?", "does Essex do any better?".
_IS_MORE = re.compile(
    r"^\W*(?:(?:and|so|but|then) )*(?:is|was|are|were|does|did|do|has|have)\b.*\b(?:higher|lower|better|worse|bigger|smaller|larger|greater|more|less|fewer|richer|poorer|faster|slower|quicker|cleaner|dirtier|stronger|weaker|longer|shorter|ahead|behind|above|below)\W*$"
)


def sets_beside(own: Own, topic: Topic) -> bool:
    """True when one place is asked about by how it stands to the one just told, which the words leave unsaid."""
    figure = topic.query.operation in (None, "place_rank", "compare", "difference") and len(topic.focus) == 1
    return figure and len(own.mentions) == 1 and bool(_IS_MORE.search(own.low)) and elliptical(own)


def _part_and_whole(named: Mention, topic: Topic) -> tuple[Mention, ...]:
    """Of a share just given, its part or its whole replaced by the place now named: "and West of England's share?"."""
    if len(topic.places) != 2:
        return (named,)
    part, whole = sorted(topic.places, key=lambda m: _size(m))
    if _size(named) > _size(part) and _size(named) >= _size(whole):
        return part, named
    return named, whole


def _size(mention: Mention) -> int:
    """How large a place is by its kind: 4 for the United Kingdom, 3 for a nation, 2 for a region, 1 for any other."""
    place = mention.candidates[0]
    return 4 if place.name == "United Kingdom" else {"country": 3, "region": 2, "ITL1": 2}.get(place.place_type, 1)


def _benchmark(named: Mention, topic: Topic) -> Mention | None:
    """The nation or region that a smaller place was just held against, kept for the next place; None if there was none."""
    if topic.query.operation not in OF_TWO or len(topic.places) != 2 or not is_whole(topic.places):
        return None
    whole = max(topic.places, key=_size)
    return whole if _size(named) < _size(whole) else None


# One place's rank asked for: "how does that rank among the English regions?".
_ITS_RANK = re.compile(
    r"\b(?:how|where) (?:do|does|did|is|was|would) (?:that|it|this|they) (?:rank|come|sit|stand|place|fall|lie|finish)\b|\b(?:its|their|that|that's) (?:rank|ranking|position)\b"
    r"|^\W*(?:(?:and|so|then|what|what's|what is|which) )*rank(?:ing)? (?:of (?:that|it|this) )?(?:among|amongst|within|out of|of (?:that|it|this))\b"
    r"|\bwhere (?:does|did|would) (?:that|this|it) (?:put|leave|place) (?:them|it|us|that|this)\b"
)


def _pointed_at(own: Own, topic: Topic) -> tuple[Mention, ...] | None:
    """The places that a question without a place of its own points back to; () for all places still, None for none."""
    if _ITS_RANK.search(own.low) and len(topic.winner or topic.focus) == 1:
        return topic.winner or topic.focus
    if topic.ranked and topic.query.operation == "moved" and own.cues.rising is not None and elliptical(own):
        return ()  # of all places, which went the other way
    if own.groups or own.foreign:
        return None
    if _still_within(own, topic):
        return topic.places
    if of_kind := _the_one_of_its_kind(own, topic):
        return of_kind
    if points_to_several(own) and (own.reading.concepts or own.judged.concepts) and topic.of_reports:
        return quoted_places(own, topic) or None
    of_years = len(topic.talked) == 1 and len(topic.talked_years) > 1 and not own.asked.given
    if points_to_several(own) and of_years and not topic.ranked:
        return topic.places  # "the change between them", of two years
    if points_to_several(own) and (len(topic.pool) > 1 or topic.listed_neighbours or not own.reading.concepts):
        return those_places(own.low, topic)
    if elliptical(own) and (unsaid := _left_unsaid(own, topic)) is not None:
        return unsaid
    return _by_pronoun(own, topic)


def _still_within(own: Own, topic: Topic) -> bool:
    """True when the areas within one place, just put in order, are asked for again: "which are above 2?", "the lowest?"."""
    cues = own.cues
    other_kind = own.place_type not in (None, topic.query.place_type)
    if not topic.ranked_within or other_kind or own.relations or points_to_several(own) or not elliptical(own):
        return False
    orders = cues.bound or cues.ordinal or cues.limit or SUPERLATIVE.search(own.low) or NEXT_PLACES.search(own.low)
    return bool(orders) and not OF_ALL.search(own.low)


# The one area of its kind that was talked of: "how many firms did the combined authority have?".
_OF_THAT_KIND = re.compile(
    r"\b(?:did|does|do|has|had|in|for|of|is|was) (?:the|that|this) (?:lep|local enterprise partnership|region|nation|country|combined authority|(?:nuts|itl) ?[23](?: area| region)?)\b(?! (?:with|that|which|where|in|of|average|mean|figure|level))"
)


def _the_one_of_its_kind(own: Own, topic: Topic) -> tuple[Mention, ...]:
    """The one place talked of that is of the kind the question speaks of; () where there is none, or several."""
    if not own.place_type or not _OF_THAT_KIND.search(own.low) or SUPERLATIVE.search(own.low):
        return ()
    of_kind = tuple(m for m in topic.focus if m.candidates[0].place_type == own.place_type)
    return of_kind if len(of_kind) == 1 else ()


def _left_unsaid(own: Own, topic: Topic) -> tuple[Mention, ...] | None:
    """The places of an elliptical question that says only what to do with them: "the total?"; None where it is of none."""
    asks = own.cues.operation
    if parts_and_whole(own, topic):
        return topic.recent
    if asks in ("sum", "mean"):
        if topic.ranked:
            return topic.pool
        if len(topic.talked) > 1 and len(topic.talked_years) < 2 and "per_head" not in topic.query.cues.names:
            return topic.talked
    side_by_side = asks in ("compare", "difference", "ratio") and not own.relations and not BOTH_YEARS.search(own.low)
    if side_by_side and topic.ranked and topic.query.cues.both_ends and len(topic.shown) == 2:
        return topic.shown  # the first and the last, just given
    if side_by_side and len(topic.recent) == 2 and not topic.ranked:
        return topic.recent[:: -1 if SECOND_TO_FIRST in own.low else 1]
    counted = topic.ranked and topic.query.operation in ("threshold", "count")
    return () if counted and (SIDE.search(own.low) or WHO_THEY.search(own.low)) else None


# A figure of each of several, which the noun's number says: "their populations".
_EACH_OF_THEM = re.compile(
    r"\btheir (?:(?:own|respective)\b|(?:[\w&-]+ ){0,3}(?:populations|figures|values|shares|rates|numbers|totals|levels|incomes|economies|ranks|scores)\b)"
)


def _by_pronoun(own: Own, topic: Topic) -> tuple[Mention, ...] | None:
    """The places that "they", "it" or "that one" means; None where no such word stands for a place."""
    ranks = own.place_type is not None and own.cues.operation in RANKINGS
    if len(topic.told) > 1 and THEM.search(own.low) and not ranks:
        return topic.told
    if topic.winner and len(topic.shown) > 1 and _EACH_OF_THEM.search(own.low):
        return topic.shown
    low = own.low if own.reading.concepts else OF_ITSELF.sub(" ", own.low)
    if PRONOUN.search(low) and not ranks:
        return topic.winner or (topic.that_one if THAT_ONE.search(own.low) else topic.focus)
    return None


def parts_and_whole(own: Own, topic: Topic) -> bool:
    """True when it is asked what share one of the last two places has of the other: "what share is that?" after the nation's."""
    of_place = len(topic.recent) == 2 and is_whole(topic.recent)
    return "share" in own.cues.names and bool(DEICTIC.search(own.low)) and of_place
