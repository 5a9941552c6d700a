"""Plain figures, and beside them those of the region, the nation or the neighbours where these are asked for."""

from assistant.figures.compare import compare, only_neighbours
from assistant.figures.draft import Draft, Findings
from assistant.figures.plain import plain


def value(draft: Draft) -> Findings | None:
    """Each place, measure and year asked for, compared where the question names a relation."""
    if not only_neighbours(draft):
        plain(draft)
    return compare(draft) if draft.query.relations else draft.findings()
