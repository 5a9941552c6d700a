"""Briefings in every format, read back with the libraries that read them for a living."""

import io
import re
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from answers import figure_answer, page_answer
from lxml import html

from assistant.brief import Brief, as_html, as_markdown, as_word, brief, file_name
from assistant.schema import Turn
from assistant.view.charts import chart_data

DAY = date(2026, 3, 4)


@pytest.fixture
def made() -> Brief:
    """Three answers: two from one table, one from a page."""
    answers = (figure_answer(), page_answer(), figure_answer("And again?"))
    return brief([Turn(a.query.question, a) for a in answers], "Market Vale: *growth*", DAY, "build-7")


def test_sources_are_numbered_through_the_briefing_and_not_twice(made: Brief) -> None:
    assert [s.number for s in made.sources] == [1, 2]
    assert made.sections[1].paragraphs == ("Clusters need patient money and skilled people [2].",)
    assert "[1]" in made.sections[2].paragraphs[0]
    assert made.sources[1].url is None  # not an address of the web
    assert made.sources[0].url == "https://www.ons.gov.uk/gva"


def test_markdown_has_footnotes_annex_date_and_build(made: Brief) -> None:
    text = as_markdown(made)
    assert text.startswith("# Market Vale: \\*growth\\*\n")
    assert "4 March 2026" in text
    assert "build-7" in text
    assert "in 2017[^1]" in text or "in 2017 [^1]" in text
    assert re.search(r"^\[\^1\]: Office for National Statistics, “GVA by LEP”", text, re.M)
    assert "| Market Vale (LEP) | Gross value added | 2017 | 1,234 | GBP million |" in text
    assert set(re.findall(r"\[\^(\d+)\]:", text)) == {"1", "2"}
    assert "javascript" not in text


def test_html_is_whole_escaped_and_loads_nothing(made: Brief) -> None:
    page = html.document_fromstring(as_html(made))
    assert page.xpath("//h1/text()") == ["Market Vale: *growth*"]
    assert page.xpath("//script") == []
    assert "Clusters & places <2018>" in page.xpath("string(//li[@id='source-2'])")
    for target in page.xpath("//a/@href"):
        assert target == "https://www.ons.gov.uk/gva" or page.xpath(f"//*[@id='{target[1:]}']")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_word_opens_with_headings_table_links_and_sources(made: Brief) -> None:
    data = as_word(made)
    document = docx.Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings[0] == "Market Vale: *growth*"
    assert "Annex: figures" in headings
    assert headings[-1] == "Sources"
    assert document.tables[0].cell(1, 3).text == "1,234"
    xml = ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    anchors, names = (
        set(re.findall(r'w:anchor="(\w+)"', xml)),
        set(re.findall(r'w:bookmarkStart[^>]*w:name="(\w+)"', xml)),
    )
    assert anchors == names == {"source1", "source2"}


def test_characters_that_no_format_can_hold_are_left_out() -> None:
    answer = figure_answer("A\x00\x0b question", text="One\x01 two [1].\n- a & <b>\n- c [1]")
    made = brief([Turn("q", answer)], "x\x0c", DAY, "b")
    assert "One two" in docx.Document(io.BytesIO(as_word(made))).paragraphs[4].text
    assert "<li>a &amp; &lt;b&gt;</li>" in as_html(made)
    assert "- a \\& \\<b\\>" in as_markdown(made)


def test_no_turns_still_make_a_briefing() -> None:
    made = brief([], "  ", DAY, "b")
    assert made.title == "Briefing"
    assert as_markdown(made).startswith("# Briefing")
    assert docx.Document(io.BytesIO(as_word(made))).paragraphs[0].text == "Briefing"
    assert file_name(made, "docx") == "briefing-2026-03-04.docx"


def test_file_names_hold_no_folders(made: Brief) -> None:
    assert file_name(brief([], "../../a b/ç", DAY, "b"), "md") == "a-b-2026-03-04.md"
    assert chart_data(figure_answer()) is None  # one figure makes no chart, and so no picture
