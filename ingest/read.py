"""Any supported file to a Reading: its pages, its tables, and what could not be read.

`read_file` reads in this process. `read_all` reads each file in a worker process, so that a file that hangs, crashes or
eats memory is reported and the others go on. Which files to read is left to `catalog`.
"""

import contextlib
import faulthandler
import os
import pickle
import queue
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from ingest.errors import HubError, UnreadableDocument
from ingest.schema import Page, Table

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".xhtml", ".md", ".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls")

# What to do with a format that is known but not read.
OTHER_FORMATS = {
    ".doc": "save it as DOCX or PDF",
    ".rtf": "save it as DOCX or PDF",
    ".odt": "save it as DOCX or PDF",
    ".ppt": "save it as PDF",
    ".pptx": "save it as PDF",
    ".odp": "save it as PDF",
    ".ods": "save it as XLSX or CSV",
    ".xlsb": "save it as XLSX",
    ".epub": "save it as PDF or HTML",
    ".zip": "unpack it first",
    ".json": "turn it into CSV",
    ".xml": "turn it into CSV or HTML",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost before it is refused; the settings carry the first ones as HUB_MAX_…"""

    max_bytes: int = 200_000_000
    max_pages: int = 2_000
    max_cells: int = 2_000_000
    seconds_per_file: float = 300.0
    memory_mb_per_file: int = 2_000
    max_unpacked_bytes: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. `empty_pages` are page numbers without text; `notes` are sentences on what was left out."""

    document_id: str
    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    empty_pages: tuple[int, ...]
    notes: tuple[str, ...]
    title: str | None
    n_pages: int


def read_file(path: Path, document_id: str, limits: Limits) -> Reading:
    """The pages and tables of one file, read in this process (so without the limits on time and memory).

    Raises UnreadableDocument or UnreadableTable, each with one sentence that says what to do.
    """
    check_file(path, limits)
    kind = kind_of(path)
    # Each reader loads its own library, so that reading a CSV does not load PDFium.
    if kind == "pdf":
        from ingest.read_pdf import read_pdf

        return read_pdf(path, document_id, limits)
    if kind in ("xlsx", "xls", "csv"):
        from ingest.read_sheet import read_csv, read_workbook

        if kind == "csv":
            return read_csv(path, document_id, limits)
        check_zip(path, limits)
        return read_workbook(path, document_id, limits)
    if kind == "docx":
        from ingest.read_word import read_word

        check_zip(path, limits)
        return read_word(path, document_id, limits)
    from ingest.read_web import read_html, read_markdown, read_text

    if kind == "html":
        return read_html(path, document_id, limits)
    if kind == "md":
        return read_markdown(path, document_id, limits)
    return read_text(path, document_id, limits)


def check_file(path: Path, limits: Limits) -> None:
    """Raise UnreadableDocument unless the path is an ordinary, not too big, not empty file in its own folder."""
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise UnreadableDocument(f"{path.name}: a link that leads out of its folder; put the file itself there")
    if not path.exists():
        raise UnreadableDocument(f"{path.name}: no such file; check the path")
    if not path.is_file():
        raise UnreadableDocument(f"{path.name}: not an ordinary file; put a readable document in its place")
    try:
        n_bytes = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: cannot be opened ({error.strerror}); check its permissions") from error
    if n_bytes == 0:
        raise UnreadableDocument(f"{path.name}: the file is empty (0 bytes); fetch it again")
    if n_bytes > limits.max_bytes:
        raise UnreadableDocument(
            f"{path.name}: {n_bytes / 1e6:.0f} MB is over the limit of {limits.max_bytes / 1e6:.0f} MB; "
            "split it or raise HUB_MAX_FILE_MB"
        )


def check_zip(path: Path, limits: Limits) -> None:
    """Raise UnreadableDocument when an office file is a damaged zip, or would unpack to too much."""
    if not zipfile.is_zipfile(path):
        return  # an old binary workbook
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableDocument(f"{path.name}: damaged office file ({error}); open and save it again") from error
    unpacked = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    # Declared sizes can lie; the memory limit of the worker is the second fence.
    if unpacked > limits.max_unpacked_bytes or (unpacked > 50_000_000 and unpacked / packed > 200):
        raise UnreadableDocument(
            f"{path.name}: would unpack from {packed / 1e6:.1f} MB to {unpacked / 1e6:.0f} MB, "
            "which looks like a zip bomb; open and save it again if it is genuine"
        )
    if len(members) > 20_000:
        raise UnreadableDocument(f"{path.name}: holds {len(members)} parts, over the limit of 20000; save it again")


def kind_of(path: Path) -> str:
    """pdf, docx, xlsx, xls, csv, html, md or txt, by content first and suffix second.

    Raises UnreadableDocument for a format that is not read, saying what to do.
    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(4096)
    if suffix in OTHER_FORMATS:
        raise UnreadableDocument(f"{path.name}: {suffix[1:].upper()} files are not read; {OTHER_FORMATS[suffix]}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"PK\x03\x04":
        return _office_kind(path)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _old_office_kind(path)
    if head[:5] == b"{\\rtf":
        raise UnreadableDocument(f"{path.name}: an RTF file; save it as DOCX or PDF")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or suffix in (".html", ".htm", ".xhtml"):
        return "html"
    if suffix == ".pdf":
        if start.startswith(b"<"):
            return "html"
        raise UnreadableDocument(f"{path.name}: named PDF but holds no PDF; fetch it again")
    if suffix in (".docx", ".xlsx", ".xlsm", ".xls"):
        if suffix == ".xls" and b"\0" not in head:
            return "html" if start.startswith(b"<") else "csv"  # "Excel" exports are often text
        raise UnreadableDocument(f"{path.name}: named {suffix[1:].upper()} but is not one; open and save it again")
    if suffix in (".csv", ".tsv", ".tab"):
        return "csv"
    if suffix in (".md", ".markdown"):
        return "md"
    if suffix in (".txt", ".text", ""):
        if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableDocument(f"{path.name}: not a text file; save it as PDF or text")
        return "txt"
    raise UnreadableDocument(
        f"{path.name}: {suffix or 'files without a suffix'} files are not read; save it as PDF, DOCX, HTML, CSV or XLSX"
    )


def _office_kind(path: Path) -> str:
    """docx or xlsx, by the parts of the zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableDocument(f"{path.name}: damaged zip ({error}); open and save it again") from error
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    if any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableDocument(f"{path.name}: a PowerPoint file; save it as PDF")
    if any(name.endswith(".bin") and name.startswith("xl/") for name in names):
        raise UnreadableDocument(f"{path.name}: a binary workbook (XLSB); save it as XLSX")
    if "content.xml" in names:
        raise UnreadableDocument(f"{path.name}: an OpenDocument file; save it as DOCX, XLSX or PDF")
    raise UnreadableDocument(f"{path.name}: a zip that holds no document; unpack it first")


def _old_office_kind(path: Path) -> str:
    """xls, by the names of the streams; other old and encrypted office files are refused."""
    with path.open("rb") as file:
        content = file.read(8_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableDocument(f"{path.name}: protected by a password; save a copy without one")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    if "WordDocument".encode("utf-16-le") in content:
        raise UnreadableDocument(f"{path.name}: an old Word file (DOC); save it as DOCX or PDF")
    raise UnreadableDocument(f"{path.name}: an old office file of unknown kind; save it as PDF, DOCX or XLSX")


# Worker processes. Each is a plain `python -c`, not multiprocessing's spawn, which would import the caller's own main
# module (and with it torch and chromadb) in every worker.

WORKER = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.read import serve; serve()"


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self) -> None:
        """Start the process."""
        root = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def read(self, path: Path, document_id: str, limits: Limits) -> Reading | HubError:
        """The file's Reading, or what went wrong with it or with the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            self.process.kill()

        timer = threading.Timer(limits.seconds_per_file, stop)
        timer.start()
        try:
            _send(self.process.stdin, (path, document_id, limits))
            reply = _receive(self.process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            reply = None
        finally:
            timer.cancel()
        if isinstance(reply, Reading | HubError):
            return reply
        self.process.kill()
        self.process.wait()
        if timed_out.is_set():
            return UnreadableDocument(
                f"{path.name}: not read within {limits.seconds_per_file:g} seconds; split it or raise HUB_MAX_SECONDS"
            )
        return UnreadableDocument(
            f"{path.name}: the reader broke down on it (exit {self.process.returncode}), so it is damaged or needs more "
            f"than {limits.memory_mb_per_file} MB; print it to a new PDF or split it"
        )

    def alive(self) -> bool:
        """Whether the process can take another file."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the process."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def read_all(
    jobs: Sequence[tuple[Path, str]],
    limits: Limits,
    workers: int,
    done: Callable[[str, Reading | HubError], None] | None = None,
) -> Iterator[tuple[str, Reading | HubError]]:
    """Each document id with its Reading or its error, as they finish; `done` is called with the same, in this thread.

    Leaving the iterator early ends the workers.
    """
    waiting: queue.SimpleQueue[tuple[Path, str]] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    # Bounded, so that a slow consumer does not pile whole readings up in memory.
    results: queue.Queue[tuple[str, Reading | HubError]] = queue.Queue(maxsize=max(2 * workers, 2))
    stopping = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(waiting, results, limits, stopping), daemon=True)
        for _ in range(max(1, min(workers, len(jobs))))
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in jobs:
            document_id, outcome = results.get()
            if done is not None:
                done(document_id, outcome)
            yield document_id, outcome
    finally:
        stopping.set()
        for thread in threads:
            while thread.is_alive():
                with contextlib.suppress(queue.Empty):
                    results.get_nowait()
                thread.join(timeout=0.05)


def _work(
    waiting: "queue.SimpleQueue[tuple[Path, str]]",
    results: "queue.Queue[tuple[str, Reading | HubError]]",
    limits: Limits,
    stopping: threading.Event,
) -> None:
    """Read jobs in one worker process after another until there are none."""
    worker: _Worker | None = None
    try:
        while not stopping.is_set():
            try:
                path, document_id = waiting.get_nowait()
            except queue.Empty:
                break
            if worker is None or not worker.alive():
                worker = _Worker()
            results.put((document_id, worker.read(path, document_id, limits)))
    finally:
        if worker is not None:
            if stopping.is_set():
                worker.process.kill()
            worker.close()


def serve() -> None:
    """Read the files named on standard input and write their Readings to standard output, until it closes."""
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not fall between the replies
    with open(os.devnull, "w") as nowhere:
        while True:
            try:
                path, document_id, limits = cast(tuple[Path, str, Limits], _receive(requests))
            except EOFError:
                return
            _limit_memory(limits.memory_mb_per_file)
            # A second watchdog, for when the parent has died: it ends this process even inside a C library.
            faulthandler.dump_traceback_later(limits.seconds_per_file + 5, exit=True, file=nowhere)
            _send(replies, _outcome(path, document_id, limits))
            faulthandler.cancel_dump_traceback_later()


def _outcome(path: Path, document_id: str, limits: Limits) -> Reading | HubError:
    """The file's Reading, or why there is none, whatever a hostile file does to a library."""
    try:
        return read_file(path, document_id, limits)
    except HubError as error:
        return error
    except MemoryError:
        return UnreadableDocument(f"{path.name}: needs more than {limits.memory_mb_per_file} MB of memory; split it")
    except RecursionError:
        return UnreadableDocument(
            f"{path.name}: nested too deeply to read; save it again from the program it came from"
        )
    # The edge of the process: a fault in a library on one damaged file must not end the reading of the others.
    except Exception as error:  # noqa: BLE001
        return UnreadableDocument(f"{path.name}: cannot be read ({type(error).__name__}: {error}); save it again")


def _limit_memory(megabytes: int) -> None:
    """Let this process grow by so much address space and no more, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    try:
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return  # macOS does not enforce RLIMIT_AS
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _send(pipe: IO[bytes], message: object) -> None:
    """Write one pickled message with its length before it."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(body).to_bytes(8, "big") + body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    """The next message. Raises EOFError when the other side has gone."""
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    body = pipe.read(int.from_bytes(head, "big"))
    return pickle.loads(body)
