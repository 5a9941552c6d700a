"""What is said before any figure is looked up: what must be asked back, what is declined, and the last answer once more."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import wording as w
from assistant.figures.choose import name_of, pick
from assistant.figures.draft import Draft, Findings
from assistant.held import Held, chosen_periods, first_year
from assistant.lookup import look_up
from assistant.periods import Asked
from assistant.qualifiers import SIDES
from assistant.schema import Answer, Outcome, Query, Turn
from assistant.sentences import words_of
from assistant.topic import each_once, thread
from assistant.words import FILLER, tokens
from ingest.names import measure_names
from ingest.schema import Indicator, Observation, Place

Rows = tuple[tuple[Observation, Indicator], ...]

EXAMPLES = (
    "What was New Anglia's GVA in 2017?",
    "Which LEP has the highest GVA per hour?",
    "Which sectors is Cumbria strongest in?",
)
HELP = (
    "Ask about a place and a measure, such as “What was New Anglia’s GVA in 2017?”, or about a report, such as "
    "“What is Mapping England’s Innovation Activity for?”."
)
# Something that is to be written, of which figures and quotations are no part: "can you write me a cover letter?".
WRITES = re.compile(
    r"^\W*(?:(?:please|can|could|would|will|you|help|me|to|now|and)\W+)*(?:write|draft|compose|pen)\b(?: (?!\w*(?:figures?|data)\b)\w+){0,3}? "
    r"(?:(?:cover(?:ing)? )?letters?|e-?mails?|poems?|songs?|stor(?:y|ies)|jokes?|speech(?:es)?|essays?|cvs?|tweets?|limericks?|haikus?)\b",
    re.IGNORECASE,
)
PICTURES = ("sectors", "profile", "similar", "strength")
# A number asked for, of those of whom a share is held: "how many residents have a degree?".
COUNTED = re.compile(
    r"\b(?:how many|number of)\b(?! (?:(?:%|per ?cent(?:age)?s?|percentage|points?|times|years?|places)\b|%))|\bhow many percentage",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:share|percentage|per ?cent|proportion|fraction) of\b|\bwhat (?:share|proportion|percentage|fraction)\b|%",
    re.IGNORECASE,
)
PERSONS = ("people", "full-time employees", "jobs")  # units in which each person or job counts as one
RELATIVE = (
    "%",
    "percentage point",
    "UK=",
    "LQ",
    "index",
    "score",
    "ratio",
    "times",
)  # units in which a share may be told
# A question that points back to what has not been said.
ALONE = re.compile(
    r"^\W*(?:what|how much|how many|how|where|when|which) (?:was|were|is|are|did|does|about) (?:it|that|they|those|them|this)\b",
    re.IGNORECASE,
)
IN_ROWS = re.compile(
    r"\b(?:put|show|give|list|turn|lay|set|have|want|get|see|make)\b.{0,40}\b(?:in|as|into|out as) (?:a |an )?(?:table|list|rows|bullets?|bullet points?|grid)\b"
    r"|\btabulate\b|^\W*(?:and )?(?:as|in) a (?:table|list)\b|\bmake (?:a|that a|it a|me a) table\b"
    r"|,\s*(?:as|in) an? (?:table|list|grid)\W*$|^\W*(?:and |now |then )?(?:a )?table(?: of (?:it|that|those|them|these))?,? please\b"
)
MOST_ROWS = 40
TOLD = 4  # words of a "why", from which it tells what is to be explained
COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks?(?: you)?(?: very much| so much| a lot)?|many thanks|cheers|ta|great|perfect|lovely|brilliant|super|good|got it|hello|hi|hey|good (?:morning|afternoon|evening)|bye|goodbye|that(?:'s| is) (?:all|great|helpful|it)|very helpful)\W*)+$",
    re.IGNORECASE,
)


def settled(query: Query, history: Sequence[Turn], held: Held) -> Findings | None:
    """What must be asked back, what is declined, or the last figures again; None where figures or reports must answer."""
    names = query.cues.names
    if "injection" in names:
        return Findings("not_found", (f"That is not a question about what is held. {HELP}",))
    if COURTESY.match(query.question.replace("’", "'")):
        return Findings("not_found", (f"There is no question in that to answer. {HELP}",))
    if WRITES.match(query.question):
        return Findings("not_found", (f"Nothing is written here: figures are looked up and reports quoted. {HELP}",))
    if IN_ROWS.search(query.question.lower()) and history and query.follows and (rows := in_rows(query, history, held)):
        return rows
    if "source" in names and history and not (query.concepts and query.mentions and not query.follows):
        if again := source_of(query, history[-1].answer, held):
            return again
    if query.informal and not query.mentions and not query.groups:
        return informal(query)
    figure_words = about_figures(query)
    if query.ambiguous and (figure_words or len(query.unexplained) <= 1):
        return which_place(query)
    if query.foreign and (figure_words or query.concepts):
        return abroad(query, held)
    if "advice" in names:
        said = "That asks for a judgement, which the figures and reports do not make; they can be asked for evidence on it."
        return Findings("not_found", (said,), suggestions=place_questions(query, held))
    if "definition" in names and not query.asked.given and not query.mentions:
        return None
    nothing_named = not (history or query.concepts or query.mentions or query.unexplained)
    year_alone = query.asked.given and not (query.cues.names or query.place_type or query.groups or query.foreign)
    if nothing_named and (year_alone or ALONE.search(query.text)):
        return Findings("ambiguous", ("Which place and which measure?",), suggestions=EXAMPLES)
    tells_its_subject = "why" in names and len(words_of(query.text)) >= TOLD  # which the reports may explain
    if not (query.concepts or query.mentions or query.unexplained or tells_its_subject) and query.operation in (
        "change", "compare", "trend", "difference", "ratio", "place_rank", "sum", "mean"
    ):  # fmt: skip
        return Findings("ambiguous", ("Which measure, and for which place?",), suggestions=EXAMPLES)
    if query.choices and not query.concepts:
        return which_measure(query, held)
    if query.concepts and not (query.mentions or query.groups) and (unknown := unknown_area(query, held)):
        return unknown
    if "place" in query.missing:
        return ask_back_place(query, held)
    if query.about_figures and (of_which := which_sector(query, held)):
        return of_which
    if query.mentions and not query.concepts and _of_a_place_alone(query):
        return ask_back_measure(query, held)
    return None


def about_figures(query: Query) -> bool:
    """True when the words point to the tables."""
    picture = query.operation in PICTURES and not query.narrowed and len(query.unexplained) <= 1
    return query.about_figures or picture


def as_nearest(query: Query, findings: Findings) -> Findings:
    """The findings as the nearest thing held, where the question's words make its place or measure another or ask for a share."""
    if findings.figures and (part := _of_a_part(query) or _of_no_lep(query)):
        near = _of_measure(query, findings)
        return replace(near, status="nearest", sentences=(part, *near.sentences))
    return _of_measure(query, findings)


def _of_a_part(query: Query) -> str:
    """That nothing is held for the part of a place that is asked about by itself; "" where no part is."""
    parts = [(m.part, w.place_label(m.candidates[0])) for m in query.mentions if m.part]
    if not parts:
        return ""
    named, wholes = (w.joined(list(dict.fromkeys(side))) for side in zip(*parts, strict=True))
    return f"Nothing is held for {named} by {'themselves' if len(parts) > 1 else 'itself'}; what follows is of the whole of {wholes}."


def _of_no_lep(query: Query) -> str:
    """That there is no LEP where one is asked about by the name of a place: LEPs are areas of England; "" where there is."""
    outside = [m for m in query.mentions if query.of_lep and not _in_england(m.candidates[0])]
    if not outside or any(place.place_type == "LEP" for m in outside for place in m.candidates):
        return ""
    return f"There is no LEP in {w.joined([m.text for m in outside])}: LEPs are areas of England."


def _in_england(place: Place) -> bool:
    """Whether an area's code is not of Scotland, Wales or Northern Ireland."""
    return not re.match(r"[SWN]\d{8}|(?:TL|UK)[LMN]", place.code)


_PERCENT = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)


def _of_measure(query: Query, findings: Findings) -> Findings:
    """The findings as the nearest thing held, where the question's words make its measure another or ask for a share."""
    if findings.status != "answered" or not findings.figures:
        sides = [word for word in query.narrowed if word in SIDES]
        if sides and findings.figures:  # "in the East" is no region's name
            said = f"Which places “the {w.upper_first(sides[0])}” holds is not told, so all that are held are given."
            return replace(findings, sentences=(said, *findings.sentences))
        return findings
    indicators = [indicator for _, indicator in findings.figures]
    name = w.lower_first(w.measure_name(indicators[0]))
    narrowed = query.narrowed
    if len({indicator.concept for indicator in indicators}) > 1:  # a word may be of the name of the second measure
        known = {word for i in indicators for name in measure_names(i) for word in tokens(name)}
        narrowed = tuple(word for word in narrowed if word not in known)
    if query.untold:
        said = f"Which places “{query.untold}” are cannot be told, so all that are held are given."
    elif narrowed:
        words = w.either([f"“{word}”" for word in narrowed])
        said = f"No figure held speaks of {words}; the nearest measure held is {name}."
    elif asks_share(query) and not _has_share(findings, indicators):
        said = f"No share is held or can be worked out here; the nearest measure held is {name}."
    elif counted_otherwise := _counted_otherwise(query, indicators):
        said = counted_otherwise
    elif (
        query.operation is None
        and COUNTED.search(query.text)
        and not _PERCENT.search(query.question)
        and all(i.unit == "%" for i in indicators)
    ):
        said = f"No number of them is held; the nearest measure held is {name}."
    else:
        return findings
    return replace(findings, status="nearest", sentences=(said, *findings.sentences))


# How people are counted: each as one, or by the hours they work.
_NOT_FTE = re.compile(
    r"\b(?:not|rather than|instead of|excluding) (?:in |as |the )?(?:ftes?|full[- ]time equivalents?)\b"
)
_BY_HEADS = re.compile(r"\bhead ?counts?\b|\bby heads?\b|\bheads\b(?! of)|\bactual people\b")
_IN_FTE = re.compile(r"\b(?:ftes?|full[- ]time equivalents?)\b")


def _counted_otherwise(query: Query, indicators: Sequence[Indicator]) -> str:
    """That people are counted in another way than asked: in full-time equivalents, or by heads; "" where they are not."""
    low = query.text.lower()
    in_fte = [bool(_IN_FTE.search(i.unit.lower())) for i in indicators]
    by_heads = _NOT_FTE.search(low) or (_BY_HEADS.search(low) and not _IN_FTE.search(low))
    if by_heads and all(in_fte):
        return "No count of heads is held; the figures are full-time equivalents."
    if _IN_FTE.search(low) and not by_heads and not any(in_fte) and all(i.unit in PERSONS for i in indicators):
        return "No full-time equivalents are held; the figures are counts of people."
    return ""


def asks_share(query: Query) -> bool:
    """Whether a share is asked for in so many words."""
    return bool(SHARE.search(query.text))


def _has_share(findings: Findings, indicators: Sequence[Indicator]) -> bool:
    units = [*(i.unit for i in indicators), *(d.unit for d in findings.derivations)]
    return any(unit.startswith(RELATIVE) or "per" in unit.split() for unit in units)


# What may be done with figures, which the reports say: "can I add all the LEPs up?".
_MAY_ONE = re.compile(r"\b(?:can|may|should|could|must) (?:i|we|one) (?!have\b|get\b|see\b)", re.IGNORECASE)


def _of_a_place_alone(query: Query) -> bool:
    """True when nothing is asked but a place: "tell me about Cumbria", "give me the figures for Lancashire"."""
    if query.unexplained or query.follows or query.operation or query.relations or query.breakdowns:
        return False
    if _MAY_ONE.search(query.question):
        return False
    figures = re.search(r"\b(?:figures?|data|numbers?|stats|statistics)\b", query.question.lower())
    return "about" in query.cues.names or bool(figures)


# The first figure of the last answer, not all of them: "where does that number come from?".
_ONE_FIGURE = re.compile(
    r"\b(?:that|this|the|which) (?:first |top )?(?:number|figure|value|one|rate|percentage)\b", re.IGNORECASE
)


_THAT_ALONE = re.compile(r"\b(?:that|this|it)(?:'s)?\b(?! (?:list|order|ranking|table))", re.IGNORECASE)


def source_of(query: Query, last: Answer, held: Held) -> Findings | None:
    """The last answer's figures again, with where they come from; None when it rests on none."""
    figures = _with_indicators([f.observation for f in last.figures], held)
    if not figures:
        return None
    first_of_order = last.query.operation == "rank" and len(figures) == 2 and not last.query.cues.limit
    if _ONE_FIGURE.search(query.text) or (first_of_order and _THAT_ALONE.search(query.text)):
        figures = figures[:1]
    sentences = []
    for n, (observation, indicator) in enumerate(figures[:5]):
        document = held.index.document(indicator.document_id)
        sentences.append(
            f"{w.value_sentence(observation, indicator, '').removesuffix(' .')}: the source is {indicator.source}, held in the table “{document.title}”, row {observation.cell.row}, column {observation.cell.column} ⟦{n}⟧."
        )
    return Findings("answered", tuple(sentences), figures[:5], places=last.query.places)


def in_rows(query: Query, history: Sequence[Turn], held: Held) -> Findings | None:
    """The figures talked of as rows of place, measure, year and value; None when there are none.

    They are those of the last answer and of the turns before it that it followed; with a place or year that is new, those
    of all the places and measures of these turns.
    """
    turns = thread(history)
    said = _rows_anew(query, turns, held)
    left_out = {place.code for place in turns[-1].answer.query.without} if turns else set()
    every = (f.observation for turn in turns for f in turn.answer.figures)
    observations = dict.fromkeys(o for o in every if o.place_code not in left_out)
    rows = said[0] if said else _with_indicators(tuple(observations), held)
    if not rows:
        return None
    lines = [
        f"- {w.upper_first(w.of(o))} | {w.measure_name(i)} | {w.period_name(o.period, i)} | {w.value_text(o, i)} ⟦{n}⟧"
        for n, (o, i) in enumerate(rows[:MOST_ROWS])
    ]
    missing = said[1] if said else ()
    stood_in = said is None and any(turn.answer.status in ("nearest", "not_found") for turn in turns)
    status: Outcome = "partly" if missing else "nearest" if stood_in else "answered"
    return Findings(status, ("Place | measure | year | value:", *lines, *missing), rows[:MOST_ROWS])


def _rows_anew(query: Query, turns: Sequence[Turn], held: Held) -> tuple[Rows, tuple[str, ...]] | None:
    """The rows of all the places and measures talked of, over the years asked for, and what is not held of them.

    None where the question adds no place and no year to what was given.
    """
    given = [f.observation for turn in turns for f in turn.answer.figures]
    named = [m for turn in turns for m in turn.answer.query.mentions] + list(query.mentions)
    mentions = each_once(m for m in named if not m.ambiguous)
    known = {m.candidates[0].code for turn in turns for m in turn.answer.query.mentions}
    years = {first_year(o.period) for o in given}
    more_years = {y for y in (*query.asked.years, query.asked.first, query.asked.last) if y} - years
    concepts = dict.fromkeys(c for turn in turns for c in turn.answer.query.concepts[:1])
    if not mentions or not concepts or ({m.candidates[0].code for m in mentions} <= known and not more_years):
        return None
    asked = query.asked if query.asked.given else Asked(years=tuple(sorted(years)))
    draft = Draft(replace(query, asked=asked, breakdowns=turns[-1].answer.query.breakdowns), held)
    rows, missing = [], []
    for concept in concepts:
        for mention, s in zip(mentions, pick(draft, mentions, concept), strict=True):
            periods = chosen_periods(s.periods, asked)[0] if s else ()
            found = [(o, s.indicator) for p in periods if s and (o := s.at(p)) is not None]
            rows += found
            if not found:
                name = name_of(draft, concept)
                place = w.place_label(mention.candidates[0])
                missing.append(f"{w.upper_first(name)} {w.be(name)} not held for {place}.")
    return (tuple(rows), tuple(missing)) if rows else None


def _with_indicators(observations: Sequence[Observation], held: Held) -> Rows:
    by_id = {i.indicator_id: i for i in held.measures.indicators}
    known = [(o, by_id.get(o.indicator_id)) for o in observations]
    return tuple((o, i) for o, i in known if i is not None)


def informal(query: Query) -> Findings:
    """Says that an informal group of places is not held as such, and which areas it is usually taken to be."""
    name, areas = query.informal[0]
    said = f"“{w.upper_first(name)}” is not an area that figures are held for: it has no official boundary."
    if areas:
        said += f" It is usually taken to mean {areas}; ask for those by name."
    return Findings("not_found", (said,))


def which_measure(query: Query, held: Held) -> Findings:
    """Asks which of a few measures was meant, where none bears the name used."""
    names = [w.measure_name(held.measures.by_concept[c][0]) for c in query.choices]
    place = w.place_label(query.mentions[0].candidates[0])
    lead = "Do you mean" if len(names) == 1 else "Which measure do you mean:"
    return Findings(
        "ambiguous",
        (f"{lead} {w.either(names)}?",),
        suggestions=tuple(f"What {w.be(name, 'was', 'were')} {w.lower_first(name)} in {place}?" for name in names),
        places=query.places,
    )


def which_place(query: Query) -> Findings:
    """Asks which of several places was meant, with the choices."""
    mention = query.ambiguous[0]
    choices = [w.place_label(p) for p in mention.candidates[:6]]
    if len(choices) < 2:
        said = f"Which {mention.text} do you mean?"
    elif query.of_lep:
        said = f"{mention.text} lies in {w.joined(choices)}. Which do you mean?"
    else:
        said = f"“{mention.text}” could mean {w.joined(choices[:-1])} or {choices[-1]}. Which do you mean?"
    return Findings(
        "ambiguous",
        (said,),
        suggestions=tuple(query.question.replace(mention.text, p.name) for p in mention.candidates[:6]),
        places=mention.candidates,
    )


def which_sector(query: Query, held: Held) -> Findings | None:
    """Asks of which sector a measure is meant that is held by sector alone, or says that it is not held for the one named.

    None where a sector that it is held for is named, or where a place's sectors are to be told.
    """
    families = held.measures.sector_families
    if not query.concepts or not set(query.concepts) <= families or query.operation in PICTURES:
        return None
    sectors = list(
        dict.fromkeys(i.breakdown for c in query.concepts for i in held.measures.by_concept[c] if i.breakdown)
    )
    if set(query.breakdowns) & set(sectors):
        return None
    name = held.measures.by_concept[query.concepts[0]][0].name
    some = w.joined([w.lower_first(sector) for sector in sectors[:3]])
    if query.breakdowns:
        said = f"{w.upper_first(name)} is not held for {w.lower_first(query.breakdowns[0])}; it is held for {len(sectors)} others, such as {some}."
        return Findings("not_found", (said,), places=query.places)
    said = f"Of which sector? {w.upper_first(name)} is held for {len(sectors)}, such as {some}."
    asked = query.question.rstrip("?. ")
    return Findings(
        "ambiguous",
        (said,),
        places=query.places,
        suggestions=tuple(f"{asked} in {w.lower_first(s)}?" for s in sectors[:3]),
    )


# A LEP or authority by a name that no place has: "broadband in the Greater Wessex LEP".
_NAMED_LEP = re.compile(
    r"(?<!^)(?<![.?!] )\b(?P<name>[A-Z][\w'’&-]+(?: (?:(?:and|of|the|&) )?[A-Z][\w'’&-]+){0,4}) (?P<kind>LEP|Local Enterprise Partnership|Combined Authority)\b"
)


def unknown_area(query: Query, held: Held) -> Findings | None:
    """Says that a LEP or combined authority which is named is not one of those held; None where none is named."""
    named = _NAMED_LEP.search(query.question)
    if named is None or query.question.isupper() or tokens(named["name"])[0] in FILLER:
        return None
    kind = "combined authority" if named["kind"].startswith("Combined") else "LEP"
    n = sum(place.place_type == kind for place in held.index.gazetteer.places)
    return Findings(
        "not_found", (f"No {kind} called {named['name']} is among the {n} held, nor a place of that name.",)
    )


def ask_back_place(query: Query, held: Held) -> Findings:
    """Asks for the place, saying for which kinds of area the measure is held."""
    indicators = held.measures.by_concept[query.concepts[0]]
    kinds = sorted({k for i in indicators for k in i.place_types})
    name = w.measure_name(indicators[0]) if not indicators[0].breakdown else indicators[0].name
    found = held.observations(held.indicators(query.concepts[0])[:1])
    places = list(dict.fromkeys(o.place_name for o in found))[:3]
    return Findings(
        "ambiguous",
        (f"For which place? {w.upper_first(name)} is held for {w.joined([w.plural(k) for k in kinds])}.",),
        suggestions=tuple(f"{query.question.rstrip('?. ')} in {place}?" for place in places),
    )


def ask_back_measure(query: Query, held: Held) -> Findings:
    """Asks what is wanted of a place, with what is held for it."""
    return Findings(
        "ambiguous",
        (f"What would you like to know about {w.place_label(query.mentions[0].candidates[0])}?",),
        suggestions=place_questions(query, held),
        places=query.places,
    )


def place_questions(query: Query, held: Held) -> tuple[str, ...]:
    """Questions about the query's place that are known to be answerable."""
    if not query.mentions:
        return ()
    mention = query.mentions[0]
    out = []
    for concept in ("gva", "gva_per_hour", "nvq4", "berd", "research_income"):
        indicators = held.indicators(concept) if concept in held.measures.by_concept else []
        if indicators and held.options(mention, indicators):
            name = w.measure_name(indicators[0])
            verb = "were" if w.is_plural(name) else "was"
            out.append(f"What {verb} {name} in {mention.candidates[0].name}?")
    if "lq_sector" in held.measures.by_concept and held.options(mention, held.measures.by_concept["lq_sector"]):
        out.append(f"Which sectors is {mention.candidates[0].name} strongest in?")
    return tuple(out[:4])


def abroad(query: Query, held: Held) -> Findings:
    """Says that places abroad are not held, and gives the held ones' figures."""
    said = f"{w.joined(list(query.foreign))} is not held: the tables cover the United Kingdom only."
    if not query.mentions:
        return Findings("not_found", (said,))
    found = look_up(replace(query, foreign=(), operation=None), held)
    if found is None or not found.figures:
        return Findings("not_found", (said,))
    return replace(found, status="nearest", sentences=(said, *found.sentences))
