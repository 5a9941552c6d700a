"""Turns tables into figures: one place, one measure, one period, one value with its unit, and the cell it was read from.

A table that the catalogue describes is read exactly as described. Any other is read by its heads and rows: where places,
periods and units stand. What cannot be read for certain is listed with its reason; nothing is guessed and no gap is zero.

`Observation.period` is ISO 8601: "2017", "2014/2016" for a span of years, "2017/2018" for an academic or financial year,
"2018-07/2018-09" for a quarter, "2019-03-31" for a day. Tables of the corpus that have a column of periods keep them as
printed ("2014-16", "March 2019"), so that they agree with their sources; `Cell.column` always has the period as printed.
"""

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ingest.catalog import Definition, TableMeta, slug
from ingest.schema import Cell, Document, Indicator, Observation, Place, Polarity, Status, Table

SUPPRESSED = {"[c]", "c", "(c)", "*", "**", "***", "suppressed", "disclosive", "withheld", "confidential", "[s]"}
MISSING = {
    "", "..", "...", "…", ":", "-", "–", "—", "−", "--", "n/a", "na", "n.a.", "nan", "null", "none", "x", "[x]", "z", "[z]",
    "u", "[u]", "#n/a", "~", "[low]", ".", "not available", "not applicable", "missing", "?", "!", "[!]", "#", "-.",
}  # fmt: skip
MARKS: dict[str, Status] = {"p": "provisional", "e": "estimated", "r": "published", "b": "published"}
MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"((?:19|20)\d\d)"
PLACE_CODE = re.compile(r"[A-Z]\d{8}|UK[A-N][A-Z0-9]{0,3}|TL[A-N][A-Z0-9]{0,3}")
SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SCALE_WORDS = {"k": "thousand", "000": "thousand", "000s": "thousand", "thousand": "thousand", "thousands": "thousand",
               "m": "million", "mn": "million", "mil": "million", "million": "million", "millions": "million",
               "bn": "billion", "b": "billion", "billion": "billion", "billions": "billion", "tn": "trillion"}  # fmt: skip
CURRENCIES = {"£": "GBP", "gbp": "GBP", "pounds": "GBP", "pound": "GBP", "€": "EUR", "eur": "EUR", "euro": "EUR",
              "euros": "EUR", "$": "USD", "usd": "USD"}  # fmt: skip
PLAIN_UNITS = {
    "%": "%", "per cent": "%", "percent": "%", "percentage": "%", "pct": "%", "fte": "FTE", "people": "people",
    "persons": "people", "jobs": "jobs", "employees": "employees", "businesses": "businesses", "enterprises": "enterprises",
    "count": "count", "number": "count", "uk=100": "UK=100", "uk = 100": "UK=100", "uk=1": "UK=1", "minutes": "minutes",
    "hours": "hours", "mbit/s": "Mbit/s", "mbps": "Mbit/s", "pps": "PPS", "index": "index", "homes": "homes", "gw": "GW",
    "mw": "MW", "km": "km", "hectares": "hectares", "percentage points": "percentage points", "rank": "rank",
}  # fmt: skip
TYPE_WORDS = (
    (r"\blep\b|\bleps\b|enterprise partnership", "LEP"), (r"\bnuts\s?2\b", "NUTS2"), (r"\bnuts\s?3\b", "NUTS3"),
    (r"\bitl\s?1\b", "ITL1"), (r"\bitl\s?2\b", "ITL2"), (r"\bitl\s?3\b", "ITL3"), (r"\bregions?\b", "region"),
    (r"\bcountr(?:y|ies)\b|\bnations?\b", "country"), (r"combined authorit", "combined authority"),
    (r"local authorit|\bdistricts?\b|\bboroughs?\b", "district"),
)  # fmt: skip
PERIOD_HEAD = re.compile(
    r"^(?:year|years|period|date|time|time period|academic year|financial year|quarter|month|calendar year)$", re.I
)
MEASURE_HEAD = re.compile(r"^(?:indicator|measure|variable|metric|series|statistic)s?(?: name)?$", re.I)
UNIT_HEAD = re.compile(r"^units?(?: of measure(?:ment)?)?$", re.I)
PLAIN_HEAD = re.compile(
    r"^(?:value|values|figure|amount|total|number|count|data|obs_value|estimate|result|index|index numbers?|%|per ?cent|)$",
    re.I,
)
TOTAL = re.compile(
    r"^(?:(?:grand |sub-?)?totals?|all|all (?:industries|sectors|areas|regions|ages|groups|leps|persons)|sum)$", re.I
)
NOTE_MARK = re.compile(r"\s*(?:\[(?:note\s*)?\d+\]|\(\d\)|[†‡¹²³⁴⁵⁶⁷⁸⁹]+|\[note\])\s*$", re.I)
NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(\.\d+)?")


class Places(Protocol):
    """What is asked of the gazetteer: the places of a name, likeliest first, and all places."""

    def named(self, name: str, place_type: str | None = None) -> tuple[Place, ...]:
        """The places that bear a name."""

    @property
    def places(self) -> Sequence[Place]:
        """All places."""


class Remembered:
    """A gazetteer that remembers what it was asked, since a table names each place many times."""

    def __init__(self, gazetteer: Places) -> None:
        self.places = gazetteer.places
        self._gazetteer = gazetteer
        self._known: dict[tuple[str, str | None], tuple[Place, ...]] = {}

    def named(self, name: str, place_type: str | None = None) -> tuple[Place, ...]:
        """The places that bear a name."""
        key = (name, place_type)
        if key not in self._known:
            self._known[key] = self._gazetteer.named(name, place_type)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Tidied:
    """The figures of a table with their measures, and what was left out and why, a sentence each."""

    observations: tuple[Observation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    unmatched_places: tuple[str, ...] = ()
    unparsed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A cell read: `value` is None when it holds a reason instead; `unit` is what the cell itself says, "" if nothing."""

    value: float | None
    status: Status
    unit: str = ""


@dataclass
class Found:
    """What is gathered while a table is read."""

    observations: list[Observation] = field(default_factory=list)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    unmatched: dict[str, None] = field(default_factory=dict)
    unparsed: list[str] = field(default_factory=list)
    seen: dict[tuple[str, str, str], float | None] = field(default_factory=dict)

    def add(self, observation: Observation, indicator: Indicator, where: str) -> None:
        """Keep a figure, unless the table gives the same cell twice; the first then stands."""
        key = (observation.indicator_id, observation.place_code, observation.period)
        if key in self.seen:
            if self.seen[key] != observation.value:
                self.unparsed.append(
                    f"{where}: a second value {observation.value} for {observation.place_name}, {observation.period},"
                    f" beside {self.seen[key]}; the first was kept"
                )
            return
        self.seen[key] = observation.value
        self.observations.append(observation)
        self.indicators.setdefault(observation.indicator_id, indicator)

    def tidied(self) -> Tidied:
        """All of it, each measure with the periods and kinds of place it is held for."""
        kinds: dict[str, dict[str, None]] = {}
        periods: dict[str, set[str]] = {}
        for o in self.observations:
            kinds.setdefault(o.indicator_id, {})[o.place_type] = None
            periods.setdefault(o.indicator_id, set()).add(o.period)
        indicators = [
            replace(i, place_types=tuple(kinds[i.indicator_id]), periods=tuple(sorted(periods[i.indicator_id])))
            for i in self.indicators.values()
        ]
        return Tidied(
            tuple(self.observations), tuple(indicators), tuple(self.unmatched), tuple(dict.fromkeys(self.unparsed))
        )


def tidy(table: Table, document: Document, meta: TableMeta | None, gazetteer: Places) -> Tidied:
    """The figures of a table; none for a table without places, and none for those of our own briefings.

    A briefing repeats figures of the tables it names, so that reading them again would give every figure two sources.
    """
    if document.kind == "report" or not table.cells:
        return Tidied()
    gazetteer = Remembered(gazetteer)
    if meta is not None and meta.listed:
        if meta.indicator is None:
            return _long(table, document, meta, gazetteer)
        return _wide(table, document, meta, gazetteer)
    return _unlisted(table, document, meta, gazetteer)


def value_of(text: str) -> Value:
    """ "1,250" is 1250, "(4)" is -4, "£1.2bn" is 1.2 GBP billion, "[c]" suppressed, "3.1 [e]" estimated.

    Raises ValueError for text that is no figure, or whose marks could be read in two ways ("1.250,5", "1,25").
    """
    plain = re.sub(r"[\u00a0\u202f\u2009\s]+", " ", text).strip()
    low = plain.lower()
    if low in SUPPRESSED:
        return Value(None, "suppressed")
    if low in MISSING:
        return Value(None, "missing")
    status: Status = "published"
    plain = NOTE_MARK.sub("", plain)
    if match := re.fullmatch(r"(.*?\d[^a-z]*?)\s*(?:\[([pereb])\]|\(([pereb])\)|\s?([pereb])|\*+)", plain, re.I):
        plain, mark = match[1].strip(), match[2] or match[3] or match[4] or ""
        status = MARKS.get(mark.lower(), "published")
    negative = False
    if match := re.fullmatch(r"\((.+)\)", plain):
        plain, negative = match[1].strip(), True
    match = re.fullmatch(
        r"([+\-–−])?\s*(£|€|\$|gbp|eur|usd)?\s*([+\-–−])?\s*(\d[\d., ]*)\s*(%|k|m|mn|bn|tn|thousand|million|billion)?",
        plain,
        re.I,
    )
    if match is None or (match[1] and match[3]):
        raise ValueError(f"{text!r} is not a figure")
    number = NUMBER.fullmatch(match[4].strip())
    if number is None:
        raise ValueError(
            f"{text!r} can be read in more than one way; write thousands with commas and decimals with a point"
        )
    value = float(number[1].replace(",", "").replace(" ", "") + (number[2] or ""))
    if negative or (match[1] or match[3] or "+") in "-–−":
        value = -value
    scale = (match[5] or "").lower()
    unit = "%" if scale == "%" else SCALE_WORDS.get(scale, "")
    if match[2]:
        unit = f"{CURRENCIES[match[2].lower()]} {unit}".strip()
    return Value(value, status, unit)


def period_of(text: str) -> str | None:
    """The period in ISO 8601: "2017/18" is "2017/2018", "Q3 2018" is "2018-07/2018-09"; None for other text."""
    plain = re.sub(r"\s+", " ", text.replace("–", "-").replace("—", "-")).strip().lower()
    plain = re.sub(r"\s*(?:\[(?:note ?)?\w{1,2}\]|\([pre]\)|(?<=\d)[pre])$", "", NOTE_MARK.sub("", plain)).strip()
    plain = re.sub(r"^(?:calendar year|academic year|financial year|year|fy)\s*(?=\d)", "", plain)
    if match := re.fullmatch(rf"{YEAR}(?:\.0)?", plain):
        return None if text.strip().lower().startswith("fy") else match[1]
    if match := re.fullmatch(rf"{YEAR}\s*(?:-|/|to)\s*(\d\d|{YEAR})", plain):
        first, last = match[1], match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        if last < first and len(match[2]) == 2:
            last = str(int(last) + 100)
        if "-" in plain and len(match[2]) == 2 and int(last) < int(first):
            return None
        return f"{first}/{last}" if int(first) < int(last) <= int(first) + 60 else None
    if match := re.fullmatch(rf"{YEAR}[- ]?q([1-4])|q(?:uarter )?([1-4])[ -]{YEAR}", plain):
        year, quarter = match[1] or match[4], int(match[2] or match[3])
        return f"{year}-{3 * quarter - 2:02d}/{year}-{3 * quarter:02d}"
    if match := re.fullmatch(rf"{MONTH}\s*{YEAR}?\s*(?:-|to)\s*{MONTH}\s*{YEAR}", plain):
        first_year, last_year = match[2] or match[4], match[4]
        first_month, last_month = MONTHS[match[1]], MONTHS[match[3]]
        if first_year == last_year and (first_month, last_month) == (1, 12):
            return last_year
        start, end = f"{first_year}-{first_month:02d}", f"{last_year}-{last_month:02d}"
        return f"{start}/{end}" if start < end else None
    if match := re.fullmatch(rf"(?:year|12 months) (?:ending|ended|to)(?: \d{{1,2}})? {MONTH} {YEAR}", plain):
        month, year = MONTHS[match[1]], int(match[2])
        start = f"{year}-01" if month == 12 else f"{year - 1}-{month + 1:02d}"
        return str(year) if month == 12 else f"{start}/{year}-{month:02d}"
    if match := re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? {YEAR}", plain):
        day, month, year = int(match[1]), MONTHS[match[2]], int(match[3])
        return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= calendar.monthrange(year, month)[1] else None
    if match := re.fullmatch(rf"{MONTH}[ -]{YEAR}", plain):
        return f"{match[2]}-{MONTHS[match[1]]:02d}"
    if match := re.fullmatch(rf"{YEAR}-(\d\d)-(\d\d)(?: 00:00:00)?", plain):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"{year}-{month:02d}-{day:02d}"
    return None


def unit_of(text: str) -> str:
    """The unit that a head or title states: "GVA (£m)" gives "GBP million", "Share (%)" gives "%"; "" when none is stated."""
    low = re.sub(r"\s+", " ", text.lower()).strip()
    inside = [part.strip() for part in re.findall(r"[(\[]([^()\[\]]+)[)\]]", low)]
    tail = [low.rsplit(",", 1)[1].strip()] if "," in low else []
    for part in [*reversed(inside), low, *tail]:
        if unit := _unit(part):
            return unit
    for sign, unit in (("%", "%"), ("£", "GBP"), ("€", "EUR")):
        if sign in low:
            after = re.search(rf"{re.escape(sign)}\s*([a-z]+|'?000s?)?", low)
            word = (after[1] or "").strip("'") if after else ""
            return unit if unit == "%" else f"{unit} {SCALE_WORDS.get(word, '')}".strip()
    return "%" if re.search(r"\bper ?cent(?:age)?\b", low) else ""


def _unit(text: str) -> str:
    """The unit that a short text is and nothing else: "£ million", "GBP bn", "thousands", "%"; "" for any other."""
    text = text.removeprefix("in ").strip(" .")
    if text in PLAIN_UNITS:
        return PLAIN_UNITS[text]
    match = re.fullmatch(r"(£|€|\$|gbp|eur|usd|pounds?|euros?)?\s*'?(k|000s?|m|mn|bn|b|tn|thousands?|millions?|billions?)?"
                         r"\s*(?:of )?(pounds|euros|people|persons|jobs|employees|fte)?(?: per (hour|head|job|person|year|week))?", text)  # fmt: skip
    if not text or match is None:
        return ""
    if match[2] in {"k", "m", "b"} and not match[1]:
        return ""  # a letter alone is no unit
    currency = CURRENCIES.get(match[1] or "", CURRENCIES.get(match[3] or "", ""))
    counted = "" if currency else PLAIN_UNITS.get(match[3] or "", "")
    per = f"per {match[4]}" if match[4] else ""
    return " ".join(filter(None, [currency, SCALE_WORDS.get(match[2] or "", ""), counted, per]))


def _wide(table: Table, document: Document, meta: TableMeta, gazetteer: Places) -> Tidied:
    """The figures of a listed table: places down, periods across."""
    found = Found()
    head = table.cells[0]
    if "place" not in head or "place_type" not in head:
        return Tidied(unparsed=(f"{table.table_id}: the columns place and place_type were expected, found {head}",))
    at = {name: i for i, name in enumerate(head)}
    periods = [(i, name) for i, name in enumerate(head) if period_of(name)]
    definition = _definition(meta, meta.indicator or "", meta.unit or "")
    for number, row in enumerate(table.cells[1:], start=2):
        part = row[at[meta.breakdown_column]] if meta.breakdown_column in at else ""
        place = _own_place(row, at, gazetteer, found)
        indicator = _listed_indicator(document, meta, definition, meta.indicator or "", part, "")
        for i, name in periods:
            if not row[i].strip():
                continue  # an empty cell of our own tables is a figure that is not held
            where = f"row {number}, column {name}"
            try:
                value = value_of(row[i])
            except ValueError as error:
                found.unparsed.append(f"{where}: {error}")
                continue
            status = meta.status if value.value is not None and value.status == "published" else value.status
            label = ", ".join(filter(None, [place.name, part]))
            found.add(
                Observation(
                    place.code, place.name, place.place_type, indicator.indicator_id, period_of(name) or name,
                    value.value, indicator.unit, status, Cell(table.table_id, label, name),
                ),
                indicator, where,
            )  # fmt: skip
    return found.tidied()


def _long(table: Table, document: Document, meta: TableMeta, gazetteer: Places) -> Tidied:
    """The figures of a listed table that names place, measure, period, value and unit in every row."""
    found = Found()
    at = {name: i for i, name in enumerate(table.cells[0])}
    lacking = {"place", "place_type", "indicator", "period", "value", "unit"} - set(at)
    if lacking:
        return Tidied(unparsed=(f"{table.table_id}: the columns {sorted(lacking)} are wanting",))

    def text(row: Sequence[str], column: str) -> str:
        return row[at[column]] if column in at else ""

    for number, row in enumerate(table.cells[1:], start=2):
        label, unit, printed = text(row, "indicator"), text(row, "unit"), text(row, "period")
        try:
            value = value_of(text(row, "value"))
        except ValueError as error:
            found.unparsed.append(f"row {number}: {error}")
            continue
        period = printed if re.search(rf"\b{YEAR}\b", printed) else period_of(printed)
        if period is None:
            found.unparsed.append(f"row {number}: {printed!r} is not a period")
            continue
        family, _, part = label.partition(": ")
        definition = _definition(meta, family, unit)
        own = replace(meta, unit=unit, source=text(row, "source") or meta.source)
        indicator = _listed_indicator(document, own, definition, family, part, text(row, "source_url"))
        place = _own_place(row, at, gazetteer, found)
        notes = [text(row, "note"), f"source: {text(row, 'source')}" if text(row, "source") else ""]
        if period != printed:
            notes.insert(0, f"period as printed: {printed}")
        found.add(
            Observation(
                place.code, place.name, place.place_type, indicator.indicator_id, period, value.value, unit,
                value.status if value.status != "published" else meta.status,
                Cell(table.table_id, f"{place.name}, {label}", printed), "; ".join(filter(None, notes)) or None,
            ),
            indicator, f"row {number}",
        )  # fmt: skip
    return found.tidied()


def _own_place(row: Sequence[str], at: dict[str, int], gazetteer: Places, found: Found) -> Place:
    """The place of a listed row under its name there: the gazetteer's code, else the one that the table gives."""
    name, place_type = row[at["place"]], row[at["place_type"]]
    code = row[at["place_code"]] if "place_code" in at else ""
    bare = re.sub(r"\s*\((?:20\d\d boundary|three LEPs)\)$", "", name)
    if re.match(r"(?:UK|United Kingdom) less ", bare):
        bare = "United Kingdom"
    named = gazetteer.named(bare, place_type)
    if named and not any(place.code == code for place in named):
        code = named[0].code
    if not named:
        found.unmatched[f"{name} ({place_type})"] = None
    return Place(code or slug(f"{place_type} {name}"), "", place_type, name)


def _definition(meta: TableMeta | None, label: str, unit: str = "") -> Definition | None:
    """How the corpus speaks of a measure; None when it does not list it."""
    known = [d for d in (meta.definitions if meta else ()) if d.label.lower() == label.lower()]
    return next((d for d in known if d.unit == unit), known[0] if known else None)


def _listed_indicator(
    document: Document, meta: TableMeta, definition: Definition | None, family: str, part: str, url: str
) -> Indicator:
    """The measure of a listed table, with the words that the corpus has for it and for its sector."""
    base = document.document_id
    if meta.indicator is None:
        base = f"{base}/{slug(family)}"
        if definition is not None and sum(d.label == family for d in meta.definitions) > 1:
            base = f"{base}-{slug(meta.unit or '')}"
    label = f"{family}: {part}" if part else family
    polarity: Polarity = "none"
    if definition is not None and definition.polarity in ("higher", "lower"):
        polarity = "higher" if definition.polarity == "higher" else "lower"
    return Indicator(
        indicator_id=f"{base}/{slug(part)}" if part else base,
        concept=meta.concept or (definition.concept if definition else slug(family).replace("-", "_")),
        label=label,
        name=definition.name if definition else family,
        unit=meta.unit or "",
        description=definition.description if definition else meta.description,
        polarity=polarity,
        aliases=definition.aliases if definition and definition.aliases else (family,),
        search_terms=definition.search_terms if definition else (),
        place_types=(),
        periods=(),
        source=meta.source or document.publisher or document.title,
        document_id=document.document_id,
        family=family if part else None,
        breakdown=part or None,
        breakdown_aliases=dict(meta.breakdowns).get(part, ()),
        url=url or document.url,
        licence=document.licence,
        published=document.published,
        caveat=definition.caveat if definition else None,
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """Which column of an unlisted table holds what; positions from 0. `periods` and `values` are columns of figures."""

    place: int
    code: int | None
    kind: int | None
    place_type: str | None
    period: int | None
    measure: int | None
    unit: int | None
    parts: tuple[int, ...]
    values: tuple[int, ...]
    heads: tuple[str, ...]


def _unlisted(table: Table, document: Document, meta: TableMeta | None, gazetteer: Places) -> Tidied:
    """The figures of any other table, read by its heads; none when no column names places."""
    start = max(table.n_header_rows, 1)
    body = table.cells[start:]
    if not body:
        return Tidied()
    heads = tuple(_head(table.cells[:start], i) for i in range(len(table.cells[0])))
    by_code = {place.code: place for place in gazetteer.places}
    shape = _shape(table, body, heads, gazetteer, by_code)
    if shape is None:
        return Tidied()
    found = Found()
    title = _title(table, document)
    fixed = _period_in(f"{table.title} {' '.join(table.notes[:1])}") or _period_in(document.title)
    base = document.document_id if table.table_id.endswith("#t1") else slug(table.table_id)
    names = [_measure_words(shape.heads[i]) for i in shape.values]
    several = len({name for name in names if not PLAIN_HEAD.match(name)}) > 1
    periods = {i: _period_in(shape.heads[i]) for i in shape.values}
    measures = dict(zip(shape.values, names, strict=True))
    made: dict[tuple[int, str, str, str], Indicator] = {}
    units = {i: _column_unit(i, body, table, shape) for i in shape.values}
    if fixed is None and shape.period is None and not any(periods.values()):
        return Tidied(unparsed=(f"{table.table_id}: no period is stated in its title, its heads or a column",))
    for number, row in enumerate(body, start=start + 1):
        if not any(row[i].strip() for i in shape.values):
            continue  # a row that only groups the rows below
        place, is_total, reason = _place_in(row, shape, gazetteer, by_code)
        if place is None:
            if row[shape.place].strip():
                found.unparsed.append(f"row {number}: {reason}")
                if not TOTAL.match(_clean(row[shape.place])):
                    found.unmatched[_clean(row[shape.place])] = None
            continue
        printed = row[shape.period].strip() if shape.period is not None else ""
        period_of_row = period_of(printed) if printed else fixed
        if printed and period_of_row is None:
            found.unparsed.append(f"row {number}: {printed!r} is not a period")
            continue
        part = " / ".join(filter(None, (_clean(row[i]) for i in shape.parts)))
        is_total = is_total or bool(shape.parts and all(TOTAL.match(_clean(row[i])) for i in shape.parts))
        for i in shape.values:
            where = f"row {number}, column {heads[i] or i + 1}"
            period = periods[i] or period_of_row
            if period is None:
                found.unparsed.append(f"{where}: no period is stated")
                continue
            measure = measures[i]
            label = row[shape.measure].strip() if shape.measure is not None else ""
            if label and len(shape.values) > 1 and not PLAIN_HEAD.match(measure):
                label = f"{label}, {measure}"  # an error margin beside the value is another measure
            if not label:
                label = title if PLAIN_HEAD.match(measure) else measure
            stated = _clean(row[shape.unit]) if shape.unit is not None else ""
            unit = (unit_of(stated) or stated) if stated else units[i]
            try:
                value, status = _scaled(value_of(row[i]), unit)
            except ValueError as error:
                found.unparsed.append(f"{where}: {error}")
                continue
            if value is None and not row[i].strip():
                continue  # nothing printed, so nothing to say; a symbol is kept with its meaning
            if status == "published" and re.search(
                r"(?:\(p\)|\[p\]|(?<=\d)p|provisional)\s*$", heads[i] or printed, re.I
            ):
                status = "provisional"
            own = base if not (several or shape.measure is not None) else f"{base}/{slug(label)}"
            key = (i, label, part, unit)
            if key not in made:
                made[key] = _own_indicator(own, document, meta, label, part, unit, measure)
            indicator = made[key]
            if indicator.indicator_id in found.indicators and found.indicators[indicator.indicator_id].unit != unit:
                indicator = replace(indicator, indicator_id=f"{indicator.indicator_id}-{slug(unit or 'plain')}")
            notes = ["total"] if is_total else []
            if status in ("suppressed", "missing"):
                notes.append(f"printed as {row[i].strip()!r}")
            found.add(
                Observation(
                    place.code, place.name, place.place_type, indicator.indicator_id, period, value, unit, status,
                    Cell(table.table_id, ", ".join(filter(None, [_clean(row[shape.place]), part])),
                         heads[i] if shape.period is None else printed), "; ".join(notes) or None,
                ),
                indicator, where,
            )  # fmt: skip
    return found.tidied()


def _head(rows: Sequence[Sequence[str]], column: int) -> str:
    """The heads of a column as one, upper ones first, each once."""
    parts = dict.fromkeys(" ".join(row[column].split()) for row in rows)
    return " ".join(part for part in parts if part)


def _clean(text: str) -> str:
    """A label without footnote marks and doubled spaces."""
    text = re.sub(r"[\u00a0\u202f\s]+", " ", text).strip()
    return re.sub(r"(?<=[A-Za-z)])(?:\s*\*+|\s+\d{1,2})$", "", NOTE_MARK.sub("", text)).strip()


def _shape(
    table: Table, body: Sequence[Sequence[str]], heads: tuple[str, ...], gazetteer: Places, by_code: dict[str, Place]
) -> Shape | None:
    """What each column holds; None when no column names places or none holds figures."""
    columns = [[row[i] for row in body] for i in range(len(heads))]
    filled = [[cell.strip() for cell in column if cell.strip()] for column in columns]
    code = next((i for i, c in enumerate(filled) if c and sum(v in by_code for v in c) >= 0.6 * len(c)), None)
    timely = [sum(period_of(v) is not None for v in c) / max(len(c), 1) for c in filled]
    period = next((i for i, h in enumerate(heads) if PERIOD_HEAD.match(h) and timely[i] >= 0.1), None)
    if period is None and timely[0] >= 0.8 and not heads[0]:
        period = 0
    kind = next((i for i, c in enumerate(filled) if c and sum(_kind(v) is not None for v in c) >= 0.5 * len(c)), None)
    place = _place_column(filled, heads, gazetteer, {code, period, kind})
    if place is None:
        if code is None:
            return None
        place = code
    measure = next((i for i, h in enumerate(heads) if MEASURE_HEAD.match(h) and i not in (place, code)), None)
    unit = next((i for i, h in enumerate(heads) if UNIT_HEAD.match(h) and i not in (place, code)), None)
    taken = {place, code, kind, period, measure, unit}
    years = [i for i, c in enumerate(filled) if c and sum(bool(re.fullmatch(YEAR, v)) for v in c) >= 0.8 * len(c)]
    years = [i for i in years if i not in taken and not _period_in(heads[i])]
    if years and period is None and len(years) == 1 and not any(map(_period_in, heads)):
        period = years[0]
    taken.update(years)  # years that are not the periods of the figures are no figures either
    values, parts = [], []
    for i, cells in enumerate(filled):
        if i in taken or not cells:
            continue
        figures, symbols = _figures(cells)
        coded = sum(bool(PLACE_CODE.fullmatch(v)) for v in cells) >= 0.6 * len(cells)
        if timely[i] >= 0.5 and not _period_in(heads[i]):
            continue  # times are no figures
        if coded or re.search(r"\bcodes?$|\bid$|\brow number\b", heads[i], re.I):
            continue
        if figures and (figures + symbols >= 0.6 * len(cells) or _period_in(heads[i])):
            values.append(i)
        elif not figures and i < (values[0] if values else len(heads)) and len({*cells}) < max(len(cells), 2):
            parts.append(i)
    parts = [i for i in parts if not _names_places(filled[i], gazetteer)]
    if not values:
        return None
    return Shape(
        place, code, kind, _place_type(table, heads[place], filled[place], gazetteer), period, measure, unit, tuple(parts),
        tuple(values), heads,
    )  # fmt: skip


def _kind(text: str) -> str | None:
    """The kind of area that a cell names and nothing else: "ITL2", "LEP", "COUNTRY"; None for other text."""
    plain = re.sub(r"[\s_-]+", " ", text).strip().lower()
    if plain in ("ladu", "lad", "local authority district", "unitary authority"):
        return "district"
    return next((kind for pattern, kind in TYPE_WORDS if re.fullmatch(rf"(?:{pattern})s?", plain)), None)


def _figures(cells: Sequence[str]) -> tuple[int, int]:
    """How many cells are figures, and how many are symbols that stand for one."""
    figures = symbols = 0
    for cell in cells:
        try:
            value = value_of(cell)
        except ValueError:
            continue
        figures += value.value is not None
        symbols += value.value is None
    return figures, symbols


def _names_places(cells: Sequence[str], gazetteer: Places) -> bool:
    """Whether most of the different texts are names of places."""
    texts = list(dict.fromkeys(_bare(cell) for cell in cells))[:60]
    return sum(bool(gazetteer.named(text)) for text in texts) >= 0.5 * len(texts)


def _bare(text: str) -> str:
    """A place as printed without footnote marks, "total" or "LEP"."""
    return re.sub(r"\s+total$", "", _clean(text), flags=re.I)


def _place_column(
    filled: Sequence[Sequence[str]], heads: Sequence[str], gazetteer: Places, taken: set[int | None]
) -> int | None:
    """The column whose texts are names of places, the finest where several are; None when none is."""
    best: tuple[float, int] | None = None
    for i, cells in enumerate(filled):
        texts = list(dict.fromkeys(_bare(cell) for cell in cells))
        if i in taken or not texts or sum(any(c.isalpha() for c in text) for text in texts) < 0.8 * len(texts):
            continue
        some = texts[:120]
        matched = sum(bool(_candidates(text, gazetteer)) for text in some)
        if matched < 0.5 * len(some) or (matched < 2 and len(some) > 2):
            continue
        # a column of many different places says more than one of a few regions that groups them
        hint = bool(
            re.search(r"\b(?:area|place|lep|region|geography|local|authority|name|nuts|itl|country)\b", heads[i], re.I)
        )
        score = len(texts) * matched / len(some) + (0.5 if hint else 0)
        if best is None or score > best[0]:
            best = (score, i)
    return best[1] if best else None


def _candidates(text: str, gazetteer: Places, place_type: str | None = None) -> tuple[Place, ...]:
    """The places that a printed name can mean, "New Anglia LEP" as "New Anglia"; () when it names none."""
    if named := gazetteer.named(text, place_type):
        return named
    if match := re.fullmatch(r"(.+?)\s+(?:LEP|Local Enterprise Partnership)", text, re.I):
        return gazetteer.named(match[1], "LEP")
    return ()


def _place_type(table: Table, head: str, cells: Sequence[str], gazetteer: Places) -> str | None:
    """The kind of area that a column names: as head or title say, else the kind that fits most of its places."""
    counts: Counter[str] = Counter()
    for text in dict.fromkeys(_bare(cell) for cell in cells):
        counts.update({place.place_type for place in _candidates(text, gazetteer)})
    for where in (head, table.title, table.sheet or ""):
        for pattern, place_type in TYPE_WORDS:
            if re.search(pattern, where, re.I) and counts[place_type] >= 0.3 * max(counts.values(), default=1):
                return place_type
    if not counts:
        return None
    most = max(counts.values())
    order = ("LEP", "region", "country", "ITL1", "NUTS2", "ITL2", "ITL3", "NUTS3", "combined authority", "district")
    best = [place_type for place_type, n in counts.items() if n == most]
    return min(best, key=lambda t: order.index(t) if t in order else len(order))


def _place_in(
    row: Sequence[str], shape: Shape, gazetteer: Places, by_code: dict[str, Place]
) -> tuple[Place | None, bool, str]:
    """The place of a row, whether the row is called a total, and why there is no place where there is none."""
    printed = _clean(row[shape.place])
    is_total = bool(re.search(r"\btotal$", printed, re.I))
    if shape.code is not None and (place := by_code.get(row[shape.code].strip())):
        return place, is_total, ""
    if TOTAL.match(printed):
        return None, True, f"{printed!r} is a total of no named place"
    text = _bare(printed)
    stated = _kind(row[shape.kind]) if shape.kind is not None else None
    if stated and (exact := _candidates(text, gazetteer, stated)):
        return exact[0], is_total, ""
    named = _candidates(text, gazetteer, shape.place_type) or _candidates(text, gazetteer)
    if not named:
        return None, is_total, f"{printed!r} is not a place that is known here"
    fitting = [place for place in named if place.place_type == shape.place_type]
    if fitting or len({place.code for place in named}) == 1:
        return (fitting or list(named))[0], is_total, ""
    # The whole country and its regions stand among smaller areas, and their two names are of one area.
    wider = [place for place in named if place.place_type in ("country", "region", "ITL1")]
    if wider:
        return wider[0], is_total, ""
    kinds = ", ".join(dict.fromkeys(place.place_type for place in named))
    return None, is_total, f"{printed!r} can be several areas ({kinds}); say which in the head of the column"


def _period_in(text: str) -> str | None:
    """The one period that a head or title states, "GVA 2017 (£m)" gives "2017"; None for none or several."""
    whole = period_of(re.sub(r"\s*[(\[](?:£|€|%|gbp|eur)[^)\]]*[)\]]\s*$", "", text, flags=re.I))
    if whole:
        return whole
    span = rf"(?<![\d/.-]){YEAR}(?:\s*(?:[-/–]|to)\s*(?:{YEAR}|\d\d))?(?![\d/-])"
    patterns = (
        rf"\b(?:year|12 months) (?:ending|ended|to)(?: \d{{1,2}})? {MONTH} {YEAR}",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? {YEAR}", rf"\bq[1-4] {YEAR}|\b{YEAR} q[1-4]",
        rf"\b{MONTH}\s*{YEAR}?\s*(?:-|–|to)\s*{MONTH} {YEAR}", rf"\b{MONTH} {YEAR}", span,
    )  # fmt: skip
    low = re.sub(r"\b(?:ref|horizon|europe) ?20[12]\d\b|\b(?:published|released?|updated)\b.*$", "", text.lower())
    for pattern in patterns:
        hits = {hit for match in re.finditer(pattern, low) if (hit := period_of(match[0]))}
        if len(hits) == 1:
            return hits.pop()
        if hits:
            return None
    return None


def _measure_words(head: str) -> str:
    """A head without its period, unit and footnotes: "GVA 2017 (£m)" is "GVA"."""
    text = _clean(head)
    if period_of(text):
        return ""
    text = re.sub(r"\s*[(\[]([^()\[\]]*)[)\]]", lambda m: "" if unit_of(m[1]) or period_of(m[1]) else m[0], text)
    text = re.sub(rf"\b(?:in )?(?:fy ?)?{YEAR}(?:\s*(?:[-/–]|to)\s*(?:{YEAR}|\d\d))?\s*[pre]?\b", "", text, flags=re.I)
    text = re.sub(r",?\s*(?:£|€)\s*(?:m|bn|k|000s?|million|billion|thousand)?\s*$|\s*%\s*$", "", text, flags=re.I)
    return re.sub(r"\s+", " ", text).strip(" ,;:-–")


def _title(table: Table, document: Document) -> str:
    """What the table measures, from its title; from the document's where the table has none of its own."""
    title = re.sub(r"^(?:table|figure|annex)\s*\w{0,4}(?:\.\d+)*\s*[:.–-]\s*", "", _clean(table.title), flags=re.I)
    if not title or re.fullmatch(r"(?:sheet|table|data)\s*\d*", title, re.I):
        title = document.title
    words = re.sub(
        r",?\s*\bby (?:lep|region|nuts\s?\d|itl\s?\d|area|local enterprise partnership|place)s?\b.*$",
        "",
        title,
        flags=re.I,
    )
    return _measure_words(words) or title


def _column_unit(column: int, body: Sequence[Sequence[str]], table: Table, shape: Shape) -> str:
    """The unit of a column: its head's, else the title's or a note's, else what most of its cells carry; "" if unstated."""
    for text in (shape.heads[column], _measure_words(shape.heads[column]), table.title, *table.notes):
        if unit := unit_of(text):
            return unit
    carried: Counter[str] = Counter()
    for row in body:
        try:
            value = value_of(row[column])
        except ValueError:
            continue
        if value.unit:
            carried[value.unit] += 1
    return carried.most_common(1)[0][0] if carried else ""


def _scaled(value: Value, unit: str) -> tuple[float | None, Status]:
    """The value in the unit of its column. Raises ValueError when the cell carries a unit that is not of its kind."""
    if value.value is None or not value.unit or value.unit == unit:
        return value.value, value.status
    (own, own_scale), (kind, scale) = _split_unit(value.unit), _split_unit(unit)
    if not scale and not kind:
        raise ValueError(f"a cell in {value.unit} stands in a column without a unit")
    if own == kind:
        # A sign alone ("£35" under "£m") repeats the head and is no scale of its own.
        factor = 1.0 if not own_scale else SCALES[own_scale] / SCALES[scale]
        return value.value * factor, value.status
    if not own:
        return value.value * SCALES[own_scale] / SCALES[scale], value.status
    raise ValueError(f"a cell in {value.unit} stands in a column in {unit}")


def _split_unit(unit: str) -> tuple[str, str]:
    """ "GBP million" as ("GBP", "million")."""
    words = unit.split()
    scale = next((word for word in words if word in SCALES), "")
    return " ".join(word for word in words if word != scale), scale


def _own_indicator(
    base: str, document: Document, meta: TableMeta | None, label: str, part: str, unit: str, measure: str
) -> Indicator:
    """The measure of an unlisted table: the corpus's words for it where the label is known, its own label where not."""
    definition = _definition(meta, label, unit)
    words = tuple(dict.fromkeys(filter(None, [label, measure])))
    polarity: Polarity = "none"
    if definition is not None and definition.polarity in ("higher", "lower"):
        polarity = "higher" if definition.polarity == "higher" else "lower"
    name = label if label[1:2].isupper() or not label else label[0].lower() + label[1:]
    return Indicator(
        indicator_id=f"{base}/{slug(part)}" if part else base,
        concept=definition.concept if definition else slug(label).replace("-", "_"),
        label=f"{label}: {part}" if part else label,
        name=definition.name if definition else name,
        unit=unit,
        description=definition.description if definition else f"{label}, as published in {document.title}.",
        polarity=polarity,
        aliases=definition.aliases if definition else words,
        search_terms=definition.search_terms if definition else (),
        place_types=(),
        periods=(),
        source=document.publisher or document.title,
        document_id=document.document_id,
        family=label if part else None,
        breakdown=part or None,
        breakdown_aliases=dict(meta.breakdowns).get(part, ()) if meta else (),
        url=document.url,
        licence=document.licence,
        published=document.published,
        caveat=definition.caveat if definition else None,
    )
