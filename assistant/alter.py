"""The question asked again with another place, measure or year: what each can be changed to, and the new question in words.

Only what is held is offered, and a new question is given only when it is read as it is meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant import wording as w
from assistant.held import Held, plain_name
from assistant.periods import YEAR
from assistant.resolve import resolve
from assistant.schema import Answer, Query
from ingest.schema import Indicator, Mention, Place

YEARS = re.compile(rf"(?<![\d£€,.]){YEAR}(?!\d|[-/]\d)")
OF_ALL = ("profile", "similar")  # kinds of question that take in every measure, each with its own years


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the question as understood. `at` counts places, or years in the text; `choices` are what can be chosen.

    A choice is its key (a place code, an indicator id or a year) and its label; `chosen` is the key of what was taken.
    """

    kind: Literal["place", "measure", "year"]
    at: int
    shown: str
    chosen: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


def parts(answer: Answer, held: Held) -> tuple[Part, ...]:
    """The parts of an answered question, in the order place, measure, years; () for one that names none."""
    query = answer.query
    if answer.status in ("ambiguous", "blocked", "error"):
        return ()
    indicator = _indicator(answer, held)
    out = [_place(answer, n, mention, indicator, held) for n, mention in enumerate(query.mentions)]
    if indicator is not None and query.operation not in OF_ALL:
        out.append(_measure(answer, indicator, held))
        out += _years(answer, indicator, held)
    return tuple(out)


def _indicator(answer: Answer, held: Held) -> Indicator | None:
    """The measure of the answer's first figure."""
    if not answer.figures:
        return None
    first = answer.figures[0].observation.indicator_id
    return next((i for i in held.measures.indicators if i.indicator_id == first), None)


def _place(answer: Answer, n: int, mention: Mention, indicator: Indicator | None, held: Held) -> Part:
    """The place of one mention: the one the figures are of, where they are of it or of what it lies in."""
    first = mention.candidates[0]
    place = _figures_place(answer, mention, held) or first
    shown = w.place_label(place)
    if plain_name(place.name) != plain_name(first.name):
        shown = f"{first.name}, in {shown}" if answer.status != "nearest" else w.place_label(first)
    choices: dict[str, str] = {}
    if indicator is not None and answer.query.operation not in OF_ALL:
        for o in held.observations([indicator]):
            if o.place_type == place.place_type and o.value is not None and o.place_code not in choices:
                if other := _known(o.place_code, held):
                    choices[o.place_code] = w.place_label(other)
    return Part("place", n, shown, place.code, tuple(sorted(choices.items(), key=lambda c: c[1])))


def _figures_place(answer: Answer, mention: Mention, held: Held) -> Place | None:
    """The area of the mention's name that the figures are of; the only area they are of where one place is named."""
    codes = dict.fromkeys(f.observation.place_code for f in answer.figures)
    areas = [place for code in codes if (place := _known(code, held))]
    names = {plain_name(c.name) for c in mention.candidates}
    own = [place for place in areas if plain_name(place.name) in names]
    if not own and len(answer.query.mentions) == 1 and len(areas) == 1:
        own = areas
    return own[0] if own else None


def _known(code: str, held: Held) -> Place | None:
    """The place of a code; None when the index no longer knows it, as with an answer kept from an earlier one."""
    try:
        return held.index.gazetteer.place(code)
    except KeyError:
        return None


def _measure(answer: Answer, indicator: Indicator, held: Held) -> Part:
    """The measure; what it can be changed to are the other measures held for the place, or the kind of area."""
    if answer.query.operation == "sectors":
        several = len({f.observation.indicator_id for f in answer.figures}) > 1
        name = (indicator.family or indicator.name) if several else w.measure_name(indicator)
        return Part("measure", 0, w.upper_first(name))
    choices: dict[str, str] = {}
    if _composed(answer.query, [m.text for m in answer.query.mentions], indicator, ()) is not None:
        here = answer.figures[0].observation
        ids = {o.indicator_id for o in held.index.observations_at(here.place_code) if o.value is not None}
        for i in held.measures.indicators:
            if i.indicator_id in ids and i.breakdown is None and i.concept not in held.measures.single:
                choices.setdefault(i.concept, w.upper_first(w.measure_name(i)))
    labels: dict[str, str] = {label: concept for concept, label in reversed(choices.items())}
    ordered = sorted(((concept, label) for label, concept in labels.items()), key=lambda c: c[1].lower())
    return Part("measure", 0, w.upper_first(w.measure_name(indicator)), indicator.concept, tuple(ordered))


def _years(answer: Answer, indicator: Indicator, held: Held) -> list[Part]:
    """A part for each year the question names; one for the year that was taken where it names none."""
    place = answer.figures[0].observation.place_code
    periods = sorted({o.period for o in held.observations([indicator], [place]) if o.value is not None})
    choices = tuple((p, w.period_name(p, indicator)) for p in periods if re.fullmatch(r"\d{4}", p))
    named = _named_years(answer.query)
    if len(named) > 2 or not choices:
        named = []
    if named:
        return [Part("year", n, year, year, _in_order(choices, named, n)) for n, year in enumerate(named)]
    taken = sorted({f.observation.period for f in answer.figures})
    shown = w.period_name(taken[0], indicator) + (
        f" to {w.period_name(taken[-1], indicator)}" if len(taken) > 1 else ""
    )
    one = len(taken) == 1
    return [Part("year", 0, shown, taken[0] if one else None, choices if one else ())]


def _in_order(choices: Sequence[tuple[str, str]], named: Sequence[str], n: int) -> tuple[tuple[str, str], ...]:
    """The years that leave the first of two before the second."""
    if len(named) != 2:
        return tuple(choices)
    return tuple(c for c in choices if (c[0] < named[1] if n == 0 else c[0] > named[0]))


def _named_years(query: Query) -> list[str]:
    """The years the question asks for, as they stand in it or were taken over from the turn before."""
    asked = query.asked
    if query.follows:
        return [str(y) for y in (*asked.years, asked.first, asked.last) if y]
    wanted = {*asked.years, asked.first, asked.last}
    return [y for y in YEARS.findall(query.question) if int(y) in wanted]


# ---- the new question -----------------------------------------------------------------------------------------------


def altered(query: Query, part: Part, key: str, held: Held) -> str | None:
    """The question with one part changed to the choice of that key; None when no wording of it is read as meant."""
    for text in _wordings(query, part, key, held):
        read = resolve(text, (), held.index.gazetteer, held.measures)
        if _as_meant(read, query, part, key):
            return text
    return None


def _wordings(query: Query, part: Part, key: str, held: Held) -> list[str]:
    """Ways to say it: the asker's own words with the part changed, then a sentence made from what was understood."""
    out: list[str] = []
    names = [m.text for m in query.mentions]
    years = _named_years(query)
    indicator = _of_concept(query, held)
    if part.kind == "place":
        place = held.index.gazetteer.place(key)
        mention = query.mentions[part.at]
        for name in dict.fromkeys((w.place_label(place), place.name)):
            if not query.follows and query.question[mention.start : mention.end] == mention.text:
                out.append(query.question[: mention.start] + name + query.question[mention.end :])
            changed = [*names[: part.at], name, *names[part.at + 1 :]]
            out += _some(_composed(query, changed, indicator, years))
    elif part.kind == "year":
        if not query.follows:
            out += _with_year(query.question, years, part.at, key)
        out += _some(_composed(query, names, indicator, [*years[: part.at], key, *years[part.at + 1 :]]))
    else:
        chosen = next((i for i in held.indicators(key)), None)
        out += _some(_composed(query, names, chosen, years))
    return out


def _some(text: str | None) -> list[str]:
    return [text] if text else []


def _of_concept(query: Query, held: Held) -> Indicator | None:
    """An indicator of the measure and sector asked about."""
    if not query.concepts:
        return None
    found = held.indicators(query.concepts[0], query.breakdowns[0] if query.breakdowns else None)
    return found[0] if found else None


def _with_year(question: str, years: Sequence[str], at: int, year: str) -> list[str]:
    """The asker's words with one year put in the place of another, or put at the end where none stands."""
    if not years:
        return [f"{question.rstrip(' ?.')} in {year}?"]
    spots = [m for m in YEARS.finditer(question) if m[0] in years]
    if at >= len(spots):
        return []
    return [question[: spots[at].start()] + year + question[spots[at].end() :]]


def _composed(query: Query, names: Sequence[str], indicator: Indicator | None, years: Sequence[str]) -> str | None:
    """A plain question of the kind that was asked; None for kinds that have no plain form."""
    where = w.joined(names)
    when = f" from {years[0]} to {years[1]}" if len(years) == 2 else f" in {years[0]}" if years else ""
    since = f" since {years[0]}" if len(years) == 1 else when
    if query.operation == "sectors":
        return f"Which sectors is {where} strongest in{when}?" if names else None
    if indicator is None:
        return None
    measure = w.lower_first(w.measure_name(indicator))
    has = w.be(measure, "has", "have")
    if query.operation in (None, "value", "latest") and names and len(years) < 2:
        return f"What {w.be(measure, 'was', 'were')} {measure} in {where}{when}?"
    if query.operation == "trend" and names and len(years) == 2:
        return f"What {w.be(measure, 'was', 'were')} {measure} in {where}{when}?"
    if query.operation in ("change", "trend") and names:
        return f"How {has} {measure} changed in {where}{since}?"
    if query.operation == "place_rank" and names:
        return f"Where does {where} rank for {measure}{when}?"
    if query.operation == "compare" and len(names) > 1:
        return f"How does {names[0]} compare with {w.joined(names[1:])} for {measure}{when}?"
    if query.operation == "rank" and not names and query.place_type:
        limit = f"{query.cues.limit} " if query.cues.limit else ""
        extreme = "lowest" if query.cues.lowest else "highest"
        return f"Which {limit}{w.plural(query.place_type)} had the {extreme} {measure}{when}?"
    return None


def _as_meant(read: Query, asked: Query, part: Part, key: str) -> bool:
    """Whether a new question is read as the old one with that part changed and nothing else."""
    same = (
        read.operation == asked.operation
        and read.relations == asked.relations
        and read.groups == asked.groups
        and (read.cues.limit, read.cues.lowest) == (asked.cues.limit, asked.cues.lowest)
        and read.about_figures == asked.about_figures
        and len(read.mentions) == len(asked.mentions)
        and not read.ambiguous
    )
    if not same:
        return False
    for n, (mine, theirs) in enumerate(zip(read.mentions, asked.mentions, strict=True)):
        wanted = key if part.kind == "place" and n == part.at else theirs.candidates[0].code
        if wanted not in {c.code for c in mine.candidates}:
            return False
    if part.kind == "measure":
        if key not in read.concepts[:1] or read.breakdowns:
            return False
    elif read.concepts[:1] != asked.concepts[:1] or read.breakdowns != asked.breakdowns:
        return False
    if part.kind == "year":
        return int(key) in (*read.asked.years, read.asked.first, read.asked.last)
    return _when(read) == _when(asked)


def _when(query: Query) -> tuple[object, ...]:
    return query.asked.years, query.asked.first, query.asked.last, query.asked.spoken
