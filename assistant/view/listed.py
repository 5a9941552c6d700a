"""An answer's words as they are drawn: lists of figures as tables, notes that say the same thing once."""

import re
from collections.abc import Sequence
from itertools import groupby

from assistant import wording as w
from assistant.held import Held
from assistant.numbers import grouped, written
from assistant.schema import Answer, Figure
from assistant.view.text import MARKER, plain, with_markers
from assistant.words import content_stems
from ingest.schema import Indicator

FEWEST_ROWS = 4
RANK = re.compile(r"(\d{1,3}=?)[.)]? (?=\S)")
MARKERS = re.compile(r"(?:\s*\[\d+\])+\s*$")
LABELLED = re.compile(r"([^:\[\]]{3,90}): (?=\S)")
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
# What a unit says that a bare number does not.
UNITS = {"UK=1": "UK = 1", "LQ": "UK = 1", "index": "index", "score": "score", "rank": "rank"}
SAME = 0.6  # of the shorter sentence's words that the longer one must have for the two to say the same


def answer_markdown(answer: Answer, held: Held, anchor: str | None) -> str:
    """The answer's text as Markdown, markers linked to the cards named `anchor` and their number, in bold without one."""
    known = frozenset(c.marker for c in answer.citations)
    drawn = []
    for listed, group in groupby(answer.text.splitlines(), key=lambda line: line.strip().startswith("- ")):
        run = [line.strip() for line in group]
        table = table_markdown([line[2:] for line in run], answer, held, anchor) if listed else None
        drawn.append(table or _bold_labels(with_markers("\n".join(run), known, anchor), listed))
    return "\n\n".join(part for part in drawn if part)


def _bold_labels(drawn: str, listed: bool) -> str:
    """A list whose items each begin with a label and a colon, the labels in bold; anything else as it is."""
    items = drawn.split("\n")
    labels = [re.match(r"(- )((?:[^:\\]|\\[^:]){3,90}?)(\\:)(?= )", item) for item in items]
    if not listed or len(items) < FEWEST_ROWS or not all(labels):
        return drawn
    return "\n".join(f"- **{m[2]}{m[3]}**{item[m.end() :]}" for item, m in zip(items, labels, strict=True) if m)


def table_markdown(items: Sequence[str], answer: Answer, held: Held, anchor: str | None) -> str | None:
    """The items as a Markdown table of name and value; None when they are few, or not each a name and a held value."""
    by_id = {i.indicator_id: i for i in held.measures.indicators}
    rows = [_row(item, answer.figures, by_id) for item in items]
    found = [row for row in rows if row is not None]
    if len(items) < FEWEST_ROWS or len(found) < len(items):
        return None
    figures = [row[3] for row in found]
    known = frozenset(c.marker for c in answer.citations)
    marks = [with_markers(row[4], known, anchor) for row in found]
    one = len(set(marks)) == 1
    ranked = any(row[0] for row in found)
    heads = ["Rank"] * ranked + [_kind(figures, by_id), _measure(figures, by_id) + (f" {marks[0]}" if one else "")]
    lines = [heads + [""] * (not one)]
    for (rank, name, value, _, _), mark in zip(found, marks, strict=True):
        lines.append([rank] * ranked + [plain(w.upper_first(name)), plain(value)] + [mark] * (not one))
    rule = ["---:"] * ranked + ["---", "---:"] + ["---"] * (not one)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (lines[0], rule, *lines[1:]))


def _row(item: str, figures: Sequence[Figure], by_id: dict[str, Indicator]) -> tuple[str, str, str, Figure, str] | None:
    """Rank, name, value, figure and markers of one item; None when it does not end in the value of a held figure."""
    marks = match[0] if (match := MARKERS.search(item)) else ""
    text = item[: len(item) - len(marks)].strip()
    rank = match[1] if (match := RANK.match(text)) and not re.fullmatch(r"(?:19|20)\d\d", match[1]) else ""
    text = text[len(rank) :].lstrip(".) ") if rank else text
    for figure in figures:
        for value in _ways(figure, by_id):
            if text.endswith(f" {value}") and (name := text.removesuffix(value).strip(" :,")):
                return (
                    rank,
                    re.sub(r"^the (?=[A-Z])", "", name),
                    value,
                    figure,
                    "".join(MARKER.findall(marks) and marks),
                )
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


def _measure(figures: Sequence[Figure], by_id: dict[str, Indicator]) -> str:
    """What the values measure, with the unit where the values do not say it; "Value" where they measure several things."""
    indicators = [by_id[f.observation.indicator_id] for f in figures if f.observation.indicator_id in by_id]
    names = {w.measure_name(i) for i in indicators}
    if len(names) > 1:
        names = {i.family or i.name for i in indicators}
    units = {f.observation.unit for f in figures}
    said = UNITS.get(next(iter(units))) if len(units) == 1 else None
    name = w.upper_first(next(iter(names))) if len(names) == 1 else "Value"
    return plain(f"{name} ({said})" if said else name)


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
