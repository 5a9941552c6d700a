"""Markers and citations for sentences, and the check that every number and marker in a text is borne out by its evidence."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lookup import Findings
from assistant.numbers import Quantity, quantities, split_unit
from assistant.schema import Citation, Figure, Query
from assistant.wording import period_name
from ingest.index import Index
from ingest.schema import Indicator, Observation

REFERENCE = re.compile(r"\s*⟦([\d,]+)⟧")
MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Cited:
    """Sentences with numbered markers, the figures with theirs, and the citations in marker order."""

    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    citations: tuple[Citation, ...]


def cite_figures(findings: Findings, index: Index, first_marker: int = 1) -> Cited:
    """The findings' sentences with one marker for each table they rest on, numbered in order of first use."""
    markers: dict[str, int] = {}
    used: dict[str, list[tuple[Observation, Indicator]]] = {}
    for n in (int(i) for s in findings.sentences for group in REFERENCE.findall(s) for i in group.split(",")):
        observation, indicator = findings.figures[n]
        table = observation.cell.table_id
        markers.setdefault(table, first_marker + len(markers))
    for observation, indicator in findings.figures:
        markers.setdefault(observation.cell.table_id, first_marker + len(markers))
        used.setdefault(observation.cell.table_id, []).append((observation, indicator))

    def numbered(match: re.Match[str]) -> str:
        tables = [findings.figures[int(i)][0].cell.table_id for i in match[1].split(",")]
        return " " + "".join(f"[{m}]" for m in sorted({markers[t] for t in tables}))

    sentences = tuple(REFERENCE.sub(numbered, s) for s in findings.sentences)
    figures = tuple(Figure(o, i.label, markers[o.cell.table_id]) for o, i in findings.figures)
    citations = tuple(
        _table_citation(markers[table], table, used.get(table, []), index)
        for table in sorted(markers, key=markers.__getitem__)
    )
    return Cited(sentences, figures, citations)


def _table_citation(
    marker: int, table_id: str, used: Sequence[tuple[Observation, Indicator]], index: Index
) -> Citation:
    _observation, indicator = used[0]
    document = index.document(indicator.document_id)
    rows = list(dict.fromkeys(o.cell.row for o, _ in used))
    columns = list(dict.fromkeys(o.cell.column for o, _ in used))
    listed = ", ".join(rows[:3]) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
    locator = (
        f"row{'s' if len(rows) > 1 else ''} {listed}, column{'s' if len(columns) > 1 else ''} {', '.join(columns)}"
    )
    quote = "\n".join(f"{o.cell.row} | {o.cell.column} | {_as_held(o)}" for o, _ in used[:60])
    return Citation(
        marker=marker,
        document_id=document.document_id,
        document=document.path.name,
        locator=locator,
        quote=quote,
        title=document.title,
        publisher=indicator.source,
        published=document.published.isoformat() if document.published else None,
        url=indicator.url or document.url,
        table_id=table_id,
        row=rows[0] if len(rows) == 1 else None,
        column=columns[0] if len(columns) == 1 else None,
    )


def _as_held(observation: Observation) -> str:
    if observation.value is None:
        return observation.status
    return (
        f"{observation.value:,.10g} {observation.unit}"
        if abs(observation.value) < 1e10
        else f"{observation.value:,.0f} {observation.unit}"
    )


def borne_out_by(evidence: Iterable[str], values: Iterable[tuple[float, str]] = ()) -> list[Quantity]:
    """The numbers that evidence texts and figures hold.

    A number of a sentence is borne out by an equal one of the same kind (money, per cent, plain), allowing for the rounding
    the sentence shows; scales are compared after both are turned into single units.
    """
    known = {q for text in dict.fromkeys(evidence) for q in quantities(text)}
    for value, unit in values:
        head, scale, _ = split_unit(unit)
        share = "points" if unit.startswith("percentage point") else "%" if unit.startswith("%") else ""
        kind = {"GBP": "£", "EUR": "€", "USD": "$"}.get(head, share)
        known |= {Quantity(value * scale, "", kind, 6), Quantity(value, "", kind, 6)}
    return list(known)


def _same(said: Quantity, known: Quantity) -> bool:
    if said.kind != known.kind and {said.kind, known.kind} - {"", "year"} and "" not in (said.kind, known.kind):
        return False
    if {said.kind, known.kind} == {"%", "year"}:
        return False
    return abs(abs(said.value) - abs(known.value)) <= said.half * 1.0001 + 1e-9 * abs(known.value)


def check_figures(cited: Cited, findings: Findings, query: Query, names: Sequence[str] = ()) -> list[str]:
    """Sentences whose numbers are not those of the figures, derivations, periods or counts they rest on.

    `names` are texts that may be said without a figure, such as the names of the measures asked for.
    """
    values = [(f.observation.value, f.observation.unit) for f in cited.figures if f.observation.value is not None]
    values += [(d.value, d.unit) for d in findings.derivations]
    texts = (
        [query.question, query.text]
        + [d.formula for d in findings.derivations]
        + [d.unit for d in findings.derivations]
    )
    texts += [*names, *(c.title or "" for c in cited.citations), *(i.source for _, i in findings.figures)]
    for observation, indicator in findings.figures:
        texts += [
            observation.period,
            observation.unit,
            period_name(observation.period, indicator),
            observation.place_name,
            indicator.label,
            indicator.name,
        ]
        texts += list(indicator.periods) + [period_name(p, indicator) for p in indicator.periods]
    known = borne_out_by([*texts, "1 2 3 4 5 6 7 8 9 10 100"], values)
    return [s for s in cited.sentences if any(not any(_same(q, k) for k in known) for q in quantities(s))]


def answer_id(build_id: str, question: str, text: str) -> str:
    """A short stable id: the same question on the same build, with the same answer, has the same id."""
    return hashlib.sha256("\x1f".join((build_id, question, text)).encode()).hexdigest()[:12]
