"""Places: which a text names, and how they lie to one another.

`mentions` finds the names of places in a question or passage and says what each could mean; `containing`, `leps`, `parts`,
`same_area` and `neighbours` follow the lookups in `corpus/places`. Geography is kept as sets of districts (of 2017): an
area contains another when it holds all of its districts. What a question is about is decided elsewhere.

Three steps make a mention: `place_names` finds the names in a text and mends misspelt ones (in short texts only),
`place_sense` says whether a place is meant, and here the kinds said beside it and its namesakes settle which.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import permutations, product
from pathlib import Path

from ingest.place_names import CODE, LEP_WORD, RANK, Found, Names, normal_name, rows, tokens_of, words_in
from ingest.place_sense import LIST_GAP, MEND_CHARS, QUALIFIER_GAP, meant
from ingest.schema import Mention, Place

GREATER = "Greater "
DOMINANT = 4  # a town so many times larger than its namesake is the one meant

# The same when the text speaks of LEPs: a county leads to its LEP, a statistical area of the same name does not.
LEP_RANK = RANK | {"county": 3.1, "district": 3.2, "town": 3.3}
SMALL = frozenset({"district", "town", "city", "ITL3", "NUTS3", "council area", "campus"})
AREAS = frozenset(
    {"LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "combined authority", "county", "district", "ITL3", "NUTS3"}
)
GROUP_OF = re.compile(
    r"\b(?:leps?|local enterprise partnerships?|regions?|nations?|countries|areas?|places)$", re.IGNORECASE
)
ONE_OF_GROUP = re.compile(r"\b(lep|local enterprise partnership|region|nation)s$", re.IGNORECASE)
DEVOLVED_AREAS = frozenset({"Scottish Parliament region", "Welsh region", "HSC trust"})


_HINTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(r"(?:['’]s?)?[\s(\[,]*(?:the\s+)?" + pattern, re.IGNORECASE), types)
    for pattern, types in (
        (r"leps?\b|(?:local )?enterprise partnership|(?:as|is) an? lep\b", ("LEP",)),
        (r"(?:is an? )?nuts[\s-]?2\b", ("NUTS2", "ITL2")),
        (r"(?:is an? )?itl[\s-]?2\b", ("ITL2", "NUTS2")),
        (r"nuts[\s-]?3\b", ("NUTS3", "ITL3")),
        (r"itl[\s-]?3\b", ("ITL3", "NUTS3")),
        (r"(?:nuts|itl)[\s-]?1\b", ("region", "ITL1", "country")),
        (r"scottish parliament(?:ary)? region", ("Scottish Parliament region",)),
        (r"welsh region", ("Welsh region",)),
        (r"city council\b", ("district", "council area")),
        (
            r"(?:city|city only|city itself|city alone|only the city)\b(?! region|-region)",
            ("ITL3", "NUTS3", "district", "city"),
        ),
        (r"county(?: council)?\b", ("county", "district")),
        (r"(?:metropolitan |london |unitary )?(?:district|borough|unitary|council)\b", ("district", "county")),
        (r"(?:mayoral )?combined authority\b", ("combined authority",)),
        (r"town\b", ("town",)),
        (r"(?:english )?region\b", ("region", "ITL1", "Scottish Parliament region", "Welsh region")),
    )
)
_PLURAL_HINTS = (
    (re.compile(r"\s*leps\b", re.IGNORECASE), ("LEP",)),
    (re.compile(r"\s*(?:english )?regions\b", re.IGNORECASE), ("region", "ITL1")),
    (re.compile(r"[\s(]*nuts[\s-]?2\b", re.IGNORECASE), ("NUTS2", "ITL2")),
    (re.compile(r"[\s(]*itl[\s-]?2\b", re.IGNORECASE), ("ITL2", "NUTS2")),
    (re.compile(r"\s*(?:districts|boroughs|councils)\b", re.IGNORECASE), ("district", "county")),
    (re.compile(r"\s*counties\b", re.IGNORECASE), ("county", "district")),
    (re.compile(r"\s*combined authorities\b", re.IGNORECASE), ("combined authority",)),
)
_HINTS_BEFORE = (
    (re.compile(r"\b(?:city|borough|district) of\s+$", re.IGNORECASE), ("district",)),
    (re.compile(r"\bcounty of\s+$", re.IGNORECASE), ("county", "district")),
    (re.compile(r"\btown of\s+$", re.IGNORECASE), ("town",)),
    (re.compile(r"\bregion of\s+$", re.IGNORECASE), ("region", "Scottish Parliament region", "Welsh region")),
    (re.compile(r"\bNUTS[\s-]?2(?: area| region)?(?: of|:)?\s+$", re.IGNORECASE), ("NUTS2", "ITL2")),
    (re.compile(r"\bITL[\s-]?2(?: area| region)?(?: of|:)?\s+$", re.IGNORECASE), ("ITL2", "NUTS2")),
    (re.compile(r"\b(?:NUTS|ITL)[\s-]?3(?: area| region)?(?: of|:)?\s+$", re.IGNORECASE), ("ITL3", "NUTS3")),
    (re.compile(r"\bLEP (?:of|for|called|named)\s+$", re.IGNORECASE), ("LEP",)),
)


class Gazetteer:
    """Places under every name and code, and the texts' way of naming them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        self._order = {p.code: i for i, p in enumerate(self.places)}
        self._names = Names()
        self._by_code = self._names.by_code
        self._named = self._names.named
        self._foreign = self._names.foreign
        self._atoms: dict[str, int] = defaultdict(int)  # whole districts of an area
        self._part_atoms: dict[str, int] = defaultdict(int)  # with those that it holds in part
        self._part_of: dict[str, set[str]] = defaultdict(set)
        self._partly_in: dict[str, set[str]] = defaultdict(set)
        self._same: dict[str, set[str]] = defaultdict(set)
        self._ceremonial: dict[str, set[str]] = defaultdict(set)
        self._borders: dict[str, list[str]] = defaultdict(list)
        self._successors: dict[str, str] = {}
        self._merged: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._sums: dict[str, list[str]] = defaultdict(list)
        self._district_leps: dict[str, list[str]] = defaultdict(list)
        self._groups: dict[str, list[str]] = defaultdict(list)
        self._group_names: dict[str, str] = {}
        self._ambiguous: dict[str, tuple[str, ...]] = {}
        self._reorderings: set[str] = set()

    @classmethod
    def load(cls, folder: Path) -> "Gazetteer":
        """The gazetteer in a folder of CSV files (`corpus/places`)."""
        places, codes = [], {}
        for row in rows(folder / "places.csv"):
            aliases = tuple(a for a in row["aliases"].split("|") if a)
            place = Place(
                row["code"], row["scheme"], row["place_type"], row["name"], aliases, _int(row["valid_from"]), _int(row["valid_to"]),
                _float(row["lat"]), _float(row["lon"]), _int(row["population"]),
            )  # fmt: skip
            places.append(place)
            codes[place.code] = place
        gazetteer = cls(places)
        gazetteer._index_names()
        gazetteer._relate(rows(folder / "relations.csv"))
        gazetteer._index_others(folder)
        gazetteer._names.index_words(folder)
        return gazetteer

    # -- loading -------------------------------------------------------------------------------------------------------

    def _index_names(self) -> None:
        for place in self.places:
            self._by_code[place.code] = place
        for place in self.places:
            for i, name in enumerate((place.name, *place.aliases)):
                if i and CODE.fullmatch(name):
                    self._by_code.setdefault(name, place)
                    continue
                key = normal_name(name)
                entries = self._named[key]
                if not entries:
                    self._names.add(key, "place", key, "," in name)
                if all(p is not place for p, _ in entries):
                    entries.append((place, i == 0))
        for place in [p for p in self.places if p.place_type in ("LEP", "NUTS2", "ITL2")]:
            for parts in map(_parts, (place.name, *place.aliases)):
                if len(parts) == 2 and all(self._named.get(normal_name(part)) for part in parts):
                    self._names.joint.add(normal_name(" and ".join(parts)))
            for key in {normal_name(n): n for name in (place.name, *place.aliases) for n in self._reordered(name)}:
                if not self._named[key]:
                    self._names.add(key, "place", key, True, reordered=GREATER.lower() not in key)
                    self._reorderings.add(key)
                if key in self._reorderings and all(p is not place for p, _ in self._named[key]):
                    self._named[key].append((place, False))

    def _reordered(self, name: str) -> Iterator[str]:
        """A name of two or three parts in other orders, each part also by its own other names.

        "Stoke-on-Trent and Staffordshire" is "Staffordshire and Stoke" as well. Of parts that are each "Greater" one may be
        so alone: "Greater Cambridge and Peterborough".
        """
        parts = _parts(name)
        if not 2 <= len(parts) <= 3 or "(" in name:
            return
        forms = [{part} for part in parts]
        for part, known in zip(parts, forms, strict=True):
            for place, by_name in self._named.get(normal_name(part), ()):
                if by_name and place.place_type in ("district", "county"):
                    known.update(a for a in place.aliases if not CODE.fullmatch(a))
        for known in forms:
            known.update([form.removeprefix(GREATER) for form in known])
        greater = any(part.startswith(GREATER) for part in parts)
        for order in permutations(forms):
            for chosen in product(*order):
                if greater and not any(form.startswith(GREATER) for form in chosen):
                    continue  # "Birmingham and Solihull" are two places
                yield f"{', '.join(chosen[:-1])} and {chosen[-1]}"
                if all(p.place_type != "LEP" for p, _ in self._named.get(normal_name(chosen[-1]), ())):
                    yield f"{', '.join(chosen[:-1])} and the {chosen[-1]}"  # "Hull and the Humber" are two
                if len(chosen) == 3:
                    yield ", ".join(chosen)

    def _relate(self, relations: Iterable[dict[str, str]]) -> None:
        atom: dict[str, int] = {}
        inside: list[tuple[str, str, bool]] = []
        for row in relations:
            code, relation, other = row["code"], row["relation"], row["other_code"]
            if relation == "ceremonial":
                self._ceremonial[code].add(other)
            elif relation in ("part_of", "partly_in"):
                (self._part_of if relation == "part_of" else self._partly_in)[code].add(other)
                place = self._by_code[code]
                if place.place_type == "district" and (place.valid_from is None or place.valid_from < 2018):
                    atom.setdefault(code, 1 << len(atom))
                gone = bool(row["valid_to"]) and self._by_code[other].valid_to is None
                if not gone:
                    inside.append((code, other, relation == "part_of"))
                if self._by_code[other].place_type == "LEP" and not row["valid_to"]:
                    self._district_leps[code].append(other)
            elif relation == "same_area":
                self._same[code].add(other)
                self._same[other].add(code)
            elif relation == "borders":
                self._borders[code].append(other)
            elif relation == "succeeded_by":
                self._successors.setdefault(code, other)
            elif relation == "merged_into" and row["valid_from"]:
                self._merged[other].append((code, int(row["valid_from"])))
            elif relation == "sum_of":
                self._sums[code].append(other)
        for code, bit in atom.items():
            self._atoms[code] |= bit
        for code, other, whole in inside:
            if code in atom:
                if whole:
                    self._atoms[other] |= atom[code]
                self._part_atoms[other] |= atom[code]
        for nation in (
            "E92000001",
            "S92000003",
            "W92000004",
            "N92000002",
        ):  # the nations are made of regions or of councils
            for code, bit in atom.items():
                if code[0] == nation[0]:
                    self._atoms[nation] |= bit
        for wide, parts in (
            ("K04000001", ("E92000001", "W92000004")),
            ("K03000001", ("E92000001", "W92000004", "S92000003")),
            ("K02000001", ("E92000001", "W92000004", "S92000003", "N92000002")),
        ):
            for part in parts:
                self._atoms[wide] |= self._atoms[part]
        for code in list(self._atoms):  # ITL1 has the districts of its region
            for same in self._same[code]:
                if not self._atoms.get(same):
                    self._atoms[same] = self._atoms[code]
        for code, mask in list(self._atoms.items()):
            self._part_atoms[code] |= mask
        for place in self.places:  # a town lies where its district lies
            if place.place_type in ("town", "city", "campus", "council area"):
                for parent in (*self._part_of[place.code], *self._partly_in[place.code], *self._same[place.code]):
                    self._part_atoms[place.code] |= self._atoms[parent]

    def _index_others(self, folder: Path) -> None:
        for row in rows(folder / "groups.csv"):
            self._groups[row["group"]].append(row["code"])
            names = (row["group"], *row["aliases"].split("|"))
            for name in (*names, *(ONE_OF_GROUP.sub(r"\1", name) for name in names)):  # "which northern LEP"
                key = " ".join(tokens_of(name))
                if key and key not in self._group_names:
                    self._group_names[key] = row["group"]
                    self._names.add(key, "group", key)
        for row in rows(folder / "foreign.csv"):
            for name in (row["name"], *row["aliases"].split("|")):
                key = " ".join(tokens_of(name))
                if key and key not in self._foreign:
                    self._foreign[key] = row["name"]
                    self._names.add(key, "foreign", key)
        for row in rows(folder / "other_names.csv"):
            key = " ".join(tokens_of(row["name"]))
            self._names.add(key, "other", key)
        for row in rows(folder / "ambiguous.csv"):
            key = normal_name(row["name"])
            self._ambiguous[key] = tuple(row["codes"].split("|"))
            if key not in self._named:
                self._names.add(key, "place", key)
                self._named[key] = [(self._by_code[c], False) for c in self._ambiguous[key]]
        for entries in self._names.by_first_word.values():
            order = {"other": 0, "foreign": 1, "place": 2, "group": 3}
            entries.sort(key=lambda n: (-len(n.words), order[n.kind]))

    # -- places and how they lie ---------------------------------------------------------------------------------------

    def place(self, code: str) -> Place:
        """The place under a code of any vintage or scheme. Raises KeyError when there is none."""
        return self._by_code[code]

    def named(self, name: str, place_type: str | None = None) -> tuple[Place, ...]:
        """The places of that name or other name, the likeliest kind first; those so named by right before the others."""
        if code := self._by_code.get(name.strip()):
            entries = [(code, True)]
        else:
            entries = self._named.get(normal_name(name), [])
        if place_type is not None:
            entries = [(p, by_right) for p, by_right in entries if p.place_type == place_type]
            if any(by_right for _, by_right in entries):
                entries = [(p, by_right) for p, by_right in entries if by_right]
        return tuple(sorted((p for p, _ in entries), key=lambda p: (RANK[p.place_type], -(p.population or 0))))

    def leps(self, place: Place) -> tuple[Place, ...]:
        """The LEPs in which a place lies by the lookup of 2017: all of them for a district in two, () outside England."""
        if place.place_type == "LEP":
            return (place,)
        mask = self._part_atoms[place.code]
        if not mask:
            for parent in (*self._part_of[place.code], *self._same[place.code]):
                if found := self.leps(self._by_code[parent]):
                    return found
            return ()
        current = [p for p in self.places if p.place_type == "LEP" and p.valid_to is None]
        if place.place_type in ("district", "town", "city", "campus"):
            overlapping = [p for p in current if self._atoms[p.code] & mask]
            return tuple(overlapping)
        whole = [p for p in current if self._atoms[p.code] & mask == mask]
        return tuple(whole or (p for p in current if self._atoms[p.code] & mask))

    @cached_property
    def _areas(self) -> tuple[tuple[Place, int, int], ...]:
        """Every place that others can lie in, with the ground it covers wholly and in part."""
        areas = (area for area in self.places if area.place_type in AREAS or area.place_type in DEVOLVED_AREAS)
        return tuple((area, self._atoms.get(area.code, 0), self._part_atoms.get(area.code, 0)) for area in areas)

    def containing(self, place: Place, place_types: Sequence[str] = ()) -> tuple[tuple[Place, bool], ...]:
        """The areas a place lies in, the smallest first, each with whether it lies in it wholly."""
        found: dict[str, bool] = {}
        mask = self._part_atoms[place.code]
        for area, its, wide in self._areas:
            if area.code == place.code or (place_types and area.place_type not in place_types):
                continue
            if area.place_type == place.place_type and place.place_type not in ("country", "county", "district"):
                continue
            if mask and mask & its == mask:
                found[area.code] = True
            elif mask & wide and wide & ~mask:
                found[area.code] = False
        if not mask:
            waiting = [(c, True) for c in self._part_of[place.code]] + [(c, False) for c in self._partly_in[place.code]]
            while waiting:
                code, whole = waiting.pop()
                if code in found and (found[code] or not whole):
                    continue
                found[code] = whole
                waiting += [(c, whole) for c in (*self._part_of[code], *self._same[code]) if c != place.code]
        listed = [(self._by_code[c], whole) for c, whole in found.items()]
        listed = [(p, w) for p, w in listed if not place_types or p.place_type in place_types]
        return tuple(
            sorted(listed, key=lambda x: (not x[1], self._part_atoms[x[0].code].bit_count(), RANK[x[0].place_type]))
        )

    def shared(self, place: Place, area: Place) -> float:
        """The share of a place's districts that lie in an area, from 0 to 1; 0 for places whose districts are not held."""
        mask = self._part_atoms[place.code]
        return (mask & self._atoms.get(area.code, 0)).bit_count() / mask.bit_count() if mask else 0.0

    def parts(self, place: Place, place_type: str) -> tuple[Place, ...]:
        """The places of a kind that lie wholly in a place, by code."""
        mask = self._atoms[place.code]
        out = []
        for part in self.places:
            if part.place_type != place_type or part.code == place.code:
                continue
            its = self._part_atoms[part.code]
            if (its and its & mask == its) or place.code in self._part_of[part.code]:
                out.append(part)
        return tuple(out)

    def partly_in(self, place: Place, place_type: str) -> tuple[Place, ...]:
        """The places of a kind of which a part, and no more, lies in a place, by code."""
        mask = self._atoms[place.code]
        whole = {part.code for part in self.parts(place, place_type)}
        return tuple(
            part
            for part in self.places
            if part.place_type == place_type
            and part.code not in (place.code, *whole)
            and (place.code in self._partly_in[part.code] or self._part_atoms[part.code] & mask)
        )

    def made_up_of(self, place: Place, parts: Sequence[Place]) -> bool:
        """Whether the parts cover a place exactly, none of its ground twice."""
        covered = 0
        for part in parts:
            if covered & self._atoms[part.code]:
                return False
            covered |= self._atoms[part.code]
        return bool(covered) and covered == self._atoms[place.code]

    def same_area(self, place: Place) -> tuple[Place, ...]:
        """The other places that cover exactly the same ground: Cumbria NUTS2 and ITL2 for Cumbria LEP."""
        codes = set(self._same[place.code])
        mask = self._atoms[place.code]
        if mask and place.place_type in AREAS and mask == self._part_atoms[place.code]:
            codes |= {
                p.code
                for p in self.places
                if p.place_type in AREAS and self._atoms[p.code] == mask and self._part_atoms[p.code] == mask
            }
        codes.discard(place.code)
        return tuple(sorted((self._by_code[c] for c in codes), key=lambda p: (RANK[p.place_type], p.code)))

    def neighbours(self, place: Place) -> tuple[Place, ...]:
        """The places of the same kind that border it, by name; () for kinds whose borders are not held."""
        codes = self._borders.get(place.code)
        if codes is None and place.place_type == "ITL1":
            regions = [c for c in self._same[place.code] if c in self._borders]
            beside = {o for c in regions for o in self._borders[c]}
            codes = [c for o in beside for c in self._same[o] if self._by_code[c].place_type == "ITL1"]
        return tuple(sorted((self._by_code[c] for c in codes or ()), key=lambda p: p.name))

    def successor(self, place: Place) -> Place | None:
        """The place that took its place: South East Midlands for Northamptonshire LEP; None for one that still stood."""
        code = self._successors.get(place.code)
        return self._by_code[code] if code else None

    def merged_into(self, place: Place) -> tuple[tuple[Place, int], ...]:
        """The places that were merged into it, each with the year: Northamptonshire LEP into South East Midlands, 2017."""
        return tuple((self._by_code[code], year) for code, year in self._merged.get(place.code, ()))

    def sum_of(self, place: Place) -> tuple[Place, ...]:
        """The ITL3 areas whose sum a LEP is in the tables; () when it is not such a sum."""
        return tuple(self._by_code[c] for c in self._sums.get(place.code, ()))

    def group(self, name: str) -> tuple[Place, ...]:
        """The places of a named group ("Northern LEPs"); () when no such group is held."""
        key = " ".join(tokens_of(name))
        title = (
            self._group_names.get(key)
            or self._group_names.get(f"the {key}")
            or self._group_names.get(normal_name(name))
        )
        return tuple(self._by_code[c] for c in self._groups.get(title or "", ()))

    def groups_in(self, text: str) -> tuple[tuple[str, tuple[Place, ...]], ...]:
        """The named groups a text speaks of, each with its places, in the order of the text."""
        found = []
        for f in self._names.spans(text, words_in(text)):
            if f.name.kind == "group":
                title = self._group_names[f.name.key]
                found.append((title, tuple(self._by_code[c] for c in self._groups[title])))
        return tuple(dict.fromkeys(found))

    def without_groups(self, text: str) -> str:
        """The text with each named group as "areas", or as the kind of area it ends in: "the northern regions"."""
        rest, last = "", 0
        for f in self._names.spans(text, words_in(text)):
            if f.name.kind == "group":
                kind = GROUP_OF.search(text[f.start : f.end])
                rest += f"{text[last : f.start]}{kind[0] if kind else 'areas'}"
                last = f.end
        return rest + text[last:]

    def foreign_in(self, text: str) -> tuple[str, ...]:
        """The foreign countries, states and cities a text names, in the order of the text."""
        return tuple(
            dict.fromkeys(
                self._foreign[f.name.key] for f in self._names.spans(text, words_in(text)) if f.name.kind == "foreign"
            )
        )

    # -- names in a text -----------------------------------------------------------------------------------------------

    def mentions(self, text: str, mend: bool = True) -> tuple[Mention, ...]:
        """The places a text names, left to right: the longest name at each spot, with every place it could mean.

        Names that somebody typed are mended where they are misspelt; what was printed is read as it stands.
        """
        words = words_in(text)
        spans = self._names.spans(text, words)
        if mend and len(text) <= MEND_CHARS:
            spans = self._names.with_mended(text, words, spans)
        spans = [s for s in spans if not self._names.abroad(text, s, spans)]
        place_spans = [s for s in spans if s.name.kind == "place"]
        found = []
        for span in place_spans:
            if meant(self._names, text, words, span, place_spans):
                found.append(span)
        speaks_of_leps = bool(LEP_WORD.search(text))
        mentions = [self._mention(text, span, speaks_of_leps) for span in found]
        mentions = self._plural_hints(text, mentions)
        mentions = self._qualified(text, mentions)
        return tuple(self._told_apart(text, mentions))

    def _mention(self, text: str, span: Found, speaks_of_leps: bool) -> Mention:
        """What a name means here, by the words next to it and by rank."""
        rank = LEP_RANK if speaks_of_leps else RANK
        meanings = sorted(
            self._names.meanings(span), key=lambda p: (rank[p.place_type], -(p.population or 0), self._order[p.code])
        )
        raw = text[span.start : span.end]
        mention = Mention(raw, span.start, span.end, tuple(meanings), mended=span.mended)
        before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
        for pattern, types in _HINTS:
            if pattern.match(after) and any(p.place_type in types for p in meanings):
                if types[0] == "county" and re.match(r"\s*,?\s*the\b", after):
                    continue
                return _hinted(mention, types)
        for pattern, types in _HINTS_BEFORE:
            if pattern.search(before) and any(p.place_type in types for p in meanings):
                return _hinted(mention, types)
        return self._weighed(mention, span.name.key)

    def _weighed(self, mention: Mention, key: str) -> Mention:
        """The mention with namesakes elsewhere put last, or marked ambiguous when none of them stands out."""
        if codes := self._ambiguous.get(key):
            return replace(mention, candidates=tuple(self._by_code[c] for c in codes), ambiguous=True)
        mention = replace(mention, candidates=self._held_first(mention.candidates))
        first = mention.candidates[0]
        if RANK[first.place_type] < RANK["county"] or len(mention.candidates) == 1:
            return mention
        family = [p for p in mention.candidates if self._touch(first, p)]
        rivals = [p for p in mention.candidates if p not in family]
        if not rivals:
            return mention
        towns = [p for p in family if p.place_type == "town"]  # a district holds more than the town of its name
        size = max((p.population or 0) for p in towns or family)
        close = [p for p in rivals if p.place_type in ("town", "district") and (p.population or 0) * DOMINANT > size]
        if first.place_type in ("town", "district") and close:
            apart: list[Place] = [first]
            for p in close:
                if not any(self._touch(p, q) for q in apart):
                    apart.append(p)
            if len(apart) > 1:
                return replace(mention, candidates=tuple(apart), ambiguous=True)
        return replace(mention, candidates=(*family, *rivals))

    def _held_first(self, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
        """The candidates with the area of the tables first: no table has counties, some have cities, and ITL3 areas of that name."""
        first = candidates[0]
        areas = [p for p in candidates if p.place_type == "ITL3" and self._atoms[p.code] == self._atoms[first.code]]
        cities = [p for p in candidates if p.place_type == "city"]
        held = (
            areas
            if first.place_type == "county"
            else cities
            if first.place_type in ("district", "town") and not areas
            else []
        )
        return tuple(dict.fromkeys((*held, *candidates)))

    def _touch(self, a: Place, b: Place) -> bool:
        """Whether two places share ground."""
        if self._part_atoms[a.code] & self._part_atoms[b.code]:
            return a.place_type != "town" or b.place_type != "town" or _near(a, b)
        return a.code == b.code

    def _plural_hints(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """A kind named after a list counts for the whole list: "Tees Valley and Humber LEPs"."""
        out = list(mentions)
        for i, mention in enumerate(mentions):
            for pattern, types in _PLURAL_HINTS:
                if not pattern.match(text[mention.end : mention.end + 20]):
                    continue
                k = i
                while True:
                    if any(p.place_type in types for p in out[k].candidates):
                        out[k] = _hinted(out[k], types)
                    if k == 0 or not LIST_GAP.fullmatch(text[out[k - 1].end : out[k].start]):
                        break
                    k -= 1
        return out

    def _qualified(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """A town followed by the area it lies in is one mention: "March in Cambridgeshire", "Newport, Isle of Wight"."""
        out: list[Mention] = []
        i = 0
        while i < len(mentions):
            mention = mentions[i]
            after = mentions[i + 1] if i + 1 < len(mentions) else None
            if after is None or not any(p.place_type in SMALL for p in mention.candidates):
                out.append(mention)
                i += 1
                continue
            gap = text[mention.end : after.start]
            inside: tuple[Place, ...] = ()
            beside = not gap.strip()  # nothing but space between them: "Royston Herts"
            if beside and ("\n" in gap or after.candidates[0].place_type not in ("LEP", "county", "NUTS2")):
                out.append(mention)
                i += 1
                continue
            if QUALIFIER_GAP.fullmatch(gap):
                inside = tuple(
                    p
                    for p in self._every_meaning(mention)
                    if any(self._inside(p, area) for area in after.candidates[:3])
                )
            if not inside:
                out.append(mention)
                i += 1
                continue
            settled = self._weighed(replace(mention, candidates=inside, ambiguous=False), "")
            following = mentions[i + 2] if i + 2 < len(mentions) else None
            listed = (
                gap.strip() in (",", "")
                and (
                    re.search(r"\s(?:and|&)\s", after.text) is not None  # "Norwich, Norfolk and Suffolk"
                    or (following is not None and LIST_GAP.fullmatch(text[after.end : following.start]))
                    or (bool(out) and LIST_GAP.fullmatch(text[out[-1].end : mention.start]))
                )
            )
            if listed:
                out.append(settled)
                i += 1
            else:
                out.append(replace(settled, text=text[mention.start : after.end], end=after.end))
                i += 2
        return out

    def _every_meaning(self, mention: Mention) -> tuple[Place, ...]:
        """The candidates with the namesakes that rank below them."""
        named = [p for p, _ in self._named.get(normal_name(mention.text), ())]
        return tuple(dict.fromkeys((*mention.candidates, *sorted(named, key=lambda p: RANK[p.place_type]))))

    def _inside(self, place: Place, area: Place) -> bool:
        if place.place_type not in ("town", "district", "city", "council area") or area.code == place.code:
            return False
        if RANK[area.place_type] > RANK["district"] or (area.place_type == "district" and place.place_type != "town"):
            return False
        districts = (place.code, *self._part_of[place.code])
        return bool(self._part_atoms[place.code] & self._part_atoms[area.code]) or any(
            area.code in self._ceremonial[d] for d in districts
        )

    def _told_apart(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """An abbreviation of two places is settled by a word of one of their names elsewhere: "LCR …, the Leeds one"."""
        out = list(mentions)
        dropped: set[int] = set()
        for i, mention in enumerate(mentions):
            if not mention.ambiguous:
                continue
            words = {p.code: set(tokens_of(p.name)) for p in mention.candidates}
            common = set.intersection(*words.values())
            for k, other in enumerate(mentions):
                if k == i:
                    continue
                said = set(tokens_of(other.text))
                fits = [p for p in mention.candidates if (words[p.code] - common) & said]
                if not fits:
                    fits = [
                        p for p in mention.candidates if any(self._inside(p, area) for area in other.candidates[:1])
                    ]
                if not fits and mention.candidates[0].place_type == "LEP":
                    ground = self._part_atoms[other.candidates[0].code]
                    fits = [p for p in mention.candidates if self._atoms[p.code] & ground]
                if len(fits) != 1:
                    continue
                out[i] = replace(mention, candidates=tuple(fits), ambiguous=False)
                told = re.match(r"['’]?s?\s+one\b|\s*\)", text[other.end :]) or re.search(
                    r"(?:\b(?:i\.?e\.?|meaning|i mean|that is|namely|as in)[\s,]+(?:the\s+)?|\(\s*)$",
                    text[: other.start],
                    re.IGNORECASE,
                )
                if told:
                    dropped.add(k)
                break
        return [m for i, m in enumerate(out) if i not in dropped]

    # -- what a passage is about ---------------------------------------------------------------------------------------

    def about(self, text: str, headings: Sequence[str] = (), title: str = "") -> tuple[str, ...]:
        """The codes of the places a passage is about: named in its headings or title, or prevailing in its text.

        A town or district is followed by its LEPs. The United Kingdom and England in a title say nothing of a passage
        that names other places.
        """
        codes: dict[str, None] = {}
        for heading in (*headings, title):
            for mention in self.mentions(heading, mend=False):
                self._tag(codes, mention)
        counts: dict[str, int] = defaultdict(int)
        first: dict[str, Mention] = {}
        for mention in self.mentions(text, mend=False):
            code = mention.candidates[0].code
            counts[code] += 1
            first.setdefault(code, mention)
        total = sum(counts.values())
        for code, n in sorted(counts.items(), key=lambda x: -x[1]):
            if len(counts) == 1 or (n >= 2 and n * 4 >= total) or (len(counts) == 2 and total == 2):
                self._tag(codes, first[code])
        wide = {"K02000001", "E92000001", "K03000001"}
        narrow = [c for c in codes if c not in wide]
        return tuple(narrow or codes)

    def _tag(self, codes: dict[str, None], mention: Mention) -> None:
        chosen = mention.candidates if mention.ambiguous else mention.candidates[:1]
        for place in chosen:
            codes[place.code] = None
            if place.place_type in ("town", "district", "city", "county", "campus"):
                codes.update((lep.code, None) for lep in self.leps(place))


def _parts(name: str) -> list[str]:
    """The parts of a name that is joined of several."""
    return [part for part in re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+|/", name) if part]


def _hinted(mention: Mention, types: Sequence[str]) -> Mention:
    """The mention with the kinds named beside it first, and no longer ambiguous for those."""
    order = {t: i for i, t in enumerate(types)}
    wanted = sorted((p for p in mention.candidates if p.place_type in order), key=lambda p: order[p.place_type])
    rest = [p for p in mention.candidates if p.place_type not in order]
    return replace(mention, candidates=(*wanted, *rest), ambiguous=False)


def _near(a: Place, b: Place) -> bool:
    """Whether two towns are one: within some ten kilometres of one another."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) < 0.1 and abs(a.lon - b.lon) < 0.15


def _int(text: str) -> int | None:
    return int(text) if text else None


def _float(text: str) -> float | None:
    return float(text) if text else None
