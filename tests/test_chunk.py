"""Passages: headings, whole sentences, exact pages and boxes, lists, tables, footnotes, sizes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import ChunkParameters, _pieces, chunk, embedded_text, lines, sentences, table_cards
from ingest.embed import model_folder
from ingest.read import Limits
from ingest.read_pdf import read_pdf
from ingest.schema import Block, BlockKind, Box, Cell, Document, Line, Observation, Page, Table

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
REPORT = Document("review-2018", "Review of Cheese", None, None, None, None, Path("review.pdf"), "")
LONG = "The dairy made more cheese in every year from {} than the year before, and sold it in three counties. "


def block(text: str, kind: BlockKind = "body", top: float = 0.0, level: int | None = None) -> Block:
    """A block whose printed lines are those of the text, ten points apart."""
    printed = text.split("\n")
    made = tuple(Line(one, 50.0, top + 10 * i, 300.0, top + 10 * i + 8) for i, one in enumerate(printed))
    return Block(text if kind in ("list", "table") else " ".join(printed), made, kind, level)


def page(number: int, *blocks: Block) -> Page:
    """A page of these blocks."""
    return Page(REPORT.document_id, number, "\n".join(b.text for b in blocks), blocks, 595.0, 842.0)


def cut(*pages: Page, parameters: ChunkParameters | None = None) -> list[tuple[str, str]]:
    """The id and text of each passage."""
    return [(p.passage_id, p.text) for p in chunk(pages, REPORT, None, parameters)]


def test_no_passage_crosses_a_heading_of_the_first_two_levels() -> None:
    first = page(1, block("Cheddar", "heading", level=1), block("It is hard."), block("Brie", "heading", level=2))
    second = page(2, block("It is soft."), block("Stilton", "heading", level=1), block("It is blue."))
    made = chunk([first, second], REPORT, None)
    assert [(p.passage_id, p.heading_path, p.text) for p in made] == [
        ("review-2018#p1.1", ("Cheddar",), "It is hard."),
        ("review-2018#p2.1", ("Cheddar", "Brie"), "It is soft."),
        ("review-2018#p2.2", ("Stilton",), "It is blue."),
    ]


def test_lower_headings_stay_in_the_text_with_what_they_head() -> None:
    made = cut(page(1, block("It is old."), block("Rind", "heading", level=3), block("It is grey.")))
    assert made == [("review-2018#p1.1", "It is old.\n\nRind\n\nIt is grey.")]


def test_headers_and_footers_are_left_out() -> None:
    assert cut(page(1, block("Review 2018", "header"), block("It is old."), block("12", "footer"))) == [
        ("review-2018#p1.1", "It is old.")
    ]


def test_a_sentence_cut_by_a_page_break_is_whole_and_spans_both_pages() -> None:
    (made,) = chunk([page(3, block("Cheese was made in the")), page(4, block("north. It was sold."))], REPORT, None)
    assert made.text == "Cheese was made in the north.\nIt was sold."
    assert (made.first_page, made.last_page) == (3, 4)
    assert [box.page for box in made.boxes] == [3, 4]


@pytest.mark.parametrize(
    ("last", "first", "whole"),
    [
        ("The grant of the year was", "£13.2 million. It is paid monthly.", True),
        ("The prize of the year went to the", "Natural History Museum. It is in London.", True),
        ("Becker, H., Boesch, P. M., and", "Endnotes", False),
        ("The grant of the year", "Notes are at the end.", False),
    ],
)
def test_a_sentence_that_breaks_off_at_a_word_awaiting_another_goes_on_over_the_page(
    last: str, first: str, whole: bool
) -> None:
    found = chunk([page(3, block(last)), page(4, block(first))], REPORT, None)
    assert (f"{last} {sentences(first)[0]}" in found[0].text) == whole


def test_pages_are_exactly_those_of_the_text() -> None:
    long = "".join(LONG.format(year) for year in range(2001, 2006))
    made = chunk([page(1, block(long)), page(2, block(long))], REPORT, None)
    assert [(p.first_page, p.last_page) for p in made] == [(1, 1), (2, 2)]


def test_boxes_are_those_of_the_lines_the_text_stands_on() -> None:
    text = "\n".join(LONG.format(year).strip() for year in range(2001, 2021))
    made = chunk([page(1, block(text))], REPORT, None, ChunkParameters(target_chars=400, max_chars=500))
    assert made[0].boxes == (Box(1, 50.0, 0.0, 300.0, 10.0 * len(lines(made[0])) - 2),)
    assert made[1].boxes[0].top == pytest.approx(made[0].boxes[0].bottom + 2)


def test_a_list_keeps_its_lead_line() -> None:
    lead = block(("Before that there is much to say about cheese. " * 20) + "The dairy makes:")
    (_, first), (_, second) = cut(page(1, lead, block(f"• cheddar, {'very ' * 20}old\n• brie", "list", top=500)))
    assert first.endswith("about cheese.")
    assert second == f"The dairy makes:\n\n• cheddar, {'very ' * 20}old\n• brie"


def test_a_list_that_goes_on_in_a_second_passage_begins_with_its_lead_line_again() -> None:
    items = "\n".join(
        f"• cheese number {i} is made of the milk of {i} cows in the hills near the town" for i in range(40)
    )
    made = cut(page(1, block("The dairy makes:"), block(items, "list", top=20)))
    assert len(made) > 2
    assert all(text.startswith("The dairy makes:\n") for _, text in made)


def test_the_sentences_of_a_long_numbered_paragraph_are_told_apart() -> None:
    text = "12. " + (LONG * 2).format(2001, 2002).strip()
    (made,) = cut(page(1, block(text, "list")))
    assert made[1].split("\n") == ["12. " + LONG.format(2001).strip(), LONG.format(2002).strip()]


def test_the_rows_of_a_table_are_never_cut_and_lead_with_their_headings() -> None:
    rows = [
        "County | Cheese | Tonnes",
        *(f"County number {i} | Cheddar of the very best kind | {i}00" for i in range(60)),
    ]
    made = cut(page(1, block("\n".join(rows), "table")))
    assert len(made) > 1
    assert all(text.split("\n")[0] == "County\tCheese\tTonnes" for _, text in made)
    kept = [line for _, text in made for line in text.split("\n")[1:]]
    assert kept == [row.replace(" | ", "\t") for row in rows[1:]]


def test_a_caption_stays_with_its_table() -> None:
    body = block("".join(LONG.format(year) for year in range(2001, 2010)))
    table = block("County | Tonnes\nDorset | 12", "table", top=400)
    made = cut(page(1, body, block("Table 1: Cheese by county", "caption", top=380), table))
    assert made[-1][1] == "Table 1: Cheese by county\n\nCounty\tTonnes\nDorset\t12"


def test_footnotes_are_passages_of_their_own_after_the_text_of_their_page() -> None:
    first = page(1, block("It is old.1"), block("1 See the ledger.", "footnote"))
    made = chunk([first, page(2, block("It is sold."))], REPORT, None)
    assert [(p.text, p.first_page, p.heading_path) for p in made] == [
        ("It is old.1\n\nIt is sold.", 1, ()),
        ("1 See the ledger.", 1, ("Footnotes",)),
    ]


def test_tagged_with_the_places_the_gazetteer_says_it_is_about() -> None:
    class OneName:
        def about(self, text: str, headings: Sequence[str] = (), title: str = "") -> tuple[str, ...]:
            return ("E37000025",) if "New Anglia" in text or any("New Anglia" in h for h in headings) else ()

    heading = block("New Anglia", "heading", level=1)
    made = chunk([page(1, block("It is old."), heading, block("It is flat."))], REPORT, OneName())
    assert [p.place_codes for p in made] == [(), ("E37000025",)]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("It fell. It rose.", ["It fell.", "It rose."]),
        ("Prof. A. Smith of St. Ives agreed at 3 p.m. So did Dr. Jones.", ["Prof. A. Smith of St. Ives agreed at 3 p.m. So did Dr. Jones."]),
        ("Prof. A. Smith, e.g. on Jan. 4, agreed. So did Dr. Jones.", ["Prof. A. Smith, e.g. on Jan. 4, agreed.", "So did Dr. Jones."]),
        ("It was 3.5 Then it fell.", ["It was 3.5 Then it fell."]),
        ("GVA was £3.5bn in 2017.12 It rose by 2.4%. Then it fell.", ["GVA was £3.5bn in 2017.12", "It rose by 2.4%.", "Then it fell."]),
        ("He said “no.” She left!", ["He said “no.”", "She left!"]),
        ("See www.gov.uk. Then ask.", ["See www.gov.uk.", "Then ask."]),
        ("1. Black Country", ["1. Black Country"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, parted: list[str]) -> None:
    assert sentences(text) == parted


@given(st.text(alphabet="ab. ?!A1\n£%“”()", max_size=300))
@settings(max_examples=200, deadline=None)
def test_parting_sentences_loses_nothing(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(
    st.lists(
        st.lists(st.sampled_from(["one two three.", "• four", "Five", "6 | 7\n8 | 9", "ten"]), max_size=6), max_size=5
    )
)
@settings(max_examples=100, deadline=None)
def test_every_word_is_in_a_passage_once(texts: list[list[str]]) -> None:
    kinds: dict[str, BlockKind] = {"•": "list", "F": "heading", "6": "table"}
    pages = [page(n, *(block(t, kinds.get(t[0], "body")) for t in some)) for n, some in enumerate(texts, start=1)]
    made = chunk(pages, REPORT, None)
    printed = "".join(text.replace("|", "") for some in texts for text in some)
    assert "".join("".join("".join(lines(p)) for p in made).split()) == "".join(printed.split())


def test_the_embedded_text_has_title_and_headings_in_front() -> None:
    (made,) = chunk([page(1, block("Rind", "heading", level=2), block("It is grey."))], REPORT, None)
    assert embedded_text(made, REPORT) == "Review of Cheese > Rind\nIt is grey."


def test_a_table_card_says_what_the_table_holds() -> None:
    cells = (("LEP", "2016", "2017"), ("Solent", "12", "13"), ("Dorset", "[c]", "9"))
    table = Table("gva#t1", "gva", "GVA by LEP", None, "Table 1", cells, 1, ("Current prices.",))
    seen = [
        Observation(f"E{n}", name, "LEP", "gva", period, 1.0, "GBP million", "published", Cell("gva#t1", name, period))
        for n, name in enumerate(("Solent", "Dorset"))
        for period in ("2016", "2017")
    ]
    (card,) = table_cards([table], Document("gva", "GVA", None, None, None, None, Path("gva.xlsx"), ""), None, seen)
    assert (card.passage_id, card.kind, card.table_id, card.place_codes) == ("gva#t1", "table", "gva#t1", ("E0", "E1"))
    assert card.text.split("\n") == [
        "GVA by LEP",
        "Columns: LEP, 2016, 2017",
        "Years: 2016, 2017",
        "Unit: GBP million",
        "Places: Solent, Dorset",
        "Notes: Current prices.",
        "Solent\t12\t13",
        "Dorset\t[c]\t9",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the fourteen development reports are not beside the repository")
def test_real_reports_give_passages_that_the_model_reads_whole() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    path = SHARED / "DfT_Future_of_mobility_Urban_Strategy.pdf"
    reading = read_pdf(path, "dft", Limits())
    document = Document("dft", "Future of mobility: urban strategy", None, None, None, None, path, "")
    made = chunk(reading.pages, document, None)
    sizes = [len(tokenizer.encode(embedded_text(p, document)).ids) for p in made]
    assert len({p.passage_id for p in made}) == len(made) > 100
    assert sum(size > 256 for size in sizes) <= 0.01 * len(sizes)
    assert all(
        _pieces(embedded_text(p, document)) > 0.85 * size for p, size in zip(made, sizes, strict=True) if size > 100
    )
    assert made == chunk(reading.pages, document, None)
