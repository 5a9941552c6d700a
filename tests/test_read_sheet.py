"""CSV files and workbooks as people publish them."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ingest.cells import n_header_rows
from ingest.errors import UnreadableTable
from ingest.read import Limits, Reading, read_file


def read(path: Path) -> Reading:
    """The file read."""
    return read_file(path, "doc", Limits())


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path.write_bytes(text.encode(encoding))
    return path


AREAS = (("Area", "2016", "2017"), ("Cornwall – Kernow", "£1,250", "1.5"), ("Humber", "[c]", ".."))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_encoding_gives_the_cells_as_published(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in AREAS]
    (table,) = read(written(tmp_path / "areas.csv", "\r\n".join(lines), encoding)).tables
    assert (table.cells, table.n_header_rows, table.title) == (AREAS, 1, "areas")


def test_lines_over_and_under_a_csv_table_are_its_title_and_notes(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "27-September-2018,,\nTable 4/1,,\nVacancies by area,,\n\nArea,2016,2017\nHumber,1,2\nSolent,3,4\n\n"
        "Source: a survey,,\n[c] suppressed,,\n",
    )
    (table,) = read(path).tables
    assert table.title == "Table 4/1: Vacancies by area"
    assert table.notes == ("27-September-2018", "Source: a survey", "[c] suppressed")
    assert table.cells == (("Area", "2016", "2017"), ("Humber", "1", "2"), ("Solent", "3", "4"))


def test_each_block_of_a_csv_is_a_table_with_its_own_title(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        "Humber,,\nYear,Firms,Jobs\n2016,1,2\n2017,3,4\n\nSolent,,\nYear,Firms,Jobs\n2016,5,6\n2017,7,8\n",
    )
    assert [(t.title, t.cells[1]) for t in read(path).tables] == [
        ("Humber", ("2016", "1", "2")),
        ("Solent", ("2016", "5", "6")),
    ]


def test_an_empty_row_inside_a_table_does_not_cut_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Area,Firms\nEngland,10\n\nHumber,4\nSolent,6\n")
    assert len(read(path).tables[0].cells) == 4


def test_ragged_rows_are_filled_up_and_said(tmp_path: Path) -> None:
    reading = read(written(tmp_path / "a.csv", "Area,2016,2017\nHumber,1\nSolent,2,3,4\n"))
    assert reading.tables[0].cells == (("Area", "2016", "2017", ""), ("Humber", "1", "", ""), ("Solent", "2", "3", "4"))
    assert reading.notes == ("a.csv: rows are of 2 to 4 cells; short ones are filled up with empty cells",)


def test_a_csv_of_blanks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match=r"a\.csv: holds no cells; check the file"):
        read(written(tmp_path / "a.csv", ",,\n\n,,\n"))


def test_titles_notes_and_heads_can_be_found_as_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Vacancies by area\n\nArea,Hard to fill\nHumber,1\n\nNote: weighted\n")
    page = read(path).pages[0]
    assert page.text == "Vacancies by area\n\nNote: weighted\n\nColumns: Area; Hard to fill"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((("Area", "2016", "2017"), ("Humber", "1", "2")), 1),
        ((("", "2016", "2017"), ("Area", "£m", "£m"), ("Humber", "1", "2")), 2),
        ((("", "Firms", "Firms"), ("", "2016", "2017"), ("Humber", "1", "2")), 2),
        ((("Area", "Firms"), ("England", ""), ("Humber", "1")), 1),
        ((("Term", "Meaning"), ("LEP", "partnership"), ("LA", "council")), 1),
        ((("1", "2"), ("3", "4")), 0),
        ((("Age", "16-24", "25-49"), ("Humber", "12%", "20%")), 1),
        ((("Area", "16/17"), ("Humber", "[c]"), ("Solent", "5")), 1),
    ],
)
def test_the_head_ends_where_figures_begin(cells: tuple[tuple[str, ...], ...], expected: int) -> None:
    assert n_header_rows(cells) == expected


def workbook(path: Path) -> Path:
    """A workbook with a title, merged heads, dates, shares, formulas, notes, two tables, a hidden and an empty sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Firms"
    sheet.append(["Table 1: Firms by size, 2017"])
    sheet.merge_cells("A1:E1")
    sheet.append(["This worksheet contains one table"])
    sheet.append([])
    sheet.append(["Area", "Small", None, "Large", None])
    sheet.append([None, "n", "%", "n", "%"])
    sheet.merge_cells("B4:C4")
    sheet.merge_cells("D4:E4")
    sheet.merge_cells("A4:A5")
    for area, small, large in (("Humber", 90, 10), ("Solent", 75, 25)):
        sheet.append([area, small, small / 100, large, large / 100])
    for row in (6, 7):
        sheet.cell(row, 3).number_format = sheet.cell(row, 5).number_format = "0.0%"
    sheet.append([])
    sheet.append(["Source: a register"])
    other = book.create_sheet("Dates")
    other.append(["Area", "Founded", "Share", None, "Area", "Jobs"])
    other.append(["Humber", date(2011, 6, 1), 0.1 + 0.2, None, "Humber", 400000])
    other.append(["Solent", date(2010, 9, 30), 2.0, None, "Solent", 500000])
    book.create_sheet("Working").append(["secret", 1])
    book["Working"].sheet_state = "hidden"
    book.create_sheet("Blank")
    book.save(path)
    return path


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx"))
    firms, dates, jobs = reading.tables
    assert (firms.table_id, firms.title, firms.sheet, firms.page, firms.n_header_rows) == (
        "doc#t1",
        "Table 1: Firms by size, 2017",
        "Firms",
        1,
        2,
    )
    assert firms.cells == (
        ("Area", "Small", "Small", "Large", "Large"),
        ("Area", "n", "%", "n", "%"),
        ("Humber", "90", "90.0%", "10", "10.0%"),
        ("Solent", "75", "75.0%", "25", "25.0%"),
    )
    assert firms.notes == ("This worksheet contains one table", "Source: a register")
    assert dates.cells[1:] == (("Humber", "2011-06-01", "0.3"), ("Solent", "2010-09-30", "2"))
    assert jobs.cells == (("Area", "Jobs"), ("Humber", "400000"), ("Solent", "500000"))
    assert reading.notes == ("sheet 'Working' is hidden and was left out; unhide it to have it read",)
    assert "secret" not in " ".join(page.text for page in reading.pages)


def test_a_formula_gives_the_value_it_last_had(tmp_path: Path) -> None:
    import zipfile

    book = openpyxl.Workbook()
    book.active.append(["Area", "Total"])
    book.active.append(["Humber", "=1+1"])
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):  # as Excel keeps it
                content = content.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
                )
            new.writestr(name, content)
    assert read(tmp_path / "a.xlsx").tables[0].cells == (("Area", "Total"), ("Humber", "2"))


def test_formulas_without_a_value_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Area", "2016", "2017"])
    book.active.append(["Humber", 4, "=B2*2"])
    book.active.append(["Solent", 5, "=B3*2"])
    book.save(tmp_path / "a.xlsx")  # as a program writes it that works nothing out
    (note,) = read(tmp_path / "a.xlsx").notes
    assert note.startswith("sheet 'Sheet': 2 formulas hold no value and were read as empty; open and save the workbook")


def test_one_line_of_very_many_cells_is_read(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.csv", "a," * 200_000)).n_pages == 1


def test_a_stray_cell_far_out_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Area"
    book.active["XFD1048576"] = "stray"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableTable, match=r"the cells of sheet 'Sheet' are spread over 17179869184 places"):
        read(tmp_path / "a.xlsx")


def test_a_used_range_of_empty_cells_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Area", "Firms"])
    book.active.append(["Humber", 4])
    book.active["ZZ9000"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").tables[0].cells == (("Area", "Firms"), ("Humber", "4"))


def test_a_damaged_and_an_empty_workbook_are_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(Exception, match=r"cut\.xlsx: damaged"):
        read(tmp_path / "cut.xlsx")
    with pytest.raises(UnreadableTable, match=r"empty\.xlsx: no visible sheet holds any cells; check the file"):
        read(tmp_path / "empty.xlsx")
