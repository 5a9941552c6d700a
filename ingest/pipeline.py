"""A corpus to a published build: read what is new, cut, tidy, embed what is new, check, publish.

What did not change since the build in use is carried over: readings by the hash of the file and of the reading code,
vectors by the hash of the embedded text and of the model.
"""

import contextlib
import hashlib
import shutil
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest import catalog, embed, keyword, passage_vectors, publish
from ingest import vectors as chroma
from ingest.chunk import ChunkParameters, chunk, embedded_text, table_cards
from ingest.errors import HubError, IndexMismatch
from ingest.file_kind import OTHER_FORMATS
from ingest.gazetteer import Gazetteer
from ingest.manifest import FileReport, Manifest
from ingest.progress import Progress
from ingest.read import Limits, Reading, read_all
from ingest.schema import Document, Indicator, Table
from ingest.settings import Settings
from ingest.store import Store, StoreWriter
from ingest.tidy import Tidied, tidy

SHIPPED_PLACES = Path(__file__).resolve().parents[1] / "corpus" / "places"
# A change to these modules cannot change what is read from a file, so readings made before it stay good.
AFTER_READING = {
    "__init__", "__main__", "catalog", "chunk", "embed", "errors", "gazetteer", "index", "keyword", "manifest", "names",
    "passage_vectors", "pipeline", "place_names", "place_sense", "progress", "publish", "settings", "store", "tidy", "vectors",
}  # fmt: skip
WORKERS = 2


def code_version(but: Iterable[str] = ()) -> str:
    """The hash of this package's source, less the modules named: what a build or a reading was made by."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in but:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def places_folder(corpus: Path) -> Path:
    """The corpus's own places, or those that come with the program."""
    own = corpus / "places"
    return own if own.is_dir() and any(own.iterdir()) else SHIPPED_PLACES


def fingerprint(corpus: Path, index: Path, settings: Settings) -> str:
    """What decides a build: every file of the corpus, the places, the code, the limits, the model and the server."""
    digest = hashlib.sha256()
    for folder in dict.fromkeys((corpus, places_folder(corpus))):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
            if path.is_file() and not hidden and not path.resolve().is_relative_to(index.resolve()):
                digest.update(inside.as_posix().encode() + b"\0" + file_hash(path).encode() + b"\0")
        digest.update(b"\1")
    digest.update(f"{code_version()} {_limits(settings)} {settings.chroma_url}".encode())
    digest.update(embed.model_hash(embed.model_folder()).encode())
    return digest.hexdigest()[:32]


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _limits(settings: Settings) -> Limits:
    """The limits on reading one file."""
    return Limits(
        max_bytes=settings.max_file_mb * 1_000_000,
        max_pages=settings.max_pages,
        max_cells=settings.max_cells,
        seconds_per_file=float(settings.max_seconds),
        ocr=settings.ocr,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ingest did. `unchanged` when the build in use was already of this corpus and this code."""

    manifest: Manifest
    unchanged: bool = False


def ingest(corpus: Path, settings: Settings, progress: Progress, rebuild: bool = False) -> Outcome:
    """Bring the index up to date with the corpus; whatever happens, the build in use stays whole until the end.

    Raises HubError when nothing can be read, when the disk is full, or when the new build does not hold what it should.
    """
    root = settings.index
    if not corpus.is_dir():
        raise HubError(
            f"{corpus} is not a folder; name the folder of reports and tables, as in `python -m ingest FOLDER`"
        )
    with publish.locked(root, progress.say):
        print_now = fingerprint(corpus, root, settings)
        used = _used(root, progress.say)
        complete = used is not None and publish.has_model(root, used.model_hash)
        if used is not None and complete and used.fingerprint == print_now and not rebuild:
            return Outcome(used, unchanged=True)
        publish.sweep(root)
        build_id = publish.new_build_id()
        folder = publish.build_folder(root, build_id)
        try:
            folder.mkdir(parents=True)
            kept = None if rebuild else used
            with passage_vectors.Model(root) as model:
                manifest = _build(corpus, settings, progress, folder, build_id, print_now, kept, model, rebuild)
            publish.publish(root, manifest)
            passage_vectors.unfinished(root, manifest.model_hash).drop()
        except (OSError, sqlite3.OperationalError) as error:
            publish.remove(folder)
            raise HubError(
                f"the index at {root} could not be written ({error}); free some space or give another folder with"
                " `--index DIR`, and run the same command again; what was published before still answers"
            ) from error
        except BaseException:
            publish.remove(folder)
            raise
        return Outcome(manifest)


def _used(root: Path, say: Callable[[str], None]) -> Manifest | None:
    """The manifest of the build in use, or None when there is none to carry anything over from."""
    try:
        build_id = publish.current(root)
        if build_id is None:
            return None
        return publish.intact(root, build_id)
    except IndexMismatch as error:
        say(f"the build in use is damaged and is made anew: {error}")
        return None


def _build(
    corpus: Path,
    settings: Settings,
    progress: Progress,
    folder: Path,
    build_id: str,
    print_now: str,
    used: Manifest | None,
    model: passage_vectors.Model,
    fresh: bool,
) -> Manifest:
    """Make the whole build in `folder` and return its manifest, not yet written."""
    started = time.perf_counter()
    root = settings.index
    shutil.copytree(places_folder(corpus), folder / publish.PLACES)
    gazetteer = Gazetteer.load(folder / publish.PLACES)
    catalogue = _catalogue(corpus, root, progress)
    earlier = Store(publish.build_folder(root, used.build_id) / publish.STORE) if used is not None else None
    writer = StoreWriter(folder / publish.STORE)
    try:
        read = _read(catalogue.documents, settings, writer, used, earlier, model.load)
        reports = _cut_and_tidy(catalogue, read, writer, gazetteer, progress)
        writer.finish()
    finally:
        writer.close()
        if earlier is not None:
            earlier.close()
    if not any(report.n_passages for report in reports):
        raise HubError(_nothing_read(corpus, reports))
    store = Store(folder / publish.STORE)
    try:
        vectors, backend, n_embedded = passage_vectors.make(folder, root, store, used, fresh, model, progress)
        collection = f"hub-{build_id}"
        with ThreadPoolExecutor(1) as pool:
            words = [text for _, text in passage_vectors.texts(store)]
            indexed = pool.submit(keyword.save_words, words, folder / publish.WORDS)
            _store_vectors(folder, collection, settings.chroma_url, store, vectors, progress)
            indexed.result()
        return Manifest(
            build_id=build_id,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=str(corpus),
            fingerprint=print_now,
            code=code_version(),
            reading_code=code_version(AFTER_READING),
            model=embed.MODEL,
            model_hash=embed.model_hash(embed.model_folder()),
            dimension=int(vectors.shape[1]),
            backend=backend,
            chunking=str(ChunkParameters()),
            chroma_url=settings.chroma_url,
            collection=collection,
            n_documents=store.count("documents"),
            n_pages=store.count("pages"),
            n_passages=len(vectors),
            n_tables=store.count("tables"),
            n_observations=store.count("observations"),
            n_indicators=store.count("indicators"),
            n_embedded=n_embedded,
            n_carried=len(vectors) - n_embedded,
            seconds=round(time.perf_counter() - started, 1),
            files=tuple(reports),
            sizes=publish.sizes(folder),
        )
    finally:
        store.close()


def _catalogue(corpus: Path, root: Path, progress: Progress) -> catalog.Catalogue:
    """The documents of the corpus, less an index that lies in the same folder; what is odd about them is said."""
    catalogue = catalog.catalogue(corpus)
    for warning in catalogue.warnings:
        progress.say(f"warning: {warning}")
    inside = root.resolve()
    for path in sorted(corpus.rglob("*")):
        parts = path.relative_to(corpus).parts
        own = parts[0] in catalog.OWN_FOLDERS or parts[-1] == catalog.PACKAGE or any(p.startswith(".") for p in parts)
        advice = OTHER_FORMATS.get(path.suffix.lower())
        if advice and not own and path.is_file() and not path.resolve().is_relative_to(inside):
            progress.say(f"left out: {Path(*parts)}: {advice}")
    documents = tuple(one for one in catalogue.documents if not one.path.resolve().is_relative_to(inside))
    return replace(catalogue, documents=documents)


def _read(
    documents: Sequence[Document],
    settings: Settings,
    writer: StoreWriter,
    used: Manifest | None,
    earlier: Store | None,
    something_new: Callable[[], None] = lambda: None,
) -> Iterator[FileReport]:
    """Put every document's pages and tables into the store; a report on each, in the order of the catalogue.

    A report comes as soon as its document and all before it are in the store, while those after it are being read.
    `something_new` is called before the first file is read that no earlier build holds.
    """
    limits = _limits(settings)
    code = code_version(AFTER_READING)
    reports: dict[str, FileReport] = {}
    jobs = []
    keys = {}
    for document in documents:
        name = document.document_id
        keys[name] = f"{document.sha256} {code} {limits}"
        reports[name] = FileReport(document.path.as_posix(), name, document.sha256, read=False)
        kept = earlier.reading(keys[name], name) if earlier is not None else None
        if kept is None:
            jobs.append((document.path, name))
        else:
            writer.add_reading(keys[name], kept)
            reports[name] = _with_reading(reports[name], kept)
    if jobs:
        something_new()
    waited_for = {name for _, name in jobs}
    with contextlib.closing(read_all(jobs, limits, WORKERS)) as coming:
        for document in documents:
            while document.document_id in waited_for:
                name, found = next(coming)
                report = replace(reports[name], read=True)
                if isinstance(found, Reading):
                    writer.add_reading(keys[name], found)
                    reports[name] = _with_reading(report, found)
                else:
                    reports[name] = replace(report, error=str(found))
                waited_for.remove(name)
            yield reports[document.document_id]


def _with_reading(report: FileReport, reading: Reading) -> FileReport:
    """The report with what was read."""
    return replace(
        report,
        n_pages=reading.n_pages,
        empty_pages=reading.empty_pages,
        n_tables=len(reading.tables),
        notes=reading.notes,
        title=reading.title,
    )


def _store_vectors(
    folder: Path,
    collection: str,
    chroma_url: str | None,
    store: Store,
    vectors: npt.NDArray[np.float32],
    progress: Progress,
) -> None:
    """Put the passages into Chroma and check that what was put in is found. Raises IndexMismatch when it is not."""
    progress.stage("storing vectors", len(vectors), "passage")
    if chroma_url is not None:  # written first, so that whoever removes this build knows what to remove there
        (folder / publish.SERVER).write_text(f"{collection}\n{chroma_url}\n", encoding="utf-8")
    client = chroma.client(folder / publish.CHROMA, chroma_url)
    held = chroma.write(client, collection, store.every_passage(), vectors, progress.advance)
    if held != len(vectors):
        raise IndexMismatch(f"{len(vectors)} passages went into Chroma and {held} are held; run the same command again")
    chroma.check(client, collection, vectors)


def _nothing_read(corpus: Path, reports: Sequence[FileReport]) -> str:
    """Why a corpus gave no passage, in one sentence."""
    if not reports:
        return f"{corpus} holds no PDF, DOCX, HTML, MD, TXT, CSV or XLSX file; put the reports and tables there"
    reasons = "; ".join(f"{report.path}: {report.error or 'no text'}" for report in reports[:3])
    return f"no text was found in the {len(reports)} files of {corpus} ({reasons})"


def _cut_and_tidy(
    catalogue: catalog.Catalogue,
    reports: Iterable[FileReport],
    writer: StoreWriter,
    gazetteer: Gazetteer,
    progress: Progress,
) -> list[FileReport]:
    """Cut passages and tidy tables of every document as it is read; the reports with what came of it."""
    found = []
    indicators: dict[str, Indicator] = {}
    documents = {document.document_id: document for document in catalogue.documents}
    progress.stage("reading, cutting and tidying", len(documents), "file")
    for report in reports:
        if report.error is None:
            report = _one_document(catalogue, documents[report.document_id], report, writer, gazetteer, indicators)
        found.append(report)
        progress.advance(1)
    writer.add_indicators(indicators.values())
    return found


def _one_document(
    catalogue: catalog.Catalogue,
    document: Document,
    report: FileReport,
    writer: StoreWriter,
    gazetteer: Gazetteer,
    indicators: dict[str, Indicator],
) -> FileReport:
    """Passages and figures of one document into the store; its report with how many there were.

    A fault of this program in one file costs that file, or the figures of the one table, and is reported.
    """
    pages = writer.pages(document.document_id)
    tables = writer.tables("document_id = ?", (document.document_id,))
    document = replace(_titled(document, report.title), n_pages=report.n_pages)
    tidied, faults = _tidied(catalogue, document, tables, gazetteer)
    observations = [o for one in tidied for o in one.observations]
    try:
        passages = chunk(pages, document, gazetteer) + table_cards(tables, document, gazetteer, observations)
        hashes = [embed.embed_hash(embedded_text(passage, document)) for passage in passages]
    except Exception as error:  # noqa: BLE001  whatever is wrong with one file, the others go on
        writer.drop(document.document_id)
        why = f"{document.path.name}: could not be cut into passages ({_fault(error)}), a fault of this program: report it"
        return replace(report, n_tables=0, n_pages=0, error=f"{why}; save the file in another format to have it read")
    writer.add_document(document)
    for indicator in (i for one in tidied for i in one.indicators):
        known = indicators.get(indicator.indicator_id)
        indicators[indicator.indicator_id] = indicator if known is None else _joined(known, indicator)
    writer.add_passages(passages, hashes)
    writer.add_observations(observations)
    unparsed = [reason for one in tidied for reason in one.unparsed]
    return replace(
        report,
        n_passages=len(passages),
        n_observations=len(observations),
        unmatched_places=tuple(dict.fromkeys(name for one in tidied for name in one.unmatched_places)),
        n_unparsed=len(unparsed),
        unparsed=tuple(unparsed[:20]),
        faults=tuple(faults),
    )


def _tidied(
    catalogue: catalog.Catalogue, document: Document, tables: Sequence[Table], gazetteer: Gazetteer
) -> tuple[list[Tidied], list[str]]:
    """What each table gives, and a sentence on each that a fault of this program kept from giving its figures."""
    found, faults = [], []
    for table in tables:
        try:
            found.append(tidy(table, document, catalogue.meta(table), gazetteer))
        except Exception as error:  # noqa: BLE001  one table must not cost the others
            faults.append(
                f"{document.path.name}: no figures from “{table.title[:80]}” ({_fault(error)}), a fault of this program:"
                " report it; the table is still found and quoted"
            )
    return found, faults


def _fault(error: Exception) -> str:
    """Where and how the program failed: "KeyError: 'x', tidy.py line 120"."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(frame.filename).name} line {frame.lineno}"


def _joined(one: Indicator, other: Indicator) -> Indicator:
    """An indicator that two tables hold, with the place types and periods of both."""
    return replace(
        one,
        place_types=tuple(dict.fromkeys((*one.place_types, *other.place_types))),
        periods=tuple(sorted({*one.periods, *other.periods})),
    )


def _titled(document: Document, title: str | None) -> Document:
    """The document under the title that it bears itself, where the corpus says nothing of it."""
    said = (document.publisher, document.published, document.url, document.licence, document.description, document.kind)
    return replace(document, title=title) if title and not any(said) else document


def check(corpus: Path, settings: Settings, progress: Progress) -> list[FileReport]:
    """What would become of each file: everything but embedding, in a folder thrown away. Raises HubError for no folder."""
    if not corpus.is_dir():
        raise HubError(
            f"{corpus} is not a folder; name the folder of reports and tables, as in `python -m ingest check FOLDER`"
        )
    with tempfile.TemporaryDirectory(prefix="hub-check-") as folder:
        catalogue = _catalogue(corpus, settings.index, progress)
        writer = StoreWriter(Path(folder) / publish.STORE)
        try:
            gazetteer = Gazetteer.load(places_folder(corpus))
            read = _read(catalogue.documents, settings, writer, None, None)
            return _cut_and_tidy(catalogue, read, writer, gazetteer, progress)
        finally:
            writer.close()
