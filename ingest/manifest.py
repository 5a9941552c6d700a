"""What a build says of itself: what made it, what it holds, and what became of each file."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.errors import IndexMismatch

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `error` says why nothing of it is held, `faults` what is missing of it that should be held;
    `read` is false when an earlier reading served."""

    path: str
    document_id: str
    sha256: str
    read: bool = True
    n_pages: int = 0
    empty_pages: tuple[int, ...] = ()
    n_passages: int = 0
    n_tables: int = 0
    n_observations: int = 0
    unmatched_places: tuple[str, ...] = ()
    n_unparsed: int = 0
    unparsed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    title: str | None = None
    error: str | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one build. `backend` is how passages were embedded; `fingerprint` covers corpus, code and limits."""

    build_id: str
    built: str
    corpus: str
    fingerprint: str
    code: str
    reading_code: str
    model: str
    model_hash: str
    dimension: int
    backend: str
    chunking: str
    chroma_url: str | None
    collection: str
    n_documents: int
    n_pages: int
    n_passages: int
    n_tables: int
    n_observations: int
    n_indicators: int
    n_embedded: int
    n_carried: int
    seconds: float
    files: tuple[FileReport, ...]
    sizes: tuple[tuple[str, int], ...] = ()
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write the manifest into the build's folder, whole or not at all."""
        unfinished = folder / f"{NAME}.tmp"
        unfinished.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(unfinished, folder / NAME)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of a build. Raises IndexMismatch when there is none, or none that this version reads."""
        try:
            fields = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if fields.get("format") != FORMAT:
                raise IndexMismatch(
                    f"{folder} is an index of format {fields.get('format')}, and this version reads format {FORMAT};"
                    " rebuild it with `python -m ingest --rebuild`"
                )
            files = tuple(_file_report(one) for one in fields.pop("files"))
            sizes = tuple((str(name), int(size)) for name, size in fields.pop("sizes"))
            return cls(**fields, files=files, sizes=sizes)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexMismatch(
                f"{folder} has no manifest that can be read ({error}); rebuild it with `python -m ingest --rebuild`"
            ) from error


def _file_report(fields: dict[str, object]) -> FileReport:
    """One file's report, its lists made tuples again."""
    return FileReport(**{key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()})  # type: ignore[arg-type]
