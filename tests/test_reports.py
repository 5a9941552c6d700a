"""The briefings: their PDFs say what their sources say, and their tables say what the figures files say."""

import csv
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import getFont

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "corpus" / "build_reports.py"
SOURCES = sorted((ROOT / "corpus" / "sources").glob("*.md"))
REPORTS = ROOT / "corpus" / "reports"
FIGURES = ROOT.parent / "shared" / "facts" / "figures"
NAMES = [path.stem for path in SOURCES]
KEYS = {"name", "title", "description", "published", "covers", "publisher", "licence", "columns", "keywords", "places"}


def load_script() -> ModuleType:
    """The typesetting script as a module; `corpus` is data and not a package."""
    spec = importlib.util.spec_from_file_location("build_reports", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_reports"] = module
    spec.loader.exec_module(module)
    return module


build = load_script()


@cache
def briefing(name: str):  # type: ignore[no-untyped-def]
    """The parsed source."""
    return build.parse((ROOT / "corpus" / "sources" / f"{name}.md").read_text(encoding="utf-8"))


@cache
def text_of(name: str) -> str:
    """The text of the committed PDF as pypdf reads it, on one line."""
    return re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(REPORTS / f"{name}.pdf").pages))


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with every briefing typeset afresh by the command."""
    target = tmp_path_factory.mktemp("reports")
    subprocess.run([sys.executable, SCRIPT, "--out", target], check=True, capture_output=True, timeout=240)
    return target


def as_printed(text: str, name: str) -> str:
    """A line of the source as it should read in the PDF: no marks, and notes by number."""
    numbers = build.number_notes(briefing(name))

    def mention(match: re.Match[str]) -> str:
        found = [str(number) for number in sorted({numbers[key] for key in re.findall(r"\^([\w-]+)", match[2])})]
        said = found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1]
        return f" (note{'s' if len(found) > 1 else ''} {said}){match[1]}"

    text = re.sub(r"([.,;:]?)\s*((?:\[\^[\w-]+\])+)", mention, text)
    return re.sub(r"\s+", " ", text.replace("**", "")).strip()


def test_every_source_has_its_report_and_no_report_is_left_over() -> None:
    assert len(NAMES) >= 20
    assert sorted(path.stem for path in REPORTS.glob("*.pdf") if briefing_made(path)) == NAMES


def briefing_made(path: Path) -> bool:
    """Whether a PDF in the folder is one of ours, by its author."""
    information = PdfReader(path).metadata
    return bool(information and information.author == "Hub Assistant")


def test_two_builds_give_the_same_bytes(rebuilt: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, SCRIPT, "--out", tmp_path, *NAMES[:4]], check=True, capture_output=True, timeout=120
    )
    for name in NAMES[:4]:
        assert (tmp_path / f"{name}.pdf").read_bytes() == (rebuilt / f"{name}.pdf").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_report_is_what_the_source_gives(name: str, rebuilt: Path) -> None:
    """Bytes agree, or, where another zlib packed them, the unpacked pages do."""
    committed, fresh = REPORTS / f"{name}.pdf", rebuilt / f"{name}.pdf"
    if committed.read_bytes() != fresh.read_bytes():
        ours, theirs = PdfReader(committed), PdfReader(fresh)
        contents = [[page.get_contents().get_data() for page in reader.pages] for reader in (ours, theirs)]  # type: ignore[union-attr]
        assert contents[0] == contents[1], f"{name}: run `python corpus/build_reports.py` and commit the PDF"


@pytest.mark.parametrize("name", NAMES)
def test_front_matter_is_complete(name: str) -> None:
    given = briefing(name)
    assert set(given.fields) >= KEYS
    assert given.fields["name"] == name
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", given.fields["published"])
    assert given.sources
    assert all(title and url.startswith("http") for title, url in given.sources)


@pytest.mark.parametrize("name", NAMES)
def test_the_report_carries_title_language_and_outline(name: str) -> None:
    reader, given = PdfReader(REPORTS / f"{name}.pdf"), briefing(name)
    assert 3 <= len(reader.pages) <= 10
    assert reader.metadata
    assert reader.metadata.title == given.fields["title"]
    assert reader.metadata.author == "Hub Assistant"
    assert reader.metadata.subject == given.fields["description"]
    assert reader.root_object["/Lang"] == "en-GB"
    headings = [
        block.items[0] for block in given.blocks if isinstance(block, build.TextBlock) and block.kind == "heading"
    ]
    assert list(outline_titles(reader.outline)) == [*headings, "Notes and sources"]


def outline_titles(entries: list) -> Iterator[str]:
    """The titles of an outline, children after their parent."""
    for entry in entries:
        if isinstance(entry, list):
            yield from outline_titles(entry)
        else:
            yield entry.title


@pytest.mark.parametrize("name", NAMES)
def test_text_extracts_in_reading_order(name: str) -> None:
    text, position = text_of(name), 0
    headings = [block.items[0] for block in briefing(name).blocks if getattr(block, "kind", "") == "heading"]
    for heading in [*headings, "Notes and sources"]:
        found = text.find(as_printed(heading, name), position)
        assert found >= 0, f"{name}: heading {heading!r} is not after the one before it"
        position = found + len(heading)
    assert any(
        block.items[0] == "What is not held" for block in briefing(name).blocks if getattr(block, "level", 0) == 1
    )


@pytest.mark.parametrize("name", NAMES)
def test_sentences_extract_whole(name: str) -> None:
    """Nearly all sentences stand in the PDF word for word; the rest run over a page or a column."""
    blocks = [
        block for block in briefing(name).blocks if isinstance(block, build.TextBlock) and block.kind != "heading"
    ]
    printed = [as_printed(item, name) for block in blocks for item in block.items]
    sentences = [part for text in printed for part in re.split(r"(?<=[.;:]) (?=[A-Z])", text)]
    lost = [sentence for sentence in sentences if sentence not in text_of(name)]
    assert len(lost) <= max(2, 0.08 * len(sentences)), lost


@pytest.mark.parametrize("name", NAMES)
def test_addresses_in_notes_are_links(name: str) -> None:
    pages = PdfReader(REPORTS / f"{name}.pdf").pages
    actions = [note.get_object().get("/A", {}) for page in pages for note in page.get("/Annots", ())]
    linked = {str(action["/URI"]) for action in actions if "/URI" in action}
    told = {address for note in briefing(name).notes.values() for address in re.findall(r"https?://\S+", note)}
    assert linked == told


@pytest.mark.parametrize("name", NAMES)
def test_signs_survive_and_ligatures_do_not_appear(name: str) -> None:
    text = text_of(name)
    source = " ".join(item for block in briefing(name).blocks for item in getattr(block, "items", ()))
    for sign in "£€":
        assert (sign in source) <= (sign in text)
    assert not re.search("[\ufb00-\ufb06\ufffd\u25a0]", text)


def test_fonts_hold_every_character_of_the_sources() -> None:
    build.register_fonts()
    used = set("".join(path.read_text(encoding="utf-8") for path in SOURCES)) - {"\n"}
    for font in ("Serif", "Serif-Bold", "Serif-Italic", "Sans", "Sans-Bold", "Sans-Italic"):
        assert {sign for sign in used if ord(sign) not in getFont(font).face.charToGlyph} == set(), font


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_numbered_in_order(name: str) -> None:
    captions = [block.caption for block in briefing(name).blocks if isinstance(block, build.TableBlock)]
    assert [int(re.match(r"Table (\d+): \S", caption)[1]) for caption in captions] == list(range(1, len(captions) + 1))  # type: ignore[index]
    assert all(caption in text_of(name) for caption in captions)


@cache
def figures(file: str) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """(place, indicator, period) -> (place type, value) pairs of one figures file."""
    if not FIGURES.is_dir():
        pytest.skip("the figures files are not beside this checkout, so tables cannot be compared with them")
    held: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    with (FIGURES / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            held.setdefault((row["place"], row["indicator"], row["period"]), []).append(
                (row["place_type"], row["value"])
            )
    return held


def expected(place: str, series: str) -> float | None:
    """The value a `Figures:` line names for a place: the sum over its indicators and years, scaled; `None` when missing."""
    file, indicators, period, scale, *place_type = [part.strip() for part in series.split(" | ")]
    place = place_type[1] if len(place_type) > 1 else place
    first, _, last = period.partition("..")
    periods = [str(year) for year in range(int(first), int(last) + 1)] if last else [period]
    values = {
        (indicator, when): {
            value
            for kind, value in figures(file).get((place, indicator, when), [])
            if not place_type or kind == place_type[0]
        }
        for indicator in indicators.split(" + ")
        for when in periods
    }
    assert all(len(found) <= 1 for found in values.values()), f"{place}, {series}: more than one value"
    numbers = [
        float(value) for found in values.values() for value in found if re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", value)
    ]
    return sum(numbers) * float(scale) if numbers else None


def agree(cell: str, value: float | None) -> bool:
    """Whether a printed cell is the value at the cell's own rounding."""
    if value is None:
        return cell in {"–", ".."}
    if not re.fullmatch(r"[−-]?[\d,]+(\.\d+)?", cell):
        return False
    n_decimals = len(cell.partition(".")[2])
    return abs(float(cell.replace(",", "").replace("−", "-")) - value) <= 0.5000001 * 10**-n_decimals


def compared_cells(name: str) -> list[tuple[str, str, str, float | None]]:
    """(table, place and column, cell as printed, value in the figures file) for each cell a `Figures:` line covers."""
    cells = []
    for block in briefing(name).blocks:
        for line in getattr(block, "figures", ()):
            label, _, series = line.partition(" <- ")
            head = list(block.rows[0])
            if " / " in label:  # one cell: its column, then its row
                column, row_label = label.split(" / ")
                row = next(row for row in block.rows[1:] if row[0] == row_label)
                found = [(row_label, row[head.index(column)])]
            elif label.startswith("row "):
                row = next(row for row in block.rows[1:] if row[0] == label.removeprefix("row "))
                found = [(place, row[head.index(place)]) for place in head[1:] if not place.startswith("Rank of")]
            else:
                start = 1 if head[0] == "Rank" else 0
                found = [(row[start], row[head.index(label)]) for row in block.rows[1:]]
            cells += [(block.caption, f"{place}, {label}", cell, expected(place, series)) for place, cell in found]
    return cells


@pytest.mark.parametrize("name", NAMES)
def test_table_numbers_equal_the_figures_files(name: str) -> None:
    assert [cell for cell in compared_cells(name) if not agree(cell[2], cell[3])] == []


def test_many_table_numbers_are_compared() -> None:
    assert sum(value is not None for name in NAMES for _, _, _, value in compared_cells(name)) > 4000


def test_reports_stay_small() -> None:
    assert sum(path.stat().st_size for path in REPORTS.glob("*.pdf")) < 12_000_000


def test_rows_of_unequal_length_are_refused() -> None:
    source = "---\nname: x\n---\n\nTable 1: Jobs\n| a | b |\n| --- | --- |\n| 1 |\n"
    with pytest.raises(ValueError, match=r"Table 1: Jobs: rows are not equally long"):
        build.parse(source)


def test_a_note_that_is_missing_is_named() -> None:
    given = build.parse("---\nname: x\n---\n\nJobs rose.[^ons]\n")
    with pytest.raises(ValueError, match=r"\['ons'\]"):
        build.number_notes(given)


def test_an_unknown_name_ends_with_a_message() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "no-such-briefing"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("error: no-such-briefing.md: ")
