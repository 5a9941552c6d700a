"""Two things asked at once, of the figures, the reports or both: each answered by itself, the answers joined.

"How many jobs are in Cumbria, and what does its growth deal promise?"
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.cite import MARKER
from assistant.cues import AREA, HIGH, LOW
from assistant.held import ALIKE
from assistant.periods import YEAR
from assistant.schema import Answer, Outcome, Turn
from assistant.wording import lower_first, place_name

_SECOND = re.compile(
    r"(?:\s*[,;?.]+\s*(?:and |also |plus )?|\s+(?:and|plus|also)\s+)(?=(?:then |also )?(?:what|which|who|whose|when|where|why|how)(?:'s)?\b(?! (?:much|many|far) (?:more|less|fewer|higher|lower|ahead|behind)\b))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:[\w'’]+\W+){0,2}?(?:what|which|(?<!people )(?<!those )(?<!residents )who|whose|when|where|why|how)\b",
    re.IGNORECASE,
)
_LEAST = 3  # words of a question
_PARTS_OF_COUNTRY = frozenset({"part", "parts", "bit", "corner"})  # "which part of England …": any of its areas
SURE = 0.7  # confidence from which the reports answer one of two questions, where they do not answer them together

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
    quoted = [a for a in both if a.status == "answered" and not a.figures]
    more = whole.status in ("not_found", "nearest") and (len(quoted) == 2 or any(a.confidence >= SURE for a in quoted))
    if not (told or more) or all(_is_covered(a, whole) for a in both):
        return None
    unexplained = [word for word in whole.query.unexplained if word not in _PARTS_OF_COUNTRY]
    settled = whole.status == "answered" and not (whole.figures and unexplained)
    goes_on = second.query.follows and set(second.query.concepts) <= set(whole.query.concepts) and first.figures
    if settled and (goes_on or any(a.status != "answered" for a in both)):
        return None
    return joined(question, whole, parts, first, second)


# A figure of the place that is first or last by another: "the pay in the LEP with the highest GVA per head".
_OF_THE_FIRST = re.compile(
    rf"^(?P<what>.{{8,}}?) (?:of|in|for|at|across) the (?P<kind>{AREA}) (?:with|(?:that|which) (?:has|had)|having) (?P<end>(?:the )?(?:{HIGH}|{LOW}) [^?]{{3,}}?)\W*$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(rf" (?:in|for) {YEAR}\b")


def of_the_first(question: str, answer_of: AnswerOf) -> Answer | None:
    """The figure asked for of a place that another figure tells, after the order that tells it; None for any other question."""
    if (asked := _OF_THE_FIRST.match(question)) is None:
        return None
    which = f"Which {asked['kind']} has {asked['end']}?"
    order = answer_of(which, ())
    if order.status not in ("answered", "nearest") or order.query.operation != "rank" or not order.figures:
        return None
    first = order.figures[0].observation
    year = _IN_YEAR.search(asked["end"])
    when = year[0] if year and not _IN_YEAR.search(asked["what"]) else ""
    kind = "region" if first.place_type == "ITL1" else first.place_type
    of_place = f"{asked['what']} in {place_name(first.place_name, kind, say_type=True)}{when}?"
    told = answer_of(of_place, ())
    if not told.figures or told.status == "ambiguous":
        return None
    same = {f.observation.place_name for f in told.figures} == {first.place_name}
    alike = {f.observation.place_type for f in told.figures} <= {first.place_type, *ALIKE.get(first.place_type, ())}
    answer = joined(question, told, (which, of_place), order, told)
    asks = replace(told.query, question=question, text=question)  # so that "and in 2015?" goes on with the place told
    return replace(answer, query=asks, status=answer.status if same and alike else "partly")


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
