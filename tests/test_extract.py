"""Sentences quoted from the shipped corpus: verbatim, whole, on their page; declined where nothing answers."""

from datetime import date

import pytest

from assistant.confidence import Evidence, named_in, spells, sureness, without_names
from assistant.extract import NOT_HELD, Extract, Support, counted, defined, explained, extract
from assistant.on_page import GAP, shown, squeezed
from assistant.periods import Asked
from assistant.quote import (
    differing,
    gives_reason,
    met_beside_place,
    on_the_subject,
    says_what_it_is,
    tells_exactly,
    tells_what_narrows,
)
from assistant.retrieve import retrieve
from assistant.schema import Query
from assistant.sentences import kind, read, words_of
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


def test_a_question_without_its_names_keeps_what_is_asked_of_them() -> None:
    asked = without_names("What share of homes in New Anglia has full fibre?")
    assert words_of(asked) == words_of("share of homes has full fibre")
    assert without_names("What is BERD?") == "What is BERD?"


@pytest.mark.parametrize(
    ("text", "short", "is_it"),
    [
        ("40 per cent was for small and medium-sized enterprises.", "SME", True),
        ("the Confederation of British Industry", "CBI", True),
        ("won by the United Kingdom", "UK", True),
        ("European universities and united kinds", "UK", False),  # two letters meet by chance
        ("40 per cent was for small firms.", "SME", False),
    ],
)
def test_initials_are_met_by_words_that_begin_with_them(text: str, short: str, is_it: bool) -> None:
    assert spells(text, short) is is_it


def test_names_are_met_by_their_words_or_spelt_out() -> None:
    asked = "How much of the ERDF programme was for SMEs?"
    assert named_in(asked, "The ERDF programme was for small and medium-sized enterprises.") == 1.0
    assert named_in(asked, "The ERDF programme was for large firms.") == 0.5
    assert named_in("how much was it?", "anything") == 1.0


def sentences(*texts: str) -> Extract:
    said = tuple(Support(text, "d", 1, (), "d#p1.1", 0.5) for text in texts)
    return Extract(said, 0.9, "answered")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Life-science firms at Babraham drew over £500 million.", True),
        ("Firms in the county drew over £500 million.", False),
    ],
)
def test_words_that_make_the_measure_another_must_be_told(text: str, told: bool) -> None:
    asked = "What did life science firms at Babraham raise?"
    query = Query(asked, asked, narrowed=("life", "science", "babraham", "raise"))
    assert tells_what_narrows(query, sentences(text)) is told


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("Why is no figure held?", "No figure is held, because the area cuts across others.", True),
        ("Why do they mislead?", "A mark is a sign of goods, so counts follow brands.", True),
        ("How come it has so much?", "It has much as it holds head offices.", True),
        ("Why is no figure held?", "No figure is held for the area.", False),
        ("How much is held?", "No figure is held, because the area cuts across others.", False),
    ],
)
def test_a_reason_is_given_where_one_is_asked_for(question: str, text: str, given: bool) -> None:
    assert gives_reason(Query(question, question), sentences(text)) is given


def test_a_reason_for_what_happened_in_a_year_names_the_year() -> None:
    asked = Query("Why did it jump in 2018?", "Why did it jump in 2018?", asked=Asked(years=(2018,)))
    assert gives_reason(asked, sentences("It rose in 2018 because of one large grant."))
    assert not gives_reason(asked, sentences("It stands out because grants are booked at head offices."))


def test_what_is_not_held_answers_only_why_it_is_not() -> None:
    found = sentences("GVA is not held for the area, because it contains parts of others.")
    assert on_the_subject(Query("Why is there no GVA?", "Why is there no GVA?"), found).status == "answered"
    assert on_the_subject(Query("What is its GVA?", "What is its GVA?"), found).status == "nearest"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("What is a cheese board?", "A cheese board is a plate.", True),
        ("what are cheese boards", "The Cheese Board sits in Ely.", True),
        ("What is a cheese board?", "The board met the makers of cheese.", False),
        ("what does cheese board mean?", "The board met the makers of cheese.", False),
        ("What is the cheese board?", "The board met the makers of cheese.", True),
        ("What is the cheese board?", "The board met.", False),
        ("What is the aim of the cheese board?", "It met.", True),
    ],
)
def test_a_term_asked_about_is_named(question: str, text: str, said: bool, shipped_index: Index) -> None:
    assert says_what_it_is(Query(question, question), sentences(text), shipped_index) is said


def test_what_is_not_held_is_not_added_to_what_is_said(shipped_index: Index) -> None:
    said = answered("What are Science and Innovation Audits for?", shipped_index)
    assert said.status == "answered"
    assert not any(NOT_HELD.search(sentence.text) for sentence in said.sentences)


@pytest.mark.parametrize(
    ("question", "text", "met"),
    [
        (
            "What investment did firms at Daresbury pull in?",
            "Tenants at Daresbury drew £28 million of investment.",
            True,
        ),
        ("What is unemployment at Daresbury?", "Sci-Tech Daresbury had almost 900 jobs on site.", False),
    ],
)
def test_of_a_campus_one_word_of_the_question_is_said(
    question: str, text: str, met: bool, shipped_index: Index
) -> None:
    query = Query(question, question, mentions=shipped_index.gazetteer.mentions(question))
    assert met_beside_place(query, sentences(text)) is met


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Gross expenditure on research and development per head in 2017 was £963 in the East of England.", True),
        ("Gross expenditure on research and development per head in 2016 was £924 in the East of England.", False),
        ("Gross expenditure on research and development per head in 2017 was £629 in London.", False),
        ("Science professionals were 6 per cent of the employed in the East of England in 2017.", False),
    ],
)
def test_a_sentence_tells_exactly_what_is_asked(text: str, exact: bool, shipped_index: Index) -> None:
    asked = "How much was R&D spending per person in the East of England in 2017?"
    query = Query(asked, asked, mentions=shipped_index.gazetteer.mentions(asked), asked=Asked(years=(2017,)))
    assert tells_exactly(query, sentences(text), shipped_index) is exact


def test_more_evidence_is_never_less_sure() -> None:
    none = Evidence(passage=0.3, told=1.6, asked=0.1, line=0.1, names=0.0, least=0.0, kind=0.0, focus=0.0)
    full = Evidence(passage=0.8, told=2.4, asked=0.7, line=0.7, names=1.0, least=0.7, kind=1.0, focus=1.0)
    low, why = sureness(none)
    high, nothing = sureness(full)
    assert (low < 0.05, high > 0.95, len(why), nothing) == (True, True, 3, ())


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


def test_heads_captions_and_fragments_are_no_sentences() -> None:
    text = "Table 3: Cheese by county\nCounty\tTonnes\nDorset\t12\nKent\t9\nWhat the survey found.\nIt found mould."
    passage = Passage("p", "d", text, (), 1, 1)
    kinds = [line.kind for line in read(passage, [0.0] * 6)]
    assert kinds == ["label", "head", "row", "row", "label", "sentence"]


@pytest.mark.parametrize(
    ("question", "line", "is_one"),
    [
        ("How many LEPs are there?", "There were 39 LEPs in 2014.", True),
        ("How many LEPs are there?", "Thirty-eight districts lay in LEPs.", False),
        ("how many firms are at the park", "The park holds over 90 co-located firms.", True),
    ],
)
def test_how_many_is_met_by_a_number_of_just_that(question: str, line: str, is_one: bool) -> None:
    ((pattern, _),) = counted(question)
    assert bool(pattern.search(line)) == is_one


@pytest.mark.parametrize(
    ("question", "line", "is_one"),
    [
        ("What is a location quotient?", "A location quotient (LQ) is a share divided by a share.", True),
        ("what is Strength in Places and who can bid", "The Strength in Places Fund (SIPF) is a fund of UKRI.", True),
        ("What is a LEP?", "Every council is in at least one LEP.", False),
        ("What is whey?", "Whey is published by the litre.", False),
        ("What is whey?", "Whey is defined as what drains off.", True),
        ("Who is treated as a cheesemaker?", "A cheesemaker is considered to be anyone who sells cheese.", True),
        ("What does affinage mean?", "It helps makers to age their cheese.", False),
    ],
)
def test_what_is_asks_for_a_sentence_that_says_so(question: str, line: str, is_one: bool) -> None:
    ((pattern, _),) = defined(question)
    assert bool(pattern.search(line)) == is_one
    assert counted(question) == []


@pytest.mark.parametrize(
    ("question", "line", "patterns"),
    [
        ("Why did the dairy close?", "The dairy closed because milk was dear.", [True]),
        ("Why did the dairy close?", "The dairy closed in May.", [False]),
        ("When did the dairy close?", "The dairy closed because milk was dear.", []),
    ],
)
def test_why_asks_for_a_reason(question: str, line: str, patterns: list[bool]) -> None:
    assert [bool(pattern.search(line)) for pattern, _ in explained(question)] == patterns


def test_each_part_of_a_question_is_quoted_from_a_document_of_its_own(shipped_index: Index) -> None:
    text = (
        "How much money did the Strength in Places Fund hold, and which science and innovation audit has the bioeconomy as"
        " its theme?"
    )
    query = Query(text, text)
    found = extract(query, retrieve(query, shipped_index), shipped_index)
    quoted = " ".join(s.text for s in found.sentences)
    assert "£236 million" in quoted
    assert "Bioeconomy of the North of England" in quoted
    assert len({s.document_id for s in found.sentences}) > 1


def test_documents_that_give_different_numbers_for_one_thing_are_set_against_each_other(shipped_index: Index) -> None:
    first, second = [d.document_id for d in shipped_index.documents if d.kind == "briefing"][:2] or [
        d.document_id for d in shipped_index.documents[:2]
    ]
    said = "The research park at Norwich holds {} firms and their staff."
    one, other = (Support(said.format(n), d, 1, (), "p", 0.5) for n, d in ((75, first), (115, second)))
    again = Support(said.format(75), second, 1, (), "p", 0.5)
    assert len(differing((one, other), shipped_index)) == 1
    assert shipped_index.document(first).title in differing((one, other), shipped_index)[0]
    assert differing((one, again), shipped_index) == ()


def test_a_table_is_quoted_row_by_row_under_its_heads(shipped_index: Index) -> None:
    found = answered("Which innovation assets does Lancashire have?", shipped_index)
    rows = [s for s in found.sentences if s.kind == "row"]
    assert rows
    assert all("Lancashire" in row.text for row in rows)
    assert any(s.kind == "head" for s in found.sentences)
