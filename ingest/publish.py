"""Builds side by side, and the pointer that names the one in use.

index/current            the id of the build in use, replaced in one step
index/builds/<id>/       one build, finished once it has a manifest; an id is never used again
index/models/<hash>/     the ONNX copy of the embedding model
index/lock               held by the ingest that is running
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest import embed, vectors
from ingest.errors import HubError, IndexMismatch, IndexMissing
from ingest.manifest import NAME, Manifest

STORE = "index.sqlite"
WORDS = "words"
VECTORS = "vectors.npy"
LINE_VECTORS = "lines_in_passage.npy"
LINE_STARTS = "line_starts.npy"
PIECES = "pieces.npy"  # the vectors of word pieces in their passage, rounded
PIECE_STARTS = "piece_starts.npy"  # where those of each passage's headings begin, and those of each of its lines
CHROMA = "chroma"
PLACES = "places"
SERVER = "server.txt"


def build_folder(root: Path, build_id: str) -> Path:
    """Where a finished build lies."""
    return root / "builds" / build_id


def model_folder(root: Path, model_hash: str) -> Path:
    """Where the ONNX copy of a model lies."""
    return root / "models" / model_hash


def new_build_id() -> str:
    """An id that sorts by the time of making and is never given twice."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{secrets.token_hex(3)}"


def current(root: Path) -> str | None:
    """The id of the build in use, or None when nothing was published."""
    try:
        return (root / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMismatch(
            f"{root / 'current'} cannot be read ({error}); rebuild the index with `python -m ingest --index {root}"
            " --rebuild`"
        ) from error


def others(root: Path, build_id: str) -> list[str]:
    """The finished builds beside this one, the newest first."""
    folder = root / "builds"
    if not folder.is_dir():
        return []
    return sorted((p.name for p in folder.iterdir() if p.name != build_id and (p / NAME).exists()), reverse=True)


def point(root: Path, build_id: str) -> None:
    """Make this build the one in use, in one step that survives a crash and a power cut."""
    unfinished = root / f"current.{os.getpid()}.tmp"
    with unfinished.open("w", encoding="utf-8") as file:
        file.write(build_id + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, root / "current")
    _sync(root)


def publish(root: Path, manifest: Manifest) -> None:
    """Finish a validated build with its manifest, point to it, and drop all but the build before it."""
    before = current(root)
    folder = build_folder(root, manifest.build_id)
    for path in folder.rglob("*"):
        if path.is_file():
            _sync(path)
    manifest.write(folder)
    for changed in (folder / NAME, folder, folder.parent):
        _sync(changed)
    point(root, manifest.build_id)
    for old in others(root, manifest.build_id):
        if old != before:
            remove(build_folder(root, old))
    kept = {model_hash_of(root, build_id) for build_id in (manifest.build_id, *others(root, manifest.build_id))}
    for model in (root / "models").iterdir():
        if model.name not in kept:
            shutil.rmtree(model, ignore_errors=True)


def remove(folder: Path) -> None:
    """Remove a build, and its collection where a Chroma server holds that."""
    with contextlib.suppress(OSError, ValueError):
        collection, chroma_url = (folder / SERVER).read_text(encoding="utf-8").splitlines()
        vectors.drop(collection, chroma_url)
    shutil.rmtree(folder, ignore_errors=True)


def model_hash_of(root: Path, build_id: str) -> str | None:
    """The hash of the model a build was made with, or None when its manifest cannot be read."""
    try:
        return Manifest.read(build_folder(root, build_id)).model_hash
    except IndexMismatch:
        return None


def rollback(root: Path) -> str:
    """Point to the build made before the one in use and return its id. Raises IndexMissing when there is none."""
    now = current(root)
    earlier = [build_id for build_id in others(root, now or "") if build_id < (now or "")]
    if not earlier:
        raise IndexMissing(f"{root} holds no build before the one in use; run `python -m ingest --index {root}`")
    point(root, earlier[0])
    return earlier[0]


def sweep(root: Path) -> None:
    """Remove what a process that died left behind. Call it with the lock held."""
    for path in (*root.glob("current.*.tmp"), *(root / "models").glob("*.tmp")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    builds = root / "builds"
    if builds.is_dir():
        used = current(root)
        for folder in builds.iterdir():
            if folder.name != used and not (folder / NAME).exists():
                remove(folder)


@contextlib.contextmanager
def locked(root: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the index for writing; a second ingest says so through `waiting` and waits. Released if the process dies.

    Raises HubError when the folder cannot be made or written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        file = (root / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise HubError(
            f"{root} cannot be written ({error.strerror}); give a folder that can, with `--index DIR`"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(f"another ingest is writing {root}; waiting for it to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sizes(folder: Path) -> tuple[tuple[str, int], ...]:
    """The size of each file of a build that never changes once made; Chroma's own database may be rewritten by Chroma."""
    return tuple(
        (path.relative_to(folder).as_posix(), path.stat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME and CHROMA not in path.relative_to(folder).parts
    )


def intact(root: Path, build_id: str) -> Manifest:
    """The manifest of a build whose files are all there. Raises IndexMismatch when one is missing or cut short."""
    folder = build_folder(root, build_id)
    manifest = Manifest.read(folder)
    for name, size in manifest.sizes:
        path = folder / name
        found = path.stat().st_size if path.exists() else None
        if found != size:
            raise IndexMismatch(
                f"{path} should have {size} bytes and {'is missing' if found is None else f'has {found}'};"
                f" rebuild the index with `python -m ingest --index {root} --rebuild`"
            )
    return manifest


def has_model(root: Path, model_hash: str) -> bool:
    """Whether the ONNX copy of this model is there for questions."""
    return all((model_folder(root, model_hash) / name).is_file() for name in embed.COPY)


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
