"""`python -m ingest` on real folders: what is read once is not read again, what goes leaves nothing behind."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from socket import socket

import pytest
from chromadb.errors import InternalError
from corpora import REPOSITORY, run_ingest

from ingest import pipeline, publish
from ingest.__main__ import main
from ingest.errors import HubError, IndexMissing
from ingest.index import Index
from ingest.manifest import Manifest
from ingest.settings import Settings
from ingest.vectors import Vectors

Open = Callable[[Path], Index]


def files(root: Path) -> dict[str, int]:
    """Every file of an index with its time of writing."""
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def names(index: Index) -> set[str]:
    """The file names an index holds."""
    return {document.path.name for document in index.documents}


def test_the_manifest_counts_what_the_index_holds(corpus: Path, tmp_path: Path, opened: Open) -> None:
    manifest = run_ingest(corpus, tmp_path / "index").manifest
    index = opened(tmp_path / "index")
    assert manifest == index.manifest
    assert (manifest.n_documents, manifest.n_tables, manifest.dimension) == (3, 1, 384)
    assert manifest.n_passages == len(index.passage_ids) == manifest.n_embedded
    assert manifest.model == "all-MiniLM-L6-v2"
    assert len(manifest.model_hash) == 16
    assert manifest.backend in ("torch float32", "torch bfloat16")
    assert {Path(report.path).name: report.error for report in manifest.files} == dict.fromkeys(names(index))
    assert sum(report.n_passages for report in manifest.files) == manifest.n_passages


def test_an_unchanged_corpus_is_left_alone_within_two_seconds(
    corpus: Path, tmp_path: Path, command: list[str], environ: dict[str, str]
) -> None:
    run_ingest(corpus, tmp_path / "index")
    before = files(tmp_path / "index")
    started = time.perf_counter()
    ran = subprocess.run(
        [*command, str(corpus), "--index", str(tmp_path / "index")],
        capture_output=True, text=True, timeout=60, cwd=REPOSITORY, env=environ,
    )  # fmt: skip
    assert time.perf_counter() - started < 4  # a second on a quiet machine
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("unchanged: 3 documents")
    after = files(tmp_path / "index")
    assert {path for path in after if after[path] != before.get(path)} <= {str(tmp_path / "index" / "lock")}


def test_an_unchanged_corpus_loads_neither_torch_nor_chroma(corpus: Path, tmp_path: Path) -> None:
    run_ingest(corpus, tmp_path / "index")
    code = (
        "import sys; from ingest.__main__ import main; main(sys.argv[1:]);"
        "print([m for m in ('torch', 'chromadb', 'scipy', 'pandas') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(corpus), "--index", str(tmp_path / "index")],
        capture_output=True, text=True, timeout=60, cwd=REPOSITORY, check=True,
    )  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "[]"


def test_only_a_changed_file_is_read_and_only_its_new_passages_embedded(
    corpus: Path, tmp_path: Path, opened: Open
) -> None:
    first = run_ingest(corpus, tmp_path / "index").manifest
    text = (corpus / "broadband.md").read_text(encoding="utf-8")
    (corpus / "broadband.md").write_text(text + "\n## What next\n\nMasts follow in the fens.\n", encoding="utf-8")
    second = run_ingest(corpus, tmp_path / "index").manifest
    assert {Path(report.path).name for report in second.files if report.read} == {"broadband.md"}
    assert second.n_passages == first.n_passages + 1
    assert (second.n_embedded, second.n_carried) == (1, first.n_passages)
    index = opened(tmp_path / "index")
    assert "Masts" in index.passages([index.nearest(index.embed("mobile phone masts"), 1)[0][0]])[0].text


def test_the_same_corpus_gives_the_same_fingerprint_and_the_same_passages(corpus: Path, tmp_path: Path) -> None:
    first = run_ingest(corpus, tmp_path / "one").manifest
    second = run_ingest(corpus, tmp_path / "two").manifest
    assert first.fingerprint == second.fingerprint
    assert first.build_id != second.build_id
    one, two = Index.open(tmp_path / "one"), Index.open(tmp_path / "two")
    assert one.passages(one.passage_ids) == two.passages(two.passage_ids)
    one.close()
    two.close()


def test_a_removed_file_leaves_no_trace(corpus: Path, tmp_path: Path, opened: Open) -> None:
    run_ingest(corpus, tmp_path / "index")
    (corpus / "cheese.md").unlink()
    (corpus / "spend.csv").unlink()
    manifest = run_ingest(corpus, tmp_path / "index").manifest
    assert manifest.n_embedded == 0
    index = opened(tmp_path / "index")
    assert names(index) == {"broadband.md"}
    assert index.table_titles == {}
    assert index.keyword("goat's cheese", 5) == []
    folder = publish.build_folder(tmp_path / "index", index.build_id)
    for path in folder.rglob("*"):
        if path.is_file() and publish.PLACES not in path.parts:
            assert b"ripens for six weeks" not in path.read_bytes(), path
    with closing(sqlite3.connect(folder / publish.STORE)) as store:
        for (table,) in store.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%document_id%'").fetchall():
            if table in ("documents", "pages", "passages", "readings", "tables"):
                held = {row[0] for row in store.execute(f"SELECT DISTINCT document_id FROM {table}")}
                assert held <= {document.document_id for document in index.documents}, table


def test_rebuild_reads_and_embeds_everything_anew(corpus: Path, tmp_path: Path) -> None:
    first = run_ingest(corpus, tmp_path / "index").manifest
    second = run_ingest(corpus, tmp_path / "index", rebuild=True).manifest
    assert all(report.read for report in second.files)
    assert second.n_embedded == first.n_passages
    assert second.build_id != first.build_id
    assert second.fingerprint == first.fingerprint


def test_the_build_before_is_kept_and_older_ones_go(corpus: Path, tmp_path: Path, opened: Open) -> None:
    root = tmp_path / "index"
    ids = []
    for i in range(3):
        (corpus / "more.md").write_text(f"# More\n\nNumber {i} of the notes on harbours and ships.\n", encoding="utf-8")
        ids.append(run_ingest(corpus, root).manifest.build_id)
    assert sorted(path.name for path in (root / "builds").iterdir()) == ids[1:]
    assert publish.rollback(root) == ids[1]
    assert opened(root).build_id == ids[1]
    with pytest.raises(IndexMissing, match="holds no build before the one in use"):
        publish.rollback(root)


def test_an_open_reader_answers_on_while_builds_come_and_go(corpus: Path, tmp_path: Path, opened: Open) -> None:
    root = tmp_path / "index"
    run_ingest(corpus, root)
    index = opened(root)
    expected = index.nearest(index.embed("cheese"), 2)
    for i in range(3):
        (corpus / "more.md").write_text(f"# More\n\nNumber {i} of the notes on harbours and ships.\n", encoding="utf-8")
        run_ingest(corpus, root)
    assert index.stale()
    assert index.nearest(index.embed("cheese"), 2) == expected
    assert index.passages([expected[0][0]])
    assert index.keyword("cheese", 1)
    assert index.pages_of(index.documents[0].document_id)


def test_a_reader_whose_build_is_gone_from_the_disk_finds_the_same_passages(
    corpus: Path, tmp_path: Path, opened: Open
) -> None:
    root = tmp_path / "index"
    run_ingest(corpus, root)
    index = opened(root)
    expected = index.nearest(index.embed("cheese"), 2)
    publish.remove(publish.build_folder(root, index.build_id))

    def gone(vector: Vectors, k: int) -> list[tuple[str, float]]:
        raise InternalError("Failed to get segments")

    index._collection.nearest = gone  # type: ignore[method-assign]  # as Chroma does when it needs another file of it
    found = index.nearest(index.embed("cheese"), 2)
    assert [i for i, _ in found] == [i for i, _ in expected]
    assert [c for _, c in found] == pytest.approx([c for _, c in expected], abs=1e-5)


def test_a_bad_file_is_listed_and_the_others_published(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], opened: Open
) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing that a PDF holds")
    (corpus / "empty.pdf").write_bytes(b"")
    assert main([str(corpus), "--index", str(tmp_path / "index")]) == 1
    said = capsys.readouterr().err.splitlines()[-2:]
    assert [line.startswith("could not be read: ") for line in said] == [True, True]
    assert any("broken.pdf" in line for line in said)
    assert any("empty.pdf" in line for line in said)
    assert names(opened(tmp_path / "index")) == {"broadband.md", "cheese.md", "spend.csv"}
    assert main([str(corpus), "--index", str(tmp_path / "index")]) == 1  # still bad, though nothing is built anew
    assert capsys.readouterr().out.startswith("unchanged")


@pytest.mark.parametrize("name", ["none", "file.txt"])
def test_what_is_no_folder_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("text", encoding="utf-8")
    with pytest.raises(HubError, match="is not a folder"):
        run_ingest(tmp_path / name, tmp_path / "index")


def test_an_empty_folder_is_said_and_publishes_nothing(corpus: Path, tmp_path: Path) -> None:
    run_ingest(corpus, tmp_path / "index")
    used = publish.current(tmp_path / "index")
    (tmp_path / "empty").mkdir()
    with pytest.raises(HubError, match="holds no PDF, DOCX, HTML, MD, TXT, CSV or XLSX file"):
        run_ingest(tmp_path / "empty", tmp_path / "index")
    assert publish.current(tmp_path / "index") == used
    assert [path.name for path in (tmp_path / "index" / "builds").iterdir()] == [used]


def test_an_index_inside_the_corpus_is_not_read(corpus: Path) -> None:
    first = run_ingest(corpus, corpus / "index").manifest
    assert run_ingest(corpus, corpus / "index").unchanged
    assert first.n_documents == 3


def test_where_nothing_can_be_written_is_said(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(HubError, match=r"cannot be written \(.*\); give a folder that can, with `--index DIR`"):
        run_ingest(corpus, tmp_path / "file" / "index")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit then fails, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from ingest.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("n_bytes", [2_000, 30_000, 90_000])
def test_a_full_disk_is_said_in_one_sentence_and_the_old_index_answers(
    n_bytes: int, corpus: Path, tmp_path: Path, opened: Open
) -> None:
    root = tmp_path / "index"
    used = run_ingest(corpus, root).manifest.build_id
    (corpus / "cheese.md").unlink()
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(n_bytes), str(corpus), "--index", str(root)],
        capture_output=True, text=True, timeout=120, cwd=REPOSITORY,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("error: the index at "), ran.stderr
    assert "free some space" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [path.name for path in (root / "builds").iterdir()] == [used]
    assert "cheese.md" in names(opened(root))


def test_two_at_once_take_turns(corpus: Path, tmp_path: Path, command: list[str], environ: dict[str, str]) -> None:
    root = tmp_path / "index"
    with publish.locked(root, pytest.fail):
        second = subprocess.Popen(
            [*command, str(corpus), "--index", str(root)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY, env=environ,
        )  # fmt: skip
        assert second.stderr is not None
        assert second.stderr.readline() == f"another ingest is writing {root}; waiting for it to end\n"
        assert publish.current(root) is None
    out, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert out.startswith("published: 3 documents")


def test_what_a_dead_ingest_left_is_swept(corpus: Path, tmp_path: Path) -> None:
    root = tmp_path / "index"
    used = run_ingest(corpus, root).manifest.build_id
    (root / "builds" / "20200101T000000-dead00").mkdir()
    (root / "builds" / "20200101T000000-dead00" / publish.STORE).write_bytes(b"half")
    (root / "models" / "0123.99.tmp").mkdir()
    (root / "current.99.tmp").write_text("half", encoding="utf-8")
    (corpus / "cheese.md").unlink()
    now = run_ingest(corpus, root).manifest.build_id
    assert {path.name for path in (root / "builds").iterdir()} == {used, now}
    assert len(list((root / "models").iterdir())) == 1
    assert not list(root.glob("*.tmp"))


def test_status_and_rollback_say_which_build_is_in_use(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(tmp_path / "index")
    assert main(["status", "--index", root]) == 1
    assert capsys.readouterr().err == f"error: no index at {root}; make one with `python -m ingest --index {root}`\n"
    first = run_ingest(corpus, Path(root)).manifest.build_id
    (corpus / "cheese.md").unlink()
    second = run_ingest(corpus, Path(root)).manifest.build_id
    assert main(["status", "--index", root]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{second} (in use): 2 documents")
    assert lines[1].startswith(f"{first} (kept for rollback): 3 documents")
    assert main(["rollback", "--index", root]) == 0
    assert capsys.readouterr().out == f"in use now: {first}\n"
    assert main(["status", "--index", root, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["in_use"]) for row in rows] == [(first, True), (second, False)]


def test_check_tells_of_each_file_and_writes_nothing(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing that a PDF holds")
    (corpus / "slides.pptx").write_bytes(b"slides")
    before = files(tmp_path)
    monkeypatch.setenv("HUB_INDEX", str(tmp_path / "index"))
    assert main(["check", str(corpus)]) == 1
    out, err = capsys.readouterr()
    assert "broadband.md: 1 page, " in out
    assert "broken.pdf: " in out
    assert "left out: slides.pptx: save it as PDF\n" in err
    assert err.endswith("3 files can be read, 1 cannot\n")
    assert files(tmp_path) == before


def test_json_is_the_manifest(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(corpus), "--index", str(tmp_path / "index"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("unchanged") is False
    assert printed["build_id"] == publish.current(tmp_path / "index")
    assert printed["n_documents"] == 3


def test_help_is_quick_and_wrong_usage_is_2(command: list[str], environ: dict[str, str]) -> None:
    started = time.perf_counter()
    ran = subprocess.run([*command, "--help"], capture_output=True, text=True, cwd=REPOSITORY, env=environ, timeout=30)
    assert time.perf_counter() - started < 2  # 0.1 s on a quiet machine
    assert ran.returncode == 0
    assert "rollback" in ran.stdout
    ran = subprocess.run(
        [*command, "--nosuch"], capture_output=True, text=True, cwd=REPOSITORY, env=environ, timeout=30
    )
    assert ran.returncode == 2


def test_settings_come_from_the_environment() -> None:
    assert Settings.from_env({}) == Settings()
    given = Settings.from_env(
        {"HUB_INDEX": "i", "HUB_CORPUS": "c", "HUB_CHROMA_URL": "http://h:1", "HUB_MAX_PAGES": "9"}
    )
    assert given == Settings(Path("i"), Path("c"), "http://h:1", max_pages=9)
    with pytest.raises(HubError, match="holds a user name or password") as refused:
        Settings.from_env({"HUB_CHROMA_URL": "http://me:secret@host:8000"})
    assert "secret" not in str(refused.value)
    with pytest.raises(HubError, match=r"HUB_MAX_PAGES='many' is not a whole number above 0; .* HUB_MAX_PAGES=2000"):
        Settings.from_env({"HUB_MAX_PAGES": "many"})


def test_any_change_to_the_code_or_the_limits_is_a_new_fingerprint(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    prints = {
        pipeline.fingerprint(corpus, index, Settings()),
        pipeline.fingerprint(corpus, index, Settings(max_pages=9)),
        pipeline.fingerprint(corpus, index, Settings(chroma_url="http://localhost:8000")),
    }
    monkeypatch.setattr(pipeline, "code_version", lambda but=(): "other")
    prints.add(pipeline.fingerprint(corpus, index, Settings()))
    os.rename(corpus / "cheese.md", corpus / "dairy.md")
    prints.add(pipeline.fingerprint(corpus, index, Settings()))
    assert len(prints) == 5


@pytest.fixture
def chroma_url(tmp_path: Path) -> Iterator[str]:
    """A Chroma server of our own on the loopback."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("chroma's command is not beside this Python")
    server = subprocess.Popen(
        [str(program), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def test_a_chroma_server_holds_one_collection_a_build(
    chroma_url: str, corpus: Path, tmp_path: Path, opened: Open
) -> None:
    import chromadb

    root = tmp_path / "index"
    for i in range(3):
        (corpus / "more.md").write_text(f"# More\n\nNumber {i} of the notes on harbours and ships.\n", encoding="utf-8")
        manifest = run_ingest(corpus, root, chroma_url=chroma_url).manifest
    assert manifest.chroma_url == chroma_url
    index = opened(root)
    assert "harbours" in index.passages([index.nearest(index.embed("ships in harbours"), 1)[0][0]])[0].text
    client = chromadb.HttpClient(host="127.0.0.1", port=int(chroma_url.rpartition(":")[2]))
    kept = {Manifest.read(path).collection for path in (root / "builds").iterdir()}
    assert {collection.name for collection in client.list_collections()} == kept
    assert len(kept) == 2


def test_a_server_that_is_away_is_said(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(HubError, match=r"no Chroma server answers at http://127.0.0.1:9"):
        run_ingest(corpus, tmp_path / "index", chroma_url="http://127.0.0.1:9")
    assert publish.current(tmp_path / "index") is None


def test_real_reports_become_an_index(tmp_path: Path, opened: Open) -> None:
    reports = REPOSITORY.parent / "shared" / "data" / "reports"
    if not reports.is_dir():
        pytest.skip("the development reports are not beside the repository")
    chosen = tmp_path / "reports"
    chosen.mkdir()
    for name in ("DfE_T_Levels_Industry_Placements.pdf", "DfE_SME_Action_Plan.pdf"):
        shutil.copy(reports / name, chosen)
    run_ingest(chosen, tmp_path / "index")
    index = opened(tmp_path / "index")
    assert len(index.documents) == 2
    assert index.manifest.n_passages > 20
    found = 0
    for passage in index.passages(index.passage_ids):
        found += bool(index.highlight(passage.document_id, passage.first_page, passage.text.splitlines()[0]))
    assert found / index.manifest.n_passages > 0.95


def test_a_fault_of_the_program_in_one_file_costs_that_file_alone(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, opened: Open
) -> None:
    real = pipeline.chunk

    def faulty(pages, document, gazetteer):  # type: ignore[no-untyped-def]
        return {}["no such key"] if document.path.name == "cheese.md" else real(pages, document, gazetteer)

    monkeypatch.setattr(pipeline, "chunk", faulty)
    assert main([str(corpus), "--index", str(tmp_path / "index")]) == 1
    said = capsys.readouterr().err
    assert "cheese.md: could not be cut into passages (KeyError: 'no such key', test_ingest.py line" in said
    index = opened(tmp_path / "index")
    assert names(index) == {"broadband.md", "spend.csv"}
    assert not index.pages_of("cheese")
    monkeypatch.undo()
    assert main([str(corpus), "--index", str(tmp_path / "index"), "--rebuild"]) == 0
    assert names(opened(tmp_path / "index")) == {"broadband.md", "cheese.md", "spend.csv"}


def test_a_fault_of_the_program_in_one_table_costs_its_figures_alone(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, opened: Open
) -> None:
    (corpus / "jobs.csv").write_text("Area,2016,2017\nNew Anglia,7,8\nLondon,9,9\n", encoding="utf-8")
    real = pipeline.tidy

    def faulty(table, *others):  # type: ignore[no-untyped-def]
        return 1 / 0 if table.document_id == "spend" else real(table, *others)

    monkeypatch.setattr(pipeline, "tidy", faulty)
    assert main([str(corpus), "--index", str(tmp_path / "index")]) == 1
    assert "read in part: spend.csv: no figures from “spend” (ZeroDivisionError" in capsys.readouterr().err
    index = opened(tmp_path / "index")
    assert names(index) == {"broadband.md", "cheese.md", "jobs.csv", "spend.csv"}
    assert {o.cell.table_id.split("#")[0] for o in index.observations([i.indicator_id for i in index.indicators])} == {"jobs"}  # fmt: skip
    assert index.tables_of("spend")
