"""The years that a follow-up points back to, put in by number: "the last of those years", "the survey before"."""

import re
from collections.abc import Sequence

from assistant.cues import HIGH, LOW
from assistant.follow_ups.positions import NTH
from assistant.periods import YEAR
from assistant.topic import Topic

# "From then until 2019", after a question on one year.
_FROM_THERE = re.compile(r"\bfrom (?:there|then|that(?: year)?)\b(?= (?:to|until|till|up to|on))", re.IGNORECASE)


def with_spans(text: str, topic: Topic, held: Sequence[int]) -> str:
    """The text with the spans and the years held next that it points to; `held` are the years of the last measure."""
    if topic.query.asked.years:
        text = _FROM_THERE.sub(f"from {topic.query.asked.years[-1]}", text)
    text = _with_new_end(text, topic)
    text = _NEXT_HELD.sub(lambda m: _next_held(m, topic, held), text)
    text = _SINCE_IN.sub("", text)
    if len(topic.talked) == 1 and len(topic.measures) == 1:
        text = _ONE_HELD.sub(lambda m: _next_held(m, topic, held), text)
    return text


_SINCE_IN = re.compile(rf"(?:(?<=\bsince )|(?<=\bthan )|(?<=\bfrom )|(?<=\bwith ))in (?={YEAR}\b)", re.IGNORECASE)
# The gap between two places just told, of another time: "has it closed by 2019?".
_GAP_MOVED = re.compile(
    r"^\W*(?:(?:and|so|but) )*(?:has|have|had|did|is) (?:it|that|(?:the|that|this) gap)(?: now| since)? (?P<how>clos(?:e|ed|ing)|narrow(?:ed|ing)?|widen(?:ed|ing)?|shr[aiu]nk|grow(?:n|ing)?|grew|open(?:ed)? up|(?:got|gotten|get|getting) (?:any )?(?:bigger|smaller|wider|narrower|larger))"
    rf"(?: (?:at all|any|much))?(?: (?:by|since|in|to|up to|until) (?P<year>{YEAR}))?\W*$",
    re.IGNORECASE,
)


def gap_moved(text: str, topic: Topic) -> str | None:
    """The question for how the gap between two places, just told of a year, has changed by another; None for any other."""
    moved = _GAP_MOVED.match(text)
    if (
        moved is None
        or topic.query.operation not in ("difference", "compare")
        or len(topic.places) != 2
        or not topic.years
    ):
        return None
    given = topic.years[-1]
    year = int(moved["year"]) if moved["year"] else None
    when = f"since {given}" if year is None or year == given else f"from {min(given, year)} to {max(given, year)}"
    return f"how has the gap between {topic.places[0].text} and {topic.places[1].text} changed {when}"


# A new start or end of the time just talked of: "end it at 2018", "make it start in 2015".
_NEW_START, _NEW_END = (
    re.compile(
        rf"^\W*(?:(?:and|but|now|then|so|make|have|let|can you|could you)\W+)*(?:(?:it|that|this) )?(?:{verbs})s?(?: (?:it|that|this|the \w+))?(?: off| up| short)? (?:at|in|with|from|on|by) (?P<year>{YEAR})\W*$",
        re.IGNORECASE,
    )
    for verbs in ("start|begin", "end|stop|finish|close|cut")
)


def _with_new_end(text: str, topic: Topic) -> str:
    """The span just talked of with the start or end that is now given: "end it at 2018" after 2014 to 2019."""
    asked = topic.query.asked
    first, last = asked.first or min(topic.years, default=None), asked.last or max(topic.years, default=None)
    if not first or not last or first == last or topic.query.operation not in ("change", "trend", "mean", "sum"):
        return text
    if start := _NEW_START.match(text):
        return f"from {start['year']} to {last}"
    return f"from {first} to {end['year']}" if (end := _NEW_END.match(text)) else text


# The figure of the survey or year held next before, or after, the one just given: "the survey before", "the year before that we've got".
_HELD = r"(?:(?:that |which )?(?:you|we|they)(?:'ve| have| do)? (?:got|have|hold|held)|(?:that |which )?(?:is|was|there is|there's) (?:held|available|any data)|held|available|with (?:any )?(?:data|figures?|a figure))"
_SURVEY = r"(?:survey|wave|edition|round|release)"
_YEAR = r"(?:(?:last|latest|next|nearest|closest|first|most recent) )?(?:year|date|figure|time)"
_NEXT_HELD = re.compile(
    rf"\b(?:in |for |at )?(?:the )?(?:(?:{_SURVEY}|(?P<year>{_YEAR})) (?:just |right |immediately )?(?:(?P<before>before|earlier|previous(?:ly)?|prior(?: to)?)|after(?:wards)?|later|following)(?: (?:that|this|it)(?! (?:we|you)\b))?(?: one)?(?(year),? {_HELD})"
    rf"|(?:(?P<earlier>previous|preceding|prior|earlier|last but one)|next|following|later) (?:{_SURVEY}|(?:year|date|figure|time),? {_HELD}))(?!\w)",
    re.IGNORECASE,
)
# The same where nothing but one place and one measure has been talked of: "and the one before that?".
_ONE_HELD = re.compile(
    r"\b(?:the )?one (?:just |right )?(?:(?P<before>before|prior to|earlier than)|after)(?P<earlier>) (?:that|it|this)(?: one)?\W*$",
    re.IGNORECASE,
)


def _next_held(match: re.Match[str], topic: Topic, held: Sequence[int]) -> str:
    """The year held next before or after those just given; the year before where none earlier is held."""
    before = bool(match["before"] or match["earlier"])
    rest = [year for year in held if topic.years and (year < topic.years[0] if before else year > topic.years[-1])]
    if not rest:
        return "the year before" if before else match[0]
    return f"in {max(rest) if before else min(rest)}"


# "In the first of those years", "in the last year of that".
_NTH_YEAR = re.compile(
    r"\b(?:in |for )?the (?P<nth>first|last|latest|earliest|second|third|final|most recent) (?:of (?:those|these|the) )years\b"
    r"|\b(?:in |for )?the (?P<end>first|last|final) year of (?:that|those|these|it|the (?:period|range|series))\b",
    re.IGNORECASE,
)
_NTH_OF_YEARS = {"latest": -1, "most recent": -1, "earliest": 0}


def with_nth_year(text: str, topic: Topic) -> str:
    """The text with the year that its words count out among those just shown: "the last of those years"."""
    return _NTH_YEAR.sub(lambda m: _nth_year(m, topic), text)


def _nth_year(match: re.Match[str], topic: Topic) -> str:
    """The year at the position said; the words as they were where fewer years were shown."""
    word = (match["nth"] or match["end"]).lower()
    n = _NTH_OF_YEARS.get(word, NTH.get(word, 0))
    return f"in {topic.years[n]}" if -len(topic.years) <= n < len(topic.years) else match[0]


# How much more there is now than in the year just given: "how much higher is it now?".
_MORE_NOW = re.compile(
    r"\bhow (?:much|many|far) (?:more|less|fewer|[a-z]+er|better|worse|further)\b(?: \w+)?? (?:is|are|was|were) (?:it|that|they|this|those|there)(?: \w+)? (?:now(?:adays)?|today|these days|at present)\b",
    re.IGNORECASE,
)
# Of the years just talked of, the one with the higher or the lower figure: "per head in the bigger year?".
_YEAR_BY_FIGURE = re.compile(
    rf"\b(?:in |for )?the (?:(?P<low>{LOW}|smaller|lower|worse|lesser|poorer)|{HIGH}|bigger|larger|higher|better|greater) (?:of the (?:two|three) years|year)\b",
    re.IGNORECASE,
)


def with_years_by_figure(text: str, topic: Topic) -> str:
    """The text with the year of the higher or lower figure just given, and with the year that "now" is held against."""
    if len(topic.years) == 1:
        text = _MORE_NOW.sub(f"how has it changed since {topic.years[0]}", text)
    return _YEAR_BY_FIGURE.sub(lambda m: _year_by_figure(m, topic), text)


def _year_by_figure(match: re.Match[str], topic: Topic) -> str:
    """The year with the higher or the lower figure of those just talked of, of one place and measure."""
    if len(topic.by_year) < 2:
        return match[0]
    year, _ = (min if match["low"] else max)(topic.by_year, key=lambda one: one[1])
    return f"in {year}"
