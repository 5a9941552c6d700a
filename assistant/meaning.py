"""Which measure a question means where none of the measures' names stands in it: by vectors of names and words.

A question is met three ways: its phrase must be near one name of the measure, its telling words near the measure's words,
and the name's own words near the question's, so that "venture capital raised" is not taken for venture capital in
spin-offs. What is near but not near enough is asked back; what is far is not held.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.measures import GRAMMAR, Measures
from assistant.words import FILLER_STEMS, stem, tokens
from ingest.names import Vectors, measure_names, sector_names

# Chosen on `evals/cases/measures.jsonl`: indirect wordings of held measures, and measures that are not held.
NEAR = 0.6  # cosine of the phrase with a name
COVERED = 0.62  # mean closeness of the phrase's telling words
BORNE_OUT = 0.45  # least closeness of the name's words
LEAD = 0.04  # over the measure that comes next
ASKED_BACK, HALF_BORNE_OUT = 0.66, 0.31  # cosine and closeness from which a measure that fails otherwise is offered
ASTRAY = 0.56  # a named measure that a foreign word qualifies ("gender pay") and that is farther than this is not meant
SHORTLIST = 0.1  # how far behind the first a measure may be to be offered with it
NAMES_TRIED = 3
SECTOR_NEAR = 0.52
ASKING = frozenset("how much many what which of and or per from with that get average mean number total".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Near:
    """A measure near a phrase: the nearest of its names, and how near in each of the three ways."""

    concept: str
    name: str
    cosine: float
    covered: float
    borne: float

    @property
    def sure(self) -> bool:
        """True when the phrase can be taken to name this measure."""
        return self.cosine >= NEAR and self.covered >= COVERED and self.borne >= BORNE_OUT

    @property
    def possible(self) -> bool:
        """True when the phrase may mean this measure, so that it can be offered."""
        return self.cosine >= ASKED_BACK and self.covered >= COVERED and self.borne >= HALF_BORNE_OUT


class Meaning:
    """The names of held measures and sectors by meaning."""

    def __init__(self, measures: Measures, vectors: dict[str, Vectors], embed: Callable[[str], Vectors]) -> None:
        self._measures = measures
        self._vectors = vectors
        self._embed = embed
        self._words: dict[str, Vectors] = {}

    @cached_property
    def _names(self) -> tuple[list[str], list[str], Vectors]:
        """Each name with the measure it belongs to, and the vectors of all. Shape: (n_names, dimension)."""
        pairs = dict.fromkeys(
            (concept, " ".join(name.lower().split()))
            for concept, members in self._measures.by_concept.items()
            for i in members
            for name in measure_names(i)
        )
        held = [(concept, name) for concept, name in pairs if name in self._vectors]
        rows = np.array([self._vectors[name] for _, name in held], dtype=np.float32)
        return [concept for concept, _ in held], [name for _, name in held], rows

    @cached_property
    def _sectors(self) -> tuple[list[str], Vectors]:
        """Each name's sector, and the vectors of all the names. Shape: (n_names, dimension)."""
        pairs = dict.fromkeys(
            (i.breakdown or "", " ".join(name.lower().split()))
            for i in self._measures.indicators
            for name in sector_names(i)
        )
        held = [(sector, name) for sector, name in pairs if name in self._vectors]
        return [s for s, _ in held], np.array([self._vectors[name] for _, name in held], dtype=np.float32)

    def measures_near(self, phrase: str, among: Callable[[str], bool], k: int = 4) -> Iterator[Near]:
        """The k measures among those wanted whose names are nearest the phrase, nearest first, each weighed when it is taken."""
        owners, names, rows = self._names
        if not owners or not telling(phrase.split()):
            return
        cosines = rows @ self._embed(phrase)
        best: dict[str, list[int]] = {}
        for i in np.argsort(-cosines):
            if owners[i] in best or (len(best) < k and among(owners[i])):
                best.setdefault(owners[i], []).append(int(i))
            if len(best) == k and cosines[i] < NEAR:
                break
        for concept, found in best.items():
            yield self._nearest(concept, [(names[i], float(cosines[i])) for i in found], phrase.split())

    def cosine(self, phrase: str, concept: str) -> float:
        """How near the phrase is to the nearest name of one measure."""
        owners, _, rows = self._names
        mine = [i for i, owner in enumerate(owners) if owner == concept]
        return float((rows[mine] @ self._embed(phrase)).max()) if mine else 0.0

    def closeness(self, word: str, concept: str) -> float:
        """How near a word is to the nearest word in a measure's names; 0 for a word too short to have a meaning."""
        row, vocabulary = self._rows([word]), self._vocabulary(concept)
        return float((row @ vocabulary.T).max()) if len(row) and len(vocabulary) else 0.0

    def sectors_near(self, phrase: str, among: Callable[[str], bool], k: int = 2) -> list[tuple[str, float]]:
        """The k sectors among those wanted whose names are nearest the phrase, with their cosines, nearest first."""
        owners, rows = self._sectors
        if not owners or not phrase:
            return []
        cosines = rows @ self._embed(phrase)
        best: dict[str, float] = {}
        for i in np.argsort(-cosines):
            if among(owners[i]):
                best.setdefault(owners[i], float(cosines[i]))
            if len(best) == k:
                break
        return list(best.items())

    def _nearest(self, concept: str, found: Sequence[tuple[str, float]], words: Sequence[str]) -> Near:
        """The measure by the nearest of its names that the words bear out; by the nearest of all when none is."""
        close = [self._near(concept, name, cosine, words) for name, cosine in found[:NAMES_TRIED]]
        return next((near for near in close if near.sure and near.cosine >= close[0].cosine - LEAD), close[0])

    def _near(self, concept: str, name: str, cosine: float, words: Sequence[str]) -> Near:
        carried = telling(words)
        said = self._rows(carried or [w for w in words if w not in GRAMMAR | ASKING])
        vocabulary = self._vocabulary(concept)
        covered = float((said @ vocabulary.T).max(axis=1).mean()) if len(said) and len(vocabulary) else 0.0
        own = self._rows(word for word in tokens(name) if word not in GRAMMAR | ASKING)
        every = self._rows(words)
        borne = float((own @ every.T).max(axis=1).min()) if len(own) and len(every) else 1.0
        return Near(concept, name, cosine, covered, borne)

    def _vocabulary(self, concept: str) -> Vectors:
        """The vectors of the words in a measure's names, gathered once."""
        if concept not in self._words:
            names = (name for i in self._measures.by_concept[concept] for name in measure_names(i))
            self._words[concept] = self._rows({word for name in names for word in tokens(name)})
        return self._words[concept]

    def _rows(self, words: Iterable[str]) -> Vectors:
        """The vectors of words. Shape: (n_words, dimension)."""
        found = [self._vectors[w] if w in self._vectors else self._embed(w) for w in words if len(w) > 2]
        return np.array(found, dtype=np.float32).reshape(len(found), len(next(iter(self._vectors.values()))))


def telling(words: Iterable[str]) -> list[str]:
    """The words that carry a subject."""
    return [word for word in words if stem(word) not in FILLER_STEMS and not word[0].isdigit()]
