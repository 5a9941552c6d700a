"""The chat model: made from its name, and asked so that nothing it does can hold up or bring down an answer.

A server that stalls, drips, breaks off, floods, is busy or is down ends as ModelUnavailable within the time given. Nothing
is traced or logged, and no message holds what a server said or the key it was given.
"""

import queue
import random
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import ChatPromptTemplate
from langsmith import tracing_context

from assistant.settings import Settings
from ingest.errors import HubError, ModelUnavailable

ATTEMPTS = 3
FIRST_WAIT_S = 0.5  # before the second attempt; doubled before the third
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})  # what a server may answer now and not in a moment
SAID = {401: "it refused the key", 403: "it refused the key", 404: "it knows no such model", 429: "it is too busy"}


def chat_model(settings: Settings) -> BaseChatModel | None:
    """The chat model the settings name; None when they name none. Raises HubError when it cannot be made here."""
    if settings.chat_model is None:
        return None
    name, timeout_s = settings.chat_model, settings.chat_timeout_s
    options: dict[str, Any] = {
        "timeout": timeout_s,
        "max_retries": 0,
        "temperature": 0,
    }  # tried again here, for all alike
    if name.startswith("ollama"):
        options["client_kwargs"] = {"timeout": timeout_s}  # ChatOllama takes no notice of `timeout`
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    try:
        return init_chat_model(name, **options)
    except ImportError as error:
        raise HubError(f"the chat model {name!r} cannot be used: {error}") from error
    except Exception as error:  # noqa: BLE001 - every provider has its own for a missing key, and some print the key
        raise HubError(
            f"the chat model {name!r} cannot be used ({type(error).__name__}): its provider must be one that LangChain "
            "knows, and its key must be set; see docs/chat-model.md"
        ) from None


def pieces(
    prompt: ChatPromptTemplate,
    values: Mapping[str, str],
    model: BaseChatModel,
    deadline: float,
    max_characters: int,
) -> Iterator[str]:
    """The model's words as they come, up to so many; `deadline` is by `time.monotonic`.

    Raises ModelUnavailable when it fails, and when the time is up before it has ended.
    """
    said: queue.Queue[str | Exception | None] = queue.Queue()
    stop = threading.Event()
    asker = threading.Thread(
        target=_ask, args=(model, prompt.invoke(dict(values)), deadline, said, stop), daemon=True, name="chat-model"
    )  # fmt: skip
    asker.start()
    left = max_characters
    try:
        while left > 0:
            try:
                piece = said.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise ModelUnavailable("it took too long") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise ModelUnavailable(_in_words(piece)) from piece
            yield piece[:left]
            left -= len(piece)
    finally:
        stop.set()


def _ask(
    model: BaseChatModel,
    prompt: PromptValue,
    deadline: float,
    said: "queue.Queue[str | Exception | None]",
    stop: threading.Event,
) -> None:
    """Puts the pieces of a reply into `said`, then None; or what went wrong, once trying again is of no use.

    The model is asked by itself, not in a chain: a chain that is left early reads on to the end, which may never come.
    """
    for attempt in range(1, ATTEMPTS + 1):
        begun = False
        try:
            chunks = cast("Generator[AIMessageChunk, None, None]", model.stream(prompt))
            with tracing_context(enabled=False), closing(chunks):
                for chunk in chunks:
                    if stop.is_set():
                        return
                    begun = True
                    said.put(str(chunk.text))
            said.put(None)
            return
        except Exception as error:  # noqa: BLE001 - whatever a provider raises is handed to the asker's thread
            wait_s = _wait_s(error, attempt)
            if begun or wait_s is None or time.monotonic() + wait_s >= deadline:
                said.put(error)
                return
            if stop.wait(wait_s):
                return


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _wait_s(error: Exception, attempt: int) -> float | None:
    """How long to wait before another attempt; None when there is to be none."""
    status = _status(error)
    if attempt == ATTEMPTS or (status is not None and status not in PASSING) or isinstance(error, ValueError):
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    asked_for = str(headers.get("retry-after", ""))
    wait_s = FIRST_WAIT_S * 2 ** (attempt - 1) * random.uniform(1.0, 1.25)
    return max(wait_s, float(asked_for)) if asked_for.isdigit() else wait_s


def _in_words(error: Exception) -> str:
    """What went wrong, with nothing that the server or the settings said."""
    status = _status(error)
    if status is not None:
        return SAID.get(status, f"it answered with error {status}")
    kind = type(error).__name__
    if "Timeout" in kind:
        return "it took too long"
    return "it could not be reached" if "Connect" in kind else "it did not answer as agreed"
