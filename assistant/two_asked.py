"""Two things asked at once, one of the figures and one of the reports: each answered by itself, the answers joined.

"How many jobs are in Cumbria, and what does its growth deal promise?"
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.cite import MARKER
from assistant.schema import Answer, Outcome, Turn
from assistant.wording import lower_first

_SECOND = re.compile(
    r"(?:\s*[,;?.]+\s*(?:and |also |plus )?|\s+(?:and|plus|also)\s+)(?=(?:then |also )?(?:what|which|who|whose|when|where|why|how)(?:'s)?\b(?! (?:much|many|far) (?:more|less|fewer|higher|lower|ahead|behind)\b))",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\W*(?:[\w'’]+\W+){0,2}?(?:what|which|who|whose|when|where|why|how)\b", re.IGNORECASE)
_LEAST = 3  # words of a question

AnswerOf = Callable[[str, Sequence[Turn]], Answer]


def asked_apart(question: str) -> tuple[str, str] | None:
    """The two questions of one sentence, where the second begins with its own word of asking; None for one question."""
    cuts = [m for m in _SECOND.finditer(question) if m.start()]
    if len(cuts) != 1:
        return None
    first, second = question[: cuts[0].start()], question[cuts[0].end() :]
    if not (_ASKS.match(first) or re.search(r"\b(?:and|plus|also)\b", cuts[0][0], re.IGNORECASE)):
        return None  # "Out of the northern LEPs, which …" is one question
    enough = all(len(part.split()) >= _LEAST for part in (first, second))
    return (f"{first.strip()}?", second.strip()) if enough else None


def each_answered(question: str, whole: Answer, history: Sequence[Turn], answer_of: AnswerOf) -> Answer | None:
    """The answers to the two questions of one sentence, of which `whole` answers at most one; None where they do no better."""
    if (parts := asked_apart(question)) is None:
        return None
    first = answer_of(parts[0], history)
    second = answer_of(parts[1], (*history, Turn(parts[0], first)))
    both = (first, second)
    told = [a for a in both if a.figures and not a.query.unexplained and a.status != "ambiguous"]
    if any(a.status in ("ambiguous", "blocked") for a in both) and whole.status not in ("ambiguous", "not_found"):
        return None
    if not told or all(_is_covered(a, whole) for a in both):
        return None
    settled = whole.status == "answered" and not (whole.figures and whole.query.unexplained)
    goes_on = second.query.follows and set(second.query.concepts) <= set(whole.query.concepts) and first.figures
    if settled and (goes_on or any(a.status != "answered" for a in both)):
        return None
    return joined(question, whole, parts, first, second)


def _is_covered(part: Answer, whole: Answer) -> bool:
    """True when the whole answer has the figures of a part, or quotes a page that the part quotes."""
    if part.figures:
        held = {(f.label, f.observation.place_code) for f in whole.figures}
        return {(f.label, f.observation.place_code) for f in part.figures} <= held
    pages = {(c.document_id, c.page) for c in whole.citations if c.page}
    return bool(pages & {(c.document_id, c.page) for c in part.citations if c.page})


def joined(question: str, whole: Answer, parts: tuple[str, str], first: Answer, second: Answer) -> Answer:
    """Both answers as one: the second in a paragraph of its own, its markers and figures counted on from the first's."""
    markers = max((c.marker for c in first.citations), default=0)
    figures = len(first.figures)
    texts = [first.text, MARKER.sub(lambda m: f"[{int(m[1]) + markers}]", second.text)]
    for n, answer in enumerate((first, second)):
        if not answer.figures and answer.status != "answered":
            texts[n] = f"On “{parts[n]}”: {lower_first(texts[n])}"
    main = first if first.figures else second
    places = {p.code: p for a in (first, second) for p in a.query.places}
    return replace(
        main,
        query=replace(main.query, question=question, text=whole.query.text, places=tuple(places.values()), follows=whole.query.follows),
        text="\n\n".join(texts),
        status=_status(first.status, second.status),
        confidence=min(first.confidence, second.confidence),
        figures=(*first.figures, *(replace(f, marker=f.marker + markers) for f in second.figures)),
        derivations=(*first.derivations, *(replace(d, inputs=tuple(i + figures for i in d.inputs)) for d in second.derivations)),
        citations=(*first.citations, *(replace(c, marker=c.marker + markers) for c in second.citations)),
        hits=whole.hits,
        cells=(*first.cells, *second.cells),
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
        suggestions=tuple(dict.fromkeys((*first.suggestions, *second.suggestions))),
    )  # fmt: skip


def _status(first: Outcome, second: Outcome) -> Outcome:
    """Answered when both are; partly when one is; else the nearer of the two."""
    statuses = {first, second}
    if statuses == {"answered"}:
        return "answered"
    if statuses & {"answered", "partly"}:
        return "partly"
    return "nearest" if "nearest" in statuses else first
