"""A follow-up in the plain words that the other steps read, without what only opens, closes or takes back."""

import re
from collections.abc import Callable

from assistant.cues import AREA, HIGH, LOW
from assistant.follow_ups.phrases import ASKS, IN_THAT_ORDER, MORE, PHRASES
from assistant.periods import YEAR
from assistant.read_question import AREA_KIND
from assistant.topic import Topic


def in_plain_words(question: str, topic: Topic, known: Callable[[str], bool]) -> str:
    """A follow-up in plain words; `known` is true of words that name a place or a measure, which a correction may take back."""
    text = _of_kind(without_opening(question), topic)
    if (
        _AS_WELL.search(text)
        and not _ITS_YEAR.match(text)
        and topic.query.operation == "compare"
        and len(topic.places) > 1
    ):
        text = f"compare with {_AS_WELL.sub('', text)}"
    text = _OF_ALL.sub(r"\g<is>", _THE_TOP.sub(r"\g<is>the highest\g<across>", text))
    text = _SWAP.sub(lambda m: _swapped(m, topic, known), text)
    text = _CLOSER.sub("", text) if _CLOSER.sub("", text).strip() else text
    text = _plainly(text, known)
    if IN_THAT_ORDER in text and topic.contrasted[1:] == ("population",):
        text = "per head"
    text = _ADD.sub("compare with ", _without_taken_back(text, known))
    text = _HEAD_OF_POPULATION.sub("per head", _BY_PEOPLE.sub("per head", text))
    return _YEAR_OF.sub(r"\1", side_by_side(text))


# The first of all: "is that the top in the UK?".
_THE_TOP = re.compile(
    r"^(?P<is>\W*(?:(?:and|so|but) )*(?:is|was) (?:that|it|this) )(?:the )?top(?: (?:one|figure|score|value))?(?P<across>(?: (?:in|of|across|among) [^?]+)?)\W*$",
    re.IGNORECASE,
)
# All that is held lies in the country: "is that the highest in the UK?".
_OF_ALL = re.compile(
    rf"^(?P<is>\W*(?:(?:and|so|but) )*(?:is|was) (?:that|it|this) the (?:{HIGH}|{LOW})) (?:in|of|across|anywhere in) (?:the )?(?:whole )?(?:uk|united kingdom|country|britain|great britain)\W*$",
    re.IGNORECASE,
)
# One thing for another: "swap Kent for Essex", "replace 2015 with 2016".
_SWAP = re.compile(
    r"^\W*(?:(?:and|now|then|so) )*(?:(?:swap|switch|replace|change|exchange|substitute)(?: out)?) (?P<old>[^?]+?) (?:for|with|by|to) (?P<new>[^?]+?)\W*$",
    re.IGNORECASE,
)


def _swapped(swap: re.Match[str], topic: Topic, known: Callable[[str], bool]) -> str:
    """What is asked about with one thing for another: of two places the one kept and the new one, else the new one alone."""
    old, new = swap["old"], swap["new"]
    if not all(re.fullmatch(YEAR, said) or known(said) for said in (old, new)):
        return swap[0]
    kept = [m.text for m in topic.places if m.text.lower() != old.lower()]
    several = len(kept) < len(topic.places) > 1
    return f"compare {' and '.join((new, *kept))}" if several else new


# What only opens a reply: "thanks, and …", "hang on, I meant …".
_OPENER = re.compile(
    r"^(?:\W*\b(?:ok(?:ay)?|fine|right|good|great|thanks|thank you|cheers|lovely|perfect|sure|yes|yep|yeah|no|nope|sorry|oops|whoops|hm+|ah|oh|well|actually|alright|all right"
    r"|please|hang on|hold on|wait|apologies|my mistake|my bad|interesting|fair enough|got it|i see|on second thoughts|i mean(?:t)?(?: to (?:say|ask|type))?|i should have said|make (?:that|it)|let's say|let's (?:try|do|have)|instead"
    r"|(?:(?:one|a) )?(?:last|final|quick) (?:one|question|thing)(?=\s*[:,.–-])|i'd like|can you (?:do|give me)|could you (?:do|give me)|try)\b[\s,.!:;–-]*)+(?!$)",
    re.IGNORECASE,
)


def without_opening(question: str) -> str:
    """A follow-up without the courtesies and small words that open it: "thanks, and …", "ok so …"."""
    return _OPENER.sub("", question)


# What only closes it: "… then, please", "… for context"; and what brings another place in: "Kent too".
_CLOSER = re.compile(
    r"[\s,]+(?:then|instead|please|thanks|thank you|as well|too|again|for me|(?:just )?for (?:context|reference|interest|background|completeness|the record)|after all|rather|i (?:should(?:'ve| have)? (?:said|asked|put|typed|written)|meant(?: to (?:say|ask|type|put))?|mean)|that is|if you can|if (?:possible|held))\W*$",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r"[\s,]+(?:too|as well)\W*$", re.IGNORECASE)
# The same of another year: "was it in 2013 as well?", "in 2015 too?".
_ITS_YEAR = re.compile(
    rf"^\W*(?:(?:and|so|but) )*(?:(?:is|was|were|are|did|does) (?:it|that|they|this) (?:so |true |the case )?)?(?:back )?in {YEAR}\b",
    re.IGNORECASE,
)
# "Add Kent", but not "add them up".
_ADD = re.compile(
    r"^\W*(?:and |also |now |then )*(?:add|include|throw in|bring in|put in)(?: in)?\s+(?!(?:them|those|these|it|up|the two|the three|both|all of)\b)(?!.*\b(?:together|up)\b)",
    re.IGNORECASE,
)
# "Divide that by the population."
_BY_PEOPLE = re.compile(
    r"\bdivided?(?: (?:that|it|this|them|those))? by (?:the |its |their )?(?:population|residents|inhabitants|number of (?:people|residents)|people)\b",
    re.IGNORECASE,
)
_HEAD_OF_POPULATION = re.compile(
    r"\b(?:per|by|for each|for every) (?:head|person|capita)(?: of (?:the |its |their )?population)\b", re.IGNORECASE
)
# "The 2017 survey": what is said of a year that is the figure's own.
_YEAR_OF = re.compile(rf"\b({YEAR})(?:'s)? (?:survey|wave|edition|round|release|figures?|data)\b", re.IGNORECASE)
# The kind of area meant after all: "no, the combined authority".
_KIND = re.compile(
    rf"^\W*(?:(?:no|sorry|i mean(?:t)?|but|use|for|as|take)\W+)*the (?:whole |wider )?(?:(?:[a-z]+ ){{1,3}}\((?:the |an? )?)?(?P<kind>{AREA_KIND})\b(?: (?:area|level|one))?\)?(?:,? ?(?:\(|[-–] ?)?(?:and )?(?:not|rather than|instead of) [^?.]+?)?\W*$",
    re.IGNORECASE,
)


def _of_kind(text: str, topic: Topic) -> str:
    """The place talked of as the kind of area that is meant after all: "the combined authority, not the region"."""
    kind = _KIND.match(text)
    if kind is None or len(topic.places) != 1:
        return text
    return f"{topic.places[0].text} {kind['kind']}"


# What a correction takes back: "2016, not 2015".
_TAKEN_BACK = re.compile(
    r"(?:^|[,;–-]\s*|\s)(?:and )?(?:not|rather than|instead of)\s+(?:in |for |the )*(?P<what>[^,;?]{2,60})(?=$|[,;?])",
    re.IGNORECASE,
)


def _without_taken_back(text: str, known: Callable[[str], bool]) -> str:
    """The text without what a correction takes back: a place, measure or year after "not"."""
    for found in _TAKEN_BACK.finditer(text):
        what = re.sub(r"^.*?\bbut\s+", "", found["what"]) if " but " in found["what"] else ""
        if re.fullmatch(YEAR, found["what"].strip()) or known(found["what"]):
            rest = (text[: found.start()] + " " + what + " " + text[found.end() :]).strip(" ,;–-?")
            return rest or text
    return text


# "Set that against Kent", "how do they measure up to Kent?".
_SIDE_BY_SIDE = re.compile(
    r"\b(?:set|put|lay|place|show|line)(?: up)?(?P<several>(?: [\w'’,&-]+){2,24}?),? side by side\b(?! with)|\b(?:set|put|lay|line|stack|pit|hold|weigh|judge|place)(?P<what>(?: [\w'’&-]+){1,6}?)(?: up| side by side)? (?:against|beside|alongside(?: of)?|next to|side by side with)(?= )"
    r"|\b(?:stack|stand|hold|measure|match|line|weigh|set)s?(?: up)? (?:against|alongside|beside)(?= )"
    r"|\b(?:stack|stand|hold|measure|match|line)s? up (?:to|with|next to)(?= )"
    r"|\b(?P<who>that|it|this|they|those|these|both|two|three) (?:sit|look|fare|rate|perform|do)s? (?:against|alongside|beside|next to)(?= )",
    re.IGNORECASE,
)


def side_by_side(question: str) -> str:
    """The question with "set Kent beside Essex" as "compare Kent with Essex"."""

    def plain(m: re.Match[str]) -> str:
        return f"compare{m['several']}" if m["several"] else f"{m['who'] or ''} compare{m['what'] or ''} with"

    return _SIDE_BY_SIDE.sub(plain, question)


# One place asked about against those talked of: "is Kent higher or lower, and by how much?".
_EITHER_WAY = re.compile(
    rf"{ASKS}(?:is|was|are|were|does|did|do) (?P<who>\S[^?,;]*?) (?:come (?:out )?|do )?(?<!got )(?<!become )(?<!gotten )(?<!getting ){MORE} or {MORE}\b(?! since\b)(?:,? (?:and )?by (?:how (?:much|many)|what))?",
    re.IGNORECASE,
)
# The year, after words for it: "the year of the floods (2014)".
_SAID_BEFORE = re.compile(
    rf"^(?P<gloss>[^?,;()]+?) \((?:i\.?e\.?,? |that is,? |so |say,? )?(?P<year>{YEAR})\)\W*$", re.IGNORECASE
)
# How far one of those talked of is from the other: "by how many points is Dorset ahead?".
_BY_HOW_FAR = re.compile(
    r"^\W*(?:(?:and|so|but|then) )*(?:by )?how (?:much|many|far)(?: (?!of\b)\w+)? (?:is|was|are|were|does|did) (?P<who>[^?,;]+?) (?:ahead|behind|in front|up|down|better|worse|higher|lower|bigger|smaller|adrift|short|off)(?: (?:by|then|now))?\W*$",
    re.IGNORECASE,
)
# What says which place is meant before it is named: "the one to the north of it, Cumbria".
_DESCRIBED = re.compile(
    rf"^\W*(?:(?:and|but|no|not that one|i meant?) )*(?:the (?:\w+ )??(?:one|{AREA}|neighbour)|that (?:one|place)|its (?:\w+ )?neighbour)\b[^,;:()–-]*(?:[,;:(]| [–-]) *(?P<name>[^,;:()]+?)\)?\W*$",
    re.IGNORECASE,
)


def _plainly(text: str, known: Callable[[str], bool]) -> str:
    """A reply in plain words; `known` is true of words that name a place or a measure."""
    if (described := _DESCRIBED.match(text)) and known(described["name"]):
        return described["name"]
    if (glossed := _SAID_BEFORE.match(text)) and not known(glossed["gloss"]):
        return f"in {glossed['year']}"
    if (apart := _BY_HOW_FAR.match(text)) and known(apart["who"]):
        return f"difference with {apart['who']}"
    if (either := _EITHER_WAY.match(text)) and known(either["who"]):
        text = f"compare with {either['who']}{text[either.end() :]}"
    for pattern, plain in PHRASES:
        text = pattern.sub(plain, text)
    return text
