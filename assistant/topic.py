"""What a conversation is about so far: what a follow-up may take over or point back to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.cues import HIGH, LOW, OF_MANY
from assistant.held import first_year
from assistant.read_question import WIDE
from assistant.schema import Answer, Query, Turn
from assistant.words import content_stems, tokens
from ingest.gazetteer import Gazetteer
from ingest.schema import Mention, Place

PLACE_MODEL = "places"  # the document id of a citation of the place model
NO_AREA = ("country", "campus", "audit area")
_SENTENCES = re.compile(r"\s*(?:\[\d+\]\s*)+|\n")
RANKINGS = (*OF_MANY, "similar")
_SWITCH = re.compile(
    r"^\W*(?:(?:and |but |now )?(?:on (?:another|a different|a separate|an unrelated) (?:matter|note|subject|topic)|(?:on to )?(?:a |one |my |the )?(?:completely |quite |totally )?(?:new|different|separate|unrelated|another|next) (?:question|topic|subject|matter|thing|query|issue|point|request)(?: (?:now|please|altogether|entirely))?"
    r"|(?:changing|to change|change of|switch(?:ing)?|turn(?:ing)? to|moving to) (?:the |a |an )?(?:(?:new|different|other|another|separate) )?(?:subject|topic|matter|tack)s?|(?:a )?(?:separate|different|new|unrelated) one(?=\s*[-–—:,.])|(?:leaving|putting|setting) (?:that|this|it|all that) aside|something (?:else|different)(?: (?:now|entirely|altogether))?|moving on|switching(?=\s*[-–—:,.])|forget (?:that|it|all that)|never mind(?: that)?|unrelated(?:ly)?|separately))\b[\s,.:;–-]*",
    re.IGNORECASE,
)

# A place together with those around it: "Worcestershire and each of its neighbouring LEPs".
_AND_NEIGHBOURS = re.compile(
    r"(?<=\w )(?:and|with|plus) (?:each of |all (?:of )?)?(?:its|their|the) (?:\w+ ){0,2}?neighbou?r", re.IGNORECASE
)
WHICH = re.compile(r"\b(?:which|who|whose)\b", re.IGNORECASE)
# Of which of several the figure changed most.
WHICH_MOVED_MOST = re.compile(rf"\b(?:which|who|whose)\b.*\b(?:{HIGH}|{LOW})\b")
# What says that the place before was not the one meant: "sorry, I meant Kent", "not Essex, Kent".
PUTS_RIGHT = re.compile(
    r"\bmeant\b|\bi mean\b|\bshould have (?:said|put|typed|asked)\b|\bmy (?:mistake|bad)\b|\bcorrection\b|\bwrong (?:one|place|area|lep|region|county|city|town)\b"
    r"|^\W*(?:no|sorry|oops|whoops|apologies)\b(?!.*\b(?:and|also|add|another|more|too|as well)\b)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not(?! (?:counting|including|just|only|even))|rather than|instead of) (?:the )?(?P<what>.+)$", re.IGNORECASE
)

# A place spoken of before, in a question on a new subject.
THE_SAME_PLACE = re.compile(
    r"\b(?P<of>(?:of|in|for|at|from) )(?:the|that|this|the same) (?:same )?(?:place|area|lep|region|one)\b|(?P<bare>(?:the )?same (?:place|area|lep|region))\b|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:out |over |down |up )?there\b(?! (?:is|are|was|were|any|been))",
    re.IGNORECASE,
)

# What turns back to an earlier question: "going back to the Solent students: 2018?", "jobs again, but Kent".
# The very first question of the conversation, and the last one asked again since its answer is doubted.
_FIRST_AGAIN = re.compile(
    r"^\W*(?:(?:and|so|sorry|remind me|what was|what's|what is|go back to) )*(?:what (?:was|is|were) )?(?:the |my )?(?:very )?first (?:figure|number|answer|question|thing|one|result)\b(?: \w+){0,4}? (?:again|gave|said|told|asked)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"^\W*(?:(?:and|but|so|hmm+|hm|oh|wait|hang on|sorry)\W+)*(?:are you (?:really |quite |absolutely )?(?:sure|certain)|(?:can|could) you (?:double[- ]?)?check|(?:please )?double[- ]?check|is that (?:definitely |really )?(?:right|correct|so)|that (?:can't|cannot|doesn't (?:seem|look|sound)) (?:be )?right)\b",
    re.IGNORECASE,
)
_RETURN = (
    re.compile(
        r"^.{0,40}?\bback (?:to|on(?:to)?) (?P<what>[^:,;?]+?)(?:[:,;?]| [–-])\s*(?P<rest>\S.*)$", re.IGNORECASE
    ),
    re.compile(
        r"^\W*(?:(?:and|now|then|so|ok|right|but)\b\W*)*(?P<what>[^:,;?]+?) (?:again|once more)\b[\s,;:–-]*(?:(?:but|only|just|now|this time|and|for|in|of|with)\s+)*(?P<rest>\S.*)$",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What has been talked of, as far as a follow-up may take it over or point back to it.

    `query` and `answer` are the last that were about something held; `places` are its settled places; `shown` those whose
    figures the answer gave, in its order; `recent` the last two talked of, in the order they came up; `other` the choice
    that was not taken when an earlier answer asked which of two was meant; `years` those of the answer's figures; `measures`
    the last two asked for, in the order they came up; `listed` the places last ranked, or named side by side, and `sectors` those of the
    last answer that put a place's sectors in order; `talked` all the places since a question that started
    afresh, in the order they came up, and `talked_years` the single years; `rankings` the places of each ranking, the latest first, and whether it began with the
    lowest; `contrasted` the measures of the last two questions, where they asked of one place and time but not of one measure;
    `quoted` the places named in each sentence of an answer from the reports that names several; `by_year` the years and figures
    given of the last place and measure; `told` the places that an answer from the place model named beside the one asked about; `known` all the places
    of the conversation; `asked_for` its measures, in the order they came up; `with_own` is
    True where a place was asked about together with its neighbours.
    """

    query: Query
    answer: Answer
    places: tuple[Mention, ...]
    shown: tuple[Mention, ...]
    recent: tuple[Mention, ...]
    other: Mention | None
    years: tuple[int, ...]
    measures: tuple[str, ...]
    listed: tuple[Mention, ...]
    sectors: tuple[str, ...]
    talked: tuple[Mention, ...] = ()
    rankings: tuple[tuple[bool, tuple[Mention, ...]], ...] = ()
    contrasted: tuple[str, ...] = ()
    talked_years: tuple[int, ...] = ()
    quoted: tuple[tuple[Mention, ...], ...] = ()
    by_year: tuple[tuple[int, float], ...] = ()
    told: tuple[Mention, ...] = ()
    known: tuple[Mention, ...] = ()
    asked_for: tuple[str, ...] = ()
    with_own: bool = False

    @property
    def ranked(self) -> bool:
        """True when the last answer put places in order, of which none was named in the question."""
        return self.query.operation in RANKINGS and not self.places

    @property
    def ranked_within(self) -> bool:
        """True when the last answer put the areas within one place in order: "which LEPs in Wessex have most jobs?"."""
        query = self.query
        one = len(self.places) == 1 and self.places[0].candidates[0].place_type in WIDE
        return one and query.operation in RANKINGS and query.place_type is not None

    @property
    def focus(self) -> tuple[Mention, ...]:
        """The places that "it", "its" and "there" mean: those named, else the first that was shown."""
        return self.places or self.shown[:1]

    @property
    def winner(self) -> tuple[Mention, ...]:
        """The place that came first where the last question asked which of several did; () where it did not."""
        asks = "rank" in self.query.cues.names
        if self.query.operation == "change":
            asks = bool(WHICH_MOVED_MOST.search(self.query.question.lower())) and len(self.places) > 1
        return self.shown[:1] if self.query.operation in ("compare", "change") and asks else ()

    @property
    def moved_so(self) -> set[str]:
        """The names of the places that moved the way asked about in "which of them went up?"; () for any other question."""
        rising = self.query.cues.rising
        if self.query.operation != "change" or rising is None or self.winner or not WHICH.search(self.query.question):
            return set()
        moves = [d for d in self.answer.derivations if d.operation == "change" and d.value]
        return {self.answer.figures[d.inputs[0]].observation.place_name for d in moves if (d.value > 0) == rising}

    @property
    def that_one(self) -> tuple[Mention, ...]:
        """The place that "that one" means: the one other place an answer brought in ("its neighbour"), else the focus."""
        codes = {c.code for m in self.places for c in m.candidates}
        brought = [m for m in self.shown if m.candidates[0].code not in codes]
        if self.query.relations and len(brought) == 1:
            return tuple(brought)
        return self.focus if len(self.focus) == 1 else self.focus[-1:]

    @property
    def pool(self) -> tuple[Mention, ...]:
        """The places among which "the second one" counts, and which "those" means."""
        if self.listed_neighbours:
            return self.places
        if len(self.told) > 1:
            return self.told
        if len(self.brought) > 1:
            return self.brought
        within = self.query.operation in RANKINGS and len(self.places) == 1  # the LEPs of a region
        together = self.query.relations and (len(self.shown) == 2 or self.with_own)
        if (self.ranked or within or together) and len(self.shown) > 1:
            return self.shown
        codes = {m.candidates[0].code for m in self.listed}
        parts = [m for m in self.places if m.candidates[0].place_type != "country"]
        if len(parts) == 1 and parts[0].candidates[0].code in codes:
            return self.listed
        return self.places if len(self.places) > 1 else self.recent or self.shown

    @property
    def listed_neighbours(self) -> bool:
        """True when the last answer named a place's neighbours, without figures: those are what "those" means."""
        return "neighbours" in self.query.relations and not self.answer.figures and len(self.places) == 1

    @property
    def brought(self) -> tuple[Mention, ...]:
        """The neighbours whose figures the last answer gave, where these were asked for by themselves."""
        if "neighbours" not in self.query.relations or self.query.operation is not None or self.with_own:
            return ()
        codes = {c.code for m in self.places for c in m.candidates}
        return tuple(m for m in self.shown if m.candidates[0].code not in codes)

    @property
    def of_reports(self) -> bool:
        """True when reports answered, not figures."""
        return not self.answer.figures and any(c.page is not None for c in self.answer.citations)


def topic_of(history: Sequence[Turn], gazetteer: Gazetteer) -> Topic | None:
    """What the turns so far are about; None when none of them was about anything held."""
    history = standing(history)
    turn = next((t for t in reversed(history) if _about_something(t)), None)
    turn = turn or next((t for t in reversed(history) if _named_a_subject(t)), None)
    if turn is None:
        return None
    figures = turn.answer.figures
    rankings = [t.answer for t in reversed(history) if t.answer.query.operation in RANKINGS]
    listing = next((found for t in reversed(history) if (found := _listed(t.answer, gazetteer))), ())
    return Topic(
        turn.answer.query,
        turn.answer,
        tuple(m for m in turn.answer.query.mentions if not m.ambiguous),
        _shown(turn.answer, gazetteer),
        recent_mentions(history),
        _choice_not_taken(history),
        tuple(sorted({y for f in figures if (y := first_year(f.observation.period))})),
        _recent_measures(history),
        listing,
        tuple(f.label.split(": ", 1)[-1] for f in figures) if turn.answer.query.operation == "sectors" else (),
        _talked_of(history),
        tuple((a.query.cues.lowest, _shown(a, gazetteer)) for a in rankings),
        _contrasted(history),
        tuple(sorted({y for t in thread(history) for y in t.answer.query.asked.years})),
        _quoted(turn.answer, gazetteer),
        _by_year(history, turn.answer),
        _told(turn.answer, gazetteer),
        _named_in(history),
        tuple(dict.fromkeys(c for t in history for c in t.answer.query.concepts[:1])),
        any(_AND_NEIGHBOURS.search(t.question) for t in thread(history)),
    )


def as_shown(mention: Mention, answer: Answer) -> Mention:
    """A place as the area of its name whose figures were given: Lincolnshire as the NUTS2 area, where the LEP had none."""
    given = {f.observation.place_code for f in answer.figures} if answer.status == "answered" else set()
    shown = [place for place in mention.candidates if place.code in given]
    rest = [place for place in mention.candidates if place.code not in given]
    return replace(mention, candidates=(*shown, *rest)) if shown else mention


def standing(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns without those whose one place the next turn put right ("sorry, meant Kent not Essex" after Essex), and
    without those that asked for the source of what was just given."""
    wrong = {n for n, (turn, after) in enumerate(pairwise(history)) if _puts_right(turn.answer.query, after)}
    right = [turn for n, turn in enumerate(history) if n not in wrong]
    return tuple(turn for n, turn in enumerate(right) if not (n and _only_sources(turn, right[n - 1])))


def _only_sources(turn: Turn, before: Turn) -> bool:
    """True when a turn asked where figures come from that the turn before had given."""
    given = {f.observation for f in before.answer.figures}
    told = [f.observation for f in turn.answer.figures]
    return "source" in turn.answer.query.cues.names and bool(told) and set(told) <= given


def _puts_right(query: Query, after: Turn) -> bool:
    """True when the turn after a question says that another place than its one place was meant."""
    now = after.answer.query
    taken_back = _NOT.search(after.question)
    named = taken_back and any(m.text.lower() in taken_back["what"].lower() for m in query.mentions)
    if not (named or PUTS_RIGHT.search(after.question)) or not now.follows or now.concepts != query.concepts:
        return False
    places = [m.candidates[0].code for q in (query, now) for m in q.mentions]
    return query.operation == now.operation and len(places) == len(set(places)) == 2 and len(now.mentions) == 1


def _quoted(answer: Answer, gazetteer: Gazetteer) -> tuple[tuple[Mention, ...], ...]:
    """The places, smaller than a nation, that each sentence of an answer without figures names, where it names several."""
    if answer.figures:
        return ()
    found = []
    for sentence in _SENTENCES.split(answer.text):
        areas = (m for m in gazetteer.mentions(sentence, mend=False) if m.candidates[0].place_type not in NO_AREA)
        found.append(each_once(areas))
    return tuple(places for places in found if len(places) > 1)


def _told(answer: Answer, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places that an answer from the place model names: the LEPs of a region, the region of a LEP; () for any other."""
    if answer.figures:
        return ()
    lines = (line for c in answer.citations if c.document_id == PLACE_MODEL for line in c.quote.splitlines())
    found = []
    for name in dict.fromkeys(name for line in lines for name in line.split(" | ")[-1].split("; ")):
        for place in gazetteer.mentions(name, mend=False)[:1]:
            found.append(replace(place, start=0, end=0, ambiguous=False))
    return tuple(found)


def _listed(answer: Answer, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places that a question set side by side, those of a ranking or several named at once; () for any other."""
    query = answer.query
    if query.operation in RANKINGS:
        return _shown(answer, gazetteer)
    return query.mentions if query.operation == "compare" and not query.follows and len(query.mentions) > 1 else ()


def thread(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns since the last question that took nothing over, that one included."""
    start = next((n for n in range(len(history) - 1, -1, -1) if not history[n].answer.query.follows), 0)
    return tuple(history[start:])


def _talked_of(history: Sequence[Turn]) -> tuple[Mention, ...]:
    """The places of the last thread of questions, each once, in the order they came up."""
    return _named_in(thread(history))


def _named_in(turns: Sequence[Turn]) -> tuple[Mention, ...]:
    """The settled places of some turns, each once, in the order they came up."""
    return each_once(m for t in turns for m in t.answer.query.mentions if not m.ambiguous)


def each_once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions, each place once: where it was first named, as it was named last."""
    return tuple({m.candidates[0].code: m for m in mentions}.values())


def _by_year(history: Sequence[Turn], last: Answer) -> tuple[tuple[int, float], ...]:
    """The years and figures that the last thread of questions gave of one place and measure, those last given."""
    if not last.figures:
        return ()
    first = last.figures[0].observation
    given = [f.observation for t in thread(history) for f in t.answer.figures]
    same = [o for o in given if (o.place_code, o.indicator_id) == (first.place_code, first.indicator_id)]
    return tuple({first_year(o.period): o.value for o in same if o.value is not None and first_year(o.period)}.items())


def _contrasted(history: Sequence[Turn]) -> tuple[str, ...]:
    """The measures of the last two questions, of one place and one time, or of a last one that set two against each other."""
    last = history[-1].answer.query
    if last.operation in ("difference", "ratio") and len(last.concepts) == 2 and len(last.mentions) == 1:
        return last.concepts
    pair = [t.answer.query for t in history[-2:]]
    alike = len({(tuple(m.candidates[0].code for m in q.mentions), q.asked) for q in pair}) == 1
    measures = tuple(dict.fromkeys(c for q in pair for c in q.concepts[:1]))
    return measures if alike and len(measures) == 2 and len(pair[0].mentions) == 1 else ()


def _shown(answer: Answer, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The places whose figures an answer gave, in its order, without the one that others were held against."""
    codes = dict.fromkeys(f.observation.place_code for f in answer.figures)
    for mention in answer.query.against:
        for place in mention.candidates:
            codes.pop(place.code, None)
    return tuple(mention_of(gazetteer.place(code)) for code in codes)


def mention_of(place: Place) -> Mention:
    """A place as if it had been named by its own name."""
    return Mention(place.name, 0, 0, (place,))


def _about_something(turn: Turn) -> bool:
    """True for a turn that carries on: one that asked nothing sensible does not, nor one that lost what it followed."""
    query, answer = turn.answer.query, turn.answer
    if answer.status == "not_found" and not answer.citations:
        return bool(query.concepts) or (bool(query.mentions) and not query.follows)
    return bool(query.concepts) or (answer.status not in ("blocked", "error") and bool(query.mentions or answer.hits))


def _named_a_subject(turn: Turn) -> bool:
    """True for a question by itself that named something, though nothing held answered it."""
    query = turn.answer.query
    nothing = turn.answer.status == "not_found" and not turn.answer.citations
    return nothing and bool(query.unexplained) and not query.follows


def recent_mentions(history: Sequence[Turn]) -> tuple[Mention, ...]:
    """The last two places talked of, in the order in which they came up; those of one turn when it named several."""
    found: dict[str, Mention] = {}
    for turn in reversed(history):
        named = [m for m in turn.answer.query.mentions if not m.ambiguous]
        if len(named) > 1 and not found:
            return tuple(named)
        for mention in reversed(named):
            found.setdefault(mention.candidates[0].code, mention)
        if len(found) >= 2:
            break
    return tuple(reversed(list(found.values())[:2]))


def _recent_measures(history: Sequence[Turn]) -> tuple[str, ...]:
    """The last two measures asked for, in the order they came up."""
    found = dict.fromkeys(c for turn in reversed(history) for c in turn.answer.query.concepts[:1])
    return tuple(reversed(list(found)[:2]))


def _choice_not_taken(history: Sequence[Turn]) -> Mention | None:
    """The place left when one of two offered was chosen."""
    offered = next((t.answer.query.ambiguous[0] for t in reversed(history) if t.answer.query.ambiguous), None)
    if offered is None or len(offered.candidates) != 2:
        return None
    used = {m.candidates[0].code for t in history for m in t.answer.query.mentions if not m.ambiguous}
    left = [p for p in offered.candidates if p.code not in used]
    return mention_of(left[0]) if len(left) == 1 else None


def chosen(question: str, history: Sequence[Turn]) -> tuple[Query, Place] | None:
    """The place picked when the last answer asked which of several was meant: "Liverpool" after "LCR"."""
    if not history or history[-1].answer.status != "ambiguous" or len(tokens(question)) > 8:
        return None
    query = history[-1].answer.query
    said = set(tokens(question))
    for mention in query.ambiguous:
        names = {p.code: set(tokens(p.name)) | {p.place_type.lower()} for p in mention.candidates}
        common = set.intersection(*names.values())
        fits = [p for p in mention.candidates if (names[p.code] - common) & said]
        if len(fits) == 1:
            return query, fits[0]
    return None


def returned(question: str, history: Sequence[Turn]) -> tuple[str, Sequence[Turn]]:
    """What is asked of an earlier question that is turned back to, and the turns up to that one; else all as it was."""
    for found in filter(None, (pattern.match(question) for pattern in _RETURN)):
        wanted = set(content_stems(found["what"]))
        fits = [n for n, t in enumerate(history) if wanted and _about_something(t) and wanted <= _stems_of(t)]
        if fits:  # the question itself rather than one for what lies around
            plain = [n for n in fits if not history[n].answer.query.relations] or fits
            return found["rest"], history[: plain[-1] + 1]
    return question, history


def asked_again(question: str, history: Sequence[Turn]) -> tuple[str, Sequence[Turn]] | None:
    """The question that is to be answered once more, and the turns before it: the first, or the last where it is doubted."""
    if history and _FIRST_AGAIN.match(question):
        return history[0].question, ()
    doubted = _DOUBTED.match(question) and not re.search(r"\bsince\b|\bin (?:19|20)\d\d\b", question)
    if history and doubted and history[-1].answer.figures:
        return history[-1].question, history[:-1]
    return None


def _stems_of(turn: Turn) -> set[str]:
    """The stems of the words of a question, as typed and as understood, and of the labels of its figures."""
    answer = turn.answer
    labels = " ".join(f.label for f in answer.figures[:1])
    places = " ".join(m.candidates[0].name for m in answer.query.mentions)
    acronyms = {part for c in answer.query.concepts[:1] for part in c.split("_")}
    return acronyms | set(content_stems(f"{turn.question} {labels} {places}"))


def about_the_last_place(fresh: str, history: Sequence[Turn], gazetteer: Gazetteer) -> tuple[str, tuple[Mention, ...]]:
    """A question on a new subject with the place last spoken of where it says "the place" and names none; and that place."""
    said = THE_SAME_PLACE.search(fresh)
    topic = topic_of(history, gazetteer) if said else None
    named = next((t.answer.query.mentions for t in reversed(history) if t.answer.query.mentions), ())
    where = (topic.winner or topic.focus or tuple(m for m in named if not m.ambiguous)) if topic else ()
    if said is None or len(where) != 1 or gazetteer.mentions(fresh) or gazetteer.groups_in(fresh):
        return fresh, ()
    return f"{fresh[: said.start()]}{said['of'] or 'in '}{where[0].text}{fresh[said.end() :]}", where


def switched(question: str) -> str | None:
    """The question without the words that turn to another subject ("On another matter: …"); None if it has none."""
    found = _SWITCH.match(question)
    rest = question[found.end() :] if found else ""
    return rest if rest.strip() else None
