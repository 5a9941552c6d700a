"""Dispatch, limits, and workers that outlive what a file does to them."""

import os
import zipfile
from pathlib import Path

import pytest

from ingest.errors import HubError, UnreadableDocument, UnreadableTable
from ingest.read import Limits, Reading, kind_of, read_all, read_file


def outcome(path: Path, limits: Limits | None = None) -> Reading | HubError:
    """What a worker process makes of one file."""
    return next(iter(read_all([(path, "one")], limits or Limits(), 1)))[1]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.4\n", "pdf"),
        ("a.pdf", b"<!DOCTYPE html><p>Moved</p>", "html"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a.html", b"<p>Text", "html"),
        ("a.csv", b"a,b\n1,2\n", "csv"),
        ("a.tsv", b"a\tb\n1\t2\n", "csv"),
        ("a.xls", b"a\tb\n1\t2\n", "csv"),
        ("a.xls", b"<html><table><tr><td>1", "html"),
        ("a.md", b"# Title\n", "md"),
        ("README", b"plain words", "txt"),
    ],
)
def test_a_file_is_what_it_holds_before_what_it_is_called(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.doc", b"x", "a.doc: DOC files are not read; save it as DOCX or PDF"),
        ("a.pptx", b"x", "a.pptx: PPTX files are not read; save it as PDF"),
        ("a.ods", b"x", "a.ods: ODS files are not read; save it as XLSX or CSV"),
        ("a.png", b"\x89PNG", "a.png: .png files are not read; save it as PDF, DOCX, HTML, CSV or XLSX"),
        ("a.pdf", b"junk" * 9, "a.pdf: named PDF but holds no PDF; fetch it again"),
        ("a.xlsx", b"junk" * 9, "a.xlsx: named XLSX but is not one; open and save it again"),
        ("a.txt", b"\x00\x01\x02", "a.txt: not a text file; save it as PDF or text"),
        ("a.txt", b"{\\rtf1 x}", "a.txt: an RTF file; save it as DOCX or PDF"),
        ("empty.csv", b"", "empty.csv: the file is empty (0 bytes); fetch it again"),
    ],
)
def test_what_is_not_read_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read_file(path, "a", Limits())
    assert str(caught.value) == says


def test_an_old_word_file_and_a_locked_workbook_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    (tmp_path / "a.docx").write_bytes(ole + "WordDocument".encode("utf-16-le"))
    (tmp_path / "b.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnreadableDocument, match=r"a\.docx: an old Word file \(DOC\); save it as DOCX or PDF"):
        kind_of(tmp_path / "a.docx")
    with pytest.raises(UnreadableDocument, match=r"b\.xlsx: protected by a password; save a copy without one"):
        kind_of(tmp_path / "b.xlsx")


def test_too_big_a_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 2_000_001)
    with pytest.raises(
        UnreadableDocument, match=r"big\.txt: 2 MB is over the limit of 1 MB; split it or raise HUB_MAX_FILE_MB"
    ):
        read_file(path, "big", Limits(max_bytes=1_000_000))


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("a,b,c\n" * 50)
    with pytest.raises(UnreadableTable, match=r"wide\.csv: over 100 cells; split it or raise HUB_MAX_CELLS"):
        read_file(path, "wide", Limits(max_cells=100))


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_read(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("not for the index")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "kept.txt").write_text("kept")
    (folder / "inside.txt").symlink_to(folder / "kept.txt")
    (folder / "outside.txt").symlink_to(outside)
    assert read_file(folder / "inside.txt", "inside", Limits()).pages[0].text == "kept"
    with pytest.raises(UnreadableDocument, match=r"outside\.txt: a link that leads out of its folder"):
        read_file(folder / "outside.txt", "outside", Limits())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableDocument, match="not an ordinary file"):
        read_file(tmp_path / "pipe.txt", "pipe", Limits())


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x>" + b" " * 60_000_000)
    with pytest.raises(
        UnreadableDocument, match=r"bomb\.docx: would unpack from 0\.1 MB to 60 MB, which looks like a zip bomb"
    ):
        read_file(path, "bomb", Limits())


def test_entities_and_outside_files_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("TOP SECRET")
    document = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "secret.txt"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>Seen &e;&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", document)
    assert read_file(path, "x", Limits()).pages[0].text == "Seen"


def test_every_file_is_answered_for_and_a_bad_one_stops_none(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"text {number}")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing else")
    jobs = [(path, path.stem) for path in sorted(tmp_path.iterdir())]
    told: list[str] = []
    results = dict(read_all(jobs, Limits(), 2, done=lambda name, _: told.append(name)))
    assert sorted(told) == sorted(results) == ["0", "1", "2", "3", "bad"]
    assert str(results["bad"]).startswith("bad.pdf: damaged PDF")
    assert [results[str(n)].pages[0].text for n in range(4)] == [f"text {n}" for n in range(4)]


def slow_worker(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Make workers do something dreadful on files called bad.txt."""
    monkeypatch.setattr(
        "ingest.read.WORKER",
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import ingest.read as r\n"
        "real = r.read_file\n"
        "def read(path, *rest):\n"
        "    if path.name == 'bad.txt':\n"
        f"        {body}\n"
        "    return real(path, *rest)\n"
        "r.read_file = read\n"
        "r.serve()",
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("import time; time.sleep(60)", "bad.txt: not read within 2 seconds"),
        ("import ctypes; ctypes.string_at(0)", "bad.txt: the reader broke down on it"),
        ("import os; os._exit(3)", "bad.txt: the reader broke down on it (exit 3)"),
        ("held = bytearray(3_000_000_000)", "bad.txt: needs more than 500 MB of memory"),
        ("raise ZeroDivisionError('oh')", "bad.txt: cannot be read (ZeroDivisionError: oh)"),
        ("print('noise'); return real(path, *rest)", "fine"),
    ],
)
def test_a_file_that_hangs_crashes_or_swells_is_reported_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, says: str
) -> None:
    slow_worker(monkeypatch, body)
    (tmp_path / "bad.txt").write_text("fine")
    (tmp_path / "good.txt").write_text("good")
    jobs = [(tmp_path / "bad.txt", "bad"), (tmp_path / "good.txt", "good")]
    results = dict(read_all(jobs, Limits(seconds_per_file=2, memory_mb_per_file=500), 1))
    bad, good = results["bad"], results["good"]
    assert isinstance(good, Reading)
    assert good.pages[0].text == "good"
    assert (bad.pages[0].text if isinstance(bad, Reading) else str(bad)).startswith(says)


def test_leaving_early_ends_the_workers(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_text("text")
    results = read_all([(path, path.stem) for path in tmp_path.iterdir()], Limits(), 2)
    next(results)
    results.close()
    import threading

    assert not [thread for thread in threading.enumerate() if "_work" in thread.name]


def test_no_jobs_yield_nothing() -> None:
    assert list(read_all([], Limits(), 2)) == []


def test_a_worker_does_without_the_heavy_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow_worker(
        monkeypatch,
        "real(path, *rest); raise ValueError(sorted({'torch', 'chromadb', 'pandas', 'streamlit'} & set(sys.modules)))",
    )
    (tmp_path / "bad.txt").write_text("text")
    assert str(outcome(tmp_path / "bad.txt")).startswith("bad.txt: cannot be read (ValueError: [])")
