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

from assistant import wording as w
from assistant.cite import answer_id, check_figures, cite_figures
from assistant.extract import Extract, extract
from assistant.held import Held
from assistant.lookup import Findings, look_up
from assistant.measures import Measures
from assistant.quote import quote, reports_add
from assistant.rerank import LOOKED_AT, rerank, scorer
from assistant.resolve import resolve
from assistant.retrieve import retrieve
from assistant.schema import Answer, Citation, Hit, Outcome, Query, Turn
from assistant.settings import Settings
from assistant.table_search import PublishedTables
from ingest.errors import ModelUnavailable
from ingest.index import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_CHARACTERS = 2000
WHICH_LEP = re.compile(
    r"\b(?:which|what|whose|name (?:of )?the) (?:leps?|local enterprise partnerships?)\b|\b(?:leps?|local enterprise partnerships?)\b.{0,40}\b(?:in|cover\w*|belong\w*|part of|count\w*|does|do|is|are)\b"
    r"|(?:'s|s') (?:lep|local enterprise partnership)\b"
)
EXAMPLES = (
    "What was New Anglia's GVA in 2017?",
    "Which LEP has the highest GVA per hour?",
    "Which sectors is Cumbria strongest in?",
)
HELP = (
    "Ask about a place and a measure, such as “What was New Anglia’s GVA in 2017?”, or about a report, such as "
    "“What is Mapping England’s Innovation Activity for?”."
)


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
        """The answer by the rules alone."""
        query = resolve(question, history, self.index.gazetteer, self.measures)
        clock.lap("resolve")
        findings = self._findings(query, history)
        clock.lap("lookup")
        hits = self._pages(query)
        clock.lap("retrieve")
        answer = self._about_places(query, hits) or self._from_tables(query, findings, hits)
        if answer is None or answer.status == "not_found":
            composed = self._compose(query, findings, hits)
            answer = composed if answer is None or composed.status != "not_found" else answer
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

    def _pages(self, query: Query) -> tuple[Hit, ...]:
        """The best passages, in the order of the reranker when there is one."""
        if self.reranker is None:
            return retrieve(query, self.index, self.settings.k)
        hits = retrieve(query, self.index, max(self.settings.k, LOOKED_AT))
        return rerank(query.text, hits, self.reranker)[: self.settings.k]

    # ---- figures ----------------------------------------------------------------------------------------------------

    def _findings(self, query: Query, history: Sequence[Turn]) -> Findings | None:
        """What the figures say, or what must be asked back; None when the reports must answer."""
        if "injection" in query.cues.names:
            return Findings("not_found", (f"That is not a question about what is held. {HELP}",))
        if "source" in query.cues.names and history and not (query.concepts and query.mentions and not query.follows):
            if again := self._source_of(history):
                return again
        figure_words = query.about_figures or (
            query.operation in ("sectors", "profile", "similar") and len(query.unexplained) <= 1
        )
        if query.ambiguous and (figure_words or len(query.unexplained) <= 1):
            return self._which_place(query)
        if query.foreign and (figure_words or query.concepts):
            return self._abroad(query)
        if "advice" in query.cues.names:
            return Findings(
                "not_found",
                (
                    "That asks for a judgement, which the figures and reports do not make; they can be asked for evidence on it.",
                ),
                suggestions=self._place_questions(query),
            )
        if "definition" in query.cues.names and not query.asked.given and not query.mentions:
            return None
        if not (query.concepts or query.mentions or query.unexplained) and query.operation in (
            "change", "compare", "trend", "difference", "ratio", "place_rank", "sum", "mean"
        ):  # fmt: skip
            return Findings("ambiguous", ("Which measure, and for which place?",), suggestions=EXAMPLES)
        if query.missing and "place" in query.missing:
            return self._ask_back_place(query)
        if figure_words and (query.concepts or query.operation in ("sectors", "profile", "similar")):
            return look_up(query, self.held)
        if query.mentions and not query.concepts and "about" in query.cues.names and not query.unexplained:
            return self._ask_back_measure(query)
        return None

    def _source_of(self, history: Sequence[Turn]) -> Findings | None:
        """The last answer's figures again, with where they come from."""
        last = history[-1].answer
        if not last.figures:
            return None
        by_id = {i.indicator_id: i for i in self.measures.indicators}
        figures = tuple(
            (f.observation, by_id[f.observation.indicator_id])
            for f in last.figures
            if f.observation.indicator_id in by_id
        )
        sentences = []
        for n, (observation, indicator) in enumerate(figures[:5]):
            document = self.index.document(indicator.document_id)
            sentences.append(
                f"{w.value_sentence(observation, indicator, '').removesuffix(' .')}: the source is {indicator.source}, held in the table “{document.title}”, row {observation.cell.row}, column {observation.cell.column} ⟦{n}⟧."
            )
        return Findings("answered", tuple(sentences), figures[:5], places=last.query.places)

    def _which_place(self, query: Query) -> Findings:
        """Asks which of several places was meant, with the choices."""
        mention = query.ambiguous[0]
        choices = [w.place_label(p) for p in mention.candidates[:6]]
        return Findings(
            "ambiguous",
            (
                f"“{mention.text}” could mean {w.joined(choices[:-1])} or {choices[-1]}. Which do you mean?"
                if len(choices) > 1
                else f"Which {mention.text} do you mean?",
            ),
            suggestions=tuple(query.question.replace(mention.text, p.name) for p in mention.candidates[:6]),
            places=mention.candidates,
        )

    def _ask_back_place(self, query: Query) -> Findings:
        """Asks for the place, saying for which kinds of area the measure is held."""
        indicators = self.measures.by_concept[query.concepts[0]]
        kinds = sorted({k for i in indicators for k in i.place_types})
        name = w.measure_name(indicators[0]) if not indicators[0].breakdown else indicators[0].name
        return Findings(
            "ambiguous",
            (f"For which place? {w.upper_first(name)} is held for {w.joined([w.plural(k) for k in kinds])}.",),
            suggestions=tuple(
                f"{query.question.rstrip('?. ')} in {place}?" for place in self._example_places(query.concepts[0])
            ),
        )

    def _example_places(self, concept: str) -> list[str]:
        found = self.held.observations(self.held.indicators(concept)[:1])
        names = list(dict.fromkeys(o.place_name for o in found))
        return names[:3]

    def _ask_back_measure(self, query: Query) -> Findings:
        """Asks what is wanted of a place, with what is held for it."""
        return Findings(
            "ambiguous",
            (f"What would you like to know about {w.place_label(query.mentions[0].candidates[0])}?",),
            suggestions=self._place_questions(query),
            places=query.places,
        )

    def _place_questions(self, query: Query) -> tuple[str, ...]:
        """Questions about the query's place that are known to be answerable."""
        if not query.mentions:
            return ()
        mention = query.mentions[0]
        out = []
        for concept in ("gva", "gva_per_hour", "nvq4", "berd", "research_income"):
            indicators = self.held.indicators(concept) if concept in self.measures.by_concept else []
            if indicators and self.held.options(mention, indicators):
                name = w.measure_name(indicators[0])
                verb = "were" if w.is_plural(name) else "was"
                out.append(f"What {verb} {name} in {mention.candidates[0].name}?")
        if "lq_sector" in self.measures.by_concept and self.held.options(
            mention, self.measures.by_concept["lq_sector"]
        ):
            out.append(f"Which sectors is {mention.candidates[0].name} strongest in?")
        return tuple(out[:4])

    def _abroad(self, query: Query) -> Findings | None:
        """Says that places abroad are not held, and gives the held ones' figures."""
        said = f"{w.joined(list(query.foreign))} is not held: the tables cover the United Kingdom only."
        if not query.mentions:
            return Findings("not_found", (said,))
        found = look_up(replace(query, foreign=(), operation=None), self.held)
        if found is None or not found.figures:
            return Findings("not_found", (said,))
        return replace(found, status="nearest", sentences=(said, *found.sentences))

    def _about_places(self, query: Query, hits: tuple[Hit, ...]) -> Answer | None:
        """Which LEP a place is in, or what it borders, from the place model; None for any other question."""
        if query.concepts or not query.mentions or query.operation in ("sectors", "profile", "similar"):
            return None
        low = query.question.lower()
        wants_lep = bool(WHICH_LEP.search(low)) and len(query.unexplained) <= 2
        wants_border = "neighbours" in query.relations and len(query.unexplained) <= 1
        if not (wants_lep or wants_border):
            return None
        sentences, quotes = [], []
        for mention in query.mentions:
            for place in mention.candidates if mention.ambiguous else mention.candidates[:1]:
                leps = self.index.gazetteer.leps(place)
                if wants_border:
                    near = [w.place_label(p) for p in self.index.gazetteer.neighbours(place)]
                    if near:
                        sentences.append(f"{w.upper_first(w.place_label(place))} borders {w.joined(near)} [1].")
                        quotes.append(f"{place.name} | borders | {'; '.join(near)}")
                elif leps and place.place_type != "LEP":
                    names = w.joined([w.place_label(p) for p in leps])
                    both = "both " if len(leps) == 2 else ""
                    sentences.append(f"{place.name} is in {both}{names} [1].")
                    quotes.append(f"{place.name} | part of | {'; '.join(p.name for p in leps)}")
        if not sentences:
            return None
        citation = Citation(
            1, "places", "relations.csv", "the place model, relations between areas", "\n".join(dict.fromkeys(quotes)),
            title="Places of the United Kingdom and how they lie", publisher="Built from ONS lookups and boundaries (Open Government Licence)",
        )  # fmt: skip
        return Answer(
            query, " ".join(dict.fromkeys(sentences)), "answered", 0.9, citations=(citation,), hits=hits,
            warnings=query.notes, suggestions=self._place_questions(query),
        )  # fmt: skip

    # ---- composing --------------------------------------------------------------------------------------------------

    def _from_tables(self, query: Query, findings: Findings | None, hits: tuple[Hit, ...]) -> Answer | None:
        """The answer of a table published in a document, where the figures have none; None when no table is sure."""
        if findings is not None and (findings.status not in ("not_found", "nearest") or "advice" in query.cues.names):
            return None
        answer = self.tables.answer(query)
        return replace(answer, hits=hits) if answer is not None else None

    def _compose(self, query: Query, findings: Findings | None, hits: tuple[Hit, ...]) -> Answer:
        """The answer from figures, passages, or both."""
        if findings is None:
            return self._quote(query, extract(query, hits, self.index), hits)
        cited = cite_figures(findings, self.index)
        warnings = (*query.notes, *findings.warnings)
        bad = check_figures(cited, findings, query)
        if bad:
            warnings = (
                *warnings,
                f"{len(bad)} sentence(s) left out: a number in them is not borne out by the figures.",
            )
        said, added = reports_add(query, findings, hits, len(cited.citations), self.index)
        text = _paragraphs([sentence for sentence in cited.sentences if sentence not in bad])
        if not text:
            text = "The figures found do not bear out an answer."
            findings = replace(findings, status="not_found")
        if said:
            text += f"\n\nThe reports add: {said}"
        citations = (*cited.citations, *added)
        status: Outcome = findings.status
        single = bool(query.concepts) and set(query.concepts) <= self.measures.single
        if (
            findings.status in ("not_found", "nearest")
            and query.concepts
            and query.unexplained
            and (single or not findings.figures)
        ):
            found = extract(query, hits, self.index)
            if found.status == "answered" and found.confidence >= 0.7:
                return self._quote(query, found, hits)
        no_area = bool(query.mentions) and query.mentions[0].candidates[0].place_type in ("campus", "audit area")
        asked_back = findings.status == "ambiguous" and "place" in query.missing and bool(query.unexplained)
        if (findings.status == "nearest" and no_area) or asked_back:
            found = extract(query, hits, self.index)
            if found.status == "answered" and found.confidence >= 0.8:
                return self._quote(query, found, hits)
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

    def _quote(self, query: Query, found: Extract, hits: tuple[Hit, ...]) -> Answer:
        """The answer in the reports' own sentences, or that they hold none, with what else could be asked."""
        answer = quote(query, found, hits, self.index)
        if answer.status in ("nearest", "not_found"):
            return replace(answer, suggestions=self._place_questions(query))
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
