"""A follow-up said in full before it is read: what its words point back to is put in, what they take back is left out.

"The second one" becomes the place it stands for, "the last of those years" a year; words that only open or close a reply go.
"""

import re
from collections.abc import Callable, Sequence

from assistant.beside import without_whole
from assistant.cues import HIGH, LOW
from assistant.follow_ups.order_told import ends_apart, next_down, with_part
from assistant.follow_ups.places_told import Said, with_end_of_list, with_extremes, with_others, with_ours, with_winner
from assistant.follow_ups.plain_words import in_plain_words
from assistant.follow_ups.sectors_told import with_sectors
from assistant.follow_ups.years_told import gap_moved, with_nth_year, with_spans, with_years_by_figure
from assistant.periods import YEAR
from assistant.topic import Topic
from ingest.schema import Mention


def said_in_full(
    question: str, topic: Topic, known: Callable[[str], bool], held: Sequence[int] = ()
) -> tuple[str, tuple[Mention, ...]]:
    """A follow-up with what it points to put in, and the places so put in.

    `known` is true of words that name a place or a measure, which a correction may take back; `held` are the years for which
    the last measure is held.
    """
    text = in_plain_words(question, topic, known)
    if after := next_down(text, topic):
        return after, ()
    if gap := gap_moved(text, topic):
        return gap, topic.places
    text = _within_the_country(_for_each(text, topic), topic)
    text = _of_one_place(with_spans(_of_quotient(text, topic), topic, held), topic)
    text = with_nth_year(_of_one_sector(text, topic), topic)
    if kept := _without_dropped(text, topic):
        return kept
    said = with_end_of_list(Said(with_sectors(text, question, topic)), topic)
    if topic.ranked:
        said = Said(with_part(said.text, topic), said.put_in)
        if apart := ends_apart(said.text, topic):
            return apart[0], (*said.put_in, *apart[1])
    said = with_ours(with_winner(said, topic), topic)
    said = Said(with_years_by_figure(said.text, topic), said.put_in)
    said = with_others(with_extremes(said, topic), question, topic)
    return said.text, said.put_in


# The quotient just told, by its short name: "Devon's LQ", "what was the LQ in 2015?".
_LQ = re.compile(r"(?P<of>['’]s )?(?:\bthe )?\b(?:lq|location quotient)\b", re.IGNORECASE)


def _of_quotient(text: str, topic: Topic) -> str:
    """After a quotient that is not one of sectors, the text with "it" for its short name."""
    if not (topic.query.concepts and topic.query.concepts[0].endswith("_lq")):
        return text
    return _LQ.sub(lambda m: "" if m["of"] else "it", text)


# A total just told divided by the residents just counted: "so that's how much each?".
_EACH_OF_THEM = re.compile(
    r"^\W*(?:(?:so|and|then|now|which is|that is|that's|is that|what's that|it's) )*how (?:much|many)(?: (?:is|was|would) (?:that|it|this)(?: be)?)?,? (?:each|apiece|a head|per head|per person|a person|for each (?:person|of them|one))\W*$",
    re.IGNORECASE,
)


def _for_each(text: str, topic: Topic) -> str:
    """After a total and the population of one place, the text that asks how much each has as the total per head."""
    before = [c for c in topic.asked_for if c != "population"]
    asked = topic.query.concepts == ("population",) and before and _EACH_OF_THEM.match(text)
    return f"{before[-1].replace('_', ' ')} per head" if asked else text


# Those who came or went within the country, after those from abroad: "and within the UK?".
_WITHIN = re.compile(
    r"^\W*(?:(?:and|but|so|what about|how about) )*(?:within|inside|from within) (?:the )?(?:uk|united kingdom|country)\W*$|^\W*(?:(?:and|but|so) )*(?:to|from|to and from|with) the rest of the (?:uk|country)\W*$",
    re.IGNORECASE,
)


def _within_the_country(text: str, topic: Topic) -> str:
    """After migration from abroad, the text that asks for that within the country with the measure's name."""
    abroad = topic.query.concepts == ("international_migration",)
    return "and net internal migration" if abroad and _WITHIN.match(text) else text


# Part of what was just counted, of one place: "of those, how many …".
_OF_THOSE = re.compile(
    r"^\W*(?:(?:and|so|but) )*(?:out )?of (?:those|these|them|that|it|which),? (?=how (?:many|much)\b)", re.IGNORECASE
)
# The end of an order asked for among the places talked of one by one: "and which is worst?".
_WHICH_END = re.compile(
    rf"^\W*(?:(?:and|so|but|then) )*which (?:one )?(?:is|was|has|had|comes|came) (?:the )?(?P<end>{HIGH}|{LOW})\W*$",
    re.IGNORECASE,
)
_EACH = ("the two", "all three", "all four", "all five", "all six")
# The share of what was just counted, in few words: "so what percentage?", "what share is that?".
_BARE_SHARE = re.compile(
    r"^\W*(?:(?:and|so|but|then|now) )*(?:(?:as|in) )?(?:(?:what|which)(?:'s| is)? )?(?:an? |the |that |what )?(?:percentage|per ?cent|proportion|share|(?P<rate>rate)|%)(?: (?:is|was|does|did|would|of) (?:that|it|this|them|those)(?: (?:be|make|come to|is that|is it))?)?\W*$",
    re.IGNORECASE,
)


def _of_one_place(text: str, topic: Topic) -> str:
    """After a question on one place, the text with what it asks of that, or of all those talked of one by one, in full."""
    if len(topic.places) > 1 or topic.ranked:
        return text
    text = _OF_THOSE.sub("", text)
    if 1 < len(topic.talked) <= len(_EACH) + 1 and (asked := _WHICH_END.match(text)):
        text = f"which of {_EACH[len(topic.talked) - 2]} is {asked['end']}"
    if topic.query.operation in (None, "list") and (asked := _BARE_SHARE.match(text)):
        text = "as a rate" if asked["rate"] else "what share is that"
    return text


def _of_one_sector(text: str, topic: Topic) -> str:
    """After a question on a sector, the text without the whole that its share is asked of."""
    if not (topic.query.breakdowns and topic.query.concepts):
        return text
    names = [name for m in topic.places for name in (m.text, m.candidates[0].name)]
    return without_whole(text, topic.query.concepts[0], names)


# One of several places talked of left out: "drop Kent", "without Essex, and in 2015".
_DROP = re.compile(
    r"^\W*(?:and |now |then )?(?:drop|remove|take out|take away|leave out|lose|exclude|without|minus)\s+(?:the )?(?P<what>[^?.!]+?)"
    rf"(?P<when>(?:,| and| then)+ (?:(?:give|show|do|use|take|have|make|try|go|move|look|switch|let's|for|in|on|to|at|it|me|us|see|with|instead) )*{YEAR})?\W*$",
    re.IGNORECASE,
)


def _without_dropped(text: str, topic: Topic) -> tuple[str, tuple[Mention, ...]] | None:
    """The places talked of without the one that is to be left out, as a question and as they are; None for any other."""
    dropped = _DROP.match(text)
    if dropped is None or len(topic.places) < 2:
        return None
    gone = dropped["what"].lower()
    rest = [m for m in topic.places if gone not in (m.text.lower(), m.candidates[0].name.lower())]
    if not 0 < len(rest) < len(topic.places):
        return None
    when = f" in {year[0]}" if (year := re.search(YEAR, dropped["when"] or "")) else ""
    return ", ".join(m.text for m in rest) + when, tuple(rest)
