"""Pages found for questions over the shipped corpus, and the parts and names that a question is read into."""

from dataclasses import replace

import pytest

from assistant.retrieve import WEIGHTS, distinct, names, parts, placed, ranked, retrieve
from assistant.schema import Hit, Query
from ingest.index import Index


def found(question: str, index: Index, k: int = 10) -> tuple[Hit, ...]:
    return retrieve(Query(question, question), index, k)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What is Mapping England's Innovation Activity for?", "mapping-england-innovation-activity"),
        ("Why were Heart of the South West and Greater Manchester chosen as pilots?", "mapping-england"),
        ("What did the East of England audit say about agri-tech?", "science-and-innovation-audits"),
    ],
)
def test_the_briefing_that_answers_is_among_the_first_three(question: str, document: str, shipped_index: Index) -> None:
    assert any(hit.document.startswith(document) for hit in found(question, shipped_index)[:3])


def test_ten_pages_are_given_each_once_best_first(shipped_index: Index) -> None:
    hits = found("Who funds innovation in the regions?", shipped_index)
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        pages = {(hit.document_id, n) for n in range(hit.page, hit.last_page + 1)}
        assert not pages <= seen
        seen |= pages
    assert len(hits) == 10
    assert hits[0].score == max(hit.score for hit in hits)
    assert found("Who funds innovation in the regions?", shipped_index, 3) == hits[:3]


def test_the_same_question_gives_the_same_pages(shipped_index: Index) -> None:
    question = "Which audits covered Norfolk and Suffolk?"
    assert found(question, shipped_index) == found(question, shipped_index)


def test_both_documents_of_a_question_in_two_parts_are_found(shipped_index: Index) -> None:
    question = "What does the briefing on the UK materials sector hold, and what do the STFC campuses work on?"
    documents = {hit.document for hit in found(question, shipped_index)[:6]}
    assert {"uk-materials-sector.pdf", "productivity-and-stfc-campuses.pdf"} <= documents


def test_a_page_shown_by_a_better_passage_is_not_shown_again(shipped_index: Index) -> None:
    every = ranked("What is a Local Enterprise Partnership?", shipped_index)
    kept = distinct(every)
    assert len(kept) < len(every)
    assert [c for c in every if c in kept] == kept


def test_a_name_that_a_passage_lacks_costs_it(shipped_index: Index) -> None:
    question = "What is planned for Zennorbury?"
    plain = ranked(question, shipped_index, replace(WEIGHTS, names=0.0))
    priced = ranked(question, shipped_index)
    assert priced[0].score == pytest.approx(plain[0].score - WEIGHTS.names)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is BERD?", []),
        ("What is planned for New Anglia in 2017?", []),
        (
            "What do the culture strategy and the hospital plan hold for Hull?",
            ["What do the culture strategy", "the hospital plan hold for Hull"],
        ),
    ],
)
def test_parts(question: str, asked: list[str]) -> None:
    assert parts(question) == asked


def test_a_part_without_a_place_is_asked_of_the_place_before_it(shipped_index: Index) -> None:
    gazetteer = shipped_index.gazetteer
    asked = ["the schools of Hull", "the new hospitals", "what Norwich plans", "the roads"]
    kept = ["the schools of Hull", "the new hospitals, Hull", "what Norwich plans", "the roads, Norwich"]
    assert placed(asked, gazetteer) == kept
    assert placed(["apprenticeships in England", "who inspects them"], gazetteer)[1] == "who inspects them"


def test_keywords_order_the_pages_after_the_first(shipped_index: Index) -> None:
    question = "Who funds innovation in the regions?"
    plain, worded = (
        [candidate.passage.passage_id for candidate in ranked(question, shipped_index, weights)]
        for weights in (replace(WEIGHTS, keyword=0.0), WEIGHTS)
    )
    assert worded[0] == plain[0]
    assert worded != plain
    assert sorted(worded) == sorted(plain)


def test_names_leave_out_the_first_word_of_the_question() -> None:
    assert names("Which firms in New Anglia and 5G trials were funded in 2017?") == ["New Anglia", "5G", "2017"]


def test_a_hit_stands_for_one_page_of_its_passage(shipped_index: Index) -> None:
    question = "Who wrote Mapping England's Innovation Activity?"
    for hit in retrieve(Query(question, question), shipped_index):
        passage = shipped_index.passages([hit.passage_id])[0]
        assert hit.page == hit.last_page
        assert passage.first_page <= hit.page <= passage.last_page or hit.page == passage.first_page - 1
