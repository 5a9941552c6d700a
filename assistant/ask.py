"""One question, answered: the steps in order.

`Assistant.ask` reads the question, computes figures, finds passages, and gives an Answer whose every sentence is cited,
or says why there is none. Nothing here raises for a question that cannot be answered: that is an answer too.
"""

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.about_places import about_places, pages_again
from assistant.cite import answer_id, check_figures, cite_figures
from assistant.cues import OTHER_AREAS
from assistant.extract import ANSWERED, Extract, extract
from assistant.follow_ups.pointing_back import SAYS
from assistant.held import Held
from assistant.lookup import Findings, look_up
from assistant.meaning import Meaning
from assistant.measures import Measures
from assistant.qualifiers import ONLY_ASKS
from assistant.quote import (
    ASKS_IF_HELD,
    gives_reason,
    is_of_campus,
    names_abroad,
    quote,
    reports_add,
    tells_exactly,
    tells_what_narrows,
    with_reports,
)
from assistant.read_question import TELLING
from assistant.reply import COURTESY, HELP, PICTURES, about_figures, as_nearest, asks_share, place_questions, settled
from assistant.rerank import LOOKED_AT, rerank, scorer
from assistant.resolve import resolve
from assistant.retrieve import retrieve
from assistant.schema import Answer, Hit, Hits, Outcome, Query, Turn
from assistant.sentences import embedded, words_of
from assistant.settings import Settings
from assistant.table_search import PublishedTables
from assistant.topic import RANKINGS, asked_again
from assistant.two_asked import each_answered, of_the_first
from assistant.whereabouts import ground, names_area, whereabouts
from assistant.words import tokens
from ingest.errors import ModelUnavailable
from ingest.index import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Confidence from which the reports' own sentences go before a figure that is only near, or before asking back.
SURE, SURER = 0.75, 0.86
SURE_OF_MORE = 0.9
SUREST = 0.94  # from which a sentence goes before a figure of another year, place or kind than is asked for
# Statements that differ are asked about, which the reports set side by side: "I have seen two figures for it; which is right?".
DISPUTED = re.compile(
    r"\bone\b[^?]{3,80}\b(?:gives?|says?|has|shows?|puts?)\b[^?]{1,80}\band another\b|\b(?:two|three|different|conflicting|differing) (?:\w+ ){0,2}(?:figures|numbers|values|estimates)\b"
    r"|\bwhich (?:one )?is (?:it|right|correct|true)\b|\bboth (?:[£€]\d\S*|\d[\d.,]* ?(?:%|per ?cent)) and "
    r"|\bwhich (?:one )?(?:should|do|can|shall) (?:i|we) (?:use|print|quote|cite|trust|believe|go with)\b",
    re.IGNORECASE,
)
# How a figure may be used, which the reports tell: "can I use the one as if it were the other?", "how should I quote it?".
OF_USE = re.compile(
    r"\b(?:can|may|should|could) (?:i|we|one) (?:use|quote|cite|treat|take|add|sum|compare|rely|print)\b|\bas if (?:it|they) (?:were|was)\b"
    r"|\bhow (?:should|do|can|must) (?:i|we|one) (?:quote|cite|use|treat|read|describe)\b|\bdoes (?:that|this|it) mean\b",
    re.IGNORECASE,
)
OF_ANOTHER = 3  # words that a measure does not account for, from which its words are taken for chance ones in a question to the reports
OF_REPORTS = 2  # words beyond its measure's name, from which a question without a place is one for the reports
MAX_CHARACTERS = 2000


class Assistant:
    """Answers questions from one index; may be shared by several threads, and moves on when a new build is published."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.model: BaseChatModel | None = None
        if settings.chat_model:
            # Only here: LangChain takes half a second to import, which a run without a model need not wait for.
            from assistant.chat import chat_model

            self.model = chat_model(settings)
        self.reranker = scorer(settings.reranker) if settings.reranker else None
        self._lock = threading.Lock()
        self._load()

    def _load(self) -> None:
        self.index = Index.open(self.settings.index)
        tables = {i.document_id for i in self.index.indicators}
        titles = [d.title for d in self.index.documents if d.document_id not in tables]
        self.measures = Measures(self.index.indicators, lambda name: bool(self.index.gazetteer.mentions(name)), titles)
        index = self.index
        self.meaning = Meaning(self.measures, index.name_vectors, lambda text: embedded(text, index))
        self.held = Held(self.index, self.measures)
        self.tables = PublishedTables(self.index)

    def refresh(self) -> None:
        """Move on to the newest build if another has been published."""
        with self._lock:
            if self.index.stale():
                self._load()

    def ask(
        self, question: str, history: Sequence[Turn] = (), on_sentence: Callable[[str], None] | None = None
    ) -> Answer:
        """The answer to one question, in the light of the turns before it.

        With a chat model, each of its sentences is reported to `on_sentence` as soon as it is checked.
        """
        clock = _Clock()
        if blocked := refused(question):
            return replace(blocked, timings_ms=clock.timings())
        self.refresh()
        answer = self._answer(question, history, clock)
        if self.model is not None:
            answer = self._with_model(answer, self.model, clock, on_sentence)
        query = answer.query
        return replace(
            answer,
            answer_id=answer_id(self.index.build_id, query.text, answer.text),
            timings_ms=clock.timings(),
        )

    def _answer(self, question: str, history: Sequence[Turn], clock: "_Clock") -> Answer:
        """The answer by the rules alone, to each of two things that are asked at once."""
        if nested := of_the_first(question, lambda part, turns: self._answer_one(part, turns, _Clock())):
            clock.lap("parts")
            return nested
        answer = self._answer_one(question, history, clock)
        both = each_answered(question, answer, history, lambda part, turns: self._answer_one(part, turns, _Clock()))
        clock.lap("parts")
        return both or with_reports(answer, self.index)

    def _answer_one(self, question: str, history: Sequence[Turn], clock: "_Clock") -> Answer:
        """The answer to one question."""
        if again := asked_again(question, history):
            repeated = self._answer_one(*again, clock)
            asked = replace(repeated.query, question=question, follows=True)
            return replace(repeated, query=asked, warnings=(f"Asked again: “{again[0]}”", *repeated.warnings))
        query = resolve(question, history, self.index.gazetteer, self.measures, self.meaning)
        clock.lap("resolve")
        findings = self._findings(query, history)
        clock.lap("lookup")
        index = self.index
        hits = Hits(lambda: clock.within("retrieve", lambda: self._pages(query, index)))
        answer = (
            pages_again(query, history, hits)
            or about_places(query, history, hits, self.index.gazetteer, self.measures.names_any)
            or self._from_tables(query, findings, hits)
        )
        if answer is None or answer.status == "not_found":
            composed = self._compose(query, findings, hits)
            answer = composed if answer is None or composed.citations or composed.status != "not_found" else answer
        clock.lap("compose")
        return answer

    def _with_model(
        self, answer: Answer, model: "BaseChatModel", clock: "_Clock", on_sentence: Callable[[str], None] | None
    ) -> Answer:
        """The answer with what a chat model may add: a reading of a question the rules left open, and its own words."""
        from assistant.compose import in_prose
        from assistant.reread import is_left_open

        deadline = time.monotonic() + self.settings.chat_timeout_s
        if is_left_open(answer):
            answer = self._read_again(answer, model, deadline)
            clock.lap("reread")
        answer = in_prose(answer, model, self.index.gazetteer, deadline, on_sentence)
        clock.lap("model")
        return answer

    def _read_again(self, answer: Answer, model: "BaseChatModel", deadline: float) -> Answer:
        """The figures for the question as the model reads it, which is said; the answer as it was where that gives none."""
        from assistant.reread import reread

        try:
            again = reread(answer.query, self.measures, self.index.gazetteer, model, deadline)
        except ModelUnavailable as error:
            return replace(answer, warnings=(*answer.warnings, f"Read without the chat model: {error}."))
        if again is None:
            return answer
        found = self._answer(again.question, (), _Clock())
        if not again.is_understood(found.query) or not found.figures:
            return answer
        return replace(
            found,
            query=replace(found.query, question=answer.query.question),
            warnings=(f"Read as: “{again.question}”", *found.warnings),
        )

    def _pages(self, query: Query, index: Index) -> tuple[Hit, ...]:
        """The best passages, in the order of the reranker when there is one."""
        if self.reranker is None:
            return retrieve(query, index, self.settings.k)
        hits = retrieve(query, index, max(self.settings.k, LOOKED_AT))
        return rerank(query.text, hits, self.reranker)[: self.settings.k]

    def _findings(self, query: Query, history: Sequence[Turn]) -> Findings | None:
        """What the figures say, or what must be asked back; None when the reports must answer."""
        if found := settled(query, history, self.held):
            return found
        if "definition" in query.cues.names and not query.asked.given and not query.mentions:
            return None
        if about_figures(query) and (query.concepts or query.operation in PICTURES):
            found = look_up(query, self.held)
            return as_nearest(query, found) if found else None
        return None

    def _from_tables(self, query: Query, findings: Findings | None, hits: Hits) -> Answer | None:
        """The answer of a table published in a document, where the figures have none; None when no table is sure."""
        declined = (
            query.informal or COURTESY.match(query.question) or query.cues.names & {"advice", "injection", "forecast"}
        )
        if findings is not None and (findings.status not in ("not_found", "nearest") or declined):
            return None
        answer = self.tables.answer(query)
        if answer is not None and asks_share(query) and "%" not in answer.text and "per cent" not in answer.text:
            return None
        return replace(answer, hits=hits) if answer is not None else None

    def _compose(self, query: Query, findings: Findings | None, hits: Hits) -> Answer:
        """The answer from figures, passages, or both."""
        if findings is None:
            found = extract(query, hits, self.index)
            unranked = about_figures(query) and query.operation in RANKINGS and bool(query.concepts)
            # A campus has no figures, so that what the reports say of it is what is asked for.
            told = is_of_campus(query) or found.confidence >= SURER
            told = told or tells_what_narrows(query, found) or gives_reason(query, found)
            narrowed = 0 < len(query.narrowed) < OF_ANOTHER and not told
            if found.status == "answered" and (unranked or narrowed):
                # It asks for a figure that is not held; what the reports say near it is not taken for that.
                found = found.as_nearest()
            return self._quote(query, found, hits)
        cited = cite_figures(findings, self.index)
        warnings = (*query.notes, *findings.warnings)
        # What rests on no figure states none: it asks back, or says what is not held.
        bad = check_figures(cited, findings, query, self._names_of(query)) if findings.figures else []
        if bad:
            warnings = (
                *warnings,
                f"{len(bad)} sentence(s) left out: a number in them is not borne out by the figures.",
            )
        said, added = reports_add(query, findings, hits, len(cited.citations), self.index)
        text = _paragraphs([sentence for sentence in cited.sentences if sentence not in bad])
        if not text:
            return self._quote(query, extract(query, hits, self.index), hits)
        if said:
            text += f"\n\nThe reports add: {said}"
        status: Outcome = findings.status
        if instead := self._reports_instead(query, findings, hits):
            return instead
        citations = (*cited.citations, *added)
        places = query.places or findings.places
        if findings.status != "ambiguous" and findings.places and not query.mentions:
            places = findings.places
        return Answer(
            query=replace(query, places=places),
            text=text,
            status=status,
            confidence=findings.confidence if status == "answered" else 0.5 * findings.confidence,
            figures=cited.figures,
            derivations=findings.derivations,
            citations=citations,
            hits=hits,
            warnings=warnings,
            suggestions=findings.suggestions,
        )

    def _reports_instead(self, query: Query, findings: Findings, hits: Hits) -> Answer | None:
        """The reports' own sentences where they answer, with confidence, what the figures do not or only nearly; else None."""
        near, status = findings.status in ("not_found", "nearest"), findings.status
        single = bool(query.concepts) and set(query.concepts) <= self.measures.single
        more = bool(query.unexplained) or (not findings.figures and self._says_more(query, OF_REPORTS))
        unlike = near and query.concepts and more and not query.foreign
        no_area = bool(query.mentions) and query.mentions[0].candidates[0].place_type in ("campus", "audit area")
        unplaced = status == "ambiguous" and "place" in query.missing
        asked_back = status == "ambiguous" and bool(query.choices or (unplaced and query.unexplained))
        of_no_area = (status in ("nearest", "partly") and no_area) or asked_back
        only_near = status == "nearest" or (bool(query.narrowed) and status in ("partly", "not_found"))
        abroad = bool(query.foreign) and near and not about_figures(query)
        disputed = bool(DISPUTED.search(query.question))
        of_use = bool(OF_USE.search(query.question))
        said = bool(SAYS.search(query.text.lower())) and all(
            f.weight < TELLING for f in self.measures.read(tokens(query.text)).concepts
        )
        if not (said or of_use or unlike or only_near or of_no_area or abroad or unplaced or disputed):
            return None
        found = extract(query, hits, self.index)
        reason = gives_reason(query, found)
        plain = unplaced and query.operation is None and not query.follows
        exact = plain or (only_near and tells_exactly(query, found, self.index))
        if found.status == "nearest" and reason and exact:
            found = replace(found, status="answered", confidence=ANSWERED)  # the reason for just what is asked
        if found.status != "answered":
            return None
        enough = (
            (
                unlike
                and (single or not findings.figures)
                and found.confidence >= (SURE if query.unexplained else SURE_OF_MORE)
            )
            or said
            or (of_use and found.confidence >= (SURER if status == "answered" else ANSWERED))
            or (only_near and found.confidence >= self._sure_beside(query) and tells_exactly(query, found, self.index))
            or ((only_near or plain) and reason)
            or (of_no_area and found.confidence >= SURER)
            or (unplaced and query.place_type is None and self._says_more(query, OF_REPORTS))
            or (unplaced and found.confidence >= SURE and self._of_no_place(query, found))
            or (only_near and found.confidence >= SURE_OF_MORE and "why" in query.cues.names and not query.follows)
            or (only_near and "forecast" in query.cues.names and self._tells_years(query, found))
            or (disputed and found.confidence >= (SURER if status == "answered" else SURE))
            or (abroad and (names_abroad(query, found, self.index) or (query.mentions and found.confidence >= SUREST)))
        )
        answer = self._quote(query, found, hits) if enough else None
        return answer if answer is not None and answer.status == "answered" else None

    def _tells_years(self, query: Query, found: Extract) -> bool:
        """Whether the first sentence found is of the place asked about and names each year: an aim for 2036 is no forecast."""
        first = found.as_nearest().sentences[0].text
        here = whereabouts(first, ground(query, self.index.gazetteer), self.index.gazetteer) == "here"
        return here and bool(query.asked.years) and all(str(year) in first for year in query.asked.years)

    def _of_no_place(self, query: Query, found: Extract) -> bool:
        """Whether a question that names no place is answered by sentences that are of none: on a measure, or for a reason."""
        if ASKS_IF_HELD.search(query.text) or gives_reason(query, found):
            return True
        told = (query.asked.given or self._says_more(query, 1)) and tells_exactly(query, found, self.index)
        return told and not names_area(found.as_nearest().sentences[0].text, self.index.gazetteer)

    def _sure_beside(self, query: Query) -> float:
        """The confidence from which a sentence on just what is asked goes before figures that are only near.

        The less they can have been meant, the lower: for kinds of area of which none are held ("which councils …"), and
        where the question says more than a measure and its place.
        """
        if query.place_type is None and OTHER_AREAS.search(query.beside_places):
            return SURE
        return SURE_OF_MORE if self._says_more(query, OF_ANOTHER) else SUREST

    def _says_more(self, query: Query, n: int) -> bool:
        """Whether so many words of a question carry a subject that its measures and places do not: none of "what is the birth rate?"."""
        beyond = words_of(query.text) - words_of(" ".join((*self._names_of(query), *(m.text for m in query.mentions))))
        return sum(word not in ONLY_ASKS and not word.isdigit() for word in beyond) >= n

    def _names_of(self, query: Query) -> tuple[str, ...]:
        """The names and years of the measures asked for, which may be said of what is not held."""
        asked = [i for c in query.concepts for i in self.measures.by_concept[c]]
        return tuple({text for i in asked for text in (i.label, i.name, *i.periods)})

    def _quote(self, query: Query, found: Extract, hits: Hits) -> Answer:
        """The answer in the reports' own sentences, or that they hold none, with what else could be asked."""
        answer = quote(query, found, hits, self.index)
        if answer.status in ("nearest", "not_found"):
            return replace(answer, suggestions=place_questions(query, self.held))
        return answer


class _Clock:
    """Milliseconds of each step."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()
        self.laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps.append((name, round(1000 * (now - self.last), 1)))
        self.last = now

    def within(self, name: str, find: Callable[[], tuple[Hit, ...]]) -> tuple[Hit, ...]:
        """What `find` gives, its time counted by itself and not in the step that asks for it."""
        start = time.perf_counter()
        found = find()
        took = time.perf_counter() - start
        self.laps.append((name, round(1000 * took, 1)))
        self.last += took
        return found

    def timings(self) -> tuple[tuple[str, float], ...]:
        return (*self.laps, ("total", round(1000 * (time.perf_counter() - self.start), 1)))


def refused(question: str) -> Answer | None:
    """The answer to input that cannot be taken: empty, or too long; None for any other."""
    if not question.strip():
        return Answer(Query(question, question), f"Please type a question. {HELP}", "blocked")
    if len(question) > MAX_CHARACTERS:
        return Answer(
            Query(question[:200], question[:200]),
            f"That is {len(question):,} characters long; a question may have {MAX_CHARACTERS:,}. Please shorten it.",
            "blocked",
        )
    return None


def _paragraphs(sentences: Sequence[str]) -> str:
    """Sentences run together; list items on their own lines, and what follows a list in a paragraph of its own."""
    text, last = "", ""
    for sentence in sentences:
        gap = "\n" if sentence.startswith("- ") else "\n\n" if last.startswith("- ") else " "
        text += gap + sentence if text else sentence
        last = sentence
    return text
