"""Which words of a question stand with its measure, and which only stand around it: greetings, askers, asides, purposes.

No grammar is parsed. The question is cut at its marks and at the words that open a clause; in the clause that names the
measure, its noun phrase ("unpaid" jobs) and what is attached to it ("jobs for welders") are told from the words by which
it is asked for ("my boss wants …", "so that I can …") by the small words of English and where they stand.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.cues import read_cues
from assistant.words import FILLER, FILLER_STEMS, TOKEN, normal, stem

FIRST = frozenset("i me my mine we us our ours you your yours im ive id ill weve wed youre youve".split())  # noqa: SIM905
PRONOUNS = FIRST | frozenset(
    "he she they it him her them his its their somebody someone anybody anyone nobody everybody everyone".split()  # noqa: SIM905
)
WH = frozenset("what which how who whose where when whatever whichever".split())  # noqa: SIM905
DO = frozenset({"do", "does", "did"})
AUXILIARIES = DO | frozenset(
    "is are was were been being am has have had will would can could may might shall should must".split()  # noqa: SIM905
)
DETERMINERS = frozenset("the a an this that these those some any each every no all both another either neither".split())  # noqa: SIM905
PREPOSITIONS = frozenset(
    """of in for on by from to at with without into onto within among amongst across through during over under about around
    near than as against between up down out off""".split()  # noqa: SIM905
)
SMALL = (
    PRONOUNS
    | WH
    | AUXILIARIES
    | DETERMINERS
    | PREPOSITIONS
    | frozenset(["be", "and", "or", "but", "nor", "many", "much", "there", "not"])
)
# Words that open a clause of its own: why, for what or under which circumstances one asks.
OPENS = frozenset("because so while whilst although though if unless hence lest whereas but".split())  # noqa: SIM905
OPENS_IN_TIME = frozenset("since before after until when as".split())  # noqa: SIM905
PURPOSE = ("to", "in order", "in case", "for", "with", "having", "given", "on behalf", "off", "ahead of", "prior to")
# What attaches more to the measure after a comma: right after its name, or after a place or a year.
LIMITS = frozenset(
    "of from by among amongst excluding including especially specifically only not aged who which that whose".split()  # noqa: SIM905
)
ATTACHES = LIMITS | frozenset("on in for with without and or".split())  # noqa: SIM905
# Verbs by which one asks for a thing: between its subject and the measure nothing says more of the measure.
ASK_VERBS = frozenset(
    stem(word)
    for word in """want need ask request require seek demand wish wonder query desire look like love hope insist beg chase
    fetch find give tell show send bring dig get see know learn hear understand quote cite check confirm supply provide
    furnish remind recall appreciate expect await use mention print state list report""".split()  # noqa: SIM905
)
TIMES = frozenset("time end start beginning close turn moment height year years day days month months".split())  # noqa: SIM905
AREAS = frozenset("lep leps partnership partnerships region regions area areas county city district".split())  # noqa: SIM905
OF_SOMETHING_ELSE = 3  # words with a meaning of their own that name nothing asked about: "an essay on climate change"
FAR_FROM_AREA = 5  # words between an area and the place by which it is told
PARTICLES = frozenset({"up", "down", "out", "off", "through"})
BY_THEN = frozenset({"before", "after", "until"})
MARKS = frozenset(".,;:!?()")
_MARKED = re.compile(rf"{TOKEN.pattern}|[.,;:!?()]")
_ADVERB = re.compile(
    r"\w+(?:ic|ct|nt|te|gh|se|rt|ous|ive|ful|ial|ual|ed|ing|ear)ly|\w+[ai]bly|\w+(?:[^m])ily|\w{4,}ally"
)
_CUT = re.compile(r"(?<!\bst)(?<!\bvs)(?<!\bi\.e)(?<!\be\.g)(?:[.!?;:…]+\s+|\s*[,()]\s*|\s[-–—]+\s)", re.IGNORECASE)
_ASKS = re.compile(r"\?\s*$")


def marked(text: str) -> list[str]:
    """The tokens of a text, as `words.tokens` has them, with its marks between them; a dash is a semicolon."""
    text = re.sub(r"\s-+\s", " ; ", re.sub(r"'s?\b", "", normal(text))).replace("-", " ")
    return [token if token in MARKS else token.rstrip("+*.,") or token for token in _MARKED.findall(text)]


def without_asides(question: str, holds: Callable[[str], bool]) -> str:
    """The question without the clauses that only stand around it: "The lift is broken; what was GVA in Kent?".

    `holds` says whether a text names something that is asked about. Only what is plainly a statement, an address or a
    purpose is cut, and only where what is left still names something.
    """
    cuts = [0, *(m.end() for m in _CUT.finditer(question)), len(question)]
    parts = [question[a:b] for a, b in pairwise(cuts) if a < b]
    if len(parts) < 2:
        return question
    kept = [part for part in parts if holds(part) or not _stands_around(part)]
    if len(kept) == len(parts) or not any(map(holds, kept)):
        return question
    left = "".join(kept).strip().rstrip(",;:(-–— ")
    return left if left.endswith((".", "?", "!")) or not _ASKS.search(question) else f"{left}?"


def _stands_around(part: str) -> bool:
    """True for a clause that speaks of who asks and why, or of something else, and asks nothing itself."""
    words = [w for w in marked(part) if w not in MARKS]
    if not words:
        return False
    cues = read_cues(part)
    if words[0] in OPENS or (words[0] in OPENS_IN_TIME and len(words) > 1 and not words[1].isdigit()):
        return not cues.names - {"why"} and not (set(words) & WH - {"when"})
    asks = bool(set(words) & WH) or words[0] in AUXILIARIES
    others = {w for w in words if w not in SMALL and stem(w) not in FILLER_STEMS}
    if not asks and len(others) >= OF_SOMETHING_ELSE and not cues.names - {cues.operation}:
        return words[0] not in ATTACHES
    if cues.operation or cues.names or cues.limit or cues.ordinals or cues.bound or (_ASKS.search(part) and asks):
        return False
    if set(words) & WH or words[0] in ATTACHES - {"for", "with", "in", "on"}:
        return False
    purpose = " ".join(words).startswith(tuple(f"{p} " for p in PURPOSE))
    if words[0] == "to" and len(words) > 2 and words[2] in DETERMINERS | PRONOUNS:
        return True
    said = set(words) & (PRONOUNS if not purpose else FIRST)
    return bool(said) or (not purpose and bool(set(words[1:]) & AUXILIARIES))


def asides(tokens: Sequence[str], measure: frozenset[int], placeholder: str) -> frozenset[int]:
    """Positions, among the words without the marks, of those that say nothing of the measure whose words are given."""
    words = [i for i, token in enumerate(tokens) if token not in MARKS]
    if not measure or max(measure) >= len(words):
        return frozenset()
    named = {words[p] for p in measure}
    told = next((i for i in range(len(tokens)) if tokens[i : i + 3] == ["i", ".", "e"]), len(tokens))
    if any(i < told for i in named):  # "R&D intensity, i.e. GERD over GVA" says the same once more
        named = {i for i in named if i < told}
    else:
        told = len(tokens)
    segments = _segments(tokens[:told])
    core = [n for n, (a, b) in enumerate(segments) if any(a <= i < b for i in named)]
    inside: set[int] = set()
    for n in core:
        inside |= _with_the_measure(tokens, segments[n], named, placeholder)
    for n, (a, b) in enumerate(segments):
        if n not in core and a < b and _attached(tokens, segments, n, core, named, placeholder):
            inside |= set(range(a, b))
    around = frozenset(p for p, i in enumerate(words) if i not in inside)
    return around if any(tokens[words[p]] not in SMALL for p in around) else frozenset()


def _segments(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of words between marks."""
    edges = [-1, *(i for i, token in enumerate(tokens) if token in MARKS), len(tokens)]
    return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]


def _attached(
    tokens: Sequence[str],
    segments: Sequence[tuple[int, int]],
    n: int,
    core: Sequence[int],
    named: set[int],
    placeholder: str,
) -> bool:
    """Whether a run of words without the measure still speaks of it: ", from tourism," or "Robotics:"."""
    a, b = segments[n]
    words = tokens[a:b]
    if set(words) & (PRONOUNS | OPENS):
        return False
    mark = tokens[b] if b < len(tokens) else ""
    n_content = sum(w not in SMALL and w != placeholder for w in words)
    if n + 1 in core and mark in (",", ":"):
        if words[0] in ("among", "amongst", "for", "of", "from", "on"):
            return placeholder not in words
        topic = n == 0 and mark == ":" and not any(w in SMALL or w in FILLER for w in words)
        return topic and n_content <= 2
    if n - 1 in core and tokens[a - 1] in (",", "("):
        after_it = segments[n - 1][1] - 1 in named
        return words[0] in (ATTACHES if after_it else LIMITS) or (
            after_it and n_content <= 2 and not set(words) & SMALL
        )
    return False


def _with_the_measure(tokens: Sequence[str], segment: tuple[int, int], named: set[int], placeholder: str) -> set[int]:
    """The positions in one segment of the measure's noun phrase and of what is attached to it."""
    start, end = segment
    own = [i for i in named if start <= i < end]
    first, last = min(own), max(own)
    asking = next((i for i in range(start, last) if i <= first and tokens[i] in WH), None)
    if asking is None:  # "a resident asks for the population": of the measure's words only those asked for count
        asks = (i for i in range(first, last) if i not in own and tokens[i] not in AUXILIARIES and _asks_for(tokens[i]))
        frame = max(asks, default=first)
        first = min(i for i in own if i >= frame)
    if asking is not None:
        inside = set(range(asking, first)) - _idiom(tokens, asking + 1, first)
    else:
        inside = _before(tokens, start, first, placeholder)
    inside |= set(range(first, _until(tokens, last + 1, end, placeholder)))
    return (
        inside
        - _verbs(tokens, asking, first, last, end, placeholder)
        - _adverbs(tokens, segment)
        - _of_places(tokens, segment, placeholder)
    )


def _idiom(tokens: Sequence[str], i: int, first: int) -> set[int]:
    """The words between "what" and its verb that only urge: "on earth"."""
    if i < first and tokens[i] in ("on", "in", "the"):
        return set(range(i, next((j for j in range(i, first) if tokens[j] in AUXILIARIES), i)))
    return set()


def _before(tokens: Sequence[str], start: int, first: int, placeholder: str) -> set[int]:
    """The words before a measure that no question word leads: all, or only those next to it where someone asks for it."""
    if start + 1 < first and tokens[start + 1] in PARTICLES:  # "set out", "dig up"
        start += 2
    if not any(_asks_for(tokens[i]) and (i > start or tokens[i] not in AUXILIARIES) for i in range(start, first)):
        return set(range(start, first))
    begin = first
    while (
        begin > start
        and tokens[begin - 1] not in SMALL
        and tokens[begin - 1] != placeholder
        and not tokens[begin - 1].isdigit()
    ):
        begin -= 1
    begin = max((i + 1 for i in range(begin, first) if stem(tokens[i]) in ASK_VERBS), default=begin)
    before = tokens[begin - 1] if begin > start else ""
    verb = before in PRONOUNS | {"to"} or (before in AUXILIARIES and begin - 1 > start)
    gerund = (
        before in ("on", "for", "by", "after", "before", "without") and begin < first and tokens[begin].endswith("ing")
    )
    return set(range(begin + (verb or gerund), first))


def _asks_for(word: str) -> bool:
    """True for a word that shows somebody to ask for what follows it."""
    return word in PRONOUNS | AUXILIARIES | {"be"} or stem(word) in ASK_VERBS


def _until(tokens: Sequence[str], i: int, end: int, placeholder: str) -> int:
    """Where what is attached to the measure ends: at a clause of its own, a purpose, an asker, or a time told at length."""
    for j in range(i, end):
        word, rest = tokens[j], tokens[j + 1 : end]
        if word in OPENS and rest[:1] != ["not"]:
            return j
        if word in OPENS_IN_TIME and rest and not rest[0].isdigit() and (set(rest) & PRONOUNS or rest[0] == "if"):
            return j
        beyond = j > i and (tokens[j - 1] == placeholder or tokens[j - 1].isdigit())
        if word in ("during", "throughout") or (beyond and word in BY_THEN and rest and not rest[0].isdigit()):
            return j
        if word in PREPOSITIONS and rest and rest[0] in DETERMINERS and len(rest) > 1 and rest[1] in TIMES:
            return j
        if (
            word == "to"
            and len(rest) > 1
            and rest[1] in DETERMINERS | PRONOUNS
            and rest[0] not in SMALL | {placeholder}
        ):
            return j
        if word in PREPOSITIONS - {"of"} and set(_phrase(rest)) & FIRST:
            return j
        if word in FIRST:
            return j
    return end


def _phrase(rest: Sequence[str]) -> Sequence[str]:
    """The words up to the next preposition but "of"."""
    stop = next((k for k, word in enumerate(rest) if word in PREPOSITIONS - {"of"}), len(rest))
    return rest[:stop]


def _verbs(tokens: Sequence[str], asking: int | None, first: int, last: int, end: int, placeholder: str) -> set[int]:
    """The verb of a question with "did": of the place ("did Kent notch up"), or of the measure ("did GVA amount to")."""
    do = next((i for i in range(asking or 0, end) if tokens[i] in DO), None) if asking is not None else None
    if do is None:
        return set()
    i = do + 1
    while i < end and (tokens[i] in DETERMINERS | PRONOUNS | {placeholder, "lep", "region", "area"}):
        i += 1
    if i == do + 1 or (do < first <= i):
        i = last + 1 if do < first else end
    return {i} if i < end and tokens[i] not in SMALL and not first <= i <= last else set()


def _of_places(tokens: Sequence[str], segment: tuple[int, int], placeholder: str) -> set[int]:
    """Words that tell which area is meant by a place in it: "the LEP serving Leeds"."""
    found: set[int] = set()
    for i in range(*segment):
        if tokens[i] in AREAS:
            stop = next((j for j in range(i + 1, segment[1]) if tokens[j] == placeholder), i + 1)
            found |= set(range(i + 1, stop)) if stop - i <= FAR_FROM_AREA else set()
    return found


def _adverbs(tokens: Sequence[str], segment: tuple[int, int]) -> set[int]:
    """Adverbs of manner: "officially", "apparently"."""
    return {i for i in range(*segment) if _ADVERB.fullmatch(tokens[i])}
