"""What a reader gets from a published index: passages near in meaning and words, pages, boxes, figures, tables."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from corpora import BROADBAND, CHEESE, REPOSITORY, SPEND, copy_index, run_ingest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest import publish
from ingest.chunk import lines
from ingest.errors import HubError, IndexMismatch, IndexMissing
from ingest.index import Index

LINES = (
    "Firms in the county spent more on",
    "research than in any year before, and the",
    "university’s new centre opened in spring.",
)


def write_pdf(path: Path) -> None:
    """A PDF of two pages with three known lines on the second."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, "The first page speaks of something else, at some length, to be a page.")
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    for i, line in enumerate(LINES):
        canvas.drawString(72, 700 - 14 * i, line)
    canvas.save()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "broadband.md").write_text(BROADBAND, encoding="utf-8")
    (corpus / "cheese.md").write_text(CHEESE, encoding="utf-8")
    (corpus / "spend.csv").write_text(SPEND, encoding="utf-8")
    write_pdf(corpus / "centre.pdf")
    run_ingest(corpus, folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def index(root: Path) -> Iterator[Index]:
    opened = Index.open(root)
    yield opened
    opened.close()


def of_file(index: Index, name: str) -> str:
    """The id of the document that was read from this file."""
    return next(document.document_id for document in index.documents if document.path.name == name)


def test_what_is_near_in_meaning_comes_first_with_its_cosine(index: Index) -> None:
    vector = index.embed("What did fast internet connections cost in the countryside?")
    found = index.nearest(vector, 100)
    assert len(found) == index.manifest.n_passages
    assert index.passages([found[0][0]])[0].document_id == of_file(index, "broadband.md")
    exact = index.vectors([i for i, _ in found]) @ vector
    assert [score for _, score in found] == pytest.approx(exact.tolist(), abs=1e-3)
    assert sorted(exact, reverse=True) == pytest.approx(exact.tolist(), abs=1e-3)


def test_words_find_the_passage_that_holds_them(index: Index) -> None:
    found = index.keyword("moulds of goat's cheese", 3)
    assert index.passages([found[0][0]])[0].document_id == of_file(index, "cheese.md")
    assert index.keyword("xylophone", 3) == []


def test_passages_come_in_the_order_asked(index: Index) -> None:
    ids = list(reversed(index.passage_ids))
    assert [p.passage_id for p in index.passages(ids)] == ids
    assert index.passages([]) == []
    with pytest.raises(KeyError):
        index.passages(["no-such#p1.1"])


def test_the_passages_of_a_page_are_all_that_stand_on_it(index: Index) -> None:
    for document in index.documents:
        held = index.passages_of(document.document_id)
        for number in {p.first_page for p in held}:
            assert index.passages_on(document.document_id, number, number) == [
                p for p in held if p.first_page <= number <= p.last_page
            ]


def test_a_word_in_no_passage_is_rarer_than_one_in_some(index: Index) -> None:
    assert index.rarity("xylophon") > index.rarity("chees") > 0


def test_a_page_comes_back_with_its_lines(index: Index) -> None:
    document_id = of_file(index, "centre.pdf")
    page = index.page(document_id, 2)
    assert page in index.pages_of(document_id)
    assert [line.text for block in page.blocks for line in block.lines] == list(LINES)
    with pytest.raises(KeyError):
        index.page(document_id, 3)


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("spent more on re-search than in any year", (0, 1)),
        ("the university's new centre", (1, 2)),
        ("FIRMS IN THE COUNTY", (0,)),
        ("spring. And this sentence is on the page after", ()),
        ("new centre opened in spring. And this is on the page after", (2,)),
        ("something else altogether", ()),
        ("", ()),
    ],
)
def test_a_quote_is_found_on_its_lines(index: Index, quote: str, lines: tuple[int, ...]) -> None:
    boxes = index.highlight(of_file(index, "centre.pdf"), 2, quote)
    printed = [line for block in index.page(of_file(index, "centre.pdf"), 2).blocks for line in block.lines]
    assert [(b.page, b.top) for b in boxes] == [(2, printed[i].top) for i in lines]
    for box in boxes:
        assert 70 < box.x0 < 74 < box.x1
        assert 841.9 - 700 - 14 < box.top < box.bottom < 841.9 - 700 + 35


def test_passages_of_pages_can_be_highlighted_where_they_stand(index: Index) -> None:
    for passage in index.passages_of(of_file(index, "centre.pdf")):
        assert index.highlight(passage.document_id, passage.first_page, passage.text.splitlines()[0])


def test_a_table_comes_back_as_published(index: Index) -> None:
    (table_id,) = [i for i in index.table_titles if i.startswith(of_file(index, "spend.csv"))]
    assert index.table(table_id).cells == (
        ("Area", "2016", "2017"),
        ("New Anglia", "200", "250"),
        ("London", "900", ""),
    )
    assert index.tables_of(of_file(index, "spend.csv")) == [index.table(table_id)]
    with pytest.raises(KeyError):
        index.table("no-such#t1")


def test_many_threads_read_at_once(index: Index) -> None:
    wrong: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(10):
                nearest = index.nearest(index.embed("Who pays for fibre?"), 3)
                assert index.passages([i for i, _ in nearest])[0].document_id == of_file(index, "broadband.md")
                assert index.keyword("cheese", 1)
                assert index.page(of_file(index, "centre.pdf"), 1)
        except (AssertionError, HubError, sqlite3.Error, RuntimeError, ValueError) as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_no_index_is_said_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"no index at .*; make one with `python -m ingest --index "):
        Index.open(tmp_path / "none")


def test_a_missing_question_model_is_said_and_mended_without_embedding(root: Path, tmp_path: Path) -> None:
    copy_index(root, tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / "models")
    with pytest.raises(IndexMissing, match="lacks the model for questions"):
        Index.open(tmp_path / "index")
    outcome = run_ingest(root.parent / "corpus", tmp_path / "index")
    assert (outcome.unchanged, outcome.manifest.n_embedded) == (False, 0)
    Index.open(tmp_path / "index").close()


@pytest.mark.parametrize("damage", ["manifest.json", "index.sqlite", "vectors.npy", "words", "chroma"])
def test_a_damaged_build_gives_way_to_the_one_before(
    damage: str, root: Path, tmp_path: Path, opened: Callable[[Path], Index]
) -> None:
    copy_index(root, tmp_path / "index")
    good = publish.current(tmp_path / "index")
    run_ingest(root.parent / "corpus", tmp_path / "index", rebuild=False, max_pages=77)
    bad = publish.current(tmp_path / "index")
    assert good is not None
    assert bad is not None
    assert good != bad
    path = publish.build_folder(tmp_path / "index", bad) / damage
    for file in [path, *path.rglob("*")]:
        if file.is_file():
            file.write_bytes(b"damaged" if damage != "chroma" else os.urandom(file.stat().st_size))
    index = opened(tmp_path / "index")
    assert index.build_id == good
    assert len(index.warnings) == 1
    assert "rebuild" in index.warnings[0]
    assert index.nearest(index.embed("cheese"), 1)
    assert not index.stale()
    run_ingest(root.parent / "corpus", tmp_path / "index", rebuild=True)
    assert index.stale()
    assert opened(tmp_path / "index").warnings == ()


def test_with_no_sound_build_the_command_that_mends_it_is_named(root: Path, tmp_path: Path) -> None:
    copy_index(root, tmp_path / "index")
    build_id = publish.current(tmp_path / "index")
    assert build_id is not None
    (publish.build_folder(tmp_path / "index", build_id) / publish.STORE).write_bytes(b"short")
    with pytest.raises(IndexMismatch, match=r"should have \d+ bytes and has 5; rebuild .*`python -m ingest"):
        Index.open(tmp_path / "index")


READ_ONLY = """
import sys
from pathlib import Path
from ingest.index import Index
index = Index.open(Path(sys.argv[1]))
print(index.nearest(index.embed("goat's cheese"), 1)[0][0])
index.close()
"""


def test_a_read_only_index_is_read_from_a_copy_and_left_alone(root: Path, index: Index, tmp_path: Path) -> None:
    copy_index(root, tmp_path / "index")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    bound: list[str] = []
    if os.geteuid() == 0:  # root writes everywhere, unless that capability is taken from it
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere, and there is no setpriv here to prevent that")
        bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    for path in tmp_path.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ran = subprocess.run(
            [*bound, sys.executable, "-c", READ_ONLY, str(tmp_path / "index")],
            capture_output=True, text=True, timeout=120, cwd=REPOSITORY,
        )  # fmt: skip
        assert ran.stderr == ""
        assert ran.stdout.strip() == index.nearest(index.embed("goat's cheese"), 1)[0][0]
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    finally:
        for path in tmp_path.rglob("*"):
            path.chmod(0o755)


def test_vectors_are_normalised(index: Index) -> None:
    norms = np.linalg.norm(index.vectors(index.passage_ids), axis=1)
    assert norms.tolist() == pytest.approx([1.0] * len(norms), abs=1e-4)


def test_each_piece_of_a_question_is_met_by_headings_and_lines(shipped_index: Index) -> None:
    passage = next(p for p in shipped_index.passages(shipped_index.passage_ids[:50]) if len(lines(p)) > 1)
    said = lines(passage)[-1]
    near = shipped_index.met(shipped_index.read(said)[1], [passage.passage_id])[passage.passage_id]
    assert near.shape[0] == 1 + len(lines(passage))
    assert near.mean(axis=1).argmax() == len(lines(passage))
    assert near.max() <= 1.02
