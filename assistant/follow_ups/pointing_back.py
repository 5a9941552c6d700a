"""The words by which a question is known to go on with the one before: "and", "those two", "that one", or hardly any."""

import re

from assistant.cues import AREA, HIGH, LOW
from assistant.follow_ups.positions import TWO_TO_TEN
from assistant.qualifiers import ONLY_ASKS
from assistant.read_question import LEAVING, Own, of_its_kind
from assistant.topic import Topic
from assistant.words import stem

FEW_WORDS = 9  # of a question that may change the measure of the one before rather than name its own
# What opens a reply: "and Kent?", "what about 2015".
LEAD_IN = re.compile(
    r"^\W*(?:and|also|what about|how about|or|but|so|then|now|plus|ok(?:ay)?(?: then)?|same for|as well|too|again)\b"
)
# One thing talked of: "is that high?".
DEICTIC = re.compile(r"\b(?:that|it|this|there|same|its|their|they|here|that one|the former|the latter)\b")
# Several talked of: "both", "those two".
DEICTIC_PLURAL = re.compile(
    r"\b(?:both|those|them|these|the two|the three|either|all (?:two|three|four|five|of them)|each of|the pair|(?:that|this|the whole) (?:lot|bunch|group|set)|(?:the )?same (?:two|three|pair|lot))\b"
)
# What stands for a place talked of; "there" does not where it only opens a sentence ("is there", "there are").
PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|their|that (?:one|place|area|lep|region)|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there(?! (?:is|are|was|were|any|been)))\b|\bhow (?:many|much) [^?]+ (?:is|are|was|were) there\W*$"
)
# "Which audit has the bioeconomy as its theme?": its own, not that of a place talked of.
OF_ITSELF = re.compile(
    r"\b(?:which|what) (?!is\b|are\b|was\b|were\b|did\b|do\b|does\b|has\b|have\b|had\b)(?:[\w-]+ ){1,4}?(?:has|have|had|gives?|gave|takes?|took|names?|named|counts?|counted|sets?|put|puts|publish(?:ed|es)|uses?|used|made|makes?|won|wins?|got|gets|saw|sees|chose|chooses?) (?:[\w'-]+ ){0,8}?(?:its|their)\b"
)
THAT_ONE = re.compile(r"\bthat (?:one|place|area|lep|region)\b")
THEM = re.compile(r"\b(?:them|they|their|theirs)\b")
# Several years talked of: "in both years", "all three surveys".
BOTH_YEARS = re.compile(
    r"\b(?:both|those|these|the (?:two|three|same)|all (?:two|three|four)(?: of (?:the|those|these))?|each of (?:the|those|these)|either) (?:two |three |same )?(?:years|dates|times|periods|surveys|waves|editions)\b"
)
# Places pointed back to, with their number and kind where these are said: "those four LEPs".
_COUNTED = rf"{TWO_TO_TEN}|eleven|twelve"
THOSE_PLACES = re.compile(
    rf"\b(?:those|these|them)\b(?: (?P<n>{_COUNTED})\b)?(?: {AREA}\b)?|\bof the (?P<of>{_COUNTED})\b(?: {AREA}\b)?",
    re.IGNORECASE,
)
# All places again, after an order of some: "and overall?".
_OVERALL = re.compile(r"^\W*(?:and |but )?(?:over ?all|out of (?:them )?all|of them all)\W*$")
# Those after the ones just given: "the next three", "who comes after that?".
NEXT_PLACES = re.compile(
    rf"\b(?:next|after (?:that|it|them|those)|the (?:one|place|lep) (?:after|below|behind))\b(?: (?P<n>{TWO_TO_TEN}|\d\d?)\b)?"
)
# The side of a bound or a bar just spoken of: "and below it?", "how many are under that?".
SIDE = re.compile(
    r"\b(?:(?P<above>above|over|more|higher|beat(?:s|ing)?|exceed(?:s|ing)?|ahead(?: of)?)|below|under|less|lower|fewer|behind|short of)"
    r"(?: than)?(?: (?:it|that|this|the (?:average|mean|bar|line|threshold|cut-off)))?\W*$"
)
# The places just counted, asked for by name: "which were they?", "who are those nine?".
WHO_THEY = re.compile(
    r"\b(?:which|who|what|name|list|show)\b.*\b(?:they|them|those|these)\b|^\W*(?:and )?(?:which|who)(?: ones?)?\W*$"
)
# What a body or a report has to say of something: "what did the audit recommend?".
SAYS = re.compile(
    r"\bwhat (?:else )?(?:did|do|does|has|have|had) (?!you\b|i\b|we\b|(?:the |these |those |your |our )?(?:latest |official )?(?:figures?|numbers?|data|stats|statistics|tables?)\b)[^?]{2,60}?\b(?:think|thought|say|said|write|written|recommend(?:ed)?|conclude[d]?|argue[d]?|mention(?:ed)?|propose[d]?|promise[d]?|plan(?:ned)?)\b"
)
# Words that only say how much: "which of those is greater", "where is it dirtiest".
_DEGREE = re.compile(
    rf"{HIGH}|{LOW}|above|below|over|under|behind|ahead|greater|bigger|larger|smaller|cleaner|dirtier|richer|poorer|dearer|cheaper|longer|shorter|quicker|anyone|anybody"
)
_AN_END = re.compile(rf"\b{HIGH}\b")
# The highest of a few, asked for by "which", "who" or "the": "which is lowest?".
_WHICH_OF_THEM = re.compile(r"^\W*(?:and |so )?(?:which|who|the)\b(?!.*\bof all\b)")


def asks_reports(own: Own) -> bool:
    """True when it is asked what somebody thinks or what a report says: no figure of the turn before is meant."""
    return bool(SAYS.search(own.low)) and not own.reading.concepts


def elliptical(own: Own) -> bool:
    """True when the question names no measure of its own and little else: "And Cumbria?", "what about 2014 for both?"."""
    if own.reading.concepts or own.judged.concepts or own.cues.names & {"definition", "injection", "advice"}:
        return False
    if asks_reports(own) or not _asks_anything(own):
        return False
    abroad = [f.lower() for f in own.foreign]
    unexplained = sum(
        not any(u in f for f in abroad) and stem(u) not in ONLY_ASKS and not _DEGREE.fullmatch(u)
        for u in own.reading.unexplained
        if not (own.without and u in LEAVING) and not of_its_kind(u, own)
    )
    return unexplained == 0 or (unexplained == 1 and bool(LEAD_IN.search(own.low)))


def _asks_anything(own: Own) -> bool:
    """True when the question gives a place, a time, an operation or an end of an order, or points back to one."""
    cues = own.cues
    places = own.mentions or own.without or own.groups or own.relations or own.place_type or own.foreign
    asks = cues.operation or cues.names or cues.ordinal or cues.lowest or cues.bound or cues.bar or cues.percent
    pointers = (_AN_END, _OVERALL, DEICTIC, DEICTIC_PLURAL, NEXT_PLACES, SIDE, WHO_THEY)
    return bool(places or own.asked.given or asks) or any(pattern.search(own.low) for pattern in pointers)


def only_a_measure(own: Own) -> bool:
    """True for a follow-up of a measure's name and no more: "jobs instead", "and its GVA per head?"."""
    alone = not (own.mentions or own.asked.given or own.cues.operation or own.groups or own.place_type or own.relations)
    return alone and bool(own.reading.concepts) and not own.reading.unexplained and len(own.words) <= FEW_WORDS


def points_to_several(own: Own) -> bool:
    """True when several places are pointed back to: "both", "those two", but not "both years"."""
    return bool(DEICTIC_PLURAL.search(BOTH_YEARS.sub(" ", own.low)))


def among_those(own: Own, topic: Topic) -> bool:
    """True when the highest of the places just compared is asked for ("which is lowest?"), not that of all places."""
    several = len(topic.places) > 1 or bool(topic.query.relations)
    return several and not own.mentions and bool(_WHICH_OF_THEM.search(own.low))
