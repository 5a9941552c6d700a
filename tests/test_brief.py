"""Briefings in every format, read back with the libraries that read them for a living."""

import io
import re
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from answers import figure_answer, page_answer
from lxml import etree, html

from assistant.ask import Assistant
from assistant.brief import Brief, as_html, as_markdown, brief, file_name, heading
from assistant.rows import Rows
from assistant.schema import Query, Turn
from assistant.settings import Settings
from assistant.view.charts import chart_data
from assistant.word import as_word
from ingest.index import Index

DAY = date(2026, 3, 4)


@pytest.fixture
def made() -> Brief:
    """Three answers: two from one table, one from a page."""
    answers = (figure_answer(), page_answer(), figure_answer("And again?"))
    return brief([Turn(a.query.question, a) for a in answers], "Market Vale: *growth*", DAY, "build-7")


def test_sources_are_numbered_through_the_briefing_and_not_twice(made: Brief) -> None:
    assert [s.number for s in made.sources] == [1, 2]
    assert made.sections[1].body == ("Clusters need patient money and skilled people [2].",)
    assert "[1]" in str(made.sections[2].body[0])
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


def test_word_opens_with_headings_footnotes_sources_and_annex(made: Brief) -> None:
    data = as_word(made)
    document = docx.Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings[0] == "Market Vale: *growth*"
    assert headings.index("Sources") < headings.index("Annex: figures")
    assert document.tables[0].cell(1, 3).text == "1,234"
    assert document.sections[0].page_width < document.sections[1].page_width  # the annex lies on its side
    parts = ZipFile(io.BytesIO(data))
    xml = parts.read("word/document.xml").decode()
    notes = etree.fromstring(parts.read("word/footnotes.xml"))
    texts = ["".join(n.itertext()).strip() for n in notes][2:]
    assert texts[0].startswith("Office for National Statistics, “GVA by LEP”, 19 December 2019")
    assert texts[1].startswith("The Hub, “Clusters & places <2018>”, 1 June 2018, p. 3")
    assert re.findall(r'w:footnoteReference w:id="(\d+)"', xml) == ["2", "3"]  # each source has one, in order
    referred, marked = (
        set(re.findall(r"NOTEREF (\w+)", xml)),
        set(re.findall(r'w:bookmarkStart[^>]*w:name="(\w+)"', xml)),
    )
    assert referred <= marked == {"_Source1", "_Source2"}
    assert " PAGE " in parts.read("word/footer1.xml").decode()
    assert "javascript" not in xml


def test_lists_of_figures_are_tables_in_every_format(shipped_index: Index) -> None:
    assistant = Assistant(Settings(index=shipped_index.root))
    answer = assistant.ask("Which 10 LEPs have the highest GVA per hour worked?")
    made = brief([Turn("q", answer)], "Ranks", DAY, "b", (), assistant.measures.indicators)
    rows = next(part for part in made.sections[0].body if isinstance(part, Rows))
    assert len(rows.rows) == 10
    assert "| 1 | Thames Valley Berkshire | £50.31 |" in as_markdown(made)
    table = html.document_fromstring(as_html(made)).xpath("//table[@class='list']")[0]
    assert table.xpath("count(.//tr)") == 11
    assert docx.Document(io.BytesIO(as_word(made))).tables[0].cell(1, 1).text == "Thames Valley Berkshire"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What was GVA in Dorset?", "What was GVA in Dorset?"),
        ("And GVA per hour [GVA per hour worked; New Anglia; 2017]", "GVA per hour worked, New Anglia, 2017"),
        ("And what do the reports say of the park there [gross value added; Norwich]", "as it was typed"),
    ],
)
def test_a_follow_up_gets_a_heading_that_stands_alone(text: str, said: str) -> None:
    assert heading(Query("as it was typed", text)) == said


def test_characters_that_no_format_can_hold_are_left_out() -> None:
    answer = figure_answer("A\x00\x0b question", text="One\x01 two [1].\n- a & <b>\n- c [1]")
    made = brief([Turn("q", answer)], "x\x0c", DAY, "b")
    assert "One two" in docx.Document(io.BytesIO(as_word(made))).paragraphs[3].text
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
