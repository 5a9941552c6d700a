"""The sector that a follow-up points back to, put in by name: "that industry", "the second one" after a list of sectors."""

import re

from assistant.follow_ups.positions import BARE, NTH_ONE, position
from assistant.topic import Topic
from assistant.words import tokens

# The sector just put first: "how much GVA does that industry make?", "how much does it bring in?".
_THAT_SECTOR = re.compile(r"\b(?:that|this|the same) (?:sector|industry|product group)\b", re.IGNORECASE)
ONE_SECTOR = re.compile(r"\b(?:sector|industry|product group)\b", re.IGNORECASE)
_IT_YIELDS = re.compile(
    r"(?P<lead>\bhow (?:much|many)\b[^?]{2,40}\b(?:does|did|is|was) |\b(?:share|percentage|proportion|part|%)\b[^?]{2,60}\b(?:is|was|does|did) )(?P<it>it|that)\b",
    re.IGNORECASE,
)


def with_sectors(text: str, question: str, topic: Topic) -> str:
    """The text with the sectors it points to; `question` is the text as typed, by which its length is judged."""
    if sector := topic.sectors[0] if topic.sectors else next(iter(topic.query.breakdowns), None):
        text = _THAT_SECTOR.sub(sector, text)
        if topic.sectors and ONE_SECTOR.search(topic.query.question):
            text = _IT_YIELDS.sub(lambda m: f"{m['lead']}{sector}", text)
    if topic.sectors and len(tokens(question)) > BARE:
        text = NTH_ONE.sub(lambda m: _nth_sector(m, topic), text)
    return text


def _nth_sector(match: re.Match[str], topic: Topic) -> str:
    """The sector at the position said; the words as they were where the list is shorter."""
    n = position(match)
    return topic.sectors[n] if -len(topic.sectors) <= n < len(topic.sectors) else match[0]
