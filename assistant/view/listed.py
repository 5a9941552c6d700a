"""An answer's words as Markdown: lists of figures as tables, the labels of a profile in bold, markers as links."""

import re

from assistant.held import Held
from assistant.rows import FEWEST_ROWS, Rows, blocks
from assistant.schema import Answer
from assistant.view.text import plain, with_markers

LABEL = re.compile(r"(- )((?:[^:\\]|\\[^:]){3,90}?)(\\:)(?= )")


def answer_markdown(answer: Answer, held: Held, anchor: str | None) -> str:
    """The answer's text as Markdown, markers linked to the cards named `anchor` and their number, in bold without one."""
    known = frozenset(c.marker for c in answer.citations)
    drawn = [
        _table(block, known, anchor) if isinstance(block, Rows) else _bold_labels(with_markers("\n".join(block), known, anchor))
        for block in blocks(answer, held.measures.indicators)
    ]  # fmt: skip
    return "\n\n".join(part for part in drawn if part)


def _bold_labels(drawn: str) -> str:
    """A list whose items each begin with a label and a colon, the labels in bold; anything else as it is."""
    items = drawn.split("\n")
    labels = [LABEL.match(item) for item in items]
    if len(items) < FEWEST_ROWS or not all(labels):
        return drawn
    return "\n".join(f"- **{m[2]}{m[3]}**{item[m.end() :]}" for item, m in zip(items, labels, strict=True) if m)


def _table(rows: Rows, known: frozenset[int], anchor: str | None) -> str:
    """The rows as a Markdown table; the markers stand in the head where all rows share them."""
    measure = f"{plain(rows.measure)} {with_markers(rows.marks, known, anchor)}".strip()
    lines = [["Rank"] * rows.ranked + [plain(rows.kind), measure] + [""] * (not rows.marks)]
    lines.append(["---:"] * rows.ranked + ["---", "---:"] + ["---"] * (not rows.marks))
    for row in rows.rows:
        own = [with_markers(row.marks, known, anchor)] * (not rows.marks)
        lines.append([row.rank] * rows.ranked + [plain(row.name), plain(row.value), *own])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
