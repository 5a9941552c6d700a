"""Turns of phrase of a reply, each with the plain words that the other steps read.

"Stretch that to a top five" is "top five", "take one from the other" is "difference". Only replies are put so; a question
that stands alone keeps its own words.
"""

import re

from assistant.beside import MONEY, STAFF
from assistant.cues import AREA, HIGH, LOW
from assistant.periods import YEAR

IN_THAT_ORDER, SECOND_TO_FIRST = "in that order", "second to first"
ASKS = r"^\W*(?:(?:and|so|but|then|now) )*(?:by how (?:much|many|far) )?"
_IT = r"(?:it|that|this|them|those|these|both)"
_COUNTED = r"(?:two|three|four|five|six)"
_MONEY, _STAFF = (rf"(?:{'|'.join(sorted(words))})" for words in (MONEY, STAFF))
MORE = r"(?:more|fewer|less|higher|lower|bigger|smaller|larger|greater|better|worse|up|down|above|below)"
_OF_TWO = r"(?:one|it|that|the (?:first|second|former|latter|smaller|larger|bigger|lower|higher|lesser|greater|earlier|later)(?: one)?)"
_OTHER_OF_TWO = rf"(?:{_OF_TWO}|the other(?: one)?)"
_OUTDO = r"(?:beat|outdo|outperform|outstrip|outrank|outpace|exceed|surpass|top|trump|best|better|overtake|edge out|do better than|come ahead of|come above|rank above|score above)(?:s|es|d|ed)?"

PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        # "And", as it is typed.
        (r"^\W*(?:&|\+|n(?= [A-Z]))\s*(?=[^\W\d])", "and "),
        # The other end of a list.
        (rf"^\W*(?:(?:and|but|so|now|ok(?:ay)?|then) )*(?:flip|reverse|turn) (?:it|that|this|the (?:list|order|table|ranking))(?: (?:round|around|over|upside down))?\W+(?=(?:the )?(?:{HIGH}|{LOW})\b)", ""),
        # The place given before was the wrong one.
        (r"^\W*(?:(?:oops|whoops|sorry|apologies|my mistake|no|wait)\b[\s,.:;–-]*)*(?:(?:that(?:'s| is| was) the |that(?:'s| is| was) )?wrong (?:county|place|area|one|lep|region|city|town|council|year)|i picked the wrong \w+)\b[\s,.:;–-]*(?:(?:i|it) (?:meant?|should (?:be|have been)) )?(?=\S)", "no, I meant "),
        # Which of those talked of has more, and how much more.
        (rf"^\W*(?:(?:and|so|but|then) )*which (?:one )?(?:is|was|has|had|came out|comes out) (?:the )?{MORE}\b,? ?(?:and |, )?by (?:how much|what)\W*$", "what is the difference between the two"),
        (rf"^\W*(?:(?:and|so|but|then) )*(?:who|which)(?: (?:one|of (?:them|the two|those|these|those two)))?(?:'s| is| was| has| had| comes?| came| did)? (?:the )?(?:ahead|in front|in the lead|on top|leading|winning|ranked higher|{MORE})\b,? ?(?:and |, ?)?by (?:how (?:much|far|many)|what)\W*$", "what is the difference between the two"),
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
        (r"^\W*(?:(?:and|now|then) )?(?:do |it's |it is )?(?:likewise|ditto|similarly|repeat (?:that|it|this)|once more|(?:the )?same (?:again|thing|treatment|exercise|sum|calculation|question|figure|share|proportion|percentage|ratio|comparison))\b,? ?(?:for|with|in|on|of|to)? (?=\S)", "and "),
        (r"^\W*(?:(?:and|now|then) )?(?:do|treat|take|work out|give me|handle|run)? ?(?P<what>\S.*?),? (?:in |on )?(?:(?:exactly |just )?the same (?:way|basis|terms|footing)|likewise|similarly|ditto)\W*$", r"and \g<what>"),
        # A list made longer or shorter.
        (rf"^\W*(?:stretch|extend|widen|expand|lengthen|broaden|make|turn|cut|shorten|trim|narrow|open|change|reduce)\s+(?:{_IT}|the list|the ranking)\b(?: \w+)?? (?:(?:in)?to |down to |out to )?(?:an? |the )?(?=(?:\w+ )?(?:{HIGH}|{LOW})\b)", ""),
        # One place that does better than another.
        (rf"{ASKS}(?:does|did|do|has|have|can|could|would|will) (?P<who>[^?,;]+?) (?:ever )?{_OUTDO} (?!or\b|and\b)(?=[^\W\d])", r"compare \g<who> with "),
        (rf"{ASKS}(?:is|was|are|were|does|did|has) (?P<who>[^?,;]+?) (?:(?:still|now|well|far|way|just|also|even|slightly|much|any|currently|really|actually|always) )?(?:ahead of|behind|above|below|beaten by|(?:sit|come|stand|lie|rank|finish)s? (?:ahead of|behind|above|below)) (?=[^\W\d])", r"compare \g<who> with "),
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
        (r"^\W*(?:(?:and|so|but|then) )*(?:by )?how (?:many|much)(?: (?:percentage )?points?| pounds| people| jobs| firms)? (?:up or down|down or up|up|down)(?: is (?:that|it))?\W*$", "what's the change"),
        (rf"\bhow (?P<n>much|many) (?P<a>{MORE})(?: or|/| and) (?:how (?:much|many) )?{MORE}\b", r"how \g<n> more"),
        (rf"^\W*(?:and |so |but )?(?:is|was|are|were)? ?(?:it |that |they )?(?:{MORE}) or {MORE},? (?:and )?by (?:how (?:much|many)|what)\b", "by how much"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:is|was|are|were) (?P<who>[^?,;]{3,50}?) (?:ahead or behind|behind or ahead|above or below|below or above)\W*$", r"difference with \g<who>"),
        # A level of now against that of before, which was given.
        (rf"^\W*(?:(?:and|so|but|then|now) )*(?:is|are|was|were|has|have) (?:it|that|they|this|those|these)(?: (?:now|become|got|grown))?(?: any| much)? {MORE}(?: [a-z-]+)?(?: or {MORE}(?: [a-z-]+)?)?(?: (?:on|upon) [^?,;]+?)?,? than (?:(?:it|they|that) (?:was|were|had been|used to be)(?: (?:then|before|earlier|in the past|back then))?|before|then|back then)\W*$", "how has it changed"),
        (r"\b(?:came|come|coming) (?:on|along) (?=(?:the )?(?:more|most|less|least|further|furthest|faster|fastest|better|best)\b)", "improved "),
        # Money or staff, a rate or a number; the years just talked of; the want of skills.
        (rf"\b(?P<now>{_MONEY}|{_STAFF}),? (?:rather than|instead of|not|as opposed to) (?:the |its |their )?(?:{_MONEY}|{_STAFF})\b", r"\g<now>"),
        (r"(?:,? please)?,? (?:rather than|instead of|not|as opposed to) (?:as )?(?:an? |the )?(?:actual |absolute |raw )?(?:numbers?|counts?|totals?|headcount)(?:,? please)?\W*$", ""),
        (rf"(?<!the )(?<!those )(?<!these )\bsame (?={_COUNTED} years\b)", "the same "),
        (r"\b(?:down|due|owing) to (?:an? |the )?(?:lack|shortage|want|scarcity|absence) of (?:the )?(?:right |suitable |necessary )?skills?\b", "from skill shortages"),
        # Both of those talked of, and their total.
        (r"\b(?:the|that|this) (?:pair|couple|twosome)(?: of (?:them|those|these))?\b", "both of them"),
        (rf"\bwhat (?:do|did|would) (?P<who>(?:the|those|these|all) {_COUNTED}|they|both)(?: of them)? (?:come|add up|amount) to(?: together| altogether| in total| combined)*\W*$", r"\g<who> combined"),
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
        (rf"^\W*(?:(?:and|so|but|then) )*who(?:'s)?(?: has| had| got| gets| is| was)? (?:got )?(?:the|it|that|this) (?:the )?(?P<end>{HIGH}|{LOW}|\w+est)\W*$", r"which has the \g<end>"),
        (r"^\W*(?:(?:and|so|but|then|what's|what is) )*(?:the )?diff\W*$", "difference"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:(?:we|they|it|that)(?:'re| are|'s| is)? )?(?:by )?how (?:much|many|far)(?: (?:percentage )?points?)? (?:are |is )?(?:(?:we|they|it) )?(?:adrift|behind|ahead|short|apart|off|in front)\W*$", "what is the difference between the two"),
        (rf"^\W*(?:(?:and|so|but|then) )*(?:was|were|is) (?:it|that|they|(?:our|its|their|the) (?:own )?(?:share|figure|rate|number|level|value|one)) {MORE} or {MORE} (?=(?:in|back in) {YEAR}\b)(?:back )?in (?P<year>{YEAR})\b.*$", r"how does that compare with \g<year>"),
        (r"^(?P<lead>\W*(?:(?:and|so|but|then) )*)(?:by )?how much (?:more|less|worse|[a-z]+er) (?:did|has|have) (?P<who>[^?,;]{2,50}?) (?:get|got|gotten|become|became|grow|grown)\b", r"\g<lead>how did \g<who> change"),
        (r"^\W*(?:(?:and|so|but|then) )*the next (?:one |place )?(?:down|along|below|after)(?: (?:it|that|them))?(?: (?:the|in the|on the) (?:rank\w*|list|table|order|league))?\W*$", "who comes next"),
        (r"\b(?:of|in|from|among|within) (?:that|this|the same|the) (?:group|list|set|bunch)\b(?! of)", " "),
        (r"^\W*(?:(?:and|so|but|then|now) )*(?:what (?:do|did|would) )?(?P<which>both|the two|all (?:the )?(?:two|three|four|five)|the three) years(?: (?:come|add up|amount|total)(?: to)?)?,? (?:together|in total|altogether|combined|added up)\W*$", r"what is the total over \g<which> years"),
        (r"^\W*(?:(?:and|so|but|then|now) )*(?:(?:what (?:are|do|is) )?(?:they|both|the two)(?: of them)?(?: come to)?) (?:together|combined|altogether|in total)\W*$", "add both together"),
        (r"^\W*(?:(?:and|so|but|then) )*(?:what's|what is|give me)? ?(?:the |its |their )?net(?: (?:figure|number|gain|loss|change|balance|effect|total))?(?: (?:is|was|then|there|of (?:the two|those|that)))*\W*$", "what is the difference between the two"),
        (rf"^\W*(?:(?:and|so|but|then) )*(?:was|were) (?:it|that|they|(?:our|its|their|the) (?:own )?(?:share|figure|rate|number|level|value|one)) (?:any |much |even )?(?:{MORE}|[a-z]{{4,}}er) (?:(?:back )?in )(?P<year>{YEAR})\W*$", r"how does that compare with \g<year>"),
        (rf"^\W*(?:(?:and|so|but|then|now) )*(?:the )?(?P<n>{_COUNTED}) (?P<end>{HIGH}|{LOW})(?: ones)?\W*$", r"the \g<end> \g<n>"),
        (rf"\bwhat (?:rank|position|place) (?:is|was|does|would) (?:that|it|this)\b(?: (?:make|give|put) it)?(?: out of| of)?(?= (?:all )?(?:the )?{AREA}|\W*$)", "where does that rank among"),
        (rf"\bwhat (?:do|did|would) (?P<who>(?:those|these|the|all) {_COUNTED}|they|those|these) average\b(?: out at)?", r"what is the average of \g<who>"),
        # A place taken apart into the areas that lie in it.
        (rf"^\W*(?:(?:and|so|but|then|now|ok|please|can you|could you) )*(?:break|split|divide|take|cut) (?P<who>\S[^?,;]*?) (?:down |up |apart )?(?:in)?to (?:its |the |their )?(?:\w+ )??(?P<kind>{AREA})\W*$", r"all \g<kind> in \g<who>"),
        (rf"^\W*(?:(?:and|so|but|then|now) )*(?:break|split) (?P<it>it|that|this)(?: down| up)? by (?P<kind>{AREA})\W*$", r"all \g<kind> in \g<it>"),
        # A time just talked of, and a yearly mean.
        (r"\b(?:over|during|across|within|in|through(?:out)?|for) (?:that|this|the same|those|the whole|the entire|all that) (?:spell|stretch|span|interval|time ?span|window|run|time ?frame|period|time|while)\b", " "),
        (r"\b(?:an?|per|each|every) year,? on average\b|\bon average,? (?:an?|per|each|every) year\b", "on average"),
        (rf"\(\s*(?:i\.?e\.?,? |that is,? |so )?(?P<year>{YEAR})\s*\)", r" \g<year>"),
    )
)  # fmt: skip
# fmt: skip
