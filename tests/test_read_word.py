"""Word documents made with python-docx."""

import zipfile
from pathlib import Path

import docx
import pytest

from ingest.errors import UnreadableDocument
from ingest.read import Limits, Reading, read_file


def read(path: Path) -> Reading:
    """The file read."""
    return read_file(path, "doc", Limits())


def document(path: Path) -> Path:
    """A document with headings, lists, a merged table and a title."""
    word = docx.Document()
    word.core_properties.title = "A strategy for the area"
    word.add_heading("Innovation", 1)
    paragraph = word.add_paragraph("Firms ")
    paragraph.add_run("spend more").bold = True
    paragraph.add_run(" than before.")
    word.add_paragraph("Skills", style="List Bullet")
    word.add_heading("Figures", 1)
    word.add_paragraph("Table 1: Firms by size")
    table = word.add_table(rows=4, cols=3)
    for row, cells in zip(
        table.rows,
        (("Area", "Firms", ""), ("", "small", "large"), ("Humber", "9", "1"), ("Solent", "7", "2")),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    word.add_paragraph("After the table.")
    word.save(path)
    return path


def test_a_word_document_gives_sections_lists_and_tables(tmp_path: Path) -> None:
    reading = read(document(tmp_path / "a.docx"))
    assert reading.title == "A strategy for the area"
    assert [page.text for page in reading.pages] == [
        "Innovation\n\nFirms spend more than before.\n\n• Skills",
        "Figures\n\nTable 1: Firms by size\n\nArea | Firms\nArea | small | large\nHumber | 9 | 1\nSolent | 7 | 2\n\n"
        "After the table.",
    ]
    (table,) = reading.tables
    assert (table.title, table.n_header_rows, table.page) == ("Table 1: Firms by size", 2, 2)
    assert table.cells[:2] == (("Area", "Firms", "Firms"), ("Area", "small", "large"))


def test_deleted_words_are_left_out_and_footnotes_kept(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {w}><w:body><w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            '<w:ins><w:r><w:t xml:space="preserve"> added</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
            "</w:body></w:document>",
        )
        archive.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {w}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    page = read(tmp_path / "a.docx").pages[0]
    assert [(block.kind, block.text) for block in page.blocks] == [("body", "Kept added"), ("footnote", "A note.")]


def test_a_damaged_word_file_is_refused(tmp_path: Path) -> None:
    whole = document(tmp_path / "a.docx").read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableDocument, match=r"cut\.docx: damaged"):
        read(tmp_path / "cut.docx")
    with zipfile.ZipFile(tmp_path / "bad.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(UnreadableDocument, match=r"bad\.docx: damaged Word file"):
        read(tmp_path / "bad.docx")
