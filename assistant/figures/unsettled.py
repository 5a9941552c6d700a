"""Questions that the figures do not settle: forecasts and causes."""

from dataclasses import replace

from assistant.figures.change import change
from assistant.figures.choose import name_of
from assistant.figures.compare import compare
from assistant.figures.draft import Draft, Findings
from assistant.figures.value import value
from assistant.periods import Asked


def forecast(draft: Draft) -> Findings | None:
    """No forecast is held: the latest figure is offered."""
    draft.say(
        f"No forecast is held for {name_of(draft, draft.query.concepts[0])}; the reports and tables end in the years they cover."
    )
    latest = Draft(replace(draft.query, asked=Asked(), operation=None), draft.held)
    latest.sentences = list(draft.sentences)
    if not draft.query.mentions:
        draft.status = "not_found"
        return draft.findings()
    value(latest)
    latest.status = "nearest" if latest.figures else "not_found"
    return latest.findings()


def why(draft: Draft) -> Findings | None:
    """Causes are not held: the change is given, and a wrong direction corrected."""
    inner = Draft(draft.query, draft.held)
    if (
        draft.query.asked.ranged
        or len(draft.query.asked.years) > 1
        or draft.cues.rising is not None
        or "change" in draft.cues.names
    ):
        change(inner)
    elif len(draft.query.mentions) > 1:
        compare(inner)
    else:
        value(inner)
    if not inner.figures:
        return inner.findings()
    changed = next((d for d in inner.derivations if d.operation == "change"), None)
    lead = "The tables do not say why; they hold only the figures."
    if (
        changed is not None
        and draft.cues.rising is not None
        and changed.value != 0
        and (changed.value > 0) != draft.cues.rising
    ):
        lead = f"That is not what the figures show: it {'rose' if changed.value > 0 else 'fell'}. {lead}"
    inner.sentences.insert(0, lead)
    inner.status = "nearest"
    return inner.findings()
