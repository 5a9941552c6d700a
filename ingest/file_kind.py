"""What kind of file a path holds, and whether it is safe to open. Reading it is left to `read`."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UnreadableDocument

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
    ocr: str | None = None  # the languages in which pictures of pages are read, such as "eng"; None to leave them


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
