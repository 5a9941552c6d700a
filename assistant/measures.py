"""Which measures a question asks about: indicator families by the words officers use for them, sectors by theirs.

A measure is found when every word of one of its names stands close together in the question (misspellings mended);
the weightiest name wins and takes its words with it, so "GVA per hour" is never also "GVA". What no name explains is
reported, since a question full of unexplained words is about something else.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from assistant.words import FILLER_STEMS, commas_after, normal, stem, tokens
from ingest.names import measure_names
from ingest.schema import Indicator

OUT_OF_ORDER = (
    0.75  # what a name weighs whose words stand in another order: "R&D done by business" is not "business R&D done"
)
SINGLE = 0.6  # what the name of a figure that was gathered singly weighs against that of a series
SLACK = 7  # other words that may stand between the words of one name
SEARCHED = 0.8  # what a search term weighs against a name
SEARCHED_SLACK = 2  # other words that may stand between its words
# Words that officers use for one another, each under the stem of the first.
ALIKE = {
    stem(word): stem(words.split()[0])
    for words in (
        "business businesses firm firms company companies corporate",
        "university universities academic uni unis univ",
        "funding funds funded fund grant grants award awards awarded",
        "spend spends spent spending expenditure invest invests invested",
        "worker workers staff personnel workforce",
        "large larger largest big bigger biggest",
        "sme smes small smaller",
        "share percent percentage proportion fraction %",
        "travel journey journeys trip trips",
        "done performed conducted carried undertaken",
        "employer employers boss bosses",
        "applied application applications apply filed filing filings lodged sought submitted",
    )
    for word in words.split()
}
GRAMMAR = frozenset("the a an in for to by on at s & is are was were be been do does did has have had".split())  # noqa: SIM905
AND = frozenset({"and", "plus", "&"})
COMMON_ACRONYMS = frozenset({"FTE", "SME", "SMES", "LEP", "GVA", "GDP", "STEM", "NUTS", "ITL", "SMEs"})
# Words that ask for a kind of figure and fit any measure: they add nothing to what a name explains.
UNIT = re.compile(r"(?:gbp|eur|[£€$])?(?:\d|(?:m|mn|bn|k|million|billion|thousand)?$)")  # a number, a currency, a scale
LIGHT = frozenset(
    stem(w)
    for w in [
        "share",
        "percentage",
        "percent",
        "proportion",
        "%",
        "number",
        "count",
        "total",
        "average",
        "mean",
        "spend",
        "spending",
        "expenditure",
    ]
)


# Words of size, which ask for no figure where they tell firms apart: "the bigger firms".
SIZES = frozenset(stem(w) for w in ("large", "larger", "largest", "big", "bigger", "biggest", "small", "smaller"))


Name = tuple[tuple[str, ...], set[str]]  # the stems of a name, and the measures or sectors it names
ByFirstWord = dict[str, list[tuple[int, tuple[str, ...], set[str]]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A measure (or sector) found in the question: its weight and the positions of the words that named it."""

    key: str
    weight: float
    positions: frozenset[int]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: measures and sectors, best first, and the content words that nothing explained."""

    concepts: tuple[Found, ...]
    breakdowns: tuple[Found, ...]
    unexplained: tuple[str, ...]
    mended: tuple[str, ...] = ()


def bare_title(title: str) -> str:
    """A document's title as people write it: small letters, no date in brackets, no subtitle."""
    return re.sub(r"\s*\([^)]*\)|[:,].*$", "", normal(title)).strip()


def canonical(word: str) -> str:
    """The stem under which a word is looked up: that of "business" for "firms"."""
    return ALIKE.get(s := stem(word), s)


class Measures:
    """The names of all held measures, ready to be found in questions."""

    def __init__(
        self,
        indicators: Sequence[Indicator],
        holds_place: Callable[[str], bool] = lambda _: False,
        titles: Iterable[str] = (),
    ) -> None:
        self.indicators = tuple(indicators)
        self.titles = tuple(
            sorted({t for title in titles if len((t := bare_title(title)).split()) >= 3}, key=len, reverse=True)
        )
        every = {n.lower() for i in indicators for n in (*measure_names(i), *i.search_terms)}
        self.phrases_with_place = tuple(sorted((n for n in every if holds_place(n)), key=len, reverse=True))
        self.by_concept: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in indicators:
            self.by_concept[indicator.concept].append(indicator)
        self._names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._lists: set[tuple[str, ...]] = (
            set()
        )  # names that are lists themselves: "culture, entertainment and recreation"
        self._sectors: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, members in self.by_concept.items():
            for name in {n for i in members for n in measure_names(i)}:
                if key := tuple(dict.fromkeys(self._stems(name))):
                    self._names[key].add(concept)
                    if commas_after(name) or AND & set(tokens(name)):
                        self._lists.add(key)
        self._terms = self._search_terms()
        for indicator in indicators:
            if indicator.breakdown:
                for name in (indicator.breakdown, *indicator.breakdown_aliases):
                    key = tuple(dict.fromkeys(s for s in self._stems(name) if s not in {"and", "of", "other"}))
                    if any(s not in FILLER_STEMS for s in key):
                        self._sectors[key].add(indicator.breakdown)
        by_document: dict[str, set[str]] = defaultdict(set)
        for indicator in indicators:
            by_document[indicator.document_id].add(indicator.concept)
        # Single figures gathered from many pages stand in one table: they yield to the series that stand in their own.
        self.single = frozenset(
            c for c, members in self.by_concept.items() if all(len(by_document[i.document_id]) > 8 for i in members)
        )
        users: dict[str, set[str]] = defaultdict(set)
        for key, concepts in self._names.items():
            for s in key:
                users[s] |= concepts
        for key, sectors in self._sectors.items():
            for s in key:
                users[s] |= {f"sector:{sector}" for sector in sectors}
        others: dict[str, set[str]] = defaultdict(set)
        for key, concepts in self._terms.items():
            for s in key:
                others[s] |= concepts
        n = max(len(self.by_concept), 2)
        # Search terms do not make the words of names less telling.
        self._weight = {s: math.log(1 + n / len(used)) for s, used in (others | users).items()}
        self._names_by_word = _by_first_word(self._names | self._terms)
        self._sectors_by_word = _by_first_word(self._sectors)

    def _search_terms(self) -> dict[tuple[str, ...], set[str]]:
        """The further words that people use for a measure, without those that are a name already."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, members in self.by_concept.items():
            for term in {t for i in members for t in i.search_terms}:
                if (key := tuple(dict.fromkeys(self._stems(term)))) and key not in self._names:
                    found[key].add(concept)
        return found

    @staticmethod
    def _stems(text: str) -> list[str]:
        return [canonical(t) for t in tokens(text) if t not in GRAMMAR]

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every word of every name, for mending misspellings."""
        words = {
            t
            for i in self.indicators
            for name in (*measure_names(i), *(i.breakdown_aliases), i.breakdown or "")
            for t in tokens(name)
        }
        return sorted(w for w in words if len(w) >= 6 and w.isalpha())

    def weight(self, word_stem: str) -> float:
        """How telling a word of a name is: rare among the measures' names is telling, request words hardly are."""
        weight = self._weight.get(word_stem, 0.0)
        return weight * (0.25 if word_stem in LIGHT else 0.05 if word_stem in FILLER_STEMS else 1.0)

    def read(
        self, words: Sequence[str], taken: frozenset[int] = frozenset(), commas: frozenset[int] = frozenset()
    ) -> Reading:
        """The measures and sectors that the words name.

        `taken` are positions of places and years; `commas` those of words with a comma after them, which parts the measures
        of a list as "and" does.
        """
        mended: list[str] = []
        where: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(words):
            if i in taken:
                continue
            s = canonical(word)
            if s not in self._weight and len(word) >= 6 and word.isalpha():
                close = process.extractOne(word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=87)
                if close and close[0][0] == word[0]:
                    s = canonical(close[0])
                    mended.append(f"{word} → {close[0]}")
            where[s].append(i)
        named_so = _present(self._names_by_word, where)
        listed = self._listed_parts(words, commas, where)
        concepts = self._pick(named_so, where, listed) or self._by_acronym(words, where)
        sectors_so = _present(self._sectors_by_word, where)
        sectors = self._pick(sectors_so, where)
        kin = self._sectors_of({f.key.split("_")[0] for f in concepts})
        if not any(f.key in kin for f in sectors):
            sectors = self._pick([(k, v & kin) for k, v in sectors_so if v & kin], where) or sectors
        held_by_sector = {c for x in sectors for c in self.families_with(x.key)}
        if held_by_sector and any(f.key in self.single for f in concepts):
            # A sector's own series is meant rather than a single figure that happens to name the sector.
            series = self._pick([(k, v - self.single) for k, v in named_so], where, listed)
            roots = {c.split("_")[0] for c in held_by_sector} | {"gva", "berd"}
            if any(f.key in held_by_sector or f.key.split("_")[0] in roots for f in series):
                concepts = series + [f for f in concepts if f.key in self.single]
        named = frozenset(p for f in concepts for p in f.positions)
        families = {f.key for f in concepts}
        heavier = [
            f
            for f in sectors
            if families.intersection(self.families_with(f.key)) or f.weight > self._overlap_weight(f, concepts)
        ]
        exact = [f for f in heavier if set(self._stems(f.key)) == {canonical(words[p]) for p in f.positions}]
        heavier = [f for f in heavier if f in exact or not any(f.positions <= e.positions for e in exact)]
        own = {s for f in concepts[:1] for s in self._name_stems[f.key]}
        own |= {s for f in heavier[:1] for s in self._stems(f.key)}
        explained = named | frozenset(p for f in heavier for p in f.positions) | taken
        unexplained = tuple(
            words[i]
            for i in range(len(words))
            if i not in explained
            and (s := stem(words[i])) not in FILLER_STEMS
            and canonical(words[i]) not in own
            and s not in LIGHT
            and not UNIT.match(words[i])
        )
        return Reading(tuple(concepts), tuple(heavier), unexplained, tuple(mended))

    @cached_property
    def _sectors_by_root(self) -> dict[str, set[str]]:
        """The sectors for which a measure of each root is held."""
        found: dict[str, set[str]] = defaultdict(set)
        for i in self.indicators:
            if i.breakdown:
                found[i.concept.split("_")[0]].add(i.breakdown)
        return dict(found)

    def _sectors_of(self, roots: set[str]) -> set[str]:
        """The sectors for which a measure of these roots is held."""
        return set().union(*(self._sectors_by_root.get(root, ()) for root in roots))

    @cached_property
    def _name_stems(self) -> dict[str, frozenset[str]]:
        """The stems of the words in all the names of each measure."""
        return {
            concept: frozenset(s for i in members for name in measure_names(i) for s in self._stems(name))
            for concept, members in self.by_concept.items()
        }

    @staticmethod
    def _overlap_weight(found: Found, concepts: Sequence[Found]) -> float:
        return max((c.weight for c in concepts if c.positions & found.positions), default=0.0)

    def _listed_parts(
        self, words: Sequence[str], commas: frozenset[int], where: dict[str, list[int]]
    ) -> tuple[frozenset[int], ...]:
        """The positions of each part of a list that names a measure by itself, those of fewest names' words first.

        () where fewer than two parts do.
        """
        parts: list[list[int]] = [[]]
        for i, word in enumerate(words):
            if word in AND:
                parts.append([])
                continue
            parts[-1].append(i)
            if i in commas:
                parts.append([])
        if len(parts) == 1:
            return ()
        own = {p for s, positions in where.items() if s in self._weight for p in positions}
        naming = [p for p in map(frozenset, parts) if _present(self._names_by_word, _within(where, p))]
        return tuple(sorted(naming, key=lambda part: len(part & own))) if len(naming) > 1 else ()

    def _pick(
        self, present: Iterable[Name], where: dict[str, list[int]], listed: Sequence[frozenset[int]] = ()
    ) -> list[Found]:
        """The names in the question, heaviest first; a name that shares a word with a heavier one of another key is dropped.

        Nor is a name put together from words of several measures of a list: "GVA, jobs and GVA per head" asks for no GVA
        per job.
        """
        hits: dict[str, list[Found]] = defaultdict(list)
        for key, owners in present:
            if (span := self._span(key, where, listed)) is not None:
                first = [min(p for p in where[s] if p in span) for s in key]
                in_order = first == sorted(first)
                if key in self._terms and not in_order:
                    continue
                weight = sum(self.weight(s) for s in key) * (1.0 if in_order else OUT_OF_ORDER)
                weight *= SEARCHED if key in self._terms else 1.0
                for owner in owners:
                    hits[owner].append(Found(owner, weight, span))
        every = sorted(
            (f for found in hits.values() for f in found), key=lambda f: (-f.weight, len(f.positions), f.key)
        )
        chosen: list[Found] = []
        for found in every:
            if any(c.key == found.key for c in chosen):
                continue
            if any(c.positions & found.positions and c.weight > found.weight + 1e-9 for c in chosen):
                continue
            # A second name of the same owner adds its weight where it explains other words.
            extra = [f for f in hits[found.key] if not f.positions & found.positions]
            positions = found.positions.union(*(f.positions for f in extra))
            others = {p for c in chosen for p in c.positions if c.key != found.key}
            extra_weight = sum(f.weight for f in extra if not f.positions & others)
            chosen.append(
                Found(
                    found.key,
                    found.weight + min(extra_weight, found.weight),
                    positions if extra_weight else found.positions,
                )
            )
        chosen.sort(key=lambda f: (-f.weight, f.key))
        return chosen

    @cached_property
    def _family_stems(self) -> dict[str, set[str]]:
        """The stems of the words by which each measure's family is called."""
        return {c: set(self._stems(members[0].family or members[0].label)) for c, members in self.by_concept.items()}

    def broader(self, concept: str) -> str | None:
        """The measure that holds all of which this one is a part: patents of high-tech patents; None if none is held."""
        members = self.by_concept[concept]
        own = self._family_stems[concept]
        found = []
        for other, theirs in self.by_concept.items():
            stems_of = self._family_stems[other]
            alike = theirs[0].unit == members[0].unit and set(theirs[0].place_types) & set(members[0].place_types)
            # One word is enough for a whole that is held whenever its part is: enterprises, of micro enterprises.
            wide = len(stems_of) > 1 or set(members[0].periods) <= set(theirs[0].periods)
            if other != concept and alike and not theirs[0].breakdown and wide and stems_of < own:
                found.append((len(stems_of), other))
        return max(found)[1] if found and members[0].unit not in ("%", "index", "score") else None

    def changed_by(self, words: Sequence[str], older: Sequence[str], concepts: Sequence[str]) -> str | None:
        """The measure that a few words make of the ones asked for before: "per hour" of GVA; None if none.

        Its name must take words from both: from the few, all that carry a meaning, and from the earlier question or the
        names of its measures.
        """
        where: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(words):
            where[canonical(word)].append(i)
        denied = {i + 1 for i, word in enumerate(older) if word == "non"}  # "non-SME" is of no SME
        before = {canonical(word) for i, word in enumerate(older) if word not in GRAMMAR and i not in denied}
        told = {
            canonical(w)
            for w in words
            if not w.isdigit()
            and w not in GRAMMAR
            and stem(w) not in LIGHT
            and (stem(w) not in FILLER_STEMS or stem(w) in SIZES)
        }
        sizes = {ALIKE.get(s, s) for s in SIZES} & told  # a size now said is new, though "non-SME" named the last
        before |= {s for c in concepts for s in self._name_stems.get(c, ()) if s not in sizes}
        best: tuple[int, float, str] | None = None
        for key, owners in self._names.items():
            new = [s for s in key if s in where and s not in before]
            if not new or len(new) == len(key) or not all(s in where or s in before for s in key):
                continue
            if not told & set(new) or not told <= set(key) | before:
                continue
            weight = sum(self.weight(s) for s in key)
            for owner in owners - self.single - set(concepts):
                found = (len(told & set(key)), weight, owner)
                if best is None or found > best:
                    best = found
        return best[2] if best else None

    def named_with(self, words: Iterable[str], others: Iterable[str]) -> list[str]:
        """The measures of which a name takes words from both lists and none besides, the weightiest name first."""
        some, more = ({canonical(w) for w in side if stem(w) not in FILLER_STEMS} for side in (words, others))
        found = [
            (sum(self.weight(s) for s in key), owner)
            for key, owners in self._names.items()
            if set(key) <= some | more and set(key) & (some - more) and set(key) & (more - some)
            for owner in owners
        ]
        return list(dict.fromkeys(owner for _, owner in sorted(found, reverse=True)))

    def names_any(self, text: str) -> bool:
        """True when a text names a measure."""
        return bool(self.read(tokens(text)).concepts)

    def has_words(self, concept: str, words: Iterable[str]) -> bool:
        """True when the names of a measure bear all of the words that carry a meaning."""
        return {canonical(w) for w in words if stem(w) not in FILLER_STEMS} <= self._name_stems[concept]

    @cached_property
    def acronyms(self) -> dict[str, set[str]]:
        """Abbreviations in the labels that name a source or survey (REF, BERD), with the measures that bear them."""
        found: dict[str, set[str]] = defaultdict(set)
        for indicator in self.indicators:
            for word in re.findall(r"\b[A-Z][A-Z-]{2,}\b", indicator.family or indicator.label):
                if word not in COMMON_ACRONYMS:
                    found[canonical(tokens(word)[0])].add(indicator.concept)
        return found

    def _by_acronym(self, words: Sequence[str], where: dict[str, list[int]]) -> list[Found]:
        """Measures by their abbreviation alone ("REF share"), those with most of their words in the question first."""
        out = []
        for s, positions in where.items():
            for concept in self.acronyms.get(s, ()):
                label = {t for i in self.by_concept[concept] for t in self._stems(i.label)}
                shared = frozenset(p for t in label if t in where for p in where[t])
                percent = any(i.unit == "%" for i in self.by_concept[concept]) and bool(
                    {"share", "percent", "proportion", "%"} & set(words)
                )
                out.append(Found(concept, self.weight(s) + 0.1 * len(shared) + percent, shared | frozenset(positions)))
        return sorted(out, key=lambda f: (-f.weight, f.key))

    def _span(
        self, key: tuple[str, ...], where: dict[str, list[int]], listed: Sequence[frozenset[int]]
    ) -> frozenset[int] | None:
        """Where a name stands: in one part of a list if it can, in that which says least else; never across two parts."""
        for part in listed:
            inside = _within(where, part)
            if all(s in inside for s in key) and (span := self._window(key, inside, self._slack(key))) is not None:
                return span
        span = self._window(key, where, self._slack(key))
        crossed = span is not None and key not in self._lists and sum(bool(span & part) for part in listed) > 1
        return None if crossed else span

    def _slack(self, key: tuple[str, ...]) -> int:
        """How many other words may stand between the words of a name."""
        return SEARCHED_SLACK if key in self._terms else SLACK

    @staticmethod
    def _window(key: tuple[str, ...], where: dict[str, list[int]], slack: int) -> frozenset[int] | None:
        """Positions of the key's words where they stand closest together; None when they are too far apart."""
        best: tuple[int, frozenset[int]] | None = None
        for start in where[key[0]]:
            positions = [start]
            for s in key[1:]:
                positions.append(min(where[s], key=lambda p: abs(p - start)))
            if len(set(positions)) < len(key):
                continue
            width = max(positions) - min(positions) + 1
            if best is None or width < best[0]:
                best = (width, frozenset(positions))
        if best is None or best[0] > len(key) + slack:
            return None
        return best[1]

    @cached_property
    def sector_families(self) -> frozenset[str]:
        """Measures that are held by sector only, so that a sector must be named."""
        return frozenset(c for c, members in self.by_concept.items() if all(i.breakdown for i in members))

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        """The measures that are held for each sector, each once."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for i in self.indicators:
            if i.breakdown:
                found[i.breakdown][i.concept] = None
        return {breakdown: list(concepts) for breakdown, concepts in found.items()}

    def families_with(self, breakdown: str) -> list[str]:
        """Concepts that are held for this sector or product group."""
        return list(self._families.get(breakdown, ()))


def _by_first_word(names: dict[tuple[str, ...], set[str]]) -> ByFirstWord:
    """The names under their first word, each with its number in their order."""
    found: ByFirstWord = defaultdict(list)
    for n, (key, owners) in enumerate(names.items()):
        found[key[0]].append((n, key, owners))
    return dict(found)


def _within(where: dict[str, list[int]], part: frozenset[int]) -> dict[str, list[int]]:
    """Of the positions of each word, those in one part of the question."""
    inside = {s: [p for p in positions if p in part] for s, positions in where.items()}
    return {s: positions for s, positions in inside.items() if positions}


def _present(names: ByFirstWord, where: dict[str, list[int]]) -> list[Name]:
    """The names all of whose words stand in the question, in their own order."""
    found = [entry for s in where for entry in names.get(s, ()) if all(s in where for s in entry[1])]
    return [(key, owners) for _, key, owners in sorted(found, key=lambda entry: entry[0])]
