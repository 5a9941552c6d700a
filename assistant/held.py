"""What is held for a place, a measure and a time, and the nearest thing where it is not.

Choosing is kept apart from computing: here a mention and a measure become a `Series` (one indicator, one place, all its
periods), exact where possible, and said to be a stand-in where not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.measures import Measures
from assistant.periods import Asked
from ingest.index import Index
from ingest.schema import Indicator, Mention, Observation, Place

# Kinds of area that are drawn alike under two names: the European and the later British code of one map.
ALIKE = {"NUTS2": ("NUTS2", "ITL2"), "ITL2": ("ITL2", "NUTS2"), "region": ("region", "ITL1"), "ITL1": ("ITL1", "region"),
         "ITL3": ("ITL3", "NUTS3"), "NUTS3": ("NUTS3", "ITL3"), "country": ("country", "ITL1"), "LEP": ("LEP",)}  # fmt: skip
READINGS_KEPT, PLACES_KEPT = 512, 5_000
STAND_IN_TYPES = ("LEP", "NUTS2", "ITL2", "ITL3", "NUTS3", "region", "ITL1", "country")


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator for one place, by period. `how` says how the place answers the mention: "exact", "same area",
    "namesake" (another kind of area with the name asked); "equal", "contains", "within" or "part" (a stand-in)."""

    mention: Mention | None
    place: Place
    indicator: Indicator
    observations: tuple[Observation, ...]
    how: str = "exact"

    def at(self, period: str) -> Observation | None:
        """The observation of a period; None if not held."""
        return next((o for o in self.observations if o.period == period), None)

    @property
    def periods(self) -> tuple[str, ...]:
        """Periods with an observation, earliest first."""
        return tuple(o.period for o in self.observations)

    @property
    def stand_in(self) -> bool:
        """True when the place is not the one asked for."""
        return self.how in ("equal", "contains", "within", "part")


@dataclass
class Held:
    """The figures of one index, read as series. Holds no state of a question."""

    index: Index
    measures: Measures

    def __post_init__(self) -> None:
        # An index does not change, and one question looks for the same figures several times.
        self._read = lru_cache(maxsize=READINGS_KEPT)(self.index.observations)
        self._same_area = lru_cache(maxsize=PLACES_KEPT)(self.index.gazetteer.same_area)

    @cached_property
    def types_by_concept(self) -> dict[str, set[str]]:
        """The kinds of area for which each measure is held."""
        found: dict[str, set[str]] = defaultdict(set)
        for indicator in self.measures.indicators:
            found[indicator.concept].update(indicator.place_types)
        return found

    def indicators(self, concept: str, breakdown: str | None = None) -> list[Indicator]:
        """The indicators of a measure, for one sector if given; those that have no sector otherwise (all if none has)."""
        members = self.measures.by_concept.get(concept, [])
        if breakdown is not None:
            return [i for i in members if i.breakdown == breakdown]
        whole = [i for i in members if i.breakdown is None]
        return whole or list(members)

    def observations(
        self, indicators: Iterable[Indicator], places: Sequence[str] = (), periods: Sequence[str] = ()
    ) -> list[Observation]:
        """The observations of the indicators, for the places and periods if any are given."""
        ids = tuple(i.indicator_id for i in indicators)
        return list(self._read(ids, tuple(places), tuple(periods))) if ids else []

    def series_of(
        self, places: Sequence[tuple[Place, str]], indicators: Sequence[Indicator], mention: Mention | None = None
    ) -> list[Series]:
        """One series for each place (with how it answers) and indicator that has any observation, in the places' order."""
        by_key: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for o in self.observations(indicators, [p.code for p, _ in places]):
            by_key[o.place_code, o.indicator_id].append(o)
        out = []
        for place, how in places:
            for indicator in indicators:
                if found := by_key.get((place.code, indicator.indicator_id)):
                    out.append(Series(mention, place, indicator, tuple(sorted(found, key=lambda o: o.period)), how))
        return out

    def options(self, mention: Mention, indicators: Sequence[Indicator], explicit: str | None = None) -> list[Series]:
        """The series that answer a mention exactly, the likeliest reading first; [] when none is held.

        With an explicit kind of area ("Tees Valley LEP") only that kind counts.
        """
        first = mention.candidates[0]
        places: dict[str, tuple[Place, str]] = {}
        for candidate in mention.candidates:
            how = "exact" if candidate == first else "namesake"
            if how == "namesake" and plain_name(candidate.name) not in (
                plain_name(first.name),
                plain_name(mention.text),
            ):
                continue
            places.setdefault(candidate.code, (candidate, how))
            for same in self._same_area(candidate):
                # A namesake of one area is the place asked for; the same area under another name is offered as such.
                if same.code not in places and plain_name(same.name) == plain_name(candidate.name):
                    places[same.code] = (same, "same area" if how == "exact" else how)
        if explicit:
            kinds = ALIKE.get(explicit, (explicit,))
            places = {code: (p, h) for code, (p, h) in places.items() if p.place_type in kinds}
        return self.series_of(list(places.values()), indicators, mention)

    def stand_ins(self, mention: Mention, indicators: Sequence[Indicator]) -> list[Series]:
        """Series of areas that contain the place (or share it), the nearest in size first; [] when none is held."""
        gazetteer = self.index.gazetteer
        found: dict[str, tuple[Place, str]] = {}
        for candidate in mention.candidates[: 1 if first_is_area(mention) else 2]:
            for same in self._same_area(candidate):
                found.setdefault(same.code, (same, "equal"))
            if candidate.place_type not in ("LEP", "NUTS2", "ITL2", "region", "ITL1", "country"):
                for lep in gazetteer.leps(candidate):
                    found.setdefault(lep.code, (lep, "contains"))
            successor = gazetteer.successor(candidate)
            if successor:
                found.setdefault(successor.code, (successor, "contains"))
            around = gazetteer.containing(candidate, STAND_IN_TYPES)
            if candidate.place_type == "LEP" and not any(w and p.place_type in ("NUTS2", "ITL2") for p, w in around):
                for kind in ("NUTS2", "ITL2"):
                    for place in gazetteer.parts(candidate, kind):
                        found.setdefault(place.code, (place, "within"))
            # Half of a place tells more of it than the whole country does.
            for place, whole in sorted(
                around, key=lambda x: (_is_country(x[0]), not x[1], -gazetteer.shared(candidate, x[0]))
            ):
                if place.place_type != "country" or place.name in (
                    "England",
                    "Scotland",
                    "Wales",
                    "Northern Ireland",
                    "United Kingdom",
                ):
                    found.setdefault(place.code, (place, "contains" if whole else "part"))
        return self.series_of(list(found.values()), indicators, mention)

    def across(self, indicator: Indicator, place_type: str, period: str | None) -> tuple[str | None, list[Observation]]:
        """All places of a kind for one indicator: the period (the last widely held one if none is given) and figures."""
        kinds = ALIKE.get(place_type, (place_type,))
        every = [o for o in self.observations([indicator]) if o.place_type in kinds]
        if not every:
            return None, []
        counts: dict[str, int] = defaultdict(int)
        for o in every:
            counts[o.period] += o.value is not None
        if period is None:
            most = max(counts.values())
            period = max((p for p, n in counts.items() if n >= 0.7 * most), default=max(counts))
        return period, [o for o in every if o.period == period]


def _is_country(place: Place) -> bool:
    return place.place_type == "country"


def first_is_area(mention: Mention) -> bool:
    """True when a mention is read as a statistical area, whose surroundings are its own and not a namesake's."""
    return mention.candidates[0].place_type in ("LEP", "NUTS2", "ITL2", "region", "ITL1", "country")


def plain_name(name: str) -> str:
    """A place's name for telling namesakes: small letters, no article, no boundary year, no "CC" or "County" of a county."""
    return re.sub(
        r"^(?:the|county) |\s*\(2020 boundary\)$| cc$| (?:mayoral )?combined authority$",
        "",
        name.lower().replace("&", "and"),
    ).strip()


def unit_matches(unit: str, wanted: str | None) -> bool:
    """True when no currency is asked for or the unit is in it."""
    return wanted is None or unit.startswith(wanted)


def best_first(options: Sequence[Series], asked: Asked, unit: str | None) -> list[Series]:
    """The series in the order of preference: exact place, unit asked for, period held, longer series."""
    order = {"exact": 0, "same area": 0, "namesake": 2, "equal": 3, "contains": 3, "within": 3, "part": 4}
    rank = {id(s): n for n, s in enumerate(options)}

    def key(s: Series) -> tuple:
        return (
            not unit_matches(s.indicator.unit, unit),
            order[s.how],
            not fits(s.periods, asked),
            _years_off(s.periods, asked),
            "," in s.indicator.periods,
            "differs from main" in s.indicator.label,  # an early report of what the main one holds otherwise
            -min(len(s.observations), 3),
            rank[id(s)],
        )

    return sorted(options, key=key)


def _years_off(periods: Sequence[str], asked: Asked) -> int:
    """By how many years the period nearest to a single year asked for misses it; 0 where it is held or none is asked for."""
    years = [first_year(p) for p in periods]
    return sum(min(abs(year - held) for held in years) for year in asked.years) if years else 0


def fits(periods: Sequence[str], asked: Asked) -> bool:
    """True when every year asked for is held."""
    return not asked.given or (bool(chosen_periods(periods, asked)[0]) and not chosen_periods(periods, asked)[1])


def chosen_periods(periods: Sequence[str], asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The held periods that answer, and the asked ones that are not held: (("2017",), ()) or (("2014",), ("2005",)).

    Where an asked year is not held the nearest held one is chosen and the year returned as wanting.
    """
    held = sorted(set(periods))
    if not held:
        return (), ()
    if len(asked.spoken) == 1 and not _spoken(asked.spoken[0], held) and all(re.fullmatch(r"\d{4}", p) for p in held):
        first = int(asked.spoken[0][:4])
        return chosen_periods(
            held, Asked(first=first, last=first // 100 * 100 + int(asked.spoken[0][-2:]), ranged=True)
        )
    if asked.spoken:
        out, wanting = [], []
        for text in asked.spoken:
            hit = _spoken(text, held)
            if hit:
                out.append(hit)
            else:
                wanting.append(text)
                out.append(_nearest(int(text[:4]), held))
        return tuple(dict.fromkeys(out)), tuple(wanting)
    if asked.years:
        out, wanting = [], []
        for year in asked.years:
            hit = _of_year(year, held)
            if hit:
                out.append(hit)
            else:
                wanting.append(str(year))
                out.append(_nearest(year, held))
        return tuple(dict.fromkeys(out)), tuple(wanting)
    if asked.first and asked.last and (span := _span(asked.first, asked.last, held)):
        return (span,), ()
    if asked.first or asked.last:
        inside = [p for p in held if (asked.first or 0) <= first_year(p) <= (asked.last or 9999)]
        absent = tuple(str(y) for y in (asked.first, asked.last) if y and not _of_year(y, held))
        return tuple(inside) or (_nearest(asked.first or asked.last or 0, held),), absent
    if asked.recent:
        return tuple(held[-asked.recent :]), ()
    if asked.earliest:
        return (held[0],), ()
    return (held[-1],), ()


def first_year(period: str) -> int:
    """The first year a period names: 2014 for "2014/2016", 2019 for "March 2019"; 0 when it names none."""
    found = re.search(r"(?:19|20)\d\d", period)
    return int(found[0]) if found else 0


def _span(first: int, last: int, held: Sequence[str]) -> str | None:
    """The held period that is itself the span asked for ("2014-2020")."""
    forms = {f"{first}{dash}{end}" for dash in "-/–" for end in (last, f"{last % 100:02d}")}
    return next((p for p in held if p in forms), None)


def _of_year(year: int, held: Sequence[str]) -> str | None:
    """The held period of a year: the year itself, else an academic or financial year that starts in it."""
    return next((p for p in held if p == str(year)), None) or next(
        (p for p in held if re.match(rf"\D*{year}(?!\d|-\d{{2,4}})", p)), None
    )


def _spoken(text: str, held: Sequence[str]) -> str | None:
    """The held period written as asked ("2014-16"), or the first year of an academic year ("2016/17" is 2016)."""
    first = text[:4]
    last = first[:2] + text[-2:]
    for form in (
        text,
        f"{first}-{last[2:]}",
        f"{first}-{last}",
        f"{first}–{last[2:]}",
        f"{first}/{last}",
        f"{first}/{last[2:]}",
    ):
        if form in held:
            return form
    return first if int(last) - int(first) == 1 and first in held else None


def _nearest(year: int, held: Sequence[str]) -> str:
    return min(held, key=lambda p: (abs(first_year(p) - year), p))
