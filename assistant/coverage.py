"""What is held for a place: measures with their years, sectors, reports that speak of it, and gaps."""

from collections import defaultdict
from collections.abc import Iterator

from assistant.wording import place_label, plural
from ingest.errors import HubError
from ingest.index import Index
from ingest.schema import Place


def coverage_text(index: Index, name: str) -> Iterator[str]:
    """Lines that say what is held: for one place, or in all when no name is given. Raises HubError for an unknown name."""
    if not name.strip():
        yield from _overall(index)
        return
    places = index.gazetteer.named(name) or tuple(c for m in index.gazetteer.mentions(name) for c in m.candidates)
    if not places:
        raise HubError(f"no place called {name!r} is known; give a LEP, region, nation, NUTS2 area, council or town")
    for place in dict.fromkeys(places):
        yield from _one(index, place)


def _overall(index: Index) -> Iterator[str]:
    yield f"{len(index.documents)} documents, {len(index.indicators)} indicators"
    by_concept: dict[str, list] = defaultdict(list)
    for indicator in index.indicators:
        by_concept[indicator.concept].append(indicator)
    for concept, members in sorted(by_concept.items()):
        kinds = sorted({k for i in members for k in i.place_types})
        periods = sorted({p for i in members for p in i.periods})
        yield (
            f"  {members[0].family or members[0].label}: {', '.join(map(plural, kinds))}; {periods[0]} to {periods[-1]}"
            if periods
            else f"  {concept}"
        )


def _one(index: Index, place: Place) -> Iterator[str]:
    yield f"{place_label(place)} [{place.code}]"
    found: dict[str, set[str]] = defaultdict(set)
    for observation in index.observations_at(place.code):
        found[observation.indicator_id].add(observation.period)
    labels: dict[str, set[str]] = defaultdict(set)
    n_sectors: dict[str, int] = defaultdict(int)
    for indicator in index.indicators:
        if indicator.indicator_id in found:
            labels[indicator.family or indicator.label] |= found[indicator.indicator_id]
            n_sectors[indicator.family or indicator.label] += indicator.breakdown is not None
    for label, periods in sorted(labels.items()):
        ordered = sorted(periods)
        span = ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"
        yield f"  {label}: {span}" + (f", {n_sectors[label]} sectors" if n_sectors[label] else "")
    of_its_kind = {i.family or i.label for i in index.indicators if place.place_type in i.place_types}
    for label in sorted(of_its_kind - set(labels)):
        yield f"  not held: {label}"
    if not labels:
        yield "  no figures"
    spoken = defaultdict(list)
    for document in index.documents:
        pages = [
            p.first_page
            for p in index.passages_of(document.document_id)
            if place.code in p.place_codes and p.kind == "text"
        ]
        if pages:
            spoken[document.title] = sorted(set(pages))
    for title, pages in spoken.items():
        yield f"  report: {title}, p. {', '.join(map(str, pages[:8]))}"
