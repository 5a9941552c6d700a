"""How sure one may be that lines answer a question: what a right line must hold, weighed by a logistic regression.

The coefficients were fitted on questions with and without an answer in government reports; how, and how well they do on
reports left out of the fitting, is in docs/passages.md and printed by `python -m evals.ablation`.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.focus import focus_words, kinds_held
from assistant.retrieve import names
from assistant.schema import Hit
from assistant.sentences import Line, embedded, heading, likeness, words_of, worst_met
from ingest.index import Index
from ingest.keyword import STOP_WORDS

N_BEST = 3  # lines of which the surest counts, and among which one must hold the kind of answer beside the words for it
LEAST, MOST = 5, 12  # words of a question between which saying more makes an answer surer
NOT_ABOUT = 0.3  # cosine of the best line with what is asked, below which it is said to speak of something else
CAPITALS = re.compile(r"\b([A-Z]{2,6})s?\b")  # initials: SMEs, UK
WORD = re.compile(r"[A-Za-z][\w-]*")


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


BIAS = -13.65
COEFFICIENTS = Evidence(passage=1.65, asked=1.69, line=1.9, names=1.2, least=4.7, kind=1.17, told=3.75, focus=0.8)


def surest(question: str, hits: Sequence[Hit], lines: Sequence[Line], index: Index) -> Evidence:
    """What speaks for an answer by the one of the first lines, best first, for which most does.

    Which of two lines as near to the question is first hangs on little; either is quoted.
    """
    first = lines[:N_BEST]
    found = [evidence(question, hits, [line, *(o for o in first if o is not line)], index) for line in first]
    return max(found, key=_total)


def evidence(question: str, hits: Sequence[Hit], lines: Sequence[Line], index: Index) -> Evidence:
    """What the first line and the pages found hold of what the question asks, and one of the first few of its kind."""
    best = lines[0]
    said = f"{heading(best.passage, index)} {best.text}"
    vector = index.line_vectors([best.passage.passage_id])[best.passage.passage_id][best.number]
    return Evidence(
        passage=hits[0].score,
        asked=float(vector @ embedded(without_names(question), index)),
        line=best.cosine,
        names=named_in(question, said),
        least=worst_met(best, question, index),
        kind=kinds_held(best.text, question),
        told=math.log(min(MOST, max(LEAST, len(words_of(question))))),
        focus=max(
            kinds_held(line.text, question) * _met(focus_words(question), line, index) for line in lines[:N_BEST]
        ),
    )


def named_in(question: str, text: str) -> float:
    """The share of the names in a question that a text holds, initials also spelt out; 1.0 where it has no names."""
    asked = " ".join(names(question))
    named = words_of(asked)
    spelt_out = (match[0] for match in CAPITALS.finditer(asked) if spells(text, match[1]))
    return len(named & (words_of(text) | words_of(" ".join(spelt_out)))) / len(named) if named else 1.0


def spells(text: str, short: str) -> bool:
    """Whether words beside each other begin with the letters of a short form: "small and medium-sized enterprises" for SME.

    Grammar is left out. Two letters are met by chance, so that only capitals count for them.
    """
    spelt = [word for word in WORD.findall(text) if word.lower() not in STOP_WORDS]
    first = "".join(word[0] for word in spelt)
    return short in first or (len(short) > 2 and short.lower() in first.lower())


def without_names(question: str) -> str:
    """The question with its names left out; as it is when little else is left."""
    rest = question
    for name in names(question):
        rest = rest.replace(name, " ")
    return rest if len(words_of(rest)) > 1 else question


def _met(asked: Sequence[str], line: Line, index: Index) -> float:
    """How well a line meets words, each by the word there that is likest."""
    return float(np.mean(likeness(asked, line.text, index))) if asked else 1.0


def sureness(found: Evidence) -> tuple[float, tuple[str, ...]]:
    """The chance that the question is answered, from 0 to 1, and in words what is missing."""
    reasons = []
    if found.names < 1.0:
        reasons.append("a name in the question is not in the sentences found")
    if found.kind < 1.0:
        reasons.append("the kind of answer asked for is not in the sentences found")
    if found.asked < NOT_ABOUT:
        reasons.append("what is asked is not what the sentences found speak of")
    return 1.0 / (1.0 + math.exp(-_total(found))), tuple(reasons)


def _total(found: Evidence) -> float:
    """The logarithm of the odds that the question is answered."""
    return BIAS + sum(c * x for c, x in zip(astuple(COEFFICIENTS), astuple(found), strict=True))
