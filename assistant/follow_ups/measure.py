"""The measure and the sectors of a follow-up: its own, those it makes of the last ones, or the last ones."""

import re

from assistant.beside import AMONG_THEM, OF_WORKERS, SO_MANY, counted_beside, share_beside, some_of
from assistant.follow_ups.other_measure import IN_MONEY, changed_measure, of_another_sector, sibling
from assistant.follow_ups.places import parts_and_whole
from assistant.follow_ups.pointing_back import FEW_WORDS, elliptical
from assistant.follow_ups.sectors_told import ONE_SECTOR
from assistant.measures import Measures
from assistant.periods import number_word
from assistant.read_question import PLACEHOLDER, Own
from assistant.schema import Query
from assistant.topic import Topic
from assistant.words import tokens

Found = tuple[tuple[str, ...], tuple[str, ...]]  # measures and sectors


def carried_measure(
    own: Own, concepts: tuple[str, ...], sectors: tuple[str, ...], topic: Topic, measures: Measures
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The measure and sectors of a follow-up: its own, those it makes of the last ones, or the last ones; and if carried."""
    previous = topic.query
    if counted := _as_share_or_number(own, concepts, topic, measures):
        return *counted, True
    if AMONG_THEM.search(own.low) and (some := _some_of_the_last(own, previous, measures)):
        return (some,), (), True
    if parts_and_whole(own, topic) and not concepts and elliptical(own):
        return previous.concepts, sectors or previous.breakdowns, True
    if changed := _made_of_the_last(own, concepts, sectors, previous, measures):
        return *changed, True
    if not concepts and (talked_of := _talked_of(own, sectors, topic, measures)):
        return *talked_of, True
    if not concepts and elliptical(own):
        return previous.concepts, sectors or previous.breakdowns, True
    if not concepts and "per_head" in own.cues.names:
        return previous.concepts, sectors, True
    return concepts, sectors, bool(concepts) and not own.reading.concepts and bool(own.reading.breakdowns)


def _some_of_the_last(own: Own, previous: Query, measures: Measures) -> str | None:
    """The measure of those among the ones just counted who are what is now named: postgraduates of STEM students; None if none is held."""
    if len(previous.concepts) != 1 or not own.reading.concepts or own.mentions:
        return None
    whole = previous.concepts[0]
    return some_of(whole, tokens(measures.by_concept[whole][0].name), own.words, measures)


# Of the people just told the share of, their number.
_NUMBER_OF_PEOPLE = re.compile(r"\bnumber of (?:people|persons|residents|workers|staff)\b|\bhow many people\b")


def _as_share_or_number(own: Own, concepts: tuple[str, ...], topic: Topic, measures: Measures) -> Found | None:
    """What was just given as a share, a number or money, asked for as another of these: "how many people is that?"."""
    previous = topic.query
    if previous.operation == "share_of_measure" and (SO_MANY.search(own.low) or IN_MONEY.search(own.low)):
        return previous.concepts[:1], previous.breakdowns
    if (beside := share_beside(previous.concepts[0], measures)) and OF_WORKERS.search(own.low) and not own.mentions:
        return (beside,), previous.breakdowns
    counts = _counted_for(previous, measures)
    if counts and concepts == ("population",) and _NUMBER_OF_PEOPLE.search(own.low):
        return (counts,), previous.breakdowns
    if first := _share_of_first_sector(own, topic, measures):
        return first
    if counts and SO_MANY.search(own.low):
        return (counts,), tuple(b for b in previous.breakdowns if counts in measures.families_with(b))
    return None


def _counted_for(previous: Query, measures: Measures) -> str | None:
    """The measure that counts what the share talked of is a share of; None if none is held."""
    return counted_beside(previous.concepts[0], measures) if len(previous.concepts) == 1 else None


def _share_of_first_sector(own: Own, topic: Topic, measures: Measures) -> Found | None:
    """The share and the sector meant by "as a share of GVA?" after which sector is biggest; None for any other question."""
    previous = topic.query
    asked = previous.operation == "sectors" and "share" in own.cues.names and not own.reading.breakdowns
    if not (asked and topic.sectors and ONE_SECTOR.search(previous.question)) or own.mentions:
        return None
    share = previous.concepts[0].removesuffix("_share") + "_share"
    return ((share,), topic.sectors[:1]) if share in measures.families_with(topic.sectors[0]) else None


def _made_of_the_last(
    own: Own, concepts: tuple[str, ...], sectors: tuple[str, ...], previous: Query, measures: Measures
) -> Found | None:
    """The measure and sectors that a question of few words makes of the last ones; None where it makes none of them."""
    if len(own.words) > FEW_WORDS:
        return None
    still_a_share = "share" in own.cues.names and previous.breakdowns and previous.concepts[0].endswith("_share")
    if still_a_share and not own.reading.concepts and (of_sector := of_another_sector(own, previous, measures)):
        return of_sector  # "and Cumbria's manufacturing share?" is of what the share just given was of
    if set(concepts) <= measures.single or (not sectors and set(concepts) <= measures.sector_families):
        return changed_measure(own, previous, measures)
    kin = sibling(own, concepts, previous, measures)
    return ((kin,), ()) if kin else None


# Both of those talked of: "what about Kent, on both?".
_BOTH_MEASURES = re.compile(
    r"\b(?:on|for|in|by) (?:both|the two|each|either)\b|\bboth (?:measures|figures|numbers|rates|shares|values|of (?:them|those|these))\b|\b(?:have|give|show|see|want|need)(?: me)? both (?:for|of)\b"
)
# All of the measures talked of, for another place: "now give me the same three for Devon".
_SAME_MEASURES = re.compile(
    r"\b(?:the )?same (?P<n>two|three|four)(?: (?:figures|measures|numbers|things|rates|shares))?\b"
)


def _talked_of(own: Own, sectors: tuple[str, ...], topic: Topic, measures: Measures) -> Found | None:
    """Measures talked of that the words pick out: both, the same three, one of two; None where they pick out none."""
    previous = topic.query
    if by := by_population(own, topic):
        return (by,), ()
    of_places = f"both {PLACEHOLDER}" in " ".join(own.words)
    if own.mentions and _BOTH_MEASURES.search(own.low) and len(topic.measures) == 2 and not of_places:
        return topic.measures, sectors
    if (same := _SAME_MEASURES.search(own.low)) and own.mentions:
        n = number_word(same["n"]) or 0
        if len(topic.asked_for) >= n:
            return topic.asked_for[-n:], ()
    if one := _one_of_two(own, previous, measures):
        return (one,), ()
    if previous.operation == "quotient" and "per_head" in own.cues.names:
        return previous.concepts[:1], ()
    return None


def _one_of_two(own: Own, previous: Query, measures: Measures) -> str | None:
    """The one of the last question's two measures whose name holds the words that nothing explains; None if not just one."""
    unexplained = own.reading.unexplained
    if len(previous.concepts) != 2 or len(own.words) > FEW_WORDS or own.mentions or not unexplained:
        return None
    named = [c for c in previous.concepts if measures.has_words(c, unexplained)]
    return named[0] if len(named) == 1 else None


def by_population(own: Own, topic: Topic) -> str | None:
    """The measure asked for before the population, which is now to be divided by it: "so per person?"; None if none is."""
    if own.reading.concepts or topic.query.concepts != ("population",):
        return None
    if len(topic.contrasted) != 2 or topic.contrasted[1] != "population":
        return None
    return topic.contrasted[0] if "per_head" in own.cues.names else None
