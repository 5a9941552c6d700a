"""Tables on a PDF page, from its drawn rules where there are any, and from how its words line up where there are not."""

from collections.abc import Iterable, Sequence

from ingest.pdf_aligned import aligned_tables, columns_of, placed
from ingest.pdf_ruled import Edge, Rule, edges, ruled_tables
from ingest.pdf_strips import Found, Glyphs, is_figure, is_row, label, strips_of


def find_tables(words: Sequence[Glyphs], rules: Iterable[Rule], width: float, height: float) -> list[Found]:
    """The tables among the words of a page, top to bottom."""
    if len(words) < 6:
        return []
    horizontal, vertical = edges(rules, width, height)
    free = set(range(len(words)))
    found: list[Found] = []
    for table in ruled_tables(words, horizontal, vertical):
        if not free.issuperset(table.words):
            continue
        table = _finer(words, table, horizontal)
        found.append(table)
        free -= set(table.words)
    found += aligned_tables(words, sorted(free), horizontal, width)
    return sorted(found, key=lambda table: (table.v0, table.u0))


def _finer(words: Sequence[Glyphs], table: Found, horizontal: list[Edge]) -> Found:
    """The table, or the one its words line up to when its drawn columns each hold several columns of figures."""
    crowded = sum(
        len(cells) > 1 and sum(is_figure(label(words, cell)) for cell in cells) > 1
        for cells in (strip.cells for k in table.cells for strip in strips_of(words, k))
    )
    if crowded < 2 or crowded < 0.25 * table.n_rows:
        return table
    strips = strips_of(words, table.words)
    marks = [is_row(words, strip) for strip in strips]
    if sum(marks) < 2:
        return table
    first, last = marks.index(True), len(marks) - 1 - marks[::-1].index(True)
    body = [strip for strip, mark in zip(strips, marks, strict=True) if mark]
    finer = placed(words, strips[: last + 1], columns_of(words, body), first, table.words, horizontal)
    return finer if finer is not None and finer.n_columns > table.n_columns else table
