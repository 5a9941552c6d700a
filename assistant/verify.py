"""Whether a chat model's sentence may stand: every marker, number, place, name and direction in it borne out by what it cites.

What cannot be told from words and numbers alone (whether a paraphrase is fair) is left to the reader, who has the quotation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.bound import claims_of, place_names, swapped
from assistant.cite import MARKER
from assistant.direction import direction_objection
from assistant.schema import Derivation, Figure
from assistant.spoken_numbers import counted, numbers_objection, ordinals
from assistant.words import content_stems, stems
from ingest.chunk import sentences
from ingest.gazetteer import Gazetteer

NEW_WORDS = 0.4  # the share of a sentence's content words that may be the model's own
_FOREIGN = re.compile(
    r"https?:|www\.|\w@\w|\b[\w-]+\.(?:com|net|org|info|biz|io|xyz|uk|eu|ru|ai)\b|!\[|\]\(|</?[a-z!]|`|\{|\}",
    re.IGNORECASE,
)
# What is said to the reader or to a model, and not of what was asked: a quoted page may hold such sentences.
_ADDRESSES = re.compile(
    r"\b(?:you|your|yours|me|my|chatbot|language model|prompt)\b|\bI(?:['’]|\s+(?:am|have|will|can|think|would|do))|\?\W*$",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\W*(?:what|who|whose|whom|how|why)\b|\W*(?:please|ignore|disregard|forget|remember|pretend|imagine|act|add|append|insert|include|integrate|augment|enhance|modify|"
    r"mention|say|tell|reply|respond|answer|write|rewrite|draft|compose|develop|create|generate|make|give|provide|offer|show|list|"
    r"name|print|output|send|translate|convert|replace|substitute|remove|group|combine|rearrange|scramble|jumble|misspell|introduce|"
    r"render|use|explain|describe|summari[sz]e|discuss|analy[sz]e|compare|calculate|find|identify|suggest|recommend|advise|help|let|"
    r"break|click|visit|download|install|run|open|read|vote|buy|call|join|share|convince|persuade|encourage|promote|never|do|don['’]t)"
    r"\b(?!\s+(?:of|and|or|in|for|by|is|was|are|were|has|had|have|rose|fell|grew|to)\b)",
    re.IGNORECASE,
)
# Words that tie sentences together and claim nothing.
_TIES = frozenset(
    stems(
        "indeed however overall also notably therefore thus moreover meanwhile namely respectively furthermore additionally"
    )
)
_NAME = re.compile(r"\b[A-Z][\w&’'-]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one marker stands for: the text the model sees, and the figures and workings behind it where there are any."""

    marker: int
    text: str
    figures: tuple[Figure, ...] = ()
    derivations: tuple[Derivation, ...] = ()


def without_orders(text: str, question: str) -> str:
    """The evidence without sentences that tell somebody to do what was not asked: a page or cell may have been written to.

    What is planned is often put so too ("Create an institute for agri-tech"); it stays where it speaks of what was asked.
    """
    asked = set(content_stems(question))
    return " ".join(
        sentence
        for sentence in sentences(text)
        if not (_ORDERS.match(sentence) or _ADDRESSES.search(sentence)) or asked & set(content_stems(sentence))
    )


def objection(sentence: str, question: str, evidence: Mapping[int, Evidence], gazetteer: Gazetteer) -> str | None:
    """Why a sentence may not stand; None when all that can be checked in it is borne out by what it cites."""
    if _FOREIGN.search(sentence):
        return "links and markup are not allowed"
    said = MARKER.sub("", sentence).strip()
    if _ADDRESSES.search(said) or _ORDERS.match(said):
        return "it speaks to the reader"
    markers = [int(m) for m in MARKER.findall(sentence)]
    if not markers:
        return "no marker"
    if unknown := [m for m in markers if m not in evidence]:
        return f"marker [{unknown[0]}] matches no evidence"
    cited = [evidence[m] for m in dict.fromkeys(markers)]
    texts = [e.text for e in cited]
    claims = claims_of(
        texts, [f for e in cited for f in e.figures], [d for e in cited for d in e.derivations], gazetteer
    )
    return (
        numbers_objection(said, texts, question)
        or _places_objection(said, texts, gazetteer)
        or swapped(said, claims, gazetteer)
        or direction_objection(said, texts, gazetteer)
        or _words_objection(said, texts, question)
    )


def _places_objection(said: str, texts: list[str], gazetteer: Gazetteer) -> str | None:
    """A place that the evidence does not name, or names as another kind of area."""
    named = {code for text in texts for name in place_names(text, gazetteer) for code in name.keys}
    for name in place_names(said, gazetteer):
        if not named & name.keys:
            return f"{name.text} is not in what it cites"
    return None


def _words_objection(said: str, texts: list[str], question: str) -> str | None:
    """A name that stands neither in the evidence nor in the question, or too many words of the model's own."""
    known = {s for text in (*texts, question) for s in (*stems(text), *re.findall(r"\w+", text.lower()))}
    for match in _NAME.finditer(said):
        if match.start() and any(s not in known for s in content_stems(match[0])):
            return f"“{match[0]}” is not in what it cites"
    words = [w for w in content_stems(_without_numbers(said)) if w not in _TIES]
    new = [w for w in words if w not in known]
    if len(new) == len(words) and not any(c.isdigit() for c in said):
        return "it says nothing of what it cites"
    if len(new) > NEW_WORDS * len(words):
        return f"{len(new)} of its {len(words)} words are not in what it cites"
    return None


def _without_numbers(said: str) -> str:
    """The sentence without its numbers and ranks, which have been checked already."""
    for number in reversed(counted(said)):
        said = f"{said[: number.quantity.start]} {said[number.quantity.end :]}"
    for _, text in ordinals(said):
        said = said.replace(text, " ")
    return said
