"""Sentences quoted from the shipped corpus: verbatim, whole, on their page; declined where nothing answers."""

from datetime import date

import pytest

from assistant.confidence import Evidence, kinds_asked, kinds_in, sureness, years
from assistant.extract import GAP, Extract, extract, shown, squeezed
from assistant.retrieve import retrieve
from assistant.schema import Query
from assistant.sentences import kind, words_of
from ingest.index import Index
from ingest.schema import Passage

ASKED = (
    "What is Mapping England's Innovation Activity for?",
    "Why were Heart of the South West and Greater Manchester chosen as pilots?",
    "What did the East of England audit say about agri-tech?",
    "What is BERD?",
    "Who founded the Smart Specialisation Hub?",
)
AWAY = (
    "How many penguins live in the zoo at Chester?",
    "What did the prime minister of Zennorbury pay for her yacht?",
    "How tall is the steeple of St Botolph's church?",
    "Which football club won the cup in 1953?",
)


def answered(question: str, index: Index) -> Extract:
    query = Query(question, question, mentions=index.gazetteer.mentions(question))
    return extract(query, retrieve(query, index), index)


@pytest.mark.parametrize("question", ASKED)
def test_every_sentence_stands_word_for_word_on_its_page_and_has_boxes(question: str, shipped_index: Index) -> None:
    found = answered(question, shipped_index)
    assert found.sentences
    for sentence in found.sentences:
        page = shipped_index.page(sentence.document_id, sentence.page)
        assert squeezed(sentence.text) in squeezed(page.text)
        assert {box.page for box in sentence.boxes} == {sentence.page}
        assert not sentence.text.startswith("•")


@pytest.mark.parametrize("question", ASKED[:4])
def test_questions_on_the_briefings_are_answered(question: str, shipped_index: Index) -> None:
    assert answered(question, shipped_index).status == "answered"


@pytest.mark.parametrize("question", AWAY)
def test_questions_that_nothing_answers_are_declined(question: str, shipped_index: Index) -> None:
    found = answered(question, shipped_index)
    assert found.status in ("nearest", "not_found")
    assert found.reasons


def test_an_answer_is_surer_than_a_refusal(shipped_index: Index) -> None:
    least = min(answered(question, shipped_index).confidence for question in ASKED[:4])
    assert least > max(answered(question, shipped_index).confidence for question in AWAY)


def test_no_hits_are_not_found(shipped_index: Index) -> None:
    assert extract(Query("x", "x"), (), shipped_index) == Extract((), 0.0, "not_found", ("nothing near is held",))


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How much money was spent on roads?", {"money", "number"}),
        ("What proportion of firms innovate?", {"percent", "number"}),
        ("When was it published?", {"date"}),
        ("Which company built it?", {"name"}),
        ("Why was it built?", set()),
    ],
)
def test_the_kind_of_answer_asked_for(question: str, kinds: set[str]) -> None:
    assert kinds_asked(question) == kinds


def test_a_name_the_question_holds_already_is_no_answer() -> None:
    question = "Who leads New Anglia?"
    held, new = "It is led from New Anglia.", "It is led by Jane Smith."
    assert "name" not in kinds_in(held, words_of(question) | words_of("led"), words_of(held))
    assert "name" in kinds_in(new, words_of(question), words_of(new))
    assert kinds_in("It cost £3m in May 2017.", frozenset(), frozenset()) >= {"money", "number", "date"}


def test_years_are_read_with_their_spans() -> None:
    assert years("from 2017 to 2019–20") == {"2017", "2019-20", "2019"}


def test_more_evidence_is_never_less_sure() -> None:
    none = Evidence(0.3, 0.8, 0.0, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0)
    full = Evidence(0.8, 1.8, 0.6, 0.9, 0.9, 1.0, 1.0, 1.0, 1.0)
    low, why = sureness(none)
    high, nothing = sureness(full)
    assert (low < 0.05, high > 0.95, len(why), nothing) == (True, True, 4, ())


@pytest.mark.parametrize(
    ("line", "is_a", "as_shown"),
    [
        ("• cheddar", "item", "cheddar"),
        ("• 39. York & North Yorkshire", "item", "39. York & North Yorkshire"),
        ("56. We will fund cheese.", "sentence", "We will fund cheese."),
        ("Dorset\t12\t13", "row", f"Dorset{GAP}12{GAP}13"),
        ("Rind", "label", "Rind"),
        ("Figure 5 E-bikes sold reached 1.6 million in 2016", "sentence", "Figure 5 E-bikes sold reached 1.6 million in 2016"),
    ],
)  # fmt: skip
def test_lines_are_told_apart_and_shown(line: str, is_a: str, as_shown: str) -> None:
    passage = Passage("p", "d", line, (), 1, 1, published=date(2018, 1, 1))
    assert (kind(line, passage), shown(line)) == (is_a, as_shown)
