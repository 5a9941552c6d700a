"""The same question in other words, by rule and with a fixed seed: the answer's figures, places and status must not change.

Each way returns None where it does not apply to a question.
"""

import random
import re
from collections.abc import Callable

SEED = 20190331
AROUND = (
    "Hi, could you tell me: {q}",
    "Quick one - {q}",
    "For a funding bid: {q}",
    "{q} Thanks!",
    "Please can you help? {q}",
    "{q} It's for our board paper.",
)
# Each pair means the same to an officer, in either direction where both are written out.
SWAPS = (
    (r"^What (?:was|were) (.+)\?$", ("Tell me {0}.", "I need {0}.", "Can you give me {0}?")),
    (r"^How does (.+?) compare (?:with|to) (.+)\?$", ("Compare {0} with {1}.", "How do {0} and {1} compare?")),
    (r"\bbetween (\d{4}) and (\d{4})\b", ("from {0} to {1}",)),
    (r"\bfrom (\d{4}) to (\d{4})\b", ("between {0} and {1}",)),
    (r"\bin (\d{4})\b(?!/)", ("for {0}", "during {0}", "in the year {0}")),
    (r"\bbiggest\b", ("largest",)),
    (r"\blargest\b", ("biggest",)),
    (r"\blowest\b", ("smallest",)),
    (r"\bLEPs\b", ("local enterprise partnerships",)),
    (r"\bLEP\b", ("Local Enterprise Partnership",)),
    (r"\bGVA\b", ("gross value added",)),
    (r"\bR&D\b", ("research and development",)),
    (r"\bNVQ4\+", ("NVQ level 4 or above",)),
    (r"\bH2020\b", ("Horizon 2020",)),
    (r"\bHorizon 2020\b", ("H2020",)),
    (r"(?<!Innovate )\bUK\b", ("United Kingdom",)),
    (r"\bper cent\b", ("percent",)),
    (r"\bcompared (?:with|to)\b", ("against",)),
)
WORD = re.compile(r"(?<![\w'’])[A-Za-z]{7,}(?![\w'’])")


def typed_fast(question: str, rng: random.Random) -> str | None:
    """Lower case, without the marks at the end."""
    changed = re.sub(r"[?.!]+$", "", question).lower()
    return changed if changed != question else None


def framed(question: str, rng: random.Random) -> str | None:
    """Polite or chatty words before or after it."""
    return rng.choice(AROUND).format(q=question)


def reworded(question: str, rng: random.Random) -> str | None:
    """Other words of the same meaning wherever a known phrase stands; None where none does."""
    changed = question
    for pattern, forms in SWAPS:
        if (found := re.search(pattern, changed)) and re.search(pattern, question):
            new = rng.choice(forms).format(*found.groups())
            changed = changed[: found.start()] + new + changed[found.end() :]
    return changed if changed != question else None


def misspelt(question: str, rng: random.Random) -> str | None:
    """One slip of the finger within one long word: two letters swapped, one left out or one doubled."""
    words = list(WORD.finditer(question))
    if not words:
        return None
    word = rng.choice(words)
    text = word[0]
    i = rng.randrange(2, len(text) - 2)
    swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    slips = [s for s in (swapped, text[:i] + text[i + 1 :], text[:i] + text[i] + text[i:]) if s != text]
    return question[: word.start()] + rng.choice(slips) + question[word.end() :]


WAYS: dict[str, Callable[[str, random.Random], str | None]] = {
    "lower case": typed_fast,
    "polite words around it": framed,
    "reworded": reworded,
    "misspelt": misspelt,
}


def variants(case_id: str, question: str) -> dict[str, str]:
    """Way to question, for the ways that apply; the same on every run."""
    found = {name: way(question, random.Random(f"{SEED} {case_id} {name}")) for name, way in WAYS.items()}
    return {name: changed for name, changed in found.items() if changed is not None}
