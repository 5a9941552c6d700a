"""Positions and numbers in what was just given, by the words for them: "the second one", "the last", "the next three"."""

import re

TWO_TO_TEN = "two|three|four|five|six|seven|eight|nine|ten"
BARE = 4  # words of a question that asks no more than who is next in an order
# From 0; from the end where negative.
NTH = {
    "first": 0, "1st": 0, "former": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1, "latter": -1, "bottom": -1, "final": -1,
}  # fmt: skip
_VERB = r"(?:is|was|are|were|do|does|did|has|had|have|makes?|made|accounts?|accounted|ranks?|ranked|comes?|came)"
# "The second one", "the last of those", "the latter", and "the first" where it ends the question or a verb comes after.
NTH_ONE = re.compile(
    rf"\b(?:the )?(?P<nth>{'|'.join(NTH)}) (?:one|of (?:the (?:two|three|four|five)|(?:those|these|them)(?: (?:places|areas|leps|regions|sectors|industries))?)|place|area|sector|industry)\b"
    rf"|\bthe (?P<of_two>former|latter)\b|\bthe (?P<bare>first|second|third|last)(?=\W*$|(?:'s)? {_VERB}\b)",
    re.IGNORECASE,
)


def position(match: re.Match[str]) -> int:
    """The position that a match of NTH_ONE names."""
    return NTH[(match["nth"] or match["of_two"] or match["bare"]).lower()]
