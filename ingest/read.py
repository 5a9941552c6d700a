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
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from ingest.errors import HubError, UnreadableDocument
from ingest.file_kind import SUFFIXES, Limits, check_file, check_zip, kind_of
from ingest.schema import Page, Table

__all__ = ["SUFFIXES", "Limits", "Reading", "check_file", "kind_of", "read_all", "read_file"]


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
) -> Generator[tuple[str, Reading | HubError]]:
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
    if hasattr(os, "nice"):
        os.nice(5)  # the process that waits for the readings loads the model meanwhile, which takes longer
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
