"""A follow-up said in full before it is read: what its words point back to is put in, what they take back is left out.

"The second one" becomes the place it stands for, "the last of those years" a year; words that only open or close a reply go.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.beside import without_whole
from assistant.cues import HIGH, LOW, RATIO
from assistant.periods import YEAR, number_word
from assistant.read_question import AREA_KIND, AREA_TYPES
from assistant.topic import Topic
from assistant.turns_of_phrase import IN_THAT_ORDER, plainly
from assistant.wording import ordinal, plural
from assistant.words import tokens
from ingest.schema import Mention

NTH = {
    "first": 0, "1st": 0, "former": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1, "latter": -1, "bottom": -1, "final": -1,
}  # fmt: skip
_THING = r"(?:one|place|area|lep|region|nation)"
# The place that came first: "what did the winner have in 2009?".
_WINNER = re.compile(
    r"\b(?:the|that) (?:winner|leader|front-?runner|number one|chart-topper)\b(?: (?:of|in|on|from|among) (?:that|those|them|it|these|the list))?",
    re.IGNORECASE,
)
_OTHER = re.compile(rf"\bthe other (?:one|two|{_THING})?\b|\bthe other\b(?=\W*$)", re.IGNORECASE)
_VERB = r"(?:is|was|are|were|do|does|did|has|had|have|makes?|made|accounts?|accounted|ranks?|ranked|comes?|came)"
_NTH = re.compile(
    rf"\b(?:the )?(?P<nth>{'|'.join(NTH)}) (?:one|of (?:the (?:two|three|four|five)|(?:those|these|them)(?: (?:places|areas|leps|regions|sectors|industries))?)|place|area|sector|industry)\b"
    rf"|\bthe (?P<of_two>former|latter)\b|\bthe (?P<bare>first|second|third|last)(?=\W*$|(?:'s)? {_VERB}\b)",
    re.IGNORECASE,
)
_NTH_YEAR = re.compile(
    r"\b(?:in |for )?the (?P<nth>first|last|latest|earliest|second|third|final|most recent) (?:of (?:those|these|the) )years\b"
    r"|\b(?:in |for )?the (?P<end>first|last|final) year of (?:that|those|these|it|the (?:period|range|series))\b",
    re.IGNORECASE,
)
_FROM_THERE = re.compile(r"\bfrom (?:there|then|that(?: year)?)\b(?= (?:to|until|till|up to|on))", re.IGNORECASE)
_OPENER = re.compile(
    r"^(?:\W*\b(?:ok(?:ay)?|fine|right|good|great|thanks|thank you|cheers|lovely|perfect|sure|yes|yep|yeah|no|nope|sorry|oops|whoops|hm+|ah|oh|well|actually|alright|all right"
    r"|please|hang on|hold on|wait|apologies|my mistake|my bad|interesting|fair enough|got it|i see|on second thoughts|i mean(?:t)?(?: to (?:say|ask|type))?|i should have said|make (?:that|it)|let's say|let's (?:try|do|have)|instead"
    r"|(?:(?:one|a) )?(?:last|final|quick) (?:one|question|thing)(?=\s*[:,.–-])|i'd like|can you (?:do|give me)|could you (?:do|give me)|try)\b[\s,.!:;–-]*)+(?!$)",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"^\W*(?:and |now |then )?(?:drop|remove|take out|take away|leave out|lose|exclude|without|minus)\s+(?:the )?(?P<what>[^?.!]+?)"
    rf"(?P<when>(?:,| and| then)+ (?:(?:give|show|do|use|take|have|make|try|go|move|look|switch|let's|for|in|on|to|at|it|me|us|see|with|instead) )*{YEAR})?\W*$",
    re.IGNORECASE,
)
# A new start or end of the time just talked of: "end it at 2018", "make it start in 2015".
_NEW_START, _NEW_END = (
    re.compile(
        rf"^\W*(?:(?:and|but|now|then|so|make|have|let|can you|could you)\W+)*(?:(?:it|that|this) )?(?:{verbs})s?(?: (?:it|that|this|the \w+))?(?: off| up| short)? (?:at|in|with|from|on|by) (?P<year>{YEAR})\W*$",
        re.IGNORECASE,
    )
    for verbs in ("start|begin", "end|stop|finish|close|cut")
)
_CLOSER = re.compile(
    r"[\s,]+(?:then|instead|please|thanks|thank you|as well|too|again|for me|(?:just )?for (?:context|reference|interest|background|completeness|the record)|after all|rather|i (?:should(?:'ve| have)? (?:said|asked|put|typed|written)|meant(?: to (?:say|ask|type|put))?|mean)|that is|if you can|if (?:possible|held))\W*$",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r"[\s,]+(?:too|as well)\W*$", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"(?:^|[,;–-]\s*|\s)(?:and )?(?:not|rather than|instead of)\s+(?:in |for |the )*(?P<what>[^,;?]{2,60})(?=$|[,;?])",
    re.IGNORECASE,
)
# "Set that against Kent", "how do they measure up to Kent?".
_SIDE_BY_SIDE = re.compile(
    r"\b(?:set|put|lay|place|show|line)(?: up)?(?P<several>(?: [\w'’,&-]+){2,24}?),? side by side\b(?! with)|\b(?:set|put|lay|line|stack|pit|hold|weigh|judge|place)(?P<what>(?: [\w'’&-]+){1,6}?)(?: up| side by side)? (?:against|beside|alongside(?: of)?|next to|side by side with)(?= )"
    r"|\b(?:stack|stand|hold|measure|match|line|weigh|set)s?(?: up)? (?:against|alongside|beside)(?= )"
    r"|\b(?:stack|stand|hold|measure|match|line)s? up (?:to|with|next to)(?= )"
    r"|\b(?P<who>that|it|this|they|those|these|both|two|three) (?:sit|look|fare|rate|perform|do)s? (?:against|alongside|beside|next to)(?= )",
    re.IGNORECASE,
)
_BY_PEOPLE = re.compile(
    r"\bdivided?(?: (?:that|it|this|them|those))? by (?:the |its |their )?(?:population|residents|inhabitants|number of (?:people|residents)|people)\b",
    re.IGNORECASE,
)
# "The 2017 survey": what is said of a year that is the figure's own.
_YEAR_OF = re.compile(rf"\b({YEAR})(?:'s)? (?:survey|wave|edition|round|release|figures?|data)\b", re.IGNORECASE)
# How much more there is now than in the year just given.
_MORE_NOW = re.compile(
    r"\bhow (?:much|many|far) (?:more|less|fewer|[a-z]+er|better|worse|further)\b(?: \w+)?? (?:is|are|was|were) (?:it|that|they|this|those|there)(?: \w+)? (?:now(?:adays)?|today|these days|at present)\b",
    re.IGNORECASE,
)
# One end of the list just given, of which something is asked: "what did the slowest one have in 2014?".
_END_ONE = re.compile(
    rf"(?P<what>^\W*(?:(?:and|so|but|then)\W+)*what(?:'s| is| was| were| did| does)? )?\bthe (?!first|last|top|bottom)(?:(?P<low>{LOW})|{HIGH}) one\b(?!\W*$| (?:then|now|too)\W*$)"
    rf"(?! (?:in|across|among|within|of|for) (?!{YEAR}|(?:the (?:two|three|four|five)|those|these|them)\b))",
    re.IGNORECASE,
)
_ASKS_WHICH = re.compile(r"\b(?:which|who|whose|where)\b", re.IGNORECASE)
# Those of a list that were not just spoken of: "and the other two?".
_OTHERS = re.compile(
    r"\b(?:the )?(?:other|remaining) (?P<n>two|three|four|five)(?: (?:places|areas|leps|regions|nations|of (?:them|those|these)))?\b",
    re.IGNORECASE,
)
# Of several whose change was given, the one that moved most: "the one that lost most".
_MOVED_MOST = re.compile(
    rf"\b(?:the|that) {_THING} (?:that|which) (?:has |had )?(?:(?P<down>lost|fell|fallen|dropped|declined|shrank|shrunk)|rose|risen|grew|grown|gained|increased|improved|climbed) (?:the )?(?:most|fastest|furthest)\b",
    re.IGNORECASE,
)
# Of the years just talked of, the one with the higher or the lower figure: "per head in the bigger year?".
_YEAR_BY_FIGURE = re.compile(
    rf"\b(?:in |for )?the (?:(?P<low>{LOW}|smaller|lower|worse|lesser|poorer)|{HIGH}|bigger|larger|higher|better|greater) (?:of the (?:two|three) years|year)\b",
    re.IGNORECASE,
)
# An end of a list given before: "which of the fastest three".
_END_OF_LIST = re.compile(
    rf"\b(?P<of>of|among|amongst|between|out of) the (?:(?P<low>{LOW})|{HIGH}) (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d\d?)\b",
    re.IGNORECASE,
)
# Both ends of a list just given: "the gap between the first and the last", "between top and bottom".
_TOP, _END = r"(?:first|top|best|highest|leader|winner)", r"(?:last|bottom|worst|lowest)"
_BOTH_ENDS = re.compile(
    rf"\b(?:the )?(?:{_TOP}(?: one| place)? (?:and|to|from|with|over|versus|vs) (?:the )?{_END}|{_END}(?: one| place)? (?:and|to|from|with|versus|vs) (?:the )?{_TOP})\b(?: ones?| places?)?(?! (?:\d|two|three|four|five|six|seven|eight|nine|ten|years?)\b)",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(?:gap|differ\w*|apart|spread|range|distance)\b.{0,20}\b(?:those|these|they|them|the two|both|the ends)\b|\bhow far apart\b|^\W*(?:and |so )?(?:what(?:'s| is) )?the (?:gap|spread|range|distance)\W*$",
    re.IGNORECASE,
)
# The place just told set against the other end of the order: "how many times more is that than the lowest?".
_THAN_THE_END = re.compile(
    rf"\bhow (?:many times|much|many|far)\b.{{0,40}}\b(?:that|it|this|the (?:first|top|winner))\b.{{0,20}}\b(?:than|from|above|below|of) (?:the )?(?:very )?(?:{HIGH}|{LOW})(?: one| place| lep)?\W*$",
    re.IGNORECASE,
)
# The kind of area meant after all.
_KIND = re.compile(
    rf"^\W*(?:(?:no|sorry|i mean(?:t)?|but|use|for|as|take)\W+)*the (?:whole |wider )?(?:(?:[a-z]+ ){{1,3}}\((?:the |an? )?)?(?P<kind>{AREA_KIND})\b(?: (?:area|level|one))?\)?(?:,? ?(?:\(|[-–] ?)?(?:and )?(?:not|rather than|instead of) [^?.]+?)?\W*$",
    re.IGNORECASE,
)
# The place after the one whose rank was just told.
_NEXT_DOWN = re.compile(
    r"^\W*(?:(?:and|so|but|then|who is|who's|which is|what is) )*(?:(?:the )?next(?: one| place| lep)?(?: (?:down|along|below|after)(?: (?:it|that|them))?)?(?: (?:in |on )?(?:the )?(?:rank\w*|list|table|order|league))?|who comes next)\W*$",
    re.IGNORECASE,
)
# The sector just put first: "how much GVA does that industry make?", "how much does it bring in?".
_THAT_SECTOR = re.compile(r"\b(?:that|this|the same) (?:sector|industry|product group)\b", re.IGNORECASE)
ONE_SECTOR = re.compile(r"\b(?:sector|industry|product group)\b", re.IGNORECASE)
_IT_YIELDS = re.compile(
    r"(?P<lead>\bhow (?:much|many)\b[^?]{2,40}\b(?:does|did|is|was) |\b(?:share|percentage|proportion|part|%)\b[^?]{2,60}\b(?:is|was|does|did) )(?P<it>it|that)\b",
    re.IGNORECASE,
)
# The area that was just told: "that region's GVA" after which region a LEP is in.
_THAT_AREA = re.compile(
    rf"\b(?:that|this|the same) (?P<kind>{AREA_KIND})\b(?! of\b)",
    re.IGNORECASE,
)
# The part of a ranking asked for: "just the northern ones", "only in the Midlands".
_PART = r"^\W*(?:(?:and|but|so|ok|now|then|no)\W+)*(?:just|only|what about|how about|for|among|of|within)?\s*"
_ONES = re.compile(
    rf"{_PART}(?:for |in )?(?:the )?(?!(?:which|what|those|these)\b)(?P<which>[\w-]+) (?:ones|places|areas)\b",
    re.IGNORECASE,
)
_IN_THE = re.compile(
    rf"{_PART}(?:(?:in|from|of|across|for) the (?P<which>[a-z]+)|the (?P<side>midlands|north|south))(?=\W*$)",
    re.IGNORECASE,
)
# The figure of the survey or year held next before, or after, the one just given: "the survey before", "the year before that we've got".
_HELD = r"(?:(?:that |which )?(?:you|we|they)(?:'ve| have| do)? (?:got|have|hold|held)|(?:that |which )?(?:is|was|there is|there's) (?:held|available|any data)|held|available|with (?:any )?(?:data|figures?|a figure))"
_SURVEY = r"(?:survey|wave|edition|round|release)"
_YEAR = r"(?:(?:last|latest|next|nearest|closest|first|most recent) )?(?:year|date|figure|time)"
_NEXT_HELD = re.compile(
    rf"\b(?:in |for |at )?(?:the )?(?:(?:{_SURVEY}|(?P<year>{_YEAR})) (?:just |right |immediately )?(?:(?P<before>before|earlier|previous(?:ly)?|prior(?: to)?)|after(?:wards)?|later|following)(?: (?:that|this|it)(?! (?:we|you)\b))?(?: one)?(?(year),? {_HELD})"
    rf"|(?:(?P<earlier>previous|preceding|prior|earlier|last but one)|next|following|later) (?:{_SURVEY}|(?:year|date|figure|time),? {_HELD}))(?!\w)",
    re.IGNORECASE,
)
# The same where nothing but one place and one measure has been talked of: "and the one before that?".
_ONE_HELD = re.compile(
    r"\b(?:the )?one (?:just |right )?(?:(?P<before>before|prior to|earlier than)|after)(?P<earlier>) (?:that|it|this)(?: one)?\W*$",
    re.IGNORECASE,
)
# The share of what was just counted, in few words: "so what percentage?", "what share is that?".
_BARE_SHARE = re.compile(
    r"^\W*(?:(?:and|so|but|then|now) )*(?:(?:as|in) )?(?:(?:what|which)(?:'s| is)? )?(?:an? |the |that |what )?(?:percentage|per ?cent|proportion|share|(?P<rate>rate)|%)(?: (?:is|was|does|did|would|of) (?:that|it|this|them|those)(?: (?:be|make|come to|is that|is it))?)?\W*$",
    re.IGNORECASE,
)
# Part of what was just counted, of one place: "of those, how many …".
_OF_THOSE = re.compile(
    r"^\W*(?:(?:and|so|but) )*(?:out )?of (?:those|these|them|that|it|which),? (?=how (?:many|much)\b)", re.IGNORECASE
)
_LAST_ONE = re.compile(r"\b(?:that|this) (?:last|latest) (?:one|figure|number)\b", re.IGNORECASE)
_ADD = re.compile(
    r"^\W*(?:and |also |now |then )*(?:add|include|throw in|bring in|put in)(?: in)?\s+(?!(?:them|those|these|it|up|the two|the three|both|all of)\b)",
    re.IGNORECASE,
)


def side_by_side(question: str) -> str:
    """The question with "set Kent beside Essex" as "compare Kent with Essex"."""

    def plain(m: re.Match[str]) -> str:
        return f"compare{m['several']}" if m["several"] else f"{m['who'] or ''} compare{m['what'] or ''} with"

    return _SIDE_BY_SIDE.sub(plain, question)


def without_opening(question: str) -> str:
    """A follow-up without the courtesies and small words that open it: "thanks, and …", "ok so …"."""
    return _OPENER.sub("", question)


# The end of an order asked for among the places talked of one by one: "and which is worst?".
_WHICH_END = re.compile(
    rf"^\W*(?:(?:and|so|but|then) )*which (?:one )?(?:is|was|has|had|comes|came) (?:the )?(?P<end>{HIGH}|{LOW})\W*$",
    re.IGNORECASE,
)
_EACH = ("the two", "all three", "all four", "all five", "all six")


def said_in_full(
    question: str, topic: Topic, known: Callable[[str], bool], held: Sequence[int] = ()
) -> tuple[str, tuple[Mention, ...]]:
    """A follow-up with what it points to put in, and the places so put in.

    `known` is true of words that name a place or a measure, which a correction may take back; `held` are the years for which
    the last measure is held.
    """
    text = _of_kind(without_opening(question), topic)
    if _AS_WELL.search(text) and topic.query.operation == "compare" and len(topic.places) > 1:
        text = f"compare with {_AS_WELL.sub('', text)}"
    text = _CLOSER.sub("", text) if _CLOSER.sub("", text).strip() else text
    text = plainly(text, known)
    if IN_THAT_ORDER in text and topic.contrasted[1:] == ("population",):
        text = "per head"
    text = _ADD.sub("compare with ", _without_taken_back(text, known))
    text = _BY_PEOPLE.sub("per head", text)
    text = _YEAR_OF.sub(r"\1", side_by_side(text))
    if _NEXT_DOWN.match(text) and (rank := _rank_told(topic)):
        kind = topic.answer.figures[0].observation.place_type
        return f"which {kind} has the {ordinal(rank + 1)} {'lowest' if topic.query.cues.lowest else 'highest'}", ()
    if topic.query.asked.years:
        text = _FROM_THERE.sub(f"from {topic.query.asked.years[-1]}", text)
    text = _with_new_end(text, topic)
    text = _NEXT_HELD.sub(lambda m: _next_held(m, topic, held), text)
    if len(topic.talked) == 1 and len(topic.measures) == 1:
        text = _ONE_HELD.sub(lambda m: _next_held(m, topic, held), text)
    if len(topic.places) < 2 and not topic.ranked:
        text = _OF_THOSE.sub("", text)
        if 1 < len(topic.talked) <= len(_EACH) + 1 and (asked := _WHICH_END.match(text)):
            text = f"which of {_EACH[len(topic.talked) - 2]} is {asked['end']}"
        if topic.query.operation in (None, "list") and (asked := _BARE_SHARE.match(text)):
            text = "as a rate" if asked["rate"] else "what share is that"
    if topic.query.breakdowns and topic.query.concepts:
        names = [name for m in topic.places for name in (m.text, m.candidates[0].name)]
        text = without_whole(text, topic.query.concepts[0], names)
    text = _NTH_YEAR.sub(lambda m: _nth_year(m, topic), text)
    put_in: list[Mention] = []
    if (dropped := _DROP.match(text)) and len(topic.places) > 1:
        gone = dropped["what"].lower()
        rest = [m for m in topic.places if not {m.text.lower(), m.candidates[0].name.lower()} & {gone}]
        if 0 < len(rest) < len(topic.places):
            when = f" in {year[0]}" if (year := re.search(YEAR, dropped["when"] or "")) else ""
            return ", ".join(m.text for m in rest) + when, tuple(rest)

    def referent(mention: Mention | None, match: re.Match[str]) -> str:
        if mention is None:
            return match[0]
        put_in.append(mention)
        return mention.text

    if sector := topic.sectors[0] if topic.sectors else next(iter(topic.query.breakdowns), None):
        text = _THAT_SECTOR.sub(sector, text)
        if topic.sectors and ONE_SECTOR.search(topic.query.question):
            text = _IT_YIELDS.sub(lambda m: f"{m['lead']}{sector}", text)
    if topic.sectors and len(tokens(question)) > 4:
        text = _NTH.sub(lambda m: _nth_sector(m, topic), text)

    def members(match: re.Match[str]) -> str:
        found = _end_of_list(match, topic)
        put_in.extend(found)
        return f"{match['of']} {', '.join(m.text for m in found)}" if found else match[0]

    text = _END_OF_LIST.sub(members, text)
    if topic.ranked:
        kind = plural(topic.query.place_type or "LEP")
        text = _ONES.sub(lambda m: f"only {m['which']} {kind}", text)
        text = _IN_THE.sub(lambda m: f"only {kind} in the {m['which'] or m['side']}", text)
        ends = _ends_meant(text, topic)
        put_in.extend(ends)
        if ends:
            return f"gap between {ends[0].text} and {ends[-1].text}", tuple(put_in)
        if _BOTH_ENDS.search(text) or (_APART.search(text) and _both_ends_given(topic)) or _THAN_THE_END.search(text):
            apart = "ratio" if RATIO.search(text.lower()) else "gap"
            return f"{apart} between the highest and the lowest", tuple(put_in)
    if topic.shown and (topic.ranked or topic.query.operation == "compare"):
        text = _WINNER.sub(lambda m: referent(topic.shown[0], m), text)
    if len(topic.years) == 1:
        text = _MORE_NOW.sub(f"how has it changed since {topic.years[0]}", text)
    text = _YEAR_BY_FIGURE.sub(lambda m: _year_by_figure(m, topic), text)
    if topic.ranked and not _ASKS_WHICH.search(text):
        text = _END_ONE.sub(lambda m: ("and " if m["what"] else "") + referent(_end_one(m, topic), m), text)
    text = _MOVED_MOST.sub(lambda m: referent(_moved_most(m, topic), m), text)

    def others(match: re.Match[str]) -> str:
        found = _the_others(match, topic)
        put_in.extend(found)
        return ", ".join(m.text for m in found) or match[0]

    if len(topic.told) == 1:
        text = _THAT_AREA.sub(lambda m: referent(_told_as(m, topic), m), text)
    text = _OTHERS.sub(others, text)
    text = _OTHER.sub(lambda m: referent(_the_other(topic), m), text)
    if topic.ranked and topic.shown and not (topic.query.cues.limit or topic.query.cues.ordinals):
        text = _LAST_ONE.sub(lambda m: referent(topic.shown[0], m), text)  # the one place that the last answer gave
    text = _NTH.sub(lambda m: referent(_nth(m, question, topic), m), text)
    if not topic.ranked:
        text = _LAST_ONE.sub("that", text)
    return text, tuple(put_in)


def _with_new_end(text: str, topic: Topic) -> str:
    """The span just talked of with the start or end that is now given: "end it at 2018" after 2014 to 2019."""
    asked = topic.query.asked
    first, last = asked.first or min(topic.years, default=None), asked.last or max(topic.years, default=None)
    if not first or not last or first == last or topic.query.operation not in ("change", "trend", "mean", "sum"):
        return text
    if start := _NEW_START.match(text):
        return f"from {start['year']} to {last}"
    return f"from {first} to {end['year']}" if (end := _NEW_END.match(text)) else text


def _of_kind(text: str, topic: Topic) -> str:
    """The place talked of as the kind of area that is meant after all: "the combined authority, not the region"."""
    kind = _KIND.match(text)
    if kind is None or len(topic.places) != 1:
        return text
    return f"{topic.places[0].text} {kind['kind']}"


def _rank_told(topic: Topic) -> int | None:
    """The rank that the last answer gave of its one place; None where it gave none."""
    ranks = [int(d.value) for d in topic.answer.derivations if d.operation == "rank"]
    return ranks[0] if len(ranks) == len(topic.places) == 1 and topic.answer.figures else None


def _told_as(match: re.Match[str], topic: Topic) -> Mention | None:
    """The place just told, as the kind of area it is spoken of; None where it is of no such kind."""
    told, kind = topic.told[0], AREA_TYPES[match["kind"].lower()]
    named = tuple(place for place in told.candidates if place.place_type == kind)
    return replace(told, candidates=named) if named else None


def _both_ends_given(topic: Topic) -> bool:
    """True when the last two rankings began at opposite ends."""
    return len(topic.rankings) > 1 and topic.rankings[0][0] != topic.rankings[1][0]


def _ends_meant(text: str, topic: Topic) -> tuple[Mention, ...]:
    """The first and the last place of the one list given, where these are set apart; () where all places are meant."""
    found = _BOTH_ENDS.search(text)
    listed = found and re.search(r"\b(?:first|last)\b", found[0], re.IGNORECASE) and len(topic.shown) > 2
    return (topic.shown[0], topic.shown[-1]) if listed and not _both_ends_given(topic) else ()


def _without_taken_back(text: str, known: Callable[[str], bool]) -> str:
    """The text without what a correction takes back: a place, measure or year after "not"."""
    for found in _TAKEN_BACK.finditer(text):
        what = re.sub(r"^.*?\bbut\s+", "", found["what"]) if " but " in found["what"] else ""
        if re.fullmatch(YEAR, found["what"].strip()) or known(found["what"]):
            rest = (text[: found.start()] + " " + what + " " + text[found.end() :]).strip(" ,;–-?")
            return rest or text
    return text


def _next_held(match: re.Match[str], topic: Topic, held: Sequence[int]) -> str:
    """The year held next before or after those just given; the year before where none earlier is held."""
    before = bool(match["before"] or match["earlier"])
    rest = [year for year in held if topic.years and (year < topic.years[0] if before else year > topic.years[-1])]
    if not rest:
        return "the year before" if before else match[0]
    return f"in {max(rest) if before else min(rest)}"


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
    kinds = {m.candidates[0].place_type for m in topic.places}
    alike = [m for m in topic.known if m.candidates[0].code not in last and m.candidates[0].place_type in kinds]
    if alike and not topic.query.follows:
        return alike[-1]
    rest = [m for m in topic.recent if m.candidates[0].code not in last]
    return rest[0] if len(rest) == 1 else topic.recent[1]


def _the_others(match: re.Match[str], topic: Topic) -> tuple[Mention, ...]:
    """The places of the list last given, or talked of, that were not just spoken of; () where they are not so many."""
    spoken = topic.moved_so or {m.candidates[0].name for m in topic.winner or topic.focus}
    for places in (topic.listed, topic.talked, topic.known):
        rest = tuple(m for m in places if m.candidates[0].name not in spoken)
        if len(rest) == number_word(match["n"].lower()):
            return rest
    return ()


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


def _year_by_figure(match: re.Match[str], topic: Topic) -> str:
    """The year with the higher or the lower figure of those just talked of, of one place and measure."""
    if len(topic.by_year) < 2:
        return match[0]
    year, _ = (min if match["low"] else max)(topic.by_year, key=lambda one: one[1])
    return f"in {year}"


def _end_of_list(match: re.Match[str], topic: Topic) -> tuple[Mention, ...]:
    """The places of the last ranking from that end that gave so many; () where there was none."""
    n = number_word(match["n"].lower())
    same = (places for lowest, places in topic.rankings if lowest == bool(match["low"]) and len(places) == n)
    return next(same, ())


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
    n, pool = _position(match), topic.pool
    if not topic.ranked and {m.candidates for m in pool} == {m.candidates for m in topic.talked}:
        pool = topic.talked  # in the order they came up
    return pool[n] if -len(pool) <= n < len(pool) and len(pool) > 1 else None
