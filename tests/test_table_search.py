"""Questions answered from the tables of documents that somebody dropped into a folder: the cell, or an honest no."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from corpora import REPOSITORY, run_ingest

from assistant.ask import Assistant
from assistant.schema import Answer
from assistant.settings import Settings

AREAS = ("Total", "Black Country", "Cumbria", "Dorset", "New Anglia")
OTHERS = (
    "Cheshire and Warrington", "Coast to Capital", "Enterprise M3", "Greater Lincolnshire", "Greater Manchester", "Humber",
    "Heart of the South West", "Hertfordshire", "Lancashire", "London", "North Eastern", "Oxfordshire", "Sheffield City Region",
    "Solent", "South East", "South East Midlands", "Swindon and Wiltshire", "Tees Valley", "The Marches", "West of England",
    "Worcestershire", "York, North Yorkshire and East Riding",
)  # fmt: skip
# A crosstab of a survey, as they are published: counts, with the shares beneath them and no name before those.
SHEETS: dict[str, tuple[str, str, Sequence[Sequence[object]]]] = {
    "10": (
        "Table 10/ 1: Whether recruited anyone in the past 12 months",
        "Base: All establishments",
        (
            ("Unweighted row", 3000, 1300, 848, 1176, 1502),
            ("Total", 90000, 25714, 19092, 32000, 49331),
            ("Yes", 46000, 13763, 8800, 16100, 26600),
            (None, 0.51, 0.54, 0.46, 0.5, 0.54),
            ("No", 44000, 11951, 10292, 15900, 22731),
            (None, 0.49, 0.46, 0.54, 0.5, 0.46),
        ),
    ),
    "52": (
        "Table 52/ 1: Incidence of skills gaps by occupation (employer base)",
        "Base: All establishments",
        (
            ("Total", 90000, 25714, 19092, 32000, 49331),
            ("Any skills gap", 13000, 3736, 3182, 3898, 6200),
            (None, 0.14, 0.15, 0.17, 0.12, 0.13),
            ("Managers", 1900, 852, 310, 480, "**"),
            (None, 0.02, 0.03, 0.02, 0.01, "**"),
        ),
    ),
    "T43": (
        "Table T43/ 1: Summary of vacancy situation (employment base)",
        "Base: All employment",
        (
            ("Total", 1500000, 435971, 250000, 340000, 700000),
            ("Total number of vacancies", 52000, 15930, 7261, 12592, 24818),
            ("Total number of hard-to-fill vacancies", 118000, 5470, 3532, 4966, 9000),
        ),
    ),
}


def survey(path: Path) -> None:
    """A workbook of the survey's tables."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (title, base, rows) in SHEETS.items():
        sheet = book.create_sheet(name)
        for line in ("27-September-2018", "Skills and Recruitment Survey 2017", title, base):
            sheet.append([line])
        sheet.append([])
        sheet.append([None, *AREAS, *OTHERS])
        for row in rows:
            least = min(value for value in row[1:] if not isinstance(value, str))  # type: ignore[type-var]
            sheet.append([*row, *[least] * len(OTHERS)])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, float):
                    cell.number_format = "0%"
    book.save(path)


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a folder with a workbook and a report, ingested."""
    folder = tmp_path_factory.mktemp("officer")
    (folder / "mine").mkdir()
    survey(folder / "mine" / "skills-survey-2017.xlsx")
    shutil.copyfile(
        REPOSITORY / "corpus" / "reports" / "cumbria-and-the-north.pdf", folder / "mine" / "cumbria-and-the-north.pdf"
    )
    run_ingest(folder / "mine", folder / "index")
    return Assistant(Settings(index=folder / "index"))


def by_table(answer: Answer) -> bool:
    """Whether a table published in a document gave the answer."""
    return bool(answer.cells)


@pytest.mark.parametrize(
    ("question", "cells", "row", "column"),
    [
        ("What percentage of employers in Cumbria had any skills gap in 2017?", ("17%",), "Any skills gap / %", "Cumbria"),
        ("What share of establishments in Dorset recruited anyone in the past 12 months?", ("50%",), "Yes / %", "Dorset"),
        ("How many firms in the Black Country recruited anyone in the past 12 months?", ("13763",), "Yes", "Black Country"),
        ("How many hard-to-fill vacancies were there in Cumbria?", ("3532",), "Total number of hard-to-fill vacancies", "Cumbria"),
    ],
)  # fmt: skip
def test_a_cell_of_a_workbook_is_cited_with_its_sheet_row_and_column(
    officer: Assistant, question: str, cells: tuple[str, ...], row: str, column: str
):
    answer = officer.ask(question)
    assert (answer.status, answer.cells) == ("answered", cells)
    (citation,) = answer.citations
    assert (citation.document, citation.row, citation.column) == ("skills-survey-2017.xlsx", row, column)
    assert citation.locator.startswith("sheet “")
    assert cells[0] in answer.text
    assert cells[0] in citation.quote


def test_a_ranking_over_the_columns_names_the_place_and_the_figure(officer: Assistant):
    answer = officer.ask("Which LEP had the most hard-to-fill vacancies?")
    assert answer.cells == ("New Anglia", "9000")


def test_two_places_of_a_table_are_compared(officer: Assistant):
    answer = officer.ask("Compare the number of hard-to-fill vacancies in Cumbria and Dorset.")
    assert answer.cells == ("3532", "4966")


def test_a_cell_of_a_report_is_cited_with_its_page_and_its_box(officer: Assistant):
    answer = officer.ask("What was the GVA 2014 of manufacturing in Cumbria?")
    assert (answer.status, answer.cells) == ("answered", ("2,569",))
    (citation,) = answer.citations
    assert (citation.document, citation.page, citation.row) == ("cumbria-and-the-north.pdf", 4, "Manufacturing")
    page = officer.index.page(citation.document_id, 4)
    held = [line.text for block in page.blocks for line in block.lines if (line.x0, line.top) in {(b.x0, b.top) for b in citation.boxes}]  # fmt: skip
    assert any("2,569" in text for text in held)


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of employers in Cumbria had any skills gap in 2019?",  # another year
        "What percentage of employers in Norwich had any skills gap in 2017?",  # a place within one that is held
        "What percentage of employers in Wales had any skills gap?",  # a place that is not held
        "What percentage of people in Cumbria had any skills gap?",  # employers were counted, not people
        "How many vacancies were there in Cumbria's hotels?",  # more than the table tells
        "How many recruiters were there in Dorset?",
        "Which LEP had the most patents?",
        "Which sectors had the most hard-to-fill vacancies?",  # areas are listed, not sectors
        "What was the location quotient of manufacturing in Cumbria in 2014 by value?",  # only under another name
    ],
)
def test_what_the_tables_do_not_hold_is_not_answered_from_them(officer: Assistant, question: str):
    assert not by_table(officer.ask(question))


def test_a_cell_without_a_figure_is_no_answer(officer: Assistant):
    answer = officer.ask("How many employers in New Anglia had managers with any skills gap?")
    assert answer.status != "answered" or "**" not in answer.text


def test_a_question_in_words_is_left_to_the_passages(officer: Assistant):
    assert not by_table(officer.ask("Who publishes the survey of skills and recruitment?"))


def test_the_figures_of_the_corpus_come_before_its_tables(shipped_root: Path):
    answer = Assistant(Settings(index=shipped_root)).ask("What was New Anglia's GVA in 2017?")
    assert answer.figures
    assert not by_table(answer)


def test_a_ranking_is_not_taken_from_a_table_that_lists_a_few_of_the_places(officer: Assistant):
    assert not by_table(officer.ask("Which LEP had the highest GVA 2014 of manufacturing?"))
