"""The measures and sectors that a question asks for: by its own words, and by its meaning where these leave it open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.beside import OF_EMPLOYERS, of_employers, share_beside
from assistant.meaning import ASTRAY, LEAD, SECTOR_NEAR, SHORTLIST, Meaning, telling
from assistant.measures import LIGHT, Measures, canonical
from assistant.periods import Asked
from assistant.read_question import INDEX_UNIT, PLACEHOLDER, WIDE, Own
from assistant.words import FILLER_STEMS, content_stems, normal, stem

PEOPLE = frozenset(
    [
        "people",
        "staff",
        "employed",
        "employ",
        "employs",
        "employees",
        "worked",
        "workers",
        "jobs",
        "persons",
        "headcount",
        "fte",
        "ftes",
    ]
)
UK_IS = re.compile(rf"\b(?:uk|united kingdom){INDEX_UNIT.pattern}")
INDEX = frozenset({"index", "indexed", "indices"})
JOINERS = frozenset("and plus also with or the on of in its their as well & both".split())  # noqa: SIM905
DETAIL_YEAR = 2019  # the one year for which the 46 detailed industries are held


WEAK = 3.0  # a name of less weight ("jobs", "GVA") gives way more easily to a measure that the whole phrase means
OVER_WEAK, OVER_STRONG = 0.1, 0.2  # cosine by which a measure's meaning must be nearer than the one named
OVER_SECTOR = 0.15
SEVERAL_SECTORS = re.compile(
    r"\b(?:which|what|top|main|key|leading|biggest|strongest) (?:\w+ ){0,2}(?:sectors?|industry|industries|product groups?)\b|\b(?:sectors|industries|product groups)\b"
)
SHARES = frozenset("share proportion percentage percent part fraction".split())  # noqa: SIM905
NO_FIGURES = {"injection", "advice", "definition", "reports", "source"}

OTHER_WORKERS = frozenset("full fulltime part parttime self selfemployed".split())  # noqa: SIM905 - than all who have a job
WHOLE_OF = {
    "employees": "jobs"
}  # what all sectors together are called, where not by the first word of the sector's measure


@dataclass(frozen=True, slots=True)
class Meant:
    """Measures taken by meaning; `choices` are those to be asked about where none can be taken."""

    concepts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def meant_measures(own: Own, concepts: Sequence[str], measures: Measures, meaning: Meaning) -> Meant | None:
    """The measure that the whole phrase means, where it is another than the one named; None where the words decide."""
    about_areas = own.mentions or own.place_type or own.groups
    if own.reading.breakdowns or len(concepts) > 1 or own.cues.names & NO_FIGURES or not about_areas:
        return None
    named = concepts[0] if concepts else None
    if named and _says_it_all(own, named):
        return None
    others = measures.single | measures.sector_families
    near = meaning.measures_near(own.phrase, lambda c: c not in others or (c == named and c in measures.single))
    first = next(near, None)
    if first is None:
        return None
    needs_sector = named in measures.sector_families and "sectors" not in own.cues.names
    if named and not (needs_sector and first.sure):
        cosine = meaning.cosine(own.phrase, named)
        if cosine < ASTRAY and first.cosine < ASTRAY and _qualified(own):
            return Meant()
        weak = own.reading.unexplained or not own.reading.concepts or own.reading.concepts[0].weight < WEAK
        if first.concept == named and first.sure and weak and own.mentions:
            return Meant(tuple(concepts))
        if first.concept == named or first.cosine - cosine < (OVER_WEAK if weak else OVER_STRONG):
            return None
    others_near = list(near)
    rivals = [n for n in others_near if _root(n.concept) != _root(first.concept)]
    if first.sure and all(first.cosine - n.cosine >= LEAD for n in rivals):
        return Meant(_share_or_number((first.concept,), own, measures))
    far = not named or (own.reading.unexplained and first.cosine - meaning.cosine(own.phrase, named) >= OVER_STRONG)
    if first.possible and own.mentions and far:
        return Meant(
            choices=tuple(
                n.concept for n in (first, *others_near) if n.possible and first.cosine - n.cosine <= SHORTLIST
            )
        )
    return None


def _says_it_all(own: Own, named: str) -> bool:
    """True when a share of a nation's or region's figure is asked for, and the measure's name leaves no other word to explain."""
    words = {own.words[p] for f in own.reading.concepts if f.key == named for p in f.positions}
    asked = "share" in own.cues.names and _of_whole(own) and not own.reading.unexplained
    return asked and not set(telling(own.phrase.split())) - words - SHARES


def meant_sector(
    own: Own, concepts: tuple[str, ...], sectors: tuple[str, ...], measures: Measures, meaning: Meaning
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Measure and sector as named, or with the sector that the words beside the measure's name mean where it is nearer."""
    families = [c for c in concepts if c in measures.sector_families]
    elsewhere = own.cues.names & NO_FIGURES or not (own.mentions or own.place_type or own.groups)
    if not families or len(sectors) > 1 or elsewhere or SEVERAL_SECTORS.search(own.low):
        return concepts, sectors
    named = {p for f in own.reading.concepts if f.key in concepts for p in f.positions}
    beside = [w for p, w in enumerate(own.words) if p not in named and w != PLACEHOLDER and w not in JOINERS]
    phrase = " ".join(telling(beside))
    root = families[0].split("_")[0]
    held = {i.breakdown for i in measures.indicators if i.concept.split("_")[0] == root and i.breakdown}
    near = meaning.sectors_near(phrase, lambda sector: sector in held)
    if not near or near[0][1] < SECTOR_NEAR or near[0][0] in sectors:
        return concepts, sectors
    own_cosine = max((cosine for sector, cosine in meaning.sectors_near(phrase, lambda s: s in sectors)), default=0.0)
    if sectors and near[0][1] - own_cosine < OVER_SECTOR:
        return concepts, sectors
    meant = (near[0][0],)
    return _with_sector(concepts, meant, own, measures), meant


def _qualified(own: Own) -> bool:
    """True when a word that nothing explains stands right before the measure's name: "gender pay", "self-employment"."""
    if not own.reading.concepts:  # a judging word, or the turn before, gave the measure
        return False
    before = min(own.reading.concepts[0].positions) - 1
    return before >= 0 and own.words[before] in own.reading.unexplained


def _root(concept: str) -> str:
    """What a measure, its share and its rate have in common: "enterprise_death" of the count and the rate of deaths."""
    return concept.removesuffix("_share").removesuffix("_rate").removesuffix("s")


def named_measures(own: Own, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Measures and sectors asked for: several only when they are listed ("NVQ4+ and STEM jobs")."""
    if own.judged.concepts:
        return own.judged.concepts, ()
    found = list(own.reading.concepts)
    if (
        _all_performers(own)
        and any(f.key in ("berd", "herd", "goverd") for f in found)
        and "gerd" in measures.by_concept
    ):
        return ("gerd",), ()
    if not found and _plain_rd(own) and "gerd" in measures.by_concept:
        return ("gerd",), ()
    sectors = tuple(f.key for f in own.reading.breakdowns)
    concepts = _share_or_number(_listed(found, own.words, own.commas), own, measures)
    if (size := _BY_SIZE.search(own.low)) and concepts[:1] in (("enterprises",), ("businesses",)):
        sized = f"{size['size']}_enterprises"
        concepts = (sized, *concepts[1:]) if sized in measures.by_concept else concepts
    if _OF_A_SIZE.search(own.low) and any(c.endswith("_enterprises") for c in concepts):
        concepts = tuple(c for c in concepts if c.endswith("_enterprises"))
    if len(concepts) == 1 and (second := _second_half(own, concepts, measures)) and second not in concepts:
        concepts = (*concepts, second)
    if not sectors and "sectors" not in own.cues.names and not own.reading.breakdowns:
        whole = tuple(c for c in concepts if c not in measures.sector_families)
        whole_of = {} if OTHER_WORKERS & set(own.words) else WHOLE_OF
        roots = (whole_of.get(root := c.split("_")[0], root) for c in concepts)
        concepts = whole or tuple(dict.fromkeys(r for r in roots if r in measures.by_concept)) or concepts
    if sectors and _where_they_live(own, concepts):
        sectors = tuple(_of_residents(s, measures) for s in sectors)
    if sectors:
        concepts = _with_sector(concepts, sectors, own, measures)
        if not any(set(measures.families_with(s)) & set(concepts) for s in sectors):
            sectors = ()
        else:
            sectors = tuple(s for s in sectors if set(measures.families_with(s)) & set(concepts))
            sectors = tuple(s for s in best_sectors(own) if s in sectors) or sectors
    return concepts, sectors


# Firms of a size, which are not all firms: "firms with 250+ staff".
_OF_A_SIZE = re.compile(
    r"\b(?:firms|businesses|companies|employers|enterprises) (?:with|of|that (?:have|employ)|which (?:have|employ)|having|employing) (?:[a-z]+ ){0,3}\d"
)
_SIZE = r"(?:micro|small|medium|large)"
_BY_SIZE = re.compile(
    rf"(?<!and )(?<!or )\b(?P<size>{_SIZE})(?:-sized)? (?:enterprises|firms|businesses|companies)\b(?! (?:and|or) {_SIZE})(?!.*\b{_SIZE}(?:-sized)? (?:enterprises|firms|businesses|companies))"
)
# Those who perform R&D, of whom the total is asked for: "total R&D, everyone together - firms, universities, government".
_TOTAL_OF_ALL = re.compile(r"\b(?:total|overall|all|whole|combined|together|altogether)\b")
_APART = re.compile(
    r"\b(?:split|breakdown|broken|each|separately|respectively|versus|vs|compare[ds]?|between|versus|by (?:who|performer|sector))\b"
)
_PERFORMERS = (
    re.compile(r"\b(?:business(?:es)?|firms|companies|industry)\b"),
    re.compile(r"\b(?:universit(?:y|ies)|higher education|academi\w+)\b"),
    re.compile(r"\bgovernment\b"),
)


_RD = re.compile(
    r"^(?:(?:all|total|overall|the|compare|region|nation|country) )*(?:r&d|research and development)(?: (?:is|was|gets?|got|being|done|do|does|did|happens?|happened|takes?|took|place|carried|out|performed|undertaken))*$"
)


def _plain_rd(own: Own) -> bool:
    """True when R&D and no more is asked for, of regions and nations, for which the total is held."""
    wide = all(any(c.place_type in WIDE for c in m.candidates) for m in own.mentions)
    words = " ".join(w for w in own.phrase.split() if stem(w) not in FILLER_STEMS and w not in SHARES)
    return wide and (bool(own.mentions) or own.place_type in WIDE) and bool(_RD.match(words))


def _all_performers(own: Own) -> bool:
    """True when all R&D together is asked for, and those who perform it are only told."""
    told = sum(bool(pattern.search(own.low)) for pattern in _PERFORMERS)
    return told == len(_PERFORMERS) and bool(_TOTAL_OF_ALL.search(own.low)) and not _APART.search(own.low)


def _where_they_live(own: Own, concepts: Sequence[str]) -> bool:
    """True when those who work are counted where they live: "of the people living in Kent, how many are in farming?"."""
    return bool(LIVING & set(own.words)) and bool(set(concepts) & {"population", "jobs", "employees_sector"})


def _of_residents(sector: str, measures: Measures) -> str:
    """The broad industry of residents that a sector is called there: "Agriculture and fishing" of "… forestry and fishing"."""
    broad = [i.breakdown for i in measures.indicators if i.concept.startswith("residents_") and i.breakdown]
    named = set(content_stems(sector))
    return next((b for b in broad if set(content_stems(b)) <= named), sector)


def _share_or_number(concepts: tuple[str, ...], own: Own, measures: Measures) -> tuple[str, ...]:
    """The share of a measure that is held as a number and as a share, or the number, as the words ask."""
    out = []
    for concept in concepts:
        base = concept.removesuffix("_share")
        index = f"{concept}_index"
        if OF_EMPLOYERS.search(own.low) and (share := of_employers(concept, measures)):
            out.append(share)
        elif (
            index in measures.by_concept and index not in concepts and (INDEX & set(own.words) or UK_IS.search(own.low))
        ):
            out.append(index)
        elif f"{concept}_employment" in measures.by_concept and PEOPLE & set(own.words):
            out.append(f"{concept}_employment")
        elif (
            "share" in own.cues.names or _percent_bound(own) or "likely" in own.words
        ) and f"{concept}_share" in measures.by_concept:
            out.append(f"{concept}_share")
        elif (
            (rate := share_beside(concept, measures))
            and rate.endswith("_rate")
            and ({"rate", "rates"} & set(own.words) or ("share" in own.cues.names and not _of_whole(own)))
        ):
            out.append(rate)
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


def _percent_bound(own: Own) -> bool:
    """True for a bound in per cent on a level, which is one of a share: "over 30% of vacancies", but not "up by over 30%"."""
    return own.cues.bound is not None and own.cues.bound.kind == "%" and "change" not in own.cues.names


def _of_whole(own: Own) -> bool:
    """True when the share may be one of a nation's or region's figure: "what share of England's births is London's?"."""
    return len(own.mentions) > 1 and any(m.candidates[0].place_type in WIDE for m in own.mentions)


# People by what they work in: "how many people work in manufacturing".
WORK_IN = re.compile(r"\b(?:work(?:s|ed|ing)?|employ(?:s|ed)|jobs?|staff|workers) in\b")
WORKERS = ("residents_", "employees_")
LIVING = frozenset({"living", "live", "lived", "residents", "resident", "inhabitants"})
PERSONS = frozenset({"people", "persons", "residents", "resident", "inhabitants", "living", "live", "lived"})


_SO_MANY = frozenset("number of more fewer than many how".split())  # noqa: SIM905 - words around people that name nothing else


def _listed(found: Sequence, words: Sequence[str], commas: bool) -> tuple[str, ...]:
    """The heaviest measure, and the others that stand apart from it in a list ("NVQ4+ and STEM jobs")."""
    if not found:
        return ()
    best = found[0]
    if {words[p] for p in best.positions} <= PERSONS and WORK_IN.search(" ".join(words)):
        # "How many people work in professional occupations?" is of these and not of all who live there.
        best = next((f for f in found if not {words[p] for p in f.positions} <= PERSONS), best)
        found = [f for f in found if f is best or f.weight <= best.weight]
    keys = [f.key for f in found if f.positions == best.positions and f.weight == best.weight]
    taken = [best]
    found = [f for f in found if f is best or not {words[p] for p in f.positions} <= PERSONS | _SO_MANY]
    for other in (*found[1:], *found[1:]):  # twice, since a measure may stand next to one found only later
        if other.key in keys or any(other.positions & f.positions for f in taken) or other.weight < 0.3 * best.weight:
            continue
        near = {p for f in taken for p in f.positions}
        a, b = min(((a, b) for a in other.positions for b in near), key=lambda pair: abs(pair[0] - pair[1]))
        between = set(words[min(a, b) + 1 : max(a, b)])
        between = {w for w in between if w not in (PLACEHOLDER,) and not w.isdigit() and canonical(w) not in LIGHT}
        if between <= JOINERS and (commas or between & {"and", "plus", "&"}):
            keys.append(other.key)
            taken.append(other)
    where = {f.key: min(f.positions) for f in reversed(found)}
    return tuple(dict.fromkeys(sorted(keys, key=lambda key: where[key])))


def _second_half(own: Own, concepts: Sequence[str], measures: Measures) -> str | None:
    """The measure after "and" that leaves out the words it shares: "contract research with SMEs and with larger firms"."""
    words = own.words
    best = own.reading.concepts[0].positions
    for i, word in enumerate(words):
        if word in ("and", "plus", "&") and min(best) < i:
            end = next(
                (p for p in range(i + 1, len(words)) if words[p] == PLACEHOLDER or words[p].isdigit()), len(words)
            )
            after = [w for p, w in enumerate(words[i + 1 : end], i + 1) if p not in best]
            if telling(after):
                return measures.changed_by(after, [w for w in words[:i] if w != PLACEHOLDER], concepts)
    return None


def best_sectors(own: Own) -> tuple[str, ...]:
    """The sectors named by the heaviest, non-overlapping words."""
    kept: list = []
    for found in own.reading.breakdowns:
        if not any(found.positions & k.positions and found.weight < k.weight - 1e-9 for k in kept):
            kept.append(found)
    return tuple(f.key for f in kept)


def _with_sector(concepts: tuple[str, ...], sectors: tuple[str, ...], own: Own, measures: Measures) -> tuple[str, ...]:
    """The measure a sector belongs to: "R&D" with "aerospace" is business R&D by product group; GVA with it, GVA by sector."""
    held = [c for s in sectors for c in measures.families_with(s)]
    if _where_they_live(own, concepts) and (living := [c for c in held if c.startswith("residents_")]):
        return (next((c for c in living if c.endswith("_share") == ("share" in own.cues.names)), living[0]),)
    at_work = [c for c in held if c.startswith(WORKERS)] if WORK_IN.search(own.low) else []
    if at_work and set(concepts) <= {"population", "jobs"}:
        of_lep = own.place_type == "LEP" or any(m.candidates[0].place_type == "LEP" for m in own.mentions)
        shares = [c for c in at_work if c.endswith("_share")] if "share" in own.cues.names else []
        plain = [c for c in at_work if not c.endswith("_share")]
        return (min(shares or plain, key=lambda c: c.startswith("residents_") != of_lep),)
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
    if "gerd" in concepts and (of_business := [c for c in held if c.startswith("berd_")]):
        return (of_business[0],)  # "R&D on aerospace" is held of businesses
    if concepts:
        return concepts
    for words, root in (
        ({"r&d", "research"}, "berd"),
        (PEOPLE, "employees"),
        ({"gva", "output", "economy", "worth", "value", "£", "£m", "£bn"}, "gva"),
    ):
        if words & set(own.words) and (kin := [c for c in held if c.startswith(root)]):
            shares = [c for c in kin if c.endswith("_share")] if "share" in own.cues.names else []
            return ((shares or kin)[0],)
    wanted = "lq_" if {"sectors"} & own.cues.names else None
    if wanted and (lq := [c for c in held if c.startswith(wanted)]):
        return (lq[0],)
    if "share" in own.cues.names and (shares := [c for c in held if c.endswith("_share")]):
        return (shares[0],)
    return ()


def sector_measures(
    question: str, own: Own, concepts: Sequence[str], asked: Asked, measures: Measures
) -> tuple[str, ...]:
    """The sector measures that could rank a place's sectors, the likeliest by the words first."""
    text = normal(question)
    share = "share" in own.cues.names or re.search(r"\b(?:biggest|largest|main|important|make up|makes up)\b", text)
    specialised = re.search(r"\blq|location quotient|speciali|strong|concentrat|distinctive|strength", text)
    industry = re.search(r"\bindustr", text)
    of_sectors = re.search(r"\blqs?\b|location quotient", text) and re.search(r"\bsectors?\b", text)
    broad = (
        of_sectors
        or re.search(r"\bbroad\b|\bsections?\b", text)
        or any(y != DETAIL_YEAR for y in (*asked.years, asked.first, asked.last) if y)
    )
    order = (
        ["employees_sector", "residents_industry"]
        if re.search(r"\b(?:jobs?|employ\w*|workers?|workforce)\b", text)
        else []
    )
    if share and not specialised:
        order.append("gva_sector_share")
    order += ["lq_sector", "lq_industry"] if broad and not industry else ["lq_industry", "lq_sector"]
    order += ["gva_sector_share", "gva_sector", "employees_sector"]
    if re.search(r"\blqs?\b|location quotient", text):
        concepts = ()  # the quotient is named, of whatever it is
    named = [c for c in concepts if c in measures.sector_families and not c.startswith("lq_")]
    if "gva" in concepts and not ("share" in own.cues.names or specialised):
        named.append("gva_sector")
    if any(c.startswith(("berd_", "residents_")) for c in named):
        order = []  # of these no other measure tells: "by product group", "of those who live there"
    return tuple(c for c in dict.fromkeys((*named, *order)) if c in measures.sector_families)
