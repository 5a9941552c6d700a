"""Vectors in Chroma: one collection to a build, in the build's own directory or on a Chroma server.

Chroma takes a second to import, so it is imported when a collection is opened.
"""

import contextlib
import functools
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from ingest.errors import IndexMismatch, IndexMissing
from ingest.schema import Passage

COLLECTION = "passages"
CONFIGURATION: Any = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}}
BATCH = 2000
_OPENING = threading.Lock()  # Chroma's registry of open directories is not safe to fill from two threads

Vectors = npt.NDArray[np.float32]


@functools.cache
def failures() -> tuple[type[Exception], ...]:
    """What Chroma raises when its files or its server are not as they should be."""
    import httpx
    from chromadb.errors import ChromaError

    return ChromaError, OSError, ValueError, RuntimeError, httpx.HTTPError


def client(folder: Path, chroma_url: str | None) -> Any:
    """Chroma on a directory, or on a server when an address is given.

    Raises IndexMissing when the server is away, OSError when the directory cannot be used.
    """
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    with _OPENING:
        if chroma_url is None:
            try:
                return chromadb.PersistentClient(str(folder), settings=settings)
            except failures() as error:
                raise OSError(f"Chroma says: {error}") from error
        address = urlsplit(chroma_url if "//" in chroma_url else f"//{chroma_url}")
        try:
            return chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 8000),
                ssl=address.scheme == "https",
                settings=settings,
            )
        except failures() as error:
            raise IndexMissing(
                f"no Chroma server answers at {chroma_url}; start it, or unset HUB_CHROMA_URL and run `python -m ingest`"
            ) from error


def write(
    chroma: Any, collection: str, passages: Iterable[Passage], vectors: Vectors, done: Callable[[int], Any]
) -> int:
    """Put passages and their vectors, in the same order, into a new collection; how many it then holds.

    Raises OSError when Chroma cannot write.
    """
    coming = iter(passages)
    stored = 0
    try:
        made = chroma.get_or_create_collection(collection, embedding_function=None, configuration=CONFIGURATION)
        while batch := list(islice(coming, BATCH)):
            made.upsert(
                ids=[p.passage_id for p in batch],
                embeddings=np.asarray(vectors[stored : stored + len(batch)]),
                documents=[p.text for p in batch],
                metadatas=[_metadata(p) for p in batch],
            )
            stored += len(batch)
            done(len(batch))
        return int(made.count())
    except failures() as error:
        raise OSError(f"Chroma says: {error}") from error


def drop(collection: str, chroma_url: str) -> None:
    """Remove a collection from a Chroma server; one that is gone, or a server that is away, is let be."""
    with contextlib.suppress(IndexMissing, *failures()):
        client(Path(), chroma_url).delete_collection(collection)


def check(chroma: Any, collection: str, vectors: Vectors) -> None:
    """Ask for a few passages by their own vectors. Raises IndexMismatch when one finds nothing as near as itself."""
    held = chroma.get_collection(collection, embedding_function=None)
    for i in range(0, len(vectors), max(1, len(vectors) // 5)):
        found = held.query(query_embeddings=[vectors[i]], n_results=1, include=["distances"])
        if not found["ids"][0] or found["distances"][0][0] > 1e-3:
            raise IndexMismatch(
                "a passage was stored in Chroma and is not found by its vector; run the same command again"
            )


def _metadata(passage: Passage) -> dict[str, str | int]:
    """What Chroma keeps beside a passage, for whoever looks into the collection: scalars, as Chroma takes no others."""
    return {
        "document_id": passage.document_id,
        "kind": passage.kind,
        "first_page": passage.first_page,
        "last_page": passage.last_page,
        "heading": " > ".join(passage.heading_path),
        "places": " ".join(passage.place_codes),
        "year": passage.published.year if passage.published else 0,
    }


class Collection:
    """The collection of a finished build, for nearest passages."""

    def __init__(self, folder: Path, collection: str, chroma_url: str | None, n_passages: int) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        if chroma_url is None and not _writable(folder):
            # Chroma writes beside its data even to read it, so a read-only index is read from a copy.
            self._copy = tempfile.TemporaryDirectory(prefix="hub-index-", ignore_cleanup_errors=True)
            folder = _writable_copy(folder, Path(self._copy.name) / "vectors")
        try:
            self._client = client(folder, chroma_url)
            self._collection = self._client.get_collection(collection, embedding_function=None)
            held = self._collection.count()
        except failures() as error:
            self.close()
            raise IndexMismatch(
                f"the vectors of the index cannot be read ({error}); rebuild it with `python -m ingest --rebuild`"
            ) from error
        if held != n_passages:
            self.close()
            raise IndexMismatch(
                f"the index should hold {n_passages} vectors and holds {held}; rebuild it with `python -m ingest --rebuild`"
            )
        self._n = n_passages

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest passages' ids with their cosine similarity, best first."""
        k = min(k, self._n)
        if k < 1:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Let go of a temporary copy, if one was made."""
        if self._copy is not None:
            self._copy.cleanup()


def _writable(folder: Path) -> bool:
    """Whether files can be made in the folder; asking the file system is the only sure way (root, read-only mounts)."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        database = folder / "chroma.sqlite3"
        with contextlib.ExitStack() as stack:
            if database.exists():
                stack.enter_context(database.open("r+b"))
    except OSError:
        return False
    return True


def _writable_copy(folder: Path, target: Path) -> Path:
    """A copy of the folder whose files may be written, whatever the original's permissions."""
    shutil.copytree(folder, target, copy_function=shutil.copyfile)
    for path in [target, *target.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return target
