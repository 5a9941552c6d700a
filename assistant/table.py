"""A question about one table given as a file, answered as published: the Answer form of what `published` finds."""

from pathlib import Path

from assistant.ask import refused
from assistant.cite import answer_id
from assistant.published import answer_file
from assistant.schema import Answer, Citation, Derivation, Query
from ingest.errors import UnreadableTable


def answer_about_table(path: Path, question: str) -> Answer:
    """The answer from the table alone, each value with its row and column. Raises UnreadableTable for a missing file."""
    if blocked := refused(question):
        return blocked
    if not path.is_file():
        raise UnreadableTable(f"{path}: no such file; give a CSV, XLSX or XLS table")
    found = answer_file(path, question)
    citations = tuple(
        Citation(
            marker=1,
            document_id=path.stem,
            document=path.name,
            locator=f"row {cell.row_label}, column {cell.column_label}",
            quote=cell.value,
            title=path.name,
            table_id=path.stem,
            row=cell.row_label,
            column=cell.column_label,
        )
        for cell in found.located[:50]
    )
    text = found.text or "The table does not answer that, or not surely enough."
    return Answer(
        query=Query(question, question),
        text=text,
        status=found.status,
        confidence=found.confidence,
        derivations=tuple(
            Derivation(d.operation, d.value, d.unit, d.formula, ()) for d in found.derivations if d.value is not None
        ),
        citations=citations,
        cells=found.cells,
        warnings=tuple(found.reasons) if found.status != "answered" else (),
        answer_id=answer_id(path.name, question, text),
    )
