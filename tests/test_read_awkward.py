"""What each awkward file of the shared collection should give: its content, or one clear sentence."""

from pathlib import Path

import pytest

from ingest.errors import HubError
from ingest.read import Limits, Reading, read_all

AWKWARD = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "awkward"
pytestmark = pytest.mark.skipif(
    not AWKWARD.is_dir(), reason="the shared collection of awkward files is not beside the project"
)

REFUSED = {
    "camelot_empty_page.pdf": "no text on 1 page and no pictures, so it is blank or its letters are drawn; run OCR on it, or install tesseract and set HUB_OCR=eng",
    "docling_bad_text.pptx": "PPTX files are not read; save it as PDF",
    "docling_ocr_no_text_layer.pdf": "no text on 1 page, so it is a scan; run OCR on it, or install tesseract and set HUB_OCR=eng",
    "docling_password.pdf": "locked with a password; save a copy without one",
    "privategpt_scanned.pdf": "no text on 1 page, so it is a scan; run OCR on it, or install tesseract and set HUB_OCR=eng",
    "pypdf_grayscale_image_no_text.pdf": "no text on 1 page, so it is a scan; run OCR on it, or install tesseract and set HUB_OCR=eng",
    "redbox_corrupt.pdf": "named PDF but holds no PDF; fetch it again",
    "zero_bytes.pdf": "the file is empty (0 bytes); fetch it again",
}

# Words that stand in each file, in reading order; the text must hold them in this order.
SAYS = {
    "camelot_multiple_tables.pdf": ["Ghfhbdhj", "Trtrt | H | Gh"],
    "camelot_superscript_footnotes.pdf": ["Karnataka"],
    "camelot_table_rotated_cw.pdf": ["STATE WISE COVERAGE", "Kerala | 5738 | 6633 | 8864 | 8297", "Pooled | 38742"],
    "docling_rtl.pdf": ["البرمجة بلغة R"],
    "docling_skipped_pages.pdf": ["ICT 기술변화"],
    "docling_two_column.pdf": ["코로나-19 관련 보험", "감염병의 예방"],
    "docling_word_rich_cells.docx": ["Table with rich cells"],
    "docling_word_tables.docx": ["Test with tables"],
    "plumber_borderless_table.pdf": ["DOCUMENT NO.", "BAIN, J MATTHEW | DISTRICT DIRECTOR | 37,499.96"],
    "plumber_cupertino.pdf": ["CALL TO ORDER/FLAG SALUTE", "CLOSED SESSION", "ADJOURNMENT"],
    "plumber_federal_register_3col.pdf": [
        "The purpose of these notices is to give interested persons an opportunity",
        "Airworthiness Directives; The Boeing Company Airplanes",
        "Federal eRulemaking Portal: Go to https://www.regulations.gov. Follow",
        "Comments Invited",
        "Confidential Business Information (CBI)",
    ],
    "plumber_issue316.pdf": ["Shift work interventions for reduced work-family conflict"],
    "plumber_malformed_932.pdf": ["2021"],
    "plumber_table_rotated_page.pdf": ["Alabama | 18,870 | 23,022 | 22,650", "Wyoming"],
    "privategpt_encrypted.pdf": ["Placeholder Documentation", "This document is a placeholder"],
    "pypdf_arabic_rotated.pdf": ["habibi"],
    "pypdf_forms.pdf": ["Name", "Check", "Submit"],
    "pypdf_mistitled_outline.pdf": ["Contents", "1 Foo", "9 Baz"],
    "pypdf_pdfa.pdf": ["The Crazy Ones", "we see genius"],
    "pypdf_with_attachment.pdf": ["no sea takimata sanctus"],
    "tabula_jpeg2000.pdf": ["REGISTERED VOTERS - TOTAL | 589", "Republican Party (REP) | 149"],
    "tabula_no_frame.pdf": ["PLANTED AREA ESTIMATE", "COTTON | 1.393,4 | 886,7 | 894,9 | (35,8) | (498,5)"],
    "tabula_rotated_page.pdf": ["Adjusted Baseline by Category", "Social Security | 725 | 773 | 820"],
}

# File: table number, number of rows and columns, and some of its cells as (row, column): text.
TABLES = {
    "camelot_table_rotated_cw.pdf": (0, 13, 10, {(0, 1): "Nutritional Assessment (No. of individuals)", (2, 0): "Kerala", (12, 9): "18519"}),
    "docling_inconsistent_header.csv": (0, 5, 4, {(0, 2): "3", (1, 3): "d"}),
    "docling_too_few_columns.csv": (0, 5, 4, {(0, 3): "4", (2, 3): ""}),
    "docling_xlsx_inflated.xlsx": (5, 7, 3, {(0, 1): "header (f)", (2, 0): "1"}),
    "docling_xlsx_title_row.xlsx": (0, 7, 2, {(0, 1): "Freshwater Ducks", (1, 0): "2019"}),
    "plumber_table_rotated_page.pdf": (0, 58, 25, {(2, 0): "Alabama", (2, 1): "18,870"}),
    "tabula_no_frame.pdf": (0, 28, 6, {(2, 2): "May/2013 (b)", (3, 0): "COTTON", (3, 5): "(498,5)"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Reading | HubError]:
    """Every file of the collection, read by workers with a short time and modest memory."""
    jobs = [(path, path.name) for path in sorted(AWKWARD.iterdir())]
    return dict(read_all(jobs, Limits(seconds_per_file=60, memory_mb_per_file=1500), 2))


def test_every_file_is_answered_for(outcomes: dict[str, Reading | HubError]) -> None:
    assert set(outcomes) == {path.name for path in AWKWARD.iterdir()}
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, HubError)} == set(REFUSED)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(outcomes: dict[str, Reading | HubError], name: str) -> None:
    assert str(outcomes[name]) == f"{name}: {REFUSED[name]}"


@pytest.mark.parametrize("name", SAYS)
def test_the_words_are_there_in_reading_order(outcomes: dict[str, Reading | HubError], name: str) -> None:
    reading = outcomes[name]
    assert isinstance(reading, Reading)
    text = "\n".join(page.text for page in reading.pages)
    position = 0
    for words in SAYS[name]:
        assert words in text[position:], f"{words!r} is not in the text, or not after the words before it"
        position = text.index(words, position)


@pytest.mark.parametrize("name", TABLES)
def test_the_table_is_there_with_its_cells(outcomes: dict[str, Reading | HubError], name: str) -> None:
    number, n_rows, n_columns, cells = TABLES[name]
    reading = outcomes[name]
    assert isinstance(reading, Reading)
    table = reading.tables[number]
    assert (len(table.cells), len(table.cells[0])) == (n_rows, n_columns)
    assert {place: table.cells[place[0]][place[1]] for place in cells} == cells


def test_what_is_left_out_is_said(outcomes: dict[str, Reading | HubError]) -> None:
    notes = {name: outcome.notes for name, outcome in outcomes.items() if isinstance(outcome, Reading)}
    assert notes["pypdf_with_attachment.pdf"] == ("1 attached file left out; put what matters into the folder",)
    assert notes["docling_xlsx_inflated.xlsx"] == (
        "sheet 'Sheet4' is hidden and was left out; unhide it to have it read",
    )
    assert "almost no text beside a picture on page 1" in notes["plumber_malformed_932.pdf"][0]
