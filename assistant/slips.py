"""A slip put right in the same breath: "jobs in Kent... no, Essex", "in 2015, sorry, 2016"."""

import re
from collections.abc import Callable, Sequence

from assistant.periods import YEAR
from ingest.schema import Mention

_SLIP = re.compile(
    r"^(?P<before>.+?)\s*(?:\.{2,}|…|[,;(–—]|\s-)\s*(?:(?:no|nope|sorry|apologies|wait|oops|whoops|er+m?|um+|hang on|i mean(?:t)?|or rather|rather|make (?:that|it)|scratch that|correction|actually)\b[\s,.:–—-]*)+(?P<after>\S.*)$",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(r"(?:in|for|of|at|the|\s)*", re.IGNORECASE)


def put_right(question: str, mentions: Callable[[str], Sequence[Mention]]) -> str:
    """The question with a place or year that it corrects itself replaced by the one meant."""
    if not (slip := _SLIP.match(question)):
        return question
    before, after = slip["before"], slip["after"]
    start = _BEFORE_A_NAME.match(after).end()  # type: ignore[union-attr]
    if (year := re.match(YEAR, after[start:])) and (old := list(re.finditer(YEAR, before))):
        return f"{before[: old[-1].start()]}{year[0]}{before[old[-1].end() :]}{after[start + year.end() :]}"
    meant, named = mentions(after), mentions(before)
    if not meant or not named or meant[0].start > start:
        return question
    wrong, right = named[-1], meant[0]
    return f"{before[: wrong.start]}{right.text}{before[wrong.end :]}{after[right.end :]}"
