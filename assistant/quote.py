"""Sentences found in passages, made an answer: in order, each run of them one citation; or that nothing held answers.

Which sentences those are, and how sure they are, is left to `extract`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.cues import HIGH, LOW
from assistant.extract import ANSWERED, NOT_HELD, UNSAID, Extract, Support, extract, weights
from assistant.focus import AND_SO, BECAUSE, WHY, YEAR, asks_place
from assistant.lookup import Findings
from assistant.measures import canonical
from assistant.on_page import squeezed
from assistant.qualifiers import ONLY_ASKS
from assistant.retrieve import names, worded
from assistant.schema import Answer, Citation, Hit, Outcome, Query
from assistant.sentences import words_of
from assistant.whereabouts import NATIONWIDE, WIDE, Ground, ground, whereabouts
from assistant.words import FILLER_STEMS, content_stems, normal, stem, stems, tokens
from ingest.index import Index
from ingest.schema import Document, Mention

_YEAR_SAID = r"(?<!\d)(?:{0}|{1}\s?[/–-]\s?(?:20)?{2:02d})"  # 2017, 2016/17, 2016-17; a footnote's mark may follow
MAYBE = 0.3  # confidence from which what is nearest answers as likely as not, where questions are put in the asker's own words
MAY_ANSWER = "It is not certain that this answers the question. The nearest passage says: "
NEAR_BY = "Nothing held answers that exactly. The nearest passage says: "
_END = re.compile(rf"\b(?:{HIGH}|{LOW}|strong|weak|above all)\b")
_END_ASKED = re.compile(rf"\b(?!first|last|leading|leads?\b)(?:{HIGH}|{LOW})\b")
TABULAR = ("row", *UNSAID)  # kinds of lines that a table is made of
_NTH = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:second|third|fourth|fifth)\b")
SURE_BY_MEANING = 0.9  # confidence from which rows are not asked for the very words of the question
TOLD_BY_ROWS = 0.5  # of the weight of a question's words, that rows which answer alone must hold
MAX_EXTRA_SENTENCES = 2  # of the reports, beside figures
MIN_SHARED = 4  # words, from which two quotations may be of one thing
SAME = 0.6  # of the shorter quotation's words, above which they are
SURE_OF_SUBJECT = 0.75  # confidence from which a sentence is on the subject of a question, though its words are others
FEW_WORDS = 2  # content words beside the place, up to which a question must be met in most of them
QUESTION_WORD = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|is|are|was|were|did|does|do|has|have|can)\b", re.IGNORECASE
)
# A question for the meaning of a term of a few words, and no more: "what is a growth hub?", "what's the Northern Powerhouse".
TERM = re.compile(
    r"^\W*(?:(?:and|so|but|then|now|ok(?:ay)?)\W+)*(?:what(?:'s|’s| is| are) (?:an? |(?P<the>the ))?(?P<a>[\w&+'’-]+(?: [\w&+'’-]+){0,3}?)"
    r"|what (?:does|do) (?P<b>[\w&+'’-]+(?: [\w&+'’-]+){0,3}?) (?:mean|stand for)|define (?P<c>[\w&+'’-]+(?: [\w&+'’-]+){0,3}?))\W*$",
    re.IGNORECASE,
)
# Whether something is held, or can be had: "can I get hold of the study?", "do you have the map?".
ASKS_IF_HELD = re.compile(
    r"\b(?:can|could|may|where can|where could|how can|how do) (?:i|we|one|you|anyone) (?:\w+ )?(?:get|find|read|see|have|obtain|download|send|share|access|look at)\b"
    r"|\b(?:do|did|have) you (?:hold|have|keep|got|include)\b|\b(?:is|are|was|were) (?:\w+[ ,])*?(?:held|available|published|online)\b|\bget hold of\b"
    r"|\b(?:do|does|did)\b[^?,;]*\b(?:cover|include|count|take in)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]\s")
LIKE_ITS_PEOPLE = 5  # letters by which a country and its people are known: Japan and Japanese, Germany and German
_JOINS = frozenset({"a", "an", "the", "of", "and", "&"})  # words of a term that may be left out or said otherwise
HOW_MANY = re.compile(r"\bhow many (?:\w+ )??(\w+) (?:are|is|were|was|do|did|have|has|had)\b")
LIST_ITEM = re.compile(r"^(?:\d{1,2}[.)]|[a-z][.)]|[-•–])\s")
NUMBER_ASKED = re.compile(
    r"\bhow (?:many|much|big|large|long|fast|often|high|low)\b|\b(?:what|which) (?:share|percent|proportion|number|rate|amount|figure|value|part)|\btable\b|\bcost|\bprice|\bratio|%|£|\d"
)


def quote(query: Query, found: Extract, hits: Sequence[Hit], index: Index) -> Answer:
    """Verbatim sentences, each with its page; or that nothing held answers, with the nearest passage.

    What may answer has the status "nearest"; what hardly does is given all the same, under "not_found".
    """
    if found.status == "answered":
        asked = replace(query, text=worded(query.text, hits, index))
        tests = (of_the_place, of_the_year, names_what_is_counted, says_what_it_is, says_an_end, rows_tell)
        if not all(test(asked, found, index) for test in tests):
            found = found.as_nearest()
    found = with_something_said(on_the_subject(query, prose_first(query, found)))
    runs = _runs(found.sentences, index)
    order: list[int] = []
    text = ""
    for before, support, after in zip(
        (None, *found.sentences), found.sentences, (*found.sentences[1:], None), strict=False
    ):
        run = next(n for n, members in enumerate(runs) if support in members)
        if run not in order:
            order.append(run)
        text += f"{_gap(before, support, after)}{support.text} [{order.index(run) + 1}]"
    citations = tuple(page_citation(marker, runs[run], index) for marker, run in enumerate(order, 1))
    if found.status == "not_found" or not found.sentences:
        text = "Nothing held answers that."
        if query.unexplained and query.mentions:
            text = f"Nothing held answers that for {query.mentions[0].candidates[0].name}."
        return Answer(query, text, "not_found", found.confidence, hits=hits, warnings=query.notes)
    likely = MAYBE <= found.confidence < ANSWERED
    lead = MAY_ANSWER if likely else NEAR_BY if found.status == "nearest" else ""
    status: Outcome = "not_found" if found.status == "nearest" and found.confidence < MAYBE else found.status
    return Answer(
        query, lead + text.strip(), status, found.confidence,
        citations=citations, hits=hits, warnings=(*query.notes, *differing(found.sentences, index)),
    )  # fmt: skip


def says_what_it_is(query: Query, found: Extract, index: Index) -> bool:
    """False where only the meaning of a term is asked, and no sentence found holds the term's words side by side.

    "What is a growth hub?" is not answered by growth deals and the Hub. After "the", one sentence must hold them all.
    """
    if not (asked := TERM.match(query.question)):
        return True
    term = [s for s in stems(asked["a"] or asked["b"] or asked["c"]) if s not in _JOINS]
    said = [[s for s in stems(support.text) if s not in _JOINS] for support in found.sentences]
    if asked["the"]:
        return any(set(term) <= set(words) for words in said)
    return not term or any(words[i : i + len(term)] == term for words in said for i in range(len(words)))


def names_abroad(query: Query, found: Extract, index: Index) -> bool:
    """Whether the passage quoted first speaks of each country abroad that is asked about, by its name or its people's."""
    (passage,) = index.passages([found.sentences[0].passage_id])
    said = " ".join((*passage.heading_path, passage.text)).lower()
    return all(re.search(rf"\b{re.escape(country.lower()[:LIKE_ITS_PEOPLE])}", said) for country in query.foreign)


def says_an_end(query: Query, found: Extract, index: Index) -> bool:
    """Whether what is quoted says which is first or last, where a question for places asks that.

    True where no such thing is asked. A row or a sentence about one place among others does not tell that it is the highest.
    """
    if query.operation != "rank" or not asks_place(query.text) or not _END_ASKED.search(normal(query.text)):
        return True
    return any(is_prose(s.text) and (_END.search(normal(s.text)) or _NTH.search(s.text)) for s in found.sentences)


def rows_tell(query: Query, found: Extract, index: Index) -> bool:
    """Whether rows of numbers that answer hold, in their captions, heads and headings, most of what the question asks.

    True where a sentence answers, or a row that says more than the name of the place asked about, or what is found is sure
    by its meaning.
    """
    if found.confidence >= SURE_BY_MEANING:
        return True
    rows = [s for s in found.sentences if s.kind in TABULAR]
    if not rows or found.sentences[0] not in rows:
        return True
    places = words_of(" ".join(m.text for m in query.mentions))
    if any(words - places for s in rows if s.kind == "row" and (words := _lettered(s.text))):
        return True
    said = words_of(" ".join(s.text for s in rows))
    for passage in index.passages(list(dict.fromkeys(s.passage_id for s in rows))):
        said |= words_of(" ".join((index.document(passage.document_id).title, *passage.heading_path)))
    asked = weights(query.text, index)
    return sum(share for word, share in asked.items() if word in said) >= TOLD_BY_ROWS


def _lettered(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if word.isalpha())


def names_what_is_counted(query: Query, found: Extract, index: Index) -> bool:
    """Whether what "how many" asks for is named in what is quoted: "how many farms" is not told by a quotient.

    True where nothing is counted, and where no place is named, since a report may then call it by another name.
    """
    asked = HOW_MANY.search(normal(query.text))
    if asked is None or not query.mentions or stem(asked[1]) in FILLER_STEMS:
        return True
    return any(canonical(asked[1]) in map(canonical, tokens(s.text)) for s in found.sentences)


def of_the_place(query: Query, found: Extract, index: Index) -> bool:
    """Whether the places asked about, or ones within them, are named in what is quoted, its headings or title.

    True where no place is asked about, or only a whole country. Where something is to be done with figures, one of the
    places named anywhere on the page quoted first is enough.
    """
    about = ground(query, index.gazetteer)
    if not about.asked or not found.sentences:
        return True
    areas = [m for m in query.mentions if m.candidates[0].place_type not in WIDE]
    if query.operation is None and areas:
        return all(_is_named(m, query, found, index) for m in areas)
    if query.operation is None:
        return True
    (passage,) = index.passages([found.sentences[0].passage_id])
    page = index.page(passage.document_id, found.sentences[0].page).text
    said = (page, passage.text, *passage.heading_path, index.document(passage.document_id).title)
    words = words_of(" ".join(said))
    named = (m for m in query.mentions if m.candidates[0].name not in NATIONWIDE)
    return (
        bool(about.asked & set(passage.place_codes))
        or any(words_of(m.text) <= words for m in named)
        or _tells_of(about, said, index)
    )


def _is_named(mention: Mention, query: Query, found: Extract, index: Index) -> bool:
    """Whether a place asked about, or one within it, is named in what is quoted, in its headings or its document's title."""
    about = ground(replace(query, mentions=(mention,), places=()), index.gazetteer)
    said = _said(found, index)
    return words_of(mention.text) <= words_of(" ".join(said)) or _tells_of(about, said, index)


def _said(found: Extract, index: Index) -> list[str]:
    """What is quoted, with its headings and its document's title, file name and date."""
    said = [s.text for s in found.sentences]
    for passage in index.passages(list(dict.fromkeys(s.passage_id for s in found.sentences))):
        document = index.document(passage.document_id)
        said += [*passage.heading_path, document.title, document.path.stem, str(document.published or "")]
    return said


def _tells_of(about: Ground, texts: Sequence[str], index: Index) -> bool:
    """Whether a line of some texts names a place asked about, or one within it."""
    return any(whereabouts(line, about, index.gazetteer) == "here" for text in texts for line in text.split("\n"))


def of_the_year(query: Query, found: Extract, index: Index) -> bool:
    """Whether the years asked about are named in what is quoted, its headings or its document's title, file name and date.

    True where no single year is asked about.
    """
    text = " ".join(_said(found, index))
    return all(re.search(_YEAR_SAID.format(year, year - 1, year % 100), text) for year in query.asked.years)


def differing(sentences: Sequence[Support], index: Index) -> tuple[str, ...]:
    """A warning for each two documents that say nearly the same with other numbers, each with its title and date.

    Rows of tables are alike in the place they name alone, and are of unlike things.
    """
    found = []
    for one, other in combinations((s for s in sentences if s.kind not in TABULAR), 2):
        if one.document_id == other.document_id:
            continue
        (words, numbers), (others, theirs) = _words_and_numbers(one.text), _words_and_numbers(other.text)
        shared = words & others
        if len(shared) >= max(MIN_SHARED, SAME * min(len(words), len(others))) and numbers and theirs:
            if not numbers & theirs:
                sources = [_dated(index.document(s.document_id)) for s in (one, other)]
                found.append(f"The sources differ: compare {sources[0]} with {sources[1]}.")
    return tuple(dict.fromkeys(found))


def _words_and_numbers(text: str) -> tuple[frozenset[str], frozenset[str]]:
    words = words_of(re.sub(r"\((?:notes? [\d, and]+)\)", "", text))
    numbers = frozenset(word for word in words if word.strip("£$€%").replace(".", "").isdigit())
    return words - numbers, frozenset(n for n in numbers if not re.fullmatch(r"(?:19|20)\d\d", n))


def _dated(document: Document) -> str:
    return f"“{document.title}”" + (f" ({document.published:%B %Y})" if document.published else "")


def _gap(before: Support | None, support: Support, after: Support | None) -> str:
    """What stands before a sentence: the items of a list and the rows of a table are lines, each with a dash."""
    in_list = [s is not None and s.kind in ("item", "row") for s in (before, support, after)]
    if support.kind in UNSAID or (in_list[0] and not in_list[1]):
        return "\n\n"
    if LIST_ITEM.match(support.text):
        return "\n"
    lead = before is not None and (before.kind in UNSAID or before.text.endswith(":"))
    if in_list[1] and (in_list[0] or in_list[2] or lead):
        return "\n- "
    return " "


def reports_add(
    query: Query, findings: Findings, hits: Sequence[Hit], n_markers: int, index: Index
) -> tuple[str, tuple[Citation, ...]]:
    """Sentences of the reports that speak of the place and sector of a figure answer, with their citations."""
    wanted = query.breakdowns or query.operation in ("sectors", "profile")
    if findings.status != "answered" or not wanted or query.asked.given or len(query.mentions) != 1:
        return "", ()
    found = extract(query, hits, index, without=("row",))
    name = query.mentions[0].candidates[0].name
    subject = set(content_stems(query.question)) - set(stems(query.mentions[0].text))
    prose = [s for s in found.sentences if name in s.text and is_prose(s.text)]
    if query.breakdowns:
        prose = [s for s in prose if subject & set(stems(s.text))]
    if found.status != "answered" and not query.breakdowns:  # of a sector, place and sector are said
        return "", ()
    return _said_beside(prose, n_markers, index)


def with_reports(answer: Answer, index: Index) -> Answer:
    """The answer with sentences of the reports on just what is asked, where its figures are only near that, or none are held.

    Nothing in a question tells for certain which of the two it wants, so that both are shown.
    """
    query = answer.query
    told = any(citation.page is not None for citation in answer.citations)
    if told or not query.concepts or query.foreign or query.informal:
        return answer
    if answer.status not in ("nearest", "partly", "not_found"):
        return answer
    found = extract(query, answer.hits, index, without=("row",))
    if found.status != "answered":
        return answer
    asked = replace(query, narrowed=())
    exact = [s for s in found.sentences if tells_exactly(asked, replace(found, sentences=(s,)), index)]
    said, citations = _said_beside(exact, max((c.marker for c in answer.citations), default=0), index)
    if not said:
        return answer
    return replace(answer, text=f"{answer.text}\n\nThe reports say: {said}", citations=(*answer.citations, *citations))


def _said_beside(sentences: Sequence[Support], n_markers: int, index: Index) -> tuple[str, tuple[Citation, ...]]:
    """The first sentences with their citations, numbered after those of the figures."""
    some = list(enumerate(sentences[:MAX_EXTRA_SENTENCES], n_markers + 1))
    return " ".join(f"{s.text} [{n}]" for n, s in some), tuple(page_citation(n, [s], index) for n, s in some)


def page_citation(marker: int, supports: Sequence[Support], index: Index) -> Citation:
    """One citation of sentences that stand on one page, as one quotation with all their boxes."""
    document_id, page = supports[0].document_id, supports[0].page
    document = index.document(document_id)
    return Citation(
        marker=marker,
        document_id=document.document_id,
        document=document.path.name,
        locator=f"p. {page}",
        quote=" ".join(s.text for s in supports),
        page=page,
        boxes=tuple(box for s in supports for box in s.boxes),
        title=document.title,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else None,
        url=document.url,
    )


def _runs(supports: Sequence[Support], index: Index) -> list[list[Support]]:
    """The sentences in runs that stand next to each other on their page, so that each run is one verbatim quote."""
    runs: list[list[Support]] = []
    for key in dict.fromkeys((s.document_id, s.page) for s in supports):
        page = squeezed(index.page(*key).text.replace("|", ""))  # bars part the cells of rows
        placed = [(page.find(squeezed(s.text)), s) for s in supports if (s.document_id, s.page) == key]
        end = -1
        for start, support in sorted(placed, key=lambda item: item[0]):
            if start == end and start > 0:
                runs[-1].append(support)
            else:
                runs.append([support])
            end = start + len(squeezed(support.text)) if start >= 0 else -1
    return runs


def prose_first(query: Query, found: Extract) -> Extract:
    """The extract with its sentences before the rows of tables, unless a row is the best line found.

    Rows of numbers are left out where sentences answer and no number is asked for.
    """
    rows = [s for s in found.sentences if s.kind in TABULAR]
    prose = [s for s in found.sentences if s not in rows]
    if not prose or not rows or found.sentences[0] in rows:
        return found
    figures = any(sum(c.isdigit() for c in s.text) > 5 for s in rows)
    if len(prose) >= 2 and figures and not NUMBER_ASKED.search(query.question.lower()):
        rows = []
    return replace(found, sentences=(*prose, *rows))


def with_something_said(found: Extract) -> Extract:
    """The extract; nothing found where it holds only captions and heads."""
    if found.status != "nearest" or any(s.kind not in UNSAID for s in found.sentences):
        return found
    return replace(found, sentences=(), status="not_found")


def on_the_subject(query: Query, found: Extract) -> Extract:
    """The extract, not taken for an answer where its sentences leave out what a short question is about.

    A question of few words about a place ("unemployment in Cumbria") finds sentences about the place whatever is asked of
    it; unless they also speak of most of the rest of the question they do not answer it. Of a campus little is held, and
    one word of the question is enough. A sentence that says that something is not held answers nothing
    either, but is the nearest that is held, unless it gives the reason that is asked for.
    """
    if found.status not in ("answered", "partly", "nearest") or not found.sentences:
        return found
    first = found.sentences[0].text
    if (
        says_not_held(first)
        and not ASKS_IF_HELD.search(query.text)
        and not (WHY.search(query.question) and BECAUSE.search(first))
    ):
        return replace(found, status="nearest")
    if is_of_campus(query) and met_beside_place(query, found):
        return found
    of_reports = not (query.concepts and query.about_figures)
    sure = found.status == "answered" and found.confidence >= SURE_OF_SUBJECT and of_reports
    if sure and QUESTION_WORD.search(query.question):
        return found
    wanted = {stem(word) for word in query.unexplained} - ONLY_ASKS
    # A year, or no question word at all, marks a question for a figure, whose every word counts, unless a deed is asked for.
    asks = QUESTION_WORD.search(query.question)
    figure_like = not asks or (query.asked.given and not re.search(r"\b(?:did|does|do)\b", query.question))
    if not 0 < len(wanted) <= (3 * FEW_WORDS if figure_like else FEW_WORDS) or not (
        query.mentions or query.text.rstrip("?. ") not in query.question
    ):
        return found
    wanted |= {stem(word) for word in query.narrowed}
    text = " ".join(support.text for support in found.sentences)
    met = len(wanted & set(stems(text)))
    if met * 2 > len(wanted) or (len(wanted) > 1 and met * 2 == len(wanted)) or _names_it(query, text):
        return found
    kept = found.as_nearest().sentences if met else ()  # not the answer, but the nearest that is held on the subject
    return replace(
        found, sentences=kept, status="nearest" if kept else "not_found", confidence=min(found.confidence, 0.2)
    )


def says_not_held(text: str) -> bool:
    """Whether a sentence begins by saying that something is not held: "The map is not held; …", but not "… ; its method is
    not held"."""
    return bool(NOT_HELD.search(_CLAUSE.split(text)[0]))


def is_of_campus(query: Query) -> bool:
    """Whether a campus is asked about first."""
    return bool(query.mentions) and query.mentions[0].candidates[0].place_type == "campus"


def met_beside_place(query: Query, found: Extract) -> bool:
    """Whether the first sentences found hold a word of the question other than its places."""
    asked = set(content_stems(query.text)) - {s for m in query.mentions for s in stems(m.text)}
    return bool(asked & set(stems(" ".join(s.text for s in found.as_nearest().sentences))))


def tells_what_narrows(query: Query, found: Extract) -> bool:
    """Whether half of the words that make the measure asked for another one stand in the first sentences found.

    "ISIS" in "What is ISIS worth to the economy?": a sentence on ISIS speaks of what is asked, one on the economy does not.
    """
    said = set(stems(" ".join(s.text for s in found.as_nearest().sentences)))
    narrowing = {stem(word) for word in query.narrowed}
    return 2 * len(narrowing & said) >= len(narrowing)


def tells_exactly(query: Query, found: Extract, index: Index) -> bool:
    """Whether the first sentence found is itself about what is asked: each place, each year, every word that makes the
    measure another, and half of the other words of the question.

    Where the figures are only near, a sentence may hold the very figure: "R&D per head in 2017" where 2016 is in the tables.
    """
    said = next((s for s in found.sentences if s.kind not in UNSAID), None)
    if said is None or said.kind == "row" or not is_prose(said.text):
        return False
    words, spoken_of = words_of(said.text), set(stems(said.text))
    about = ground(query, index.gazetteer)
    places = words_of(" ".join(m.text for m in query.mentions))
    if about.asked and whereabouts(said.text, about, index.gazetteer) != "here":
        return False
    if not all(str(year) in said.text for year in query.asked.years):
        return False
    if not all(stem(word) in spoken_of for word in query.narrowed):
        return False
    subject = weights(query.text, index).keys() - places
    asked = [word for word in tokens(query.text) if words_of(word) & subject and not YEAR.fullmatch(word)]
    alike = {canonical(word) for word in tokens(said.text)}
    met = [word for word in asked if words_of(word) & words or canonical(word) in alike]
    return 2 * len(met) >= len(asked)


def gives_reason(query: Query, found: Extract) -> bool:
    """Whether a reason is asked for, and the first sentences found give one and name every year asked about."""
    first = [s.text for s in found.as_nearest().sentences]
    dated = all(any(str(year) in text for text in first) for year in query.asked.years)
    return (
        bool(WHY.search(query.question))
        and dated
        and any(BECAUSE.search(text) or AND_SO.search(text) for text in first)
    )


def _names_it(query: Query, text: str) -> bool:
    """Whether a text holds a name of the question that is no place's: "Norwich Research Park"."""
    places = {normal(m.text) for m in query.mentions}
    named = [words_of(name) for name in names(query.question) if normal(name) not in places and " " in name]
    return bool(named) and all(words <= words_of(text) for words in named)


def is_prose(text: str) -> bool:
    """True for a sentence, false for a row of a table or a heading: it ends like one and is not mostly numbers."""
    words = text.split()
    numbers = sum(any(c.isdigit() for c in word) for word in words)
    return len(words) >= 5 and numbers <= 0.4 * len(words) and text.rstrip(')]"”').endswith((".", "!", "?", ";", ":"))
