"""The vectors of a build: of its passages, of their lines and word pieces, and of the names of what is measured.

What the model reads is read once: a passage whose text an earlier build holds, or an ingest that was cut short had read
already, is not read again.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest import publish
from ingest.chunk import embedded_text, lines
from ingest.embed import BASIS, SAMPLE, Embedder, Read, Vectors, model_folder, model_hash
from ingest.manifest import Manifest
from ingest.names import every_name, read_names, save_names
from ingest.progress import Progress
from ingest.schema import Passage
from ingest.store import Store

AT_ONCE = 512  # passages read before they are kept: what a crash can lose
# Texts, short and long, on which the copy of the model for questions must agree with it.
SAMPLES = (
    "Which area spends most on research and development?",
    "R&D",
    "How does Cumbria's GVA per hour compare with its neighbours, and has the gap narrowed since 2014?",
    "The audit names agri-tech, energy and advanced manufacturing as the strengths of the area, on the evidence of "
    "employment, patents, publications and awards, and asks for an institute that brings firms and universities together. "
    "It sets out four priorities to 2030: skills, premises, finance and links with the rest of the country.",
    "Swindon and Wiltshire £31,064 2019 | Gloucestershire £29,585 2019 | Dorset £24,216 2019",
)


class Unfinished:
    """What an ingest that did not come to its end had read, kept so that the next need not read it again.

    A folder with a file for every few hundred passages, each there whole or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> dict[str, Read]:
        """What was read, by the hash of its text; {} when there is nothing."""
        found: dict[str, Read] = {}
        for path in sorted(self._folder.glob("*.npz")):
            with np.load(path) as held:
                rows = _unpacked(held["vectors"], held["lines"], held["pieces"], held["starts"], held["n_lines"])
                found |= dict(zip(held["hashes"].tolist(), rows, strict=True))
        return found

    def add(self, hashes: Sequence[str], reads: Sequence[Read]) -> None:
        """Keep what was read, as it is read."""
        self._folder.mkdir(parents=True, exist_ok=True)
        n = sum(1 for _ in self._folder.glob("*.npz"))
        unfinished = self._folder / f"{n:05}.tmp"
        with unfinished.open("wb") as file:
            n_lines = np.array([len(one.lines) for one in reads])
            np.savez(file, allow_pickle=False, hashes=np.array(hashes), n_lines=n_lines, **_packed(reads))
        os.replace(unfinished, unfinished.with_suffix(".npz"))

    def drop(self) -> None:
        """Remove it: it is in a published build now, or not wanted."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Model:
    """The model for passages, loaded in a thread of its own while files are read, or when it is first asked for.

    Loading also makes the copy for questions, where the index has none.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._pool = ThreadPoolExecutor(1)
        self._loading: Future[Embedder] | None = None

    def load(self) -> None:
        """Begin to load it."""
        self._loading = self._loading or self._pool.submit(self._load)

    def loaded(self) -> Embedder:
        """The model, waited for. Raises IndexMismatch when its copy for questions does not agree with it."""
        self.load()
        assert self._loading is not None
        return self._loading.result()

    def let_go(self) -> None:
        """Give its memory back; it is loaded again when it is asked for again."""
        self._loading = None

    def __enter__(self) -> "Model":
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it; what is being loaded is waited for."""
        self._pool.shutdown(cancel_futures=True)

    def _load(self) -> Embedder:
        embedder = Embedder(model_folder())
        of_model = model_hash(model_folder())
        if not publish.has_model(self._root, of_model):
            embedder.export(publish.model_folder(self._root, of_model), SAMPLES)
        return embedder


def unfinished(root: Path, of_model: str) -> Unfinished:
    """What earlier ingests of this index had read with a model before they were cut short."""
    return Unfinished(root / f"embedded-{of_model}.part")


def make(
    folder: Path, root: Path, store: Store, used: Manifest | None, fresh: bool, model: Model, progress: Progress
) -> tuple[Vectors, str, int]:
    """Write the vectors of a build into its folder.

    Returns those of its passages, shape (n_passages, dimension), how they were made, and how many were not carried over.
    """
    of_model = model_hash(model_folder())
    kept = unfinished(root, of_model)
    if fresh:
        kept.drop()
    reads = {**kept.read(), **_held(root, used, of_model)}
    names = _names_held(root, used, of_model)
    hashes = list(store.embed_hashes())
    missing = {h: (passage, text) for h, (passage, text) in zip(hashes, texts(store), strict=True) if h not in reads}
    wanted = every_name(store.indicators())
    new_names = [name for name in wanted if name not in names]
    backend = used.backend if used is not None else "none"
    n_read = sum(h in missing for h in hashes)
    if missing or new_names or not publish.has_model(root, of_model):
        progress.stage("loading the model", 1, "model")
        embedder = model.loaded()
        progress.advance(1)
        every = [text for _, text in missing.values()]
        sample = every[:: max(1, len(every) // SAMPLE)][:SAMPLE]
        progress.stage("embedding", len(missing) + len(new_names), "text")
        embedder.choose(sample)
        backend = embedder.backend if every else backend
        basis = np.load(publish.model_folder(root, of_model) / BASIS)
        shortest_first = sorted(missing, key=lambda h: len(missing[h][1]))
        for start in range(0, len(shortest_first), AT_ONCE):
            some = shortest_first[start : start + AT_ONCE]
            begins = [line_begins(*missing[h]) for h in some]
            found = embedder.read([missing[h][1] for h in some], begins, basis, progress.advance)
            kept.add(some, found)
            reads |= dict(zip(some, found, strict=True))
        names |= dict(zip(new_names, embedder.embed(new_names, progress.advance), strict=True))
        del embedder
        model.let_go()
    _write(folder, [reads[h] for h in hashes])
    save_names(folder, {name: names[name] for name in wanted})
    return np.load(folder / publish.VECTORS, mmap_mode="r"), backend, n_read


def texts(store: Store) -> Iterator[tuple[Passage, str]]:
    """Every passage in reading order with the text that is embedded and searched for it."""
    documents = {document.document_id: document for document in store.documents()}
    for passage in store.every_passage():
        yield passage, embedded_text(passage, documents[passage.document_id])


def line_begins(passage: Passage, text: str) -> list[int]:
    """The character at which each line of a passage begins in its embedded text, headings and title in front."""
    at, begins = len(text) - len(passage.text), []
    for line in lines(passage):
        at = text.index(line, at)
        begins.append(at)
        at += len(line)
    return begins


def _packed(reads: Sequence[Read]) -> dict[str, npt.NDArray[Any]]:
    """What was read as four arrays: of passages, of all their lines, of all their pieces, and where the pieces begin."""
    return {
        "vectors": np.stack([one.vector for one in reads]),
        "lines": np.concatenate([one.lines for one in reads]),
        "pieces": np.concatenate([one.pieces for one in reads]),
        "starts": np.cumsum([0, *chain.from_iterable(one.counts.tolist() for one in reads)], dtype=np.int64),
    }


def _unpacked(
    vectors: Vectors,
    line_vectors: npt.NDArray[np.float16],
    pieces: npt.NDArray[np.int8],
    starts: npt.NDArray[np.int64],
    n_lines: Sequence[int],
) -> Iterator[Read]:
    """What `_packed` made, passage by passage. `starts` has 1 + n_lines entries for each and one at the end."""
    first_line = 0
    for at, (vector, n) in enumerate(zip(vectors, n_lines, strict=True)):
        edges = starts[first_line + at : first_line + at + n + 2]
        counts = np.diff(edges).astype(np.int32)
        yield Read(vector, line_vectors[first_line : first_line + n], pieces[edges[0] : edges[-1]], counts)
        first_line += n


def _write(folder: Path, reads: Sequence[Read]) -> None:
    """The vectors of a build's passages, lines and pieces, and where those of each passage begin."""
    packed = _packed(reads)
    np.save(folder / publish.VECTORS, packed["vectors"])
    np.save(folder / publish.LINE_VECTORS, packed["lines"])
    np.save(folder / publish.LINE_STARTS, np.cumsum([0, *(len(one.lines) for one in reads)], dtype=np.int64))
    np.save(folder / publish.PIECES, packed["pieces"])
    np.save(folder / publish.PIECE_STARTS, packed["starts"])


def _held(root: Path, used: Manifest | None, of_model: str) -> dict[str, Read]:
    """What the build in use holds, by the hash of its text; {} when another model, or an earlier way, made it."""
    if used is None or used.model_hash != of_model:
        return {}
    folder = publish.build_folder(root, used.build_id)
    if not (folder / publish.LINE_VECTORS).exists():
        return {}
    vectors, line_vectors, pieces = (
        np.load(folder / name, mmap_mode="r") for name in (publish.VECTORS, publish.LINE_VECTORS, publish.PIECES)
    )
    n_lines = np.diff(np.load(folder / publish.LINE_STARTS)).tolist()
    store = Store(folder / publish.STORE)
    try:
        rows = _unpacked(vectors, line_vectors, pieces, np.load(folder / publish.PIECE_STARTS), n_lines)
        return dict(zip(store.embed_hashes(), rows, strict=True))
    finally:
        store.close()


def _names_held(root: Path, used: Manifest | None, of_model: str) -> dict[str, Vectors]:
    """The names of the build in use with their vectors; {} when another model made them."""
    if used is None or used.model_hash != of_model:
        return {}
    return read_names(publish.build_folder(root, used.build_id))
