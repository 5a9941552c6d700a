"""The measures and sectors that a question's own words ask for."""

import re
from collections.abc import Sequence

from assistant.measures import Measures
from assistant.periods import Asked
from assistant.read_question import PLACEHOLDER, Own
from assistant.words import normal

PEOPLE = frozenset("people staff employed employ employs employees worked workers jobs persons headcount".split())  # noqa: SIM905
JOINERS = frozenset("and plus also with or the on of in its their as well & both".split())  # noqa: SIM905
DETAIL_YEAR = 2019  # the one year for which the 46 detailed industries are held


def named_measures(own: Own, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Measures and sectors asked for: several only when they are listed ("NVQ4+ and STEM jobs")."""
    if own.judged.concepts:
        return own.judged.concepts, ()
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
            sectors = tuple(s for s in best_sectors(own) if s in sectors)
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


def sector_measures(
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
