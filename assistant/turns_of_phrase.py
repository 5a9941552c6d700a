"""Turns of phrase of a reply, put in the plain words that the other steps read.

Each says, in one of many ways, what a plain follow-up says: "stretch that to a top five" is "top five", "take one from the
other" is "difference". Only replies are put so; a question that stands alone keeps its own words.
"""

import re
from collections.abc import Callable, Sequence

from assistant.beside import MONEY, STAFF
from assistant.cues import AREA, HIGH, LOW
from assistant.periods import YEAR
from ingest.schema import Mention

IN_THAT_ORDER, SECOND_TO_FIRST = "in that order", "second to first"
_ASKS = r"^\W*(?:(?:and|so|but|then|now) )*(?:by how (?:much|many|far) )?"
_IT = r"(?:it|that|this|them|those|these|both)"
_COUNTED = r"(?:two|three|four|five|six)"
_MONEY, _STAFF = (rf"(?:{'|'.join(sorted(words))})" for words in (MONEY, STAFF))
_MORE = r"(?:more|fewer|less|higher|lower|bigger|smaller|larger|greater|better|worse|up|down|above|below)"
_OF_TWO = r"(?:one|it|that|the (?:first|second|former|latter|smaller|larger|bigger|lower|higher|lesser|greater|earlier|later)(?: one)?)"
_OTHER_OF_TWO = rf"(?:{_OF_TWO}|the other(?: one)?)"
_OUTDO = r"(?:beat|outdo|outperform|outstrip|outrank|outpace|exceed|surpass|top|trump|best|better|overtake|edge out|do better than|come ahead of|come above|rank above|score above)(?:s|es|d|ed)?"

_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        # The place given before was the wrong one.
        (r"^\W*(?:(?:oops|whoops|sorry|apologies|my mistake|no|wait)\b[\s,.:;–-]*)*(?:(?:that(?:'s| is| was) the |that(?:'s| is| was) )?wrong (?:county|place|area|one|lep|region|city|town|council|year)|i picked the wrong \w+)\b[\s,.:;–-]*(?:(?:i|it) (?:meant?|should (?:be|have been)) )?(?=\S)", "no, I meant "),
        # Which of those talked of has more, and how much more.
        (rf"^\W*(?:(?:and|so|but|then) )*which (?:one )?(?:is|was|has|had|came out|comes out) (?:the )?{_MORE}\b,? ?(?:and |, )?by (?:how much|what)\W*$", "what is the difference between the two"),
        (rf"^\W*(?:(?:and|so|but|then) )*(?:who|which)(?: (?:one|of (?:them|the two|those|these|those two)))?(?:'s| is| was| has| had| comes?| came| did)? (?:the )?(?:ahead|in front|in the lead|on top|leading|winning|ranked higher|{_MORE})\b,? ?(?:and |, ?)?by (?:how (?:much|far|many)|what)\W*$", "what is the difference between the two"),
        # What was meant by the words before, said in full.
        (rf"^.+?\s*(?:[-–—,;:.]|\.\.+)\s+(?:i mean(?:t)?|i\.e\.|that is)\b,? (?={YEAR} [^?]*\b{YEAR}\b)", ""),
        # A level by a year, not a change until then.
        (rf"\b(?P<be>(?:was|were) (?:it|they|that|those|these|both)(?: (?:both|all))?) (?:at |on )?by (?={YEAR}\b)", r"\g<be> in "),
        # A place's figure of an earlier year, and those of a list that moved one way.
        (rf"\b(?:(?:getting|managing|posting|recording|scoring|making)(?: back)?|back)(?= (?:in|by) {YEAR}\b)", ""),
        (r"\bwhich (?:ones|places|areas|leps|regions|nations)(?= (?:has |have |had |actually |also )*(?:went|gone|go|rose|risen|rise|fell|fallen|fall|grew|grown|grow|gained|lost|dropped|declined|increased|decreased|improved|shrank|shrunk)\b)", "which of them"),
        # A total after a figure per head, and the cause of a change.
        (r"(?:\b(?:in )?total,? )?\b(?:not|rather than|instead of) (?:per|a) (?:head|person|capita)\b", "overall"),
        (r"\bwhat(?:'s| is| was| lies| lay) behind (?:that|this|the) (?:change|drop|fall|decline|decrease|dip|slump|rise|increase|growth|jump|gain|improvement)\b", "why did it change"),
        # The measure just talked of.
        (r"\b(?:on|by|for) (?:this|that|the same) (?:measure|metric|indicator|yardstick|statistic)\b", "on it"),
        # The same of another place.
        (r"^\W*(?:(?:and|but|so|then) )*(?:do|have|can|could|would) you (?:also )?(?:have|hold|got|get|give me|show me|do|give|show) (?:this|that|it|these|those|them|the same)(?: (?:figures?|numbers?|data|thing))? (?:for|of|in|on) (?:just )?(?P<what>[^?,;]+?)(?:,? (?:(?:all )?(?:on its own|by itself|on their own|by themselves)|alone|separately|too|as well|only|instead))*\W*$", r"and \g<what>"),
        (r"^\W*(?:(?:and|now|then) )?(?:do |it's |it is )?(?:likewise|ditto|similarly|repeat (?:that|it|this)|once more|(?:the )?same (?:again|thing|treatment|exercise|sum|calculation|question|figure))\b,? ?(?:for|with|in|on|of|to)? (?=\S)", "and "),
        (r"^\W*(?:(?:and|now|then) )?(?:do|treat|take|work out|give me|handle|run)? ?(?P<what>\S.*?),? (?:in |on )?(?:(?:exactly |just )?the same (?:way|basis|terms|footing)|likewise|similarly|ditto)\W*$", r"and \g<what>"),
        # A list made longer or shorter.
        (rf"^\W*(?:stretch|extend|widen|expand|lengthen|broaden|make|turn|cut|shorten|trim|narrow|open|change|reduce)\s+(?:{_IT}|the list|the ranking)\b(?: \w+)?? (?:(?:in)?to |down to |out to )?(?:an? |the )?(?=(?:\w+ )?(?:{HIGH}|{LOW})\b)", ""),
        # One place that does better than another.
        (rf"{_ASKS}(?:does|did|do|has|have|can|could|would|will) (?P<who>[^?,;]+?) (?:ever )?{_OUTDO} (?=[^\W\d])", r"compare \g<who> with "),
        (rf"{_ASKS}(?:is|was|are|were|does|did|has) (?P<who>[^?,;]+?) (?:\w+ )?(?:ahead of|behind|above|below|beaten by|(?:sit|come|stand|lie|rank|finish)s? (?:ahead of|behind|above|below)) (?=[^\W\d])", r"compare \g<who> with "),
        (r"\b(?:comes?|came|coming|finish(?:es|ed)?|ends?|ended) (?:out |off |up )?(?:on )?(?=(?:ahead|top|best|worst|first|last|high|low|strong|weak|better)(?:e[rs]t?)?\b)", "came "),
        # A place put beside those talked of, which the words leave unsaid.
        (rf"^\W*(?:(?:and|now|then|also) )*(?:put|set|place|lay|show|give|have|stick|list) (?:me )?(?P<what>\S.*?) (?:alongside|beside|next to|side by side|in as well|in too)(?: (?:with )?{_IT})?\W*$", r"compare with \g<what>"),
        # One figure taken from another, divided by another, or put to another.
        (rf"^\W*(?:(?:and|so|then) )?(?:what's |what is |give me )?{_OF_TWO} (?:minus|less|take away) {_OTHER_OF_TWO}\W*$", "difference"),
        (rf"\b(?:take|taking|subtract(?:ing)?|deduct(?:ing)?|knock(?:ing)?)\b (?P<a>{_OTHER_OF_TWO}) (?:away |off )?(?:from|off) (?P<b>{_OTHER_OF_TWO})\b", "difference"),
        (r"\b(?:divide|dividing) (?:the )?(?:first|former|earlier)(?: (?:one|figure|number))? by (?:the )?(?:second|latter|later|other)(?: (?:one|figure|number))?\b|\b(?:the )?first (?:over|divided by) (?:the )?second\b", f"ratio {IN_THAT_ORDER}"),
        (r"\b(?:divide|dividing) (?:the )?(?:second|latter|later|last)(?: (?:one|figure|number))? by (?:the )?(?:first|former|earlier)(?: (?:one|figure|number))?\b|\b(?:the )?second (?:over|divided by) (?:the )?first\b", f"ratio, {SECOND_TO_FIRST}"),
        (rf"\b(?:divide|dividing) (?P<a>{_OF_TWO}) by (?P<b>the other(?: one)?)\b|\b{_OF_TWO} (?:over|divided by) the other(?: one)?\b", "ratio"),
        (r"\bhow many (?:of )?(?P<a>(?:(?!\b(?:times|people|years)\b)[^?,;])+?)(?: (?:is|are|was|were) there)? (?:for|to|against) (?:every|each)(?: single| one)? (?!\d|thousand|hundred|million|people|person|resident|inhabitant|head|year)(?P<b>[^?,;]+)", r"ratio of \g<a> to \g<b>"),
        (rf"\bhow (?P<n>much|many) (?P<a>{_MORE})(?: or|/| and) (?:how (?:much|many) )?{_MORE}\b", r"how \g<n> more"),
        (rf"^\W*(?:and |so |but )?(?:is|was|are|were)? ?(?:it |that |they )?(?:{_MORE}) or {_MORE},? (?:and )?by (?:how (?:much|many)|what)\b", "by how much"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:is|was|are|were) (?P<who>[^?,;]{3,50}?) (?:ahead or behind|behind or ahead|above or below|below or above)\W*$", r"difference with \g<who>"),
        # A level of now against that of before, which was given.
        (rf"^\W*(?:(?:and|so|but|then|now) )*(?:is|are|was|were|has|have) (?:it|that|they|this|those|these)(?: (?:now|become|got|grown))?(?: any| much)? {_MORE}(?: [a-z-]+)?(?: or {_MORE}(?: [a-z-]+)?)?(?: (?:on|upon) [^?,;]+?)?,? than (?:(?:it|they|that) (?:was|were|had been|used to be)(?: (?:then|before|earlier|in the past|back then))?|before|then|back then)\W*$", "how has it changed"),
        (r"\b(?:came|come|coming) (?:on|along) (?=(?:the )?(?:more|most|less|least|further|furthest|faster|fastest|better|best)\b)", "improved "),
        # Money or staff, a rate or a number; the years just talked of; the want of skills.
        (rf"\b(?P<now>{_MONEY}|{_STAFF}),? (?:rather than|instead of|not|as opposed to) (?:the |its |their )?(?:{_MONEY}|{_STAFF})\b", r"\g<now>"),
        (r"(?:,? please)?,? (?:rather than|instead of|not|as opposed to) (?:as )?(?:an? |the )?(?:actual |absolute |raw )?(?:numbers?|counts?|totals?|headcount)(?:,? please)?\W*$", ""),
        (rf"(?<!the )(?<!those )(?<!these )\bsame (?={_COUNTED} years\b)", "the same "),
        (r"\b(?:down|due|owing) to (?:an? |the )?(?:lack|shortage|want|scarcity|absence) of (?:the )?(?:right |suitable |necessary )?skills?\b", "from skill shortages"),
        # Both of those talked of, and their total.
        (r"\b(?:the|that|this) (?:pair|couple|twosome)(?: of (?:them|those|these))?\b", "both of them"),
        (rf"\b(?P<who>the {_COUNTED}|both(?: of them)?|all {_COUNTED}|all of them|those {_COUNTED}|these {_COUNTED}|them all)(?: (?:put|taken|added|lumped|rolled|pooled))? (?:together|jointly|as one)\W*$", r"\g<who> combined"),
        (rf"\b(?:the|those|these|all) (?P<n>{_COUNTED}) (?:{AREA}|nations)\b(?! (?:with|that|which|where|by|on|for|having)\b)(?=.*\border\b|\W*$)", r"the \g<n>"),
        (rf"\bout of (?=(?:the |those |these |all )?(?:{_COUNTED}|them|those|these|both)\b)", "of "),
        # Places left out of a list, and a list cut short.
        (r"^\W*(?:(?:and|now|then|ok(?:ay)?|please) )*(?:drop|ditch|lose|remove|forget|ignore|strike|scrap|take away|get rid of|minus) (?:out )?(?=[A-Z])", "without "),
        (rf"^\W*(?:(?:and|now|then) )*(?:only|just) the (?P<end>{HIGH}|{LOW}) (?P<n>\w+)(?: of (?:them|those|these))?(?: pls| please)?\W*$", r"\g<end> \g<n>"),
        # A rank, a gap, a change and a mean, asked for in few words.
        (r"^\W*(?:(?:and|so|but|then) )*(?:(?:as|in) (?:an? )?(?:rank|ranking|position)(?: terms)?|(?:its |their )?rank(?:ing)?\??)\W*$", "what is its rank"),
        (r"^\W*(?:(?:and|so|but|then) )*how (?:far|wide) apart (?:are|were) (?:they|those|the two|both|these)(?: two)?\b", "what is the difference between them"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:that(?:'s| is)|it(?:'s| is)|they(?:'re| are)|it has gone|up|down|a change of|which is)? ?(?:up|down)? ?(?:by )?(?:what|how many) (?:percent|per ?cent|%)\W*$", "by what percent did it change"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:the )?(?:average|mean)\W*$", "what is the average over those years"),
        (rf"^\W*(?:(?:and|so|but|then) )*who (?:has|had|got|gets|is|was) (?:got )?the (?P<end>{HIGH}|{LOW}|\w+est)\W*$", r"which has the \g<end>"),
        (r"^\W*(?:(?:and|so|but|then|what's|what is) )*(?:the )?diff\W*$", "difference"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:(?:we|they|it|that)(?:'re| are|'s| is)? )?(?:by )?how (?:much|many|far)(?: (?:percentage )?points?)? (?:are |is )?(?:(?:we|they|it) )?(?:adrift|behind|ahead|short|apart|off|in front)\W*$", "what is the difference between the two"),
        (rf"^\W*(?:(?:and|so|but|then) )*(?:was|were|is) (?:it|that|they|(?:our|its|their|the) (?:own )?(?:share|figure|rate|number|level|value|one)) {_MORE} or {_MORE} (?=(?:in|back in) {YEAR}\b)(?:back )?in (?P<year>{YEAR})\b.*$", r"how does that compare with \g<year>"),
        (r"^(?P<lead>\W*(?:(?:and|so|but|then) )*)(?:by )?how much (?:more|less|worse|[a-z]+er) (?:did|has|have) (?P<who>[^?,;]{2,50}?) (?:get|got|gotten|become|became|grow|grown)\b", r"\g<lead>how did \g<who> change"),
        (r"^\W*(?:(?:and|so|but|then) )*the next (?:one |place )?(?:down|along|below|after)(?: (?:it|that|them))?(?: (?:the|in the|on the) (?:rank\w*|list|table|order|league))?\W*$", "who comes next"),
        (r"\b(?:of|in|from|among|within) (?:that|this|the same|the) (?:group|list|set|bunch)\b(?! of)", " "),
        (r"^\W*(?:(?:and|so|but|then|now) )*(?:what (?:do|did|would) )?(?P<which>both|the two|all (?:the )?(?:two|three|four|five)|the three) years(?: (?:come|add up|amount|total)(?: to)?)?,? (?:together|in total|altogether|combined|added up)\W*$", r"what is the total over \g<which> years"),
        (r"^\W*(?:(?:and|so|but|then|now) )*(?:(?:what (?:are|do|is) )?(?:they|both|the two)(?: of them)?(?: come to)?) (?:together|combined|altogether|in total)\W*$", "add both together"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:what's|what is|give me)? ?(?:the |its |their )?net(?: (?:figure|number|gain|loss|change|balance|effect|total))?(?: (?:is|was|then|there|of (?:the two|those|that)))*\W*$", "what is the difference between the two"),
        # A place taken apart into the areas that lie in it.
        (rf"^\W*(?:(?:and|so|but|then|now|ok|please|can you|could you) )*(?:break|split|divide|take|cut) (?P<who>\S[^?,;]*?) (?:down |up |apart )?(?:in)?to (?:its |the |their )?(?:\w+ )??(?P<kind>{AREA})\W*$", r"all \g<kind> in \g<who>"),
        (rf"^\W*(?:(?:and|so|but|then|now) )*(?:break|split) (?P<it>it|that|this)(?: down| up)? by (?P<kind>{AREA})\W*$", r"all \g<kind> in \g<it>"),
        # A time just talked of, and a yearly mean.
        (r"\b(?:over|during|across|within|in|through(?:out)?|for) (?:that|this|the same|those|the whole|the entire|all that) (?:spell|stretch|span|interval|time ?span|window|run|time ?frame|period|time|while)\b", " "),
        (r"\b(?:an?|per|each|every) year,? on average\b|\bon average,? (?:an?|per|each|every) year\b", "on average"),
        (rf"\(\s*(?:i\.?e\.?,? |that is,? |so )?(?P<year>{YEAR})\s*\)", r" \g<year>"),
    )
)  # fmt: skip
# One place asked about against those talked of: "is Kent higher or lower, and by how much?".
_EITHER_WAY = re.compile(
    rf"{_ASKS}(?:is|was|are|were|does|did|do) (?P<who>\S[^?,;]*?) (?:come (?:out )?|do )?{_MORE} or {_MORE}\b(?:,? (?:and )?by (?:how (?:much|many)|what))?",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    rf"^(?P<gloss>[^?,;()]+?) \((?:i\.?e\.?,? |that is,? |so |say,? )?(?P<year>{YEAR})\)\W*$", re.IGNORECASE
)
# How far one of those talked of is from the other: "by how many points is Dorset ahead?".
_BY_HOW_FAR = re.compile(
    r"^\W*(?:(?:and|so|but|then) )*(?:by )?how (?:much|many|far)(?: (?!of\b)\w+)? (?:is|was|are|were|does|did) (?P<who>[^?,;]+?) (?:ahead|behind|in front|up|down|better|worse|higher|lower|bigger|smaller|adrift|short|off)(?: (?:by|then|now))?\W*$",
    re.IGNORECASE,
)
# What says which place is meant before it is named: "the one to the north of it, Cumbria".
_DESCRIBED = re.compile(
    rf"^\W*(?:(?:and|but|no|not that one|i meant?) )*(?:the (?:\w+ )??(?:one|{AREA}|neighbour)|that (?:one|place)|its (?:\w+ )?neighbour)\b[^,;:()–-]*(?:[,;:(]| [–-]) *(?P<name>[^,;:()]+?)\)?\W*$",
    re.IGNORECASE,
)

# A slip put right in the same breath: "jobs in Kent... no, Essex", "in 2015, sorry, 2016".
_SLIP = re.compile(
    r"^(?P<before>.+?)\s*(?:\.{2,}|…|[,;(–—]|\s-)\s*(?:(?:no|nope|sorry|apologies|wait|oops|whoops|er+m?|um+|hang on|i mean(?:t)?|or rather|rather|make (?:that|it)|scratch that|correction|actually)\b[\s,.:–—-]*)+(?P<after>\S.*)$",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(r"(?:in|for|of|at|the|\s)*", re.IGNORECASE)


def put_right(question: str, mentions: Callable[[str], Sequence[Mention]]) -> str:
    """The question with a place or year that it corrects itself replaced by the one meant."""
    if not (slip := _SLIP.match(question)):
        return question
    before, after = slip["before"], slip["after"]
    start = _BEFORE_A_NAME.match(after).end()  # type: ignore[union-attr]
    if (year := re.match(YEAR, after[start:])) and (old := list(re.finditer(YEAR, before))):
        return f"{before[: old[-1].start()]}{year[0]}{before[old[-1].end() :]}{after[start + year.end() :]}"
    meant, named = mentions(after), mentions(before)
    if not meant or not named or meant[0].start > start:
        return question
    wrong, right = named[-1], meant[0]
    return f"{before[: wrong.start]}{right.text}{before[wrong.end :]}{after[right.end :]}"


def plainly(text: str, known: Callable[[str], bool]) -> str:
    """A reply in plain words; `known` is true of words that name a place or a measure."""
    if (described := _DESCRIBED.match(text)) and known(described["name"]):
        return described["name"]
    if (glossed := _SAID_BEFORE.match(text)) and not known(glossed["gloss"]):
        return f"in {glossed['year']}"
    if (apart := _BY_HOW_FAR.match(text)) and known(apart["who"]):
        return f"difference with {apart['who']}"
    if (either := _EITHER_WAY.match(text)) and known(either["who"]):
        text = f"compare with {either['who']}{text[either.end() :]}"
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return text
