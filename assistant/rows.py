"""A list of figures in an answer read as a table, and notes that say the same thing once: for the page and for briefings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant import wording as w
from assistant.numbers import grouped, written
from assistant.schema import Answer, Figure
from assistant.words import content_stems
from ingest.schema import Indicator

FEWEST_ROWS = 4
RANK = re.compile(r"(\d{1,3}=?)[.)]? (?=\S)")
MARKERS = re.compile(r"(?:\s*\[\d+\])+\s*$")
ANOTHER = re.compile(r"[£€%]|;\s*$")  # what a name does not hold or end in, but a second figure does
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
# What a unit says that a bare number does not.
UNITS = {"UK=1": "UK = 1", "LQ": "UK = 1", "index": "index", "score": "score", "rank": "rank"}
SAME = 0.6  # of the shorter sentence's words that the longer one must have for the two to say the same


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its rank if it has one, what it is of, the value as written, and the markers that cite it."""

    rank: str
    name: str
    value: str
    marks: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of figures as a table. `kind` is what tells the rows apart, `measure` what the values are, with the unit.

    `marks` are the markers that all rows share; "" when they differ, and then each row has its own.
    """

    kind: str
    measure: str
    marks: str
    rows: tuple[Row, ...]

    @property
    def ranked(self) -> bool:
        """Whether the rows have ranks."""
        return any(row.rank for row in self.rows)


def blocks(answer: Answer, indicators: Sequence[Indicator]) -> list[Rows | list[str]]:
    """The answer's text in order: lines as they stand, and the lists of figures that can be shown as tables."""
    by_id = {i.indicator_id: i for i in indicators}
    out: list[Rows | list[str]] = []
    for listed, group in groupby(answer.text.splitlines(), key=lambda line: line.strip().startswith("- ")):
        run = [line.strip() for line in group]
        out.append((_rows([line[2:] for line in run], answer, by_id) if listed else None) or run)
    return out


def _rows(items: Sequence[str], answer: Answer, by_id: dict[str, Indicator]) -> Rows | None:
    """The items as a table; None when they are few, or not each a name and the value of a figure held."""
    found = [read for item in items if (read := _row(item, answer.figures, by_id))]
    if len(items) < FEWEST_ROWS or len(found) < len(items):
        return None
    figures = [figure for _, figure in found]
    unit = _shared_ending([row.value for row, _ in found])
    marks = {row.marks for row, _ in found}
    shared = marks.pop() if len(marks) == 1 else ""
    rows = tuple(Row(row.rank, row.name, row.value.removesuffix(unit), "" if shared else row.marks) for row, _ in found)
    return Rows(_kind(figures, by_id), _measure(figures, by_id, unit), shared, rows)


def _row(item: str, figures: Sequence[Figure], by_id: dict[str, Indicator]) -> tuple[Row, Figure] | None:
    """One item and its figure; None when it does not end in the value of a held figure."""
    marks = match[0].strip() if (match := MARKERS.search(item)) else ""
    text = MARKERS.sub("", item).strip()
    rank = match[1] if (match := RANK.match(text)) else ""
    text = text[len(rank) :].lstrip(".) ") if rank else text
    for figure in figures:
        for value in _ways(figure, by_id):
            name = text.removesuffix(value).strip(" :,")
            if text.endswith(f" {value}") and name and not ANOTHER.search(name):
                return Row(rank, w.upper_first(re.sub(r"^the (?=[A-Z])", "", name)), value, marks), figure
    return None


def _ways(figure: Figure, by_id: dict[str, Indicator]) -> list[str]:
    """How a figure's value is written in answers, the longest first."""
    o = figure.observation
    if o.value is None:
        return [o.status]
    ways = {written(o.value, o.unit), written(o.value, o.unit, exact=False), grouped(o.value)}
    if o.indicator_id in by_id:
        ways.add(w.value_text(o, by_id[o.indicator_id]))
    return sorted((way + w.mark_text(o) for way in ways), key=len, reverse=True)


def _kind(figures: Sequence[Figure], by_id: dict[str, Indicator]) -> str:
    """What tells the rows apart: the kind of area, the year, the sector or the measure."""
    if len({f.observation.place_code for f in figures}) > 1:
        kinds = {f.observation.place_type for f in figures}
        return w.upper_first(w.plural(next(iter(kinds)), 1)) if len(kinds) == 1 else "Place"
    if len({f.observation.period for f in figures}) > 1:
        return "Year"
    indicators = [by_id[f.observation.indicator_id] for f in figures if f.observation.indicator_id in by_id]
    return "Sector" if indicators and all(i.breakdown for i in indicators) else "Measure"


def _shared_ending(values: Sequence[str]) -> str:
    """The words that every value ends in after its number, such as " per hour"; "" when they differ or hold a number."""
    endings = {re.sub(r"^\S+", "", value) for value in values}
    ending = endings.pop() if len(endings) == 1 else ""
    return "" if re.search(r"\d", ending) or ending.startswith((" million", " billion", " thousand")) else ending


def _measure(figures: Sequence[Figure], by_id: dict[str, Indicator], unit: str) -> str:
    """What the values measure, with the unit where the values do not say it; "Value" where they measure several things."""
    indicators = [by_id[f.observation.indicator_id] for f in figures if f.observation.indicator_id in by_id]
    names = {w.measure_name(i) for i in indicators}
    if len(names) > 1:
        names = {i.family or i.name for i in indicators}
    units = {f.observation.unit for f in figures}
    said = UNITS.get(next(iter(units))) if len(units) == 1 else None
    if unit:
        symbol = SYMBOLS.get(next(iter(units)).split()[0], "")
        said = f"{symbol}{unit}".strip().replace(" ", "\u00a0")
    name = w.upper_first(next(iter(names))) if len(names) == 1 else "Value"
    return f"{name} ({said})" if said else name


def notes(warnings: Sequence[str]) -> list[str]:
    """The notes without sentences that say again what another says: of two alike, the one with more in it is kept."""
    sentences = [(n, s, frozenset(content_stems(s))) for n, note in enumerate(warnings) for s in SENTENCE.split(note)]
    kept: list[tuple[int, str]] = []
    for i, (n, sentence, words) in enumerate(sentences):
        again = any(
            _again(words, others, sentence, other) and (len(others), -j) > (len(words), -i)
            for j, (_, other, others) in enumerate(sentences)
            if j != i
        )
        if not again:
            kept.append((n, sentence))
    return [" ".join(s for _, s in group) for _, group in groupby(kept, key=lambda k: k[0])]


def _again(words: frozenset[str], others: frozenset[str], sentence: str, other: str) -> bool:
    """Whether two sentences share most of their words, and the second has every number and name of the first."""
    shorter = min(len(words), len(others))
    exact = set(re.findall(r"\d[\d.,]*|(?<=\s)[A-Z]\w+", sentence))
    return bool(shorter) and len(words & others) >= SAME * shorter and exact <= set(re.findall(r"\w[\w.,]*", other))
