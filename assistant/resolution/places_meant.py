"""The places that a question means: those it names, those it points back to, without those it leaves out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.cues import SUPERLATIVE
from assistant.follow_ups.places import meant_places
from assistant.follow_ups.pointing_back import DEICTIC_PLURAL, THOSE_PLACES, elliptical
from assistant.follow_ups.those_places import points_to_places, unknown_part
from assistant.read_question import PLACEHOLDER, WIDE, Own, as_authority
from assistant.resolution.slots import Context, Places, Slots
from assistant.standalone import points_back
from assistant.topic import PUTS_RIGHT, RANKINGS, Topic
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

_ALL_OF_THEM = 200  # more than there are places of a kind


def places_meant(context: Context, own: Own) -> Slots:
    """The places meant, in the first state of the slots: the rest of them is as the question by itself has it."""
    topic = context.topic
    own, without = _left_out(_of_the_last_kind(_as_its_lep(_spoken_of_before(own, context), context), topic), topic)
    if topic and topic.listed_neighbours and not own.mentions and DEICTIC_PLURAL.search(own.low):
        own = replace(own, relations=("neighbours",))
    if topic and not own.mentions and _THOSE_NEIGHBOURS.search(own.low) and len(topic.brought) > 1:
        own = replace(own, mentions=topic.brought, relations=())
    mentions, follows = meant_places(own, topic) if topic else (own.mentions, False)
    mentions = tuple(m for m in mentions if m.candidates[0] not in without)
    kinds = {f.observation.place_type for f in topic.answer.figures} if topic and own.mentions else set()
    if kinds == {"combined authority"}:  # "and South Yorkshire?" after West Yorkshire's
        mentions = tuple(as_authority(m, context.gazetteer) for m in mentions)
    mentions, notes = _with_stand_in(own, mentions, context)
    if context.wording.stood_in and not own.mentions:
        mentions, follows = context.wording.stood_in, True
    own, of_set = _among_themselves(own, mentions, topic)
    own, untold = _untold(own, mentions, context)
    if not context.history:
        mentions = _either_kind(own, mentions, context.gazetteer)
    places = Places(mentions, own.groups, own.relations, own.place_type, without, untold)
    return Slots(own, places, own.cues, own.asked, follows or of_set, notes)


# A place that was spoken of before, and not another by that name: "back to Leicester", "no, I meant Leeds".
_OF_BEFORE = re.compile(r"\b(?:back to|return(?:ing)? to|again)\b")


def _spoken_of_before(own: Own, context: Context) -> Own:
    """The reading with the area of the conversation whose name begins as the place does that is gone back to, or put right.

    "Leicester" is then Leicester and Leicestershire LEP, where that was spoken of, and the city was not.
    """
    topic, typed = context.topic, context.wording.question.lower()
    if topic is None or not (_OF_BEFORE.search(typed) or PUTS_RIGHT.search(typed)):
        return own

    def meant(mention: Mention) -> Mention:
        codes = {place.code for place in mention.candidates}
        begins = mention.text.lower() + " "
        known = [m for m in topic.known if m.candidates[0].name.lower().startswith(begins)]
        named = any(m.candidates[0].code in codes for m in topic.known)
        return replace(known[-1], text=mention.text) if known and not named else mention

    return replace(own, mentions=tuple(map(meant, own.mentions)))


def _as_its_lep(own: Own, context: Context) -> Own:
    """The reading with a town or council as the one LEP named after it, where the figures just given are of LEPs and none
    are held for it.

    "Sheffield's?" after the West of England LEP is Sheffield City Region; a kind of place that is said stays.
    """
    topic = context.topic
    if topic is None or own.reading.concepts or own.place_type or _ITSELF.search(own.low):
        return own
    if {f.observation.place_type for f in topic.answer.figures} != {"LEP"}:
        return own
    leps = [p for p in context.gazetteer.places if p.place_type == "LEP"]
    measures = [i for c in topic.query.concepts for i in context.measures.by_concept[c]]
    kinds = {kind for indicator in measures for kind in indicator.place_types}

    def meant(mention: Mention) -> Mention:
        named = [p for p in leps if p.name.lower().startswith(mention.text.lower() + " ")]
        held = any(place.place_type in kinds for place in mention.candidates)
        return replace(mention, candidates=(named[0],)) if len(named) == 1 and not held else mention

    return replace(own, mentions=tuple(map(meant, own.mentions)))


_ITSELF = re.compile(r"\b(?:itself|alone|only|just|proper|city|town|council|district|borough)\b")


# The neighbours just told, not theirs: "which of those three neighbours is lowest?".
_THOSE_NEIGHBOURS = re.compile(r"\b(?:those|these|them|the (?:two|three|four|five|six)) (?:\w+ )?neighbours\b")
# Any area, of the kind last spoken of: "which area has the longest commute?".
_WHICH_AREA = re.compile(r"\b(?:which|what) (?:other )?areas?\b")


def _of_the_last_kind(own: Own, topic: Topic | None) -> Own:
    """The reading with the kind of area whose figures were last given, where any area is asked for."""
    if topic is None or own.mentions or own.place_type or own.groups or not _WHICH_AREA.search(own.low):
        return own
    kinds = {f.observation.place_type for f in topic.answer.figures}
    return replace(own, place_type=kinds.pop()) if len(kinds) == 1 and not kinds & set(WIDE) else own


# The one that came first, set aside: "leave that one out", "without the winner".
_LEAVE_IT = re.compile(
    r"\b(?:leave|leaving|take|taking|put|exclud(?:e|ing)|without|omit(?:ting)?|skip(?:ping)?|drop(?:ping)?) (?:that|this|it|the (?:first|top|winner|leader))\b"
)
# Which place has a rank, whatever other place is spoken of: "London leads, so which LEP came second?".
_ASKS_THE_NTH = re.compile(
    r"\b(?:which|what|who)\b(?: \w+){0,3} (?:came|comes|is|was|ranked|ranks|lay|lies|sits|stood|finished) (?:the )?(?:second|third|fourth|fifth|sixth|2nd|3rd|\d+th|next)\b"
)


def _left_out(own: Own, topic: Topic | None) -> tuple[Own, tuple[Place, ...]]:
    """The reading without the places that an order is to leave out, and those places."""
    without: tuple[Place, ...] = ()
    if topic and topic.ranked and not own.mentions and _LEAVE_IT.search(own.low):
        own = replace(own, mentions=topic.shown[:1], without=topic.shown[:1])
    again = bool(topic and topic.ranked) and len(own.without) == len(own.mentions)  # "leave that one out"
    # "The three LEPs, London aside, with the most"
    ends = (own.place_type or own.groups) and SUPERLATIVE.search(own.low)
    if own.mentions and own.place_type and own.cues.ordinal and _ASKS_THE_NTH.search(own.low):
        own = replace(own, mentions=tuple(m for m in own.mentions if m.candidates[0].place_type in WIDE))
    if own.without and (own.cues.operation in RANKINGS or again or ends):
        without = tuple(m.candidates[0] for m in own.without)
        own = replace(own, mentions=tuple(m for m in own.mentions if m not in own.without))
    if topic and topic.ranked and topic.query.without and not (own.without or own.mentions) and elliptical(own):
        without = topic.query.without  # "top three" is still without the one left out
    return own, without


_SET_AGAINST = ("compare", "difference", "ratio")


def _with_stand_in(
    own: Own, mentions: tuple[Mention, ...], context: Context
) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """The places with the one whose figure was shown for the one asked about in its stead, and the notes with that said."""
    topic, notes = context.topic, context.wording.notes
    stand_in = _standing_in(own, mentions, topic) if topic else None
    if topic is None or stand_in is None:
        return mentions, notes
    with_it = tuple(stand_in if m in topic.places else m for m in mentions)
    if with_it == mentions:
        return mentions, notes
    return with_it, (*notes, f"{stand_in.text} stands in for {topic.places[0].candidates[0].name}")


def _standing_in(own: Own, mentions: Sequence[Mention], topic: Topic) -> Mention | None:
    """The place whose figure was just shown for the one asked about, where that figure is set against another; else None.

    "Is that more than Devon gets?" is of the figure shown; of several, of that whose area is of the other place's kind.
    """
    if own.cues.operation not in _SET_AGAINST or len(topic.places) != 1 or topic.places[0] in own.mentions:
        return None
    asked_of = {place.code for place in topic.places[0].candidates}
    if topic.answer.status not in ("nearest", "partly") or any(m.candidates[0].code in asked_of for m in topic.shown):
        return None
    kinds = {place.place_type for m in mentions if m not in topic.places for place in m.candidates}
    alike = (m for m in topic.shown if m.candidates[0].place_type in kinds)
    return next(alike, topic.shown[0] if topic.shown else None)


def _among_themselves(own: Own, mentions: Sequence[Mention], topic: Topic | None) -> tuple[Own, bool]:
    """The reading with places pointed back to ranked among themselves; and whether they are the set of the last question."""
    if topic is None or not points_to_places(own):
        return own, False
    if len(mentions) > 1:  # not among all of their kind
        return replace(own, place_type=None, cues=replace(own.cues, limit=None)), False
    if topic.of_reports and not mentions and topic.query.groups:
        return replace(own, groups=topic.query.groups), True
    return own, False


def _untold(own: Own, mentions: Sequence[Mention], context: Context) -> tuple[Own, str]:
    """The words for places that the turns before do not tell, of which all are then shown: "those four LEPs"; "" for none."""
    topic, measured = context.topic, context.measured
    pointed = topic is not None and topic.of_reports and not mentions and points_to_places(own)
    if pointed and (those := THOSE_PLACES.search(context.wording.text)):
        return _of_all(own), those[0].removeprefix("of ")
    if measured and measured.ranked and (unknown := unknown_part(own)):
        return _of_all(replace(own, reading=replace(own.reading, unexplained=()))), f"the {unknown} ones"
    return own, ""


def _of_all(own: Own) -> Own:
    """The reading with all places to be shown."""
    return replace(own, cues=replace(own.cues, limit=_ALL_OF_THEM))


def _either_kind(own: Own, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """A name alone that a LEP and a region of other ground bear by right is both, until one is chosen: "the North East"."""
    if len(mentions) != 1 or set(own.words) - {PLACEHOLDER, "the"}:
        return mentions
    by_right = [p for p in mentions[0].candidates if p.name == mentions[0].candidates[0].name]
    kinds = [next((p for p in by_right if p.place_type == kind), None) for kind in ("LEP", "region")]
    lep, region = kinds
    if lep is None or region is None or region in gazetteer.same_area(lep):
        return mentions
    return (replace(mentions[0], candidates=(lep, region), ambiguous=True),)


# "How much does that LEP get?"
_THAT_LEP = re.compile(r"\bthat (?:lep|local enterprise partnership)\b")


def places_settled(context: Context, slots: Slots) -> Slots:
    """The slots with the last places where a question to the reports names none, and with a place's LEPs where these are meant."""
    own, topic = slots.own, context.topic
    unplaced = not (slots.concepts or slots.mentions or own.groups)
    if topic and topic.of_reports and unplaced and points_back(context.wording.text):
        slots = replace(slots.with_places(mentions=topic.focus), follows=True)
    of_lep = own.of_lep or (slots.follows and _THAT_LEP.search(own.low))
    if of_lep and (slots.concepts or own.reading.breakdowns):
        leps = (_its_lep(m, context.gazetteer) for m in slots.mentions)
        slots = slots.with_places(mentions=tuple({m.candidates: m for m in leps}.values()))
    return slots


def _its_lep(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """The LEPs of a place as what the mention means: left open when there are several."""
    if mention.candidates[0].place_type in ("LEP", "country", "region", "NUTS2", "ITL2"):
        return mention
    leps = gazetteer.leps(mention.candidates[0])
    return replace(mention, candidates=leps, ambiguous=len(leps) > 1) if leps else mention
