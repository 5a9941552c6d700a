"""A question and the turns before it, read into a Query: places, measures, years, and what is to be done with them.

Nothing is looked up here. What a follow-up leaves out is taken from the last turn that had it; a question that names both
its place and its measure starts afresh and takes nothing over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.cues import HIGH, LOW, OTHER_AREAS, Cues, Operation, read_cues
from assistant.measures import Measures, Reading
from assistant.periods import Asked, asked_periods
from assistant.schema import Query, Turn
from assistant.words import content_stems, normal, tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

PLACEHOLDER, TITLE = "qqplace", "qqtitle"
# A place's name that goes on in capitals is the name of something there: "Norwich Research Park".
NAMED = re.compile(rf"({PLACEHOLDER})\s+((?:[A-Z][a-z]+\s+)+[A-Z][a-z]+)")
AREA_TYPES = {
    "lep": "LEP", "leps": "LEP", "local enterprise partnership": "LEP", "local enterprise partnerships": "LEP",
    "nuts2": "NUTS2", "nuts 2": "NUTS2", "itl2": "ITL2", "itl 2": "ITL2", "nuts3": "ITL3", "nuts 3": "ITL3", "itl3": "ITL3", "itl 3": "ITL3",
    "itl1": "ITL1", "itl 1": "ITL1", "nuts1": "region", "nuts 1": "region", "nuts": "NUTS2", "itl": "ITL2",
    "region": "region", "regions": "region", "nation": "country", "nations": "country", "country": "country", "countries": "country",
    "sub-region": "NUTS2", "sub-regions": "NUTS2", "subregion": "NUTS2", "subregions": "NUTS2",
}  # fmt: skip
_AREA_WORD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, AREA_TYPES), key=len, reverse=True)) + r")\b")
_DEICTIC_PLURAL = re.compile(r"\b(?:both|those|them|these|the two|the three|either|all three|each of|the pair)\b")
_DEICTIC = re.compile(r"\b(?:that|it|this|there|same|its|their|they|here|that one|the former|the latter)\b")
_LEAD_IN = re.compile(
    r"^\W*(?:and|also|what about|how about|or|but|so|then|now|plus|ok(?:ay)?(?: then)?|same for|as well|too|again)\b"
)
_GOES_ON = re.compile(r"^\W*(?:and|also|plus)\b|\bsame (?:year|period|time|date)\b|\b(?:that|the same) year\b")
_PULLED_IN = re.compile(r"\b(?:add|include|compare|compared|versus|vs|against|than|difference|gap|relative to|with)\b")
_RELATIONS = (
    ("neighbours", re.compile(r"\b(?:neighbou?rs?|neighbou?ring|surrounding|adjoining|adjacent|next door|border|bordering|borders|beside it|next to it)\b")),
    ("national", re.compile(r"\bnational (?:average|figure|mean|level|picture|rate)\b|\bnationally\b|\bthe country as a whole\b|\bnational\b(?= (?:one|comparison))")),
    ("region", re.compile(r"\b(?:its|the|their|our) (?:own )?(?:wider )?region(?:al)?\b(?: (?:average|figure|mean|as a whole))?(?!s)|\bregional (?:average|figure|mean)\b")),
    ("lep average", re.compile(r"\b(?:average|mean|typical|median) (?:lep|local enterprise partnership)\b|\blep (?:average|mean|median)\b|\b(?:average|mean|median) (?:of|across|for) (?:all |the )?(?:other )?leps\b")),
)  # fmt: skip
PEOPLE = frozenset("people staff employed employ employs employees worked workers jobs persons headcount".split())  # noqa: SIM905
JOINERS = frozenset("and plus also with or the on of in its their as well & both".split())  # noqa: SIM905
# A few everyday nouns that turn a question away from the tables when no measure's name holds them.
MANY_UNEXPLAINED = 3
WORTH_OF_A_WORD = 1.6  # how much of a measure's name each word must be outweighed by that nothing explains
SHORT_COUNTIES = {
    "warks": "Warwickshire", "wilts": "Wiltshire", "gloucs": "Gloucestershire", "glos": "Gloucestershire", "notts": "Nottinghamshire",
    "derbys": "Derbyshire", "cambs": "Cambridgeshire", "beds": "Bedfordshire", "bucks": "Buckinghamshire", "berks": "Berkshire",
    "herts": "Hertfordshire", "hants": "Hampshire", "lancs": "Lancashire", "leics": "Leicestershire", "lincs": "Lincolnshire",
    "northants": "Northamptonshire", "oxon": "Oxfordshire", "staffs": "Staffordshire", "worcs": "Worcestershire",
    "yorks": "Yorkshire", "iow": "Isle of Wight", "northumb": "Northumberland",
}  # fmt: skip
_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT_COUNTIES)})\b", re.IGNORECASE)
FEW_WORDS = 9  # of a question that may change the measure of the one before rather than name its own
DETAIL_YEAR = 2019  # the one year for which the 46 detailed industries are held
PER_HEAD_OF = {"gva": "gva_per_head", "gdp": "gdp_per_head", "gerd": "gerd_per_head"}


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


def resolve(question: str, history: Sequence[Turn], gazetteer: Gazetteer, measures: Measures) -> Query:
    """The question as understood, standing alone."""
    asked_as = question
    question = spelt_out(question)
    own = read_alone(question, gazetteer, measures)
    previous = _last_subject(history)
    choice = _chosen(question, history)
    if choice is not None:
        return _answered_choice(asked_as, choice, own, gazetteer)
    mentions, follows = _mentions(question, own, history, previous)
    concepts, breakdowns = _measures(own, measures)
    inherited_measure = False
    if (
        previous
        and previous.concepts
        and len(own.words) <= FEW_WORDS
        and (not concepts or set(concepts) <= measures.single)
    ):
        if changed := _changed_measure(own, previous, measures):
            concepts, breakdowns = changed
            follows = inherited_measure = True
    if not concepts and previous and previous.concepts and _elliptical(question, own):
        concepts, inherited_measure = previous.concepts, True
        breakdowns = breakdowns or previous.breakdowns
        follows = True
    if concepts and not own.reading.concepts and own.reading.breakdowns and previous and previous.concepts:
        follows = True
    if "per_head" in own.cues.names and previous and previous.concepts and not concepts:
        concepts, follows = previous.concepts, True
    if "per_head" in own.cues.names:
        concepts = tuple(PER_HEAD_OF.get(c, c) if PER_HEAD_OF.get(c, c) in measures.by_concept else c for c in concepts)
    operation = _operation(
        own,
        mentions,
        concepts,
        previous if follows or inherited_measure else None,
        bool(concepts) and set(concepts) <= measures.sector_families,
        bool(breakdowns),
        any(i.name.startswith(("average", "mean")) for c in concepts for i in measures.by_concept[c]),
    )
    if (
        concepts
        and not mentions
        and previous
        and operation not in ("rank", "count", "similar")
        and not own.groups
        and not own.foreign
    ):
        mentions, follows = _still(previous), True
    asked = own.asked
    goes_on = bool(_GOES_ON.search(own.low))
    if (follows or inherited_measure or goes_on) and previous:
        asked = _carried_periods(asked, previous, history, operation)
        if (
            operation == "difference"
            and len(mentions) == 1
            and len(_recent_mentions(history)) == 1
            and not own.asked.given
        ):
            operation = "change"
            asked = _carried_periods(own.asked, previous, history, operation)
        if operation == "difference" and len(mentions) == 1 and not own.asked.given and not own.mentions:
            mentions = _recent_mentions(history) or mentions
    cues = own.cues
    if (
        follows
        and previous
        and previous.cues
        and operation in ("rank", "sectors")
        and not cues.limit
        and not cues.ordinal
    ):
        if previous.operation == operation:
            cues = replace(cues, limit=previous.cues.limit, lowest=cues.lowest or previous.cues.lowest)
    if operation == "sectors" and not (
        follows and not own.reading.concepts and previous and previous.operation == "sectors"
    ):
        concepts = _sector_measures(question, own, concepts, asked, measures)
    if operation == "sectors" and own.cues.names & {"reports"}:
        operation, concepts = None, ()
    about_figures = bool(concepts) and _explained_enough(own) and TITLE not in own.words
    query = Query(
        question=asked_as,
        text=question,
        places=taken_places(mentions, gazetteer),
        mentions=mentions,
        concepts=concepts,
        breakdowns=breakdowns,
        asked=asked,
        operation=operation,
        cues=cues,
        place_type=own.place_type or (previous.place_type if follows and previous and operation == "rank" else None),
        groups=own.groups,
        relations=own.relations,
        foreign=own.foreign,
        unexplained=tuple(u for u in own.reading.unexplained if not any(u in f.lower() for f in own.foreign)),
        about_figures=about_figures,
        also=tuple(
            f.key
            for f in own.reading.concepts
            if f.key not in concepts and f.weight >= 0.5 * own.reading.concepts[0].weight
        ),
        follows=follows,
        notes=_notes(own),
    )
    return replace(query, text=_standalone(query, previous, own, measures), missing=_missing(query))


def _changed_measure(own: Own, previous: Query, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The measure and sectors that a few words make of the turn before: "and construction?", "per hour?"; None if none."""
    roots = {c.split("_")[0] for c in previous.concepts}
    for found in own.reading.breakdowns:
        kin = [c for c in measures.families_with(found.key) if c in previous.concepts]
        kin = kin or [c for c in measures.families_with(found.key) if c.split("_")[0] in roots]
        if kin:
            return (kin[0],), (found.key,)
    older = [word for word in tokens(previous.text) if not word.isdigit()]
    changed = measures.changed_by([w for w in own.words if w != PLACEHOLDER], older)
    return ((changed,), ()) if changed else None


def spelt_out(question: str) -> str:
    """The question with counties' short names spelt out: "Coventry & Warks" is "Coventry & Warwickshire"."""
    return _SHORT.sub(lambda m: SHORT_COUNTIES[m[0].lower()], question)


def read_alone(question: str, gazetteer: Gazetteer, measures: Measures) -> Own:
    """What the question says by itself."""
    mentions = _outside_names(question, gazetteer.mentions(question), measures)
    masked, last = [], 0
    for mention in mentions:
        masked += [question[last : mention.start], f" {PLACEHOLDER} "]
        last = mention.end
    text = "".join(masked) + question[last:]
    for title in measures.titles:
        start = text.lower().replace("’", "'").find(title)
        if start >= 0:
            text = f"{text[:start]} {TITLE} {text[start + len(title) :]}"
    text = NAMED.sub(lambda m: f"{m[1]} {TITLE}" if not _measure_in_full(m[2], measures) else m[0], text)
    words = tokens(text)
    cues = read_cues(question)
    if "per_head" in cues.names:
        words = [word for word in words if word not in ("per", "head", "capita", "person", "resident", "inhabitant")]
    taken = frozenset(i for i, word in enumerate(words) if word in (PLACEHOLDER, TITLE))
    low = normal(question)
    area = [m[1] for m in _AREA_WORD.finditer(normal(text))]
    return Own(
        cues=cues,
        asked=asked_periods(question),
        mentions=mentions,
        reading=measures.read(words, taken),
        relations=tuple(name for name, pattern in _RELATIONS if pattern.search(low)),
        groups=gazetteer.groups_in(question),
        place_type=AREA_TYPES[area[0]] if area else None,
        foreign=gazetteer.foreign_in(question),
        words=tuple(words),
        commas="," in question,
        low=low,
    )


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
    return tuple(m for m in outside if not re.match(r"\s*=\s*1", question[m.end :]))  # "UK=100" is a unit


def _measure_in_full(name: str, measures: Measures) -> bool:
    """True when every word in capitals belongs to one measure's name: "Cumbria Gross Value Added"."""
    words = tokens(name)
    return any(len(found.positions) == len(words) for found in measures.read(words).concepts)


def taken_places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places a question is taken to be about, most specific first; a town or district is followed by its LEPs."""
    places: list[Place] = []
    for mention in mentions:
        chosen = mention.candidates if mention.ambiguous else mention.candidates[:1]
        for place in chosen:
            places.append(place)
            if place.place_type not in ("LEP", "country", "region", "NUTS2", "ITL2", "ITL1", "combined authority"):
                places += gazetteer.leps(place)
    return tuple({p.code: p for p in places}.values())


def _last_subject(history: Sequence[Turn]) -> Query | None:
    """The last query that was about something held: one that asked nothing sensible carries nothing on."""
    for turn in reversed(history):
        query = turn.answer.query
        if query.concepts or (
            turn.answer.status not in ("not_found", "blocked", "error") and (turn.answer.hits or query.mentions)
        ):
            return query
    return None


def _chosen(question: str, history: Sequence[Turn]) -> tuple[Query, Place] | None:
    """The place picked when the last answer asked which of several was meant: "Liverpool" after "LCR"."""
    if not history or history[-1].answer.status != "ambiguous" or len(tokens(question)) > 8:
        return None
    query = history[-1].answer.query
    said = set(tokens(question))
    for mention in query.ambiguous:
        names = {p.code: set(tokens(p.name)) | {p.place_type.lower()} for p in mention.candidates}
        common = set.intersection(*names.values())
        fits = [p for p in mention.candidates if (names[p.code] - common) & said]
        if len(fits) == 1:
            return query, fits[0]
    return None


def _answered_choice(question: str, choice: tuple[Query, Place], own: Own, gazetteer: Gazetteer) -> Query:
    """The earlier question with the chosen place put in, and a year if one is given now."""
    query, place = choice
    mentions = tuple(
        replace(m, candidates=(place,), ambiguous=False) if m.ambiguous and place in m.candidates else m
        for m in query.mentions
    )
    settled = replace(
        query,
        question=question,
        mentions=mentions,
        places=taken_places(mentions, gazetteer),
        asked=own.asked if own.asked.given else query.asked,
        follows=True,
        missing=(),
    )
    return replace(settled, text=f"{query.text} ({place.name})")


def _measures(own: Own, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Measures and sectors asked for: several only when they are listed ("NVQ4+ and STEM jobs")."""
    found = list(own.reading.concepts)
    sectors = tuple(f.key for f in own.reading.breakdowns)
    concepts = _share_or_number(_listed(found, own.words, own.commas), own, measures)
    if not sectors and "sectors" not in own.cues.names and not own.reading.breakdowns:
        whole = tuple(c for c in concepts if c not in measures.sector_families)
        concepts = whole or concepts
    if sectors:
        concepts = _with_sector(concepts, sectors, own, measures)
        if not any(set(measures.families_with(s)) & set(concepts) for s in sectors):
            sectors = ()
        else:
            sectors = tuple(s for s in sectors if set(measures.families_with(s)) & set(concepts))
            sectors = _best_sectors(sectors, own)
    return concepts, sectors


def _share_or_number(concepts: tuple[str, ...], own: Own, measures: Measures) -> tuple[str, ...]:
    """The share of a measure that is held as a number and as a share, or the number, as the words ask."""
    out = []
    for concept in concepts:
        base = concept.removesuffix("_share")
        if f"{concept}_employment" in measures.by_concept and PEOPLE & set(own.words):
            out.append(f"{concept}_employment")
        elif "share" in own.cues.names and f"{concept}_share" in measures.by_concept:
            out.append(f"{concept}_share")
        elif (
            base != concept
            and base in measures.by_concept
            and {"many", "number"} & set(own.words)
            and "share" not in own.cues.names
        ):
            out.append(base)
        else:
            out.append(concept)
    return tuple(out)


def _listed(found: Sequence, words: Sequence[str], commas: bool) -> tuple[str, ...]:
    """The heaviest measure, and the others that stand apart from it in a list ("NVQ4+ and STEM jobs")."""
    if not found:
        return ()
    best = found[0]
    keys = [f.key for f in found if f.positions == best.positions and f.weight == best.weight]
    taken = [best]
    for other in (*found[1:], *found[1:]):  # twice, since a measure may stand next to one found only later
        if other.key in keys or any(other.positions & f.positions for f in taken) or other.weight < 0.3 * best.weight:
            continue
        near = {p for f in taken for p in f.positions}
        a, b = min(((a, b) for a in other.positions for b in near), key=lambda pair: abs(pair[0] - pair[1]))
        between = set(words[min(a, b) + 1 : max(a, b)])
        between = {w for w in between if w not in (PLACEHOLDER,) and not w.isdigit()}
        if between <= JOINERS and (commas or between & {"and", "plus", "&"}):
            keys.append(other.key)
            taken.append(other)
    where = {f.key: min(f.positions) for f in reversed(found)}
    return tuple(dict.fromkeys(sorted(keys, key=lambda key: where[key])))


def _best_sectors(sectors: tuple[str, ...], own: Own) -> tuple[str, ...]:
    """The sectors named by the heaviest, non-overlapping words."""
    kept: list = []
    for found in own.reading.breakdowns:
        if found.key in sectors and not any(
            found.positions & k.positions and found.weight < k.weight - 1e-9 for k in kept
        ):
            kept.append(found)
    return tuple(f.key for f in kept)


def _with_sector(concepts: tuple[str, ...], sectors: tuple[str, ...], own: Own, measures: Measures) -> tuple[str, ...]:
    """The measure a sector belongs to: "R&D" with "aerospace" is business R&D by product group; GVA with it, GVA by sector."""
    held = [c for s in sectors for c in measures.families_with(s)]
    if any(c in held for c in concepts):
        return tuple(c for c in concepts if c in held)
    for concept in concepts:
        kin = [c for c in held if c.startswith(f"{concept}_")]
        if not kin and concept in measures.sector_families:
            kin = [c for c in held if c.split("_")[0] == concept.split("_")[0]]
        if kin:
            if "share" in own.cues.names and (shares := [c for c in kin if c.endswith("_share")]):
                return (shares[0],)
            return (kin[0],)
    if concepts:
        return concepts
    for words, root in (
        ({"r&d", "research"}, "berd"),
        (PEOPLE, "employees"),
        ({"gva", "output", "economy", "worth"}, "gva"),
    ):
        if words & set(own.words) and (kin := [c for c in held if c.startswith(root)]):
            return (kin[0],)
    wanted = "lq_" if {"sectors"} & own.cues.names else None
    if wanted and (lq := [c for c in held if c.startswith(wanted)]):
        return (lq[0],)
    if "share" in own.cues.names and (shares := [c for c in held if c.endswith("_share")]):
        return (shares[0],)
    return ()


def _elliptical(question: str, own: Own) -> bool:
    """True when the question names no measure of its own and little else: "And Cumbria?", "what about 2014 for both?"."""
    if own.reading.concepts or own.cues.names & {"definition", "injection", "advice"}:
        return False
    unexplained = len(own.reading.unexplained)
    if not (own.mentions or own.asked.given or own.groups or own.relations or own.cues.operation or own.cues.ordinal or own.cues.names
            or own.place_type or own.cues.lowest or re.search(rf"\b{HIGH}\b", own.low) or _DEICTIC.search(own.low)
            or _DEICTIC_PLURAL.search(own.low)):  # fmt: skip
        return False
    return unexplained == 0 or (unexplained == 1 and bool(_LEAD_IN.search(normal(question))))


def _mentions(
    question: str, own: Own, history: Sequence[Turn], previous: Query | None
) -> tuple[tuple[Mention, ...], bool]:
    """The places meant: those named, with those of earlier turns where the words point back to them."""
    low = normal(question)
    if not previous or not history:
        return own.mentions, False
    if _DEICTIC_PLURAL.search(low) and not own.reading.concepts and not own.mentions:
        return (_recent_mentions(history) or previous.mentions), True
    if (
        not own.mentions
        and "share" in own.cues.names
        and _DEICTIC.search(low)
        and len(recent := _recent_mentions(history)) == 2
    ):
        return recent, True
    if not own.mentions:
        return own.mentions, False
    if (
        not own.reading.concepts
        and _PULLED_IN.search(low)
        and (
            _DEICTIC.search(low)
            or "than" in low
            or low.strip().startswith(("compare", "versus", "vs", "against", "add", "include"))
        )
    ):
        return _joined(_still(previous), own.mentions), True
    if not own.reading.concepts and "compare" in own.cues.names and len(own.mentions) == 1 and _DEICTIC.search(low):
        return _joined(_still(previous), own.mentions), True
    if (
        own.cues.operation in ("compare", "difference", "ratio")
        and len(own.mentions) == 1
        and _elliptical(question, own)
    ):
        return _joined(_still(previous), own.mentions), True
    return own.mentions, False


def _still(previous: Query) -> tuple[Mention, ...]:
    """The settled places of the last turn."""
    return tuple(m for m in previous.mentions if not m.ambiguous)


def _recent_mentions(history: Sequence[Turn]) -> tuple[Mention, ...]:
    """The last two places talked of, in the order in which they came up; those of one turn when it named several."""
    found: dict[str, Mention] = {}
    for turn in reversed(history):
        named = [m for m in turn.answer.query.mentions if not m.ambiguous]
        if len(named) > 1 and not found:
            return tuple(named)
        for mention in reversed(named):
            found.setdefault(mention.candidates[0].code, mention)
        if len(found) >= 2:
            break
    return tuple(reversed(list(found.values())[:2]))


def _joined(first: Sequence[Mention], second: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple({m.candidates[0].code: m for m in (*first, *second)}.values())


def _operation(
    own: Own,
    mentions: Sequence[Mention],
    concepts: Sequence[str],
    previous: Query | None,
    needs_sector: bool,
    has_sector: bool,
    averaged: bool,
) -> Operation | None:
    """What is to be done: the cue, corrected by how many places and years are named."""
    cues, n = own.cues, len(mentions)
    superlative = re.search(rf"\b(?:{HIGH}|{LOW})\b", own.low)
    operation = cues.operation
    if (
        operation in (None, "trend")
        and n == 1
        and (own.asked.ranged or own.asked.spoken)
        and re.search(r"\btotal(?:led|s)?\b|\bin all\b", own.low)
    ):
        operation = "sum"
    several_years = own.asked.ranged or len(own.asked.years) > 1
    if cues.ordinal and cues.ordinal > 1 and previous and previous.operation == "rank":
        return "rank"
    if operation is None and previous and previous.operation and not own.asked.given and not own.reading.concepts:
        if previous.operation in ("place_rank", "sectors", "change", "trend", "sum", "share") and n:
            operation = previous.operation
    if operation is None and previous and n == 0 and superlative and not own.reading.concepts and not own.asked.given:
        return "rank"
    if "share" in cues.names and previous and n == 2 and not own.mentions and _whole(mentions):
        return "share"
    if (
        operation is None
        and previous
        and previous.operation == "sectors"
        and not (own.reading.concepts or own.reading.breakdowns)
    ):
        operation = "sectors"
    if operation in (None, "rank") and n == 1 and needs_sector and not has_sector:
        operation = "sectors"
    if operation == "sectors" and (n == 0 or (concepts and not _sector_measure(concepts))):
        operation = "rank" if "rank" in cues.names else None
    if operation == "place_rank" and n == 0:
        operation = "rank"
    if operation in ("rank", "count") and n >= 2 and not own.place_type and not own.groups:
        operation = "compare"
    if (
        operation == "rank"
        and n == 1
        and not own.groups
        and mentions[0].candidates[0].place_type in ("LEP", "NUTS2", "ITL2", "ITL3")
    ):
        operation = "change" if several_years and not own.place_type else "place_rank"
    if operation is None and n == 0 and superlative and (own.place_type or own.groups):
        operation = "rank"
    plainly = re.search(r"\bover the \w+ years\b|\bon average\b|\byearly\b|\ba year\b", own.low)
    if operation in (None, "trend", "list") and "mean_over" in cues.names and (plainly or not averaged):
        operation = "mean"
    if operation == "compare" and n < 2 and not own.relations and not own.groups:
        if several_years:
            operation = "change"
        elif previous is None:
            operation = "threshold" if cues.bound else ("rank" if "rank" in cues.names else None)
    if (
        cues.bound
        and n == 0
        and (own.place_type or own.groups or OTHER_AREAS.search(own.low))
        and operation in (None, "rank", "count", "compare")
    ):
        operation = "count" if operation == "count" else "threshold"
    if operation == "difference" and n < 2 and several_years:
        operation = "change"
    if "share" in cues.names and operation in (None, "compare") and n == 2 and _whole(mentions):
        operation = "share"
    if operation is None and n >= 2:
        operation = "compare"
    if operation is None and several_years:
        operation = "trend" if own.asked.ranged else "list"
    if operation is None and own.asked.recent:
        operation = "trend"
    if operation is None and n == 0 and own.groups and concepts:
        operation = "rank"
    return operation


def _sector_measures(
    question: str, own: Own, concepts: Sequence[str], asked: Asked, measures: Measures
) -> tuple[str, ...]:
    """The sector measures that could rank a place's sectors, the likeliest by the words first."""
    text = normal(question)
    share = "share" in own.cues.names or re.search(r"\b(?:biggest|largest|main|important|make up|makes up)\b", text)
    specialised = re.search(r"\blq|location quotient|speciali|strong|concentrat|distinctive|strength", text)
    industry = re.search(r"\bindustr", text)
    broad = re.search(r"\bbroad\b|\bsections?\b", text) or any(
        y != DETAIL_YEAR for y in (*asked.years, asked.first, asked.last) if y
    )
    order = ["employees_sector"] if re.search(r"\b(?:jobs?|employ\w*|workers?|workforce)\b", text) else []
    if share and not specialised:
        order.append("gva_sector_share")
    order += ["lq_sector", "lq_industry"] if broad and not industry else ["lq_industry", "lq_sector"]
    order += ["gva_sector_share", "gva_sector", "employees_sector"]
    named = [c for c in concepts if c in measures.sector_families and not c.startswith("lq_")]
    return tuple(c for c in dict.fromkeys((*named, *order)) if c in measures.sector_families)


def _sector_measure(concepts: Sequence[str]) -> bool:
    return any(c.startswith(("lq_", "gva", "employees", "employment_by")) for c in concepts)


def _whole(mentions: Sequence[Mention]) -> bool:
    """True when one of two places contains the other's kind: a country and a region, a region and a LEP."""
    order = {"country": 3, "region": 2, "ITL1": 2}
    sizes = [order.get(m.candidates[0].place_type, 1) for m in mentions]
    whole = [m for m in mentions if m.candidates[0].name in ("United Kingdom", "England", "Great Britain")]
    return len(set(sizes)) == 2 or len(whole) == 1


def _carried_periods(asked: Asked, previous: Query, history: Sequence[Turn], operation: Operation | None) -> Asked:
    """The periods meant: those said, else those of the turn before; "ten years earlier" counts back from it."""
    base = previous.asked
    if asked.back is not None:
        years = base.years or tuple(y for y in (base.last, base.first) if y)
        if years:
            return Asked(years=(max(years) - asked.back,))
        return asked
    if asked.given:
        return asked
    if (
        asked.first
        and not asked.last
        and operation in ("change", "trend")
        and base.years
        and max(base.years) > asked.first
    ):
        return replace(asked, last=max(base.years))
    if operation == "trend" and len(asked.years) == 1 and len(base.years) == 1 and not asked.ranged:
        first, last = sorted((*asked.years, *base.years))
        return Asked(first=first, last=last, ranged=True)
    if asked.given:
        return asked
    if operation in ("change", "trend"):
        if base.ranged or len(base.years) > 1:
            return base
        recent: list[int] = []
        for turn in reversed(history):
            recent += [y for y in turn.answer.query.asked.years if y not in recent]
            if len(recent) >= 2:
                return Asked(first=min(recent[:2]), last=max(recent[:2]), ranged=True)
    return base


def _explained_enough(own: Own) -> bool:
    """True when the measure's name weighs more than the words that nothing explains."""
    unexplained = len(own.reading.unexplained)
    if not own.reading.concepts:
        return unexplained < MANY_UNEXPLAINED
    weight = own.reading.concepts[0].weight + sum(f.weight for f in own.reading.breakdowns[:1])
    return unexplained == 0 or (unexplained < MANY_UNEXPLAINED and weight >= WORTH_OF_A_WORD * unexplained)


def _missing(query: Query) -> tuple[str, ...]:
    """What must be asked back before figures can be given."""
    if not query.about_figures or query.operation in ("rank", "count", "threshold"):
        return ()
    if not query.mentions and not query.groups and not query.foreign:
        return ("place",)
    return ()


def _notes(own: Own) -> tuple[str, ...]:
    places = [f"“{m.text}” was read as {m.mended}" for m in own.mentions if m.mended]
    return (*places, *(f"“{was}” was read as “{now}”" for was, now in (m.split(" → ") for m in own.reading.mended)))


def _standalone(query: Query, previous: Query | None, own: Own, measures: Measures) -> str:
    """The question as understood, to be shown and searched with: a follow-up gets the words it left out."""
    if not previous or (own.reading.concepts and own.mentions):
        return query.question
    low = normal(query.question)
    points_back = bool(_LEAD_IN.search(low) or _DEICTIC.search(low) or _DEICTIC_PLURAL.search(low))
    if not query.follows and not (points_back or len(content_stems(query.question)) < 2):
        return query.question
    if query.follows and query.concepts:
        names = [measures.by_concept[c][0].name for c in query.concepts[:2] if c in measures.by_concept]
        sector = f" ({query.breakdowns[0]})" if query.breakdowns else ""
        where = ", ".join(m.candidates[0].name for m in query.mentions)
        years = ", ".join(str(y) for y in query.asked.years) or "-".join(
            str(y) for y in (query.asked.first, query.asked.last) if y
        )
        parts = [" and ".join(names) + sector, where, years or " ".join(query.asked.spoken)]
        return f"{query.question.rstrip(' ?.')} [{'; '.join(p for p in parts if p)}]"
    said = set(content_stems(query.question))
    kept = [w for w in re.findall(r"[\w&+'’-]+", previous.text) if (s := content_stems(w)) and not said & set(s)]
    extra = " ".join(dict.fromkeys(kept))
    return f"{query.question.rstrip(' ?.')} ({extra})" if extra else query.question
