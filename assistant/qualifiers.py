"""Words of a question that narrow its measure to something else: the "superfast" of "premises with superfast broadband".

A measure found by its name is not always the one asked for. What is left of the question once the measure's own words,
places, years and the words of asking are taken away must be near the measure in meaning; if it is not, the figure is no
answer but the nearest thing held, and is said to be that.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.clauses import SMALL
from assistant.cues import AS_NEAR, HIGH, LOW, MOVES, PART_OF_ORDER, PARTS, SIZED
from assistant.meaning import Meaning
from assistant.measures import LIGHT, UNIT, Measures, canonical
from assistant.periods import number_word
from assistant.read_question import LEAVING, MASKS, SET_ASIDE, Own, of_its_kind
from assistant.words import FILLER, FILLER_STEMS, stem, tokens
from ingest.names import measure_names

CLOSE = 0.7  # cosine of a word with the nearest word of the measure from which it is taken to mean the same
CLOSE_BY_MEANING = 0.4
PICTURED = ("profile", "picture", "snapshot", "overview")  # "age profile" asks for no profile of a place
# Words that ask for another statistic of the same thing: they make a figure the nearest, but never a far one.
STATISTIC = frozenset(
    """median weekly hourly monthly daily quarterly gross net real nominal adjusted seasonally modal quartile decile weighted
    basic provisional""".split()  # noqa: SIM905
)
# Words that ask for some areas of a kind: "which southern LEP", "coastal districts".
SORTS_OF_AREA = frozenset(
    """northern southern eastern western northernmost southernmost midland coastal rural urban inland upland metropolitan
    industrial""".split()  # noqa: SIM905
)
# "In the South": a side of the country that is no region.
SIDES = frozenset({"south", "east", "west"})
_IN_THE_SIDE = re.compile(
    r"\b(?:in|across|of|within|from|throughout) the (?:deep |far )?(?:south|east|west)\b(?! (?:of|east|west|midlands|coast)\b)"
)
AREAS_NAMED = frozenset(
    """lep leps region regions nation nations area areas district districts county counties council
    councils""".split()  # noqa: SIM905
)
# Words that a vector of meaning takes for alike, and that say the contrary.
OPPOSITE = {
    one: other
    for pair in (
        "upload download", "uploads downloads", "parttime fulltime", "part full", "export import", "exports imports",
        "exporting importing", "male female", "men women", "rural urban", "public private", "internal international",
        "domestic foreign", "births deaths", "survival death", "survive die", "surviving dying", "survivors deaths", "buyers sellers", "temporary permanent", "inward outward", "inbound outbound",
        "undergraduate postgraduate", "undergraduates postgraduates", "gained lost", "outgoing incoming",
    )
    for one, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip
# Some ages of people: "jobs for under-25s", "residents aged 16 to 24".
AGES = re.compile(
    r"\b(?:under|over|above|below)[- ]\d\ds?\b(?!\s*(?:%|percent|per|minutes?|mbit|[,.]\d))|\bpension(?:er|able age)s?\b|\baged? (?:(?:under|over|from|between) )?\d\d?\b|\b\d\d?[- ]years?[- ]olds?\b|\bin their (?:teens|\w+ties)\b"
)
AGED = frozenset("under over aged age from between year years old olds in their".split())  # noqa: SIM905
FAR, FAR_OF_SEVERAL = 0.5, 0.6  # cosine of the question with the measure, below which that is not worth giving
PEOPLE = frozenset({"people", "persons", "residents", "inhabitants"})
DOING = frozenset(
    stem(word)
    for word in ("work", "start", "earn", "run", "move", "receive", "spend", "perform", "sector", "industry", "out")
)
ALIKE = 0.9  # of the measure's weight, from which another that the words name as well accounts for its words too
PERSONS = PEOPLE | {"population"}
KINDRED = {
    "jobs": ("workers", "employed", "employees"),
    "r&d": ("research",),
    "adults": ("aged",),
    "staff": ("employees", "employed"),
    "workers": ("employees", "employed"),
    "work": ("employed", "employees"),
}
SENTENCE = re.compile(r"[.?!;:…]+\s+|\.{2,}\s*|\s[-–—]+\s")
LONG = 9  # letters from which a word may hold two slips of the finger
# Words with which any figure may be asked for, beyond those that carry nothing at all (assistant/words.py).
ASKING = frozenset(
    """drew drawn draw drawing academic active actual annual approx attract attracted avg best breakdown calculate count date decade
    detail devolved earlier employment estimate estimated etc exact far figure final first further gain generate generated given
    gone headcount hour hours info information these days initial instead january february march april may june july august september
    october november december later line list listed log long longer march maximum max midlands minimum min minute minutes
    multiple name named names thing things newer next no north northern not old older out part people person persons plot resident residents produce produced
    publish published quick quicker quickly related right same scale second seconds shift shifted short
    shorter show side sign signed size slice south southern east eastern west western spread state stated study support
    supported through twelve twenty eleven thirteen fourteen fifteen sixteen seventeen eighteen nineteen ninety improve
    improved improvement unit units uk whereabouts workforce yearly mbit s m mn bn million billion thousand hundred percentages
    pls plz youve ive im ill id youre weve were whats thats dont cant isnt didnt cheers ta plain simple door kindly folk folks
    scrap scratch page hoping curious keen wonder wondering maybe perhaps haul tally takings away gave given face faced greater everything chapter section paragraph colleague colleagues books grand reading readings lqs interested after compound compounded mind told paper board plus survey edition version
    located sum annum absolute unweighted attainment attained attain freshest fraction whichever itself themselves host hosts hosting enjoy enjoys enjoyed
    judged rated assessed deemed classed regarded considered graded cleanest cleaner dirtiest tidy proper
    someone somebody sent official officially published awarded pp pps diff separately respectively jointly joint tied equal equally correct right wrong true false yes no think believe heard
    lot bunch hiya hello hey howdy morning afternoon evening way supposedly apparently reckon currently please kindly outspend outspends outspent outearn outearns linked associated connected attached tied""".split()  # noqa: SIM905
)
ONLY_ASKS = FILLER_STEMS | LIGHT | frozenset(map(stem, ASKING | SMALL))

NEARBY = frozenset({"closest", "nearest", "close", "similar", "within"})
_END = re.compile(rf"{HIGH}|{LOW}")  # an end of an order, which makes no measure another


def narrowing(
    own: Own,
    concepts: Sequence[str],
    breakdowns: Sequence[str],
    measures: Measures,
    meaning: Meaning,
    by_name: bool = True,
) -> tuple[str, ...]:
    """The question's words that the measure asked for does not account for, in order; () when all are accounted for.

    A measure found by the meaning of the words rather than by its name need be less near to each of them.
    """
    close = CLOSE if by_name else CLOSE_BY_MEANING
    vocabulary = _vocabulary(concepts, breakdowns, measures)
    found = (*own.reading.concepts, *own.reading.breakdowns)
    weight = max((f.weight for f in found if f.key in concepts), default=0.0)
    roots = {c.split("_")[0] for c in concepts}
    kin = [f for f in found if f.weight >= ALIKE * weight and f.key.split("_")[0] in roots]
    meant = [f for f in found if f in kin or f.key in concepts or f.key in breakdowns]
    meant = meant or list(own.reading.concepts[:1])
    named = {p for f in meant for p in f.positions}
    # A sector for which the measure is not held makes it another: "GVA per hour in manufacturing".
    other_sectors = {p for f in own.reading.breakdowns if not breakdowns for p in f.positions} - named
    by_head = re.search(r"\bper\b", own.low) is not None
    judged = re.findall(r"\b(?:most|least|more|less|very|so|how|too) ([a-z]+)", own.low)  # "the most inventive cities"
    # "How many people work …" asks for other people than all who live there.
    said = {own.words[p] for p in named if stem(own.words[p]) not in FILLER_STEMS}
    doing = DOING if said and said <= PEOPLE and "population" in concepts else frozenset()
    left = []
    for position, word in enumerate(own.words):
        if own.without and word in LEAVING:
            continue
        if (word in MOVES and "change" in own.cues.names) or _END.fullmatch(word):
            continue
        if word in NEARBY and ((own.cues.bar and own.cues.bar.near) or own.relations or AS_NEAR.search(own.low)):
            continue
        if concepts and word in SIDES and _IN_THE_SIDE.search(own.low):
            left.append(word)
            continue
        if concepts and word == "inflation":
            left.append(word)  # all money held is in the prices of its year
            continue
        # An employment rate is no number of jobs.
        if word in ("rate", "rates") and position - 1 in named and not any(_relative(c, measures) for c in concepts):
            left.append(word)
            continue
        if position in named or position in own.aside or word in MASKS or len(word) < 2 or UNIT.match(word):
            continue
        if of_its_kind(word, own):
            continue
        if word in PARTS and PART_OF_ORDER.search(own.low):
            continue  # "in the bottom quarter" asks for a place in the order
        if word in judged or word in own.related or (by_head and word in PERSONS):
            continue
        before, after = ("", *own.words)[position], (*own.words, "")[position + 1]
        if word == "median" and "mean" in own.cues.names:
            continue  # of places: the middle one
        if concepts and word in SORTS_OF_AREA and after in AREAS_NAMED:
            left.append(word)  # some of the areas, and it is not told which
            continue
        if concepts and word in STATISTIC - vocabulary:
            left.append(word)
            continue
        contrary = OPPOSITE.get(word, "") in vocabulary and word not in vocabulary
        if not contrary and stem(word) not in doing and _accounted(word, before, after, vocabulary):
            continue
        if (
            not contrary
            and stem(word) not in doing
            and position not in other_sectors
            and any(meaning.closeness(word, c) >= close for c in concepts)
        ):
            continue
        if concepts or after in PICTURED:
            left.append(word)
    aged = (m[0] for m in AGES.finditer(own.low) if concepts and not set(tokens(m[0])) - AGED <= vocabulary)
    ages = (text for text in aged if not _is_bound(text, own))
    set_aside = (m[0] for m in SET_ASIDE.finditer(own.low) if concepts and canonical(m[1]) in vocabulary)
    # A quotient that is not held for a sector: "GVA per job in tourism" is not the GVA of tourism.
    heaviest = max(own.reading.concepts, key=lambda f: f.weight, default=None)
    divided = heaviest is not None and "_per_" in heaviest.key and heaviest.key not in concepts and breakdowns
    by = [f"per {heaviest.key.split('_per_')[1]}"] if heaviest is not None and divided else []
    return tuple(dict.fromkeys((*left, *ages, *_other_sizes(own, concepts, vocabulary), *set_aside, *by)))


def _is_bound(text: str, own: Own) -> bool:
    """Whether what could be an age is the bound asked for: "above 15" of "which LEPs had PM10 above 15?"."""
    bound = own.cues.bound
    if bound is None or not (own.place_type or own.groups) or text.split()[-1] != f"{bound.number:g}":
        return False
    before = own.low[: own.low.find(text)].split()
    return not set(before[-2:]) & {*PERSONS, "those", "anyone", "everyone", "adults", "men", "women", "aged"}


def _relative(concept: str, measures: Measures) -> bool:
    """Whether a measure is a rate: a share, an index, money, or so much of one thing to another."""
    return any(
        i.unit.startswith("%")
        or i.unit in ("rank", "score", "index")
        or "=" in i.unit
        or re.search(r"\bper\b", i.unit)
        or i.unit.startswith(("GBP", "EUR"))
        for i in measures.by_concept[concept]
    )


def _other_sizes(own: Own, concepts: Sequence[str], vocabulary: frozenset[str]) -> list[str]:
    """Sizes of firms for which the measures are not held: "fewer than five staff" of small firms, of 10 to 49."""
    if not any(c.endswith(("enterprises", "businesses")) for c in concepts):
        return []
    said = ((m[0], m[1], number_word(m[1])) for m in SIZED.finditer(own.low))
    return [whole for whole, word, number in said if number and not {word, str(number)} & vocabulary]


def far_off(phrase: str, concepts: Sequence[str], narrowed: Sequence[str], meaning: Meaning | None) -> bool:
    """Whether a narrowed measure is too far from what is asked to be worth giving even as the nearest thing held."""
    if meaning is None or not concepts:
        return bool(narrowed)
    if set(narrowed) <= STATISTIC:
        return False
    nearest = max(meaning.cosine(phrase, concept) for concept in concepts)
    return nearest < (FAR if len(narrowed) == 1 else FAR_OF_SEVERAL)


def _accounted(word: str, before: str, after: str, vocabulary: frozenset[str]) -> bool:
    """Whether a word, between two others, only asks for a figure or is a word of the measure."""
    if after in ("time", "term") and word in ("part", "short", "long"):
        return False  # "part-time" asks for no part of anything
    if stem(word) in ONLY_ASKS or (before == "by" and canonical(word) == canonical("firms")):
        return True
    own = {canonical(word), *KINDRED.get(word, ()), word.rstrip("0123456789")}
    return bool(own & vocabulary) or _shortened(word, vocabulary)


def _shortened(word: str, vocabulary: frozenset[str]) -> bool:
    """True for a short form or a misspelling of one of the words: "unis" of "university", "sciene" of "science"."""
    short = word.rstrip("s")
    if len(short) >= 3 and any(v.startswith(short) for v in vocabulary):
        return True
    slips = 1 + (len(word) >= LONG)
    return len(word) >= 5 and any(
        word[0] == v[0] and min(len(word), len(v)) > 4 * slips and OSA.distance(word, v) <= slips
        for v in (*vocabulary, *FILLER, *ASKING)
    )


def _vocabulary(concepts: Sequence[str], breakdowns: Sequence[str], measures: Measures) -> frozenset[str]:
    """The stems of the words in the names, description and unit of measures, and in the names of sectors."""
    texts: list[str] = list(breakdowns)
    for concept in concepts:
        for indicator in measures.by_concept[concept]:
            texts += [*measure_names(indicator), indicator.label, indicator.name, indicator.unit, indicator.description]
            texts += [*indicator.breakdown_aliases, *indicator.search_terms]
    words = {word for text in texts for word in tokens(text)}
    return frozenset({*words, *map(canonical, words)})
