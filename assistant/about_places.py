"""Questions that the place model answers: which LEP a place is in, and what it borders; and where a quotation stands."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import wording as w
from assistant.cues import SUPERLATIVE
from assistant.lies_in import RELATIONS, lies_in
from assistant.read_question import NEIGHBOURS
from assistant.schema import Answer, Citation, Hit, Query, Turn
from assistant.standalone import ADDED
from assistant.topic import PLACE_MODEL
from ingest.gazetteer import Gazetteer

WHICH_LEP = re.compile(
    r"\b(?:which|what|whose|name (?:of )?the) (?:leps?|local enterprise partnerships?)\b|\b(?:leps?|local enterprise partnerships?)\b.{0,40}\b(?:in|cover\w*|belong\w*|part of|count\w*|does|do|is|are)\b"
    r"|(?:'s|s') (?:lep|local enterprise partnership)\b"
)
# Papers and bodies that have LEPs of their own: "which LEP led the East of England audit?".
_OF_PAPERS = re.compile(r"\b(?:audits?|strateg(?:y|ies)|deals?|consortium|alliance|partners?|led|leads?|lead by)\b")
# What is asked of the document that the last answer quotes, rather than of what it says.
OF_THE_SOURCE = re.compile(
    r"^\W*(?:and |so )?(?:when (?:was|were) (?:it|that|this|they|those)(?: (?:report|document|briefing))? (?:published|written|issued|released|from)|how old is (?:it|that|this)|what(?:'s| is) the (?:date|source)"
    r"|who (?:wrote|published|produced|issued|says) (?:it|that|this|so)|who (?:is|was) (?:it|that|this) (?:written|published) by|(?:which|what) (?:page|report|document)(?: (?:is|was) (?:it|that|this))?(?: (?:from|on|in))?|where (?:is|was|did) (?:that|this|it|you get that)(?: come)?(?: from)?)\W*$"
)


def pages_again(query: Query, history: Sequence[Turn], hits: Sequence[Hit]) -> Answer | None:
    """The pages that the last answer quotes, with title, publisher and date; None when they are not asked about."""
    low = query.question.lower().replace("’", "'")
    if not history or not OF_THE_SOURCE.search(low) or history[-1].answer.figures:
        return None
    last = history[-1].answer
    pages = [c for c in last.citations if c.page is not None]
    if not pages:
        return None
    said, kept = [], []
    for n, c in enumerate(pages, 1):
        when = f", published {c.published}" if c.published else ""
        said.append(
            f"{'The passage quoted is' if n == 1 else 'Also quoted:'} from “{c.title}”{when}, p. {c.page} [{n}]."
        )
        kept.append(replace(c, marker=n))
    places = last.query.places
    return Answer(replace(query, places=places), " ".join(said), "answered", 0.9, citations=tuple(kept), hits=hits)


def about_places(
    query: Query,
    history: Sequence[Turn],
    hits: Sequence[Hit],
    gazetteer: Gazetteer,
    names_measure: Callable[[str], bool],
) -> Answer | None:
    """Which LEP a place is in, or what it borders, from the place model; None for any other question.

    `names_measure` is true of a question that names one itself; one carried over from the turn before is not asked about.
    "Which LEPs does it cover?" after an answer from the reports is asked of what they speak of, not of a place.
    """
    if query.follows and history and any(c.page is not None for c in history[-1].answer.citations):
        return None
    if not (query.mentions or query.groups) or query.operation in ("sectors", "similar", "strength"):
        return None
    low = query.question.lower()
    of_itself = not query.concepts or any(m.text.lower() in low for m in query.mentions)
    told = lies_in(query, gazetteer) if of_itself and len(query.unexplained) <= 1 else []
    # "The strongest in steel", and "which LEP there is highest?" of the measure talked of
    ordered = query.operation == "rank" and query.concepts and (query.breakdowns or SUPERLATIVE.search(low))
    if told and not ordered and not names_measure(query.beside_places):
        return _told(
            [f"{one.sentence} [1]." for one in told], [one.relation for one in told], query, hits, told[0].file
        )
    if query.concepts or "profile" in query.cues.names:
        return None
    low = f"{query.question} {ADDED.sub('', query.text)}".lower()  # "and York?" asks what was asked of another place
    wants_lep = bool(WHICH_LEP.search(low)) and len(query.unexplained) <= 2 and not _OF_PAPERS.search(low)
    wants_border = ("neighbours" in query.relations or NEIGHBOURS.search(low)) and len(query.unexplained) <= 1
    if not (wants_lep or wants_border):
        return None
    sentences, quotes = [], []
    for mention in query.mentions:
        for place in mention.candidates if mention.ambiguous else mention.candidates[:1]:
            leps = gazetteer.leps(place)
            if wants_border:
                near = [w.place_label(p) for p in gazetteer.neighbours(place)]
                if near:
                    sentences.append(f"{w.upper_first(w.place_label(place))} borders {w.joined(near)} [1].")
                    quotes.append(f"{place.name} | borders | {'; '.join(near)}")
            elif leps and place.place_type != "LEP":
                names = w.joined([w.place_label(p) for p in leps])
                both = "both " if len(leps) == 2 else ""
                sentences.append(f"{place.name} is in {both}{names} [1].")
                quotes.append(f"{place.name} | part of | {'; '.join(p.name for p in leps)}")
    return _told(sentences, quotes, query, hits) if sentences else None


def _told(
    sentences: Sequence[str], quotes: Sequence[str], query: Query, hits: Sequence[Hit], file: str = RELATIONS
) -> Answer:
    """Sentences from the place model, with the relations they tell; a measure carried over was not asked about."""
    query = replace(query, concepts=(), breakdowns=(), operation=None, about_figures=False)
    citation = Citation(
        1, PLACE_MODEL, file, "the place model, relations between areas" if file == RELATIONS else "the place model, named groups of places", "\n".join(dict.fromkeys(quotes)),
        title="Places of the United Kingdom and how they lie", publisher="Built from ONS lookups and boundaries (Open Government Licence)",
    )  # fmt: skip
    return Answer(
        query,
        " ".join(dict.fromkeys(sentences)),
        "answered",
        0.9,
        citations=(citation,),
        hits=hits,
        warnings=query.notes,
    )
