"""What is held for a place, read from the index and arranged for drawing: latest figures with rank, trends, sectors, gaps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.wording import measure_name, period_name, place_label, upper_first
from ingest.index import Index
from ingest.schema import Indicator, Observation, Place

# The kinds of area that have figures of their own; a district or town is looked up through the areas it lies in.
PROFILED = ("LEP", "combined authority", "country", "region", "ITL1", "NUTS2", "ITL2", "NUTS3", "ITL3")
WIDELY = 0.7  # a period counts as the last one when it has at least this share of the places of the fullest period


@dataclass(frozen=True, slots=True)
class Line:
    """One measure for one place: its last figure, the place's rank among its kind, and every period held.

    `rank` counts from the highest; `n_ranked` are the places of the same kind with a figure for that period.
    """

    indicator: Indicator
    last: Observation
    rank: int | None
    n_ranked: int
    trend: tuple[Observation, ...]

    @property
    def name(self) -> str:
        """The measure in plain words."""
        return upper_first(measure_name(self.indicator))

    @property
    def period(self) -> str:
        """The period as it is said."""
        return period_name(self.last.period, self.indicator)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is held for one place. `reports` are titles with the document's id and the pages that speak of the place."""

    place: Place
    lines: tuple[Line, ...]
    sectors: tuple[tuple[str, tuple[Line, ...]], ...]
    reports: tuple[tuple[str, str, tuple[int, ...]], ...]
    gaps: tuple[str, ...]


def profiled_places(index: Index) -> list[Place]:
    """The places with figures of their own, by kind and name."""
    order = {kind: n for n, kind in enumerate(PROFILED)}
    held = {kind for indicator in index.indicators for kind in indicator.place_types}
    places = [p for p in index.gazetteer.places if p.place_type in order and p.place_type in held]
    return sorted(places, key=lambda p: (order[p.place_type], p.name))


def choice(place: Place) -> str:
    """A place as a list of choices shows it."""
    ended = f", to {place.valid_to}" if place.valid_to else ""
    return place_label(place) + ended


def profile(index: Index, place: Place) -> Profile:
    """Everything held for a place, the widest-held measures first."""
    by_id = {i.indicator_id: i for i in index.indicators}
    held: dict[str, list[Observation]] = defaultdict(list)
    for o in index.observations_at(place.code):
        if o.indicator_id in by_id:
            held[o.indicator_id].append(o)
    others: dict[str, list[Observation]] = defaultdict(list)
    for o in index.observations(list(held)) if held else []:
        if o.place_type == place.place_type and o.value is not None:
            others[o.indicator_id].append(o)
    lines = [line for i, seen in held.items() if (line := _line(by_id[i], seen, others[i]))]
    kinds: dict[str, set[str]] = defaultdict(set)
    for indicator in index.indicators:
        kinds[indicator.concept].update(indicator.place_types)
    # What is held for most kinds of area, and longest, is what a place is most often compared by.
    lines.sort(key=lambda line: (-len(kinds[line.indicator.concept]), -len(line.trend), -line.n_ranked))
    whole = tuple(line for line in lines if line.indicator.breakdown is None)
    families: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.indicator.breakdown is not None:
            families[line.indicator.family or line.indicator.concept].append(line)
    sectors = tuple(
        (name, tuple(sorted(found, key=lambda line: -(line.last.value or 0.0)))) for name, found in families.items()
    )
    named = {i.family or i.label for i in index.indicators if place.place_type in i.place_types}
    gaps = named - {by_id[i].family or by_id[i].label for i in held}
    return Profile(place, whole, sectors, _reports(index, place), tuple(sorted(gaps)))


def _line(indicator: Indicator, seen: Sequence[Observation], others: Sequence[Observation]) -> Line | None:
    """The line of one measure; None when every figure of the place is withheld."""
    trend = tuple(sorted((o for o in seen if o.value is not None), key=lambda o: o.period))
    if not trend:
        return None
    last = trend[-1]
    values = [o.value for o in others if o.period == last.period and o.value is not None]
    assert last.value is not None
    rank = 1 + sum(value > last.value for value in values) if len(values) > 2 else None
    return Line(indicator, last, rank, len(values), trend)


def _reports(index: Index, place: Place) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """The documents with passages about a place, those with most pages first."""
    out = []
    for document in index.documents:
        pages = {
            p.first_page
            for p in index.passages_of(document.document_id)
            if place.code in p.place_codes and p.kind == "text"
        }
        if pages:
            out.append((document.title, document.document_id, tuple(sorted(pages))))
    return tuple(sorted(out, key=lambda found: -len(found[2])))


def last_wide_period(observations: Sequence[Observation]) -> str | None:
    """The last period for which nearly as many places are held as for the fullest one; None without figures."""
    counts: dict[str, int] = defaultdict(int)
    for o in observations:
        counts[o.period] += o.value is not None
    if not counts or not max(counts.values()):
        return None
    most = max(counts.values())
    return max(period for period, n in counts.items() if n >= WIDELY * most)
