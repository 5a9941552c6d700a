"""The fewest verbatim sentences that answer a question, each with its page, and how sure one may be of them.

Nothing is put in other words here: every sentence stands on the page it is cited from. What makes an answer sure is in
`confidence`; which passages to look at is left to `retrieve`.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant import acts
from assistant.confidence import sureness, surest
from assistant.focus import BECAUSE, MEANS, MEANT, WHY, asks_place, holds, kinds_asked
from assistant.on_page import NUMBERED, page_of, shown
from assistant.retrieve import parts, worded
from assistant.schema import Hit, Query
from assistant.sentences import (
    ADDRESS,
    REFERENCES,
    Line,
    LineKind,
    Vectors,
    cosines,
    pieces_met,
    read,
    spoken,
    words_of,
)
from assistant.whereabouts import ground, named_in, whereabouts
from ingest.chunk import lines
from ingest.index import Index
from ingest.schema import Box, Passage

ExtractStatus = Literal["answered", "partly", "nearest", "not_found"]

N_READ = 6  # passages whose lines are weighed
N_BESIDE = 4  # of which this many with what else stands on their pages
BESIDE = 0.02  # taken from the score of a passage that was not found itself
# What a line's score is made of, beside HERE. A conditional logit over the lines read for 471 questions whose answer stands in
# one of them, divided by a common number: with the documents of an eighth left out of the fit in turn, the line to quote is
# first for 66 %, in three for 85 %.
PIECES = 2.2  # how near the question's word pieces, read in their sentence, come to its own and its headings'
BEFORE = 1.0  # how much nearer they come when the line before is read with it
PASSAGE = 2.0  # its passage's score
COSINE = 0.65  # of the line as a whole with the question
KIND = 0.35  # an amount, a number, a date
NAMED = 0.1
COUNTED = 0.2  # for a number of just what "how many" asks for
ACT = 0.3  # for what "who", "when" or "how" asks was done, said by another verb perhaps
DEFINED = 0.4  # for "X is …" where the question asks what X is, or "is considered to be" where it asks what counts as X
REASON = 0.25  # for "because" where the question asks why
PLACES = 0.2  # for a place that the question does not name, and again for a second, where it asks for places
ROW = 0.25  # for a row of a table whose label the question names
LABEL = 0.3  # taken from headings and other fragments, and from what stands in many documents alike
LONG = 0.13  # taken from a line of 400 characters or more, and less from a shorter one
LONGEST = 400
REFERRED = 0.3  # taken from the notes and sources at a document's end
HERE = 0.4  # for a line that names the place asked about, and taken from one that names only others
BETTER = 0.2  # than the lines quoted, by which a line of another document must answer a part of a question
NEW = 0.1  # for words of the question that the lines chosen so far do not hold
WHERE_TO_READ = re.compile(r"\b(?:source|link|url|website|web ?page|where can (?:i|we) (?:read|find|get|see))\b", re.I)
UNSAID = ("label", "head")  # kinds of lines that say nothing by themselves
MAX_LINES = 5
MAX_CHARS = 900
MAX_ITEMS = 10
AGAIN = 0.15  # of a line's words may be new for it to be left out as said already
GOES_ON = 0.7  # of a line's cosine that the sentence after it must have to be quoted with it
TWO_SENTENCES = 300  # characters
ENOUGH = 0.84  # of the best line's score, below which a further line is not worth reading
ANSWERED = 0.5  # on reports left out of the fit, about one answerable question in nine lies below
UNTOLD = 0.45  # the most that is given to sentences that do not tell of what the question asks was done
NEAR = 0.2  # below which the nearest sentences are not worth offering
NEAREST = 2  # sentences of what is only near
FAR = 0.3  # of the best passage's score, below which nothing near is held: no answerable question has less than 0.38
# Answers nothing, and adds nothing to an answer; but "it closed in 2019 with a report, which is not held" tells when it closed.
NOT_HELD = re.compile(r"(?<!which )(?<!that )\b(?:is|are|was|were) not held\b")
PRONOUN = re.compile(
    r"^(?:it|its|they|their|them|this|these|those|that|he|she|his|her|such|both|the former|the latter)\b"
    r"|\b(?:these|those) (?:two|three|four|five|six|\w+s)\b|\ball (?:two|three|four|five|six|seven|eight|nine|ten) \w+s\b"
    r"|^the (?:project|scheme|programme|fund|trial|pilot|initiative|report|study|review|survey|focus|aim|partnership|centre|plan|deal|audit|company|firm|investment|result|first|second|latter|other|others|same)s?\b(?! of\b)"
    r"|^(?:however|also|but|and|in addition|as a result|therefore|moreover|furthermore|similarly)\b", re.I
)  # fmt: skip
REQUEST = frozenset("ani find give know list main mani much name show tell there us".split())  # noqa: SIM905 - stems that ask
WHAT_IS = re.compile(
    r"^\W*what(?:'s| is| are| was| were) (?:an? |the )?(?P<term>[\w&+'’ -]{2,60}?)(?=,? (?:and|or) (?:who|what|how|when|where|why|which)\b|[?,.]|$)",
    re.I,
)
HOW_MANY = re.compile(r"\bhow many ((?:[A-Za-z&'’-]+ ?){1,3})", re.I)
NUMBER = r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|dozens?)\b"
NO_DEED = r"(?!\s+(?:not|held|given|shown|made|(?!defined|considered|designed)\w{2,}ed)\b)"  # "X is published …" defines nothing
WHERE = {"here": 1.0, "unsaid": 0.0, "elsewhere": -1.0}
LISTS = re.compile(r"\b(?:which|what|list|name)\b(?:\s+\w+){0,3}\s+\w+s\b|\bwhat (?:are|were)\b|\blist\b", re.I)


@dataclass(frozen=True, slots=True)
class Support:
    """One sentence, list item or table row as printed, where it stands, and the passage it was found in."""

    text: str
    document_id: str
    page: int
    boxes: tuple[Box, ...]
    passage_id: str
    score: float
    kind: LineKind = "sentence"


@dataclass(frozen=True, slots=True)
class Extract:
    """What the passages say to a question. `confidence` is the chance that they answer it; `reasons` say what lacks."""

    sentences: tuple[Support, ...]
    confidence: float
    status: ExtractStatus
    reasons: tuple[str, ...] = ()

    def as_nearest(self) -> "Extract":
        """The first sentences, or the first row under its heads, offered as what is near rather than as the answer."""
        said = [n for n, s in enumerate(self.sentences) if s.kind not in UNSAID]
        last = said[:1] if said and self.sentences[said[0]].kind == "row" else said[:NEAREST]
        return replace(self, status="nearest", sentences=self.sentences[: last[-1] + 1 if last else 0])


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A line with its score and the question's words it holds."""

    line: Line
    score: float
    words: frozenset[str]
    away: bool  # whether it speaks of another place than the one asked about, or gives a source's address


def extract(query: Query, hits: Sequence[Hit], index: Index, without: Container[LineKind] = ()) -> Extract:
    """The sentences that answer, with a calibrated confidence; nearest or not found where they do not.

    Lines of the kinds in `without` are not quoted, as rows where only prose is wanted.
    """
    hits = [hit for hit in hits if index.document(hit.document_id).kind != "table"]  # a table's card says nothing
    if not hits or hits[0].score < FAR:
        return Extract((), 0.0, "not_found", ("nothing near is held",))
    query = replace(query, text=worded(query.text, hits, index))
    passages = [(p, score) for p, score in _passages(hits[:N_READ], index) if not _elsewhere(p, query, index)]
    if not passages:
        return Extract((), 0.0, "not_found", ("what is near is about other places",))
    asked = weights(query.text, index)
    near = cosines([passage for passage, _ in passages], query.text, index)
    weighed = [w for w in _weighed(query, passages, near, asked, index) if w.line.kind not in without]
    chosen = _chosen(query, weighed, asked, index)
    chosen += _of_parts(query, chosen, passages, without, index)
    supports = tuple(_supports(chosen, index))
    said = [w.line for w in weighed if not w.away and w.line.kind not in UNSAID]
    if not said:
        return Extract((), 0.0, "not_found", ("what is near is about other places",))
    confidence, reasons = sureness(surest(query.text, hits, said, index))
    act = acts.asked(query.text)
    if act and confidence >= ANSWERED and not any(acts.tells(support.text, act) for support in supports):
        confidence, reasons = UNTOLD, ("what was done is not in the sentences found",)
    if not supports:
        return Extract((), min(confidence, NEAR), "not_found", reasons or ("nothing near is held",))
    if confidence >= ANSWERED:
        return Extract(supports, confidence, "answered", reasons)
    if confidence >= NEAR:
        return Extract(supports, confidence, "nearest", reasons).as_nearest()
    return Extract((), confidence, "not_found", reasons)


def weights(text: str, index: Index) -> dict[str, float]:
    """The words of a question that carry its subject, each with how rare it is; they add up to 1."""
    raw = {word: index.rarity(word) for word in words_of(text) - REQUEST}
    total = sum(raw.values()) or 1.0
    return {word: value / total for word, value in raw.items()}


def _passages(hits: Sequence[Hit], index: Index) -> list[tuple[Passage, float]]:
    """The passages of the hits with their scores, best first, each of the first few with what else its pages hold.

    A hit stands for its page, so the answer may be in another passage there.
    """
    found = {hit.passage_id: hit.score for hit in hits}
    for hit in hits[:N_BESIDE]:
        for passage in index.passages_on(hit.document_id, hit.page, hit.last_page):
            found.setdefault(passage.passage_id, hit.score - BESIDE)
    return list(zip(index.passages(list(found)), found.values(), strict=True))


def _elsewhere(passage: Passage, query: Query, index: Index) -> bool:
    """Whether a passage is about other places than the question's, and does not even name them."""
    named = [place for mention in query.mentions for place in mention.candidates]
    if not named or not passage.place_codes:
        return False
    if {place.code for place in (*named, *query.places)} & set(passage.place_codes):
        return False
    said = spoken(passage, index)
    return not any(words_of(mention.text) <= said for mention in query.mentions)


def _weighed(
    query: Query,
    passages: Sequence[tuple[Passage, float]],
    near: Sequence[Vectors],
    asked: dict[str, float],
    index: Index,
) -> list[_Weighed]:
    """Every line of the passages with its score, best first: nearness, place, and the kind of answer asked for."""
    wanted = kinds_asked(query.text)
    about = ground(query, index.gazetteer)
    place_sought = asks_place(query.text)
    sources_sought = bool(WHERE_TO_READ.search(query.text))
    sought = [*counted(query.text), *defined(query.text), *explained(query.text)]
    said = words_of(query.text)
    act = acts.asked(query.text)
    met = pieces_met([passage for passage, _ in passages], query.text, index)
    found = []
    for (passage, passage_score), cosine, pieces in zip(passages, near, met, strict=True):
        referred = not sources_sought and bool(passage.heading_path and REFERENCES.match(passage.heading_path[-1]))
        for line in read(passage, cosine):
            alone = float(pieces.line[line.number])
            score = PIECES * alone + BEFORE * (float(pieces.together[line.number]) - alone)
            score += PASSAGE * passage_score + COSINE * line.cosine
            words = words_of(line.text)
            kinds = {kind for kind in wanted if holds(kind, line.text, query.text)}
            score += KIND * len(kinds - {"name"}) / max(1, len(wanted - {"name"})) + NAMED * ("name" in kinds)
            score += sum(bonus for pattern, bonus in sought if pattern.search(line.text))
            score += ACT * (act is not None and acts.says(line.text, act))
            where = whereabouts(line.text, about, index.gazetteer)
            score += HERE * WHERE[where]
            if place_sought:
                score += PLACES * min(
                    2, sum(not words_of(name) <= said for name in named_in(line.text, index.gazetteer))
                )
            if line.kind == "row" and (label := words_of(line.text.split("\t")[0])) and label <= asked.keys():
                score += ROW
            score -= LABEL * (line.kind in UNSAID or line.text in index.boilerplate)
            score -= REFERRED * referred
            score -= LONG * min(len(line.text), LONGEST) / LONGEST
            away = (where == "elsewhere" and not place_sought) or (referred and bool(ADDRESS.search(line.text)))
            found.append(_Weighed(line, score, words & asked.keys(), away))
    return sorted(found, key=lambda w: -w.score)


Sought = tuple[re.Pattern[str], float]


def counted(question: str) -> list[Sought]:
    """A pattern for a number of what "how many …" asks for: "39 LEPs" for "how many LEPs are there"."""
    if not (asked := HOW_MANY.search(question)):
        return []
    nouns = [word for word in re.findall(r"[A-Za-z]{3,}", asked[1]) if words_of(word)]
    if not nouns:
        return []
    stems = "|".join(re.escape(noun[: max(3, len(noun) - 2)]) for noun in nouns)
    return [(re.compile(rf"{NUMBER}(?:\W+\w+){{0,2}}\W+(?:{stems})", re.I), COUNTED)]


def defined(question: str) -> list[Sought]:
    """A pattern for a sentence that says what the thing asked about is, "A LEP is …", or what counts as it."""
    if MEANT.search(question):
        return [(MEANS, DEFINED)]
    if not (asked := WHAT_IS.match(question)):
        return []
    term = r"\W+".join(re.escape(word) for word in re.findall(r"[\w&+'’]+", asked["term"]))
    is_it = rf"^(?:\W*\w+\W+){{0,2}}{term}s?\b(?:\W+\w+){{0,2}}\W+(?:is|are|was|were|means?|stands? for)\b{NO_DEED}"
    return [(re.compile(is_it, re.I), DEFINED)]


def explained(question: str) -> list[Sought]:
    """A pattern for words that give a reason, where the question asks for one."""
    return [(BECAUSE, REASON)] if WHY.search(question) else []


def _chosen(query: Query, weighed: list[_Weighed], asked: dict[str, float], index: Index) -> list[list[Line]]:
    """Runs of lines to quote: the best line with what it needs beside it, then lines that add what is still missing."""
    runs: list[list[Line]] = []
    taken: set[tuple[str, int]] = set()
    covered: set[str] = set()
    size = 0
    pool = [w for w in weighed if w.line.kind not in UNSAID and not w.away]
    away = {(w.line.passage.passage_id, w.line.number) for w in weighed if w.away}
    while pool and len(taken) < MAX_LINES and size < MAX_CHARS:
        best = max(pool, key=lambda w: w.score + NEW * sum(asked[word] for word in w.words - covered))
        pool.remove(best)
        if (best.line.passage.passage_id, best.line.number) in taken:
            continue
        if runs and best.score < ENOUGH * weighed[0].score:
            break
        if runs and NOT_HELD.search(best.line.text):
            continue
        if runs and runs[0][-1].kind != "row" and _of_numbers(best.line) and not best.words - covered:
            continue  # beside a sentence, figures of which nothing more is asked
        if any(_says_again(best.line, line) for run in runs for line in run):
            continue
        run = [
            line
            for line in _with_neighbours(best.line, query, weighed, asked, index)
            if (line.passage.passage_id, line.number) not in taken | away
        ]
        if size and size + sum(len(line.text) for line in run) > MAX_CHARS:
            run = [best.line]
        if not all(page_of(line.text, line.passage, index) for line in run):
            run = [line for line in run if page_of(line.text, line.passage, index)]
        if not run:
            continue
        table = next((other for other in runs if _same_table(other, run)), None)
        if table is not None:
            table += run
        else:
            runs.append(run)
        taken |= {(line.passage.passage_id, line.number) for line in run}
        size += sum(len(line.text) for line in run)
        covered |= {word for line in run for word in words_of(line.text)}
    return runs


def _of_parts(
    query: Query,
    chosen: Sequence[Sequence[Line]],
    passages: Sequence[tuple[Passage, float]],
    without: Container[LineKind],
    index: Index,
) -> list[list[Line]]:
    """For each part of a question that asks for several things, the line that answers it best, with what it needs.

    Only where that line stands in a document that is not quoted yet, and answers the part better than those that are.
    """
    found: list[list[Line]] = []
    quoted = {line.passage.document_id for run in chosen for line in run}
    for part in parts(query.text) if chosen else ():
        asked = weights(part, index)
        near = cosines([passage for passage, _ in passages], part, index)
        weighed = _weighed(replace(query, text=part), passages, near, asked, index)
        pool = [w for w in weighed if not (w.away or w.line.kind in UNSAID or w.line.kind in without)]
        pool = [w for w in pool if not NOT_HELD.search(w.line.text)]
        held = max((w.score for w in pool if w.line.passage.document_id in quoted), default=0.0)
        for best in (w for w in pool if w.score >= held + BETTER):
            run = _with_neighbours(best.line, query, weighed, asked, index)
            if all(page_of(line.text, line.passage, index) for line in run):
                found.append(run)
                quoted.add(best.line.passage.document_id)
                break
    return found


def _says_again(line: Line, said: Line) -> bool:
    """Whether a line says little but what another has said: nearly all of its words, and no number of its own."""
    words, held = words_of(line.text), words_of(said.text)
    new = words - held
    return len(new) <= AGAIN * len(words) and not any(word[:1].isdigit() for word in new)


def _of_numbers(line: Line) -> bool:
    """Whether a line is a row that holds only figures beside its label."""
    cells = line.text.split("\t")[1:]
    return line.kind == "row" and not any(re.search(r"[^\W\d_]{4}", cell) for cell in cells)


def _same_table(run: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether both runs are of rows of one passage, which are read together."""
    return run[-1].kind == other[-1].kind == "row" and run[-1].passage.passage_id == other[-1].passage.passage_id


def _with_neighbours(
    line: Line, query: Query, weighed: list[_Weighed], asked: dict[str, float], index: Index
) -> list[Line]:
    """The line with the lines it cannot do without: the lead of a list, the row of headings, the sentence before."""
    beside = {w.line.number: w.line for w in weighed if w.line.passage.passage_id == line.passage.passage_id}
    before, after = beside.get(line.number - 1), beside.get(line.number + 1)
    if line.text.endswith(":"):
        return [line, *_items_after(line, beside)]
    if line.kind == "item":
        lead = _lead(line, beside)
        if lead and LISTS.search(query.text):
            return [lead, *_items_after(lead, beside)]
        return [lead, line] if lead else _with_next(line, after, asked)
    if line.kind == "row":
        return [*_above(line, beside), line]
    run = _with_next(line, after, asked)
    if PRONOUN.search(NUMBERED.sub("", line.text)):
        before = before or _end_of_the_last(line, index)
        run = [before, *run] if before and before.kind in ("sentence", "item") else run
    return run


def _end_of_the_last(line: Line, index: Index) -> Line | None:
    """The last line of the passage before a passage's first line, where it stands on the same page or the one before."""
    passage = line.passage
    around = index.passages_on(passage.document_id, max(1, passage.first_page - 1), passage.first_page)
    at = next((i for i, other in enumerate(around) if other.passage_id == passage.passage_id), 0)
    if at == 0 or around[at - 1].kind != "text" or around[at - 1].heading_path != passage.heading_path:
        return None
    return read(around[at - 1], [0.0] * len(lines(around[at - 1])))[-1]


def _with_next(line: Line, after: Line | None, asked: dict[str, float]) -> list[Line]:
    """The line, with the sentence that follows it where both are short and that one goes on about the same thing."""
    if after is None or after.kind != "sentence" or len(line.text) + len(after.text) >= TWO_SENTENCES:
        return [line]
    goes_on = PRONOUN.search(after.text) or words_of(after.text) & asked.keys() or after.cosine >= GOES_ON * line.cosine
    return [line, after] if goes_on else [line]


def _above(row: Line, beside: dict[int, Line]) -> list[Line]:
    """The caption and the heads over a row: its numbers say nothing without them."""
    number = row.number - 1
    while number >= 0 and beside[number].kind == "row":
        number -= 1
    heads = [beside[n] for n in (number - 1, number) if n >= 0 and beside[n].kind in UNSAID]
    return heads if row.passage.kind == "text" else heads[-1:]


def _lead(item: Line, beside: dict[int, Line]) -> Line | None:
    """The line that leads a list in, above its items."""
    for number in range(item.number - 1, -1, -1):
        line = beside[number]
        if line.kind != "item":
            return line if line.text.endswith(":") else None
    return None


def _items_after(lead: Line, beside: dict[int, Line]) -> list[Line]:
    """The items under a lead line, at most ten."""
    items: list[Line] = []
    for number in range(lead.number + 1, lead.number + 1 + MAX_ITEMS):
        line = beside.get(number)
        if line is None or line.kind != "item":
            break
        items.append(line)
    return items


def _supports(runs: Iterable[Sequence[Line]], index: Index) -> Iterable[Support]:
    """The runs as quotations: in the order of the page within a run, each with its page and boxes."""
    for run in runs:
        for line in run if run[0].passage is not run[-1].passage else sorted(run, key=lambda x: x.number):
            page = page_of(line.text, line.passage, index)
            if page is None:
                continue
            text = shown(line.text)
            passage = line.passage
            yield Support(
                text, passage.document_id, page, _boxes(line, page, index), passage.passage_id, line.cosine, line.kind
            )


def _boxes(line: Line, page: int, index: Index) -> tuple[Box, ...]:
    """The boxes of a line on its page; of a row, those of its cells that stand on one height."""
    document_id = line.passage.document_id
    if boxes := index.highlight(document_id, page, shown(line.text)):
        return boxes
    cells = [index.highlight(document_id, page, cell) for cell in line.text.split("\t") if len(cell) > 2]
    found = tuple(dict.fromkeys(box for boxes in cells for box in boxes[:2]))
    return found or tuple(box for box in line.passage.boxes if box.page == page)
