"""What a follow-up takes over from the turns before it: places, measure, sector, operation, relation and years.

Each of these slots is kept, replaced or dropped as the words say; a question that names both its place and its measure
takes nothing over. What the words point back to is found in `topic` and put in by `say_in_full`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.beside import IN_PERCENT, STAFF, ended_or_begun, money_or_staff, of_another_size, share_beside
from assistant.choose_operation import MOVING, is_whole
from assistant.cues import AREA, HIGH, LOW, OF_MANY, SUPERLATIVE, Cues, Operation
from assistant.held import first_year
from assistant.measures import Measures
from assistant.periods import YEAR, Asked, number_word
from assistant.qualifiers import ONLY_ASKS
from assistant.read_question import LEAVING, PLACEHOLDER, Own
from assistant.schema import Query
from assistant.topic import RANKINGS, Topic
from assistant.turns_of_phrase import SECOND_TO_FIRST
from assistant.words import FILLER_STEMS, normal, stem, tokens
from ingest.schema import Mention

DEICTIC_PLURAL = re.compile(
    r"\b(?:both|those|them|these|the two|the three|either|all (?:two|three|four|five|of them)|each of|the pair)\b"
)
DEICTIC = re.compile(r"\b(?:that|it|this|there|same|its|their|they|here|that one|the former|the latter)\b")
# What stands for a place talked of; "there" does not where it only opens a sentence ("is there", "there are").
PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|their|that (?:one|place|area|lep|region)|(?<!is )(?<!are )(?<!was )(?<!were )there(?! (?:is|are|was|were|any|been)))\b|\bhow (?:many|much) [^?]+ (?:is|are|was|were) there\W*$"
)
# "Which audit has the bioeconomy as its theme?": its own, not that of a place talked of.
OF_ITSELF = re.compile(
    r"\b(?:which|what) (?!is\b|are\b|was\b|were\b|did\b|do\b|does\b|has\b|have\b|had\b)(?:[\w-]+ ){1,4}?(?:has|have|had|gives?|gave|takes?|took|names?|named|counts?|counted|sets?|put|puts|publish(?:ed|es)|uses?|used|made|makes?|won|wins?|got|gets|saw|sees|chose|chooses?) (?:[\w'-]+ ){0,8}?(?:its|their)\b"
)
THAT_ONE = re.compile(r"\bthat (?:one|place|area|lep|region)\b")
# Words that only say how much: "which of those is greater", "where is it dirtiest".
_DEGREE = re.compile(
    rf"{HIGH}|{LOW}|above|below|over|under|behind|ahead|greater|bigger|larger|smaller|cleaner|dirtier|richer|poorer|dearer|cheaper|longer|shorter|quicker|anyone|anybody"
)
LEAD_IN = re.compile(
    r"^\W*(?:and|also|what about|how about|or|but|so|then|now|plus|ok(?:ay)?(?: then)?|same for|as well|too|again)\b"
)
GOES_ON = re.compile(
    r"^\W*(?:and|also|plus)\b|\bsame (?:year|period|time|date|survey)\b|\b(?:that|the same) (?:year|survey)\b"
)
PULLED_IN = re.compile(r"\b(?:add|include|compare|compared|versus|vs|against|than|difference|gap|relative to|with)\b")
_TWO_BY_NAME = re.compile(r"^\W*(?:and |now )?compare\b(?! (?:with|to|against)\b).*\b(?:with|to|against|and)\b")
_JOINS = ("compare", "versus", "vs", "against", "add", "include", "and add", "also add", "now add", "with")
THAT_YEAR = re.compile(r"\b(?:in|for|of)? ?(?:that|the same) (?:very )?(?:year|survey)\b")
ALL_YEARS = re.compile(r"\b(?:all|every) (?:of )?(?:the |those |its )?years?\b|\byears (?:that )?you (?:hold|have)\b")
BOTH_YEARS = re.compile(
    r"\b(?:both|those|these|the (?:two|three|same)|all (?:two|three|four)(?: of (?:the|those|these))?|each of (?:the|those|these)|either) (?:two |three |same )?(?:years|dates|times|periods|surveys|waves|editions)\b"
)
TWO_YEARS = re.compile(r"\b(?:both|the two|either|each of the two) (?:years|dates)\b")
UP_TO = re.compile(rf"\b(?:by|until|till|up to|to|as of) {YEAR}\b")
MORE_IN = re.compile(
    rf"\bhow (?:much|many) (?:more|higher|larger|bigger|greater|lower|less|fewer|smaller|faster|slower|better|worse)\b.{{0,30}} {YEAR}\b"
)
# The year that a figure just given is held against: "how does that compare with 2017?", "is it up on 2015?".
AGAINST_YEAR = re.compile(
    rf"\b(?:compar(?:e[sd]?|ing|ison)|versus|vs|against|relative to|than|(?:up|down) (?:on|from)|differen(?:t|ce) (?:from|to))\b(?: \w+){{0,4}}? {YEAR}\b"
)
# One place's change held against that just given: "did Kent grow faster?".
MOVED_MORE = re.compile(r"\b(?:more|less|faster|slower|quicker|further)\b(?! than [£€$]?\d)")
# An average that is named without saying of what: "is that below the average?".
THE_AVERAGE = re.compile(
    r"\b(?:above|below|over|under|higher|lower|more|less|better|worse|bigger|smaller|beats?|exceeds?|near|close to|compar\w+|against|versus|vs|relative to|than)\b(?: \w+){0,3}? (?:average|mean|norm)\W*$"
)
# What a body or a report has to say of something.
SAYS = re.compile(
    r"\bwhat (?:else )?(?:did|do|does|has|have|had) (?!you\b|i\b|we\b)[^?]{2,60}?\b(?:think|thought|say|said|write|written|recommend(?:ed)?|conclude[d]?|argue[d]?|mention(?:ed)?|propose[d]?|promise[d]?|plan(?:ned)?)\b"
)
BY_HOW_MUCH = re.compile(r"^\W*(?:and |so |but )?by how (?:much|many)(?: \w+)?\W*$")
_NEXT = re.compile(
    r"\b(?:next|after (?:that|it|them|those))\b(?: (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d\d?)\b)?"
)
_SO_MANY = re.compile(r"\b(?:the|all|those|these) (?P<n>three|four|five|six)\b")
# Places pointed back to, with their number and kind where these are said.
_COUNT = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
THOSE_PLACES = re.compile(
    rf"\b(?:those|these|them)\b(?: (?P<n>{_COUNT})\b)?(?: {AREA}\b)?|\bof the (?P<of>{_COUNT})\b(?: {AREA}\b)?",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    r"\b(?:share|proportion|percent|percentage|fraction|part|slice|%) of (?:the |all )?(?!it\b|that\b)\w"
)
# Of two, that one is divided by the one now named: "how many times the Kent figure is that?".
_TIMES_OF = re.compile(r"\b(?:times|multiple)\b.*\b(?:is|was|are|were|does|did) (?:that|it|this|they|those)\b")
FEW_WORDS = 9  # of a question that may change the measure of the one before rather than name its own
# Operations on one place that a next place takes over: "and Cumbria?".
OF_A_PLACE = ("place_rank", "sectors", "change", "trend", "sum", "mean", "profile", "similar", "since", "peak", "span")
OF_TWO = ("compare", "difference", "ratio", "share", "share_of_measure", "gaps")
# Who performs R&D, by the words officers use, and the measure of each (Frascati Manual's sectors of performance).
PERFORMERS = {
    "business": "berd", "businesses": "berd", "firms": "berd", "companies": "berd", "private": "berd", "industry": "berd",
    "university": "herd", "universities": "herd", "education": "herd", "academic": "herd", "government": "goverd",
}  # fmt: skip
# What sectors are put in order by, by the first word of the measures' names.
OF_SECTORS = {"gva", "lq", "employees", "employment", "jobs"}
BY = re.compile(r"^\W*(?:and |or |now |then |what about |how about |rank them |order them )*(?:by|on|in terms of)\b")
WHOLES = ("country", "region", "ITL1")
# What says how two figures are set against each other, and names neither of them.
_MORE = r"(?:bigger|larger|greater|higher|more|smaller|lower|less|fewer)"
HOW_COMPARED = re.compile(
    rf"\bhow (?:many times|much|many)\b|\b{_MORE}(?: than)?\b|\btimes\b|\bratio\b|\bdifference\b|\bgap\b"
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
# A share or quotient asked for again as money.
IN_MONEY = re.compile(
    r"\b(?:in|as)(?: an?)? (?:(?:plain|actual|real|hard|cash|money|simple|straight|absolute|just|millions? of|billions? of) )*(?:pounds|pounds and pence|sterling|cash|money|£|£m|£bn|£ million|amounts?)(?: terms| amounts?| figures?)?\W*$"
)


def changed_measure(own: Own, previous: Query, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The measure and sectors that a few words make of the turn before: "and construction?", "per hour?"; None if none."""
    if performed := _performer(own, previous, measures):
        return (performed,), ()
    if own.mentions and "share" in own.cues.names:
        return None
    if other := ended_or_begun(own.words, previous.concepts[0], measures):
        return (other,), ()
    if size := sized(own, previous, measures):
        return (size, *previous.concepts[1:]), ()  # of a share just given only the part is another
    if other := money_or_staff(own.words, own.reading.unexplained, previous.concepts[0], measures):
        return (other,), ()
    if sibling := _share_sibling(own, previous, measures):
        own_sectors = [f.key for f in own.reading.breakdowns if sibling in measures.families_with(f.key)]
        return (sibling,), tuple(own_sectors[:1]) or previous.breakdowns
    roots = {c.split("_")[0] for c in previous.concepts}
    for found in own.reading.breakdowns:
        kin = [c for c in measures.families_with(found.key) if c in previous.concepts]
        kin = kin or [c for c in measures.families_with(found.key) if c.split("_")[0] in roots]
        if kin:
            of_whole = previous.concepts[1:] if previous.operation == "share_of_measure" else ()
            return (kin[0], *of_whole), (found.key,)
    if kept := _of_same_sector(own, previous, measures):
        return (kept,), previous.breakdowns
    older = [word for word in tokens(previous.text) if not word.isdigit()]
    words = [w for w in own.words if w != PLACEHOLDER]
    if own.cues.operation in ("difference", "ratio"):
        words = tokens(HOW_COMPARED.sub(" ", " ".join(words)))  # "bigger" asks for no bigger enterprises
    changed = measures.changed_by(words, older, previous.concepts)
    return ((changed,), ()) if changed else None


def sized(own: Own, previous: Query, measures: Measures) -> str | None:
    """The measure of the size band that a follow-up names of what was just counted; None where its numbers bound a figure."""
    named = {own.words[p] for f in own.reading.concepts for p in f.positions}
    of_staff = {w for w in named if stem(w) not in FILLER_STEMS} <= STAFF  # "how many have 10-49 people?"
    if previous.operation in ("threshold", "count") or not of_staff or "share" in own.cues.names:
        return None
    unexplained = set(own.reading.unexplained) - STAFF
    goes_on = LEAD_IN.search(own.low) or "many" in own.words
    if len(own.words) > FEW_WORDS or len(unexplained) > bool(goes_on):
        return None  # a question of its own: "which projects made over 250 jobs?"
    return of_another_size(own.low, previous, measures)


def sibling(own: Own, concepts: Sequence[str], previous: Query, measures: Measures) -> str | None:
    """The measure of the same source as the last that differs in the group named ("for big firms?"); None if none is.

    It is preferred to a measure from elsewhere that merely bears the group's name.
    """
    if own.cues.operation not in (None, "compare") or own.mentions or len(concepts) != 1:
        return None
    older = [word for word in tokens(previous.text) if not word.isdigit()]
    words = [w for w in own.words if w != PLACEHOLDER]
    kin = measures.changed_by(words, older, previous.concepts)
    if kin is None or kin in concepts:
        return None
    source, other, named = (measures.by_concept[c][0].source for c in (previous.concepts[0], kin, concepts[0]))
    return kin if source == other != named else None


def _of_same_sector(own: Own, previous: Query, measures: Measures) -> str | None:
    """The measure now named, of the sector just asked about: "and its location quotient?" after GVA from construction."""
    if own.cues.operation is not None or own.reading.breakdowns or not previous.breakdowns:
        return None
    named = {f.key for f in own.reading.concepts}
    kin = [c for c in measures.families_with(previous.breakdowns[0]) if c in named]
    kind = previous.concepts[0].removesuffix("_share").split("_")[-1]
    return next((c for c in kin if c.removesuffix("_share").endswith(kind)), kin[0] if kin else None)


def _performer(own: Own, previous: Query, measures: Measures) -> str | None:
    """R&D of the sector of performance that a few words ask for after R&D of another: "just the business part?"."""
    if previous.concepts[0] not in {"gerd", *PERFORMERS.values()}:
        return None
    said = {own.words[p] for f in own.reading.concepts[:1] for p in f.positions} - set(PERFORMERS)
    if not measures.has_words(previous.concepts[0], said):
        return None  # "innovative firms" are no firms' R&D
    found = {PERFORMERS[word] for word in own.words if word in PERFORMERS} & set(measures.by_concept)
    return found.pop() if len(found) == 1 else None


def _share_sibling(own: Own, previous: Query, measures: Measures) -> str | None:
    """The share held beside a number just asked for ("as a share of employment?"), or the number beside a share."""
    concept = previous.concepts[0]
    beside = share_beside(concept, measures)
    if "share" in own.cues.names:
        return beside if not own.mentions else None
    base = concept.removesuffix("_share")
    rates = {"rate", "rates"} & set(own.words) if "change" not in own.cues.names else set()  # "growth rate" is a change
    if beside and ((rates and beside.endswith("_rate")) or (IN_PERCENT.search(own.low) and own.cues.operation is None)):
        return beside
    quotient = concept.replace("lq_", "gva_", 1)
    if IN_MONEY.search(own.low) and concept.startswith("lq_") and quotient in measures.by_concept:
        return quotient
    many = IN_MONEY.search(own.low) or re.search(
        r"\bhow many\b(?! (?:percentage )?points)|\bnumbers?\b|\bin absolute\b", own.low
    )
    return base if many and base != concept and base in measures.by_concept else None


def asks_reports(own: Own) -> bool:
    """True when it is asked what somebody thinks or what a report says: no figure of the turn before is meant."""
    return bool(SAYS.search(own.low)) and not own.reading.concepts


def elliptical(own: Own) -> bool:
    """True when the question names no measure of its own and little else: "And Cumbria?", "what about 2014 for both?"."""
    if own.reading.concepts or own.judged.concepts or own.cues.names & {"definition", "injection", "advice"}:
        return False
    if asks_reports(own):
        return False
    abroad = [f.lower() for f in own.foreign]
    unexplained = sum(
        not any(u in f for f in abroad) and stem(u) not in ONLY_ASKS and not _DEGREE.fullmatch(u)
        for u in own.reading.unexplained
        if not (own.without and u in LEAVING)
    )
    if not (own.mentions or own.without or own.asked.given or own.groups or own.relations or own.cues.operation or own.cues.ordinal or own.cues.bound or own.cues.bar or SIDE.search(own.low) or WHO_THEY.search(own.low) or own.cues.names or own.cues.percent
            or own.place_type or own.foreign or own.cues.lowest or re.search(rf"\b{HIGH}\b", own.low) or DEICTIC.search(own.low)
            or DEICTIC_PLURAL.search(own.low) or _NEXT.search(own.low)):  # fmt: skip
        return False
    return unexplained == 0 or (unexplained == 1 and bool(LEAD_IN.search(own.low)))


def meant_places(own: Own, topic: Topic) -> tuple[tuple[Mention, ...], bool]:
    """The places meant: those named, with those of earlier turns where the words point back to them; and whether they do."""
    low = own.low
    if not own.mentions:
        return _pointed_at(own, topic)
    if own.reading.concepts or (own.judged.concepts and len(own.mentions) > 1):
        return own.mentions, False
    one = len(own.mentions) == 1
    if one and topic.query.operation == "share" and "share" in own.cues.names and not DEICTIC.search(low):
        return _part_and_whole(own.mentions[0], topic), True
    if _points_to_several(own) and (own.cues.operation == "compare" or PULLED_IN.search(low)):
        return joined(_those(low, topic), own.mentions), True
    if one and "share" in own.cues.names and topic.query.concepts and (DEICTIC.search(low) or _OF_WHOLE.search(low)):
        return joined(topic.focus, own.mentions), True
    joins = low.strip().startswith(_JOINS) and (one or not _TWO_BY_NAME.search(low))
    if PULLED_IN.search(low) and (DEICTIC.search(low) or " than" in low or joins):
        return joined(topic.focus, own.mentions), True
    if one and "compare" in own.cues.names and DEICTIC.search(low):
        return joined(topic.focus, own.mentions), True
    if one and own.cues.operation in ("difference", "ratio") and elliptical(own):
        others = [m for m in topic.pool if m.candidates[0].code != own.mentions[0].candidates[0].code]
        if _TIMES_OF.search(low):
            return joined(others[-1:], own.mentions), True
        return joined(own.mentions, others[-1:]), True
    if one and own.cues.operation == "compare" and elliptical(own):
        return joined(topic.focus, own.mentions), True
    if one and topic.query.operation in ("change", "trend") and "change" in own.cues.names and MOVED_MORE.search(low):
        return joined(topic.focus, own.mentions), True
    if one and elliptical(own) and (kept := _benchmark(own.mentions[0], topic)):
        return (own.mentions[0], kept), True
    return own.mentions, False


def with_average(own: Own, topic: Topic | None) -> Own:
    """The reading with the average that one place is held against as a relation, where it is not said of what it is."""
    one = len(own.mentions or (topic.places if topic else ())) == 1
    if own.relations or own.groups or not one or not THE_AVERAGE.search(own.low):
        return own
    return replace(own, relations=("average",))


# One place's rank asked for: "how does that rank among the English regions?".
_ITS_RANK = re.compile(
    r"\b(?:how|where) (?:do|does|did|is|was|would) (?:that|it|this|they) (?:rank|come|sit|stand|place|fall|lie|finish)\b|\b(?:its|their|that|that's) (?:rank|ranking|position)\b"
    r"|^\W*(?:(?:and|so|then|what|what's|what is|which) )*rank(?:ing)? (?:of (?:that|it|this) )?(?:among|amongst|within|out of|of (?:that|it|this))\b"
    r"|\bwhere (?:does|did|would) (?:that|this|it) (?:put|leave|place) (?:them|it|us|that|this)\b"
)


def _pointed_at(own: Own, topic: Topic) -> tuple[tuple[Mention, ...], bool]:
    """The places that a question without a place of its own points back to; () when it points to none."""
    if _ITS_RANK.search(own.low) and len(topic.winner or topic.focus) == 1:
        return topic.winner or topic.focus, True
    if topic.ranked and topic.query.operation == "moved" and own.cues.rising is not None and elliptical(own):
        return (), True  # of all places, which went the other way
    if own.groups or own.foreign:
        return (), False
    if own.place_type and _OF_THAT_KIND.search(own.low) and not SUPERLATIVE.search(own.low):
        of_kind = [m for m in topic.focus if m.candidates[0].place_type == own.place_type]
        if len(of_kind) == 1:
            return tuple(of_kind), True
    if _points_to_several(own) and (own.reading.concepts or own.judged.concepts) and topic.of_reports:
        return (quoted := quoted_places(own, topic)), bool(quoted)
    if _points_to_several(own) and (len(topic.pool) > 1 or topic.listed_neighbours or not own.reading.concepts):
        return _those(own.low, topic), True
    if parts_and_whole(own, topic) and elliptical(own):
        return topic.recent, True
    if own.cues.operation in ("sum", "mean") and elliptical(own):
        if topic.ranked:
            return topic.pool, True
        if len(topic.talked) > 1 and len(topic.talked_years) < 2 and "per_head" not in topic.query.cues.names:
            return topic.talked, True
    side_by_side = own.cues.operation in ("compare", "difference", "ratio") and not own.relations
    if side_by_side and len(topic.recent) == 2 and elliptical(own) and not topic.ranked:
        return topic.recent[:: -1 if SECOND_TO_FIRST in own.low else 1], True
    if topic.ranked and topic.query.operation in ("threshold", "count") and elliptical(own):
        if SIDE.search(own.low) or WHO_THEY.search(own.low):
            return (), True
    ranks = own.place_type is not None and own.cues.operation in RANKINGS
    if len(topic.told) > 1 and _THEM.search(own.low) and not ranks:
        return topic.told, True
    if topic.winner and len(topic.shown) > 1 and _EACH_OF_THEM.search(own.low):
        return topic.shown, True
    if PRONOUN.search(OF_ITSELF.sub(" ", own.low) if not own.reading.concepts else own.low) and not ranks:
        return topic.winner or (topic.that_one if THAT_ONE.search(own.low) else topic.focus), True
    return (), False


def parts_and_whole(own: Own, topic: Topic) -> bool:
    """True when it is asked what share one of the last two places has of the other: "what share is that?" after the nation's."""
    of_place = len(topic.recent) == 2 and is_whole(topic.recent)
    return "share" in own.cues.names and bool(DEICTIC.search(own.low)) and of_place


def quoted_places(own: Own, topic: Topic) -> tuple[Mention, ...]:
    """The places that "those" means after an answer from the reports; () where it cannot be told.

    They are those the question named, else those of the first sentence quoted that names as many of the kind as are meant.
    """
    said = THOSE_PLACES.search(own.low)
    count = (said["n"] or said["of"]) if said else None
    n = number_word(count) if count else None
    if len(topic.places) > 1 and n in (None, len(topic.places)):
        return topic.places
    for places in topic.quoted:
        of_kind = [_of_kind(m, own.place_type) for m in places]
        meant = tuple(m for m in of_kind if m is not None)
        if len(meant) == n or (n is None and len(meant) > 1):
            return meant
    return ()


def _of_kind(mention: Mention, kind: str | None) -> Mention | None:
    """The mention as an area of a kind; None where its name is of no such area."""
    if kind is None:
        return mention
    named = [c for c in mention.candidates if c.place_type == kind]
    return replace(mention, candidates=tuple(named), ambiguous=False) if named else None


def unknown_part(own: Own) -> str | None:
    """The word for a set of places that is not held, to which a ranking is to be narrowed: "only the coastal ones"."""
    alone = not (own.mentions or own.groups or own.reading.concepts or own.asked.given or own.cues.operation)
    said = re.match(rf"^\W*only (?P<which>[\w-]+) {AREA}\W*$", own.low)
    if (
        said is None
        or not alone
        or re.fullmatch(rf"{HIGH}|{LOW}|other|same|next|rest|these|those|the|\d+", said["which"])
    ):
        return None
    return None if number_word(said["which"]) else said["which"]


def points_to_places(own: Own) -> bool:
    """True when places are pointed back to and ranked among themselves: "which of those four LEPs has the most jobs?"."""
    ranked = SUPERLATIVE.search(own.low) or own.cues.operation in (*RANKINGS, "compare")
    return bool(THOSE_PLACES.search(own.low)) and bool(ranked) and not own.mentions and not own.groups


def _points_to_several(own: Own) -> bool:
    """True when several places are pointed back to: "both", "those two", but not "both years"."""
    return bool(DEICTIC_PLURAL.search(BOTH_YEARS.sub(" ", own.low)))


_ONE_WHO = re.compile(
    rf"^\W*(?:(?:and|so|but|then) )*who (?:has|had|is|was|got|gets) (?:got )?the (?:{HIGH}|{LOW}|\w+est)\b"
)
# The one area of its kind that was talked of: "how many firms did the combined authority have?".
_OF_THAT_KIND = re.compile(
    r"\b(?:did|does|do|has|had|in|for|of|is|was) (?:the|that|this) (?:lep|local enterprise partnership|region|nation|country|combined authority|(?:nuts|itl) ?[23](?: area| region)?)\b(?! (?:with|that|which|where|in|of|average|mean|figure|level))"
)
_THEM = re.compile(r"\b(?:them|they|their|theirs)\b")
# A figure of each of several, which the noun's number says.
_EACH_OF_THEM = re.compile(
    r"\btheir (?:(?:own|respective)\b|(?:[\w&-]+ ){0,3}(?:populations|figures|values|shares|rates|numbers|totals|levels|incomes|economies|ranks|scores)\b)"
)


def _those(low: str, topic: Topic) -> tuple[Mention, ...]:
    """The places that "those" means; as many of those talked of as are counted ("all three").

    After "who has the shortest?" they are the one that has it.
    """
    if topic.ranked and topic.pool and _ONE_WHO.match(normal(topic.query.question)) and _THEM.search(low):
        return topic.pool[:1]
    said = _SO_MANY.search(low)
    n = number_word(said["n"]) if said else None
    if n and len(topic.pool) != n == len(topic.shown):
        return topic.shown
    if n and len(topic.pool) != n <= len(topic.talked):
        return topic.talked[-n:]
    if re.search(r"\bin order\b", low) and topic.query.operation is None and len(topic.talked) > len(topic.pool):
        return topic.talked
    return topic.pool or topic.places


def _part_and_whole(named: Mention, topic: Topic) -> tuple[Mention, ...]:
    """Of a share just given, its part or its whole replaced by the place now named: "and West of England's share?"."""
    if len(topic.places) != 2:
        return (named,)
    part, whole = sorted(topic.places, key=lambda m: _size(m))
    if _size(named) > _size(part) and _size(named) >= _size(whole):
        return part, named
    return named, whole


def _size(mention: Mention) -> int:
    place = mention.candidates[0]
    return 4 if place.name == "United Kingdom" else {"country": 3, "region": 2, "ITL1": 2}.get(place.place_type, 1)


def _benchmark(named: Mention, topic: Topic) -> Mention | None:
    """The nation or region that a smaller place was just held against, kept for the next place; None if there was none."""
    if topic.query.operation not in OF_TWO or len(topic.places) != 2 or not is_whole(topic.places):
        return None
    whole = max(topic.places, key=_size)
    return whole if _size(named) < _size(whole) else None


def carried_operation(own: Own, mentions: Sequence[Mention], concepts: Sequence[str], topic: Topic) -> Operation | None:
    """The operation of the last question, where the follow-up only gives it another place, year, end or measure."""
    previous = topic.query.operation
    n = len(mentions)
    superlative = bool(SUPERLATIVE.search(own.low))
    asks = own.cues.operation
    if previous in RANKINGS and not n:
        if own.cues.bound and previous in ("threshold", "count"):
            return previous
        if previous == "moved" and asks in (None, "change", "count") and not superlative:
            return previous
        if own.cues.ordinal or superlative or own.cues.limit or asks == "rank" or _NEXT.search(own.low):
            return "rank"
        return previous if asks is None or asks == previous else None
    if not n and own.place_type and asks is None and re.search(r"^\W*(?:and |or )?(?:which|what)\b", own.low):
        return "rank"
    set_against = MORE_IN.search(own.low) or (AGAINST_YEAR.search(own.low) and not own.reading.concepts)
    if n and not own.mentions and len(own.asked.years) == 1 and set_against:
        return "share_of_measure" if previous == "share_of_measure" and len(concepts) == 2 else "change"
    if asks == "change" and previous in ("compare", "difference") and n > 1 and BY_HOW_MUCH.search(own.low):
        return "difference"
    several = n > 1 or (superlative and _among_those(own, topic))
    if own.asked.ranged and several and own.cues.names & MOVING and not own.place_type:
        return "change"  # "which of them has gained most since 2014?"
    if "share" in own.cues.names and previous not in ("share", "share_of_measure", *RANKINGS):
        return None
    if previous == "share_of_measure" and n == 1 and asks in (None, "change") and len(concepts) == 2:
        return previous
    if previous == "quotient" and n and len(concepts) == 2 and asks in (None, "compare") and not superlative:
        return None if own.reading.concepts else previous
    if previous == "quotient" and asks is None:
        return None
    if asks is not None and asks not in ("compare", "rank"):
        return None
    if asks == "compare" and previous == "change" and n > 1 and not own.asked.given and not own.reading.concepts:
        return "change"
    if superlative and not own.place_type and not own.groups and _among_those(own, topic):
        return "compare"
    if previous == "rank" and n == 1 and _within(own):
        return "rank"
    if previous == "sectors" and n <= 1 and not own.reading.breakdowns and _about_sectors(own, superlative):
        return "sectors"
    if n <= 1 and reorders_sectors(own, topic):
        return "sectors"
    if asks is not None or own.reading.concepts or (previous in ("peak", "since") and THAT_YEAR.search(own.low)):
        return None
    if previous == "strength" and n <= 1:
        return previous
    if previous in OF_TWO and n == 2 and not own.asked.ranged:
        return previous
    if previous in ("difference", "ratio") and n == 1 and len(concepts) == 2:
        return previous
    if previous == "sectors" and own.reading.breakdowns:
        return None  # "what about construction?" is of that sector alone
    if previous in OF_A_PLACE and n and not (own.asked.given and previous in ("since", "peak", "span")):
        another = own.asked.given and not (previous == "change" and UP_TO.search(own.low))
        return None if another and previous in ("change", "trend", "sum", "mean") else previous
    return None


def only_a_measure(own: Own) -> bool:
    """True for a follow-up of a measure's name and no more: "jobs instead", "and its GVA per head?"."""
    alone = not (own.mentions or own.asked.given or own.cues.operation or own.groups or own.place_type or own.relations)
    return alone and bool(own.reading.concepts) and not own.reading.unexplained and len(own.words) <= FEW_WORDS


def _among_those(own: Own, topic: Topic) -> bool:
    """True when the highest of the places just compared is asked for ("which is lowest?"), not that of all places."""
    several = len(topic.places) > 1 or bool(topic.query.relations)
    return (
        several
        and not own.mentions
        and bool(re.search(r"^\W*(?:and |so )?(?:which|who|the)\b(?!.*\bof all\b)", own.low))
    )


def _within(own: Own) -> bool:
    """True when the one place named is where to rank: "and in Scotland?"."""
    place = own.mentions[0].candidates[0] if own.mentions else None
    return bool(
        place
        and place.place_type in WHOLES
        and re.search(rf"\b(?:in|within|among|across|inside|just)\b(?! {YEAR})", own.low)
    )


def _about_sectors(own: Own, superlative: bool) -> bool:
    named = not own.reading.concepts
    return named and (
        superlative or own.cues.limit is not None or own.cues.ordinal is not None or own.cues.operation is None
    )


def reorders_sectors(own: Own, topic: Topic) -> bool:
    """True when sectors just put in order are to go by another figure that is held of them: "the three biggest by GVA"."""
    if topic.query.operation != "sectors" or own.place_type or own.reading.breakdowns or not own.reading.concepts:
        return False
    best = {f.key.split("_")[0] for f in own.reading.concepts if f.weight == own.reading.concepts[0].weight}
    ordered = own.cues.limit or SUPERLATIVE.search(own.low)
    return best <= OF_SECTORS and bool(ordered or BY.search(own.low))


def carried_relations(own: Own, operation: Operation | None, topic: Topic) -> tuple[str, ...]:
    """The relation of the last question (its neighbours, the nation), kept for another year, place or measure."""
    if own.relations or own.groups or operation not in (None, "compare", "difference"):
        return own.relations
    if own.mentions and own.reading.concepts:
        return ()  # a question that names its own place and measure
    if topic.winner and (PRONOUN.search(own.low) or _THEM.search(own.low)):
        return ()  # of the one that came first, not of its neighbours
    if operation == "compare" and _among_those(own, topic):
        return () if _points_to_several(own) and topic.brought else topic.query.relations
    if own.cues.operation or own.place_type or THAT_ONE.search(own.low) or DEICTIC_PLURAL.search(own.low):
        return ()
    return topic.query.relations


def carried_groups(own: Own, operation: Operation | None, topic: Topic) -> bool:
    """True when a named set of places ("northern LEPs") is still the one that is ranked or compared."""
    if own.groups or own.mentions or own.place_type or operation != topic.query.operation:
        return False
    if "share" in own.cues.names:  # "as a share of all firms" is of the same places
        return bool(topic.query.groups)
    return bool(topic.query.groups) and not re.search(r"\ball\b|\bnational|\boverall\b|\bengland\b|\buk\b", own.low)


def carried_cues(cues: Cues, own: Own, operation: Operation | None, topic: Topic) -> Cues:
    """The cues with the number of places, the end and the bound of the same operation just asked for."""
    previous = topic.query.cues
    pair = topic.query.operation == operation == "rank" and len(topic.query.concepts) == 2
    if pair and "share" in previous.names and not own.reading.concepts:
        cues = replace(cues, names=cues.names | {"share"})  # a share is still what is ranked
    if _by_head_still(own, topic):
        cues = replace(cues, names=cues.names | {"per_head"})
    if operation == "compare" == topic.query.operation and not SUPERLATIVE.search(own.low):
        return replace(cues, lowest=cues.lowest or previous.lowest)
    if topic.query.operation != operation or operation not in (*OF_MANY, "sectors"):
        return cues
    highest = bool(re.search(rf"\b{HIGH}\b", own.low))
    if operation == "sectors":
        cues = replace(cues, bound=cues.bound or previous.bound)
    if operation == "moved":
        cues = cues if cues.bar else replace(cues, bar=previous.bar)
        return replace(cues, rising=previous.rising) if cues.rising is None else cues
    if operation in ("threshold", "count"):
        return (
            cues if cues.bound or cues.bar else _other_side(replace(cues, bound=previous.bound, bar=previous.bar), own)
        )
    if cues.both_ends:
        return cues
    if operation == "rank" and (on := _NEXT.search(own.low)) and not own.asked.given:
        last = max((*previous.ordinals, previous.limit or 1)) if previous.ordinals or previous.limit else 1
        following = range(last + 1, last + 1 + (number_word(on["n"] or "one") or 1))
        return replace(cues, ordinals=tuple(following), limit=None, lowest=cues.lowest or previous.lowest)
    lowest = cues.lowest or (previous.lowest and not highest)
    if cues.limit or cues.ordinals:
        return replace(cues, lowest=lowest)
    alone = (cues.lowest or highest) and not own.asked.given and not own.reading.concepts
    return replace(cues, limit=1 if alone and re.search(r"\bone\b", own.low) else None if alone else previous.limit, lowest=lowest)  # fmt: skip


def _other_side(cues: Cues, own: Own) -> Cues:
    """The cues with the bound or bar turned to the side that is now asked for: "and below it?"."""
    said = SIDE.search(own.low)
    if said is None:
        return cues
    above = said["above"] is not None
    bound = replace(cues.bound, above=above, upto=None) if cues.bound else None
    return replace(cues, bound=bound, bar=replace(cues.bar, above=above) if cues.bar else None)


def _by_head_still(own: Own, topic: Topic) -> bool:
    """True when a figure per head is still asked for, at another place or time: "do the same for Wales"."""
    again = own.cues.operation in (None, "compare", "rank") and not own.cues.names & {"share", "per_head"}
    whole = re.search(r"\b(?:total|whole|absolute|overall|per (?:hour|job|worker))\b", own.low)
    return "per_head" in topic.query.cues.names and again and not whole and elliptical(own)


def joined(first: Sequence[Mention], second: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of both, each place once."""
    return tuple({m.candidates[0].code: m for m in (*first, *second)}.values())


def _years_counted(low: str) -> int | None:
    """How many years are pointed back to: three in "all three years"; None where they are not counted."""
    said = BOTH_YEARS.search(low)
    return (
        next((n for word, n in (("three", 3), ("four", 4), ("both", 2), ("two", 2)) if word in said[0]), None)
        if said
        else None
    )


def _years_meant(low: str, operation: Operation | None, topic: Topic, history_years: Sequence[int]) -> tuple[int, ...]:
    """The several years that "both years" or a bare "total?" means, after one year in each question; () for none."""
    if BOTH_YEARS.search(low):
        counted = _years_counted(low)
        years = history_years[:counted] if counted else topic.talked_years or history_years[:2]
    else:
        alone = operation in ("sum", "mean") and len(topic.talked) == 1
        years = topic.talked_years if alone else ()
    return tuple(sorted(years)) if len(years) > 1 else ()


def of_new_measure(
    asked: Asked, operation: Operation | None, concepts: Sequence[str], topic: Topic, measures: Measures, pointed: bool
) -> Asked:
    """The time carried to another measure: of a span over which the old one changed the last year, if held, for a level.

    `pointed` is true where places of a list are pointed back to, whose level is asked for.
    """
    held = {first_year(p) for c in concepts for i in measures.by_concept[c] for p in i.periods}
    level = (operation == "compare" or (pointed and operation is None)) and topic.query.operation in ("change", "trend")
    if not asked.ranged or ({y for y in (asked.first, asked.last) if y} <= held and not level):
        return asked
    return Asked(years=(asked.last,)) if asked.last in held else Asked()


def of_ranking(asked: Asked, topic: Topic, low: str) -> Asked:
    """The time of a ranking asked for after several years of places: the last of these, of which one order is made."""
    years = [y for y in (*asked.years, asked.last) if y]
    if topic.query.operation in RANKINGS or len(years) < 2 - asked.ranged or BOTH_YEARS.search(low):
        return asked
    return Asked(years=(max(years),)) if years else asked


def carried_periods(
    asked: Asked, topic: Topic, history_years: Sequence[int], operation: Operation | None, low: str = ""
) -> Asked:
    """The periods meant: those said, else those of the turn before; "ten years earlier" counts back from it."""
    base = topic.query.asked
    several = base.ranged or len(base.years) > 1
    if not asked.given and several and (n := _years_counted(low)) and n == len(topic.talked_years) != len(base.years):
        return Asked(years=topic.talked_years)
    if not asked.given and not several and (years := _years_meant(low, operation, topic, history_years)):
        return Asked(years=years)
    if (
        operation in ("change", "trend")
        and len(asked.years) == 1
        and (UP_TO.search(low) or MORE_IN.search(low) or AGAINST_YEAR.search(low))
    ):
        start = base.first or min(base.years or topic.years or asked.years)
        return Asked(first=min(start, *asked.years), last=max(start, *asked.years), ranged=True)
    if not asked.given and base.first and base.last and TWO_YEARS.search(low):
        return Asked(years=(base.first, base.last))
    if asked.back is not None:
        years = base.years or tuple(y for y in (base.last, base.first) if y) or topic.years[-1:]
        return Asked(years=(max(years) - asked.back,)) if years else asked
    if (
        asked.first
        and not asked.last
        and operation in ("change", "trend")
        and base.years
        and max(base.years) > asked.first
    ):
        return replace(asked, last=max(base.years))
    if (
        not asked.given
        and THAT_YEAR.search(low)
        and topic.query.operation in ("peak", "since")
        and topic.answer.figures
    ):
        return Asked(years=(first_year(topic.answer.figures[0].observation.period),))
    if asked.given or (operation == "trend" and ALL_YEARS.search(low)):
        return asked
    last_shown = topic.years[-1:] if base.latest else ()
    if operation in ("change", "trend") and last_shown and history_years and history_years[0] < last_shown[0]:
        return Asked(first=history_years[0], last=last_shown[0], ranged=True)
    if operation in ("change", "trend") and not several and len(history_years) >= 2:
        return Asked(first=min(history_years[:2]), last=max(history_years[:2]), ranged=True)
    return base
