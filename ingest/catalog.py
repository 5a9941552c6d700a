"""Names the documents of a corpus: from its `datapackage.json` where it has one, from the files themselves where not.

What is said of a table there (its measure, unit, columns) is kept for `tidy`. Nothing is read here but the package and hashes.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ingest.errors import HubError
from ingest.read import SUFFIXES
from ingest.schema import Document, Status, Table

PACKAGE = "datapackage.json"
OWN_FOLDERS = {"places", "sources"}  # in the top folder of a corpus: what it is made from, not what it says
OWN_FILES = {"readme", "attribution", "licence", "license", "changelog", "indicators", "sectors", "search_terms"}
STATUSES: tuple[Status, ...] = ("published", "provisional", "estimated", "suppressed", "missing", "derived")


@dataclass(frozen=True, slots=True)
class TableMeta:
    """What the catalogue says of a table. `indicator` is None when the table names a measure in every row.

    A table that is not `listed` is read by its own heads, with the measures that the corpus describes at hand.
    """

    document_id: str
    title: str
    description: str
    indicator: str | None = None
    concept: str | None = None
    unit: str | None = None
    breakdown_column: str | None = None
    status: Status = "published"
    source: str | None = None
    definitions: tuple["Definition", ...] = ()
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Definition:
    """How a measure is spoken of: a row of `indicators.csv`. `unit_words` say the unit in a sentence.

    `search_terms`, of `search_terms.csv`, are further words that people use for it, which are never shown.
    """

    label: str
    unit: str
    concept: str
    name: str
    unit_words: str
    polarity: str
    description: str
    caveat: str | None
    aliases: tuple[str, ...]
    search_terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents of a corpus, in the order of their paths, and what is known of its tables."""

    documents: tuple[Document, ...]
    warnings: tuple[str, ...] = ()
    metas: tuple[TableMeta, ...] = ()
    definitions: tuple[Definition, ...] = ()
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    _by_document: Mapping[str, TableMeta] = field(default_factory=dict, repr=False, compare=False)

    def meta(self, table: Table) -> TableMeta | None:
        """What the catalogue says of a table; None when it says nothing."""
        return self._by_document.get(table.document_id)


def catalogue(corpus: Path) -> Catalogue:
    """The readable documents of a folder, with warnings on listed files that are missing or have changed.

    Those that `datapackage.json` lists come first and in its order: where two tables hold one measure, the first answers
    a question that leaves the choice open. Raises HubError when `datapackage.json` is there and cannot be understood.
    """
    resources = _resources(corpus)
    order = {listed: n for n, listed in enumerate(resources)}
    paths = sorted(files(corpus), key=lambda path: order.get(path.relative_to(corpus).as_posix(), len(order)))
    definitions = tuple(_definitions(corpus / "indicators.csv", corpus / "search_terms.csv"))
    breakdowns = tuple(_breakdowns(corpus / "sectors.csv"))
    inside = {path.relative_to(corpus).as_posix() for path in paths}
    warnings = [
        f"{listed} is listed in {PACKAGE} and is not in the folder; put it there or take it off the list"
        for listed in resources
        if listed not in inside
    ]
    ids = document_ids([path.relative_to(corpus) for path in paths])
    documents = []
    metas = []
    for path, document_id in zip(paths, ids, strict=True):
        where = path.relative_to(corpus).as_posix()
        resource = resources.get(where, {})
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            warnings.append(f"{where}: cannot be opened ({error.strerror}); check its permissions")
            continue
        listed_hash = str(resource.get("hash", "")).removeprefix("sha256:")
        if re.fullmatch(r"[0-9a-fA-F]{64}", listed_hash) and listed_hash.lower() != sha256:
            warnings.append(
                f"{where} has changed since {PACKAGE} was made; what is said of it there may be out of date"
            )
        document = _document(document_id, path, sha256, resource)
        documents.append(document)
        meta = _meta(document, resource, definitions, breakdowns)
        if meta is None and definitions:
            meta = TableMeta(
                document_id, document.title, "", definitions=definitions, breakdowns=breakdowns, listed=False
            )
        if meta:
            metas.append(meta)
    by_document = {meta.document_id: meta for meta in metas}
    return Catalogue(tuple(documents), tuple(warnings), tuple(metas), definitions, breakdowns, by_document)


def files(corpus: Path) -> Iterable[Path]:
    """The files that are documents, sorted by path: not hidden, not leading out of the folder, not the corpus's own notes."""
    root = corpus.resolve()
    own = (corpus / PACKAGE).is_file()
    for path in sorted(corpus.rglob("*"), key=lambda p: p.relative_to(corpus).as_posix()):
        parts = path.relative_to(corpus).parts
        if any(part.startswith((".", "~$", "__")) for part in parts) or path.suffix.lower() not in SUFFIXES:
            continue
        if not path.is_file() or not path.resolve().is_relative_to(root):
            continue
        if len(parts) > 1 and parts[0] in OWN_FOLDERS and (own or parts[0] == "places"):
            continue
        if len(parts) == 1 and (path.stem.lower() in OWN_FILES and (own or path.stem.lower() in {"readme", "license"})):
            continue
        yield path


def document_ids(paths: Iterable[Path]) -> list[str]:
    """A readable id for each path: "gva-lep", with its folder or ending put to it where two files would share one."""
    paths = list(paths)
    stems = Counter(slug(path.stem) for path in paths)
    longer = Counter(slug(path.with_suffix("").as_posix()) for path in paths)
    ids: list[str] = []
    for path in paths:
        found = slug(path.stem)
        if stems[found] > 1:
            found = slug(path.with_suffix("").as_posix())
            if longer[found] > 1 or (len(path.parts) == 1 and any(p != path and slug(p.stem) == found for p in paths)):
                found = slug(path.as_posix())
        if found in ids:  # names that differ only in signs or case
            found = f"{found}-{hashlib.sha256(path.as_posix().encode()).hexdigest()[:8]}"
        ids.append(found)
    return ids


def slug(text: str) -> str:
    """The text in small letters and digits with hyphens between: "GVA (£m)" is "gva-m"; a hash when nothing is left."""
    plain = re.sub(r"[^\w]+|_+", "-", text.lower()).strip("-")
    return plain or hashlib.sha256(text.encode()).hexdigest()[:8]


def _document(document_id: str, path: Path, sha256: str, resource: Mapping[str, Any]) -> Document:
    """A document from its resource, or from its file name where the package does not list it."""
    source = _first(resource, "sources")
    contributor = _first(resource, "contributors")
    hub = resource.get("hub")
    kind = hub.get("kind") if isinstance(hub, dict) else None
    titles = [str(one.get("title") or one.get("name")) for one in _dicts(resource, "licenses")]
    name = re.sub(r"[\s_-]+", " ", path.stem).strip()
    return Document(
        document_id=document_id,
        title=str(resource.get("title") or name[:1].upper() + name[1:]),
        publisher=str(contributor.get("title")) if contributor.get("title") else None,
        published=as_date(str(resource.get("published") or "")),
        url=str(source.get("path")) if source.get("path") else None,
        licence="; ".join(titles) or None,
        path=path,
        sha256=sha256,
        description=str(resource.get("description")) if resource.get("description") else None,
        kind=str(kind) if kind else None,
    )


def as_date(text: str) -> date | None:
    """The day of "2023-04-25"; the first of the month or year where no day is given; None for any other text."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", text.strip())
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _meta(
    document: Document,
    resource: Mapping[str, Any],
    definitions: tuple[Definition, ...],
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...],
) -> TableMeta | None:
    """What a resource says of its table; None for a report, or a table without the `hub` property."""
    hub = resource.get("hub")
    if not isinstance(hub, dict) or hub.get("kind") != "table":
        return None

    def text(key: str) -> str | None:
        return str(hub[key]) if hub.get(key) else None

    status: Status = next((one for one in STATUSES if one == hub.get("status")), "published")
    source = _first(resource, "sources")
    return TableMeta(
        document_id=document.document_id,
        title=document.title,
        description=document.description or "",
        indicator=text("indicator"),
        concept=text("concept"),
        unit=text("unit"),
        breakdown_column=text("breakdown_column"),
        status=status,
        source=str(source.get("title")) if source.get("title") else None,
        definitions=definitions,
        breakdowns=breakdowns,
    )


def _resources(corpus: Path) -> dict[str, Mapping[str, Any]]:
    """The resources of the package by path; {} without a package. Raises HubError saying what is wrong and where."""
    path = corpus / PACKAGE
    if not path.is_file():
        return {}
    try:
        package = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, OSError) as error:
        raise HubError(f"{path} cannot be read as UTF-8 text ({error}); save it again or take it away") from error
    except json.JSONDecodeError as error:
        raise HubError(
            f"{path}: not JSON at line {error.lineno}, column {error.colno} ({error.msg}); mend it or take it away"
        ) from error
    except RecursionError as error:
        raise HubError(f"{path}: nested too deep to be a data package; mend it or take it away") from error
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise HubError(f"{path}: a list named resources was expected at the top; see https://datapackage.org")
    found: dict[str, Mapping[str, Any]] = {}
    for number, resource in enumerate(package["resources"], start=1):
        if not isinstance(resource, dict):
            raise HubError(f"{path}: resource {number} is not an object; see https://datapackage.org")
        listed = resource.get("path")
        for one in listed if isinstance(listed, list) else [listed]:
            if one is None and "data" in resource:
                continue  # data within the package itself, which is not a file
            if not isinstance(one, str) or not one:
                raise HubError(f"{path}: resource {number} ({resource.get('name', 'unnamed')}) names no path")
            if "://" not in one:
                found[Path(one).as_posix()] = resource
    return found


def _dicts(resource: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects listed under a key."""
    listed = resource.get(key)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _first(resource: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The first object listed under a key; {} when there is none."""
    return next(iter(_dicts(resource, key)), {})


def _definitions(path: Path, terms: Path) -> Iterable[Definition]:
    """The measures that a corpus describes, with the words people use for each concept."""
    said = {row["concept"]: tuple(filter(None, row["terms"].split("|"))) for row in _rows(terms, ("concept", "terms"))}
    for row in _rows(
        path, ("label", "unit", "concept", "name", "unit_words", "polarity", "description", "caveat", "aliases")
    ):
        yield Definition(
            row["label"],
            row["unit"],
            row["concept"],
            row["name"],
            row["unit_words"],
            row["polarity"],
            row["description"],
            row["caveat"] or None,
            tuple(filter(None, row["aliases"].split("|"))),
            said.get(row["concept"], ()),
        )


def _breakdowns(path: Path) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The sectors that a corpus describes, each with other words for it."""
    for row in _rows(path, ("breakdown", "aliases")):
        yield row["breakdown"], tuple(filter(None, row["aliases"].split("|")))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterable[dict[str, str]]:
    """The rows of one of the corpus's own lists; a file of the same name with other columns is not ours and gives none."""
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if set(columns) - set(reader.fieldnames or ()):
                return
            yield from ({column: row[column] or "" for column in columns} for row in reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise HubError(f"{path}: not CSV in UTF-8 ({error}); save it again as CSV") from error
