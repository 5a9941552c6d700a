"""Words that judge a place and stand for a measure: "poorer" is GDP per head, "better educated" the share with degrees.

What was taken is said.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.wording import joined

_MORE = r"(?:more|less|most|least|as|so|equally)"
_BETTER = r"(?:better|worse|best|worst|more|less|most|least|highest|well|higher|lower)"
# What an economy does over time.
_MOVED = r"(?:gr[eo]w(?:n|s|th|ing)?|shr[aiu]nk(?:s|ing|age)?|contract(?:s|ed|ing|ion)?|expan(?:d|ds|ded|ding|sion)|recover(?:s|ed|y)?|bounced? back)"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Words that judge, and the measures they are read as, the best first; the first that is held is taken.

    `several` when no one measure says it, so that all that are held are taken.
    """

    words: re.Pattern[str]
    concepts: tuple[str, ...]
    several: bool = False


def _judgement(words: str, *concepts: str, several: bool = False) -> Judgement:
    return Judgement(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), concepts, several)


JUDGEMENTS = (
    _judgement(rf"{_BETTER}[ -](?:educated|qualified|skilled)|(?:highly|poorly) (?:educated|qualified|skilled)", "nvq4"),
    _judgement(
        rf"econom(?:y|ies)(?=\s+(?:\S+\s+){{0,6}}{_MOVED})|economic (?:growth|decline|contraction|expansion)"
        rf"|{_MOVED} (?:of|in) (?:the )?(?:[\w-]+ ){{0,3}}economy",
        "gva",
    ),
    _judgement(rf"{_BETTER}[ -]paid|highest[ -]paying|lowest[ -]paying", "salary"),
    _judgement(rf"{_BETTER}[ -]connected", "broadband"),
    _judgement(rf"(?:{_MORE} )(?:research|r\s?&\s?d)[ -]intensive", "berd"),
    _judgement(rf"(?:{_MORE} )productive|unproductive", "gva_per_hour"),
    _judgement(rf"(?:{_MORE} )(?:populous|populated)", "population"),
    _judgement(rf"(?:{_MORE} )(?:innovative|inventive|entrepreneurial)", "innovation_active", "berd", "patents", "h2020", several=True),
    _judgement(
        rf"richer|poorer|wealthier|richest|poorest|wealthiest|better[ -]off|worse[ -]off|best[ -]off|worst[ -]off|(?:{_MORE} )(?:prosperous|affluent|wealthy|deprived|well[ -]off|rich|poor)",
        "gdp_per_head", "gva_per_head",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """The text without the words that judge, the measures they are read as, and what to say of it."""

    text: str
    concepts: tuple[str, ...] = ()
    several: bool = False
    notes: tuple[str, ...] = ()


def judged(text: str, held_name: Callable[[str], str | None]) -> Judged:
    """The words of a text that judge a place, read as measures; the text as it was where there are none.

    `held_name` gives the plain name of a measure that is held, None for one that is not.
    """
    for judgement in JUDGEMENTS:
        found = judgement.words.search(text)
        held = [c for c in judgement.concepts if held_name(c)] if found else []
        if not found or not held:
            continue
        concepts = tuple(held if judgement.several else held[:1])
        said = f"“{found[0].lower()}” was read as a question about {joined([held_name(c) or '' for c in concepts])}"
        if judgement.several:
            said = f"No one measure says what is “{found[0].lower()}”; those that are held for all the places are given"
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return Judged(rest, concepts, judgement.several, (said,))
    return Judged(text)
