"""How sure one may be that lines answer a question: what a right line must hold, weighed by a logistic regression.

The coefficients were fitted on questions with and without an answer in government reports; how, and how well they do on
reports left out of the fitting, is in docs/passages.md and printed by `python -m evals.ablation`.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.focus import focus_words, kinds_held
from assistant.retrieve import names
from assistant.schema import Hit
from assistant.sentences import Line, embedded, heading, likeness, words_of, worst_met
from ingest.index import Index

N_BEST = 3  # lines among which one must hold the kind of answer beside the words that ask for it
LEAST, MOST = 5, 12  # words of a question between which saying more makes an answer surer
NOT_ABOUT = 0.3  # cosine of the best line with what is asked, below which it is said to speak of something else


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, each from 0 to 1 or a cosine; what the question does not ask for counts as held."""

    passage: float  # score of the best passage
    asked: float  # cosine of the best line with the question without its names: is it about what is asked of them?
    line: float  # how near the best line is to the question, less for a line that says little
    names: float  # share of the names asked about in the best line, its headings and title
    least: (
        float  # how near the word piece of the question that is met worst comes to one of the best line or its headings
    )
    kind: float  # share of the kinds of answer asked for (a sum, a date, a name) that the best line holds
    told: (
        float  # logarithm of how many words the question says of its subject: one that says more is met by chance less
    )
    focus: float  # how well a line among the best holds both that kind and the words that ask for it


BIAS = -13.5
COEFFICIENTS = Evidence(passage=1.65, asked=1.69, line=1.9, names=1.2, least=4.7, kind=1.17, told=3.75, focus=0.8)


def evidence(question: str, hits: Sequence[Hit], lines: Sequence[Line], index: Index) -> Evidence:
    """What the lines, best first, and the pages found hold of what the question asks."""
    best = lines[0]
    named = words_of(" ".join(names(question)))
    above = words_of(heading(best.passage, index))
    vector = index.line_vectors([best.passage.passage_id])[best.passage.passage_id][best.number]
    return Evidence(
        passage=hits[0].score,
        asked=float(vector @ embedded(without_names(question), index)),
        line=best.cosine,
        names=_share(named, words_of(best.text) | above),
        least=worst_met(best, question, index),
        kind=kinds_held(best.text, question),
        told=math.log(min(MOST, max(LEAST, len(words_of(question))))),
        focus=max(
            kinds_held(line.text, question) * _met(focus_words(question), line, index) for line in lines[:N_BEST]
        ),
    )


def without_names(question: str) -> str:
    """The question with its names left out; as it is when little else is left."""
    rest = question
    for name in names(question):
        rest = rest.replace(name, " ")
    return rest if len(words_of(rest)) > 1 else question


def _share(named: frozenset[str], said: frozenset[str]) -> float:
    return len(named & said) / len(named) if named else 1.0


def _met(asked: Sequence[str], line: Line, index: Index) -> float:
    """How well a line meets words, each by the word there that is likest."""
    return float(np.mean(likeness(asked, line.text, index))) if asked else 1.0


def sureness(found: Evidence) -> tuple[float, tuple[str, ...]]:
    """The chance that the question is answered, from 0 to 1, and in words what is missing."""
    total = BIAS + sum(c * x for c, x in zip(astuple(COEFFICIENTS), astuple(found), strict=True))
    reasons = []
    if found.names < 1.0:
        reasons.append("a name in the question is not in the sentences found")
    if found.kind < 1.0:
        reasons.append("the kind of answer asked for is not in the sentences found")
    if found.asked < NOT_ABOUT:
        reasons.append("what is asked is not what the sentences found speak of")
    return 1.0 / (1.0 + math.exp(-total)), tuple(reasons)
