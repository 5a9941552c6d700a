"""What a question asks was done ("Who runs …", "When did … start"), and the words by which a report may say the same.

A report says that a scheme "was delivered by" or "was announced": a question about who runs it or when it started has no
word in common with that, and shares its other words with every sentence about the scheme.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Act:
    """Verbs by which one thing is said to be done, and nouns that tell of it."""

    verbs: frozenset[str]
    nouns: frozenset[str]


def _act(verbs: str, nouns: str = "") -> Act:
    return Act(frozenset(verbs.split()), frozenset(nouns.split()))


ACTS = (
    _act(
        "fund funds funded pay pays paid finance finances financed back backs backed support supports supported sponsor "
        "sponsors sponsored invest invests invested",
        "funding funds finance payment payments budget grant grants money investment sponsor",
    ),
    _act(
        "run runs ran running deliver delivers delivered delivering manage manages managed managing lead leads led leading "
        "head heads headed direct directs directed operate operates operated oversee oversees oversaw overseen host hosts "
        "hosted administer administers administered chair chairs chaired",
        "leader leadership head director manager operator host chair chairman chairwoman delivery management",
    ),
    _act(
        "start starts started begin begins began begun launch launches launched announce announces announced establish "
        "establishes established found founds founded set-up sets-up create creates created form forms formed open opens "
        "opened introduce introduces introduced come-into came-into",
        "start beginning launch announcement creation formation opening inception introduction",
    ),
    _act(
        "close closes closed closing end ends ended ending finish finishes finished wind-up winds-up wound-up cease ceases "
        "ceased shut shuts stop stops stopped abolish abolished dissolve dissolved expire expires expired run-out ran-out",
        "closure closing end abolition farewell",
    ),
    _act(
        "publish publishes published release releases released issue issues issued appear appears appeared come-out comes-out "
        "came-out",
        "publication release",
    ),
    _act(
        "write writes wrote written compile compiles compiled draft drafts drafted prepare prepares prepared produce produces "
        "produced",
        "author authors writer writers",
    ),
    _act(
        "choose chooses chose chosen select selects selected pick picks picked appoint appoints appointed",
        "choice selection appointment",
    ),
    _act(
        "recommend recommends recommended propose proposes proposed suggest suggests suggested call-for calls-for called-for",
        "recommendation proposal suggestion",
    ),
)  # fmt: skip
_TWO_WORDS = re.compile(
    r"\b(sets?|comes?|came|calls?|called)\s+(up|into|out|for)\b|\b(winds?|wound|runs?|ran)(?:\s+it)?\s+(up|out)\b", re.I
)
_ASKED = re.compile(
    r"\b(?P<asker>who|(?:when|where|why|how)(?=\s+(?:is|are|was|were|did|does|do|will|has|have|had)\b))\b(?P<rest>[^?.;]*)",
    re.I,
)
_AT_ONCE = 3  # words after "who", among which its verb stands
_BEFORE_NOUNS = frozenset("the a an its their his her this that these those of our my to for in on and or".split())  # noqa: SIM905


@lru_cache(maxsize=1000)
def asked(question: str) -> Act | None:
    """What a question for who, when, where, why or how asks was done; None for other questions and other verbs."""
    found = _ASKED.search(question)
    if found is None:
        return None
    words = _words(found["rest"])
    if found["asker"].lower() == "who":
        words = words[:_AT_ONCE]
    verbs = [
        word.lower()
        for before, word in zip(("", *words), words, strict=False)
        if before.lower() not in _BEFORE_NOUNS and not word[0].isupper()
    ]
    told = [act for verb in verbs for act in ACTS if verb in act.verbs]
    return told[-1] if told else None


def says(text: str, act: Act) -> bool:
    """Whether a text says, by a verb, that it was done."""
    return bool(act.verbs & {word.lower() for word in _words(text)})


def tells(text: str, act: Act) -> bool:
    """Whether a text speaks of it at all, by a verb or a noun."""
    return bool((act.verbs | act.nouns) & {word.lower() for word in _words(text)})


def _words(text: str) -> list[str]:
    """The words of a text, "set up" and the like as one."""
    joined = _TWO_WORDS.sub(lambda m: "-".join(part for part in m.groups() if part), text)
    return re.findall(r"[A-Za-z][\w’'-]*", joined)
