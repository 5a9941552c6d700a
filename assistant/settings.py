"""The choices of one run, read from the environment in this one place. All are optional."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import HubError

MAX_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the index is, and the chat model if there is one. `chat_model` is a LangChain name such as "ollama:llama3.2".

    For the app: `data` is where conversations are kept, `team` the mail addresses of those who tend it, in small letters.
    """

    index: Path = Path("index")
    chat_model: str | None = None
    chat_base_url: str | None = None
    chat_timeout_s: float = 20.0
    reranker: Path | None = None
    k: int = 10
    corpus: Path = Path("corpus")
    data: Path = Path(".hub-data")
    team: frozenset[str] = frozenset()
    behind_a_proxy: bool = False

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings the environment asks for. Raises HubError for a time-out that is no number."""
        given = environ.get("HUB_CHAT_TIMEOUT_S") or "20"
        try:
            timeout_s = float(given)
        except ValueError as error:
            raise HubError(f"HUB_CHAT_TIMEOUT_S is {given!r}; give a number of seconds") from error
        if not 0 < timeout_s <= MAX_TIMEOUT_S:
            raise HubError(f"HUB_CHAT_TIMEOUT_S is {given!r}; give more than 0 and at most {MAX_TIMEOUT_S} seconds")
        return cls(
            index=Path(environ.get("HUB_INDEX") or "index"),
            chat_model=environ.get("HUB_CHAT_MODEL") or None,
            chat_base_url=environ.get("HUB_CHAT_BASE_URL") or None,
            chat_timeout_s=timeout_s,
            reranker=Path(environ["HUB_RERANKER"]) if environ.get("HUB_RERANKER") else None,
            corpus=Path(environ.get("HUB_CORPUS") or "corpus"),
            data=Path(environ.get("HUB_DATA") or ".hub-data"),
            team=frozenset(environ.get("HUB_TEAM", "").casefold().replace(",", " ").split()),
            behind_a_proxy=environ.get("HUB_BEHIND_PROXY", "").strip().casefold() in ("1", "yes", "true", "on"),
        )
