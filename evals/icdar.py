"""Table extraction scored as in the ICDAR 2013 competition: relations between neighbouring cells, and tables found.

Run as `python -m evals.icdar [FOLDER] [--documents]`; pdfplumber's defaults are scored in the same run.
Source: Göbel, Hassan, Oro and Orsi, "ICDAR 2013 Table Competition" and "A methodology for evaluating algorithms for
table understanding in PDF documents" (DocEng 2012). A relation is two neighbouring texts and a direction; blank cells
are skipped over. A table counts as found when it overlaps a true one on its page.
"""

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from evals.cases_io import SHARED
from evals.results import Case

DEFAULT_FOLDER = SHARED / "data" / "icdar2013"
Relation = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A table to score: its page and its relations."""

    page: int
    relations: Counter[Relation]


def plain(text: str) -> str:
    """A cell's text without spaces, case and signs, as the competition compares it."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text).casefold()) or text.strip()


def relations(places: dict[tuple[int, int], int], texts: dict[int, str]) -> Counter[Relation]:
    """Each cell's next filled cell to the right and below, once for each pair and direction."""
    n_rows = max((i for i, _ in places), default=-1) + 1
    n_columns = max((j for _, j in places), default=-1) + 1
    pairs: set[tuple[int, int, str]] = set()
    for (i, j), cell in places.items():
        for direction, steps in (
            ("right", ((i, k) for k in range(j + 1, n_columns))),
            ("down", ((k, j) for k in range(i + 1, n_rows))),
        ):
            for step in steps:
                other = places.get(step)
                if other == cell:
                    break
                if other is not None:
                    pairs.add((cell, other, direction))
                    break
    return Counter((plain(texts[a]), plain(texts[b]), direction) for a, b, direction in pairs)


def truth(path: Path) -> list[Scored]:
    """The tables of a `-str.xml` file; the regions of a table over several pages count one by one."""
    found = []
    for region in etree.parse(path).iter("region"):
        places: dict[tuple[int, int], int] = {}
        texts: dict[int, str] = {}
        for number, cell in enumerate(region.iter("cell")):
            text = cell.findtext("content") or ""
            if not text.strip():
                continue
            texts[number] = text
            row, column = int(cell.get("start-row")), int(cell.get("start-col"))
            for i in range(row, int(cell.get("end-row", row)) + 1):
                for j in range(column, int(cell.get("end-col", column)) + 1):
                    places[i, j] = number
        found.append(Scored(int(region.get("page")), relations(places, texts)))
    return found


def of_grid(page: int, cells: Sequence[Sequence[str | None]]) -> Scored:
    """A table given as a grid; a text repeated side by side is one merged cell, unless it is a figure."""
    places: dict[tuple[int, int], int] = {}
    texts: dict[int, str] = {}
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            text = (cell or "").strip()
            if not text:
                continue
            left, above = places.get((i, j - 1)), places.get((i - 1, j))
            wordy = any(c.isalpha() for c in text)
            if wordy and left is not None and texts[left] == text:
                places[i, j] = left
            elif wordy and above is not None and texts[above] == text and len(text) > 1:
                places[i, j] = above
            else:
                places[i, j] = len(texts)
                texts[len(texts)] = text
    return Scored(page, relations(places, texts))


def ours(path: Path) -> list[Scored]:
    """What the reader finds."""
    from ingest.read import Limits, read_file

    return [of_grid(table.page or 0, table.cells) for table in read_file(path, path.stem, Limits()).tables]


def plumber(path: Path) -> list[Scored]:
    """What pdfplumber finds with its defaults."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [of_grid(page.page_number, cells) for page in pdf.pages for cells in page.extract_tables()]


@dataclass(slots=True)
class Tally:
    """Counts over documents."""

    right: int = 0
    true: int = 0
    given: int = 0
    tables_found: int = 0
    tables_true: int = 0
    tables_given: int = 0

    def add(self, expected: Iterable[Scored], given: Iterable[Scored]) -> float:
        """Count one document; returns its F1. Each given table is set against the true one it shares most with."""
        expected, given = list(expected), list(given)
        right = 0
        matches = sorted(
            (
                (sum((e.relations & g.relations).values()), i, k)
                for i, e in enumerate(expected)
                for k, g in enumerate(given)
                if e.page == g.page
            ),
            reverse=True,
        )
        used_true: set[int] = set()
        used_given: set[int] = set()
        for shared, i, k in matches:
            if shared and i not in used_true and k not in used_given:
                used_true.add(i)
                used_given.add(k)
                right += shared
        n_true, n_given = (sum(sum(t.relations.values()) for t in side) for side in (expected, given))
        self.right += right
        self.true += n_true
        self.given += n_given
        self.tables_found += len(used_true)
        self.tables_true += len(expected)
        self.tables_given += len(given)
        return f1(right, n_true, n_given)


def f1(right: int, true: int, given: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (true + given) if true + given else 1.0


def scored(folder: Path, reader: Callable[[Path], list[Scored]]) -> Iterator[tuple[Path, float, float]]:
    """Each document with its F1 of relations and the share of its tables found."""
    for path in sorted(folder.glob("*.pdf")):
        expected = [t for x in sorted(folder.glob(f"{path.stem}*-str.xml")) for t in truth(x)]
        tally = Tally()
        score = tally.add(expected, reader(path))
        yield path, score, tally.tables_found / max(1, tally.tables_true)


def cases(folder: Path) -> Iterator[Case]:
    """What our reader scores on each document."""
    for path, score, found in scored(folder, ours):
        yield Case("tables read: F1 of neighbouring cells", "all", path.stem, score, path.name, f"F1 {score:.3f}")
        yield Case("tables read: share of tables found", "all", path.stem, found, path.name, f"{found:.2f} of them")


def against_plumber(folder: Path, own: Mapping[str, float]) -> dict[str, dict[str, dict[str, float]]]:
    """Our F1 by document beside that of pdfplumber's defaults."""
    name = "F1 of neighbouring cells"
    theirs = {path.stem: score for path, score, _ in scored(folder, plumber)}
    return {"hub assistant": {name: dict(own)}, "pdfplumber, defaults": {name: theirs}}


def main(arguments: list[str] | None = None) -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(prog="python -m evals.icdar", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--documents", action="store_true", help="print each document's F1")
    options = parser.parse_args(arguments)
    files = sorted(options.folder.glob("*.pdf"))
    if not files:
        print(f"error: no PDFs in {options.folder}; give the folder of the ICDAR 2013 set", file=sys.stderr)
        return 1
    for name, reader in (("hub assistant", ours), ("pdfplumber defaults", plumber)):
        tally, scores, start = Tally(), [], time.perf_counter()
        for path in files:
            expected = [t for x in sorted(options.folder.glob(f"{path.stem}*-str.xml")) for t in truth(x)]
            score = tally.add(expected, reader(path))
            scores.append(score)
            if options.documents:
                print(f"  {path.stem:10} {score:.3f}")
        seconds = time.perf_counter() - start
        precision, recall = tally.right / max(tally.given, 1), tally.right / max(tally.true, 1)
        print(
            f"{name}: relations P {precision:.3f} R {recall:.3f} F1 {f1(tally.right, tally.true, tally.given):.3f}, "
            f"mean F1 by document {sum(scores) / len(scores):.3f}; tables found {tally.tables_found} of "
            f"{tally.tables_true}, given {tally.tables_given}; {seconds:.1f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
