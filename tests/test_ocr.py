"""Pages that are pictures: read by tesseract where it is there and asked for, and refused with what to do otherwise."""

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import ocr
from ingest.errors import HubError, UnreadableDocument
from ingest.pdf_words import Word
from ingest.read import Limits, Reading, read_all, read_file
from ingest.settings import Settings

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
LINES = (
    "Business research and development",
    "New Anglia spent 42 million pounds in 2017.",
    "Cumbria spent 17 million.",
)
WIDTH, HEIGHT = 2480, 3508  # A4 at 300 dots an inch


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page that is a picture of three lines, the first at 300 and the others from 600 dots from the top."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    for text, top, size in zip(LINES, (300, 600, 700), (72, 48, 48), strict=True):
        draw.text((250, top), text, fill=0, font=ImageFont.load_default(size))
    page.save(tmp_path / "scan.pdf", resolution=300)
    return tmp_path / "scan.pdf"


@needs_tesseract
def test_a_scan_is_read_with_the_boxes_of_its_lines_and_says_so(scan: Path) -> None:
    reading = read_file(scan, "scan", Limits(ocr="eng"))
    (page,) = reading.pages
    assert all(line in " ".join(page.text.split()) for line in LINES)
    assert reading.notes == ("page 1 read by OCR from a picture; check words and figures against the page",)
    lines = {line.text: line for block in page.blocks for line in block.lines}
    spent = lines[LINES[1]]
    assert (spent.x0, spent.top) == pytest.approx((250 * 72 / 300, 600 * 72 / 300), abs=6)


@needs_tesseract
def test_a_scan_is_read_in_a_worker_within_its_limits(scan: Path) -> None:
    ((_, found),) = read_all([(scan, "scan")], Limits(ocr="eng"), 1)
    assert isinstance(found, Reading)


@needs_tesseract
def test_a_language_that_tesseract_does_not_have_is_said(scan: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^scan\.pdf: tesseract failed \(.*\); check HUB_OCR"):
        read_file(scan, "scan", Limits(ocr="xxx"))


def test_without_the_setting_a_scan_is_refused_with_what_to_do(scan: Path) -> None:
    with pytest.raises(
        UnreadableDocument, match="so it is a scan; run OCR on it, or install tesseract and set HUB_OCR"
    ):
        read_file(scan, "scan", Limits())


def test_without_tesseract_the_setting_is_said_to_need_it(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match="tesseract is not installed; install it or unset HUB_OCR"):
        read_file(scan, "scan", Limits(ocr="eng"))


def test_the_table_of_tesseract_gives_words_in_points() -> None:
    table = (
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        "4\t1\t1\t1\t1\t0\t300\t600\t900\t50\t-1\t\n"
        "5\t1\t1\t1\t1\t1\t300\t600\t300\t50\t96.1\tCumbria\n"
        "5\t1\t1\t1\t1\t2\t700\t600\t20\t50\t12.0\t|\n"
    )
    assert ocr.words_of(table) == [Word("Cumbria", 72.0, 144.0, 144.0, 156.0, 12.0, False, 0, 156.0, 1)]


def test_the_setting_names_languages() -> None:
    assert Settings.from_env({"HUB_OCR": "eng+cym"}).ocr == "eng+cym"
    assert Settings.from_env({}).ocr is None
    with pytest.raises(HubError, match="HUB_OCR='--psm 1' names no languages"):
        Settings.from_env({"HUB_OCR": "--psm 1"})
