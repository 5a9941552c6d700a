"""One question by itself: its cues, years, places, measures, groups, and what nothing explains.

The turns before it are not looked at here; nor is anything looked up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant import judgements
from assistant.clauses import MARKS, asides, marked, without_asides
from assistant.cues import BAR, BAR_OF_PLACE, HIGH, LOW, MOVES, PER_HEAD, Bar, Cues, in_digits, read_cues
from assistant.joint_places import JOINED, in_brackets, joint_leps, lep_alone
from assistant.measures import Measures, Reading
from assistant.parts_of_places import with_parts
from assistant.periods import YEAR, Asked, asked_periods
from assistant.words import commas_after, cues_mended, normal, tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

PLACEHOLDER, TITLE, NAME = "qqplace", "qqtitle", "qqname"
MASKS = (PLACEHOLDER, TITLE, NAME)
YEAR_WORD = re.compile(YEAR)
# "Round Hull" is around it; a round of funding is another thing.
_ROUND = re.compile(rf"(?<!funding )(?<!investment )\bround(?=\s+(?:the\s+)?{PLACEHOLDER}\b)", re.IGNORECASE)
# The institutions of the EU by the name of their seat, in speaking of money: "grants from Brussels", "Brussels cash".
_MONEY = r"(?:money|fund(?:s|ing)?|grants?|cash|awards?|subsid(?:y|ies)|euros)"
_BRUSSELS = re.compile(
    rf"(?<=\bfrom )Brussels\b(?!['’]|,? (?:and|or)\b|[ -](?:universit|firm|compan|business|bank|region))"
    rf"|\bBrussels(?:['’]s?)?(?= {_MONEY}\b)|\bBrussels(?= (?:g[ia]ve|pay|paid|award(?:ed)?|grant(?:ed)?|hand(?:ed)?|sen[dt])\b)",
    re.IGNORECASE,
)
OF_MAP = re.compile(
    rf"\s*\(?(?:on )?(?:the )?{YEAR} boundar(?:y|ies)\b\)?", re.IGNORECASE
)  # the map that a place is of
# "UK=100", "where the UK is 100": the unit of an index, not a place.
INDEX_UNIT = re.compile(r"\s*(?:=|is|as|at|being|set (?:at|to)|equals)\s*(?:1|100)(?!\d|[.,]\d)", re.IGNORECASE)
# A place's name that goes on in capitals is the name of something there: "Norwich Research Park".
NAMED = re.compile(rf"({PLACEHOLDER})\s+((?:[A-Z][a-z]+\s+)+[A-Z][a-z]+)")
AREA_TYPES = {
    "lep": "LEP", "leps": "LEP", "local enterprise partnership": "LEP", "local enterprise partnerships": "LEP",
    "nuts2": "NUTS2", "nuts 2": "NUTS2", "itl2": "ITL2", "itl 2": "ITL2", "nuts3": "ITL3", "nuts 3": "ITL3", "itl3": "ITL3", "itl 3": "ITL3",
    "itl1": "ITL1", "itl 1": "ITL1", "nuts1": "region", "nuts 1": "region", "nuts": "NUTS2", "itl": "ITL2",
    "regions and nations": "ITL1", "regions and devolved nations": "ITL1", "regions and the devolved nations": "ITL1", "nations and regions": "ITL1", "region": "region", "regions": "region", "nation": "country", "nations": "country", "country": "country", "countries": "country",
    "combined authority": "combined authority", "combined authorities": "combined authority", "mayoral authority": "combined authority",
    "mayoral authorities": "combined authority", "mayoral areas": "combined authority", "mayoral area": "combined authority",
    "sub-region": "NUTS2", "sub-regions": "NUTS2", "subregion": "NUTS2", "subregions": "NUTS2",
}  # fmt: skip
AREA_KIND = "|".join(sorted(map(re.escape, AREA_TYPES), key=len, reverse=True))  # longest first, as patterns need them
_AREA_WORD = re.compile(rf"\b({AREA_KIND})\b")
# A kind of area that is not meant: "Leeds (the city, not the city region)".
_NOT_KIND = re.compile(
    rf"[,;–-]?\s*\b(?:not|rather than|as opposed to|instead of) (?:(?:the|its|their|any|for|whole) )*(?:city regions?|cit(?:y|ies)|towns?|count(?:y|ies)|districts?|{AREA_KIND})\b(?: (?:areas?|level|figures?))?(?=\s*(?:[).,;:?!]|$))",
    re.IGNORECASE,
)
# Anywhere at all, which is no kind of area: "where in the country is pay highest?".
_ANYWHERE = re.compile(
    r"\b(?:in|across|around|over|throughout|anywhere in|up and down|(?:parts?|areas?|corners?|bits?|ends?) of) the (?:whole |entire )?country\b"
)
NEIGHBOURS = re.compile(
    r"\b(?:neighbou?rs?|neighbou?ring|surrounding|adjoins?|adjoining|adjacent|next door|border|bordering|borders|beside it|next to it|(?:leps?|areas?|places?|partnerships?|ones) touching|(?:leps?|areas?|places?|partnerships?|ones) (?:that |which )?(?:it|they|we) (?:touch(?:es)?|borders?|adjoins?)|(?:leps?|areas?|places?|partnerships?|ones) (?:near|near to|close to|around))\b"
)
_RELATIONS = (
    ("neighbours", NEIGHBOURS),
    ("national", re.compile(r"\bnational (?:average|figure|mean|level|picture|rate)\b|\bnationally\b|\bthe country as a whole\b|\bnational\b(?= (?:one|comparison))")),
    ("region", re.compile(r"\b(?:its|the|their|our) (?:own )?(?:wider )?region(?:al)?\b(?: (?:average|figure|mean|as a whole))?(?!s)|\bregional (?:average|figure|mean)\b")),
    ("lep average", re.compile(r"\b(?:average|mean|typical|median) (?:lep|local enterprise partnership)\b|\blep (?:average|mean|median)\b|\b(?:average|mean|median) (?:of|across|for) (?:all |the )?(?:other )?leps\b")),
)  # fmt: skip
# Neighbours that are named: "its neighbours Cumbria and Tees Valley".
_NEIGHBOURS = re.compile(r"\bneighbou?rs?\b")
_NEXT_TO = re.compile(rf"{_NEIGHBOURS.pattern}|\bnext door\b")
_NAMED_NEIGHBOURS = re.compile(
    rf"{_NEIGHBOURS.pattern},? +(?:are +)?{PLACEHOLDER}|{PLACEHOLDER}(?: lep)? +(?:right )?next door"
)
SHORT_NAMES = {
    "warks": "Warwickshire", "wilts": "Wiltshire", "gloucs": "Gloucestershire", "glos": "Gloucestershire", "notts": "Nottinghamshire",
    "derbys": "Derbyshire", "cambs": "Cambridgeshire", "beds": "Bedfordshire", "bucks": "Buckinghamshire", "berks": "Berkshire",
    "herts": "Hertfordshire", "hants": "Hampshire", "lancs": "Lancashire", "leics": "Leicestershire", "lincs": "Lincolnshire",
    "northants": "Northamptonshire", "oxon": "Oxfordshire", "staffs": "Staffordshire", "worcs": "Worcestershire",
    "derry and strabane": "Derry City and Strabane", "derry & strabane": "Derry City and Strabane",
    "yorks": "Yorkshire", "iow": "Isle of Wight", "northumb": "Northumberland", "salop": "Shropshire", "brum": "Birmingham",
    "bham": "Birmingham", "b'ham": "Birmingham", "cov": "Coventry", "p'boro": "Peterborough", "pboro": "Peterborough",
    "mcr": "Manchester", "l'pool": "Liverpool", "soton": "Southampton", "s'oton": "Southampton", "gtr": "Greater", "chesh": "Cheshire", "shrops": "Shropshire", "ios": "Isles of Scilly", "gbslep": "Greater Birmingham and Solihull LEP",
}  # fmt: skip
COMPASS = {
    "N": ("Northern", "North"), "S": ("Southern", "South"), "E": ("Eastern", "East"), "W": ("Western", "West"),
    "NE": ("North East",), "NW": ("North West",), "SE": ("South East",), "SW": ("South West",),
}  # fmt: skip
_COMPASS = re.compile(r"(?<![\w'’])([NSEW]|[NS][EW])\.?\s+([A-Za-z]{4,})\b", re.IGNORECASE)
_SHORT = re.compile(rf"\b(?:{'|'.join(map(re.escape, SHORT_NAMES))})\b(?!['’])", re.IGNORECASE)


# Groups of places that people speak of and that have no boundary, with what they are usually taken to be.
INFORMAL = {
    "golden triangle": "Oxford, Cambridge and London",
    "oxford-cambridge arc": "Oxfordshire, Buckinghamshire, Milton Keynes, Northamptonshire, Bedfordshire and Cambridgeshire",
    "oxford cambridge arc": "Oxfordshire, Buckinghamshire, Milton Keynes, Northamptonshire, Bedfordshire and Cambridgeshire",
    "ox-cam arc": "Oxfordshire, Buckinghamshire, Milton Keynes, Northamptonshire, Bedfordshire and Cambridgeshire",
    "oxcam arc": "Oxfordshire, Buckinghamshire, Milton Keynes, Northamptonshire, Bedfordshire and Cambridgeshire",
    "cambridge-norwich tech corridor": "Greater Cambridge and Greater Peterborough and New Anglia",
    "silicon fen": "the area around Cambridge",
    "silicon roundabout": "a part of inner London",
    "m4 corridor": "the area from London to South Wales along the motorway",
    "m11 corridor": "the area from London to Cambridge along the motorway",
    "thames gateway": "the banks of the Thames east of London",
    "atlantic gateway": "the area between Liverpool and Manchester",
    "home counties": "the counties around London",
    "red wall": "",
    "left-behind places": "",
    "left behind places": "",
    "coastal communities": "",
    "coastal towns": "",
    "core cities": "Birmingham, Bristol, Cardiff, Glasgow, Leeds, Liverpool, Manchester, Newcastle, Nottingham and Sheffield",
    "great south west": "Cornwall, Devon, Dorset, Somerset and Wiltshire",
    "western gateway": "South Wales and the West of England",
    "western powerhouse": "South Wales and the West of England",
}  # fmt: skip
_INFORMAL = re.compile(r"\b(?:the )?(" + "|".join(sorted(map(re.escape, INFORMAL), key=len, reverse=True)) + r")\b")
# After a nation's name, what makes it say of which areas one speaks: "the 12 UK regions".
KINDS_OF = re.compile(
    r"\s+(?:regions|nations|leps|local enterprise partnerships|(?:nuts|itl)\s?[123])\b", re.IGNORECASE
)
OF_ENGLAND = re.compile(r"\s+(?:regions|nations|leps|local enterprise partnerships)\b", re.IGNORECASE)
WHOLE = ("United Kingdom", "Great Britain")
WIDE = ("country", "region", "ITL1")
# Where people or money come from or go to, which is no place that a figure is asked for: "from the rest of the UK".
_THE_REST = re.compile(
    r"\b(?:from|to) (?:(?:the )?rest of|elsewhere in|other parts of|the other parts of) (?:the )?$", re.IGNORECASE
)
_LEFT_OUT = re.compile(
    r"\b(?:outside(?: of)?|exclude|omit(?:ting)?|skip(?:ping)?|except(?: for)?|excluding|excepting|other than|apart from|leaving out|without|not counting|bar|besides)\s+(?:the )?$",
    re.IGNORECASE,
)
# Words with which places are left out.
LEAVING = frozenset(
    "outside apart other besides leave leaving left take taking taken put excluding exclude except excepting without bar omit omitting skip".split()  # noqa: SIM905
)
_LEP = r"(?:lep|local enterprise partnership)"
_OUT = re.compile(
    r"(?: (?:lep|region|area))? (?:left |taken |put )?(?:out|aside|apart)\b(?! of (?!it\b|this\b|that\b|the (?:picture|equation|count|reckoning|list)))",
    re.IGNORECASE,
)  # "leave London out"
# A place's LEP rather than the place: "the LEP that Harrogate is in", "Worcester's LEP".
_LEP_OF = re.compile(
    rf"\b(?:the |whichever |whatever ){_LEP}(?: area)?(?: (?:that|which))? (?:cover(?:s|ing)|for|contain(?:s|ing)|includ(?:es|ing)|serv(?:es|ing)|around) {PLACEHOLDER}\b"
    rf"|\b(?:the |whichever |whatever ){_LEP}(?: area)?(?: that| which| where|,)? {PLACEHOLDER}(?:'s| is| was| belongs to| lies| sits| falls)?(?: (?:in|part of|a part of|under|within|covered by))?\b"
    rf"|{PLACEHOLDER}\b.*\b(?:our|my|its|their|the local|that) {_LEP}\b|\b(?:our|my) {_LEP}\b.*{PLACEHOLDER}"
    rf"|\b(?:the |whichever |whatever ){_LEP}(?: area)? (?:that|which) has (?:got )?(?:both )?{PLACEHOLDER}(?:,? (?:and|&) {PLACEHOLDER})* in it\b"
    rf"|\b(?:the |our |which |whole ){PLACEHOLDER} {_LEP}\b"
    rf"|\b(?:the ){_LEP}(?: area)? in which {PLACEHOLDER}\b|\b{PLACEHOLDER} ?(?:'s|s'|’s) {_LEP}\b",
    re.IGNORECASE,
)


# What is said before the question itself: a greeting, or what the answer is for.
_CLAUSE = re.compile(r"(?<=[\w)])(?:[.:;!?]+\s+|,\s+|\s+[-–—]\s+)")
_OCCASION = (
    r"(?:papers?|bids?|reports?|brief(?:ing)?s?|meetings?|applications?|strateg(?:y|ies)|presentations?|plans?|speech(?:es)?|slides?|"
    r"prospectus(?:es)?|decks?|notes?|ministers?|boards?|committees?|chairs?|chief executive|director|members?|councillors?|evidence base|proposals?|"
    r"submissions?|repl(?:y|ies)|responses?|sections?|chapters?|annex(?:es)?|appendix|tables?|charts?|infographics?|webpage|website|press release|newsletters?|columns?|articles?|pieces?|features?|blogs?|consultation|review|case|workshop|event|leaflet|dashboard)"
)
_LEAD_IN = re.compile(
    rf"\W*(?:hi|hello|hey|dear \w+|good (?:morning|afternoon|evening)|morning|sorry|ok(?:ay)?|right|so|thanks|thank you|cheers|ta|please|quick(?: one| question)?|"
    rf"(?:please )?(?:can|could|would|will) (?:you|someone|anyone)(?: \w+){{0,4}}|"
    rf"(?:i|we) (?:need|want|am after|are after) (?:an? |the |some |one |two |three )?(?:quick |good |strong )?(?:headlines?|figures?|numbers?|stats?|statistics?|lines?|facts?|soundbites?) (?:for|to go in(?:to)?) .*|"
    rf"just (?:a )?(?:quick )?(?:one|question|checking|wondering)|"
    rf"(?:[\w'’]+ ){{0,3}}(?:quote|claim|line|stat|fact|statement|figure|one|thing) to (?:check|verify|confirm)|(?:fact[- ])?check(?:ing)?(?: [\w'’]+){{0,7}}|"
    rf"(?:an?|the|one|some|our) (?:[\w'’-]+ ){{0,4}}(?:company|firm|investor|business|client|journalist|colleague|councillor|mp|minister|student|resident|partner|funder|developer|manufacturer|employer)s? (?:has |have |is |are |was )?(?:just )?(?:asked|asks|asking|wants?|wanted|needs?|enquir\w+|queried|querying)(?: to know)?(?: us| me)?|"
    rf"(?:i (?:work|chair|run|lead|represent|sit|teach|write)|i['’]?m|i am|we['’]?re|we are|i['’]?ve|i have|we have|we['’]?ve|my (?:boss|chair|director|manager|colleague|team)|our \w+|the (?:board|minister|chair|committee|team|council)) .*|"
    rf"(?:for|in(?! your\b)|as part of|towards?|to (?:go )?(?:in|into)|ahead of|before|to help (?:with|write)|working on|writing|drafting|preparing|finishing|doing)(?: [\w'’]+){{0,4}} {_OCCASION}(?: (?:on|for|to|with|from) \w+(?: [\w&'’-]+){{0,4}})?)\W*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s+(?:thanks|thank you|many thanks|cheers|ta|please|(?:it['’]?s|this is|that['’]?s|i need (?:it|this)|we need (?:it|this)|needed|wanted|it is)"
    rf" (?:all )?for (?:\w+ ){{0,4}}{_OCCASION})\W*$",
    re.IGNORECASE,
)
# A polite request after a preamble: "I chair …, and it would be most helpful to know how many …".
_ASKS_POLITELY = re.compile(
    r"^(?!.*\d.*\b(?:helpful|useful|grateful|like|have)\b).*?\b(?:it would be (?:most |very |really |so )?(?:helpful|useful|good|kind)(?: (?:to (?:know|have|see)|if you could (?:tell|give|show|let)(?: me| us)?(?: have| know)?))?|(?:may|could|can|might) (?:i|we) (?:please )?(?:have|ask(?: for)?|know)|(?:i|we) (?:should|would) (?:very much )?like(?: to (?:know|have|see))?|(?:i|we) (?:should|would) be (?:most |very )?grateful (?:to know|for|if you could (?:tell|give|show)(?: me| us)?)|(?:i|we) (?:wish|want|need) to (?:know|see))\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Why it is asked, said after the question: ", as I have a resident who …", "; it is for a motion".
_REASON = re.compile(
    r"(?:,\s+(?:as|because|since|so that|for)|[;.–]\s+(?:it(?:['’]s| is)|this is|that['’]?s|i|we|as|because)|\s+[–-]\s+(?:it(?:['’]s| is)|this is)) (?:(?:i|we|my|our|it|the|for|to|a|am|need|have|want|will)\b)[^?\d]*\W*$",
    re.IGNORECASE,
)
# What the answer is for, in a sentence after the question: "… I want to know how far to trust it".
_PURPOSE = re.compile(
    r"(?<=[?!.])\s+(?:i|we)(?:['’](?:m|re|d|ve))? (?:(?:just|only|really) )?(?:(?:am|are|was|were|had|have) )?(?:(?:want|need|would like|like) to (?:know|see|check|understand|judge|decide|say) (?:how|whether|if|why|what)|writing|preparing|working on|asking|trying|drafting|briefing|heard|told|been told)\b[^?\d]*$",
    re.IGNORECASE,
)
# Who says what is to be checked: "The Mayor's office says … True or false?", "MP quote to check: …".
_CLAIM = re.compile(
    r"\b(?:true or false|is (?:that|it|this) (?:right|true|so|correct|accurate)|true\?|correct\?|right\?|does (?:that|it|this) (?:stand up|hold up|check out|hold)|can (?:that|this) be right)\W*$|^\W*(?:fact[- ]?check|quote|claim)\b",
    re.IGNORECASE,
)
_CLAIMED_BY = re.compile(
    r"^\W*(?:the |an? |our |my |some |one )?(?:[\w'’&-]+ ){0,4}?(?:mayor|office|minister|mp|mps|councillors?|cllr|paper|newspaper|press|journalist|colleagues?|chair|boss|leader|people|they|someone|somebody|everyone|everybody|opposition|candidate|spokes\w+|article|website|leaflet|tweet|post)(?:['’]s office)? (?:says?|said|claims?|claimed|reckons?|told us|tells us|thinks?|states?|stated|argues?|insists?|maintains?|has it)(?: that)?[,:]? ",
    re.IGNORECASE,
)
_ROLE = r"(?:chair|chief|exec|executive|board|boss|director|minister|mp|team|leader|councillor|committee|manager|colleagues?|secretary|funders?|partners?|consultants?)"
_OPENING = re.compile(
    rf"^\W*(?:our|my|the) (?:\w+ ){{0,3}}{_ROLE} (?:wants?|needs?|asks?|asked|is asking|are asking|would like|is after|has asked|wonders?|keeps asking)(?: (?:to know|to see|for|me|us|about))*\s+|^\W*would you mind (?:telling|giving|showing|finding|sending)(?: me| us)?\s+",
    re.IGNORECASE,
)
# What is the asker's own, of the place just named: "our Kent board wants our rank".
_OURS = re.compile(r"\b(?:our|ours|us|we) \w+|\bneighbours\b", re.IGNORECASE)
_LISTED = re.compile(r",|;| & |\band\b|\bplus\b")  # between the measures of a list
# "What is that in English?" asks for a language.
_PLAIN = re.compile(r"^\W*(?:in )?plain english(?: please| now)?\W+", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"\b(?:in|into|to) (?:plain )?(?:English|Welsh|French|German|Spanish|Italian|Chinese|Gaelic|Irish)\b(?=\s*(?:[?.!,:;]|$))"
)
# Two words or more in capitals, within a sentence.
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][a-z]+(?:[ -](?:(?:in|of|and|for|the|to) ){0,2}[A-Z][a-z]+)+(?![\w’'])")
# What the question sets aside: "registered, as opposed to applied for".
SET_ASIDE = re.compile(r"\b(?:as opposed to|rather than|instead of|as distinct from)\s+(?:the |an? |just )*([a-z-]+)")
# Clauses that name nothing and yet make a measure another.
KEPT = re.compile(rf"{SET_ASIDE.pattern}|\binflation\b|\breal terms\b|\bconstant prices\b|\bseasonally\b")
HEAD_WORDS = frozenset("per head capita person resident inhabitant".split())  # noqa: SIM905
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
# What orders something to be written that is no figure.
_ORDER = re.compile(
    r"^\W*(?:please )?(?:(?:can|could|would) you (?:please )?(?:show|write|create|compose|explain|teach|help)(?: me)?|compose|write|draft|create|generate|craft|integrate|augment|modify|embed|mention|use|append|insert|weave|incorporate|imagine|design|develop)\b",
    re.IGNORECASE,
)
TELLING = 1.0  # weight of a measure's words, from which they name it within a name in capitals too
OF_THE_FIRST = 0.5  # the share of the heaviest measure's weight from which another is asked for too
_LEAST = 3  # words that a question has


@dataclass(frozen=True, slots=True)
class Own:
    """What the question says by itself, before the turns before it are looked at."""

    cues: Cues
    asked: Asked
    mentions: tuple[Mention, ...]
    reading: Reading
    relations: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Place, ...]], ...]
    place_type: str | None
    foreign: tuple[str, ...]
    words: tuple[str, ...]
    commas: bool
    low: str
    informal: tuple[tuple[str, str], ...] = ()
    of_lep: bool = False
    without: tuple[Mention, ...] = ()
    against: tuple[Mention, ...] = ()
    judged: judgements.Judged = field(default_factory=lambda: judgements.Judged(""))
    related: frozenset[str] = frozenset()  # words that ask for other places by relation: "adjoining", "next", "door"
    phrase: str = ""  # the words without places, titles and years: what is asked of them
    aside: frozenset[int] = frozenset()  # positions of words that only stand around the measure and say nothing of it


# The capital as a place, not money: "leaving the capital out of it".
_CAPITAL = re.compile(
    r"\bthe capital\b(?! (?:of|spend\w*|stock|invest\w*|expend\w*|grants?|fund\w*|projects?|program\w*|costs?|markets?|works?|raised|needed|it)\b)",
    re.IGNORECASE,
)


_NO_APOSTROPHE = re.compile(r"\b([A-Za-z][a-z]{3,})s(?= [a-z])")
# Regions by their initials, in capitals.
POINTS = {
    "SE": "South East", "SW": "South West", "NE": "North East", "NW": "North West", "EoE": "East of England",
    "E Mids": "East Midlands", "W Mids": "West Midlands",
}  # fmt: skip
_POINTS = re.compile(
    r"(?<![\w&/-])(?:SE|SW|NE|NW|EoE|E Mids|W Mids)(?![\w&/-]|\.\w)(?! [A-Z][a-z]+(?!\w* (?:region|share|LEP)))"
)


def _possessive(found: re.Match[str], gazetteer: Gazetteer) -> str:
    """A place's name with the apostrophe left out: "Cornwalls firms" is "Cornwall's firms"."""
    known = found[0].lower() not in SHORT_NAMES and not gazetteer.named(found[0]) and gazetteer.named(found[1])
    kinds = (
        ("LEP", "region", "country", "county", "NUTS2") if found[1].islower() else None
    )  # "readings" are not Reading's
    fits = [p for p in known or () if (p.place_type in kinds if kinds else p.place_type not in ("town", "campus"))]
    return f"{found[1]}'s" if fits else found[0]


# The one after a place in an order, in which that place is not asked about: "who was runner-up to London?".
_RUNNER_UP = re.compile(r"\brunners?[- ]up (?:to|behind|after) (?:the )?$", re.IGNORECASE)


def _second_to(question: str, gazetteer: Gazetteer) -> str:
    """The question with "runner-up to London" as "second highest"."""
    for mention in gazetteer.mentions(question) if "runner" in question.lower() else ():
        if before := _RUNNER_UP.search(question[: mention.start]):
            return f"{question[: before.start()]}the second highest{question[mention.end :]}"
    return question


def spelt_out(question: str, gazetteer: Gazetteer) -> str:
    """The question with short names spelt out: "Coventry & Warks" is "Coventry & Warwickshire", "N Ireland" "Northern Ireland"."""
    question = re.sub(r"\bN\.?I\b\.?(?! number| contribution)", "Northern Ireland", question)
    question = _second_to(_CAPITAL.sub("London", question), gazetteer)
    question = _NO_APOSTROPHE.sub(lambda m: _possessive(m, gazetteer), question)
    if question != question.upper():
        question = _POINTS.sub(lambda m: POINTS[m[0]], question)
    question = _SHORT.sub(lambda m: SHORT_NAMES[m[0].lower()], question)
    return _COMPASS.sub(lambda m: _pointed(m, gazetteer), question)


# The place named before: "For the Dorset prospectus, which sectors is it strongest in?".
_THAT_PLACE = re.compile(r"\b(?:it|they|we|(?P<own>its|their|our))\b(?! (?:for|is for|was for)\b)", re.IGNORECASE)

_ASKS_FIRST = re.compile(
    r"^\W*(?:and |so )?(?:which|what|how|who|where|when|is|are|was|were|did|does|do|has|have|can|could)\b",
    re.IGNORECASE,
)


def asked_part(question: str, gazetteer: Gazetteer) -> str:
    """The question without what is said around it: "For our board paper: what is GVA in Kent?" asks what GVA in Kent is.

    What names a place or a year is part of the question.
    """
    if (purpose := _PURPOSE.search(question)) and not gazetteer.mentions(purpose[0]):
        question = question[: purpose.start()]
    said_by = _CLAIMED_BY.match(question) if _CLAIM.search(question) else None
    if said_by and not gazetteer.mentions(said_by[0]):
        question = question[said_by.end() :]
    if opening := _OPENING.match(question):
        rest = question[opening.end() :]
        ours = _OURS.search(rest) and not gazetteer.mentions(rest)
        question = question if ours and gazetteer.mentions(opening[0]) else rest
    if (asks := _ASKS_POLITELY.search(question)) and not gazetteer.mentions(question[: asks.start()]):
        question = question[asks.start("rest") :]
    if (
        (why := _REASON.search(question))
        and not gazetteer.mentions(why[0])
        and len(question[: why.start()].split()) > _LEAST
    ):
        question = question[: why.start()]
    while (cut := _CLAUSE.search(question)) and _LEAD_IN.fullmatch(lead := question[: cut.start()]):
        rest = question[cut.end() :]
        placed, named = gazetteer.mentions(lead), gazetteer.mentions(rest)
        listed = named and "," in cut[0] and re.fullmatch(r"(?:and |the )*", rest[: named[0].start])
        is_question = bool(_ASKS_FIRST.match(rest)) and len(rest.split()) > _LEAST and not re.search(r"\d", lead)
        pronoun = _THAT_PLACE.search(rest) if is_question else None
        if pronoun and len(placed) == 1 and not named:
            whose = f"{placed[0].text}'s" if pronoun["own"] else placed[0].text
            question = f"{rest[: pronoun.start()]}{whose}{rest[pronoun.end() :]}"
            continue
        if placed and (not named or listed):
            break  # "I work for the Welsh Government: …", "I'm looking at Kent, Essex and Dorset: …"
        if len(rest.split()) < _LEAST or re.search(r"\d|\babout\b|\bregarding\b", lead):
            break
        question = rest
    return _AFTER.sub("", question)


def asked_clauses(question: str, gazetteer: Gazetteer, measures: Measures) -> str:
    """The question without the clauses in which nothing is asked, where a measure is named in the others."""

    def holds(part: str) -> bool:
        reading = measures.read(tokens(part))
        named = reading.concepts or reading.breakdowns or gazetteer.mentions(part) or gazetteer.groups_in(part)
        return bool(named or re.search(r"\d", part) or _AREA_WORD.search(low := normal(part)) or KEPT.search(low))

    question = _without_orders(question, gazetteer, measures)
    cut = without_asides(question, holds)
    return cut if cut == question or measures.read(tokens(cut)).concepts else question


def _without_orders(question: str, gazetteer: Gazetteer, measures: Measures) -> str:
    """The question without sentences that order something else written, where another names a measure."""
    sentences = [part for part in _SENTENCES.split(question) if part.strip()]
    if len(sentences) < 2 or not measures.read(tokens(question)).concepts:
        return question

    def orders(part: str) -> bool:
        asked = measures.read(tokens(part)).concepts or gazetteer.mentions(part) or gazetteer.groups_in(part)
        told = _ORDER.match(part) or "injection" in read_cues(part).names
        return bool(told) and not asked and not re.search(r"\d", part) and not _AREA_WORD.search(normal(part))

    if orders(sentences[0]):
        return question  # whatever follows is part of the order
    kept = [part for part in sentences if not orders(part)]
    return " ".join(kept) if kept and measures.read(tokens(" ".join(kept))).concepts else question


def _pointed(match: re.Match[str], gazetteer: Gazetteer) -> str:
    """A name with its point of the compass in full where there is such a place, else as it stood."""
    words = COMPASS[match[1].upper()]
    spelt = next((f"{word} {match[2]}" for word in words if gazetteer.named(f"{word} {match[2]}")), None)
    return spelt or match[0]


def read_alone(question: str, gazetteer: Gazetteer, measures: Measures) -> Own:
    """What the question says by itself."""
    question = _share_of_nation(
        _OF_ALL_THE.sub(r"what \g<share> of \g<whole>\g<where> \g<be> \g<rest>", question), measures
    )
    question = _SIZES.sub(_sizes_apart, question)
    question = in_digits(_LANGUAGE.sub("", cues_mended(_NOT_KIND.sub("", _PLAIN.sub("", question)))))
    typed = question
    question = _without_contrast(_TURN_OVER.sub("turnover", question), gazetteer, measures)
    if re.search(rf"\b{_MONEY}\b", question, re.IGNORECASE):
        question = _BRUSSELS.sub("the EU", question)
    mentions = _outside_names(question, gazetteer.mentions(question), measures)
    mentions = joint_leps(question, in_brackets(question, mentions, gazetteer), gazetteer)
    mentions = tuple(_around_leps(m, question) for m in mentions if not _NOT_THE_WHOLE.search(question[: m.start]))
    if _AUTHORITIES.search(question):
        mentions = tuple(as_authority(m, gazetteer) for m in mentions)
    if _CITY_REGIONS.search(question):
        mentions = tuple(_as_city_region(m, gazetteer) for m in mentions)
    if len(mentions) == 1 and (kind := _KIND_IN_BRACKETS.search(question)):
        mentions = (_as_kind(mentions[0], AREA_TYPES[normal(kind["kind"])]),)
    mentions = with_parts(question, mentions)
    masked, last = [], 0
    for mention in mentions:
        masked += [question[last : mention.said_from], f" {PLACEHOLDER} "]
        of_map = OF_MAP.match(question, mention.end)
        last = of_map.end() if of_map else mention.end
    text = gazetteer.without_groups("".join(masked) + question[last:])
    text = _WORK_THERE.sub(r"\1 are employed", text)
    if measures.names_any(text):
        mentions = lep_alone(question, mentions, gazetteer)
    for title in measures.titles:
        start = text.lower().replace("’", "'").find(title)
        if start >= 0:
            text = f"{text[:start]} {TITLE} {text[start + len(title) :]}"
    text = _ROUND.sub("around", text)
    text = NAMED.sub(lambda m: f"{m[1]} {TITLE}" if not _measure_in_full(m[2], measures) else m[0], text)
    text = _unnamed(text, measures, misread_only=True)
    of_lep = bool(_LEP_OF.search(re.sub(r"\s+", " ", text).replace(f"{PLACEHOLDER} 's", f"{PLACEHOLDER}'s")))
    judged = judgements.judged(text, lambda c: measures.by_concept[c][0].name if c in measures.by_concept else None)
    if judged.concepts and not measures.read(tokens(text), commas=commas_after(text)).concepts:
        text = judged.text
    else:
        judged = judgements.Judged(text)
    words, commas = tokens(text), commas_after(text)
    said = text
    cues = read_cues(_unnamed(question, measures))
    if mentions and _AS_SHARE.search(question):
        cues = replace(cues, names=cues.names - {"definition"})  # "what is Kent as a percentage of the UK?"
    if "per_head" in cues.names and _is_by_head(words, commas, measures, bool(_LISTED.search(question))):
        cues = replace(cues, names=cues.names - {"per_head"}, heads=1)
    elif "per_head" in cues.names:
        total = PER_HEAD.sub(" ", normal(text))
        named = (
            f for f in measures.read(words, commas=commas).concepts if {words[p] for p in f.positions} - HEAD_WORDS
        )
        if measures.read(tokens(total)).concepts or not any(named):
            said, words, commas = total, tokens(total), commas_after(total)
        else:  # "output per head", of which no total has the name
            cues = replace(cues, names=cues.names - {"per_head"}, heads=1)
    taken = frozenset(i for i, word in enumerate(words) if word in MASKS)
    low = normal(typed)
    reading = measures.read(words, taken, commas)
    kept, reading = _relative_to_uk(question, mentions, reading, measures)
    if kept != mentions and cues.operation == "compare":  # with what it is measured against anyway
        cues = replace(cues, operation=None)
    mentions = kept
    held = {k for f in reading.concepts[:1] for i in measures.by_concept[f.key] for k in i.place_types}
    if "combined authority" in held:  # "WECA" is the partnership's short name too
        mentions = tuple(as_authority(m, gazetteer) if _INITIALS_OF_CA.fullmatch(m.text) else m for m in mentions)
    if reading.breakdowns and len(mentions) == 1 and _is_all_around(question, mentions[0]):
        mentions = ()
    if len(mentions) == 2 and _is_the_field(question, mentions[1]) and mentions[0].candidates[0].place_type not in WIDE:
        mentions = mentions[:1]
        cues = replace(cues, operation="place_rank", names=cues.names | {"place_rank"})
    aside = _around(said, words, reading)
    reading = replace(
        reading,
        unexplained=tuple(
            u
            for u in reading.unexplained
            if any(u == w for i, w in enumerate(words) if i not in aside)
            and not (u in MOVES and "change" in cues.names)
        ),
    )
    around = {words[i] for i in aside} - {w for i, w in enumerate(words) if i not in aside}
    phrase = " ".join(w for w in tokens(text) if w not in (*MASKS, *around) and not YEAR_WORD.fullmatch(w))
    groups, asked = gazetteer.groups_in(question), asked_periods(question)
    area = [m[1] for m in _AREA_WORD.finditer(_ANYWHERE.sub(" ", normal(text)))]
    if (
        area and AREA_TYPES[area[0]] == "ITL1"
    ):  # "regions and devolved nations" are more than the regions, or the nations
        both = "nation" in area[0]
        groups = tuple(g for g in groups if not both and any(place.place_type != "country" for place in g[1]))
    groups = (
        tuple(_areas_of(title, places, AREA_TYPES[area[0]], gazetteer) for title, places in groups) if area else groups
    )
    several = (asked.ranged or len(asked.years) > 1) and "change" not in cues.names
    against = _bar_place(question, mentions, gazetteer) if (area or groups) and not several else ()
    if (area or groups) and not (several or against or cues.bar) and (bar := _bar_of_place(question, mentions)):
        cues, against = replace(cues, bar=bar[0]), (bar[1],)
    related = low if not _NAMED_NEIGHBOURS.search(normal(text)) else _NEXT_TO.sub(" ", low)
    return Own(
        cues=cues,
        asked=asked,
        mentions=_each_once([m for m in mentions if m not in against]),
        reading=reading,
        relations=tuple(name for name, pattern in _RELATIONS if pattern.search(related)),
        groups=groups,
        place_type=AREA_TYPES[area[0]] if area else None,
        foreign=gazetteer.foreign_in(question),
        words=tuple(words),
        commas=any(mark in question for mark in ",;"),
        low=low,
        informal=tuple((m[1], INFORMAL[m[1]]) for m in _INFORMAL.finditer(low)),
        of_lep=of_lep,
        without=_left_out(question, mentions),
        against=against,
        judged=judged,
        related=frozenset(w for _, pattern in _RELATIONS for m in pattern.finditer(low) for w in tokens(m[0])),
        phrase=phrase,
        aside=aside,
    )


def _relative_to_uk(
    question: str, mentions: tuple[Mention, ...], reading: Reading, measures: Measures
) -> tuple[tuple[Mention, ...], Reading]:
    """Without the UK where it is what an index or a quotient is measured against: "GVA per hour in Kent relative to the UK"."""
    beside = [m for m in mentions if m.candidates[0].name in WHOLE and _SET_BESIDE.search(question[: m.start])]
    if not beside or not reading.concepts:
        return mentions, reading
    rest = tuple(m for m in mentions if m not in beside)
    if all(f.key.startswith("lq_") for f in reading.concepts):
        return rest, reading
    index = f"{reading.concepts[0].key}_index"
    if (
        len(reading.concepts) > 1
        or index not in measures.by_concept
        or not _RELATIVE.search(question[: beside[0].start])
    ):
        return mentions, reading
    return rest, replace(reading, concepts=(replace(reading.concepts[0], key=index),))


_RELATIVE = re.compile(r"\b(?:relative|relatively) to (?:that of )?(?:the )?$", re.IGNORECASE)
# That against which a location quotient is measured anyway: "strong compared with the UK".
_SET_BESIDE = re.compile(
    r"\b(?:compared|relative|relatively|in comparison|set) (?:with|to|against|beside)(?: that of)? (?:the )?$|\b(?:than|against|versus|vs\.?) (?:that of |in |across )?(?:the )?$",
    re.IGNORECASE,
)
# Any area of the country: "which part of England", "where in the UK", "which LEP in England".
_AMONG = re.compile(
    r"\b(?:(?:which|what) (?:[a-z]+ )?(?:parts?|areas?|places?|bits?|corners?|leps?|local enterprise partnerships?)|where|anywhere|somewhere)(?: else)? (?:of|in|across|within) (?:the )?$",
    re.IGNORECASE,
)


def _is_all_around(question: str, mention: Mention) -> bool:
    """Whether a country is named only as that in which all areas lie, of which one is sought."""
    return mention.candidates[0].name in (*WHOLE, "England") and bool(_AMONG.search(question[: mention.start]))


# "Is Kent the strongest in England?"
_THE_FIELD = re.compile(
    rf"\b(?:is|are|was|were|has|have|had|as)\b[^?,;]*\b(?:{HIGH}|{LOW})\b[^?,;]{{0,40}}\b(?:in|of|across|within) (?:the |all of )?(?:whole of )?$",
    re.IGNORECASE,
)


def _is_the_field(question: str, mention: Mention) -> bool:
    """Whether a country is named only as that in which another place is said to be the highest or the lowest."""
    field = mention.candidates[0].name in (*WHOLE, "England")
    return field and bool(_THE_FIELD.search(question[: mention.start]))


def _without_contrast(question: str, gazetteer: Gazetteer, measures: Measures) -> str:
    """The question without what it sets apart from its measure, where a measure is named in the rest; as it is otherwise."""
    for found in reversed(list(_CONTRAST.finditer(question))):
        if gazetteer.mentions(found["what"]) or _AREA_WORD.search(found["what"].lower()):
            continue
        rest = f"{question[: found.start()]} {question[found.end() :]}"
        if measures.read(tokens(rest)).concepts:
            question = rest
    return question


# "Of all the R&D done in Kent, what proportion was done by universities?"
_OF_ALL_THE = re.compile(
    r"\b(?:out )?of (?:all )?(?:the |its )?(?P<whole>[^?,;]{3,60}?)(?: (?:that is |that was )?(?:done|carried out|performed))?(?P<where>(?: in| at| across) [^?,;]{3,80})?, (?:what|which) (?P<share>share|proportion|percentage|per ?cent|fraction) (?P<be>is|was|are|were) (?P<rest>(?:done|carried out|performed|spent|made) (?:by|in|on)\b[^?]*)",
    re.IGNORECASE,
)
# Sizes of firm that share one word for firms: "micro, small and medium-sized enterprises".
_SIZE = r"(?:micro|small|medium(?:[- ]sized)?|large)"
_SIZES = re.compile(
    rf"\b(?P<sizes>{_SIZE}(?:(?:,\s*(?:and |or )?|\s+(?:and|or|&|plus)\s+){_SIZE})+)\s+(?P<firms>enterprises|firms|businesses|companies|ones)\b",
    re.IGNORECASE,
)


def _sizes_apart(match: re.Match[str]) -> str:
    """Each size as a measure of its own: "micro enterprises, small enterprises and medium-sized enterprises"."""
    return re.sub(rf"\b({_SIZE})\b", r"\1 enterprises", match["sizes"], flags=re.IGNORECASE)


# "How much of Scotland's business R&D is done in Fife?"
_OF_NATION = re.compile(
    r"\bhow (?:much|many) of (?P<nation>scotland|wales|england|northern ireland)['’]s (?P<what>[^?,;]{2,40}?) (?:is|are|was|were) (?:done|carried out|spent|performed|based|located|found|held)?\s*(?=in\b|by\b|at\b)",
    re.IGNORECASE,
)
_OF_ITS = {"scotland": "Scottish", "wales": "Welsh", "england": "English", "northern ireland": "Northern Irish"}


def _share_of_nation(question: str, measures: Measures) -> str:
    """The question with a part of a nation's whole as the share, where that is itself a measure that is held."""
    if not (asked := _OF_NATION.search(question)):
        return question
    share = f"share of {_OF_ITS[asked['nation'].lower()]} {asked['what']}"
    found = measures.read(tokens(share)).concepts
    told = found and {tokens(share)[p] for p in found[0].positions} >= {_OF_ITS[asked["nation"].lower()].lower()}
    return f"{question[: asked.start()]}what is the {share} {question[asked.end() :]}" if told else question


def _areas_of(title: str, places: tuple[Place, ...], kind: str, gazetteer: Gazetteer) -> tuple[str, tuple[Place, ...]]:
    """A group as one of the kind of area asked for: its LEPs for "in the Midlands, which LEP …?"; as it is where it has none."""
    if kind in WIDE or any(place.place_type not in WIDE for place in places):
        return title, places
    own = gazetteer.group(f"{title} {kind}s")
    within = own or tuple(dict.fromkeys(part for place in places for part in gazetteer.parts(place, kind)))
    return title, within or places


# What is not meant: "professionals, not associates", "a number rather than a rate".
_CONTRAST = re.compile(
    r"(?:[,;(–-]\s*(?:and |but )?not|[,;(–-]?\s*\b(?:rather than|instead of|as opposed to))\s+(?:just |only )?(?:the |an? |by )?(?P<what>[a-z-]+(?: [a-z-]+){0,2}?)(?=\s*(?:[,.;:)?!–]|$)|,? (?:in|for|at|who|that|which|work\w*|there|by)\b)",
    re.IGNORECASE,
)
_TURN_OVER = re.compile(r"\bturn(?:s|ed|ing)? over\b", re.IGNORECASE)  # what firms sell
_AS_SHARE = re.compile(r"\bas (?:an? )?(?:share|percentage|per ?cent|proportion|fraction|%) of\b", re.IGNORECASE)
# Those who work in a place hold its jobs; "work" alone is a word of any question.
_WORK_THERE = re.compile(
    rf"\b(how many people|number of people) (?:who |that )?work(?:ed|ing)?(?= (?:in|at|within|across) (?:the )?\s*{PLACEHOLDER}\b)",
    re.IGNORECASE,
)
# A wider place that is not meant: "Swindon itself, not the whole of Swindon and Wiltshire".
_NOT_THE_WHOLE = re.compile(
    r"\b(?:not|rather than|instead of) (?:the |all )?(?:whole|rest|all|entirety|wider) (?:of )?(?:the )?$",
    re.IGNORECASE,
)
_LEPS_IN = re.compile(
    r"\b(?:leps|local enterprise partnerships|(?:which|what) (?:lep|local enterprise partnership)) (?:in|of|within|inside|across|from) (?:the )?$",
    re.IGNORECASE,
)


def _around_leps(mention: Mention, question: str) -> Mention:
    """A place that several LEPs lie in as the region of its name, not the LEP: "the LEPs in the South East"."""
    wide = [place for place in mention.candidates if place.place_type in WIDE]
    if not wide or not _LEPS_IN.search(question[: mention.start]):
        return mention
    rest = [place for place in mention.candidates if place.place_type not in WIDE]
    return replace(mention, candidates=(*wide, *rest), ambiguous=False)


# The combined authorities of the places named: "the Kent and Essex combined authorities", "… Combined authority figures".
_AUTHORITIES = re.compile(
    r"(?<!which )(?<!what )\bcombined authorit(?:ies|y(?:['’]s)?(?! areas? (?:has|have|had|is|was)))\b", re.IGNORECASE
)


_CITY_REGIONS = re.compile(r"\bcity[- ]regions\b", re.IGNORECASE)  # "Leeds, Liverpool and Sheffield city regions"


def _as_city_region(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """A city as the city region of its name, where there is one; as it was otherwise."""
    own = tuple(p for p in gazetteer.named(f"{mention.text} City Region") if p.place_type == "LEP")
    rest = tuple(place for place in mention.candidates if place not in own)
    return replace(mention, candidates=(*own, *rest), ambiguous=False) if own else mention


_INITIALS_OF_CA = re.compile(r"[A-Z]{2,4}CA")  # "WECA"


def as_authority(mention: Mention, gazetteer: Gazetteer) -> Mention:
    """A place as the combined authority of its name, where there is one; as it was otherwise."""
    called = (f"{mention.text} Combined Authority", f"{mention.text} Mayoral Combined Authority")
    named = (*mention.candidates, *(place for name in called for place in gazetteer.named(name)))
    own = list({p.code: p for p in named if p.place_type == "combined authority"}.values())
    rest = [place for place in mention.candidates if place.place_type != "combined authority"]
    return replace(mention, candidates=(*own, *rest), ambiguous=False) if own else mention


# The kind of area said in brackets at the end: "the journey to work in Kent in 2016 (NUTS2)".
_KIND_IN_BRACKETS = re.compile(
    rf"\((?:by |at |the |for (?:the )?)?(?P<kind>{AREA_KIND})(?: (?:area|level)s?)?\)\W*$", re.IGNORECASE
)


def _as_kind(mention: Mention, kind: str) -> Mention:
    """A place as that of its name of a kind, where there is one; as it was otherwise."""
    own = tuple(place for place in mention.candidates if place.place_type == kind)
    rest = tuple(place for place in mention.candidates if place not in own)
    return replace(mention, candidates=(*own, *rest), ambiguous=False) if own else mention


def _each_once(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions in the order in which their places are first named."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.candidates[0].code, mention)
    return tuple(found.values())


def _bar_place(question: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The place whose figure is the bar that others are to be above or below: the UK of "which LEPs beat the UK average?".

    The national average is England's. None where a place is named that is itself set against it.
    """
    said = BAR.search(question.lower())
    if said is None:
        return ()
    bar = tuple(m for m in mentions if said.start() < m.start and m.start < said.end())
    if "national" in said[0]:
        bar = gazetteer.mentions("England")
    others = (m for m in mentions if m not in bar)
    return bar[:1] if all(m.candidates[0].place_type in WIDE for m in others) else ()


_ASKS_WHETHER = re.compile(r"\W*(?:(?:and|so|but|then) )*(?:is|are|was|were|does|did|do|has|have|had)\b")


def _bar_of_place(question: str, mentions: Sequence[Mention]) -> tuple[Bar, Mention] | None:
    """The bar that one place's figure sets for the others: "how many LEPs have faster broadband than Cumbria?"; and that place."""
    low = question.lower()
    for mention in mentions:
        said = BAR_OF_PLACE.search(low[: mention.start])
        others = [m for m in mentions if m is not mention]
        if others and _ASKS_WHETHER.match(low):
            continue  # "is the East Midlands any better off than the West Midlands?" sets two against each other
        if said and all(m.candidates[0].place_type in WIDE for m in others):
            return Bar(said["above"] is not None, bool(re.search(r"\b(?:better|worse)\b", said[0]))), mention
    return None


def _left_out(question: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The places that a ranking is to leave out: "without London", "leave London out", "excluding London and Kent"."""
    out: list[Mention] = []
    for m in mentions:
        listed = out and JOINED.fullmatch(question[out[-1].end : m.start].replace(" the ", " "))
        if listed or _LEFT_OUT.search(question[: m.start]) or _OUT.match(question, m.end):
            out.append(m)
    return tuple(out)


def _around(text: str, words: Sequence[str], reading: Reading) -> frozenset[int]:
    """The positions of the words that say nothing of the measures named; none where no measure is."""
    found = [*reading.concepts[:1]]
    found += [f for f in reading.concepts[1:] if f.weight >= OF_THE_FIRST * reading.concepts[0].weight]
    tagged = marked(text)
    if not reading.concepts or [w for w in tagged if w not in MARKS] != list(words):
        return frozenset()
    return asides(tagged, frozenset(p for f in found for p in f.positions), PLACEHOLDER)


def _unnamed(text: str, measures: Measures, misread_only: bool = False) -> str:
    """The text with the names of programmes and bodies masked, whose words ask for nothing: "Strength in Places".

    With `misread_only`, just those of which a word would be taken for a measure.
    """
    words = text.split()
    if sum(word[:1].isupper() for word in words) > len(words) / 2:
        return text  # written in capitals throughout

    def masked(match: re.Match[str]) -> str:
        said = measures.read(tokens(match[0]))
        telling = bool(said.breakdowns) or any(f.weight >= TELLING for f in said.concepts)
        if telling or _AREA_WORD.search(match[0].lower()) or (misread_only and not said.concepts):
            return match[0]
        return NAME

    return _NAME.sub(masked, text)


def of_its_kind(word: str, own: Own) -> bool:
    """Whether a word that carries no subject is part of the kind of area asked for: "which combined authority is top?"."""
    return own.place_type == "combined authority" and word in ("authority", "authorities", "combined", "mayoral")


def _is_by_head(words: Sequence[str], commas: frozenset[int], measures: Measures, several: bool) -> bool:
    """True when the measure named is itself by residents: patents per 100,000, or "GVA, jobs and GVA per head" in a list."""
    found = measures.read(words, commas=commas).concepts
    apart = [f for f in found if not any(f.positions & other.positions for other in found if other is not f)]
    plain = [word for word in words if word not in HEAD_WORDS]
    whole = max((len(f.positions) for f in measures.read(plain).concepts), default=0)
    said = {p for f in apart for p in f.positions if words[p] not in HEAD_WORDS}
    one = whole >= len(said)  # "business R&D per person"
    listed = several and not one and len(apart) > 1 and any(f.key.endswith("_per_head") for f in found)
    return listed or (bool(found) and any(i.unit.startswith("per ") for i in measures.by_concept[found[0].key]))


def _outside_names(question: str, mentions: tuple[Mention, ...], measures: Measures) -> tuple[Mention, ...]:
    """The mentions that are not part of a measure's name: the UK in "Innovate UK" is no place asked about."""
    low = question.lower().replace("’", "'")
    spans = []
    for phrase in (*measures.phrases_with_place, *measures.titles):
        start = low.find(phrase)
        while start >= 0:
            spans.append((start, start + len(phrase)))
            start = low.find(phrase, start + 1)
    outside = (m for m in mentions if not any(a <= m.start and m.end <= b for a, b in spans))
    return tuple(
        m
        for m in outside
        if not INDEX_UNIT.match(question, m.end)
        and not (
            m.candidates[0].name in WHOLE and _THE_REST.search(question[: m.start]) and measures.names_any(question)
        )
        and not (m.candidates[0].name in WHOLE and KINDS_OF.match(question, m.end))
        and not (m.candidates[0].name == "England" and OF_ENGLAND.match(question, m.end))
    )


def _measure_in_full(name: str, measures: Measures) -> bool:
    """True when every word in capitals belongs to one measure's name: "Cumbria Gross Value Added"."""
    words = tokens(name)
    return any(len(found.positions) == len(words) for found in measures.read(words).concepts)
