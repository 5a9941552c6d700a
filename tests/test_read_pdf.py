"""PDFs made on the spot: order, kinds, mending, boxes that cover what is printed, tables."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableDocument
from ingest.read import Limits, Reading, read_file
from ingest.schema import Page

WIDTH, HEIGHT = A4
LOREM = [
    "The",
    "partnership",
    "set",
    "out",
    "how",
    "firms",
    "and",
    "colleges",
    "would",
    "share",
    "new",
    "equipment",
    "and",
    "trained",
    "staff",
    "across",
    "the",
    "whole",
    "area",
    "over",
    "the",
    "next",
    "ten",
    "years",
    "of",
    "the",
    "programme.",
]


def made(path: Path, draw: Callable[[Canvas], None]) -> Path:
    """A PDF drawn by the function given."""
    canvas = Canvas(str(path), pagesize=A4)
    draw(canvas)
    canvas.save()
    return path


def read(path: Path) -> Reading:
    """The file read."""
    return read_file(path, "doc", Limits())


def column(canvas: Canvas, words: list[str], x: float, y: float, width: int = 6, size: float = 10) -> float:
    """Write words in lines of so many; returns where the next line would stand."""
    canvas.setFont("Helvetica", size)
    for start in range(0, len(words), width):
        canvas.drawString(x, y, " ".join(words[start : start + width]))
        y -= 1.2 * size
    return y


@pytest.mark.parametrize("n_columns", [1, 2, 3])
def test_columns_are_read_one_after_another_under_the_heading_over_them(tmp_path: Path, n_columns: int) -> None:
    texts = [[f"{letter}{i}" for i in range(120)] for letter in "abc"[:n_columns]]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(50, 780, "A heading that runs over all of the columns")
        # row by row, as some programs write them
        for row in range(0, 120, 6):
            for k, words in enumerate(texts):
                column(canvas, words[row : row + 6], 50 + k * 175, 740 - row * 2)

    page = read(made(tmp_path / "a.pdf", draw)).pages[0]
    assert page.blocks[0].kind == "heading"
    assert page.text.split() == [
        *["A", "heading", "that", "runs", "over", "all", "of", "the", "columns"],
        *(word for words in texts for word in words),
    ]


def test_a_short_heading_between_two_pairs_of_columns_parts_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number, (top, heading) in enumerate([(780, "Where it goes"), (600, "Who pays")]):
            canvas.setFont("Helvetica-Bold", 16)
            canvas.drawString(50, top, heading)
            for side, x in enumerate((50, 310)):
                column(canvas, [f"{'ab'[number]}{'lr'[side]}{i}" for i in range(60)], x, top - 25)

    text = read(made(tmp_path / "a.pdf", draw)).pages[0].text
    marks = ("Where it goes", "al0", "al59", "ar0", "ar59", "Who pays", "bl0", "bl59", "br0", "br59")
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)


def test_a_heading_of_the_left_column_leaves_the_right_one_whole(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, [f"a{i}" for i in range(60)], 50, 780)
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(50, 640, "Who pays")
        column(canvas, [f"b{i}" for i in range(60)], 50, 615)
        column(canvas, [f"r{i}" for i in range(150)], 310, 780)

    words = read(made(tmp_path / "a.pdf", draw)).pages[0].text.split()
    assert words.index("b59") < words.index("r0")


@pytest.mark.parametrize(
    ("last", "following", "one_sentence"),
    [
        ("which the money of Wiltshire shows as", "€86.2 million for projects that began in the year.", True),
        ("which the money of", "€86.2 million for projects that began in the year.", False),  # there was room for it
        ("which the money of Wiltshire shows as it stands.", "North of it nothing has been shown for the year.", False),
        ("which the money of Wiltshire shows as", "Note", False),
    ],
)
def test_a_sentence_goes_on_in_the_next_column_where_its_last_line_is_full(
    tmp_path: Path, last: str, following: str, one_sentence: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for n, line in enumerate(
            ["Money is booked at the place of the body", "that is paid, and not where it is spent", last]
        ):
            canvas.drawString(50, 700 - 12 * n, line)
        for n, line in enumerate([following, "The rest of this column tells of other things.", "And no more."]):
            canvas.drawString(310, 712 - 12 * n, line)

    text = read(made(tmp_path / "a.pdf", draw)).pages[0].text
    assert (f"{last} {following}" in text) == one_sentence


def test_a_word_cut_at_a_line_end_is_mended_and_a_real_hyphen_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines = [
            "Investment in low-carbon heat and in informa-",
            "tion about it grew, and the move to low-",
            "carbon transport needs more information still.",
        ]
        for i, line in enumerate(lines):
            canvas.drawString(60, 700 - 14 * i, line)

    assert read(made(tmp_path / "a.pdf", draw)).pages[0].text == (
        "Investment in low-carbon heat and in information about it grew, and the move to low-carbon transport needs "
        "more information still."
    )


NOTES = ["", "the yearly survey", "a count of firms", "talks with members", "the accounts"]


def report(canvas: Canvas) -> None:
    """Four pages with running heads, page numbers, a heading, a list, a caption and footnotes."""
    for number in range(1, 5):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 815, "State of the region 2018")
        canvas.drawString(300, 30, str(number))
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, 770, f"{number}. What was found in part {number}")
        y = column(canvas, LOREM * 3, 60, 740, width=12, size=11)
        canvas.setFont("Helvetica", 11)
        for item in ("First thing asked of members", "Second thing, which takes rather more than one"):
            y -= 6
            canvas.drawString(70, y, "•")
            canvas.drawString(84, y, item)
            y -= 14
        canvas.drawString(84, y, "line to say and so goes on below")
        canvas.drawString(60, y - 30, "Figure 3: Firms by size")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 70, f"1 Taken from {NOTES[number]}.")
        canvas.showPage()


def test_each_block_is_what_it_is(tmp_path: Path) -> None:
    page = read(made(tmp_path / "a.pdf", report)).pages[1]
    assert [(block.kind, block.level) for block in page.blocks] == [
        ("header", None),
        ("heading", 1),
        ("body", None),
        ("list", None),
        ("list", None),
        ("caption", None),
        ("footnote", None),
        ("footer", None),
    ]
    assert page.blocks[1].text == "2. What was found in part 2"
    assert page.blocks[4].text == ("• Second thing, which takes rather more than one line to say and so goes on below")


def test_running_heads_and_page_numbers_are_not_in_the_text_and_footnotes_end_it(tmp_path: Path) -> None:
    pages = read(made(tmp_path / "a.pdf", report)).pages
    assert [page.number for page in pages] == [1, 2, 3, 4]
    for page in pages:
        assert "State of the region" not in page.text
        assert page.text.startswith(f"{page.number}. What was found")
        assert page.text.endswith(f"\n\n1 Taken from {NOTES[page.number]}.")
        assert f"\n\n{page.number}\n" not in page.text


def uncovered(path: Path, page: Page, scale: float = 2.0) -> float:
    """The share of the page's dark spots, as rendered, that lie in no line's box."""
    pdf = pdfium.PdfDocument(path)
    shown = pdf[page.number - 1].render(scale=scale).to_numpy().min(axis=2)
    assert shown.shape[1] == pytest.approx(page.width * scale, abs=2)
    assert shown.shape[0] == pytest.approx(page.height * scale, abs=2)
    dark = shown < 128
    n_dark = dark.sum()
    for block in page.blocks:
        for line in block.lines:
            top, bottom = int((line.top - 1) * scale), int((line.bottom + 1) * scale) + 1
            left, right = int((line.x0 - 1) * scale), int((line.x1 + 1) * scale) + 1
            box = dark[max(top, 0) : bottom, max(left, 0) : right]
            assert box.any(), f"nothing is printed in the box of {line.text!r}"
            box[:] = False
    return float(dark.sum() / n_dark)


def some_lines(canvas: Canvas) -> None:
    """A page of text in three places."""
    column(canvas, LOREM * 2, 90, 700, width=8)
    column(canvas, LOREM, 200, 400, width=5, size=14)
    canvas.saveState()
    canvas.translate(60, 120)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Written up the side of the page")
    canvas.restoreState()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 520, 790)])
def test_boxes_cover_the_words_as_a_viewer_shows_them(
    tmp_path: Path, rotation: int, crop: tuple[int, int, int, int] | None
) -> None:
    writer = pypdf.PdfWriter(clone_from=made(tmp_path / "plain.pdf", some_lines))
    if crop:
        writer.pages[0].cropbox = pypdf.generic.RectangleObject(crop)
    writer.pages[0].rotate(rotation)
    path = tmp_path / "turned.pdf"
    writer.write(path)
    page = read(path).pages[0]
    assert uncovered(path, page) < 0.01
    assert " ".join(LOREM) in page.text
    assert "Written up the side of the page" in page.text


def test_what_is_cropped_away_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "In sight of the reader")
        canvas.drawString(100, 820, "Printer's marks")

    writer = pypdf.PdfWriter(clone_from=made(tmp_path / "plain.pdf", draw))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((50, 50, 550, 800))
    writer.write(tmp_path / "cropped.pdf")
    assert read(tmp_path / "cropped.pdf").pages[0].text == "In sight of the reader"


def test_an_empty_password_opens_and_another_does_not(tmp_path: Path) -> None:
    plain = made(tmp_path / "plain.pdf", some_lines)
    for name, password in (("open", ""), ("locked", "secret")):
        writer = pypdf.PdfWriter(clone_from=plain)
        writer.encrypt(password, "owner", algorithm="AES-256-R5")
        writer.write(tmp_path / f"{name}.pdf")
    assert read(tmp_path / "open.pdf").pages[0].text == read(plain).pages[0].text
    with pytest.raises(UnreadableDocument, match=r"locked\.pdf: locked with a password; save a copy without one"):
        read(tmp_path / "locked.pdf")


def test_blank_pages_are_named_and_a_scan_is_refused(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.showPage()
        canvas.drawString(60, 700, "Text")
        canvas.showPage()
        canvas.showPage()

    reading = read(made(tmp_path / "a.pdf", draw))
    assert (reading.n_pages, reading.empty_pages, [page.number for page in reading.pages]) == (3, (1, 3), [2])
    assert reading.notes == ("no text on pages 1, 3 (blank, a picture, or a scan)",)
    drawn = made(tmp_path / "drawn.pdf", lambda canvas: canvas.rect(50, 50, 300, 300, fill=1))
    with pytest.raises(
        UnreadableDocument, match=r"drawn\.pdf: no text on 1 page and no pictures, so it is blank or its"
    ):
        read(drawn)
    picture = Image.new("RGB", (200, 200), "grey")
    scan = made(tmp_path / "scan.pdf", lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT))
    with pytest.raises(UnreadableDocument, match=r"scan\.pdf: no text on 1 page, so it is a scan; run OCR on it"):
        read(scan)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pdf", report)
    with pytest.raises(
        UnreadableDocument, match=r"a\.pdf: 4 pages are over the limit of 3; split it or raise HUB_MAX_PAGES"
    ):
        read_file(path, "doc", Limits(max_pages=3))


def test_a_file_cut_short_is_read_or_refused_but_never_breaks(tmp_path: Path) -> None:
    whole = made(tmp_path / "a.pdf", report).read_bytes()
    for share in (0.02, 0.3, 0.6, 0.9, 0.99):
        path = tmp_path / f"cut{share}.pdf"
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            reading = read(path)
        except UnreadableDocument as error:
            told = str(error)
        else:
            told = f"{path.name}: {len(reading.pages)} pages"
        assert told.startswith(f"{path.name}: ")


def test_headings_take_their_level_from_the_bookmarks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Part one", "a", 0)
        canvas.bookmarkPage("b")
        canvas.addOutlineEntry("A matter within it", "b", 1)
        canvas.drawString(60, 760, "Part one")
        column(canvas, LOREM, 60, 730, size=11)
        canvas.drawString(60, 600, "A matter within it")
        column(canvas, LOREM, 60, 570, size=11)

    blocks = read(made(tmp_path / "a.pdf", draw)).pages[0].blocks
    assert [(b.text, b.level) for b in blocks if b.kind == "heading"] == [("Part one", 1), ("A matter within it", 2)]


def test_form_fields_and_attachments_are_not_lost_in_silence(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Name of the partnership")
        canvas.acroForm.textfield(name="partnership", value="New Anglia", x=60, y=650, width=200, height=20)

    writer = pypdf.PdfWriter(clone_from=made(tmp_path / "plain.pdf", draw))
    writer.add_attachment("data.csv", b"a,b\n")
    writer.write(tmp_path / "form.pdf")
    reading = read(tmp_path / "form.pdf")
    assert "partnership: New Anglia" in reading.pages[0].text
    assert reading.notes == ("1 attached file left out; put what matters into the folder",)


ROWS = [
    ["Area", "2015", "2016", "2017"],
    ["New Anglia", "31,200", "31,900", "33,050"],
    ["Greater Lincolnshire", "19,400", "19,800", "20,310"],
    ["Humber", "17,100", "17,450", "17,990"],
    ["Tees Valley", "12,300", "12,510", "12,880"],
]


def draw_table(canvas: Canvas, ruled: bool) -> None:
    """A captioned table between two paragraphs, with or without rules."""
    y = column(canvas, LOREM * 2, 60, 780, width=12)
    canvas.drawString(60, y - 20, "Table 2.1: Gross value added, £ million")
    top = y - 30
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            canvas.drawString(64 + 130 * j, top - 20 * i - 14, cell)
    if ruled:
        canvas.grid([60 + 130 * j for j in range(5)], [top - 20 * i for i in range(6)])
    canvas.drawString(60, top - 125, "Source: regional accounts")
    column(canvas, LOREM * 2, 60, top - 170, width=12)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_keeps_its_cells_title_notes_and_place(tmp_path: Path, ruled: bool) -> None:
    reading = read(made(tmp_path / "a.pdf", lambda canvas: draw_table(canvas, ruled)))
    (table,) = reading.tables
    assert [list(row) for row in table.cells] == ROWS
    assert (table.table_id, table.title, table.page, table.n_header_rows, table.notes) == (
        "doc#t1",
        "Table 2.1: Gross value added, £ million",
        1,
        1,
        ("Source: regional accounts",),
    )
    assert table.box is not None
    assert (table.box.page, round(table.box.x0)) == (1, 64)
    assert "Humber | 17,100 | 17,450 | 17,990\nTees Valley" in reading.pages[0].text
    assert (
        reading.pages[0].text.index("2.1")
        < reading.pages[0].text.index("Humber")
        < reading.pages[0].text.index("Source")
    )


def test_merged_heads_stand_over_each_of_their_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([60, 200, 300, 400], [700, 680, 660, 640, 620])
        canvas.setFillGray(1)
        canvas.setStrokeGray(1)
        canvas.setFillGray(0)
        for x, y, text in (
            (64, 665, "Humber"), (64, 645, "Solent"), (64, 625, "Total"), (204, 665, "12"), (304, 665, "14"),
            (204, 645, "22"), (304, 645, "24"), (204, 625, "34"), (304, 625, "38"),
        ):  # fmt: skip
            canvas.drawString(x, y, text)

    def merged(canvas: Canvas) -> None:
        draw(canvas)
        canvas.setStrokeGray(0)
        canvas.grid([60, 200, 400], [740, 720])
        canvas.grid([60, 200, 300, 400], [720, 700])
        canvas.drawString(230, 725, "Firms assisted by year")
        canvas.drawString(204, 705, "2016")
        canvas.drawString(304, 705, "2017")
        canvas.drawString(64, 685, "Area")
        canvas.drawString(204, 685, "n")
        canvas.drawString(304, 685, "n")

    (table,) = read(made(tmp_path / "a.pdf", merged)).tables
    assert table.cells[0] == ("", "Firms assisted by year", "Firms assisted by year")
    assert table.cells[1] == ("", "2016", "2017")
    assert table.cells[-1] == ("Total", "34", "38")
    assert table.n_header_rows == 3


def test_two_columns_of_prose_a_chart_and_a_list_of_contents_are_no_tables(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, LOREM * 6, 50, 780, width=6)
        column(canvas, LOREM * 6, 310, 780, width=6)
        canvas.showPage()
        for i in range(6):  # an axis with bars
            canvas.drawString(60, 700 - 30 * i, str(100 - 20 * i))
            canvas.rect(90 + 60 * i, 540, 30, 30 + 20 * i, fill=1)
            canvas.drawString(90 + 60 * i, 525, str(2012 + i))
        canvas.showPage()
        for i, title in enumerate(("Foreword", "Where firms are", "What they need", "How we shall know", "Annex")):
            canvas.drawString(60, 700 - 20 * i, title)
            canvas.drawString(500, 700 - 20 * i, str(3 + 4 * i))

    assert read(made(tmp_path / "a.pdf", draw)).tables == ()


def test_a_map_of_scattered_labels_is_read_whole_and_in_bounded_time(tmp_path: Path) -> None:
    places = [(x, y) for x in range(20, 560, 60) for y in range(20, 820, 5)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 3)
        for i, (x, y) in enumerate(places):
            canvas.drawString(x + 17 * (i % 3), y, f"label{i}")

    started = time.process_time()
    text = read(made(tmp_path / "a.pdf", draw)).pages[0].text
    assert sorted(re.findall(r"label\d+", text)) == sorted(f"label{i}" for i in range(len(places)))
    assert time.process_time() - started < 20


def test_ligatures_are_spelt_out(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"), *Path("/usr/share/fonts").rglob("*Sans*.ttf")]
    font = next((path for path in fonts if path.exists()), None)
    if font is None:
        pytest.skip("no TrueType font on this machine to write ligatures with")
    pdfmetrics.registerFont(TTFont("ligatures", str(font)))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("ligatures", 12)
        canvas.drawString(60, 700, "e\ufb03cient o\ufb00ers for \ufb01rms on o\ufb03ce \ufb02oors")

    text = read(made(tmp_path / "a.pdf", draw)).pages[0].text
    assert text == "efficient offers for firms on office floors"


def test_a_lost_ligature_is_put_back_from_the_words_of_the_document() -> None:
    from ingest.pdf_words import LOST, PageWords, Word, mend_ligatures

    def words(*texts: str) -> PageWords:
        return PageWords(600, 800, [Word(text, 0, 0, 9, 9, 9, False, 0, 9, 0) for text in texts], [], 0)

    page = words(f"A{chr(LOST + 30)}ordability", "affordability", f"e{chr(LOST + 30)}ect", "sure")
    mend_ligatures([page])
    assert [word.text for word in page.words] == ["Affordability", "affordability", "effect", "sure"]


def test_a_page_number_is_the_place_in_the_file_not_the_printed_number(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in (7, 8):
            canvas.drawString(60, 700, f"Text of printed page {number}")
            canvas.drawString(300, 30, str(number))
            canvas.showPage()

    pages = read(made(tmp_path / "a.pdf", draw)).pages
    assert [(page.number, page.text) for page in pages] == [
        (1, "Text of printed page 7"),
        (2, "Text of printed page 8"),
    ]


def test_dark_spots_outside_all_boxes_are_seen() -> None:
    """The measure itself: a page with a box in the wrong place does not pass."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawString(100, 700, "Here")
    canvas.save()
    shown = pdfium.PdfDocument(buffer.getvalue())[0].render(scale=1).to_numpy().min(axis=2) < 128
    assert np.argwhere(shown)[:, 0].min() > HEIGHT - 720
