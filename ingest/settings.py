"""What a run of ingest may be told from outside: the only place of this package that reads the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import HubError


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie, and how much of one file is read before it is refused."""

    index: Path = Path("index")
    corpus: Path = Path("corpus")
    chroma_url: str | None = None
    max_file_mb: int = 200
    max_pages: int = 2000
    max_cells: int = 2_000_000
    max_seconds: int = 300
    ocr: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings the environment asks for. Raises HubError for a limit that is no whole number above 0."""
        return cls(
            index=Path(environ.get("HUB_INDEX") or "index"),
            corpus=Path(environ.get("HUB_CORPUS") or "corpus"),
            chroma_url=_address(environ, "HUB_CHROMA_URL"),
            max_file_mb=_limit(environ, "HUB_MAX_FILE_MB", 200),
            max_pages=_limit(environ, "HUB_MAX_PAGES", 2000),
            max_cells=_limit(environ, "HUB_MAX_CELLS", 2_000_000),
            max_seconds=_limit(environ, "HUB_MAX_SECONDS", 300),
            ocr=_languages(environ, "HUB_OCR"),
        )


def _address(environ: Mapping[str, str], name: str) -> str | None:
    """The server's address called `name`, or None when it is not set; a password in it would end up in the index."""
    text = environ.get(name, "").strip()
    if "@" in text:
        raise HubError(f"{name} holds a user name or password, which is not supported; give it as http://host:port")
    return text or None


def _languages(environ: Mapping[str, str], name: str) -> str | None:
    """The languages called `name` as tesseract takes them ("eng", "eng+cym"), or None when it is not set."""
    text = environ.get(name, "").strip()
    if text and not re.fullmatch(r"[A-Za-z_]+(?:\+[A-Za-z_]+)*", text):
        raise HubError(f"{name}={text!r} names no languages of tesseract; unset it or give them as in {name}=eng+cym")
    return text or None


def _limit(environ: Mapping[str, str], name: str, default: int) -> int:
    """The limit called `name`, or the default when it is not set."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) == 0:
        raise HubError(f"{name}={text!r} is not a whole number above 0; unset it or give one, such as {name}={default}")
    return int(text)
