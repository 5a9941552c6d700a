"""Words of a question: normal form, tokens, stems, and the small word lists that several steps share."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import Stemmer
from rapidfuzz.distance import OSA

TOKEN = re.compile(r"[a-z0-9&+*%£€]+(?:[.,]\d+)*")
_COMMA = re.compile("[,;]")
_POSSESSIVE = re.compile(r"'s?\b")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SPELLINGS = (
    (re.compile(r"\b(where|what|who|how|when)'s\b"), r"\1 is"),
    (re.compile(r"\b(is|are|was|were|do|does|did|have|has|had|could|would|should)n't\b"), r"\1 not"),
    (re.compile(r"\baccount(s|ed|ing)?(?= for\b)"), r"make"),
    (re.compile(r"\bpunch(?:es|ed|ing)? (?:\w+ )?above (?:its|their|her|his|our) weight\b"), "is strong"),
    (re.compile(r"\bbottom of the (?:pile|heap|class|table|league|list|pack)\b"), "bottom"),
    (re.compile(r"\btop of the (?:pile|heap|class|table|league|list|pack|tree)\b"), "top"),
    (re.compile(r"\bwhich (?:bits?|corners?) of\b"), "which area of"),
    (re.compile(r"\bgross value added\b"), "gva"),
    (re.compile(r"\bresearch (?:and|&) development\b"), "r&d"),
    (re.compile(r"\br\s*(?:&|\+|and|n)\s*d\b|\brnd\b"), "r&d"),
    (re.compile(r"\bdivided by\b"), "per"),
    (re.compile(r"(?<=[a-z]) \+ (?=[a-z])"), " and "),
    (re.compile(r"\bper (\d+)k\b"), r"per \1,000"),
    (re.compile(r"\bquals\b"), "qualifications"),
    (
        re.compile(
            r"\bnvq\s*(?:level\s*)?(\d)(?:\s*(?:\+|plus\b|or (?:above|higher|more|better)|and (?:above|higher|over)))?"
        ),
        r"nvq\1",
    ),
    (re.compile(r"\blevel\s*(\d)(?:\s*(?:\+|plus\b|or (?:above|higher)|and (?:above|higher)))?(?=\W|$)"), r"level\1"),
    (re.compile(r"\bh2020\b|\bhorizon2020\b"), "horizon 2020"),
    (re.compile(r"\bhe[\s-]?bci\b"), "hebci"),
    (re.compile(r"\bper\s*cent(?:age)?\b|\bpct\b|(?<!\d)\s%"), " percent"),
    (re.compile(r"\bstart[\s-]?ups?\b"), "startups"),
    (re.compile(r"\bspin[\s-]?(?:offs?|outs?)\b"), "spinoffs"),
    (re.compile(r"\btrade\s*marks?\b"), "trademarks"),
    (re.compile(r"\bhi(?:gh)?[\s-]?tech(?:nology)?\b"), "hightech"),
    (re.compile(r"\bfull[\s-]?tim(?:e|ers?)\b"), "fulltime"),
    (re.compile(r"\bpart[\s-]?timers?\b"), "part-time workers"),
    (re.compile(r"\bpost[\s-]?grad(?:uate)?s?\b|\bpgs\b"), "postgraduates"),
    (re.compile(r"\bft\b(?=[ -](?:employ|sal|pay|work|wage|earn|staff|job|stud|post|stem))"), "fulltime"),
    (re.compile(r"\bpop(?:\.|n)?(?=\s|$)(?! (?:music|up|songs?|culture|stars?))"), "population"),
    (re.compile(r"(?<=\bof )mine\b|\bmine\b(?= (?:is|was|says?|said|had|were))"), "it"),
    (re.compile(r"\bpay(?:s|ing)?\b(?= +(?:[\w'’]+ +){1,6}(?:for|to do)\b)"), "give"),
    (re.compile(r"\bintl\b|\bint'l\b"), "international"),
    (re.compile(r"[£]\s?(?:/|per )\s?(?:hr|hour)\b(?: worked)?"), "gva per hour worked"),
    (re.compile(r"(?<=\w)/(?:hr|hour)\b"), " per hour"),
    (re.compile(r"\b(?:eu )?tms?\b(?= (?:app|fil|reg))"), "eu trademarks"),
    (re.compile(r"\blocation quotients\b|\blqs\b|(?<!location )\bquotients?\b(?! of )"), "lq"),
    (re.compile(r"\b(?:the |a )?podium\b"), "top three"),
    (re.compile(r"\s*(?:->|→|–>)\s*"), " to "),
    (re.compile(r"\b(its|their|our|his|her|\w+s') own\b"), r"\1"),
    (re.compile(r"\b(of|all|both of) '?em\b"), r"\1 them"),
    (re.compile(r"(?<='s) (?:cut|slice|chunk) of (?=(?:the )?(?:uk|english|national|england))"), " share of "),
    (
        re.compile(
            r"\b(?:things|areas|fields) (?!(?:of|in|across) (?:the )?(?:country|uk|england|britain|nation)\b)(?=(?:(?:that|which|where) )?(?:[\w&-]+ ){1,5}speciali[sz])"
        ),
        "sectors ",
    ),
    (re.compile(r"\b(?:biggest|largest|main|top) employer (sector|industry)\b"), r"\1 that employs most people"),
    (re.compile(r"\b(sector|industry) is the (?:biggest|largest|main|top) employer\b"), r"\1 employs most people"),
    (re.compile(r"\buplift(?:s|ed)?\b"), "rise"),
    (re.compile(r"\badrift of\b"), "behind"),
    (re.compile(r"\b(top|bottom|best|worst|first|last) half(?: a |-|-a-| )dozen\b"), r"\1 six"),
    (re.compile(r"\b(top|bottom|best|worst|first|last) (?:a )?dozen\b"), r"\1 twelve"),
    (re.compile(r"\b(?:simple|straight|plain|unweighted|arithmetic) (?=(?:average|mean) of\b)"), ""),
    (re.compile(r"\b(?:all told|rolled up|rolled together|rolled into one)\b"), "altogether"),
)

# Words that carry no subject: grammar, politeness, and the verbs and nouns with which any figure may be asked for.
FILLER = frozenset(
    """a an the of in on at by for from to into onto with within without over under about around near as than and or but
    nor so if then else is are was were be been being am do does did done doing have has had having can could may might
    must shall should will would it its it's they them their there here this that these those which what whats who whom
    whose when where why how much many more most less least very too also just only even still yet please tell give show
    me us we you your our i my find list get got gets say says said let know see look looking want need like ok okay
    ie eg anything something hello hi hey thanks thank now again back well really actually exactly roughly approximately figure figures number
    numbers value values amount amounts total totals level levels rate rates data statistic statistics stat stats
    stand stood come came go went going put use using used made make makes making take took per each every all any both
    some other others another same such between against versus vs compare compared comparing comparison year years
    time times period latest recent recently newest today nowadays current currently most last first held hold holds available
    place places area areas patch patches region regions lep leps local enterprise partnership partnerships nuts2 nuts3 itl1 itl2
    itl3 nuts itl county counties district town city country countries nation nations council
    one two three four five six seven eight nine ten top bottom highest lowest poorest richest biggest smallest largest rank ranks
    ranked ranking order average mean up down since until till during after before ago there's wat whats
    sit sits sitting sat score scores scored scoring perform performs performed performing work works working worked
    earn earns earned receive receives received spend spends spent win wins won bring brings brought happen happens
    happened run runs running ran start starts started starting begin begins began flow flows flowing live lives lived
    living belong belongs move moves moved think thought ask asked mean means meant call called show shows showed shown
    see seen share percentage percent proportion number count money cash pounds pound sterling euros euro gbp eur
    sector sectors industry industries specialise specialised specialises specialism specialisms specialisation strong
    stronger strongest strength strengths weak weakest concentrated slow slower slowest fast faster fastest higher lower
    bigger smaller larger fewer better worse best worst grow grew grown growing growth change changes changed changing rise
    rose risen rising fall fell fallen falling increase increased increasing decrease decreased decline declined drop
    dropped trend trends point points difference different gap ratio neighbour neighbours neighbouring profile similar
    off coast coastal gigawatt gigawatts megawatts longest shortest sorry everyone altogether pull pulled table league far
    winning saw borders bordering pass passed passes data go goes topped top hit reach reached all across who
    second third fourth fifth sixth seventh eighth ninth tenth
    above below behind ahead beyond exceed exceeds exceeded head capita fte equivalent fulltime
    earliest oldest newest wide wider widest widen widened narrow narrower narrowed beat beats beaten peak peaked record
    typical typically v past beyond cross crosses crossed break breaks broke below under getting gets inside carried receipts
    rather become became broad main mostly leading lead leads dependent depend depends lean leans leaning rely relies reliant hardest heavily scoring fewest half double english
    national nationally whole combined together add added among amongst position wise
    local area's partnership's across around overall altogether combined based please broadly including avg england uk britain british lose loses losing told tells kept keeping pace ground
    stack stacks whether overtake overtaken overtook overtakes paragraph sentence sentences draft executive summary worth dependent
    overview snapshot glance fact facts bid bids evidence proof case claim bullet bullets stat application please catch catching caught closing
    narrowing widening narrow narrowed widen widened converge converging rest strong good excellent leader known important significant distinctive
    economy economies economic performance overall
    according report reported terms whole answer question quick brief briefly high low big small large great
    fraction portion slice chunk earlier later previously prior ago decade minus quicker quickest longer shorter busier busiest heavier heaviest
    landing landed member members anywhere adrift type
    """.split()  # noqa: SIM905
)


# Words that say what is to be done with figures, which a slip of the finger must not hide.
CUES = frozenset(
    """highest lowest biggest smallest largest greatest strongest weakest fastest slowest fewest bottom compare compared average
    between change changed growth grown ranking ranked percentage percent proportion neighbours neighbouring regions share
    difference total increase increased decrease decreased since earlier before profile similar sectors industries""".split()  # noqa: SIM905
)
# English words that are a letter away from one of them, and no slip.
NO_SLIP = frozenset(
    """chance chanced chanted charge charged clanged decease deceased fattest groan groin growl largess racked racking raked
    raking ranged ranging ranting scare shade shake shale shame shape shard shark sharp shave shire shore singe snare spare
    stare strangest tonal""".split()  # noqa: SIM905
)
SHORT_CUES = ("high", "tech", "rate", "jobs", "most", "rank")
_LONG_WORD = re.compile(r"(?<![\w'’-])[A-Za-z]{4,}(?![\w'’-])")


def cues_mended(text: str) -> str:
    """The text with slips in those words mended: "higest" is "highest", "avergae" "average".

    Other words stay, and so do those in capitals within a sentence, which are names: the "Shire" of Aberdeen.
    """
    plain = text != text.upper()

    def mended(match: re.Match[str]) -> str:
        named = plain and match[0][0].isupper() and re.search(r"[\w,&]\s*$", text[: match.start()])
        return match[0] if named else _cue(match[0].lower()) or match[0]

    return _LONG_WORD.sub(mended, text)


@lru_cache(maxsize=50_000)
def _cue(word: str) -> str | None:
    """The one cue that is a letter away from a word that is none itself; None for any other word."""
    if stem(word) in FILLER_STEMS or word in NO_SLIP:
        return None
    if len(word) == 4:
        swapped = [cue for cue in SHORT_CUES if sorted(cue) == sorted(word) and cue[0] == word[0]]
        return swapped[0] if swapped and OSA.distance(word, swapped[0]) == 1 else None
    near = [cue for cue in sorted(CUES) if cue[0] == word[0] and OSA.distance(word, cue) == 1]
    return near[0] if near else None


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """The text in lower case with one spelling for what officers spell in several: "R and D" is "r&d", "NVQ 4+" "nvq4"."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a lower-case word; words with digits or signs are kept as they are.

    Snowball has one stem for products and productivity, which are two subjects.
    """
    if word.startswith("productiv"):
        return "productiv"
    return _stemmer().stemWord(word) if word.isalpha() else word


def tokens(text: str) -> list[str]:
    """Lower-case word tokens of the text in order, hyphens split, possessives dropped: "NVQ4+" is "nvq4"."""
    return list(_tokens(text)[0])


def commas_after(text: str) -> frozenset[int]:
    """The positions of the tokens that a comma or semicolon parts from the next: {0} in "GVA, jobs and pay"."""
    return _tokens(text)[1]


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The tokens of a text and where commas part them; the names of measures are read again for every question."""
    text = _POSSESSIVE.sub("", normal(text)).replace("-", " ")
    found = list(TOKEN.finditer(text))
    parted = (i for i, (a, b) in enumerate(pairwise(found)) if _COMMA.search(text, a.end(), b.start()))
    return tuple(match[0].rstrip("+*.,") or match[0] for match in found), frozenset(parted)


def stems(text: str) -> list[str]:
    """The stems of the text's tokens, in order."""
    return [stem(token) for token in tokens(text)]


FILLER_STEMS = frozenset(stem(word) for word in FILLER)


def content_stems(text: str) -> list[str]:
    """Stems that carry a subject, in order: no grammar, no request words, no bare numbers."""
    return [s for s in stems(text) if s not in FILLER_STEMS and not s.replace(".", "").replace(",", "").isdigit()]
