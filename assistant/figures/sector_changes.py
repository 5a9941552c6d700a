"""A place's sectors in order of how much their output, or their jobs, changed."""

from assistant import operations as op
from assistant import wording as w
from assistant.figures.change import FASTEST
from assistant.figures.choose import explicit
from assistant.figures.draft import Draft, Findings
from assistant.figures.ends import ends
from assistant.figures.rank_change import Changed, span_of, then_and_now
from assistant.figures.say import year_not_held
from assistant.held import Series
from assistant.numbers import written
from ingest.schema import Mention

AMOUNTS = ("gva_sector", "employees_sector")
SHOWN = 5


def sector_changes(draft: Draft, mention: Mention) -> Findings | None:
    """The sectors whose figure rose most, or fell most; None where no two years of any are held.

    By the amount, or by the percentage where "fastest" or per cent is asked for; both are said.
    """
    concepts = [c for c in draft.query.concepts if c in AMOUNTS]
    for concept in concepts:
        options = draft.held.options(mention, draft.held.measures.by_concept[concept], explicit(draft, mention))
        mine = [s for s in options if s.place == options[0].place]
        found = [(s, changed, wanting) for s in mine if (told := _change(draft, s)) for changed, wanting in [told]]
        if not found:
            continue
        falls = draft.cues.rising is False
        lowest = falls != draft.cues.lowest
        percent = FASTEST.search(draft.low) is not None

        def size(one: tuple[Series, Changed, tuple[str, ...]], percent: bool = percent) -> float:
            return one[1].result.value if percent else op.change(one[1].earlier, one[1].later).value

        found.sort(key=size, reverse=not lowest)
        s, first, wanting = found[0]
        if wanting:
            year_not_held(draft, s, wanting)
        which = (
            f"largest {'fall' if falls else 'rise'}"
            if not draft.cues.lowest
            else f"smallest {'fall' if falls else 'rise'}"
        )
        name = "GVA" if concept == "gva_sector" else "full-time employees"
        items = []
        for one, changed, _ in found[: draft.cues.limit or SHOWN]:
            amount = draft.derive("change", op.change(changed.earlier, changed.later), changed.earlier, changed.later)
            draft.derive("percent_change", changed.result, changed.earlier, changed.later)
            by = written(amount.value, amount.unit, exact=False) if amount else ""
            label = w.lower_first(one.indicator.breakdown or one.indicator.label)
            text = f"{label} {by} ({written(changed.result.value, '%')}), {then_and_now(changed, one.indicator)}"
            items.append((text, (changed.earlier, changed.later)))
        draft.places.append(s.place)
        draft.itemise(
            f"By change in {name} {span_of(first, s.indicator)}, {which} first of the {len(found)} sectors held for {w.place_name(s.place.name, s.place.place_type)}",
            items,
        )
        formula = f"rank by change among the {len(found)} sectors held"
        draft.derive("rank", op.Result(1, f"rank of {len(found)}", formula), first.earlier, first.later)
        draft.caveat(s.indicator)
        return draft.findings()
    return None


def _change(draft: Draft, s: Series) -> tuple[Changed, tuple[str, ...]] | None:
    """The change of one sector over the time asked for, and the years wanting; None where it cannot be told."""
    earlier, later, wanting = ends(draft, s)
    if earlier is None or later is None:
        return None
    result = op.percent_change(earlier, later)
    return (Changed(earlier, later, result), wanting) if result is not None else None
