"""Places: which a text names, and how they lie to one another.

`mentions` finds the names of places in a question or passage and says what each could mean; `containing`, `leps`, `parts`,
`same_area` and `neighbours` follow the lookups in `corpus/places`. Geography is kept as sets of districts (of 2017): an
area contains another when it holds all of its districts. What a question is about is decided elsewhere.

Universities, companies and the like are not read as the place in their name ("University of Manchester", "Bank of
England"): what is asked of them is not asked of the place. Misspellings are mended in short texts only (`MEND_CHARS`).
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.schema import Mention, Place

MEND_CHARS = 300
DOMINANT = 4  # a town so many times larger than its namesake is the one meant

# The likeliest kind of place first, when a name stands for several.
RANK = {
    t: i
    for i, t in enumerate(
        (
            "LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "combined authority", "county", "district", "town", "city",
            "ITL3", "NUTS3", "council area", "Scottish Parliament region", "Welsh region", "HSC trust", "campus", "audit area",
        )
    )
}  # fmt: skip
# The same when the text speaks of LEPs: a county leads to its LEP, a statistical area of the same name does not.
LEP_RANK = RANK | {"county": 3.1, "district": 3.2, "town": 3.3}
SMALL = frozenset({"district", "town", "city", "ITL3", "NUTS3", "council area", "campus"})
AREAS = frozenset(
    {"LEP", "country", "region", "ITL1", "NUTS2", "ITL2", "combined authority", "county", "district", "ITL3", "NUTS3"}
)

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_CODE = re.compile(r"(?:UK|TL)[C-NZ][0-9A-Z]{0,3}|[EWSNK][0-9]{8}")
_PLAIN_GAP = re.compile(r"\s*[-‐‑–]?\s*|\.\s?")
_COMMA_GAP = re.compile(r",?\s+|\s*[-‐‑–/]?\s*|\.\s?")
_LEP_WORD = re.compile(r"\bleps?\b|local enterprise partnership", re.IGNORECASE)
_LIST_GAP = re.compile(
    r"\s*(?:,|,?\s*\band\b|&|,?\s*\bor\b|/|,?\s*\b(?:v|vs|versus)\b\.?)\s*(?:the\s+)?", re.IGNORECASE
)
_QUALIFIER_GAP = re.compile(
    r"(\s*,?\s*(?:in|on|within)\s+(?:the\s+)?|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s*,\s*|\s+)", re.IGNORECASE
)

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
_ORGANISATION_BEFORE = re.compile(
    r"(?:\b(?i:university|bank|church|diocese) of (?:the )?|\b(?:Bishop|Archbishop|Duke|Earl|Marquess|Baron|Lord|Royal Society)"
    r" of (?:the )?|\b(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Baroness|Professor|Prof|Cllr)\.? (?:[A-Z]\w+ )?)$"
)
_ORGANISATION_AFTER = re.compile(
    r"(?:['’]s)? (?:(?:[A-Z][\w']+ ){0,2}(?:University|Universities|Building Society|Business School|Medical School)\b"
    r"|(?:Econometrics|Economics|Instruments|Nanopore|Biomedica|Building Society|United|Rovers|Wanderers|FC|Cathedral|Water|Bank)\b)"
)
_NEAR_BEFORE = re.compile(
    r"\b(?:in|near|around|round|outside|at|from|of|to|for|with|than|between|covers?|covering|includes?|including|contains?|visited|and|or"
    r"|v|vs|versus|about|across|is|does|in and around|like|count|has)\s+$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"(?:['’]s?)?[\s(]*(?:leps?\b|local enterprise|council|borough|district|town\b|city\b|county\b|economy|economies|gva\b|gdp\b|gerd\b|berd\b"
    r"|r&d|nvq|productivity|skills?\b|workforce|jobs?\b|employ|population|universit|innovation|businesses|firms|figures|data\b|research"
    r"|exports|patents|broadband|area\b|region\b|compare|v\b|vs\b|versus\b|lies\b|sits\b|(?:is|are) in (?:which|what)|, which lep|: which)",
    re.IGNORECASE,
)
# What only a place has: "Bath universities" is no bath, where "Reading skills" may well be reading.
_OF_A_PLACE = re.compile(
    r"['’]?s?\s+(?:universit|council|economy|gva\b|gdp\b|gerd\b|berd\b|r&d|nvq|productivity|broadband|patents|workforce)",
    re.IGNORECASE,
)
_LEP_FRAME = re.compile(
    r"\b(?:lep|partnership)s?(?: area)?(?: \w+){0,2} (?:is|covers?|covering|cover|for|of|takes? in|contains?|includes?|in|count|has|does)"
    r" (?:the town of )?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n•“\"]\s*)$")


def tokens_of(name: str) -> tuple[str, ...]:
    """The words of a name in the form in which names are compared: ("kings", "lynn", "and", "west", "norfolk")."""
    return tuple(_plain(m[0]) for m in _TOKEN.finditer(name))


def normal_name(name: str) -> str:
    """The name without case, accents, punctuation and a leading "the": names equal in this form are the same name."""
    words = tokens_of(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _plain(word: str) -> str:
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = word.lower().replace("'", "").replace("’", "")
    return {"&": "and", "saint": "st"}.get(word, word)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: as compared, the same without a possessive ending, and where it stands."""

    plain: str
    bare: str
    start: int
    end: int
    bare_end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the index. `kind` is place, foreign, group or other (a name that holds a place's name but is none)."""

    words: tuple[str, ...]
    kind: str
    key: str
    commas: bool


@dataclass(slots=True)
class _Found:
    """A name found in a text, before it is decided what it means."""

    name: _Name
    first: int
    last: int
    start: int
    end: int
    mended: str | None = None


class Gazetteer:
    """Places under every name and code, and the texts' way of naming them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = tuple(places)
        self._by_code: dict[str, Place] = {}
        self._order = {p.code: i for i, p in enumerate(self.places)}
        self._named: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        self._names: dict[str, list[_Name]] = defaultdict(list)
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
        self._foreign: dict[str, str] = {}
        self._ambiguous: dict[str, tuple[str, ...]] = {}
        self._word_kinds: dict[str, str] = {}
        self._english: frozenset[str] = frozenset()
        self._vocabulary: dict[tuple[str, int], list[str]] = defaultdict(list)  # by first letter and length
        self._by_sound: dict[str, str] = {}  # names that are written otherwise than they are said
        self._phrases: tuple[
            tuple[str, ...], ...
        ] = ()  # names of LEPs, regions and NUTS2 areas that have several words
        self._place_words: frozenset[str] = frozenset()
        self._weights: dict[str, float] = {}

    @classmethod
    def load(cls, folder: Path) -> "Gazetteer":
        """The gazetteer in a folder of CSV files (`corpus/places`)."""
        places, codes = [], {}
        for row in _rows(folder / "places.csv"):
            aliases = tuple(a for a in row["aliases"].split("|") if a)
            place = Place(
                row["code"], row["scheme"], row["place_type"], row["name"], aliases, _int(row["valid_from"]), _int(row["valid_to"]),
                _float(row["lat"]), _float(row["lon"]), _int(row["population"]),
            )  # fmt: skip
            places.append(place)
            codes[place.code] = place
        gazetteer = cls(places)
        gazetteer._index_names()
        gazetteer._relate(_rows(folder / "relations.csv"))
        gazetteer._index_others(folder)
        gazetteer._index_words(folder)
        return gazetteer

    # -- loading -------------------------------------------------------------------------------------------------------

    def _index_names(self) -> None:
        for place in self.places:
            self._by_code[place.code] = place
        for place in self.places:
            for i, name in enumerate((place.name, *place.aliases)):
                if i and _CODE.fullmatch(name):
                    self._by_code.setdefault(name, place)
                    continue
                key = normal_name(name)
                entries = self._named[key]
                if not entries:
                    self._add_name(key, "place", key, "," in name)
                if all(p is not place for p, _ in entries):
                    entries.append((place, i == 0))

    def _add_name(self, name: str, kind: str, key: str, commas: bool = False) -> None:
        words = tuple(name.split())
        self._names[words[0]].append(_Name(words, kind, key, commas or "and" in words))

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
        for row in _rows(folder / "groups.csv"):
            self._groups[row["group"]].append(row["code"])
            for name in (row["group"], *row["aliases"].split("|")):
                key = " ".join(tokens_of(name))
                if key and key not in self._group_names:
                    self._group_names[key] = row["group"]
                    self._add_name(key, "group", key)
        for row in _rows(folder / "foreign.csv"):
            for name in (row["name"], *row["aliases"].split("|")):
                key = " ".join(tokens_of(name))
                if key and key not in self._foreign:
                    self._foreign[key] = row["name"]
                    self._add_name(key, "foreign", key)
        for row in _rows(folder / "other_names.csv"):
            key = " ".join(tokens_of(row["name"]))
            self._add_name(key, "other", key)
        for row in _rows(folder / "ambiguous.csv"):
            key = normal_name(row["name"])
            self._ambiguous[key] = tuple(row["codes"].split("|"))
            if key not in self._named:
                self._add_name(key, "place", key)
                self._named[key] = [(self._by_code[c], False) for c in self._ambiguous[key]]
        for entries in self._names.values():
            order = {"other": 0, "foreign": 1, "place": 2, "group": 3}
            entries.sort(key=lambda n: (-len(n.words), order[n.kind]))

    def _index_words(self, folder: Path) -> None:
        self._word_kinds = {row["name"]: row["kind"] for row in _rows(folder / "words.csv")}
        self._english = frozenset((folder / "english_words.txt").read_text(encoding="utf-8").split())
        weights: dict[str, float] = defaultdict(float)
        every: set[str] = set()
        for key, entries in self._named.items():
            words = key.split()
            every.update(words)
            for place, _ in entries:
                if place.place_type in ("town", "city", "campus", "audit area") and (place.population or 0) < 15_000:
                    continue
                if place.place_type in ("ITL3", "NUTS3"):
                    continue
                for word in words:
                    if len(word) >= 5:
                        weights[word] = max(weights[word], 100.0 - RANK[place.place_type])
        for key in self._foreign:
            every.update(key.split())
        self._phrases = tuple(
            tuple(key.split())
            for key, entries in self._named.items()
            if " " in key and any(RANK[p.place_type] <= RANK["ITL2"] for p, _ in entries)
        ) + tuple(tuple(key.split()) for key in self._foreign if " " in key)
        self._place_words = frozenset(every)
        self._weights = dict(weights)
        for word in weights:
            self._vocabulary[word[0], len(word)].append(word)
            if _sound(word) != word:
                self._by_sound[_sound(word)] = word

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

    def containing(self, place: Place, place_types: Sequence[str] = ()) -> tuple[tuple[Place, bool], ...]:
        """The areas a place lies in, the smallest first, each with whether it lies in it wholly."""
        found: dict[str, bool] = {}
        mask = self._part_atoms[place.code]
        for area in self.places:
            if area.code == place.code or (place_types and area.place_type not in place_types):
                continue
            its = self._atoms.get(area.code, 0)
            wide = self._part_atoms.get(area.code, 0)
            if area.place_type not in AREAS and area.place_type not in (
                "Scottish Parliament region",
                "Welsh region",
                "HSC trust",
            ):
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
        for f in self._spans(text, _words(text)):
            if f.name.kind == "group":
                title = self._group_names[f.name.key]
                found.append((title, tuple(self._by_code[c] for c in self._groups[title])))
        return tuple(dict.fromkeys(found))

    def foreign_in(self, text: str) -> tuple[str, ...]:
        """The foreign countries, states and cities a text names, in the order of the text."""
        return tuple(
            dict.fromkeys(
                self._foreign[f.name.key] for f in self._spans(text, _words(text)) if f.name.kind == "foreign"
            )
        )

    # -- names in a text -----------------------------------------------------------------------------------------------

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The places a text names, left to right: the longest name at each spot, with every place it could mean."""
        words = _words(text)
        spans = self._spans(text, words)
        if len(text) <= MEND_CHARS:
            spans = self._with_mended(text, words, spans)
        spans = [s for s in spans if not self._abroad(text, s, spans)]
        place_spans = [s for s in spans if s.name.kind == "place"]
        found = []
        for span in place_spans:
            if self._meant(text, words, span, place_spans):
                found.append(span)
        speaks_of_leps = bool(_LEP_WORD.search(text))
        mentions = [self._mention(text, span, speaks_of_leps) for span in found]
        mentions = self._plural_hints(text, mentions)
        mentions = self._qualified(text, mentions)
        return tuple(self._told_apart(text, mentions))

    def _spans(self, text: str, words: Sequence[_Word]) -> list[_Found]:
        """The longest known names, left to right, none inside another."""
        found: list[_Found] = []
        i = 0
        while i < len(words):
            span = self._longest(text, words, i)
            if span is not None and span.name.kind == "group" and span.name.words[0] == "the" and i + 1 < len(words):
                inner = self._longest(text, words, i + 1)  # "the North East" is not the North
                if inner is not None and inner.last > span.last:
                    span = inner
            if span is None:
                i += 1
            else:
                found.append(span)
                i = span.last + 1
        return found

    def _longest(self, text: str, words: Sequence[_Word], i: int) -> _Found | None:
        word = words[i]
        raw = text[word.start : word.bare_end]
        if _CODE.fullmatch(raw) and raw in self._by_code:
            return _Found(_Name((word.bare,), "place", f"code:{raw}", False), i, i, word.start, word.bare_end)
        entries = self._names.get(word.plain, ())
        if word.bare != word.plain:
            entries = sorted((*self._names.get(word.bare, ()), *entries), key=lambda n: -len(n.words))
        for name in entries:
            last = i + len(name.words) - 1
            if last >= len(words):
                continue
            if not self._spelt(text, words, i, name):
                continue
            end = words[last].end if words[last].plain == name.words[-1] else words[last].bare_end
            span = _Found(name, i, last, word.start, end)
            if name.kind == "place" or self._written_as_name(text, span):
                return span
        return None

    def _spelt(self, text: str, words: Sequence[_Word], i: int, name: _Name) -> bool:
        last = len(name.words) - 1
        gap = _COMMA_GAP if name.commas else _PLAIN_GAP
        for k, wanted in enumerate(name.words):
            word = words[i + k]
            if word.plain != wanted and not (k == last and word.bare == wanted):
                return False
            if k and not gap.fullmatch(text, words[i + k - 1].end, word.start):
                return False
        return True

    def _written_as_name(self, text: str, span: _Found) -> bool:
        """Foreign names and groups that are also words need their capital letters."""
        raw = text[span.start : span.end]
        key = span.name.key
        if span.name.kind == "foreign" and (len(key) <= 3 or key in _FOREIGN_WORDS):
            return raw.isupper() if len(key) <= 3 else raw[:1].isupper()
        if span.name.kind == "group" and key in ("the north", "midlands", "the nations", "city regions"):
            return key == "city regions" or raw.split()[-1][:1].isupper() or _LEP_WORD.search(text) is not None
        return True

    def _with_mended(self, text: str, words: list[_Word], spans: list[_Found]) -> list[_Found]:
        """The spans with those that appear once unknown words are mended; nothing already found is given up for one."""
        taken = {i for s in spans if s.name.kind != "foreign" for i in range(s.first, s.last + 1)}
        mended = dict[int, str]()
        for i in range(len(words)):
            if i not in taken and (better := self._mend(text, words, i)):
                mended[i] = better
        if not mended:
            return spans
        changed = [replace_word(w, mended[i]) if i in mended else w for i, w in enumerate(words)]
        out = []
        for span in self._spans(text, changed):
            touched = [i for i in range(span.first, span.last + 1) if i in mended]
            if span.name.kind == "place" and touched:
                span.mended = self._named[span.name.key][0][0].name if span.name.key in self._named else None
                best = sorted(self._named[span.name.key], key=lambda e: (not e[1], RANK[e[0].place_type]))
                span.mended = best[0][0].name
            out.append(span)
        return out

    def _mend(self, text: str, words: Sequence[_Word], i: int) -> str | None:
        """The place word that a misspelt word stands for, or None when it is a word of its own or too far from any."""
        word = words[i].bare
        if beside := self._mend_in_name(words, i):
            return beside
        if len(word) < 5 or not word.isalpha() or word in self._place_words or word in self._english:
            return None
        if word.endswith("s") and (word[:-1] in self._english or word[:-1] in self._place_words):
            return None
        raw = text[words[i].start : words[i].end]
        if raw[:1].isupper() and not raw.isupper() and self._in_a_name(text, words, i):
            return None
        if by_sound := self._by_sound.get(_sound(word)):
            return by_sound
        cutoff = 1 if len(word) < 9 else 2
        like = [
            w for n in range(len(word) - cutoff, len(word) + cutoff + 1) for w in self._vocabulary.get((word[0], n), ())
        ]
        close = process.extract(word, like, scorer=OSA.distance, score_cutoff=cutoff, limit=6)
        if not close:
            return None
        ordered = sorted(close, key=lambda c: (c[1], -self._weights[c[0]]))
        if (
            len(ordered) > 1
            and ordered[0][1] == ordered[1][1]
            and self._weights[ordered[0][0]] == self._weights[ordered[1][0]]
        ):
            return None
        return ordered[0][0]

    def _mend_in_name(self, words: Sequence[_Word], i: int) -> str | None:
        """A word one letter off in a name whose other words stand beside it: "Tee Valley", "Nwe York".

        Names of LEPs, regions, NUTS2 areas and foreign places are mended so, since they hold words of other names.
        """
        word = words[i].bare
        if len(word) < 3 or not word.isalpha():
            return None
        for phrase in self._phrases:
            for k, wanted in enumerate(phrase):
                start = i - k
                if wanted[0] != word[0] or start < 0 or start + len(phrase) > len(words) or len(wanted) < 3:
                    continue
                others = all(words[start + n].bare == w for n, w in enumerate(phrase) if n != k)
                if others and OSA.distance(word, wanted, score_cutoff=1) == 1:
                    return wanted
        return None

    def _in_a_name(self, text: str, words: Sequence[_Word], i: int) -> bool:
        """Whether capital letters beside a word say that it is part of some other name ("Matthew Boulton")."""
        for k in (i - 1, i + 1):
            if 0 <= k < len(words) and words[k].plain not in self._place_words and words[k].plain not in _PLAIN_BESIDE:
                raw = text[words[k].start : words[k].end]
                between = text[min(words[i].end, words[k].end) : max(words[i].start, words[k].start)]
                starts = k < i and _SENTENCE_END.search(text[: words[k].start])
                if raw[:1].isupper() and not raw.isupper() and between == " " and not starts:
                    return True
        return False

    def _abroad(self, text: str, span: _Found, spans: Sequence[_Found]) -> bool:
        """Whether a foreign name after a name says that it is abroad: Boston, Massachusetts."""
        if span.name.kind != "place":
            return False
        for other in spans:
            if other.name.kind == "foreign" and other.start > span.end:
                gap = text[span.end : other.start]
                return bool(
                    re.fullmatch(r"\s*,\s*|\s*,?\s+in\s+(?:the\s+)?|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s+", gap)
                ) and self._is_small(span)
        return bool(re.match(r",\s*(?:MA|NY|TX|CA|USA?|NSW|WA|ON|BC|OH|PA|NJ|VA|AL|GA|ME|NH)\b", text[span.end :]))

    def _is_small(self, span: _Found) -> bool:
        return all(p.place_type not in ("country", "region", "LEP", "NUTS2", "ITL2") for p in self._meanings(span)) or (
            span.name.key in ("london", "cambridge", "durham", "northampton")
        )

    def _meanings(self, span: _Found) -> list[Place]:
        if span.name.key.startswith("code:"):
            return [self._by_code[span.name.key[5:]]]
        return [p for p, _ in self._named[span.name.key]]

    def _meant(self, text: str, words: Sequence[_Word], span: _Found, spans: Sequence[_Found]) -> bool:
        """Whether a name found is used as the name of a place."""
        before, after = text[max(0, span.start - 60) : span.start], text[span.end : span.end + 60]
        raw = text[span.start : span.end]
        key = span.name.key
        if key.startswith("code:"):
            return True
        if key in _NEVER:
            return False
        small = min(RANK[p.place_type] for p in self._meanings(span)) >= RANK["county"] or key in (
            "london",
            "cumbria",
            "england",
            "uk",
        )
        if _ORGANISATION_BEFORE.search(before) and not before.endswith("Lord Mayor of "):
            return False
        if small and _ORGANISATION_AFTER.match(after) and raw[:1].isupper():
            return False
        if key in _DIRECTIONS and re.match(r"\s+of\b(?!\s+(?:england|the))", after, re.IGNORECASE):
            return False
        if len(span.name.words) == 1 and len(key) <= 4 and key in _UPPER_ONLY and not raw.isupper():
            return False
        kind = self._word_kinds.get(key)
        if span.mended:
            return True
        kinds = {p.place_type for p in self._meanings(span)}
        if kind and len(raw) <= 4 and raw.isupper() and not text.isupper() and kinds <= {"town", "district"}:
            return False  # an abbreviation: SEND
        if kinds == {"town"} and len(text) > MEND_CHARS and self._in_a_longer_name(text, words, span):
            return False
        if kind is None and raw.islower() and text != text.lower() and len(span.name.words) == 1:
            if all(p.place_type == "town" for p in self._meanings(span)):  # "lakeside villages"
                kind = "weak"
        if kind is None:
            return True
        return self._word_meant(text, before, after, raw, kind, span, spans)

    def _in_a_longer_name(self, text: str, words: Sequence[_Word], span: _Found) -> bool:
        """Whether a town's name in a passage is part of a person's or a firm's: "Bentley Motors"."""
        return self._in_a_name(text, words, span.first) or self._in_a_name(text, words, span.last)

    def _word_meant(
        self, text: str, before: str, after: str, raw: str, kind: str, span: _Found, spans: Sequence[_Found]
    ) -> bool:
        """Whether a name that is also a word is meant as a place."""
        capital = raw[:1].isupper()
        shouting = text.isupper() and len(text) > len(raw)
        alone = text.strip(" ?.!") == raw
        starts = bool(_SENTENCE_END.search(before))
        beside = self._beside_place(text, span, spans)
        leps = bool(_LEP_WORD.search(text))
        after_noun = bool(_PLACE_AFTER.match(after))
        named_town = bool(re.search(r"\b(?:town|city|borough|district|area) of\s+$", before, re.IGNORECASE))
        framed = bool(_LEP_FRAME.search(before)) or bool(
            re.match(r"\s+(?:lep|council)\b|['’]s lep\b", after, re.IGNORECASE)
        )
        if kind == "month":
            dated = re.match(r"\s*,?\s*(?:\d|'\d\d)", after) or re.search(
                r"(?:\d|\d(?:st|nd|rd|th))(?: of)?\s+$", before
            )
            if re.match(r"['’]s (?:economy|council|workforce|businesses|firms|population)", after, re.IGNORECASE):
                return capital
            return (
                capital
                and not dated
                and (framed or leps or named_town or beside or bool(re.search(r"\b(?:around|near)\s+$", before)))
            )
        if named_town or framed:
            return True
        typed_small = text.islower() and bool(_PLACE_AFTER.search(text))  # no capitals at all: "gva in bath"
        if (
            typed_small
            and re.search(r"\b(?:in|near|around|for|covers)\s+$", before)
            and re.match(r"\s*(?:$|[?.,!])", after)
        ):
            return True
        if not capital or shouting:
            if span.name.key == "marches" and text.islower() and before.endswith("the "):
                return True
            if kind == "strong":
                return beside and bool(_NEAR_BEFORE.search(before))
            return (
                beside
                or (after_noun and not starts)
                or bool(re.search(r"\b(?:in|near|around|covers?)\s+$", before, re.IGNORECASE))
                or (starts and after_noun)
                or text.lower().strip(" ?.!") == raw.lower()
            )
        if alone:
            return True
        if kind == "weak":
            return True
        if starts:
            possessive = bool(re.match(r"['’]s\b", after))
            return (
                beside
                or leps
                or (possessive and after_noun)
                or bool(_OF_A_PLACE.match(after))
                or bool(re.match(r"\s+(?:and|v|vs|versus)\s+[A-Z]", after) and beside)
            )
        return (
            beside
            or leps
            or after_noun
            or bool(_NEAR_BEFORE.search(before))
            or bool(re.search(r"\bthe\s+$", before, re.IGNORECASE) and span.name.key == "marches")
        )

    def _beside_place(self, text: str, span: _Found, spans: Sequence[_Found]) -> bool:
        """Whether another place's name stands beside it, in a list or as the area it lies in."""
        for other in spans:
            if other is span or self._word_kinds.get(other.name.key) in ("strong", "month"):
                continue
            gap = text[span.end : other.start] if other.start > span.end else text[other.end : span.start]
            if len(gap) < 16 and (
                _LIST_GAP.fullmatch(gap) or (other.start > span.end and _QUALIFIER_GAP.fullmatch(gap))
            ):
                return True
        return False

    def _mention(self, text: str, span: _Found, speaks_of_leps: bool) -> Mention:
        """What a name means here, by the words next to it and by rank."""
        rank = LEP_RANK if speaks_of_leps else RANK
        meanings = sorted(
            self._meanings(span), key=lambda p: (rank[p.place_type], -(p.population or 0), self._order[p.code])
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
                    if k == 0 or not _LIST_GAP.fullmatch(text[out[k - 1].end : out[k].start]):
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
            if _QUALIFIER_GAP.fullmatch(gap):
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
                    or (following is not None and _LIST_GAP.fullmatch(text[after.end : following.start]))
                    or (bool(out) and _LIST_GAP.fullmatch(text[out[-1].end : mention.start]))
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
            for mention in self.mentions(heading):
                self._tag(codes, mention)
        counts: dict[str, int] = defaultdict(int)
        first: dict[str, Mention] = {}
        for mention in self.mentions(text):
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


def _sound(word: str) -> str:
    """The word with endings written as they are said: "leicester" is "leister", and so is "gloucester" "glouster"."""
    return re.sub(r"cester$", "ster", re.sub(r"cestershire$", "stershire", word))


def replace_word(word: _Word, plain: str) -> _Word:
    """The word with another spelling, in the same spot."""
    return _Word(plain, plain, word.start, word.end, word.bare_end)


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


def _words(text: str) -> list[_Word]:
    """The words of a text."""
    out = []
    for match in _TOKEN.finditer(text):
        raw = match[0]
        bare = raw
        if len(raw) > 2 and raw[-2] in "'’" and raw[-1] in "sS":
            bare = raw[:-2]
        out.append(_Word(_plain(raw), _plain(bare), match.start(), match.end(), match.start() + len(bare)))
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _int(text: str) -> int | None:
    return int(text) if text else None


def _float(text: str) -> float | None:
    return float(text) if text else None


_NEVER = frozenset({"east", "the business board"})
_UPPER_ONLY = frozenset(
    {"leap", "nel", "nep", "scr", "clep", "dlep", "ons", "bcp", "rct", "gla", "bbf", "em3x", "gb", "mk"}
)
_DIRECTIONS = frozenset(
    {"north east", "north west", "south east", "south west", "northeast", "northwest", "southeast", "southwest"}
)
_FOREIGN_WORDS = frozenset(
    {"turkey", "china", "chad", "jordan", "nice", "cologne", "cork", "orange", "georgia", "jersey", "america"}
)
_BESIDE = """
lep leps the which what how is does and in of for region council nuts2 itl2 gva gdp berd gerd horizon innovate show
give compare nvq4 hub rank city valley county
"""
_PLAIN_BESIDE = frozenset(_BESIDE.split())
