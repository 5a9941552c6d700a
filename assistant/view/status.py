"""An answer's status in words, with an icon and a colour that say the same."""

from dataclasses import dataclass
from typing import Literal

from assistant.schema import Outcome


@dataclass(frozen=True, slots=True)
class Sign:
    """How a status is shown: words first, since an icon or a colour alone does not reach everyone."""

    words: str
    icon: str
    colour: Literal["green", "orange", "blue", "gray", "red"]
    explained: str


SIGNS: dict[Outcome, Sign] = {
    "answered": Sign("Answered", ":material/check_circle:", "green", "Every sentence rests on the evidence below."),
    "partly": Sign("Partly answered", ":material/incomplete_circle:", "orange", "Only a part of the question is held."),
    "nearest": Sign("Stand-in", ":material/swap_horiz:", "orange", "What was asked is not held; this is the nearest."),
    "ambiguous": Sign("Which did you mean?", ":material/help:", "blue", "The question can be read in several ways."),
    "not_found": Sign(
        "Not held",
        ":material/search_off:",
        "gray",
        "Nothing in the reports or tables answers this; what is nearest is shown where there is anything.",
    ),
    "out_of_scope": Sign(
        "Outside what is held", ":material/block:", "gray", "The reports and tables do not cover this."
    ),
    "blocked": Sign("Question not taken", ":material/edit_note:", "gray", "Please change the question and ask again."),
    "error": Sign("Something went wrong", ":material/error:", "red", "The question could not be worked on."),
}
