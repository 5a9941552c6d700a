"""Ingest side by side with the recipe of the tutorials: pypdf, fixed-size chunks, sentence-transformers, Chroma.

Run as `python -m evals.recipe [FOLDER] [--files N] [--read-only]`. Both read the same PDFs, each in a process of its own;
the time of processors is counted as well as that of the clock, since a busy machine stretches the second, and the most
memory that the process and those it started held at once (proportional set size, looked at five times a second).
Source: the retrieval tutorial of LangChain (PyPDFLoader, RecursiveCharacterTextSplitter 1000/200, from_documents).
"""

import argparse
import logging
import multiprocessing
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from evals.cases_io import REPORTS

DEFAULT_FOLDER = REPORTS


def processor_seconds() -> float:
    """Seconds of processor used so far by this process and by those it has waited for."""
    mine, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


def timed(name: str, work: Callable[[list[Path]], tuple[int, str]], paths: list[Path]) -> None:
    """Do the work, which returns its number of pages and what it made, in a new process; print what it took.

    Raises SystemExit when it fails.
    """
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(name, work, paths))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"error: {name} ended with {process.exitcode}; what went wrong is printed above")


def _measured(name: str, work: Callable[[list[Path]], tuple[int, str]], paths: list[Path]) -> None:
    ended = threading.Event()
    peak = [0]
    watch = threading.Thread(target=_watch, args=(ended, peak))
    watch.start()
    clock, processor = time.perf_counter(), processor_seconds()
    try:
        n_pages, made = work(paths)
    finally:
        clock, processor = time.perf_counter() - clock, processor_seconds() - processor
        ended.set()
        watch.join()
    print(
        f"{name}: {n_pages} pages in {clock:.1f} s, {processor:.1f} s of processor "
        f"({n_pages / processor:.1f} pages a processor second), {peak[0] / 1e6:,.0f} MB at most; {made}",
        flush=True,
    )


def _watch(ended: threading.Event, peak: list[int]) -> None:
    """Keep in `peak` the most memory, in bytes, that this process and its children have held at once."""
    me = psutil.Process()
    while not ended.wait(0.2):
        held = 0
        for process in (me, *me.children(recursive=True)):
            with suppress(psutil.Error):
                held += process.memory_full_info().pss
        peak[0] = max(peak[0], held)


def recipe_chunks(paths: list[Path]) -> tuple[int, list]:
    """Number of pages, and the chunks as LangChain documents, as the tutorials make them."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise SystemExit(
            "error: the recipe needs langchain-text-splitters; pip install langchain-text-splitters"
        ) from error
    from langchain_core.documents import Document
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    pages = [
        Document(page.extract_text(), metadata={"source": path.name, "page": number})
        for path in paths
        for number, page in enumerate(PdfReader(path).pages)
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return len(pages), splitter.split_documents(pages)


def recipe_read(paths: list[Path]) -> tuple[int, str]:
    """Read and cut, no more."""
    n_pages, chunks = recipe_chunks(paths)
    return n_pages, f"{len(chunks)} chunks, no tables"


def recipe_ingest(paths: list[Path]) -> tuple[int, str]:
    """Read, cut, embed, store."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    from ingest.embed import model_folder

    class Plain(Embeddings):
        """The same model as ours, called as the tutorials call it."""

        def __init__(self) -> None:
            self.model = SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self.model.encode(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    n_pages, chunks = recipe_chunks(paths)
    with tempfile.TemporaryDirectory() as folder:
        Chroma.from_documents(chunks, Plain(), persist_directory=folder)
    return n_pages, f"{len(chunks)} chunks, no tables"


def our_read(paths: list[Path]) -> tuple[int, str]:
    """Read with layout, tables and boxes, in worker processes."""
    from ingest.read import Limits, Reading, read_all

    readings = [r for _, r in read_all([(p, p.stem) for p in paths], Limits(), 2) if isinstance(r, Reading)]
    return sum(r.n_pages for r in readings), f"{sum(len(r.tables) for r in readings)} tables"


def our_ingest(paths: list[Path]) -> tuple[int, str]:
    """The ingest command on a folder of the same files."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for path in paths:
            os.link(path, corpus / path.name) if path.stat().st_dev == corpus.stat().st_dev else (
                corpus / path.name
            ).write_bytes(path.read_bytes())
        command = [sys.executable, "-m", "ingest", str(corpus), "--index", str(Path(folder) / "index")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    if done.returncode:
        raise SystemExit(f"error: ingest ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    from pypdf import PdfReader

    return sum(len(PdfReader(path).pages) for path in paths), done.stdout.strip().splitlines()[-1]


def main(arguments: list[str] | None = None) -> int:
    """Print what both took."""
    parser = argparse.ArgumentParser(prog="python -m evals.recipe", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--files", type=int, default=None, help="read only the first so many files")
    parser.add_argument("--read-only", action="store_true", help="leave embedding and storing out")
    options = parser.parse_args(arguments)
    paths = sorted(options.folder.glob("*.pdf"))[: options.files]
    if not paths:
        print(f"error: no PDFs in {options.folder}; give a folder of reports", file=sys.stderr)
        return 1
    timed("recipe, reading and cutting", recipe_read, paths)
    timed("hub assistant, reading with tables", our_read, paths)
    if not options.read_only:
        timed("recipe, ingest", recipe_ingest, paths)
        timed("hub assistant, ingest", our_ingest, paths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
