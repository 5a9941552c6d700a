"""The measure held beside the one just asked about: its share or rate, what it counts, another size, money or staff.

A follow-up often names no measure but only how the last one differs: "as a rate", "and under ten?", "spend rather than staff".
"""

import re
from collections.abc import Sequence

from assistant.held import first_year
from assistant.measures import Measures
from assistant.periods import YEAR, number_word
from assistant.schema import Query
from assistant.words import normal, stem, tokens
from ingest.names import measure_names

MONEY = frozenset("spend spending spent expenditure money investment outlay pounds cash".split())  # noqa: SIM905
STAFF = frozenset("staff jobs people employment workers employees workforce headcount posts ftes fte".split())  # noqa: SIM905
# A number asked for again as a share or a rate.
IN_PERCENT = re.compile(
    r"\b(?:in|as)(?: an?)? \s*(?:percentages?|percent|%|proportions?|shares?|rates?|relative)(?: terms| form)?\W*$"
)
SO_MANY = re.compile(
    r"\bhow many (?!(?:percentage )?points)(?:\w+ ){0,2}(?:is|was|are|were|does|did) (?:that|this|it)\b|\bin (?:actual |absolute )?(?:numbers|headcount|people)\W*$"
)
# What the whole of a sector's figure is called, by the first word of its measure's name; and what any whole is called.
_WHOLES = {
    "gva": r"gva|gross value added|value added|output",
    "employees": r"employees|employment|jobs|workers|workforce",
    "residents": r"employed residents|residents in work|employment|jobs|workers|workforce|people in work",
    "berd": r"business r&d|r&d",
}
_ANY_WHOLE = r"sectors|industries|economy|economies|total|whole|lot|everything"
_SHARE_OF = (
    r"\b(?P<share>share|percentage|per ?cent|proportion|fraction|part|slice|%) (?:of|in) "
    r"(?:(?:all|the|its|their|each|every|both|total|whole|entire|local|overall|combined|of) )*"
)
_N = r"(?P<{0}>\d{{1,4}}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)"
_UNDER = re.compile(rf"\b(?:under|below|fewer than|less than) {_N.format('n')}(?!\d)(?! ?%|[.,]\d)")
_BETWEEN = re.compile(rf"(?<![\d£€$.,]){_N.format('a')}(?: ?(?:to|-|–) ?| and ){_N.format('b')}(?!\d)(?! ?%|[.,]\d)")
_FROM = re.compile(
    rf"(?<![\d£€$.,]){_N.format('n')} ?(?:\+|plus\b|(?:or|and) (?:more|over|above|up(?:wards)?)\b)|\b(?:at least|over|more than) {_N.format('over')}(?!\d)(?! ?%|[.,]\d)"
)


def share_beside(concept: str, measures: Measures) -> str | None:
    """The share or the rate that is held of what a measure counts: the death rate of deaths; None if none is."""
    if f"{concept}_share" in measures.by_concept:
        return f"{concept}_share"
    own = {stem(word) for word in concept.split("_")}
    rates = (c for c in measures.by_concept if c.endswith("_rate"))
    return next((c for c in rates if {stem(word) for word in c.removesuffix("_rate").split("_")} == own), None)


_ENDED = frozenset("closed close closing died die folded failed fail shut ended ceased bust deaths closures".split())  # noqa: SIM905
_BEGUN = frozenset("opened open born begun started created founded formed births new".split())  # noqa: SIM905


def ended_or_begun(words: Sequence[str], concept: str, measures: Measures) -> str | None:
    """The deaths of enterprises beside their births, or the births beside their deaths: "and how many closed?"."""
    for begin, end, said in (("birth", "death", _ENDED), ("death", "birth", _BEGUN)):
        other = concept.replace(begin, end)
        if begin in concept and said & set(words) and other in measures.by_concept:
            return other
    return None


def addable(part: str, whole: str, measures: Measures) -> bool:
    """True for two measures in one unit that is no share, so that one can be part of the other."""
    units = {measures.by_concept[c][0].unit for c in (part, whole)}
    return part != whole and len(units) == 1 and "%" not in units


def some_of(whole: str, named: Sequence[str], others: Sequence[str], measures: Measures) -> str | None:
    """The measure, in the unit of another, whose name is made of words of that and of others, and of no more; None if none is."""
    made = measures.named_with(named, others)
    alone = (c for c in made if c not in measures.single | measures.sector_families)
    return next((c for c in alone if addable(c, whole, measures)), None)


# Some of those just counted: "just the postgraduates among them".
AMONG_THEM = re.compile(r"\b(?:among|amongst|of|out of|within) (?:them|those|these)\b")


# A share of all who work, of what was just counted among them: "what is that as a share of people in work?".
OF_WORKERS = re.compile(
    r"(?:\b(?:share|proportion|percentage|percent|fraction)|%) of (?:(?:all|the|its|their|local|total) )*(?:people|(?:employed |working )residents|residents|those|everyone|workers|workforce|employment|the employed|jobs)(?: (?:who (?:are|have)|that are|with|in|at) )?(?: ?(?:in )?(?:work|employment|employed|working|a job|jobs))?\W*$"
)
# A share of those who employ, whatever it is that they have: "what share of employers had a skill-shortage vacancy?".
OF_EMPLOYERS = re.compile(
    r"(?:\b(?:share|proportion|percentage|percent|fraction)|%) of (?:(?!at\b|in\b|by\b|of\b|vacanc|jobs\b|staff\b|posts\b)[\w'’&-]+ ){0,4}?(?:employers|establishments|firms|businesses|companies|workplaces|organisations)\b"
    r"|\b(?:employers|firms|businesses|companies)\b[^?]{0,40}\b(?:most|least|more|less) likely\b"
)


def of_employers(concept: str, measures: Measures) -> str | None:
    """The share of employers beside a measure of vacancies or gaps: of skill-shortage vacancies; None if none is held."""
    found = [c for c in measures.by_concept if c.endswith("_establishments")]
    stems = {stem(word) for word in concept.split("_")}
    named = (c for c in found if concept.startswith(c.removesuffix("_establishments")))
    return next(named, next((c for c in found if stem(c.removesuffix("_establishments")) in stems), None))


def counted_beside(share: str, measures: Measures) -> str | None:
    """The measure that counts what a share or a rate is of: "how many people is that?"; None if none is held."""
    if not share.endswith(("_share", "_rate")):
        return None
    return next((c for c in measures.by_concept if c != share and share_beside(c, measures) == share), None)


def without_whole(text: str, concept: str, names: Sequence[str]) -> str:
    """A follow-up without the whole that the share of a sector is asked of: "as a share of the total economy" is "as a share".

    `names` are those of the place talked of, whose whole it may be called by: "of Cornwall's economy".
    """
    for name in names:
        text = re.sub(rf"\b(?:the )?{re.escape(name)}['’]s?(?= )", "its", text, flags=re.IGNORECASE)
    called = "|".join(filter(None, (_WHOLES.get(concept.split("_")[0]), _ANY_WHOLE)))
    whole = rf"{_SHARE_OF}(?:{called})\b(?: (?:there|here|combined|together|put together|as a whole))?"
    return re.sub(whole, r"\g<share>", text, flags=re.IGNORECASE)


def whole_of_sector(concept: str, measures: Measures) -> str | None:
    """The measure of all sectors together, in the unit of one of a sector: GVA of GVA by industry; None if none is held."""
    whole = concept.split("_")[0]
    if concept not in measures.sector_families or whole not in measures.by_concept:
        return None
    alike = measures.by_concept[whole][0].unit == measures.by_concept[concept][0].unit != "%"
    return whole if alike else None


def of_another_size(low: str, previous: Query, measures: Measures) -> str | None:
    """The measure of another size band of what was just counted: "and under ten?" after firms with 10 to 49; None if none.

    The bands are read from the names of the measures of the same source and unit, of which the last must be a band or the whole.
    """
    wanted = _band(low)
    if wanted is None or (len(previous.concepts) != 1 and previous.operation != "share_of_measure"):
        return None
    last = measures.by_concept[previous.concepts[0]][0]
    bands = {
        concept: {_band(name) for i in members for name in measure_names(i)} - {None}
        for concept, members in measures.by_concept.items()
        if (members[0].source, members[0].unit) == (last.source, last.unit)
    }
    wholes = {measures.broader(concept) for concept, held in bands.items() if held}
    if not bands[last.concept] and last.concept not in wholes:
        return None
    return next((c for c, held in bands.items() if wanted in held and c != last.concept), None)


def without_size(text: str) -> str:
    """The text without the size band it names, whose words ask for no comparison: "how many have fewer than ten?"."""
    return _FROM.sub(" ", _UNDER.sub(" ", _BETWEEN.sub(" ", text)))


def _band(text: str) -> tuple[int, int | None] | None:
    """The size band a text names, as its first and last number (None for no end): "10 to 49" is (10, 49)."""
    low = re.sub(rf"\b{YEAR}\b", " ", normal(text))
    if between := _BETWEEN.search(low):
        first, last = (number_word(between[name]) for name in ("a", "b"))
        return (first, last) if first is not None and last is not None and first < last else None
    if under := _UNDER.search(low):
        most = number_word(under["n"])
        return (0, most - 1) if most else None
    if over := _FROM.search(low):
        least = number_word(over["n"] or over["over"])
        return (least, None) if least is not None else None
    return None


def worked_out_share(
    concepts: Sequence[str], breakdowns: Sequence[str], year: int, measures: Measures
) -> tuple[str, str] | None:
    """The part and the whole from which the share of a sector is worked out for a year that only these are held for."""
    counts = counted_beside(concepts[0], measures) if len(concepts) == 1 else None
    whole = whole_of_sector(counts, measures) if counts else None
    if counts is None or whole is None:
        return None
    of_sector = [[i for i in measures.by_concept[c] if i.breakdown in breakdowns] for c in (concepts[0], counts)]
    shares, parts, wholes = (
        {first_year(p) for i in members for p in i.periods} for members in (*of_sector, measures.by_concept[whole])
    )
    return (counts, whole) if year not in shares and year in parts & wholes else None


def money_or_staff(words: Sequence[str], unexplained: Sequence[str], concept: str, measures: Measures) -> str | None:
    """What is spent on that whose staff was just asked about, or its staff: "and the spend?"; None if neither is asked for."""
    staffed = concept.removesuffix("_employment")
    said = set(words)
    if not set(unexplained) <= MONEY | STAFF or "per" in said:
        return None
    if said & MONEY and not said & STAFF:
        other = staffed if staffed != concept else ""
    else:
        other = f"{concept}_employment" if said & STAFF and not said & MONEY else ""
    return other if other in measures.by_concept else None


def part_of_last(contrasted: Sequence[str], measures: Measures) -> tuple[str, str] | None:
    """The part and the whole of the two measures just asked of one place, where the one counts all of what the other does."""
    if len(contrasted) != 2 or not addable(contrasted[0], contrasted[1], measures):
        return None
    said = [set(tokens(concept.replace("_", " "))) for concept in contrasted]
    if said[0] <= said[1]:
        return contrasted[1], contrasted[0]
    return (contrasted[0], contrasted[1]) if said[1] <= said[0] else None
