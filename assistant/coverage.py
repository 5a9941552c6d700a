"""What is held for a place: measures by theme with their years, what is missing, what stands near it, and the reports.

A measure's years are given as its tables have them: two tables that are not alike are parted by a semicolon, and a year
wanting inside a span is named.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.held import first_year
from assistant.wording import joined, place_label, plural, upper_first
from ingest.errors import HubError
from ingest.index import Index
from ingest.schema import Indicator, Place

# A measure belongs to the first theme whose pattern its concept fits.
THEMES = (
    ("Research and innovation", r"^(?:berd|gerd|herd|goverd|rd_|patent|epo|high_tech_patent|trade|ref_|innovation|erc_|research_income|economic_complexity)"),
    ("Public and European funding", r"h2020|innovate|esif|eu_funding|sia_grant"),
    ("Universities and business", r"hebci"),
    ("Skills and people", r"nvq|professional|stem|postgraduates|research_students|population|migration|skill|vacanc|hard_to_fill|training|staff_trained"),
    ("Businesses", r"enterprise|businesses"),
    ("Sectors and jobs", r"sector|industry|jobs|employ|high_tech|lq_|salary|culture"),
    ("Economy and productivity", r"gva|gdp|productiv"),
    ("Connections and surroundings", r"broadband|travel|pm10"),
)  # fmt: skip
OTHER = "Other figures"
STATED = "Single figures, as stated in plans and reports"
AROUND = ("LEP", "NUTS2", "ITL2", "region", "ITL1")
N_PAGES = 8


@dataclass(frozen=True, slots=True)
class Held:
    """A measure held for a place: its theme and name, its years as its tables have them, and how many sectors."""

    theme: str
    name: str
    spans: tuple[str, ...]
    n_sectors: int
    bounds: str = ""  # as what area, where its table is on later boundaries

    def line(self) -> str:
        """One line of the list."""
        sectors = f", {self.n_sectors} sectors" if self.n_sectors else ""
        bounds = f" [{self.bounds}]" if self.bounds else ""
        return f"  {self.name}: {'; '.join(self.spans)}{sectors}{bounds}"


def coverage_text(index: Index, name: str) -> Iterator[str]:
    """Lines that say what is held: for one place, or in all when no name is given. Raises HubError for an unknown name."""
    if not name.strip():
        yield from _overall(index)
        return
    places = index.gazetteer.named(name) or tuple(c for m in index.gazetteer.mentions(name) for c in m.candidates)
    if not places:
        raise HubError(f"no place called {name!r} is known; give a LEP, region, nation, NUTS2 area, council or town")
    for n, place in enumerate(dict.fromkeys(places)):
        yield from _one(index, place)
        if n == 0:  # places of one name lie in much the same surroundings
            yield from _around(index, place, set(_held(index, place)))


def span(periods: Iterable[str]) -> str:
    """Periods in a few words: "2010 to 2019", "2011 and 2013", "2008 to 2014 without 2012"."""
    ordered = sorted(set(periods), key=lambda p: (first_year(p), p))
    if len(ordered) == 1:
        return ordered[0]
    if len(ordered) == 2 and first_year(ordered[1]) - first_year(ordered[0]) != 1:
        return f"{ordered[0]} and {ordered[1]}"
    if not all(re.fullmatch(r"\d{4}", p) for p in ordered):
        return ", ".join(ordered)
    wanting = [str(y) for y in range(int(ordered[0]), int(ordered[-1])) if str(y) not in ordered]
    gaps = (
        f" without {joined(wanting)}" if 0 < len(wanting) <= 4 else f", {len(ordered)} years of them" if wanting else ""
    )
    return f"{ordered[0]} to {ordered[-1]}{gaps}"


def _overall(index: Index) -> Iterator[str]:
    """Every measure by theme, with the kinds of area and the years it is held for."""
    yield f"{len(index.documents)} documents, {len(index.indicators)} indicators"
    single = _single(index.indicators)
    by_theme: dict[str, list[str]] = defaultdict(list)
    for concept, members in _by_concept(index.indicators).items():
        kinds = sorted({k for i in members for k in i.place_types})
        years = span(p for i in members for p in i.periods)
        by_theme[_theme(concept, single)].append(f"  {_name(members)}: {joined([plural(k) for k in kinds])}; {years}")
    for theme in (*(title for title, _ in THEMES), OTHER, STATED):
        if by_theme[theme]:
            yield theme
            yield from sorted(by_theme[theme])


def _one(index: Index, place: Place) -> Iterator[str]:
    """What is held for one place, what is held for others of its kind alone, and the reports that speak of it."""
    yield f"{place_label(place)} [{place.code}]"
    held = _held(index, place)
    if not held:
        yield "  no figures"
    for theme in (*(title for title, _ in THEMES), OTHER, STATED):
        lines = sorted(h.line() for h in held.values() if h.theme == theme)
        if lines:
            yield theme
            yield from lines
    yield from _missing(index, place, set(held))
    yield from _reports(index, place)


def _held(index: Index, place: Place) -> dict[str, Held]:
    """The measures held for a place, by concept."""
    periods: dict[str, set[str]] = defaultdict(set)
    bounds: dict[str, str] = {}
    for observation in index.observations_at(place.code):
        periods[observation.indicator_id].add(observation.period)
        if match := re.fullmatch(r"(.*) \((\d{4} boundary)\)", observation.place_name):
            bounds[observation.indicator_id] = f"{match[1]}, {match[2]}"
    single = _single(index.indicators)
    found = {}
    for concept, members in _by_concept(i for i in index.indicators if i.indicator_id in periods).items():
        by_table: dict[str, set[str]] = defaultdict(set)
        for indicator in members:
            by_table[indicator.document_id] |= periods[indicator.indicator_id]
        spans = tuple(dict.fromkeys(span(years) for years in by_table.values()))
        n_sectors = sum(i.breakdown is not None for i in members)
        area = next((bounds[i.indicator_id] for i in members if i.indicator_id in bounds), "")
        found[concept] = Held(_theme(concept, single), _name(members), spans, n_sectors, area)
    return found


def _missing(index: Index, place: Place, held: set[str]) -> Iterator[str]:
    """Series that others of its kind have and this place has not; single figures are passed over."""
    single = _single(index.indicators)
    wanting = {
        concept: members
        for concept, members in _by_concept(index.indicators).items()
        if concept not in held and concept not in single and any(place.place_type in i.place_types for i in members)
    }
    if wanting:
        yield f"Not held here, though for other {plural(place.place_type)}"
        yield from sorted(f"  not held: {_name(members)}" for members in wanting.values())


def _around(index: Index, place: Place, held: set[str]) -> Iterator[str]:
    """Measures that an area around the place (or of the same ground) has and the place has not."""
    gazetteer = index.gazetteer
    areas = [(p, "the same area") for p in gazetteer.same_area(place)]
    areas += [(p, "contains it" if whole else "shares part of it") for p, whole in gazetteer.containing(place, AROUND)]
    told = set(held)
    single = _single(index.indicators)
    for area, how in areas:
        more = {c: h for c, h in _held(index, area).items() if c not in told and c not in single}
        if more:
            told |= set(more)
            yield f"Held for {place_label(area)} ({how}), and not for this place"
            yield f"  {'; '.join(sorted(f'{h.name} ({h.spans[0]})' for h in more.values()))}"


def _reports(index: Index, place: Place) -> Iterator[str]:
    """The reports with passages about the place, and their pages."""
    lines = []
    for document in index.documents:
        pages = sorted(
            {
                p.first_page
                for p in index.passages_of(document.document_id)
                if place.code in p.place_codes and p.kind == "text"
            }
        )
        if pages:
            more = f" and {len(pages) - N_PAGES} more" if len(pages) > N_PAGES else ""
            lines.append(f"  report: {document.title}, p. {', '.join(map(str, pages[:N_PAGES]))}{more}")
    if lines:
        yield "Reports that speak of it"
        yield from lines


def _by_concept(indicators: Iterable[Indicator]) -> dict[str, list[Indicator]]:
    """The indicators of each measure, in the order of the index."""
    found: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        found[indicator.concept].append(indicator)
    return found


def _single(indicators: Sequence[Indicator]) -> set[str]:
    """The measures of which there is a single figure or two, gathered from pages: all stand in one table of many measures."""
    of_document: dict[str, set[str]] = defaultdict(set)
    for indicator in indicators:
        of_document[indicator.document_id].add(indicator.concept)
    return {
        concept
        for concept, members in _by_concept(indicators).items()
        if all(len(of_document[i.document_id]) > N_PAGES for i in members)
    }


def _theme(concept: str, single: set[str]) -> str:
    """The theme under which a measure is listed."""
    if concept in single:
        return STATED
    return next((title for title, pattern in THEMES if re.search(pattern, concept)), OTHER)


def _name(members: Sequence[Indicator]) -> str:
    """A measure's plain name, as sentences have it."""
    return upper_first(members[0].name)
