"""Which way a sentence says things went or stand, and whether its evidence says the same.

Rose or fell, higher or lower, first or last, is or is not, because, should: a chat model may turn any of them around
while every number and place stays right.
"""

import re
from collections.abc import Sequence

from assistant.bound import place_names
from assistant.spoken_numbers import counted, ordinals, sentences_of
from assistant.words import content_stems
from ingest.gazetteer import Gazetteer

_GROUPS = {
    "up": "rose rise rises rising risen increase increases increased increasing grew grow grows growing grown growth gain gains "
    "gained climb climbs climbed improve improved improves expanded soared surged jumped",
    "down": "fell fall falls falling fallen decrease decreases decreased decreasing decline declines declined declining drop drops "
    "dropped shrank shrink shrinks shrunk reduced reduction loss lost plunged slumped contracted worsened",
    "high": "higher above more greater larger bigger exceeds exceeded exceeding outperforms ahead stronger better highest largest "
    "biggest greatest strongest best fastest",
    "low": "lower below less fewer smaller behind trails weaker worse slower lowest smallest least weakest worst slowest fewest",
}  # fmt: skip
_WAY = {word: way for way, words in _GROUPS.items() for word in words.split()}
_OPPOSITE = {"up": "down", "down": "up", "high": "low", "low": "high"}
_MAY_MEAN = {"up": {"up", "high"}, "high": {"high", "up"}, "down": {"down", "low"}, "low": {"low", "down"}}
_WORD = re.compile(r"[A-Za-z]+(?:['’]t)?")
_NO_WAY = re.compile(
    r"\b(?:at (?:least|best)|more than|less than|more or less|best known|higher education|lower tier|upper tier|better off)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:(?:(\d{1,3})(?:st|nd|rd|th)|(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))[\s-]+)?"
    r"(highest|largest|biggest|greatest|strongest|best|fastest|lowest|smallest|least|weakest|worst|slowest|fewest)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|fails?|failed|lacks?|lacked|unable)\b|n['’]t\b", re.IGNORECASE
)
_ASIDE = re.compile(
    r",\s*not\s[^,:;.]*[,:;]|\bnot (?:only|just|merely)\b|\bno (?:more|fewer|less) than\b|\bwhether or not\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom\s+(?:about\s+|around\s+)?[£€$−-]?\d.*?\bto\s+(?:about\s+|around\s+)?[£€$−-]?\d", re.IGNORECASE
)
# What a model may not add: causes, advice, forecasts, and words that shut everything else out.
_LEAVE = (  # noqa: SIM905
    "because therefore thus hence consequently due thanks owing caused causes driven drives led leads resulted reflects "
    "should must ought recommend recommended advised will would could may might likely expected expects forecast predicted "
    "suggests suggesting indicates indicating only solely always every everyone entirely guarantees proves proven"
).split()  # fmt: skip
_ADDS = re.compile(rf"\b({'|'.join(_LEAVE)})\b", re.IGNORECASE)


def direction_objection(sentence: str, evidence: Sequence[str], gazetteer: Gazetteer) -> str | None:
    """Which word of a sentence turns around, or adds to, what its evidence says; None when none does, as far as can be told."""
    parts = [s for text in evidence for s in sentences_of(text)]
    if not parts:
        return None
    nearest = max(parts, key=lambda part: _shared(sentence, part))
    together = " ".join(parts)
    for word in dict.fromkeys(m.lower() for m in _ADDS.findall(sentence)):
        if not re.search(rf"\b{word}\b", together, re.IGNORECASE):
            return f"“{word}” is not in what it cites"
    if _denies(sentence) != _denies(nearest):
        return "its evidence says the opposite about what is and what is not"
    return (
        _superlative(sentence, together)
        or _from_to(sentence)
        or _compared(sentence, parts, gazetteer)
        or _turned(sentence, nearest, parts, gazetteer)
    )


def _denies(text: str) -> bool:
    """True when a sentence says that something is not; "a stand-in, not the same area:" and "not only" deny nothing."""
    return bool(_NOT.search(_ASIDE.sub(" ", text)))


def _shared(sentence: str, part: str) -> float:
    """How much of a sentence another one shares, its numbers counting double."""
    said, held = set(content_stems(sentence)), set(content_stems(part))
    numbers = {c.quantity.value for c in counted(sentence)} & {c.quantity.value for c in counted(part)}
    return len(said & held) + 2 * len(numbers) - 0.01 * len(held)


def _ways(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    """The words of a text that say a direction, with which; those inside names of places do not count."""
    for name in reversed(place_names(text, gazetteer)):
        text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
    text = _NO_WAY.sub(" ", text)
    return {w: _WAY[w] for w in (m[0].lower() for m in _WORD.finditer(text)) if w in _WAY}


def _turned(sentence: str, nearest: str, parts: Sequence[str], gazetteer: Gazetteer) -> str | None:
    """A direction that the nearest evidence turns the other way, or that no evidence has.

    "Lower than Lancashire" may be said of what is "higher in Lancashire": two compared have been looked at already.
    """
    held, anywhere = _ways(nearest, gazetteer), _ways(" ".join(parts), gazetteer)
    shown, compares = _from_to_way(sentence), _is_borne_out(sentence, parts, gazetteer)
    for word, way in _ways(sentence, gazetteer).items():
        if word in held or way == shown or (compares and way in ("high", "low")) or _MAY_MEAN[way] & set(held.values()):
            continue
        if _OPPOSITE[way] in held.values():
            return f"“{word}” is the opposite of what it cites"
        if not _MAY_MEAN[way] & set(anywhere.values()):
            return f"“{word}” is not in what it cites"
    return None


def _superlative(sentence: str, together: str) -> str | None:
    """A rank in words ("highest", "second lowest") that the evidence does not give."""
    held = _ranks(together)
    plain = {n for n, _ in ordinals(together)}
    for rank, way, text in _ranks(sentence):
        if (rank, way) in {(r, w) for r, w, _ in held}:
            continue
        if rank > 1 and rank in plain and rank not in {r for r, _, _ in held}:
            continue  # "in 9th place" may be called 9th highest
        return f"“{text}” is not in what it cites"
    return None


def _ranks(text: str) -> list[tuple[int, str, str]]:
    out = []
    for match in _SUPERLATIVE.finditer(_NO_WAY.sub(" ", text)):
        rank = int(match[1]) if match[1] else ordinals(match[2])[0][0] if match[2] else 1
        out.append((rank, _WAY[match[3].lower()], match[0]))
    return out


def _from_to_way(sentence: str) -> str | None:
    """ "up" or "down" for the two numbers of "from £33 billion … to £39 billion"; None where there are none."""
    match = _FROM_TO.search(sentence)
    if not match:
        return None
    inside = [c.quantity for c in counted(sentence[match.start() :]) if c.quantity.kind != "year"]
    first = inside[0] if inside else None
    later = [q for q in inside if q.start >= match.end() - match.start() - 2]
    if first is None or not later or later[0].kind != first.kind:
        return None
    return "up" if later[0].value > first.value else "down" if later[0].value < first.value else None


def _from_to(sentence: str) -> str | None:
    """A rise or fall that its own two numbers contradict."""
    shown = _from_to_way(sentence)
    said = {_WAY[w] for w in (m[0].lower() for m in _WORD.finditer(sentence)) if w in _WAY} & {"up", "down"}
    if shown and said and shown not in said:
        return "its two numbers go the other way"
    return None


_PIVOT = re.compile(r"\bthan\b|\b(?:above|below|behind|ahead of|exceed\w*|trail\w*|outperform\w*)\b", re.IGNORECASE)


def _compared(sentence: str, parts: Sequence[str], gazetteer: Gazetteer) -> str | None:
    """Two places (or years) compared the other way round than the evidence compares them."""
    said = _higher(sentence, gazetteer)
    if said is None:
        return None
    high, low = said
    for part in parts:
        held = _higher(part, gazetteer)
        if held and held[0] & low and held[1] & high and not (held[0] & high):
            return "the two are compared the other way round in what it cites"
    return None


def _is_borne_out(sentence: str, parts: Sequence[str], gazetteer: Gazetteer) -> bool:
    """True when a sentence compares two, and the evidence the same two the same way round."""
    said = _higher(sentence, gazetteer)
    held = [pair for part in parts if (pair := _higher(part, gazetteer))]
    return said is not None and any(said[0] & high and said[1] & low for high, low in held)


def _higher(text: str, gazetteer: Gazetteer) -> tuple[frozenset[str], frozenset[str]] | None:
    """The codes (or years) said to be higher and lower; None where a text compares no two."""
    pivot = _PIVOT.search(text)
    if not pivot:
        return None
    if pivot[0].lower() == "than":
        ways = [_WAY[m[0].lower()] for m in _WORD.finditer(text[: pivot.start()]) if m[0].lower() in _WAY]
        way = ways[-1] if ways else None
    else:
        way = "low" if pivot[0].lower().startswith(("below", "behind", "trail")) else "high"
    if way is None:
        return None
    names = [(n.start, n.keys) for n in place_names(text, gazetteer)]
    if len({keys for _, keys in names}) < 2:
        names = [(c.quantity.start, frozenset({c.quantity.text})) for c in counted(text) if c.quantity.kind == "year"]
    before = [keys for start, keys in names if start < pivot.start()]
    after = [keys for start, keys in names if start > pivot.start()]
    if not before or not after or before[-1] == after[0]:
        return None
    return (before[-1], after[0]) if way in ("high", "up") else (after[0], before[-1])
