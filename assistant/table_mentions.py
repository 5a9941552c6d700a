"""Where a question names the labels of a table: whole or in part, misspelt, broken by an extractor, or shared by both axes."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Levenshtein

from assistant.table_heads import Grid, Label, plain, stem, terms

AxisKind = Literal["row", "column"]
TOKEN = re.compile(r"\d{4}-\d\d(?!\d)|\d+(?:\.\d+)?|[a-z][a-z0-9]*")
GRAMMAR = frozenset(
    stem(w)
    for w in """a an the of in on at by for from to with within under as than and or but nor so if is are was were be been
    being do does did have has had having can could may it its they them their there this that these those which what who
    whom whose when where how much many more most less least also only any some other such between per each all every
    across both respectively please report list give show name find tell provide state compute computed calculate calculated
    corresponding according table listed given following based number numbers no value values amount amounts figure figures
    total totals count sum recorded reported registered number data s those belonging belong categorised categorized
    category categories classified column columns row rows terms term case cases information one ones out along
    addition addition above respective same single particular specific certain overall combined together ever there q r qr rs
    up not""".split()  # noqa: SIM905
)
OPERATION_WORDS = frozenset(
    stem(w)
    for w in """difference average mean sum total combined ratio percentage percent share proportion rate change increase
    decrease increased decreased decline declined rise rose fall fell grew growth drop dropped highest lowest largest smallest
    greatest maximum minimum most least top bottom rank ranked ranking greater higher lower fewer smaller larger more less
    bigger exceed exceeds exceeded exceeding equal equals exactly least over above below under between compare compared count
    minimum maximum max min first last earliest latest zero consecutive year round nearest whole decimal place places two three
    four five six seven eight nine ten order descending ascending sorted consistently always continuously every""".split()  # noqa: SIM905
)
LIGHT = frozenset("and of the in for to or with at".split())  # noqa: SIM905  words that labels are known without


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question that name labels; several labels where rows and columns, or two levels, share a name."""

    start: int
    end: int
    labels: frozenset[tuple[AxisKind, Label]]
    words: int
    coverage: float
    is_total: bool  # only a word such as "total", which may also be said of the figures
    is_strong_total: bool = False  # a total by its own name, such as "both sexes"

    def on(self, axis: AxisKind) -> bool:
        """Whether it names a label of this axis."""
        return any(kind == axis for kind, _ in self.labels)


def find_mentions(grid: Grid, text: str) -> list[Mention]:
    """Where the text names labels: the longest first, a shorter name inside a longer one left out."""
    tokens = [(stem(m[0]), m.start(), m.end()) for m in TOKEN.finditer(text)]
    vocabulary = {word for axis in (grid.rows, grid.columns) for label in axis.labels for word in label.words}
    tokens = [(_mended(word, vocabulary), start, end) for word, start, end in tokens]
    said_only = {word for word, _, _ in tokens} - vocabulary
    at: dict[str, list[int]] = defaultdict(list)
    for position, (word, _, _) in enumerate(tokens):
        at[word].append(position)
    found: dict[tuple[int, int], list[tuple[AxisKind, Label, float, int]]] = defaultdict(list)
    for kind, axis in (("row", grid.rows), ("column", grid.columns)):
        frequency = Counter(word for label in axis.labels for word in set(label.words))
        for label in axis.labels:
            if kind == "row" and label.level in axis.code_levels and len(label.text) <= 2 and "code" not in text:
                continue
            for first, last, coverage, n in _occurrences(label, tokens, at, frequency, text, said_only):
                found[first, last].append((kind, label, coverage, n))  # type: ignore[arg-type]
    mentions = []
    for (first, last), matches in found.items():
        best = max(coverage for _, _, coverage, _ in matches)
        kept = [match for match in matches if match[2] >= best - 0.01]
        labels = frozenset((kind, label) for kind, label, _, _ in kept)
        total = all(label.is_total for _, label in labels)
        n = max(count for *_, count in kept)
        said = text[tokens[first][1] : tokens[last][2]]
        weak = total and re.fullmatch(r"totals?|all|overall|sum|combined|whole|both", said) is not None
        mentions.append(Mention(tokens[first][1], tokens[last][2], labels, n, best, weak, total and not weak))
    names = level_names(grid)
    blocked = _dimension_spans(tokens, names)
    plain_names = {word for words, _, _ in names for word in (words[0], words[-1])}
    mentions = [
        m
        for m in mentions
        if _is_telling(m, text, plain_names) and not any(s <= m.start and m.end <= e for s, e in blocked)
    ]
    mentions.sort(key=lambda m: (-m.words, -m.coverage, m.start))
    chosen: list[Mention] = []
    for mention in mentions:
        overlapping = [c for c in chosen if mention.start < c.end and c.start < mention.end]
        if not overlapping:
            chosen.append(mention)
    return _beside_others(_shared_words(sorted(chosen, key=lambda m: m.start), text), names)


def _shared_words(mentions: list[Mention], text: str) -> list[Mention]:
    """Mentions with the labels they complete: "compensation of Qatari employees" names "Compensation of employees", though
    "employees" alone is another label."""
    words = {m: {stem(t) for t in TOKEN.findall(text[m.start : m.end])} for m in mentions}
    out = []
    for mention in mentions:
        levels = {(kind, label.level) for kind, label in mention.labels}
        completed = {
            (kind, label)
            for partly in mentions
            if partly.coverage < 0.96 and partly is not mention
            for kind, label in partly.labels
            if (kind, label.level) in levels and words[mention] <= set(label.words) - words[partly]
        }
        out.append(replace(mention, labels=mention.labels | completed) if completed else mention)
    return out


def stem_of(mention: Mention, words: tuple[str, ...]) -> bool:
    """Whether the one word of a mention is among the words a level goes by."""
    return any(set(label.words) & set(words) for _, label in mention.labels)


def _beside_others(mentions: list[Mention], names: list[tuple[tuple[str, ...], AxisKind, int]]) -> list[Mention]:
    """Mentions seen with their neighbours: half a label beside a whole one of the same level goes; so does, of a name that
    both axes share, the axis that the neighbour does not stand on."""
    out: list[Mention] = []
    for mention in mentions:
        if (
            out and mention.words == 1 and 0 <= mention.start - out[-1].end <= 1
        ):  # "five star hotels" names a class of them
            levels_before = {(kind, label.level) for kind, label in out[-1].labels}
            if any((kind, level) in levels_before and stem_of(mention, words) for words, kind, level in names):
                own = {(kind, label.level) for kind, label in mention.labels}
                if not own & levels_before and any(
                    own & {(kind, label.level) for kind, label in m.labels} for m in mentions if m is not mention
                ):
                    continue
        beside = [
            m
            for m in mentions
            if m is not mention
            and not m.is_total
            and (0 <= mention.start - m.end <= 2 or 0 <= m.start - mention.end <= 2)
        ]
        levels = {(kind, label.level) for kind, label in mention.labels}
        if mention.coverage < 0.9 and any(
            {(k, lab.level) for k, lab in m.labels} & levels and m.coverage > 0.9 for m in beside
        ):
            continue
        if mention.on("row") and mention.on("column") and not mention.is_total:
            kinds = {kind for m in beside for kind, _ in m.labels}
            if len(kinds) == 1:
                kept = frozenset((kind, label) for kind, label in mention.labels if kind in kinds)
                mention = replace(mention, labels=kept)
        out.append(mention)
    return out


def _respelt(label: Label, at: dict[str, list[int]], said_only: set[str]) -> tuple[str, ...]:
    """The label's words, with those that an extractor broke in two ("Transportati on") or misspelt as the question has them."""
    words = list(label.words)
    if said_only:
        raw = TOKEN.findall(plain(label.text))
        for one, two in pairwise(raw):
            if (whole := stem(one + two)) in said_only and stem(one) in words and stem(two) in words:
                place = words.index(stem(one))
                words.remove(stem(two))
                words[place] = whole
    for i, word in enumerate(words):
        if word not in at and len(word) >= 6 and word.isalpha():
            near = [w for w in at if w.isalpha() and w[0] == word[0] and abs(len(w) - len(word)) <= 1 and len(w) >= 6]
            near = [w for w in near if Levenshtein.distance(word, w, score_cutoff=1) <= 1]
            if len(near) == 1:
                words[i] = near[0]
    return tuple(words)


def _is_telling(mention: Mention, text: str, plain_names: set[str]) -> bool:
    """Whether part of a label is enough of it: not a word for the kind of thing, nor one that many questions use."""
    if mention.coverage > 0.96:
        return True
    words = [stem(m[0]) for m in TOKEN.finditer(text[mention.start : mention.end])]
    whole = next(iter(mention.labels))[1].words
    if len(words) == 1 and len(whole) > 1 and words[0] == whole[-1] and len(words[0]) > 1:
        return False  # "countries" does not name "Other countries"
    telling = [w for w in words if w not in GRAMMAR and w not in OPERATION_WORDS and w not in plain_names]
    return bool(telling) and len({kind for kind, _ in mention.labels}) == 1 and len(mention.labels) == 1


def _dimension_spans(
    tokens: list[tuple[str, int, int]], names: list[tuple[tuple[str, ...], AxisKind, int]]
) -> list[tuple[int, int]]:
    """Where the question says the whole name of a level, of two words or more."""
    out = []
    for words, _, _ in names:
        if len(set(words)) < 2:
            continue
        for first in range(len(tokens)):
            i, left = first, set(words)
            while i < len(tokens) and (tokens[i][0] in words or tokens[i][0] in ("and", "of", "the")):
                left.discard(tokens[i][0])
                i += 1
            if not left and tokens[first][0] in words:
                while tokens[i - 1][0] not in words:
                    i -= 1
                out.append((tokens[first][1], tokens[i - 1][2]))
    return out


def _mended(word: str, vocabulary: set[str]) -> str:
    """The word, or the table's word that it misspells by one letter."""
    if word in vocabulary or len(word) < 5 or not word.isalpha():
        return word
    near = [v for v in vocabulary if v.isalpha() and abs(len(v) - len(word)) <= 1 and v[0] == word[0] and len(v) >= 5]
    near = [v for v in near if Levenshtein.distance(word, v, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word


def _occurrences(
    label: Label,
    tokens: list[tuple[str, int, int]],
    at: dict[str, list[int]],
    frequency: Counter[str],
    text: str,
    said_only: set[str],
) -> list[tuple[int, int, float, int]]:
    """Each run of the question that names the label: first and last token, share of the label said, words in common."""
    words = _respelt(label, at, said_only)
    wanted = Counter(words)
    order = {word: i for i, word in enumerate(words)}
    weight = {word: 1 / max(1, frequency[word]) for word in wanted}
    whole = sum(weight.values())
    out: dict[int, tuple[int, int, float, int]] = {}
    for first in sorted({i for word in wanted for i in at.get(word, ())}):
        left = wanted.copy()
        last, i, gap, n = first, first, 0, 0
        said: set[str] = set()
        ordered, before = True, -1
        while i < len(tokens) and gap <= 2:
            word = tokens[i][0]
            if left.get(word, 0) > 0:
                left[word] -= 1
                ordered = ordered and order[word] >= before
                before = order[word]
                said.add(word)
                last, gap, n = i, 0, n + 1
            else:
                gap += 1 if word in LIGHT else 2
                if gap <= 2 and gap >= 2 and not (word.isalpha() and len(left - Counter()) > 0 and n >= 2):
                    break
            i += 1
        coverage = sum(weight[word] for word in said) / whole
        numbers_said = all(word in said for word in wanted if word[0].isdigit())
        unique = any(frequency[word] <= 1 for word in said if not word[0].isdigit())
        if not ordered and re.search(r"[,;?]", text[tokens[first][1] : tokens[last][2]]):
            continue
        full = len(said) == len(wanted)
        bare = not full and bool(label.aside) and all(word in said for word in wanted if word not in label.aside)
        alias = (
            not full
            and bool(label.aside)
            and all(word in said for word in label.aside)
            and all(frequency[w] == 1 for w in label.aside)
            and any(re.search(r"\d|^[a-z]{2,5}$", w) for w in label.aside)
        )
        enough = (
            full or bare or alias or (numbers_said and unique and coverage >= 0.4 and any(len(w) > 3 for w in said))
        )
        if enough and (last not in out or out[last][3] < n):
            out[last] = (
                first,
                last,
                (1.0 if ordered else 0.99) if full else 0.98 if bare or alias else min(coverage, 0.95),
                n,
            )
    years = [word for word in wanted if re.fullmatch(r"(?:19|20)\d\d(?:-\d\d)?", word)]
    if (
        len(years) == 1 < len(wanted)
        and all(word in at for word in wanted)
        and not any(m[2] > 0.96 for m in out.values())
    ):
        for place in at[years[0]]:  # "jobs in York in 2018" names "Jobs 2018"
            out[place] = (place, place, 0.97, 1)
    return list(out.values())


_NAMED = {"year": ("year",), "month": ("month",), "quarter": ("quarter",), "age": ("age", "group")}
_LEVEL_STOP = frozenset(stem(w) for w in "the of in and number no total type name main by s years months age".split())  # noqa: SIM905


def level_names(grid: Grid) -> list[tuple[tuple[str, ...], AxisKind, int]]:
    """The words each level of labels goes by: from the heads of the label columns, and from what the labels are."""
    out: list[tuple[tuple[str, ...], AxisKind, int]] = []
    typed = {}
    for kind, axis in (("row", grid.rows), ("column", grid.columns)):
        for level in axis.levels():
            if what := axis.kind_of_level(level):
                typed[kind, level] = what
                out.append((tuple(map(stem, _NAMED[what])), kind, level))  # type: ignore[arg-type]
    codes = grid.rows.code_levels
    for level in grid.rows.levels():
        if level in codes and "code" not in grid.rows.level_names[level].lower() and level + 1 in grid.rows.levels():
            continue
        name = terms(grid.rows.level_names[level]) if 0 <= level < len(grid.rows.level_names) else []
        words = [w for w in name if w not in _LEVEL_STOP]
        if typed.get(("row", level)) and not grid.columns.name and len(grid.rows.levels()) == 1:
            words = [w for w in words if w not in ("group", "quarter")]
            if words:
                out.append((tuple(words), "column", min(grid.columns.levels(), default=0)))
            continue
        if words and len(words) <= 8:
            out.append((tuple(words), "row", level))
    if grid.columns.name:
        words = [w for w in terms(grid.columns.name) if w not in _LEVEL_STOP]
        outer = min(grid.columns.levels(), default=0)
        if words and len(words) <= 6:
            out.append((tuple(words), "column", outer))
    return out
