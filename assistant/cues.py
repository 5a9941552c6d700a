"""What the words of a question ask to be done with the figures: rank, compare, change, share, and so on.

Each cue is a pattern over the normal form of the question (`words.normal`); the first that fits decides, in the order of
`OPERATIONS`. How many places or years are named may change the choice later, in `resolve`.
"""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.periods import YEAR, number_word
from assistant.words import normal

Operation = Literal[
    "value", "latest", "list", "compare", "rank", "place_rank", "change", "trend", "share", "ratio", "difference",
    "per_head", "sum", "mean", "threshold", "count", "sectors", "profile", "similar", "since", "peak", "span",
    "share_of_measure", "strength", "quotient", "gaps", "moved",
]  # fmt: skip
OF_MANY: tuple[Operation, ...] = ("rank", "threshold", "count", "moved")  # over all places of a kind

_N = r"(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
HIGH = r"(?:highest|most|top|best|largest|biggest|greatest|leading|led|leads?|strongest|fastest|first|richest|maximum|max|tops|ahead of all|longest|dirtiest|busiest|priciest|dearest|fattest|quickest|heaviest|brightest|hardest|furthest|farthest)"
LOW = (
    r"(?:lowest|least|bottom|worst|smallest|fewest|weakest|slowest|last|poorest|minimum|min|shortest|cleanest|cheapest)"
)
QUICKEST = re.compile(r"\b(?:(?P<slow>slowest)|quickest|fastest)\b(?! growing)", re.IGNORECASE)  # of a time, the least
# An end of an order that is asked for: "the highest", "the fewest".
SUPERLATIVE = re.compile(rf"\b(?:{HIGH}|{LOW})\b")
AREA = (
    r"(?:leps?|local enterprise partnerships?|regions?|nations?|countries|country|(?:nuts|itl)\s?[123]?(?:\s(?:areas?|regions?))?"
    r"|areas?|places?|patch(?:es)?|bits? of (?:the )?(?:country|uk|england)|part of (?:the )?(?:country|uk|england)|parts of (?:the )?(?:country|uk|england)|city regions?|sub-?regions?)"
)

# Kinds of area that people ask about and that most measures are not held for.
OTHER_AREAS = re.compile(
    r"\b(?:count(?:y|ies)|cit(?:y|ies)|towns?|villages?|districts?|cantons?|states?|wards?|parish(?:es)?|constituenc(?:y|ies)|municipalit(?:y|ies)|boroughs?|councils?|provinces?|postcodes?|regional units)\b"
)

PLACE_RANK = re.compile(
    r"\bwhere (?:does|did|do|is|was|would|are|were)\b.{0,60}\b(?:rank(?:ed)?|come|came|sit|sat|stand|stood|place[d]?|fall|fell|land|finish|lie|lay|feature|appear)\b"
    r"|\bhow (?:does|did|do|highly|high|low)\b.{0,60}\brank(?:ed|s)?\b|\brank(?:ing)? (?:counting |counted )?from the\b|\bwhat(?:'s| is| was| were)?(?: the)? (?:rank|ranking|position|place)\b|\bwhat position (?:is|was|does|did)\b"
    r"|\b(?:rank|ranking|position|placing)\s+(?:of|for)\b|(?:'s|\bits|\btheir) (?:rank|ranking|position|place)\b|\bwhere (?:is|was)\b.{0,50}\b(?:in the (?:\w+ ){0,2}(?:order|rankings?|table|list|league))"
    r"|\bhow (?:highly|high up|far (?:up|down))\b|\bwhere (?:does|did|would) (?:that|this|it) (?:put|leave|place)\b"
)
RANK = re.compile(
    rf"\b(?:rank|order|sort|list|league table)\b.{{0,40}}\b{AREA}\b"
    rf"|\b{AREA}\b.{{0,40}}\b(?:ranked|ordered|sorted|listed|in order)\b"
    rf"|\b(?:which|what|name|list|show|give|tell me)\b.{{0,45}}\b{AREA}\b.{{0,90}}\b(?:{HIGH}|{LOW})\b"
    rf"|\b(?:{HIGH}|{LOW})\b.{{0,25}}\b{AREA}\b"
    rf"|\b{AREA} (?:with|having|where|that (?:has|have|had)) .{{0,30}}\b(?:{HIGH}|{LOW})\b"
    rf"|\b(?:{HIGH}|{LOW}) {_N}\b|\b{_N} (?:[a-z]+ )?(?:{HIGH}|{LOW})\b|\b{_N} (?:with|having|that ha(?:s|ve|d)) (?:the )?(?:{HIGH}|{LOW})\b"
    rf"|\b(?:which|who|where|what)\b.{{0,50}}\b(?:is|was|are|were|has|had|have|got|gets|did|does|do|comes?|came|scored?|scores|spends?|spent)\b.{{0,40}}\b(?:{HIGH}|{LOW})\b"
    rf"|\bleague table\b"
)
TREND = re.compile(
    r"\b(?:each|every) year\b|\byear by year\b|\byear on year\b|\bover time\b|\btrends?\b|\btime series\b|\bseries\b|\bby year\b|\bannual(?:ly)? figures\b|\bhistory of\b|\bover the (?:last|past) \S+ years\b|\b(?:all|all of) (?:the |those |its )?years\b|\byears (?:that )?you (?:hold|have)\b"
)
CHANGE = re.compile(
    r"\bhow much (?:cleaner|dirtier|greener)\b(?!.*\bthan\b)|\bwhat(?:'s| has| is)? happen(?:ed|ing)? (?:to|with)\b|\b(?:points )?up or down\b|\b(?:up|down) (?:by )?how (?:much|many)\b|\bby how (?:much|many)\b(?!.{0,40}\b(?:than|behind|ahead|above|below)\b)|\b(?:chang(?:e|es|ed|ing)|gr(?:ow|ew|own|owing)|growth(?! (?:plans?|deals?|hubs?|strateg(?:y|ies)|board|fund|funds|agenda|bids?|priorit(?:y|ies)|chapter)\b)|r(?:ise|ose|isen|ising)|f(?:all|ell|allen|alling)|increas(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|declin(?:e|ed|es|ing)"
    r"|drop(?:ped|s|ping)?|c(?:ome|ame|oming) down|go(?:ne|ing)? (?:up|down)|went (?:up|down)|gone (?:up|down)|mov(?:e|ed) (?:from|between|since|over|by|up|down)|moved|(?:did|has) (?:it|they|that|this) (?:move|shift)\b|improv(?:e|ed|ement|ing)|gain(?:ed)?|los[te]|shr(?:ink|ank|unk)|expand(?:ed)?"
    r"|(?:get|got|gotten|become|became|getting) (?:better|worse|faster|slower|bigger|smaller|higher|lower|richer|poorer|(?:more|less)(?! (?:out|from|for|in)\b))|shift(?:ed|s|ing)?|swing|swung|contract(?:ed|ing)|halv(?:e|ed|ing)|climb(?:ed)?|recover(?:ed|y)?|bounce[ds]? back|slip(?:ped)?|jump(?:ed)?|doubl(?:e|ed)|evolv(?:e|ed)|develop(?:ed)?\b(?= (?:since|from|between|over)))\b"
)
# Verbs of a change.
MOVES = frozenset(
    {
        "recover", "recovered", "recovery", "recovering", "lost", "lose", "loses", "losing", "shrank", "shrunk", "shrinking",
        "contracted", "expanded", "climbed", "slipped", "halved", "halving",
    }
)  # fmt: skip
# A level of before that is asked to have come again: "back to where it was in 2014", "regained its 2008 level".
BACK_TO = re.compile(
    rf"\b(?:(?<!go )(?<!going )(?<!come )(?<!coming )(?<!get )(?<!getting )back|return(?:ed|ing)?|recover(?:ed|ing)?) (?:up |down )?(?:to|at|above|past) (?:where|what|how|its|the|their|that|{YEAR})\b|\bregain(?:ed|ing)? (?:its|the|their)\b"
)
# That a place rests on a sector, which may change: "more reliant on manufacturing than in 2014".
RESTS_ON = re.compile(
    r"\b(?:reliant|dependent|rel(?:y|ies|ied|ying)|reliance|dependence|depend(?:s|ed|ing)?|lean(?:s|ed|t|ing)?) (?:up)?on\b"
)
# A year held against another: "fewer jobs in 2019 than in 2014", "higher than it was in 2014".
YEAR_TO_YEAR = re.compile(
    rf"\b(?:(?P<more>more|higher|larger|bigger|greater|faster|longer)|fewer|lower|less|smaller|slower|shorter)\b(?:.{{0,120}}?\b(?P<one>{YEAR}))?.{{0,80}}?\bthan\b(?: (?:it|they|there|that|those|was|were|had|did|back|been|what|in|of|for|its|their|the|level|levels|figure|figures)){{0,5}} (?P<other>{YEAR})\b"
)
SHARE = re.compile(
    r"\bof all\b.{1,80}\bhow (?:much|many)\b(?=.*(?:percent|%|share|proportion))|\bout of every (?:100|hundred|ten|10|1,?000|thousand)\b|\bwhat (?:part(?! of (?:the )?(?:country|uk|united kingdom|england|britain)\b)|slice|chunk|portion|fraction|share)\b|\bof (?:all )?(?:the )?[^?,]{3,120}, (?:what|which) +(?:percentage|percent|proportion|%)|\b(?:share|percent|percentage|proportion|fraction|part(?! of (?:the )?(?:country|uk|united kingdom|england|britain)\b)|slice|chunk|portion|%)\b.{0,12}\bof\b|\bhow much of\b|\baccount(?:s|ed)? for\b|\bout of (?:the )?(?:uk|england|whole|total)\b|'s share\b|\bas a (?:share|percent|proportion|percentage) of\b|\bshare\b"
)
RATIO = re.compile(
    r"\bhow many times\b|\b(?:what|which) multiple\b|\bratio\b|\btimes (?:as|bigger|larger|higher|more|greater|the size)\b|\bmultiple of\b|\bas an? (?:multiple|ratio)\b|\bhow much (?:bigger|larger)\b(?=.*\btimes\b)|\bhow many\b.{3,80}\b(?:for|to|against) (?:every|each)(?: single)? (?!\d|thousand|hundred|million|ten\b|people|person|resident|inhabitant|head|year|adult|leps?\b|region|area|place|council|sector|industry)|\brelative size\b"
)
DIFFERENCE = re.compile(
    r"\bdiff(?:erence)?\b|(?<!skills )(?<!skill )\bgap\b|\bhow (?:far|much|many)\b.{0,25}\b(?:behind|ahead|above|below|more|less|higher|lower|fewer|bigger|larger|smaller|greater|better|worse)\b.{0,60}\b(?:than|of)\b"
    r"|\bhow (?:far|much)\b.{0,40}\b(?:behind|ahead of|above|below|short of|exceed)\b|\bminus\b|\bdiffer(?:s|ed)?\b"
    r"|\bhow (?:much|many|far) (?:more|higher|bigger|larger|greater|lower|less|fewer|smaller|better|worse) (?:is|was|are|were|do|does|did|has|had)\b"
    r"|\bhow (?:much|many)\b.{0,25}\b(?:faster|slower|quicker|longer|shorter|richer|poorer|stronger|weaker|cheaper|dearer|older|younger)\b(?!.*\b(?:grow|grew|ris|rose|fall|fell|increas|chang|improv|got\b|get\b|become|became))"
)
COMPARE = re.compile(
    r"\bcompar(?:e|es|ed|ing|ison|isons)\b|\bversus\b|\bvs?\.?(?=\s)|\bagainst\b|\bthan\b|\brelative to\b|\bwhich (?:one )?of (?:the )?(?:two|three|both|those|these|them)\b|\bcontrast\b|\bnext to\b|\bstack up\b|\bmeasure up\b|\bmatch(?:es)? up\b"
    r"|\b(?:above|below|over|under|ahead of|behind|higher|lower|exceed(?:s|ed)?|beat(?:s)?|match(?:es)?)\b.{0,25}\b(?:average|mean|uk|england|national|regional|neighbours?)\b|\bwith its neighbours\b|\b(?:which|who)\b.{0,40}\b(?:more|higher|larger|bigger|lower|faster|greater|better|fewer|less|ahead|stronger|smaller|slower|worse|longer(?! (?:term|run)\b)|shorter|quicker|richer|poorer|cheaper|dearer|cleaner|dirtier|weaker)\b"
)
# All that comes before the one word of a short question: "and the total?", "what's the average".
_BARE = r"^\W*(?:and |so |then |now |what is |what was |give me |show me |in )*(?:the |its |their |a )?"
SUM = re.compile(
    r"^\W*(?:what (?:is|was|were|are) )?(?:the )?(?:total|combined|overall) number of\b(?=.*\b(?:across|between|of both)\b)|\bin total\b(?! (?:spend|spending|income|funding|output|gva|jobs|employment|r&d|population|number)\b)|\btotal(?:led|ling)?\b(?=.*\b(?:from|between|over|for|across)\b.*\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b)|\baltogether\b|\bcombined\b(?! authorit)|\bsum\b|\badd(?:ed)? up\b|\bput\b.{1,80}\btogether\b|\bput together\b|(?<!difference )(?<!gap )(?<!compare )\bbetween them(?: all)?\b(?=.*\b(?:for|in|from|over)\b|\W*$)|\b(?:taken|added|adding|add|taking\b.{1,80}) together\b|\badd (?!(?:it|that|this|in)\b)[^?,;]{3,60} (?:together|up)\b|\bcumulative(?:ly)?\b|\bover the (?:whole|entire) (?:of|period|spell|stretch)\b(?=.*\bhow (?:much|many)\b)|\bhow (?:much|many)\b.*\bover the (?:whole|entire) (?:of|period|spell|stretch)\b|\boverall total\b|\badd (?:them|those|these|the two|the three|both|all of them)(?: \w+)? ?(?:up|together)\b|\badd (?:the two|both)\W*$"
    rf"|{_BARE}(?:grand |overall |combined |running )?(?:total|sum)(?: (?:for|of|across|over|between) (?!\d)[^?]{{1,80}})?\W*$"
)
MEAN = re.compile(
    r"\baverag(?:ing|ed)\b.{0,40}\d{4}|\b(?:mean|average) (?:over|across|of|for) (?:the )?(?:years|period|all|northern|english|leps|regions|them|those|these|both|two|three|19|20)|\b(?:average|mean)(?:d)?\b(?:(?!\d{4}).){0,80}\b(?:over|across) (?!the (?:years|period)|[£€$]?\d)|\bon average\b|\b(?:mean|average) (?:yearly|annual)\b|\b(?:yearly|annual) (?:mean|average)\b|\b(?:average|mean)\b.{0,40}\b(?:per|a|each|every) year\b|\b(?:average|median|typical) (?:lep|region)\b|\bmedian (?:of|across|over|among) (?:the |all )|\bmiddle of the (?:pack|table|range|field)\b"
    rf"|{_BARE}(?:overall )?(?:average|mean)\W*$"
)
MEAN_OVER = re.compile(r"\b(?:average|mean)\b.*\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b")
MEDIAN = re.compile(r"\bmedian\b|\b(?:middle of the (?:pack|table|range|field)|the middle one)\b")
COUNT = re.compile(rf"\bhow many\b (?:of the )?(?:[a-z]+ )?{AREA}\b")
THRESHOLD = re.compile(
    r"\b(?P<way>above|over|past|beyond|north of|top(?=\s+[£€$])|(?:longer|faster|quicker|bigger|larger|better|richer|stronger|dearer|wider) than|(?:shorter|slower|smaller|worse|poorer|weaker|cheaper) than|(?:go|goes|going|went|get|gets|getting|got) (?:past|over|above|beyond)|cross(?:es|ed|ing)?|br(?:eak|eaks|oke|eaking)(?: through)?|topp?(?:ed|ing|s)|beat(?:s|ing)?|clear(?:s|ed)|pass(?:es|ed)?|surpass(?:es|ed)?|reach(?:es|ed)?|hit(?:s)?|more than|greater than|higher than|exceed(?:s|ed|ing)?|at least|no less than|below|under|south of|short of|(?:go|goes|went|drop|drops|dropped|fall|falls|fell) (?:below|under)|less than|fewer than|lower than|at most|no more than|up to|not more than)\s+"
    r"(?P<currency>[£€$])?\s?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>thousand|million|billion|bn|mn|m|k)?\b\s?(?P<percent>%|percent)?"
)
# Places set against the figure of the nation, or of all of them: "LEPs above the UK average".
BAR = re.compile(
    r"\b(?:(?P<above>above|over(?= (?:the )?(?:\w+ )?(?:average|mean)\b)|(?:higher|more|better|greater|faster|bigger|richer) than|beat(?:s|ing|en)?"
    r"|exceed(?:s|ed|ing)?|ahead of|outperform(?:s|ed|ing)?)"
    r"|(?P<near>(?:closest|nearest|close|similar)(?: to)?|within (?P<within>\d+(?:\.\d+)?)\s?(?:%|percent) of)"
    r"|below|under|behind|(?:lower|less|worse|fewer|slower|smaller|poorer) than|short of|trail(?:s|ed|ing)?)\s+(?:that of )?(?:the )?"
    r"(?:(?:uk|england|united kingdom|nation|country)(?:'s)?(?: (?:average|mean|figure|level|rate))?"
    r"|(?:english|british|national|overall|lep|regional) (?:average|mean|figure|level|rate)|(?:[a-z]+[- ]){0,2}?(?:average|mean))\b"
)
# Places set against that of one of them: "which LEPs have faster broadband than Cumbria?" up to the name of that place.
BAR_OF_PLACE = re.compile(
    r"\b(?:which|what|who|how many|list|name|show|any)\b.*\b(?:(?P<above>higher|more|better|greater|larger|faster|quicker|bigger|richer|longer)|lower|less|fewer|worse|smaller|slower|poorer|shorter)\b"
    r"(?:(?![,;?]|\bby how\b).){0,80}\bthan (?:that (?:of|in) |those (?:of|in) |in |the )?(?:the )?$"
)
# A part of an order: "in the bottom quarter", "among the top ten".
PARTS = {"half": 2, "third": 3, "quarter": 4, "quartile": 4, "fifth": 5, "quintile": 5, "tenth": 10, "decile": 10}
PART_OF_ORDER = re.compile(
    r"\b(?:in|among|within|inside|make|makes|made|reach|reaches) the (?P<end>top|bottom|lowest|highest|worst|best|weakest|strongest) (?P<part>half|third|quarter|quartile|fifth|quintile|tenth|decile|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|\d{1,2})\b(?! ?%)"
)
_JUDGED = re.compile(r"\b(?:better|worse|beat\w*|outperform\w*|behind|trail\w*)\b")
BOUND_AFTER = re.compile(
    r"(?P<currency>[£€$])?\s?(?<![\d.,a-z])(?<!\bstage )(?<!\bgrade )(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>thousand|million|billion|bn|mn|m|k)?\b\s?(?P<percent>%|percent)?(?: [a-z]+){0,2}? "
    r"(?:or|and) (?:(?P<up>more|above|over|higher|greater|better|upwards|up)|less|below|under|lower|fewer)\b"
)
_AMOUNT = r"(?P<currency_{0}>[£€$])?\s?(?P<{0}>\d[\d,]*(?:\.\d+)?)\s?(?P<scale_{0}>thousand|million|billion|bn|mn|m|k)?\b\s?(?P<percent_{0}>%|percent)?"
BETWEEN = re.compile(rf"\b(?:between|from)\s+{_AMOUNT.format('a')}\s*(?:and|to|-)\s*{_AMOUNT.format('b')}")
# Some sizes of firms: "firms with fewer than five staff".
SIZED = re.compile(
    r"\b(?:(?:fewer|less|more) than|over|under|at least|at most|up to) (\w+) (?:people|persons|staff|employees|workers|jobs)\b"
)
SINCE = re.compile(
    r"\bsince when\b|\b(?:when|(?:in )?(?:which|what) year) (?:did|was|were|had|has|is)\b.{0,80}\b(?:first|past|over|beyond|break|exceed|pass|reach|rise above|go above|top|overtake|cross|fall below|drop below|go below|hit)\b|\bfor how long\b"
)
PEAK = re.compile(
    r"\b(?:when|(?:in )?(?:which|what) year)\b.{0,80}\b(?:highest|lowest|peak(?:ed)?|best|worst|most|least|largest|biggest|smallest|maximum|minimum|top|bottom(?:ed)?|fewest|greatest|strongest|weakest|slowest|fastest|quickest|longest|shortest|cleanest|dirtiest)\b|\b(?:peak|best|worst|record) year\b"
)
SPAN = re.compile(
    r"\bhow far back\b|\bwhat years\b|\bwhich years (?:do|are|have|does)\b|\bfor (?:which|what) years\b|\bwhat period\b|\bhow many years of\b|\bearliest (?:year|figure)\b|\bwhen does (?:the|your) .{0,40}\b(?:start|begin)\b"
)
SECTORS = re.compile(
    r"\b(?:which|what|list|top|main|key|leading|biggest|largest|smallest|weakest|highest|lowest|name|strongest|most|best|two|three|four|five|six|ten|show)\b.{0,50}\b(?:sectors?|industry|industries|product groups?|specialisms?|specialisations?|strengths|clusters?)\b"
    r"|\b(?:sectors?|industry|industries)\b.{0,50}\b(?:strong(?:est)?|speciali[sz]ed?|speciali[sz]ations?|speciali[sz]es?|concentrat\w+|dominate\w*|distinctive|depend\w*|lead\w*|stand out|important|biggest|largest|highest|weakest|lowest|make up|over-?represented|under-?represented)\b"
    r"|\b(?:broken down |split |breakdown |each )?(?:by|per) (?:sector|industry|product group)\b|\b(?:sectoral|sector|industry) breakdown\b|\bsector by sector\b"
    r"|\bsector(?:al)? (?:strengths?|profile|mix|make-?up|grid)\b|\bspeciali[sz](?:e|es|ed|ing) in\b|\bwhat is .{0,40}\b(?:strong at|good at|known for|strongest in|best at)\b|\bstrongest in\b"
)
PROFILE = re.compile(
    r"\bprofile\b|\boverview\b|\bsummary of\b|\bbig picture\b|\bsnapshot\b|\bfact ?sheet\b|\bat a glance\b|\bkey (?:figures|facts|stats|statistics|indicators|numbers)\b|\beverything (?:you have|held|known|there is)\b|\bdashboard\b|\bone[- ]pager\b"
    r"|\b(?:tell (?:me|us) about|describe|what(?:'s| is)|how(?:'s| is| has| well is)) (?![^?]*\b(?:visitor|green|foundational|rural|urban|digital|knowledge|circular|night-?time|creative|social|tourism|tourist|space|low[- ]carbon|gig|informal|everyday) economy)[^?]{2,40}\beconomy\b(?: (?:of|in) [^?]{2,30})?(?: (?:like|doing|been doing|performing|faring|look|looking))?\W*$"
)
ABOUT = re.compile(
    r"^\W*how (?:is|are|has|have) (?:\S+ ){1,5}(?:doing|faring|performing|getting on|been doing)\W*$|^\W*(?:tell me|talk to me|what (?:can|do) you (?:tell|know|have)(?: me)?|what have you got|what is (?:held|there)|information|info|anything|something|show me|details?)?\s*(?:about|on|regarding)\b|\b(?:the |any |your |all )?(?:figures?|numbers?|data|stats?|statistics) (?:for|on|about|of)\s*\S+(?: \S+){0,3}\W*$"
)
SIMILAR = re.compile(
    r"\bplaces? like\b|\bareas? like\b|\bleps? like\b|\bsimilar (?:to|places?|areas?|leps?)\b|\bstatistical neighbours?\b|\bmost like\b|\bmost similar\b|\bfair comparators?\b|\bcomparators? for\b|\bcomparable (?:places?|areas?|leps?)\b|\bpeers?\b|\bresembles?\b"
)
# The places whose figure comes nearest to that of one: "which LEP is closest to Cumbria on pay?".
AS_NEAR = re.compile(
    r"\b(?:which|what|who|any|find|list|name|show)\b[^?]*?\b(?:similar|closest|nearest|comparable|about the same|much the same)\b"
    r"[^?]*?\b(?:to|as)\b(?! (?:the |that of the )?(?:uk|english|national|british|regional|lep|overall)\b)(?! (?:the )?(?:average|mean)\b)"
)
PER_HEAD = re.compile(
    r"\b(?:per|for every|for each|to every) (?P<heads>1,?000|10,?000|100,?000|thousand|ten thousand|hundred thousand|million) (?:people|residents|inhabitants|persons|heads?|of (?:the )?population|population)\b|\bper (?:head|capita|person|resident|inhabitant)\b(?: of (?:the |its |their )?(?:total |local |resident )?population\b)?|\b(?:for|to) (?:each|every) (?:\w+ ){0,3}?(?:resident|person|inhabitant|head)\b|\bper-head\b|\ba head\b|\bfor (?:its|their) size\b"
)
SOURCE = re.compile(
    r"\bwhere (?:is|was|are|were|does|do|did)\b.{0,40}(?<!counting )(?<!counted )(?<!starting )\bfrom\b(?! the (?:top|highest|bottom|lowest|best|worst|cleanest))|\bwho(?:'s| is| was) (?:the|your) source\b|\b(?:which|what|whose) (?:source|dataset|data ?set|publication|report|table|data)\b.{0,40}(?:\bfrom\b|\?|$)"
    r"|\bwhat(?:'s| is| was)? the source\b|\bsource\?|\bsources? (?:for|of) (?:that|this|it|these|those|them)\b|\bsources? (?:(?:that )?(?:i|we) (?:should|must|can|need)|(?:for (?:me|us) )?to (?:cite|credit|quote|name|give))\b|\bwho (?:publish(?:es|ed)?|produces?d?|collects?|says)\b|\bcite\b|\bwhere did you get\b|\bhow do you know\b|\breference for\b"
)
FORECAST = re.compile(
    r"\bpredict\w*\b|\bforecast\w*\b|\bproject(?:ed|ion|ions)\b(?! (?:start|funding|funded|size|in|for))|\bwill\b.{0,60}\b(?:be|reach|have|grow|rise|fall|become|get|look|hit|overtake|exceed|catch|close|match|pass|double|drop|shrink|reach)\b|\b(?:when|how soon|how long) (?:will|until|before)\b|\bgoing to\b|\byears? from now\b|\bexpect(?:ed)? to\b|\bin the next (?:\w+ )?years?\b|\bby 20[3-9]\d\b|\bfuture\b|\boutlook\b"
)
ADVICE = re.compile(
    r"\bdeserves?\b|\bwould you (?:tell|advise|urge|suggest) (?!me\b|us\b)[^?]{2,60} to\b|\bshould (?:we|i|they|[a-z' ]{2,40}?) (?:put (?:money|cash|funds?|resources)|invest|partner|focus|choose|pick|prioriti[sz]e|move|build|bid|work|go|spend|locate|support|back|apply|set up|open|do)\b|\bwhat should (?!i (?:be|know|watch|note|check)|we (?:be|know|watch|note|check))|\bwho should\b|\bwhere should\b|\bwhich .{0,40}\bshould\b|\brecommend\w*\b"
    r"|\bbest (?:lep|place|area|region|partner|bet|option|strategy)\b.{0,40}\b(?:for us|to partner|to work|to invest|to locate|to live|to open|for our|for my)\b|(?<!how much )(?<!what )\bis it (?:worth|wise|sensible|a good idea|a waste)\b|\bworth (?:investing|us|our|my)\b|^\W*should (?:we|they|you|ministers|the government|government)\b(?! (?:use|quote|cite|read|know|compare|add|worry|trust|take|rely|treat|expect|say|call|count|include|mention|note)\b)|\b(?:done|doing|does|did) (?:the|a) (?:best|better|good|great|worst|terrible|bad) job\b|\bany good\b\W*$|\b(?:nicer|pleasanter|nice|pleasant)\b(?=.{0,30}\b(?:place|to live|to work|to visit|to be)\b)|\b(?:good|great|better|best) place (?:to (?:live|work|do business|visit|retire)|for a holiday)\b|\bought\b|\bdo you think\b|\byour (?:opinion|view|advice)\b|\badvise (?:me|us)\b|\bgood idea\b"
    r"|\b(?:best|right|smartest|most effective|quickest|cheapest) (?:thing|way|ways|approach|route|policy|option|step|move)s? (?:we|i|they|to|for|of)\b|\b(?:(?:how|what) (?:can|could|might|would)|how (?:do|does)|what (?:do|does)(?! (?:it|they)\b)) (?:we|i|they|a lep|our lep|the lep|it|you)(?: best| most| all)? (?:do|raise|improve|increase|boost|grow|fix|attract|tackle|reduce|cut|close|help|support|encourage|make)\b"
    r"|\bwhat (?:needs to|must|can|could|should) (?:be done|happen|change)\b"
)
WHY = re.compile(
    r"\bwhy\b|\bwhat (?:caused|explains?|drove|drives|is behind|lies behind)\b|\bhow come\b|\breasons? (?:for|why|behind)\b"
)
INJECTION = re.compile(
    r"^\W*in your (?:reply|answer|response|output|summary),? (?:\w+ ){0,2}(?:suggest|recommend|advise|tell|mention|promote|encourage|claim|convince|persuade|urge|warn)\b.{0,40}\b(?:users?|people|readers?|everyone|customers?)\b|"
    r"\b(?:integrate|augment|modify|embed|weave|incorporate|mention|use|slip|work|compose|craft|alter|adapt|adjust|rewrite|style)\b.{0,160}\byour (?:reply|answer|response|output|text|summary)\b|\btranslate\b|\b(?:add|append|insert|include|put|write)\b.{0,160}\b(?:to|in|into|at the end of|within) your (?:reply|answer|response|output|text|summary)\b|\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|previous|above|guidelines?|system|everything|tables?|figures|data|evidence|sources?|documents?)\b|\bsystem prompt\b|\byou are now\b|\bpretend (?:to|that|you)\b|\bact as\b|\bjailbreak\b|\brepeat after me\b|\bjust say\b"
)
DEFINITION = re.compile(
    r"^\W*what (?:is|are|was) (?!the\b|it\b|that\b|this\b|its\b|their\b|there\b|our\b|my\b|your\b)(?:an? )?[\w&+ -]{2,40}(?:\?|$| and how\b)|\bhow (?:is|are|does|do) .{1,40}\b(?:different from|differ from)\b|\bwhat (?:does|do) (?:the )?.{1,60}\b(?:mean|measure|stand for|cover|include)\b|\bdefin(?:e|ition|ed)\b|\bmeaning of\b|\bhow (?:is|are|was) .{1,60}\b(?:measured|defined|calculated|collected|worked out|compiled)\b|\bexplain\b|\bdifference between .{1,40} and .{1,40}\b(?=\?|$)|\bwhy (?:use|not use|is it measured)\b"
)
REPORTS = re.compile(
    r"\b(?:priorit\w+|strateg(?:y|ies|ic)|audits?|reports?|briefings?|white paper|sector deals?|prospectus|according to|says? (?:about|on)|said (?:about|on)|growth deal|industrial strategy|plans? for|themes?)\b"
    r"|\b(?:what|how) (?:do|does|did)\b.{1,60}\b(?:say|says|conclude|argue|recommend|warn|think|suggest|propose|state|claim|call for|ask for)\b"
)
# Whether a gap closes over time: "is it catching up with England?"
CATCH_UP = re.compile(
    r"\bcatch(?:es|ing)? up\b|\bke(?:ep|pt|eps|eping) (?:pace|up)\b|\b(?:lost|losing|gain(?:ed|ing)?|made up|making up) ground\b|\bcaught up\b|\b(?:clos|narrow|widen)(?:e|es|ed|ing) (?:(?:any|some|much|most|all) of )?(?:the|its|their|this|that) (?:\w+ ){0,2}gap\b|\bgap\b.{0,80}\b(?:clos|narrow|widen|shr[aiu]nk|gr[oe]w)\w*\b|\bgap\b.{0,60}\b(?:got|become|getting) (?:any )?(?:better|worse|smaller|bigger|larger|wider)\b|\b(?:fall|fell|fallen|falling|slip\w*) (?:further )?behind\b|\bpull(?:ed|ing)? (?:ahead|away)\b|\bconverg\w+\b|\bdiverg\w+\b|\blevell?ing up\b"
)
# How strong a place is in one sector.
STRENGTH = re.compile(
    r"\bhow (?:strong|good|big|important|significant|large|distinctive|specialised|specialized|concentrated)\b|\b(?:evidence|proof|case|claim)\b.{0,20}\b(?:that|for|of)\b|\b(?:strong|stronger|good|better|leader|leading|specialis\w+|specializ\w+|excels?|excellent|known|renowned|strengths?|centre of excellence|hotspot|hub|cluster|hot spot|advantage) (?:in|at|for|on|of)\b|\bstrengths? in\b|\bdepend(?:s|ent)? (?:on|upon)\b|\b(?:lean|leans|rely|relies|reliant)\b.{0,20}\b(?:on|upon)\b|\bspeciali[sz]\w* in\b|\bhow (?:dependent|reliant)\b|\b(?:stats|statistics|facts?|bullets?|bullet points?|sentences?|a paragraph|figures|numbers|data) (?:on|about)\b|\bhow much is\b.{0,40}\bworth\b"
)

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10,
    "runner-up": 2, "runner up": 2,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b(" + "|".join(map(re.escape, ORDINALS)) + r")\b(?! (?:wave|quarter|half|report|draft|edition|release|world))"
)
_AND_SECOND = re.compile(
    rf"\b(?:which|who|where|what)\b.*\b(?:{HIGH}|{LOW})\b.*\b(?:and|with|plus) (?:who(?:'s| is| was)? |which(?: is| was)? |what(?: is| was)? )?(?:the |its )?(?:runner[- ]up|second(?: place| placed|-placed)?|next)\W*$"
)
_NUMBERED = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b(?! centur)|\b(?:no\.|number|#) ?(\d{1,2})\b(?! of)")
_AND_NEXT = re.compile(
    rf"\b(?:and|plus) (?:the )?(?:next )?{_N} (?:after|behind|below|next|that follow)\b|\band the next {_N}\b"
)
# Of so many, so many: "of the 12 regions, name the three with the lowest".
_LIMIT_WITH = re.compile(
    rf"\b{_N} (?:with|having|that ha(?:s|ve|d)) (?:the )?(?:{HIGH}|{LOW})\b|\b(?:which|what) {_N}\b(?! (?:and|or|to)\b)"
)
_LIMIT = re.compile(
    rf"\b(?:{HIGH}|{LOW})[\s-]{_N}\b"
    rf"|\ball {_N}\b|\b{_N} (?:will do|is enough|is fine|please)\b|\b(?:which|what) {_N}\b|\b{_N} of (?:them|those|these)\b|\b{_N} (?:[a-z0-9-]+ ){{0,3}}?(?:{AREA}|sectors?|industries|industry)\b|\b{_N} (?:[a-z]+ )?(?:{HIGH}|{LOW})\b"
)

_PARTS = {
    "half": 50, "third": 33.333, "quarter": 25, "fifth": 20, "tenth": 10, "two thirds": 66.667, "three quarters": 75,
    "two fifths": 40, "three fifths": 60, "four fifths": 80,
}  # fmt: skip
# A part in words that is a bound: "more than half of", "under a third".
_PART = re.compile(
    rf"(?P<way>\b(?:than|over|above|under|below|exceeds?|at least|at most|up to) (?:an? |one )?)(?P<part>{'|'.join(p.replace(' ', '[ -]') for p in _PARTS)})\b"
    r"(?! (?:an? )?(?:thousand|million|billion|dozen|years?|hours?|centur|decade|the (?:size|figure|level|rate|number|amount|value)))"
)
# A round number in words: "half a million", "two million", "a thousand".
_ROUND = re.compile(
    r"\b(?:(?:an? )?(?:(?P<part>half|quarter|third|three quarters|two thirds) (?:of )?a (?P<unit>thousand|million|billion))|(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty) (?P<scale>thousand|million|billion))\b",
    re.IGNORECASE,
)
_HEADS = {"thousand": 1_000, "ten thousand": 10_000, "hundred thousand": 100_000, "million": 1_000_000}
_SCALE = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, None: 1.0}


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold as asked: the number in single units (pounds, not millions), and whether above it is meant.

    With `upto`, what lies from the number to that one is meant, both ends included.
    """

    number: float
    above: bool
    inclusive: bool
    kind: str  # "£", "€", "%" or ""
    upto: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of a nation, or a mean, that places are to be above or below.

    `judged` is True where better and worse are asked for, rather than more and less; `near` where those nearest to it are, or
    with `within` those that many per cent or less from it.
    """

    above: bool
    judged: bool = False
    near: bool = False
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues found in a question; `operation` is the first choice by wording alone, None for a plain figure."""

    operation: Operation | None
    names: frozenset[str]
    lowest: bool = False
    both_ends: bool = False
    limit: int | None = None
    ordinals: tuple[int, ...] = ()
    bound: Bound | None = None
    bar: Bar | None = None
    percent: bool = False
    rising: bool | None = None
    heads: int = 1  # of residents by which a total is divided: 1,000 of "per 1,000 people"

    @property
    def ordinal(self) -> int | None:
        """The first rank asked for by number ("the second highest" is 2); None if none is."""
        return self.ordinals[0] if self.ordinals else None


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("injection", INJECTION), ("forecast", FORECAST), ("advice", ADVICE), ("why", WHY), ("source", SOURCE),
    ("place_rank", PLACE_RANK), ("count", COUNT), ("since", SINCE), ("peak", PEAK), ("span", SPAN), ("sectors", SECTORS), ("similar", SIMILAR),
    ("profile", PROFILE), ("about", ABOUT), ("rank", RANK), ("ratio", RATIO), ("difference", DIFFERENCE), ("sum", SUM),
    ("mean", MEAN), ("mean_over", MEAN_OVER), ("change", CHANGE), ("trend", TREND), ("share", SHARE), ("compare", COMPARE), ("per_head", PER_HEAD),
    ("definition", DEFINITION), ("reports", REPORTS), ("catch_up", CATCH_UP), ("back_to", BACK_TO), ("strength", STRENGTH),
)  # fmt: skip
OPERATIONS: tuple[Operation, ...] = (
    "similar", "profile", "span", "since", "peak", "place_rank", "sectors", "count", "rank", "ratio", "difference", "mean", "sum",
    "change", "trend", "compare",
)  # fmt: skip


# One end of an order, and how many of it: "shortest journey to work, top 3".
_ONE_END = re.compile(rf"\b{LOW}\b(?!.*\b(?:and|or|vs|versus|also|both)\b.*\btop\b).*\btop {_N}\b")
# Which of two has more, and by how much: no change.
_WHICH_AND_BY_HOW_MUCH = re.compile(
    r"\b(?:ahead|behind|in front|higher|lower|more|less|fewer|bigger|larger|greater|smaller|better|worse|richer|poorer)\b,? (?:and |, )?by (?:how (?:much|many|far)|what)\b"
)


def read_cues(question: str) -> Cues:
    """The cues in a question, by its words alone."""
    text = re.sub(rf"\b({HIGH}|{LOW})((?: [a-z-]+){{0,3}}) first\b", r"\1\2 in order", normal(question))
    names = frozenset(name for name, pattern in _PATTERNS if pattern.search(text))
    if "rank" in names and not RANK.search(_without_years(text)):
        names -= {"rank"}  # "over the last three years"
    operation = next((name for name in OPERATIONS if name in names), None)
    low, high = re.search(rf"\b{LOW}\b", _without_years(text)), re.search(rf"\b{HIGH}\b", _without_years(text))
    rising = None
    if re.search(
        r"\b(?:fall|fell|fallen|drop(?:ped)?|declin\w+|decreas\w+|(?:go|went|gone|come|came) down|shr[aiu]nk|los(?:t|e|ing)|slip(?:ped)?|halv(?:e|ed|ing)|wors\w+)\b",
        text,
    ):
        rising = False
    if re.search(
        r"\b(?:ris(?:e|en)|rose|gr(?:ow|ew|own)|increas\w+|go(?:ne)? up|went up|climb\w*|jump\w*|improv\w+|gain\w*|doubl\w+)\b",
        text,
    ):
        rising = None if rising is False else True
    if _WHICH_AND_BY_HOW_MUCH.search(text) and not CHANGE.search(_WHICH_AND_BY_HOW_MUCH.sub(" ", text)):
        names = names - {"change"} | {"difference"}
        operation = next((name for name in OPERATIONS if name in names), None)
    if rising is None and (years := YEAR_TO_YEAR.search(text)):
        forward = years["one"] is None or years["one"] > years["other"]
        rising = (
            None
            if re.search(r"\bor (?:less|fewer|lower|more|higher)\b", text)
            else (years["more"] is not None) == forward
        )
    return Cues(
        operation=operation,
        names=names,
        lowest=low is not None and not (high is not None and high.start() < low.start()),
        both_ends=bool(low and high and not _ONE_END.search(text)),
        limit=_limit(_without_years(text)),
        ordinals=_ordinals(text),
        bound=_bound(text),
        bar=_bar(text),
        percent=bool(re.search(r"%|\bpercent\b|\bgrowth rate\b", text)),
        rising=rising,
        heads=_heads(text),
    )


def _bar(text: str) -> Bar | None:
    """The bar that places are to be above or below: "above the UK average"; None where none is set."""
    said = BAR.search(text)
    if said is None:
        return None
    within = float(said["within"]) if said["within"] else None
    above = (said["above"] is not None) != _denied(text, said.start())
    return Bar(above, bool(_JUDGED.search(said[0])), said["near"] is not None, within)


def _heads(text: str) -> int:
    """By how many residents a total is to be divided: 1,000 for "per 1,000 people" and "per thousand residents"."""
    match = PER_HEAD.search(text)
    if match is None or match["heads"] is None:
        return 1
    said = match["heads"].replace(",", "")
    return int(said) if said.isdigit() else _HEADS[said]


def _ordinals(text: str) -> tuple[int, ...]:
    """The places in an order that are asked for: 3 for "third", 14 for "14th" and "no. 14"."""
    words = {m.start(): ORDINALS[m[1]] for m in _ORDINAL.finditer(text)}
    if _AND_SECOND.search(text):  # "which is highest, and the runner-up?"
        words |= {-1: 1}
    numbers = {m.start(): int(m[1] or m[2]) for m in _NUMBERED.finditer(text)}
    found = numbers | words
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def _without_years(text: str) -> str:
    """The text without "last year", "last five years", "at least 5", where last and least rank nothing.

    Of "worst first" only the end to begin with is kept.
    """
    text = re.sub(rf"\b({HIGH}|{LOW}) first\b", r"\1", text)
    return re.sub(
        rf"\b(?:last|past|first) (?:{_N} )?(?:years?|ref|survey|census|release|round|wave)\b|\bat least\b|\bat most\b|\bmost recent\b|\blast held\b|\bleast squares\b|\bfirst of all\b",
        " ",
        text,
    )


def _limit(text: str) -> int | None:
    if after := _AND_NEXT.search(text):
        return 1 + (number_word(after[1] or after[2]) or 0)
    match = _LIMIT_WITH.search(text) or _LIMIT.search(re.sub(r"\b(?:19|20)\d\d\b", " ", text))
    if not match:
        return None
    n = number_word(next(group for group in match.groups() if group))
    return n if n and 0 < n <= 200 else None


def _between(match: re.Match[str]) -> Bound | None:
    """The bound of "between £30 and £31"; None where the two are years."""
    scale = match["scale_b"] or match["scale_a"]
    low, high = (float(match[name].replace(",", "")) for name in ("a", "b"))
    kind = match["currency_a"] or match["currency_b"] or ("%" if match["percent_a"] or match["percent_b"] else "")
    if low > high or (not kind and not scale and 1950 <= low <= 2060):
        return None
    return Bound(low * _SCALE[match["scale_a"] or scale], True, True, kind, high * _SCALE[scale])


def in_digits(text: str) -> str:
    """The text with its round numbers in digits: "half a million" is "500,000", "two million" "2 million"."""
    return _ROUND.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    if match["part"]:
        return f"{_PARTS[match['part'].lower()] / 100 * _SCALE[match['unit'].lower()]:,.0f}"
    number = 1 if match["n"].lower() in ("a", "one") else number_word(match["n"].lower())
    return f"{number} {match['scale']}"


def _in_percent(match: re.Match[str]) -> str:
    """The percentage that a part in words comes to: "than half of" is "than 50%"."""
    return f"{match['way']}{_PARTS[match['part'].replace('-', ' ')]}%"


# A bound or bar denied: "don't have more than 75" is at most 75, "aren't above the average" at or below it.
_DENIED = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had)(?:n't| not)|not)(?: (?!only\b|just\b|and\b|or\b|but\b|that\b)[\w'&]+){0,6} $"
)


def _denied(text: str, start: int) -> bool:
    """Whether what begins there is denied by a "not" before it in its clause."""
    return bool(_DENIED.search(re.split(r"[,;:()]", text[:start])[-1]))


def _bound(text: str) -> Bound | None:
    text = _PART.sub(_in_percent, text)
    if (between := BETWEEN.search(text)) and (found := _between(between)):
        return found
    match = THRESHOLD.search(text)
    if after := BOUND_AFTER.search(text):
        number = float(after["number"].replace(",", "")) * _SCALE[after["scale"]]
        if not 1950 <= number <= 2060:
            kind = after["currency"] or ("%" if after["percent"] else "")
            return Bound(number, after["up"] is not None, True, kind)
    if not match:
        return None
    number = float(match["number"].replace(",", "")) * _SCALE[match["scale"]]
    plain = not match["currency"] and not match["percent"] and not match["scale"] and "," not in match["number"]
    if plain and 1950 <= number <= 2060:
        return None  # a year: "over 2014"
    way = match["way"]
    above = not re.search(
        r"\b(?:below|under|south|short|less|fewer|lower|slower|smaller|worse|poorer|weaker|cheaper|at most|no more|up to|not more)\b",
        way,
    )
    inclusive = way in {"at least", "no less than", "reach", "reaches", "reached", "hit", "hits", "at most", "no more than", "up to", "not more than"}  # fmt: skip
    if _denied(text, match.start()):
        above, inclusive = not above, not inclusive
    return Bound(number, above, inclusive, match["currency"] or ("%" if match["percent"] else ""))
